/** Migration requests for VNF managers that do not know the extension: their adapters ask, look and answer in their place (R13, R14). */
import type { Log } from '../log.ts';
import { DomainError, reasonOf } from '../problem.ts';
import type { Pursuit, VnfManager } from '../southbound/vnfm/vnf-manager.ts';
import type { Store } from '../store/store.ts';
import { answerMigrationRequest } from './confirm.ts';
import type { Context } from './context.ts';
import { addSeconds, compact, OPEN_REQUEST_STATES, toTime, type MigrationRequest } from './entities.ts';
import { isOpenRequest } from './migration-request.ts';

export interface PursuerPorts {
  vnfManagers: readonly VnfManager[];
  store: Store;
  transact: <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;
  log: Log;
}

export interface Pursuer {
  start(): void;
  /** Looks for due requests now instead of at the next poll. */
  wake(): void;
  /** Finishes what is being done and stops. */
  stop(): Promise<void>;
}

const POLL_MILLISECONDS = 500;
/** A claim on a request ends by itself, so that another gateway carries on after a crash. */
const CLAIM_SECONDS = 20;
/** Requests that are looked at, or asked, at the same time. */
const AT_ONCE = 20;
/** Of so many that have been due longest the most urgent are taken: thousands may be due, about in the order of their urgency. */
const CONSIDERED = 200;
/** Seconds before a manager that could not be asked is asked again. */
const RETRY_SECONDS = 2;

export function createPursuer(ports: PursuerPorts): Pursuer {
  const { vnfManagers, store, log } = ports;
  const underWay = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let stopped = vnfManagers.length === 0;

  const look = async () => {
    const room = AT_ONCE - underWay.size;
    if (room <= 0) return;
    const due = await store.migrationRequests.find(
      { pursuitTime: { notAfter: toTime(Date.now()) } },
      { limit: CONSIDERED + underWay.size, orderBy: 'pursuitTime' },
    );
    const waiting = due.filter((request) => !underWay.has(request.id) && !isElsewhere(store, request)).sort(byUrgency);
    for (const request of waiting.slice(0, room)) {
      const work = claimAndPursue(ports, request.id)
        .catch((error: unknown) => {
          log.error({ migrationRequestId: request.id, error: reasonOf(error) }, 'a request could not be pursued');
        })
        .finally(() => underWay.delete(request.id));
      underWay.set(request.id, work);
    }
  };
  const run = () => {
    if (stopped || looking !== undefined) return;
    clearTimeout(timer);
    looking = look()
      .catch((error: unknown) => {
        log.error({ error: reasonOf(error) }, 'requests to pursue could not be read; tried again');
      })
      .finally(() => {
        looking = undefined;
        if (!stopped) timer = setTimeout(run, POLL_MILLISECONDS);
      });
  };
  return {
    start() {
      for (const manager of vnfManagers) manager.start();
      run();
    },
    wake: run,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(underWay.values());
      await Promise.all(vnfManagers.map((manager) => manager.stop()));
    },
  };
}

/** Something was heard of what these requests came to: they are due now. */
export async function lookAtOnce(
  { tables, now }: Context,
  vnfmId: string,
  operationVnfInstanceId?: string,
): Promise<void> {
  const concerned = await tables.migrationRequests.find(
    operationVnfInstanceId === undefined ? { migrationRequestState: OPEN_REQUEST_STATES } : { operationVnfInstanceId },
  );
  for (const request of concerned.filter(isOpenRequest)) {
    if (request.vnfmId === vnfmId && request.pursuitTime !== undefined)
      await tables.migrationRequests.update({ ...request, pursuitTime: now });
  }
}

/** The most critical first, then the earliest deadline (R14). */
function byUrgency(a: MigrationRequest, b: MigrationRequest): number {
  return b.criticality - a.criticality || Date.parse(a.migrationDeadline) - Date.parse(b.migrationDeadline);
}

/** Another gateway is at it; where there is no other, a claim is what a crash left. */
function isElsewhere({ exclusive }: Store, { pursuitClaimedUntil }: MigrationRequest): boolean {
  return !exclusive && pursuitClaimedUntil !== undefined && pursuitClaimedUntil > toTime(Date.now());
}

/** Compare-and-set: one gateway at a time asks and looks; what it finds counts only while it has the claim. */
async function claimAndPursue(ports: PursuerPorts, id: string): Promise<void> {
  const claimed = await ports.store.transaction(async (tables) => {
    const now = toTime(Date.now());
    const request = await tables.migrationRequests.get(id);
    if (request?.pursuitTime === undefined || request.pursuitTime > now || isElsewhere(ports.store, request))
      return undefined;
    const next = { ...request, pursuitClaimedUntil: addSeconds(now, CLAIM_SECONDS) };
    await tables.migrationRequests.update(next);
    return next;
  });
  if (claimed !== undefined) await pursue(ports, claimed);
}

async function pursue({ vnfManagers, transact, log }: PursuerPorts, request: MigrationRequest): Promise<void> {
  const { id, vnfmId, operation } = request;
  const manager = vnfManagers.find((candidate) => candidate.vnfmId === vnfmId);
  if (manager === undefined) {
    await transact((context) => keep(context, request, {}));
    return;
  }
  try {
    if (!isOpenRequest(request)) {
      await manager.abandon(request, operation);
      await transact((context) => forget(context, request));
      return;
    }
    const pursuit = await manager.pursue(request, operation);
    await transact((context) => keep(context, request, pursuit));
  } catch (error) {
    log.warn(
      { migrationRequestId: id, vnfmId, reason: reasonOf(error) },
      'the VNF manager could not be asked; tried again',
    );
    await transact((context) => postpone(context, request));
  }
}

/** The operation and the answer in one transaction; an answer that comes too late changes nothing. */
async function keep(context: Context, asked: MigrationRequest, pursuit: Pursuit): Promise<void> {
  const { operation, answer, targetComputeHostIds, lookAgainAfter } = pursuit;
  const { tables, now } = context;
  const current = await tables.migrationRequests.get(asked.id);
  if (current === undefined || isTakenOver(current, asked)) return;
  // Asked anew meanwhile: what this call did belongs to the attempt before.
  if (current.attempt !== asked.attempt) return release(context, current);
  const known = operation ?? current.operation;
  // Heard of while it was looked at: what was seen may be what was before.
  const isHeardOf = current.pursuitTime !== asked.pursuitTime;
  const lookAgain = lookAgainAfter !== undefined && isHeardOf ? 0 : lookAgainAfter;
  const again = isOpenRequest(current) ? lookAgain : known === undefined ? undefined : 0;
  const next = compact({
    ...current,
    operation: known,
    pursuitTime: again === undefined ? undefined : addSeconds(now, again),
    pursuitClaimedUntil: undefined,
  });
  await tables.migrationRequests.update(next);
  if (answer === undefined) return;
  try {
    await answerMigrationRequest(context, next, answer, targetComputeHostIds);
  } catch (error) {
    if (!(error instanceof DomainError && error.kind === 'StateConflict')) throw error;
  }
}

async function forget(context: Context, asked: MigrationRequest): Promise<void> {
  const { tables } = context;
  const current = await tables.migrationRequests.get(asked.id);
  if (current === undefined || isTakenOver(current, asked)) return;
  if (current.attempt !== asked.attempt || isOpenRequest(current)) return release(context, current);
  const { operation: _operation, pursuitTime: _pursuitTime, pursuitClaimedUntil: _until, ...rest } = current;
  await tables.migrationRequests.update(rest);
}

async function postpone({ tables, now }: Context, asked: MigrationRequest): Promise<void> {
  const current = await tables.migrationRequests.get(asked.id);
  if (current?.pursuitTime === undefined || isTakenOver(current, asked)) return;
  const { pursuitClaimedUntil: _until, ...rest } = current;
  await tables.migrationRequests.update({ ...rest, pursuitTime: addSeconds(now, RETRY_SECONDS) });
}

/** The claim ran out, and another gateway has the request now, or has had it. */
function isTakenOver(current: MigrationRequest, { pursuitClaimedUntil }: MigrationRequest): boolean {
  return current.pursuitClaimedUntil !== pursuitClaimedUntil;
}

async function release(
  { tables }: Context,
  { pursuitClaimedUntil: _until, ...current }: MigrationRequest,
): Promise<void> {
  await tables.migrationRequests.update(current);
}
