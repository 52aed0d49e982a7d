/**
 * The clock of the machine may have been wrong, and is set back, as by NTP after a start without a network: what was measured or
 * waits for a time by the wrong one lies ahead of all that comes.
 */
import {
  compact,
  type ComputeHost,
  type EnvironmentState,
  type HostEvacuation,
  type MigrationRequest,
  type PowerOrder,
  type ThresholdLevel,
} from './entities.ts';

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
  const levelBy = ({ pendingSince, failedSince, ...level }: ThresholdLevel): ThresholdLevel => ({
    ...level,
    ...(pendingSince === undefined ? {} : { pendingSince: until(pendingSince, time) }),
    ...(failedSince === undefined ? {} : { failedSince: until(failedSince, time) }),
  });
  return {
    ...state,
    lastMeasuredTime: time,
    levelEnteredTime: until(state.levelEnteredTime, time),
    thresholdLevels: state.thresholdLevels.map(levelBy),
    readings: Object.fromEntries(
      Object.entries(state.readings).map(([dataType, reading]) => [
        dataType,
        { ...reading, time: until(reading.time, time) },
      ]),
    ),
    samples: [],
  };
}

/** Whether something was done about the evacuation before the clock was set back. */
export function isOfBefore({ timeline }: HostEvacuation, now: string): boolean {
  return timeline.some(({ timeStamp }) => isAhead(Date.parse(timeStamp), Date.parse(now)));
}

const until = <Time extends string | undefined>(time: Time, now: string): Time | string =>
  time !== undefined && time > now ? now : time;

/** The evacuation by the clock as it is now: nothing was done, or sent, later than now, and it is looked at at once. */
export function evacuationByThisClock(evacuation: HostEvacuation, now: string): HostEvacuation {
  const { powerOrder, cleanUpDeadline, powerOffSentTime, restorationStartTime } = evacuation;
  const orderBy = (order: PowerOrder): PowerOrder =>
    compact({ ...order, firstTime: until(order.firstTime, now), sentTime: until(order.sentTime, now) });
  return compact({
    ...evacuation,
    startTime: until(evacuation.startTime, now),
    stateEnteredTime: until(evacuation.stateEnteredTime, now),
    cleanUpDeadline: until(cleanUpDeadline, now),
    powerOffSentTime: until(powerOffSentTime, now),
    restorationStartTime: until(restorationStartTime, now),
    powerOrder: powerOrder && orderBy(powerOrder),
    nextAttemptTime: now,
  });
}

export function hostByThisClock(host: ComputeHost, now: string): ComputeHost {
  return { ...host, levelEnteredTime: until(host.levelEnteredTime, now) };
}

/** The request by the clock as it is now: who has not answered is silent, and who was to be asked anew later is asked now. */
export function requestByThisClock(request: MigrationRequest, now: string): MigrationRequest {
  return compact({
    ...request,
    attemptTime: until(request.attemptTime, now),
    stateEnteredTime: until(request.stateEnteredTime, now),
    replyDeadline: until(request.replyDeadline, now),
    retryTime: until(request.retryTime, now),
    pursuitTime: until(request.pursuitTime, now),
  });
}

/** Tells whether the clock was set back since that was dealt with. */
export function createClockWatch(): { isSetBack: () => boolean; dealtWith: () => void } {
  const offset = () => Date.now() - performance.now();
  let latest = offset();
  return {
    isSetBack() {
      // What is slewed forward moves it along.
      latest = Math.max(latest, offset());
      return isAhead(latest, offset());
    },
    dealtWith() {
      latest = offset();
    },
  };
}
