import { checkConfiguration } from '../../src/config.ts';
import type { components } from '../../generated/config.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { mqttAdapter } from '../../src/southbound/environment/mqtt.ts';
import { startBroker, type Broker } from '../simulators/mqtt-broker.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from './recording-ports.ts';

type MqttSource = components['schemas']['MqttSource'];

/** A whole configuration of a source, with the defaults; throws every problem. */
export function mqttConfiguration(config: object): MqttSource {
  const checked = checkConfiguration({
    environmentSources: [{ id: 'building', type: 'mqtt', url: 'mqtt://127.0.0.1:1', ...config }],
  });
  if ('problems' in checked) throw new Error(checked.problems.join('\n'));
  const [source] = checked.environmentSources;
  if (source?.type !== 'mqtt') throw new Error('no mqtt source');
  return source;
}

/** A leak detector in each of two racks. */
export const WATER = {
  topic: 'sensors/{rack}/water',
  computeHostIdsBy: { rack: { a: ['server-1', 'server-2'], b: ['server-3'] } },
  parameterType: 'WATER_LEVEL',
  parameterName: 'leak',
  dataType: 'STATE',
  valuePointer: '/wet',
  states: { true: 'LEAK', false: 'DRY' },
};

/** A source of the adapter `mqtt` at a broker of its own. */
export interface MqttHarness {
  broker: Broker;
  ports: RecordingPorts;
  source: EnvironmentSource;
  /** Starts the source and resolves when it has subscribed. */
  start(config: object): Promise<void>;
  /** Starts the broker again at the port where it was. */
  restartBroker(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when the last datum about the parameter is like this. */
  hears(parameterName: string, expected: object, about?: string): Promise<void>;
  expectLatest(parameterName: string, expected: object, about?: string): void;
  /** Resolves when all that was published before has been taken. */
  settled(): Promise<void>;
}

export const UNKNOWN = { dataType: 'STATE', state: 'UNKNOWN' };

export async function createMqttHarness(): Promise<MqttHarness> {
  const ports = createRecordingPorts();
  const broker = await startBroker();
  let marks = 0;
  const { port } = broker;
  const harness: MqttHarness = {
    broker,
    ports,
    source: mqttAdapter.create(mqttConfiguration({ topics: [WATER] }), ports),
    start: async (config) => {
      const { topics = [], ...rest } = config as { topics?: object[] };
      const marker = {
        topic: 'marker',
        resourceZoneIds: ['test'],
        parameterType: 'TEST',
        parameterName: 'marker',
        unit: '1',
      };
      const url = `mqtt://127.0.0.1:${port}`;
      harness.source = mqttAdapter.create(mqttConfiguration({ url, topics: [...topics, marker], ...rest }), ports);
      harness.source.start();
      await harness.settled();
    },
    restartBroker: async () => {
      harness.broker = await startBroker(port);
    },
    stop: async () => {
      await harness.source.stop();
      await harness.broker.close();
    },
    hears: (parameterName, expected, about) =>
      eventually(() => {
        harness.expectLatest(parameterName, expected, about);
      }),
    expectLatest: (parameterName, expected, about) => {
      expect(ports.latest(parameterName, about)).toMatchObject(expected);
    },
    settled: async () => {
      marks += 1;
      const value = marks;
      await eventually(async () => {
        await harness.broker.publish('marker', String(value));
        harness.expectLatest('marker', { value });
      });
    },
  };
  return harness;
}
