/** How a VNF manager learns what is asked of it (R13). */
import { notify } from '../managers/notifications.ts';
import { clearAlarm, raiseAlarm, type OpenAlarms } from './alarms.ts';
import type { Context } from './context.ts';
import { compact, type HostEvacuation, type MigrationRequest, type VirtualCompute } from './entities.ts';
import { alarmImpact } from './migration-alarms.ts';
import { sendRequest } from './migration-request.ts';
import type { Case } from './step.ts';

/** A manager that does not know the extension is asked by its adapter at once. */
export function pursuedBy({ settings, now }: Context, vnfmId: string): Pick<MigrationRequest, 'pursuitTime'> {
  return settings.vnfManagers.some((manager) => manager.vnfmId === vnfmId) ? { pursuitTime: now } : {};
}

/** Sends the request to its manager, and tells of it in the words of those who do not know the extension. */
export async function ask(
  context: Context,
  { evacuation }: Case,
  request: MigrationRequest,
  computes: readonly VirtualCompute[],
  { openAlarms, ...how }: { isCorrection?: boolean; openAlarms?: OpenAlarms } = {},
): Promise<void> {
  await alarmImpact(context, evacuation, request, computes, openAlarms);
  const isHeard = await sendRequest(context, request, how);
  if (isHeard || request.pursuitTime !== undefined) {
    if (!context.heardBy.has(request.vnfmId)) await clearAlarm(context, request.vnfmId, 'VNFM_NOT_SUBSCRIBED');
    context.heardBy.add(request.vnfmId);
    return;
  }
  context.heardBy.delete(request.vnfmId);
  await raiseAlarm(context, {
    managedObjectId: request.vnfmId,
    faultType: 'VNFM_NOT_SUBSCRIBED',
    perceivedSeverity: 'CRITICAL',
    eventType: 'COMMUNICATIONS_ALARM',
    probableCause: 'communicationsSubsystemFailure',
    detail: `nobody subscribed to migration requests for VNF manager ${request.vnfmId}; what it manages on ${request.sourceComputeHostId} has to be moved by hand`,
  });
}

/** For consumers that do not know the extension (IFA005 8.4.9, FEAT03). */
export async function notifyResourceChange(
  context: Context,
  evacuation: HostEvacuation,
  compute: VirtualCompute,
): Promise<void> {
  await notify(context, {
    apiName: 'vrinfo',
    notificationType: 'VirtualisedResourceChangeNotification',
    resourceId: compute.computeId,
    subject: { computeHostIds: [compute.hostId], vnfmIds: [compute.vnfmId], vnfInstanceIds: [compute.vnfInstanceId] },
    content: {
      changeId: evacuation.id,
      virtualisedResourceId: compute.computeId,
      vimId: context.settings.vimId,
      changeType: 'NFVI_EVACUATION',
      changedResourceData: compact({
        hostId: compute.hostId,
        vnfInstanceId: compute.vnfInstanceId,
        vnfmId: compute.vnfmId,
        anticipatedTime: evacuation.evacuationDeadline,
      }),
    },
  });
}
