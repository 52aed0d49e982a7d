/** Who is told of what (SOL013 5.6). */
import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import type { components } from '../../../generated/vnfmig.ts';
import type { components as VrinfoComponents } from '../../../generated/vrinfo.ts';

export type ApiName = 'vnfmig' | 'vrinfo';

export type SubscriptionRequest =
  | components['schemas']['MigrationSubscriptionRequest']
  | VrinfoComponents['schemas']['VirtualisedResourceSubscriptionRequest'];

export type Authentication = components['schemas']['SubscriptionAuthentication'];

export interface Subscription {
  apiName: ApiName;
  id: string;
  uri: string;
  callbackUri: string;
  filter: Readonly<Record<string, readonly string[] | undefined>> | undefined;
  authentication: Authentication | undefined;
}

/** What a filter looks at, by the name of its attribute. */
export type Subject = Readonly<Record<string, readonly string[]>>;

export interface Subscriptions {
  /** A new one, or the one that is the same already. */
  add(apiName: ApiName, request: SubscriptionRequest): { subscription: Subscription; isNew: boolean };
  remove(apiName: ApiName, id: string): boolean;
  all(apiName: ApiName): readonly Subscription[];
  /** Those that want to hear of it. */
  matching(apiName: ApiName, subject: Subject): readonly Subscription[];
}

export function createSubscriptions(apiRoot: () => string): Subscriptions {
  const held: Subscription[] = [];
  const all = (apiName: ApiName): Subscription[] => held.filter((subscription) => subscription.apiName === apiName);
  return {
    add(apiName, { callbackUri, filter, authentication }) {
      const same = all(apiName).find(
        (known) => known.callbackUri === callbackUri && isDeepStrictEqual(known.filter, filter),
      );
      if (same !== undefined) return { subscription: same, isNew: false };
      const id = randomUUID();
      const uri = `${apiRoot()}/${apiName}/v1/subscriptions/${id}`;
      const subscription: Subscription = { apiName, id, uri, callbackUri, filter, authentication };
      held.push(subscription);
      return { subscription, isNew: true };
    },
    remove(apiName, id) {
      const index = held.findIndex((known) => known.apiName === apiName && known.id === id);
      if (index >= 0) held.splice(index, 1);
      return index >= 0;
    },
    all,
    matching: (apiName, subject) => all(apiName).filter(({ filter }) => matches(filter, subject)),
  };
}

/** AND between attributes, OR inside a list; what the subject does not say does not match (SOL003 7.5.3.2). */
function matches(filter: Subscription['filter'], subject: Subject): boolean {
  return Object.entries(filter ?? {}).every(
    ([name, wanted]) => wanted === undefined || wanted.some((value) => subject[name]?.includes(value) === true),
  );
}

/** A subscription as it is shown: never with its credentials. */
export function showSubscription({ id, uri, callbackUri, filter }: Subscription): object {
  return { id, callbackUri, ...(filter === undefined ? {} : { filter }), _links: { self: { href: uri } } };
}
