import { openSqlStore } from './sql-store.ts';
import { postgresEngine } from './postgres-engine.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import { withRemembered } from './remembered.ts';
import type { Store } from './store.ts';

/** Opens the store named in the configuration: `sqlite:FILE` or `postgres://…`. */
export async function openStore(location: string): Promise<Store> {
  const engine = location.startsWith('sqlite:')
    ? sqliteEngine(location.slice('sqlite:'.length))
    : postgresEngine(location);
  return withRemembered(await openSqlStore(engine));
}
