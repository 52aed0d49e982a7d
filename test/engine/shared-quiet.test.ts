import pg from 'pg';
import type { Engine } from '../../src/engine/engine.ts';
import { toTime, type EnvironmentData, type EnvironmentState } from '../../src/engine/entities.ts';
import { hostObject } from '../../src/engine/topology.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { postgresLocation, sqliteLocation } from '../stores.ts';
import { engineOn } from './quiet-site.ts';

const CHARGE = { computeHostId: 'server-1', parameterType: 'POWER', parameterName: 'charge' };
const START = Date.now() - 600_000;

/** Two gateways on one PostgreSQL that know the same site, and a look into its tables. */
interface Replicas {
  one: Engine;
  other: Engine;
  client: pg.Client;
  close: () => Promise<void>;
}

async function startReplicas(settings: Parameters<typeof engineOn>[1] = {}): Promise<Replicas> {
  const location = await postgresLocation();
  const stores: Store[] = [await openStore(location), await openStore(location)];
  const engines: Engine[] = [];
  for (const store of stores) engines.push(await engineOn(store, settings));
  const client = new pg.Client({ connectionString: location });
  client.on('error', () => undefined);
  await client.connect();
  const [one, other] = engines as [Engine, Engine];
  return {
    one,
    other,
    client,
    async close() {
      await client.end();
      for (const engine of engines) await engine.stop();
      for (const store of stores) await store.close();
    },
  };
}

let told = 0;

async function tell(engine: Engine, value: number, time: number, rest: Partial<EnvironmentData> = {}): Promise<void> {
  const datum = { ...CHARGE, dataType: 'VALUE' as const, value, unit: '%', ...rest };
  await engine.receive({ id: `told-${++told}`, timeStamp: toTime(time), environmentData: [datum] });
}

/** A parameter of which the next reading that says the same changes nothing. */
async function tellUntilQuiet(engine: Engine): Promise<void> {
  for (const index of [0, 1, 2]) await tell(engine, 90, START + 1000 * index);
}

async function chargeOf({ store }: Engine): Promise<EnvironmentState> {
  const [state] = await store.environmentStates.find({ objectId: hostObject('server-1') });
  if (state === undefined) throw new Error('there is no state');
  return state;
}

/** As the row has it, without what was taken since. */
async function writtenValue(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ value: number }>(
    `select (document -> 'lastDatum' -> 'value')::float8 as value from environment_state`,
  );
  return rows[0]?.value ?? NaN;
}

describe('a reading that changes nothing, at gateways on one PostgreSQL', () => {
  it('is shown by each of them, and leaves the row of the state as it was', async () => {
    const { one, other, client, close } = await startReplicas();
    await tellUntilQuiet(one);
    await tell(other, 88, START + 10_000);
    await tell(one, 86, START + 20_000);
    expect(await writtenValue(client)).toBe(90);
    for (const engine of [one, other]) {
      const { lastDatum, lastMeasuredTime, samples, trend } = await chargeOf(engine);
      expect(lastDatum.value).toBe(86);
      expect(lastMeasuredTime).toBe(toTime(START + 20_000));
      expect(samples.map(({ value }) => value)).toEqual([90, 90, 90, 88, 86]);
      expect(trend?.value).toBeLessThan(0);
    }
    await close();
  });

  it('is found by a filter on what it changed', async () => {
    const { one, other, close } = await startReplicas();
    await tellUntilQuiet(one);
    await tell(one, 88, START + 10_000);
    const path = [
      { kind: 'member' as const, name: 'lastDatum' },
      { kind: 'member' as const, name: 'value' },
    ];
    const { items } = await other.store.environmentStates.page({
      limit: 10,
      filter: [{ operator: 'eq', path, type: 'number', values: ['88'] }],
    });
    expect(items.map(({ lastDatum }) => lastDatum.value)).toEqual([88]);
    await tell(other, 87, START + 20_000);
    expect((await chargeOf(one)).samples.map(({ value }) => value)).toEqual([90, 90, 90, 88, 87]);
    await close();
  });

  it('does not bring back what is older', async () => {
    const { one, other, close } = await startReplicas();
    await tellUntilQuiet(one);
    await tell(one, 88, START + 10_000);
    // Late, and by itself a failure.
    await tell(other, 5, START + 9000);
    const { environmentLevel, lastDatum } = await chargeOf(other);
    expect([environmentLevel, lastDatum.value]).toEqual(['NORMAL', 88]);
    await close();
  });

  it('is held against thresholds as they are by now', async () => {
    const { one, other, close } = await startReplicas();
    await tellUntilQuiet(one);
    await tell(one, 88, START + 10_000);
    await other.transact(async ({ tables: { environmentThresholds } }) => {
      const [threshold] = await environmentThresholds.find({ parameterType: 'POWER' });
      if (threshold === undefined) throw new Error('there is no threshold');
      await environmentThresholds.update({ ...threshold, failed: { thresholdValue: 89 } });
    });
    await tell(one, 88, START + 20_000);
    expect((await chargeOf(one)).environmentLevel).toBe('FAILED');
    await close();
  });

  it('is not one any more where a server was moved below a zone with a threshold of its own', async () => {
    const { one, other, close } = await startReplicas();
    await tellUntilQuiet(one);
    await other.transact(async ({ tables: { environmentThresholds, resourceZones, computeHosts } }) => {
      await resourceZones.insert({ zoneId: 'cage', parentResourceZoneId: 'room', environmentLevel: 'UNKNOWN' });
      const host = await computeHosts.get('server-1');
      if (host !== undefined) await computeHosts.update({ ...host, resourceZoneId: 'cage' });
      await environmentThresholds.insert({
        ...{ id: 'cage', parameterType: 'POWER', parameterName: 'charge', scope: { resourceZoneIds: ['cage'] } },
        ...{ unit: '%', direction: 'FALLING', failed: { thresholdValue: 89 } },
      });
    });
    await tell(one, 88, START + 10_000);
    expect((await chargeOf(one)).environmentLevel).toBe('FAILED');
    await close();
  });

  it('is not one any more where its zone was moved below one with a threshold of its own', async () => {
    const { one, other, close } = await startReplicas();
    await other.transact(async ({ tables: { environmentThresholds, resourceZones } }) => {
      await resourceZones.insert({ zoneId: 'hall', environmentLevel: 'UNKNOWN' });
      await environmentThresholds.insert({
        ...{ id: 'hall', parameterType: 'POWER', parameterName: 'charge', scope: { resourceZoneIds: ['hall'] } },
        ...{ unit: '%', direction: 'FALLING', failed: { thresholdValue: 89 } },
      });
    });
    await tellUntilQuiet(one);
    await tell(one, 88, START + 10_000);
    expect((await chargeOf(one)).environmentLevel).toBe('NORMAL');
    await other.transact(async ({ tables: { resourceZones } }) => {
      const room = await resourceZones.get('room');
      if (room !== undefined) await resourceZones.update({ ...room, parentResourceZoneId: 'hall' });
    });
    await tell(one, 88, START + 20_000);
    expect((await chargeOf(one)).environmentLevel).toBe('FAILED');
    await close();
  });

  it.each(['environment_state', 'compute_host'])(
    'is evaluated as a whole after %s was written by something that knows nothing of this',
    async (table) => {
      const { one, client, close } = await startReplicas();
      await tellUntilQuiet(one);
      await tell(one, 88, START + 10_000);
      expect(await writtenValue(client)).toBe(90);
      await client.query(`update ${table} set "modifiedTime" = "modifiedTime"`);
      await tell(one, 87, START + 20_000);
      expect(await writtenValue(client)).toBe(87);
      await close();
    },
  );

  it('goes with its server', async () => {
    const { one, client, close } = await startReplicas();
    await tellUntilQuiet(one);
    const count = async () => (await client.query('select from quiet_parameter')).rowCount;
    expect(await count()).toBe(1);
    const { id } = await chargeOf(one);
    await one.transact(({ tables }) => tables.environmentStates.delete(id));
    expect(await count()).toBe(0);
    await close();
  });

  it('keeps its sensor from being silent, and its silence after that is noticed', async () => {
    const { one, other, close } = await startReplicas({ stalenessTime: 3 });
    await one.start();
    const begin = Date.now();
    const until = async (milliseconds: number) =>
      new Promise((resolve) => setTimeout(resolve, begin + milliseconds - Date.now()));
    for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
      await until(500 * index);
      await tell(index % 2 === 0 ? one : other, 90 - index, Date.now());
      expect((await chargeOf(one)).environmentLevel).toBe('NORMAL');
    }
    // The first are more than 3 s ago, the last is less.
    await until(6000);
    expect((await chargeOf(other)).environmentLevel).toBe('NORMAL');
    await until(8500);
    expect((await chargeOf(other)).environmentLevel).toBe('UNKNOWN');
    await close();
  });

  it('is not lost where levels move at the same time, whichever gateway is told of which', async () => {
    const { one, other, close } = await startReplicas();
    const names = Array.from({ length: 12 }, (_none, index) => `charge-${index}`);
    await one.transact(async ({ tables: { environmentThresholds } }) => {
      for (const parameterName of names)
        await environmentThresholds.insert({
          ...{ id: parameterName, parameterType: 'POWER', parameterName, unit: '%', direction: 'FALLING' },
          ...{ degraded: { thresholdValue: 50 }, failed: { thresholdValue: 10 } },
        });
    });
    const values = [90, 85, 80, 45, 85, 82, 5, 90, 45, 44, 81, 79, 90, 30, 77, 88, 87, 86, 85, 71];
    const toldAll = values.flatMap((value, round) =>
      names.map((parameterName, index) =>
        // Each round is told of while those before it are under way.
        new Promise((resolve) => setTimeout(resolve, 15 * round)).then(() =>
          tell((round + index) % 2 === 0 ? one : other, value, START + 1000 * round, { parameterName }),
        ),
      ),
    );
    await Promise.all(toldAll);
    for (const { store } of [one, other]) {
      const states = await store.environmentStates.find({ objectId: hostObject('server-1') });
      expect(states.map(({ parameterName }) => parameterName).sort()).toEqual([...names].sort());
      for (const { lastDatum, lastMeasuredTime, environmentLevel } of states)
        expect([lastDatum.value, lastMeasuredTime, environmentLevel]).toEqual([71, toTime(START + 19_000), 'NORMAL']);
    }
    await close();
  });

  it('has the time at which its sensor would be silent moved, without its state being evaluated', async () => {
    const { one, other, client, close } = await startReplicas({ stalenessTime: 60 });
    const begin = Date.now() - 20_000;
    for (const index of [0, 1, 2]) await tell(one, 90, begin + 1000 * index);
    await tell(other, 88, begin + 15_000);
    const postpone = () => one.store.quietParameters?.postpone(begin + 65_000, 10);
    expect(await postpone()).toBe(1);
    const { rows } = await client.query<{ time: string }>('select "nextEvaluationTime" as time from environment_state');
    expect(rows[0]?.time).toBe(toTime(begin + 75_000));
    // There is nothing more to move, and what is known of the parameter holds still.
    expect(await postpone()).toBe(0);
    await tell(one, 87, begin + 16_000);
    expect(await writtenValue(client)).toBe(90);
    expect((await chargeOf(other)).lastDatum.value).toBe(87);
    await close();
  });

  it('moves the deadline of a server that fails, as a whole evaluation does', async () => {
    const reference = await openStore(sqliteLocation());
    const whole = await engineOn({ ...reference, exclusive: false });
    const { one, other, close } = await startReplicas();
    const failures: (string | undefined)[][] = [];
    for (const [index, value] of [60, 59, 58, 57, 45, 44, 43, 42.5, 42.2, 42.1, 40, 36, 30].entries()) {
      const timeStamp = toTime(START + index * 10_000);
      const datum = { ...CHARGE, dataType: 'VALUE' as const, value, unit: '%' };
      const replica = index % 2 === 0 ? one : other;
      for (const engine of [replica, whole])
        await engine.receive({ id: `n-${index}`, timeStamp, environmentData: [datum] });
      const hosts = await Promise.all([replica, whole].map(({ store }) => store.computeHosts.get('server-1')));
      failures.push(hosts.map((host) => host?.predictedFailureTime));
    }
    for (const [shared, expected] of failures) expect(shared).toBe(expected);
    expect(new Set(failures.map(([shared]) => shared)).size).toBeGreaterThan(4);
    await close();
    await whole.stop();
    await reference.close();
  });
});
