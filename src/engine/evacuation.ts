/** The evacuation of a server: how it begins, moves with the environment, and is cancelled (R9, R10). */
import { newIdentifier } from '../identifier.ts';
import { notify } from '../managers/notifications.ts';
import { DomainError } from '../problem.ts';
import {
  addSeconds,
  compact,
  earliest,
  GIVEN_UP_STATES,
  secondsBetween,
  type ComputeHost,
  type EnvironmentCause,
  type EnvironmentLevel,
  type EnvironmentState,
  type HostEvacuation,
  type HostEvacuationState,
  type MigrationRequest,
  type PowerOffPolicy,
  type TimelineEntry,
} from './entities.ts';
import { undone } from './changes.ts';
import type { Context } from './context.ts';
import { reactivate } from './deactivation.ts';
import { clearHostAlarms, clearRequestAlarms } from './migration-alarms.ts';
import { changeRequestState, isOpenRequest } from './migration-request.ts';
import { hrefOf, isCancellable } from './representations.ts';
import { evacuationDeadline, sheddingDeadline } from './rules/deadline.ts';
import { isFailing } from './rules/level.ts';
import type { Policy } from './rules/policy.ts';
import { removeWithdrawal } from './scheduling.ts';
import { entry } from './timeline.ts';

/** Parameter types in which a server that is off makes the others last longer (R20). */
const SHEDDING_TYPES = ['POWER', 'COOLING'];

export async function openEvacuationOf(
  { tables }: Pick<Context, 'tables'>,
  host: Pick<ComputeHost, 'id'>,
): Promise<HostEvacuation | undefined> {
  const [open] = await tables.hostEvacuations.find({ openComputeHostId: host.id });
  return open;
}

/** What is determined for one server. */
export interface Determination {
  environmentLevel: EnvironmentLevel;
  /** The state that decides, the worst; undefined when nothing watches the server. */
  decisive: EnvironmentState | undefined;
  cause: EnvironmentCause;
  /** While DEGRADED or FAILED. */
  predictedFailureTime?: string;
  policy: Policy;
  /** In a zone-wide event: the range of priorities of the failing servers of the zone (R20). */
  priorities?: { lowest: number; highest: number };
}

/** Starts the evacuation of a failing server, or moves the one that is open (R7, R9). */
export async function applyDetermination(
  context: Context,
  host: ComputeHost,
  determination: Determination,
): Promise<void> {
  const open = await openEvacuationOf(context, host);
  if (open !== undefined) await moveEvacuation(context, host, open, determination);
  else if (
    isFailing(determination.environmentLevel) &&
    determination.policy.evacuate &&
    host.evacuationSuppressed !== true
  ) {
    const { cause, predictedFailureTime, policy } = determination;
    await startEvacuation(
      context,
      host,
      compact({
        cause,
        predictedFailureTime,
        evacuationDeadline: deadlineFor(context, host, determination, context.now),
        powerOffPolicy: policy.powerOffPolicy,
        manualRelease: policy.manualRelease,
      }),
    );
  }
}

export interface EvacuationStart {
  cause: EnvironmentCause;
  predictedFailureTime?: string;
  evacuationDeadline?: string;
  powerOffPolicy: PowerOffPolicy;
  manualRelease: boolean;
  /** By an operator. */
  ordered?: boolean;
}

/** Opens the evacuation; from here on the driver carries it. */
export async function startEvacuation(
  context: Context,
  host: ComputeHost,
  start: EvacuationStart,
): Promise<HostEvacuation> {
  const { now, tables } = context;
  const evacuation: HostEvacuation = {
    id: newIdentifier(),
    computeHostId: host.id,
    hostEvacuationState: 'WITHDRAWING',
    stateEnteredTime: now,
    startTime: now,
    ...start,
    ...(start.ordered === true ? { orderedDeadline: start.evacuationDeadline ?? null } : {}),
    refusals: [],
    timeline: [{ timeStamp: now, step: 'DETERMINED', detail: start.cause.description, computeHostId: host.id }],
    changes: [],
    unrequestedVirtualComputeIds: [],
    determinedLevel: host.environmentLevel,
    nextAttemptTime: now,
  };
  await tables.hostEvacuations.insert(evacuation);
  context.begun.push(evacuation.id);
  await tables.computeHosts.update({ ...host, hostEvacuationId: evacuation.id });
  await notifyEvacuation(context, evacuation);
  return evacuation;
}

function deadlineFor(
  context: Context,
  host: ComputeHost,
  determination: Determination,
  start: string,
): string | undefined {
  const { predictedFailureTime, policy, priorities, cause } = determination;
  if (predictedFailureTime === undefined) return undefined;
  const deadline = evacuationDeadline(start, predictedFailureTime, reserveOf(host, policy));
  const sheds = priorities !== undefined && SHEDDING_TYPES.includes(cause.parameterType ?? '');
  return sheds
    ? sheddingDeadline(start, deadline, { own: host.priority, ...priorities }, context.settings.limits.sheddingShare)
    : deadline;
}

function reserveOf(host: ComputeHost, policy: Policy) {
  const { safetyMargin, cleanUpGraceTime, gracefulShutdownTime } = policy;
  return { safetyMargin, cleanUpGraceTime, shutdownTime: host.characteristics?.shutdownTime ?? gracefulShutdownTime };
}

/** States in which a deadline still means something: the server is on. */
const DEADLINE_STATES: readonly HostEvacuationState[] = ['WITHDRAWING', 'MIGRATING', 'CLEANING_UP', 'POWERING_OFF'];

async function moveEvacuation(
  context: Context,
  host: ComputeHost,
  open: HostEvacuation,
  determination: Determination,
): Promise<void> {
  const { environmentLevel, cause } = determination;
  const { now, settings } = context;
  const levelChanged = open.determinedLevel !== environmentLevel;
  const predictedFailureTime = determination.predictedFailureTime ?? open.predictedFailureTime;
  const evacuationDeadline = movedDeadline(context, host, open, determination);
  const moved =
    DEADLINE_STATES.includes(open.hostEvacuationState) &&
    hasMovedBeyond(open.evacuationDeadline, evacuationDeadline, settings.migration.deadlineTolerance);
  if (!levelChanged && !moved && predictedFailureTime === open.predictedFailureTime) return;
  const timeline = [...open.timeline];
  if (levelChanged) timeline.push(entry(now, 'ENVIRONMENT_CHANGED', `${environmentLevel}: ${cause.description}`));
  if (moved) {
    // Of a deadline that moves with every reading the last is enough.
    if (timeline.at(-1)?.step === 'DEADLINE_CHANGED') timeline.pop();
    timeline.push(entry(now, 'DEADLINE_CHANGED', `functions have to be gone by ${evacuationDeadline ?? ''}`));
  }
  await context.tables.hostEvacuations.update(
    compact({
      ...open,
      ...takenOver(host, open, determination),
      determinedLevel: environmentLevel,
      predictedFailureTime,
      evacuationDeadline,
      timeline,
      nextAttemptTime: levelChanged || moved ? now : open.nextAttemptTime,
    }),
  );
}

function movedDeadline(
  context: Context,
  host: ComputeHost,
  open: HostEvacuation,
  determination: Determination,
): string | undefined {
  const isFailingNow = isFailing(determination.environmentLevel);
  if (!isFailingNow && open.ordered !== true) return open.evacuationDeadline;
  const deadline = isFailingNow ? deadlineFor(context, host, determination, open.startTime) : undefined;
  return open.ordered === true ? earliest(orderedDeadlineOf(open), deadline) : deadline;
}

/** What the order said holds again when a failure that came in between has passed. One of before it was kept counts as it is. */
function orderedDeadlineOf({ orderedDeadline, evacuationDeadline }: HostEvacuation): string | undefined {
  return orderedDeadline === undefined ? evacuationDeadline : (orderedDeadline ?? undefined);
}

/**
 * What the evacuation takes over from a failing environment. What an operator ordered stays as ordered, and the policy that
 * only informs, or an operator who cancelled, changes nothing. A release that was asked for is never dropped.
 */
function takenOver(
  host: ComputeHost,
  open: HostEvacuation,
  { environmentLevel, cause, policy }: Determination,
): Partial<HostEvacuation> {
  if (open.ordered === true) return {};
  const environmental = open.cause.environmentLevel !== undefined;
  if (!isFailing(environmentLevel)) return environmental ? { cause: { ...open.cause, environmentLevel } } : {};
  if (!environmental && (!policy.evacuate || host.evacuationSuppressed === true)) return {};
  return {
    cause,
    powerOffPolicy: policy.powerOffPolicy,
    manualRelease: open.manualRelease || policy.manualRelease,
  };
}

/** Nothing is deactivated or switched off while the environment is unknown, or sound again. */
export function isReasonKnown({ cause }: HostEvacuation, host: ComputeHost): boolean {
  return cause.environmentLevel === undefined || isFailing(host.environmentLevel);
}

/** An operator released the server before it was switched off. */
export function isReleasedOrder({ cause, released }: HostEvacuation): boolean {
  return cause.environmentLevel === undefined && released === true;
}

function hasMovedBeyond(before: string | undefined, after: string | undefined, tolerance: number): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return Math.abs(secondsBetween(before, after)) > tolerance;
}

/** Has the driver look at the evacuation now, with an entry in its timeline. */
export async function advanceEvacuation(
  context: Context,
  hostEvacuationId: string,
  ...entries: TimelineEntry[]
): Promise<void> {
  const evacuation = await context.tables.hostEvacuations.get(hostEvacuationId);
  if (evacuation === undefined) return;
  const timeline = [...evacuation.timeline, ...entries];
  await context.tables.hostEvacuations.update({ ...evacuation, timeline, nextAttemptTime: context.now });
}

/** An entry in the timeline; the driver looks when it would have anyway. */
export async function noteInEvacuation(
  { tables }: Context,
  hostEvacuationId: string,
  noted: TimelineEntry,
): Promise<void> {
  const evacuation = await tables.hostEvacuations.get(hostEvacuationId);
  if (evacuation === undefined) return;
  await tables.hostEvacuations.update({ ...evacuation, timeline: [...evacuation.timeline, noted] });
}

/**
 * A function was reported on a server that is itself withdrawn, failing or off: it is asked to move on at once (R17). The
 * evacuation that is open goes back to migrating; without one, one begins that switches nothing off.
 */
export async function moveOnFrom(context: Context, host: ComputeHost, why: string): Promise<void> {
  const open = await openEvacuationOf(context, host);
  if (open !== undefined)
    return advanceEvacuation(context, open.id, {
      timeStamp: context.now,
      step: 'REFUSED',
      detail: why,
      computeHostId: host.id,
    });
  await startEvacuation(context, host, {
    cause: { computeHostId: host.id, zoneWide: false, description: why },
    powerOffPolicy: 'NEVER',
    manualRelease: false,
  });
}

/** Task `cancel`: ends the evacuation while the server is still powered. */
export async function cancelHostEvacuation(context: Context, hostEvacuationId: string): Promise<void> {
  const { tables, now } = context;
  const evacuation = await tables.hostEvacuations.get(hostEvacuationId);
  if (evacuation === undefined) throw new DomainError('NotFound', `no host evacuation ${hostEvacuationId}`);
  if (!isCancellable(evacuation)) {
    throw new DomainError(
      'StateConflict',
      `host evacuation ${hostEvacuationId} is ${evacuation.hostEvacuationState}; it cannot be cancelled any more`,
    );
  }
  await endRequests(context, evacuation);
  await reactivate(context, evacuation);
  await clearHostAlarms(context, evacuation.computeHostId);
  const cancelled: HostEvacuation = closed({
    ...evacuation,
    hostEvacuationState: 'CANCELLED',
    stateEnteredTime: now,
    endTime: now,
    refusals: [],
    changes: undone(evacuation.changes, ['schedulingState'], now),
    timeline: [...evacuation.timeline, { timeStamp: now, step: 'CANCELLED', detail: 'cancelled by an operator' }],
  });
  await tables.hostEvacuations.update(cancelled);
  const host = await tables.computeHosts.get(evacuation.computeHostId);
  if (host !== undefined) {
    const { hostEvacuationId: _id, ...rest } = host;
    // What failed and is unknown now has not been sound since.
    const isOfEnvironment = evacuation.cause.environmentLevel !== undefined;
    const evacuationSuppressed =
      isFailing(host.environmentLevel) || (isOfEnvironment && host.environmentLevel !== 'NORMAL');
    await tables.computeHosts.update(await removeWithdrawal(context, { ...rest, evacuationSuppressed }, evacuation.id));
  }
  await notifyEvacuation(context, cancelled);
}

/** The evacuation without what belongs to work in progress. */
export function closed({
  claimedBy: _b,
  claimedUntil: _u,
  powerOrder: _p,
  ...evacuation
}: HostEvacuation): HostEvacuation {
  return evacuation;
}

/** The requests of the evacuation are over with it: what is still open is cancelled, and nothing is alarmed about them any more. */
export async function endRequests(context: Context, { id }: HostEvacuation): Promise<void> {
  const requests = await context.tables.migrationRequests.find({ hostEvacuationId: id });
  const cancelled = await cancelOpenRequests(context, requests);
  for (const request of requests) {
    await clearRequestAlarms(context, request);
    if (!cancelled.includes(request) && GIVEN_UP_STATES.includes(request.migrationRequestState))
      await context.tables.migrationRequests.update({ ...request, evacuationEnded: true });
  }
}

/** Cancels those of the requests that are still open, and tells their managers (R13). */
export async function cancelOpenRequests(
  context: Context,
  requests: readonly MigrationRequest[],
): Promise<MigrationRequest[]> {
  const open = requests.filter((request) => isOpenRequest(request) || request.retryTime !== undefined);
  for (const request of open) await changeRequestState(context, request, 'CANCELLED');
  return open;
}

/** Tells that the evacuation entered another state (R10). */
export async function notifyEvacuation(context: Context, evacuation: HostEvacuation): Promise<void> {
  const { id, computeHostId, hostEvacuationState, cause, predictedFailureTime, evacuationDeadline, cleanUpDeadline } =
    evacuation;
  const computes = await context.tables.virtualComputes.find({ hostId: computeHostId });
  await notify(context, {
    apiName: 'vnfmig',
    notificationType: 'HostEvacuationStateChangeNotification',
    resourceId: id,
    subject: {
      computeHostIds: [computeHostId],
      hostEvacuationStates: [hostEvacuationState],
      vnfmIds: computes.map((compute) => compute.vnfmId),
      vnfInstanceIds: computes.map((compute) => compute.vnfInstanceId),
    },
    content: compact({
      hostEvacuationId: id,
      computeHostId,
      hostEvacuationState,
      cause,
      predictedFailureTime,
      evacuationDeadline,
      cleanUpDeadline,
    }),
    links: { hostEvacuation: hrefOf(context.settings.apiRoot, 'vnfmig', 'host_evacuations', id) },
  });
}

/** Whether the environment of the server has been NORMAL for the hold time, and if not, since when it may be (R21). */
export function soundSince(host: ComputeHost, policy: Policy, now: string): { sound: boolean; soundTime?: string } {
  if (host.environmentLevel !== 'NORMAL') return { sound: false };
  const soundTime = addSeconds(host.levelEnteredTime, policy.restoreHoldTime);
  return { sound: soundTime <= now, soundTime };
}
