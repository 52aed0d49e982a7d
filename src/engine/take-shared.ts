/**
 * Step 200 for many at once where others share the store: what changes nothing is taken together, then what moves no level, then
 * the rest. Of one parameter what came first is taken first.
 */
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { SharedIntake, Tables } from '../store/store.ts';
import { readQuiet } from './batch-quiet.ts';
import { readStates } from './batch-states.ts';
import type { Prepare } from './batch.ts';
import type { Context } from './context.ts';
import type { Incoming, Received } from './receive.ts';
import { createLeft, receiveTogether, TakenBefore, type Left } from './receive-together.ts';

/** A notification that is to be taken, and who waits for it. */
export interface Waiting extends Incoming {
  resolve: (received: Received) => void;
  reject: (error: unknown) => void;
}

interface SharedPorts {
  contextOn: (tables: Tables) => Context;
  /** Called when there is something to do about what was taken. */
  onProgress: () => void;
  log: Log;
  sharedIntake: SharedIntake;
  /** Takes each for itself. */
  takeEach: (batch: readonly Waiting[]) => Promise<void>;
}

type TakeShared = (batch: readonly Waiting[]) => Promise<void>;

export function createTakeShared({ sharedIntake, contextOn, takeEach, onProgress, log }: SharedPorts): TakeShared {
  /** The batches, of each what is not quiet, one after another in the order in which they began. */
  let inTurn: Promise<unknown> = Promise.resolve();
  const leftBehind = createLeft();
  /** Gives those that were left. */
  const takeTogether = async (batch: readonly Waiting[], prepare: Prepare, left: Left) => {
    const taken = await receiveTogether({ sharedIntake, contextOn }, prepare, batch, left).catch((error: unknown) => {
      if (!(error instanceof TakenBefore))
        log.warn({ error: reasonOf(error) }, 'notifications could not be taken together; they are taken otherwise');
      for (const { request } of batch) left.add(request.environmentData);
      return [];
    });
    if (taken.some((received) => received?.isQuiet === false)) onProgress();
    for (const [index, received] of taken.entries()) if (received !== undefined) batch[index]?.resolve(received);
    return batch.filter((_one, index) => taken[index] === undefined);
  };
  const take = async (batch: readonly Waiting[], before: Promise<unknown>): Promise<void> => {
    const left = await takeTogether(batch, readQuiet, leftBehind);
    if (left.length === 0) return;
    try {
      await before;
      const rest = await takeTogether(left, readStates, createLeft());
      if (rest.length > 0) await takeEach(rest);
    } finally {
      for (const { request } of left) leftBehind.delete(request.environmentData);
    }
  };
  return async (batch) => {
    const taking = take(batch, inTurn);
    inTurn = Promise.allSettled([inTurn, taking]);
    await taking;
  };
}
