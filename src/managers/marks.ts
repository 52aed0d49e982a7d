/** What became of deliveries, put into the store in groups: all that finished while the group before was written. */
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { NotificationDelivery } from '../engine/entities.ts';
import type { DeliveryQueue } from '../store/store.ts';

export interface Marks {
  /** It was delivered, or nobody wants it any more. */
  delivered(id: string): void;
  /** It is tried again at its `nextAttemptTime`. */
  held(delivery: NotificationDelivery): void;
  /** Resolves when all is written, or could not be: then it is sent again after the next start, with the same `id`. */
  stop(): Promise<void>;
}

interface MarkPorts {
  queue: Pick<DeliveryQueue, 'settle'>;
  claimedBy: string;
  log: Log;
  /** What was written: the next about the same resource can go. */
  onWritten: (ids: readonly string[]) => void;
}

/** What finishes within this time goes into one transaction. */
const GATHERING_MILLISECONDS = 20;
/** Milliseconds before what could not be written is tried again. */
const RETRY_MILLISECONDS = 250;

export function createMarks({ queue, claimedBy, log, onWritten }: MarkPorts): Marks {
  let outcome: { delivered: string[]; held: NotificationDelivery[] } = { delivered: [], held: [] };
  let writing: Promise<void> | undefined;
  let lastWritten = 0;
  let stopped = false;

  const isEmpty = () => outcome.delivered.length === 0 && outcome.held.length === 0;
  const writeGroup = async () => {
    const group = outcome;
    outcome = { delivered: [], held: [] };
    try {
      await queue.settle(claimedBy, group);
      onWritten([...group.delivered, ...group.held.map(({ id }) => id)]);
    } catch (error) {
      log.error({ error: reasonOf(error) }, 'deliveries could not be marked; it is tried again');
      outcome = {
        delivered: [...group.delivered, ...outcome.delivered],
        held: [...group.held, ...outcome.held],
      };
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
    }
  };
  const write = async () => {
    // What comes after a quiet time is written at once, together with what finished in the same turn.
    const isQuiet = Date.now() - lastWritten > GATHERING_MILLISECONDS;
    await new Promise((resolve) => (isQuiet ? setImmediate(resolve) : setTimeout(resolve, GATHERING_MILLISECONDS)));
    await writeGroup();
    lastWritten = Date.now();
  };
  const begin = () => {
    writing ??= write().finally(() => {
      writing = undefined;
      if (!isEmpty() && !stopped) begin();
    });
  };
  return {
    delivered(id) {
      outcome.delivered.push(id);
      begin();
    },
    held(delivery) {
      outcome.held.push(delivery);
      begin();
    },
    async stop() {
      stopped = true;
      await writing;
      if (!isEmpty()) await writeGroup();
    },
  };
}
