import { withMessage } from '../../src/southbound/environment/redfish-messages.ts';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { CHASSIS, DETECTOR, startRedfishChassis, type RedfishChassis } from '../simulators/redfish-chassis.ts';
import { eventually } from './recording-ports.ts';

describe('what messages leave behind', () => {
  const stateAfter = (...keys: string[]): string => {
    let conditions: ReadonlyMap<string, string> = new Map();
    let state = '';
    for (const key of keys) ({ conditions, state } = withMessage(conditions, key));
    return state;
  };
  const hot = 'Environmental.TemperatureAboveUpperCriticalThreshold';

  it.each([
    ['Critical', [hot]],
    ['Warning', [hot, 'Environmental.TemperatureBelowUpperCriticalThreshold']],
    ['OK', [hot, 'Environmental.TemperatureNormal']],
    ['Fatal', [hot, 'Environmental.TemperatureAboveUpperFatalThreshold']],
    ['LossOfInput', ['Power.LineInputPowerFault', 'Power.LossOfInputPower']],
    ['Normal', ['Power.LossOfInputPower', 'Power.LineInputPowerRestored']],
    ['UNKNOWN', ['Environmental.LeakDetectedCritical', 'Environmental.LeakDetectorFailure']],
    [
      'Critical',
      ['Environmental.LeakDetectedCritical', 'Environmental.LeakDetectorFailure', 'Environmental.LeakDetectorRestored'],
    ],
    [
      'OK',
      ['Environmental.LeakDetectedWarning', 'Environmental.LeakDetectedCritical', 'Environmental.LeakDetectedNormal'],
    ],
  ])('is %s after %p', (state, keys) => {
    expect(stateAfter(...keys)).toBe(state);
  });
});

describe('a gateway with the source redfish', () => {
  let bmc: RedfishChassis;
  let gateway: GatewayUnderTest;
  beforeEach(async () => {
    bmc = await startRedfishChassis();
    gateway = await startGatewayUnderTest({
      sol013: { versionHeader: 'strict' },
      inventory: { computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }] },
      environmentSources: [
        {
          id: 'bmc-1',
          type: 'redfish',
          baseUrl: bmc.url,
          timeout: 2,
          pollInterval: 0.1,
          checkInterval: 0.1,
          chassis: [{ path: CHASSIS, computeHostIds: ['server-1'] }],
        },
      ],
    });
  });
  afterEach(async () => {
    await gateway.stop();
    await bmc.close();
  });

  const expectState = (parameterName: string, expected: object): Promise<void> =>
    eventually(async () => {
      const states = await gateway.engine.store.environmentStates.find({});
      expect(states.find((state) => state.parameterName === parameterName)?.lastDatum).toMatchObject(expected);
    });
  const subscribed = (): Promise<void> =>
    eventually(() => {
      expect(bmc.subscriptions.size).toBe(1);
    });

  it('tells what the chassis says, and UNKNOWN when a part is gone', async () => {
    await expectState('temperature.intake', { value: 22, unit: 'Cel' });
    await expectState('intrusion', { state: 'Normal' });
    await expectState('leak.Moisture', { state: 'OK' });
    await expectState('power.input', { state: 'Normal' });
    Object.assign(bmc.resources.get(`${CHASSIS}/PowerSubsystem/PowerSupplies/A`) ?? {}, {
      LineInputStatus: 'LossOfInput',
    });
    await expectState('power.input', { state: 'Reduced' });
    bmc.resources.delete(DETECTOR);
    await expectState('leak.Moisture', { state: 'UNKNOWN' });
  });

  it('takes an event of its subscription without a Version, even of a resource that cannot be read', async () => {
    await subscribed();
    const origin = `${CHASSIS}/LeakDetectors/Rope`;
    const event = { MessageId: 'Environmental.1.4.0.LeakDetectedCritical', OriginOfCondition: { '@odata.id': origin } };
    expect(await bmc.send([event])).toEqual([204]);
    await expectState('leak.Rope', { state: 'Critical' });
  });

  it('takes no event from anybody else', async () => {
    await subscribed();
    for (const subscription of bmc.subscriptions.values()) subscription['Context'] = 'nfvi-te-gateway:bmc-1:guess';
    expect(await bmc.send([])).toEqual([403]);
  });

  it('subscribes again when the subscription is gone, and leaves that of another alone', async () => {
    await subscribed();
    bmc.subscriptions.clear();
    bmc.subscriptions.set('/redfish/v1/EventService/Subscriptions/other', { Context: 'other' });
    await eventually(() => {
      expect(bmc.subscriptions.size).toBe(2);
    });
    await gateway.stop();
    expect([...bmc.subscriptions.values()]).toEqual([{ Context: 'other' }]);
  });
});
