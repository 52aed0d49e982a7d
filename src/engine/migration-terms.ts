/** What is asked of a VNF manager: which functions, by when, and where they may go (R12, R14, R15, R16). */
import { addSeconds, secondsBetween, type MigrationRequest, type Placement, type VirtualCompute } from './entities.ts';
import type { Context } from './context.ts';
import { migrationDeadline } from './rules/deadline.ts';
import { policyFor, type Policy } from './rules/policy.ts';
import type { Site } from './site.ts';
import type { Case } from './step.ts';

/** The virtual computes of one VNF on the server: what one request asks for. */
export interface VnfShare {
  vnfInstanceId: string;
  vnfmId: string;
  computes: VirtualCompute[];
  required: boolean;
  criticality: number;
}

/** Virtual computes by VNF, the required before the optional, then the most critical first. */
export function sharesOf(computes: readonly VirtualCompute[]): VnfShare[] {
  const byVnf = new Map<string, VirtualCompute[]>();
  for (const compute of computes) {
    const key = `${compute.vnfmId} ${compute.vnfInstanceId} ${String(compute.required)}`;
    byVnf.set(key, [...(byVnf.get(key) ?? []), compute]);
  }
  return [...byVnf.values()]
    .flatMap(byWaysOfMigration)
    .map((group) => ({
      vnfInstanceId: group[0]?.vnfInstanceId ?? '',
      vnfmId: group[0]?.vnfmId ?? '',
      ...shareOf(group),
    }))
    .sort((a, b) => Number(b.required) - Number(a.required) || b.criticality - a.criticality);
}

/** Functions of a VNF that cannot be moved in one way are asked for in several requests. */
function byWaysOfMigration(computes: readonly VirtualCompute[]): VirtualCompute[][] {
  const groups: { ways: readonly MigrationType[]; computes: VirtualCompute[] }[] = [];
  for (const compute of computes) {
    const own = migrationTypesOf(maintenanceOf([compute]));
    const fitting = groups.find(({ ways }) => ways.some((way) => own.includes(way)));
    if (fitting === undefined) groups.push({ ways: own, computes: [compute] });
    else {
      fitting.computes.push(compute);
      fitting.ways = fitting.ways.filter((way) => own.includes(way));
    }
  }
  return groups.map((group) => group.computes);
}

export function shareOf(computes: VirtualCompute[]) {
  return {
    computes,
    required: computes.some((compute) => compute.required),
    criticality: Math.max(0, ...computes.map((compute) => compute.criticality)),
  };
}

/** The policy for a VNF on the server (R10). */
export function policyOfVnf(
  { settings }: Context,
  { evacuation, host, resourceZoneIds }: Case,
  { computes, criticality }: Pick<VnfShare, 'computes' | 'criticality'>,
): Policy {
  return policyFor(settings.policies, {
    parameterType: evacuation.cause.parameterType,
    computeHostType: host.computeHostType,
    resourceZoneIds,
    vnf: { vnfdId: computes[0]?.vnfdId, criticality },
  });
}

/** Deadlines and kind of a request, by the policy for this VNF (R10, R14). */
export function termsOf(
  context: Context,
  subject: Case,
  share: Omit<VnfShare, 'vnfInstanceId' | 'vnfmId' | 'required'>,
  attemptTime: string,
) {
  const { evacuation } = subject;
  const { now } = context;
  const policy = policyOfVnf(context, subject, share);
  const maintenance = maintenanceOf(share.computes);
  const end = evacuation.evacuationDeadline ?? addSeconds(attemptTime, policy.defaultFailureTime);
  const terms = {
    criticality: share.criticality,
    criticalShare: policy.criticalShare,
    maintenance: longestLeadTime(maintenance),
  };
  const planned = migrationDeadline(attemptTime, end, terms);
  // Where its share of the time is over, a function gets what is left of the whole.
  const deadline = [planned, end].find((time) => time > now) ?? now;
  return {
    requestedAction: policy.requestedAction,
    supportedMigrationTypes: migrationTypesOf(maintenance),
    requestedTime: now,
    migrationDeadline: deadline,
    migrationDuration: Math.max(0, Math.floor(secondsBetween(now, deadline))),
    replyDeadline: addSeconds(now, policy.replyTime),
    cause: evacuation.cause,
  };
}

function maintenanceOf(computes: readonly VirtualCompute[]) {
  return computes.flatMap(({ nfviMaintenanceInfo }) =>
    nfviMaintenanceInfo === undefined ? [] : [nfviMaintenanceInfo],
  );
}

type Maintenance = ReturnType<typeof maintenanceOf>[number];

/** The one who needs the longest time before it is touched speaks for all. */
function longestLeadTime(known: readonly Maintenance[]): Maintenance | undefined {
  return known.toSorted((a, b) => (b.impactNotificationLeadTime ?? 0) - (a.impactNotificationLeadTime ?? 0))[0];
}

type MigrationType = MigrationRequest['supportedMigrationTypes'][number];
const MOVES: readonly MigrationType[] = ['LIVE_MIGRATION', 'OFFLINE_MIGRATION'];

/** How every one of the functions can be moved; one that says nothing can be moved in any way. */
function migrationTypesOf(known: readonly Maintenance[]): MigrationType[] {
  const said = known.flatMap(({ supportedMigrationType: types }) =>
    types === undefined || types.length === 0 ? [] : [types],
  );
  const common = (said[0] ?? MOVES).filter((type) => said.every((types) => types.includes(type)));
  return common.length > 0 ? common : ['NO_MIGRATION'];
}

export function placementOf({ host }: Case, computes: readonly VirtualCompute[], site: Site): Placement {
  return {
    excludedComputeHostIds: [...new Set([host.id, ...site.unusable()])],
    excludedResourceZoneIds: [...site.hazard()],
    candidateComputeHostIds: site.candidates(host, computes),
  };
}

/** The placement of a request that is sent again: the room that was kept for it is there for it. */
export function placementAnew(
  subject: Case,
  request: MigrationRequest,
  computes: readonly VirtualCompute[],
  site: Site,
): Placement {
  return site.without(request.id, () => placementOf(subject, computes, site));
}

export function isPlacementStale(placement: Placement, site: Site): boolean {
  const newZones = [...site.hazard()].some((zoneId) => !placement.excludedResourceZoneIds.includes(zoneId));
  return newZones || placement.candidateComputeHostIds.some((id) => site.isExcluded(id));
}

export async function presentComputes({ tables }: Context, request: MigrationRequest): Promise<VirtualCompute[]> {
  const computes = await Promise.all(request.virtualComputeIds.map((id) => tables.virtualComputes.get(id)));
  return computes.filter((compute) => compute !== undefined);
}
