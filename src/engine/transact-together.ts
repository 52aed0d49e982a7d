/** Answers of VNF managers that come together share a transaction: one commit, one sync of the disk. */
import type { Collection, Store, Tables } from '../store/store.ts';
import { DomainError } from '../problem.ts';
import type { Context } from './context.ts';
import { tellingWrites } from './telling-writes.ts';

export type Transact = <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;

export interface TogetherPorts {
  store: Store;
  contextOn: (tables: Tables) => Context;
  /** Runs the work in a transaction of its own. */
  transact: Transact;
  /** Called when changes are durable. */
  onProgress: () => void;
}

interface Waiting {
  work: (context: Context) => Promise<unknown>;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

type Outcome = { result: unknown } | { error: unknown };

/** Milliseconds after which a transaction takes no more of them, so that others have their turn. */
const TOGETHER_MILLISECONDS = 4;
/** Where other processes share the store: each statement is a way there and back. */
const TOGETHER_SHARED_MILLISECONDS = 50;

/** A work failed that had written something, or by the store: all of the transaction is undone. */
class WrittenInVain extends Error {}

/**
 * Each work is at a time of its own, and all or nothing. One that is refused before it wrote anything disturbs no other; where one
 * fails later, each is run again by itself. Only for works that evaluate no levels and read nothing that is told of a commit: both
 * are for a transaction as a whole. Where other processes share the store each work
 * has its own transaction, so that no conflict of one is another's.
 */
export function createTransactTogether({ store, contextOn, transact, onProgress }: TogetherPorts): Transact {
  let waiting: Waiting[] = [];
  /** Transactions that are not durable yet. */
  let underWay = 0;

  const take = () => {
    const taken = waiting;
    waiting = [];
    return taken;
  };
  const carryOut = async (some: readonly Waiting[], tables: Tables) => {
    const end = performance.now() + (store.exclusive ? TOGETHER_MILLISECONDS : TOGETHER_SHARED_MILLISECONDS);
    const outcomes: Outcome[] = [];
    const writes = { count: 0 };
    const watched = watching(tables, () => {
      writes.count += 1;
    });
    for (const { work } of some) {
      if (outcomes.length > 0 && performance.now() > end) break;
      const { count } = writes;
      try {
        outcomes.push({ result: await work(contextOn(watched)) });
      } catch (error) {
        const isRefused = error instanceof DomainError && error.cause === undefined;
        // With its cause, by which the store knows a conflict.
        if (!isRefused || writes.count > count) throw new WrittenInVain('undone', { cause: error });
        outcomes.push({ error });
      }
    }
    return outcomes;
  };
  const run = async () => {
    underWay += 1;
    let some: Waiting[] | undefined;
    try {
      const outcomes = await store.transaction(async (tables) => {
        // Run again after a conflict, it takes the same.
        some ??= take();
        const done = await carryOut(some, tables);
        const rest = some.splice(done.length);
        waiting = [...rest, ...waiting];
        // What it did not come to does not wait for the disk; what comes meanwhile does, and so comes together.
        if (rest.length > 0 && store.exclusive) void run();
        return done;
      });
      for (const [index, outcome] of outcomes.entries()) {
        if ('error' in outcome) some?.[index]?.reject(outcome.error);
        else some?.[index]?.resolve(outcome.result);
      }
      onProgress();
    } catch (error) {
      const failed = some ?? take();
      // Both are thrown before the commit.
      if (error instanceof WrittenInVain || error instanceof DomainError)
        for (const { work, resolve, reject } of failed) transact(work).then(resolve, reject);
      else for (const { reject } of failed) reject(error);
    } finally {
      underWay -= 1;
      if (underWay === 0 && waiting.length > 0) void run();
    }
  };
  return <Result>(work: (context: Context) => Promise<Result>) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      if (underWay === 0) void run();
    });
}

type AnyCollection = Collection<never, never>;

/** The tables, telling before anything is written. */
function watching(tables: Tables, onWrite: () => void): Tables {
  const watched = Object.entries(tables).map(([name, collection]) => [
    name,
    tellingWrites(collection as unknown as AnyCollection, onWrite),
  ]);
  return Object.fromEntries(watched) as Tables;
}
