import { createEdgeNode, DATATYPE, encodePayload, type EdgeMessage, type EdgeNode } from '../simulators/edge-node.ts';
import { decodePayload, plainValue } from '../../src/southbound/environment/sparkplug-payload.ts';
import { createMqttHarness, UNKNOWN, type MqttHarness } from './mqtt-harness.ts';
import { eventually } from './recording-ports.ts';

const LEAK = {
  resourceZoneIds: ['room-1'],
  parameterType: 'WATER_LEVEL',
  parameterName: 'leak',
  dataType: 'STATE',
  states: { true: 'LEAK', false: 'DRY' },
};
const CHARGE = { computeHostIds: ['server-1'], parameterType: 'POWER', parameterName: 'charge', unit: '%' };
const SPARKPLUG = {
  hostId: 'gateway',
  edgeNodes: [
    {
      groupId: 'plant',
      edgeNodeId: 'room-1',
      metrics: { 'Inputs/Leak': LEAK },
      devices: [{ deviceId: 'ups', metrics: { Charge: CHARGE } }],
    },
  ],
};
const leak = (boolean: boolean) => ({ name: 'Inputs/Leak', alias: 1, datatype: DATATYPE.boolean, boolean });
const charge = (float: number) => ({ name: 'Charge', alias: 2, datatype: DATATYPE.float, float });
const DRY = { dataType: 'STATE', state: 'DRY' };
const PRESENCE = 'spBv1.0/STATE/gateway';

let mqtt: MqttHarness;
let edge: EdgeNode;
beforeEach(async () => {
  mqtt = await createMqttHarness();
  edge = createEdgeNode('plant', 'room-1');
});
afterEach(() => mqtt.stop());

async function send(...messages: EdgeMessage[]): Promise<void> {
  for (const { topic, payload } of messages) await mqtt.broker.publish(topic, payload);
}
async function startWithBirths(): Promise<void> {
  await mqtt.start({ sparkplug: SPARKPLUG });
  await send(edge.nbirth([leak(false)]), edge.dbirth('ups', [charge(99.5)]));
  await mqtt.hears('leak', DRY);
  await mqtt.hears('charge', { value: 99.5, unit: '%', computeHostId: 'server-1' });
}
const rebirthRequests = () => mqtt.broker.published(edge.commands).length;

describe('an edge node that is heard', () => {
  it('is asked for its births at the start, by a command that it understands', async () => {
    await mqtt.start({ sparkplug: SPARKPLUG });
    mqtt.expectLatest('leak', UNKNOWN);
    mqtt.expectLatest('charge', UNKNOWN);
    const [request] = mqtt.broker.published(edge.commands);
    expect(request?.retain).toBe(false);
    expect(decodePayload(request?.payload ?? Buffer.alloc(0)).metrics).toMatchObject([
      { name: 'Node Control/Rebirth', datatype: DATATYPE.boolean, value: { boolean: true } },
    ]);
  });

  it('says by its births what holds, and by alias what changes', async () => {
    await startWithBirths();
    expect(mqtt.source.status().connected).toBe(true);
    await send(edge.ndata([{ alias: 1, boolean: true }]), edge.ddata('ups', [{ alias: 2, float: 98.25 }]));
    await mqtt.hears('leak', { state: 'LEAK' });
    await mqtt.hears('charge', { value: 98.25 });
    expect(mqtt.ports.problems).toEqual([]);
  });

  it('says by a birth what holds now, even if it was measured long ago', async () => {
    await startWithBirths();
    const hourAgo = Date.now() - 3_600_000;
    await send(edge.nbirth([{ ...leak(true), timestamp: hourAgo }]));
    await mqtt.hears('leak', { state: 'LEAK' });
    expect(Date.parse(mqtt.ports.latest('leak')?.measuredAt ?? '')).toBeGreaterThan(hourAgo + 3_000_000);
  });

  it('counts on after 255', async () => {
    await startWithBirths();
    for (let count = 0; count < 260; count += 1) await send(edge.ndata([]));
    await send(edge.ndata([{ alias: 1, boolean: true }]));
    await mqtt.hears('leak', { state: 'LEAK' });
    expect(mqtt.ports.problems).toEqual([]);
  });

  it('tells nothing by what is historical', async () => {
    await startWithBirths();
    await send(edge.ndata([{ alias: 1, boolean: true, isHistorical: true }]));
    await mqtt.settled();
    mqtt.expectLatest('leak', DRY);
  });

  it('is not UNKNOWN for a moment when it is born again', async () => {
    await startWithBirths();
    await send(edge.nbirth([leak(false)]), edge.dbirth('ups', [charge(97)]));
    await mqtt.hears('charge', { value: 97 });
    const states = mqtt.ports.notifications
      .flatMap((notification) => notification.environmentData)
      .filter(({ parameterName }) => parameterName === 'leak' || parameterName === 'charge')
      .map(({ state, value }) => state ?? value);
    expect(states).toEqual(['UNKNOWN', 'UNKNOWN', 'DRY', 99.5, 'DRY', 97]);
  });
});

describe('what an edge node does not tell', () => {
  it('is UNKNOWN when it is null', async () => {
    await startWithBirths();
    await send(edge.ndata([{ alias: 1, isNull: true }]));
    await mqtt.hears('leak', UNKNOWN);
    expect(mqtt.source.status().detail).toBe('plant/room-1 Inputs/Leak: it has no value now (null)');
  });

  it.each([
    ['bad', 0],
    ['stale', 500],
  ])('is UNKNOWN when its quality is %s, until it is good again', async (_what, quality) => {
    await startWithBirths();
    await send(edge.ndata([{ alias: 1, boolean: false, quality }]));
    await mqtt.hears('leak', UNKNOWN);
    await send(edge.ndata([{ alias: 1, boolean: false, quality: 192 }]));
    await mqtt.hears('leak', DRY);
  });

  it('is UNKNOWN when it is not in the birth', async () => {
    await startWithBirths();
    await send(edge.nbirth([]), edge.dbirth('ups', [charge(90)]));
    await mqtt.hears('leak', UNKNOWN);
    await mqtt.hears('charge', { value: 90 });
  });

  it('is UNKNOWN when it is of another kind than expected', async () => {
    await startWithBirths();
    await send(edge.ndata([{ alias: 1, text: 'moist' }]));
    await mqtt.hears('leak', UNKNOWN);
    expect(mqtt.ports.problems).toEqual(['state']);
  });

  it('is UNKNOWN from the death of the edge node, with its devices, to the next birth', async () => {
    await startWithBirths();
    await send(edge.ndeath());
    await mqtt.hears('leak', UNKNOWN);
    await mqtt.hears('charge', UNKNOWN);
    edge.connect(1);
    await send(edge.nbirth([leak(false)]));
    await mqtt.hears('leak', DRY);
    mqtt.expectLatest('charge', UNKNOWN);
    await send(edge.dbirth('ups', [charge(80)]));
    await mqtt.hears('charge', { value: 80 });
  });

  it('is not lost by the death of an earlier connection', async () => {
    await startWithBirths();
    edge.connect(1);
    await send(edge.nbirth([leak(false)]), edge.dbirth('ups', [charge(90)]), edge.ndeath(0));
    await mqtt.settled();
    mqtt.expectLatest('leak', DRY);
    mqtt.expectLatest('charge', { value: 90 });
  });

  it('is UNKNOWN when the death of a connection comes before its birth', async () => {
    await startWithBirths();
    const late = edge.nbirth([leak(false)]);
    await send(edge.ndeath(), late);
    await mqtt.settled();
    mqtt.expectLatest('leak', UNKNOWN);
  });

  it('is UNKNOWN from the death of a device, while the edge node is heard', async () => {
    await startWithBirths();
    await send(edge.ddeath('ups'), edge.ndata([{ alias: 1, boolean: true }]));
    await mqtt.hears('leak', { state: 'LEAK' });
    mqtt.expectLatest('charge', UNKNOWN);
    expect(mqtt.source.status().detail).toBe('plant/room-1/ups Charge: the device is dead (DDEATH)');
    await send(edge.dbirth('ups', [charge(80)]));
    await mqtt.hears('charge', { value: 80 });
  });

  it('is UNKNOWN when the edge node is born again, and its device is not', async () => {
    await startWithBirths();
    await send(edge.nbirth([leak(false)]));
    await mqtt.settled();
    mqtt.expectLatest('charge', { value: 99.5 });
    await eventually(() => {
      mqtt.expectLatest('charge', UNKNOWN);
    }, 20_000);
    mqtt.expectLatest('leak', DRY);
  });
});

describe('messages that are not in order', () => {
  it('are not believed when one is missing: everything is UNKNOWN, and the births are asked for', async () => {
    await startWithBirths();
    const before = rebirthRequests();
    edge.ndata([{ alias: 1, boolean: true }]);
    await send(edge.ddata('ups', [{ alias: 2, float: 97 }]));
    await mqtt.hears('leak', UNKNOWN);
    await mqtt.hears('charge', UNKNOWN);
    expect(mqtt.ports.problems).toEqual(['sequence']);
    await eventually(async () => {
      await send(edge.ndata([]));
      expect(rebirthRequests()).toBeGreaterThan(before);
    });
    await send(edge.nbirth([leak(true)]), edge.dbirth('ups', [charge(97)]));
    await mqtt.hears('leak', { state: 'LEAK' });
  });

  it.each<[string, (node: EdgeNode) => EdgeMessage]>([
    ['an alias that no birth has told', (node) => node.ndata([{ alias: 77, float: 1 }])],
    ['an alias of another device', (node) => node.ddata('ups', [{ alias: 1, boolean: false }])],
    ['data of a device that is not born', (node) => node.ddata('pdu', [{ alias: 2, float: 1 }])],
    ['bytes that are no payload', (node) => ({ ...node.ndata([]), payload: Buffer.from('{"wet":true}') })],
  ])('such as %s make everything UNKNOWN', async (_, message) => {
    await startWithBirths();
    await send(message(edge));
    await mqtt.hears('leak', UNKNOWN);
    await mqtt.hears('charge', UNKNOWN);
    expect(mqtt.ports.problems).toHaveLength(1);
  });

  it('are not taken when they were retained', async () => {
    const { topic, payload } = edge.nbirth([leak(true)]);
    await mqtt.broker.publish(topic, payload, { retain: true });
    await mqtt.start({ sparkplug: SPARKPLUG });
    mqtt.expectLatest('leak', UNKNOWN);
    expect(mqtt.ports.problems).toEqual(['retained']);
  });

  it('do not make the gateway ask at each of them', async () => {
    await mqtt.start({ sparkplug: SPARKPLUG });
    for (let count = 0; count < 50; count += 1) await send(edge.ndata([]));
    await mqtt.settled();
    expect(rebirthRequests()).toBeLessThanOrEqual(4);
  });
});

describe('the presence of the gateway', () => {
  const presence = () =>
    mqtt.broker.published(PRESENCE).map(({ payload }) => JSON.parse(payload.toString()) as unknown);

  it('is announced, retained, after the subscriptions, and ended with the gateway', async () => {
    await mqtt.start({ sparkplug: SPARKPLUG });
    await eventually(() => {
      expect(presence()).toEqual([{ online: true, timestamp: expect.any(Number) as number }]);
    });
    expect(mqtt.broker.published(PRESENCE)[0]?.retain).toBe(true);
    await mqtt.source.stop();
    expect(presence()).toMatchObject([{ online: true }, { online: false }]);
  });

  it('is ended by the will when the connection breaks, and announced anew with the next', async () => {
    await mqtt.start({ sparkplug: SPARKPLUG });
    await eventually(() => {
      expect(presence()).toHaveLength(1);
    });
    mqtt.broker.drop();
    await eventually(() => {
      expect(presence()).toMatchObject([{ online: true }, { online: false }, { online: true }]);
    });
    await mqtt.settled();
  });

  it('is confirmed when somebody else says the contrary', async () => {
    await mqtt.start({ sparkplug: SPARKPLUG });
    await eventually(() => {
      expect(presence()).toHaveLength(1);
    });
    await mqtt.broker.publish(PRESENCE, { online: false, timestamp: 1 }, { retain: true });
    await eventually(() => {
      expect(presence()).toHaveLength(2);
    });
    expect(presence()[1]).toEqual(presence()[0]);
  });
});

describe('a payload', () => {
  it.each<[string, object, unknown]>([
    ['an Int8', { datatype: DATATYPE.int8, int: 0xfb }, -5],
    ['an Int16', { datatype: DATATYPE.int16, int: -5 }, -5],
    ['an Int32', { datatype: DATATYPE.int32, int: -5 }, -5],
    ['an Int64', { datatype: DATATYPE.int64, long: -5n }, -5],
    ['a UInt32', { datatype: DATATYPE.uint32, int: 4_294_967_291 }, 4_294_967_291],
    ['a UInt32 in 64 bits', { datatype: DATATYPE.uint32, long: 4_294_967_291n }, 4_294_967_291],
    ['a Float', { datatype: DATATYPE.float, float: 21.3 }, 21.3],
    ['a Double', { datatype: DATATYPE.double, double: 21.123456789 }, 21.123456789],
    ['an Int32 of 0', { datatype: DATATYPE.int32, int: 0 }, 0],
    ['a Boolean', { datatype: DATATYPE.boolean, boolean: false }, false],
    ['a String', { datatype: DATATYPE.string, text: 'OB' }, 'OB'],
    ['nothing', { datatype: DATATYPE.float }, undefined],
  ])('has %s', (_, metric, expected) => {
    const decoded = decodePayload(encodePayload({ timestamp: 1_755_857_730_123, seq: 7, metrics: [metric] }));
    expect(decoded).toMatchObject({ timestamp: 1_755_857_730_123, seq: 7 });
    const [only] = decoded.metrics;
    expect(plainValue(only?.value, only?.datatype)).toBe(expected);
  });
});
