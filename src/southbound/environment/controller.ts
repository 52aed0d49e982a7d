import { setTimeout as sleep } from 'node:timers/promises';
import type { components } from '../../../generated/config.ts';
import type { Log } from '../../log.ts';
import { DomainError, reasonOf } from '../../problem.ts';
import { createDoubt, type Doubt } from './controller-doubt.ts';
import type { EnvironmentSource, SourceAdapter, SourcePorts, SourceStatus } from './environment-source.ts';
import {
  createSubscriptionClient,
  type EnvironmentSubscription,
  type SubscriptionClient,
} from './subscription-client.ts';

type ControllerSource = components['schemas']['ControllerSource'];

/** Milliseconds in which successive `follow` calls become one change. */
const SETTLE_TIME = 100;
/** Seconds before the first new try; doubled with each failure in a row, up to `checkInterval`. */
const FIRST_RETRY_INTERVAL = 1;

/** What is wanted at the controller, and what is there as far as known. */
interface Subscribing {
  readonly client: SubscriptionClient;
  readonly callbackUri: string;
  readonly log: Log;
  /** Servers to follow, sorted; undefined until `follow` has told. */
  wanted: readonly string[] | undefined;
  active: { id: string; computeHostIds: readonly string[] } | undefined;
  /** Subscriptions of ours that are to end. */
  readonly obsolete: Set<string>;
  /** True when the controller may have subscriptions of ours that are not known here. */
  isSweepDue: boolean;
  /** What is not known to be as it was told any more. */
  readonly doubt: Doubt;
}

/**
 * Environment source `controller`: keeps the gateway subscribed, at a producer of `envnotif/v1`, to the environment of the
 * servers to follow; the controller then posts to `callbackUri`. The filter names servers only: the controller sends what
 * it knows of a zone to whom follows a server of the zone. R4, R6, SOL013 5.6.
 *
 * When the servers change, the new subscription is created before the old one ends, so that nothing is missed between.
 * Every `checkInterval` the subscription is read, and created again when it is gone. Subscriptions that a crash or a lost
 * answer left behind are ended once the new one exists. `stop` leaves the subscription: the controller goes on delivering
 * to the gateway that starts next.
 *
 * When the controller does not answer for `checkInterval`, and what it does not tell again in that time after it lost the
 * subscription, is UNKNOWN until it is told. Once it answers again it is asked for a new subscription, at which it may tell
 * what it told before; so it is at a start for what was lost before. R8.
 */
export const controllerAdapter: SourceAdapter<ControllerSource> = {
  type: 'controller',
  create: createControllerSource,
};

function createControllerSource(config: ControllerSource, ports: SourcePorts): EnvironmentSource {
  const stopping = new AbortController();
  const subscribing: Subscribing = {
    client: createSubscriptionClient(config),
    callbackUri: `${ports.callbackUri}/${encodeURIComponent(config.id)}`,
    log: ports.log,
    wanted: undefined,
    active: undefined,
    obsolete: new Set(),
    isSweepDue: true,
    doubt: createDoubt(1000 * config.checkInterval),
  };
  const { doubt } = subscribing;
  let wake = new AbortController();
  let problem: string | undefined = 'not asked yet';
  let isRecalled = false;
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      failures = (await reconcileAndTell()) ? 0 : Math.min(failures + 1, 16);
      await loseDoubted();
      const milliseconds = 1000 * intervalAfter(failures, config.checkInterval);
      await pause(milliseconds, AbortSignal.any([wake.signal, stopping.signal]));
      await pause(wake.signal.aborted ? SETTLE_TIME : 0, stopping.signal);
    }
  }
  async function reconcileAndTell(): Promise<boolean> {
    try {
      if (!isRecalled) doubt.recall(await ports.lostServers());
      isRecalled = true;
      await reconcile(subscribing);
      if (problem !== undefined) ports.log.info({}, 'environment controller answers');
      problem = undefined;
      return true;
    } catch (error) {
      if (await isInForce(subscribing, error)) doubt.answered();
      else doubt.silent();
      const reason = reasonOf(error);
      if (reason !== problem && !stopping.signal.aborted) {
        ports.log.warn({ reason }, 'the subscription at the environment controller is not as wanted; trying on');
      }
      problem = reason;
      return false;
    }
  }

  /** Never throws: what the engine does not take is given again after the next check. */
  async function loseDoubted(): Promise<void> {
    const due = doubt.due(subscribing.wanted ?? []);
    if (stopping.signal.aborted || due.length === 0) return;
    try {
      const places = due.map((computeHostId) => ({ computeHostId }));
      const isAll = await ports.lose({ places, withZones: true, since: doubt.since() });
      doubt.lost(due, { isAll, isAnswering: problem === undefined });
      ports.log.warn(
        { computeHosts: due.length },
        'what the environment controller told, and has not told again, is UNKNOWN',
      );
    } catch (error) {
      const reason = reasonOf(error);
      ports.log.error({ reason }, 'what the environment controller told could not be made UNKNOWN; trying on');
    }
  }

  return {
    id: config.id,
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await subscribing.client.close();
      await loop;
    },
    // Resolves at once: a controller that does not answer must not hold up the engine. `status` tells how it went.
    follow: (computeHostIds) => {
      const wanted = [...new Set(computeHostIds)].sort();
      const isChanged = subscribing.wanted === undefined || !isSame(subscribing.wanted, wanted);
      if (isChanged) {
        subscribing.wanted = wanted;
        wake.abort();
      }
      return Promise.resolve();
    },
    status: () => (stopping.signal.aborted ? { connected: false, detail: 'stopped' } : statusOf(subscribing, problem)),
  };
}

/** Seconds until the next check, or until the next try after this many failures in a row. */
function intervalAfter(failures: number, checkInterval: number): number {
  return failures === 0 ? checkInterval : Math.min(FIRST_RETRY_INTERVAL * 2 ** (failures - 1), checkInterval);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** Makes the subscriptions at the controller what they should be; throws DomainError when it does not get to the end. */
async function reconcile(subscribing: Subscribing): Promise<void> {
  const { client, wanted, obsolete, doubt } = subscribing;
  const lost = doubt.lostServers();
  const servers = withLost(wanted ?? [], lost);
  if (servers.length === 0) {
    // Nothing to subscribe to; the list tells whether the controller answers, and of what to end there.
    if (subscribing.active !== undefined) obsolete.add(subscribing.active.id);
    subscribing.active = undefined;
    await client.list();
  } else if (lost.size > 0 || !(await isInPlace(subscribing, servers))) {
    await replace(subscribing, servers);
  }
  for (const id of obsolete) {
    await client.remove(id);
    obsolete.delete(id);
  }
  if (subscribing.isSweepDue && wanted !== undefined) await sweep(subscribing);
  doubt.answered();
}

/** Also a lost server that nobody follows any more has to be told of once: it would stay UNKNOWN. */
function withLost(wanted: readonly string[], lost: ReadonlySet<string>): readonly string[] {
  const followed = new Set(lost.size === 0 ? [] : wanted);
  const others = [...lost].filter((id) => !followed.has(id));
  return others.length === 0 ? wanted : [...wanted, ...others].sort();
}

/** Whether the controller refuses what is wanted, but still has the subscription that there is, and tells of its servers. */
async function isInForce({ active, client, doubt }: Subscribing, error: unknown): Promise<boolean> {
  if (!(error instanceof DomainError) || error.kind !== 'SouthboundRefused') return false;
  if (active === undefined || doubt.lostServers().size > 0) return false;
  return (await client.read(active.id).catch(() => undefined)) !== undefined;
}

/** Whether the active subscription is for these servers, and the controller still has it. */
async function isInPlace(subscribing: Subscribing, wanted: readonly string[]): Promise<boolean> {
  const { active, client, callbackUri, log, doubt, obsolete } = subscribing;
  if (active === undefined || !isSame(active.computeHostIds, wanted)) return false;
  const subscription = await client.read(active.id);
  if (subscription !== undefined && covers(subscription, callbackUri, wanted)) return true;
  log.warn({ subscriptionId: active.id }, 'the environment controller has lost the subscription');
  doubt.subscriptionLost();
  obsolete.add(active.id);
  subscribing.active = undefined;
  return false;
}

/** Creates the subscription for these servers; only then the one before becomes obsolete. */
async function replace(subscribing: Subscribing, wanted: readonly string[]): Promise<void> {
  const { active, obsolete, log } = subscribing;
  let id: string;
  try {
    id = await subscribe(subscribing, wanted);
  } catch (error) {
    // The answer may have been lost on the way, and a subscription made.
    subscribing.isSweepDue = true;
    throw error;
  }
  subscribing.active = { id, computeHostIds: wanted };
  if (active !== undefined) obsolete.add(active.id);
  obsolete.delete(id);
  log.info({ subscriptionId: id, computeHosts: wanted.length }, 'subscribed at the environment controller');
}

async function subscribe({ client, callbackUri, doubt }: Subscribing, wanted: readonly string[]): Promise<string> {
  const subscription = {
    filter: { computeHostIds: [...wanted], notificationTypes: ['EnvironmentNotification' as const] },
    callbackUri,
  };
  const created = await client.create(subscription);
  if (created.isNew) return created.id;

  const existing = await client.read(created.id);
  if (existing !== undefined && covers(existing, callbackUri, wanted) && doubt.lostServers().size === 0)
    return created.id;
  // A controller that has one subscription for each callback leaves no other way than to end it first.
  await client.remove(created.id);
  const recreated = await client.create(subscription);
  if (recreated.isNew) return recreated.id;
  throw new DomainError(
    'SouthboundRefused',
    'environment controller: the subscription that it refers to is another one',
  );
}

/** Ends what earlier runs of the gateway left behind: every subscription to our callback but the active one. */
async function sweep(subscribing: Subscribing): Promise<void> {
  const { client, active, callbackUri } = subscribing;
  for (const subscription of await client.list()) {
    if (subscription.callbackUri === callbackUri && subscription.id !== active?.id)
      await client.remove(subscription.id);
  }
  subscribing.isSweepDue = false;
}

/** Whether the subscription brings what is wanted; a server missing in the filter would be silent without anyone noticing. */
function covers(subscription: EnvironmentSubscription, callbackUri: string, wanted: readonly string[]): boolean {
  if (subscription.callbackUri !== callbackUri) return false;
  const followed = subscription.filter?.computeHostIds;
  return followed === undefined || wanted.every((id) => followed.includes(id));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}

/** Connected when the last exchange with the controller went well and left the subscription as wanted. */
function statusOf({ wanted, active }: Subscribing, problem: string | undefined): SourceStatus {
  if (problem !== undefined) return { connected: false, detail: problem };
  if (wanted === undefined || wanted.length === 0) return { connected: true, detail: 'no server to follow' };
  const followed = new Set(active?.computeHostIds);
  if (!wanted.every((id) => followed.has(id))) return { connected: false, detail: 'subscribing' };
  return { connected: true, detail: `subscribed for ${wanted.length} servers` };
}
