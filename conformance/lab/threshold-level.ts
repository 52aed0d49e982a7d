import { readSensors, type EnvironmentData } from './sensors.ts';
import type { PhysicsState } from './physics.ts';
import { zonesAbove, type Scenario, type World } from './world.ts';

type Threshold = Scenario['gateway']['environmentThresholds'][number];
type Server = Scenario['site']['computeHosts'][number];

type Level = 'NORMAL' | 'DEGRADED' | 'FAILED' | 'UNKNOWN';

/** Values at which a server becomes DEGRADED and FAILED, in the unit of the threshold. */
export interface ThresholdLine {
  level: 'DEGRADED' | 'FAILED';
  value: number;
}

const ORDER: Level[] = ['UNKNOWN', 'NORMAL', 'DEGRADED', 'FAILED'];

/**
 * Level of a server by the thresholds of the scenario, read as plainly as they can be: no hysteresis, no dwell time. It
 * colours the run without gateway, in which nobody determines anything, and tells when the first reading was bad.
 */
export function levelOf(scenario: Scenario, world: World, state: PhysicsState, server: Server): Level {
  const zones = zonesAbove(scenario.site.resourceZones, server.resourceZoneId);
  const about = readSensors(world, state).filter(
    ({ computeHostId, resourceZoneId }) =>
      computeHostId === server.id || (resourceZoneId !== undefined && zones.includes(resourceZoneId)),
  );
  const levels = about.flatMap((datum) =>
    scenario.gateway.environmentThresholds
      .filter((threshold) => isAbout(threshold, datum))
      .map((threshold) => levelBy(threshold, datum, server)),
  );
  return levels.reduce<Level>(
    (worst, level) => (ORDER.indexOf(level) > ORDER.indexOf(worst) ? level : worst),
    'UNKNOWN',
  );
}

/** The lines of a numeric threshold for a server; none for other thresholds. */
export function linesOf({ degraded, failed, relativeTo }: Threshold, server: Server | undefined): ThresholdLine[] {
  const { location, characteristics } = server ?? {};
  const offsets = {
    HEIGHT_ABOVE_FLOOR: location?.heightAboveFloor,
    MINIMUM_POWER: characteristics?.minimumPower,
    HEAT_DISSIPATION: characteristics?.heatDissipation,
  };
  const offset = relativeTo === undefined ? 0 : offsets[relativeTo];
  if (offset === undefined) return [];
  const lines: [ThresholdLine['level'], number | undefined][] = [
    ['DEGRADED', degraded?.thresholdValue],
    ['FAILED', failed?.thresholdValue],
  ];
  return lines.flatMap(([level, value]) => (value === undefined ? [] : [{ level, value: value + offset }]));
}

/** Whether a threshold is about the parameter of a datum. */
export function isAbout(
  threshold: Threshold,
  datum: Pick<EnvironmentData, 'parameterType' | 'parameterName'>,
): boolean {
  const { parameterType, parameterName } = threshold;
  return (
    parameterType === datum.parameterType && (parameterName === undefined || parameterName === datum.parameterName)
  );
}

function levelBy(threshold: Threshold, datum: EnvironmentData, server: Server): Level {
  if (datum.state !== undefined) return threshold.stateLevels?.[datum.state] ?? 'UNKNOWN';
  const { value } = datum;
  if (value === undefined || threshold.direction === undefined) return 'UNKNOWN';
  const crossed = linesOf(threshold, server).filter((line) =>
    threshold.direction === 'RISING' ? value >= line.value : value <= line.value,
  );
  if (crossed.some(({ level }) => level === 'FAILED')) return 'FAILED';
  return crossed.length > 0 ? 'DEGRADED' : 'NORMAL';
}
