/** An edge node of Sparkplug B: makes its topics and payloads, byte by byte, and counts as the standard says. */

export interface EdgeMetric {
  name?: string;
  alias?: number;
  timestamp?: number;
  datatype?: number;
  isHistorical?: boolean;
  isNull?: boolean;
  quality?: number;
  int?: number;
  long?: bigint;
  float?: number;
  double?: number;
  boolean?: boolean;
  text?: string;
}

export interface EdgeMessage {
  topic: string;
  payload: Buffer;
}

export interface EdgeNode {
  /** A new connection of the edge node; births after it have this `bdSeq`. */
  connect(bdSeq: number): void;
  nbirth(metrics: EdgeMetric[]): EdgeMessage;
  ndata(metrics: EdgeMetric[]): EdgeMessage;
  /** The will of the connection with this `bdSeq`, or of the present one. */
  ndeath(bdSeq?: number): EdgeMessage;
  dbirth(deviceId: string, metrics: EdgeMetric[]): EdgeMessage;
  ddata(deviceId: string, metrics: EdgeMetric[]): EdgeMessage;
  ddeath(deviceId: string): EdgeMessage;
  /** Topic at which it gets commands. */
  commands: string;
}

export const DATATYPE = {
  int8: 1,
  int16: 2,
  int32: 3,
  int64: 4,
  uint32: 7,
  uint64: 8,
  float: 9,
  double: 10,
  boolean: 11,
  string: 12,
};

export function createEdgeNode(groupId: string, edgeNodeId: string): EdgeNode {
  let session = 0;
  let seq = 0;
  const message = (type: string, metrics: EdgeMetric[], { deviceId = '', isCounted = true } = {}): EdgeMessage => {
    const payload = encodePayload({ timestamp: Date.now(), metrics, ...(isCounted ? { seq } : {}) });
    if (isCounted) seq = (seq + 1) % 256;
    return { topic: ['spBv1.0', groupId, type, edgeNodeId, ...(deviceId === '' ? [] : [deviceId])].join('/'), payload };
  };
  const bdSeq = (number: number): EdgeMetric => ({ name: 'bdSeq', datatype: DATATYPE.int64, long: BigInt(number) });
  return {
    commands: `spBv1.0/${groupId}/NCMD/${edgeNodeId}`,
    connect: (number) => {
      session = number;
    },
    nbirth: (metrics) => {
      seq = 0;
      const rebirth = { name: 'Node Control/Rebirth', datatype: DATATYPE.boolean, boolean: false };
      return message('NBIRTH', [bdSeq(session), rebirth, ...metrics]);
    },
    ndata: (metrics) => message('NDATA', metrics),
    ndeath: (number = session) => message('NDEATH', [bdSeq(number)], { isCounted: false }),
    dbirth: (deviceId, metrics) => message('DBIRTH', metrics, { deviceId }),
    ddata: (deviceId, metrics) => message('DDATA', metrics, { deviceId }),
    ddeath: (deviceId) => message('DDEATH', [], { deviceId }),
  };
}

export function encodePayload(payload: { timestamp?: number; seq?: number; metrics: EdgeMetric[] }): Buffer {
  return Buffer.concat([
    whole(1, payload.timestamp),
    ...payload.metrics.map((metric) => bytes(2, encodeMetric(metric))),
    whole(3, payload.seq),
  ]);
}

function encodeMetric(metric: EdgeMetric): Buffer {
  const float = Buffer.alloc(4);
  float.writeFloatLE(metric.float ?? 0);
  const double = Buffer.alloc(8);
  double.writeDoubleLE(metric.double ?? 0);
  return Buffer.concat([
    metric.name === undefined ? Buffer.alloc(0) : bytes(1, Buffer.from(metric.name)),
    whole(2, metric.alias),
    whole(3, metric.timestamp),
    whole(4, metric.datatype),
    whole(5, flag(metric.isHistorical)),
    whole(7, flag(metric.isNull)),
    bytes(9, encodeProperties(metric)),
    whole(10, metric.int === undefined ? undefined : metric.int >>> 0),
    whole(11, metric.long),
    metric.float === undefined ? Buffer.alloc(0) : Buffer.concat([varint((12 << 3) | 5), float]),
    metric.double === undefined ? Buffer.alloc(0) : Buffer.concat([varint((13 << 3) | 1), double]),
    whole(14, flag(metric.boolean)),
    metric.text === undefined ? Buffer.alloc(0) : bytes(15, Buffer.from(metric.text)),
  ]);
}

/** A property set: the names, then the values; empty where there is no quality. */
function encodeProperties({ quality }: EdgeMetric): Buffer {
  if (quality === undefined) return Buffer.alloc(0);
  const property = (name: string, value: Buffer) => ({ name: bytes(1, Buffer.from(name)), value: bytes(2, value) });
  const properties = [
    property('engUnit', Buffer.concat([whole(1, DATATYPE.string), bytes(8, Buffer.from('%'))])),
    property('Quality', Buffer.concat([whole(1, DATATYPE.int32), whole(3, quality)])),
  ];
  return Buffer.concat([...properties.map(({ name }) => name), ...properties.map(({ value }) => value)]);
}

function flag(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function whole(id: number, value: number | bigint | undefined): Buffer {
  return value === undefined ? Buffer.alloc(0) : Buffer.concat([varint(id << 3), varint(value)]);
}

function bytes(id: number, content: Buffer): Buffer {
  return Buffer.concat([varint((id << 3) | 2), varint(content.length), content]);
}

/** Seven bits an octet, the lowest first; negative numbers as 64 bits. */
function varint(value: number | bigint): Buffer {
  const octets: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const octet = Number(rest & 0x7fn);
    rest >>= 7n;
    octets.push(rest === 0n ? octet : octet | 0x80);
  } while (rest !== 0n);
  return Buffer.from(octets);
}
