/** Small collections that are asked for all the time, kept in memory as long as no other process can change them. */
import type { Collection, Store, Tables } from './store.ts';

const REMEMBERED = ['resourceZones', 'environmentThresholds', 'subscriptions'] as const;
type Remembered = (typeof REMEMBERED)[number];
/** Questions that are remembered of each at most. */
const MAXIMUM_QUESTIONS = 1000;

/**
 * A store of this process alone, with reads of these collections from memory. What is given out is shared: nobody changes it. A
 * transaction that writes one of them has a memory of its own from then on. Where others share the store a transaction knows what
 * it asked anyway (`unit-of-work.ts`).
 */
export function withRemembered(store: Store): Store {
  if (!store.exclusive) return store;
  const memory = nothingKnown();
  store.onCommit((changes) => {
    for (const name of REMEMBERED) if ((changes.get(name)?.size ?? 0) > 0) memory[name].clear();
  });
  return {
    ...store,
    resourceZones: { ...store.resourceZones, find: over(store, memory).resourceZones.find },
    environmentThresholds: { ...store.environmentThresholds, find: over(store, memory).environmentThresholds.find },
    subscriptions: { ...store.subscriptions, find: over(store, memory).subscriptions.find },
    transaction: (work) => store.transaction((tables) => work(over(tables, memory))),
  };
}

const nothingKnown = (): Record<Remembered, Memory> => ({
  resourceZones: new Map(),
  environmentThresholds: new Map(),
  subscriptions: new Map(),
});

function over(tables: Tables, memory: Record<Remembered, Memory>): Tables {
  return {
    ...tables,
    resourceZones: remember(tables.resourceZones, memory.resourceZones),
    environmentThresholds: remember(tables.environmentThresholds, memory.environmentThresholds),
    subscriptions: remember(tables.subscriptions, memory.subscriptions),
  };
}

/** What a collection answered, by the question. */
type Memory = Map<string, Promise<unknown[]>>;

function remember<Entity, Column extends string>(
  collection: Collection<Entity, Column>,
  memory: Memory,
): Collection<Entity, Column> {
  let current = memory;
  const writing =
    <Parameters extends unknown[], Result>(write: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters) => {
      current = new Map();
      const result = await write(...parameters);
      // What was asked while it was being written may be either.
      current = new Map();
      return result;
    };
  return {
    ...collection,
    find(where, options = {}) {
      const asked = current;
      const question = JSON.stringify([where, options]);
      const known = asked.get(question) as Promise<Entity[]> | undefined;
      if (known !== undefined) return known;
      const answer = collection.find(where, options);
      if (asked.size < MAXIMUM_QUESTIONS) {
        asked.set(question, answer);
        answer.catch(() => asked.delete(question));
      }
      return answer;
    },
    insert: writing(collection.insert),
    insertIfAbsent: writing(collection.insertIfAbsent),
    update: writing(collection.update),
    delete: writing(collection.delete),
  };
}
