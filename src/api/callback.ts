import type { operations } from '../../generated/callback.ts';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from './operations.ts';

/** `callback/v1`: where the controllers that the gateway subscribed to deliver their notifications (R6). */
export function callbackHandlers({ receive }: Engine): Handlers<operations> {
  return {
    testEnvironmentNotificationEndpoint: () => Promise.resolve({ status: 204 }),
    async notifyEnvironmentNotification({ body }) {
      await receive(body);
      return { status: 204 };
    },
  };
}
