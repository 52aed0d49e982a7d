import Database from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { tellAll, type Bench, type Group } from './bench.ts';
import { missingFigure, plainFigure, type Figure } from './figure.ts';
import { startGateway, storeOf } from './gateway.ts';
import { call, ingestCall, openTarget, type Target } from './load.ts';
import { subscribeAll } from './migration.ts';
import { createReadings, failingHall, range, type Site } from './site.ts';
import { startSink } from './sink.ts';

/** How many bytes of the database history takes, with its indexes. */
export const sizes: Group = {
  names: ['size-notification-1', 'size-notification-100', 'size-evacuation', 'size-request'],
  measure: measureSizes,
};

const SITE: Site = {
  ...{ servers: 100, serversPerRow: 5, rowsPerHall: 10, vnfsPerServer: 10 },
  ...{ parameters: 10, vnfManagers: 2 },
};
const NOTIFICATIONS = 400;
/** Longest time until the requests for the hall are there, s. */
const PATIENCE = 20;

async function measureSizes(bench: Bench): Promise<Figure[]> {
  const store = await storeOf(bench, SITE);
  const gateway = bench.closing(await startGateway(bench, { store }));
  const sink = bench.closing(await startSink());
  await tellAll(bench, gateway, SITE);
  const target = openTarget(gateway.url, gateway.headers, 8);
  const database = new Database(store.replace('sqlite:', ''), { readonly: true });
  try {
    bench.progress('sizes: history is written');
    const figures: Figure[] = [];
    for (const data of [1, 100])
      figures.push(plainFigure(`size-notification-${data}`, await ofNotifications(target, database, data), 'bytes'));
    await subscribeAll(target, SITE, sink);
    await call(target, ingestCall(failingHall(1)));
    return [...figures, ...(await ofEvacuations(database))];
  } finally {
    database.close();
    await target.pool.destroy();
  }
}

async function ofNotifications(target: Target, database: Database.Database, data: number): Promise<number> {
  const body = createReadings(SITE);
  const before = bytesOf(database, ['environment_notification']);
  await Promise.all(range(NOTIFICATIONS).map(() => call(target, ingestCall(body(data)))));
  return (bytesOf(database, ['environment_notification']) - before) / NOTIFICATIONS;
}

/** Of an evacuation by itself, and of a request with the alarm that goes with it. */
async function ofEvacuations(database: Database.Database): Promise<Figure[]> {
  const countOf = (table: string) => Number(database.prepare(`select count(*) from ${table}`).pluck().get());
  const expected = SITE.serversPerRow * SITE.rowsPerHall * SITE.vnfsPerServer;
  const end = performance.now() + PATIENCE * 1000;
  while (countOf('migration_request') < expected && performance.now() < end) await sleep(50);
  const requests = countOf('migration_request');
  if (requests === 0)
    return ['size-evacuation', 'size-request'].map((name) => missingFigure(name, 'nothing was asked'));
  const note = `of ${countOf('host_evacuation')} evacuations with ${requests} requests that wait for their answers`;
  return [
    plainFigure('size-evacuation', bytesOf(database, ['host_evacuation']) / countOf('host_evacuation'), 'bytes', {
      note,
    }),
    plainFigure('size-request', bytesOf(database, ['migration_request', 'alarm']) / requests, 'bytes', { note }),
  ];
}

/** Pages of the tables and of their indexes. */
function bytesOf(database: Database.Database, tables: readonly string[]): number {
  const size = database.prepare(
    'select sum(pgsize) from dbstat where name in (select name from sqlite_schema where tbl_name = ?)',
  );
  return tables.reduce((sum, table) => sum + Number(size.pluck().get(table)), 0);
}
