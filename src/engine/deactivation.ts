/** Functions that did not leave in time are given up for the failure at hand, and only for that one (R19). */
import { clearAlarm, probableCauseOf, raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import type { ComputeHost, HostEvacuation, TimelineEntry, VirtualCompute } from './entities.ts';
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

/** What the evacuation deactivated and is still on its server, which was never off: it has been running all along. */
export async function givenUpOn(
  { tables }: Pick<Context, 'tables'>,
  { computeHostId, wasPoweredOff, deactivatedVirtualComputeIds = [] }: HostEvacuation,
): Promise<VirtualCompute[]> {
  if (wasPoweredOff === true || deactivatedVirtualComputeIds.length === 0) return [];
  const computes = await tables.virtualComputes.getEach(deactivatedVirtualComputeIds);
  return computes.filter(({ hostId, operationalState }) => hostId === computeHostId && operationalState === 'DISABLED');
}

/** The server is not switched off: what was given up on it counts again. Gives what that is. */
export async function reactivate(context: Context, evacuation: HostEvacuation): Promise<VirtualCompute[]> {
  const givenUp = await givenUpOn(context, evacuation);
  for (const compute of givenUp)
    await context.tables.virtualComputes.update({ ...compute, operationalState: 'ENABLED' });
  if (givenUp.length > 0) await clearAlarm(context, evacuation.computeHostId, 'FUNCTIONS_DEACTIVATED');
  return givenUp;
}

/** The same where the server is to be left once more: their managers are asked anew. */
export async function reactivateToLeave(context: Context, evacuation: HostEvacuation): Promise<void> {
  const givenUp = (await reactivate(context, evacuation)).map(({ computeId }) => computeId);
  if (givenUp.length === 0) return;
  const { migrationRequests } = context.tables;
  for (const request of await migrationRequests.find({ hostEvacuationId: evacuation.id })) {
    const isGivenUp = request.migrationRequestState === 'EXPIRED' || request.migrationRequestState === 'REJECTED';
    if (isGivenUp && request.virtualComputeIds.some((id) => givenUp.includes(id)))
      await migrationRequests.update({ ...request, retryTime: context.now });
  }
}
