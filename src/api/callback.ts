import type { components, operations } from '../../generated/callback.ts';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from './operations.ts';

/** Hands what a peer posted to the environment source of this type and name; throws `NotFound` when there is none. */
type Accept = (type: string, environmentSourceId: string, content: unknown) => Promise<void>;

/** The endpoint of the subscription at this VNF manager; throws `NotFound` when there is none of this callbackUri. */
type EndpointOf = (
  vnfmId: string,
  callbackId: string,
) => { notify: (notification: components['schemas']['VnfLcmOperationOccurrenceNotification']) => Promise<void> };

/** `callback/v1`: where the peers of environment sources and VNF managers deliver what they have to say (R4, R6, R13). */
export function callbackHandlers({ receive }: Engine, accept: Accept, endpointOf: EndpointOf): Handlers<operations> {
  return {
    testEnvironmentNotificationEndpoint: () => Promise.resolve({ status: 204 }),
    async notifyEnvironmentNotification({ body }) {
      await receive(body);
      return { status: 204 };
    },
    testEnvironmentSourceEndpoint: () => Promise.resolve({ status: 204 }),
    async notifyEnvironmentSource({ path: { environmentSourceId }, body }) {
      // Also at a gateway that does not have this source: one of several on the same store has subscribed.
      await receive(body, { environmentSourceId });
      return { status: 204 };
    },
    async notifyAlertmanagerNotification({ path, body }) {
      await accept('alertmanager', path.environmentSourceId, body);
      return { status: 204 };
    },
    async notifyRedfishEvent({ path, body }) {
      await accept('redfish', path.environmentSourceId, body);
      return { status: 204 };
    },
    testVnfLcmNotificationEndpoint({ path }) {
      endpointOf(path.vnfmId, path.callbackId);
      return Promise.resolve({ status: 204 });
    },
    async notifyVnfLcmOperationOccurrence({ path, body }) {
      await endpointOf(path.vnfmId, path.callbackId).notify(body);
      return { status: 204 };
    },
  };
}
