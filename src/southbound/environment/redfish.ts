import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import type { components } from '../../../generated/config.ts';
import { trustedWith } from '../../certificates.ts';
import { DomainError, reasonOf } from '../../problem.ts';
import { readResource, type RedfishService } from '../redfish-service.ts';
import type { EnvironmentSource, SourceAdapter, SourcePorts, SourceStatus } from './environment-source.ts';
import type { ReadResource } from './redfish-chassis.ts';
import { resourceOf } from './redfish-data.ts';
import { deliver, give } from './redfish-delivery.ts';
import { contextOf, eventsIn, type RedfishEvent } from './redfish-events.ts';
import { createEventSubscription, type EventSubscription } from './redfish-subscription.ts';
import { forgetTold, newWatch, observe, tell, watchFor, type Watch } from './redfish-watch.ts';

type RedfishSource = components['schemas']['RedfishSource'];

/** Reads in a row without an answer after which a service is not asked on in this poll. */
const MAXIMUM_SILENCE = 2;
/** Milliseconds in which events become one poll. */
const SETTLE_TIME = 50;

/**
 * Environment source `redfish`: polls the chassis of a BMC, or of a manager of racks and cooling, and listens to its events.
 *
 * The resources are the truth: an event is made durable as what its message means, and at once its chassis is polled. What
 * cannot be learned (no answer, a resource that is gone, a sensor that is not `Enabled` or reads nothing) is UNKNOWN at once.
 * What only messages tell stays as they told it while the subscription lasts, and is UNKNOWN when events may have been lost.
 * Where a server or zone is in several chassis of this source, the names of its parameters begin with that of the chassis.
 * R2, R3, R4, R8, DMTF DSP0266.
 */
export const redfishSourceAdapter: SourceAdapter<RedfishSource> = { type: 'redfish', create: createRedfishSource };

function createRedfishSource(config: RedfishSource, ports: SourcePorts): EnvironmentSource {
  const stopping = new AbortController();
  const service = serviceOf(config);
  const watches = config.chassis.map((chassis) => newWatch(chassis, config.chassis, ports));
  let wake = new AbortController();
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    let wholePollTime = -Infinity;
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      const isWhole = performance.now() >= wholePollTime;
      // Events, however many, keep no chassis from being polled in time.
      for (const watch of watches.filter(({ isPollDue }) => isPollDue || isWhole)) await poll(watch);
      if (isWhole) wholePollTime = performance.now() + 1000 * config.pollInterval;
      const woken = AbortSignal.any([wake.signal, stopping.signal]);
      const left = Math.max(0, wholePollTime - performance.now());
      await sleep(left, undefined, { signal: woken }).catch(() => undefined);
      if (wake.signal.aborted) await sleep(SETTLE_TIME);
    }
  }
  async function poll(watch: Watch): Promise<void> {
    if (stopping.signal.aborted) return;
    watch.isPollDue = false;
    const reader = createReader(service);
    const data = await observe(watch, reader.read, () => reader.answers() > 0);
    watch.isHeard = reader.answers() > 0;
    watch.hasBeenHeard ||= watch.isHeard;
    if (!watch.hasBeenHeard) await watch.toldBefore.lose();
    tellOfChange(watch, reader.complaints()[0], ports);
    await deliver(config.id, ports, watch, data);
  }
  const pollNow = (): void => {
    wake.abort();
  };
  const subscription = config.events
    ? subscriptionFor(config, ports, service, () => {
        watches.forEach(forgetTold);
        pollNow();
      })
    : undefined;

  return {
    id: config.id,
    start: () => {
      loop ??= run();
      subscription?.start();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([loop, subscription?.stop()]);
      await service.dispatcher?.close();
    },
    // What is in a chassis is configured, and it is read as a whole: nothing is saved by following fewer servers.
    follow: () => Promise.resolve(),
    status: () => (stopping.signal.aborted ? { connected: false, detail: 'stopped' } : statusOf(watches, subscription)),
    ...(subscription === undefined
      ? {}
      : {
          accept: async (content) => {
            const events = eventsOf(config.id, ports, subscription, content);
            try {
              for (const event of events) await take(config.id, ports, watches, event);
            } finally {
              pollNow();
            }
          },
        }),
  };
}

function subscriptionFor(
  config: RedfishSource,
  { callbackUri, log }: SourcePorts,
  service: RedfishService,
  onLoss: () => void,
): EventSubscription {
  const { id, checkInterval, heartbeatInterval } = config;
  const destination = new URL(`redfish_events/${encodeURIComponent(id)}`, callbackUri).href;
  return createEventSubscription({
    service,
    sourceId: id,
    destination,
    checkInterval,
    heartbeatInterval,
    log,
    onLoss,
  });
}

/** Throws `Forbidden` for what does not come from the service. Content that is no Event is counted; sent again it would be no better. */
function eventsOf(
  source: string,
  ports: SourcePorts,
  subscription: EventSubscription,
  content: unknown,
): readonly RedfishEvent[] {
  if (!subscription.accepts(contextOf(content))) {
    ports.problem('context');
    throw new DomainError('Forbidden', `the Context is not that of the subscription of ${source}`);
  }
  const events = eventsIn(content);
  if (events !== undefined) return events;
  ports.problem('content');
  ports.log.debug({}, 'the BMC posted what is no Event');
  return [];
}

/** An event of another place, or one whose message says nothing of the environment, is nothing wrong. */
async function take(source: string, ports: SourcePorts, watches: readonly Watch[], event: RedfishEvent): Promise<void> {
  const watch = watchFor(watches, event.origin);
  if (watch === undefined) return;
  const data = tell(watch, event);
  watch.taken = undefined;
  if (data.length > 0) await give(source, ports, watch, data);
}

function tellOfChange(watch: Watch, condition: string | undefined, ports: SourcePorts): void {
  const { log } = ports;
  if (condition !== undefined) ports.problem('unreadable');
  if (condition !== undefined && condition !== watch.condition)
    log.warn({ chassis: watch.path, reason: condition }, 'the chassis, or a part of it, cannot be read');
  if (condition === undefined && watch.condition !== undefined)
    log.info({ chassis: watch.path }, 'the chassis can be read');
  watch.condition = condition;
}

function serviceOf(config: RedfishSource): RedfishService {
  const ca = trustedWith(config.caFile);
  const dispatcher = ca === undefined ? {} : { dispatcher: new Agent({ connect: { ca } }) };
  return { config, name: `Redfish service ${config.baseUrl}`, ...dispatcher };
}

interface Reader {
  read: ReadResource;
  /** What could not be read. */
  complaints(): readonly string[];
  answers(): number;
}

/** Reads for one poll; a service that is silent is not asked on. */
function createReader(service: RedfishService): Reader {
  const complaints: string[] = [];
  let answers = 0;
  let silence = 0;
  return {
    read: async (path) => {
      if (silence >= MAXIMUM_SILENCE) return undefined;
      try {
        const resource = resourceOf(await readResource(service, path));
        answers += 1;
        silence = 0;
        return resource;
      } catch (error) {
        complaints.push(reasonOf(error));
        silence = error instanceof DomainError && error.cause !== undefined ? silence + 1 : 0;
        return undefined;
      }
    },
    complaints: () => complaints,
    answers: () => answers,
  };
}

/** Connected when every chassis answers; the detail names what cannot be read, and whether events arrive. */
function statusOf(watches: readonly Watch[], subscription: EventSubscription | undefined): SourceStatus {
  const complaints = watches.flatMap(({ path, condition, failure }) => [
    ...(condition === undefined ? [] : [`${path}: ${condition}`]),
    ...(failure === undefined ? [] : [`${path}: data were not taken: ${failure}`]),
  ]);
  const events = subscription?.problem();
  const all = [...complaints, ...(events === undefined ? [] : [`events: ${events}`])];
  const connected = watches.every(({ isHeard }) => isHeard);
  return {
    connected,
    detail: all.length === 0 ? `${watches.map(({ path }) => path).join(', ')} heard` : all.join('; '),
  };
}
