/** The whole site as a placement needs it: servers, room, and where the event reaches (R12, R16). */
import type { ComputeHost, VirtualCompute } from './entities.ts';
import { OPEN_REQUEST_STATES } from './entities.ts';
import type { Context } from './context.ts';
import { isOpenRequest } from './migration-request.ts';
import type { Case } from './step.ts';
import { candidateHosts, hazardZones, roomOf, take, unusableHosts, type Room } from './rules/placement.ts';

export interface Site {
  hosts: ComputeHost[];
  hazard: ReadonlySet<string>;
  /** Servers outside the hazard zones that must not be chosen. */
  unusable: string[];
  /** Every server that must not be chosen. */
  excluded: ReadonlySet<string>;
  /** Room left, after what open requests are meant to take. */
  room: Room;
}

export async function readSite({ tables }: Context): Promise<Site> {
  const hosts = await tables.computeHosts.find({});
  const computes = await tables.virtualComputes.find({});
  const hazard = hazardZones(await tables.resourceZones.find({}));
  const unusable = unusableHosts(hosts, hazard);
  const inHazard = hosts
    .filter((host) => host.resourceZoneId !== undefined && hazard.has(host.resourceZoneId))
    .map((host) => host.id);
  const room = roomOf(hosts, computes);
  const byId = new Map(computes.map((compute) => [compute.computeId, compute]));
  // Room is kept for what is asked, and for what is asked anew soon.
  const states = [...OPEN_REQUEST_STATES, 'REJECTED', 'FAILED', 'EXPIRED'];
  const asked = await tables.migrationRequests.find({ migrationRequestState: states });
  for (const request of asked.filter((one) => one.retryTime !== undefined || isOpenRequest(one))) {
    const [target] = request.placement.candidateComputeHostIds;
    const moving = request.virtualComputeIds.flatMap((id) => byId.get(id) ?? []);
    if (target !== undefined) take(room, target, moving);
  }
  return { hosts, hazard, unusable, excluded: new Set([...unusable, ...inHazard]), room };
}

export function candidatesFor(site: Site, source: ComputeHost, computes: readonly VirtualCompute[]): string[] {
  return candidateHosts(source, computes, site);
}

/** Takes the room that the required functions of other failing servers will need, so that optional ones do not get in their way (R15). */
export async function reserveForOthers({ tables }: Context, { evacuation }: Case, site: Site): Promise<void> {
  const others = (await tables.hostEvacuations.find({ hostEvacuationState: ['WITHDRAWING', 'MIGRATING'] })).filter(
    ({ id }) => id !== evacuation.id,
  );
  for (const other of others) {
    const source = site.hosts.find((host) => host.id === other.computeHostId);
    if (source === undefined) continue;
    const requests = await tables.migrationRequests.find({ hostEvacuationId: other.id });
    const asked = new Set(requests.flatMap((request) => request.virtualComputeIds));
    const computes = await tables.virtualComputes.find({ hostId: source.id });
    for (const compute of computes.filter(({ computeId, required }) => required && !asked.has(computeId))) {
      const [target] = candidatesFor(site, source, [compute]);
      if (target !== undefined) take(site.room, target, [compute]);
    }
  }
}
