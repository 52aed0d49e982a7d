/**
 * What the next datum of each parameter is held against. There may be a million of them, and whatever of one is touched is in no
 * cache: so it is in as few places as can be, the kinds that very many parameters share and one row of numbers.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  MAXIMUM_SAMPLES,
  readStateKey,
  toTime,
  type EnvironmentData,
  type EnvironmentState,
  type Sample,
  type StateObject,
  type TakenReading,
} from './entities.ts';
import { isAhead } from './clock.ts';
import { createNumberRows, type NumberRows } from './number-rows.ts';
import { createSharedKinds, isLike, placeOf, type Learnt, type QuietKind } from './quiet-kind.ts';
import { readObjectId } from './topology.ts';

/** A server or zone. */
interface QuietObject {
  /** Of each of its parameters. */
  kinds: readonly QuietKind[];
  rows: readonly number[];
  /** As of when; what it was learnt by may have changed since. */
  generation: number;
}

/** What belongs to a row of numbers and is seldom looked at. */
interface Parameter {
  stateId: string;
  object: StateObject;
  /** Of the last datum that was taken and is not in the state yet. */
  measuredAt: string | undefined;
}

/** A parameter as it is found for its state. */
export interface QuietParameter extends Parameter {
  row: number;
  kind: QuietKind;
  /** Its next datum may be quiet. */
  isValid: boolean;
  /** Something was taken that is not in the state yet. */
  isTaken: boolean;
}

/** What was taken and is not in the state; times are in milliseconds. */
export interface Taken {
  /** When the last datum was measured, and when it was taken. */
  last: number;
  taken: number;
  /** The last of them, oldest first. */
  samples: Sample[];
}

/**
 * The numbers of a parameter. VALID is 0 from when the state was evaluated anew, until that is committed; CALM as in the object.
 * Times are in milliseconds; TAKEN is when the last datum was taken, 0 when the state has it. MEASURED: it said when itself.
 */
const [LOW, HIGH, LAST, TAKEN, VALID, CALM, MEASURED, COUNT, SAMPLES] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
/** Time and value of each of the last samples; COUNT says how many were put there, one after another and round again. */
const WIDTH = SAMPLES + 2 * MAXIMUM_SAMPLES;

export function createQuietParameters() {
  const [hosts, zones] = [new Map<string, QuietObject>(), new Map<string, QuietObject>()];
  const numbers = createNumberRows(WIDTH);
  const parameters: Parameter[] = [];
  const kinds = createSharedKinds();
  let generation = 0;

  const objectOf = ({ computeHostId, resourceZoneId }: Place) =>
    computeHostId === undefined ? zones.get(resourceZoneId ?? '') : hosts.get(computeHostId);
  const keepMeasuredAt = (row: number, measuredAt: string | undefined) => {
    const parameter = parameters[row];
    if (parameter === undefined) return;
    parameter.measuredAt = measuredAt;
    numbers.set(row, MEASURED, Number(measuredAt !== undefined));
  };
  return {
    /** As `QuietReadings` has it. */
    take(datum: EnvironmentData, time: number, now: number, isAnythingEvacuated?: boolean): boolean | undefined {
      const object = objectOf(datum);
      if (object?.generation !== generation) return false;
      const place = placeOf(object.kinds, datum);
      const kind = at(object.kinds, place);
      const row = at(object.rows, place);
      if (kind === undefined || row === undefined || numbers.get(row, VALID) === 0) return false;
      if (!isLike(kind, datum) || !isWithinBounds(numbers, row, datum)) return false;
      // What is older than what is known changes nothing.
      if (time < numbers.get(row, LAST)) return !isAhead(numbers.get(row, LAST), now);
      if (time + kind.staleness <= now) return false;
      if (kind.predicts && isAnythingEvacuated !== false && numbers.get(row, CALM) === 0)
        return isAnythingEvacuated === undefined ? undefined : false;
      numbers.set(row, LAST, time);
      numbers.set(row, TAKEN, now);
      if (datum.value !== undefined) putSample(numbers, row, time, datum.value);
      if (datum.measuredAt !== undefined || numbers.get(row, MEASURED) !== 0) keepMeasuredAt(row, datum.measuredAt);
      return true;
    },
    find(state: EnvironmentState): QuietParameter | undefined {
      const object = objectOf(state);
      if (object === undefined) return undefined;
      const place = placeOf(object.kinds, state);
      const [kind, row = -1] = [at(object.kinds, place), at(object.rows, place)];
      const parameter = at(parameters, row);
      if (kind === undefined || parameter?.stateId !== state.id) return undefined;
      const isValid = object.generation === generation && numbers.get(row, VALID) !== 0;
      return { row, kind, isValid, isTaken: numbers.get(row, TAKEN) !== 0, ...parameter };
    },
    enter(stateId: string, { kind, bounds, lastTime }: Learnt, learntOf: StateObject): void {
      const { computeHostId, resourceZoneId } = learntOf;
      const objects = computeHostId === undefined ? zones : hosts;
      const id = computeHostId ?? resourceZoneId ?? '';
      const known = objects.get(id) ?? { kinds: [], rows: [], generation };
      // Of an object that changed meanwhile the others are not what they were; what was taken of them stays.
      if (known.generation !== generation) for (const other of known.rows) numbers.set(other, VALID, 0);
      const place = placeOf(known.kinds, kind);
      const row = at(known.rows, place) ?? numbers.add();
      const others = known.rows.flatMap((other) => (other === row ? [] : (parameters[other]?.object ?? [])));
      const object = others.find((other) => isDeepStrictEqual(other, learntOf)) ?? learntOf;
      parameters[row] = { stateId, object, measuredAt: undefined };
      const values = [bounds.low, bounds.high, lastTime, 0, 1, Number(object.isCalm === true), 0, 0];
      for (const [column, value] of values.entries()) numbers.set(row, column, value);
      const shared = kinds.one(kind);
      objects.set(id, {
        kinds: kinds.list(place === -1 ? [...known.kinds, shared] : known.kinds.with(place, shared)),
        rows: place === -1 ? [...known.rows, row] : known.rows,
        generation,
      });
    },
    takenOf({ row }: QuietParameter): Taken {
      return {
        last: numbers.get(row, LAST),
        taken: numbers.get(row, TAKEN),
        samples: samplesOf(seriesIn(numbers, row)),
      };
    },
    /** Its next datum is not quiet. */
    makeVoid(row: number): void {
      numbers.set(row, VALID, 0);
    },
    /** What was taken is in the state, or makes no difference any more. */
    forget(row: number): void {
      numbers.set(row, TAKEN, 0);
      numbers.set(row, COUNT, 0);
    },
    /** What is known of the server, or of everything, was learnt by what has changed since. */
    age(computeHostId?: string): void {
      const object = computeHostId === undefined ? undefined : hosts.get(computeHostId);
      if (computeHostId === undefined) generation += 1;
      else if (object !== undefined) object.generation = -1;
    },
    ...knownBy(numbers, objectOf, ({ generation: learnt }) => learnt === generation),
    ...takenBy(parameters, numbers),
  };
}

type Place = Pick<StateObject, 'computeHostId' | 'resourceZoneId'>;

/** What is known of single parameters, as `QuietReadings` has it. */
function knownBy(
  numbers: NumberRows,
  objectOf: (place: Place) => QuietObject | undefined,
  isCurrent: (object: QuietObject) => boolean,
) {
  return {
    silentFrom(stateKey: string): number | undefined {
      const { objectId, ...named } = readStateKey(stateKey);
      const object = objectOf(readObjectId(objectId));
      if (object === undefined || !isCurrent(object)) return undefined;
      const place = placeOf(object.kinds, named);
      const [kind, row] = [at(object.kinds, place), at(object.rows, place)];
      if (kind === undefined || row === undefined || numbers.get(row, VALID) === 0) return undefined;
      return kind.staleness === Infinity ? undefined : numbers.get(row, LAST) + kind.staleness;
    },
  };
}

/** What is in no state yet, as `QuietReadings` has it. */
function takenBy(parameters: readonly Parameter[], numbers: NumberRows) {
  const isTaken = (row: number) => numbers.get(row, TAKEN) !== 0;
  return {
    count: () => parameters.length,
    stateIds: (): string[] => parameters.flatMap(({ stateId }, row) => (isTaken(row) ? stateId : [])),
    takenIn: (from: number, to: number): TakenReading[] =>
      parameters.slice(from, to).flatMap(({ stateId, measuredAt }, index) => {
        const row = from + index;
        if (!isTaken(row)) return [];
        return { environmentStateId: stateId, measuredAt, last: numbers.get(row, LAST), ...seriesIn(numbers, row) };
      }),
  };
}

/** Nothing at -1; an array that was once asked for that is slow to look into ever after. */
function at<Value>(values: readonly Value[], place: number): Value | undefined {
  return place === -1 ? undefined : values[place];
}

function isWithinBounds(numbers: NumberRows, row: number, { value }: EnvironmentData): boolean {
  return value === undefined || (value > numbers.get(row, LOW) && value < numbers.get(row, HIGH));
}

export function samplesOf({ times, values }: Pick<TakenReading, 'times' | 'values'>): Sample[] {
  return values.map((value, index) => ({ time: toTime(times[index] ?? NaN), value }));
}

function putSample(numbers: NumberRows, row: number, time: number, value: number): void {
  const count = numbers.get(row, COUNT);
  const place = SAMPLES + 2 * (count % MAXIMUM_SAMPLES);
  numbers.set(row, place, time);
  numbers.set(row, place + 1, value);
  numbers.set(row, COUNT, count + 1);
}

function seriesIn(numbers: NumberRows, row: number): Pick<TakenReading, 'times' | 'values'> {
  const count = numbers.get(row, COUNT);
  const [times, values]: [number[], number[]] = [[], []];
  for (let index = Math.max(0, count - MAXIMUM_SAMPLES); index < count; index++) {
    const place = SAMPLES + 2 * (index % MAXIMUM_SAMPLES);
    times.push(numbers.get(row, place));
    values.push(numbers.get(row, place + 1));
  }
  return { times, values };
}
