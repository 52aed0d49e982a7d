/**
 * What a process that was killed had in mind: readings that changed nothing. They are in mind again as soon as the next one
 * starts, as they were written beside the states or came since; whoever reads a state gets it with them, until the states have
 * them all.
 */
import { isAhead } from './clock.ts';
import {
  MAXIMUM_SAMPLES,
  stateKeyOf,
  type EnvironmentData,
  type EnvironmentState,
  type TakenReading,
} from './entities.ts';
import { samplesOf } from './quiet-parameters.ts';
import { withTaken } from './quiet-readings.ts';
import type { Convert } from './unit.ts';

/** Of one parameter. */
type Left = Omit<TakenReading, 'environmentStateId'>;

export interface LeftReadings {
  /** What was written beside the state; not by a clock that was set back since. */
  put(stateKey: string, left: Left): void;
  /** A datum that came later, measured at `time`, ms. One that is older or just as old is known. */
  add(stateKey: string, datum: Pick<EnvironmentData, 'value' | 'measuredAt'>, time: number): void;
  /** The state with what it lacks, not evaluated by it. */
  fold(state: EnvironmentState): EnvironmentState;
  /** Of what is in mind. */
  stateKeys(): string[];
  isEmpty(): boolean;
  /** The states have it. */
  clear(): void;
}

export function createLeftReadings(convert: Convert): LeftReadings {
  const left = new Map<string, Left>();
  return {
    put(stateKey, one) {
      if (isAhead(one.last, Date.now())) return;
      left.set(stateKey, one);
    },
    add(stateKey, { value, measuredAt }, time) {
      const one: Left = left.get(stateKey) ?? { last: -Infinity, values: [], times: [] };
      if (time <= one.last || isAhead(time, Date.now())) return;
      left.set(stateKey, one);
      one.last = time;
      one.measuredAt = measuredAt;
      if (value === undefined) return;
      one.times.push(time);
      one.values.push(value);
      if (one.times.length > MAXIMUM_SAMPLES) for (const series of [one.times, one.values]) series.shift();
    },
    fold(state) {
      const one = left.size === 0 ? undefined : left.get(stateKeyOf(state.objectId, state));
      if (one === undefined || one.last <= Date.parse(state.lastMeasuredTime)) return state;
      const samples = samplesOf(one).filter(({ time }) => time > state.lastMeasuredTime);
      return withTaken(state, { last: one.last, measuredAt: one.measuredAt, samples }, convert);
    },
    stateKeys: () => [...left.keys()],
    isEmpty: () => left.size === 0,
    clear() {
      left.clear();
    },
  };
}
