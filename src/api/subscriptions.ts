import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../problem.ts';
import type { ApiName, Subscription } from '../engine/entities.ts';
import { compact } from '../engine/entities.ts';
import { clearAlarm } from '../engine/alarms.ts';
import type { Engine } from '../engine/engine.ts';
import { hrefOf, subscription as representation } from '../engine/representations.ts';
import { testCallback } from '../managers/deliver.ts';
import { unusableAuthentication } from '../managers/authorization.ts';
import { found, listPage } from './listing.ts';

interface SubscriptionRequest {
  filter?: object;
  callbackUri: string;
  authentication?: NonNullable<Subscription['authentication']>;
}

export interface SubscriptionSettings {
  testCallbackUri: boolean;
  timeout: number;
}

/** The subscriptions of one API (SOL013 5.6); they cannot be changed, only ended and made anew. */
export function subscriptionHandlers(
  apiName: ApiName,
  { store, settings, transact }: Engine,
  { testCallbackUri, timeout }: SubscriptionSettings,
) {
  const show = (subscription: Subscription) => representation(settings.apiRoot, subscription);
  const ofThisApi = async (id: string) => {
    const subscription = await store.subscriptions.get(id);
    return found(subscription?.apiName === apiName ? subscription : undefined, 'subscription', id);
  };
  return {
    createSubscription: async ({ body }: { body: SubscriptionRequest }) => {
      const { filter, callbackUri, authentication } = body;
      const unusable = authentication === undefined ? undefined : unusableAuthentication(authentication);
      if (unusable !== undefined) refuseAt('/authentication', unusable);
      if (testCallbackUri) {
        const problem = await testCallback(compact({ callbackUri, authentication }), timeout);
        if (problem !== undefined) refuseAt('/callbackUri', `the test of the callback failed: ${problem}`);
      }
      const subscription: Subscription = compact({
        id: uuidv7(),
        apiName,
        filter: filter as Subscription['filter'],
        callbackUri,
        authentication,
      });
      await transact(({ tables }) => tables.subscriptions.insert(subscription));
      const Location = hrefOf(settings.apiRoot, apiName, 'subscriptions', subscription.id);
      return { status: 201 as const, headers: { Location }, body: show(subscription) };
    },
    listSubscriptions: ({ query }: { query: { nextpage_opaque_marker?: string } }) => {
      const own = {
        page: async (after: number | undefined, limit: number) => {
          const { items, next } = await store.subscriptions.page(after, limit);
          return compact({ items: items.filter((subscription) => subscription.apiName === apiName), next });
        },
      };
      return listPage(own, query.nextpage_opaque_marker, hrefOf(settings.apiRoot, apiName, 'subscriptions'), show);
    },
    getSubscription: async ({ path }: { path: { subscriptionId: string } }) => ({
      status: 200 as const,
      body: show(await ofThisApi(path.subscriptionId)),
    }),
    deleteSubscription: async ({ path }: { path: { subscriptionId: string } }) => {
      await ofThisApi(path.subscriptionId);
      await transact(async (context) => {
        const { tables } = context;
        await tables.subscriptions.delete(path.subscriptionId);
        for (const { id } of await tables.notificationDeliveries.find({ subscriptionId: path.subscriptionId })) {
          await tables.notificationDeliveries.delete(id);
        }
        await clearAlarm(context, path.subscriptionId, 'NOTIFICATION_UNDELIVERABLE');
      });
      return { status: 204 as const };
    },
  };
}

function refuseAt(pointer: string, reason: string): never {
  throw new DomainError('Unprocessable', `${pointer}: ${reason}`, { invalidParams: [{ pointer, reason }] });
}
