/**
 * Up to which notification everything is in the store otherwise. Quiet readings are durable as notifications and kept in mind
 * besides; bit by bit what is in mind is written beside the states, many parameters in a row, and after a crash it is in mind again
 * before the first reading is taken, with what the notifications since then say; then the states are evaluated by it, a few at
 * a time. The states themselves are written when somebody needs them to be, and at the end: to write each of them cost more than
 * all readings.
 */
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { Store, Tables } from '../store/store.ts';
import type { Context, QuietReadings } from './context.ts';
import { readLeft, removeTaken, takeAllLeft } from './catch-up.ts';
import type { TakenReading } from './entities.ts';
import type { LeftReadings } from './left-readings.ts';
import { writeStates } from './reevaluate.ts';

export interface CheckpointPorts {
  store: Store;
  quiet: QuietReadings;
  left: LeftReadings;
  contextOn: (tables: Tables) => Context;
  transact: <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;
  /** Called when there may be something to do. */
  onProgress: () => void;
  log: Log;
}

export interface Checkpoint {
  /** Has what a crash left in mind; then the states begin to be evaluated by it, and what is in mind to be written, bit by bit. */
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

export function createCheckpoint(ports: CheckpointPorts): Checkpoint {
  const { store, quiet, left, contextOn, onProgress, log } = ports;
  let saved: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let round: Round | undefined;
  let stopping = false;

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
    // Rows that are not in the states yet have the numbers of those that would be written.
    if (stopping) return;
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
  const takeLeft = () => takeAllLeft(ports, () => stopping);
  const look = () => {
    void inTurn(() => takeLeft().then(writeNext)).then((isDone) => {
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
      if (saved === undefined) await save(await store.environmentNotifications.lastSequence());
      else await readLeft(ports, saved);
      timer = setTimeout(look, left.isEmpty() ? LONGEST_PAUSE_MILLISECONDS : 0);
    },
    async writeAll() {
      await inTurn(() => takeLeft().then(writeEach));
    },
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      stopping = true;
      if (!store.exclusive || saved === undefined) return;
      await inTurn(async () => {
        // The next start has it as this one had it.
        if (!left.isEmpty()) return;
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
