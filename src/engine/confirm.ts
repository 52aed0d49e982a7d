/** Step 203: the VNF manager answers, and the correspondence table follows what it reports (R17). */
import { newIdentifier } from '../identifier.ts';
import { DomainError, type ProblemDetails } from '../problem.ts';
import type { Tables } from '../store/store.ts';
import {
  compact,
  GIVEN_UP_STATES,
  type ComputeHost,
  type MigrationRequest,
  type MigrationRequestModifications,
  type MigrationRequestState,
  type VirtualCompute,
  type TimelineEntry,
} from './entities.ts';
import { clearAlarm, raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import { advanceEvacuation, noteInEvacuation, moveOnFrom } from './evacuation.ts';
import { clearRequestAlarms } from './migration-alarms.ts';
import { changeRequestState, getMigrationRequest } from './migration-request.ts';
import { askAnew, giveUpAttempt } from './request-migration.ts';
import { isFailing } from './rules/level.ts';
import type { Case } from './step.ts';
import { entry } from './timeline.ts';
import { readCase } from './case.ts';

type Answer = MigrationRequestModifications['migrationRequestState'];

/**
 * Which answers a state allows. COMPLETED is what is real: it is taken in every state, even when nobody waits for it any more.
 */
const ALLOWED_ANSWERS: Record<MigrationRequestState, readonly Answer[]> = {
  REQUESTED: ['ACCEPTED', 'REJECTED', 'PROCESSING', 'COMPLETED', 'FAILED'],
  ACCEPTED: ['ACCEPTED', 'REJECTED', 'PROCESSING', 'COMPLETED', 'FAILED'],
  PROCESSING: ['PROCESSING', 'COMPLETED', 'FAILED'],
  REJECTED: ['COMPLETED'],
  FAILED: ['COMPLETED'],
  EXPIRED: ['COMPLETED'],
  CANCELLED: ['COMPLETED'],
  COMPLETED: [],
};

/**
 * Takes the answer of a VNF manager to the request as it is; the same answer again changes nothing. `targetComputeHostIds` are the
 * servers of `targetVirtualComputeIds`, where they are not all `targetComputeHostId`.
 */
export async function answerMigrationRequest(
  context: Context,
  request: MigrationRequest,
  answer: MigrationRequestModifications,
  targetComputeHostIds: readonly string[] = [],
): Promise<MigrationRequest> {
  if (isRepetition(request, answer)) return request;
  checkAllowed(request, answer);
  switch (answer.migrationRequestState) {
    case 'ACCEPTED':
    case 'PROCESSING':
      return progress(context, request, answer.migrationRequestState);
    case 'REJECTED':
    case 'FAILED':
      return refusal(context, request, answer.migrationRequestState, answer.error);
    case 'COMPLETED':
      return complete(context, request, answer, targetComputeHostIds);
  }
}

function isRepetition(request: MigrationRequest, answer: MigrationRequestModifications): boolean {
  return (
    request.migrationRequestState === answer.migrationRequestState &&
    (answer.targetComputeHostId === undefined || request.targetComputeHostId === answer.targetComputeHostId)
  );
}

function checkAllowed(request: MigrationRequest, answer: MigrationRequestModifications): void {
  const state = request.migrationRequestState;
  if (!ALLOWED_ANSWERS[state].includes(answer.migrationRequestState)) {
    throw new DomainError(
      'StateConflict',
      `migration request ${request.id} is ${state}; ${answer.migrationRequestState} is not possible any more`,
    );
  }
  const outdated = answer.requestVersion !== undefined && answer.requestVersion !== request.requestVersion;
  if (outdated && ['ACCEPTED', 'REJECTED'].includes(answer.migrationRequestState)) {
    throw new DomainError(
      'StateConflict',
      `migration request ${request.id} has version ${request.requestVersion} by now; the answer is to version ${answer.requestVersion ?? ''}`,
    );
  }
  if (answer.migrationRequestState !== 'COMPLETED') return;
  const invalid = (reason: string) => {
    throw new DomainError('Unprocessable', `/targetComputeHostId: ${reason}`, {
      invalidParams: [{ pointer: '/targetComputeHostId', reason }],
    });
  };
  if (answer.targetComputeHostId === undefined) invalid('COMPLETED needs the server that the functions are on now');
  if (answer.targetComputeHostId === request.sourceComputeHostId)
    invalid(`${request.sourceComputeHostId} is the server that has to be left`);
}

async function progress(
  context: Context,
  request: MigrationRequest,
  state: 'ACCEPTED' | 'PROCESSING',
): Promise<MigrationRequest> {
  const next = await changeRequestState(context, request, state);
  await clearAlarm(context, request.vnfInstanceId, 'MIGRATION_REQUEST_UNANSWERED');
  await record(context, next, `MIGRATION_${state}`, `${request.vnfmId}: ${request.vnfInstanceId} ${state}`);
  return next;
}

async function refusal(
  context: Context,
  request: MigrationRequest,
  state: 'REJECTED' | 'FAILED',
  error: ProblemDetails | undefined,
): Promise<MigrationRequest> {
  const detail = `${request.vnfmId} answered ${state} for ${request.vnfInstanceId}${error === undefined ? '' : `: ${error.detail}`}`;
  const subject = await caseOf(context, request);
  const next = await giveUpAttempt(context, subject, request, state, detail, error ?? { status: 500, detail });
  await record(context, next, `MIGRATION_${state}`, detail);
  return next;
}

async function complete(
  context: Context,
  request: MigrationRequest,
  answer: MigrationRequestModifications,
  targetComputeHostIds: readonly string[],
): Promise<MigrationRequest> {
  const target = await targetHost(context, request, answer);
  const targets = new Map([[target.id, target]]);
  for (const targetComputeHostId of targetComputeHostIds) {
    if (!targets.has(targetComputeHostId))
      targets.set(targetComputeHostId, await targetHost(context, request, { targetComputeHostId }));
  }
  const targetOf = (index: number) => targets.get(targetComputeHostIds[index] ?? target.id) ?? target;
  await moveComputes(context, request, targetOf, answer.targetVirtualComputeIds ?? []);
  const { error: _error, ...rest } = request;
  const next = await changeRequestState(
    context,
    rest,
    'COMPLETED',
    compact({
      targetComputeHostId: target.id,
      targetResourceZoneId: answer.targetResourceZoneId ?? target.resourceZoneId,
    }),
  );
  await clearRequestAlarms(context, next);
  await record(
    context,
    next,
    'MIGRATION_COMPLETED',
    `${request.vnfInstanceId} is on ${[...targets.keys()].join(', ')} now`,
    target.id,
  );
  for (const one of targets.values()) await moveOnWhereUnsound(context, request, one);
  return next;
}

/** The second server; one that nobody knew is entered with an UNKNOWN environment, and alarmed. */
async function targetHost(
  context: Context,
  request: MigrationRequest,
  answer: Pick<MigrationRequestModifications, 'targetComputeHostId' | 'targetResourceZoneId'>,
): Promise<ComputeHost> {
  const id = answer.targetComputeHostId ?? '';
  const known = await context.tables.computeHosts.get(id);
  if (known !== undefined) return known;
  const source = await context.tables.computeHosts.get(request.sourceComputeHostId);
  const zone =
    answer.targetResourceZoneId === undefined
      ? undefined
      : await context.tables.resourceZones.get(answer.targetResourceZoneId);
  const host: ComputeHost = compact({
    id,
    computeHostType: source?.computeHostType ?? ('PHYSICAL_SERVER' as const),
    resourceZoneId: zone?.zoneId,
    priority: source?.priority ?? 50,
    environmentLevel: 'UNKNOWN' as const,
    levelEnteredTime: context.now,
    schedulingState: 'ENABLED' as const,
    withdrawals: [],
    powerState: 'UNKNOWN' as const,
  });
  await context.tables.computeHosts.insert(host);
  await raiseAlarm(context, {
    managedObjectId: id,
    faultType: 'COMPUTE_HOST_UNKNOWN',
    perceivedSeverity: 'WARNING',
    eventType: 'PROCESSING_ERROR_ALARM',
    probableCause: 'configurationOrCustomizationError',
    detail: `${request.vnfmId} reports ${request.vnfInstanceId} on server ${id}, which is not in the inventory; its environment is UNKNOWN`,
  });
  return host;
}

/** Moves the entries of the table; a duplicated function has an entry on either server, the one left behind deactivated. */
async function moveComputes(
  { tables }: Context,
  request: MigrationRequest,
  targetOf: (index: number) => ComputeHost,
  targetIds: readonly string[],
): Promise<void> {
  const isDuplicated = request.requestedAction === 'DUPLICATE';
  const evacuation = isDuplicated ? await tables.hostEvacuations.get(request.hostEvacuationId) : undefined;
  // On a server that is not left any more, and was never off, both go on.
  const isLeft = evacuation?.endTime === undefined || evacuation.wasPoweredOff === true;
  const duplicated: string[] = [];
  for (const [index, computeId] of request.virtualComputeIds.entries()) {
    const compute = await tables.virtualComputes.get(computeId);
    if (compute === undefined) continue;
    const { zoneId: _zoneId, ...rest } = compute;
    const target = targetOf(index);
    const moved: VirtualCompute = compact({
      zoneId: target.resourceZoneId,
      ...rest,
      hostId: target.id,
      operationalState: 'ENABLED' as const,
    });
    const targetId = targetIds[index] ?? (isDuplicated ? newIdentifier() : computeId);
    // One that has the same identifier has moved, whatever was asked.
    if (isDuplicated && targetId !== computeId) {
      await enterCompute(tables, { ...moved, computeId: targetId }, index);
      if (isLeft) await tables.virtualComputes.update({ ...compute, operationalState: 'DISABLED' });
      if (isLeft) duplicated.push(computeId);
      continue;
    }
    if (targetId === computeId) await tables.virtualComputes.update(moved);
    else {
      await tables.virtualComputes.delete(computeId);
      await enterCompute(tables, { ...moved, computeId: targetId }, index);
    }
  }
  if (evacuation === undefined || duplicated.length === 0) return;
  const duplicatedVirtualComputeIds = [...(evacuation.duplicatedVirtualComputeIds ?? []), ...duplicated];
  await tables.hostEvacuations.update({ ...evacuation, duplicatedVirtualComputeIds });
}

/** A new entry, or the one that was entered before the manager answered; never that of another VNF. */
async function enterCompute(tables: Tables, compute: VirtualCompute, index: number): Promise<void> {
  const known = await tables.virtualComputes.get(compute.computeId);
  if (known === undefined) return tables.virtualComputes.insert(compute);
  if (known.vnfInstanceId === compute.vnfInstanceId) return tables.virtualComputes.update(compute);
  const pointer = `/targetVirtualComputeIds/${index}`;
  const reason = `virtual compute ${compute.computeId} belongs to ${known.vnfInstanceId}`;
  throw new DomainError('Unprocessable', `${pointer}: ${reason}`, { invalidParams: [{ pointer, reason }] });
}

async function moveOnWhereUnsound(context: Context, request: MigrationRequest, target: ComputeHost): Promise<void> {
  const why = isFailing(target.environmentLevel)
    ? `its environment is ${target.environmentLevel}`
    : target.schedulingState === 'WITHDRAWN'
      ? 'it is withdrawn'
      : target.powerState === 'OFF' || target.powerState === 'POWERING_OFF'
        ? `its power is ${target.powerState}`
        : undefined;
  if (why !== undefined)
    await moveOnFrom(context, target, `${request.vnfInstanceId} was moved onto ${target.id}, but ${why}`);
}

async function record(
  context: Context,
  request: MigrationRequest,
  step:
    'MIGRATION_ACCEPTED' | 'MIGRATION_PROCESSING' | 'MIGRATION_REJECTED' | 'MIGRATION_FAILED' | 'MIGRATION_COMPLETED',
  detail: string,
  computeHostId = request.sourceComputeHostId,
): Promise<void> {
  const done = entry(context.now, step, detail, { migrationRequestId: request.id, computeHostId });
  // Only when the driver looks rests on this.
  const isNews = NEWS.includes(step) || (await context.site()).isEmpty(request.sourceComputeHostId);
  await (isNews ? advanceEvacuation : noteInEvacuation)(context, request.hostEvacuationId, done);
}

/** Answers after which something has to be done for the server at once; after others only when it is empty. */
const NEWS: readonly TimelineEntry['step'][] = ['MIGRATION_REJECTED', 'MIGRATION_FAILED'];

/** Task `retry`: asks once more, with a new version and a new deadline. */
export async function retryMigrationRequest(context: Context, id: string): Promise<void> {
  const request = await getMigrationRequest(context, id);
  const subject = await caseOf(context, request);
  if (!GIVEN_UP_STATES.includes(request.migrationRequestState) || subject === undefined) {
    throw new DomainError(
      'StateConflict',
      `migration request ${id} is ${request.migrationRequestState}; only one that was rejected, failed or expired in an open evacuation can be tried again`,
    );
  }
  await askAnew(context, subject, request);
  await advanceEvacuation(
    context,
    request.hostEvacuationId,
    entry(context.now, 'MIGRATION_REISSUED', `an operator asks anew for ${request.vnfInstanceId}`, {
      migrationRequestId: id,
    }),
  );
}

/** Task `cancel`: the functions stay on the server unless they are asked for again. */
export async function cancelMigrationRequest(context: Context, id: string): Promise<void> {
  const request = await openRequest(context, id, 'cancelled');
  await changeRequestState(context, { ...request, cancelledByOperator: true }, 'CANCELLED');
  await advanceEvacuation(
    context,
    request.hostEvacuationId,
    entry(context.now, 'MIGRATION_CANCELLED', `an operator cancelled the request for ${request.vnfInstanceId}`, {
      migrationRequestId: id,
    }),
  );
}

/** Task `fail`: gives the request up for good. */
export async function failMigrationRequest(context: Context, id: string): Promise<MigrationRequest> {
  const request = await openRequest(context, id, 'failed');
  const next = await changeRequestState(context, { ...request, cancelledByOperator: true }, 'FAILED', {
    error: { status: 409, detail: 'given up by an operator' },
  });
  await advanceEvacuation(
    context,
    request.hostEvacuationId,
    entry(context.now, 'MIGRATION_FAILED', `an operator gave up the request for ${request.vnfInstanceId}`, {
      migrationRequestId: id,
    }),
  );
  return next;
}

async function openRequest(context: Context, id: string, what: string): Promise<MigrationRequest> {
  const request = await getMigrationRequest(context, id);
  const isOpen =
    ['REQUESTED', 'ACCEPTED', 'PROCESSING'].includes(request.migrationRequestState) || request.retryTime !== undefined;
  if (!isOpen)
    throw new DomainError(
      'StateConflict',
      `migration request ${id} is ${request.migrationRequestState}; it cannot be ${what} any more`,
    );
  return request;
}

/** The open evacuation that the request belongs to; undefined when it is closed. */
async function caseOf(context: Context, request: MigrationRequest): Promise<Case | undefined> {
  const evacuation = await context.tables.hostEvacuations.get(request.hostEvacuationId);
  return evacuation === undefined || evacuation.endTime !== undefined ? undefined : readCase(context, evacuation);
}
