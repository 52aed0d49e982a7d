import * as fc from 'fast-check';
import type { Engine } from '../../src/engine/engine.ts';
import {
  stateKeyOf,
  toTime,
  type EnvironmentData,
  type EnvironmentNotificationRequest,
  type EnvironmentState,
} from '../../src/engine/entities.ts';
import { createQuietReadings } from '../../src/engine/quiet-readings.ts';
import { createConvert } from '../../src/engine/unit.ts';
import { reevaluateParameter } from '../../src/engine/reevaluate.ts';
import { hostObject } from '../../src/engine/topology.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { postgresLocation, sqliteLocation } from '../stores.ts';
import { copyOf, engineOn, untilWritten } from './quiet-site.ts';

const START = Date.now() - 3_600_000;

/** Values on either side of every threshold, and on it. */
const datum: fc.Arbitrary<EnvironmentData> = fc
  .tuple(
    fc.constantFrom({ computeHostId: 'server-1' }, { computeHostId: 'server-2' }, { resourceZoneId: 'room' }),
    fc.oneof(
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('charge'),
        dataType: fc.constant('VALUE' as const),
        value: fc.constantFrom(95, 80, 79.5, 56, 55, 52, 50, 49, 12, 10, 5),
        unit: fc.constant('%'),
      }),
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('load'),
        dataType: fc.constant('VALUE' as const),
        value: fc.constantFrom(1, 1.5, 1.9, 2, 1500, 1999, 2000),
        unit: fc.constantFrom('W', 'kW'),
      }),
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('status'),
        dataType: fc.constant('STATE' as const),
        state: fc.constantFrom('OL', 'OL', 'OL', 'OB', 'UNKNOWN', 'BYPASS'),
      }),
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('charge'),
        dataType: fc.constant('VARIATION' as const),
        variation: fc.constantFrom(-3, 0),
        unit: fc.constant('%/min'),
      }),
      fc.record({
        parameterType: fc.constant('WATER_LEVEL'),
        dataType: fc.constant('VALUE' as const),
        value: fc.constantFrom(0, 40, 99, 100, 120),
        unit: fc.constant('mm'),
      }),
    ),
    fc.constantFrom(-2, 1, 2, 3, 4),
  )
  .map(([where, what, step]) => ({ ...what, ...where, measuredAt: String(step) }));

const notifications = fc.array(fc.array(datum, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 30 });

const CALM: EnvironmentData = {
  ...{ computeHostId: 'server-2', parameterType: 'POWER', parameterName: 'load' },
  ...{ dataType: 'VALUE', value: 1, unit: 'kW', measuredAt: '1' },
};

/** So many that most parameters were heard of before. */
const manyNotifications = fc.array(fc.array(datum, { minLength: 1, maxLength: 2 }), { minLength: 50, maxLength: 80 });

/** So many of them come after a crash. */
const AFTER = 10;

/** Everything of a state but what is made up for it, and when it was told and deadlines were reckoned last. */
function shown({ id: _id, reckonedFailureTime: _reckoned, toldTime: _told, ...state }: EnvironmentState) {
  return state;
}

async function statesOf({ store }: Engine) {
  const states = await store.environmentStates.find({});
  return states.map(shown).sort((a, b) => stateKeyOf(a.objectId, a).localeCompare(stateKeyOf(b.objectId, b)));
}

async function levelsOf({ store }: Engine) {
  const hosts = await store.computeHosts.find({});
  const evacuations = await store.hostEvacuations.find({});
  const zones = await store.resourceZones.find({});
  return {
    hosts: hosts.map(({ id, environmentLevel }) => [id, environmentLevel]),
    zones: zones.map(({ environmentLevel }) => environmentLevel),
    evacuations: evacuations.map(({ computeHostId }) => computeHostId).sort(),
    causes: evacuations.map(({ cause }) => [cause.parameterName, cause.environmentLevel]),
  };
}

/** The data in notifications; no two at the same time: of those only the first is certain to be known after a crash. */
function requestsOf(all: readonly EnvironmentData[][]): EnvironmentNotificationRequest[] {
  let time = START;
  return all.map((data, index) => {
    const environmentData = data.map((one) => {
      time += Number(one.measuredAt) * 1000 + 1;
      return { ...one, measuredAt: new Date(time).toISOString() };
    });
    return { id: `n-${index}`, timeStamp: new Date(time).toISOString(), environmentData };
  });
}

function rejectedBy(engine: Engine, request: EnvironmentNotificationRequest) {
  return engine.receive(request).then(
    ({ notification }) => notification.rejectedEnvironmentData ?? [],
    (error: unknown) => String(error),
  );
}

/** Asked for by an attribute that readings change, the states are written first. */
async function writeStates({ store }: Engine): Promise<void> {
  const path = [{ kind: 'member' as const, name: 'lastMeasuredTime' }];
  await store.environmentStates.page({
    limit: 1,
    filter: [{ operator: 'eq', path, type: 'string', values: ['none'] }],
  });
}

describe('readings that change nothing', () => {
  it('leave the states, levels and evacuations that a whole evaluation of each leaves, after a crash too', async () => {
    await fc.assert(
      fc.asyncProperty(notifications, async (all) => {
        const [location, reference] = [sqliteLocation(), await openStore(sqliteLocation())];
        const store = await openStore(location);
        const quiet = await engineOn(store);
        await quiet.catchUp();
        // Where another process may change the states, every datum is evaluated as a whole.
        const whole = await engineOn({ ...reference, exclusive: false });
        for (const [index, request] of requestsOf(all).entries()) {
          expect(await rejectedBy(quiet, request)).toEqual(await rejectedBy(whole, request));
          if (index % 4 === 3) await writeStates(quiet);
        }
        const expected = await statesOf(whole);
        expect(await levelsOf(quiet)).toEqual(await levelsOf(whole));
        expect(await statesOf(quiet)).toEqual(expected);

        // What was only kept in mind goes with the process, and is taken again.
        const left = await openStore(copyOf(location));
        const restarted = await engineOn(left);
        await restarted.catchUp();
        await writeStates(restarted);
        expect(await statesOf(restarted)).toEqual(expected);
        for (const engine of [quiet, restarted]) await engine.stop();
        for (const each of [store, left, reference]) await each.close();
      }),
      { numRuns: 25 },
    );
  });

  it('leave the same after a crash when some of them were written beside the states, and others come right after the start', async () => {
    let beside = 0;
    await fc.assert(
      fc.asyncProperty(manyNotifications, fc.integer({ min: 30, max: 40 }), async (all, first) => {
        const [location, reference] = [sqliteLocation(), await openStore(sqliteLocation())];
        const store = await openStore(location);
        const quiet = await engineOn(store);
        await quiet.catchUp();
        const whole = await engineOn({ ...reference, exclusive: false });
        const before = [...all.slice(0, first), ...Array.from({ length: 4 }, () => [CALM])];
        const requests = requestsOf([...before, ...all.slice(first)]);
        for (const [index, request] of requests.slice(0, -AFTER).entries()) {
          if (index === before.length) await untilWritten(store);
          expect(await rejectedBy(quiet, request)).toEqual(await rejectedBy(whole, request));
        }
        const left = await openStore(copyOf(location));
        beside += (await left.takenReadings.find({})).flatMap(({ readings }) => readings).length;
        const restarted = await engineOn(left);
        await restarted.catchUp();
        for (const request of requests.slice(-AFTER))
          expect(await rejectedBy(restarted, request)).toEqual(await rejectedBy(whole, request));
        await writeStates(restarted);
        expect(await statesOf(restarted)).toEqual(await statesOf(whole));
        expect(await levelsOf(restarted)).toEqual(await levelsOf(whole));
        for (const engine of [quiet, restarted]) await engine.stop();
        for (const each of [store, left, reference]) await each.close();
      }),
      { numRuns: 5, endOnFailure: true },
    );
    expect(beside).toBeGreaterThan(0);
  });

  it('leave the same when replicas take many of them together', async () => {
    let together = 0;
    await fc.assert(
      fc.asyncProperty(manyNotifications, fc.integer({ min: 1, max: 8 }), async (all, atOnce) => {
        const [location, reference] = [await postgresLocation(), await openStore(sqliteLocation())];
        const stores = [await openStore(location), await openStore(location)];
        const replicas: Engine[] = [];
        for (const store of stores) replicas.push(await engineOn(counting(store, (count) => (together += count))));
        const whole = await engineOn({ ...reference, exclusive: false });
        const requests = requestsOf(all);
        for (let first = 0; first < requests.length; first += atOnce) {
          const some = requests.slice(first, first + atOnce);
          const [replica] = replicas.reverse();
          const outcomes = await Promise.all(some.map((request) => rejectedBy(replica as Engine, request)));
          const expected: unknown[] = [];
          for (const request of some) expected.push(await rejectedBy(whole, request));
          expect(outcomes).toEqual(expected);
        }
        expect(await levelsOf(replicas[0] as Engine)).toEqual(await levelsOf(whole));
        expect(await statesOf(replicas[0] as Engine)).toEqual(await statesOf(whole));
        for (const engine of replicas) await engine.stop();
        for (const each of [...stores, reference]) await each.close();
      }),
      { numRuns: 6, endOnFailure: true },
    );
    expect(together).toBeGreaterThan(10);
  });
});

/** A parameter that is quiet from its next datum on, in the transaction under way. */
function learntParameter() {
  const quiet = createQuietReadings(createConvert());
  const time = Date.now();
  const datum = {
    ...{ computeHostId: 'server-1', parameterType: 'POWER', parameterName: 'charge' },
    ...{ dataType: 'VALUE' as const, value: 90, unit: '%' },
  };
  const threshold = {
    ...{ id: 'charge', parameterType: 'POWER', parameterName: 'charge', unit: '%' },
    ...{ direction: 'FALLING' as const, degraded: { thresholdValue: 50 } },
  };
  const state: EnvironmentState = {
    ...{ id: 'state-1', objectId: 'computeHost server-1', computeHostId: 'server-1' },
    ...{ parameterType: 'POWER', parameterName: 'charge', environmentLevel: 'NORMAL' },
    ...{
      lastDatum: datum,
      lastMeasuredTime: toTime(time),
      levelEnteredTime: toTime(time),
      samples: [],
      readings: { VALUE: { datum, time: toTime(time) } },
    },
    thresholdLevels: [{ environmentThresholdId: 'charge', environmentLevel: 'NORMAL' }],
  };
  quiet.begin();
  quiet.learn(state, { computeHostId: 'server-1', characteristics: {}, isCalm: true }, [threshold]);
  return { quiet, state, take: () => quiet.take(datum, time + 1000, time + 1000) };
}

it.each([
  ['a server', 'server-1', false],
  ['another server', 'server-2', true],
  ['what bears on all', undefined, false],
])('what was learnt before %s was written in the same transaction is not relied on', (_what, written, isQuiet) => {
  const { quiet, take } = learntParameter();
  quiet.changes(written);
  quiet.commit({ computeHosts: written === undefined ? [] : [written], isEveryThing: written === undefined });
  expect(take()).toBe(isQuiet);
});

it('a state that servers wait for is evaluated whatever is taken of it', () => {
  const { quiet, state, take } = learntParameter();
  quiet.waits(state);
  quiet.commit({ computeHosts: [], isEveryThing: false });
  expect(take()).toBe(false);
});

it('states that could not be written are written the next time', async () => {
  const store = await openStore(sqliteLocation());
  const disk = { isFull: false };
  const engine = await engineOn({
    ...store,
    transaction: (work) => (disk.isFull ? Promise.reject(new Error('the disk is full')) : store.transaction(work)),
  });
  await engine.catchUp();
  // The first changes the level of the server, the second is evaluated as a whole, the third is quiet.
  const times = [START, START + 1000, START + 2000].map((time) => toTime(time));
  for (const timeStamp of times) {
    const environmentData: EnvironmentData[] = [
      {
        ...{ computeHostId: 'server-1', parameterType: 'POWER', parameterName: 'charge' },
        ...{ dataType: 'VALUE', value: 90, unit: '%' },
      },
    ];
    await engine.receive({ id: timeStamp, timeStamp, environmentData });
  }
  const written = async () => (await store.environmentStates.find({})).map((state) => state.lastMeasuredTime);
  disk.isFull = true;
  await writeStates(engine);
  expect(await written()).toEqual([times[1]]);
  disk.isFull = false;
  await writeStates(engine);
  expect(await written()).toEqual([times[2]]);
  await engine.stop();
  await store.close();
});

it('the deadline of a server that began to fail follows its readings', async () => {
  const [store, reference] = [await openStore(sqliteLocation()), await openStore(sqliteLocation())];
  const [quiet, whole] = [await engineOn(store), await engineOn({ ...reference, exclusive: false })];
  await quiet.catchUp();
  const begin = Date.now() - 600_000;
  const failures: (string | undefined)[][] = [];
  for (const [index, value] of [60, 59, 45, 44, 43, 42.5, 42.2, 42.1, 40, 36, 30].entries()) {
    const request: EnvironmentNotificationRequest = {
      id: `n-${index}`,
      timeStamp: new Date(begin + index * 10_000).toISOString(),
      environmentData: [
        {
          ...{ computeHostId: 'server-1', parameterType: 'POWER', parameterName: 'charge' },
          ...{ dataType: 'VALUE' as const, value, unit: '%' },
        },
      ],
    };
    for (const engine of [quiet, whole]) await engine.receive(request);
    const hosts = await Promise.all([store, reference].map((each) => each.computeHosts.get('server-1')));
    failures.push(hosts.map((host) => host?.predictedFailureTime));
  }
  for (const [one, other] of failures) expect(one).toBe(other);
  expect(new Set(failures.map(([one]) => one)).size).toBeGreaterThan(4);
  for (const engine of [quiet, whole]) await engine.stop();
  for (const each of [store, reference]) await each.close();
});

it('a server that begins to fail has as long as readings that changed nothing predict', async () => {
  const [store, reference] = [await openStore(sqliteLocation()), await openStore(sqliteLocation())];
  const [quiet, whole] = [await engineOn(store), await engineOn({ ...reference, exclusive: false })];
  await quiet.catchUp();
  const server = { computeHostId: 'server-1', parameterType: 'POWER' };
  const charge = { ...server, parameterName: 'charge', dataType: 'VALUE' as const, unit: '%' };
  const readings: EnvironmentData[] = [
    ...[90, 88, 70].map((value) => ({ ...charge, value })),
    { ...server, parameterName: 'status', dataType: 'STATE', state: 'OB' },
  ];
  const begin = Date.now() - 40_000;
  for (const [index, reading] of readings.entries()) {
    const timeStamp = new Date(begin + index * 10_000).toISOString();
    for (const engine of [quiet, whole])
      await engine.receive({ id: `n-${index}`, timeStamp, environmentData: [reading] });
  }
  const [written] = await store.environmentStates.find({ objectId: hostObject('server-1') });
  expect(written?.lastDatum.value).toBe(88);
  const [one, other] = await Promise.all([store, reference].map((each) => each.computeHosts.get('server-1')));
  // A percent a second from 70 down to 10.
  expect(one?.predictedFailureTime).toBe(new Date(begin + 80_000).toISOString());
  expect(one?.predictedFailureTime).toBe(other?.predictedFailureTime);
  for (const engine of [quiet, whole]) await engine.stop();
  for (const each of [store, reference]) await each.close();
});

it('levels of very many states are evaluated anew while readings of them come in at another replica', async () => {
  const location = await postgresLocation();
  const stores = [await openStore(location), await openStore(location)];
  const [one, other] = (await Promise.all(stores.map((store) => engineOn(store)))) as [Engine, Engine];
  let count = 0;
  const tellAll = () =>
    other.receive({
      id: `all-${count++}`,
      timeStamp: new Date().toISOString(),
      environmentData: Array.from({ length: 300 }, (_, index) => ({
        ...{ computeHostId: 'server-2', parameterType: 'POWER', parameterName: `sensor-${index}` },
        ...{ dataType: 'VALUE' as const, value: 20 + (count % 7), unit: 'W' },
      })),
    });
  await tellAll();
  const telling = { isOver: false };
  const told = (async () => {
    while (!telling.isOver) await tellAll();
  })();
  for (let times = 0; times < 3; times++) await one.transact((context) => reevaluateParameter(context, 'POWER'));
  telling.isOver = true;
  await told;
  for (const engine of [one, other]) await engine.stop();
  for (const store of stores) await store.close();
});

/** Tells how many notifications were taken together. */
function counting(store: Store, count: (taken: number) => void): Store {
  const { sharedIntake } = store;
  if (sharedIntake === undefined) throw new Error('the store is of one process alone');
  return {
    ...store,
    sharedIntake: async (work) => {
      const result = await sharedIntake(work);
      if (Array.isArray(result)) count(result.filter((received) => received !== undefined).length);
      return result;
    },
  };
}
