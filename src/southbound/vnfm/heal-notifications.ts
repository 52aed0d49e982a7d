/** Heals are followed by subscription too: what a notification tells of is looked at at once. R13, SOL003 5.4.20. */
import type { components } from '../../../generated/config.ts';
import { createLccnSubscriber } from './lccn-subscriber.ts';
import { createLccnSubscriptions } from './lccn-subscriptions.ts';
import type { VnfLcmExchange } from './vnf-lcm-exchange.ts';
import type { VnfManager, VnfManagerPorts } from './vnf-manager.ts';

type NotificationsConfig = Pick<
  components['schemas']['Sol003VnfManager'],
  'vnfmId' | 'apiRoot' | 'subscribe' | 'checkInterval'
>;

const COLLECTION = 'callback/v1/vnf_lcm_operation_occurrence_notifications';
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

export function createHealNotifications(
  config: NotificationsConfig,
  exchange: VnfLcmExchange,
  { apiRoot, lookAtOnce, log }: VnfManagerPorts,
): Pick<VnfManager, 'endpoint' | 'start' | 'stop'> {
  const { vnfmId, checkInterval, subscribe = isReachable(apiRoot, config.apiRoot) } = config;
  if (!subscribe) return { start: () => undefined, stop: () => Promise.resolve() };
  const subscriber = createLccnSubscriber({
    vnfmId,
    subscriptions: createLccnSubscriptions(vnfmId, exchange),
    prefix: `${apiRoot}/${COLLECTION}/${encodeURIComponent(vnfmId)}/`,
    checkInterval,
    log,
    onSubscribed: () => lookAtOnce(vnfmId),
  });
  return {
    endpoint: {
      accepts: (callbackId) => subscriber.accepts(callbackId),
      notify: ({ vnfInstanceId }) => lookAtOnce(vnfmId, vnfInstanceId),
    },
    start: () => {
      subscriber.start();
    },
    stop: () => subscriber.stop(),
  };
}

/** Whether the gateway can be reached from there, as far as the addresses tell. */
function isReachable(apiRoot: string, from: string): boolean {
  const { hostname } = new URL(apiRoot);
  return !LOOPBACK.includes(hostname) || LOOPBACK.includes(new URL(from).hostname);
}
