/** Functions that did not leave in time are given up for the failure at hand, and only for that one (R19). */
import { clearAlarm, probableCauseOf, raiseAlarm } from './alarms.ts';
import { leftBehind } from './changes.ts';
import type { Context } from './context.ts';
import {
  GIVEN_UP_STATES,
  type ComputeHost,
  type HostEvacuation,
  type TimelineEntry,
  type VirtualCompute,
} from './entities.ts';
import { changeRequestState, isOpenRequest, requestError } from './migration-request.ts';
import { entry } from './timeline.ts';

/** The table says that they are deactivated, so that nothing comes back half-alive with the server. */
export async function deactivate(
  context: Context,
  { evacuation, host }: { evacuation: HostEvacuation; host: ComputeHost },
  running: readonly VirtualCompute[],
): Promise<TimelineEntry[]> {
  if (running.length === 0) return [];
  const { now, tables } = context;
  const requests = await tables.migrationRequests.find({ hostEvacuationId: evacuation.id });
  for (const request of requests.filter(isOpenRequest)) {
    await changeRequestState(context, request, 'EXPIRED', {
      error: requestError(`not completed by ${evacuation.evacuationDeadline ?? now}`),
    });
  }
  for (const compute of running) await tables.virtualComputes.update({ ...compute, operationalState: 'DISABLED' });
  await raiseAlarm(context, {
    managedObjectId: host.id,
    faultType: 'FUNCTIONS_DEACTIVATED',
    perceivedSeverity: 'CRITICAL',
    probableCause: probableCauseOf(evacuation.cause.parameterType),
    detail: `${running.map(({ computeId }) => computeId).join(', ')} did not leave ${host.id} in time and are deactivated`,
  });
  return running.map((compute) =>
    entry(now, 'DEACTIVATED', `${compute.computeId} of ${compute.vnfInstanceId} was still there`, {
      virtualComputeId: compute.computeId,
    }),
  );
}

/** What the evacuation gave up and is still on its server, which was never off: it has been running all along. */
export function givenUpOn(context: Pick<Context, 'tables'>, evacuation: HostEvacuation): Promise<VirtualCompute[]> {
  return stillRunning(context, evacuation, evacuation.deactivatedVirtualComputeIds ?? []);
}

async function stillRunning(
  { tables }: Pick<Context, 'tables'>,
  { computeHostId, wasPoweredOff }: HostEvacuation,
  computeIds: readonly string[],
): Promise<VirtualCompute[]> {
  if (wasPoweredOff === true || computeIds.length === 0) return [];
  if ((await tables.computeHosts.get(computeHostId))?.powerState === 'OFF') return [];
  const computes = await tables.virtualComputes.getEach(computeIds);
  return computes.filter(({ hostId, operationalState }) => hostId === computeHostId && operationalState === 'DISABLED');
}

/** The evacuation ends, and the server was never off: what was left behind on it counts again. */
export async function reactivate(context: Context, evacuation: HostEvacuation): Promise<void> {
  for (const compute of await stillRunning(context, evacuation, leftBehind(evacuation)))
    await context.tables.virtualComputes.update({ ...compute, operationalState: 'ENABLED' });
}

/** The server is to be left once more: what was given up counts again, and its managers are asked anew. */
export async function reactivateToLeave(context: Context, evacuation: HostEvacuation): Promise<void> {
  const computes = await givenUpOn(context, evacuation);
  if (computes.length === 0) return;
  for (const compute of computes)
    await context.tables.virtualComputes.update({ ...compute, operationalState: 'ENABLED' });
  await clearAlarm(context, evacuation.computeHostId, 'FUNCTIONS_DEACTIVATED');
  const givenUp = computes.map(({ computeId }) => computeId);
  const { migrationRequests } = context.tables;
  for (const request of await migrationRequests.find({ hostEvacuationId: evacuation.id })) {
    const isLost = GIVEN_UP_STATES.includes(request.migrationRequestState) && request.cancelledByOperator !== true;
    if (isLost && request.virtualComputeIds.some((id) => givenUp.includes(id)))
      await migrationRequests.update({ ...request, retryTime: context.now });
  }
}
