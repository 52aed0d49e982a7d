import type { HostEvacuation } from './entities.ts';
import type { Context } from './context.ts';
import { policyFor } from './rules/policy.ts';
import type { Case } from './step.ts';
import { readTopology } from './topology.ts';

/** The evacuation with its server and the policy for it; undefined when the server is not in the inventory any more. */
export async function readCase({ tables, settings }: Context, evacuation: HostEvacuation): Promise<Case | undefined> {
  const host = await tables.computeHosts.get(evacuation.computeHostId);
  if (host === undefined) return undefined;
  const topology = await readTopology(tables);
  const resourceZoneIds = topology.above(host.resourceZoneId);
  const policy = policyFor(settings.policies, {
    parameterType: evacuation.cause.parameterType,
    computeHostType: host.computeHostType,
    resourceZoneIds,
  });
  return { evacuation, host, policy: { ...policy, powerOffPolicy: evacuation.powerOffPolicy }, resourceZoneIds };
}

/**
 * The case as it is by now, for a step that asked others meanwhile; undefined when it must not go on: the evacuation was cancelled,
 * another process has it, or the server is not in the inventory any more.
 */
export async function readCaseAgain(context: Context, { evacuation }: Case): Promise<Case | undefined> {
  const current = await context.tables.hostEvacuations.get(evacuation.id);
  if (current === undefined || current.claimedBy !== evacuation.claimedBy) return undefined;
  return readCase(context, current);
}
