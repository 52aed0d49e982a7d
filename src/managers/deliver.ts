/** Delivers the queued notifications: each until it is taken, in order per subscriber and resource (SOL013 5.6). */
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { reasonOf } from '../problem.ts';
import type { NotificationDelivery, Subscription } from '../engine/entities.ts';
import type { Store } from '../store/store.ts';
import type { Callbacks } from './callbacks.ts';

export interface DeliverySettings {
  retryInterval: number;
  maximumRetryInterval: number;
  maximumAge: number;
}

export interface DeliverPorts {
  store: Store;
  callbacks: Callbacks;
  settings: DeliverySettings;
  log: Log;
  metrics: Metrics;
  /** Called when a subscriber stops or begins to take notifications. */
  onReachability(subscription: Subscription, problem: string | undefined): Promise<void>;
}

export interface Deliverer {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

const POLL_MILLISECONDS = 250;
const BATCH = 500;
/** Resources whose notifications are on their way to one subscriber at once. */
const GROUPS_PER_SUBSCRIBER = 64;
/** Attempts after which the subscriber is reported as unreachable. */
const REPORT_AFTER_ATTEMPTS = 3;

export function createDeliverer(ports: DeliverPorts): Deliverer {
  /** What is on its way now, by subscriber and resource, so that nothing overtakes. */
  const underWay = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  const begin = (key: string, deliveries: readonly NotificationDelivery[]) => {
    const work = deliverGroup(ports, deliveries, () => stopped)
      .catch((error: unknown) => {
        ports.log.error({ error: reasonOf(error) }, 'a delivery could not be marked; it is tried again');
      })
      .finally(() => {
        underWay.delete(key);
        wake();
      });
    underWay.set(key, work);
  };
  /** Each subscriber has its own share: one that hangs keeps nothing from the others. */
  const look = async () => {
    const now = new Date().toISOString();
    for (const { id } of await ports.store.subscriptions.find({})) {
      const busy = [...underWay.keys()].filter((key) => key.startsWith(`${id} `)).length;
      if (busy >= GROUPS_PER_SUBSCRIBER) continue;
      const due = await ports.store.notificationDeliveries.find(
        { subscriptionId: id, nextAttemptTime: { notAfter: now } },
        { limit: BATCH },
      );
      const waiting = [...groupsOf(due)].filter(([key]) => !underWay.has(key));
      for (const [key, deliveries] of waiting.slice(0, GROUPS_PER_SUBSCRIBER - busy)) begin(key, deliveries);
    }
  };
  const wake = () => {
    if (stopped) return;
    if (looking !== undefined) {
      again = true;
      return;
    }
    clearTimeout(timer);
    again = false;
    looking = look()
      .catch((error: unknown) => {
        ports.log.error({ error: reasonOf(error) }, 'queued notifications could not be read; they are tried again');
      })
      .finally(() => {
        looking = undefined;
        if (again) wake();
        else if (!stopped) timer = setTimeout(wake, POLL_MILLISECONDS);
      });
  };
  return {
    start() {
      stopped = false;
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(underWay.values());
    },
  };
}

function groupsOf(deliveries: readonly NotificationDelivery[]): Map<string, NotificationDelivery[]> {
  const groups = new Map<string, NotificationDelivery[]>();
  for (const delivery of deliveries) {
    const key = `${delivery.subscriptionId} ${delivery.resourceId}`;
    groups.set(key, [...(groups.get(key) ?? []), delivery]);
  }
  return groups;
}

/** Sends the notifications about one resource to one subscriber, the oldest first; the first that fails holds the others back. */
async function deliverGroup(
  ports: DeliverPorts,
  deliveries: readonly NotificationDelivery[],
  isStopped: () => boolean,
): Promise<void> {
  const { store } = ports;
  const [first] = deliveries;
  if (first === undefined) return;
  const subscription = await store.subscriptions.get(first.subscriptionId);
  const { subscriptionId, resourceId } = first;
  const pending = await store.notificationDeliveries.find({ subscriptionId, resourceId });
  for (const delivery of pending) {
    if (isStopped()) return;
    if (subscription === undefined) {
      await store.notificationDeliveries.delete(delivery.id);
      continue;
    }
    const isHeld = delivery.nextAttemptTime > new Date().toISOString();
    const problem = isHeld ? undefined : await ports.callbacks.notify(subscription, delivery.notification);
    if (isHeld || problem !== undefined) {
      await holdBack(ports, subscription, pending.slice(pending.indexOf(delivery)), problem);
      return;
    }
    await store.notificationDeliveries.delete(delivery.id);
    ports.metrics.notificationDeliveries.inc({ result: 'delivered' });
    if (delivery.attempts >= REPORT_AFTER_ATTEMPTS) await ports.onReachability(subscription, undefined);
  }
}

/** The first is tried again later and the others wait for it; what became too old is dropped, and told. */
async function holdBack(
  ports: DeliverPorts,
  subscription: Subscription,
  [first, ...others]: readonly NotificationDelivery[],
  problem: string | undefined,
): Promise<void> {
  if (first === undefined) return;
  const { store, settings, metrics, log } = ports;
  const now = Date.now();
  if (problem !== undefined && now - Date.parse(first.createdTime) > settings.maximumAge * 1000) {
    metrics.notificationDeliveries.inc({ result: 'dropped' });
    log.error(
      { subscriptionId: subscription.id, callbackUri: subscription.callbackUri, problem },
      'a notification was dropped, it could not be delivered',
    );
    await store.notificationDeliveries.delete(first.id);
    return;
  }
  const attempts = problem === undefined ? first.attempts : first.attempts + 1;
  const delay = Math.min(settings.maximumRetryInterval, settings.retryInterval * 2 ** (attempts - 1)) * 1000;
  const nextAttemptTime = problem === undefined ? first.nextAttemptTime : new Date(now + delay).toISOString();
  if (problem !== undefined) {
    metrics.notificationDeliveries.inc({ result: 'failed' });
    if (attempts === REPORT_AFTER_ATTEMPTS) {
      log.warn(
        { subscriptionId: subscription.id, callbackUri: subscription.callbackUri, problem },
        'a subscriber does not take notifications; they are kept and tried again',
      );
      await ports.onReachability(subscription, problem);
    }
  }
  await store.transaction(async (tables) => {
    for (const delivery of [{ ...first, attempts }, ...others]) {
      if ((await tables.notificationDeliveries.get(delivery.id)) !== undefined)
        await tables.notificationDeliveries.update({ ...delivery, nextAttemptTime });
    }
  });
}
