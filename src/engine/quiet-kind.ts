/** By what the data of a parameter are quiet: what very many parameters have in common, and the bounds of one. */
import { isDeepStrictEqual } from 'node:util';
import type { EnvironmentData, EnvironmentState, EnvironmentThreshold, StateObject } from './entities.ts';
import { characteristicOf } from './rules/level.ts';
import type { Convert } from './unit.ts';

export interface QuietKind {
  parameterType: string;
  parameterName: string | undefined;
  dataType: 'VALUE' | 'STATE';
  unit: string | undefined;
  state: string | undefined;
  /** How many attributes the last datum had beside `measuredAt`; one with others is another kind of datum. */
  attributes: number;
  thresholds: readonly EnvironmentThreshold[];
  /** A failure may be predicted from its course. */
  predicts: boolean;
  /** Milliseconds after which a datum says nothing any more. */
  staleness: number;
}

/** What a whole evaluation of a state left. */
export interface Learnt {
  kind: QuietKind;
  /** A value strictly between them is NORMAL by every threshold; in the unit of the kind. */
  bounds: { low: number; high: number };
  /** When the last datum was measured, ms. */
  lastTime: number;
}

/** Attributes of other kinds of data. */
const FOREIGN = {
  VALUE: ['variation', 'state', 'code'],
  STATE: ['value', 'variation', 'unit', 'code'],
} as const;

/** Undefined when the next datum has to be looked at as a whole whatever it is. */
export function learntOf(
  state: EnvironmentState,
  object: StateObject,
  thresholds: readonly EnvironmentThreshold[],
  convert: Convert,
): Learnt | undefined {
  const { parameterType, parameterName, lastDatum } = state;
  const { dataType, unit } = lastDatum;
  // Its time to be evaluated has come, whatever is taken.
  if (state.undeterminedComputeHostIds !== undefined) return undefined;
  // Whatever is told of it next ends that.
  if (state.sourceLostTime !== undefined) return undefined;
  if (object.isShared === true) return undefined;
  const isSettled = state.thresholdLevels.every(
    ({ environmentLevel, pendingSince }) => environmentLevel === 'NORMAL' && pendingSince === undefined,
  );
  const isOnlyKind = Object.keys(state.readings).every((kind) => kind === dataType);
  if ((dataType !== 'VALUE' && dataType !== 'STATE') || !isSettled || !isOnlyKind) return undefined;
  if (FOREIGN[dataType].some((attribute) => lastDatum[attribute] !== undefined)) return undefined;
  const bounds = dataType === 'VALUE' ? boundsOf(thresholds, object, unit ?? '', convert) : { low: 0, high: 0 };
  if (bounds === undefined) return undefined;
  const kind: QuietKind = {
    parameterType,
    parameterName,
    dataType,
    unit,
    state: lastDatum.state,
    attributes: attributesOf(lastDatum),
    thresholds,
    predicts: thresholds.some(({ failed, direction }) => failed !== undefined && direction !== undefined),
    staleness: 1000 * Math.min(...thresholds.map(({ stalenessTime }) => stalenessTime ?? Infinity)),
  };
  return { kind, bounds, lastTime: Date.parse(state.lastMeasuredTime) };
}

/** Whether the datum differs from the last one by its value and time at most. */
export function isLike(kind: QuietKind, datum: EnvironmentData): boolean {
  if (kind.dataType !== datum.dataType || kind.attributes !== attributesOf(datum)) return false;
  if (datum.dataType === 'STATE') return datum.state === kind.state;
  return datum.value !== undefined && datum.unit === kind.unit;
}

/** Where the parameter is among the kinds; -1 when it is none of them. */
export function placeOf(
  kinds: readonly QuietKind[],
  { parameterType, parameterName }: { parameterType: string; parameterName?: string | undefined },
): number {
  for (let place = 0; place < kinds.length; place++)
    if (kinds[place]?.parameterName === parameterName && kinds[place]?.parameterType === parameterType) return place;
  return -1;
}

/** Equal kinds, and equal lists of them, are one and the same thing: what all look at is always at hand. */
export interface SharedKinds {
  one(kind: QuietKind): QuietKind;
  list(kinds: readonly QuietKind[]): readonly QuietKind[];
}

/** Of each are remembered at most so many; what is forgotten is equal to nothing else from then on, and that is all. */
const MAXIMUM_SHARED = 10_000;

export function createSharedKinds(): SharedKinds {
  const known = new Map<string, QuietKind>();
  const lists = new Map<string, readonly QuietKind[]>();
  const numbers = new WeakMap<QuietKind, number>();
  let count = 0;
  const numberOf = (kind: QuietKind): number => {
    const number = numbers.get(kind) ?? (count += 1);
    numbers.set(kind, number);
    return number;
  };
  return {
    one(kind) {
      const { thresholds, ...rest } = kind;
      const key = JSON.stringify([Object.values(rest), thresholds.map(({ id }) => id)]);
      const before = known.get(key);
      if (before !== undefined && isDeepStrictEqual(before, kind)) return before;
      remember(known, key, kind);
      return kind;
    },
    list(kinds) {
      const key = kinds.map(numberOf).join();
      const before = lists.get(key);
      if (before === undefined) remember(lists, key, kinds);
      return before ?? kinds;
    },
  };
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  if (known.size >= MAXIMUM_SHARED) known.clear();
  known.set(key, value);
}

/** Counted without a list of them, which would be made for every datum. */
function attributesOf(datum: EnvironmentData): number {
  let count = datum.measuredAt === undefined ? 0 : -1;
  for (const name in datum) if (Object.hasOwn(datum, name)) count += 1;
  return count;
}

/** Part of a bound by which a value has to keep away from it, for what is lost when units are converted. */
const MARGIN = 1e-9;

/** Between which values every threshold says NORMAL; undefined when that cannot be told. */
function boundsOf(
  thresholds: readonly EnvironmentThreshold[],
  { characteristics }: StateObject,
  unit: string,
  convert: Convert,
): Learnt['bounds'] | undefined {
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
