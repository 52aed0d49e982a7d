/** The store, whose environment states are as the last readings left them, written or not. */
import type { Collection, Columns, Entities, PageQuery, Store, Tables } from '../store/store.ts';
import type { EnvironmentState } from './entities.ts';
import type { QuietReadings } from './context.ts';
import { tellingWrites } from './telling-writes.ts';

type States = Collection<Entities['environmentStates'], Columns['environmentStates']>;

/** Attributes that quiet readings change; for a filter on one of them the states are written first. */
const MOVING: readonly (keyof EnvironmentState)[] = ['lastDatum', 'lastMeasuredTime', 'trend', 'predictedFailureTime'];

export function withCurrentStates(store: Store, quiet: QuietReadings, writeAll: () => Promise<void>): Store {
  store.onCommit((changes) => {
    const isWritten = (name: keyof Entities) => (changes.get(name)?.size ?? 0) > 0;
    const isEveryThing = isWritten('environmentThresholds') || isWritten('resourceZones');
    quiet.commit({ computeHosts: changes.get('computeHosts') ?? [], isEveryThing });
  });
  const current = (states: States): States => ({
    ...states,
    async get(id) {
      const state = await states.get(id);
      return state === undefined ? undefined : quiet.fold(state);
    },
    async getStored(id) {
      const stored = await states.getStored(id);
      return stored === undefined ? undefined : { ...stored, entity: quiet.fold(stored.entity) };
    },
    getEach: async (ids) => (await states.getEach(ids)).map((state) => quiet.fold(state)),
    async find(where, { asWritten = false, ...options } = {}) {
      const found = await states.find(where, options);
      return asWritten ? found : found.map((state) => quiet.fold(state));
    },
    async page({ omit: _all, ...query }) {
      if (query.filter?.some(isMoving) === true) await writeAll();
      const { items, ...rest } = await states.page(query);
      return { ...rest, items: items.map((state) => quiet.fold(state)) };
    },
  });
  return {
    ...store,
    environmentStates: current(store.environmentStates),
    transaction: (work) =>
      store.transaction(async (tables: Tables) => {
        quiet.begin();
        try {
          return await work({ ...telling(tables, quiet), environmentStates: current(tables.environmentStates) });
        } catch (error) {
          quiet.begin();
          throw error;
        }
      }),
  };
}

/** The tables, telling of what is written that levels are evaluated by. */
function telling(tables: Tables, quiet: QuietReadings): Tables {
  const bearsOnAll = () => {
    quiet.changes();
  };
  return {
    ...tables,
    computeHosts: tellingWrites(tables.computeHosts, (host) => {
      quiet.changes(typeof host === 'string' ? host : host.id);
    }),
    resourceZones: tellingWrites(tables.resourceZones, bearsOnAll),
    environmentThresholds: tellingWrites(tables.environmentThresholds, bearsOnAll),
  };
}

export function isMoving({ path: [first] }: NonNullable<PageQuery<never>['filter']>[number]): boolean {
  return first?.kind === 'member' && MOVING.some((moving) => moving === first.name);
}
