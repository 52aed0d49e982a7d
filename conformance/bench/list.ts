import Database from 'better-sqlite3';
import { join } from 'node:path';
import { siteOf, type Bench, type Group } from './bench.ts';
import { comparedFigure, missingFigures, plainFigure, type Figure } from './figure.ts';
import { startGatewayOf, type Measured } from './gateway.ts';
import { call, openTarget, type Target } from './load.ts';
import { inventoryOf, range, rowId, serverId, type Site } from './site.ts';
import { interleave, quantile, type Rounds } from './statistics.ts';
import { cpuSeconds } from './usage.ts';

const PAGE = 100;
/** Longest time for one kind of filter, s, and for the requests before that are not counted: code is compiled for a while. */
const LONGEST = 10;
const LONGEST_WARM_UP = 4;
/** Requests that are not counted, at most. */
const WARM_UP = 4000;

interface Filter {
  name: string;
  /** As SOL013 5.2 has it. */
  filter: string;
  /** The same condition in SQL. */
  where: string;
}

/** A page of a hundred of all virtual computes, by attributes of which the gateway has an index at first or not. */
export const list: Group = {
  names: ['list-p99', 'list-indexed', 'list-selective', 'list-numeric', 'list-nothing'],
  measure: measureList,
};

function filtersOf(site: Site): Filter[] {
  const middle = Math.floor(site.servers / 2);
  const servers = range(PAGE / 10).map((index) => serverId(middle + index));
  const descriptor = `descriptor-of-${rowId(Math.floor(middle / site.serversPerRow))}-3`;
  return [
    {
      name: 'list-indexed',
      filter: `(in,hostId,${servers.join(',')})`,
      where: `json_extract(document, '$.hostId') in (${servers.map((id) => `'${id}'`).join(',')})`,
    },
    { name: 'list-selective', filter: `(eq,vnfdId,${descriptor})`, where: equal('vnfdId', descriptor) },
    {
      name: 'list-numeric',
      filter: '(gte,criticality,50)',
      where: `json_extract(document, '$.criticality') >= 50`,
    },
    { name: 'list-nothing', filter: '(eq,metadata/owner,nobody)', where: equal('metadata.owner', 'nobody') },
  ];
}

const equal = (path: string, value: string): string => `json_extract(document, '$.${path}') = '${value}'`;

async function measureList(bench: Bench): Promise<Figure[]> {
  const site = siteOf(bench);
  const gateway = bench.closing(await startGatewayOf(bench, site));
  const target = openTarget(gateway.url, gateway.headers, 1);
  const database = createReference(join(bench.directory, 'list-reference.db'), site);
  const figures: Figure[] = [];
  const latencies: number[] = [];
  for (const filter of filtersOf(site)) {
    bench.progress(`${filter.name}: ${filter.filter}`);
    try {
      const rounds = await compare(bench, { gateway, target, database, filter, latencies });
      const target3 = { of: 'ratio', is: '≤', limit: 3 } as const;
      figures.push(comparedFigure(filter.name, rounds, 'CPU ms/request', { target: target3, note: filter.filter }));
    } catch (error) {
      figures.push(...missingFigures([filter.name], error));
    }
  }
  database.close();
  await target.pool.destroy();
  const note = `of all filters together, ${latencies.length} requests one after the other`;
  const p99 = { target: { of: 'value', is: '<', limit: 10 }, note } as const;
  return [plainFigure('list-p99', quantile(latencies, 0.99), 'ms', p99), ...figures];
}

interface Compared {
  gateway: Measured;
  target: Target;
  database: Database.Database;
  filter: Filter;
  latencies: number[];
}

/** CPU time of a request at the gateway, and of the same page read in SQL, parsed and written as JSON again, in turn. */
async function compare(bench: Bench, { gateway, target, database, filter, latencies }: Compared): Promise<Rounds> {
  const path = `/vrinfo/v1/virtual_computes?filter=${encodeURIComponent(filter.filter)}`;
  const begin = performance.now();
  await warmUp(target, path, begin);
  const rounds = bench.quick ? 2 : 3;
  const atGateway = async (): Promise<number> => {
    // The clock of the CPU ticks every 10 ms: enough requests to be much more than a tick.
    const before = cpuSeconds(gateway.pid);
    const end = Math.min(performance.now() + (bench.quick ? 200 : 800), begin + LONGEST * 1000);
    let done = 0;
    for (; done === 0 || performance.now() < end; done++) {
      const sent = performance.now();
      await call(target, { method: 'GET', path, status: 200 });
      latencies.push(performance.now() - sent);
    }
    return ((cpuSeconds(gateway.pid) - before) * 1000) / done;
  };
  const select = database.prepare<[], { document: string }>(
    `select document from reference where ${filter.where} order by sequence limit ${PAGE}`,
  );
  const inSql = (): Promise<number> => {
    const before = process.cpuUsage();
    const end = performance.now() + (bench.quick ? 50 : 300);
    let times = 0;
    for (; times === 0 || performance.now() < end; times++)
      JSON.stringify(select.all().map(({ document }) => JSON.parse(document) as unknown));
    const { user, system } = process.cpuUsage(before);
    return Promise.resolve((user + system) / 1000 / times);
  };
  return interleave(rounds, atGateway, inSql);
}

async function warmUp(target: Target, path: string, begin: number): Promise<void> {
  for (let index = 0; index < WARM_UP && performance.now() - begin < LONGEST_WARM_UP * 1000; index++)
    await call(target, { method: 'GET', path, status: 200 });
}

/** The same documents in a table of their own, with an index on the server and no other. */
function createReference(file: string, site: Site): Database.Database {
  const database = new Database(file);
  database.exec('create table reference (sequence integer primary key, document text not null)');
  const insert = database.prepare('insert into reference (document) values (?)');
  database.transaction(() => {
    for (const compute of inventoryOf(site).virtualComputes) insert.run(JSON.stringify(compute));
  })();
  database.exec(`create index reference_host on reference (json_extract(document, '$.hostId'))`);
  return database;
}
