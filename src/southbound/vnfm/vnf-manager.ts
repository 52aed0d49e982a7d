import type { components as CallbackComponents } from '../../../generated/callback.ts';
import type { components } from '../../../generated/vnfmig.ts';
import type { Log } from '../../log.ts';
import type { Vim } from '../vim/vim.ts';

export type MigrationRequest = Omit<components['schemas']['MigrationRequest'], '_links'>;
export type MigrationAnswer = components['schemas']['MigrationRequestModifications'];
export type VnfLcmOperationOccurrenceNotification =
  CallbackComponents['schemas']['VnfLcmOperationOccurrenceNotification'];

/**
 * What a manager adapter remembers of its work on a request: durable before the next call, opaque to everybody else. As long as it
 * is under way and the manager tells of it, `vnfInstanceId` is the VNF by the identifier that the manager has for it.
 */
export type Operation = Record<string, unknown>;

/** What one look at a request came to. */
export interface Pursuit {
  /** Kept in the store, and given back with the next call; absent: as it was. */
  operation?: Operation;
  /** What the VNF manager would answer if it knew the extension; absent: nothing new. */
  answer?: MigrationAnswer;
  /** Servers of `answer.targetVirtualComputeIds`, in their order, when they are not all `answer.targetComputeHostId`. */
  targetComputeHostIds?: readonly string[];
  /** Seconds until the next look; absent: the request needs none. */
  lookAgainAfter?: number;
}

/**
 * A VNF manager that knows nothing of migration requests, asked in its own way. `pursue` is called again and again while the
 * request is open, after a restart too, with the operation that it returned last. A call makes one order outside at most, and
 * none before an operation that tells of the intention was kept: the next call finds it and carries it out; a call that finds an
 * intention without a result looks at the peer first, and never orders twice. Throws DomainError `SouthboundUnavailable` when the
 * manager cannot be asked now: the same call is made again later. R13, R14, SOL002 5.3.2.9, SOL003 5.3.2.9.
 */
export interface VnfManager {
  /** The `vnfmId` of the virtual computes that it manages. */
  readonly vnfmId: string;
  pursue(request: MigrationRequest, operation: Operation | undefined): Promise<Pursuit>;
  /** The request was cancelled or expired: stops what can be stopped. Called once, at most. */
  abandon(request: MigrationRequest, operation: Operation | undefined): Promise<void>;
  /** Where it delivers notifications that the gateway subscribed to; absent: it is only asked. */
  readonly endpoint?: NotificationEndpoint;
  start(): void;
  stop(): Promise<void>;
}

/** SOL003 5.4.20. */
export interface NotificationEndpoint {
  /** Whether the callbackUri that ends so is that of the subscription. */
  accepts(callbackId: string): boolean;
  /** Lets the requests that it concerns be looked at at once; nothing else is taken from it. */
  notify(notification: VnfLcmOperationOccurrenceNotification): Promise<void>;
}

/** A server that a Tacker registered with the gateway as its Server Notifier, and how it wants to be notified. */
export interface ServerAlarm {
  alarmId: string;
  faultAction: string;
  faultIds: readonly string[];
}

export interface VnfManagerPorts {
  /** The configured VIMs: where the second server of a healed VNFC is looked up. */
  vims: readonly Vim[];
  /** What is registered under this `notifierId` for the virtual compute. */
  readServerAlarms: (notifierId: string, computeId: string) => Promise<readonly ServerAlarm[]>;
  /**
   * Lets open requests of the VNF manager be looked at now instead of at the time that `pursue` gave: those whose `operation` is
   * on this VNF, or all.
   */
  lookAtOnce: (vnfmId: string, operationVnfInstanceId?: string) => Promise<void>;
  /** apiRoot of the gateway, for callbacks. */
  apiRoot: string;
  log: Log;
}

/** An adapter makes VNF managers of one configured `type`. */
export interface VnfManagerAdapter<Config extends { type: string }> {
  readonly type: Config['type'];
  create(config: Config, ports: VnfManagerPorts): VnfManager;
}
