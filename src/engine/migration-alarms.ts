/** What an operator has to know of functions that may not leave in time (R10, R15). */
import {
  clearAlarms,
  openAlarmsOf,
  probableCauseOf,
  raiseAlarm,
  type Fault,
  type FaultKey,
  type OpenAlarms,
} from './alarms.ts';
import type { Context } from './context.ts';
import type { HostEvacuation, MigrationRequest, VirtualCompute } from './entities.ts';
import type { Case } from './step.ts';

export async function alarmNoRoom(context: Context, { evacuation, host }: Case, count: number): Promise<void> {
  await raiseAlarm(context, {
    managedObjectId: host.id,
    faultType: 'INSUFFICIENT_CAPACITY',
    perceivedSeverity: 'MAJOR',
    eventType: 'QOS_ALARM',
    probableCause: probableCauseOf(evacuation.cause.parameterType),
    detail: `no server with room is known for ${count} required VNF of ${host.id}; their managers choose by themselves`,
  });
}

export async function alarmAtRisk(
  context: Context,
  { evacuation, host }: Case,
  running: readonly VirtualCompute[],
): Promise<void> {
  const switchedOff = evacuation.powerOffPolicy === 'LAST_SAFE_MOMENT';
  await raiseAlarm(context, {
    managedObjectId: host.id,
    faultType: 'FUNCTIONS_AT_RISK',
    perceivedSeverity: 'CRITICAL',
    probableCause: probableCauseOf(evacuation.cause.parameterType),
    detail: `${describe(running)} on ${host.id} past the deadline; ${switchedOff ? 'the policy switches the server off' : 'the server stays on until it fails'}`,
  });
}

/** What was alarmed about the functions of a server is over: it is back, or is not left any more. */
export async function clearHostAlarms(context: Context, managedObjectId: string): Promise<void> {
  await clearAlarms(context, [
    { managedObjectId, faultType: 'FUNCTIONS_AT_RISK' },
    { managedObjectId, faultType: 'FUNCTIONS_DEACTIVATED' },
    { managedObjectId, faultType: 'INSUFFICIENT_CAPACITY' },
  ]);
}

/** That a VNF is about to lose what it has on a server. */
const impactOn = (vnfInstanceId: string, computeHostId: string) =>
  ({
    managedObjectId: vnfInstanceId,
    subject: computeHostId,
    faultType: 'NFVI_OAM_VIRTUALISED_RESOURCE_STATE_CHANGE',
  }) satisfies FaultKey;

/** Those of `alarmImpact` that are open for VNFs on a server. */
export function openImpactAlarms(
  context: Context,
  computeHostId: string,
  vnfInstanceIds: readonly string[],
): Promise<OpenAlarms> {
  return openAlarmsOf(
    context,
    vnfInstanceIds.map((id) => impactOn(id, computeHostId)),
  );
}

/** What a manager or NFVO without the extension understands: this resource is going away at that time (SOL003 7.5.2.4, FEAT03). */
export async function alarmImpact(
  context: Context,
  evacuation: HostEvacuation,
  request: MigrationRequest,
  computes: readonly VirtualCompute[],
  known?: OpenAlarms,
): Promise<void> {
  const groups = new Set(computes.flatMap(({ metadata }) => textsOf(metadata?.['affinityOrAntiAffinityGroupId'])));
  const [faultyResourceId, ...others] = request.virtualComputeIds;
  const fault: Fault = {
    ...impactOn(request.vnfInstanceId, request.sourceComputeHostId),
    ...(faultyResourceId === undefined ? {} : { faultyResourceId }),
    perceivedSeverity: 'WARNING',
    probableCause: 'NFVI_COMPONENT_EVACUATION',
    detail: `anticipatedTime=${evacuation.evacuationDeadline ?? request.migrationDeadline}`,
    furtherDetails: [
      ...[...groups].map((id) => `affinityOrAntiAffinityGroupId=${id}`),
      ...others.map((id) => `virtualComputeId=${id}`),
    ],
  };
  await raiseAlarm(context, fault, known);
}

/** What was alarmed about a request is over: its functions have moved, or may stay. */
export async function clearRequestAlarms(context: Context, request: MigrationRequest): Promise<void> {
  const { vnfInstanceId: managedObjectId, sourceComputeHostId } = request;
  await clearAlarms(context, [
    { managedObjectId, faultType: 'MIGRATION_REQUEST_UNANSWERED' },
    { managedObjectId, faultType: 'MIGRATION_REQUEST_REFUSED' },
    impactOn(managedObjectId, sourceComputeHostId),
  ]);
}

function textsOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}

export function describe(computes: readonly VirtualCompute[]): string {
  const names = computes.slice(0, 5).map(({ computeId }) => computeId);
  const more = computes.length > names.length ? ` and ${computes.length - names.length} more` : '';
  return `${names.join(', ')}${more} still ${computes.length === 1 ? 'runs' : 'run'}`;
}
