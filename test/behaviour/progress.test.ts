import { actionsOn, DOOR, gatedBmc, INFORM_ONLY, MAINS, resetsOf } from './actions.ts';
import { compute, eventually, host, pause, startSite, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await site.stop();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
const { state, door, task, last } = actionsOn(() => site);

describe('an evacuation', () => {
  it('an evacuation that an operator ordered and cancelled while all was sound does not keep the next failure from being acted on', async () => {
    site = await startSite({ vnfm: { migrationMs: 60_000 } });
    await site.charge('server-1', 90);
    await task('/vrinfo/v1/compute_hosts/server-1/evacuate', {});
    await task(`/vnfmig/v1/host_evacuations/${(await last('server-1')).id}/cancel`);
    await site.charge('server-1', 40);
    await pause(300);
    expect((await site.host('server-1')).environmentLevel).toBe('DEGRADED');
    expect(await site.evacuations('server-1')).toHaveLength(2);
  }, 30_000);

  it('a parameter that the policy only informs of does not hide another that is failing', async () => {
    site = await startSite({ thresholds: [DOOR, MAINS], policies: [INFORM_ONLY] });
    await door('server-1', 'OPEN');
    await state('POWER', 'OFF', { computeHostId: 'server-1' }, 'mains');
    await pause(300);
    expect(await site.evacuations('server-1')).toHaveLength(1);
  }, 30_000);

  it('a BMC that does not answer holds up its own server only', async () => {
    const gate = await gatedBmc(cleanUps, ['server-1', 'server-2', 'server-3', 'server-4']);
    let hang = false;
    gate.before = async (_method, url) => {
      if (hang && url.includes('server-1')) await pause(60_000);
      return undefined;
    };
    site = await startSite({
      configuration: { powerControllers: gate.controllers(['server-1', 'server-2', 'server-3', 'server-4']) },
      computes: [compute('vc-3', 'server-3')],
      vnfm: null,
    });
    await pause(500);
    hang = true;
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERING_OFF');
    await pause(300);
    await site.charge('server-3', 40);
    await pause(2000);
    expect(await site.requests('vnf-vc-3')).toHaveLength(1);
  }, 60_000);

  it('a server and the virtual machine server of higher priority on it are both restored in waves of one', async () => {
    site = await startSite({
      hosts: [
        host('metal', 'room-1', { priority: 10 }),
        host('vm', 'room-1', { priority: 90, computeHostType: 'VIRTUAL_MACHINE', parentComputeHostId: 'metal' }),
      ],
      computes: [],
      configuration: { restoration: { waveSize: 1, waveInterval: 0 } },
    });
    await site.charge('metal', 40);
    await site.reaches('metal', 'POWERED_OFF');
    await site.charge('metal', 90);
    await pause(5000);
    expect((await last('metal')).hostEvacuationState).toBe('COMPLETED');
  }, 30_000);

  it('a server that does not come on does not keep every other server off', async () => {
    site = await startSite({ computes: [], configuration: { restoration: { waveSize: 1, waveInterval: 0 } } });
    for (const id of ['server-1', 'server-3']) {
      await site.charge(id, 40);
      await site.reaches(id, 'POWERED_OFF');
    }
    site.bmc.setFault('server-1', 'lying');
    await site.charge('server-1', 90);
    await eventually(() => {
      expect(resetsOf(site.bmc, 'server-1')).toContain('On');
    });
    await site.charge('server-3', 90);
    await pause(6000);
    expect(resetsOf(site.bmc, 'server-3')).toContain('On');
  }, 30_000);

  it('a server that waits for its operator does not keep servers of lower priority off', async () => {
    site = await startSite({
      hosts: [host('high', 'room-1', { priority: 90 }), host('low', 'room-2', { priority: 10 })],
      computes: [],
      configuration: { restoration: { waveSize: 1, waveInterval: 0 } },
    });
    await site.charge('high', 90);
    await task('/vrinfo/v1/compute_hosts/high/evacuate', {});
    await site.reaches('high', 'EVACUATED');
    await site.charge('low', 40);
    await site.reaches('low', 'POWERED_OFF');
    await site.charge('low', 90);
    await pause(5000);
    expect((await last('low')).hostEvacuationState).toBe('COMPLETED');
  }, 30_000);

  it('a function that is back on the server is asked for again', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { cleanUpGraceTime: 1, replyTime: 20 } });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toHaveLength(1);
    });
    const set = (operationalState: string) =>
      site.send('PATCH', '/vrinfo/v1/virtual_computes/vc-1', { operationalState });
    await set('DISABLED');
    await site.reaches('server-1', 'CLEANING_UP');
    await set('ENABLED');
    await site.reaches('server-1', 'MIGRATING');
    await pause(3000);
    expect((await site.requests()).at(-1)?.migrationRequestState).toBe('REQUESTED');
  }, 30_000);

  it('a server moved out of the wet room is not held by the water there for ever', async () => {
    const height = {
      id: 'water',
      parameterType: 'WATER_LEVEL',
      unit: 'mm',
      direction: 'RISING',
      relativeTo: 'HEIGHT_ABOVE_FLOOR',
      degraded: { thresholdValue: -100 },
      failed: { thresholdValue: 0 },
    };
    site = await startSite({
      hosts: [host('low', 'room-1', { location: { heightAboveFloor: 200 } }), host('other', 'room-2')],
      computes: [],
      thresholds: [height],
    });
    const water = (value: number, resourceZoneId: string) =>
      site.report({
        resourceZoneId,
        parameterType: 'WATER_LEVEL',
        dataType: 'VALUE',
        value,
        unit: 'mm',
        parameterName: 'l',
      });
    const water2 = (value: number, resourceZoneId: string) =>
      site.report({
        resourceZoneId,
        parameterType: 'WATER_LEVEL',
        dataType: 'VALUE',
        value,
        unit: 'mm',
        parameterName: 'm',
      });
    await water(150, 'room-1');
    await site.reaches('low', 'POWERED_OFF');
    expect((await site.send('PATCH', '/vrinfo/v1/compute_hosts/low', { resourceZoneId: 'room-2' })).status).toBe(200);
    await water2(0, 'room-2');
    await water(0, 'room-1');
    await pause(2500);
    expect((await site.host('low')).environmentLevel).toBe('NORMAL');
  }, 30_000);

  it('an alarm about a request is cleared when the evacuation is over', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { maximumAttempts: 1 } });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.alarms('MIGRATION_REQUEST_UNANSWERED')).toHaveLength(1);
    });
    expect((await site.requests())[0]?._links).toHaveProperty('retry');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(await site.alarms('MIGRATION_REQUEST_UNANSWERED')).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
    // Nor can it be tried again.
    expect((await site.requests())[0]?._links).not.toHaveProperty('retry');
  }, 30_000);

  it('a request tried again while the server is off does not stay open for ever', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 1, maximumAttempts: 1 },
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    const [request] = await site.requests();
    await task(`/vnfmig/v1/migration_requests/${request?.id ?? ''}/retry`);
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    await pause(1000);
    expect((await site.requests())[0]?.migrationRequestState).not.toBe('REQUESTED');
  }, 30_000);

  it('an ordered evacuation that the operator releases before the power-off does not power the server off', async () => {
    site = await startSite({ vnfm: { migrationMs: 800 } });
    await task('/vrinfo/v1/compute_hosts/server-1/evacuate', { powerOffPolicy: 'WHEN_EMPTY' });
    await site.reaches('server-1', 'MIGRATING');
    expect((await task('/vrinfo/v1/compute_hosts/server-1/restore')).status).toBe(202);
    await pause(3000);
    expect(resetsOf(site.bmc, 'server-1')).toEqual([]);
  }, 30_000);

  it('that cannot be ended because the BMC does not answer asks again when the environment fails again', async () => {
    site = await startSite({ vnfm: { migrationMs: 60_000 } });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([{ migrationRequestState: 'PROCESSING' }]);
    });
    site.bmc.setFault('server-1', 'unreachable');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'RESTORING');
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await site.requests()).map(({ migrationRequestState }) => migrationRequestState)).toEqual([
        'CANCELLED',
        'PROCESSING',
      ]);
    });
    expect(site.bmc.resets).toEqual([]);
  });
});
