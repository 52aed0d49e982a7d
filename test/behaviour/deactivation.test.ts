/** Functions that did not leave in time are given up for one failure, not for ever (R19). */
import { actionsOn, gatedBmc, MAINS, resetsOf } from './actions.ts';
import { CHARGE, compute, eventually, pause, startSite, stepsOf, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await site.stop();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
const { state, task, last } = actionsOn(() => site);

const isGivenUp = () =>
  eventually(async () => {
    expect(stepsOf(await last('server-1'))).toContain('DEACTIVATED');
  });

describe('a function that was given up', () => {
  it.each(['silent', 'failing'] as const)(
    'of a %s manager is asked for anew when a later failure leaves it time',
    async (behaviour) => {
      site = await startSite({
        thresholds: [MAINS],
        vnfm: { behaviour },
        policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 4, restoreHoldTime: 60 },
      });
      const mains = (value: string) => state('POWER', value, { computeHostId: 'server-1' }, 'mains');
      site.bmc.setFault('server-1', 'unreachable');
      await mains('OFF');
      await isGivenUp();
      await site.reaches('server-1', 'POWERING_OFF');
      await mains('ON');
      site.bmc.setFault('server-1', undefined);
      await eventually(async () => {
        expect((await last('server-1')).refusals).toMatchObject([{ reason: 'ENVIRONMENT_NORMAL' }]);
      });
      const before = (await site.requests())[0]?.requestVersion ?? 0;
      await mains('OFF');
      await site.reaches('server-1', 'MIGRATING');
      expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-1', operationalState: 'ENABLED' });
      expect((await site.alarms('FUNCTIONS_DEACTIVATED')).map(({ perceivedSeverity }) => perceivedSeverity)).toEqual([
        'CLEARED',
      ]);
      await eventually(async () => {
        expect((await site.requests()).map(({ requestVersion }) => requestVersion)).toEqual([before + 1]);
      });
      expect(resetsOf(site.bmc, 'server-1')).toEqual([]);
      const { evacuationDeadline = '' } = await last('server-1');
      await site.reaches('server-1', 'POWERED_OFF');
      expect(new Date().toISOString() >= evacuationDeadline).toBe(true);
    },
    60_000,
  );

  it('is not forgotten when another one comes to its server and goes again', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 2 },
      configuration: { limits: { maximumPoweredOffHosts: 0 } },
    });
    await site.charge('server-1', 40);
    await isGivenUp();
    await site.send('POST', '/vrinfo/v1/virtual_computes', compute('vc-9', 'server-1'));
    await eventually(async () => {
      expect((await site.compute('vc-9')).operationalState).toBe('DISABLED');
    });
    await site.send('DELETE', '/vrinfo/v1/virtual_computes/vc-9');
    await site.reaches('server-1', 'POWERING_OFF');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(resetsOf(site.bmc, 'server-1')).toEqual([]);
    expect((await site.compute('vc-1')).operationalState).toBe('ENABLED');
  }, 60_000);

  it('has been running all along when the evacuation is cancelled', async () => {
    site = await startSite({
      thresholds: [CHARGE],
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 2 },
      configuration: { powerControllers: [] },
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'EVACUATED');
    expect((await site.compute('vc-1')).operationalState).toBe('DISABLED');
    await task(`/vnfmig/v1/host_evacuations/${(await last('server-1')).id}/cancel`);
    expect((await site.compute('vc-1')).operationalState).toBe('ENABLED');
    const open = (await site.alarms()).filter(
      ({ managedObjectId, perceivedSeverity }) => managedObjectId === 'server-1' && perceivedSeverity !== 'CLEARED',
    );
    expect(open.map(({ faultType }) => faultType)).toEqual(['ENVIRONMENT_DEGRADED']);
  }, 30_000);
});

describe('a server that was told to go off', () => {
  it('is read to be off, or still on, before anything that was given up on it counts again', async () => {
    const gate = await gatedBmc(cleanUps, ['server-1'], { shutdownMs: 3000, bootMs: 50 });
    site = await startSite({
      thresholds: [MAINS],
      configuration: { powerControllers: gate.controllers(['server-1']) },
      vnfm: { behaviour: 'silent' },
      policy: {
        powerOffPolicy: 'LAST_SAFE_MOMENT',
        defaultFailureTime: 12,
        restoreHoldTime: 60,
        gracefulShutdownTime: 5,
      },
    });
    const mains = (value: string) => state('POWER', value, { computeHostId: 'server-1' }, 'mains');
    await mains('OFF');
    await eventually(() => {
      expect(resetsOf(gate.bmc, 'server-1')).toEqual(['GracefulShutdown']);
    });
    await mains('ON');
    await mains('OFF');
    const off = await site.reaches('server-1', 'POWERED_OFF');
    expect(new Date().toISOString() < (off.evacuationDeadline ?? '')).toBe(true);
    expect((await site.compute('vc-1')).operationalState).toBe('DISABLED');
    expect(resetsOf(gate.bmc, 'server-1')).toEqual(['GracefulShutdown']);
  }, 60_000);

  it('by nobody, but died, takes what was given up on it along, also when the evacuation is cancelled', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 2, cleanUpGraceTime: 1 },
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await last('server-1')).hostEvacuationState).toBe('CLEANING_UP');
    });
    await fetch(`${site.bmc.url}/redfish/v1/Systems/server-1/Actions/ComputerSystem.Reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ResetType: 'ForceOff' }),
    });
    await site.reaches('server-1', 'EVACUATED');
    expect((await site.compute('vc-1')).operationalState).toBe('DISABLED');
    await task(`/vnfmig/v1/host_evacuations/${(await last('server-1')).id}/cancel`);
    expect((await last('server-1')).hostEvacuationState).toBe('CANCELLED');
    expect((await site.compute('vc-1')).operationalState).toBe('DISABLED');
  }, 30_000);
});

describe('a server that an operator evacuates without a time', () => {
  it('is not switched off at the deadline of a failure that has passed', async () => {
    site = await startSite({ vnfm: { migrationMs: 60_000 }, policy: { defaultFailureTime: 3 } });
    await task('/vrinfo/v1/compute_hosts/server-1/evacuate', {
      reason: 'disk',
      powerOffPolicy: 'LAST_SAFE_MOMENT',
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await last('server-1')).evacuationDeadline).toBeDefined();
    });
    await site.charge('server-1', 90);
    await pause(5000);
    expect((await last('server-1')).evacuationDeadline).toBeUndefined();
    expect(resetsOf(site.bmc, 'server-1')).toEqual([]);
    expect((await site.compute('vc-1')).operationalState).toBe('ENABLED');
  }, 30_000);
});
