import type { components } from '../../../generated/envnotif.ts';
import type { Log } from '../../log.ts';

export type EnvironmentNotificationRequest = components['schemas']['EnvironmentNotificationRequest'];
type EnvironmentLevel = components['schemas']['EnvironmentLevel'];

/** A source of environment data beside the interface itself: a UPS server, an environment controller (R4). */
export interface EnvironmentSource {
  /** Name of the source in the configuration. */
  readonly id: string;
  /** Begins to gather; returns at once and reconnects by itself for ever. */
  start(): void;
  /** Ends gathering and releases every connection. */
  stop(): Promise<void>;
  /** Tells which servers have to be followed from now on (R6). A source whose reach is fixed ignores it. */
  follow(computeHostIds: readonly string[]): Promise<void>;
  /**
   * Takes what its peer posted to the gateway; resolves when all that it says is durable. Only sources that are told by
   * HTTP have it. Throws DomainError: `Unprocessable` for what will never be right, `Unavailable` for what is to be sent again.
   */
  accept?(content: unknown): Promise<void>;
  /** Whether the source is heard at the moment, for people and `/readyz`. */
  status(): SourceStatus;
}

export interface SourceStatus {
  connected: boolean;
  detail: string;
}

export type EnvironmentData = EnvironmentNotificationRequest['environmentData'][number];

/** The server or the zone that data are about. */
export type Place =
  { computeHostId: string; resourceZoneId?: never } | { resourceZoneId: string; computeHostId?: never };

/** A place that a peer of a source tells of, and what comes before the names of its parameters there. */
export interface Target {
  about: Place;
  prefix: string;
}

/** The last datum about a parameter, and what it meant. */
export interface RecalledParameter {
  datum: EnvironmentData;
  /** By the thresholds at present; UNKNOWN too when there is none. */
  environmentLevel: EnvironmentLevel;
  /** While that is UNKNOWN, the level before it was. */
  lastKnownLevel: EnvironmentLevel;
}

/** What of a source cannot be relied on any more. */
export interface LostParameters {
  /** The servers and zones that it is about. */
  places: readonly Place[];
  /** What is told of the zones of these servers, and of those that they rest on, is lost too. */
  withZones?: boolean;
  /** Whether the parameter of this datum, the last one about it, is lost; all are by default. */
  isMeant?: (datum: EnvironmentData) => boolean;
  /** What was told after this time is not lost. */
  since?: string | undefined;
}

/** What a source is given to do its work. */
export interface SourcePorts {
  /** Hands a notification to the engine; resolves when it is durable. */
  receive(notification: EnvironmentNotificationRequest): Promise<void>;
  /** Absolute URI of the gateway's own notification endpoint, `…/callback/v1/environment_notifications`. */
  callbackUri: string;
  /** What the engine made of every parameter that this source tells of, also before the last start. */
  recall(): Promise<RecalledParameter[]>;
  /** The servers of which something that this source told is lost, also before the last start. */
  lostServers(): Promise<readonly string[]>;
  /**
   * What this source told is UNKNOWN until it is told again; resolves when that is durable. False when some of it is not,
   * because it was told since.
   */
  lose(lost: LostParameters): Promise<boolean>;
  /** Counts something from the peer that nothing can be learned from, by its kind, a word of the adapter's. */
  problem(kind: string): void;
  log: Log;
}

/** An adapter makes sources of one configured `type`. */
export interface SourceAdapter<Config extends { type: string }> {
  readonly type: Config['type'];
  create(config: Config, ports: SourcePorts): EnvironmentSource;
}
