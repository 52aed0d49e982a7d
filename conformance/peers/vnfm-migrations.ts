import { pause, sendUntilAnswered } from './send.ts';
import { readMigrationRequest } from './vnfm-catch-up.ts';
import type {
  MigrationRequest,
  MigrationRequestState,
  ProblemDetails,
  VnfmBehaviour,
  VnfmEvent,
  VnfmRequest,
} from './vnfm-request.ts';
import { duplicateOf, moveTo } from './vnfm-vim.ts';

export interface MigrationsOptions {
  /** apiRoot of the gateway; without it the links of the requests say where to answer. */
  gateway?: string;
  vnfmId: string;
  behaviour?: VnfmBehaviour;
  replyDelayMs?: number;
  migrationMs?: number;
  parallel?: number;
  site?: string;
  chooseTarget?: (request: MigrationRequest) => readonly string[];
  onEvent?: (event: VnfmEvent) => void;
  /** Servers withdrawn at the moment. */
  withdrawn: ReadonlySet<string>;
  signal: AbortSignal;
}

export interface Migrations {
  requests: ReadonlyMap<string, VnfmRequest>;
  /** Takes a request, new or sent again with a higher version. */
  offer(request: MigrationRequest): void;
  /** Stops what has not started. */
  cancel(migrationRequestId: string): void;
  /** Does not answer any more what it has not answered yet. */
  expire(migrationRequestId: string): void;
}

interface State {
  options: MigrationsOptions;
  requests: Map<string, VnfmRequest>;
  /** Answers of one request go out in order. */
  answering: Map<string, Promise<void>>;
  running: number;
}

/** The migrations of one VNFM: most critical first, then the earliest deadline, a few at once (R14). */
export function createMigrations(options: MigrationsOptions): Migrations {
  const state: State = { options, requests: new Map(), answering: new Map(), running: 0 };
  return {
    requests: state.requests,
    offer: (request) => {
      offer(state, request);
    },
    cancel: (migrationRequestId) => {
      stop(state, state.requests.get(migrationRequestId), 'CANCELLED');
    },
    expire: (migrationRequestId) => {
      stop(state, state.requests.get(migrationRequestId), 'EXPIRED');
    },
  };
}

/** What has begun to move goes on to its end: COMPLETED is taken in every state. */
function stop(state: State, known: VnfmRequest | undefined, status: 'CANCELLED' | 'EXPIRED'): void {
  if (known === undefined) return;
  known.ended = true;
  const stoppable = status === 'CANCELLED' ? ['WAITING', 'ACCEPTED'] : ['WAITING'];
  if (!stoppable.includes(known.status)) return;
  known.status = status;
  tell(state, known, status);
}

function offer(state: State, request: MigrationRequest): void {
  const known = state.requests.get(request.id);
  if (known !== undefined && request.requestVersion <= known.request.requestVersion) return;
  const entry: VnfmRequest = known ?? { request, status: 'IGNORED', answers: [] };
  entry.request = request;
  entry.ended = false;
  state.requests.set(request.id, entry);
  tell(state, entry, known === undefined ? 'REQUESTED' : 'REISSUED');
  if (state.options.behaviour === 'silent') return;
  // A migration that began, or is done, is never begun a second time: only the answer is given again.
  if (entry.status === 'MIGRATING') respond(state, entry, { migrationRequestState: 'PROCESSING' });
  else if (entry.status === 'COMPLETED') respondCompleted(state, entry);
  else if (entry.status === 'ACCEPTED') respondAccepted(state, entry);
  else void accept(state, entry);
}

async function accept(state: State, entry: VnfmRequest): Promise<void> {
  const { options } = state;
  const { id, requestVersion } = entry.request;
  entry.status = 'WAITING';
  await pause(options.replyDelayMs ?? 100, options.signal);
  if (options.signal.aborted || superseded(entry, requestVersion)) return;
  if (options.behaviour === 'rejecting') {
    finish(state, entry, 'REJECTED', problem(503, `${options.vnfmId} cannot migrate ${id} now`));
    return;
  }
  entry.status = 'ACCEPTED';
  respondAccepted(state, entry);
  startAccepted(state);
}

/** A newer version of the request has its own answer; a cancelled one has none. */
function superseded(entry: VnfmRequest, requestVersion: number): boolean {
  return entry.status !== 'WAITING' || entry.request.requestVersion !== requestVersion;
}

function startAccepted(state: State): void {
  const accepted = [...state.requests.values()].filter(({ status }) => status === 'ACCEPTED').sort(byUrgency);
  for (const entry of accepted.slice(0, (state.options.parallel ?? 4) - state.running)) void migrate(state, entry);
}

function byUrgency(a: VnfmRequest, b: VnfmRequest): number {
  const criticality = b.request.criticality - a.request.criticality;
  return criticality === 0
    ? Date.parse(a.request.migrationDeadline) - Date.parse(b.request.migrationDeadline)
    : criticality;
}

async function migrate(state: State, entry: VnfmRequest): Promise<void> {
  const { behaviour, migrationMs = 1000, signal } = state.options;
  state.running += 1;
  entry.status = 'MIGRATING';
  tell(state, entry, 'STARTED');
  respond(state, entry, { migrationRequestState: 'PROCESSING' });
  await pause(behaviour === 'slow' ? migrationMs * 5 : migrationMs, signal);
  if (signal.aborted) return;
  if (behaviour === 'failing') finish(state, entry, 'FAILED', problem(500, 'the migration failed'));
  else await moveToBestTarget(state, entry);
  state.running -= 1;
  startAccepted(state);
}

async function moveToBestTarget(state: State, entry: VnfmRequest): Promise<void> {
  for (const target of targetsOf(state, entry.request)) {
    const refusal = await moveTo(state.options, entry.request, target);
    if (refusal === undefined) {
      entry.targetComputeHostId = target;
      entry.status = 'COMPLETED';
      tell(state, entry, 'COMPLETED', target);
      respondCompleted(state, entry);
      return;
    }
    tell(state, entry, 'TARGET_REFUSED', target, refusal);
  }
  finish(state, entry, 'FAILED', problem(500, 'no server takes the function'));
}

/** Candidates in order; never an excluded or a withdrawn server (R16, R18). */
function targetsOf({ options }: State, request: MigrationRequest): string[] {
  const { candidateComputeHostIds, excludedComputeHostIds } = request.placement;
  const forbidden = new Set([request.sourceComputeHostId, ...excludedComputeHostIds, ...options.withdrawn]);
  return (options.chooseTarget?.(request) ?? candidateComputeHostIds).filter((target) => !forbidden.has(target));
}

function respondAccepted(state: State, entry: VnfmRequest): void {
  respond(state, entry, { migrationRequestState: 'ACCEPTED', requestVersion: entry.request.requestVersion });
}

function respondCompleted(state: State, entry: VnfmRequest): void {
  const { requestedAction, virtualComputeIds } = entry.request;
  const target = entry.targetComputeHostId;
  respond(state, entry, {
    migrationRequestState: 'COMPLETED',
    ...(target === undefined ? {} : { targetComputeHostId: target }),
    // R10: a duplicate is a virtual compute of its own.
    ...(requestedAction === 'DUPLICATE' ? { targetVirtualComputeIds: virtualComputeIds.map(duplicateOf) } : {}),
  });
}

function finish(state: State, entry: VnfmRequest, status: 'FAILED' | 'REJECTED', error: ProblemDetails): void {
  entry.status = status;
  tell(state, entry, status, undefined, error.detail);
  respond(state, entry, { migrationRequestState: status, requestVersion: entry.request.requestVersion, error });
}

interface Modifications {
  migrationRequestState: MigrationRequestState;
  requestVersion?: number;
  targetComputeHostId?: string;
  targetVirtualComputeIds?: string[];
  error?: ProblemDetails;
}

/** Answers the gateway behind the answers before it, for as long as the gateway takes to be there; migrating goes on. */
function respond(state: State, entry: VnfmRequest, body: Modifications): void {
  const { signal } = state.options;
  const { id } = entry.request;
  const answer: VnfmRequest['answers'][number] = {
    migrationRequestState: body.migrationRequestState,
    status: undefined,
  };
  entry.answers.push(answer);
  const url = urlOf(state.options, entry.request);
  const contentType = 'application/merge-patch+json';
  const before = state.answering.get(id) ?? Promise.resolve();
  state.answering.set(
    id,
    before.then(async () => {
      if (entry.ended === true && body.migrationRequestState !== 'COMPLETED') return;
      answer.status = (await sendUntilAnswered(url, { method: 'PATCH', body, contentType, signal }))?.status;
      if (answer.status === 409 || answer.status === 412) await readAgain(state, url);
    }),
  );
}

function urlOf({ gateway }: MigrationsOptions, { id, _links }: MigrationRequest): string {
  return gateway === undefined ? _links.self.href : `${gateway}/vnfmig/v1/migration_requests/${encodeURIComponent(id)}`;
}

/** The gateway knows something of the request that has not arrived here yet. */
async function readAgain(state: State, url: string): Promise<void> {
  const request = await readMigrationRequest(url, state.options.signal);
  if (request === undefined) return;
  const { migrationRequestState } = request;
  if (migrationRequestState === 'CANCELLED' || migrationRequestState === 'EXPIRED')
    stop(state, state.requests.get(request.id), migrationRequestState);
  else offer(state, request);
}

function problem(status: number, detail: string): ProblemDetails {
  return { status, title: 'Migration not done', detail };
}

function tell(state: State, entry: VnfmRequest, event: VnfmEvent['event'], target?: string, detail?: string): void {
  const { id, vnfInstanceId, sourceComputeHostId, migrationDeadline } = entry.request;
  state.options.onEvent?.({
    event,
    at: Date.now(),
    vnfmId: state.options.vnfmId,
    migrationRequestId: id,
    vnfInstanceId,
    sourceComputeHostId,
    migrationDeadline,
    ...(target === undefined ? {} : { targetComputeHostId: target }),
    ...(detail === undefined ? {} : { detail }),
  });
}
