/** What this process has claimed of the notifications to one subscriber: each subscriber has a lane of its own. */
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { reasonOf } from '../problem.ts';
import type { NotificationDelivery, Subscription } from '../engine/entities.ts';
import { CONNECTIONS_PER_SUBSCRIBER, type Callbacks } from './callbacks.ts';
import type { Marks } from './marks.ts';

export interface DeliverySettings {
  retryInterval: number;
  maximumRetryInterval: number;
  maximumAge: number;
}

export interface LanePorts {
  callbacks: Callbacks;
  settings: DeliverySettings;
  log: Log;
  metrics: Metrics;
  marks: Marks;
  /** Whether the claim on the notification still holds. */
  isHeld(id: string): boolean;
  /** The lane has room for more. */
  onRoom(): void;
  /** Called when a subscriber stops or begins to take notifications. */
  onReachability(subscription: Subscription, problem: string | undefined): Promise<void>;
}

export interface Lane {
  /** How many more it takes. */
  room(): number;
  take(deliveries: readonly NotificationDelivery[]): void;
  /** Sends nothing more; resolves when what is on its way has been answered. */
  stop(): Promise<void>;
}

/** Claimed for one subscriber at once: enough to be sent until the next claim is made. */
const CAPACITY = 2000;
/** A claim is made for so many at least. */
const LEAST_ROOM = 1000;
/** Milliseconds between claims for a subscriber that takes nothing. */
const PAUSE_AFTER_FAILURE = 1000;
/** Attempts after which the subscriber is reported as unreachable. */
const REPORT_AFTER_ATTEMPTS = 3;

export function createLane(ports: LanePorts, subscription: Subscription): Lane {
  const { callbacks, metrics, marks } = ports;
  /** The most urgent last. */
  let queue: NotificationDelivery[] = [];
  const underWay = new Set<Promise<void>>();
  /** Undefined: nothing was sent yet. */
  let isReachable: boolean | undefined;
  let pausedUntil = 0;
  let stopped = false;

  const tellReachability = (problem: string | undefined) => {
    isReachable = problem === undefined;
    ports.onReachability(subscription, problem).catch((error: unknown) => {
      ports.log.error({ error: reasonOf(error) }, 'whether a subscriber takes notifications could not be told');
    });
  };
  const send = async (delivery: NotificationDelivery) => {
    const problem = await callbacks.notify(subscription, delivery.notification);
    if (problem === undefined) {
      metrics.notificationDeliveries.inc({ result: 'delivered' });
      const wasReported = isReachable === false || delivery.attempts >= REPORT_AFTER_ATTEMPTS;
      if (wasReported && isReachable !== true) tellReachability(undefined);
      isReachable = true;
      pausedUntil = 0;
      marks.delivered(delivery.id);
      return;
    }
    pausedUntil = Date.now() + PAUSE_AFTER_FAILURE;
    const again = afterFailure(ports, subscription, delivery, problem);
    if (again === undefined) marks.delivered(delivery.id);
    else marks.held(again);
    if (again !== undefined && again.attempts >= REPORT_AFTER_ATTEMPTS && isReachable !== false)
      tellReachability(problem);
  };
  const run = () => {
    while (!stopped && underWay.size < CONNECTIONS_PER_SUBSCRIBER) {
      const delivery = queue.pop();
      if (delivery === undefined) break;
      // A process that was paused for longer than its claim leaves it to whoever has it now.
      if (!ports.isHeld(delivery.id)) continue;
      const sending = send(delivery).finally(() => {
        underWay.delete(sending);
        run();
        if (queue.length === CAPACITY - LEAST_ROOM) ports.onRoom();
      });
      underWay.add(sending);
    }
  };
  return {
    room() {
      const room = CAPACITY - queue.length;
      return room >= LEAST_ROOM && Date.now() >= pausedUntil ? room : 0;
    },
    take(deliveries) {
      queue = [...queue, ...deliveries].sort((a, b) => (a.rank < b.rank ? 1 : a.rank > b.rank ? -1 : 0));
      run();
    },
    async stop() {
      stopped = true;
      await Promise.all(underWay);
    },
  };
}

/** The delivery as it is tried again; undefined when it became too old, which is told. */
function afterFailure(
  { settings, metrics, log }: LanePorts,
  { id, callbackUri }: Subscription,
  delivery: NotificationDelivery,
  problem: string,
): NotificationDelivery | undefined {
  const now = Date.now();
  if (now - Date.parse(delivery.createdTime) > settings.maximumAge * 1000) {
    metrics.notificationDeliveries.inc({ result: 'dropped' });
    log.error({ subscriptionId: id, callbackUri, problem }, 'a notification was dropped, it could not be delivered');
    return undefined;
  }
  metrics.notificationDeliveries.inc({ result: 'failed' });
  const attempts = delivery.attempts + 1;
  if (attempts === REPORT_AFTER_ATTEMPTS)
    log.warn(
      { subscriptionId: id, callbackUri, problem },
      'a subscriber does not take notifications; they are kept and tried again',
    );
  const delay = Math.min(settings.maximumRetryInterval, settings.retryInterval * 2 ** (attempts - 1)) * 1000;
  return { ...delivery, attempts, nextAttemptTime: new Date(now + delay).toISOString() };
}
