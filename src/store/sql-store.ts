import { Kysely, Migrator, sql } from 'kysely';
import type { NotificationDelivery } from '../engine/entities.ts';
import { collectionOn, type Place } from './collection.ts';
import type { Connection, Engine } from './connection.ts';
import { createDeliveryQueue, type WrittenDeliveries } from './delivery-queue.ts';
import { DEFINITIONS, type Definition } from './definitions.ts';
import { createOwnDeliveryQueue } from './own-delivery-queue.ts';
import { createQuietParameterTable } from './quiet-parameter-table.ts';
import { createLeases } from './leases.ts';
import { migrations } from './migrations.ts';
import { createSharedIntake } from './shared-intake.ts';
import { createUnitOfWork, type UnitOfWork, type WriteTogether } from './unit-of-work.ts';
import { writeTogether } from './write-together.ts';
import { createStatements, type Queries, type Statements } from './statements.ts';
import type { Changes, Collection, Columns, Entities, Store, Tables } from './store.ts';

/** Opens the store on an engine and brings its tables up to date. */
export async function openSqlStore(engine: Engine): Promise<Store> {
  const queries: Queries = new Kysely({ dialect: engine.dialect });
  const tablesAt = createTables(engine, queries);
  const writersTogether = createWritersTogether(engine, queries);
  const deliveries = engine.exclusive ? createOwnDeliveryQueue(engine, queries) : createDeliveryQueue(engine, queries);
  try {
    await migrate(engine, queries);
    await engine.start();
    await deliveries.load();
  } catch (error) {
    await engine.close();
    throw error;
  }
  const inTransaction = (connection: Connection): UnderWay => {
    const begun = tablesInTransaction(tablesAt, connection);
    return engine.exclusive ? begun : withUnitOfWork(begun, writersTogether, connection);
  };
  const listeners = new Set<(changes: Changes) => void>();
  /** What is under way on each connection; a connection carries out one transaction at a time. */
  const underWay = new WeakMap<Connection, UnderWay>();
  const begin = (connection: Connection) => {
    const begun = underWay.get(connection) ?? inTransaction(connection);
    underWay.set(connection, begun);
    begun.unit?.begin();
    for (const ids of begun.changes.values()) ids.clear();
    begun.deliveries.clear();
    return begun;
  };
  const transaction = async <Result>(work: (tables: Tables) => Promise<Result>) => {
    let written: WrittenDeliveries = new Map();
    const result = await engine.transaction(
      async (connection) => {
        const { tables, changes, unit } = begin(connection);
        const result = await work(tables);
        await unit?.flush();
        if (engine.elsewhere === undefined) return result;
        const changed = new Map(ANNOUNCED.map((name) => [name, [...(changes.get(name) ?? [])]]));
        for (const statement of engine.elsewhere.announce(changed)) await connection.rows(statement);
        return result;
      },
      (connection) => {
        const committed = underWay.get(connection);
        if (committed === undefined) return;
        // What it knew may be large.
        committed.unit?.begin();
        for (const listener of listeners) listener(committed.changes);
        if (committed.deliveries.size > 0) written = new Map(committed.deliveries);
      },
    );
    if (written.size > 0) deliveries.wrote(written);
    return result;
  };
  let closed: Promise<void> | undefined;
  return {
    ...committedTables(engine, tablesAt, transaction),
    deliveries,
    exclusive: engine.exclusive,
    ...(engine.exclusive
      ? {}
      : {
          sharedIntake: createSharedIntake(
            engine,
            queries,
            (connection) => tablesInTransaction(tablesAt, connection).tables,
          ),
        }),
    transaction,
    onCommit: (listener) => {
      listeners.add(listener);
    },
    onCommitElsewhere: (listener) => {
      engine.elsewhere?.listen((changed) => {
        const changedIn = (collection: keyof Entities) => (changed === 'any' ? 'any' : (changed.get(collection) ?? []));
        listener((collection) => changedIn(collection).length > 0, changedIn);
      });
    },
    holds: createLeases(engine, queries),
    removeEnvironmentNotifications: (before, limit, upTo = Number.MAX_SAFE_INTEGER) => {
      // The oldest are the first, so that no index on their time is needed.
      const { sql: text, parameters } = sql`
        delete from environment_notification where sequence in (
          select sequence from (
            select sequence, ${sql.ref('modifiedTime')} as written from environment_notification order by sequence limit ${limit}
          ) as oldest where written <= ${before} and sequence <= ${upTo})`.compile(queries);
      return engine.alone((on) => on.change({ sql: text, parameters, isKept: true }));
    },
    // Closed twice, a file of somebody else would be closed that has its descriptor by then.
    close: () => (closed ??= engine.close()),
  };
}

/** What other processes are told of at once: it gives them something to do, or they have it in mind. */
const ANNOUNCED: readonly (keyof Entities)[] = [
  'notificationDeliveries',
  'hostEvacuations',
  'migrationRequests',
  'computeHosts',
  'virtualComputes',
  'resourceZones',
  'subscriptions',
];

/**
 * A store that a newer version migrated is used as it is: migrations only add, so that versions can be at work side by side while
 * they are replaced. One that does more says so by its name, and ends the older ones.
 */
async function migrate(engine: Engine, db: Queries): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrations(engine.differences)) };
  const migrator = new Migrator({ db, provider });
  const newer = await newerMigrations(engine, Object.keys(migrations(engine.differences)));
  const incompatible = newer.find((name) => name.endsWith(INCOMPATIBLE));
  if (incompatible !== undefined)
    throw new Error(`the store was migrated by a newer version (${incompatible}) that this one cannot work beside`);
  if (newer.length > 0) return;
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw error instanceof Error ? error : new Error('the migration of the store failed', { cause: error });
}

const INCOMPATIBLE = '_incompatible';

async function newerMigrations({ committed }: Engine, known: readonly string[]): Promise<string[]> {
  try {
    const rows = await committed.rows({ sql: 'select name from kysely_migration', parameters: [], isKept: false });
    return rows.map(({ name }) => String(name)).filter((name) => !known.includes(name));
  } catch {
    // There is no such table yet: the store is new.
    return [];
  }
}

/** The tables at some place; their statements are the same at every place. */
type TablesAt = (
  connection: Connection,
  place: <Name extends keyof Entities>(name: Name) => Omit<Place<Entities[Name]>, 'connection'>,
) => Tables;

function createTables({ documents, exclusive, isDuplicate }: Engine, queries: Queries): TablesAt {
  const statements = new Map(
    NAMES.map((name) => [name, createStatements(queries, documents, DEFINITIONS[name] as Definition<unknown, string>)]),
  );
  const quietParametersOn = exclusive ? undefined : createQuietParameterTable(queries);
  return (connection, place) => ({
    ...everyTable(<Name extends keyof Entities>(name: Name) =>
      collectionOn(
        { isDuplicate },
        DEFINITIONS[name],
        statements.get(name) as Statements<Entities[Name], Columns[Name]>,
        { connection, ...place(name) },
      ),
    ),
    ...(quietParametersOn === undefined ? {} : { quietParameters: quietParametersOn(connection) }),
  });
}

interface UnderWay {
  tables: Tables;
  changes: Changes;
  deliveries: Map<string, NotificationDelivery | undefined>;
  wrote: (name: keyof Entities, id: string, entity?: unknown) => void;
  /** Where the store is another process's. */
  unit?: UnitOfWork;
}

type WritersTogether = <Name extends keyof Entities>(
  name: Name,
  connection: Connection,
) => WriteTogether<Entities[Name]>;

function createWritersTogether(engine: Engine, queries: Queries): WritersTogether {
  const writers = new Map(
    NAMES.map((name) => [name, writeTogether(engine, queries, DEFINITIONS[name] as Definition<unknown, string>)]),
  );
  return (name, connection) => {
    const writer = writers.get(name);
    if (writer === undefined) throw new Error(`no collection ${name}`);
    return writer(connection);
  };
}

function withUnitOfWork(begun: UnderWay, writersTogether: WritersTogether, connection: Connection): UnderWay {
  const unit = createUnitOfWork({
    direct: begun.tables,
    together: (name) => writersTogether(name, connection),
    wrote: begun.wrote,
  });
  return { ...begun, unit, tables: unit.tables };
}

function tablesInTransaction(tablesAt: TablesAt, connection: Connection): UnderWay {
  const changes: Changes = new Map(NAMES.map((name) => [name, new Set()]));
  const deliveries: UnderWay['deliveries'] = new Map();
  const wrote = (name: keyof Entities, id: string, entity?: unknown) => {
    changes.get(name)?.add(id);
    if (name === 'notificationDeliveries') deliveries.set(id, entity as NotificationDelivery | undefined);
  };
  const tables = tablesAt(connection, (name) => ({
    scans: connection,
    wrote: (id, entity) => {
      wrote(name, id, entity);
    },
  }));
  return { tables, changes, deliveries, wrote };
}

/** Reads what is committed; each change is a transaction of its own. */
function committedTables(engine: Engine, tablesAt: TablesAt, transaction: Store['transaction']): Tables {
  const { committed: connection, scans, attributeIndexes } = engine;
  const read = tablesAt(connection, () => ({ scans, attributeIndexes, wrote: () => undefined }));
  const writing = everyTable(<Name extends keyof Entities>(name: Name) => {
    type Table = Collection<Entities[Name], Columns[Name]>;
    const change = <Result>(work: (table: Table) => Promise<Result>) =>
      transaction((tables) => work(tables[name] as unknown as Table));
    return {
      ...(read[name] as unknown as Table),
      insert: (entity: Entities[Name]) => change((table) => table.insert(entity)),
      insertIfAbsent: (entity: Entities[Name], document?: Buffer) =>
        change((table) => table.insertIfAbsent(entity, document)),
      update: (entity: Entities[Name]) => change((table) => table.update(entity)),
      setTime: (id: string, column: Columns[Name], time: string) => change((table) => table.setTime(id, column, time)),
      delete: (id: string) => change((table) => table.delete(id)),
    };
  });
  return { ...read, ...writing };
}

type MakeTable = <Name extends keyof Entities>(name: Name) => Collection<Entities[Name], Columns[Name]>;

const NAMES = Object.keys(DEFINITIONS) as (keyof Entities)[];

function everyTable(table: MakeTable): Tables {
  return {
    environmentNotifications: table('environmentNotifications'),
    environmentStates: table('environmentStates'),
    environmentThresholds: table('environmentThresholds'),
    resourceZones: table('resourceZones'),
    computeHosts: table('computeHosts'),
    virtualComputes: table('virtualComputes'),
    hostEvacuations: table('hostEvacuations'),
    migrationRequests: table('migrationRequests'),
    alarms: table('alarms'),
    subscriptions: table('subscriptions'),
    notificationDeliveries: table('notificationDeliveries'),
    inventoryEntries: table('inventoryEntries'),
    serverAlarms: table('serverAlarms'),
    checkpoints: table('checkpoints'),
    takenReadings: table('takenReadings'),
  };
}
