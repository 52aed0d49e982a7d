/** Step 200 for many at once: the notifications that arrive while others are made durable are one transaction. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { DomainError, reasonOf } from '../problem.ts';
import type { Store, Tables } from '../store/store.ts';
import type { Context } from './context.ts';
import { settleBegun } from './settle.ts';
import { receive, type Incoming, type Received } from './receive.ts';
import { createTakeShared, type Waiting } from './take-shared.ts';

type Outcome = Received | DomainError;

class SettlingFailed extends Error {
  constructor(cause: unknown) {
    super('what notifications began could not be settled with them', { cause });
  }
}

const MAXIMUM_ATTEMPTS = 3;
/** Notifications in one transaction at most, and their data unless one alone has more. */
const MAXIMUM_BATCH = 256;
const MAXIMUM_DATA = 8000;
/** Milliseconds after which a transaction takes no more notifications. */
interface Patience {
  /** One in which levels move: what they begin goes out, and others have their turn. */
  moving: number;
  /** One in which an evacuation has begun: its first request is waited for. */
  begun: number;
}
const PATIENCE: Patience = { moving: 20, begun: 3 };
/** Where each statement goes to another process and back. */
const PATIENCE_SHARED: Patience = { moving: 50, begun: 50 };
/** Notifications in a transaction from which on readings come without a pause. */
const MANY = 8;
/** Transactions at once where the store is another machine's, which would have nothing to do while this one reckons. */
const MAXIMUM_SHARED = 3;

export interface IntakePorts {
  store: Store;
  contextOn: (tables: Tables) => Context;
  /** Called when there is something to do about what was taken. */
  onProgress: () => void;
  log: Log;
}

export interface Intake {
  take: (incoming: Incoming) => Promise<Received>;
  /** Whether evacuations have begun whose first requests are not on their way yet. */
  isBeginning: () => boolean;
}

export function createIntake(ports: IntakePorts): Intake {
  const { store, contextOn, onProgress, log } = ports;
  let waiting: Waiting[] = [];
  let running = 0;
  const beginning = new Set<readonly Waiting[]>();
  const received = (batch: readonly Waiting[], goesOn: boolean) =>
    store.transaction(async (tables) => {
      const context = contextOn(tables);
      const outcomes = await receiveEach(context, batch, store.exclusive ? PATIENCE : PATIENCE_SHARED);
      if (!goesOn || context.begun.length === 0) return outcomes;
      beginning.add(batch);
      await settleBegun(ports, context).catch((error: unknown) => {
        throw new SettlingFailed(error);
      });
      return outcomes;
    });
  const takeEach = async (batch: readonly Waiting[], attempt = 1): Promise<void> => {
    let rest: readonly Waiting[] = [];
    try {
      const outcomes = await received(batch, true).catch((error: unknown) => {
        if (!(error instanceof SettlingFailed)) throw error;
        // A notification is taken whatever becomes of what it begins.
        log.error(
          { error: reasonOf(error.cause) },
          'what notifications began could not go on at once; it is tried again',
        );
        return received(batch, false);
      });
      if (outcomes.some((outcome) => outcome instanceof DomainError || !outcome.isQuiet)) {
        // What has to go out because of them goes before what is next, and before their answers.
        await nextTurn();
        onProgress();
      }
      rest = batch.slice(outcomes.length);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome instanceof DomainError) reject(outcome);
        else if (outcome !== undefined) resolve(outcome);
      }
    } catch (error) {
      const [first, ...others] = batch;
      // Another process entered the same at the same time; it is there now.
      const isAgain = error instanceof DomainError && error.kind === 'StateConflict' && attempt < MAXIMUM_ATTEMPTS;
      if (others.length === 0 && isAgain) await takeEach(batch, attempt + 1);
      else if (others.length === 0) first?.reject(error);
      // One that fails must not take the others with it.
      else await Promise.all(batch.map((one) => takeEach([one])));
    } finally {
      beginning.delete(batch);
    }
    if (rest.length > 0) await takeEach(rest);
  };
  const takeShared = store.sharedIntake && createTakeShared({ ...ports, sharedIntake: store.sharedIntake, takeEach });
  const run = async () => {
    while (waiting.length > 0) {
      const batch = firstOf(waiting);
      waiting = waiting.slice(batch.length);
      await (takeShared ?? takeEach)(batch);
      // Their answers go out, and what comes because of them is read: more of them share the next transaction, and its sync.
      if (store.exclusive && batch.length >= MANY) {
        await nextTurn();
        await nextTurn();
      }
    }
    running -= 1;
  };
  return {
    take: (incoming) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject, ...incoming });
        if (running === (store.exclusive ? 1 : MAXIMUM_SHARED)) return;
        running += 1;
        setImmediate(() => void run());
      }),
    isBeginning: () => beginning.size > 0,
  };
}

/** The first that are taken in one transaction. */
function firstOf(waiting: readonly Waiting[]): Waiting[] {
  let data = 0;
  const beyond = waiting.findIndex(({ request }) => (data += request.environmentData.length) > MAXIMUM_DATA);
  return waiting.slice(0, beyond === -1 ? MAXIMUM_BATCH : Math.min(Math.max(1, beyond), MAXIMUM_BATCH));
}

/** Of the first of them, when it takes longer: those that change nothing are quick, however many there are. */
async function receiveEach(
  context: Context,
  batch: readonly Incoming[],
  { moving, begun }: Patience,
): Promise<Outcome[]> {
  const start = performance.now();
  const outcomes: Outcome[] = [];
  for (const incoming of batch) {
    const outcome = await receive(context, incoming).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.kind === 'Unprocessable')) throw error;
      return error;
    });
    outcomes.push(outcome);
    const hasBegun = context.begun.length > 0;
    const isQuiet = !(outcome instanceof DomainError) && outcome.isQuiet;
    if ((hasBegun || !isQuiet) && performance.now() - start > (hasBegun ? begun : moving)) break;
  }
  return outcomes;
}
