/** The payload of Sparkplug B: Protocol Buffers, of which only what is needed here is declared. Sparkplug 3.0, 6.4. */
import protobuf from 'protobufjs';

export interface SparkplugMetricValue {
  name: string | undefined;
  alias: string | undefined;
  /** Milliseconds since 1970. */
  timestamp: number | undefined;
  datatype: number | undefined;
  isHistorical: boolean;
  isNull: boolean;
  value: SparkplugValue | undefined;
}

/** As it is on the wire; whole numbers are unsigned there, and become signed by their datatype. */
export type SparkplugValue = { whole: bigint } | { number: number } | { boolean: boolean } | { text: string };

export interface SparkplugPayload {
  timestamp: number | undefined;
  seq: number | undefined;
  metrics: SparkplugMetricValue[];
}

/** As in proto2: a member that is false or 0 is there nevertheless. */
const options = { features: { field_presence: 'EXPLICIT' } };
const field = (id: number, type: string) => ({ id, type });

const { Payload, Metric } = lookUp(
  protobuf.Root.fromJSON({
    nested: {
      Payload: {
        options,
        fields: {
          timestamp: field(1, 'uint64'),
          metrics: { id: 2, type: 'Metric', rule: 'repeated' },
          seq: field(3, 'uint64'),
        },
      },
      PropertySet: {
        options,
        fields: {
          keys: { id: 1, type: 'string', rule: 'repeated' },
          values: { id: 2, type: 'PropertyValue', rule: 'repeated' },
        },
      },
      PropertyValue: {
        options,
        fields: { intValue: field(3, 'uint32'), longValue: field(4, 'uint64') },
      },
      Metric: {
        options,
        fields: {
          name: field(1, 'string'),
          alias: field(2, 'uint64'),
          timestamp: field(3, 'uint64'),
          datatype: field(4, 'uint32'),
          isHistorical: field(5, 'bool'),
          isNull: field(7, 'bool'),
          properties: field(9, 'PropertySet'),
          intValue: field(10, 'uint32'),
          longValue: field(11, 'uint64'),
          floatValue: field(12, 'float'),
          doubleValue: field(13, 'double'),
          booleanValue: field(14, 'bool'),
          stringValue: field(15, 'string'),
        },
      },
    },
  }),
);

function lookUp(root: protobuf.Root) {
  return { Payload: root.lookupType('Payload'), Metric: root.lookupType('Metric') };
}

/** 64-bit numbers come as decimal text. */
interface WireMetric {
  name?: string;
  alias?: string;
  timestamp?: string;
  datatype?: number;
  isHistorical?: boolean;
  isNull?: boolean;
  properties?: { keys: string[]; values: { intValue?: number; longValue?: string }[] };
  intValue?: number;
  longValue?: string;
  floatValue?: number;
  doubleValue?: number;
  booleanValue?: boolean;
  stringValue?: string;
}

/** Throws when the bytes are no payload. */
export function decodePayload(bytes: Uint8Array): SparkplugPayload {
  const { timestamp, seq, metrics } = Payload.toObject(Payload.decode(bytes), { longs: String, arrays: true }) as {
    timestamp?: string;
    seq?: string;
    metrics: WireMetric[];
  };
  return { timestamp: numberOf(timestamp), seq: numberOf(seq), metrics: metrics.map(metricOf) };
}

/** The command by which an edge node is asked for its births anew. Sparkplug 3.0, 6.4.22. */
export function encodeRebirth(timestamp: number): Buffer {
  const BOOLEAN = 11;
  const metric = Metric.create({
    name: 'Node Control/Rebirth',
    timestamp,
    datatype: BOOLEAN,
    booleanValue: true,
  });
  return Buffer.from(Payload.encode(Payload.create({ timestamp, metrics: [metric] })).finish());
}

function metricOf(metric: WireMetric): SparkplugMetricValue {
  return {
    name: metric.name,
    alias: metric.alias,
    timestamp: numberOf(metric.timestamp),
    datatype: metric.datatype,
    isHistorical: metric.isHistorical === true,
    isNull: metric.isNull === true || !isGood(metric),
    value: valueOf(metric),
  };
}

/** OPC qualities that are good are 192 to 255. */
const [GOOD, BEYOND_GOOD] = [192, 256];

/** Whether the edge node vouches for the value: not where its `Quality` is 0, bad, or 500, stale. Sparkplug 3.0, 6.4.9. */
function isGood({ properties }: WireMetric): boolean {
  const { intValue, longValue } = properties?.values[properties.keys.indexOf('Quality')] ?? {};
  const quality = intValue ?? numberOf(longValue);
  return quality === undefined || (quality >= GOOD && quality < BEYOND_GOOD);
}

function valueOf(metric: WireMetric): SparkplugValue | undefined {
  if (metric.intValue !== undefined) return { whole: BigInt(metric.intValue) };
  if (metric.longValue !== undefined) return { whole: BigInt(metric.longValue) };
  if (metric.floatValue !== undefined) return { number: Number(metric.floatValue.toPrecision(7)) };
  if (metric.doubleValue !== undefined) return { number: metric.doubleValue };
  if (metric.booleanValue !== undefined) return { boolean: metric.booleanValue };
  return metric.stringValue === undefined ? undefined : { text: metric.stringValue };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** Bits of the signed data types. Sparkplug 3.0, 6.4.16. */
const SIGNED_BITS: Readonly<Record<number, number>> = { 1: 8, 2: 16, 3: 32, 4: 64 };

/** The value of a metric as a number, text or boolean; undefined when it is of a kind that says nothing here. */
export function plainValue(
  value: SparkplugValue | undefined,
  datatype: number | undefined,
): number | string | boolean | undefined {
  if (value === undefined) return undefined;
  if ('number' in value) return value.number;
  if ('boolean' in value) return value.boolean;
  if ('text' in value) return value.text;
  const bits = datatype === undefined ? undefined : SIGNED_BITS[datatype];
  return Number(bits === undefined ? value.whole : BigInt.asIntN(bits, value.whole));
}
