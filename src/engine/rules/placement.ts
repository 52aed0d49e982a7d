/** Where the functions of a failing server can go (R12, R15, R16). Pure. */
import type { Capacity, ComputeHost, ResourceZone, VirtualCompute } from '../entities.ts';
import { isFailing } from './level.ts';

type Resource = keyof Capacity;
const RESOURCES: readonly Resource[] = ['numVirtualCpu', 'virtualMemSize', 'sizeOfStorage', 'bandwidth'];

/** Room left on each server, per resource; a resource that is absent is not limited. */
export type Room = Map<string, Capacity>;

/** What a virtual compute needs, in the units of Capacity. */
export function needOf(compute: VirtualCompute): Required<Capacity> {
  const sum = (values: readonly (number | undefined)[] | undefined) =>
    (values ?? []).reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    numVirtualCpu: compute.virtualCpu?.numVirtualCpu ?? 0,
    virtualMemSize: compute.virtualMemory?.virtualMemSize ?? 0,
    sizeOfStorage: sum(compute.virtualDisks?.map((disk) => disk.sizeOfStorage)),
    bandwidth: sum(compute.virtualNetworkInterface?.map((networkInterface) => networkInterface.bandwidth)),
  };
}

/** Capacity of each server less what runs there. */
export function roomOf(hosts: readonly ComputeHost[], computes: readonly VirtualCompute[]): Room {
  const room: Room = new Map(hosts.map((host) => [host.id, { ...host.capacity }]));
  for (const compute of computes) take(room, compute.hostId, [compute]);
  return room;
}

/** Takes room on a server for virtual computes that go there. */
export function take(room: Room, computeHostId: string, computes: readonly VirtualCompute[]): void {
  change(room, computeHostId, computes, -1);
}

/** Gives back the room that was taken for virtual computes. */
export function giveBack(room: Room, computeHostId: string, computes: readonly VirtualCompute[]): void {
  change(room, computeHostId, computes, 1);
}

function change(room: Room, computeHostId: string, computes: readonly VirtualCompute[], sign: 1 | -1): void {
  const left = room.get(computeHostId);
  if (left === undefined) return;
  for (const compute of computes) {
    const need = needOf(compute);
    for (const resource of RESOURCES) {
      const value = left[resource];
      if (value !== undefined) left[resource] = value + sign * need[resource];
    }
  }
}

function hasRoom(left: Capacity, computes: readonly VirtualCompute[]): boolean {
  const needs = computes.map(needOf);
  return RESOURCES.every((resource) => {
    const value = left[resource];
    return value === undefined || needs.reduce((total, need) => total + need[resource], 0) <= value;
  });
}

/** Every zone that the event reaches: those failing, and all below them. */
export function hazardZones(zones: readonly ResourceZone[]): Set<string> {
  const hazard = new Set(zones.filter((zone) => isFailing(zone.environmentLevel)).map((zone) => zone.zoneId));
  for (let before = -1; before !== hazard.size;) {
    before = hazard.size;
    for (const zone of zones)
      if (zone.parentResourceZoneId !== undefined && hazard.has(zone.parentResourceZoneId)) hazard.add(zone.zoneId);
  }
  return hazard;
}

/** Servers outside the hazard zones that must not be chosen all the same: withdrawn, failing, or off. */
export function unusableHosts(hosts: readonly ComputeHost[], hazard: ReadonlySet<string>): string[] {
  return hosts.filter((host) => !isInHazard(host, hazard) && !isUsable(host)).map((host) => host.id);
}

function isUsable(host: ComputeHost): boolean {
  return (
    host.schedulingState === 'ENABLED' &&
    !isFailing(host.environmentLevel) &&
    host.powerState !== 'OFF' &&
    host.powerState !== 'POWERING_OFF'
  );
}

function isInHazard(host: ComputeHost, hazard: ReadonlySet<string>): boolean {
  return host.resourceZoneId !== undefined && hazard.has(host.resourceZoneId);
}

/** Most candidates named in a request; the best come first. */
const MAXIMUM_CANDIDATES = 20;

/**
 * Servers that can take the virtual computes, best first: a NORMAL environment before an unknown one, the same kind of server,
 * the same NFVI-PoP, then the nearest, then the one with most CPUs left.
 */
export function candidateHosts(
  source: ComputeHost,
  computes: readonly VirtualCompute[],
  { hosts, hazard, room }: { hosts: readonly ComputeHost[]; hazard: ReadonlySet<string>; room: Room },
): string[] {
  const fits = hosts.filter(
    (host) =>
      host.id !== source.id &&
      host.computeHostType === source.computeHostType &&
      isUsable(host) &&
      !isInHazard(host, hazard) &&
      hasRoom(room.get(host.id) ?? {}, computes),
  );
  const ranked = fits.map((host) => ({ id: host.id, rank: rankOf(source, host, room) }));
  ranked.sort((a, b) => compareRanks(a.rank, b.rank) || a.id.localeCompare(b.id));
  return ranked.slice(0, MAXIMUM_CANDIDATES).map(({ id }) => id);
}

function rankOf(source: ComputeHost, host: ComputeHost, room: Room): number[] {
  const sameNfviPop = host.location?.nfviPopId === source.location?.nfviPopId;
  return [
    host.environmentLevel === 'NORMAL' ? 0 : 1,
    sameNfviPop ? 0 : 1,
    sameNfviPop ? 0 : distanceBetween(source, host),
    -(room.get(host.id)?.numVirtualCpu ?? 0),
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const difference = a.findIndex((value, index) => value !== b[index]);
  return difference === -1 ? 0 : (a[difference] ?? 0) - (b[difference] ?? 0);
}

/** Great-circle distance in km; servers whose position is not known are as far as can be. */
function distanceBetween(a: ComputeHost, b: ComputeHost): number {
  const HALF_CIRCUMFERENCE_KM = 20_038;
  const from = a.location?.geographicalLocation;
  const to = b.location?.geographicalLocation;
  if (from === undefined || to === undefined) return HALF_CIRCUMFERENCE_KM;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const cosine =
    Math.sin(radians(from.latitude)) * Math.sin(radians(to.latitude)) +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.cos(radians(from.longitude - to.longitude));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) / Math.PI) * HALF_CIRCUMFERENCE_KM;
}
