/** The write-ahead log of SQLite: made durable by a thread of libuv, brought into the file by a thread of its own. */
import { closeSync, fdatasync, fstatSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Queue } from './queue.ts';
import { createSqliteThread } from './sqlite-thread.ts';

export interface Journal {
  /** Resolves when all that was committed before is durable; whoever asks meanwhile shares the next sync. */
  synced(): Promise<void>;
  /** Begins to keep the log short. */
  start(queue: Queue): Promise<void>;
  close(): Promise<void>;
}

const LOOK_MILLISECONDS = 250;
/** A log up to this length, in bytes, is left alone. */
const SHORT_LOG = 4 * 1024 * 1024;
/** Pages in a log that is so long that writing pauses until it is brought in: 64 MiB. */
const LONG_LOG_PAGES = 16 * 1024;

export function openJournal(file: string): Journal {
  const descriptor = openSync(`${file}-wal`, 'r+');
  const thread = createSqliteThread(file);
  let waiting: Waiting[] = [];
  let syncing = false;
  let failure: Error | undefined;
  let hasNews = false;
  let timer: NodeJS.Timeout | undefined;
  let shortening: Promise<void> | undefined;

  const sync = () => {
    const served = waiting;
    waiting = [];
    syncing = true;
    fdatasync(descriptor, (error) => {
      syncing = false;
      // After a failed sync nobody can tell what the disk has: no later one may say that all is well.
      if (error !== null) failure = new Error(`${file} cannot be made durable: ${error.message}`, { cause: error });
      for (const { resolve, reject } of served) {
        if (failure === undefined) resolve();
        else reject(failure);
      }
      if (waiting.length > 0) sync();
    });
  };
  /** Once beside the writing; a log that is long all the same a second time while nothing is written, so that it starts anew. */
  const shorten = async (queue: Queue) => {
    if (!hasNews || fstatSync(descriptor).size < SHORT_LOG) return;
    hasNews = false;
    const { log } = await thread.checkpoint();
    if (log > LONG_LOG_PAGES) await queue.run(() => thread.checkpoint());
  };
  return {
    synced: () =>
      new Promise((resolve, reject) => {
        hasNews = true;
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        waiting.push({ resolve, reject });
        if (!syncing) sync();
      }),
    async start(queue) {
      syncDirectory(dirname(file));
      await this.synced();
      const look = () => {
        shortening = shorten(queue)
          // It is tried again; meanwhile the log grows, and nothing is lost.
          .catch(() => undefined)
          .finally(() => {
            shortening = undefined;
            if (timer !== undefined) timer = setTimeout(look, LOOK_MILLISECONDS);
          });
      };
      timer = setTimeout(look, LOOK_MILLISECONDS);
    },
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await shortening;
      // A sync that is under way has the descriptor.
      await this.synced().catch(() => undefined);
      await thread.close();
      closeSync(descriptor);
    },
  };
}

interface Waiting {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** So that the names of new files are durable too. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
