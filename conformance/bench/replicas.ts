import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { tellAll, type Bench, type Group } from './bench.ts';
import { comparedFigure, missingFigure, missingFigures, plainFigure, type Figure } from './figure.ts';
import { startGateway, type Measured } from './gateway.ts';
import { call, closedLoop, fittingConnections, ingestCall, openTarget } from './load.ts';
import { keepRequests, subscribeAll } from './migration.ts';
import { startPostgres, type Postgres } from './postgres.ts';
import { createReadings, failingHall, inventoryOf, range, type Site } from './site.ts';
import { startSink } from './sink.ts';
import { interleave } from './statistics.ts';

const MOST = 3;
/** Data in a notification, and rows in an INSERT of the reference. */
const DATA = 100;
const CONNECTIONS_OF_EACH = 8;
const REFERENCE_CONNECTIONS = 4;
const ROUNDS = 2;

const INGEST = range(MOST).map((index) => `replicas-${index + 1}`);
const WAVE = 'replicas-wave';
/** Longest time for the wave, s. */
const LONGEST_WAVE = 20;

/** Readings per second that one, two and three gateways on one PostgreSQL take together, and a wave with all of them. */
export const replicas: Group = { names: [...INGEST, WAVE], measure: measureReplicas };

const SITE: Site = {
  ...{ servers: 300, serversPerRow: 10, rowsPerHall: 10, vnfsPerServer: 10 },
  ...{ parameters: 10, vnfManagers: 1 },
};

async function measureReplicas(bench: Bench): Promise<Figure[]> {
  const postgres = bench.closing(await startPostgres());
  const store = await postgres.createDatabase('gateway');
  const reference = await openReference(bench, postgres);
  const gateways: Measured[] = [];
  const figures: Figure[] = [];
  for (const name of INGEST) {
    try {
      const inventory = gateways.length === 0 ? inventoryOf(SITE) : undefined;
      const gateway = bench.closing(await startGateway(bench, { store, inventory, patience: 30 }));
      if (gateways.length === 0) await tellAll(bench, gateway, SITE);
      gateways.push(gateway);
      bench.progress(`${name}: ${gateways.length} on one PostgreSQL`);
      const seconds = bench.quick ? 0.3 : 1.5;
      await take(gateways, seconds / 2);
      const measured = await interleave(
        bench.quick ? 1 : ROUNDS,
        () => take(gateways, seconds),
        () => reference(seconds / 2),
      );
      figures.push(comparedFigure(name, measured, 'readings/s'));
    } catch (error) {
      figures.push(...missingFigures([name], error));
    }
  }
  if (bench.wanted(WAVE)) figures.push(await measureWave(bench, gateways));
  return figures;
}

/** Requests per second from the reading that makes a hall fail to the arrival of the last of them. */
async function measureWave(bench: Bench, gateways: readonly Measured[]): Promise<Figure> {
  const [gateway] = gateways;
  if (gateway === undefined) return missingFigure(WAVE, 'there is no gateway');
  const sink = bench.closing(await startSink());
  const target = openTarget(gateway.url, gateway.headers, 1);
  try {
    await subscribeAll(target, SITE, sink);
    const kept = keepRequests(sink);
    const expected = SITE.serversPerRow * SITE.rowsPerHall * SITE.vnfsPerServer;
    bench.progress(`${WAVE}: ${expected} functions`);
    const sent = performance.now();
    await call(target, ingestCall(failingHall(1)));
    while (kept.arrivals.length < expected && performance.now() - sent < LONGEST_WAVE * 1000) await sleep(5);
    const [first] = kept.arrivals;
    if (first === undefined) return missingFigure(WAVE, `nothing was asked within ${LONGEST_WAVE} s`);
    const seconds = ((kept.arrivals.at(-1)?.at ?? sent) - sent) / 1000;
    const note = `${kept.arrivals.length} of ${expected} in ${seconds.toFixed(1)} s, the first after ${(first.at - sent).toFixed(0)} ms`;
    return plainFigure(WAVE, kept.arrivals.length / seconds, 'requests/s', { note });
  } finally {
    await target.pool.destroy();
  }
}

/** Readings per second that all gateways take together; each is told of other servers than its neighbours at the time. */
async function take(gateways: readonly Measured[], seconds: number): Promise<number> {
  const rates = await Promise.all(
    gateways.map(async ({ url, headers }, index) => {
      const body = createReadings(SITE, { first: index * Math.ceil(SITE.servers / MOST) });
      const next = () => ingestCall(body(DATA));
      const target = openTarget(url, headers, CONNECTIONS_OF_EACH);
      try {
        const connections = await fittingConnections(target, next(), CONNECTIONS_OF_EACH);
        const load = await closedLoop(target, { seconds, next, connections });
        return (load.done * DATA) / load.seconds;
      } finally {
        await target.pool.destroy();
      }
    }),
  );
  return rates.reduce((sum, rate) => sum + rate, 0);
}

/** What PostgreSQL itself takes: the readings as rows, a hundred in an INSERT and its commit. Gives a measurement of rows/s. */
async function openReference(bench: Bench, postgres: Postgres): Promise<(seconds: number) => Promise<number>> {
  const pool = new pg.Pool({
    connectionString: await postgres.createDatabase('reference'),
    max: REFERENCE_CONNECTIONS,
  });
  // A connection that ends with the server is no error at the end of the run; a query tells of one before.
  pool.on('error', () => undefined);
  bench.closing({ stop: () => pool.end() });
  await pool.query('create table reading (sequence bigserial primary key, document jsonb not null)');
  const body = createReadings(SITE);
  return async (seconds) => {
    const begin = performance.now();
    const end = begin + seconds * 1000;
    let rows = 0;
    const insert = async (): Promise<void> => {
      while (performance.now() < end) {
        const { environmentData } = JSON.parse(body(DATA)) as { environmentData: object[] };
        const documents = environmentData.map((datum) => JSON.stringify(datum));
        await pool.query('insert into reading (document) select unnest($1::text[])::jsonb', [documents]);
        rows += documents.length;
      }
    };
    await Promise.all(range(REFERENCE_CONNECTIONS).map(insert));
    return rows / ((performance.now() - begin) / 1000);
  };
}
