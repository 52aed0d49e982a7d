/** A migration request and its states (R13, R17). */
import { notify } from '../managers/notifications.ts';
import { DomainError, type ProblemDetails } from '../problem.ts';
import { compact, OPEN_REQUEST_STATES, type MigrationRequest, type MigrationRequestState } from './entities.ts';
import type { Context } from './context.ts';
import { hrefOf, migrationRequest as representation } from './representations.ts';

export async function getMigrationRequest({ tables }: Context, id: string): Promise<MigrationRequest> {
  const request = await tables.migrationRequests.get(id);
  if (request === undefined) throw new DomainError('NotFound', `no migration request ${id}`);
  return request;
}

/** Stores the request in another state and tells of it. */
export async function changeRequestState(
  context: Context,
  request: MigrationRequest,
  state: MigrationRequestState,
  changes: Partial<Pick<MigrationRequest, 'targetComputeHostId' | 'targetResourceZoneId' | 'error' | 'retryTime'>> = {},
): Promise<MigrationRequest> {
  const { retryTime: _retryTime, ...rest } = request;
  const changed: MigrationRequest = Object.assign(rest, changes, {
    migrationRequestState: state,
    stateEnteredTime: context.now,
  });
  const next = OPEN_REQUEST_STATES.includes(state) ? changed : ended(changed, context.now);
  await context.tables.migrationRequests.update(next);
  await notify(context, {
    apiName: 'vnfmig',
    notificationType: 'MigrationRequestStateChangeNotification',
    resourceId: next.id,
    subject: { migrationRequestStates: [state], ...subjectOf(next) },
    content: compact({
      migrationRequestId: next.id,
      hostEvacuationId: next.hostEvacuationId,
      vnfInstanceId: next.vnfInstanceId,
      vnfmId: next.vnfmId,
      sourceComputeHostId: next.sourceComputeHostId,
      migrationRequestState: state,
      targetComputeHostId: next.targetComputeHostId,
      targetResourceZoneId: next.targetResourceZoneId,
      error: next.error,
    }),
    links: linksOf(context, next),
  });
  return next;
}

/** What an adapter does for a request that was called off has to be stopped; of one that was answered nothing is left to do. */
function ended({ pursuitTime: _time, operation, ...request }: MigrationRequest, now: string): MigrationRequest {
  const isCalledOff = request.migrationRequestState === 'CANCELLED' || request.migrationRequestState === 'EXPIRED';
  return isCalledOff && operation !== undefined ? { ...request, operation, pursuitTime: now } : request;
}

/**
 * Sends the request to its VNF manager as it is now; tells whether anybody subscribed to hear it. `isCorrection`: only where the
 * functions can go is another than it was told.
 */
export async function sendRequest(
  context: Context,
  request: MigrationRequest,
  { isCorrection = false } = {},
): Promise<boolean> {
  const receivers = await notify(context, {
    apiName: 'vnfmig',
    notificationType: 'MigrationRequestNotification',
    resourceId: request.id,
    subject: { migrationRequestStates: [request.migrationRequestState], ...subjectOf(request) },
    content: {
      migrationRequestId: request.id,
      requestVersion: request.requestVersion,
      migrationRequest: representation(context.settings.apiRoot, request),
    },
    links: linksOf(context, request),
    criticality: request.criticality,
    isCorrection,
  });
  return receivers > 0;
}

export function isOpenRequest(request: MigrationRequest): boolean {
  return OPEN_REQUEST_STATES.includes(request.migrationRequestState);
}

/** ProblemDetails kept in the request as the reason of its state. */
export function requestError(detail: string): ProblemDetails {
  return { status: 504, title: 'Gateway Timeout', detail };
}

function subjectOf(request: MigrationRequest): Record<string, readonly string[]> {
  return {
    vnfmIds: [request.vnfmId],
    vnfInstanceIds: [request.vnfInstanceId],
    computeHostIds: [request.sourceComputeHostId],
  };
}

function linksOf({ settings }: Context, request: MigrationRequest): Record<string, string> {
  return { migrationRequest: hrefOf(settings.apiRoot, 'vnfmig', 'migration_requests', request.id) };
}
