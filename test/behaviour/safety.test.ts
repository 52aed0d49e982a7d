import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsOn, DOOR, gatedBmc, INFORM_ONLY, MAINS, resetsOf } from './actions.ts';
import { CHARGE, compute, eventually, pause, startSite, stepsOf, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await site.stop();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
const { state, door, task, last } = actionsOn(() => site);

describe('a server', () => {
  it('a server that an operator evacuates without power-off stays on when a parameter fails that the policy only informs of', async () => {
    site = await startSite({ thresholds: [DOOR], policies: [INFORM_ONLY] });
    await door('server-1', 'CLOSED');
    await task('/vrinfo/v1/compute_hosts/server-1/evacuate', { reason: 'disk', powerOffPolicy: 'NEVER' });
    await site.reaches('server-1', 'EVACUATED');
    await task('/vrinfo/v1/compute_hosts/server-2/evacuate', { reason: 'disk', powerOffPolicy: 'NEVER' });
    await door('server-2', 'OPEN');
    await pause(2500);
    expect(resetsOf(site.bmc, 'server-2')).toEqual([]);
  }, 30_000);

  it('a server that an operator evacuates with powerOffPolicy NEVER stays on when its environment fails meanwhile', async () => {
    site = await startSite({ vnfm: { migrationMs: 600 } });
    await task('/vrinfo/v1/compute_hosts/server-1/evacuate', { reason: 'disk', powerOffPolicy: 'NEVER' });
    await pause(200);
    await site.charge('server-1', 40);
    await pause(3000);
    expect(resetsOf(site.bmc, 'server-1')).toEqual([]);
  }, 30_000);

  it('a server whose evacuation the operator cancelled is not powered off because a function was moved onto it', async () => {
    site = await startSite({ vnfm: null, computes: [compute('vc-1', 'server-1'), compute('vc-2', 'server-2')] });
    await site.charge('server-2', 40);
    await task(`/vnfmig/v1/host_evacuations/${(await last('server-2')).id}/cancel`);
    await site.charge('server-1', 40);
    const request = await eventually(async () => {
      const found = (await site.requests('vnf-vc-1')).at(-1);
      if (found === undefined) throw new Error('none');
      return found;
    });
    const patch = (id: string, body: object) => site.send('PATCH', `/vnfmig/v1/migration_requests/${id}`, body);
    await patch(request.id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-2' });
    await site.charge('server-2', 38);
    const answered = new Set<string>([request.id]);
    const end = Date.now() + 4000;
    while (Date.now() < end) {
      for (const open of (await site.requests()).filter(
        (one) => one.sourceComputeHostId === 'server-2' && one.migrationRequestState === 'REQUESTED',
      ))
        if (!answered.has(open.id)) {
          answered.add(open.id);
          await patch(open.id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' });
        }
      await pause(100);
    }
    expect(resetsOf(site.bmc, 'server-2')).toEqual([]);
  }, 30_000);

  const late = () => site.send('POST', '/vrinfo/v1/virtual_computes', compute('late', 'server-1'));
  const silent = () => state('POWER', 'UNKNOWN', { computeHostId: 'server-1' }, 'battery.charge');
  it.each<[string, string, () => Promise<unknown>]>([
    ['on which a function appears', 'WORKLOAD_PRESENT', late],
    ['whose environment becomes unknown', 'ENVIRONMENT_UNKNOWN', silent],
    ['whose environment is sound again', 'ENVIRONMENT_NORMAL', () => site.charge('server-1', 90)],
  ])(
    'a server %s while its BMC is slow to answer is not powered off',
    async (_what, reason, happens) => {
      const servers = ['server-1', 'server-2', 'server-3', 'server-4'];
      const gate = await gatedBmc(cleanUps, servers);
      let isSlow = false;
      gate.before = async (method) => {
        if (isSlow && method === 'GET') await pause(1000);
        return undefined;
      };
      site = await startSite({
        configuration: { powerControllers: gate.controllers(servers) },
        policy: { cleanUpGraceTime: 0.5, gracefulShutdownTime: 20, restoreHoldTime: 60 },
      });
      await site.charge('server-1', 40);
      await site.reaches('server-1', 'CLEANING_UP');
      isSlow = true;
      // The order is recorded after the first look; this happens during the second.
      await eventually(async () => {
        expect(stepsOf(await last('server-1'))).toContain('POWER_OFF_STARTED');
      });
      await pause(300);
      await happens();
      await eventually(async () => {
        expect((await last('server-1')).refusals).toMatchObject([{ reason }]);
      });
      expect(resetsOf(gate.bmc, 'server-1')).toEqual([]);
    },
    30_000,
  );

  it('a server whose environment fails again while its BMC is slow to answer is not powered on', async () => {
    const servers = ['server-1', 'server-2', 'server-3', 'server-4'];
    const gate = await gatedBmc(cleanUps, servers);
    let [isOff, looks] = [false, 0];
    gate.before = async (method) => {
      const isRestoring = isOff && method === 'GET' && (await last('server-1')).hostEvacuationState === 'RESTORING';
      // The order is recorded after the first look; this happens during the second.
      if (isRestoring && (looks += 1) === 2) await site.charge('server-1', 40);
      return undefined;
    };
    site = await startSite({
      configuration: { powerControllers: gate.controllers(['server-1']) },
      policy: { restoreHoldTime: 0.3 },
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    isOff = true;
    await site.charge('server-1', 90);
    await eventually(async () => {
      expect((await last('server-1')).timeline.map(({ detail }) => detail)).toContain(
        'the environment of server-1 is DEGRADED again',
      );
    });
    await site.reaches('server-1', 'POWERED_OFF');
    expect(looks).toBeGreaterThanOrEqual(2);
    expect(resetsOf(gate.bmc, 'server-1')).not.toContain('On');
  }, 30_000);

  it('power is not cut before the orderly shutdown had its time, when the BMC took the order late', async () => {
    const gate = await gatedBmc(cleanUps, ['server-1', 'server-2', 'server-3', 'server-4'], {
      shutdownMs: 600,
      bootMs: 50,
    });
    let refuse = true;
    gate.before = (method) => Promise.resolve(refuse && method === 'POST' ? 503 : undefined);
    site = await startSite({
      configuration: { powerControllers: gate.controllers(['server-1']) },
      policy: { gracefulShutdownTime: 2, powerConfirmTime: 5 },
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERING_OFF');
    await pause(2500);
    refuse = false;
    await site.reaches('server-1', 'POWERED_OFF');
    expect(resetsOf(gate.bmc, 'server-1')).toEqual(['GracefulShutdown']);
  }, 30_000);

  it('a server is not powered on again and again while its environment is FAILED', async () => {
    site = await startSite({ policy: { restoreHoldTime: 0.2, powerConfirmTime: 0.5 } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    site.bmc.setFault('server-1', 'lying');
    await site.charge('server-1', 90);
    await eventually(() => {
      expect(resetsOf(site.bmc, 'server-1')).toContain('On');
    });
    await site.charge('server-1', 5);
    await pause(200);
    const before = resetsOf(site.bmc, 'server-1').length;
    site.bmc.setFault('server-1', undefined);
    await pause(3000);
    expect(resetsOf(site.bmc, 'server-1').slice(before)).toEqual([]);
    expect(site.bmc.powerState('server-1')).toBe('Off');
  }, 30_000);

  it('two servers that fail together within a limit of one: one of them is powered off', async () => {
    site = await startSite({
      thresholds: [MAINS],
      configuration: { limits: { maximumPoweredOffHosts: 1 } },
      computes: [],
    });
    await state('POWER', 'OFF', { resourceZoneId: 'room-1' }, 'mains');
    await pause(5000);
    expect(site.bmc.resets.length).toBeGreaterThan(0);
  }, 30_000);

  it('a server that is off and waits for a function that was moved onto it counts within the limit', async () => {
    site = await startSite({
      vnfm: null,
      computes: [compute('vc-3', 'server-3')],
      configuration: { limits: { maximumPoweredOffHosts: 1 } },
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-3', 40);
    const request = await eventually(async () => {
      const [found] = await site.requests('vnf-vc-3');
      if (found === undefined) throw new Error('none');
      return found;
    });
    const answer = { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-1' };
    await site.send('PATCH', `/vnfmig/v1/migration_requests/${request.id}`, answer);
    await eventually(async () => {
      expect((await last('server-3')).refusals).toMatchObject([{ reason: 'POWERED_OFF_LIMIT' }]);
    });
    expect((await last('server-1')).hostEvacuationState).toBe('MIGRATING');
    expect(resetsOf(site.bmc, 'server-3')).toEqual([]);
  }, 30_000);

  it('an evacuation that was cancelled while the environment was unknown does not begin again by itself', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'MIGRATING');
    await state('POWER', 'UNKNOWN', { computeHostId: 'server-1' }, 'battery.charge');
    expect((await site.host('server-1')).environmentLevel).toBe('UNKNOWN');
    await task(`/vnfmig/v1/host_evacuations/${(await last('server-1')).id}/cancel`);
    await site.charge('server-1', 40);
    await pause(500);
    expect((await site.host('server-1')).environmentLevel).toBe('DEGRADED');
    expect(await site.evacuations('server-1')).toHaveLength(1);
  }, 30_000);

  it('a power-off by a technician, of a server that was never ordered off, is not undone', async () => {
    site = await startSite({
      thresholds: [MAINS],
      configuration: { limits: { maximumPoweredOffHosts: 0 } },
      computes: [],
    });
    await state('POWER', 'OFF', { resourceZoneId: 'room-1' }, 'mains');
    await pause(2500);
    expect(site.bmc.resets).toEqual([]);
    await fetch(`${site.bmc.url}/redfish/v1/Systems/server-1/Actions/ComputerSystem.Reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"ResetType":"ForceOff"}',
    });
    await pause(2500);
    await state('POWER', 'ON', { resourceZoneId: 'room-1' }, 'mains');
    await site.reaches('server-1', 'RESTORING');
    await pause(1000);
    expect(resetsOf(site.bmc, 'server-1')).toEqual(['ForceOff']);
  }, 30_000);

  it('functions declared deactivated on a server that was then not powered off are asked for at the next failure', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 2 },
    });
    await pause(200);
    site.bmc.setFault('server-1', 'unreachable');
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(stepsOf(await last('server-1'))).toContain('DEACTIVATED');
    });
    await site.charge('server-1', 90);
    site.bmc.setFault('server-1', undefined);
    await site.reaches('server-1', 'COMPLETED');
    expect(resetsOf(site.bmc, 'server-1')).toEqual([]);
    expect((await site.compute('vc-1')).operationalState).toBe('ENABLED');
    const before = (await site.requests()).length;
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await site.requests()).length).toBeGreaterThan(before);
    });
  }, 30_000);

  it('the manual release that the policy of the graver parameter asks for is kept', async () => {
    const WATER = { id: 'water', parameterType: 'WATER_LEVEL', stateLevels: { DRY: 'NORMAL', WET: 'FAILED' } };
    site = await startSite({
      thresholds: [CHARGE, WATER],
      policies: [{ match: { parameterTypes: ['WATER_LEVEL'] }, manualRelease: true }],
    });
    await site.charge('server-1', 40);
    await state('WATER_LEVEL', 'WET', { computeHostId: 'server-1' });
    await site.reaches('server-1', 'POWERED_OFF');
    expect((await last('server-1')).cause.parameterType).toBe('WATER_LEVEL');
    await state('WATER_LEVEL', 'DRY', { computeHostId: 'server-1' });
    await site.charge('server-1', 90);
    await pause(2500);
    expect(resetsOf(site.bmc, 'server-1')).not.toContain('On');
  }, 30_000);

  it('the manual release is not passed over when the environment is sound again before the server was off', async () => {
    site = await startSite({
      policy: { manualRelease: true },
      configuration: { limits: { maximumPoweredOffHosts: 0 } },
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERING_OFF');
    await site.charge('server-1', 90);
    await pause(3000);
    expect((await last('server-1')).hostEvacuationState).not.toBe('COMPLETED');
  }, 30_000);

  it('a server that goes off by an order taken back too late is powered on again', async () => {
    const gate = await gatedBmc(cleanUps, ['server-1'], { shutdownMs: 2500, bootMs: 50 });
    site = await startSite({
      configuration: { powerControllers: gate.controllers(['server-1']) },
      policy: { restoreHoldTime: 0.3, gracefulShutdownTime: 10, powerConfirmTime: 10 },
    });
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(resetsOf(gate.bmc, 'server-1')).toEqual(['GracefulShutdown']);
    });
    await site.charge('server-1', 90);
    await pause(6000);
    expect({
      power: gate.bmc.powerState('server-1'),
      scheduling: (await site.host('server-1')).schedulingState,
    }).toEqual({
      power: 'On',
      scheduling: 'ENABLED',
    });
  }, 30_000);

  it('a function that its manager re-created under another identifier does not come back as it was at a restart', async () => {
    const store = `sqlite:${join(mkdtempSync(join(tmpdir(), 'review-')), 'gateway.db')}`;
    site = await startSite({ store, vnfm: null });
    await site.charge('server-1', 40);
    const request = await eventually(async () => {
      const [found] = await site.requests();
      if (found === undefined) throw new Error('none');
      return found;
    });
    await site.send('PATCH', `/vnfmig/v1/migration_requests/${request.id}`, {
      migrationRequestState: 'COMPLETED',
      targetComputeHostId: 'server-3',
      targetVirtualComputeIds: ['vc-new'],
    });
    await site.reaches('server-1', 'POWERED_OFF');
    await site.stop();
    site = await startSite({ store, vnfm: null });
    await pause(500);
    expect({
      ghost: (await site.send('GET', '/vrinfo/v1/virtual_computes/vc-1')).status,
      state: (await last('server-1')).hostEvacuationState,
    }).toEqual({ ghost: 404, state: 'POWERED_OFF' });
  }, 30_000);
});
