/**
 * Up to which notification the states are written whole. Quiet readings are durable as notifications and kept in mind besides;
 * bit by bit the states are written with them, and after a crash the notifications since then are taken once more.
 */
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Context, QuietReadings } from './context.ts';
import { applyData } from './receive.ts';
import { writeStates } from './reevaluate.ts';

export interface CheckpointPorts {
  store: Store;
  quiet: QuietReadings;
  transact: <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;
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
const PAUSE_MILLISECONDS = 1000;
/** A round over all states takes so many pauses. */
const PAUSES_IN_ROUND = 30;
/** States in one transaction, and notifications in one page. */
const BATCH = 100;

export function createCheckpoint({ store, quiet, transact, log }: CheckpointPorts): Checkpoint {
  let saved: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** What is left of the round under way; when nothing is, all up to `sequence` is written. */
  let round: { sequence: number; ids: string[]; share: number } | undefined;

  const save = async (sequence: number) => {
    if (sequence === saved) return;
    await transact(async ({ tables: { checkpoints } }) => {
      const checkpoint = { id: ID, sequence };
      if (!(await checkpoints.insertIfAbsent(checkpoint))) await checkpoints.update(checkpoint);
    });
    saved = sequence;
  };
  const begin = async () => {
    const sequence = await store.environmentNotifications.lastSequence();
    const ids = quiet.unwritten(Infinity);
    return { sequence, ids, share: Math.max(BATCH, Math.ceil(ids.length / PAUSES_IN_ROUND)) };
  };
  const write = async (limit: number) => {
    round ??= await begin();
    for (let left = Math.min(limit, round.ids.length); left > 0; left -= BATCH) {
      const ids = round.ids.splice(0, Math.min(left, BATCH));
      await transact((context) => writeStates(context, ids));
    }
    if (round.ids.length > 0) return;
    const { sequence } = round;
    round = undefined;
    await save(sequence);
  };
  /** One after another; what failed is tried again in the next round. */
  const next = (limit: () => number) => {
    writing = writing.then(() =>
      write(limit()).catch((error: unknown) => {
        round = undefined;
        log.error({ error: reasonOf(error) }, 'environment states could not be written; tried again');
      }),
    );
    return writing;
  };
  const look = () => {
    void next(() => round?.share ?? BATCH).finally(() => {
      if (timer !== undefined) timer = setTimeout(look, PAUSE_MILLISECONDS);
    });
  };
  const takeAgain = async (after: number) => {
    for (let position: number | undefined = after; position !== undefined;) {
      const { items, next: following }: { items: Parameters<typeof applyData>[1][]; next?: number } =
        await store.environmentNotifications.page({ after: position, limit: BATCH });
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
      timer = setTimeout(look, PAUSE_MILLISECONDS);
    },
    async writeAll() {
      await next(() => Infinity);
      await next(() => Infinity);
    },
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      if (store.exclusive && saved !== undefined) await this.writeAll();
    },
  };
}
