import { createNotificationCheck, notificationIdOf, notificationTypeOf } from './notification-check.ts';
import { problemAnswer, startService, type Service } from './service.ts';
import { send, sendUntilAnswered } from './send.ts';

export interface ReceivedNotification {
  id: string;
  notificationType: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** True when the same id came before: delivery is at least once (SOL013 5.6). */
  duplicate: boolean;
  /** What in it is not as the specification says. */
  violations: string[];
  body: unknown;
}

export interface CallbackEndpoint extends Service {
  /** Every notification received, duplicates too. */
  notifications: ReceivedNotification[];
  /** The violations of all of them. */
  violations: string[];
}

/** Endpoint that a subscriber provides: GET tests it, POST takes a notification; both answer 204 (SOL013 5.6). */
export async function startCallbackEndpoint(
  take: (notification: ReceivedNotification) => void,
  port = 0,
): Promise<CallbackEndpoint> {
  const check = createNotificationCheck();
  const seen = new Set<string>();
  const notifications: ReceivedNotification[] = [];
  const violations: string[] = [];
  const service = await startService(({ method, body }) => {
    if (method === 'GET') return { status: 204, headers: { version: '1.0.0' } };
    if (method !== 'POST') return problemAnswer(405, 'Method Not Allowed', `${method} is not supported here`);
    const found = check(body);
    violations.push(...found);
    const id = notificationIdOf(body) ?? '';
    const notificationType = notificationTypeOf(body) ?? '';
    const notification = {
      id,
      notificationType,
      receivedAt: Date.now(),
      duplicate: seen.has(id),
      violations: found,
      body,
    };
    seen.add(id);
    notifications.push(notification);
    take(notification);
    return { status: 204, headers: { version: '1.0.0' } };
  }, port);
  return { ...service, notifications, violations };
}

/** Subscribes, waiting for the other side to be there; answers with the URI of the subscription. */
export async function subscribe(subscriptions: string, body: object, signal: AbortSignal): Promise<string> {
  const answer = await sendUntilAnswered(subscriptions, { method: 'POST', body, signal });
  if (answer === undefined) throw new Error(`${subscriptions}: stopped before it answered`);
  const location = answer.headers['location'];
  if (answer.status === 201 && typeof location === 'string') return location;
  throw new Error(`${subscriptions} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Ends subscriptions as well as it can: the other side may be gone already. */
export async function unsubscribe(locations: readonly string[]): Promise<void> {
  await Promise.all(
    locations.map((location) => send(location, { method: 'DELETE', timeoutMs: 1000 }).catch(() => undefined)),
  );
}
