import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { components } from '../../../generated/config.ts';
import { readCertificate, trustedWith } from '../../certificates.ts';
import type { Log } from '../../log.ts';
import { reasonOf } from '../../problem.ts';
import { readPassword } from '../read-password.ts';

type MqttSource = components['schemas']['MqttSource'];

const FIRST_RETRY_DELAY = 500;
const MAXIMUM_RETRY_DELAY = 10_000;
/** A connection that held for less, milliseconds, is a failure too: two clients with one identifier throw each other out. */
const SETTLE_TIME = 5000;
/** A connection that failed, and does not say that it is closed, is given up after this, milliseconds. */
const END_TIME = 1000;
const RESUBSCRIBE_INTERVAL = 30_000;

/** A connection to the broker that comes back by itself, with its subscriptions. */
export interface MqttLink {
  start(): void;
  /** Resolves when the broker was told good-bye, or is not there. */
  stop(): Promise<void>;
  /** Sent if there is a connection, else not: what is meant for now is of no use later. QoS 0. */
  publish(topic: string, payload: Buffer): void;
  /** Why not everything that is subscribed can come; empty when it can. */
  complaints(): string[];
}

export interface MqttLinkOptions {
  config: MqttSource;
  /** Topic filters, each once. */
  filters: readonly string[];
  /** Topic where `{ online, timestamp }` is published, and left as the will. Sparkplug 3.0, 5.1. */
  presenceTopic: string | undefined;
  log: Log;
  /** Connected, and the subscriptions are on their way: what is published now comes after them. */
  onConnected(): void;
  onMessage(topic: string, payload: Buffer, isRetained: boolean): void;
  /** An established connection is gone. */
  onLost(reason: string): void;
}

/**
 * Makes a link. MQTT 3.1.1, which every broker speaks; every connection begins with a clean session: what the broker could
 * have kept for us is from before, and everything is UNKNOWN anyway until it is heard anew. Subscriptions are QoS 1.
 * The password, the CA and the certificate are read at each connection, so that changed ones need no restart.
 */
export function createMqttLink(options: MqttLinkOptions): MqttLink {
  const { config, log } = options;
  const stopping = new AbortController();
  const clientId = config.clientId ?? `nfvi-te-gateway-${randomUUID().slice(0, 8)}`;
  const filters = [...options.filters, ...(options.presenceTopic === undefined ? [] : [options.presenceTopic])];
  const subscribing = createSubscribing(filters, log);
  let session: Session | undefined;
  let problem: string | undefined = 'not connected yet';
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      const held = await connectOnce();
      failures = held < SETTLE_TIME ? Math.min(failures + 1, 16) : 1;
      const delay = Math.min(FIRST_RETRY_DELAY * 2 ** (failures - 1), MAXIMUM_RETRY_DELAY);
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  /** Resolves at the end of the connection, with the milliseconds for which it held. */
  async function connectOnce(): Promise<number> {
    let connectedAt: number | undefined;
    let reason: string;
    try {
      const settings = await clientOptions(config, clientId);
      if (stopping.signal.aborted) return 0;
      const opened = openSession(config.url, settings, options.presenceTopic);
      session = opened;
      opened.client.on('connect', () => {
        connectedAt = performance.now();
        problem = undefined;
        log.info({ url: config.url }, 'connected to the MQTT broker');
        subscribing.begin(opened);
        options.onConnected();
      });
      opened.client.on('message', (topic, payload, { retain }) => {
        if (topic !== options.presenceTopic) take(topic, payload, retain);
        else if (!retain) opened.confirmPresence(payload);
      });
      reason = await opened.ended;
    } catch (error) {
      reason = reasonOf(error);
    }
    session = undefined;
    if (stopping.signal.aborted) return 0;
    if (reason !== problem) log.warn({ url: config.url, reason }, 'no connection to the MQTT broker; trying on');
    problem = reason;
    if (connectedAt === undefined) return 0;
    options.onLost(`no connection to ${config.url}: ${reason}`);
    return performance.now() - connectedAt;
  }
  /** Whatever a peer sends must not end the gateway. */
  function take(topic: string, payload: Buffer, isRetained: boolean): void {
    try {
      options.onMessage(topic, payload, isRetained);
    } catch (error) {
      log.error({ topic, reason: reasonOf(error) }, 'failure inside the adapter: the message was not taken');
    }
  }
  return {
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await session?.close();
      await loop;
    },
    publish: (topic, payload) => {
      if (session?.client.connected === true) session.client.publish(topic, payload, { qos: 0 });
    },
    complaints: () => [
      ...(problem === undefined ? [] : [`${config.url}: ${problem}`]),
      ...subscribing.complaints().map((complaint) => `${config.url}: ${complaint}`),
    ],
  };
}

/** Keeps the subscriptions of a connection; one topic that is not allowed must not keep the others from being heard. */
function createSubscribing(filters: readonly string[], log: Log) {
  const refused = new Map<string, string>();
  async function subscribe({ client }: Session, filter: string): Promise<void> {
    try {
      await client.subscribeAsync(filter, { qos: 1 });
      refused.delete(filter);
    } catch (error) {
      if (!client.connected) return;
      const reason = reasonOf(error);
      if (!refused.has(filter)) log.warn({ filter, reason }, 'the MQTT broker refuses the subscription');
      refused.set(filter, reason);
    }
  }
  return {
    /** Subscribes to everything, then announces the gateway; what is refused is tried again now and then. */
    begin: (session: Session): void => {
      refused.clear();
      void Promise.all(filters.map((filter) => subscribe(session, filter))).then(() => {
        session.announce(true);
      });
      const timer = setInterval(() => {
        for (const filter of refused.keys()) void subscribe(session, filter);
      }, RESUBSCRIBE_INTERVAL);
      void session.ended.then(() => {
        clearInterval(timer);
      });
    },
    complaints: () => [...refused].map(([filter, reason]) => `subscription to ${filter}: ${reason}`),
  };
}

interface Session {
  client: MqttClient;
  /** Resolves with the reason when the connection is gone. */
  ended: Promise<string>;
  /** Publishes whether the gateway is there, where that is wanted. */
  announce(online: boolean): void;
  /** The broker shows what it has at the presence topic: says again that the gateway is there when it says the contrary. */
  confirmPresence(payload: Buffer): void;
  close(): Promise<void>;
}

function openSession(url: string, options: IClientOptions, presenceTopic: string | undefined): Session {
  const timestamp = Date.now();
  const presence = (online: boolean): Buffer => Buffer.from(JSON.stringify({ online, timestamp }));
  const client = connect(url, {
    ...options,
    ...(presenceTopic === undefined
      ? {}
      : { will: { topic: presenceTopic, payload: presence(false), qos: 1, retain: true } }),
  });
  let isClosing = false;
  let reason = 'the connection was closed';
  let tellEnd: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    tellEnd = resolve;
  });
  const end = (): void => {
    tellEnd(reason);
    client.end(true);
    client.stream.destroy();
  };
  client.on('close', end);
  client.on('error', (error) => {
    reason = reasonOf(error) === '' ? reason : reasonOf(error);
    client.end(true, end);
    setTimeout(end, END_TIME).unref();
  });
  const announce = (online: boolean): void => {
    if (presenceTopic === undefined || !client.connected) return;
    client.publish(presenceTopic, presence(online), { qos: 1, retain: true });
  };
  return {
    client,
    ended,
    announce,
    confirmPresence: (payload) => {
      if (!isClosing && /"online"\s*:\s*false/.test(payload.toString())) announce(true);
    },
    close: async () => {
      isClosing = true;
      announce(false);
      // Without an answer from the broker the good-bye would wait for ever.
      await Promise.race([client.endAsync(), sleep(END_TIME, undefined, { ref: false })]);
      end();
    },
  };
}

async function clientOptions(config: MqttSource, clientId: string): Promise<IClientOptions> {
  const password = await readPassword(config);
  const ca = trustedWith(config.caFile);
  const certificate = config.clientCertificate === undefined ? undefined : readCertificate(config.clientCertificate);
  return {
    clientId,
    protocolVersion: 4,
    clean: true,
    keepalive: config.keepAlive,
    connectTimeout: 1000 * config.timeout,
    reconnectPeriod: 0,
    resubscribe: false,
    timerVariant: 'native',
    ...(config.username === undefined ? {} : { username: config.username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca: ca.map((pem) => pem.toString()) }),
    ...(certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }),
  };
}
