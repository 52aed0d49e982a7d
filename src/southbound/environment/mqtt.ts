import type { components } from '../../../generated/config.ts';
import type { EnvironmentSource, SourceAdapter, SourcePorts } from './environment-source.ts';
import { createMqttLink } from './mqtt-link.ts';
import { createSensors } from './mqtt-sensors.ts';
import { createSparkplugNodes, presenceTopicOf } from './mqtt-sparkplug.ts';
import { createTopics } from './mqtt-topics.ts';
import { createOutbox } from './outbox.ts';

type MqttSource = components['schemas']['MqttSource'];

/** Milliseconds between looks for sensors that have fallen silent. */
const LOOK_INTERVAL = 200;

/**
 * Environment source `mqtt`: hears sensors through an MQTT broker, in plain messages (`mqtt-topics.ts`) and in Sparkplug B
 * (`sparkplug-node.ts`), and says what each of them says as soon as it comes. Every configured parameter is UNKNOWN from the
 * start, and again from the moment at which the broker is lost, until its sensor has been heard anew; so is one whose sensor
 * is silent, not available, dead, or speaks nonsense. R2, R3, R4, R8.
 */
export const mqttAdapter: SourceAdapter<MqttSource> = { type: 'mqtt', create: createMqttSource };

function createMqttSource(config: MqttSource, ports: SourcePorts): EnvironmentSource {
  const outbox = createOutbox(config.id, ports);
  const sensors = createSensors(outbox, ports);
  const topics = createTopics(config.topics ?? [], sensors);
  const nodes = createSparkplugNodes(config.sparkplug?.edgeNodes ?? [], sensors, (topic, payload) => {
    link.publish(topic, payload);
  });
  const link = createMqttLink({
    config,
    filters: [...new Set([...topics.filters, ...nodes.filters])],
    presenceTopic: presenceTopicOf(config.sparkplug),
    log: ports.log,
    onConnected: nodes.begin,
    onMessage: (topic, payload, isRetained) => {
      topics.take(topic, payload, isRetained);
      nodes.take(topic, payload, isRetained);
    },
    onLost: (reason) => {
      nodes.forget();
      sensors.loseAll(reason);
    },
  });
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  return {
    id: config.id,
    start: () => {
      if (timer !== undefined) return;
      sensors.start();
      timer = setInterval(() => {
        nodes.look();
        sensors.look();
      }, LOOK_INTERVAL);
      link.start();
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await link.stop();
      await outbox.stop();
    },
    // What a topic speaks about is configured; the broker sends what is subscribed, whoever is followed.
    follow: () => Promise.resolve(),
    status: () => {
      if (isStopped) return { connected: false, detail: 'stopped' };
      const missing = [...link.complaints(), ...sensors.complaints()];
      const failure = outbox.failure();
      const complaints = failure === undefined ? missing : [...missing, `data were not taken: ${failure}`];
      return {
        connected: missing.length === 0,
        detail: complaints.length === 0 ? `${config.url}: every sensor heard` : complaints.join('; '),
      };
    },
  };
}
