import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { DomainError, reasonOf } from '../../problem.ts';
import { messageOf, readResource, send, type RedfishService } from '../redfish-service.ts';
import { isSameSecret } from '../same-secret.ts';
import { memberPaths } from './redfish-chassis.ts';
import { pathOf, resourceOf, textOf, type Resource } from './redfish-data.ts';

/** Keeps the gateway subscribed to the events of a Redfish service. */
export interface EventSubscription {
  start(): void;
  /** Ends the subscription. */
  stop(): Promise<void>;
  /** Whether this is the Context of our own subscription, which only the service was told; then it was heard. */
  accepts(context: string | undefined): boolean;
  /** Why events may not arrive; undefined while they do. */
  problem(): string | undefined;
}

export interface SubscriptionOptions {
  service: RedfishService;
  sourceId: string;
  /** URI that the service posts to. */
  destination: string;
  /** Seconds between checks that the subscription is there. */
  checkInterval: number;
  /** Minutes between heartbeats. */
  heartbeatInterval: number;
  log: Log;
  /** Events may have been lost. */
  onLoss: () => void;
}

/** Seconds before the first new try; doubled with each failure in a row, up to `checkInterval`. */
const FIRST_RETRY_INTERVAL = 1;
/** Heartbeats that may be missing before the way from the service to the gateway counts as broken. */
const MISSED_HEARTBEATS = 3;
const REGISTRIES = ['Environmental', 'Power', 'SensorEvent'];
/** DMTF Base registry, DSP8011. */
const LIMIT_EXCEEDED = 'EventSubscriptionLimitExceeded';
const EVENT_SERVICE = '/redfish/v1/EventService';

interface Active {
  path: string;
  /** The service says that it sends heartbeats. */
  hasHeartbeat: boolean;
  /** When it was made, or heard last; milliseconds of `performance.now()`. */
  heardAt: number;
}

interface Subscribing extends SubscriptionOptions {
  /** What every Context of this source begins with. */
  prefix: string;
  /** With the secret of this run. It is in no log and no store. */
  context: string;
  active: Active | undefined;
  /** Heartbeats stayed away, and nothing came since. */
  isSilent: boolean;
}

/**
 * The subscription is read every `checkInterval`, and made anew when it is gone, as after a restart of the BMC, when the
 * service has put it out of use, or when its heartbeats stay away. Those that earlier runs left behind are known by the
 * beginning of their Context, or by their Destination where the service shows none; nothing of anybody else is touched.
 * DMTF DSP0266, EventDestination.
 */
export function createEventSubscription(options: SubscriptionOptions): EventSubscription {
  const prefix = `nfvi-te-gateway:${options.sourceId}:`;
  const context = `${prefix}${randomBytes(24).toString('base64url')}`;
  const subscribing: Subscribing = { ...options, prefix, context, active: undefined, isSilent: false };
  const stopping = new AbortController();
  let problem: string | undefined = 'not subscribed yet';
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      failures = (await reconcileAndTell()) ? 0 : Math.min(failures + 1, 16);
      const seconds = failures === 0 ? Infinity : FIRST_RETRY_INTERVAL * 2 ** (failures - 1);
      const milliseconds = 1000 * Math.min(seconds, options.checkInterval);
      await sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await end(subscribing);
  }
  async function reconcileAndTell(): Promise<boolean> {
    try {
      await reconcile(subscribing);
      problem = undefined;
      return true;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== problem)
        options.log.warn({ reason }, 'no subscription to the events of the BMC; it is polled all the same');
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
    accepts: (given) => {
      if (given === undefined || !isSameSecret(given, context)) return false;
      subscribing.isSilent = false;
      if (subscribing.active !== undefined) subscribing.active.heardAt = performance.now();
      return true;
    },
    problem: () => (subscribing.isSilent ? `no heartbeat arrives at ${options.destination}` : problem),
  };
}

async function reconcile(subscribing: Subscribing): Promise<void> {
  const { active, log, onLoss } = subscribing;
  if (active !== undefined) {
    const fault = await faultOf(subscribing, active);
    if (fault === undefined) return;
    subscribing.active = undefined;
    log.warn(
      { subscription: active.path, reason: fault },
      'the subscription to the events of the BMC is of no use any more',
    );
    onLoss();
  }
  const eventService = resourceOf(await readResource(subscribing.service, await eventServicePath(subscribing)));
  await sweep(subscribing, eventService);
  subscribing.active = await subscribe(subscribing, eventService);
  log.info({ subscription: subscribing.active.path }, 'subscribed to the events of the BMC');
}

/** Why the subscription is of no use any more; undefined when it is as it was. Throws when nothing tells. */
async function faultOf(subscribing: Subscribing, active: Active): Promise<string | undefined> {
  const { service, heartbeatInterval } = subscribing;
  const { statusCode, text } = await send(service, 'GET', active.path);
  if (statusCode === 404 || statusCode === 410) return 'it is gone';
  if (statusCode !== 200) throw refusal(service, `GET ${active.path}`, statusCode, text);
  const found = parsed(text);
  if (!isOwn(subscribing, found)) return 'another one has its place';
  const { State } = resourceOf(found['Status']);
  if (State !== undefined && State !== null && State !== 'Enabled') return `its state is ${JSON.stringify(State)}`;
  active.hasHeartbeat = found['SendHeartbeat'] === true;
  const silentFor = performance.now() - active.heardAt;
  if (!active.hasHeartbeat || silentFor <= MISSED_HEARTBEATS * heartbeatInterval * 60_000) return undefined;
  subscribing.isSilent = true;
  return 'its heartbeats stay away';
}

/** Services need not show the Context; then the destination has to do. */
function isOwn({ context, destination }: Subscribing, found: Resource): boolean {
  return found['Destination'] === destination && (textOf(found['Context']) ?? context) === context;
}

async function eventServicePath({ service }: Subscribing): Promise<string> {
  const root = resourceOf(await readResource(service, '/redfish/v1/'));
  return pathOf(root['EventService']) ?? EVENT_SERVICE;
}

/** Ends what earlier runs left behind, and what a lost answer or a fault left of this one. */
async function sweep(subscribing: Subscribing, eventService: Resource): Promise<void> {
  const { service, prefix, destination } = subscribing;
  const read = async (path: string): Promise<Resource> => resourceOf(await readResource(service, path));
  for (const path of await memberPaths(read, withSubscriptions(eventService), 'Subscriptions')) {
    const { statusCode, text } = await send(service, 'GET', path);
    if (statusCode !== 200) continue;
    const { Context, Destination } = parsed(text);
    const context = textOf(Context);
    const isOurs = context === undefined ? Destination === destination : context.startsWith(prefix);
    if (isOurs && context?.slice(prefix.length).includes(':') !== true) await remove(service, path);
  }
}

function withSubscriptions(eventService: Resource): Resource {
  return { ...eventService, Subscriptions: pathOf(eventService['Subscriptions']) ?? `${EVENT_SERVICE}/Subscriptions` };
}

async function subscribe(subscribing: Subscribing, eventService: Resource): Promise<Active> {
  const { service } = subscribing;
  if (eventService['ServiceEnabled'] === false)
    throw new DomainError('SouthboundRefused', `${service.name} has its event service switched off`);
  const collection = pathOf(withSubscriptions(eventService)['Subscriptions']) ?? '';
  const wishes = wishesOf(subscribing, eventService);
  for (const [index, wish] of wishes.entries()) {
    const { statusCode, location, text } = await send(service, 'POST', collection, { body: wish });
    if (statusCode >= 200 && statusCode < 300) {
      const path = locationOf(service, location) ?? pathOf(parsed(text)) ?? '';
      return { path, hasHeartbeat: wish['SendHeartbeat'] === true, heardAt: performance.now() };
    }
    // Where there is no room, there is none for less either.
    const isMatterOfContent = [400, 422, 501].includes(statusCode) && !text.includes(LIMIT_EXCEEDED);
    if (!isMatterOfContent || index === wishes.length - 1)
      throw refusal(service, `POST ${collection}`, statusCode, text);
  }
  throw new DomainError('SouthboundRefused', `${service.name} takes no subscription`);
}

/** What is asked for, the best first: services refuse what they do not know. */
function wishesOf({ destination, context, heartbeatInterval }: Subscribing, eventService: Resource): Resource[] {
  const least = { Destination: destination, Protocol: 'Redfish', Context: context };
  const known = eventService['RegistryPrefixes'];
  const prefixes = Array.isArray(known) ? REGISTRIES.filter((registry) => known.includes(registry)) : REGISTRIES;
  const filter = prefixes.length === 0 ? {} : { RegistryPrefixes: prefixes };
  const usual = { ...least, SubscriptionType: 'RedfishEvent', EventFormatType: 'Event', ...filter };
  const heartbeat = { SendHeartbeat: true, HeartbeatIntervalMinutes: heartbeatInterval };
  return [
    { ...usual, DeliveryRetryPolicy: 'RetryForever', ...heartbeat },
    { ...usual, DeliveryRetryPolicy: 'RetryForever' },
    usual,
    least,
    // Before Event 1.3 the types had to be named.
    { ...least, EventTypes: ['Alert', 'StatusChange'] },
  ];
}

/** Only the path: a service may know itself by another name. */
function locationOf({ config }: RedfishService, location: string | string[] | undefined): string | undefined {
  const [first] = [location].flat();
  return first === undefined ? undefined : new URL(first, config.baseUrl).pathname;
}

async function end({ active, service, log }: Subscribing): Promise<void> {
  if (active === undefined) return;
  try {
    await remove(service, active.path);
  } catch (error) {
    log.warn(
      { subscription: active.path, reason: reasonOf(error) },
      'the subscription to the events of the BMC was left',
    );
  }
}

async function remove(service: RedfishService, path: string): Promise<void> {
  const { statusCode, text } = await send(service, 'DELETE', path);
  if (![200, 202, 204, 404, 410].includes(statusCode)) throw refusal(service, `DELETE ${path}`, statusCode, text);
}

function refusal({ name }: RedfishService, what: string, statusCode: number, text: string): DomainError {
  return new DomainError('SouthboundUnavailable', `${name} answered ${what} with ${statusCode}${messageOf(text)}`);
}

function parsed(text: string): Resource {
  try {
    return resourceOf(JSON.parse(text));
  } catch {
    return {};
  }
}
