/** The rows of the queue of notifications where no other process has the store open: what has to be there after a crash. */
import { sql, type RawBuilder } from 'kysely';
import type { NotificationDelivery, Subscription } from '../engine/entities.ts';
import { documentOf, type Connection, type Engine } from './connection.ts';
import type { Queries } from './statements.ts';

export type Place = Pick<NotificationDelivery, 'id' | 'subscriptionId' | 'resourceId' | 'rank' | 'nextAttemptTime'>;

export interface DeliveryRows {
  /** Of everything, in the order in which it was queued. */
  places(): Promise<Place[]>;
  /** Those of them that are there. */
  read(ids: readonly string[]): Promise<NotificationDelivery[]>;
  subscriptions(ids: readonly string[]): Promise<Subscription[]>;
  /** Durable when it resolves. */
  settle(delivered: readonly string[], held: readonly NotificationDelivery[]): Promise<void>;
  /** Removes what is for nobody any more; gives the identifiers. */
  removeOrphans(): Promise<string[]>;
}

const delivery = sql.table('notification_delivery');
const subscriptionId = sql.ref('subscriptionId');
const nextAttemptTime = sql.ref('nextAttemptTime');

export function createDeliveryRows(engine: Engine, queries: Queries): DeliveryRows {
  const { documents, committed } = engine;
  const statement = (text: RawBuilder<unknown>) => {
    const { sql: compiled, parameters } = text.compile(queries);
    return { sql: compiled, parameters, isKept: true };
  };
  const isOneOf = (ids: readonly string[]) => documents.isListed(sql.ref('id'), documents.listOf(ids));
  const documentsOf = async (text: RawBuilder<unknown>) => (await committed.rows(statement(text))).map(documentOf);
  const change = (on: Connection, text: RawBuilder<unknown>) => on.change(statement(text));

  return {
    async places() {
      const rows = await committed.rows(
        statement(sql`
          select id, ${subscriptionId}, ${sql.ref('resourceId')}, rank,
            document ->> 'nextAttemptTime' as ${nextAttemptTime}
          from ${delivery} order by sequence`),
      );
      return rows as unknown as Place[];
    },
    read: async (ids) =>
      (await documentsOf(sql`select document from ${delivery} where ${isOneOf(ids)}`)) as NotificationDelivery[],
    subscriptions: async (ids) =>
      (await documentsOf(sql`select document from subscription where ${isOneOf(ids)}`)) as Subscription[],
    settle: (delivered, held) =>
      engine.alone(async (on) => {
        if (delivered.length > 0) await change(on, sql`delete from ${delivery} where ${isOneOf(delivered)}`);
        for (const one of held)
          await change(
            on,
            sql`update ${delivery} set document = ${JSON.stringify(one)}, ${nextAttemptTime} = ${one.nextAttemptTime}
              where id = ${one.id}`,
          );
      }),
    async removeOrphans() {
      const removed = await engine.alone((on) =>
        on.rows(
          statement(sql`
            delete from ${delivery} where not exists (
              select 1 from subscription where subscription.id = ${delivery}.${subscriptionId}) returning id`),
        ),
      );
      return removed.map(({ id }) => String(id));
    },
  };
}
