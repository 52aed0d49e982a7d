/**
 * Up to which notification the states are written whole. Quiet readings are durable as notifications and kept in mind besides;
 * bit by bit the states are written with them, and after a crash the notifications since then are taken once more.
 */
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { Store, Tables } from '../store/store.ts';
import type { Context, QuietReadings } from './context.ts';
import { applyData } from './receive.ts';
import { writeStates } from './reevaluate.ts';

export interface CheckpointPorts {
  store: Store;
  quiet: QuietReadings;
  contextOn: (tables: Tables) => Context;
  transact: <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;
  /** Called when there may be something to do. */
  onProgress: () => void;
  log: Log;
}

export interface Checkpoint {
  /** Takes what a crash left, then begins to write bit by bit. */
  start(): Promise<void>;
  /** Writes every state. */
  writeAll(): Promise<void>;
  stop(): Promise<void>;
}

const ID = 'environment_notification';
/** A round over all states takes so long. */
const ROUND_MILLISECONDS = 30_000;
/** Between the transactions of a round. */
const LEAST_PAUSE_MILLISECONDS = 10;
const LONGEST_PAUSE_MILLISECONDS = 1000;
/** States in one transaction: few, because everything else waits for it. */
const BATCH = 50;
/** Notifications in one page. */
const PAGE = 100;

export function createCheckpoint({ store, quiet, contextOn, transact, onProgress, log }: CheckpointPorts): Checkpoint {
  let saved: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** What is left of the round under way; when nothing is, all up to `sequence` is written. */
  let round: Round | undefined;
  let pause = LONGEST_PAUSE_MILLISECONDS;

  const save = async (sequence: number) => {
    if (sequence === saved) return;
    await transact(async ({ tables: { checkpoints } }) => {
      const checkpoint = { id: ID, sequence };
      if (!(await checkpoints.insertIfAbsent(checkpoint))) await checkpoints.update(checkpoint);
    });
    saved = sequence;
  };
  const writeOnce = async (ids: readonly string[]) => {
    const evaluated = await store.transaction((tables) => writeStates(contextOn(tables), ids));
    if (evaluated > 0) onProgress();
  };
  const begin = async () => {
    const sequence = await store.environmentNotifications.lastSequence();
    return roundOf(sequence, quiet.unwritten());
  };
  const write = async (limit: number) => {
    round ??= await begin();
    for (const end = round.written + limit; round.written < Math.min(end, round.unwritten.length);) {
      await writeOnce(quiet.stateIdsOf(round.unwritten.slice(round.written, round.written + round.share)));
      round.written += round.share;
    }
    if (round.written < round.unwritten.length) return;
    const { sequence } = round;
    round = undefined;
    await save(sequence);
  };
  /** One after another; what failed is tried again. */
  const next = (limit: number) => {
    writing = writing.then(async () => {
      try {
        await write(limit);
        pause = round?.pause ?? LONGEST_PAUSE_MILLISECONDS;
      } catch (error) {
        pause = LONGEST_PAUSE_MILLISECONDS;
        log.error({ error: reasonOf(error) }, 'environment states could not be written; tried again');
      }
    });
    return writing;
  };
  const look = () => {
    void next(1).finally(() => {
      if (timer !== undefined) timer = setTimeout(look, pause);
    });
  };
  const takeAgain = async (after: number) => {
    for (let position: number | undefined = after; position !== undefined;) {
      const { items, next: following }: { items: Parameters<typeof applyData>[1][]; next?: number } =
        await store.environmentNotifications.page({ after: position, limit: PAGE });
      await transact(async (context) => {
        for (const notification of items) await applyData({ ...context, isTakenAgain: true }, notification);
      });
      position = following;
    }
  };
  return {
    async start() {
      if (!store.exclusive) return;
      const known = await store.checkpoints.get(ID);
      saved = known?.sequence;
      if (saved === undefined) await save(await store.environmentNotifications.lastSequence());
      else await takeAgain(saved);
      timer = setTimeout(look, LONGEST_PAUSE_MILLISECONDS);
    },
    async writeAll() {
      await next(Infinity);
      await next(Infinity);
    },
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      if (store.exclusive && saved !== undefined) await this.writeAll();
    },
  };
}

interface Round {
  /** Of the last notification before it began. */
  sequence: number;
  unwritten: readonly number[];
  /** How many of them were written. */
  written: number;
  /** States in one transaction. */
  share: number;
  /** Between transactions, ms. */
  pause: number;
}

/** Spread evenly over its time. */
function roundOf(sequence: number, unwritten: readonly number[]): Round {
  const share = Math.max(BATCH, Math.ceil((unwritten.length * LEAST_PAUSE_MILLISECONDS) / ROUND_MILLISECONDS));
  const pause = (ROUND_MILLISECONDS * share) / Math.max(1, unwritten.length);
  return { sequence, unwritten, written: 0, share, pause: Math.min(LONGEST_PAUSE_MILLISECONDS, pause) };
}
