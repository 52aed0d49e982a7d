import { startEnvironmentController } from '../../conformance/peers/environment-controller.ts';
import { eventually as until } from '../behaviour/site-under-test.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { postNotification } from '../simulators/alertmanager.ts';
import { startBroker } from '../simulators/mqtt-broker.ts';
import { CHASSIS, startRedfishChassis } from '../simulators/redfish-chassis.ts';
import { startSnmpAgent } from '../simulators/snmp-agent.ts';
import { startUpsd } from '../simulators/upsd.ts';

/** A peer that tells the temperature of the server with its name. */
interface Peer {
  configuration: Record<string, unknown>;
  say(celsius: number): unknown;
  /** It is not heard any more, or says that it cannot tell. */
  lose(): unknown;
  close(): unknown;
}

const METRICS = `${CHASSIS}/ThermalSubsystem/ThermalMetrics`;
const OID = '1.3.6.1.4.1.8072.9999.1.0';
const cooling = { parameterType: 'COOLING', parameterName: 'temperature', unit: 'Cel' };

const PEERS: Record<string, (apiRoot: () => string) => Promise<Peer>> = {
  nut: async () => {
    const upsd = await startUpsd();
    const upses = [{ name: 'ups1', computeHostIds: ['nut'] }];
    return {
      configuration: { type: 'nut', host: '127.0.0.1', port: upsd.port, pollInterval: 0.1, upses },
      say: (celsius) => {
        upsd.fail('ups1', undefined);
        upsd.set('ups1', { 'ups.status': 'OL', 'ambient.temperature': String(celsius) });
      },
      lose: () => {
        upsd.fail('ups1', 'DATA-STALE');
      },
      close: () => upsd.close(),
    };
  },
  snmp: async () => {
    const agent = await startSnmpAgent({ communities: ['public'] });
    const objects = [{ ...cooling, oid: OID, dataType: 'VALUE' }];
    const agents = [
      { name: 'probe', host: '127.0.0.1', port: agent.port, community: 'public', pollInterval: 0.1, timeout: 0.5 },
    ].map((one) => ({ ...one, objects, computeHostIds: ['snmp'] }));
    return {
      configuration: { type: 'snmp', agents },
      say: (celsius) => {
        agent.setMode('answer');
        agent.set({ [OID]: celsius });
      },
      lose: () => {
        agent.setMode('hang');
      },
      close: () => agent.close(),
    };
  },
  redfish: async () => {
    const bmc = await startRedfishChassis();
    const chassis = [{ path: CHASSIS, computeHostIds: ['redfish'] }];
    return {
      configuration: { type: 'redfish', baseUrl: bmc.url, pollInterval: 0.1, chassis },
      say: (celsius) =>
        bmc.resources.set(METRICS, {
          '@odata.id': METRICS,
          '@odata.type': '#ThermalMetrics.v1_0_0.ThermalMetrics',
          TemperatureSummaryCelsius: { Intake: { Reading: celsius } },
        }),
      lose: () => bmc.resources.delete(METRICS),
      close: () => bmc.close(),
    };
  },
  mqtt: async () => {
    const broker = await startBroker();
    const topics = [{ ...cooling, topic: 'server/temperature', computeHostIds: ['mqtt'], valuePointer: '/t' }];
    return {
      configuration: { type: 'mqtt', url: `mqtt://127.0.0.1:${broker.port}`, topics },
      say: (t) =>
        eventually('the gateway subscribes again', async () => {
          await broker.publish('server/temperature', { t });
          return broker.subscriptions.at(-1);
        }),
      lose: () => {
        broker.drop();
      },
      close: () => broker.close(),
    };
  },
  alertmanager: (apiRoot) => {
    let repeating: NodeJS.Timeout | undefined;
    const match = { alertname: 'InletHot' };
    const rule = { ...cooling, match, computeHostIds: ['alertmanager'], dataType: 'VALUE', silenceTime: 3 };
    const post = async (celsius: number) => {
      const annotations = { value: String(celsius) };
      const url = `${apiRoot()}/callback/v1/alertmanager_notifications/alertmanager`;
      await postNotification(url, [{ alertname: 'InletHot', annotations }]).catch(() => undefined);
    };
    const stop = () => {
      clearInterval(repeating);
    };
    return Promise.resolve({
      configuration: { type: 'alertmanager', rules: [rule] },
      say: (celsius) => {
        stop();
        repeating = setInterval(() => void post(celsius), 200);
        return post(celsius);
      },
      lose: stop,
      close: stop,
    });
  },
  controller: async () => {
    const controller = await startEnvironmentController();
    const report = (more: object) =>
      controller.report([{ ...cooling, computeHostId: 'controller', dataType: 'VALUE', ...more } as never]);
    return {
      configuration: { type: 'controller', apiRoot: controller.url },
      say: (value) =>
        eventually('the gateway subscribes', async () => {
          await report({ value });
          return controller.subscriptions().at(-1);
        }),
      lose: () =>
        controller.report([
          {
            computeHostId: 'controller',
            parameterType: 'COOLING',
            parameterName: 'temperature',
            dataType: 'STATE',
            state: 'UNKNOWN',
          },
        ]),
      close: () => controller.close(),
    };
  },
};
const names = Object.keys(PEERS);

interface State {
  environmentLevel: string;
  levelEnteredTime: string;
  lastDatum: { computeHostId: string };
}

describe('the same incident through every source', () => {
  let gateway: GatewayUnderTest;
  let peers: Peer[];

  beforeAll(async () => {
    peers = await Promise.all(
      names.map((name) => PEERS[name]?.(() => gateway.apiRoot) ?? Promise.reject(new Error(name))),
    );
    for (const peer of peers.slice(0, 3)) await peer.say(22);
    gateway = await startGatewayUnderTest({
      inventory: {
        computeHosts: names.map((id) => ({ id, computeHostType: 'PHYSICAL_SERVER' })),
        virtualComputes: names.map((id) => ({
          computeId: `vc-${id}`,
          hostId: id,
          vnfInstanceId: id,
          vnfmId: 'vnfm-1',
        })),
      },
      environmentThresholds: ['temperature', 'temperature.intake', 'ambient.temperature'].map((parameterName) => ({
        ...cooling,
        id: parameterName,
        parameterName,
        direction: 'RISING',
        degraded: { thresholdValue: 35 },
        failed: { thresholdValue: 45 },
      })),
      policies: [{ evacuate: false }],
      environmentSources: peers.map(({ configuration }, index) => ({ id: names[index], ...configuration })),
    });
  });
  afterAll(async () => {
    await gateway.stop();
    for (const peer of peers) await peer.close();
  });

  const states = async (): Promise<State[]> => {
    const filter = encodeURIComponent('(eq,parameterType,COOLING)');
    const response = await fetch(`${gateway.apiRoot}/envnotif/v1/environment_states?filter=${filter}`);
    return (await response.json()) as State[];
  };
  const levels = async () =>
    Object.fromEntries((await states()).map((one) => [one.lastDatum.computeHostId, one.environmentLevel]));
  const all = (level: string) => Object.fromEntries(names.map((name) => [name, level]));
  const reach = (level: string) =>
    until(async () => {
      expect(await levels()).toEqual(all(level));
    });

  it('gives the same levels at the same times, and its loss is UNKNOWN and never NORMAL', async () => {
    for (const [celsius, level] of [
      [22, 'NORMAL'],
      [36, 'DEGRADED'],
      [47, 'FAILED'],
      [36, 'DEGRADED'],
      [undefined, 'UNKNOWN'],
      [22, 'NORMAL'],
    ] as const) {
      await Promise.all(peers.map((peer) => (celsius === undefined ? peer.lose() : peer.say(celsius))));
      await reach(level);
      const times = (await states()).map(({ levelEnteredTime }) => Date.parse(levelEnteredTime));
      // Those that are heard by silence alone take their time.
      if (level !== 'UNKNOWN') expect(Math.max(...times) - Math.min(...times)).toBeLessThan(5000);
    }
    const ready = (await (await fetch(`${gateway.apiRoot}/readyz`)).json()) as { environmentSources: { id: string }[] };
    expect(ready.environmentSources.map(({ id }) => id)).toEqual(names);
  });
});
