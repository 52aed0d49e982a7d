/**
 * What the store keeps: the resources of the interfaces by their own names, without `_links`, and a few attributes that
 * never cross the wire. Times are RFC 3339 strings in UTC with milliseconds, so that they compare as text.
 */
import type { components as EnvnotifComponents } from '../../generated/envnotif.ts';
import type { components as VnfmigComponents } from '../../generated/vnfmig.ts';
import type { components as VrfmComponents } from '../../generated/vrfm.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo.ts';

type Envnotif = EnvnotifComponents['schemas'];
type Vnfmig = VnfmigComponents['schemas'];
type Vrinfo = VrinfoComponents['schemas'];
type Vrfm = VrfmComponents['schemas'];

export type EnvironmentLevel = Envnotif['EnvironmentLevel'];
export type EnvironmentData = Envnotif['EnvironmentData'];
export type EnvironmentNotificationRequest = Envnotif['EnvironmentNotificationRequest'];
export type RejectedEnvironmentData = Envnotif['RejectedEnvironmentData'];
export type EnvironmentNotification = Omit<Envnotif['EnvironmentNotification'], '_links'>;
export type EnvironmentThresholdRequest = Envnotif['EnvironmentThresholdRequest'];
export type EnvironmentThreshold = EnvironmentThresholdRequest & { id: string };
export type ThresholdLevel = Envnotif['ThresholdLevel'];
export type EnvironmentCause = Vnfmig['EnvironmentCause'];
export type MigrationRequestState = Vnfmig['MigrationRequestState'];
export type MigrationRequestModifications = Vnfmig['MigrationRequestModifications'];
export type Placement = Vnfmig['Placement'];
export type HostEvacuationState = Vnfmig['HostEvacuationState'];
export type PowerOffPolicy = Vnfmig['PowerOffPolicy'];
export type Refusal = Vnfmig['Refusal'];
export type RefusalReason = Vnfmig['RefusalReason'];
export type TimelineEntry = Vnfmig['TimelineEntry'];
export type Change = Vnfmig['Change'];
export type Capacity = Vrinfo['Capacity'];
export type Characteristics = Vrinfo['Characteristics'];
/** What the thresholds and deadlines of a server rest on: its characteristics and where it stands. */
export type ServerCharacteristics = Characteristics & { heightAboveFloor?: number };
export type NfviMaintenanceInfo = Vrinfo['NfviMaintenanceInfo'];
export type PowerState = Vrinfo['PowerState'];
export type PerceivedSeverity = Vrfm['PerceivedSeverity'];
export type ComputeHostRequest = Vrinfo['ComputeHostRequest'];
export type VirtualComputeRequest = Vrinfo['VirtualComputeRequest'];
export type ResourceZoneRequest = Vrinfo['ResourceZoneRequest'];

/** What tells the state of one parameter of one server or zone from every other. */
export function stateKeyOf(
  objectId: string,
  { parameterType, parameterName }: Pick<EnvironmentData, 'parameterType' | 'parameterName'>,
): string {
  return JSON.stringify([objectId, parameterType, parameterName ?? null]);
}

/** What a state key says. */
export function readStateKey(key: string): { objectId: string; parameterType: string; parameterName?: string } {
  const [objectId, parameterType, parameterName] = JSON.parse(key) as [string, string, string | null];
  return { objectId, parameterType, ...(parameterName === null ? {} : { parameterName }) };
}

/** How many values are kept for the trend. */
export const MAXIMUM_SAMPLES = 12;

/** A value with the time it was measured, for the trend (R9). */
export interface Sample {
  time: string;
  value: number;
}

/** A datum with the time it was measured. */
export interface TimedDatum {
  datum: EnvironmentData;
  time: string;
}

export type EnvironmentState = Omit<Envnotif['EnvironmentState'], '_links'> & {
  /** Server or zone that the state is about. */
  objectId: string;
  /** The last datum of each kind; a threshold looks at the kind that it is for. */
  readings: Partial<Record<EnvironmentData['dataType'], TimedDatum>>;
  /** When the gateway was last told of it. */
  toldTime?: string;
  /** The last values in the unit of the first of them, oldest first. */
  samples: Sample[];
  samplesUnit?: string;
  /** The predicted failure that deadlines were last reckoned by. */
  reckonedFailureTime?: string;
  /** When the level has to be looked at again without a new datum: end of a dwell time, or silence. */
  nextEvaluationTime?: string;
  /** Servers for which what the state means now has not been determined yet, the most urgent first. */
  undeterminedComputeHostIds?: string[];
};

/** The server or zone that a state is about, with what its thresholds rest on. */
export interface StateObject {
  computeHostId?: string;
  resourceZoneId?: string;
  characteristics: ServerCharacteristics;
  /** A server that is neither failing nor being evacuated, and on which no other rests. */
  isCalm?: boolean;
  /** The same datum bears on other objects too, by thresholds of their own. */
  isShared?: boolean;
}

export type ComputeHost = ComputeHostRequest &
  Pick<
    Vrinfo['ComputeHost'],
    'id' | 'priority' | 'environmentLevel' | 'levelEnteredTime' | 'schedulingState' | 'withdrawals' | 'powerState'
  > & {
    predictedFailureTime?: string;
    hostEvacuationId?: string;
    /** An operator cancelled the evacuation: none starts by itself until the environment was NORMAL again. */
    evacuationSuppressed?: boolean;
    /** By whom the VIM was, or is about to be, told to put nothing on it; recorded before it is told (R18, R21). */
    vimWithdrawnBy?: string;
    /** The VIM was seen to put nothing on it any more. */
    vimWithdrawn?: boolean;
  };

export type VirtualCompute = VirtualComputeRequest &
  Pick<Vrinfo['VirtualCompute'], 'operationalState' | 'criticality' | 'required'> & {
    /** The VIM that told of it; what it does not tell of any more is gone. */
    vimId?: string;
  };

export type ResourceZone = ResourceZoneRequest & { environmentLevel: EnvironmentLevel };

export type MigrationRequest = Omit<Vnfmig['MigrationRequest'], '_links'> & {
  attempt: number;
  /** When this attempt began; its deadline is reckoned from then. */
  attemptTime: string;
  /** When the manager is asked anew after silence, refusal or failure; absent: not any more. */
  retryTime?: string;
  /** An operator wants the functions to stay: they are not asked for again by themselves. */
  cancelledByOperator?: boolean;
  /** Its evacuation is over: it is not tried again. */
  evacuationEnded?: boolean;
  /** When a manager that does not know the extension is asked, or looked at, next; absent: not by the gateway. */
  pursuitTime?: string;
  /** The gateway that asks, or looks, now has it until then. */
  pursuitClaimedUntil?: string;
  /** What its adapter remembers of its work. */
  operation?: Record<string, unknown>;
};

export type HostEvacuation = Omit<Vnfmig['HostEvacuation'], '_links'> & {
  /** When the driver looks at it next. */
  nextAttemptTime: string;
  /** An operator has to release the restoration. */
  manualRelease: boolean;
  released?: boolean;
  /** Ordered by an operator: what the order says holds, whatever the environment does. */
  ordered?: boolean;
  /** The deadline that was ordered; null: none. */
  orderedDeadline?: string | null;
  /** The level of the server that was last reckoned with. */
  determinedLevel?: EnvironmentLevel;
  /** What the clean-up marked as deactivated. */
  deactivatedVirtualComputeIds?: string[];
  /** What has a duplicate elsewhere: it goes down with its server, and nobody is asked for it again. */
  duplicatedVirtualComputeIds?: string[];
  /** When an order to power off was last sent: until it is read what became of it, the server may go off by it. */
  powerOffSentTime?: string;
  /** The server was read to be off, by our order or without one: what was given up on it has not been running all along. */
  wasPoweredOff?: boolean;
  /** The VIM was told, and says, that the server is off. */
  vimMarkedPoweredOff?: boolean;
  /** The order given to the power controller; recorded before it is sent. */
  powerOrder?: PowerOrder;
  restorationStartTime?: string;
  /** Process that works on it, and until when. */
  claimedBy?: string;
  claimedUntil?: string;
};

export interface PowerOrder {
  target: 'ON' | 'OFF';
  mode: 'GRACEFUL' | 'FORCED';
  /** When it was recorded, then when it was first accepted. */
  firstTime: string;
  /** When it was last accepted by the power controller; absent: not yet. */
  sentTime?: string;
}

export type Alarm = Omit<Vrfm['Alarm'], '_links'> & {
  faultType: string;
  faultDetails: string[];
  alarmKey: string;
  /** The severities that it had before the one that it has. */
  formerSeverities?: PerceivedSeverity[];
};

export type ApiName = 'envnotif' | 'vnfmig' | 'vrinfo' | 'vrfm';

export interface Subscription {
  id: string;
  apiName: ApiName;
  /** Attribute of the subject → values wanted; AND between attributes, OR inside (SOL003 7.5.3.2). */
  filter?: Record<string, readonly string[] | undefined>;
  callbackUri: string;
  authentication?: EnvnotifComponents['schemas']['SubscriptionAuthentication'];
  /** Client of the authorization server that made it; nobody else sees it. */
  clientId?: string;
  /** The VNF manager that made it with a token for its own VNFs only: it is told of nothing else. */
  vnfmId?: string;
}

/** A notification that waits for delivery to one subscriber. */
export interface NotificationDelivery {
  id: string;
  subscriptionId: string;
  /** Deliveries about the same resource keep their order. */
  resourceId: string;
  /** The notification as it is sent. */
  notification: string;
  /** Of what is due the lowest goes first; three digits, so that they compare as text. */
  rank: string;
  attempts: number;
  createdTime: string;
  nextAttemptTime: string;
}

/** A virtual server that a Tacker registered with the gateway as its Server Notifier. */
export interface ServerAlarm {
  alarmId: string;
  /** Which Tacker. */
  notifierId: string;
  tenant: string;
  serverId: string;
  /** Where it wants to be notified, and of what. */
  faultAction: string;
  faultIds: readonly string[];
}

/** What the configuration listed and was entered once, so that what was removed since does not come back. */
export interface InventoryEntry {
  id: string;
}

/** Up to which notification, by its place in the store, everything is in the environment states, or beside them as `TakenReadings`. */
export interface Checkpoint {
  id: string;
  sequence: number;
}

/**
 * What was taken of some parameters since their states were written, because it changed nothing; where one process has the store
 * alone.
 */
export interface TakenReadings {
  id: string;
  readings: TakenReading[];
}

export interface TakenReading {
  environmentStateId: string;
  /** As the last datum has it. */
  measuredAt?: string | undefined;
  /** When the last datum was measured, ms. */
  last: number;
  /** The last values and when they were measured, ms; oldest first. */
  values: number[];
  times: number[];
}

/** States of an evacuation that need nothing more. */
export const CLOSED_EVACUATION_STATES: readonly HostEvacuationState[] = ['COMPLETED', 'CANCELLED'];
/** States of a migration request in which an answer is awaited. */
export const OPEN_REQUEST_STATES: readonly MigrationRequestState[] = ['REQUESTED', 'ACCEPTED', 'PROCESSING'];
/** What can be tried again as long as its evacuation is open. */
export const GIVEN_UP_STATES: readonly MigrationRequestState[] = ['REJECTED', 'FAILED', 'EXPIRED'];

/** Sets an attribute of whatever name: `__proto__` is one like any other, and does not say what the object inherits. */
export function setAttribute(object: object, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  else (object as Record<string, unknown>)[name] = value;
}

/** An entity without the attributes whose value is undefined. */
export function compact<T extends object>(entity: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const compacted = {};
  for (const [name, value] of Object.entries(entity)) if (value !== undefined) setAttribute(compacted, name, value);
  return compacted as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** What RFC 3339 can write; a time beyond it is as good as never. */
const FIRST_TIME = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/** The time in the form that the store keeps. */
export function toTime(date: Date | number): string {
  return new Date(Math.min(Math.max(Number(date), FIRST_TIME), LAST_TIME)).toISOString();
}

/** The time of an RFC 3339 text in that form. A leap second, which `Date` does not know, is the second before it. */
export function readTime(text: string): string {
  return toTime(Date.parse(text.replace(/:60(?=[.Zz+-])/, ':59')));
}

/**
 * When a datum was measured: as it says itself, or when its notification was `told`, but not after that was `received`, all in ms. A
 * clock that is ahead of ours must not make later data look old.
 */
export function measuredTime(
  { measuredAt }: Pick<EnvironmentData, 'measuredAt'>,
  told: number,
  received: number,
): number {
  return Math.min(received, measuredAt === undefined ? told : Date.parse(readTime(measuredAt)));
}

/** A time moved by seconds, however many. */
export function addSeconds(time: string, seconds: number): string {
  return toTime(Date.parse(time) + seconds * 1000);
}

/** Seconds from one time to another; negative when `to` is earlier. */
export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

/** The earlier of times, or undefined when there is none. */
export function earliest(...times: (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0];
}
