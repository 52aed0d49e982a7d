/**
 * Levels by thresholds (R7, R8). Pure: time and units are passed in, values come in the unit of the threshold.
 *
 *   NORMAL ──► DEGRADED ──► FAILED     entered at `thresholdValue` once the condition has held for `dwellTime`
 *      ◄──────────◄──────────┘         left when the value is `hysteresis` behind `thresholdValue`
 *   UNKNOWN                            at once, when the datum says nothing: sensor silent, state not listed
 */
import type { EnvironmentLevel, EnvironmentThreshold, ServerCharacteristics, ThresholdLevel } from '../entities.ts';
import { addSeconds, compact, earliest } from '../entities.ts';

/** The state that says: the sensor is silent or faulty. */
export const UNKNOWN_STATE = 'UNKNOWN';

/** A datum as a threshold sees it. `number` is in the threshold's unit; for a variation, a rate. */
export type Reading =
  | { kind: 'NUMBER'; number: number }
  | { kind: 'STATE'; state: string }
  | { kind: 'CODE'; code: string }
  | { kind: 'SILENT'; problem: string };

export interface Evaluation {
  level: ThresholdLevel;
  /** When to look again without a new datum: the end of the dwell time. */
  nextEvaluationTime?: string;
}

const SEVERITY: Record<EnvironmentLevel, number> = { NORMAL: 0, UNKNOWN: 1, DEGRADED: 2, FAILED: 3 };

/** The worst of levels, FAILED before DEGRADED before UNKNOWN before NORMAL; UNKNOWN of none. */
export function worstLevel(levels: readonly EnvironmentLevel[]): EnvironmentLevel {
  return (
    levels.reduce<EnvironmentLevel | undefined>(
      (worst, level) => (worst === undefined || SEVERITY[level] > SEVERITY[worst] ? level : worst),
      undefined,
    ) ?? 'UNKNOWN'
  );
}

/** True for the levels on which the gateway acts. */
export function isFailing(level: EnvironmentLevel): boolean {
  return level === 'DEGRADED' || level === 'FAILED';
}

/** The level by one threshold after a reading at `time`; `previous` is the level by it before. */
export function evaluateThreshold(
  threshold: EnvironmentThreshold,
  reading: Reading,
  previous: ThresholdLevel | undefined,
  { time, characteristics }: { time: string; characteristics: ServerCharacteristics },
): Evaluation {
  const current = previous?.environmentLevel ?? 'UNKNOWN';
  // A moment of silence does not take the hysteresis away.
  const lastKnownLevel = current === 'UNKNOWN' ? previous?.lastKnownLevel : current;
  const target = targetLevel(threshold, reading, lastKnownLevel ?? 'UNKNOWN', characteristics);
  const level = (environmentLevel: EnvironmentLevel, more: Partial<ThresholdLevel> = {}): ThresholdLevel =>
    compact({
      environmentThresholdId: threshold.id,
      environmentLevel,
      lastKnownLevel: environmentLevel === 'UNKNOWN' ? lastKnownLevel : undefined,
      ...more,
    });
  if (!isFailing(target.level) || SEVERITY[target.level] <= SEVERITY[current]) {
    return { level: level(target.level, target.problem === undefined ? {} : { problem: target.problem }) };
  }
  const pendingSince = previous?.pendingSince ?? time;
  const failedSince = target.level === 'FAILED' ? (previous?.failedSince ?? time) : undefined;
  const failedTime = failedSince === undefined ? undefined : addSeconds(failedSince, threshold.failed?.dwellTime ?? 0);
  if (failedTime !== undefined && failedTime <= time) return { level: level('FAILED') };

  // A threshold that knows FAILED alone does not pass through DEGRADED.
  const passesDegraded = current !== 'DEGRADED' && (target.level === 'DEGRADED' || threshold.degraded !== undefined);
  const degradedTime = passesDegraded ? addSeconds(pendingSince, threshold.degraded?.dwellTime ?? 0) : undefined;
  const isDegraded = degradedTime !== undefined && degradedTime <= time;
  if (isDegraded && target.level === 'DEGRADED') return { level: level('DEGRADED') };
  const pending = { pendingLevel: target.level, pendingSince, ...(failedSince === undefined ? {} : { failedSince }) };
  const nextEvaluationTime = earliest(failedTime, isDegraded ? undefined : degradedTime);
  return {
    level: level(isDegraded ? 'DEGRADED' : current, pending),
    ...(nextEvaluationTime === undefined ? {} : { nextEvaluationTime }),
  };
}

interface Target {
  level: EnvironmentLevel;
  problem?: string;
}

function targetLevel(
  threshold: EnvironmentThreshold,
  reading: Reading,
  current: EnvironmentLevel,
  characteristics: ServerCharacteristics,
): Target {
  switch (reading.kind) {
    case 'SILENT':
      return { level: 'UNKNOWN', problem: reading.problem };
    case 'STATE':
      return fromMap(threshold.stateLevels, reading.state, 'state');
    case 'CODE':
      return fromMap(threshold.codeLevels, reading.code, 'code');
    case 'NUMBER':
      return numericLevel(threshold, reading.number, current, characteristics);
  }
}

function fromMap(levels: Record<string, EnvironmentLevel> | undefined, key: string, what: string): Target {
  const level = levels !== undefined && Object.hasOwn(levels, key) ? levels[key] : undefined;
  return level === undefined
    ? { level: 'UNKNOWN', problem: `the threshold does not list the ${what} ${key}` }
    : { level };
}

function numericLevel(
  threshold: EnvironmentThreshold,
  value: number,
  current: EnvironmentLevel,
  characteristics: ServerCharacteristics,
): Target {
  const offset = characteristicOf(threshold, characteristics);
  if (offset === undefined)
    return { level: 'UNKNOWN', problem: `the server's ${threshold.relativeTo ?? ''} is not known` };
  const entered = (criteria: 'degraded' | 'failed') => {
    const limit = threshold[criteria]?.thresholdValue;
    return limit !== undefined && isBeyond(threshold, value, offset + limit);
  };
  const notLeft = (criteria: 'degraded' | 'failed') => {
    const { thresholdValue, hysteresis = 0 } = threshold[criteria] ?? {};
    if (thresholdValue === undefined) return false;
    const back = threshold.direction === 'RISING' ? -hysteresis : hysteresis;
    return isBeyond(threshold, value, offset + thresholdValue + back);
  };
  if (entered('failed') || (current === 'FAILED' && notLeft('failed'))) return { level: 'FAILED' };
  if (entered('degraded') || (isFailing(current) && notLeft('degraded'))) return { level: 'DEGRADED' };
  return { level: 'NORMAL' };
}

function isBeyond(threshold: EnvironmentThreshold, value: number, limit: number): boolean {
  return threshold.direction === 'RISING' ? value >= limit : value <= limit;
}

/** What the threshold values are offsets to: 0, or the characteristic of the server; undefined when that is not known. */
export function characteristicOf(
  threshold: EnvironmentThreshold,
  characteristics: ServerCharacteristics,
): number | undefined {
  if (threshold.relativeTo === undefined) return 0;
  switch (threshold.relativeTo) {
    case 'MINIMUM_POWER':
      return characteristics.minimumPower;
    case 'HEAT_DISSIPATION':
      return characteristics.heatDissipation;
    case 'HEIGHT_ABOVE_FLOOR':
      return characteristics.heightAboveFloor;
  }
}

/**
 * The level of a server by one threshold from the M sensors that it matches, of which N have to agree (R8): failing when N
 * are; UNKNOWN when, with the silent ones, N could be; else NORMAL.
 */
export function voteLevel(levels: readonly EnvironmentLevel[], requiredSensors: number): EnvironmentLevel {
  const count = (...wanted: EnvironmentLevel[]) => levels.filter((level) => wanted.includes(level)).length;
  if (count('FAILED') >= requiredSensors) return 'FAILED';
  if (count('FAILED', 'DEGRADED') >= requiredSensors) return 'DEGRADED';
  if (count('FAILED', 'DEGRADED', 'UNKNOWN') >= requiredSensors) return 'UNKNOWN';
  // Fewer sensors than have to agree can prove nothing.
  return levels.length < requiredSensors ? 'UNKNOWN' : 'NORMAL';
}
