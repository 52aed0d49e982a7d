/** The servers and functions that the kit, as a gateway, knows of. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { components as ConfigComponents } from '../../../generated/config.ts';
import type { components } from '../../../generated/vnfmig.ts';
import { compileSchema, describeErrors } from '../../peers/spec-validator.ts';
import { CannotRun } from '../case.ts';
import type { RequestTerms } from './case.ts';

type Configured = ConfigComponents['schemas']['Inventory'];
export type Placement = components['schemas']['Placement'];

/** The part of a VNF that is on one server, and where that is now. */
export interface VnfFunction {
  vnfInstanceId: string;
  vnfcInstanceIds: readonly string[];
  virtualComputeIds: readonly string[];
  computeHostId: string;
}

export interface Inventory {
  computeHosts: readonly { id: string; resourceZoneId?: string }[];
  functions: readonly VnfFunction[];
}

/** The source, one that is excluded and one that is left. */
const LEAST_COMPUTE_HOSTS = 3;

export interface InventoryOptions {
  /** YAML file that has an `inventory` as the configuration of a gateway has it. */
  file: string | undefined;
  /** Undefined when it is not known yet. */
  vnfmId: string | undefined;
  /** Only these VNF instances. */
  vnfInstanceIds: readonly string[];
}

export function readInventory({ file, vnfmId, vnfInstanceIds }: InventoryOptions): Inventory {
  if (file === undefined) return madeUp(vnfInstanceIds);
  const { computeHosts = [], virtualComputes = [] } = parseInventory(file);
  const mine = virtualComputes.filter(
    (compute) =>
      (vnfmId ?? compute.vnfmId) === compute.vnfmId &&
      (vnfInstanceIds.length === 0 || vnfInstanceIds.includes(compute.vnfInstanceId)),
  );
  const functions = new Map<string, VnfFunction>();
  for (const { computeId, hostId, vnfInstanceId, vnfcInstanceId } of mine) {
    const known = functions.get(`${vnfInstanceId} ${hostId}`);
    functions.set(`${vnfInstanceId} ${hostId}`, {
      vnfInstanceId,
      computeHostId: hostId,
      vnfcInstanceIds: [...(known?.vnfcInstanceIds ?? []), ...(vnfcInstanceId === undefined ? [] : [vnfcInstanceId])],
      virtualComputeIds: [...(known?.virtualComputeIds ?? []), computeId],
    });
  }
  if (functions.size === 0) throw new CannotRun(`--inventory ${file}: nothing in it is of VNF manager ${vnfmId ?? ''}`);
  if (computeHosts.length < LEAST_COMPUTE_HOSTS)
    throw new CannotRun(`--inventory ${file}: the cases need ${LEAST_COMPUTE_HOSTS} servers at least`);
  const hosts = computeHosts.map(({ id = '', resourceZoneId }) =>
    resourceZoneId === undefined ? { id } : { id, resourceZoneId },
  );
  return { computeHosts: hosts, functions: [...functions.values()] };
}

function parseInventory(file: string): Partial<Configured> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotRun(`--inventory ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const inventory: unknown =
    typeof content === 'object' && content !== null && 'inventory' in content ? content.inventory : undefined;
  const validate = compileSchema<Configured>('config', 'Inventory');
  if (validate(inventory)) return inventory;
  throw new CannotRun(`--inventory ${file}: /inventory ${describeErrors(validate.errors)[0] ?? 'is missing'}`);
}

/** Names of its own, for a VNF manager that takes whatever it is asked for. */
function madeUp(vnfInstanceIds: readonly string[]): Inventory {
  const names = vnfInstanceIds.length > 0 ? vnfInstanceIds : numbered('kit-vnf', 8);
  const computeHosts = numbered('kit-server', 7).map((id, index) => ({ id, resourceZoneId: `kit-room-${index % 2}` }));
  return {
    computeHosts,
    functions: names.map((vnfInstanceId) => ({
      vnfInstanceId,
      vnfcInstanceIds: [`${vnfInstanceId}-vnfc`],
      virtualComputeIds: [`${vnfInstanceId}-compute`],
      computeHostId: 'kit-server-1',
    })),
  };
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_item, index) => `${prefix}-${index + 1}`);
}

/** Where a function may go: as many candidates and excluded servers as are wanted and there. */
export function placementOf(
  { computeHosts }: Inventory,
  source: string,
  { candidates = 2, excluded = 1 }: RequestTerms,
): Placement {
  const others = computeHosts.map(({ id }) => id).filter((id) => id !== source);
  const wanted = excluded === 'all' ? others.length : Math.min(excluded, Math.max(0, others.length - 1));
  const excludedHere = others.slice(others.length - wanted);
  return {
    excludedComputeHostIds: [source, ...excludedHere],
    excludedResourceZoneIds: [],
    candidateComputeHostIds: others.slice(0, others.length - wanted).slice(0, candidates),
  };
}

/** What was allowed is excluded, and the other way round. */
export function otherPlacement({ computeHosts }: Inventory, source: string, before: Placement): Placement {
  const { candidateComputeHostIds } = before;
  const others = computeHosts.map(({ id }) => id).filter((id) => id !== source);
  return {
    excludedComputeHostIds: [source, ...candidateComputeHostIds],
    excludedResourceZoneIds: [],
    candidateComputeHostIds: others.filter((id) => !candidateComputeHostIds.includes(id)),
  };
}
