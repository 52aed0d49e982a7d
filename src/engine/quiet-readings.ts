/**
 * Readings that change nothing. Nearly every datum says that all is well still: by every threshold the level stays NORMAL, no
 * dwell time begins, and no deadline rests on it. Whether it is such a one is told here in a fraction of a microsecond, by what
 * the last whole evaluation of the state left; its notification is durable like any other. What was taken so is folded into the
 * state whenever anybody looks at it (R7, R8). Only where no other process changes the states: else nothing is quiet.
 */
import { isDeepStrictEqual } from 'node:util';
import type { QuietReadings } from './context.ts';
import {
  compact,
  toTime,
  type EnvironmentData,
  type EnvironmentState,
  type EnvironmentThreshold,
  type Sample,
  type StateObject,
} from './entities.ts';
import { evaluated, withData } from './environment-state.ts';
import { characteristicOf } from './rules/level.ts';
import { createNumberRows, type NumberRows } from './number-rows.ts';
import { MAXIMUM_SAMPLES } from './rules/trend.ts';
import type { Convert } from './unit.ts';

/** By what the data of one parameter are quiet, as a whole evaluation left it. */
interface Learnt {
  stateId: string;
  parameterType: string;
  parameterName: string | undefined;
  dataType: 'VALUE' | 'STATE';
  unit: string | undefined;
  state: string | undefined;
  /** How many attributes the last datum had beside `measuredAt`; one with others is another kind of datum. */
  attributes: number;
  /** A failure may be predicted from its course. */
  predicts: boolean;
  object: StateObject;
  thresholds: readonly EnvironmentThreshold[];
  /** A value strictly between them is NORMAL by every threshold; in `unit`. */
  bounds: { low: number; high: number };
  /** Milliseconds after which a datum says nothing any more. */
  staleness: number;
  lastTime: number;
}

/** The same for as long as nothing is evaluated anew; the numbers of it are in a row of their own. */
interface Quiet extends Omit<Learnt, 'bounds' | 'staleness' | 'lastTime'> {
  row: number;
  /** False from when the state was evaluated anew, until that is committed. */
  isValid: boolean;
  /** Of the last datum that was taken and is not in the state yet. */
  measuredAt: string | undefined;
}

/** The numbers of a `Quiet`. Times are in milliseconds; TAKEN is when the last datum was taken, 0 when the state has it. */
const [LOW, HIGH, STALENESS, LAST, TAKEN, COUNT, SAMPLES] = [0, 1, 2, 3, 4, 5, 6];
/** Time and value of each of the last samples; COUNT says how many were put there, one after another and round again. */
const WIDTH = SAMPLES + 2 * MAXIMUM_SAMPLES;

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
  writes: () => false,
  changes: () => undefined,
  unwritten: () => [],
  begin: () => undefined,
  commit: () => undefined,
};

export function createQuietReadings(convert: Convert): QuietReadings {
  const hosts = new Map<string, QuietObject>();
  const zones = new Map<string, QuietObject>();
  /** By state: those with something taken, the longest waiting first. */
  const unwritten = new Map<string, Quiet>();
  const staged = new Map<string, Learnt | undefined>();
  const stagedWritten = new Set<string>();
  const numbers = createNumberRows(WIDTH);
  let generation = 0;

  const objectOf = ({ computeHostId, resourceZoneId }: Pick<StateObject, 'computeHostId' | 'resourceZoneId'>) =>
    computeHostId === undefined ? zones.get(resourceZoneId ?? '') : hosts.get(computeHostId);
  const find = (state: EnvironmentState): Quiet | undefined =>
    objectOf(state)?.quiets.find(({ stateId }) => stateId === state.id);
  const enter = (learnt: Learnt) => {
    const { computeHostId, resourceZoneId } = learnt.object;
    const objects = computeHostId === undefined ? zones : hosts;
    const id = computeHostId ?? resourceZoneId ?? '';
    const known = objects.get(id);
    // Of an object that changed meanwhile the others are not what they were; what was taken of them stays.
    if (known !== undefined && known.generation !== generation) for (const other of known.quiets) other.isValid = false;
    const before = known?.quiets.find(({ stateId }) => stateId === learnt.stateId);
    const others = (known?.quiets ?? []).filter((quiet) => quiet !== before);
    const object = others.find((quiet) => isDeepStrictEqual(quiet.object, learnt.object))?.object ?? learnt.object;
    const row = before?.row ?? numbers.add();
    setNumbers(numbers, row, learnt);
    const quiet = quietFrom(learnt, object, row);
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
      if (quiet?.isValid !== true || !isLike(quiet, datum) || !isWithinBounds(numbers, quiet, datum)) return false;
      const { row } = quiet;
      // What is older than what is known changes nothing.
      if (time < numbers.get(row, LAST)) return true;
      if (time + numbers.get(row, STALENESS) <= now) return false;
      if (quiet.predicts && quiet.object.isCalm !== true && isAnythingEvacuated !== false)
        return isAnythingEvacuated === undefined ? undefined : false;
      if (numbers.get(row, TAKEN) === 0) unwritten.set(quiet.stateId, quiet);
      numbers.set(row, LAST, time);
      numbers.set(row, TAKEN, now);
      quiet.measuredAt = datum.measuredAt;
      if (datum.value !== undefined) putSample(numbers, row, { time, value: datum.value });
      return true;
    },
    learn(state, object, thresholds) {
      const known = find(state);
      if (known !== undefined) known.isValid = false;
      staged.set(state.id, quietOf(state, object, thresholds, convert));
    },
    changes: (computeHostId) => {
      makeVoid(staged, computeHostId);
    },
    fold(state) {
      if (staged.has(state.id) || stagedWritten.has(state.id)) return state;
      const quiet = unwritten.get(state.id);
      return quiet === undefined ? state : folded(state, quiet, numbers, convert);
    },
    writes(state) {
      const object = objectOf(state);
      const isCurrent = object?.generation === generation && unwritten.get(state.id)?.isValid === true;
      if (isCurrent) stagedWritten.add(state.id);
      return isCurrent;
    },
    unwritten: (limit) => [...unwritten.keys()].slice(0, limit),
    begin() {
      staged.clear();
      stagedWritten.clear();
    },
    commit({ computeHosts, isEveryThing }) {
      for (const id of computeHosts) {
        const object = hosts.get(id);
        if (object !== undefined) object.generation = -1;
      }
      if (isEveryThing) generation += 1;
      for (const stateId of stagedWritten) forget(unwritten, stateId, numbers);
      stagedWritten.clear();
      for (const [stateId, quiet] of staged) {
        unwritten.delete(stateId);
        if (quiet !== undefined) enter(quiet);
      }
      staged.clear();
    },
  };
}

/** Nothing of these holds that was learnt in the transaction under way. */
function makeVoid(staged: Map<string, Learnt | undefined>, computeHostId: string | undefined): void {
  for (const [stateId, learnt] of staged)
    if (computeHostId === undefined || learnt?.object.computeHostId === computeHostId) staged.set(stateId, undefined);
}

/** What was taken is written. */
function forget(unwritten: Map<string, Quiet>, stateId: string, numbers: NumberRows): void {
  const quiet = unwritten.get(stateId);
  if (quiet !== undefined) for (const column of [TAKEN, COUNT]) numbers.set(quiet.row, column, 0);
  unwritten.delete(stateId);
}

/** Written out: made by spreading it would be several times as large. */
function quietFrom(learnt: Learnt, object: StateObject, row: number): Quiet {
  const { stateId, parameterType, parameterName, dataType, unit, state, attributes, predicts, thresholds } = learnt;
  return {
    stateId,
    parameterType,
    parameterName,
    dataType,
    unit,
    state,
    attributes,
    predicts,
    object,
    thresholds,
    row,
    isValid: true,
    measuredAt: undefined,
  };
}

/** Whether the datum differs from the last one by its value and time at most. */
function isLike(quiet: Quiet, datum: EnvironmentData): boolean {
  if (quiet.dataType !== datum.dataType || quiet.attributes !== attributesOf(datum)) return false;
  if (datum.dataType === 'STATE') return datum.state === quiet.state;
  return datum.value !== undefined && datum.unit === quiet.unit;
}

/** In the order of the columns; nothing was taken yet. */
function setNumbers(numbers: NumberRows, row: number, { bounds: { low, high }, staleness, lastTime }: Learnt): void {
  for (const [column, number] of [low, high, staleness, lastTime, 0, 0].entries()) numbers.set(row, column, number);
}

function isWithinBounds(numbers: NumberRows, { row }: Quiet, { value }: EnvironmentData): boolean {
  return value === undefined || (value > numbers.get(row, LOW) && value < numbers.get(row, HIGH));
}

function putSample(numbers: NumberRows, row: number, { time, value }: { time: number; value: number }): void {
  const count = numbers.get(row, COUNT);
  const place = SAMPLES + 2 * (count % MAXIMUM_SAMPLES);
  numbers.set(row, place, time);
  numbers.set(row, place + 1, value);
  numbers.set(row, COUNT, count + 1);
}

/** The last of those that were put, oldest first. */
function samplesIn(numbers: NumberRows, row: number): Sample[] {
  const count = numbers.get(row, COUNT);
  const length = Math.min(count, MAXIMUM_SAMPLES);
  return Array.from({ length }, (_, index) => {
    const place = SAMPLES + 2 * ((count - length + index) % MAXIMUM_SAMPLES);
    return { time: toTime(numbers.get(row, place)), value: numbers.get(row, place + 1) };
  });
}

/** The datum with the attributes of the one before, as one that is quiet has. */
function takenDatum({ value: _before, measuredAt: _then, ...same }: EnvironmentData, quiet: Quiet, value?: number) {
  const { measuredAt } = quiet;
  return compact({ ...same, value, measuredAt });
}

/** The state as if every datum had been evaluated when it came: all were NORMAL, so that the last decides the rest. */
function folded(state: EnvironmentState, quiet: Quiet, numbers: NumberRows, convert: Convert): EnvironmentState {
  const { object, thresholds, row } = quiet;
  const time = toTime(numbers.get(row, LAST));
  const now = toTime(numbers.get(row, TAKEN));
  const samples = samplesIn(numbers, row);
  const datum = takenDatum(state.lastDatum, quiet, samples.at(-1)?.value);
  const next = withData(state, { datum, time }, samples, convert);
  return evaluated({ convert, now }, next, object, thresholds, { isNew: false, time });
}

/** Attributes of other kinds of data. */
const FOREIGN = {
  VALUE: ['variation', 'state', 'code'],
  STATE: ['value', 'variation', 'unit', 'code'],
} as const;

/** Undefined when the next datum has to be looked at as a whole whatever it is. */
function quietOf(
  state: EnvironmentState,
  object: StateObject,
  thresholds: readonly EnvironmentThreshold[],
  convert: Convert,
): Learnt | undefined {
  const { dataType, unit } = state.lastDatum;
  if (object.isShared === true) return undefined;
  const isSettled = state.thresholdLevels.every(
    ({ environmentLevel, pendingSince }) => environmentLevel === 'NORMAL' && pendingSince === undefined,
  );
  const isOnlyKind = Object.keys(state.readings).every((kind) => kind === dataType);
  if ((dataType !== 'VALUE' && dataType !== 'STATE') || !isSettled || !isOnlyKind) return undefined;
  if (FOREIGN[dataType].some((attribute) => state.lastDatum[attribute] !== undefined)) return undefined;
  const bounds = dataType === 'VALUE' ? boundsOf(thresholds, object, unit ?? '', convert) : { low: 0, high: 0 };
  if (bounds === undefined) return undefined;
  const { parameterType, parameterName } = state;
  return {
    stateId: state.id,
    parameterType: shared(parameterType),
    parameterName: shared(parameterName),
    dataType,
    unit: shared(unit),
    bounds,
    state: shared(state.lastDatum.state),
    attributes: attributesOf(state.lastDatum),
    staleness: 1000 * Math.min(...thresholds.map(({ stalenessTime }) => stalenessTime ?? Infinity)),
    predicts: thresholds.some(({ failed, direction }) => failed !== undefined && direction !== undefined),
    object,
    thresholds,
    lastTime: Date.parse(state.lastMeasuredTime),
  };
}

/** The same few words come with very many states, each time as another copy. */
const words = new Map<string, string>();
function shared<Word extends string | undefined>(word: Word): Word {
  if (word === undefined) return word;
  const known = words.get(word);
  if (known !== undefined) return known as Word;
  words.set(word, word);
  return word;
}

function attributesOf(datum: EnvironmentData): number {
  return Object.keys(datum).length - (datum.measuredAt === undefined ? 0 : 1);
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
