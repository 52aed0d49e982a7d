import {
  createNotificationCheck,
  isKnownNotificationType,
  notificationIdOf,
  notificationTypeOf,
} from './notification-check.ts';
import { problemAnswer, startService, type Service, type ServiceAnswer, type ServiceRequest } from './service.ts';
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
  const respond = ({ method, body }: ServiceRequest): ServiceAnswer => {
    if (method === 'GET') return { status: 204 };
    if (method !== 'POST') return problemAnswer(405, 'Method Not Allowed', `${method} is not supported here`);
    if (body === undefined) return problemAnswer(400, 'Bad Request', 'the content is not JSON');
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
    notifications.push(notification);
    take(notification);
    // Another type is of a later version and does no harm; one that is known has to be as the specification says.
    if (found.length > 0 && (notificationType === '' || isKnownNotificationType(notificationType)))
      return problemAnswer(422, 'Unprocessable Content', found.join('; '));
    seen.add(id);
    return { status: 204 };
  };
  const service = await startService((request) => {
    const answer = respond(request);
    return { ...answer, headers: { version: '1.0.0', ...answer.headers } };
  }, port);
  return { ...service, notifications, violations };
}

/** Subscribes, waiting for the other side to be there; answers with the URI of the subscription. */
export async function subscribe(subscriptions: string, body: object, signal: AbortSignal): Promise<string> {
  const answer = await sendUntilAnswered(subscriptions, { method: 'POST', body, signal });
  if (answer === undefined) throw new Error(`${subscriptions}: stopped before it answered`);
  const location = answer.headers['location'];
  // 303: there is the same subscription already, which is as good.
  if ([201, 303].includes(answer.status) && typeof location === 'string') return location;
  throw new Error(`${subscriptions} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Ends subscriptions as well as it can: the other side may be gone already. */
export async function unsubscribe(locations: readonly string[]): Promise<void> {
  await Promise.all(
    locations.map((location) => send(location, { method: 'DELETE', timeoutMs: 1000 }).catch(() => undefined)),
  );
}
