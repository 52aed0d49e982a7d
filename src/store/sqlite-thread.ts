/** Statements on a SQLite file in a thread of their own, which begins with the first of them. */
import { Worker } from 'node:worker_threads';
import type { Row } from './connection.ts';

export interface SqliteThread {
  rows(sql: string, parameters: readonly unknown[]): Promise<Row[]>;
  /** Brings into the file what of the log no reader needs; gives the pages in the log and those that were brought in. */
  checkpoint(): Promise<{ log: number; checkpointed: number }>;
  close(): Promise<void>;
}

interface Answer {
  id: number;
  rows?: Row[];
  error?: string;
}

export function createSqliteThread(file: string): SqliteThread {
  const waiting = new Map<number, { resolve: (rows: Row[]) => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let last = 0;

  const fail = (error: Error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const begin = (): Worker => {
    const begun = new Worker(new URL('./sqlite-thread.mjs', import.meta.url), { workerData: { file } });
    begun.on('message', ({ id, rows, error }: Answer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (rows === undefined) asked?.reject(new Error(error));
      else asked?.resolve(rows);
    });
    begun.on('error', (error) => {
      fail(error instanceof Error ? error : new Error(String(error)));
    });
    begun.unref();
    return begun;
  };
  const ask = (sql: string, parameters: readonly unknown[]): Promise<Row[]> => {
    worker ??= begin();
    last += 1;
    const id = last;
    const answer = new Promise<Row[]>((resolve, reject) => waiting.set(id, { resolve, reject }));
    worker.postMessage({ id, sql, parameters });
    return answer;
  };
  return {
    rows: ask,
    async checkpoint() {
      const [row] = await ask('pragma wal_checkpoint(passive)', []);
      return { log: Number(row?.['log']), checkpointed: Number(row?.['checkpointed']) };
    },
    async close() {
      await worker?.terminate();
      fail(new Error(`${file} is closed`));
    },
  };
}
