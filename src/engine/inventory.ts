/** Servers, zones and virtual computes as they are entered, changed and removed (R1, R11, R17). */
import { newIdentifier } from '../identifier.ts';
import type { components } from '../../generated/config.ts';
import { DomainError } from '../problem.ts';
import {
  type ComputeHost,
  type ComputeHostRequest,
  type EnvironmentThresholdRequest,
  type ResourceZone,
  type ResourceZoneRequest,
  type VirtualCompute,
  type VirtualComputeRequest,
} from './entities.ts';
import { clearAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import { determine } from './determine.ts';
import { moveOnFrom, openEvacuationOf } from './evacuation.ts';
import { reevaluateParameter } from './reevaluate.ts';
import { isFailing } from './rules/level.ts';
import { hostObject, hostsInZones, readTopology, withDependents, zoneObject } from './topology.ts';

const HOST_FAULTS = [
  'ENVIRONMENT_DEGRADED',
  'ENVIRONMENT_UNKNOWN',
  'COMPUTE_HOST_UNKNOWN',
  'INSUFFICIENT_CAPACITY',
  'FUNCTIONS_AT_RISK',
  'FUNCTIONS_DEACTIVATED',
  'POWER_CONTROL_FAILURE',
] as const;
const DEFAULT_PRIORITY = 50;
export const DEFAULT_CRITICALITY = 50;

export async function createComputeHost(context: Context, request: ComputeHostRequest): Promise<ComputeHost> {
  const host: ComputeHost = {
    ...request,
    id: request.id ?? newIdentifier(),
    priority: request.priority ?? DEFAULT_PRIORITY,
    environmentLevel: 'UNKNOWN',
    levelEnteredTime: context.now,
    schedulingState: 'ENABLED',
    withdrawals: [],
    powerState: 'UNKNOWN',
  };
  await checkHost(context, host);
  await context.tables.computeHosts.insert(host);
  await determineWithDependents(context, host);
  return get(context.tables.computeHosts.get(host.id), 'compute host', host.id);
}

export async function modifyComputeHost(
  context: Context,
  id: string,
  change: (host: ComputeHost) => ComputeHost,
): Promise<ComputeHost> {
  const host = change(await get(context.tables.computeHosts.get(id), 'compute host', id));
  await checkHost(context, host);
  await context.tables.computeHosts.update(host);
  // By now somebody has said what it is.
  await clearAlarm(context, id, 'COMPUTE_HOST_UNKNOWN');
  await determineWithDependents(context, host);
  return get(context.tables.computeHosts.get(id), 'compute host', id);
}

export async function deleteComputeHost(context: Context, id: string): Promise<void> {
  const { tables } = context;
  const host = await get(tables.computeHosts.get(id), 'compute host', id);
  const [compute] = await tables.virtualComputes.find({ hostId: id }, { limit: 1 });
  if (compute !== undefined)
    throw new DomainError('StateConflict', `virtual compute ${compute.computeId} is on compute host ${id}`);
  const [child] = await tables.computeHosts.find({ parentComputeHostId: id }, { limit: 1 });
  if (child !== undefined)
    throw new DomainError('StateConflict', `compute host ${child.id} rests on compute host ${id}`);
  const open = await openEvacuationOf(context, host);
  if (open !== undefined)
    throw new DomainError('StateConflict', `compute host ${id} is being evacuated: host evacuation ${open.id}`);
  await tables.computeHosts.delete(id);
  await forget(context, id, hostObject(id));
}

async function checkHost({ tables }: Context, host: ComputeHost): Promise<void> {
  const { resourceZoneId, parentComputeHostId } = host;
  if (resourceZoneId !== undefined && (await tables.resourceZones.get(resourceZoneId)) === undefined)
    invalid('/resourceZoneId', `no resource zone ${resourceZoneId}`);
  for (let id = parentComputeHostId; id !== undefined;) {
    if (id === host.id) invalid('/parentComputeHostId', 'a server cannot rest on itself');
    const parent: ComputeHost | undefined = await tables.computeHosts.get(id);
    if (parent === undefined) return invalid('/parentComputeHostId', `no compute host ${id}`);
    id = parent.parentComputeHostId;
  }
}

async function determineWithDependents(context: Context, host: ComputeHost): Promise<void> {
  await determine(context, await readTopology(context.tables), await withDependents(context.tables, [host]));
}

export async function createVirtualCompute(context: Context, request: VirtualComputeRequest): Promise<VirtualCompute> {
  const compute: VirtualCompute = {
    ...request,
    operationalState: request.operationalState ?? 'ENABLED',
    criticality: request.criticality ?? DEFAULT_CRITICALITY,
    required: request.required ?? true,
  };
  const host = await hostOf(context, compute);
  await context.tables.virtualComputes.insert(compute);
  await leaveIfUnsound(context, host, compute);
  return compute;
}

export async function modifyVirtualCompute(
  context: Context,
  id: string,
  change: (compute: VirtualCompute) => VirtualCompute,
): Promise<VirtualCompute> {
  const compute = change(await get(context.tables.virtualComputes.get(id), 'virtual compute', id));
  const host = await hostOf(context, compute);
  await context.tables.virtualComputes.update(compute);
  await leaveIfUnsound(context, host, compute);
  return compute;
}

export async function deleteVirtualCompute({ tables }: Context, id: string): Promise<void> {
  if (!(await tables.virtualComputes.delete(id))) throw new DomainError('NotFound', `no virtual compute ${id}`);
}

async function hostOf({ tables }: Context, compute: VirtualCompute): Promise<ComputeHost> {
  const host = await tables.computeHosts.get(compute.hostId);
  return host ?? invalid('/hostId', `no compute host ${compute.hostId}`);
}

/** What appears on a failing server has to leave it too. */
async function leaveIfUnsound(context: Context, host: ComputeHost, compute: VirtualCompute): Promise<void> {
  if (compute.operationalState !== 'ENABLED' || !isFailing(host.environmentLevel)) return;
  if ((await openEvacuationOf(context, host)) !== undefined)
    await moveOnFrom(context, host, `${compute.computeId} appeared on it`);
}

export async function createResourceZone(context: Context, request: ResourceZoneRequest): Promise<ResourceZone> {
  const zone: ResourceZone = { ...request, environmentLevel: 'UNKNOWN' };
  await checkZone(context, zone);
  await context.tables.resourceZones.insert(zone);
  return zone;
}

export async function modifyResourceZone(
  context: Context,
  id: string,
  change: (zone: ResourceZone) => ResourceZone,
): Promise<ResourceZone> {
  const zone = change(await get(context.tables.resourceZones.get(id), 'resource zone', id));
  await checkZone(context, zone);
  await context.tables.resourceZones.update(zone);
  const topology = await readTopology(context.tables);
  await determine(context, topology, await hostsInZones(context.tables, topology, [id]));
  return get(context.tables.resourceZones.get(id), 'resource zone', id);
}

export async function deleteResourceZone(context: Context, id: string): Promise<void> {
  const { tables } = context;
  await get(tables.resourceZones.get(id), 'resource zone', id);
  const [host] = await tables.computeHosts.find({ resourceZoneId: id }, { limit: 1 });
  if (host !== undefined) throw new DomainError('StateConflict', `compute host ${host.id} is in resource zone ${id}`);
  const [child] = await tables.resourceZones.find({ parentResourceZoneId: id }, { limit: 1 });
  if (child !== undefined)
    throw new DomainError('StateConflict', `resource zone ${child.zoneId} is in resource zone ${id}`);
  await tables.resourceZones.delete(id);
  await forget(context, id, zoneObject(id));
}

/** What was known and alarmed of something goes with it. */
async function forget(context: Context, id: string, objectId: string): Promise<void> {
  for (const state of await context.tables.environmentStates.find({ objectId })) {
    await context.tables.environmentStates.delete(state.id);
  }
  for (const faultType of HOST_FAULTS) await clearAlarm(context, id, faultType);
}

async function checkZone({ tables }: Context, zone: ResourceZone): Promise<void> {
  for (let id = zone.parentResourceZoneId; id !== undefined;) {
    if (id === zone.zoneId) invalid('/parentResourceZoneId', 'a zone cannot lie in itself');
    const parent: ResourceZone | undefined = await tables.resourceZones.get(id);
    if (parent === undefined) return invalid('/parentResourceZoneId', `no resource zone ${id}`);
    id = parent.parentResourceZoneId;
  }
}

/** Enters what the configuration lists, each entry once for ever: what was changed or removed since is left alone (R17). */
export async function enterInventory(
  context: Context,
  { resourceZones, computeHosts, virtualComputes }: components['schemas']['Inventory'],
  environmentThresholds: readonly EnvironmentThresholdRequest[],
): Promise<void> {
  const { tables } = context;
  const once = async (kind: string, id: string, existing: object | undefined, enter: () => Promise<unknown>) => {
    const key = `${kind} ${id}`;
    if ((await tables.inventoryEntries.get(key)) !== undefined) return;
    await tables.inventoryEntries.insert({ id: key });
    if (existing !== undefined) return;
    try {
      await enter();
    } catch (error) {
      throw new Error(`the inventory of the configuration: ${key}`, { cause: error });
    }
  };
  for (const zone of parentsFirst(
    resourceZones,
    (item) => item.zoneId,
    (item) => item.parentResourceZoneId,
  )) {
    await once('resourceZone', zone.zoneId, await tables.resourceZones.get(zone.zoneId), () =>
      createResourceZone(context, zone),
    );
  }
  for (const host of parentsFirst(
    computeHosts,
    (item) => item.id ?? '',
    (item) => item.parentComputeHostId,
  )) {
    const id = host.id ?? '';
    await once('computeHost', id, await tables.computeHosts.get(id), () => createComputeHost(context, host));
  }
  for (const compute of virtualComputes) {
    const id = compute.computeId;
    await once('virtualCompute', id, await tables.virtualComputes.get(id), () =>
      createVirtualCompute(context, compute),
    );
  }
  const parameterTypes = new Set<string>();
  for (const threshold of environmentThresholds) {
    const id = threshold.id ?? '';
    await once('environmentThreshold', id, await tables.environmentThresholds.get(id), async () => {
      await tables.environmentThresholds.insert({ ...threshold, id });
      parameterTypes.add(threshold.parameterType);
    });
  }
  for (const parameterType of parameterTypes) await reevaluateParameter(context, parameterType);
}

/** In an order in which whatever an entry refers to comes before it. */
function parentsFirst<Entry>(
  entries: readonly Entry[],
  idOf: (entry: Entry) => string,
  parentOf: (entry: Entry) => string | undefined,
): Entry[] {
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]));
  const depth = (entry: Entry, seen: readonly string[] = []): number => {
    const parent = byId.get(parentOf(entry) ?? '');
    return parent === undefined || seen.includes(idOf(parent)) ? 0 : 1 + depth(parent, [...seen, idOf(entry)]);
  };
  return entries
    .map((entry) => ({ entry, depth: depth(entry) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ entry }) => entry);
}

async function get<Entity>(entity: Promise<Entity | undefined>, what: string, id: string): Promise<Entity> {
  const value = await entity;
  if (value === undefined) throw new DomainError('NotFound', `no ${what} ${id}`);
  return value;
}

function invalid(pointer: string, reason: string): never {
  throw new DomainError('Unprocessable', `${pointer}: ${reason}`, { invalidParams: [{ pointer, reason }] });
}
