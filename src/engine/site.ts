/** The whole site as a placement needs it: servers, the room left on each, and where the event reaches (R12, R16). */
import type { ComputeHost, MigrationRequest, ResourceZone, VirtualCompute } from './entities.ts';
import { OPEN_REQUEST_STATES } from './entities.ts';
import type { Tables } from '../store/store.ts';
import { createFollowing } from './following.ts';
import { createServers, hazardZones, isSameNeed, needOf, sumOf, type Need, type Servers } from './rules/placement.ts';

/** A collection that placements rest on. */
export type SiteCollection = 'resourceZones' | 'computeHosts' | 'virtualComputes' | 'migrationRequests';

interface SiteEntities {
  resourceZones: ResourceZone;
  computeHosts: ComputeHost;
  virtualComputes: VirtualCompute;
  migrationRequests: MigrationRequest;
}

export interface Site {
  /** Zones that the event reaches. */
  hazard(): ReadonlySet<string>;
  /** Servers outside the hazard zones that must not be chosen. */
  unusable(): string[];
  /** Whether the server must not be chosen. */
  isExcluded(computeHostId: string): boolean;
  /** Servers that the functions can go to, best first; room is kept for what is asked already. */
  candidates(source: ComputeHost, computes: readonly VirtualCompute[]): string[];
  /** What `look` finds when no room is kept for the request. */
  without<Result>(migrationRequestId: string, look: () => Result): Result;
  /** Of the functions that have to leave the server when it fails; -1 where there are none. */
  highestCriticality(computeHostId: string): number;
  /** The servers that are off, or were told to go off or on. */
  off(): ReadonlySet<string>;
  /** Whether nothing runs on the server but what is deactivated. */
  isEmpty(computeHostId: string): boolean;
  /** The servers that are being evacuated, or wait for their restoration. */
  evacuated(): ReadonlySet<string>;
  /** Servers whose environment has to be heard (R6), in order; the same list as long as nothing about it changed. */
  followed(): readonly string[];
  host(computeHostId: string): ComputeHost | undefined;
  /** Those that stand in one of these zones themselves. */
  hostsIn(resourceZoneIds: readonly string[]): ComputeHost[];
  /** Those that rest on one of these servers. */
  hostsOn(computeHostIds: readonly string[]): ComputeHost[];
  /** Follows what is written. Gives what takes it back. */
  set<Name extends SiteCollection>(collection: Name, id: string, entity: SiteEntities[Name] | undefined): () => void;
}

interface Running {
  hostId: string;
  need: Need;
  /** It is not deactivated. */
  isEnabled: boolean;
  /** Of one that runs and has to be moved. */
  criticality: number;
}

/** What runs on a server. */
interface Load {
  running: Set<Running>;
  /** As `highestCriticality` tells it: of a thousand servers of a zone nobody has the time to look at all that runs on them. */
  highest: number;
}

/** Room that is kept on a server for what a request asks. */
interface Reservation {
  hostId: string;
  need: Need;
}

export async function readSite(tables: Tables): Promise<Site> {
  const site = createSite();
  for (const zone of await tables.resourceZones.find({})) site.set('resourceZones', zone.zoneId, zone);
  // Before the servers: these are put in order by the room that is left on them.
  for (const compute of await tables.virtualComputes.find({})) site.set('virtualComputes', compute.computeId, compute);
  for (const host of await tables.computeHosts.find({})) site.set('computeHosts', host.id, host);
  const states = [...OPEN_REQUEST_STATES, 'REJECTED', 'FAILED', 'EXPIRED'];
  for (const request of await tables.migrationRequests.find({ migrationRequestState: states }))
    site.set('migrationRequests', request.id, request);
  return site;
}

function createSite(): Site {
  const servers = createServers();
  const zones = createZones(servers);
  const hosts = new Map<string, ComputeHost>();
  const inZone: HostIndex = new Map();
  const onParent: HostIndex = new Map();
  const following = createFollowing();
  const computes = new Map<string, Running>();
  const onHost = new Map<string, Load>();
  const reservations = new Map<string, Reservation>();
  let unusable: string[] | undefined;

  /** The servers, by the hazard as it is. */
  const current = () => {
    zones.hazard();
    return servers;
  };
  const setZone = (id: string, zone: ResourceZone | undefined) => {
    const before = zones.set(id, zone);
    unusable = undefined;
    return () => void setZone(id, before);
  };
  const setHost = (id: string, host: ComputeHost | undefined) => {
    const before = replace(hosts, id, host);
    enter(inZone, 'resourceZoneId', before, host);
    enter(onParent, 'parentComputeHostId', before, host);
    following.setHost(id, host);
    const excluded = current().isExcluded(id);
    if (host === undefined) servers.delete(id);
    else servers.set(host);
    const isMoved = host?.resourceZoneId !== before?.resourceZoneId;
    if (isMoved || servers.isExcluded(id) !== excluded) unusable = undefined;
    return () => void setHost(id, before);
  };
  const setRunning = (id: string, running: Running | undefined) => {
    const before = replace(computes, id, running);
    if (before !== undefined) {
      servers.giveBack(before.hostId, before.need);
      removeFrom(onHost, before);
      if (before.isEnabled) following.addRunning(before.hostId, -1);
    }
    if (running !== undefined) {
      servers.take(running.hostId, running.need);
      addTo(onHost, running);
      if (running.isEnabled) following.addRunning(running.hostId, 1);
    }
    return () => void setRunning(id, before);
  };
  const setReservation = (id: string, reservation: Reservation | undefined) => {
    const before = replace(reservations, id, reservation);
    // Most of what is written of a request leaves its place alone.
    if (isSameReservation(before, reservation)) return () => void setReservation(id, before);
    if (before !== undefined) servers.giveBack(before.hostId, before.need);
    if (reservation !== undefined) servers.take(reservation.hostId, reservation.need);
    return () => void setReservation(id, before);
  };
  /** Room is kept for what is asked, and for what is asked anew soon. */
  const reservationOf = (request: MigrationRequest): Reservation | undefined => {
    if (!OPEN_REQUEST_STATES.includes(request.migrationRequestState) && request.retryTime === undefined)
      return undefined;
    const [hostId] = request.placement.candidateComputeHostIds;
    if (hostId === undefined) return undefined;
    return { hostId, need: sumOf(request.virtualComputeIds.flatMap((id) => computes.get(id)?.need ?? [])) };
  };
  const setters: { [Name in SiteCollection]: (id: string, entity: SiteEntities[Name] | undefined) => () => void } = {
    resourceZones: setZone,
    computeHosts: setHost,
    virtualComputes: (id, compute) => setRunning(id, compute && runningOf(compute)),
    migrationRequests: (id, request) => setReservation(id, request && reservationOf(request)),
  };
  return {
    hazard: zones.hazard,
    unusable: () => (unusable ??= current().unusable()),
    isExcluded: (id) => current().isExcluded(id),
    candidates: (source, moving) => current().candidates(source, sumOf(moving.map(needOf))),
    without(id, look) {
      const putBack = setReservation(id, undefined);
      try {
        return look();
      } finally {
        putBack();
      }
    },
    evacuated: following.evacuated,
    followed: following.computeHostIds,
    host: (id) => hosts.get(id),
    hostsIn: (ids) => hostsAt(inZone, ids),
    hostsOn: (ids) => hostsAt(onParent, ids),
    off: following.off,
    isEmpty: (id) => ![...(onHost.get(id)?.running ?? [])].some(({ isEnabled }) => isEnabled),
    highestCriticality: (id) => onHost.get(id)?.highest ?? -1,
    set: (collection, id, entity) => setters[collection](id, entity),
  };
}

/** The zones, and which of them the event reaches; the servers are told before anybody asks. */
function createZones(servers: Servers) {
  const zones = new Map<string, ResourceZone>();
  let hazard: ReadonlySet<string> | undefined;
  return {
    /** Gives what was there before. */
    set(id: string, zone: ResourceZone | undefined) {
      hazard = undefined;
      return replace(zones, id, zone);
    },
    hazard: (): ReadonlySet<string> => {
      if (hazard !== undefined) return hazard;
      hazard = hazardZones(zones.values());
      servers.setHazard(hazard);
      return hazard;
    },
  };
}

/** The servers by what they stand in or rest on, then by identifier: a thousand of a zone are not looked up one by one. */
type HostIndex = Map<string, Map<string, ComputeHost>>;

function hostsAt(index: HostIndex, keys: readonly string[]): ComputeHost[] {
  const found: ComputeHost[] = [];
  if (index.size === 0) return found;
  // There may be thousands of keys, and something for few of them.
  for (const key of new Set(keys)) {
    const hosts = index.get(key);
    if (hosts !== undefined) for (const host of hosts.values()) found.push(host);
  }
  return found;
}

function addTo(onHost: Map<string, Load>, running: Running): void {
  const load = onHost.get(running.hostId) ?? { running: new Set(), highest: -1 };
  load.running.add(running);
  load.highest = Math.max(load.highest, running.criticality);
  onHost.set(running.hostId, load);
}

function removeFrom(onHost: Map<string, Load>, running: Running): void {
  const load = onHost.get(running.hostId);
  if (load === undefined) return;
  load.running.delete(running);
  if (load.running.size === 0) onHost.delete(running.hostId);
  else if (running.criticality === load.highest) load.highest = highestOf(load.running);
}

function highestOf(running: Iterable<Running>): number {
  let highest = -1;
  for (const { criticality } of running) highest = Math.max(highest, criticality);
  return highest;
}

function isSameReservation(a: Reservation | undefined, b: Reservation | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.hostId === b.hostId && isSameNeed(a.need, b.need);
}

function runningOf(compute: VirtualCompute): Running {
  const { hostId, operationalState, required, criticality } = compute;
  const isEnabled = operationalState === 'ENABLED';
  return { hostId, need: needOf(compute), isEnabled, criticality: isEnabled && required ? criticality : -1 };
}

/** Enters a server as it is now, by one of its attributes, in place of what it was before. */
function enter(
  index: HostIndex,
  attribute: 'resourceZoneId' | 'parentComputeHostId',
  before: ComputeHost | undefined,
  host: ComputeHost | undefined,
): void {
  const from = before?.[attribute];
  const to = host?.[attribute];
  if (before !== undefined && from !== undefined && from !== to) index.get(from)?.delete(before.id);
  if (host === undefined || to === undefined) return;
  const hosts = index.get(to);
  if (hosts === undefined) index.set(to, new Map([[host.id, host]]));
  else hosts.set(host.id, host);
}

/** What was there before. */
function replace<Value>(map: Map<string, Value>, id: string, value: Value | undefined): Value | undefined {
  const before = map.get(id);
  if (value === undefined) map.delete(id);
  else map.set(id, value);
  return before;
}
