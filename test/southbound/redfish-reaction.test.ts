import { secondsBetween } from '../../src/engine/entities.ts';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { CHASSIS, DETECTOR, startRedfishChassis, type RedfishChassis } from '../simulators/redfish-chassis.ts';
import { eventually, pause } from './recording-ports.ts';
import { createRedfishHarness, type RedfishHarness } from './redfish-harness.ts';

const DELAY = 'leak.Moisture.reaction.delay';

describe('the time until a leak detector switches off', () => {
  let redfish: RedfishHarness;
  beforeEach(async () => {
    redfish = await createRedfishHarness();
  });
  afterEach(() => redfish.stop());

  const set = (more: object): void => {
    Object.assign(redfish.bmc.resources.get(DETECTOR) ?? {}, more);
  };
  const left = (): number => redfish.ports.latest(DELAY)?.value ?? NaN;

  it('is None while there is no leak, and then runs down from ReactionDelaySeconds', async () => {
    set({ ReactionDelaySeconds: 1000 });
    redfish.start();
    await redfish.expectLatest(DELAY, { state: 'None', parameterType: 'POWER' });
    const began = performance.now();
    set({ DetectorState: 'Critical' });
    await redfish.expectLatest(DELAY, { unit: 's', parameterType: 'POWER' });
    const first = left();
    expect(first).toBeLessThan(1000);
    expect(first).toBeGreaterThan(900);
    await eventually(() => {
      expect(left()).toBeLessThan(first - 0.5);
    });
    expect(first - left()).toBeLessThan((performance.now() - began) / 1000);
    set({ DetectorState: 'OK' });
    await redfish.expectLatest(DELAY, { state: 'None' });
    const last = first - (performance.now() - began) / 1000;
    set({ DetectorState: 'Critical' });
    await eventually(() => {
      expect(left()).toBeGreaterThan(last);
    });
  });

  it('runs on while the detector cannot be read', async () => {
    set({ DetectorState: 'Critical', ReactionDelaySeconds: 1000 });
    redfish.start();
    await redfish.expectLatest(DELAY, { unit: 's' });
    const first = left();
    redfish.bmc.fail = { path: DETECTOR, status: 500 };
    await redfish.expectLatest(DELAY, { state: 'UNKNOWN' });
    await pause(1000);
    redfish.bmc.fail = undefined;
    await redfish.expectLatest(DELAY, { unit: 's' });
    expect(left()).toBeLessThan(first - 0.9);
  });

  it('is never less than nothing', async () => {
    set({ DetectorState: 'Critical', ReactionDelaySeconds: 0 });
    redfish.start();
    await redfish.expectLatest(DELAY, { value: 0 });
  });

  it.each([
    ['GracefulShutdown', { DetectorState: 'Warning', WarningReactionType: 'GracefulShutdown' }, { unit: 's' }],
    ['none', { DetectorState: 'Warning', WarningReactionType: 'None' }, { state: 'None' }],
    ['nothing known', { DetectorState: 'Unavailable' }, { state: 'UNKNOWN' }],
  ])('by the reaction to the state it is in: %s', async (_reaction, said, expected) => {
    set(said);
    redfish.start();
    await redfish.expectLatest(DELAY, expected);
  });

  it('is not told of a detector without a delay', async () => {
    set({ DetectorState: 'Critical', ReactionDelaySeconds: undefined });
    redfish.start();
    await redfish.expectLatest('leak.Moisture.reaction', { state: 'ForceOff' });
    expect(redfish.ports.latest(DELAY)).toBeUndefined();
  });
});

describe('the deadline of an evacuation', () => {
  let bmc: RedfishChassis;
  let gateway: GatewayUnderTest;
  beforeEach(async () => {
    bmc = await startRedfishChassis();
    gateway = await startGatewayUnderTest({
      inventory: { computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }] },
      environmentThresholds: [
        {
          id: 'reaction',
          parameterType: 'POWER',
          parameterName: DELAY,
          unit: 's',
          direction: 'FALLING',
          degraded: { thresholdValue: 86_400 },
          failed: { thresholdValue: 0 },
          stateLevels: { None: 'NORMAL' },
        },
        {
          id: 'input',
          parameterType: 'POWER',
          parameterName: 'power.input',
          stateLevels: { Normal: 'NORMAL', Reduced: 'DEGRADED' },
        },
      ],
      policies: [{ defaultFailureTime: 600, powerOffPolicy: 'NEVER' }],
      environmentSources: [
        {
          id: 'bmc-1',
          type: 'redfish',
          baseUrl: bmc.url,
          pollInterval: 0.1,
          chassis: [{ path: CHASSIS, computeHostIds: ['server-1'] }],
        },
      ],
    });
  });
  afterEach(async () => {
    await gateway.stop();
    await bmc.close();
  });

  const set = (path: string, more: object): void => {
    Object.assign(bmc.resources.get(path) ?? {}, more);
  };
  /** Resolves once the server is at this level; gives the seconds from then to its predicted failure. */
  const failureAfter = (level: string): Promise<number> =>
    eventually(async () => {
      const host = await gateway.engine.store.computeHosts.get('server-1');
      expect(host?.environmentLevel).toBe(level);
      return secondsBetween(host?.levelEnteredTime ?? '', host?.predictedFailureTime ?? '');
    });

  it('respects the time until a leak detector switches off, and nothing of it once the leak is over', async () => {
    await failureAfter('NORMAL');
    set(DETECTOR, { DetectorState: 'Critical', ReactionDelaySeconds: 120 });
    const announced = await failureAfter('DEGRADED');
    expect(announced).toBeGreaterThan(115);
    expect(announced).toBeLessThan(121);
    const [evacuation] = await gateway.engine.store.hostEvacuations.find({});
    expect(secondsBetween(evacuation?.startTime ?? '', evacuation?.evacuationDeadline ?? '')).toBeLessThan(120);

    set(DETECTOR, { DetectorState: 'OK' });
    await failureAfter('NORMAL');
    set(`${CHASSIS}/PowerSubsystem/PowerSupplies/A`, { LineInputStatus: 'LossOfInput' });
    expect(await failureAfter('DEGRADED')).toBeGreaterThan(590);
  });
});
