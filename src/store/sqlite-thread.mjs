/** What runs in the thread of `sqlite-thread.ts`; plain JavaScript, because a worker is started from a file. */
import Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';
import { defineInstant } from './instant.mjs';

const database = new Database(/** @type {{ file: string }} */ (workerData).file);
database.pragma('synchronous = NORMAL');
defineInstant(database);

parentPort?.on(
  'message',
  (/** @type {{ id: number, sql: string, parameters: unknown[] }} */ { id, sql, parameters }) => {
    try {
      const statement = database.prepare(sql);
      const rows = statement.reader ? statement.all(parameters) : [];
      if (!statement.reader) statement.run(parameters);
      parentPort?.postMessage({ id, rows });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
    }
  },
);
