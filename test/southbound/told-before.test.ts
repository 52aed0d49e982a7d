import { CHASSIS } from '../simulators/redfish-chassis.ts';
import { createNutHarness, type NutHarness } from './nut-harness.ts';
import { eventually, type EnvironmentData, type RecordingPorts } from './recording-ports.ts';
import { createRedfishHarness, type RedfishHarness } from './redfish-harness.ts';
import { agentConfig, createSnmpHarness, SHORT, type SnmpHarness } from './snmp-harness.ts';

const isLost = ({ losses }: RecordingPorts, parameterName: string, about = 'server-1'): boolean => {
  const datum: EnvironmentData = { computeHostId: about, parameterType: 'POWER', parameterName, dataType: 'STATE' };
  return losses.some(({ isMeant }) => isMeant?.(datum) === true);
};
const lost = ({ losses }: RecordingPorts, times = 1) =>
  eventually(() => {
    expect(losses).toHaveLength(times);
  });
const OF_SERVER = { places: [{ computeHostId: 'server-1' }] };

describe('what a UPS told before the start', () => {
  let nut: NutHarness;
  beforeEach(async () => {
    nut = await createNutHarness();
  });
  afterEach(() => nut.stop());

  it('is lost, once, when it is not heard at the start', async () => {
    nut.upsd.fail('ups1', 'DATA-STALE');
    nut.start();
    await lost(nut.ports);
    await nut.polls(3);
    nut.upsd.fail('ups1', undefined);
    await nut.heard();
    nut.upsd.fail('ups1', 'DATA-STALE');
    await nut.polls(3);
    expect(nut.ports.losses).toMatchObject([OF_SERVER]);
  });

  it('holds when it is heard at the start', async () => {
    nut.start();
    await nut.heard();
    nut.upsd.fail('ups1', 'DATA-STALE');
    await nut.polls(3);
    expect(nut.ports.losses).toEqual([]);
  });

  it('is lost without that of another UPS that feeds the same server', async () => {
    nut.upsd.set('ups2', { 'ups.status': 'OL' });
    nut.upsd.fail('ups1', 'DATA-STALE');
    nut.start({ upses: ['ups1', 'ups2'].map((name) => ({ name, computeHostIds: ['server-1'] })) });
    await lost(nut.ports);
    expect(isLost(nut.ports, 'ups1:battery.runtime')).toBe(true);
    expect(isLost(nut.ports, 'ups2:battery.runtime')).toBe(false);
    expect(isLost(nut.ports, 'ups1:battery.runtime', 'server-2')).toBe(false);
  });

  it('is lost as soon as the engine takes that', async () => {
    const lose = nut.ports.lose.bind(nut.ports);
    nut.ports.lose = () => Promise.reject(new Error('the store is closed'));
    nut.upsd.fail('ups1', 'DATA-STALE');
    nut.start();
    await eventually(nut.expectUnknown);
    expect(nut.ports.lines.map(({ fields }) => fields)).toContainEqual({ ups: 'ups1', reason: 'the store is closed' });
    nut.ports.lose = lose;
    await lost(nut.ports);
  });
});

describe('what an SNMP agent told before the start, also by traps', () => {
  let site: SnmpHarness;
  beforeEach(async () => {
    site = await createSnmpHarness();
  });
  afterEach(() => site.stop());

  it.each(['UPS_MIB', undefined] as const)(
    'is lost, once, when it is not heard at the start (profile %s)',
    async (profile) => {
      const { profile: _ups, ...agent } = agentConfig({ ...SHORT, port: site.agent.port });
      site.agent.setMode('hang');
      site.start({}, { agents: [profile === undefined ? agent : { ...agent, profile }] });
      await lost(site.ports);
      site.agent.setMode('answer');
      await eventually(() => {
        expect(site.source.status().connected).toBe(true);
      });
      site.agent.setMode('hang');
      await eventually(() => {
        expect(site.source.status().connected).toBe(false);
      });
      expect(site.ports.losses).toMatchObject([OF_SERVER]);
    },
  );

  it('is lost without what a trap tells from the start on', async () => {
    const before = new Date().toISOString();
    site.agent.setMode('hang');
    site.start(SHORT);
    const after = new Date().toISOString();
    await lost(site.ports);
    const { since = '' } = site.ports.losses[0] ?? {};
    expect(since >= before && since <= after).toBe(true);
  });

  it('holds when it is heard at the start', async () => {
    site.start(SHORT);
    await site.heard();
    site.agent.setMode('hang');
    await eventually(site.expectUnknown);
    expect(site.ports.losses).toEqual([]);
  });
});

describe('what a BMC told before the start, also by messages', () => {
  let redfish: RedfishHarness;
  beforeEach(async () => {
    redfish = await createRedfishHarness();
  });
  afterEach(() => redfish.stop());

  it('is lost, once, when it is not heard at the start', async () => {
    const baseUrl = 'http://127.0.0.1:9';
    const source = redfish.start({
      baseUrl,
      events: false,
      chassis: [{ path: CHASSIS, computeHostIds: ['server-1'] }],
    });
    await lost(redfish.ports);
    await eventually(() => {
      expect(source.status().connected).toBe(false);
    });
    expect(redfish.ports.losses).toMatchObject([OF_SERVER]);
  });

  it('holds when it is heard at the start, whatever else of it cannot be read', async () => {
    const source = redfish.start();
    await redfish.polls(2);
    expect(source.status().connected).toBe(true);
    expect(redfish.ports.losses).toEqual([]);
  });
});
