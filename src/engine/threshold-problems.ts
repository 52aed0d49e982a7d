import type { EnvironmentThresholdRequest } from './entities.ts';
import { validateThreshold, type Invalid } from './rules/threshold.ts';
import { isUnit } from './unit.ts';

const PARAMETER_TYPES: readonly string[] = ['POWER', 'COOLING', 'WATER_LEVEL', 'GAS', 'INTRUSION'];

/** Why data of this parameter type cannot be taken; undefined when they can. */
export function parameterTypeProblem(parameterType: string, declared: readonly string[]): string | undefined {
  if (PARAMETER_TYPES.includes(parameterType) || declared.includes(parameterType)) return undefined;
  return `the configuration declares no parameter type ${parameterType}`;
}

/** Every place that is wrong in a threshold that fits its schema; by such a one, no datum could ever be looked at (R7). */
export function thresholdProblems(threshold: EnvironmentThresholdRequest, declared: readonly string[]): Invalid[] {
  const { parameterType, unit } = threshold;
  const typeProblem = parameterTypeProblem(parameterType, declared);
  return [
    ...(typeProblem === undefined ? [] : [{ pointer: '/parameterType', reason: typeProblem }]),
    ...(unit === undefined || isUnit(unit) ? [] : [{ pointer: '/unit', reason: `${unit} is no UCUM unit` }]),
    ...validateThreshold(threshold),
  ];
}
