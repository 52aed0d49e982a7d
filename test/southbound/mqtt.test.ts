import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '../../src/problem.ts';
import { createMqttHarness, UNKNOWN, WATER, type MqttHarness } from './mqtt-harness.ts';
import { eventually } from './recording-ports.ts';

const TEMPERATURE = {
  topic: 'rooms/{room}/{sensor}',
  resourceZoneIdsBy: { room: { one: ['room-1'] } },
  parameterType: 'COOLING',
  parameterName: 'air {sensor}',
  unit: 'Cel',
  valuePointer: '/t',
  timePointer: '/at',
};
const LEAK = { parameterType: 'WATER_LEVEL', dataType: 'STATE', state: 'LEAK' };
const DRY = { dataType: 'STATE', state: 'DRY' };
const ago = (seconds: number): string => new Date(Date.now() - 1000 * seconds).toISOString();

let mqtt: MqttHarness;
beforeEach(async () => {
  mqtt = await createMqttHarness();
});
afterEach(() => mqtt.stop());

describe('a sensor that speaks', () => {
  it('is UNKNOWN for every server until it is heard, and then what it says', async () => {
    await mqtt.start({ topics: [WATER] });
    for (const server of ['server-1', 'server-2', 'server-3']) mqtt.expectLatest('leak', UNKNOWN, server);
    expect(mqtt.source.status()).toMatchObject({ connected: false });
    expect(mqtt.source.status().detail).toBe('sensors/a/water: not heard yet; sensors/b/water: not heard yet');

    await mqtt.broker.publish('sensors/a/water', { wet: true });
    await mqtt.broker.publish('sensors/b/water', { wet: false });
    await mqtt.hears('leak', LEAK, 'server-1');
    await mqtt.hears('leak', LEAK, 'server-2');
    await mqtt.hears('leak', DRY, 'server-3');
    expect(mqtt.source.status()).toEqual({
      connected: true,
      detail: `mqtt://127.0.0.1:${mqtt.broker.port}: every sensor heard`,
    });
  });

  it('is subscribed to by the entries of its table, and not by what others may publish', async () => {
    await mqtt.start({ topics: [WATER] });
    expect(mqtt.broker.subscriptions).toEqual(expect.arrayContaining(['sensors/a/water', 'sensors/b/water']));
    expect(mqtt.broker.subscriptions.join()).not.toContain('+');
  });

  it('is one of several of a zone where the topic is open, known from when it is heard', async () => {
    await mqtt.start({ topics: [TEMPERATURE] });
    expect(mqtt.ports.latest('air north')).toBeUndefined();
    const at = ago(2);
    await mqtt.broker.publish('rooms/one/north', { t: 21.5, at });
    await mqtt.broker.publish('rooms/one/south', { t: 24, at });
    await mqtt.broker.publish('rooms/two/north', { t: 99, at });
    await mqtt.hears('air north', {
      resourceZoneId: 'room-1',
      value: 21.5,
      unit: 'Cel',
      measuredAt: expect.any(String) as string,
    });
    await mqtt.hears('air south', { resourceZoneId: 'room-1', value: 24 });
    expect(mqtt.ports.notifications.flatMap((one) => one.environmentData).map(({ value }) => value)).not.toContain(99);
  });

  it('is believed when it was measured, if that is after what is known', async () => {
    await mqtt.start({ topics: [TEMPERATURE] });
    await mqtt.broker.publish('rooms/one/north', { t: 21, at: ago(1) });
    await mqtt.broker.publish('rooms/one/north', { t: 35, at: ago(30) });
    await mqtt.settled();
    mqtt.expectLatest('air north', { value: 21 });
  });

  it('says nothing of now with a reading older than its silence time', async () => {
    await mqtt.start({ topics: [{ ...TEMPERATURE, silenceTime: 60 }] });
    await mqtt.broker.publish('rooms/one/north', { t: 35, at: ago(3600) });
    await mqtt.settled();
    mqtt.expectLatest('air north', UNKNOWN);
    expect(mqtt.ports.problems).toEqual(['time']);
  });

  it('is heard anew although its clock is behind the moment at which it was lost', async () => {
    await mqtt.start({ topics: [{ ...TEMPERATURE, silenceTime: 60 }] });
    await mqtt.broker.publish('rooms/one/north', 'nonsense');
    await mqtt.hears('air north', UNKNOWN);
    const lost = mqtt.ports.latest('air north')?.measuredAt ?? '';
    await mqtt.broker.publish('rooms/one/north', { t: 21, at: ago(20) });
    await mqtt.hears('air north', { value: 21 });
    expect((mqtt.ports.latest('air north')?.measuredAt ?? '') > lost).toBe(true);
  });

  it('loses no state between two that follow at once', async () => {
    await mqtt.start({ topics: [WATER] });
    for (const wet of [true, false, true, false]) await mqtt.broker.publish('sensors/b/water', { wet });
    await mqtt.hears('leak', DRY, 'server-3');
    await mqtt.settled();
    const states = mqtt.ports.notifications
      .flatMap((notification) => notification.environmentData)
      .filter(({ computeHostId }) => computeHostId === 'server-3')
      .map(({ state }) => state);
    expect(states).toEqual(['UNKNOWN', 'LEAK', 'DRY', 'LEAK', 'DRY']);
  });
});

describe('a retained message', () => {
  it('without a time is no news: its sensor may be dead', async () => {
    await mqtt.broker.publish('sensors/a/water', { wet: true }, { retain: true });
    await mqtt.start({ topics: [WATER] });
    mqtt.expectLatest('leak', UNKNOWN, 'server-1');
    await mqtt.broker.publish('sensors/a/water', { wet: true }, { retain: true });
    await mqtt.hears('leak', LEAK, 'server-1');
  });

  it('from before the start is no news either', async () => {
    await mqtt.broker.publish('rooms/one/north', { t: 35, at: ago(5) }, { retain: true });
    await mqtt.start({ topics: [TEMPERATURE] });
    mqtt.expectLatest('air north', UNKNOWN);
  });

  it('that was measured while the broker could not be reached is news', async () => {
    const sensor = { ...TEMPERATURE, topic: 'north', resourceZoneIdsBy: undefined, resourceZoneIds: ['room-1'] };
    await mqtt.start({ topics: [{ ...sensor, parameterName: 'air north' }] });
    await mqtt.broker.publish('north', { t: 21, at: ago(0) });
    await mqtt.hears('air north', { value: 21 });
    await mqtt.broker.close();
    await mqtt.hears('air north', UNKNOWN);
    await mqtt.restartBroker();
    await mqtt.broker.publish('north', { t: 35, at: new Date(Date.now() + 5).toISOString() }, { retain: true });
    await mqtt.hears('air north', { value: 35 });
  });
});

describe('what cannot be learned', () => {
  it('is UNKNOWN, counted, and logged once for each topic', async () => {
    await mqtt.start({ topics: [WATER] });
    await mqtt.broker.publish('sensors/a/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-1');
    for (let count = 0; count < 3; count += 1) await mqtt.broker.publish('sensors/a/water', { wet: 'a little' });
    await mqtt.hears('leak', UNKNOWN, 'server-1');
    await mqtt.settled();
    expect(mqtt.ports.problems).toEqual(['state', 'state', 'state']);
    expect(mqtt.ports.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(mqtt.source.status().detail).toContain('sensors/a/water: the state a little is not in the table');

    await mqtt.broker.publish('sensors/a/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-1');
  });

  it('is UNKNOWN when the sensor falls silent', async () => {
    await mqtt.start({ topics: [{ ...WATER, silenceTime: 0.5 }] });
    await mqtt.broker.publish('sensors/a/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-1');
    await mqtt.hears('leak', UNKNOWN, 'server-1');
    expect(mqtt.source.status().detail).toContain('sensors/a/water: silent for 0.5 s');
  });

  it('is UNKNOWN when the will of the sensor says that it is gone, until it speaks again', async () => {
    const availability = { topic: 'devices/{rack}/status', valuePointer: '/state' };
    await mqtt.start({ topics: [{ ...WATER, availability }] });
    await mqtt.broker.publish('sensors/a/water', { wet: false });
    await mqtt.broker.publish('sensors/b/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-3');
    await mqtt.broker.publish('devices/a/status', { state: 'offline' });
    await mqtt.hears('leak', UNKNOWN, 'server-1');
    await mqtt.broker.publish('devices/a/status', { state: 'online' });
    await mqtt.settled();
    mqtt.expectLatest('leak', UNKNOWN, 'server-2');
    mqtt.expectLatest('leak', DRY, 'server-3');
    expect(mqtt.source.status().detail).toBe('sensors/a/water: devices/a/status says offline');

    await mqtt.broker.publish('sensors/a/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-1');
  });

  it('is UNKNOWN when the availability cannot be read', async () => {
    await mqtt.start({
      topics: [{ ...WATER, availability: { topic: 'devices/{rack}/status', valuePointer: '/state' } }],
    });
    await mqtt.broker.publish('sensors/a/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-1');
    await mqtt.broker.publish('devices/a/status', '');
    await mqtt.hears('leak', UNKNOWN, 'server-1');
    expect(mqtt.ports.problems).toEqual(['malformed']);
  });
});

describe('without the broker', () => {
  it('everything is UNKNOWN from the start', async () => {
    await mqtt.broker.close();
    const starting = mqtt.start({ topics: [WATER] });
    await mqtt.hears('leak', UNKNOWN, 'server-3');
    await eventually(() => {
      expect(mqtt.source.status().detail).toContain('ECONNREFUSED');
    });
    await mqtt.restartBroker();
    await starting;
    await mqtt.broker.publish('sensors/b/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-3');
  });

  it('everything is UNKNOWN at once, and heard again when it comes back', async () => {
    await mqtt.start({ topics: [WATER] });
    await mqtt.broker.publish('sensors/a/water', { wet: false });
    await mqtt.broker.publish('sensors/b/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-3');
    await mqtt.broker.close();
    for (const server of ['server-1', 'server-2', 'server-3']) await mqtt.hears('leak', UNKNOWN, server);
    expect(mqtt.source.status().connected).toBe(false);

    await mqtt.restartBroker();
    await mqtt.settled();
    await mqtt.broker.publish('sensors/a/water', { wet: true });
    await mqtt.hears('leak', LEAK, 'server-1');
    mqtt.expectLatest('leak', UNKNOWN, 'server-3');
  });
});

describe('a broker that wants to know who it is', () => {
  it('is told the password of the file, which is read anew at each connection', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mqtt-'));
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'wrong\n');
    mqtt.broker.demand('gateway', 'right');
    const starting = mqtt.start({ username: 'gateway', passwordFile });
    await eventually(() => {
      expect(mqtt.source.status().detail).toContain('Not authorized');
    });
    await writeFile(passwordFile, 'right\n');
    await starting;
    expect(JSON.stringify([mqtt.ports.lines, mqtt.source.status()])).not.toMatch(/wrong|right/);
    await rm(folder, { recursive: true });
  });

  it('and forbids one topic is heard in the others, and the topic is named', async () => {
    mqtt.broker.forbid('sensors/a/water');
    await mqtt.start({ topics: [WATER] });
    await mqtt.broker.publish('sensors/b/water', { wet: false });
    await mqtt.hears('leak', DRY, 'server-3');
    mqtt.expectLatest('leak', UNKNOWN, 'server-1');
    expect(mqtt.source.status().detail).toContain('subscription to sensors/a/water: Subscribe error');
  });
});

describe('an engine that does not take the data', () => {
  it('is given them again when it failed', async () => {
    await mqtt.start({ topics: [WATER] });
    mqtt.ports.refuse(new Error('the store does not answer'));
    await mqtt.broker.publish('sensors/b/water', { wet: true });
    await eventually(() => {
      expect(mqtt.source.status().detail).toContain('data were not taken: the store does not answer');
    });
    mqtt.ports.refuse(undefined);
    await mqtt.hears('leak', LEAK, 'server-3');
  });

  it('is not given again what it refuses', async () => {
    await mqtt.start({ topics: [WATER] });
    mqtt.ports.refuse(new DomainError('Unprocessable', 'no compute host server-3'));
    await mqtt.broker.publish('sensors/b/water', { wet: true });
    await eventually(() => {
      expect(mqtt.source.status().detail).toContain('data were not taken: no compute host server-3');
    });
    mqtt.ports.refuse(undefined);
    await mqtt.settled();
    mqtt.expectLatest('leak', UNKNOWN, 'server-3');
  });
});

it('says nothing any more once it is stopped', async () => {
  await mqtt.start({ topics: [WATER] });
  await mqtt.source.stop();
  const { length } = mqtt.ports.notifications;
  await mqtt.broker.publish('sensors/b/water', { wet: true });
  await mqtt.broker.close();
  expect(mqtt.ports.notifications).toHaveLength(length);
  expect(mqtt.source.status()).toEqual({ connected: false, detail: 'stopped' });
  await mqtt.restartBroker();
});
