import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { DomainError, reasonOf } from '../../problem.ts';
import { isSameSecret } from '../same-secret.ts';
import type { LccnSubscription, LccnSubscriptions } from './lccn-subscriptions.ts';

/** Keeps the gateway subscribed to the heals of a VNF manager. */
export interface LccnSubscriber {
  start(): void;
  /** Ends what is under way. The subscription stays: the next start finds it. */
  stop(): Promise<void>;
  /** Whether this is the end of our callbackUri, which only the VNF manager was told. */
  accepts(callbackId: string): boolean;
}

export interface SubscriberOptions {
  vnfmId: string;
  subscriptions: LccnSubscriptions;
  /** What every callbackUri of this VNF manager begins with, up to the callbackId. */
  prefix: string;
  /** Seconds between checks that the subscription still exists. */
  checkInterval: number;
  log: Log;
  /** The subscription is there; notifications before may have been lost. */
  onSubscribed: () => Promise<void>;
}

interface Subscribing extends SubscriberOptions {
  /** Cannot be guessed. It is in no log and no store. */
  callbackId: string;
  subscriptionId: string | undefined;
}

/** Seconds before the first new try; doubled with each failure in a row, up to `checkInterval`. */
const FIRST_RETRY_INTERVAL = 1;
const CALLBACK_ID = /^[\w-]{32}$/;

/**
 * The subscription is read every `checkInterval`, and made anew when it is gone, as after a restart of a VNF manager that keeps
 * none. One that an earlier run made is known by the beginning of its callbackUri, and taken over with the rest of it; nothing of
 * anybody else is touched. A VNF manager that takes no subscription is polled all the same. SOL003 5.4.18, 5.4.19.
 */
export function createLccnSubscriber(options: SubscriberOptions): LccnSubscriber {
  const callbackId = randomBytes(24).toString('base64url');
  const subscribing: Subscribing = { ...options, callbackId, subscriptionId: undefined };
  const stopping = new AbortController();
  let problem: string | undefined;
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      failures = (await reconcileAndTell()) ? 0 : Math.min(failures + 1, 16);
      const seconds = failures === 0 ? Infinity : FIRST_RETRY_INTERVAL * 2 ** (failures - 1);
      const milliseconds = 1000 * Math.min(seconds, options.checkInterval);
      await sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  async function reconcileAndTell(): Promise<boolean> {
    try {
      await reconcile(subscribing);
      problem = undefined;
      return true;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== problem && !stopping.signal.aborted)
        options.log.warn({ reason }, 'no subscription at the VNF manager; it is polled all the same');
      problem = reason;
      return false;
    }
  }

  return {
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
    accepts: (given) => isSameSecret(given, subscribing.callbackId),
  };
}

async function reconcile(subscribing: Subscribing): Promise<void> {
  const { subscriptionId, subscriptions, prefix, callbackId, log, onSubscribed } = subscribing;
  if (subscriptionId !== undefined) {
    const found = await subscriptions.read(subscriptionId);
    if (found?.callbackUri === `${prefix}${callbackId}`) return;
    subscribing.subscriptionId = undefined;
    log.warn({ subscriptionId }, 'the VNF manager has lost the subscription');
  }
  const subscription = (await findOwn(subscribing)) ?? (await subscribe(subscribing));
  subscribing.subscriptionId = subscription.id;
  subscribing.callbackId = subscription.callbackUri.slice(prefix.length);
  log.info({ subscriptionId: subscription.id }, 'subscribed at the VNF manager');
  await onSubscribed();
}

/** What an earlier run made, or a lost answer left; of several one is enough. */
async function findOwn({ subscriptions, prefix }: Subscribing): Promise<LccnSubscription | undefined> {
  const [first, ...others] = (await subscriptions.list()).filter((one) => isOwn(one, prefix));
  for (const { id } of others) await subscriptions.remove(id);
  return first;
}

async function subscribe({ vnfmId, subscriptions, prefix, callbackId }: Subscribing): Promise<LccnSubscription> {
  const callbackUri = `${prefix}${callbackId}`;
  const id = await subscriptions.create(callbackUri);
  const subscription = await subscriptions.read(id);
  if (subscription !== undefined && isOwn(subscription, prefix)) return subscription;
  throw new DomainError('SouthboundRefused', `VNF manager ${vnfmId} refers to a subscription that is another one`);
}

function isOwn({ callbackUri }: LccnSubscription, prefix: string): boolean {
  return callbackUri.startsWith(prefix) && CALLBACK_ID.test(callbackUri.slice(prefix.length));
}
