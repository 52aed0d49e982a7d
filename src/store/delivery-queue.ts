/**
 * The queue of notifications as the deliverers of one or several processes share it. A notification is claimed for a time: it is
 * on its way from one process at once, and goes to another when that one died. Of one subscriber and resource only the oldest
 * can be claimed, so that nothing overtakes whoever delivers it (SOL013 5.6).
 */
import { sql, type RawBuilder } from 'kysely';
import type { NotificationDelivery, Subscription } from '../engine/entities.ts';
import { documentOf, type Connection, type Engine, type Row, type Statement } from './connection.ts';
import type { Queries } from './statements.ts';
import type { DeliveryQueue } from './store.ts';

/** Deliveries that a transaction wrote, by identifier; undefined where it removed them. */
export type WrittenDeliveries = ReadonlyMap<string, NotificationDelivery | undefined>;

export interface KeptDeliveryQueue extends DeliveryQueue {
  /** To be called when the tables are there. */
  load(): Promise<void>;
  /** To be called when what a transaction wrote is durable. */
  wrote(written: WrittenDeliveries): void;
}

const delivery = sql.table('notification_delivery');
const subscriptionId = sql.ref('subscriptionId');
const nextAttemptTime = sql.ref('nextAttemptTime');
const claimer = sql.ref('claimedBy');

export function createDeliveryQueue(engine: Engine, queries: Queries): KeptDeliveryQueue {
  const { documents, differences } = engine;
  const listeners = new Set<() => void>();
  const statement = (text: RawBuilder<unknown>): Statement => {
    const { sql: compiled, parameters } = text.compile(queries);
    return { sql: compiled, parameters, isKept: true };
  };
  const isOneOf = (ids: readonly string[]) => documents.isListed(sql.ref('id'), documents.listOf(ids));
  /** One statement as a transaction of its own; its rows are durable. */
  const rows = (text: RawBuilder<unknown>) => engine.alone((on) => on.rows(statement(text)));
  const change = (on: Connection, text: RawBuilder<unknown>) => on.change(statement(text));

  return {
    load: () => Promise.resolve(),
    wrote() {
      for (const listener of listeners) listener();
    },
    onQueued(listener) {
      listeners.add(listener);
    },
    async waiting(now) {
      const found = await engine.committed.rows(
        statement(sql`
          select document from subscription as s where exists (
            select 1 from ${delivery} as d where d.${subscriptionId} = s.id and d.${nextAttemptTime} <= ${now})`),
      );
      return found.map((row) => documentOf(row) as Subscription);
    },
    async claim(id, limit, { claimedBy, now, until }) {
      const found = await rows(sql`
        update ${delivery} set ${nextAttemptTime} = ${until}, ${claimer} = ${claimedBy} where sequence in (
          select d.sequence from ${delivery} as d
          where d.${subscriptionId} = ${id} and d.${nextAttemptTime} <= ${now} and not exists (
            select 1 from ${delivery} as older where older.${subscriptionId} = d.${subscriptionId}
              and older.${sql.ref('resourceId')} = d.${sql.ref('resourceId')} and older.sequence < d.sequence)
          order by d.rank, d.sequence limit ${limit} ${sql.raw(differences.skipLocked)})
        returning sequence, rank, document`);
      return found.sort(byUrgency).map((row) => documentOf(row) as NotificationDelivery);
    },
    async renew(ids, { claimedBy, until }) {
      const found = await rows(sql`
        update ${delivery} set ${nextAttemptTime} = ${until}
        where ${isOneOf(ids)} and ${claimer} = ${claimedBy} returning id`);
      return found.map(({ id }) => String(id));
    },
    settle: (claimedBy, { delivered, held }) =>
      engine.alone(async (on) => {
        if (delivered.length > 0) await change(on, sql`delete from ${delivery} where ${isOneOf(delivered)}`);
        for (const entity of held)
          await change(
            on,
            sql`update ${delivery} set document = ${JSON.stringify(entity)}, ${nextAttemptTime} = ${entity.nextAttemptTime},
              ${claimer} = null where id = ${entity.id} and ${claimer} = ${claimedBy}`,
          );
      }),
    async release(now, claimedBy) {
      await rows(
        sql`update ${delivery} set ${nextAttemptTime} = ${now}, ${claimer} = null
          where ${claimer} = ${claimedBy} returning sequence`,
      );
    },
    async removeOrphans() {
      await rows(
        sql`delete from ${delivery} where not exists (
          select 1 from subscription where subscription.id = ${delivery}.${subscriptionId}) returning sequence`,
      );
    },
  };
}

function byUrgency(a: Row, b: Row): number {
  return String(a['rank']).localeCompare(String(b['rank'])) || Number(a['sequence']) - Number(b['sequence']);
}
