import pg from 'pg';
import { tellAll, type Bench, type Group } from './bench.ts';
import { comparedFigure, missingFigure, type Figure } from './figure.ts';
import { startGateway, type Measured } from './gateway.ts';
import { closedLoop, fittingConnections, ingestCall, openTarget } from './load.ts';
import { startPostgres, type Postgres } from './postgres.ts';
import { createReadings, inventoryOf, range, type Site } from './site.ts';
import { interleave } from './statistics.ts';

const MOST = 3;
/** Data in a notification, and rows in an INSERT of the reference. */
const DATA = 100;
const CONNECTIONS_OF_EACH = 8;
const REFERENCE_CONNECTIONS = 4;
const ROUNDS = 2;

/** Readings per second that one, two and three gateways on one PostgreSQL take together. */
export const replicas: Group = {
  names: range(MOST).map((index) => `replicas-${index + 1}`),
  measure: measureReplicas,
};

const SITE: Site = {
  ...{ servers: 300, serversPerRow: 10, rowsPerHall: 10, vnfsPerServer: 1 },
  ...{ parameters: 10, vnfManagers: 1 },
};

async function measureReplicas(bench: Bench): Promise<Figure[]> {
  const postgres = bench.closing(await startPostgres());
  const store = await postgres.createDatabase('gateway');
  const reference = await openReference(bench, postgres);
  const gateways: Measured[] = [];
  const figures: Figure[] = [];
  for (const name of replicas.names) {
    try {
      const inventory = gateways.length === 0 ? inventoryOf(SITE) : undefined;
      const gateway = bench.closing(await startGateway(bench, { store, inventory, patience: 30 }));
      if (gateways.length === 0) await tellAll(bench, gateway, SITE);
      gateways.push(gateway);
      bench.progress(`${name}: ${gateways.length} on one PostgreSQL`);
      const seconds = bench.quick ? 0.3 : 2;
      await take(gateways, seconds / 2);
      const measured = await interleave(
        bench.quick ? 1 : ROUNDS,
        () => take(gateways, seconds),
        () => reference(seconds / 2),
      );
      figures.push(comparedFigure(name, measured, 'readings/s'));
    } catch (error) {
      figures.push(missingFigure(name, error instanceof Error ? error.message : String(error)));
    }
  }
  return figures;
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
