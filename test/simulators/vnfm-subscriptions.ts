import { randomUUID } from 'node:crypto';
import { request } from 'undici';

interface Subscription {
  id: string;
  callbackUri: string;
  filter?: { notificationTypes?: string[]; operationTypes?: string[] };
}

/** What a notification tells of an operation. */
interface Told {
  id: string;
  vnfInstanceId: string;
  operation: string;
  operationState: string;
}

/** The container `subscriptions` of a VNF manager, and its notifications. SOL003 5.4.18 to 5.4.20. */
export interface SimulatedSubscriptions {
  /** What is kept; a VNF manager that restarts and keeps nothing is this cleared. */
  all: Map<string, Subscription>;
  /** What the notifications were answered with, oldest first. */
  answers: number[];
  answer(asked: {
    method: string;
    id: string | undefined;
    body: unknown;
    apiRoot: string;
  }): Promise<{ status: number; headers?: Record<string, string>; body?: unknown }>;
  /** Notifies every subscription whose filter has the operation. */
  notify(operation: Told): void;
  /** Waits for the notifications that are under way. */
  close(): Promise<void>;
}

export function simulateSubscriptions({
  takesSubscriptions = true,
  filtersNotifications = true,
}: {
  takesSubscriptions?: boolean;
  filtersNotifications?: boolean;
}): SimulatedSubscriptions {
  const all = new Map<string, Subscription>();
  const answers: number[] = [];
  const underWay = new Set<Promise<void>>();
  const problem = (status: number, detail: string) => ({ status, body: { status, detail } });

  /** The endpoint has to answer its test with 204. SOL003 5.4.18.3.1. */
  async function create({ callbackUri, filter }: Omit<Subscription, 'id'>, apiRoot: string) {
    if (!takesSubscriptions) return problem(403, 'nobody may subscribe here');
    if (filter !== undefined && !filtersNotifications) return problem(400, 'filter is not known');
    const same = [...all.values()].find((one) => one.callbackUri === callbackUri);
    const locationOf = (id: string) => ({ location: `${apiRoot}/vnflcm/v2/subscriptions/${id}` });
    if (same !== undefined) return { status: 303, headers: locationOf(same.id) };
    if ((await exchange('GET', callbackUri)) !== 204) return problem(422, 'the callback does not answer its test');
    const subscription = { id: randomUUID(), callbackUri, ...(filter === undefined ? {} : { filter }) };
    all.set(subscription.id, subscription);
    return { status: 201, headers: locationOf(subscription.id), body: subscription };
  }
  async function deliver({ id, callbackUri }: Subscription, told: Told): Promise<void> {
    answers.push(await exchange('POST', callbackUri, notificationOf(id, told)));
  }
  return {
    all,
    answers,
    async answer({ method, id, body, apiRoot }) {
      if (id === undefined)
        return method === 'POST'
          ? create(body as Omit<Subscription, 'id'>, apiRoot)
          : { status: 200, body: [...all.values()] };
      const subscription = all.get(id);
      if (subscription === undefined) return problem(404, `no subscription ${id}`);
      if (method !== 'DELETE') return { status: 200, body: subscription };
      all.delete(id);
      return { status: 204 };
    },
    notify(told) {
      for (const subscription of all.values()) {
        if (subscription.filter?.operationTypes?.includes(told.operation) === false) continue;
        const delivery = deliver(subscription, told).finally(() => underWay.delete(delivery));
        underWay.add(delivery);
      }
    },
    async close() {
      await Promise.all(underWay);
    },
  };
}

const FINAL = ['COMPLETED', 'FAILED_TEMP', 'FAILED', 'ROLLED_BACK'];

export function notificationOf(subscriptionId: string, told: Told): object {
  const { id: vnfLcmOpOccId, vnfInstanceId, operation, operationState } = told;
  return {
    id: randomUUID(),
    notificationType: 'VnfLcmOperationOccurrenceNotification',
    subscriptionId,
    timeStamp: new Date().toISOString(),
    notificationStatus: FINAL.includes(operationState) ? 'RESULT' : 'START',
    operationState,
    vnfInstanceId,
    operation,
    isAutomaticInvocation: false,
    vnfLcmOpOccId,
  };
}

/** The status, or 0 when nobody answers. A VNF manager sends the version of its own interface. */
async function exchange(method: 'GET' | 'POST', url: string, content?: object): Promise<number> {
  const answer = await request(url, {
    method,
    headers: { version: '2.0.0', ...(content === undefined ? {} : { 'content-type': 'application/json' }) },
    body: content === undefined ? null : JSON.stringify(content),
  }).catch(() => undefined);
  await answer?.body.dump();
  return answer?.statusCode ?? 0;
}
