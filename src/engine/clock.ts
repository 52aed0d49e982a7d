/**
 * The clock of the machine may have been wrong, and is set back, as by NTP after a start without a network: what was measured or
 * waits for a time by the wrong one lies ahead of all that comes.
 */
import type { EnvironmentState, ThresholdLevel } from './entities.ts';

/** Clocks of several gateways differ by less, ms. */
const SET_BACK_MILLISECONDS = 5000;

/** Whether a time, in ms, is from before the clock was set back. */
export function isAhead(time: number, now: number): boolean {
  return time > now + SET_BACK_MILLISECONDS;
}

/**
 * The state by the clock as it is now, for a datum that was measured at `time`: what was measured before the clock was set back
 * counts as measured then, and no trend comes of it.
 */
export function byThisClock(state: EnvironmentState, { time, now }: { time: string; now: string }): EnvironmentState {
  if (!isAhead(Date.parse(state.lastMeasuredTime), Date.parse(now))) return state;
  const until = (before: string) => (before > time ? time : before);
  const levelBy = ({ pendingSince, failedSince, ...level }: ThresholdLevel): ThresholdLevel => ({
    ...level,
    ...(pendingSince === undefined ? {} : { pendingSince: until(pendingSince) }),
    ...(failedSince === undefined ? {} : { failedSince: until(failedSince) }),
  });
  return {
    ...state,
    lastMeasuredTime: time,
    levelEnteredTime: until(state.levelEnteredTime),
    thresholdLevels: state.thresholdLevels.map(levelBy),
    readings: Object.fromEntries(
      Object.entries(state.readings).map(([dataType, reading]) => [
        dataType,
        { ...reading, time: until(reading.time) },
      ]),
    ),
    samples: [],
  };
}

/** Tells whether the clock was set back since it was asked last. */
export function createClockWatch(): () => boolean {
  const offset = () => Date.now() - performance.now();
  let before = offset();
  return () => {
    const now = offset();
    const isSetBack = isAhead(before, now);
    before = now;
    return isSetBack;
  };
}
