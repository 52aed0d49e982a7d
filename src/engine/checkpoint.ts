/**
 * Up to which notification everything is in the store otherwise. Quiet readings are durable as notifications and kept in mind
 * besides; bit by bit what is in mind is written beside the states, many parameters in a row, and after a crash it is taken into
 * the states, and the notifications since then once more. The states themselves are written when somebody needs them to be, and
 * at the end: to write each of them cost more than all readings.
 */
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { Store, Tables } from '../store/store.ts';
import type { Context, QuietReadings } from './context.ts';
import type { TakenReading } from './entities.ts';
import { applyData } from './receive.ts';
import { takeIntoStates, writeStates } from './reevaluate.ts';

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

/** Place of the last notification that nobody needs after a crash; undefined where none is needed. */
export async function lastWritten({ checkpoints, exclusive }: Store): Promise<number | undefined> {
  return exclusive ? (await checkpoints.get(ID))?.sequence : undefined;
}

/** A round over everything that is in mind takes so long. */
const ROUND_MILLISECONDS = 30_000;
/** Between the transactions of a round. */
const LEAST_PAUSE_MILLISECONDS = 10;
const LONGEST_PAUSE_MILLISECONDS = 1000;
/** Parameters in one row, and in one transaction when there are not very many: everything else waits for it. */
const SHARE = 250;
/** States in one transaction; for the same reason. */
const BATCH = 50;
/** Notifications in one page. */
const PAGE = 100;

export function createCheckpoint(ports: CheckpointPorts): Checkpoint {
  const { store, quiet, contextOn, onProgress, log } = ports;
  let saved: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let round: Round | undefined;

  const save = async (sequence: number) => {
    if (sequence !== saved) await saveSequence(store, sequence);
    saved = sequence;
  };
  /** Nothing, when no notification came since the last one. */
  const begin = async (): Promise<Round | undefined> => {
    const sequence = await store.environmentNotifications.lastSequence();
    return sequence === saved ? undefined : { sequence, next: 0, ...paceOf(quiet.count()) };
  };
  /** One after another; what failed is tried again. Tells whether it was done. */
  const inTurn = (work: () => Promise<void>): Promise<boolean> => {
    const done = writing.then(async () => {
      try {
        await work();
        return true;
      } catch (error) {
        log.error({ error: reasonOf(error) }, 'what readings left could not be written; tried again');
        return false;
      }
    });
    writing = done;
    return done;
  };
  const writeShares = (from: number, to: number) =>
    store.transaction(async (tables) => {
      for (let share = from; share < to; share++) {
        const readings = quiet.takenIn(share * SHARE, (share + 1) * SHARE);
        if (readings.length > 0) await put(tables, String(share), readings);
      }
    });
  const writeNext = async () => {
    round ??= await begin();
    if (round === undefined) return;
    const end = Math.min(round.next + round.atOnce, round.shares);
    if (round.next < end) await writeShares(round.next, end);
    round.next = end;
    if (end < round.shares) return;
    const { sequence } = round;
    round = undefined;
    await save(sequence);
  };
  const look = () => {
    void inTurn(writeNext).then((isDone) => {
      const pause = isDone ? (round?.pause ?? LONGEST_PAUSE_MILLISECONDS) : LONGEST_PAUSE_MILLISECONDS;
      if (timer !== undefined) timer = setTimeout(look, pause);
    });
  };
  const writeEach = async () => {
    const ids = quiet.stateIds();
    for (let first = 0; first < ids.length; first += BATCH) {
      const some = ids.slice(first, first + BATCH);
      const evaluated = await store.transaction((tables) => writeStates(contextOn(tables), some));
      if (evaluated > 0) onProgress();
    }
  };
  return {
    async start() {
      if (!store.exclusive) return;
      saved = await lastWritten(store);
      await takeWritten(ports);
      if (saved === undefined) await save(await store.environmentNotifications.lastSequence());
      else await takeAgain(ports, saved);
      timer = setTimeout(look, LONGEST_PAUSE_MILLISECONDS);
    },
    async writeAll() {
      await inTurn(writeEach);
    },
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      if (!store.exclusive || saved === undefined) return;
      await inTurn(async () => {
        const sequence = await store.environmentNotifications.lastSequence();
        await writeEach();
        await save(sequence);
        await removeTaken(store);
      });
    },
  };
}

interface Round {
  /** Of the last notification before it began. */
  sequence: number;
  /** How many there are, and the first that is not written. */
  shares: number;
  next: number;
  /** Shares in one transaction. */
  atOnce: number;
  /** Between transactions, ms. */
  pause: number;
}

/** Spread evenly over its time. */
function paceOf(parameters: number): Pick<Round, 'shares' | 'atOnce' | 'pause'> {
  const shares = Math.ceil(parameters / SHARE);
  const atOnce = Math.max(1, Math.ceil((shares * LEAST_PAUSE_MILLISECONDS) / ROUND_MILLISECONDS));
  const pause = Math.min(LONGEST_PAUSE_MILLISECONDS, (ROUND_MILLISECONDS * atOnce) / Math.max(1, shares));
  return { shares, atOnce, pause };
}

async function saveSequence(store: Store, sequence: number): Promise<void> {
  await store.transaction(async ({ checkpoints }) => {
    const checkpoint = { id: ID, sequence };
    if (!(await checkpoints.insertIfAbsent(checkpoint))) await checkpoints.update(checkpoint);
  });
}

async function put({ takenReadings }: Tables, id: string, readings: TakenReading[]): Promise<void> {
  const taken = { id, readings };
  if (!(await takenReadings.insertIfAbsent(taken))) await takenReadings.update(taken);
}

/** What the process before had in mind and had written. Its rows have other numbers than those of this one. */
async function takeWritten({ store, transact }: CheckpointPorts): Promise<void> {
  for (;;) {
    const { items } = await store.takenReadings.page({ limit: 1 });
    const [taken] = items;
    if (taken === undefined) return;
    await transact(async (context) => {
      await takeIntoStates(context, taken.readings);
      await context.tables.takenReadings.delete(taken.id);
    });
  }
}

async function takeAgain({ store, transact }: CheckpointPorts, after: number): Promise<void> {
  for (let position: number | undefined = after; position !== undefined;) {
    const { items, next }: { items: Parameters<typeof applyData>[1][]; next?: number } =
      await store.environmentNotifications.page({ after: position, limit: PAGE });
    await transact(async (context) => {
      for (const notification of items) await applyData({ ...context, isTakenAgain: true }, notification);
    });
    position = next;
  }
}

/** The states have it. */
async function removeTaken(store: Store): Promise<void> {
  await store.transaction(async ({ takenReadings }) => {
    for (const { id } of await takenReadings.findKeys({})) await takenReadings.delete(id);
  });
}
