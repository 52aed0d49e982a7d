/** Hears by LISTEN what other processes changed in the same database. */
import { v4 as uuidv4 } from 'uuid';
import pg from 'pg';
import type { ChangedElsewhere, Elsewhere, Statement } from './connection.ts';

const CHANNEL = 'nfvi_te_gateway';
const RECONNECT_MILLISECONDS = 1000;
/** A server that is silently gone is found out some ten seconds after this. */
const KEEP_ALIVE_MILLISECONDS = 10_000;
/** A notification of PostgreSQL has less than 8,000 bytes; so many are used for identifiers. */
const MAXIMUM_BYTES = 7000;

/** A connection of its own, made anew whenever it breaks; what changed meanwhile is not known, so everything may have. */
export function createPostgresListener(connectionString: string): Elsewhere & { close(): Promise<void> } {
  const self = uuidv4();
  const listeners = new Set<(changed: ChangedElsewhere) => void>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const tell = (changed: ChangedElsewhere) => {
    for (const listener of listeners) listener(changed);
  };
  const isClosed = () => closed;
  const connect = async () => {
    const next = new pg.Client({
      connectionString,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MILLISECONDS,
    });
    client = next;
    const again = () => {
      if (client !== next || isClosed()) return;
      client = undefined;
      // Nothing is heard until it is there again.
      tell('any');
      void next.end().catch(() => undefined);
      timer = setTimeout(() => void connect(), RECONNECT_MILLISECONDS);
    };
    next.on('error', again);
    next.on('end', again);
    next.on('notification', ({ payload = '' }) => {
      if (!payload.startsWith(`${self} `)) tell(changedIn(payload));
    });
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
      tell('any');
    } catch {
      again();
    }
  };
  return {
    announce: (changed) =>
      payloadsOf(self, changed).map((payload): Statement => ({
        sql: 'select pg_notify($1, $2)',
        parameters: [CHANNEL, payload],
        isKept: true,
      })),
    listen(listener) {
      listeners.add(listener);
      if (client === undefined && timer === undefined) void connect();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}

/** The sender, the names of the collections, and as JSON the identifiers of each; those of a version before end with the names. */
function payloadsOf(sender: string, changed: ReadonlyMap<string, readonly string[]>): string[] {
  const parts: Record<string, string[]>[] = [];
  let bytes = Infinity;
  for (const [collection, ids] of changed)
    for (const id of ids) {
      bytes += Buffer.byteLength(JSON.stringify(id)) + collection.length + 2;
      if (bytes > MAXIMUM_BYTES) {
        parts.push({});
        bytes = 0;
      }
      (parts.at(-1) as Record<string, string[]>)[collection] ??= [];
      parts.at(-1)?.[collection]?.push(id);
    }
  return parts.map((part) => [sender, ...Object.keys(part), JSON.stringify(part)].join(' '));
}

function changedIn(payload: string): ChangedElsewhere {
  const begin = payload.indexOf(' {');
  if (begin !== -1) return new Map(Object.entries(JSON.parse(payload.slice(begin + 1)) as Record<string, string[]>));
  const [, ...collections] = payload.split(' ');
  return new Map(collections.map((collection) => [collection, 'any']));
}
