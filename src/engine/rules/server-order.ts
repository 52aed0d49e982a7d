/**
 * Servers in the order in which they are candidates, kept while they change: the best few of a hundred thousand are found without
 * looking at the others.
 */
// A B+ tree: MIT, no dependencies. In an array of a hundred thousand servers each change moves half of them.
import btree from 'sorted-btree';
import type { ComputeHost } from '../entities.ts';

type Location = NonNullable<ComputeHost['location']>;

/** What the order rests on. */
export interface Ordered {
  id: string;
  computeHostType: ComputeHost['computeHostType'];
  isNormal: boolean;
  nfviPopId: Location['nfviPopId'];
  geographicalLocation: Location['geographicalLocation'];
  cpusLeft: number;
}

export interface Wanted<Server> {
  fits: (server: Server) => boolean;
  /** Of servers between which only the room on them decides those that are preferred go first. */
  isPreferred: (server: Server) => boolean;
  /** So many at most. */
  limit: number;
}

export interface ServerOrder<Server extends Ordered> {
  add(server: Server): void;
  /** The server as it was added. */
  remove(server: Server): void;
  /** Identifiers of the best that fit, for functions of a server of the same kind. */
  best(source: Ordered, wanted: Wanted<Server>): string[];
}

const BTree = btree.default;

/** Servers between which nothing but the room on them decides, the one with most first. */
interface Group<Server> {
  like: Server;
  servers: InstanceType<typeof BTree<Server, undefined>>;
}

export function createServerOrder<Server extends Ordered>(): ServerOrder<Server> {
  const groups = new Map<string, Group<Server>>();
  return {
    add(server) {
      const key = keyOf(server);
      const group = groups.get(key) ?? { like: server, servers: new BTree<Server, undefined>([], compareServers) };
      groups.set(key, group);
      group.servers.set(server, undefined);
    },
    remove(server) {
      const key = keyOf(server);
      const group = groups.get(key);
      if (group?.servers.delete(server) !== true) throw new Error(`server ${server.id} is not where it was put`);
      if (group.servers.isEmpty) groups.delete(key);
    },
    best(source, { limit, ...wanted }) {
      const ranked = [...groups.values()]
        .filter(({ like }) => like.computeHostType === source.computeHostType)
        .map(({ like, servers }) => ({ servers, rank: rankOf(source, like) }))
        .sort((a, b) => compareRanks(a.rank, b.rank));
      const found: string[] = [];
      for (let index = 0; index < ranked.length && found.length < limit;) {
        const { rank } = ranked[index] ?? { rank: [] };
        const alike: Server[][] = [];
        for (; index < ranked.length && compareRanks(ranked[index]?.rank ?? [], rank) === 0; index++)
          alike.push(firstOf(ranked[index]?.servers.keys() ?? [], { ...wanted, limit: limit - found.length }));
        const [only = [], ...others] = alike;
        const merged =
          others.length === 0
            ? only
            : alike
                .flat()
                .sort((a, b) => Number(wanted.isPreferred(b)) - Number(wanted.isPreferred(a)) || compareServers(a, b))
                .slice(0, limit - found.length);
        found.push(...merged.map(({ id }) => id));
      }
      return found;
    },
  };
}

function keyOf({ computeHostType, isNormal, nfviPopId, geographicalLocation: place }: Ordered): string {
  return [computeHostType, isNormal, nfviPopId, place?.latitude, place?.longitude].join('|');
}

/** For those that are preferred it is looked at so many times the limit of what fits. */
const FURTHER = 10;

function firstOf<Server>(servers: Iterable<Server>, { fits, isPreferred, limit }: Wanted<Server>): Server[] {
  const preferred: Server[] = [];
  const others: Server[] = [];
  for (const server of servers) {
    if (preferred.length === limit || preferred.length + others.length >= FURTHER * limit) break;
    if (fits(server)) (isPreferred(server) ? preferred : others).push(server);
  }
  return [...preferred, ...others].slice(0, limit);
}

function compareServers(a: Ordered, b: Ordered): number {
  return b.cpusLeft - a.cpusLeft || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function rankOf(source: Ordered, like: Ordered): number[] {
  const sameNfviPop = like.nfviPopId === source.nfviPopId;
  return [like.isNormal ? 0 : 1, sameNfviPop ? 0 : 1, sameNfviPop ? 0 : distanceBetween(source, like)];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const difference = a.findIndex((value, index) => value !== b[index]);
  return difference === -1 ? 0 : (a[difference] ?? 0) - (b[difference] ?? 0);
}

/** Great-circle distance in km; servers whose position is not known are as far as can be. */
function distanceBetween(a: Ordered, b: Ordered): number {
  const HALF_CIRCUMFERENCE_KM = 20_038;
  const from = a.geographicalLocation;
  const to = b.geographicalLocation;
  if (from === undefined || to === undefined) return HALF_CIRCUMFERENCE_KM;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const cosine =
    Math.sin(radians(from.latitude)) * Math.sin(radians(to.latitude)) +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.cos(radians(from.longitude - to.longitude));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) / Math.PI) * HALF_CIRCUMFERENCE_KM;
}
