import { Migrator, sql, type Dialect, type ExpressionBuilder, type Generated, type Transaction, Kysely } from 'kysely';
import { DomainError } from '../problem.ts';
import { CLOSED_EVACUATION_STATES } from '../engine/entities.ts';
import type { Collection, Columns, Condition, Entities, Page, Store, Tables } from './store.ts';
import type { DocumentSql } from './filter-sql.ts';
import { migrations, type EngineDifferences } from './migrations.ts';

interface Row extends Record<string, unknown> {
  /** PostgreSQL gives it as text. */
  sequence: Generated<number | string>;
  id: string;
  modifiedTime: string;
  document: string;
}
type Database = Record<string, Row>;

/** An engine that the store runs on. */
export interface Engine {
  dialect: Dialect;
  differences: EngineDifferences;
  documents: DocumentSql;
  exclusive: boolean;
  /** Whether the error says that the transaction has to be run again. */
  isConflict(error: unknown): boolean;
  /** Whether the error says that a unique value is there already. */
  isDuplicate(error: unknown): boolean;
}

interface Definition<Entity, Column extends string> {
  table: string;
  what: string;
  id(entity: Entity): string;
  columns: Record<Column, (entity: Entity) => string | undefined>;
}

const DEFINITIONS: { [Name in keyof Entities]: Definition<Entities[Name], Columns[Name]> } = {
  environmentNotifications: {
    table: 'environment_notification',
    what: 'environment notification',
    id: (e) => e.id,
    columns: {},
  },
  environmentStates: {
    table: 'environment_state',
    what: 'environment state',
    id: (e) => e.id,
    columns: {
      objectId: (e) => e.objectId,
      parameterType: (e) => e.parameterType,
      nextEvaluationTime: (e) => e.nextEvaluationTime,
    },
  },
  environmentThresholds: {
    table: 'environment_threshold',
    what: 'environment threshold',
    id: (e) => e.id,
    columns: { parameterType: (e) => e.parameterType },
  },
  resourceZones: {
    table: 'resource_zone',
    what: 'resource zone',
    id: (e) => e.zoneId,
    columns: { parentResourceZoneId: (e) => e.parentResourceZoneId },
  },
  computeHosts: {
    table: 'compute_host',
    what: 'compute host',
    id: (e) => e.id,
    columns: { resourceZoneId: (e) => e.resourceZoneId, parentComputeHostId: (e) => e.parentComputeHostId },
  },
  virtualComputes: {
    table: 'virtual_compute',
    what: 'virtual compute',
    id: (e) => e.computeId,
    columns: { hostId: (e) => e.hostId, vnfInstanceId: (e) => e.vnfInstanceId },
  },
  hostEvacuations: {
    table: 'host_evacuation',
    what: 'host evacuation',
    id: (e) => e.id,
    columns: {
      hostEvacuationState: (e) => e.hostEvacuationState,
      openComputeHostId: (e) => (isClosed(e) ? undefined : e.computeHostId),
      dueTime: (e) => (isClosed(e) ? undefined : laterOf(e.nextAttemptTime, e.claimedUntil)),
    },
  },
  migrationRequests: {
    table: 'migration_request',
    what: 'migration request',
    id: (e) => e.id,
    columns: {
      hostEvacuationId: (e) => e.hostEvacuationId,
      migrationRequestState: (e) => e.migrationRequestState,
      pursuitTime: (e) => e.pursuitTime,
    },
  },
  alarms: {
    table: 'alarm',
    what: 'alarm',
    id: (e) => e.id,
    columns: { openAlarmKey: (e) => (e.perceivedSeverity === 'CLEARED' ? undefined : e.alarmKey) },
  },
  subscriptions: {
    table: 'subscription',
    what: 'subscription',
    id: (e) => e.id,
    columns: { apiName: (e) => e.apiName },
  },
  inventoryEntries: { table: 'inventory_entry', what: 'inventory entry', id: (e) => e.id, columns: {} },
  serverAlarms: {
    table: 'server_alarm',
    what: 'server alarm',
    id: (e) => e.alarmId,
    columns: { serverId: (e) => e.serverId },
  },
  notificationDeliveries: {
    table: 'notification_delivery',
    what: 'notification delivery',
    id: (e) => e.id,
    columns: {
      subscriptionId: (e) => e.subscriptionId,
      resourceId: (e) => e.resourceId,
      nextAttemptTime: (e) => e.nextAttemptTime,
    },
  },
};

const isClosed = (evacuation: Entities['hostEvacuations']) =>
  CLOSED_EVACUATION_STATES.includes(evacuation.hostEvacuationState);
const laterOf = (a: string, b: string | undefined) => (b !== undefined && b > a ? b : a);

const MAXIMUM_TRANSACTION_ATTEMPTS = 20;
/** Bound parameters in one statement; both engines take many more. */
const IN_LIST_SIZE = 500;

/** Opens the store on an engine and brings its tables up to date. */
export async function openSqlStore(engine: Engine): Promise<Store> {
  const db = new Kysely<Database>({ dialect: engine.dialect });
  const provider = { getMigrations: () => Promise.resolve(migrations(engine.differences)) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw error instanceof Error ? error : new Error('the migration of the store failed', { cause: error });
  }
  return {
    ...tablesOn(db, engine),
    exclusive: engine.exclusive,
    transaction: (work) => runTransaction(db, engine, work),
    close: () => db.destroy(),
  };
}

async function runTransaction<Result>(db: Kysely<Database>, engine: Engine, work: (tables: Tables) => Promise<Result>) {
  for (let attempt = 1; ; attempt++) {
    try {
      const transaction = engine.exclusive ? db.transaction() : db.transaction().setIsolationLevel('serializable');
      return await transaction.execute((trx) => work(tablesOn(trx, engine)));
    } catch (error) {
      if (!engine.isConflict(error) || attempt === MAXIMUM_TRANSACTION_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * attempt));
    }
  }
}

function tablesOn(db: Kysely<Database> | Transaction<Database>, engine: Engine): Tables {
  const collection = <Name extends keyof Entities>(name: Name) =>
    collectionOn<Entities[Name], Columns[Name]>(db, engine, DEFINITIONS[name]);
  return {
    environmentNotifications: collection('environmentNotifications'),
    environmentStates: collection('environmentStates'),
    environmentThresholds: collection('environmentThresholds'),
    resourceZones: collection('resourceZones'),
    computeHosts: collection('computeHosts'),
    virtualComputes: collection('virtualComputes'),
    hostEvacuations: collection('hostEvacuations'),
    migrationRequests: collection('migrationRequests'),
    alarms: collection('alarms'),
    subscriptions: collection('subscriptions'),
    notificationDeliveries: collection('notificationDeliveries'),
    inventoryEntries: collection('inventoryEntries'),
    serverAlarms: collection('serverAlarms'),
  };
}

function collectionOn<Entity, Column extends string>(
  db: Kysely<Database>,
  engine: Engine,
  definition: Definition<Entity, Column>,
): Collection<Entity, Column> {
  const { table, what } = definition;
  const parse = (row: { document: unknown }) =>
    (typeof row.document === 'string' ? JSON.parse(row.document) : row.document) as Entity;
  const values = (entity: Entity) => ({
    document: JSON.stringify(entity),
    modifiedTime: new Date().toISOString(),
    ...Object.fromEntries(
      Object.entries<(entity: Entity) => string | undefined>(definition.columns).map(([column, of]) => [
        column,
        of(entity) ?? null,
      ]),
    ),
  });
  return {
    async get(id) {
      const row = await db.selectFrom(table).select('document').where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : parse(row);
    },
    async getStored(id) {
      const row = await db
        .selectFrom(table)
        .select(['document', 'modifiedTime'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : { entity: parse(row), modifiedTime: row.modifiedTime };
    },
    async find(where, options = {}) {
      const conditions = conditionsOf(where);
      if (conditions.some(isEmpty)) return [];
      const wide = conditions.find(([, condition]) => Array.isArray(condition) && condition.length > IN_LIST_SIZE);
      if (wide !== undefined) {
        const slices = slicesOf(wide[1] as readonly string[], IN_LIST_SIZE);
        const found = await Promise.all(slices.map((slice) => this.find({ ...where, [wide[0]]: slice }, options)));
        return found.flat();
      }
      let query = db
        .selectFrom(table)
        .select('document')
        .where(allHold(conditions))
        .orderBy(options.orderBy ?? 'sequence');
      if (options.limit !== undefined) query = query.limit(options.limit);
      return (await query.execute()).map(parse);
    },
    async page({ after = 0, limit, where = {}, filter = [], omit = [] }): Promise<Page<Entity>> {
      const conditions = conditionsOf(where);
      if (conditions.some(isEmpty)) return { items: [] };
      let query = db
        .selectFrom(table)
        .select('sequence')
        .select((omit.length === 0 ? sql.ref('document') : engine.documents.without(omit)).as('document'))
        .where('sequence', '>', after)
        .where(allHold(conditions))
        .orderBy('sequence')
        .limit(limit + 1);
      if (filter.length > 0) query = query.where(engine.documents.fulfils(filter));
      const rows = await query.execute();
      const items = rows.slice(0, limit).map(parse);
      const last = rows[limit - 1];
      return rows.length > limit && last !== undefined ? { items, next: Number(last.sequence) } : { items };
    },
    async insert(entity) {
      try {
        await db
          .insertInto(table)
          .values({ id: definition.id(entity), ...values(entity) })
          .execute();
      } catch (error) {
        if (!engine.isDuplicate(error)) throw error;
        throw new DomainError('StateConflict', `${what} ${definition.id(entity)} exists already`, { cause: error });
      }
    },
    async update(entity) {
      const { numUpdatedRows } = await db
        .updateTable(table)
        .set(values(entity))
        .where('id', '=', definition.id(entity))
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new DomainError('NotFound', `no ${what} ${definition.id(entity)}`);
    },
    async delete(id) {
      const { numDeletedRows } = await db.deleteFrom(table).where('id', '=', id).executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

type ColumnCondition = [column: string, condition: Condition];

function conditionsOf(where: Partial<Record<string, Condition>>): ColumnCondition[] {
  return Object.entries(where).filter((entry): entry is ColumnCondition => entry[1] !== undefined);
}

/** One of none: nothing fits, and not every engine takes an empty list. */
function isEmpty([, condition]: ColumnCondition): boolean {
  return Array.isArray(condition) && condition.length === 0;
}

function allHold(conditions: readonly ColumnCondition[]) {
  return (builder: ExpressionBuilder<Database, string>) =>
    builder.and(
      conditions.map(([column, condition]) => {
        if (typeof condition === 'string') return builder(column, '=', condition);
        return 'notAfter' in condition ? builder(column, '<=', condition.notAfter) : builder(column, 'in', condition);
      }),
    );
}

function slicesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
