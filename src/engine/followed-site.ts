/**
 * The site kept in memory, so that a placement does not read it: it follows what transactions write, also those under way, and
 * takes back what one did not commit. Where other processes write the store too, it also follows what they tell of; there a
 * placement may rest on what has just changed, as it may anyway by the time it arrives, and is looked at again. Whatever is
 * ordered rests on what is read in its transaction.
 */
import type { Collection, Condition, Store, Tables } from '../store/store.ts';
import { readSite, type Site, type SiteCollection } from './site.ts';

export interface FollowedSite {
  store: Store;
  /** The site as the transaction of these tables sees it. */
  siteOf: (tables: Tables) => Promise<Site>;
  /** The site where it is known without being read. */
  keptSite: () => Site | undefined;
}

export function followSite(store: Store): FollowedSite {
  return store.exclusive ? followAlone(store) : followAmongOthers(store);
}

/** A site with what has to be taken back if the transaction under way is not committed. */
interface Followed {
  site?: Site;
  undo: (() => void)[];
  /** It was read in the transaction under way. */
  isFresh: boolean;
}

/** No other process writes the store, and there is one transaction at a time: servers, too, are as the site has them. */
function followAlone(store: Store): FollowedSite {
  const kept: Followed = { undo: [], isFresh: false };
  store.onCommit(() => {
    kept.undo = [];
    kept.isFresh = false;
  });
  const transaction: Store['transaction'] = (work) =>
    store.transaction(async (tables) => {
      takeBack(kept);
      const own = following(tables, (name, id, entity) => {
        if (kept.site !== undefined) kept.undo.push(kept.site.set(name, id, entity as never));
      });
      try {
        return await work({ ...own, computeHosts: withKnownHosts(own.computeHosts, () => kept.site) });
      } catch (error) {
        // The next transaction need not come this way.
        takeBack(kept);
        throw error;
      }
    });
  return {
    store: { ...store, ...writingBy(store, transaction), transaction },
    keptSite: () => kept.site,
    async siteOf(tables) {
      if (kept.site === undefined) {
        kept.site = await readSite(tables);
        kept.isFresh = true;
      }
      return kept.site;
    },
  };
}

function takeBack(followed: Followed): void {
  if (followed.isFresh) delete followed.site;
  else for (const undo of followed.undo.reverse()) undo();
  followed.undo = [];
  followed.isFresh = false;
}

type Doubtful = Map<SiteCollection, Set<string>>;
/** Of a collection; with more than these the whole site is read anew. */
const MAXIMUM_DOUBTFUL = 10_000;

/**
 * What is not certain any more — changed elsewhere, or written and not committed — is read again before the next transaction, on
 * no connection that one holds: there may be no other left.
 */
function followAmongOthers(store: Store): FollowedSite {
  let site: Site | undefined;
  let isWhollyDoubtful = true;
  let doubtful: Doubtful = new Map();
  let reading: Promise<void> | undefined;
  /** How often something was read: what a transaction had written by then may have been replaced. */
  let readings = 0;

  const doubt = (name: SiteCollection, ids: Iterable<string>) => {
    const known = doubtful.get(name) ?? new Set();
    for (const id of ids) known.add(id);
    doubtful.set(name, known);
    if (known.size > MAXIMUM_DOUBTFUL) isWhollyDoubtful = true;
    // All of it is read anew.
    if (isWhollyDoubtful) doubtful = new Map();
  };
  const read = async () => {
    readings += 1;
    const [asked, isWhole] = [doubtful, isWhollyDoubtful];
    doubtful = new Map();
    isWhollyDoubtful = false;
    try {
      if (isWhole || site === undefined) site = await readSite(store);
      else await readAgain(store, site, asked);
    } catch (error) {
      isWhollyDoubtful = true;
      throw error;
    }
  };
  /** What is doubtful by now is read; what becomes so meanwhile is for the next transaction. */
  const untilCertain = async () => {
    await reading;
    if (!isWhollyDoubtful && doubtful.size === 0) return;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    await reading;
  };
  store.onCommitElsewhere((_isChanged, changedIn) => {
    for (const name of SITE_COLLECTIONS) {
      const ids = changedIn(name);
      if (ids === 'any') isWhollyDoubtful = true;
      else if (ids.length > 0) doubt(name, ids);
    }
  });
  const transaction: Store['transaction'] = async (work) => {
    await untilCertain();
    const readBefore = readings;
    let written: Doubtful = new Map();
    const doubtWritten = () => {
      for (const [name, ids] of written) doubt(name, ids);
      written = new Map();
    };
    try {
      const result = await store.transaction((tables) => {
        // Run again after a conflict: what the run before wrote is not there.
        doubtWritten();
        return work(
          following(tables, (name, id, entity) => {
            written.set(name, (written.get(name) ?? new Set()).add(id));
            site?.set(name, id, entity as never);
          }),
        );
      });
      if (readings !== readBefore) doubtWritten();
      return result;
    } catch (error) {
      doubtWritten();
      throw error;
    }
  };
  return {
    store: { ...store, ...writingBy(store, transaction), transaction },
    keptSite: () => site,
    siteOf() {
      if (site === undefined) throw new Error('the site is known in a transaction only');
      return Promise.resolve(site);
    },
  };
}

/** What a request asks of is known before the request. */
const SITE_COLLECTIONS: readonly SiteCollection[] = [
  'resourceZones',
  'computeHosts',
  'virtualComputes',
  'migrationRequests',
];

async function readAgain(store: Store, site: Site, doubtful: Doubtful): Promise<void> {
  for (const name of SITE_COLLECTIONS) {
    const ids = [...(doubtful.get(name) ?? [])];
    if (ids.length === 0) continue;
    const found = await IDENTIFIED[name](store, ids);
    for (const id of ids) site.set(name, id, found.get(id) as never);
  }
}

const byId = <Entity>(entities: readonly Entity[], idOf: (entity: Entity) => string) =>
  new Map(entities.map((entity) => [idOf(entity), entity]));

const IDENTIFIED: Record<SiteCollection, (store: Store, ids: readonly string[]) => Promise<Map<string, unknown>>> = {
  resourceZones: async (store, ids) => byId(await store.resourceZones.getEach(ids), ({ zoneId }) => zoneId),
  computeHosts: async (store, ids) => byId(await store.computeHosts.getEach(ids), ({ id }) => id),
  virtualComputes: async (store, ids) => byId(await store.virtualComputes.getEach(ids), ({ computeId }) => computeId),
  migrationRequests: async (store, ids) => byId(await store.migrationRequests.getEach(ids), ({ id }) => id),
};

/** A write outside of a transaction is a transaction of its own. */
function writingBy(store: Store, transaction: Store['transaction']): Pick<Tables, SiteCollection> {
  const writing = <Name extends SiteCollection>(name: Name): Tables[Name] => {
    type Table = Collection<unknown, never>;
    const change = <Result>(work: (table: Table) => Promise<Result>) =>
      transaction((tables) => work(tables[name] as unknown as Table));
    const written: Pick<Table, 'insert' | 'insertIfAbsent' | 'update' | 'delete'> = {
      insert: (entity) => change((table) => table.insert(entity)),
      insertIfAbsent: (entity, document) => change((table) => table.insertIfAbsent(entity, document)),
      update: (entity) => change((table) => table.update(entity)),
      delete: (id) => change((table) => table.delete(id)),
    };
    return { ...store[name], ...written };
  };
  return {
    resourceZones: writing('resourceZones'),
    computeHosts: writing('computeHosts'),
    virtualComputes: writing('virtualComputes'),
    migrationRequests: writing('migrationRequests'),
  };
}

/** Undefined: the entity is gone. */
type Wrote = (name: SiteCollection, id: string, entity: unknown) => void;

function following(tables: Tables, wrote: Wrote): Tables {
  const follow = <Entity, Column extends string>(
    name: SiteCollection,
    collection: Collection<Entity, Column>,
    idOf: (entity: Entity) => string,
  ): Collection<Entity, Column> => ({
    ...collection,
    async insert(entity) {
      await collection.insert(entity);
      wrote(name, idOf(entity), entity);
    },
    async insertIfAbsent(entity, document) {
      const isNew = await collection.insertIfAbsent(entity, document);
      if (isNew) wrote(name, idOf(entity), entity);
      return isNew;
    },
    async update(entity) {
      await collection.update(entity);
      wrote(name, idOf(entity), entity);
    },
    async delete(id) {
      const wasThere = await collection.delete(id);
      if (wasThere) wrote(name, id, undefined);
      return wasThere;
    },
  });
  return {
    ...tables,
    resourceZones: follow('resourceZones', tables.resourceZones, ({ zoneId }) => zoneId),
    computeHosts: follow('computeHosts', tables.computeHosts, ({ id }) => id),
    virtualComputes: follow('virtualComputes', tables.virtualComputes, ({ computeId }) => computeId),
    migrationRequests: follow('migrationRequests', tables.migrationRequests, ({ id }) => id),
  };
}

/** The servers, as the site knows them once it was read. What is given out is shared: nobody changes it. */
function withKnownHosts(computeHosts: Tables['computeHosts'], site: () => Site | undefined): Tables['computeHosts'] {
  return {
    ...computeHosts,
    get: (id) => {
      const known = site();
      return known === undefined ? computeHosts.get(id) : Promise.resolve(known.host(id));
    },
    getEach: (ids) => {
      const known = site();
      return known === undefined
        ? computeHosts.getEach(ids)
        : Promise.resolve([...new Set(ids)].flatMap((id) => known.host(id) ?? []));
    },
    find(where, options) {
      const known = site();
      const { resourceZoneId, parentComputeHostId, ...others } = where;
      const isWhole = options === undefined && Object.keys(others).length === 0;
      if (known !== undefined && isWhole && parentComputeHostId === undefined && isList(resourceZoneId))
        return Promise.resolve(known.hostsIn([resourceZoneId].flat()));
      if (known !== undefined && isWhole && resourceZoneId === undefined && isList(parentComputeHostId))
        return Promise.resolve(known.hostsOn([parentComputeHostId].flat()));
      return computeHosts.find(where, options);
    },
  };
}

function isList(condition: Condition | undefined): condition is string | readonly string[] {
  return typeof condition === 'string' || Array.isArray(condition);
}
