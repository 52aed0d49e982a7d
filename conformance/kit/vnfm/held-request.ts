/** A migration request as the kit holds it, and what the VNF manager answers to it (SOL013 5.6, R13 to R17). */
import { createHash } from 'node:crypto';
import type { components } from '../../../generated/vnfmig.ts';
import type { Exchange, InboxReply, Message } from '../case.ts';
import { recordReceived } from '../recording.ts';
import type { Fault } from './case.ts';
import { mediaTypeOf, problem, type CheckedRequest } from './check-request.ts';
import type { Placement, VnfFunction } from './inventory.ts';

export type MigrationRequest = components['schemas']['MigrationRequest'];
export type MigrationRequestState = components['schemas']['MigrationRequestState'];
export type Modifications = components['schemas']['MigrationRequestModifications'];

/** A PATCH of the VNF manager, whatever became of it. */
export interface ReceivedAnswer {
  /** Milliseconds since the epoch. */
  receivedAt: number;
  mediaType: string;
  version: string | undefined;
  body: Partial<Modifications>;
  /** Answered so. */
  status: number;
  detail: string;
  /** True when it was not taken because the case wants it so. */
  faulted: boolean;
  violations: readonly string[];
}

export interface HeldRequest {
  request: MigrationRequest;
  /** What it is about. */
  vnfFunction: VnfFunction;
  lastModified: Date;
  /** When it was asked, or asked anew: milliseconds since the epoch. */
  askedAt: number;
  answers: ReceivedAnswer[];
  /** What becomes of the next answers. */
  faults: Fault[];
  /** When it was read, alone or in a list. */
  reads: number[];
  /** When the VNF manager had taken note that it was cancelled or had expired. */
  endedAt: number | undefined;
  /** What was said of the target when the VNF manager began. */
  begunWith: Placement | undefined;
  /** What the VNF manager has last taken note of. */
  told: Placement;
  /** The last notification of it. */
  notification: object | undefined;
  record: (exchange: Exchange) => void;
}

/** What has to follow a change. */
export interface TakenAnswer {
  reply: InboxReply;
  /** The request is in another state than before. */
  changed: boolean;
}

/** Which answers a state allows. COMPLETED says what is real, so it is taken even when nobody waits for it any more. */
const ALLOWED_ANSWERS: Record<MigrationRequestState, readonly MigrationRequestState[]> = {
  REQUESTED: ['ACCEPTED', 'REJECTED', 'PROCESSING', 'COMPLETED', 'FAILED'],
  ACCEPTED: ['ACCEPTED', 'REJECTED', 'PROCESSING', 'COMPLETED', 'FAILED'],
  PROCESSING: ['PROCESSING', 'COMPLETED', 'FAILED'],
  REJECTED: ['COMPLETED'],
  FAILED: ['COMPLETED'],
  EXPIRED: ['COMPLETED'],
  CANCELLED: ['COMPLETED'],
  COMPLETED: [],
};

/** Strong tag of what is shown, links left aside (RFC 9110 8.8.3). */
function etagOf({ request: { _links, ...rest } }: HeldRequest): string {
  return `"${createHash('sha256').update(JSON.stringify(rest)).digest('base64url').slice(0, 16)}"`;
}

/** The request as it is now. */
export function showRequest(held: HeldRequest): InboxReply {
  return {
    status: 200,
    headers: { etag: etagOf(held), 'last-modified': held.lastModified.toUTCString() },
    body: held.request,
  };
}

/** Takes an answer or refuses it, and keeps it in either case. */
export function takeAnswer(held: HeldRequest, message: Message, checked: CheckedRequest): TakenAnswer {
  const before = held.request.migrationRequestState;
  const body = bodyOf(message);
  const { reply, faulted } = replyTo(held, message, checked, body);
  held.answers.push({
    receivedAt: message.receivedAt,
    mediaType: mediaTypeOf(message.headers),
    version: message.headers['version'],
    body,
    status: reply.status,
    detail: detailOf(reply),
    faulted,
    violations: checked.violations,
  });
  held.record({
    ...recordReceived(message),
    status: reply.status,
    ...(reply.headers === undefined ? {} : { answerHeaders: reply.headers }),
    answerContent: reply.body === undefined ? '' : JSON.stringify(reply.body),
  });
  return { reply, changed: held.request.migrationRequestState !== before };
}

function replyTo(
  held: HeldRequest,
  message: Message,
  checked: CheckedRequest,
  body: Partial<Modifications>,
): { reply: InboxReply; faulted: boolean } {
  if (checked.refusal !== undefined) return { reply: checked.refusal, faulted: false };
  const faulty = faultOf(held, message);
  if (faulty !== undefined) return { reply: faulty, faulted: true };
  const failed = failedPrecondition(held, message);
  if (failed !== undefined) return { reply: failed, faulted: false };
  const { request } = held;
  const answer = body as Modifications;
  if (!isRepetition(request, answer)) {
    const refusal = refusalOf(request, answer);
    if (refusal !== undefined) return { reply: refusal, faulted: false };
    apply(held, answer);
  }
  return { reply: showRequest(held), faulted: false };
}

/** What the case wants to become of the answer. The request has another version meanwhile when it says so. */
function faultOf(held: HeldRequest, message: Message): InboxReply | undefined {
  const [fault] = held.faults;
  if (fault === undefined) return undefined;
  const isConditional = message.headers['if-match'] !== undefined;
  if (fault.status === 412 && !isConditional) return undefined;
  const { times = 1 } = fault;
  held.faults = [...(times > 1 ? [{ ...fault, times: times - 1 }] : []), ...held.faults.slice(1)];
  const { id, requestVersion } = held.request;
  if (fault.status === 409 || fault.status === 412) {
    change(held, { requestVersion: requestVersion + 1 });
    const detail = `migration request ${id} has version ${requestVersion + 1} by now`;
    return problem(fault.status, detail, fault.headers);
  }
  return problem(fault.status, 'the gateway cannot be used now', fault.headers);
}

function failedPrecondition(held: HeldRequest, { headers }: Message): InboxReply | undefined {
  const wanted = headers['if-match'];
  const etag = etagOf(held);
  if (wanted !== undefined && wanted !== '*' && !wanted.split(/\s*,\s*/).includes(etag))
    return problem(412, `the resource was changed meanwhile; its ETag is ${etag}`);
  const since = Date.parse(headers['if-unmodified-since'] ?? '');
  if (Math.floor(held.lastModified.getTime() / 1000) * 1000 > since)
    return problem(412, `the resource was changed ${held.lastModified.toUTCString()}`);
  return undefined;
}

/** The same answer again changes nothing. */
function isRepetition(request: MigrationRequest, answer: Modifications): boolean {
  return (
    request.migrationRequestState === answer.migrationRequestState &&
    (answer.targetComputeHostId === undefined || request.targetComputeHostId === answer.targetComputeHostId)
  );
}

function refusalOf(request: MigrationRequest, answer: Modifications): InboxReply | undefined {
  const { id, migrationRequestState: state, requestVersion, sourceComputeHostId } = request;
  const given = answer.migrationRequestState;
  if (!ALLOWED_ANSWERS[state].includes(given))
    return problem(409, `migration request ${id} is ${state}; ${given} is not possible any more`);
  const isOutdated = answer.requestVersion !== undefined && answer.requestVersion !== requestVersion;
  if (isOutdated && (given === 'ACCEPTED' || given === 'REJECTED'))
    return problem(
      409,
      `migration request ${id} has version ${requestVersion} by now; the answer is to version ${answer.requestVersion ?? 0}`,
    );
  if (given !== 'COMPLETED') return undefined;
  if (answer.targetComputeHostId === undefined)
    return problem(422, '/targetComputeHostId: COMPLETED needs the server that the functions are on now');
  if (answer.targetComputeHostId === sourceComputeHostId)
    return problem(422, `/targetComputeHostId: ${sourceComputeHostId} is the server that has to be left`);
  return undefined;
}

/** While a newer version is on its way to the VNF manager, either may be what it goes by. */
function saidOfTarget({ request: { placement }, told }: HeldRequest): Placement {
  if (told === placement) return placement;
  return {
    ...placement,
    candidateComputeHostIds: [...placement.candidateComputeHostIds, ...told.candidateComputeHostIds],
    excludedComputeHostIds: placement.excludedComputeHostIds.filter((id) => told.excludedComputeHostIds.includes(id)),
  };
}

function apply(held: HeldRequest, answer: Modifications): void {
  const { targetComputeHostId, targetResourceZoneId, targetVirtualComputeIds, error } = answer;
  if (answer.migrationRequestState === 'PROCESSING' || answer.migrationRequestState === 'COMPLETED')
    held.begunWith ??= saidOfTarget(held);
  change(held, {
    migrationRequestState: answer.migrationRequestState,
    ...(targetComputeHostId === undefined ? {} : { targetComputeHostId }),
    ...(targetResourceZoneId === undefined ? {} : { targetResourceZoneId }),
    ...(error === undefined ? {} : { error }),
  });
  if (answer.migrationRequestState !== 'COMPLETED' || targetComputeHostId === undefined) return;
  const { vnfFunction } = held;
  vnfFunction.computeHostId = targetComputeHostId;
  if (targetVirtualComputeIds !== undefined && targetVirtualComputeIds.length > 0)
    vnfFunction.virtualComputeIds = targetVirtualComputeIds;
}

/** Changes the request as shown from now on. */
export function change(held: HeldRequest, changes: Partial<MigrationRequest>): void {
  held.lastModified = new Date();
  const isOther =
    changes.migrationRequestState !== undefined && changes.migrationRequestState !== held.request.migrationRequestState;
  held.request = {
    ...held.request,
    ...changes,
    ...(isOther ? { stateEnteredTime: held.lastModified.toISOString() } : {}),
  };
}

function bodyOf({ body }: Message): Partial<Modifications> {
  return typeof body === 'object' && body !== null ? body : {};
}

function detailOf({ body }: InboxReply): string {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string'
    ? body.detail
    : '';
}
