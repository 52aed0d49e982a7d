/**
 * History does not grow for ever: what is over is removed after its time, in small transactions with pauses between them, by one
 * process at a time. What is open is never removed. A notification that is the last word on a state may go when what it says is
 * written otherwise (`checkpoint.ts`).
 */
import type { Log } from '../log.ts';
import { createLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import { reasonOf } from '../problem.ts';
import type { Store } from '../store/store.ts';
import { lastWritten } from './checkpoint.ts';
import { addSeconds, toTime } from './entities.ts';
import { isOpenRequest } from './migration-request.ts';

/** Seconds that each kind is kept; null is for ever. The names are those of the configuration file. */
export interface RetentionSettings {
  environmentNotifications: number | null;
  hostEvacuations: number | null;
  alarms: number | null;
}

export interface RetentionPorts {
  store: Store;
  settings: RetentionSettings;
  metrics: Metrics;
  log: Log;
}

export interface Retention {
  start(): void;
  stop(): Promise<void>;
}

type Kind = keyof RetentionSettings;

const LOOK_MILLISECONDS = 60_000;
/** Seconds after which another process removes, when the one that did died. */
const HOLD_SECONDS = 180;
/** Between two transactions, so that whatever is urgent gets in. */
const PAUSE_MILLISECONDS = 50;

/** Each removes some of what ended before a time, and gives how many; fewer than the limit are the last. */
const REMOVE: Record<Kind, { limit: number; some: (store: Store, before: string, limit: number) => Promise<number> }> =
  {
    environmentNotifications: {
      limit: 500,
      some: async (store, before, limit) =>
        store.removeEnvironmentNotifications(before, limit, await lastWritten(store)),
    },
    hostEvacuations: { limit: 20, some: removeEvacuations },
    alarms: {
      limit: 200,
      some: (store, before, limit) =>
        store.transaction(async ({ alarms }) => {
          const over = await alarms.find({ clearedTime: { notAfter: before } }, { limit, orderBy: 'clearedTime' });
          for (const { id } of over) await alarms.delete(id);
          return over.length;
        }),
    },
  };

export function createRetention({ store, settings, metrics, log }: RetentionPorts): Retention {
  let stopped = false;
  const isStopped = () => stopped;

  const removeAll = async (kind: Kind, seconds: number) => {
    const { limit, some } = REMOVE[kind];
    for (let count = limit; count === limit && !isStopped();) {
      count = await some(store, addSeconds(toTime(Date.now()), -seconds), limit);
      metrics.historyRemoved.inc({ kind }, count);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
  };
  const look = async () => {
    for (const kind of Object.keys(REMOVE) as Kind[]) {
      const seconds = settings[kind];
      if (seconds !== null && (await store.holds('retention', HOLD_SECONDS))) await removeAll(kind, seconds);
    }
  };
  const looking = createLoop(look, LOOK_MILLISECONDS, (error) => {
    log.warn({ error: reasonOf(error) }, 'history could not be removed; it is tried again');
  });
  return {
    start: () => {
      looking.start();
    },
    async stop() {
      stopped = true;
      await looking.stop();
    },
  };
}

/** With their requests. One that still has an open request is left, whatever its age. */
function removeEvacuations(store: Store, before: string, limit: number): Promise<number> {
  return store.transaction(async ({ hostEvacuations, migrationRequests }) => {
    let removed = 0;
    for (const { id } of await hostEvacuations.find({ endTime: { notAfter: before } }, { limit, orderBy: 'endTime' })) {
      const requests = await migrationRequests.find({ hostEvacuationId: id });
      if (requests.some(isOpenRequest)) continue;
      for (const request of requests) await migrationRequests.delete(request.id);
      await hostEvacuations.delete(id);
      removed += 1;
    }
    return removed;
  });
}
