import { actionsOn, count, MAINS } from './actions.ts';
import { CHARGE, eventually, pause, startSite, stepsOf, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
afterEach(async () => {
  await site.stop();
});
const { state, variation, task, last } = actionsOn(() => site);

describe('levels and deadlines', () => {
  it('LAST_SAFE_MOMENT with an environment that became UNKNOWN waits without starting the clean-up again and again', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 1.5, cleanUpGraceTime: 0.05 },
    });
    await site.charge('server-1', 40);
    await state('POWER', 'UNKNOWN', { computeHostId: 'server-1' }, 'battery.charge');
    await pause(5000);
    expect((await site.host('server-1')).environmentLevel).toBe('UNKNOWN');
    expect(count(stepsOf(await last('server-1')), 'CLEAN_UP_STARTED')).toBeLessThan(3);
  }, 30_000);

  it('with no grace time that does not end in a loop without a pause', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 1.5, cleanUpGraceTime: 0 },
    });
    await site.charge('server-1', 40);
    await state('POWER', 'UNKNOWN', { computeHostId: 'server-1' }, 'battery.charge');
    await pause(4000);
    expect(count(stepsOf(await last('server-1')), 'CLEAN_UP_STARTED')).toBeLessThan(3);
  }, 30_000);

  it('a request whose deadline is over is not sent again for ever', async () => {
    site = await startSite({ vnfm: { migrationMs: 60_000 }, policy: { defaultFailureTime: 2 } });
    await site.charge('server-1', 40);
    await pause(3500);
    const before = (await site.requests())[0]?.requestVersion ?? 0;
    await pause(9000);
    expect((await site.requests())[0]?.requestVersion).toBe(before);
  }, 30_000);

  it('readings of a sound server that an operator evacuates leave no trace in the timeline', async () => {
    site = await startSite();
    await site.charge('server-1', 99);
    await task('/vrinfo/v1/compute_hosts/server-1/evacuate', {});
    await site.reaches('server-1', 'EVACUATED');
    for (let reading = 0; reading < 20; reading++) {
      await site.charge('server-1', 95 - reading);
      await pause(20);
    }
    expect(count(stepsOf(await last('server-1')), 'ENVIRONMENT_CHANGED')).toBeLessThan(3);
  }, 30_000);

  it('readings of a server that is off already do not let the timeline grow', async () => {
    site = await startSite();
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    for (let reading = 0; reading < 20; reading++) await variation('server-1', reading % 2 === 0 ? -5 : -6);
    expect(count(stepsOf(await last('server-1')), 'DEADLINE_CHANGED')).toBeLessThan(4);
  }, 30_000);

  it('a silent manager is given up in time although the deadline keeps moving', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { replyTime: 1 } });
    await site.charge('server-1', 40);
    for (let reading = 0; reading < 20; reading++) {
      await variation('server-1', reading % 2 === 0 ? -5 : -8);
      await pause(250);
    }
    expect(stepsOf(await last('server-1'))).toContain('MIGRATION_EXPIRED');
  }, 30_000);

  it('a sensor that is outvoted does not set the deadline', async () => {
    const temperature = {
      id: 'temperature',
      parameterType: 'COOLING',
      unit: 'Cel',
      direction: 'RISING',
      degraded: { thresholdValue: 35 },
      failed: { thresholdValue: 45 },
      requiredSensors: 2,
    };
    site = await startSite({ thresholds: [temperature, MAINS], vnfm: null });
    const degrees = (parameterName: string, value: number) =>
      site.report({
        computeHostId: 'server-1',
        parameterType: 'COOLING',
        parameterName,
        dataType: 'VALUE',
        value,
        unit: 'Cel',
      });
    await degrees('a', 99);
    await degrees('b', 20);
    await degrees('c', 20);
    expect((await site.host('server-1')).environmentLevel).toBe('NORMAL');
    await state('POWER', 'OFF', { computeHostId: 'server-1' }, 'mains');
    const left = (Date.parse((await last('server-1')).predictedFailureTime ?? '') - Date.now()) / 1000;
    expect(left).toBeGreaterThan(500);
  }, 30_000);

  it('a moment of silence does not take the hysteresis away', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    await site.charge('server-1', 55);
    expect((await site.host('server-1')).environmentLevel).toBe('DEGRADED');
    await state('POWER', 'UNKNOWN', { computeHostId: 'server-1' }, 'battery.charge');
    await site.charge('server-1', 55);
    expect((await site.host('server-1')).environmentLevel).not.toBe('NORMAL');
  }, 30_000);

  it('the dwell time of FAILED counts from when the value is that bad', async () => {
    site = await startSite({
      vnfm: null,
      thresholds: [
        { ...CHARGE, degraded: { thresholdValue: 50, dwellTime: 10 }, failed: { thresholdValue: 10, dwellTime: 1 } },
      ],
    });
    await site.charge('server-1', 40);
    await pause(1500);
    await site.charge('server-1', 5);
    expect((await site.host('server-1')).environmentLevel).not.toBe('FAILED');
  }, 30_000);

  it('a policy for a zone holds for the functions in the rooms below', async () => {
    site = await startSite({
      zones: [{ zoneId: 'pop' }, { zoneId: 'room-1', parentResourceZoneId: 'pop' }, { zoneId: 'room-2' }],
      policies: [{ match: { resourceZoneIds: ['pop'] }, requestedAction: 'DUPLICATE' }],
      vnfm: null,
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toHaveLength(1);
    });
    expect((await site.requests())[0]?.requestedAction).toBe('DUPLICATE');
  }, 30_000);

  it('a prediction that creeps nearer is followed', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    for (let reading = 0; reading < 40; reading++) await variation('server-1', -10 - reading * 0.05);
    const states = await site.get<{ predictedFailureTime?: string }[]>('/envnotif/v1/environment_states');
    const known = Date.parse((await last('server-1')).predictedFailureTime ?? '');
    const actual = Date.parse(states[0]?.predictedFailureTime ?? '');
    expect(Math.abs(known - actual) / 1000).toBeLessThan(5);
  }, 30_000);

  it('a modification of a threshold is held against the schema', async () => {
    site = await startSite();
    const patched = await site.send('PATCH', '/envnotif/v1/environment_thresholds/charge', {
      degraded: { thresholdValue: 'low' },
    });
    const after = await site.send('GET', '/envnotif/v1/environment_thresholds/charge');
    await site.charge('server-1', 40);
    expect({
      patched: patched.status,
      after: after.status,
      level: (await site.host('server-1')).environmentLevel,
    }).toEqual({ patched: 422, after: 200, level: 'DEGRADED' });
  }, 30_000);
});
