import { newIdentifier } from '../identifier.ts';
import type { components as EnvnotifComponents } from '../../generated/envnotif-notification.ts';
import type { components as VnfmigComponents } from '../../generated/vnfmig-notification.ts';
import type { components as VrfmComponents } from '../../generated/vrfm-notification.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo-notification.ts';
import type { ApiName, Subscription } from '../engine/entities.ts';
import type { Tables } from '../store/store.ts';

type Schemas = EnvnotifComponents['schemas'] &
  VnfmigComponents['schemas'] &
  VrinfoComponents['schemas'] &
  VrfmComponents['schemas'];
type NotificationType =
  | 'EnvironmentStateChangeNotification'
  | 'MigrationRequestNotification'
  | 'MigrationRequestStateChangeNotification'
  | 'HostEvacuationStateChangeNotification'
  | 'ComputeHostStateChangeNotification'
  | 'VirtualisedResourceChangeNotification'
  | 'AlarmNotification'
  | 'AlarmClearedNotification';

/** What is the same for every notification; filled in here. */
type Common = 'id' | 'notificationType' | 'subscriptionId' | 'timeStamp' | '_links';

/** A notification to whoever subscribed to it. */
export type Notification = {
  [Type in NotificationType]: {
    apiName: ApiName;
    notificationType: Type;
    /** Notifications about the same resource reach a subscriber in order. */
    resourceId: string;
    /** Values that the filters of subscriptions are held against, by filter attribute. */
    subject: Record<string, readonly string[]>;
    content: Omit<Schemas[Type], Common>;
    /** Links beside `subscription`. */
    links?: Record<string, string>;
    /** Of the notifications that wait for a subscriber those of the highest criticality, 0 to 100, go first (R14). */
    criticality?: number;
    /** What was told before is told again, otherwise: after everything that was not told at all. */
    isCorrection?: boolean;
  };
}[NotificationType];

/**
 * Queues a notification for every subscriber whose filter it fits, in the transaction of the change that it tells of: it is
 * sent if and only if the change is durable. Every subscriber gets the same `id` (SOL003 7.5.2.5). Returns how many there are.
 */
export async function notify(
  { tables, settings, now }: { tables: Tables; settings: { apiRoot: string }; now: string },
  notification: Notification,
): Promise<number> {
  const { apiName, notificationType, resourceId, subject, content, links = {} } = notification;
  const subscriptions = await tables.subscriptions.find({ apiName });
  const ofFilters = { notificationTypes: [notificationType], ...subject };
  const matching = subscriptions.filter(
    ({ filter, vnfmId }) => mayLearnOf(vnfmId, apiName, subject) && isMatch(filter, ofFilters),
  );
  const id = newIdentifier();
  for (const subscription of matching) {
    await tables.notificationDeliveries.insert({
      id: newIdentifier(),
      subscriptionId: subscription.id,
      resourceId,
      notification: JSON.stringify({
        id,
        notificationType,
        subscriptionId: subscription.id,
        timeStamp: now,
        ...content,
        _links: {
          subscription: { href: `${settings.apiRoot}/${apiName}/v1/subscriptions/${subscription.id}` },
          ...Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
        },
      }),
      rank: rankOf(notification),
      attempts: 0,
      createdTime: now,
      nextAttemptTime: now,
    });
  }
  return matching.length;
}

/** Whatever has no criticality waits for everything that has. */
const rankOf = ({ criticality, isCorrection = false }: Notification) =>
  criticality === undefined ? '500' : String((isCorrection ? 200 : 0) + 100 - criticality).padStart(3, '0');

/**
 * A VNF manager that may see only its own is told of its own; of a notification that names no VNF manager, only what every VNF
 * manager may read: the state of servers.
 */
function mayLearnOf(vnfmId: string | undefined, apiName: ApiName, { vnfmIds }: Record<string, readonly string[]>) {
  if (vnfmId === undefined) return true;
  return vnfmIds === undefined ? apiName === 'vrinfo' : vnfmIds.includes(vnfmId);
}

/**
 * AND between attributes, OR inside one; an attribute that the notification has no value for is not held against it, and an empty
 * list is as good as none, because clients that were generated send it for what nobody set (SOL003 7.5.3.2).
 */
function isMatch(filter: Subscription['filter'], subject: Record<string, readonly string[] | undefined>): boolean {
  return Object.entries(filter ?? {}).every(([attribute, wanted]) => {
    const values = subject[attribute];
    return (
      wanted === undefined ||
      wanted.length === 0 ||
      values === undefined ||
      values.some((value) => wanted.includes(value))
    );
  });
}
