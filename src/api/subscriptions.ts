import { isDeepStrictEqual } from 'node:util';
import { newIdentifier } from '../identifier.ts';
import type { Configuration } from '../config.ts';
import { DomainError } from '../problem.ts';
import type { ApiName, Subscription } from '../engine/entities.ts';
import { compact } from '../engine/entities.ts';
import { clearAlarm } from '../engine/alarms.ts';
import type { Context } from '../engine/context.ts';
import type { Engine } from '../engine/engine.ts';
import { hrefOf, subscription as representation } from '../engine/representations.ts';
import type { Callbacks } from '../managers/callbacks.ts';
import type { Tables } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { createContainer } from './container.ts';
import type { HandlerRequest } from './operations.ts';
import { ownClient } from './visibility.ts';

export type ApiSettings = Pick<Configuration, 'sol013' | 'notification'> & { callbacks: Callbacks };

interface SubscriptionRequest {
  filter?: object;
  callbackUri: string;
  authentication?: NonNullable<Subscription['authentication']>;
}

type WithId = HandlerRequest<{ parameters: { path: { subscriptionId: string } } }>;

/** The subscriptions of one API (SOL013 5.6); they cannot be changed, only ended and made anew. A caller sees its own. */
export function subscriptionHandlers(apiName: ApiName, schema: string, engine: Engine, settings: ApiSettings) {
  const { notification, sol013, callbacks } = settings;
  const subscriptions = createContainer(engine, sol013, {
    apiName,
    name: 'subscriptions',
    what: 'subscription',
    schema,
    collection: (tables) => tables.subscriptions,
    show: representation,
    visible: (caller) => ({ apiName, ...ownClient(caller) }),
  });
  return {
    createSubscription: async (request: { body: SubscriptionRequest; caller: Caller; apiRoot: string }) => {
      const subscription = toSubscription(apiName, request.body, request.caller);
      const isSought = notification.duplicateSubscriptions === 'SEE_OTHER';
      const existing = async (tables: Tables) => {
        const duplicate = isSought ? await duplicateOf(tables, subscription) : undefined;
        return duplicate === undefined ? undefined : seeOther(request.apiRoot, duplicate);
      };
      const answer = await existing(engine.store);
      if (answer !== undefined) return answer;
      await checkCallback(subscription, callbacks, notification.testCallbackUri);
      return engine.transact(async ({ tables }) => {
        // Another one like it may have come while the callback was tested.
        const other = await existing(tables);
        if (other !== undefined) return other;
        await tables.subscriptions.insert(subscription);
        return subscriptions.created(tables, request, subscription.id);
      });
    },
    listSubscriptions: subscriptions.list,
    getSubscription: (request: WithId) => subscriptions.get(request, request.path.subscriptionId),
    deleteSubscription: (request: WithId) => {
      const { subscriptionId: id } = request.path;
      return subscriptions.delete(request, id, (context) => deleteSubscription(context, id));
    },
  };
}

function toSubscription(apiName: ApiName, body: SubscriptionRequest, { clientId, vnfmId }: Caller): Subscription {
  const { filter, callbackUri, authentication } = body;
  return compact({
    id: newIdentifier(),
    apiName,
    filter: filter as Subscription['filter'],
    callbackUri,
    authentication,
    clientId,
    vnfmId,
  });
}

/** A subscription of the same client with the same callback and the same filter. */
async function duplicateOf(tables: Tables, subscription: Subscription): Promise<Subscription | undefined> {
  const ofThisApi = await tables.subscriptions.find({ apiName: subscription.apiName });
  return ofThisApi.find(
    ({ callbackUri, filter, clientId }) =>
      callbackUri === subscription.callbackUri &&
      clientId === subscription.clientId &&
      isDeepStrictEqual(askedBy(filter), askedBy(subscription.filter)),
  );
}

/** What a filter asks for; an empty list asks for nothing. */
function askedBy(filter: Subscription['filter'] = {}) {
  return Object.fromEntries(Object.entries(filter).filter(([, wanted]) => wanted?.length !== 0));
}

function seeOther(apiRoot: string, { apiName, id }: Subscription) {
  return { status: 303 as const, headers: { Location: hrefOf(apiRoot, apiName, 'subscriptions', id) } };
}

async function checkCallback(subscription: Subscription, callbacks: Callbacks, isTested: boolean): Promise<void> {
  const unusable = callbacks.unusable(subscription);
  if (unusable !== undefined) refuseAt(unusable.pointer, unusable.reason);
  const problem = isTested ? await callbacks.test(subscription) : undefined;
  if (problem !== undefined) refuseAt('/callbackUri', `the test of the callback failed: ${problem}`);
}

async function deleteSubscription(context: Context, id: string): Promise<void> {
  const { tables } = context;
  await tables.subscriptions.delete(id);
  for (const delivery of await tables.notificationDeliveries.find({ subscriptionId: id })) {
    await tables.notificationDeliveries.delete(delivery.id);
  }
  await clearAlarm(context, id, 'NOTIFICATION_UNDELIVERABLE');
}

function refuseAt(pointer: string, reason: string): never {
  throw new DomainError('Unprocessable', `${pointer}: ${reason}`, { invalidParams: [{ pointer, reason }] });
}
