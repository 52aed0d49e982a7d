/** Steps 202 and 203: the VNF managers are asked, followed up, and asked anew until the server is empty (R13 to R17). */
import { addSeconds, earliest, type MigrationRequest, type TimelineEntry, type VirtualCompute } from './entities.ts';
import { clearAlarm, raiseAlarm } from './alarms.ts';
import { ask, pursuedBy } from './ask.ts';
import { alarmAtRisk, alarmNoRoom, describe } from './migration-alarms.ts';
import type { Context } from './context.ts';
import { cancelOpenRequests, isReasonKnown, isReleasedOrder, soundSince } from './evacuation.ts';
import { changeRequestState, isOpenRequest, requestError } from './migration-request.ts';
import { isCovered, requestShares, type Followed } from './request-shares.ts';
import type { Site } from './site.ts';
import { hasMoved } from './rules/deadline.ts';
import {
  isPlacementStale,
  placementAnew,
  policyOfVnf,
  presentComputes,
  shareOf,
  sharesOf,
  termsOf,
} from './migration-terms.ts';
import { DEFAULT_POLICY, type Policy } from './rules/policy.ts';
import { BEFORE_ALL_ELSE, LOOK_AGAIN_SECONDS, lookTime, refuse, type Case, type Outcome, type Step } from './step.ts';
import { entry } from './timeline.ts';
import { runningOn } from './topology.ts';

/** Seconds until optional functions are looked at again that others have to go before. */
const OPTIONAL_PAUSE = 0.2;

export const requestMigration: Step = { settle };

async function settle(context: Context, subject: Case): Promise<Outcome> {
  const { now, tables } = context;
  const { evacuation, host, policy } = subject;
  const before = await tables.migrationRequests.find({ hostEvacuationId: evacuation.id });
  const recovered = await leaveIfSound(context, subject, before);
  if (recovered !== undefined) return recovered;

  const running = await runningOn(tables, host.id);
  let requests = await followUp(context, subject, before);
  const timeline = requests.timeline;
  const moving = running.length > 0 ? [] : stillMoving(context, subject, requests.requests);
  if (moving.length > 0) {
    const retryTime = addSeconds(now, LOOK_AGAIN_SECONDS);
    const detail = `${moving.map(({ vnfInstanceId }) => vnfInstanceId).join(', ')} left ${host.id} and not yet reported elsewhere`;
    return { nextAttemptTime: retryTime, timeline, refusals: [refuse(now, 'WORKLOAD_PRESENT', detail, retryTime)] };
  }
  if (running.length === 0) {
    await cancelOpenRequests(context, requests.requests);
    await clearAlarm(context, host.id, 'FUNCTIONS_AT_RISK');
    return toCleanUp(context, policy, [
      ...timeline,
      entry(now, 'EMPTY', `no function runs on ${host.id} any more`, { computeHostId: host.id }),
    ]);
  }
  const site = await context.site();
  const reissued = await reissueMoved(context, subject, { running, ...requests }, site);
  // While the environment is sound again, and only the hold time is awaited, nobody else is asked to leave.
  const isSound = evacuation.cause.environmentLevel === 'NORMAL';
  const uncovered = isSound
    ? []
    : sharesOf(running.filter(({ computeId }) => !isCovered(reissued.requests, computeId)));
  const created = await requestShares(context, subject, uncovered, site);
  requests = { requests: [...reissued.requests, ...created.requests], timeline: [] };
  if (created.requests.some(hasNoPlace)) {
    const open = requests.requests.filter(isOpenRequest);
    await alarmNoRoom(context, subject, open.filter(hasNoPlace).length);
  }
  timeline.push(...reissued.timeline, ...created.timeline);

  const { evacuationDeadline } = evacuation;
  const timeIsUp = evacuationDeadline !== undefined && evacuationDeadline <= now;
  if (timeIsUp) {
    await alarmAtRisk(context, subject, running);
    // Even when it is too late from the start, the managers get the time to answer before anything is switched off.
    const answered = addSeconds(evacuation.startTime, policy.replyTime);
    const lastMoment = evacuation.powerOffPolicy === 'LAST_SAFE_MOMENT' && isReasonKnown(evacuation, host);
    if (lastMoment && answered <= now) return toCleanUp(context, policy, timeline);
  }
  const due = nextLook(context, requests.requests, timeIsUp ? undefined : evacuationDeadline);
  const postponed = created.requests.length > 0 ? BEFORE_ALL_ELSE : addSeconds(now, OPTIONAL_PAUSE);
  return {
    nextAttemptTime: created.isPostponed ? postponed : due,
    timeline,
    changes: created.isPostponed ? {} : { unrequestedVirtualComputeIds: created.unrequested },
    refusals: [
      refuse(now, 'WORKLOAD_PRESENT', `${describe(running)} on ${host.id}`, addSeconds(now, LOOK_AGAIN_SECONDS)),
    ],
  };
}

function hasNoPlace({ placement }: MigrationRequest): boolean {
  return placement.candidateComputeHostIds.length === 0;
}

/** The environment is sound again before the server was switched off: the functions may stay (R21). */
async function leaveIfSound(
  context: Context,
  { evacuation, host, policy }: Case,
  requests: readonly MigrationRequest[],
): Promise<Outcome | undefined> {
  const environmental = evacuation.cause.environmentLevel !== undefined;
  if (evacuation.manualRelease && evacuation.released !== true) return undefined;
  const sound = environmental && soundSince(host, policy, context.now).sound;
  if (!sound && !isReleasedOrder(evacuation)) return undefined;
  const cancelled = await cancelOpenRequests(context, requests);
  return {
    state: 'RESTORING',
    nextAttemptTime: context.now,
    timeline: [
      entry(
        context.now,
        'RESTORATION_STARTED',
        sound ? `every parameter has been NORMAL for ${policy.restoreHoldTime} s` : 'an operator released the server',
      ),
      ...cancelled.map((request) =>
        entry(context.now, 'MIGRATION_CANCELLED', `${request.vnfInstanceId} may stay`, {
          migrationRequestId: request.id,
        }),
      ),
    ],
  };
}

/**
 * The VIM told that the functions left before their manager reported them elsewhere: it is in the middle of its work and is not
 * called off, for as long as it has time.
 */
function stillMoving({ now }: Context, { host, evacuation }: Case, requests: readonly MigrationRequest[]) {
  if (host.vimWithdrawnBy === undefined) return [];
  return requests.filter(
    ({ migrationRequestState: state, migrationDeadline }) =>
      ['ACCEPTED', 'PROCESSING'].includes(state) && (evacuation.evacuationDeadline ?? migrationDeadline) > now,
  );
}

function toCleanUp({ now }: Context, policy: Policy, timeline: TimelineEntry[]): Outcome {
  const cleanUpDeadline = addSeconds(now, policy.cleanUpGraceTime);
  return {
    state: 'CLEANING_UP',
    nextAttemptTime: cleanUpDeadline,
    timeline: [
      ...timeline,
      entry(now, 'CLEAN_UP_STARTED', `${policy.cleanUpGraceTime} s for the managers to clean up`),
    ],
    changes: { cleanUpDeadline, unrequestedVirtualComputeIds: [] },
  };
}

/** Expires what is silent past its reply deadline and asks anew where the policy wants it: never silence (R13). */
export async function followUp(
  context: Context,
  subject: Case,
  requests: readonly MigrationRequest[],
): Promise<Followed> {
  const { now } = context;
  const followed: Followed = { requests: [], timeline: [] };
  for (const request of requests) {
    if (request.migrationRequestState === 'REQUESTED' && request.replyDeadline <= now) {
      await expire(context, subject, followed, request, { what: 'did not answer for', by: request.replyDeadline });
    } else if (request.retryTime !== undefined && request.retryTime <= now) {
      followed.requests.push(await askAnew(context, subject, request));
      followed.timeline.push(
        entry(now, 'MIGRATION_REISSUED', `${request.vnfInstanceId} asked anew, attempt ${request.attempt + 1}`, {
          migrationRequestId: request.id,
        }),
      );
    } else followed.requests.push(request);
  }
  return followed;
}

/** The default where the evacuation is closed. */
async function policyOfRequest(
  context: Context,
  subject: Case | undefined,
  request: MigrationRequest,
): Promise<Policy> {
  if (subject === undefined) return DEFAULT_POLICY;
  const { criticality } = request;
  return policyOfVnf(context, subject, { computes: await presentComputes(context, request), criticality });
}

/** An attempt ended without success: alarm, and another one while the policy has some left. */
export async function giveUpAttempt(
  context: Context,
  subject: Case | undefined,
  request: MigrationRequest,
  state: 'EXPIRED' | 'REJECTED' | 'FAILED',
  detail: string,
  error = requestError(detail),
): Promise<MigrationRequest> {
  const { maximumAttempts, retryInterval } = await policyOfRequest(context, subject, request);
  const again = request.attempt < maximumAttempts;
  await raiseAlarm(context, {
    managedObjectId: request.vnfInstanceId,
    faultType: state === 'EXPIRED' ? 'MIGRATION_REQUEST_UNANSWERED' : 'MIGRATION_REQUEST_REFUSED',
    perceivedSeverity: again ? 'MINOR' : 'CRITICAL',
    eventType: 'COMMUNICATIONS_ALARM',
    probableCause: 'communicationsSubsystemFailure',
    detail: `${detail}; ${again ? `asked anew in ${retryInterval} s` : 'no attempt is left, an operator is needed'}`,
  });
  const retryTime = again ? { retryTime: addSeconds(context.now, retryInterval) } : {};
  return changeRequestState(context, request, state, { error, ...retryTime });
}

/** Ends the attempt of a manager that let its time go by. */
async function expire(
  context: Context,
  subject: Case,
  followed: Followed,
  request: MigrationRequest,
  { what, by }: { what: string; by: string },
): Promise<void> {
  const { id: migrationRequestId, vnfmId, vnfInstanceId } = request;
  const detail = `${vnfmId} ${what} ${vnfInstanceId}`;
  followed.requests.push(await giveUpAttempt(context, subject, request, 'EXPIRED', `${detail} by ${by}`));
  followed.timeline.push(entry(context.now, 'MIGRATION_EXPIRED', detail, { migrationRequestId }));
}

/** Sends the request once more as a new attempt with a new deadline. */
export async function askAnew(context: Context, subject: Case, request: MigrationRequest): Promise<MigrationRequest> {
  const computes = await presentComputes(context, request);
  const site = await context.site();
  const {
    retryTime: _r,
    cancelledByOperator: _c,
    error: _e,
    targetComputeHostId: _t,
    targetResourceZoneId: _z,
    operation: _o,
    ...rest
  } = request;
  const next: MigrationRequest = {
    ...rest,
    ...termsOf(context, subject, { ...shareOf(computes), criticality: request.criticality }, context.now),
    requestVersion: request.requestVersion + 1,
    attempt: request.attempt + 1,
    attemptTime: context.now,
    placement: placementAnew(subject, request, computes, site),
    migrationRequestState: 'REQUESTED',
    stateEnteredTime: context.now,
    ...pursuedBy(context, request.vnfmId),
  };
  await context.tables.migrationRequests.update(next);
  await ask(context, subject, next, computes);
  return next;
}

/** Sends again, with a higher version, the open requests whose deadline or placement moved (R9, R16). */
async function reissueMoved(
  context: Context,
  subject: Case,
  { requests, running }: { requests: readonly MigrationRequest[]; running: readonly VirtualCompute[] },
  site: Site,
): Promise<Followed> {
  const { now, settings } = context;
  const result: Followed = { requests: [], timeline: [] };
  for (const request of requests) {
    if (!isOpenRequest(request)) {
      result.requests.push(request);
      continue;
    }
    const here = running.filter(({ computeId }) => request.virtualComputeIds.includes(computeId));
    const isWhole = here.length === request.virtualComputeIds.length;
    const computes = isWhole ? here : await presentComputes(context, request);
    const terms = termsOf(
      context,
      subject,
      { ...shareOf(computes), criticality: request.criticality },
      request.attemptTime,
    );
    // What is over cannot become more urgent: it is not sent again and again.
    const isOver = terms.migrationDeadline <= now && request.migrationDeadline <= now;
    if (isOver && isAbandoned(context, subject, request)) {
      await expire(context, subject, result, request, {
        what: 'accepted, and did not move',
        by: request.migrationDeadline,
      });
      continue;
    }
    const deadlineMoved =
      !isOver &&
      hasMoved(now, request.migrationDeadline, terms.migrationDeadline, settings.migration.deadlineTolerance);
    const placementMoved = isPlacementStale(request.placement, site);
    if (!deadlineMoved && !placementMoved) {
      result.requests.push(request);
      continue;
    }
    const next: MigrationRequest = {
      ...request,
      ...terms,
      // A manager that is silent gains no time by this.
      replyDeadline: request.replyDeadline,
      requestVersion: request.requestVersion + 1,
      ...pursuedBy(context, request.vnfmId),
      placement: placementMoved ? placementAnew(subject, request, computes, site) : request.placement,
    };
    await context.tables.migrationRequests.update(next);
    await ask(context, subject, next, computes, { isCorrection: !deadlineMoved });
    result.requests.push(next);
    const why = deadlineMoved ? `deadline now ${next.migrationDeadline}` : 'where it may go changed';
    result.timeline.push(
      entry(now, 'MIGRATION_REISSUED', `${request.vnfInstanceId}: ${why}, version ${next.requestVersion}`, {
        migrationRequestId: request.id,
      }),
    );
  }
  return result;
}

/**
 * Its manager said that it would, and the time is over. Where the server has to be left by a time that is alarmed as a whole; an
 * operator who gave none would wait for ever for a manager that died meanwhile. Adapters follow their operations themselves.
 */
function isAbandoned(
  context: Context,
  { evacuation }: Case,
  { vnfmId, migrationRequestState: state }: MigrationRequest,
): boolean {
  const isTimeless = evacuation.evacuationDeadline === undefined;
  return isTimeless && state !== 'REQUESTED' && pursuedBy(context, vnfmId).pursuitTime === undefined;
}

function nextLook(context: Context, requests: readonly MigrationRequest[], deadline: string | undefined): string {
  const awaited = requests.map((request) =>
    request.migrationRequestState === 'REQUESTED' ? request.replyDeadline : request.retryTime,
  );
  return earliest(...awaited, deadline, lookTime(context)) ?? context.now;
}
