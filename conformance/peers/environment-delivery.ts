import { v7 as uuid } from 'uuid';
import type { components } from '../../generated/envnotif.ts';
import { pause, send } from './send.ts';

export type EnvironmentData = components['schemas']['EnvironmentData'];

type Notification = components['schemas']['EnvironmentNotificationRequest'];

export interface DeliveryOptions {
  callbackUri: string;
  subscriptionId: string;
  source: string;
  timeoutMs: number;
  authentication: components['schemas']['SubscriptionAuthentication'] | undefined;
  /** Where refused notifications are noted. */
  refusals: string[];
}

export interface Delivery {
  add(data: readonly EnvironmentData[]): void;
  /** Resolves when nothing is left to deliver. */
  idle(): Promise<void>;
  stop(): void;
}

/**
 * Delivers to one subscriber: one notification at a time, until it is answered with 204. What a sensor said meanwhile
 * supersedes its older readings, so that a subscriber that was away gets the newest first.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const stop = new AbortController();
  let waiting = new Map<string, EnvironmentData>();
  let running: Promise<void> | undefined;

  const pump = async (): Promise<void> => {
    let retried: Notification | undefined;
    for (let wait = 100; (waiting.size > 0 || retried !== undefined) && !stop.signal.aborted;) {
      const notification = waiting.size === 0 && retried !== undefined ? retried : compose(options, waiting, retried);
      waiting = new Map();
      if (await deliver(options, notification, stop.signal)) {
        retried = undefined;
        wait = 100;
        continue;
      }
      retried = notification;
      await pause(wait, stop.signal);
      wait = Math.min(wait * 2, 2000);
    }
    running = undefined;
  };
  return {
    add: (data) => {
      for (const datum of data) waiting.set(sensorOf(datum), datum);
      if (waiting.size === 0 || running !== undefined) return;
      running = pump();
    },
    idle: async () => {
      await running;
    },
    stop: () => {
      stop.abort();
    },
  };
}

/** A notification of everything that waits, with what the failed one had and nobody has said anew. */
function compose(
  { subscriptionId, source }: DeliveryOptions,
  waiting: ReadonlyMap<string, EnvironmentData>,
  failed: Notification | undefined,
): Notification {
  const older = (failed?.environmentData ?? []).filter((datum) => !waiting.has(sensorOf(datum)));
  return {
    id: uuid(),
    notificationType: 'EnvironmentNotification',
    subscriptionId,
    timeStamp: new Date().toISOString(),
    source,
    environmentData: [...older, ...waiting.values()],
  };
}

/** False when it has to be sent again; a refusal is noted, for the same content would be refused again. */
async function deliver(options: DeliveryOptions, notification: Notification, signal: AbortSignal): Promise<boolean> {
  const { callbackUri, timeoutMs, refusals } = options;
  const headers = credentials(options);
  const answer = await send(callbackUri, { method: 'POST', body: notification, headers, timeoutMs, signal }).catch(
    () => undefined,
  );
  if (answer === undefined || answer.status >= 500 || answer.status === 429) return false;
  if (answer.status >= 300) refusals.push(`${callbackUri} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return true;
}

function credentials({ authentication }: DeliveryOptions): Record<string, string> {
  const basic = authentication?.paramsBasic;
  if (basic === undefined) return {};
  const text = `${basic.userName ?? ''}:${basic.password ?? ''}`;
  return { authorization: `Basic ${Buffer.from(text).toString('base64')}` };
}

/** Key of the sensor that a datum is from. */
export function sensorOf(datum: EnvironmentData): string {
  const { computeHostId, resourceZoneId, parameterType, parameterName, dataType } = datum;
  return JSON.stringify([computeHostId, resourceZoneId, parameterType, parameterName, dataType]);
}
