/** Where the healed VNFCs are now: their virtual computes as the VNF manager tells, and their servers as the VIMs tell. */
import type { Vim, VimCompute } from '../vim/vim.ts';
import type { AffectedVnfc, Vnfc } from './vnf-lcm-resources.ts';

/**
 * The virtual compute of each VNFC after a heal, which may have made it anew with other identifiers (SOL003 5.5.3.13): that of the
 * same VnfcResourceInfo, or else one of the same VDU that was not there before, preferably one that the operation names.
 */
export function successorsOf(
  vnfcs: readonly Vnfc[],
  before: readonly string[],
  after: readonly Vnfc[],
  affected: readonly AffectedVnfc[],
): (string | undefined)[] {
  const named = new Set(affected.flatMap(({ changeType, computeId }) => (changeType === 'REMOVED' ? [] : [computeId])));
  const created = after.filter(({ computeId }) => !before.includes(computeId));
  const byOperation = created.filter(({ computeId }) => named.has(computeId));
  const free = byOperation.length === 0 ? created : byOperation;
  const same = vnfcs.map(({ resourceInfoId }) => after.find((vnfc) => vnfc.resourceInfoId === resourceInfoId));
  const taken = new Set(same.map((vnfc) => vnfc?.computeId));
  return vnfcs.map(({ vduId }, index) => {
    const successor = same[index] ?? free.find((vnfc) => vnfc.vduId === vduId && !taken.has(vnfc.computeId));
    taken.add(successor?.computeId);
    return successor?.computeId;
  });
}

/** What the VIMs say of virtual computes; one that they do not know is absent. */
export async function readPlaces(
  vims: readonly Vim[],
  computeIds: readonly string[],
): Promise<Map<string, VimCompute>> {
  const computes = await Promise.all(vims.map((vim) => vim.findVirtualComputes(computeIds)));
  return new Map(computes.flat().map((compute) => [compute.computeId, compute]));
}

/** Whether a VIM would still put new virtual computes on the server; undefined when no VIM manages it. */
export async function isScheduled(vims: readonly Vim[], computeHostId: string): Promise<boolean | undefined> {
  const vim = vims.find(({ computeHostIds }) => computeHostIds.includes(computeHostId));
  return vim === undefined ? undefined : (await vim.readScheduling(computeHostId)).schedulingState === 'ENABLED';
}
