/**
 * Readings that change nothing. Nearly every datum says that all is well still: by every threshold the level stays NORMAL, no
 * dwell time begins, and no deadline rests on it. Whether it is such a one is told here in a fraction of a microsecond, by what
 * the last whole evaluation of the state left; its notification is durable like any other. What was taken so is folded into the
 * state whenever anybody looks at it (R7, R8). Only where no other process changes the states: else nothing is quiet.
 */
import type { QuietReadings } from './context.ts';
import {
  toTime,
  type EnvironmentData,
  type EnvironmentState,
  type EnvironmentThreshold,
  type StateObject,
} from './entities.ts';
import { evaluated, withData } from './environment-state.ts';
import { characteristicOf } from './rules/level.ts';
import { MAXIMUM_SAMPLES } from './rules/trend.ts';
import type { Convert } from './unit.ts';

/** By what the data of one parameter are quiet. */
interface Quiet {
  stateId: string;
  parameterType: string;
  parameterName: string | undefined;
  dataType: 'VALUE' | 'STATE';
  unit: string | undefined;
  /** A value strictly between them is NORMAL by every threshold; in `unit`. */
  low: number;
  high: number;
  state: string | undefined;
  /** Milliseconds after which a datum says nothing any more. */
  staleness: number;
  /** A failure may be predicted from its course. */
  predicts: boolean;
  object: StateObject;
  thresholds: readonly EnvironmentThreshold[];
  lastTime: number;
  /** False from when the state was evaluated anew, until that is committed. */
  isValid: boolean;
  taken: Taken | undefined;
}

/** What was taken and is not in the state yet: the last datum, and the values for the trend. */
interface Taken {
  datum: EnvironmentData;
  now: number;
  times: number[];
  values: number[];
}

interface QuietObject {
  quiets: Quiet[];
  /** As of when; what it was learnt by may have changed since. */
  generation: number;
}

export const NOTHING_QUIET: QuietReadings = {
  learns: false,
  take: () => false,
  learn: () => undefined,
  fold: (state) => state,
  unwritten: () => [],
  begin: () => undefined,
  commit: () => undefined,
};

export function createQuietReadings(convert: Convert): QuietReadings {
  const hosts = new Map<string, QuietObject>();
  const zones = new Map<string, QuietObject>();
  /** By state: those with something taken, the longest waiting first. */
  const unwritten = new Map<string, Quiet>();
  const staged = new Map<string, Quiet | undefined>();
  let generation = 0;

  const objectOf = ({ computeHostId, resourceZoneId }: Pick<StateObject, 'computeHostId' | 'resourceZoneId'>) =>
    computeHostId === undefined ? zones.get(resourceZoneId ?? '') : hosts.get(computeHostId);
  const find = (state: EnvironmentState): Quiet | undefined =>
    objectOf(state)?.quiets.find(({ stateId }) => stateId === state.id);
  const enter = (quiet: Quiet) => {
    const { computeHostId, resourceZoneId } = quiet.object;
    const objects = computeHostId === undefined ? zones : hosts;
    const id = computeHostId ?? resourceZoneId ?? '';
    const known = objects.get(id);
    // Of an object that changed meanwhile the others are not what they were; what was taken of them stays.
    if (known !== undefined && known.generation !== generation) for (const other of known.quiets) other.isValid = false;
    const others = (known?.quiets ?? []).filter(({ stateId }) => stateId !== quiet.stateId);
    objects.set(id, { quiets: [...others, quiet], generation });
  };
  return {
    learns: true,
    take(datum, time, now, isAnythingEvacuated) {
      const object = objectOf(datum);
      if (object?.generation !== generation) return false;
      const quiet = object.quiets.find(
        ({ parameterType, parameterName }) =>
          parameterName === datum.parameterName && parameterType === datum.parameterType,
      );
      if (quiet?.isValid !== true || !isQuiet(quiet, datum)) return false;
      // What is older than what is known changes nothing.
      if (time < quiet.lastTime) return true;
      if (time + quiet.staleness <= now) return false;
      if (quiet.predicts && quiet.object.isCalm !== true && isAnythingEvacuated !== false)
        return isAnythingEvacuated === undefined ? undefined : false;
      quiet.lastTime = time;
      if (quiet.taken === undefined) unwritten.set(quiet.stateId, quiet);
      quiet.taken = withTaken(quiet.taken, datum, time, now);
      return true;
    },
    learn(state, object, thresholds) {
      const known = find(state);
      if (known !== undefined) known.isValid = false;
      staged.set(state.id, quietOf(state, object, thresholds, convert));
    },
    fold(state) {
      if (staged.has(state.id)) return state;
      const quiet = unwritten.get(state.id);
      return quiet?.taken === undefined ? state : folded(state, quiet, quiet.taken, convert);
    },
    unwritten: (limit) => [...unwritten.keys()].slice(0, limit),
    begin() {
      staged.clear();
    },
    commit({ computeHosts, isEveryThing }) {
      for (const id of computeHosts) {
        const object = hosts.get(id);
        if (object !== undefined) object.generation = -1;
      }
      if (isEveryThing) generation += 1;
      for (const [stateId, quiet] of staged) {
        unwritten.delete(stateId);
        if (quiet !== undefined) enter(quiet);
      }
      staged.clear();
    },
  };
}

function isQuiet(quiet: Quiet, datum: EnvironmentData): boolean {
  if (quiet.dataType !== datum.dataType) return false;
  if (datum.dataType === 'STATE') return datum.state === quiet.state;
  const { value = NaN } = datum;
  return datum.unit === quiet.unit && value > quiet.low && value < quiet.high;
}

/** More than the trend rests on is not kept. */
function withTaken(taken: Taken | undefined, datum: EnvironmentData, time: number, now: number): Taken {
  const next = taken ?? { datum, now, times: [], values: [] };
  next.datum = datum;
  next.now = now;
  if (datum.value === undefined) return next;
  next.times.push(time);
  next.values.push(datum.value);
  if (next.times.length > 2 * MAXIMUM_SAMPLES) {
    next.times.splice(0, MAXIMUM_SAMPLES);
    next.values.splice(0, MAXIMUM_SAMPLES);
  }
  return next;
}

/** The state as if every datum had been evaluated when it came: all were NORMAL, so that the last decides the rest. */
function folded(state: EnvironmentState, quiet: Quiet, taken: Taken, convert: Convert): EnvironmentState {
  const { object, thresholds, lastTime } = quiet;
  const time = toTime(lastTime);
  const values = taken.values.map((value, index) => ({ value, time: toTime(taken.times[index] ?? lastTime) }));
  const next = withData(state, { datum: taken.datum, time }, values, convert);
  return evaluated({ convert, now: toTime(taken.now) }, next, object, thresholds, { isNew: false, time });
}

/** Undefined when the next datum has to be looked at as a whole whatever it is. */
function quietOf(
  state: EnvironmentState,
  object: StateObject,
  thresholds: readonly EnvironmentThreshold[],
  convert: Convert,
): Quiet | undefined {
  const { dataType, unit } = state.lastDatum;
  if (object.isShared === true) return undefined;
  const isSettled = state.thresholdLevels.every(
    ({ environmentLevel, pendingSince }) => environmentLevel === 'NORMAL' && pendingSince === undefined,
  );
  const isOnlyKind = Object.keys(state.readings).every((kind) => kind === dataType);
  if ((dataType !== 'VALUE' && dataType !== 'STATE') || !isSettled || !isOnlyKind) return undefined;
  const bounds = dataType === 'VALUE' ? boundsOf(thresholds, object, unit ?? '', convert) : { low: 0, high: 0 };
  if (bounds === undefined) return undefined;
  const { parameterType, parameterName } = state;
  return {
    stateId: state.id,
    parameterType,
    parameterName,
    dataType,
    unit,
    ...bounds,
    state: state.lastDatum.state,
    staleness: 1000 * Math.min(...thresholds.map(({ stalenessTime }) => stalenessTime ?? Infinity)),
    predicts: thresholds.some(({ failed, direction }) => failed !== undefined && direction !== undefined),
    object,
    thresholds,
    lastTime: Date.parse(state.lastMeasuredTime),
    isValid: true,
    taken: undefined,
  };
}

/** Part of a bound by which a value has to keep away from it, for what is lost when units are converted. */
const MARGIN = 1e-9;

/** Between which values every threshold says NORMAL; undefined when that cannot be told. */
function boundsOf(
  thresholds: readonly EnvironmentThreshold[],
  { characteristics }: StateObject,
  unit: string,
  convert: Convert,
): { low: number; high: number } | undefined {
  const bounds = { low: -Infinity, high: Infinity };
  for (const threshold of thresholds) {
    if (threshold.unit === undefined || threshold.direction === undefined) continue;
    const zero = convert(0, unit, threshold.unit);
    const one = convert(1, unit, threshold.unit);
    const offset = characteristicOf(threshold, characteristics);
    // A threshold in another dimension, such as a rate, does not look at values.
    if (zero === undefined || one === undefined) continue;
    if (offset === undefined || one <= zero) return undefined;
    for (const { thresholdValue } of [threshold.degraded ?? {}, threshold.failed ?? {}]) {
      if (thresholdValue === undefined) continue;
      const bound = (offset + thresholdValue - zero) / (one - zero);
      const margin = MARGIN * Math.max(1, Math.abs(bound));
      if (threshold.direction === 'RISING') bounds.high = Math.min(bounds.high, bound - margin);
      else bounds.low = Math.max(bounds.low, bound + margin);
    }
  }
  return bounds;
}
