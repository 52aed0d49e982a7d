import { connect, type MqttClient } from 'mqtt';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { mqttAdapter } from '../../src/southbound/environment/mqtt.ts';
import { startSite } from '../behaviour/site-under-test.ts';
import { createEdgeNode, DATATYPE } from '../simulators/edge-node.ts';
import { mqttConfiguration, UNKNOWN, WATER } from '../southbound/mqtt-harness.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from '../southbound/recording-ports.ts';
import { startMosquitto, type MosquittoRig } from './mosquitto-rig.ts';

const WITHIN = 20_000;
const DRY = { dataType: 'STATE', state: 'DRY' };
const LEAK = { dataType: 'STATE', state: 'LEAK' };

/** The adapter at a real mosquitto. */
describe('at mosquitto', () => {
  let rig: MosquittoRig;
  let ports: RecordingPorts;
  let source: EnvironmentSource | undefined;

  const start = async (config: object): Promise<void> => {
    ports = createRecordingPorts();
    const user = { url: rig.url, username: 'gateway', passwordFile: rig.passwordFile };
    source = mqttAdapter.create(mqttConfiguration({ ...user, keepAlive: 1, timeout: 2, ...config }), ports);
    source.start();
    await eventually(() => {
      expect(source?.status().detail).not.toContain(rig.url);
    }, WITHIN);
  };
  const hears = (expected: object, about: string): Promise<void> =>
    eventually(() => {
      expect(ports.latest('leak', about)).toMatchObject(expected);
    }, WITHIN);
  /** A message may come before the subscription: it is said until it is heard. */
  const says = (topic: string, message: string, expected: object, about: string): Promise<void> =>
    eventually(async () => {
      await rig.publish(topic, message);
      expect(ports.latest('leak', about)).toMatchObject(expected);
    }, WITHIN);

  beforeAll(async () => {
    rig = await startMosquitto();
  }, 60_000);
  afterAll(() => rig.stop());
  afterEach(() => source?.stop());

  it('hears the sensors, and takes everything for UNKNOWN from the moment at which the broker is killed until they speak again', async () => {
    await start({ topics: [WATER] });
    await hears(UNKNOWN, 'server-1');
    await says('sensors/a/water', '{"wet":true}', LEAK, 'server-1');
    await says('sensors/b/water', '{"wet":false}', DRY, 'server-3');
    expect(source?.status()).toEqual({ connected: true, detail: `${rig.url}: every sensor heard` });

    await rig.kill();
    await hears(UNKNOWN, 'server-1');
    await hears(UNKNOWN, 'server-3');
    expect(source?.status().connected).toBe(false);

    await rig.start();
    await says('sensors/b/water', '{"wet":false}', DRY, 'server-3');
    expect(ports.latest('leak', 'server-1')).toMatchObject(UNKNOWN);
    await says('sensors/a/water', '{"wet":false}', DRY, 'server-1');
    expect(source?.status().connected).toBe(true);
  }, 60_000);

  it('takes everything for UNKNOWN when the broker does not answer any more, and hears again when it does', async () => {
    await start({ topics: [WATER] });
    await says('sensors/b/water', '{"wet":false}', DRY, 'server-3');
    rig.freeze();
    try {
      await hears(UNKNOWN, 'server-3');
    } finally {
      rig.thaw();
    }
    await says('sensors/b/water', '{"wet":false}', DRY, 'server-3');
  }, 60_000);

  it('takes a retained message without a time for no news', async () => {
    await rig.publish('sensors/b/water', '{"wet":true}', '-r');
    await start({ topics: [WATER] });
    await says('sensors/a/water', '{"wet":true}', LEAK, 'server-1');
    expect(ports.latest('leak', 'server-3')).toMatchObject(UNKNOWN);
    await rig.publish('sensors/b/water', '{"wet":false}', '-r');
    await hears(DRY, 'server-3');
  }, 60_000);

  it('is not let in with a wrong password, and says so without it', async () => {
    ports = createRecordingPorts();
    const user = { url: rig.url, username: 'gateway', password: 'guessed' };
    source = mqttAdapter.create(mqttConfiguration({ ...user, topics: [WATER] }), ports);
    source.start();
    await eventually(() => {
      expect(source?.status().detail).toContain('Not authorized');
    }, WITHIN);
    await hears(UNKNOWN, 'server-1');
    expect(JSON.stringify([ports.lines, source.status()])).not.toContain('guessed');
  }, 60_000);

  it('checks the broker by its CA, and shows its own certificate', async () => {
    const { certificates } = rig;
    const tls = {
      url: rig.tlsUrl,
      caFile: certificates.file('ca.crt'),
      clientCertificate: certificates.files('gateway'),
    };
    await start({ ...tls, topics: [WATER] });
    await says('sensors/a/water', '{"wet":true}', LEAK, 'server-1');
    await source?.stop();

    ports = createRecordingPorts();
    source = mqttAdapter.create(mqttConfiguration({ url: rig.tlsUrl, topics: [WATER] }), ports);
    source.start();
    await eventually(() => {
      expect(source?.status().detail).toMatch(/certificate/);
    }, WITHIN);
    expect(source.status().connected).toBe(false);
  }, 60_000);

  it('hears an edge node of Sparkplug B, and by its will that it is gone', async () => {
    const edge = createEdgeNode('plant', 'room-1');
    edge.connect(1);
    const { topic, payload } = edge.ndeath();
    const node: MqttClient = connect(rig.url, {
      username: 'sensor',
      password: 'speaks',
      reconnectPeriod: 0,
      will: { topic, payload, qos: 1, retain: false },
    });
    const leak = (boolean: boolean) => ({ name: 'Leak', alias: 3, datatype: DATATYPE.boolean, boolean });
    const births: number[] = [];
    const presence: unknown[] = [];
    node.on('message', (at, content) => {
      if (at !== edge.commands) presence.push(JSON.parse(content.toString()));
      else {
        births.push(births.length);
        const birth = edge.nbirth([leak(false)]);
        node.publish(birth.topic, birth.payload);
      }
    });
    await new Promise((resolve) => node.once('connect', resolve));
    await node.subscribeAsync([edge.commands, 'spBv1.0/STATE/gateway']);

    const mapping = { ...WATER, resourceZoneIds: ['room-1'] };
    const { parameterType, parameterName, dataType, states, resourceZoneIds } = mapping;
    const metrics = { Leak: { parameterType, parameterName, dataType, states, resourceZoneIds } };
    await start({ sparkplug: { hostId: 'gateway', edgeNodes: [{ groupId: 'plant', edgeNodeId: 'room-1', metrics }] } });
    await hears(DRY, 'room-1');
    expect(births.length).toBeGreaterThanOrEqual(1);
    await eventually(() => {
      expect(presence).toMatchObject([{ online: true }]);
    }, WITHIN);
    const data = edge.ndata([{ alias: 3, boolean: true }]);
    await node.publishAsync(data.topic, data.payload, { qos: 1 });
    await hears(LEAK, 'room-1');
    node.stream.destroy();
    await hears(UNKNOWN, 'room-1');
    expect(source?.status().detail).toContain('the edge node is dead (NDEATH)');
  }, 60_000);
});

it('makes a leak that a real broker tells of DEGRADED, and nonsense UNKNOWN and counted', async () => {
  const rig = await startMosquitto();
  const site = await startSite({
    thresholds: [{ id: 'leak', parameterType: 'WATER_LEVEL', stateLevels: { LEAK: 'DEGRADED', DRY: 'NORMAL' } }],
    policy: { evacuate: false },
    configuration: {
      environmentSources: [
        {
          id: 'building',
          type: 'mqtt',
          url: rig.url,
          username: 'gateway',
          passwordFile: rig.passwordFile,
          topics: [{ ...WATER, computeHostIdsBy: undefined, topic: 'sensors/a/water', computeHostIds: ['server-1'] }],
        },
      ],
    },
  });
  const reaches = (message: string, level: string): Promise<void> =>
    eventually(async () => {
      await rig.publish('sensors/a/water', message);
      expect((await site.host('server-1')).environmentLevel).toBe(level);
    }, WITHIN);
  try {
    await reaches('{"wet":false}', 'NORMAL');
    await reaches('{"wet":true}', 'DEGRADED');
    await reaches('{"wet":"no', 'UNKNOWN');
    await reaches('{"wet":false}', 'NORMAL');
    const metrics = await (await fetch(`${site.gateway.apiRoot}/metrics`)).text();
    expect(metrics).toMatch(/nfvi_te_environment_source_problems_total\{source="building",kind="malformed"\} [1-9]/);
    await rig.kill();
    await eventually(async () => {
      expect((await site.host('server-1')).environmentLevel).toBe('UNKNOWN');
    }, WITHIN);
  } finally {
    await site.stop();
    await rig.stop();
  }
}, 120_000);
