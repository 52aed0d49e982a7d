import type { Tables } from '../store/store.ts';
import type { EnvironmentData, EnvironmentState, EnvironmentThreshold, StateObject, TakenReading } from './entities.ts';
import type { Convert } from './unit.ts';
import type { Policies } from './rules/policy.ts';
import type { Site } from './site.ts';

/** What of the configuration the engine decides by; the names are those of the configuration file. */
export interface Settings {
  vimId: string;
  gatewayComputeHostId?: string;
  parameterTypes: readonly string[];
  policies: Policies;
  restoration: { waveSize: number; waveInterval: number };
  limits: { maximumPoweredOffHosts?: number; zoneWideShare: number; sheddingShare: number };
  migration: { deadlineTolerance: number };
  /** VNF managers that the gateway asks in their own way. */
  vnfManagers: readonly { vnfmId: string; type: string }[];
  /** Where the interfaces are reached, without a slash at the end; for links. */
  apiRoot: string;
}

/** What every step works with, inside one transaction and at one time. */
export interface Context {
  tables: Tables;
  settings: Settings;
  convert: Convert;
  quiet: QuietReadings;
  now: string;
  /** The site as this transaction sees it. */
  site: () => Promise<Site>;
  /** The same where it costs nothing; where other processes write the store it may be some milliseconds old: for advice only. */
  keptSite: () => Site | undefined;
  /** Identifiers of the evacuations that this transaction began. */
  begun: string[];
  /** VNF managers of which this transaction knows that they hear what is asked of them, and that no alarm says otherwise. */
  heardBy: Set<string>;
  /** Whether there are servers whose functions have not been asked to leave at all, once somebody has looked. */
  isAnyUnasked?: boolean;
}

/** Readings that change nothing: `quiet-readings.ts`. */
export interface QuietReadings {
  /** False where nothing is ever quiet. */
  readonly learns: boolean;
  /**
   * Takes the datum when it changes nothing, and tells whether it did. `time`, when it was measured, and `now` are milliseconds.
   * While anything is evacuated, a deadline may rest on the trend of any parameter of a server that is not calm: undefined says
   * that it depends on that.
   */
  take(datum: EnvironmentData, time: number, now: number, isAnythingEvacuated?: boolean): boolean | undefined;
  /** A state was evaluated and written in the transaction under way; what it was evaluated by holds when that is committed. */
  learn(state: EnvironmentState, object: StateObject, thresholds: readonly EnvironmentThreshold[]): void;
  /**
   * Something that levels are evaluated by is written in the transaction under way: a server, or, where none is named, what
   * bears on all. What was learnt of it before in the same transaction is void.
   */
  changes(computeHostId?: string): void;
  /** Servers wait to be determined by the state: it has to be evaluated whatever is taken of it. */
  waits(state: EnvironmentState): void;
  /** The state with what was taken since it was written. */
  fold(state: EnvironmentState): EnvironmentState;
  /**
   * The state is written as `fold` gave it, in the transaction under way. False when it must be evaluated anew instead, because
   * what it was evaluated by has changed.
   */
  writes(state: EnvironmentState): boolean;
  /** When the sensor is silent by what was taken, ms; undefined where the state has to tell it. */
  silentFrom(stateKey: string): number | undefined;
  /** Identifiers of the states that something was taken of since they were written. */
  stateIds(): string[];
  /** How many parameters have been learnt. They are numbered in the order in which they were. */
  count(): number;
  /** What was taken of those from one number up to, not including, another, and is not in their states. */
  takenIn(from: number, to: number): TakenReading[];
  /** A transaction begins: what the one before did not commit is void. */
  begin(): void;
  commit(changed: { computeHosts: Iterable<string>; isEveryThing: boolean }): void;
}
