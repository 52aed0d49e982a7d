/**
 * The site kept in memory, so that a placement does not read it: it follows what transactions write, also the one under way, and
 * takes back what one did not commit. Where other processes write the store too, it is read anew for each transaction.
 */
import type { Collection, Condition, Store, Tables } from '../store/store.ts';
import { readSite, type Site, type SiteCollection } from './site.ts';

/** A site with what has to be taken back if the transaction under way is not committed. */
interface Followed {
  site?: Site;
  undo: (() => void)[];
  /** It was read in the transaction under way. */
  isFresh: boolean;
}

export interface FollowedSite {
  store: Store;
  /** The site as the transaction of these tables sees it. */
  siteOf: (tables: Tables) => Promise<Site>;
  /** The site where it is known without being read. */
  keptSite: () => Site | undefined;
}

export function followSite(store: Store): FollowedSite {
  const ofTransaction = new WeakMap<Tables, Followed>();
  const kept = store.exclusive ? nothingRead() : undefined;
  if (kept !== undefined)
    store.onCommit(() => {
      kept.undo = [];
      kept.isFresh = false;
    });
  const transaction: Store['transaction'] = (work) =>
    store.transaction((tables) => {
      if (kept !== undefined) takeBack(kept);
      const followed = kept ?? nothingRead();
      const own = following(tables, followed);
      ofTransaction.set(own, followed);
      return work(own);
    });
  /** A write outside of a transaction is a transaction of its own. */
  const committed = <Name extends SiteCollection>(name: Name): Tables[Name] => {
    type Table = Collection<unknown, never>;
    const change = <Result>(work: (table: Table) => Promise<Result>) =>
      transaction((tables) => work(tables[name] as unknown as Table));
    const written: Pick<Table, 'insert' | 'insertIfAbsent' | 'update' | 'delete'> = {
      insert: (entity, document) => change((table) => table.insert(entity, document)),
      insertIfAbsent: (entity, document) => change((table) => table.insertIfAbsent(entity, document)),
      update: (entity) => change((table) => table.update(entity)),
      delete: (id) => change((table) => table.delete(id)),
    };
    return { ...store[name], ...written };
  };
  return {
    store: {
      ...store,
      resourceZones: committed('resourceZones'),
      computeHosts: committed('computeHosts'),
      virtualComputes: committed('virtualComputes'),
      migrationRequests: committed('migrationRequests'),
      transaction,
    },
    keptSite: () => kept?.site,
    async siteOf(tables) {
      const followed = ofTransaction.get(tables);
      if (followed === undefined) throw new Error('the site is known in a transaction only');
      if (followed.site === undefined) {
        followed.site = await readSite(tables);
        followed.isFresh = true;
      }
      return followed.site;
    },
  };
}

const nothingRead = (): Followed => ({ undo: [], isFresh: false });

function takeBack(followed: Followed): void {
  if (followed.isFresh) delete followed.site;
  else for (const undo of followed.undo.reverse()) undo();
  followed.undo = [];
  followed.isFresh = false;
}

function following(tables: Tables, followed: Followed): Tables {
  const follow = <Entity, Column extends string>(
    name: SiteCollection,
    collection: Collection<Entity, Column>,
    idOf: (entity: Entity) => string,
  ): Collection<Entity, Column> => {
    const wrote = (id: string, entity: Entity | undefined) => {
      if (followed.site !== undefined) followed.undo.push(followed.site.set(name, id, entity as never));
    };
    return {
      ...collection,
      async insert(entity, document) {
        await collection.insert(entity, document);
        wrote(idOf(entity), entity);
      },
      async insertIfAbsent(entity, document) {
        const isNew = await collection.insertIfAbsent(entity, document);
        if (isNew) wrote(idOf(entity), entity);
        return isNew;
      },
      async update(entity) {
        await collection.update(entity);
        wrote(idOf(entity), entity);
      },
      async delete(id) {
        const wasThere = await collection.delete(id);
        if (wasThere) wrote(id, undefined);
        return wasThere;
      },
    };
  };
  return {
    ...tables,
    resourceZones: follow('resourceZones', tables.resourceZones, ({ zoneId }) => zoneId),
    computeHosts: withKnownHosts(
      follow('computeHosts', tables.computeHosts, ({ id }) => id),
      () => followed.site,
    ),
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
