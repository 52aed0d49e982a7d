/** What a heal is going to be of, and whether it has begun already. */
import type { HealInProgress, HealIntention } from './heal-operation.ts';
import type { VnfLcm } from './vnf-lcm.ts';
import type { VnfInstance, VnfLcmOpOcc } from './vnf-lcm-resources.ts';
import type { MigrationRequest } from './vnf-manager.ts';

/** The VNFCs to heal, and every virtual compute of the VNF. */
type Plan = Pick<HealIntention, 'vnfcs' | 'computeIds'>;

export function planOf({ virtualComputeIds }: MigrationRequest, { vnfcs }: VnfInstance): Plan {
  return {
    vnfcs: virtualComputeIds.flatMap((id) => vnfcs.find(({ computeId }) => computeId === id) ?? []),
    computeIds: vnfcs.map(({ computeId }) => computeId),
  };
}

export function isSamePlan(one: Plan, other: Plan): boolean {
  const written = ({ vnfcs, computeIds }: Plan) =>
    JSON.stringify([vnfcs.map(({ vnfcInstanceId, computeId }) => [vnfcInstanceId, computeId]), [...computeIds].sort()]);
  return written(one) === written(other);
}

/** The VNF by the identifier of the request, or by a virtual compute when that is a name that only the VIM knows. */
export async function findVnf(
  lcm: VnfLcm,
  { vnfInstanceId, virtualComputeIds }: MigrationRequest,
): Promise<VnfInstance | undefined> {
  const named = await lcm.readVnfInstance(vnfInstanceId);
  if (named !== undefined) return named;
  for (const computeId of virtualComputeIds) {
    const found = await lcm.findVnfInstance(computeId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** After a crash the order may have been given: the operations of the VNF tell. */
export async function findBegun(
  lcm: VnfLcm,
  intention: HealIntention,
  isOwn: (intention: HealIntention, occurrence: VnfLcmOpOcc) => boolean,
): Promise<VnfLcmOpOcc | undefined> {
  const { vnfInstanceId, precedingOpOccIds } = intention;
  for (const { id, operation } of await lcm.listOpOccs(vnfInstanceId)) {
    if (operation !== 'HEAL' || precedingOpOccIds.includes(id)) continue;
    // A list leaves out by default what the operation was asked with (SOL003 5.4.12.3.2).
    const occurrence = await lcm.readOpOcc(id);
    if (occurrence !== undefined && isOwn(intention, occurrence)) return occurrence;
  }
  return undefined;
}

export function begunAs(intention: HealIntention, vnfLcmOpOccId: string): HealInProgress {
  return { ...intention, phase: 'ORDERED', vnfLcmOpOccId, retries: 0, isRolledBack: false, lookups: 0 };
}
