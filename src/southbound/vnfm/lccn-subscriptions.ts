/** The subscriptions of a VNF manager, `{apiRoot}/vnflcm/{apiMajorVersion}/subscriptions`. SOL003 5.4.18, 5.4.19. */
import { DomainError } from '../../problem.ts';
import type { VnfLcmExchange } from './vnf-lcm-exchange.ts';
import { membersOf, textOf } from './vnf-lcm-resources.ts';
import { detailOf } from '../peer-connection.ts';

/** What is read of an LccnSubscription. SOL003 5.5.2.16. */
export interface LccnSubscription {
  id: string;
  callbackUri: string;
}

/**
 * Every operation throws DomainError `SouthboundUnavailable` when the VNF manager cannot be asked now or tells nothing, and
 * `SouthboundRefused` when it takes no subscription.
 */
export interface LccnSubscriptions {
  /** The identifier; of the one that the VNF manager points to, when it has an equal one (303). */
  create(callbackUri: string): Promise<string>;
  /** Undefined when there is none of this id. */
  read(id: string): Promise<LccnSubscription | undefined>;
  /** Ends a subscription; one that is gone already is as good. */
  remove(id: string): Promise<void>;
  list(): Promise<LccnSubscription[]>;
}

/** LccnSubscriptionRequest without callbackUri, in the order in which it is tried. SOL003 5.5.2.15, 5.5.3.12. */
const WISHES = [
  { filter: { notificationTypes: ['VnfLcmOperationOccurrenceNotification'], operationTypes: ['HEAL'] } },
  {},
];
/** A request that cannot be read or processed: not every VNF manager knows the filter. */
const NOT_UNDERSTOOD = [400, 422];

export function createLccnSubscriptions(vnfmId: string, exchange: VnfLcmExchange): LccnSubscriptions {
  const { send, read, list, idIn, unexpected } = exchange;
  const pathOf = (id: string) => `subscriptions/${encodeURIComponent(id)}`;
  return {
    async create(callbackUri) {
      for (const [index, wish] of WISHES.entries()) {
        const answer = await send('POST', 'subscriptions', { ...wish, callbackUri });
        const { statusCode, content } = answer;
        if (statusCode === 406) throw unexpected('POST subscriptions', answer);
        if (statusCode === 201 || statusCode === 303) {
          const id = idIn(answer) ?? subscriptionOf(content)?.id;
          if (id !== undefined) return id;
        }
        if (!NOT_UNDERSTOOD.includes(statusCode) || index === WISHES.length - 1)
          throw new DomainError(
            'SouthboundRefused',
            `VNF manager ${vnfmId} answered POST subscriptions with ${statusCode}${detailOf(content)}`,
          );
      }
      throw new DomainError('SouthboundRefused', `VNF manager ${vnfmId} takes no subscription`);
    },
    read: (id) => read(pathOf(id), [404], subscriptionOf),
    async remove(id) {
      const answer = await send('DELETE', pathOf(id));
      if (answer.statusCode !== 204 && answer.statusCode !== 404) throw unexpected(`DELETE ${pathOf(id)}`, answer);
    },
    list: async () => ((await list('subscriptions', '')) ?? []).flatMap((one) => subscriptionOf(one) ?? []),
  };
}

function subscriptionOf(content: unknown): LccnSubscription | undefined {
  const subscription = membersOf(content);
  const id = textOf(subscription['id']);
  const callbackUri = textOf(subscription['callbackUri']);
  return id === undefined || callbackUri === undefined ? undefined : { id, callbackUri };
}
