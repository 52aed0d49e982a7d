import { eventually, pause, QUICK_POLICY, startSite, type SiteUnderTest } from '../behaviour/site-under-test.ts';
import { startNutRig, type NutRig } from './nut-rig.ts';

let rig: NutRig;
let site: SiteUnderTest;

const power = { parameterType: 'POWER', stalenessTime: 30 };
const THRESHOLDS = [
  {
    ...power,
    id: 'ups',
    parameterName: 'ups.status',
    stateLevels: { OL: 'NORMAL', OB: 'DEGRADED', LB: 'DEGRADED', FSD: 'FAILED' },
    degraded: { dwellTime: 1 },
  },
  {
    ...power,
    id: 'charge',
    parameterName: 'battery.charge',
    unit: '%',
    direction: 'FALLING',
    degraded: { thresholdValue: 50, hysteresis: 10 },
    failed: { thresholdValue: 5 },
  },
  {
    ...power,
    id: 'runtime',
    parameterName: 'battery.runtime',
    unit: 's',
    direction: 'FALLING',
    degraded: { thresholdValue: 300, hysteresis: 60 },
    failed: { thresholdValue: 30 },
  },
];

beforeAll(async () => {
  rig = await startNutRig();
  site = await startSite({
    thresholds: THRESHOLDS,
    policies: [{ ...QUICK_POLICY, restoreHoldTime: 4 }],
    configuration: {
      environmentSources: [
        {
          id: 'nut',
          type: 'nut',
          host: rig.host,
          port: rig.port,
          pollInterval: 0.5,
          upses: [{ name: 'ups1', computeHostIds: ['server-1'] }],
        },
      ],
    },
  });
});
afterAll(async () => {
  await site.stop();
  await rig.stop();
});

it('saves the functions of a server whose real UPS loses mains, and restores it once although mains flickers three times', async () => {
  await eventually(async () => {
    expect((await site.host('server-1')).environmentLevel).toBe('NORMAL');
  }, 20);

  await rig.mains('off');
  await eventually(async () => {
    expect((await site.host('server-1')).environmentLevel).toBe('DEGRADED');
  }, 20);
  await eventually(() => {
    expect(site.vnfm?.notifications.map(({ notificationType }) => notificationType)).toContain(
      'MigrationRequestNotification',
    );
  });
  await eventually(async () => {
    expect(await site.requests()).toMatchObject([
      { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' },
    ]);
  }, 20);
  expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-3' });
  await site.reaches('server-1', 'POWERED_OFF');
  expect(site.bmc.powerState('server-1')).toBe('Off');
  const [evacuation] = await site.evacuations();
  expect(Date.parse(evacuation?.predictedFailureTime ?? '')).toBeGreaterThan(Date.parse(evacuation?.startTime ?? ''));

  for (let flicker = 0; flicker < 3; flicker++) {
    await rig.mains('on');
    await pause(1500);
    await rig.mains('off');
    await pause(2000);
  }
  expect(site.bmc.powerState('server-1')).toBe('Off');
  await rig.mains('on');
  await eventually(async () => {
    expect((await site.evacuations())[0]?.hostEvacuationState).toBe('COMPLETED');
  }, 30);
  expect(site.bmc.resets.map(({ resetType }) => resetType)).toEqual(['GracefulShutdown', 'On']);
  expect(await site.host('server-1')).toMatchObject({
    environmentLevel: 'NORMAL',
    schedulingState: 'ENABLED',
    powerState: 'ON',
  });
  expect(await site.evacuations()).toHaveLength(1);
}, 120_000);

it('takes stale data of the real UPS for UNKNOWN, and switches nothing off', async () => {
  await rig.freezeDriver();
  await eventually(async () => {
    expect((await site.host('server-1')).environmentLevel).toBe('UNKNOWN');
  }, 60);
  expect(await site.alarms('ENVIRONMENT_UNKNOWN')).toMatchObject([
    { managedObjectId: 'server-1', perceivedSeverity: 'WARNING' },
  ]);
  await rig.thawDriver();
  await eventually(async () => {
    expect((await site.host('server-1')).environmentLevel).toBe('NORMAL');
  }, 60);
  expect(site.bmc.powerState('server-1')).toBe('On');
}, 150_000);
