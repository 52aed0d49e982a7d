import { compute, eventually, host, pause, startSite, stepsOf, type SiteUnderTest, CHARGE } from './site-under-test.ts';
import { STORES } from '../stores.ts';

let site: SiteUnderTest;
afterEach(() => site.stop());

describe.each(STORES)('the evacuation of a server, on $name', ({ location }) => {
  it('goes from the failing battery over the second server to power-off and restoration', async () => {
    site = await startSite({ store: await location() });
    await site.charge('server-1', 90);
    expect((await site.host('server-1')).environmentLevel).toBe('NORMAL');

    await site.charge('server-1', 40);
    const off = await site.reaches('server-1', 'POWERED_OFF');
    expect(stepsOf(off)).toEqual([
      'DETERMINED',
      'WITHDRAWN',
      'MIGRATION_REQUESTED',
      'MIGRATION_ACCEPTED',
      'MIGRATION_PROCESSING',
      'MIGRATION_COMPLETED',
      'EMPTY',
      'CLEAN_UP_STARTED',
      'POWER_OFF_STARTED',
      'POWERED_OFF',
    ]);
    expect(site.bmc.powerState('server-1')).toBe('Off');
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-3' });
    expect(await site.host('server-1')).toMatchObject({
      environmentLevel: 'DEGRADED',
      schedulingState: 'WITHDRAWN',
      powerState: 'OFF',
    });

    await site.charge('server-1', 90);
    const done = await site.reaches('server-1', 'COMPLETED');
    expect(stepsOf(done).slice(-4)).toEqual(
      ['ENVIRONMENT_CHANGED', 'RESTORATION_STARTED', 'POWERED_ON', 'RESTORED'].slice(-4),
    );
    expect(site.bmc.powerState('server-1')).toBe('On');
    expect(await site.host('server-1')).toMatchObject({
      environmentLevel: 'NORMAL',
      schedulingState: 'ENABLED',
      powerState: 'ON',
    });
    expect(site.bmc.resets.map(({ resetType }) => resetType)).toEqual(['GracefulShutdown', 'On']);
    expect(await site.evacuations()).toHaveLength(1);
    expect(site.vnfm?.violations).toEqual([]);
    expect(site.nfvo.violations).toEqual([]);
  });
});

describe('a failing environment', () => {
  it('withdraws the server before any VNFM is asked, and tells VNFM and NFVO', async () => {
    site = await startSite();
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    const told = (notifications: { notificationType: string }[]) =>
      notifications.map(({ notificationType }) => notificationType);
    expect(told(site.vnfm?.notifications ?? [])).toContain('ComputeHostStateChangeNotification');
    const nfvo = site.nfvo.notifications.map(
      ({ body }) => body as { notificationType: string; schedulingState?: string; timeStamp: string },
    );
    const withdrawn = nfvo.find(({ schedulingState }) => schedulingState === 'WITHDRAWN');
    const asked = nfvo.find(({ notificationType }) => notificationType === 'MigrationRequestNotification');
    expect(Date.parse(withdrawn?.timeStamp ?? '')).toBeLessThanOrEqual(Date.parse(asked?.timeStamp ?? ''));
    for (const type of [
      'EnvironmentStateChangeNotification',
      'HostEvacuationStateChangeNotification',
      'MigrationRequestStateChangeNotification',
      'VirtualisedResourceChangeNotification',
      'AlarmNotification',
    ]) {
      expect(told(nfvo)).toContain(type);
    }
  });

  it('that dances on the threshold causes one evacuation', async () => {
    site = await startSite({ policy: { restoreHoldTime: 60 } });
    for (const value of [49, 51, 50, 52, 49, 55, 48]) await site.charge('server-1', value);
    await site.reaches('server-1', 'POWERED_OFF');
    for (const value of [61, 49, 62, 48]) await site.charge('server-1', value);
    await pause(300);
    expect(await site.evacuations()).toHaveLength(1);
    expect(site.bmc.resets.map(({ resetType }) => resetType)).toEqual(['GracefulShutdown']);
  });

  it('has to last for the dwell time', async () => {
    site = await startSite({ thresholds: [{ ...CHARGE, degraded: { thresholdValue: 50, dwellTime: 0.5 } }] });
    await site.charge('server-1', 90);
    await site.charge('server-1', 40);
    await site.charge('server-1', 90);
    await pause(700);
    expect(await site.evacuations()).toEqual([]);
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
  });

  it('is not undone by data that come late', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    const measuredAt = new Date(Date.now() - 60_000).toISOString();
    await site.report({
      computeHostId: 'server-1',
      parameterType: 'POWER',
      parameterName: 'battery.charge',
      dataType: 'VALUE',
      value: 90,
      unit: '%',
      measuredAt,
    });
    expect((await site.host('server-1')).environmentLevel).toBe('DEGRADED');
  });

  it('in a silent sensor is UNKNOWN, and switches nothing off', async () => {
    site = await startSite({ thresholds: [{ ...CHARGE, stalenessTime: 0.4 }] });
    await site.charge('server-1', 90);
    await eventually(async () => {
      expect((await site.host('server-1')).environmentLevel).toBe('UNKNOWN');
    });
    expect(await site.alarms('ENVIRONMENT_UNKNOWN')).toMatchObject([
      { managedObjectId: 'server-1', perceivedSeverity: 'WARNING' },
    ]);
    expect(await site.evacuations()).toEqual([]);
  });

  it('that becomes unknown before the power-off stops the power-off', async () => {
    site = await startSite({ policy: { cleanUpGraceTime: 0.8 } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'CLEANING_UP');
    await site.report({
      computeHostId: 'server-1',
      parameterType: 'POWER',
      parameterName: 'battery.charge',
      dataType: 'STATE',
      state: 'UNKNOWN',
    });
    await eventually(async () => {
      expect((await site.evacuations())[0]?.refusals).toMatchObject([{ reason: 'ENVIRONMENT_UNKNOWN' }]);
    });
    expect(site.bmc.resets).toEqual([]);
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
  });

  it('by a state, a variation or a code counts as much as a value', async () => {
    site = await startSite({
      thresholds: [
        {
          id: 'ups',
          parameterType: 'POWER',
          parameterName: 'ups.status',
          stateLevels: { OL: 'NORMAL', OB: 'DEGRADED' },
        },
        {
          id: 'rise',
          parameterType: 'COOLING',
          parameterName: 'temperature',
          unit: 'K/min',
          direction: 'RISING',
          degraded: { thresholdValue: 2 },
        },
        { id: 'gas', parameterType: 'GAS', codeLevels: { G0: 'NORMAL', G7: 'FAILED' } },
      ],
      vnfm: null,
    });
    await site.report(
      {
        computeHostId: 'server-1',
        parameterType: 'POWER',
        parameterName: 'ups.status',
        dataType: 'STATE',
        state: 'OB',
      },
      {
        computeHostId: 'server-2',
        parameterType: 'COOLING',
        parameterName: 'temperature',
        dataType: 'VARIATION',
        variation: 3,
        unit: 'Cel/min',
      },
      { computeHostId: 'server-3', parameterType: 'GAS', dataType: 'CODE', code: 'G7' },
      { computeHostId: 'server-4', parameterType: 'GAS', dataType: 'CODE', code: 'G9' },
    );
    const levels = await Promise.all(['server-1', 'server-2', 'server-3', 'server-4'].map((id) => site.host(id)));
    expect(levels.map(({ environmentLevel }) => environmentLevel)).toEqual([
      'DEGRADED',
      'DEGRADED',
      'FAILED',
      'UNKNOWN',
    ]);
  });

  it('of a type that the site declares is taken, and of one that it does not is rejected', async () => {
    site = await startSite({
      configuration: { parameterTypes: ['SMOKE'] },
      thresholds: [{ id: 'smoke', parameterType: 'SMOKE', stateLevels: { ALARM: 'DEGRADED' } }],
      vnfm: null,
    });
    const { body } = await site.report(
      { computeHostId: 'server-1', parameterType: 'SMOKE', dataType: 'STATE', state: 'ALARM' },
      { computeHostId: 'server-1', parameterType: 'DUST', dataType: 'STATE', state: 'ALARM' },
    );
    expect(body['rejectedEnvironmentData']).toMatchObject([{ pointer: '/environmentData/1' }]);
    expect((await site.host('server-1')).environmentLevel).toBe('DEGRADED');
  });

  it('needs N of M sensors where the threshold says so', async () => {
    site = await startSite({
      thresholds: [
        {
          id: 'rope',
          parameterType: 'WATER_LEVEL',
          stateLevels: { DRY: 'NORMAL', WET: 'DEGRADED' },
          requiredSensors: 2,
        },
      ],
      vnfm: null,
    });
    const rope = (name: string, state: string) =>
      site.report({
        computeHostId: 'server-1',
        parameterType: 'WATER_LEVEL',
        parameterName: name,
        dataType: 'STATE',
        state,
      });
    for (const name of ['rope.1', 'rope.2', 'rope.3']) await rope(name, 'DRY');
    await rope('rope.1', 'WET');
    expect((await site.host('server-1')).environmentLevel).toBe('NORMAL');
    await rope('rope.2', 'WET');
    expect((await site.host('server-1')).environmentLevel).toBe('DEGRADED');
  });

  it('is measured against the characteristics of each server', async () => {
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
      hosts: [
        host('low', 'room-1', { location: { heightAboveFloor: 200 } }),
        host('high', 'room-1', { location: { heightAboveFloor: 1800 } }),
        host('unmeasured', 'room-1'),
      ],
      computes: [],
      thresholds: [height],
    });
    await site.report({
      resourceZoneId: 'room-1',
      parameterType: 'WATER_LEVEL',
      parameterName: 'level',
      dataType: 'VALUE',
      value: 15,
      unit: 'cm',
    });
    const levels = await Promise.all(['low', 'high', 'unmeasured'].map((id) => site.host(id)));
    expect(levels.map(({ environmentLevel }) => environmentLevel)).toEqual(['DEGRADED', 'NORMAL', 'UNKNOWN']);
  });

  it('of a server reaches the virtual machine and container servers that rest on it, and they leave first', async () => {
    site = await startSite({
      hosts: [
        host('metal', 'room-1'),
        host('vm', 'room-1', { computeHostType: 'VIRTUAL_MACHINE', parentComputeHostId: 'metal' }),
        host('other-vm', 'room-2', { computeHostType: 'VIRTUAL_MACHINE' }),
      ],
      computes: [compute('vc-1', 'vm')],
    });
    await site.charge('metal', 40);
    await site.reaches('vm', 'POWERED_OFF');
    await site.reaches('metal', 'POWERED_OFF');
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'other-vm' });
    expect(site.bmc.resets.map(({ systemId }) => systemId)).toEqual(['vm', 'metal']);
    await site.charge('metal', 90);
    await site.reaches('vm', 'COMPLETED');
    expect(site.bmc.resets.map(({ systemId }) => systemId)).toEqual(['vm', 'metal', 'metal', 'vm']);
  });

  it('of which no datum can be applied is refused as a whole, and alarmed', async () => {
    site = await startSite();
    const refused = await site.report({
      computeHostId: 'nobody',
      parameterType: 'POWER',
      dataType: 'STATE',
      state: 'OB',
    });
    expect(refused).toMatchObject({ status: 422, body: { invalidParams: [{ pointer: '/environmentData/0' }] } });
    expect(await site.alarms('ENVIRONMENT_DATA_REJECTED')).toMatchObject([{ perceivedSeverity: 'WARNING' }]);
  });
});
