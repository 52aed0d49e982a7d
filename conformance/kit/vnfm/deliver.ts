/** Delivers notifications as a gateway does: in order for each subscriber and resource, at least once (SOL013 5.6). */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuthorization } from '../authorization.ts';
import type { Answer, Exchange, Json } from '../case.ts';
import type { Client } from '../http.ts';
import { recordSent } from '../recording.ts';
import type { ApiName, Authentication, Subject, Subscription, Subscriptions } from './subscriptions.ts';

/** One notification to one subscriber and what became of it. */
export interface Delivery {
  callbackUri: string;
  /** Undefined when there was none. */
  answer: Answer | undefined;
  /** Why there was none. */
  problem: string | undefined;
}

export interface Notification {
  apiName: ApiName;
  /** What filters look at, besides the type. */
  subject: Subject;
  /** Nothing about one resource overtakes. */
  resourceId: string;
  /** The same whenever it is sent. */
  content: { id: string; notificationType: string; timeStamp: string } & Readonly<Record<string, unknown>>;
  links: Readonly<Record<string, { href: string }>>;
}

export interface Deliverer {
  /** Sends to everybody who wants to hear of it; the answer to the last attempt for each. */
  notify(notification: Notification, record: Recorder): Promise<readonly Delivery[]>;
  /** Sends content just as it is, once. */
  post(subscription: Subscription, content: string, record: Recorder): Promise<Delivery>;
  /** Tests the callback with GET. */
  probe(subscription: Subscription, record: Recorder): Promise<Delivery>;
  /** Waits until nothing is on its way any more. */
  settled(): Promise<void>;
}

type Recorder = (exchange: Exchange) => void;

export interface DelivererOptions {
  subscriptions: Subscriptions;
  client: Client;
  /** Value of `Authorization` when the subscription does not say how to authenticate. */
  authorization: () => Promise<string | undefined>;
  signal: AbortSignal;
}

const ATTEMPTS = 3;
const RETRY_MILLISECONDS = 500;
const PATIENCE_MILLISECONDS = 10_000;

export function createDeliverer(options: DelivererOptions): Deliverer {
  const { subscriptions, client, signal } = options;
  const underWay = new Map<string, Promise<unknown>>();
  const authorize = createAuthorize(options);

  const exchange = async (
    subscription: Subscription,
    method: 'GET' | 'POST',
    content: string | undefined,
    record: Recorder,
  ): Promise<Delivery> => {
    const { callbackUri } = subscription;
    const delivery = { callbackUri, answer: undefined, problem: undefined };
    try {
      const authorization = await authorize(subscription);
      const request = await client.prepare(
        {
          method,
          path: callbackUri,
          ...(content === undefined ? {} : { content }),
          headers: { authorization: authorization ?? null },
        },
        {},
      );
      let answer: Answer | undefined;
      try {
        answer = await client.exchange(request, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MILLISECONDS)]));
      } finally {
        record(recordSent(request, answer));
      }
      return { ...delivery, answer };
    } catch (error) {
      return { ...delivery, problem: error instanceof Error ? error.message : String(error) };
    }
  };

  const deliver = async (subscription: Subscription, content: string, record: Recorder): Promise<Delivery> => {
    for (let attempt = 1; ; attempt += 1) {
      const delivery = await exchange(subscription, 'POST', content, record);
      const isDone = delivery.answer !== undefined && delivery.answer.status < 500;
      if (isDone || attempt === ATTEMPTS || signal.aborted) return delivery;
      await sleep(RETRY_MILLISECONDS);
    }
  };

  /** Behind what is on its way to the subscriber about the resource. */
  const inOrder = (key: string, work: () => Promise<Delivery>): Promise<Delivery> => {
    const next = (underWay.get(key) ?? Promise.resolve()).then(work);
    underWay.set(key, next);
    return next;
  };

  return {
    async notify({ apiName, subject, resourceId, content, links }, record) {
      const receivers = subscriptions.matching(apiName, { ...subject, notificationTypes: [content.notificationType] });
      return await Promise.all(
        receivers.map((subscription) => {
          const own = { subscriptionId: subscription.id };
          const _links = { subscription: { href: subscription.uri }, ...links };
          const text = JSON.stringify({ ...content, ...own, _links });
          return inOrder(`${subscription.id} ${resourceId}`, () => deliver(subscription, text, record));
        }),
      );
    },
    post: (subscription, content, record) => exchange(subscription, 'POST', content, record),
    probe: (subscription, record) => exchange(subscription, 'GET', undefined, record),
    async settled() {
      await Promise.all(underWay.values());
    },
  };
}

/** As the subscription says, or else with the token of the options. */
function createAuthorize({ client, authorization }: DelivererOptions) {
  const known = new Map<string, () => Promise<string | undefined>>();
  return (subscription: Subscription): Promise<string | undefined> => {
    const { id, authentication } = subscription;
    if (authentication === undefined) return authorization();
    const found = known.get(id) ?? authorizationFor(authentication, client);
    known.set(id, found);
    return found();
  };
}

function authorizationFor(
  { paramsBasic, paramsOauth2ClientCredentials: oauth2 }: Authentication,
  client: Client,
): () => Promise<string | undefined> {
  if (oauth2?.tokenEndpoint !== undefined) {
    const { tokenEndpoint, clientId, clientPassword } = oauth2;
    const authorize = createAuthorization(
      { token: undefined, limitedToken: undefined, tokenUrl: tokenEndpoint, clientId, clientSecret: clientPassword },
      (request, signal) => client.exchange(request, signal),
    );
    return () => authorize(undefined);
  }
  if (paramsBasic === undefined) return () => Promise.resolve(undefined);
  const credentials = `${paramsBasic.userName ?? ''}:${paramsBasic.password ?? ''}`;
  return () => Promise.resolve(`Basic ${Buffer.from(credentials).toString('base64')}`);
}

/** The members that every notification has. */
export function notificationOf(notificationType: string): Notification['content'] {
  return { id: randomUUID(), notificationType, timeStamp: new Date().toISOString() };
}

/** A text with what the placeholders of a post step stand for. */
export function notificationValues(subscription: Subscription): Readonly<Record<string, Json>> {
  return {
    newId: randomUUID(),
    now: new Date().toISOString(),
    subscriptionId: subscription.id,
    subscriptionUri: subscription.uri,
  };
}
