/** How long a server will last, and by when its functions have to be gone (R9, R14). Pure. */
import type { EnvironmentThreshold, NfviMaintenanceInfo, ServerCharacteristics } from '../entities.ts';
import { addSeconds, earliest, secondsBetween } from '../entities.ts';
import { characteristicOf } from './level.ts';

/** A failure further away than this is not a prediction any more. */
const HORIZON_SECONDS = 7 * 24 * 3600;

/** The last value of a parameter in the unit of the threshold. */
export interface Course {
  value: number;
  time: string;
  /** Change per second in the worsening direction, measured or reported; undefined when not known. */
  worsening: number | undefined;
  /** The unit is one of time, so that a falling value is the time left. */
  isTime: boolean;
  /** Seconds in one unit of a value that is a time. */
  secondsPerUnit: number;
}

/** When the value reaches the FAILED threshold; undefined when it does not, or nothing tells. */
export function predictFailure(
  threshold: EnvironmentThreshold,
  course: Course,
  characteristics: ServerCharacteristics,
): string | undefined {
  const limit = threshold.failed?.thresholdValue;
  const offset = characteristicOf(threshold, characteristics);
  if (limit === undefined || offset === undefined || threshold.direction === undefined) return undefined;
  const distance = threshold.direction === 'RISING' ? offset + limit - course.value : course.value - (offset + limit);
  if (distance <= 0) return course.time;
  const byTrend =
    course.worsening !== undefined && course.worsening > 0
      ? after(course.time, distance / course.worsening)
      : undefined;
  const reported =
    course.isTime && threshold.direction === 'FALLING'
      ? after(course.time, distance * course.secondsPerUnit)
      : undefined;
  return earliest(byTrend, reported);
}

function after(time: string, seconds: number): string | undefined {
  return seconds <= HORIZON_SECONDS ? addSeconds(time, seconds) : undefined;
}

/** Seconds a server lasts once power or cooling is known to fail, from its characteristics alone; undefined when they do not tell. */
export function holdUpTime(parameterType: string, characteristics: ServerCharacteristics): number | undefined {
  if (parameterType === 'COOLING') return characteristics.thermalHoldUpTime;
  if (parameterType !== 'POWER') return undefined;
  return characteristics.batteryHoldUpTime ?? fullBatteryTime(characteristics);
}

/** Seconds the full battery feeds the server: capacity by draw. */
export function fullBatteryTime({ batteryCapacity, powerDraw }: ServerCharacteristics): number | undefined {
  if (batteryCapacity === undefined || powerDraw === undefined || powerDraw === 0) return undefined;
  return (batteryCapacity * 3600) / powerDraw;
}

export interface Reserve {
  safetyMargin: number;
  cleanUpGraceTime: number;
  shutdownTime: number;
}

/**
 * When the functions have to be gone, so that clean-up and power-off still fit before the failure. When that would leave the
 * managers less than half of the time, they get half: functions come before an orderly power-off.
 */
export function evacuationDeadline(now: string, predictedFailureTime: string, reserve: Reserve): string {
  const available = Math.max(0, secondsBetween(now, predictedFailureTime));
  const kept = reserve.safetyMargin + reserve.cleanUpGraceTime + reserve.shutdownTime;
  return addSeconds(now, Math.max(available - kept, available / 2));
}

/**
 * In a zone-wide event the deadline of a server by its priority: the least gets `sheddingShare` of the time, the highest all
 * of it, so that the priority servers last longer (R20).
 */
export function sheddingDeadline(
  start: string,
  deadline: string,
  priority: { own: number; lowest: number; highest: number },
  sheddingShare: number,
): string {
  if (priority.highest === priority.lowest) return deadline;
  const rank = (priority.own - priority.lowest) / (priority.highest - priority.lowest);
  const share = sheddingShare + (1 - sheddingShare) * rank;
  return addSeconds(start, Math.max(0, secondsBetween(start, deadline)) * share);
}

/** The deadline of one VNF: the more critical the earlier, but not before its lead time where the time allows (R14, IFA011 7.1.8.17). */
export function migrationDeadline(
  start: string,
  deadline: string,
  {
    criticality,
    criticalShare,
    maintenance,
  }: { criticality: number; criticalShare: number; maintenance: NfviMaintenanceInfo | undefined },
): string {
  const available = Math.max(0, secondsBetween(start, deadline));
  const byCriticality = available * (1 - (1 - criticalShare) * (criticality / 100));
  const leadTime = Math.min(maintenance?.impactNotificationLeadTime ?? 0, available);
  return addSeconds(start, Math.max(byCriticality, leadTime));
}

/** Whether a deadline moved enough to tell: by the tolerance, and by a twentieth of the time left. */
export function hasMoved(now: string, sent: string, current: string, tolerance: number): boolean {
  const moved = Math.abs(secondsBetween(sent, current));
  return moved > tolerance && moved > Math.abs(secondsBetween(now, sent)) / 20;
}
