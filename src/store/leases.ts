/** What one process does for all at a time, for as long as it says so again and again. */
import { v4 as uuidv4 } from 'uuid';
import { sql } from 'kysely';
import type { Engine } from './connection.ts';
import type { Queries } from './statements.ts';
import type { Store } from './store.ts';

/** A lease that has this share of its time left is not asked for again. */
const FRESH_SHARE = 0.6;

export function createLeases(engine: Engine, queries: Queries): Store['holds'] {
  const holder = uuidv4();
  /** Until when those of this process hold, in milliseconds. */
  const held = new Map<string, number>();
  return async (name, seconds) => {
    if (engine.exclusive) return true;
    const now = Date.now();
    if ((held.get(name) ?? 0) > now + seconds * 1000 * FRESH_SHARE) return true;
    const end = now + seconds * 1000;
    const [time, until] = [new Date(now).toISOString(), new Date(end).toISOString()];
    const { sql: text, parameters } = sql`
      insert into lease (id, holder, until) values (${name}, ${holder}, ${until})
      on conflict (id) do update set holder = excluded.holder, until = excluded.until
      where lease.until <= ${time} or lease.holder = excluded.holder
      returning id`.compile(queries);
    const rows = await engine.alone((on) => on.rows({ sql: text, parameters, isKept: true }));
    if (rows.length > 0) held.set(name, end);
    else held.delete(name);
    return rows.length > 0;
  };
}
