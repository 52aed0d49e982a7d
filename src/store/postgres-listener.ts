/** Hears by LISTEN what other processes changed in the same database. */
import { v4 as uuidv4 } from 'uuid';
import pg from 'pg';
import type { Elsewhere, Statement } from './connection.ts';

const CHANNEL = 'nfvi_te_gateway';
const RECONNECT_MILLISECONDS = 1000;

/** A connection of its own, made anew whenever it breaks; what changed meanwhile is not known, so everything may have. */
export function createPostgresListener(connectionString: string): Elsewhere & { close(): Promise<void> } {
  const self = uuidv4();
  const listeners = new Set<(collections: readonly string[] | 'any') => void>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const tell = (collections: readonly string[] | 'any') => {
    for (const listener of listeners) listener(collections);
  };
  const isClosed = () => closed;
  const connect = async () => {
    const next = new pg.Client({ connectionString, keepAlive: true });
    client = next;
    const again = () => {
      if (client !== next || isClosed()) return;
      client = undefined;
      void next.end().catch(() => undefined);
      timer = setTimeout(() => void connect(), RECONNECT_MILLISECONDS);
    };
    next.on('error', again);
    next.on('end', again);
    next.on('notification', ({ payload = '' }) => {
      const [sender, ...collections] = payload.split(' ');
      if (sender !== self) tell(collections);
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
    announce: (collections): Statement => ({
      sql: 'select pg_notify($1, $2)',
      parameters: [CHANNEL, [self, ...collections].join(' ')],
      isKept: true,
    }),
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
