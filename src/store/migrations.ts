import { sql, type Kysely, type Migration } from 'kysely';
import { stateKeyOf, type EnvironmentState } from '../engine/entities.ts';

/** What differs between the engines; code asks for the difference, never for the engine. */
export interface EngineDifferences {
  sequenceType: 'integer' | 'bigserial';
  documentType: 'text' | 'jsonb';
  /** Ends a select of rows that are to be claimed: what another process is claiming is passed over. */
  skipLocked: '' | 'for update of d skip locked';
}

const FIRST_TABLES: Record<string, string[]> = {
  environment_notification: [],
  environment_state: ['objectId', 'parameterType', 'nextEvaluationTime'],
  environment_threshold: ['parameterType'],
  resource_zone: ['parentResourceZoneId'],
  compute_host: ['resourceZoneId', 'parentComputeHostId'],
  virtual_compute: ['hostId', 'vnfInstanceId'],
  host_evacuation: ['hostEvacuationState', 'dueTime'],
  migration_request: ['hostEvacuationId', 'migrationRequestState'],
  alarm: [],
  subscription: ['apiName'],
  inventory_entry: [],
  notification_delivery: ['subscriptionId', 'resourceId', 'nextAttemptTime'],
};

/** Columns that hold a value only while something is open, so that there is one at most. */
const UNIQUE_WHILE_OPEN: Record<string, string> = { host_evacuation: 'openComputeHostId', alarm: 'openAlarmKey' };

/** The migrations, append-only: a new one is added below, an old one is never changed. */
export function migrations(differences: EngineDifferences): Record<string, Migration> {
  return {
    '0001_first_tables': {
      async up(db: Kysely<unknown>) {
        for (const [table, columns] of Object.entries(FIRST_TABLES)) await createTable(db, table, columns, differences);
      },
    },
    '0002_modified_time': {
      async up(db: Kysely<unknown>) {
        for (const table of Object.keys(FIRST_TABLES)) await addModifiedTime(db, table);
      },
    },
    '0003_pursuit_time': {
      async up(db: Kysely<unknown>) {
        await db.schema.alterTable('migration_request').addColumn('pursuitTime', 'text').execute();
        await db.schema
          .createIndex('migration_request_pursuitTime')
          .on('migration_request')
          .column('pursuitTime')
          .execute();
      },
    },
    '0004_server_alarm': {
      async up(db: Kysely<unknown>) {
        await createTable(db, 'server_alarm', ['serverId'], differences);
        await addModifiedTime(db, 'server_alarm');
      },
    },
    '0005_checkpoint': {
      async up(db: Kysely<unknown>) {
        await createTable(db, 'checkpoint', [], differences);
        await addModifiedTime(db, 'checkpoint');
      },
    },
    '0006_state_key': {
      async up(db: Kysely<unknown>) {
        await db.schema.alterTable('environment_state').addColumn('stateKey', 'text').execute();
        await fillStateKeys(db as Kysely<Record<string, Record<string, unknown>>>);
        await db.schema
          .createIndex('environment_state_stateKey')
          .unique()
          .on('environment_state')
          .column('stateKey')
          .execute();
      },
    },
    '0007_delivery_queue': {
      up: (db: Kysely<unknown>) => makeQueue(db, differences),
    },
    '0008_lease': {
      up: createLease,
    },
    '0009_ends': {
      async up(db: Kysely<unknown>) {
        await addEnd(db, { table: 'host_evacuation', column: 'endTime', attribute: 'endTime' });
        await addEnd(db, { table: 'alarm', column: 'clearedTime', attribute: 'alarmClearedTime' });
      },
    },
    '0010_room_for_states': {
      up: (db: Kysely<unknown>) => leaveRoom(db, 'environment_state', differences),
    },
    '0011_own_queue': {
      up: (db: Kysely<unknown>) => dropQueueOrder(db, differences),
    },
    '0012_operation_vnf': {
      up: addOperationVnf,
    },
    '0013_quiet_parameter': {
      up: (db: Kysely<unknown>) => addQuietParameters(db, differences),
    },
    '0014_taken_readings': {
      async up(db: Kysely<unknown>) {
        await createTable(db, 'taken_readings', [], differences);
        await addModifiedTime(db, 'taken_readings');
      },
    },
    '0015_environment_source': {
      up: (db: Kysely<unknown>) => addEnvironmentSource(db, differences),
    },
    '0016_transaction_again': {
      up: (db: Kysely<unknown>) => addTransactionAgain(db, differences),
    },
  };
}

async function createLease(db: Kysely<unknown>) {
  await db.schema
    .createTable('lease')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until', 'text', (column) => column.notNull())
    .execute();
}

/** PostgreSQL: nothing is ever in it. */
async function addTransactionAgain(db: Kysely<unknown>, { documentType }: EngineDifferences) {
  if (documentType === 'jsonb') await db.schema.createTable('transaction_again').execute();
}

/** Which VNF the operation of a manager that does not know the extension is on. */
async function addOperationVnf(db: Kysely<unknown>) {
  const [table, column] = ['migration_request', 'operationVnfInstanceId'] as const;
  await addSparseColumn(db, table, column);
  const value = sql`document -> 'operation' ->> 'vnfInstanceId'`;
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value} where ${value} is not null`.execute(db);
}

/** Who tells of a parameter. On PostgreSQL the next datum of each is looked at as a whole, so that its state says so. */
async function addEnvironmentSource(db: Kysely<unknown>, { documentType }: EngineDifferences) {
  await addSparseColumn(db, 'environment_state', 'environmentSourceId');
  if (documentType === 'jsonb') await sql`update environment_basis set generation = generation + 1`.execute(db);
}

/** A column that many rows have nothing in; only those that have something are indexed. */
async function addSparseColumn(db: Kysely<unknown>, table: string, column: string) {
  await db.schema.alterTable(table).addColumn(column, 'text').execute();
  await db.schema
    .createIndex(`${table}_${column}`)
    .on(table)
    .column(column)
    .where(sql.ref(column), 'is not', null)
    .execute();
}

/** PostgreSQL: what readings that change nothing are held against, in rows that are replaced often (`quiet-parameter-table.ts`). */
async function addQuietParameters(db: Kysely<unknown>, { documentType }: EngineDifferences) {
  if (documentType !== 'jsonb') return;
  await sql`create table quiet_kind (id text primary key, document jsonb not null)`.execute(db);
  await sql`create table environment_basis (id text primary key, generation bigint not null)`.execute(db);
  await sql`insert into environment_basis values ('environment', 0)`.execute(db);
  await sql`
    create table quiet_parameter (
      "stateKey" text primary key references environment_state ("stateKey") on delete cascade, "computeHostId" text, kind text not null, object text not null,
      low float8 not null, high float8 not null, staleness float8 not null,
      "stateVersion" xid not null, "statePlace" tid not null, "hostVersion" xid, "hostPlace" tid, generation bigint not null,
      "lastTime" float8 not null, "takenTime" float8, "measuredAt" text, times float8[] not null, samples float8[] not null
    ) with (fillfactor = 50)`.execute(db);
}

/** PostgreSQL: a row that is replaced within its page leaves the indexes alone. */
async function leaveRoom(db: Kysely<unknown>, table: string, { documentType }: EngineDifferences) {
  if (documentType === 'jsonb') await sql`alter table ${sql.table(table)} set (fillfactor = 40)`.execute(db);
}

async function makeQueue(db: Kysely<unknown>, differences: EngineDifferences) {
  const table = 'notification_delivery';
  await db.schema
    .alterTable(table)
    .addColumn('rank', 'text', (column) => column.notNull().defaultTo('500'))
    .execute();
  await db.schema.alterTable(table).addColumn('claimedBy', 'text').execute();
  // The notification is kept as the text that is sent.
  const asText =
    differences.documentType === 'jsonb'
      ? sql`jsonb_set(document, '{notification}', to_jsonb((document -> 'notification')::text))`
      : sql`json_set(document, '$.notification', '' || json_extract(document, '$.notification'))`;
  await sql`update ${sql.table(table)} set document = ${asText}`.execute(db);
  for (const column of ['subscriptionId', 'resourceId', 'nextAttemptTime'])
    await db.schema.dropIndex(`${table}_${column}`).execute();
  for (const columns of [['nextAttemptTime'], ['resourceId', 'sequence'], ['rank', 'sequence']])
    await db.schema
      .createIndex(`${table}_${['subscriptionId', ...columns].join('_')}`)
      .on(table)
      .columns(['subscriptionId', ...columns])
      .execute();
}

/** SQLite: the order of the queue is kept in memory. */
async function dropQueueOrder(db: Kysely<unknown>, { documentType }: EngineDifferences) {
  if (documentType !== 'text') return;
  for (const columns of ['resourceId_sequence', 'rank_sequence'])
    await db.schema.dropIndex(`notification_delivery_subscriptionId_${columns}`).execute();
}

async function fillStateKeys(db: Kysely<Record<string, Record<string, unknown>>>) {
  for (const { id, document } of await db.selectFrom('environment_state').select(['id', 'document']).execute()) {
    const state = (typeof document === 'string' ? JSON.parse(document) : document) as EnvironmentState;
    await db
      .updateTable('environment_state')
      .set({ stateKey: stateKeyOf(state.objectId, state) })
      .where('id', '=', id)
      .execute();
  }
}

/** When something was over, for what is removed after a time. */
async function addEnd(
  db: Kysely<unknown>,
  { table, column, attribute }: { table: string; column: string; attribute: string },
) {
  await db.schema.alterTable(table).addColumn(column, 'text').execute();
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = document ->> ${sql.lit(attribute)}`.execute(db);
  await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
}

/** When a row was last written; those that were there before have the time of the migration. */
async function addModifiedTime(db: Kysely<unknown>, table: string) {
  const now = new Date().toISOString();
  await db.schema
    .alterTable(table)
    .addColumn('modifiedTime', 'text', (column) => column.notNull().defaultTo(now))
    .execute();
}

async function createTable(db: Kysely<unknown>, table: string, columns: string[], differences: EngineDifferences) {
  const unique = UNIQUE_WHILE_OPEN[table];
  let builder = db.schema
    .createTable(table)
    .addColumn('sequence', differences.sequenceType, (column) =>
      differences.sequenceType === 'integer' ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn('id', 'text', (column) => column.notNull().unique());
  for (const column of columns) builder = builder.addColumn(column, 'text');
  if (unique !== undefined) builder = builder.addColumn(unique, 'text', (column) => column.unique());
  await builder.addColumn('document', sql.raw(differences.documentType), (column) => column.notNull()).execute();
  for (const column of columns) {
    await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
  }
}
