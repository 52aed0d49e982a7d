/**
 * Readings that change nothing, where several processes share the store: what each keeps in mind alone (`quiet-readings.ts`) is in
 * rows there, which hold until anything that they were learnt by is written. Whoever reads a state gets it with what was taken
 * since.
 */
import { createHash } from 'node:crypto';
import type {
  Collection,
  Columns,
  Entities,
  LearntParameter,
  QuietParameterTable,
  QuietRow,
  Store,
  Tables,
  TakenParameter,
} from '../store/store.ts';
import { tableOf } from './batch.ts';
import { isAhead } from './clock.ts';
import type { QuietReadings } from './context.ts';
import {
  stateKeyOf,
  type ComputeHost,
  type EnvironmentData,
  type EnvironmentState,
  type EnvironmentThreshold,
  type StateObject,
} from './entities.ts';
import { isMoving } from './current-states.ts';
import { isLike, learntOf, type QuietKind } from './quiet-kind.ts';
import { folded, NOTHING_QUIET } from './quiet-readings.ts';
import { tellingWrites } from './telling-writes.ts';
import type { Convert } from './unit.ts';

export const keyIn = (state: EnvironmentState) => stateKeyOf(state.objectId, state);

/** Longer than any time between two times, ms; JSON has no infinity. */
const FOREVER = 8.64e15;

/** What a whole evaluation of a state left, as a row; undefined when its next datum has to be looked at as a whole. */
export function learntRowOf(
  state: EnvironmentState,
  object: StateObject,
  thresholds: readonly EnvironmentThreshold[],
  convert: Convert,
): LearntParameter | undefined {
  const learnt = learntOf(state, object, thresholds, convert);
  if (learnt === undefined) return undefined;
  const { computeHostId, resourceZoneId, characteristics } = object;
  const staleness = Math.min(learnt.kind.staleness, FOREVER);
  const kind = JSON.stringify({ ...learnt.kind, staleness });
  return {
    stateKey: keyIn(state),
    computeHostId,
    kindId: createHash('sha256').update(kind).digest('base64url'),
    kind,
    object: JSON.stringify({ computeHostId, resourceZoneId, characteristics }),
    staleness,
    lastTime: learnt.lastTime,
    ...learnt.bounds,
  };
}

/** The states as they are with what was taken of them. */
export async function foldedWith(
  convert: Convert,
  table: QuietParameterTable,
  states: readonly EnvironmentState[],
): Promise<EnvironmentState[]> {
  const taken = states.length === 0 ? [] : await table.taken(states.map(keyIn));
  if (taken.length === 0) return [...states];
  const kinds = await table.kinds(taken.map(({ kindId }) => kindId));
  const current = new Map(taken.map((one) => [one.state.id, foldedOne(one, kinds, convert)]));
  return states.map((state) => current.get(state.id) ?? state);
}

function foldedOne(
  { state, kindId, object, measuredAt, ...taken }: TakenParameter,
  kinds: ReadonlyMap<string, unknown>,
  convert: Convert,
): EnvironmentState {
  const kind = kinds.get(kindId) as QuietKind | undefined;
  if (kind === undefined) throw new Error(`quiet kind ${kindId} of environment state ${state.id} is not in the store`);
  return folded(state, { kind, measuredAt, object: JSON.parse(object) as StateObject }, taken, convert);
}

type States = Collection<Entities['environmentStates'], Columns['environmentStates']>;

export interface SharedStates {
  store: Store;
  /** What learns in the transaction of these tables. */
  quietOn: (tables: Tables) => QuietReadings;
}

/** The store, whose environment states are as the last readings left them, and what its transactions learn. */
export function withSharedStates(store: Store, convert: Convert): SharedStates {
  const learning = new WeakMap<QuietParameterTable, Learning>();
  return {
    quietOn: ({ quietParameters }) => (quietParameters && learning.get(quietParameters)?.quiet) ?? NOTHING_QUIET,
    store: {
      ...store,
      ...currentStates(store, convert, () => writeTaken(store, convert)),
      transaction: (work) =>
        store.transaction(async (tables) => {
          const { quietParameters } = tables;
          if (quietParameters === undefined) return work(tables);
          const own = createLearning(convert);
          learning.set(quietParameters, own);
          const current = currentStates(tables, convert, () => writeTaken(store, convert));
          const result = await work(own.telling({ ...tables, ...current }));
          await own.save(quietParameters);
          return result;
        }),
    },
  };
}

/** The states with what was taken of them; `writeAll` writes it. */
function currentStates(
  { environmentStates: states, quietParameters }: Tables,
  convert: Convert,
  writeAll: () => Promise<void>,
): Pick<Tables, 'environmentStates'> {
  if (quietParameters === undefined) return { environmentStates: states };
  const fold = (found: readonly EnvironmentState[]) => foldedWith(convert, quietParameters, found);
  const current: States = {
    ...states,
    async get(id) {
      const [state] = await fold(await states.getEach([id]));
      return state;
    },
    async getStored(id) {
      const stored = await states.getStored(id);
      if (stored === undefined) return undefined;
      const [entity = stored.entity] = await fold([stored.entity]);
      return { ...stored, entity };
    },
    getEach: async (ids) => fold(await states.getEach(ids)),
    find: async (where, options) => fold(await states.find(where, options)),
    async page({ omit: _all, ...query }) {
      if (query.filter?.some(isMoving) === true) await writeAll();
      const { items, ...rest } = await states.page(query);
      return { ...rest, items: await fold(items) };
    },
  };
  return { environmentStates: current };
}

/** What a transaction learns of the states that it writes, as long as it writes nothing after it that they are evaluated by. */
interface Learning {
  quiet: QuietReadings;
  telling: (tables: Tables) => Tables;
  save: (table: QuietParameterTable) => Promise<void>;
}

function createLearning(convert: Convert): Learning {
  /** By key; undefined where the next datum has to be looked at as a whole. */
  const learnt = new Map<string, LearntParameter | undefined>();
  let isBasisChanged = false;
  const voidAll = () => {
    isBasisChanged = true;
    for (const key of learnt.keys()) learnt.set(key, undefined);
  };
  const voidHost = (written: ComputeHost | string) => {
    const id = typeof written === 'string' ? written : written.id;
    for (const [key, row] of learnt) if (row?.computeHostId === id) learnt.set(key, undefined);
  };
  return {
    quiet: {
      ...NOTHING_QUIET,
      learn(state, object, thresholds) {
        learnt.set(keyIn(state), learntRowOf(state, object, thresholds, convert));
      },
    },
    telling: (tables) => ({
      ...tables,
      environmentStates: tellingWrites(tables.environmentStates, (written) => {
        if (typeof written !== 'string') learnt.set(keyIn(written), undefined);
      }),
      computeHosts: tellingWrites(tables.computeHosts, voidHost),
      environmentThresholds: tellingWrites(tables.environmentThresholds, voidAll),
      resourceZones: {
        ...tellingWrites(tables.resourceZones, voidAll),
        async update(zone) {
          const before = await tables.resourceZones.get(zone.zoneId);
          // Its level is none of what levels are evaluated by.
          if (before?.parentResourceZoneId !== zone.parentResourceZoneId) voidAll();
          await tables.resourceZones.update(zone);
        },
      },
    }),
    async save(table) {
      if (isBasisChanged) await table.changeBasis();
      // In the order in which batches lock them.
      if (learnt.size > 1) await table.lockEach([...learnt.keys()]);
      const rows = [...learnt.values()].filter((row) => row !== undefined);
      await table.learn(
        rows,
        [...learnt].flatMap(([key, row]) => (row === undefined ? [key] : [])),
      );
    },
  };
}

/** Whether a datum, measured at `time`, changes nothing by its row. `isAwaited`: a deadline may rest on its trend. */
export function isQuietBy(
  kind: QuietKind,
  { low, high, lastTime }: QuietRow,
  datum: EnvironmentData,
  { time, now, isAwaited }: { time: number; now: number; isAwaited: boolean },
): boolean {
  const { value } = datum;
  if (!isLike(kind, datum) || (value !== undefined && !(value > low && value < high))) return false;
  // What is older than what is known changes nothing.
  if (time < lastTime) return !isAhead(lastTime, now);
  return time + kind.staleness > now && !(kind.predicts && isAwaited);
}

/** States that are written in one transaction. */
const TOGETHER = 500;

/** Writes every state with what was taken of it up to now. */
async function writeTaken({ sharedIntake, quietParameters }: Store, convert: Convert): Promise<void> {
  const before = Date.now();
  for (;;) {
    const keys = (await quietParameters?.takenKeys(before, TOGETHER)) ?? [];
    if (keys.length === 0) return;
    await sharedIntake?.(async (batch) => {
      const locked = await batch.lockStates(keys);
      const table = tableOf(batch);
      await table.lockEach(keys);
      const current = await foldedWith(convert, table, locked);
      // What is the same was written by somebody else meanwhile.
      const changed = current.filter((state) => !locked.includes(state));
      await batch.updateStates(changed);
      await table.rewritten(changed.map(keyIn));
    });
  }
}
