/** Step 200 for many at once: the notifications that arrive while others are made durable are one transaction. */
import type { Log } from '../log.ts';
import { DomainError, reasonOf } from '../problem.ts';
import type { Store, Tables } from '../store/store.ts';
import type { Context } from './context.ts';
import { settleBegun } from './settle.ts';
import { receive, type Incoming, type Received } from './receive.ts';

interface Waiting extends Incoming {
  resolve: (received: Received) => void;
  reject: (error: unknown) => void;
}

type Outcome = Received | DomainError;

class SettlingFailed extends Error {
  constructor(cause: unknown) {
    super('what notifications began could not be settled with them', { cause });
  }
}

const MAXIMUM_ATTEMPTS = 3;
/** Notifications in one transaction at most. */
const MAXIMUM_BATCH = 256;

export interface IntakePorts {
  store: Store;
  contextOn: (tables: Tables) => Context;
  /** Called when there is something to do about what was taken. */
  onProgress: () => void;
  log: Log;
}

export function createIntake(ports: IntakePorts): (incoming: Incoming) => Promise<Received> {
  const { store, contextOn, onProgress, log } = ports;
  let waiting: Waiting[] = [];
  let isRunning = false;
  const received = (batch: readonly Waiting[], goesOn: boolean) =>
    store.transaction(async (tables) => {
      const context = contextOn(tables);
      const outcomes = await receiveEach(context, batch);
      if (!goesOn || context.begun.length === 0) return outcomes;
      await settleBegun(ports, context).catch((error: unknown) => {
        throw new SettlingFailed(error);
      });
      return outcomes;
    });
  const takeAll = async (batch: readonly Waiting[], attempt = 1): Promise<void> => {
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
      if (outcomes.some((outcome) => outcome instanceof DomainError || !outcome.isQuiet)) onProgress();
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome instanceof DomainError) reject(outcome);
        else if (outcome !== undefined) resolve(outcome);
      }
    } catch (error) {
      const [first, ...others] = batch;
      // Another process entered the same at the same time; it is there now.
      const isAgain = error instanceof DomainError && error.kind === 'StateConflict' && attempt < MAXIMUM_ATTEMPTS;
      if (others.length === 0 && isAgain) await takeAll(batch, attempt + 1);
      else if (others.length === 0) first?.reject(error);
      // One that fails must not take the others with it.
      else await Promise.all(batch.map((one) => takeAll([one])));
    }
  };
  const run = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAXIMUM_BATCH);
      waiting = waiting.slice(MAXIMUM_BATCH);
      await takeAll(batch);
    }
    isRunning = false;
  };
  return (incoming) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...incoming, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      setImmediate(() => void run());
    });
}

async function receiveEach(context: Context, batch: readonly Incoming[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const incoming of batch) {
    try {
      outcomes.push(await receive(context, incoming));
    } catch (error) {
      if (!(error instanceof DomainError && error.kind === 'Unprocessable')) throw error;
      outcomes.push(error);
    }
  }
  return outcomes;
}
