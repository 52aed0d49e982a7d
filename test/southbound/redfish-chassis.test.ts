import { CHASSIS, DETECTOR } from '../simulators/redfish-chassis.ts';
import { createRedfishHarness, type RedfishHarness } from './redfish-harness.ts';

let redfish: RedfishHarness;
beforeEach(async () => {
  redfish = await createRedfishHarness();
});
afterEach(() => redfish.stop());

const set = (path: string, more: object): void => {
  Object.assign(redfish.bmc.resources.get(path) ?? {}, more);
};
const names = (): Set<string | undefined> =>
  new Set(redfish.ports.notifications.flatMap(({ environmentData }) => environmentData.map((d) => d.parameterName)));

describe('a BMC that knows only Thermal and Power', () => {
  beforeEach(() => {
    const { resources } = redfish.bmc;
    for (const path of resources.keys()) if (path.startsWith(`${CHASSIS}/`)) resources.delete(path);
    const [thermal, power] = [`${CHASSIS}/Thermal`, `${CHASSIS}/Power`];
    resources.set(CHASSIS, {
      '@odata.id': CHASSIS,
      '@odata.type': '#Chassis.v1_10_0.Chassis',
      Thermal: { '@odata.id': thermal },
      Power: { '@odata.id': power },
    });
    resources.set(thermal, {
      '@odata.id': thermal,
      '@odata.type': '#Thermal.v1_6_0.Thermal',
      Temperatures: [
        {
          MemberId: '0',
          Name: 'Inlet Temp',
          PhysicalContext: 'Intake',
          ReadingCelsius: 21,
          Status: { State: 'Enabled' },
        },
        { MemberId: '1', Name: 'CPU1', PhysicalContext: 'CPU', ReadingCelsius: 71 },
        { MemberId: '2', Name: 'Exhaust', PhysicalContext: 'Exhaust', ReadingCelsius: 300, MaxReadingRangeTemp: 127 },
        { MemberId: '3', Name: 'Front', PhysicalContext: 'Front', ReadingCelsius: 20, Status: { State: 'Absent' } },
      ],
    });
    resources.set(power, {
      '@odata.id': power,
      '@odata.type': '#Power.v1_5_0.Power',
      PowerSupplies: [
        { MemberId: '0', LineInputVoltage: 230, Status: { State: 'Enabled', Health: 'OK' } },
        { MemberId: '1', LineInputVoltage: 0, Status: { State: 'Enabled', Health: 'Warning' } },
      ],
    });
  });

  it('tells the air and the inputs, and nothing of the heat of parts or of what is absent', async () => {
    redfish.start();
    await redfish.expectLatest('temperature.Inlet_Temp', { value: 21, unit: 'Cel', parameterType: 'COOLING' });
    await redfish.expectLatest('temperature.intake', { value: 21 });
    await redfish.expectLatest('temperature.Exhaust', { state: 'UNKNOWN' });
    await redfish.expectLatest('power.input.0', { state: 'Normal', parameterType: 'POWER' });
    await redfish.expectLatest('power.input.1', { state: 'LossOfInput' });
    await redfish.expectLatest('power.input', { state: 'Reduced' });
    expect(names()).not.toContain('temperature.CPU1');
    expect(names()).not.toContain('temperature.Front');
  });

  it('does not tell any more when they cannot be read', async () => {
    redfish.start();
    await redfish.expectLatest('power.input', { state: 'Reduced' });
    redfish.bmc.fail = { path: `${CHASSIS}/Power`, status: 500 };
    await redfish.expectLatest('power.input', { state: 'UNKNOWN' });
    await redfish.expectLatest('power.input.0', { state: 'UNKNOWN' });
    await redfish.expectLatest('temperature.intake', { value: 21 });
  });
});

describe('a BMC that has both the subsystems and what was before them', () => {
  it('is not heard twice, even while a subsystem cannot be read', async () => {
    set(CHASSIS, {
      Thermal: { '@odata.id': `${CHASSIS}/Old/Thermal` },
      Power: { '@odata.id': `${CHASSIS}/Old/Power` },
    });
    redfish.bmc.resources.set(`${CHASSIS}/Old/Thermal`, {
      '@odata.type': '#Thermal.v1_6_0.Thermal',
      Temperatures: [{ MemberId: '0', Name: 'Inlet', PhysicalContext: 'Intake', ReadingCelsius: 21 }],
    });
    redfish.bmc.resources.set(`${CHASSIS}/Old/Power`, {
      '@odata.type': '#Power.v1_5_0.Power',
      PowerSupplies: [{ MemberId: '0', LineInputStatus: 'Normal' }],
    });
    redfish.start();
    await redfish.expectLatest('power.input', { state: 'Normal' });
    for (const path of [`${CHASSIS}/ThermalSubsystem`, `${CHASSIS}/PowerSubsystem`]) {
      redfish.bmc.fail = { path, status: 503 };
      await redfish.polls(3);
    }
    redfish.bmc.fail = undefined;
    await redfish.polls(2);
    expect(names()).not.toContain('temperature.Inlet');
    expect(names()).not.toContain('power.input.0');
  });
});

describe('the power supplies', () => {
  const A = `${CHASSIS}/PowerSubsystem/PowerSupplies/A`;
  const B = `${CHASSIS}/PowerSubsystem/PowerSupplies/B`;

  it.each([
    ['LossOfInput', { LineInputStatus: 'LossOfInput' }, { LineInputStatus: 'LossOfInput' }],
    ['Reduced', { LineInputStatus: 'Normal' }, { LineInputStatus: 'OutOfRange' }],
    ['OutOfRange', { LineInputStatus: 'LossOfInput' }, { LineInputStatus: 'OutOfRange' }],
    ['UNKNOWN', { LineInputStatus: 'Normal' }, { LineInputStatus: 'Normal', Status: { State: 'UnavailableOffline' } }],
    ['UNKNOWN', { LineInputStatus: 'Normal' }, { LineInputStatus: null }],
    ['Normal', { LineInputStatus: 'Normal' }, { Status: { State: 'Absent' } }],
  ])('together are %s', async (state, a, b) => {
    set(A, a);
    set(B, { LineInputStatus: undefined, ...b });
    redfish.start();
    await redfish.expectLatest('power.input', { state });
  });

  it('together are UNKNOWN, not as the others, while one of them cannot be read', async () => {
    set(B, { LineInputStatus: 'LossOfInput' });
    redfish.start();
    await redfish.expectLatest('power.input', { state: 'Reduced' });
    redfish.bmc.fail = { path: B, status: 500 };
    await redfish.expectLatest('power.input', { state: 'UNKNOWN' });
    await redfish.expectLatest('power.input.B', { state: 'UNKNOWN' });
    await redfish.expectLatest('power.input.A', { state: 'Normal' });
  });
});

describe('a leak detector', () => {
  it.each([
    ['OK', { DetectorState: 'OK' }],
    ['Warning', { DetectorState: 'Warning' }],
    ['Critical', { DetectorState: 'Critical' }],
    ['UNKNOWN', { DetectorState: 'Unavailable' }],
    ['UNKNOWN', { DetectorState: 'Absent' }],
    ['UNKNOWN', { DetectorState: null }],
    ['UNKNOWN', { DetectorState: 'OK', Status: { State: 'Disabled' } }],
  ])('is %s when it says %p', async (state, said) => {
    set(DETECTOR, said);
    redfish.start();
    await redfish.expectLatest('leak.Moisture', { state, parameterType: 'WATER_LEVEL' });
  });

  it('that is shown only in a group is heard through the group', async () => {
    redfish.bmc.resources.delete(`${CHASSIS}/ThermalSubsystem/LeakDetection/LeakDetectors`);
    set(`${CHASSIS}/ThermalSubsystem/LeakDetection`, {
      LeakDetectors: undefined,
      LeakDetectorGroups: [{ GroupName: 'Tray', Detectors: [{ DeviceName: 'Rope 7', DetectorState: 'Critical' }] }],
    });
    redfish.start();
    await redfish.expectLatest('leak.Rope_7', { state: 'Critical' });
  });
});

describe('a sensor that is named in the configuration', () => {
  it('is heard when it comes, although it was absent at first and is of no part that air goes through', async () => {
    const { resources } = redfish.bmc;
    const sensors = `${CHASSIS}/Sensors`;
    const board = (more: object) => ({
      '@odata.type': '#Sensor.v1_7_0.Sensor',
      Id: 'Board',
      Name: 'Board',
      ReadingType: 'Temperature',
      ReadingUnits: 'Cel',
      PhysicalContext: 'SystemBoard',
      ...more,
    });
    resources.set(CHASSIS, { ...resources.get(CHASSIS), Sensors: { '@odata.id': sensors } });
    resources.set(sensors, { Members: [{ '@odata.id': `${sensors}/Board` }] });
    resources.set(`${sensors}/Board`, board({ Status: { State: 'Absent' } }));
    redfish.start({
      chassis: [{ path: CHASSIS, computeHostIds: ['server-1'], parameterNames: ['temperature.Board'] }],
    });
    await redfish.polls(2);
    resources.set(`${sensors}/Board`, board({ Reading: 48, Status: { State: 'Enabled' } }));
    await redfish.expectLatest('temperature.Board', { value: 48 });
  });
});

describe('the loss of the BMC', () => {
  const lost = async (): Promise<void> => {
    for (const name of ['temperature.intake', 'intrusion', 'leak.Moisture', 'power.input', 'power.input.A'])
      await redfish.expectLatest(name, { state: 'UNKNOWN' });
  };

  it.each([401, 404, 500])('is UNKNOWN, never NORMAL, when it answers %i', async (status) => {
    const source = redfish.start();
    await redfish.expectLatest('power.input', { state: 'Normal' });
    redfish.bmc.fail = { path: '/redfish/v1/Chassis', status };
    await lost();
    expect(source.status().connected).toBe(false);
    redfish.bmc.fail = undefined;
    await redfish.expectLatest('power.input', { state: 'Normal' });
    expect(source.status().connected).toBe(true);
  });

  it('is UNKNOWN when nothing answers', async () => {
    redfish.start();
    await redfish.expectLatest('power.input', { state: 'Normal' });
    await redfish.bmc.close();
    await lost();
  });

  it('makes what only a message told UNKNOWN too', async () => {
    redfish.start();
    await redfish.subscribed();
    await redfish.polls(1);
    redfish.bmc.fail = { path: CHASSIS, status: 500 };
    const OriginOfCondition = { '@odata.id': `${CHASSIS}/LeakDetectors/Rope` };
    await redfish.bmc.send([{ MessageId: 'Environmental.1.4.0.LeakDetectedNormal', OriginOfCondition }]);
    await redfish.expectLatest('leak.Rope', { state: 'UNKNOWN' });
  });
});
