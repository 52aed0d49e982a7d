import type { UpsDatum } from '../ups-data.ts';
import type { Readings } from './readings.ts';

/** A datum without the server or zone that it is about. */
export type SnmpDatum = UpsDatum;

/** What the values of an agent mean. */
export interface ProfileReading {
  /** The variables that Network UPS Tools would give of the UPS; absent where there is no UPS. RFC 9271. */
  ups?: ReadonlyMap<string, string>;
  /** What else is known. */
  data: SnmpDatum[];
  /** Why the agent answers but its values cannot be believed. */
  distrust?: string;
}

/** A trap that tells a state by itself. */
export interface TrapMeaning {
  parameterType: string;
  parameterName: string;
  state: string;
  /** It tells the end of a trouble. */
  clears: boolean;
}

/** How a kind of device is read. */
export interface Profile {
  /** Kind of facts; two agents of one kind at the same server or zone would use the same names. */
  readonly kind: 'power' | 'sensor';
  /** Objects that are read. */
  readonly oids: readonly string[];
  /** Columns of tables that are read. */
  readonly columns: readonly string[];
  /** Parameters, all of POWER, that such a device has; UNKNOWN until it has been heard. */
  readonly essential: readonly string[];
  interpret(readings: Readings, entityIndexes: readonly number[] | undefined): ProfileReading;
  /** What a trap of the device tells by itself; undefined when it is but a reason to poll. */
  trap?(oid: string, firstValue: number | string | undefined): TrapMeaning | undefined;
}
