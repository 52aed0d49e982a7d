/** Where the functions of a failing server can go (R12, R15, R16). Nothing here knows the store. */
import type { Capacity, ComputeHost, ResourceZone, VirtualCompute } from '../entities.ts';
import { isFailing } from './level.ts';
import { createServerOrder, type Ordered, type ServerOrder } from './server-order.ts';

/** What functions need, per resource, in the units of Capacity. */
export type Need = Required<Capacity>;
type Resource = keyof Capacity;
const RESOURCES: readonly Resource[] = ['numVirtualCpu', 'virtualMemSize', 'sizeOfStorage', 'bandwidth'];

const nothing = (): Need => ({ numVirtualCpu: 0, virtualMemSize: 0, sizeOfStorage: 0, bandwidth: 0 });

/** What a virtual compute needs. */
export function needOf(compute: VirtualCompute): Need {
  const sum = (values: readonly (number | undefined)[] | undefined) =>
    (values ?? []).reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    numVirtualCpu: compute.virtualCpu?.numVirtualCpu ?? 0,
    virtualMemSize: compute.virtualMemory?.virtualMemSize ?? 0,
    sizeOfStorage: sum(compute.virtualDisks?.map((disk) => disk.sizeOfStorage)),
    bandwidth: sum(compute.virtualNetworkInterface?.map((networkInterface) => networkInterface.bandwidth)),
  };
}

export function isSameNeed(a: Need, b: Need): boolean {
  return RESOURCES.every((resource) => a[resource] === b[resource]);
}

/** What several need together. */
export function sumOf(needs: readonly Need[]): Need {
  const sum = nothing();
  for (const need of needs) for (const resource of RESOURCES) sum[resource] += need[resource];
  return sum;
}

/** Every zone that the event reaches: those failing, and all below them. */
export function hazardZones(zones: Iterable<ResourceZone>): Set<string> {
  const all = [...zones];
  const hazard = new Set(all.filter((zone) => isFailing(zone.environmentLevel)).map((zone) => zone.zoneId));
  for (let before = -1; before !== hazard.size;) {
    before = hazard.size;
    for (const zone of all)
      if (zone.parentResourceZoneId !== undefined && hazard.has(zone.parentResourceZoneId)) hazard.add(zone.zoneId);
  }
  return hazard;
}

/** Whether functions may be put on the server: it is not withdrawn, failing, or off. */
function isUsable(host: ComputeHost): boolean {
  return (
    host.schedulingState === 'ENABLED' &&
    !isFailing(host.environmentLevel) &&
    host.powerState !== 'OFF' &&
    host.powerState !== 'POWERING_OFF'
  );
}

/** Most candidates named in a request; the best come first. */
const MAXIMUM_CANDIDATES = 20;

/** The servers of a site with the room that is left on each; a resource that a server does not limit is always there. */
export interface Servers {
  /** Enters a server, or what it is now. */
  set(host: ComputeHost): void;
  delete(computeHostId: string): void;
  /** Takes room on a server, entered or not. */
  take(computeHostId: string, need: Need): void;
  giveBack(computeHostId: string, need: Need): void;
  /** Resources that it limits only. */
  roomOn(computeHostId: string): Capacity;
  /** The zones that the event reaches; none before it is called. */
  setHazard(resourceZoneIds: ReadonlySet<string>): void;
  /** Whether the server must not be chosen. */
  isExcluded(computeHostId: string): boolean;
  /** Servers outside the hazard zones that must not be chosen all the same. */
  unusable(): string[];
  /**
   * Servers that can take what needs so much, best first: a NORMAL environment before an unknown one, the same kind of server, the
   * same NFVI-PoP, then the nearest, then one in another zone, which the same event is less likely to reach, then the one with most
   * CPUs left.
   */
  candidates(source: ComputeHost, need: Need): string[];
}

/** Of each zone there is one, and one for the servers that stand in none. */
interface Zone {
  isInHazard: boolean;
  /** Its servers that must not be chosen whatever the hazard: of a zone that it reaches they are not looked at one by one. */
  unusable: Set<string>;
}

/** What has to be known of a server; kept small, as there may be a hundred thousand. */
interface Server extends Ordered {
  zone: Zone;
  capacity: Capacity | undefined;
  isUsable: boolean;
}

export function createServers(): Servers {
  const servers = new Map<string, Server>();
  const taken = new Map<string, Need>();
  const order: ServerOrder<Server> = createServerOrder();
  const zones = createZones();

  const cpusLeft = (id: string, limit: number | undefined) =>
    limit === undefined ? 0 : limit - (taken.get(id)?.numVirtualCpu ?? 0);
  const hasRoom = ({ id, capacity }: Server, need: Need) => {
    if (capacity === undefined) return true;
    const used = taken.get(id);
    return RESOURCES.every((resource) => {
      const limit = capacity[resource];
      return limit === undefined || need[resource] <= limit - (used?.[resource] ?? 0);
    });
  };
  const leave = (id: string) => {
    const server = servers.get(id);
    if (server?.isUsable === true) order.remove(server);
    server?.zone.unusable.delete(id);
  };
  const change = (id: string, need: Need, sign: 1 | -1) => {
    const used = taken.get(id) ?? nothing();
    for (const resource of RESOURCES) used[resource] += sign * need[resource];
    if (RESOURCES.every((resource) => used[resource] === 0)) taken.delete(id);
    else taken.set(id, used);
    const server = servers.get(id);
    if (server === undefined) return;
    const left = cpusLeft(id, server.capacity?.numVirtualCpu);
    if (left === server.cpusLeft) return;
    if (server.isUsable) order.remove(server);
    server.cpusLeft = left;
    if (server.isUsable) order.add(server);
  };
  return {
    set(host) {
      leave(host.id);
      const { id, capacity, resourceZoneId } = host;
      const server: Server = {
        isUsable: isUsable(host),
        zone: zones.get(resourceZoneId),
        capacity,
        ...orderedBy(host),
        cpusLeft: cpusLeft(id, capacity?.numVirtualCpu),
      };
      servers.set(id, server);
      if (server.isUsable) order.add(server);
      else server.zone.unusable.add(id);
    },
    delete(id) {
      leave(id);
      servers.delete(id);
    },
    take(id, need) {
      change(id, need, 1);
    },
    giveBack(id, need) {
      change(id, need, -1);
    },
    roomOn(id) {
      const { capacity = {} } = servers.get(id) ?? {};
      const room: Capacity = {};
      for (const resource of RESOURCES) {
        const limit = capacity[resource];
        if (limit !== undefined) room[resource] = limit - (taken.get(id)?.[resource] ?? 0);
      }
      return room;
    },
    setHazard: zones.setHazard,
    isExcluded(id) {
      const server = servers.get(id);
      return server !== undefined && (!server.isUsable || server.zone.isInHazard);
    },
    unusable: zones.unusable,
    candidates(source, need) {
      const fits = (server: Server) => !server.zone.isInHazard && server.id !== source.id && hasRoom(server, need);
      const ownZone = source.resourceZoneId === undefined ? undefined : zones.get(source.resourceZoneId);
      const isPreferred = (server: Server) => server.zone !== ownZone;
      return order.best(orderedBy(source), { fits, isPreferred, limit: MAXIMUM_CANDIDATES });
    },
  };
}

function createZones() {
  const zones = new Map<string | undefined, Zone>();
  let hazard: ReadonlySet<string | undefined> = new Set();
  return {
    get(id: string | undefined): Zone {
      const zone = zones.get(id) ?? { isInHazard: hazard.has(id), unusable: new Set() };
      zones.set(id, zone);
      return zone;
    },
    setHazard: (resourceZoneIds: ReadonlySet<string>) => {
      hazard = resourceZoneIds;
      for (const [id, zone] of zones) zone.isInHazard = hazard.has(id);
    },
    unusable: () => [...zones.values()].flatMap((zone) => (zone.isInHazard ? [] : [...zone.unusable])),
  };
}

/** What of a server its place in the order rests on; how much it has left is filled in by whoever knows. */
function orderedBy(host: ComputeHost): Ordered {
  return {
    id: host.id,
    computeHostType: host.computeHostType,
    isNormal: host.environmentLevel === 'NORMAL',
    nfviPopId: host.location?.nfviPopId,
    geographicalLocation: host.location?.geographicalLocation,
    cpusLeft: 0,
  };
}
