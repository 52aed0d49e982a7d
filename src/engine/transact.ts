/** Changes that come while others are made durable share the next transaction: one commit, one sync of the disk. */
import type { Store, Tables } from '../store/store.ts';
import type { Context } from './context.ts';

export type Transact = <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;

export interface TransactPorts {
  store: Store;
  contextOn: (tables: Tables) => Context;
  /** Called when a change is durable. */
  onProgress: () => void;
}

interface Waiting {
  work: (context: Context) => Promise<unknown>;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** Milliseconds after which a transaction takes no more of them, so that others have their turn. */
const TOGETHER_MILLISECONDS = 4;

/**
 * Each work is run in a transaction at a time of its own, and is all or nothing: where one fails, all of the transaction is
 * undone, and each is run by itself. Where other processes share the store each has its own from the start, so that no conflict
 * of one is another's.
 */
export function createTransact({ store, contextOn, onProgress }: TransactPorts): Transact {
  let waiting: Waiting[] = [];
  let isRunning = false;
  const alone: Transact = async (work) => {
    const result = await store.transaction((tables) => work(contextOn(tables)));
    onProgress();
    return result;
  };
  const together = (some: readonly Waiting[]) =>
    store.transaction(async (tables) => {
      const end = performance.now() + TOGETHER_MILLISECONDS;
      const results: unknown[] = [];
      for (const { work } of some) {
        if (results.length > 0 && performance.now() > end) break;
        results.push(await work(contextOn(tables)));
      }
      return results;
    });
  const runEach = async (some: readonly Waiting[]) => {
    for (const { work, resolve, reject } of some) await alone(work).then(resolve, reject);
  };
  const run = async () => {
    while (waiting.length > 0) {
      const some = waiting;
      waiting = [];
      const results = some.length === 1 ? undefined : await together(some).catch(() => undefined);
      if (results === undefined) {
        await runEach(some);
        continue;
      }
      waiting = [...some.slice(results.length), ...waiting];
      onProgress();
      for (const [index, result] of results.entries()) some[index]?.resolve(result);
    }
    isRunning = false;
  };
  if (!store.exclusive) return alone;
  return <Result>(work: (context: Context) => Promise<Result>) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      if (isRunning) return;
      isRunning = true;
      void run();
    });
}
