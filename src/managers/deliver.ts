/**
 * Delivers the queued notifications: each until it is taken, in order per subscriber and resource (SOL013 5.6), the most
 * critical first (R14). What is due is claimed in the store in large groups, so that several gateways share the work; the
 * claims are kept while this process lives, and are anybody's soon after it died: a notification may then come twice, with the
 * same `id`.
 */
import { reasonOf } from '../problem.ts';
import { toTime, type Subscription } from '../engine/entities.ts';
import type { Store } from '../store/store.ts';
import { createClaims } from './claims.ts';
import { createLane, type Lane, type LanePorts } from './lane.ts';
import { createLoop } from '../loop.ts';
import { createMarks } from './marks.ts';

export interface DeliverPorts extends Omit<LanePorts, 'marks' | 'isHeld' | 'onRoom'> {
  store: Store;
}

export interface Deliverer {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

const POLL_MILLISECONDS = 250;
const TIDY_MILLISECONDS = 60_000;

export function createDeliverer(ports: DeliverPorts): Deliverer {
  const { store, log } = ports;
  const queue = store.deliveries;
  const claims = createClaims(queue, log);
  const lanes = new Map<string, Lane>();
  const ending = new Set<Promise<void>>();
  const marks = createMarks({
    queue,
    claimedBy: claims.claimedBy,
    log,
    onWritten: (ids) => {
      claims.end(ids);
      looking.wake();
    },
  });

  const laneOf = (subscription: Subscription): Lane => {
    const lane =
      lanes.get(subscription.id) ??
      createLane(
        {
          ...ports,
          marks,
          isHeld: claims.isHeld,
          onRoom: () => {
            looking.wake();
          },
        },
        subscription,
      );
    lanes.set(subscription.id, lane);
    return lane;
  };
  const fill = async (subscription: Subscription) => {
    const lane = laneOf(subscription);
    const room = lane.room();
    if (room > 0) lane.take(await claims.claim(subscription.id, room));
  };
  const look = async () => {
    const waiting = await queue.waiting(toTime(Date.now()));
    await Promise.all(waiting.map(fill));
  };
  /** Subscriptions end, here or at another gateway: nothing more is sent. */
  const prune = async () => {
    for (const [id, lane] of lanes) {
      if ((await store.subscriptions.get(id)) !== undefined) continue;
      lanes.delete(id);
      const end = lane.stop().finally(() => ending.delete(end));
      ending.add(end);
    }
  };
  const looking = createLoop(look, POLL_MILLISECONDS, (error) => {
    log.error({ error: reasonOf(error) }, 'queued notifications could not be read; they are tried again');
  });
  const tidy = async () => {
    await prune();
    await queue.removeOrphans();
  };
  const tidying = createLoop(tidy, TIDY_MILLISECONDS, (error) => {
    log.warn({ error: reasonOf(error) }, 'notifications for nobody could not be removed; it is tried again');
  });
  queue.onQueued(() => {
    looking.wake();
  });
  store.onCommit((changes) => {
    if ([...(changes.get('subscriptions') ?? [])].some((id) => lanes.has(id))) tidying.wake();
  });
  store.onCommitElsewhere((isChanged) => {
    if (isChanged('notificationDeliveries')) looking.wake();
    if (isChanged('subscriptions')) tidying.wake();
  });
  return {
    start() {
      looking.start();
      tidying.start();
      claims.start();
    },
    wake: () => {
      looking.wake();
    },
    async stop() {
      await looking.stop();
      await tidying.stop();
      await Promise.all([...ending, ...[...lanes.values()].map((lane) => lane.stop())]);
      await marks.stop();
      await claims.stop();
    },
  };
}
