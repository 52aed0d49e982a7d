/** What a process that was killed had in mind, and not in the states: it is in mind again at once, and then in the states. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { measuredTime, readTime, type EnvironmentNotification } from './entities.ts';
import type { LeftReadings } from './left-readings.ts';
import { takeLeft } from './reevaluate.ts';
import { keyOf } from './topology.ts';

export interface CatchUpPorts {
  store: Store;
  left: LeftReadings;
  transact: <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;
  log: Log;
}

/** Notifications in one page. */
const PAGE = 100;
/** States in one transaction: everything else waits for it. */
const BATCH = 50;

/** Has in mind what the process before had, as it was written and as the notifications since say. */
export async function readLeft({ store, left }: CatchUpPorts, after: number): Promise<void> {
  await readWritten(store, left);
  for (let position: number | undefined = after; position !== undefined;) {
    const { items, next }: { items: EnvironmentNotification[]; next?: number } =
      await store.environmentNotifications.page({ after: position, limit: PAGE });
    for (const notification of items) readAgain(left, notification);
    position = next;
    await nextTurn();
  }
}

async function readWritten(store: Store, left: LeftReadings): Promise<void> {
  const written = (await store.takenReadings.find({})).flatMap(({ readings }) => readings);
  if (written.length === 0) return;
  const stateKeys = new Map((await store.environmentStates.findKeys({})).map(({ id, stateKey }) => [id, stateKey]));
  for (const { environmentStateId, ...one } of written) {
    const stateKey = stateKeys.get(environmentStateId);
    if (typeof stateKey === 'string') left.put(stateKey, one);
  }
}

/** What was refused then counts no more now; what changed something is in its state, which is passed over by its time. */
function readAgain(left: LeftReadings, notification: EnvironmentNotification): void {
  const { timeStamp, receivedTime, environmentData, rejectedEnvironmentData = [] } = notification;
  const rejected = new Set(rejectedEnvironmentData.map(({ pointer }) => pointer));
  const [received, told] = [Date.parse(receivedTime), Date.parse(readTime(timeStamp))];
  for (const [index, datum] of environmentData.entries()) {
    if (rejected.has(`/environmentData/${index}`)) continue;
    left.add(keyOf(datum), datum, measuredTime(datum, told, received));
  }
}

/** Evaluates the states by it, a few at a time. A second time after a failure goes over what the states have. */
export async function takeAllLeft(
  { store, left, transact, log }: CatchUpPorts,
  isStopping: () => boolean,
): Promise<void> {
  if (left.isEmpty()) return;
  const stateKeys = left.stateKeys();
  for (let first = 0; first < stateKeys.length && !isStopping(); first += BATCH)
    await transact((context) => takeLeft(context, left, stateKeys.slice(first, first + BATCH)));
  if (isStopping()) return;
  await removeTaken(store);
  left.clear();
  log.info({ parameters: stateKeys.length }, 'what readings had left before the crash is in the states');
}

/** The states have it. Row by row: they are long. */
export async function removeTaken(store: Store): Promise<void> {
  for (const { id } of await store.takenReadings.findKeys({}))
    await store.transaction(({ takenReadings }) => takenReadings.delete(id));
}
