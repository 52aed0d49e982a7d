/**
 * Readings that change nothing. Nearly every datum says that all is well still: by every threshold the level stays NORMAL, no
 * dwell time begins, and no deadline rests on it. Whether it is such a one is told here in a fraction of a microsecond, by what
 * the last whole evaluation of the state left; its notification is durable like any other. What was taken so is folded into the
 * state whenever anybody looks at it (R7, R8). Only where no other process changes the states: else nothing is quiet.
 */
import type { QuietReadings } from './context.ts';
import { compact, toTime, type EnvironmentData, type EnvironmentState, type StateObject } from './entities.ts';
import { evaluated, withData } from './environment-state.ts';
import { learntOf, type Learnt } from './quiet-kind.ts';
import { createQuietParameters, type QuietParameter, type Taken } from './quiet-parameters.ts';
import type { Convert } from './unit.ts';

export const NOTHING_QUIET: QuietReadings = {
  learns: false,
  take: () => false,
  learn: () => undefined,
  waits: () => undefined,
  fold: (state) => state,
  writes: () => false,
  changes: () => undefined,
  silentFrom: () => undefined,
  count: () => 0,
  stateIds: () => [],
  takenIn: () => [],
  begin: () => undefined,
  commit: () => undefined,
};

/** What the transaction under way learnt of a state; nothing where its next datum has to be looked at as a whole. */
interface Staged {
  object: StateObject;
  /** Where it was before. */
  row: number | undefined;
  learnt: Learnt | undefined;
}

export function createQuietReadings(convert: Convert): QuietReadings {
  const parameters = createQuietParameters();
  const staged = new Map<string, Staged>();
  const stagedWritten = new Set<number>();
  const begin = () => {
    staged.clear();
    stagedWritten.clear();
  };
  return {
    learns: true,
    take: (datum, time, now, isAnythingEvacuated) => parameters.take(datum, time, now, isAnythingEvacuated),
    silentFrom: (stateKey) => parameters.silentFrom(stateKey),
    count: () => parameters.count(),
    stateIds: () => parameters.stateIds(),
    takenIn: (from, to) => parameters.takenIn(from, to),
    learn(state, object, thresholds) {
      const row = parameters.find(state)?.row;
      if (row !== undefined) parameters.makeVoid(row);
      staged.set(state.id, { object, row, learnt: learntOf(state, object, thresholds, convert) });
    },
    changes(computeHostId) {
      for (const one of staged.values())
        if (computeHostId === undefined || one.object.computeHostId === computeHostId) one.learnt = undefined;
    },
    waits(state) {
      const one = staged.get(state.id);
      if (one !== undefined) one.learnt = undefined;
      const row = parameters.find(state)?.row;
      if (row !== undefined) parameters.makeVoid(row);
    },
    fold(state) {
      const parameter = staged.has(state.id) ? undefined : parameters.find(state);
      if (parameter?.isTaken !== true || stagedWritten.has(parameter.row)) return state;
      return folded(state, parameter, parameters.takenOf(parameter), convert);
    },
    writes(state) {
      const parameter = parameters.find(state);
      const isCurrent = parameter?.isTaken === true && parameter.isValid;
      if (isCurrent) stagedWritten.add(parameter.row);
      return isCurrent;
    },
    begin,
    commit({ computeHosts, isEveryThing }) {
      for (const id of computeHosts) parameters.age(id);
      if (isEveryThing) parameters.age();
      for (const row of stagedWritten) parameters.forget(row);
      for (const [stateId, { object, row, learnt }] of staged) {
        if (row !== undefined) parameters.forget(row);
        if (learnt !== undefined) parameters.enter(stateId, learnt, object);
      }
      begin();
    },
  };
}

/** The datum with the attributes of the one before, as one that is quiet has. */
function takenDatum(
  { value: _before, measuredAt: _then, ...same }: EnvironmentData,
  measuredAt: string | undefined,
  value: number | undefined,
): EnvironmentData {
  return compact({ value, measuredAt, ...same });
}

/** The state as if every datum had been evaluated when it came: all were NORMAL, so that the last decides the rest. */
export function folded(
  state: EnvironmentState,
  { kind, object, measuredAt }: Pick<QuietParameter, 'kind' | 'object' | 'measuredAt'>,
  { last, taken, samples }: Taken,
  convert: Convert,
): EnvironmentState {
  const toldTime = toTime(taken);
  const next = { ...withTaken(state, { measuredAt, last, samples }, convert), toldTime };
  return evaluated({ convert, now: toldTime }, next, object, kind.thresholds, {
    isNew: false,
    time: toTime(last),
  });
}

/** The state with what was taken, not evaluated yet. */
export function withTaken(
  state: EnvironmentState,
  { measuredAt, last, samples }: Pick<Taken, 'last' | 'samples'> & { measuredAt: string | undefined },
  convert: Convert,
): EnvironmentState {
  const datum = takenDatum(state.lastDatum, measuredAt, samples.at(-1)?.value);
  return withData(state, { datum, time: toTime(last) }, samples, convert);
}
