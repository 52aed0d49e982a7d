import type { EnvironmentData, EnvironmentThreshold, EnvironmentThresholdRequest } from '../entities.ts';
import { UNKNOWN_STATE } from './level.ts';

export interface Invalid {
  pointer: string;
  reason: string;
}

/** Checks a threshold as a whole (R7): it can tell a level at all, and DEGRADED comes before FAILED. */
export function validateThreshold(threshold: EnvironmentThresholdRequest): Invalid[] {
  const invalid: Invalid[] = [];
  const complain = (pointer: string, reason: string) => invalid.push({ pointer, reason });
  const degraded = threshold.degraded?.thresholdValue;
  const failed = threshold.failed?.thresholdValue;
  const numeric = degraded !== undefined || failed !== undefined;
  if (!numeric && threshold.stateLevels === undefined && threshold.codeLevels === undefined) {
    complain('', 'a threshold needs degraded or failed with a thresholdValue, stateLevels, or codeLevels');
  }
  if (numeric && threshold.direction === undefined) complain('/direction', 'threshold values need a direction');
  if (numeric && threshold.unit === undefined) complain('/unit', 'threshold values need a unit');
  if (threshold.relativeTo !== undefined && !numeric) complain('/relativeTo', 'relativeTo needs threshold values');
  if (degraded !== undefined && failed !== undefined && threshold.direction !== undefined) {
    const rising = threshold.direction === 'RISING';
    if (rising ? degraded >= failed : degraded <= failed) {
      complain(
        '/failed/thresholdValue',
        `with ${threshold.direction}, failed must lie ${rising ? 'above' : 'below'} degraded (${degraded})`,
      );
    }
  }
  if (
    threshold.stateLevels !== undefined &&
    Object.hasOwn(threshold.stateLevels, UNKNOWN_STATE) &&
    threshold.stateLevels[UNKNOWN_STATE] !== 'UNKNOWN'
  ) {
    complain(
      `/stateLevels/${UNKNOWN_STATE}`,
      'this state is reserved for a silent or faulty sensor; its level is UNKNOWN',
    );
  }
  return invalid;
}

/** Whether the threshold is for this parameter. */
export function isForParameter(
  threshold: EnvironmentThreshold,
  datum: Pick<EnvironmentData, 'parameterType' | 'parameterName'>,
): boolean {
  return (
    threshold.parameterType === datum.parameterType &&
    (threshold.parameterName === undefined || threshold.parameterName === datum.parameterName)
  );
}

/** Whether the threshold holds for an object, given the object and every zone and server above it. */
export function isInScope(
  threshold: EnvironmentThreshold,
  object: { computeHostId?: string; resourceZoneIds: readonly string[] },
): boolean {
  const { computeHostIds, resourceZoneIds } = threshold.scope ?? {};
  if (computeHostIds === undefined && resourceZoneIds === undefined) return true;
  return (
    (object.computeHostId !== undefined && computeHostIds?.includes(object.computeHostId) === true) ||
    object.resourceZoneIds.some((zone) => resourceZoneIds?.includes(zone) === true)
  );
}
