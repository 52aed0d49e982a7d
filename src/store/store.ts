/** The one interface of the store. Entities go in and come out whole; every change is durable when its transaction resolves. */
import type {
  Alarm,
  Checkpoint,
  ComputeHost,
  EnvironmentNotification,
  EnvironmentState,
  EnvironmentThreshold,
  HostEvacuation,
  InventoryEntry,
  MigrationRequest,
  NotificationDelivery,
  ResourceZone,
  Sample,
  ServerAlarm,
  Subscription,
  TakenReadings,
  VirtualCompute,
} from '../engine/entities.ts';
import type { AttributeFilter } from './filter.ts';

export interface Entities {
  environmentNotifications: EnvironmentNotification;
  environmentStates: EnvironmentState;
  environmentThresholds: EnvironmentThreshold;
  resourceZones: ResourceZone;
  computeHosts: ComputeHost;
  virtualComputes: VirtualCompute;
  hostEvacuations: HostEvacuation;
  migrationRequests: MigrationRequest;
  alarms: Alarm;
  subscriptions: Subscription;
  notificationDeliveries: NotificationDelivery;
  inventoryEntries: InventoryEntry;
  serverAlarms: ServerAlarm;
  checkpoints: Checkpoint;
  takenReadings: TakenReadings;
}

/** Indexed columns of each collection; `find` takes these. */
export interface Columns {
  environmentNotifications: never;
  environmentStates: 'stateKey' | 'objectId' | 'parameterType' | 'nextEvaluationTime' | 'environmentSourceId';
  environmentThresholds: 'parameterType';
  resourceZones: 'parentResourceZoneId';
  computeHosts: 'resourceZoneId' | 'parentComputeHostId';
  virtualComputes: 'hostId' | 'vnfInstanceId';
  hostEvacuations: 'endTime' | 'openComputeHostId' | 'hostEvacuationState' | 'dueTime';
  migrationRequests: 'hostEvacuationId' | 'migrationRequestState' | 'pursuitTime' | 'operationVnfInstanceId';
  alarms: 'clearedTime' | 'openAlarmKey';
  subscriptions: 'apiName';
  notificationDeliveries: 'subscriptionId' | 'resourceId' | 'nextAttemptTime' | 'rank';
  inventoryEntries: never;
  serverAlarms: 'serverId';
  checkpoints: never;
  takenReadings: never;
}

/** Equal to a value, to one of several, or a time not later, or not earlier, than one. */
export type Condition = string | readonly string[] | { notAfter: string } | { notBefore: string };

export interface Page<Entity> {
  items: Entity[];
  /** Pass it as `after` for the next page; absent on the last page. */
  next?: number;
}

/** An entity with what the store knows of it. */
export interface Stored<Entity> {
  entity: Entity;
  /** When it was last inserted or updated. */
  modifiedTime: string;
}

export interface PageQuery<Column extends string> {
  /** `next` of the page before. */
  after?: number | undefined;
  limit: number;
  where?: Partial<Record<Column, Condition>> | undefined;
  filter?: AttributeFilter | undefined;
  /** Top-level attributes that nobody looks at, and that need not be read. */
  omit?: readonly string[] | undefined;
}

export interface FindOptions<Column extends string> {
  limit?: number;
  /** A column of times. */
  orderBy?: Column;
  /** Of an environment state, what readings that change nothing left since it was written may be missing: its level holds. */
  asWritten?: boolean;
}

/** What of an entity is found without its document. */
export type Keys<Column extends string> = { id: string } & Record<Column, string | null>;

export interface Collection<Entity, Column extends string> {
  get: (id: string) => Promise<Entity | undefined>;
  getStored: (id: string) => Promise<Stored<Entity> | undefined>;
  /** Those of them that are there. */
  getEach: (ids: readonly string[]) => Promise<Entity[]>;
  /** Every entity that fits, oldest first, or by a time column, earliest first. */
  find: (where: Partial<Record<Column, Condition>>, options?: FindOptions<Column>) => Promise<Entity[]>;
  /** The same entities, where nobody looks at more of them than their columns: there may be many, and large ones. */
  findKeys: (where: Partial<Record<Column, Condition>>, options?: FindOptions<Column>) => Promise<Keys<Column>[]>;
  /** A page of what fits, in order of insertion, stable under inserts and deletes (SOL013 5.2, 5.4.2.3). */
  page: (query: PageQuery<Column>) => Promise<Page<Entity>>;
  /** Place of the newest entity in the order of insertion, as `after` of a page takes it; 0 of none. */
  lastSequence: () => Promise<number>;
  /** Adds it; throws DomainError `StateConflict` when the id, or what must be unique, is there already. */
  insert: (entity: Entity) => Promise<void>;
  /**
   * Adds it unless its id is there already; tells whether it was added. `document` is its JSON in UTF-8, for whoever has it
   * already.
   */
  insertIfAbsent: (entity: Entity, document?: Buffer) => Promise<boolean>;
  /** Replaces it; throws DomainError `NotFound` when it is not there. */
  update: (entity: Entity) => Promise<void>;
  /** Sets a column of times, and leaves the document, which says something else then until it is updated. */
  setTime: (id: string, column: Column, time: string) => Promise<void>;
  /** Removes it; tells whether it was there. */
  delete: (id: string) => Promise<boolean>;
}

export type Tables = { [Name in keyof Entities]: Collection<Entities[Name], Columns[Name]> } & {
  /** Only where several processes share the store. */
  readonly quietParameters?: QuietParameterTable;
};

/** The identifiers of what a transaction wrote, by collection. */
export type Changes = Map<keyof Entities, Set<string>>;

/** `changedIn` gives the identifiers of what was changed; `any` where they are not known. */
export type ElsewhereListener = (
  isChanged: (collection: keyof Entities) => boolean,
  changedIn: (collection: keyof Entities) => readonly string[] | 'any',
) => void;

export interface Store extends Tables {
  /** Runs the work as one transaction, all or nothing, isolated from others; it may be run again after a conflict. */
  transaction<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>;
  /** What waits to be delivered to subscribers. */
  readonly deliveries: DeliveryQueue;
  /** Whether this process is the only one that can have the store open. */
  readonly exclusive: boolean;
  /** How notifications are taken many at a time where there may be others; absent where there are none. */
  readonly sharedIntake?: SharedIntake;
  /** Tells of every transaction of this process before the next begins; what is in `changes` is gone afterwards. */
  onCommit(listener: (changes: Changes) => void): void;
  /** Tells, by hints, that another process changed something in a collection, where there may be others. */
  onCommitElsewhere(listener: ElsewhereListener): void;
  /** Whether this process is the one that does something for all, for so many seconds; asked again it goes on. */
  holds(name: string, seconds: number): Promise<boolean>;
  /**
   * Removes some of the oldest environment notifications, if they were written before, and up to that place in the order of
   * insertion; gives how many.
   */
  removeEnvironmentNotifications(before: string, limit: number, upTo?: number): Promise<number>;
  close(): Promise<void>;
}

/** Runs the work on a batch of notifications as one transaction, in which nothing but what it locks is isolated from others. */
export type SharedIntake = <Result>(work: (batch: IntakeBatch) => Promise<Result>) => Promise<Result>;

export interface IntakeBatch {
  tables: Tables;
  /** The states that are there; nobody else changes them before the transaction is over. To be called before anything is read. */
  lockStates(stateKeys: readonly string[]): Promise<EnvironmentState[]>;
  /** Those of the identifiers that are there. */
  notificationsThere(ids: readonly string[]): Promise<string[]>;
  /** Adds those whose id is not there; gives how many. */
  addNotifications(added: readonly AddedNotification[]): Promise<number>;
  /** Replaces states that were locked; gives how many. */
  updateStates(states: readonly EnvironmentState[]): Promise<number>;
}

/** By what the next datum of a parameter is seen to change nothing. Times are in milliseconds. */
export interface QuietRow {
  stateKey: string;
  kindId: string;
  /** A value strictly between them is NORMAL. */
  low: number;
  high: number;
  /** When its last datum was measured. */
  lastTime: number;
}

/** A datum that changes nothing. */
export interface TakenDatum {
  stateKey: string;
  time: number;
  value: number | undefined;
  measuredAt: string | undefined;
}

/** An environment notification with its JSON. */
export interface AddedNotification {
  id: string;
  document: string;
}

/** The same as it was learnt when the state was written. */
export interface LearntParameter extends QuietRow {
  /** None of a zone. */
  computeHostId: string | undefined;
  /** After how long a datum says nothing any more. */
  staleness: number;
  /** JSON of the kind, and of what the state is of. */
  kind: string;
  object: string;
}

/** What was taken of a parameter since its state was written. */
export interface TakenParameter {
  state: EnvironmentState;
  kindId: string;
  object: string;
  measuredAt: string | undefined;
  /** When its last datum was measured, and taken. */
  last: number;
  taken: number;
  /** The last of them, oldest first. */
  samples: Sample[];
}

/** Of what is evaluated by: it was not written as long as its version is the same. */
export interface Versions {
  /** Of thresholds and zones. */
  generation: string;
  computeHosts: ReadonlyMap<string, string>;
}

/** What several processes have in common of readings that change nothing. A row holds until what it was learnt by is written. */
export interface QuietParameterTable {
  /** The rows that hold; nobody else changes them before the transaction is over. */
  lock: (stateKeys: readonly string[]) => Promise<{ rows: QuietRow[]; isAnythingEvacuated: boolean }>;
  /** Takes data of rows that were locked, of each one, and adds those notifications whose id is not there; gives how many. */
  take: (taken: readonly TakenDatum[], now: number, notifications: readonly AddedNotification[]) => Promise<number>;
  /** Those of which something was taken that is not in the state yet. */
  taken: (stateKeys: readonly string[]) => Promise<TakenParameter[]>;
  /** The keys of some of all those that were taken up to a time, ms. */
  takenKeys: (before: number, limit: number) => Promise<string[]>;
  /** Keeps others from taking anything, whether the rows hold or not. */
  lockEach: (stateKeys: readonly string[]) => Promise<void>;
  versions: (computeHostIds: readonly string[]) => Promise<Versions>;
  /** In place of what was known and taken. With `versions` only what was learnt by what is still of the same. */
  learn: (learnt: readonly LearntParameter[], unlearnt: readonly string[], versions?: Versions) => Promise<void>;
  /** The JSON of these kinds, and of others, parsed. */
  kinds: (ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
  /** The states were written with all that was taken, and nothing else of them changed; gives how many. */
  rewritten: (stateKeys: readonly string[]) => Promise<number>;
  /** Thresholds or zones are others now. */
  changeBasis: () => Promise<void>;
  /** Puts off what would be evaluated up to a time, ms, though the last datum, which was only taken, says something still then. */
  postpone: (until: number, limit: number) => Promise<number>;
}

export interface Claim {
  claimedBy: string;
  now: string;
  /** From then on it is anybody's again. */
  until: string;
}

export interface DeliveryQueue {
  /** Tells that this process queued something, which can be claimed now. */
  onQueued(listener: () => void): void;
  /** The subscriptions for which something is due. */
  waiting(now: string): Promise<Subscription[]>;
  /** Claims what is due for a subscription, the most urgent first. What it gives is durable. */
  claim(subscriptionId: string, limit: number, claim: Claim): Promise<NotificationDelivery[]>;
  /** Keeps claims for longer; gives the identifiers of those that are still its own. */
  renew(ids: readonly string[], claim: Claim): Promise<string[]>;
  /** Removes what was delivered, and ends the claims on what has to be tried again at its `nextAttemptTime`. */
  settle(
    claimedBy: string,
    outcome: { delivered: readonly string[]; held: readonly NotificationDelivery[] },
  ): Promise<void>;
  /** Ends every claim of the process. */
  release(now: string, claimedBy: string): Promise<void>;
  /** Removes what is for nobody any more. */
  removeOrphans(): Promise<void>;
}
