import { setTimeout as sleep } from 'node:timers/promises';
import type { components as Callback } from '../../../generated/callback.ts';
import type { components } from '../../../generated/config.ts';
import type { Log } from '../../log.ts';
import { DomainError, reasonOf } from '../../problem.ts';
import { createComplain, createDeliver, type Complain } from './alertmanager-delivery.ts';
import { createAlertMemory, type AlertMemory, type Remembered } from './alertmanager-memory.ts';
import { fits, isFiring, meaningOf, type Alert, type PlacedRule } from './alertmanager-rules.ts';
import { createWatchdog, type Hearing } from './alertmanager-watchdog.ts';
import type { EnvironmentSource, SourceAdapter, SourcePorts, SourceStatus } from './environment-source.ts';

type AlertmanagerSource = components['schemas']['AlertmanagerSource'];
type Notification = Callback['schemas']['AlertmanagerNotification'];

/** Most notifications that are taken in at once; Alertmanager sends those that are refused again. */
const MAXIMUM_IN_WORK = 32;
/** Milliseconds between looks at what the time has made of the alerts, and after a failure. */
const LOOK_INTERVAL = 250;
const RETRY_INTERVAL = 1000;

/**
 * Environment source `alertmanager`: takes the notifications that Prometheus Alertmanager posts, and says of servers and zones
 * what the rules make of the alerts. An alert that is repeated is said again, one that is neither repeated nor resolved
 * becomes UNKNOWN after the `silenceTime` of its rule.
 *
 * An alert that always fires, the watchdog, tells that Alertmanager is heard. When it is missed everything is UNKNOWN; it holds
 * again once the watchdog was back for its own `silenceTime`, in which Alertmanager brings what it could not deliver. A
 * resolution is believed with the next watchdog: Alertmanager also resolves what Prometheus has just stopped to send.
 *
 * Each notification is durable before `accept` resolves. What is heard is kept in memory; at the start the levels that the
 * engine knows stand for it. R2, R3, R4, R8, Alertmanager webhook version 4.
 */
export const alertmanagerAdapter: SourceAdapter<AlertmanagerSource> = {
  type: 'alertmanager',
  create: createAlertmanagerSource,
};

function createAlertmanagerSource(config: AlertmanagerSource, ports: SourcePorts): EnvironmentSource {
  const memory = createAlertMemory(placed(config.rules), config.watchdogRule !== undefined);
  const hearing = createHearing(config.watchdogRule, memory, ports.log);
  const complain = createComplain(ports);
  const tell = createTell(placed(config.rules), memory, complain);
  const deliver = createDeliver(config.id, memory, ports, complain);
  const recall = once(async () => {
    memory.recall(await ports.recall(), performance.now());
  });
  const stopping = new AbortController();
  const inOrder = createQueue();
  let failure: string | undefined;
  let inWork = 0;
  let loop: Promise<void> | undefined;

  async function take({ alerts, truncatedAlerts = 0, groupKey = '' }: Notification): Promise<void> {
    await recall();
    const now = performance.now();
    if (truncatedAlerts > 0)
      complain(
        'alerts truncated',
        groupKey,
        `Alertmanager left out ${truncatedAlerts} alerts: its max_alerts is too low`,
      );
    const touched = hearing.take(alerts, now).flatMap((alert) => tell(alert, now));
    await deliver(new Set(touched));
  }
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await inOrder(lookAndSay);
      const interval = failure === undefined ? LOOK_INTERVAL : RETRY_INTERVAL;
      await sleep(interval, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  /** Never throws: what the engine does not take is said with the next look. */
  async function lookAndSay(): Promise<void> {
    try {
      await recall();
      hearing.look(performance.now());
      await deliver(new Set());
      failure = undefined;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== failure) ports.log.error({ reason }, 'what Alertmanager said was not taken');
      failure = reason;
    }
  }

  return {
    id: config.id,
    start: () => {
      if (config.watchdogRule === undefined)
        ports.log.warn({}, 'there is no watchdogRule: nobody will notice when Alertmanager or Prometheus is gone');
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
      await inOrder(() => Promise.resolve());
    },
    accept: async (content) => {
      if (stopping.signal.aborted) throw new DomainError('Unavailable', 'the gateway is stopping');
      if (inWork >= MAXIMUM_IN_WORK) {
        complain('too many notifications', '', `${inWork} notifications are in work; more are refused`);
        throw new DomainError('Unavailable', `${inWork} notifications are in work; send it again later`);
      }
      inWork += 1;
      try {
        // It was held against the document of the interface.
        await inOrder(() => take(content as Notification));
      } finally {
        inWork -= 1;
      }
    },
    // What the alerts are about is configured; there is nothing to ask for.
    follow: () => Promise.resolve(),
    status: () => {
      if (stopping.signal.aborted) return { connected: false, detail: 'stopped' };
      const { connected, detail } = hearing.status();
      return { connected, detail: failure === undefined ? detail : `${detail}; data were not taken: ${failure}` };
    },
  };
}

function placed(rules: AlertmanagerSource['rules']): PlacedRule[] {
  return rules.map((rule, place) => ({ ...rule, place }));
}

/** Takes an alert; gives the parameters that it speaks of, none when it means nothing. */
function createTell(rules: readonly PlacedRule[], memory: AlertMemory, complain: Complain) {
  return (alert: Alert, now: number): Remembered[] => {
    const name = alert.labels['alertname'] ?? alert.fingerprint;
    const meaning = meaningOf(rules, alert);
    if ('kind' in meaning) {
      complain(meaning.kind, name, `the alert ${name} means nothing here: ${meaning.problem}`);
      return [];
    }
    if (meaning.problem !== undefined)
      complain('alert without value', name, `the alert ${name} makes its parameter UNKNOWN: ${meaning.problem}`);
    return memory.tell(alert, meaning, now);
  };
}

/** Whether Alertmanager is heard, and what that does to what it said. */
function createHearing(rule: AlertmanagerSource['watchdogRule'], memory: AlertMemory, log: Log) {
  const watchdog = rule === undefined ? undefined : createWatchdog(rule.silenceTime, performance.now());
  let hearing: Hearing = 'WAITING';
  let lastHeard: number | undefined;

  function look(now: number): void {
    if (watchdog === undefined) return;
    const before = hearing;
    hearing = watchdog.look(now);
    const heardSince = watchdog.heardSince();
    if (hearing === 'HEARD' && heardSince !== undefined && rule?.unheardAlerts === 'RESOLVED')
      memory.resolveUnheard(heardSince, now);
    if (hearing === before) return;
    if (hearing === 'LOST') log.warn({}, 'the watchdog of Alertmanager is missed: what it spoke of is UNKNOWN');
    if (hearing === 'HEARD') log.info({}, 'the watchdog of Alertmanager is heard');
    if (hearing !== 'BACK') memory.mask(hearing === 'LOST');
  }
  /** Takes the watchdog out of the alerts; gives the others. */
  function take(alerts: readonly Alert[], now: number): Alert[] {
    lastHeard = now;
    const isWatchdog = (alert: Alert) => rule !== undefined && fits(rule, alert.labels);
    const watchdogs = alerts.filter(isWatchdog);
    if (watchdogs.some(isFiring)) {
      watchdog?.hear(now);
      memory.confirmResolutions();
    } else if (watchdogs.length > 0) watchdog?.miss();
    look(now);
    return alerts.filter((alert) => !isWatchdog(alert));
  }
  function status(): SourceStatus {
    if (watchdog !== undefined) return { connected: ['BACK', 'HEARD'].includes(hearing), detail: DETAILS[hearing] };
    if (lastHeard === undefined) return { connected: false, detail: 'nothing was heard yet; there is no watchdog' };
    const seconds = Math.round((performance.now() - lastHeard) / 1000);
    return { connected: true, detail: `last heard ${seconds} s ago; there is no watchdog` };
  }
  return { look, take, status };
}

const DETAILS = {
  WAITING: 'the watchdog was not heard yet',
  LOST: 'the watchdog is missed',
  BACK: 'the watchdog is heard, but not for its silenceTime yet',
  HEARD: 'the watchdog is heard',
} satisfies Record<Hearing, string>;

/** Does the work until it has succeeded once. */
function once(work: () => Promise<void>): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    await work();
    isDone = true;
  };
}

/** Runs one piece of work after the other. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
