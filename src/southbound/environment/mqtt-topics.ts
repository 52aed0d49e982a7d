/** The topics of plain messages: whose they are, and what their messages and their availability say. */
import type { components } from '../../../generated/config.ts';
import { readMessage, readWord } from './mqtt-reading.ts';
import type { About, Sensor, Sensors } from './mqtt-sensors.ts';
import {
  fillName,
  fillTopic,
  filterOf,
  hasWildcards,
  matchTopic,
  placeholdersOf,
  type Captured,
} from './mqtt-topic.ts';

export type MqttTopic = components['schemas']['MqttTopic'];

/** A topic, with those of its placeholders filled in that the configuration lists, and what it speaks about. */
export interface TopicOfObjects {
  template: string;
  captured: Captured;
  about: About[];
}

export interface Topics {
  filters: string[];
  /** Takes a message if it is of one of the topics. */
  take(topic: string, payload: Uint8Array, isRetained: boolean): void;
}

/** One entry of the configuration for one object, with the sensors that are known of it. */
interface Listener extends TopicOfObjects {
  mapping: MqttTopic;
  availability: string | undefined;
  /** By topic. Where the topic is open they come to be when they are heard. */
  sensors: Map<string, { sensor: Sensor; captured: Captured }>;
}

export function createTopics(mappings: readonly MqttTopic[], sensors: Sensors): Topics {
  const listeners = mappings.flatMap((mapping) => listenersOf(mapping));
  for (const listener of listeners) if (!isOpen(listener.template)) sensorOf(listener, listener.template, {});

  function sensorOf(listener: Listener, topic: string, found: Captured): Sensor | undefined {
    const known = listener.sensors.get(topic);
    if (known !== undefined) return known.sensor;
    const { mapping, about } = listener;
    const captured = { ...listener.captured, ...found };
    const { parameterType, silenceTime } = mapping;
    const parameterName = fillName(mapping.parameterName, { ...captured, topic });
    const sensor = sensors.add({ place: topic, about, parameterType, parameterName, silenceTime });
    if (sensor !== undefined) listener.sensors.set(topic, { sensor, captured });
    return sensor;
  }
  function takeAvailability(listener: Listener, topic: string, payload: Uint8Array): void {
    const { availability } = listener.mapping;
    if (availability === undefined || listener.availability === undefined) return;
    const found = matchTopic(listener.availability, topic);
    if (found === undefined) return;
    const word = readWord(payload, availability.valuePointer);
    if (word === undefined) sensors.complain(topic, 'malformed', 'it does not say whether the sensor is available');
    if (word === availability.online) return;
    for (const { sensor, captured } of listener.sensors.values()) {
      if (agree(captured, found)) sensor.lose(`${topic} says ${word?.slice(0, 60) ?? 'nothing that can be read'}`);
    }
  }

  return {
    filters: listeners.flatMap(({ template, availability }) => [
      filterOf(template),
      ...(availability === undefined ? [] : [filterOf(availability)]),
    ]),
    take: (topic, payload, isRetained) => {
      for (const listener of listeners) {
        takeAvailability(listener, topic, payload);
        const found = matchTopic(listener.template, topic);
        if (found === undefined) continue;
        const message = readMessage(listener.mapping, payload);
        const kind = isRetained ? 'RETAINED' : 'LIVE';
        const sensor = sensorOf(listener, topic, found);
        if ('problem' in message) sensor?.hear(message, { time: undefined, kind });
        else sensor?.hear(message.reading, { time: message.time, kind });
      }
    },
  };
}

/** The topic once for each entry of the table of a placeholder, or once as it is. */
export function topicsOf(mapping: MqttTopic): TopicOfObjects[] {
  const { topic, computeHostIds, resourceZoneIds, computeHostIdsBy, resourceZoneIdsBy } = mapping;
  const about = [...hosts(computeHostIds ?? []), ...zones(resourceZoneIds ?? [])];
  if (about.length > 0) return [{ template: topic, captured: {}, about }];
  return [...tableOf(computeHostIdsBy, hosts), ...tableOf(resourceZoneIdsBy, zones)].map(([captured, objects]) => ({
    template: fillTopic(topic, captured),
    captured,
    about: objects,
  }));
}

/** Whether more than one topic matches. */
function isOpen(template: string): boolean {
  return placeholdersOf(template).length > 0 || hasWildcards(template);
}

function tableOf(
  table: MqttTopic['computeHostIdsBy'],
  objectsOf: (ids: readonly string[]) => About[],
): [Captured, About[]][] {
  return Object.entries(table ?? {}).flatMap(([placeholder, byText]) =>
    Object.entries(byText).map(([text, ids]): [Captured, About[]] => [{ [placeholder]: text }, objectsOf(ids)]),
  );
}

export function hosts(ids: readonly string[]): About[] {
  return [...new Set(ids)].map((computeHostId) => ({ computeHostId }));
}

export function zones(ids: readonly string[]): About[] {
  return [...new Set(ids)].map((resourceZoneId) => ({ resourceZoneId }));
}

function listenersOf(mapping: MqttTopic): Listener[] {
  return topicsOf(mapping).map((topic) => ({
    ...topic,
    mapping,
    availability:
      mapping.availability === undefined ? undefined : fillTopic(mapping.availability.topic, topic.captured),
    sensors: new Map(),
  }));
}

function agree(one: Captured, other: Captured): boolean {
  return Object.entries(other).every(
    ([placeholder, text]) => one[placeholder] === undefined || one[placeholder] === text,
  );
}
