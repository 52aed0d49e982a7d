import {
  stateKeyOf,
  type ComputeHost,
  type EnvironmentData,
  type EnvironmentState,
  type ResourceZone,
  type ServerCharacteristics,
  type VirtualCompute,
} from './entities.ts';
import type { Tables } from '../store/store.ts';

/** Every zone of the site, with the ways up and down. */
export interface Topology {
  zones: readonly ResourceZone[];
  /** The zone and every zone above it, nearest first. */
  above(resourceZoneId: string | undefined): string[];
  /** The zone and every zone below it. */
  below(resourceZoneId: string): string[];
}

export async function readTopology(tables: Tables): Promise<Topology> {
  const zones = await tables.resourceZones.find({});
  const topology = topologies.get(zones) ?? topologyOf(zones);
  topologies.set(zones, topology);
  return topology;
}

/** By the list that they were made of; the same list comes again while no zone changes. */
const topologies = new WeakMap<readonly ResourceZone[], Topology>();

function topologyOf(zones: readonly ResourceZone[]): Topology {
  const byId = new Map(zones.map((zone) => [zone.zoneId, zone]));
  const above = (resourceZoneId: string | undefined): string[] => {
    const path: string[] = [];
    for (let id = resourceZoneId; id !== undefined && !path.includes(id); id = byId.get(id)?.parentResourceZoneId)
      path.push(id);
    return path;
  };
  const within = new Map<string, string[]>();
  for (const { zoneId } of zones) within.set(zoneId, []);
  for (const { zoneId } of zones) for (const id of above(zoneId)) within.get(id)?.push(zoneId);
  const below = (resourceZoneId: string) => within.get(resourceZoneId) ?? [];
  return { zones, above, below };
}

/** Those of the servers that are there, in this order. */
export async function hostsById({ computeHosts }: Tables, ids: readonly string[]): Promise<ComputeHost[]> {
  const found = new Map((await computeHosts.getEach(ids)).map((host) => [host.id, host]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The servers in the zones and in those below them, with every server that rests on one of them. */
export async function hostsInZones(
  tables: Tables,
  topology: Topology,
  resourceZoneIds: readonly string[],
): Promise<ComputeHost[]> {
  const zoneIds = [...new Set(resourceZoneIds.flatMap((id) => topology.below(id)))];
  return withDependents(tables, await tables.computeHosts.find({ resourceZoneId: zoneIds }));
}

/** The servers with every virtual machine or container server that falls with them. */
export async function withDependents(tables: Tables, hosts: readonly ComputeHost[]): Promise<ComputeHost[]> {
  const restingOn = (layer: readonly ComputeHost[]) =>
    tables.computeHosts.find({ parentComputeHostId: layer.map(({ id }) => id) });
  let layer = await restingOn(hosts);
  // As it mostly is; of a zone with thousands of servers no table is made in vain.
  if (layer.length === 0) return [...hosts];
  const found = new Map(hosts.map((host) => [host.id, host]));
  while (layer.length > 0) {
    layer = layer.filter(({ id }) => !found.has(id));
    for (const child of layer) found.set(child.id, child);
    layer = await restingOn(layer);
  }
  return [...found.values()];
}

/** A server and every server that it rests on, nearest first. */
async function withSupports(tables: Tables, host: ComputeHost): Promise<ComputeHost[]> {
  const path = [host];
  for (let parentId = host.parentComputeHostId; parentId !== undefined && !path.some(({ id }) => id === parentId);) {
    const parent = await tables.computeHosts.get(parentId);
    if (parent === undefined) break;
    path.push(parent);
    parentId = parent.parentComputeHostId;
  }
  return path;
}

/** The zones of a server and of those that it rests on, and every zone above them. */
export async function zonesOf(tables: Tables, topology: Topology, host: ComputeHost): Promise<string[]> {
  return (await withSupports(tables, host)).flatMap(({ resourceZoneId }) => topology.above(resourceZoneId));
}

/**
 * The environment states that bear on a server: its own, those of the servers below it, and those of all their zones. They are as
 * they were written: their levels are what they are now, their values need not be.
 */
export async function statesOf(tables: Tables, topology: Topology, host: ComputeHost): Promise<EnvironmentState[]> {
  const supports = await withSupports(tables, host);
  const objectIds = supports.flatMap(({ id, resourceZoneId }) => [
    hostObject(id),
    ...topology.above(resourceZoneId).map(zoneObject),
  ]);
  const states = await tables.environmentStates.find({ objectId: [...new Set(objectIds)] }, { asWritten: true });
  // What a zone said of a server holds while the server stands in it.
  const zoneIds = new Set(supports.flatMap(({ resourceZoneId }) => topology.above(resourceZoneId)));
  return states.filter(
    ({ lastDatum }) => lastDatum.resourceZoneId === undefined || zoneIds.has(lastDatum.resourceZoneId),
  );
}

/** What runs on a server; what is deactivated does not count. */
export async function runningOn(tables: Tables, computeHostId: string): Promise<VirtualCompute[]> {
  const computes = await tables.virtualComputes.find({ hostId: computeHostId });
  return computes.filter(({ operationalState }) => operationalState === 'ENABLED');
}

/** Servers and zones have names of their own; a state tells them apart. */
export const hostObject = (computeHostId: string) => `computeHost ${computeHostId}`;
export const zoneObject = (resourceZoneId: string) => `resourceZone ${resourceZoneId}`;

/** Key of the state that the datum is about. */
export function keyOf(datum: EnvironmentData): string {
  const { computeHostId, resourceZoneId = '' } = datum;
  return stateKeyOf(computeHostId === undefined ? zoneObject(resourceZoneId) : hostObject(computeHostId), datum);
}

/** The server or zone that an object identifier names. */
export function readObjectId(objectId: string): { computeHostId: string } | { resourceZoneId: string } {
  const id = objectId.slice(objectId.indexOf(' ') + 1);
  return objectId === hostObject(id) ? { computeHostId: id } : { resourceZoneId: id };
}

export function characteristicsOf(host: ComputeHost | undefined): ServerCharacteristics {
  const heightAboveFloor = host?.location?.heightAboveFloor;
  return { ...host?.characteristics, ...(heightAboveFloor === undefined ? {} : { heightAboveFloor }) };
}
