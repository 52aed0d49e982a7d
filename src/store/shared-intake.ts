/**
 * What a batch of environment notifications reads and writes where several processes share the store: one statement for all of
 * them. What is read to be changed is locked, so that a batch of another process waits instead of failing.
 */
import { sql, type RawBuilder } from 'kysely';
import type { EnvironmentState } from '../engine/entities.ts';
import { documentOf, type Connection, type Engine, type Statement } from './connection.ts';
import { DEFINITIONS } from './definitions.ts';
import { AGAIN_TABLE } from './postgres-engine.ts';
import type { Queries } from './statements.ts';
import type { AddedNotification, SharedIntake, Tables } from './store.ts';

const notification = sql.table(DEFINITIONS.environmentNotifications.table);

/** Adds those whose id is not there. */
export const insertNotifications = (added: readonly AddedNotification[]) => sql`
  insert into ${notification} (id, document, "modifiedTime")
  select id, document::jsonb, ${new Date().toISOString()}
  from unnest(${added.map(({ id }) => id)}::text[], ${added.map(({ document }) => document)}::text[]) as added(id, document)
  on conflict (id) do nothing`;

const state = sql.table(DEFINITIONS.environmentStates.table);
const modifiedTime = sql.ref('modifiedTime');
const nextEvaluationTime = sql.ref('nextEvaluationTime');

/** Before any row is locked: else what has to change very many states would never get between the batches. */
const AMONG_BATCHES = `lock table ${AGAIN_TABLE} in share mode`;

/** `tablesOn` gives the tables in the transaction of a connection. */
export function createSharedIntake(
  engine: Engine,
  queries: Queries,
  tablesOn: (connection: Connection) => Tables,
): SharedIntake {
  const statement = (text: RawBuilder<unknown>): Statement => {
    const { sql: compiled, parameters } = text.compile(queries);
    return { sql: compiled, parameters, isKept: true };
  };
  return (work) =>
    engine.alone(async (on) => {
      const rows = (text: RawBuilder<unknown>) => on.rows(statement(text));
      const change = (text: RawBuilder<unknown>) => on.change(statement(text));
      return work({
        tables: tablesOn(on),
        async lockStates(stateKeys) {
          // In one order, or two batches could wait for each other.
          const found = await rows(sql`
            select present.document from unnest(${stateKeys}::text[]) as wanted(key)
            join ${state} as present on present.${sql.ref('stateKey')} = wanted.key
            order by present.sequence for no key update of present`);
          return found.map((row) => documentOf(row) as EnvironmentState);
        },
        async notificationsThere(ids) {
          const found = await rows(sql`
            select present.id from unnest(${ids}::text[]) as wanted(id) join ${notification} as present using (id)`);
          return found.map(({ id }) => String(id));
        },
        addNotifications: (added) => change(insertNotifications(added)),
        updateStates: (states) =>
          change(sql`
            update ${state} as present set document = changed.document::jsonb,
              ${nextEvaluationTime} = changed.next, ${modifiedTime} = ${new Date().toISOString()}
            from unnest(
              ${states.map(({ id }) => id)}::text[],
              ${states.map((changed) => JSON.stringify(changed))}::text[],
              ${states.map((changed) => changed.nextEvaluationTime ?? null)}::text[]
            ) as changed(id, document, next)
            where present.id = changed.id`),
      });
    }, AMONG_BATCHES);
}
