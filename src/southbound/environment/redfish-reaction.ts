/** The time that is left until a device switches off by itself (R9): DMTF LeakDetector, `ReactionDelaySeconds`. */
import type { ChassisDatum } from './redfish-quantities.ts';

const SUFFIX = '.reaction.delay';
/** Reactions after which the server is off. DMTF LeakDetector, ReactionType. */
const POWER_OFF: readonly string[] = ['ForceOff', 'GracefulShutdown'];

/** When each device that has announced it switches off, and when it was seen last without; milliseconds of `performance.now()`. */
export interface Announcements {
  ends: Map<string, number>;
  calm: Map<string, number>;
}

export function isReaction(parameterName: string): boolean {
  return parameterName.endsWith('.reaction') || parameterName.endsWith(SUFFIX);
}

/** The whole delay while the reaction is to switch off, else the state None or UNKNOWN; undefined where there is no delay. */
export function delayDatum(parameterName: string, reaction: string, delay: unknown): ChassisDatum | undefined {
  if (typeof delay !== 'number' || !Number.isFinite(delay) || delay < 0) return undefined;
  const name = `${parameterName}${SUFFIX}`;
  if (!POWER_OFF.includes(reaction)) {
    const state = reaction === 'UNKNOWN' ? 'UNKNOWN' : 'None';
    return { parameterType: 'POWER', parameterName: name, dataType: 'STATE', state };
  }
  return { parameterType: 'POWER', parameterName: name, dataType: 'VALUE', value: delay, unit: 's' };
}

/**
 * What is left of the delay now. It runs from the last look at which there was nothing to react to, for it may have begun
 * right after that; at the first look ever, from that. While the device cannot be read it runs on.
 *
 * @param began when the look began, milliseconds of `performance.now()`
 */
export function countedDown({ ends, calm }: Announcements, datum: ChassisDatum, began: number): ChassisDatum {
  const { parameterName, value, state } = datum;
  if (!parameterName.endsWith(SUFFIX)) return datum;
  if (value === undefined) {
    if (state === 'None') {
      ends.delete(parameterName);
      calm.set(parameterName, began);
    }
    return datum;
  }
  const end = ends.get(parameterName) ?? (calm.get(parameterName) ?? began) + 1000 * value;
  ends.set(parameterName, end);
  return { ...datum, value: Math.max(0, (end - performance.now()) / 1000) };
}
