/** The edge nodes of Sparkplug B that are configured, and what their metrics say of servers and zones. */
import type { components } from '../../../generated/config.ts';
import { readValue } from './mqtt-reading.ts';
import type { Sensor, Sensors } from './mqtt-sensors.ts';
import { hosts, zones } from './mqtt-topics.ts';
import {
  createSparkplugNode,
  filtersOf,
  rebirthTopicOf,
  SPARKPLUG_NAMESPACE,
  type MetricReport,
  type MetricScope,
  type SparkplugNode,
} from './sparkplug-node.ts';
import { encodeRebirth } from './sparkplug-payload.ts';

type Sparkplug = components['schemas']['Sparkplug'];
type EdgeNode = Sparkplug['edgeNodes'][number];
type MetricMapping = components['schemas']['SparkplugMetric'];

export interface SparkplugNodes {
  filters: string[];
  take(topic: string, payload: Uint8Array, isRetained: boolean): void;
  /** Connected: asks every edge node for its births. */
  begin: () => void;
  /** Disconnected. */
  forget(): void;
  look(): void;
}

interface MetricSensor {
  deviceId: string | undefined;
  name: string;
  mapping: MetricMapping;
  sensor: Sensor;
}

export function presenceTopicOf(sparkplug: Sparkplug | undefined): string | undefined {
  return sparkplug?.hostId === undefined ? undefined : `${SPARKPLUG_NAMESPACE}/STATE/${sparkplug.hostId}`;
}

export function createSparkplugNodes(
  edgeNodes: readonly EdgeNode[],
  sensors: Sensors,
  publish: (topic: string, payload: Buffer) => void,
): SparkplugNodes {
  const nodes = new Map<string, SparkplugNode>(
    edgeNodes.map((edgeNode) => [
      nodeKey(edgeNode.groupId, edgeNode.edgeNodeId),
      createNode(edgeNode, sensors, () => {
        publish(rebirthTopicOf(edgeNode), encodeRebirth(Date.now()));
      }),
    ]),
  );
  return {
    filters: edgeNodes.flatMap(filtersOf),
    take: (topic, payload, isRetained) => {
      const [namespace, groupId = '', , edgeNodeId = ''] = topic.split('/');
      const node = namespace === SPARKPLUG_NAMESPACE ? nodes.get(nodeKey(groupId, edgeNodeId)) : undefined;
      if (node === undefined) return;
      // Births, data and deaths are never retained: what is kept tells nothing of now. Sparkplug 3.0, 6.4.
      if (isRetained) sensors.complain(topic, 'retained', 'a message of Sparkplug B was retained');
      else node.take(topic, payload);
    },
    begin: () => {
      for (const node of nodes.values()) node.begin();
    },
    forget: () => {
      for (const node of nodes.values()) node.forget();
    },
    look: () => {
      for (const node of nodes.values()) node.look();
    },
  };
}

function createNode(edgeNode: EdgeNode, sensors: Sensors, requestRebirth: () => void): SparkplugNode {
  const place = `${edgeNode.groupId}/${edgeNode.edgeNodeId}`;
  const metrics = [
    ...metricsOf(edgeNode.metrics ?? {}, undefined, place, sensors),
    ...edgeNode.devices.flatMap((device) =>
      metricsOf(device.metrics, device.deviceId, `${place}/${device.deviceId}`, sensors),
    ),
  ];
  return createSparkplugNode(
    edgeNode.devices.map(({ deviceId }) => deviceId),
    {
      report: (report) => {
        for (const metric of metrics)
          if (metric.deviceId === report.deviceId && metric.name === report.name) hear(metric, report);
      },
      lose: (reason, scope) => {
        for (const metric of metrics) if (isWithin(metric, scope)) metric.sensor.lose(reason);
      },
      requestRebirth,
      complain: sensors.complain,
    },
  );
}

function metricsOf(
  mappings: Record<string, MetricMapping>,
  deviceId: string | undefined,
  place: string,
  sensors: Sensors,
): MetricSensor[] {
  return Object.entries(mappings).flatMap(([name, mapping]) => {
    const { parameterType, parameterName, silenceTime, computeHostIds = [], resourceZoneIds = [] } = mapping;
    const about = [...hosts(computeHostIds), ...zones(resourceZoneIds)];
    const sensor = sensors.add({ place: `${place} ${name}`, about, parameterType, parameterName, silenceTime });
    return sensor === undefined ? [] : [{ deviceId, name, mapping, sensor }];
  });
}

function hear({ mapping, sensor }: MetricSensor, { value, time, isBirth }: MetricReport): void {
  if (value === undefined) sensor.lose('it has no value now (null)');
  else sensor.hear(readValue(mapping, value), { time, kind: isBirth ? 'CURRENT' : 'LIVE' });
}

function isWithin({ deviceId, name }: MetricSensor, scope: MetricScope | undefined): boolean {
  return scope === undefined || (deviceId === scope.deviceId && scope.besides?.has(name) !== true);
}

function nodeKey(groupId: string, edgeNodeId: string): string {
  return `${groupId}/${edgeNodeId}`;
}
