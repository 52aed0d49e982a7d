/** What the schema cannot say of a source `mqtt`. */
import type { components } from '../../../generated/config.ts';
import { caProblems, certificateProblems } from '../../certificates.ts';
import { fillName, hasWildcards, placeholdersOf, templateProblem } from './mqtt-topic.ts';
import { hosts, topicsOf, zones, type MqttTopic } from './mqtt-topics.ts';
import type { About } from './mqtt-sensors.ts';

type MqttSource = components['schemas']['MqttSource'];

/** What is wrong with the configuration of a source; each line begins with `key`. */
export function mqttProblems(key: string, source: MqttSource): string[] {
  const { topics = [], sparkplug } = source;
  const metrics = metricsOf(source);
  return [
    ...(topics.length === 0 && sparkplug === undefined ? [`${key}: neither topics nor sparkplug is there`] : []),
    ...certificateProblems(`${key}.clientCertificate`, source.clientCertificate),
    ...caProblems(`${key}.caFile`, source.caFile),
    ...topics.flatMap((topic, index) => prefixed(`${key}.topics.${index}`, topicProblems(topic))),
    ...metrics.flatMap(({ path, mapping }) => prefixed(`${key}.${path}`, unitProblems(mapping))),
    ...prefixed(key, repeatedParameters(source)),
  ];
}

/** The metrics of all edge nodes and devices, with where they are. */
function metricsOf({ sparkplug }: MqttSource) {
  const of = (path: string, metrics: components['schemas']['SparkplugMetrics'] = {}) =>
    Object.entries(metrics).map(([name, mapping]) => ({ path: `${path}.metrics.${name}`, mapping }));
  return (sparkplug?.edgeNodes ?? []).flatMap((edgeNode, index) => {
    const path = `sparkplug.edgeNodes.${index}`;
    return [
      ...of(path, edgeNode.metrics),
      ...edgeNode.devices.flatMap((device, number) => of(`${path}.devices.${number}`, device.metrics)),
    ];
  });
}

function topicProblems(mapping: MqttTopic): string[] {
  const { topic, parameterName, availability } = mapping;
  const placeholders = placeholdersOf(topic);
  const wrong = templateProblem(topic);
  if (wrong !== undefined) return [`.topic: ${wrong}`];
  const [by] = Object.keys(mapping.computeHostIdsBy ?? mapping.resourceZoneIdsBy ?? {});
  const byKey = mapping.computeHostIdsBy === undefined ? 'resourceZoneIdsBy' : 'computeHostIdsBy';
  const problems = unitProblems(mapping);
  if (by !== undefined && !placeholders.includes(by)) problems.push(`.${byKey}.${by}: the topic has no {${by}}`);
  const named = [...parameterName.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  for (const name of named)
    if (name !== 'topic' && !placeholders.includes(name)) problems.push(`.parameterName: the topic has no {${name}}`);
  const open = placeholders.filter((name) => name !== by && !named.includes(name));
  if (!named.includes('topic') && (open.length > 0 || hasWildcards(topic)))
    problems.push(
      `.parameterName: several topics may speak of the same server or zone: ${open.map((name) => `{${name}}`).join(', ') || 'a wildcard'} is not in the name, nor {topic}`,
    );
  return availability === undefined
    ? problems
    : [...problems, ...availabilityProblems(availability.topic, placeholders)];
}

function availabilityProblems(template: string, placeholders: readonly string[]): string[] {
  const wrong = templateProblem(template);
  if (wrong !== undefined) return [`.availability.topic: ${wrong}`];
  return placeholdersOf(template)
    .filter((name) => !placeholders.includes(name))
    .map((name) => `.availability.topic: the topic has no {${name}}`);
}

function unitProblems({ dataType, unit, units, unitPointer }: Partial<MqttTopic>): string[] {
  if (dataType === 'STATE' || unit !== undefined) return [];
  const isTold = unitPointer !== undefined && units !== undefined;
  return isTold ? [] : ['.unit: is missing; or unitPointer with units says it'];
}

/** Two sensors that speak of the same parameter would talk over each other. */
function repeatedParameters(source: MqttSource): string[] {
  const parameters = [
    ...(source.topics ?? []).flatMap((mapping) =>
      topicsOf(mapping).flatMap(({ about, captured }) =>
        about.map((object) => parameterOf(object, mapping.parameterType, fillName(mapping.parameterName, captured))),
      ),
    ),
    ...metricsOf(source).flatMap(({ mapping }) =>
      [...hosts(mapping.computeHostIds ?? []), ...zones(mapping.resourceZoneIds ?? [])].map((object) =>
        parameterOf(object, mapping.parameterType, mapping.parameterName),
      ),
    ),
  ];
  return parameters
    .filter((parameter, index) => parameters.indexOf(parameter) !== index)
    .map((parameter) => `: ${parameter} is there twice; give each sensor a parameterName of its own`);
}

function parameterOf(object: About, parameterType: string, parameterName: string): string {
  const [[key, id] = []] = Object.entries(object);
  return `${parameterType} ${parameterName} of ${key ?? ''} ${id ?? ''}`;
}

function prefixed(key: string, problems: readonly string[]): string[] {
  return problems.map((problem) => `${key}${problem}`);
}
