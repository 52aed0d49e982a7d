import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/engine/engine.ts';
import { toTime, type EnvironmentData, type EnvironmentState } from '../../src/engine/entities.ts';
import { createRetention } from '../../src/engine/retention.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteLocation } from '../stores.ts';
import { copyOf, engineOn, untilWritten } from './quiet-site.ts';

const CHARGE = {
  ...{ computeHostId: 'server-1', parameterType: 'POWER', parameterName: 'charge' },
  ...{ dataType: 'VALUE' as const, unit: '%' },
};
const BEGIN = Date.now() - 600_000;

/** The charge at so many seconds after the beginning. */
async function tell(engine: Engine, seconds: number, value: number): Promise<void> {
  const timeStamp = toTime(BEGIN + seconds * 1000);
  const environmentData: EnvironmentData[] = [{ ...CHARGE, value }];
  await engine.receive({ id: `at-${seconds}`, timeStamp, environmentData });
}

/** As it is in the store. */
async function chargeIn(store: Store): Promise<EnvironmentState> {
  const [state] = await store.environmentStates.find({});
  if (state === undefined) throw new Error('nothing is known of the charge');
  return state;
}

/** With what is in memory. */
const chargeOf = ({ store }: Engine) => chargeIn(store);

const valuesOf = ({ samples }: EnvironmentState) => samples.map(({ value }) => value);
const valuesIn = async (store: Store) => valuesOf(await chargeIn(store));

/** A site that was told of the charge until the third second; the last two changed nothing. */
async function toldSite() {
  const location = sqliteLocation();
  const store = await openStore(location);
  const engine = await engineOn(store);
  await engine.catchUp();
  for (const [seconds, value] of [90, 89, 88, 87].entries()) await tell(engine, seconds, value);
  return { location, store, engine };
}

/** The store of a process that was killed now, without the notifications: nothing else is known of them. */
async function killed(location: string): Promise<Store> {
  const left = await openStore(copyOf(location));
  await left.removeEnvironmentNotifications('9999', 1000);
  return left;
}

async function startedOn(store: Store): Promise<Engine> {
  const engine = await engineOn(store);
  await engine.catchUp();
  return engine;
}

/** The states have what a crash left. */
async function untilTaken(store: Store): Promise<void> {
  const rows = async () => (await store.takenReadings.find({})).length;
  for (const end = Date.now() + 5000; Date.now() < end && (await rows()) > 0;) await sleep(10);
  expect(await rows()).toBe(0);
}

/** Started on what a crash left, which could not be taken into the states so far. */
async function startedOnFullDisk(location: string) {
  const left = await openStore(copyOf(location));
  const disk = { isFull: false, failures: 0 };
  const transaction: Store['transaction'] = (work) => {
    if (!disk.isFull) return left.transaction(work);
    disk.failures += 1;
    return Promise.reject(new Error('the disk is full'));
  };
  const restarted = await engineOn({ ...left, transaction });
  disk.isFull = true;
  await expect(restarted.catchUp()).rejects.toThrow('the disk is full');
  for (const end = Date.now() + 5000; Date.now() < end && disk.failures < 2;) await sleep(10);
  expect(disk.failures).toBe(2);
  return { left, restarted, disk };
}

describe('what readings left in memory', () => {
  it('is written beside the states, and in them after a crash', async () => {
    const { location, store, engine } = await toldSite();
    await untilWritten(store);
    expect(await valuesIn(store)).toEqual([90, 89]);
    const left = await killed(location);
    expect(await left.takenReadings.find({})).toHaveLength(1);
    const restarted = await startedOn(left);
    // At once for whoever asks.
    expect(valuesOf(await chargeOf(restarted))).toEqual([90, 89, 88, 87]);
    await untilTaken(left);
    expect(await valuesIn(left)).toEqual([90, 89, 88, 87]);
    expect((await chargeIn(left)).lastMeasuredTime).toBe(toTime(BEGIN + 3000));
    for (const each of [engine, restarted]) await each.stop();
    for (const each of [store, left]) await each.close();
  });

  it('is there once, though the notifications that it came with are taken again', async () => {
    const { location, store, engine } = await toldSite();
    await untilWritten(store);
    const left = await openStore(copyOf(location));
    // As if it had been killed before it wrote down how far it is.
    for (const checkpoint of await left.checkpoints.find({}))
      await left.checkpoints.update({ ...checkpoint, sequence: 0 });
    const restarted = await startedOn(left);
    expect(valuesOf(await chargeOf(restarted))).toEqual([90, 89, 88, 87]);
    for (const each of [engine, restarted]) await each.stop();
    for (const each of [store, left]) await each.close();
  });

  it('counts for whoever reads, and for what is told, before the states have it', async () => {
    const { location, store, engine } = await toldSite();
    await untilWritten(store);
    const { left, restarted, disk } = await startedOnFullDisk(location);
    expect(await valuesIn(left)).toEqual([90, 89]);
    expect(valuesOf(await chargeOf(restarted))).toEqual([90, 89, 88, 87]);
    disk.isFull = false;
    await tell(restarted, 4, 86);
    expect(valuesOf(await chargeOf(restarted))).toEqual([90, 89, 88, 87, 86]);
    for (const each of [engine, restarted]) await each.stop();
    for (const each of [store, left]) await each.close();
  });

  it('is taken again when the disk was full', async () => {
    const { location, store, engine } = await toldSite();
    await untilWritten(store);
    const { left, restarted, disk } = await startedOnFullDisk(location);
    disk.isFull = false;
    await untilTaken(left);
    expect(await valuesIn(left)).toEqual([90, 89, 88, 87]);
    for (const each of [engine, restarted]) await each.stop();
    for (const each of [store, left]) await each.close();
  });

  it('is not lost when the process is stopped before the states have it', async () => {
    const { location, store, engine } = await toldSite();
    await untilWritten(store);
    const { left, restarted, disk } = await startedOnFullDisk(location);
    const stopped = restarted.stop();
    disk.isFull = false;
    await stopped;
    expect(await valuesIn(left)).toEqual([90, 89]);
    const again = await startedOn(left);
    await untilTaken(left);
    expect(await valuesIn(left)).toEqual([90, 89, 88, 87]);
    for (const each of [engine, again]) await each.stop();
    for (const each of [store, left]) await each.close();
  });

  it('does not set a state back that was written after it', async () => {
    const { location, store, engine } = await toldSite();
    await untilWritten(store);
    // Below its threshold: the dwell time begins.
    await tell(engine, 4, 40);
    const written = await chargeIn(store);
    const left = await killed(location);
    const restarted = await startedOn(left);
    expect(await chargeIn(left)).toEqual(written);
    for (const each of [engine, restarted]) await each.stop();
    for (const each of [store, left]) await each.close();
  });

  it('is in the states when the process stops, and nowhere else', async () => {
    const { store, engine } = await toldSite();
    await untilWritten(store);
    await engine.stop();
    expect(await valuesIn(store)).toEqual([90, 89, 88, 87]);
    expect(await store.takenReadings.find({})).toEqual([]);
    await store.close();
  });

  it('is written again only when notifications came', async () => {
    const { store, engine } = await toldSite();
    await untilWritten(store);
    const [before] = await store.takenReadings.page({ limit: 1 }).then(({ items }) => items);
    const modified = async () => (await store.takenReadings.getStored(before?.id ?? ''))?.modifiedTime;
    const then = await modified();
    // Two looks.
    await sleep(2200);
    expect(await modified()).toBe(then);
    await tell(engine, 4, 86);
    await untilWritten(store);
    expect(await modified()).not.toBe(then);
    await engine.stop();
    await store.close();
  });
});

it('a notification that a crash would need is kept, however short its history', async () => {
  const { store, engine } = await toldSite();
  await engine.stop();
  // Nothing writes what it says any more.
  const timeStamp = toTime(BEGIN + 4000);
  await store.environmentNotifications.insert({ id: 'at-4', timeStamp, receivedTime: timeStamp, environmentData: [] });
  const retention = createRetention({
    ...{ store, metrics: createMetrics(), log: createLog('error') },
    settings: { environmentNotifications: 0, hostEvacuations: null, alarms: null },
  });
  retention.start();
  const kept = async () => (await store.environmentNotifications.page({ limit: 10 })).items.map(({ id }) => id);
  for (const end = Date.now() + 5000; Date.now() < end && (await kept()).length > 1;) await sleep(20);
  await sleep(200);
  expect(await kept()).toEqual(['at-4']);
  await retention.stop();
  await store.close();
});

it('a sensor whose readings change nothing is not silent, though its state is not written, and its silence after that is noticed', async () => {
  const store = await openStore(sqliteLocation());
  const engine = await engineOn(store, { stalenessTime: 1 });
  await engine.catchUp();
  await engine.start();
  const level = async () => (await chargeOf(engine)).environmentLevel;
  const levels: string[] = [];
  for (let times = 0; times < 25; times++) {
    const environmentData: EnvironmentData[] = [{ ...CHARGE, value: 90 - times }];
    await engine.receive({ id: `n-${times}`, timeStamp: new Date().toISOString(), environmentData });
    levels.push(await level());
    await sleep(100);
  }
  expect(new Set(levels)).toEqual(new Set(['NORMAL']));
  expect(await valuesIn(store)).toEqual([90, 89]);
  for (const end = Date.now() + 5000; Date.now() < end && (await level()) === 'NORMAL';) await sleep(50);
  expect(await level()).toBe('UNKNOWN');
  await engine.stop();
  await store.close();
});
