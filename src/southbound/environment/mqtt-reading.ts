/** What a message or a metric says, by its mapping. */
import type { components } from '../../../generated/config.ts';

type MqttTopic = components['schemas']['MqttTopic'];

/** How a value is read; the part that a topic and a metric of Sparkplug have in common. */
export type ValueMapping = Pick<MqttTopic, 'dataType' | 'unit' | 'units' | 'scale' | 'states'>;
/** How a message is read. */
export type MessageMapping = ValueMapping & Pick<MqttTopic, 'valuePointer' | 'timePointer' | 'unitPointer'>;

export type Reading = { dataType: 'VALUE'; value: number; unit: string } | { dataType: 'STATE'; state: string };

/** Why nothing can be learned from a message; the kinds are what is counted. */
export interface ReadingProblem {
  problem: 'malformed' | 'missing' | 'type' | 'state' | 'unit' | 'time';
  detail: string;
}

export interface MessageReading {
  reading: Reading;
  /** When it was measured, milliseconds since 1970; undefined when the mapping does not say where to find it. */
  time: number | undefined;
}

const MAXIMUM_BYTES = 1_048_576;
const MAXIMUM_STATE_LENGTH = 255;
/** As seconds the year 5138, as milliseconds March 1973: between the two there is no doubt. */
const LEAST_MILLISECONDS = 1e11;
const MOST_MILLISECONDS = 1e14;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Reads a message. Without any pointer it may be plain text; else it has to be JSON. */
export function readMessage(mapping: MessageMapping, payload: Uint8Array): MessageReading | ReadingProblem {
  const { valuePointer, timePointer, unitPointer } = mapping;
  const isPlain = valuePointer === undefined && timePointer === undefined && unitPointer === undefined;
  const parsed = parse(payload, isPlain);
  if ('problem' in parsed) return parsed;
  const value = pointed(parsed.content, valuePointer ?? '');
  if (value === undefined) return missing('value', valuePointer);
  const unit = unitPointer === undefined ? undefined : pointed(parsed.content, unitPointer);
  if (unitPointer !== undefined && unit === undefined) return missing('unit', unitPointer);
  const reading = readValue(mapping, value, unit);
  if ('problem' in reading) return reading;
  if (timePointer === undefined) return { reading, time: undefined };
  const time = pointed(parsed.content, timePointer);
  if (time === undefined) return missing('time', timePointer);
  const milliseconds = readTime(time);
  return milliseconds === undefined ? bad('time', `${show(time)} is no time`) : { reading, time: milliseconds };
}

/** The word at the pointer of an availability message; undefined when there is none. */
export function readWord(payload: Uint8Array, pointer: string | undefined): string | undefined {
  const parsed = parse(payload, pointer === undefined);
  const word = 'problem' in parsed ? undefined : pointed(parsed.content, pointer ?? '');
  return scalarText(word);
}

/** Reads a value that was found. `unit` is what the message says of it; undefined when it is not asked. R2, R3. */
export function readValue(mapping: ValueMapping, value: unknown, unit?: unknown): Reading | ReadingProblem {
  return mapping.dataType === 'STATE' ? readState(mapping, value) : readNumber(mapping, value, unit);
}

function readNumber(mapping: ValueMapping, value: unknown, found: unknown): Reading | ReadingProblem {
  const unit = found === undefined ? mapping.unit : unitOf(mapping, found);
  if (unit === undefined) return bad('unit', `the unit ${show(found)} is not known`);
  const number = typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number') return bad('type', `${show(value)} is no number`);
  const scaled = withoutNoise(number * mapping.scale);
  return Number.isFinite(scaled)
    ? { dataType: 'VALUE', value: scaled, unit }
    : bad('type', `${show(value)} is no finite number`);
}

function unitOf({ unit, units = {} }: ValueMapping, found: unknown): string | undefined {
  if (typeof found !== 'string') return undefined;
  return Object.hasOwn(units, found) ? units[found] : found === unit ? unit : undefined;
}

function readState({ states }: ValueMapping, value: unknown): Reading | ReadingProblem {
  if (states === undefined) {
    const isState = typeof value === 'string' && value !== '' && value.length <= MAXIMUM_STATE_LENGTH;
    return isState ? { dataType: 'STATE', state: value } : bad('type', `${show(value)} is no state`);
  }
  const text = scalarText(value);
  if (text === undefined) return bad('type', `${show(value)} is no state`);
  const state = Object.hasOwn(states, text) ? states[text] : undefined;
  return state === undefined
    ? bad('state', `the state ${show(value)} is not in the table`)
    : { dataType: 'STATE', state };
}

/** Milliseconds since 1970 of RFC 3339, or of seconds or milliseconds since 1970; undefined when it is none of them. */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'string' && RFC_3339.test(value)) {
    const milliseconds = Date.parse(value.toUpperCase().replace(' ', 'T'));
    return Number.isNaN(milliseconds) ? undefined : milliseconds;
  }
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0) || number >= MOST_MILLISECONDS) return undefined;
  return number < LEAST_MILLISECONDS ? number * 1000 : number;
}

/** RFC 6901; undefined when the pointer leads to nothing. */
function pointed(content: unknown, pointer: string): unknown {
  let found = content;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function parse(payload: Uint8Array, isPlain: boolean): { content: unknown } | ReadingProblem {
  if (payload.length > MAXIMUM_BYTES) return bad('malformed', `a message of ${payload.length} bytes`);
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    return { content: JSON.parse(text) as unknown };
  } catch {
    return isPlain && text.trim() !== '' ? { content: text.trim() } : bad('malformed', 'the message is not JSON');
  }
}

function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function missing(what: string, pointer: string | undefined): ReadingProblem {
  return bad('missing', `there is no ${what} at "${pointer ?? ''}"`);
}

function bad(problem: ReadingProblem['problem'], detail: string): ReadingProblem {
  return { problem, detail };
}

/** 3 × 0.1 is 0.3. */
function withoutNoise(number: number): number {
  return Number(number.toPrecision(12));
}

/** A peer may send anything, of any length. */
function show(value: unknown): string {
  const text = scalarText(value) ?? (value === undefined ? 'nothing' : JSON.stringify(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
