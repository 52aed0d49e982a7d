/**
 * Runs the due steps of every evacuation and the due evaluations of every state. Nothing that matters lives in memory: what is
 * due is found in the store, so after a crash the work simply goes on.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import { reasonOf } from '../problem.ts';
import type { Tables } from '../store/store.ts';
import {
  addSeconds,
  CLOSED_EVACUATION_STATES,
  toTime,
  type HostEvacuation,
  type HostEvacuationState,
} from './entities.ts';
import { afterCrash, claimEvacuation, unclaimed, whileClaimed, type ClaimPorts } from './claim.ts';
import { createClockWatch, evacuationByThisClock, hostByThisClock, isOfBefore, requestByThisClock } from './clock.ts';
import { LIFECYCLE } from './lifecycle.ts';
import type { Context } from './context.ts';
import { determine } from './determine.ts';
import { reevaluateDue } from './reevaluate.ts';
import { leave, mayOnlyDecide, settle, settleTogether, type DueEvacuation } from './settle.ts';
import { readTopology } from './topology.ts';

export interface DriverPorts extends ClaimPorts {
  /** Called after something was done, so that what it queued is delivered at once. */
  onProgress: () => void;
  /** Whether first requests of failing servers are on their way: what is due waits for them. */
  isBeginning: () => boolean;
}

const POLL_MILLISECONDS = 200;
const BATCH = 50;
/** States of which only the time is moved, in one statement. */
const POSTPONED = 1000;
/** Milliseconds that what begins may keep everything else waiting. */
const FIRST_MILLISECONDS = 1000;
/** The same of what is on its way already. */
const GIVING_WAY_MILLISECONDS = 50;
/** One process looks for what has to be evaluated; another one does so this long after that one was last heard of. */
const REEVALUATION_SECONDS = 5;
/** Seconds before a step that failed unexpectedly is tried again. */
const FAILURE_RETRY_SECONDS = 2;

export interface Driver {
  start(): Promise<void>;
  /** Looks for due work now instead of at the next poll. */
  wake(): void;
  /** Finishes what is being done and stops. */
  stop(): Promise<void>;
}

export function createDriver(given: DriverPorts): Driver {
  const ports = { ...given, givesWay: givingWay(given), postpones: postponing(given) };
  const instanceId = uuidv4();
  const clock = createClockWatch();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  /** Due work may have come up while a round was under way. */
  const pending = { again: false, stopped: true };

  const work: Work = {
    underWay: new Map(),
    async settle(some) {
      try {
        const { count, acting } = await settleTogether(ports, some);
        for (const id of acting.slice(0, roomFor(work))) work.begin(id);
        return count;
      } catch (error) {
        ports.log.warn({ error: reasonOf(error) }, 'steps could not be settled together; each is tried by itself');
        for (const { id } of some) work.begin(id);
        return 0;
      }
    },
    begin(id) {
      const step = runStep(ports, instanceId, id)
        .then(
          (done) => {
            if (done) ports.onProgress();
          },
          (error: unknown) => {
            ports.log.error(
              { hostEvacuationId: id, error: reasonOf(error) },
              'a step could not be run; it is tried again',
            );
          },
        )
        .finally(() => {
          work.underWay.delete(id);
          run();
        });
      work.underWay.set(id, step);
    },
  };
  const isAskedAgain = () => pending.again && !pending.stopped;
  const round = async (): Promise<void> => {
    do {
      pending.again = false;
      // What was committed before goes on its way first: one turn opens the connection, the next one writes.
      await nextTurn();
      await nextTurn();
      await runDue(ports, work);
    } while (isAskedAgain());
  };
  const run = () => {
    if (pending.stopped) return;
    if (running !== undefined) {
      pending.again = true;
      return;
    }
    clearTimeout(timer);
    running = (clock.isSetBack() ? lookAtAll(ports).then(clock.dealtWith) : Promise.resolve())
      .then(round)
      .catch((error: unknown) => {
        ports.log.error({ error: reasonOf(error) }, 'the engine could not look for due work; it tries again');
      })
      .finally(() => {
        running = undefined;
        if (!pending.stopped) timer = setTimeout(run, POLL_MILLISECONDS);
      });
  };
  return {
    async start() {
      pending.stopped = false;
      if (ports.store.exclusive) await takeOver(ports);
      await lookAtAll(ports);
      run();
    },
    wake: run,
    async stop() {
      pending.stopped = true;
      clearTimeout(timer);
      await running;
      await Promise.all(work.underWay.values());
    },
  };
}

type RoundPorts = DriverPorts & { givesWay: () => boolean; postpones: () => Promise<void> };

/** Whether to do nothing now: onProgress comes when what is on its way is. */
function givingWay({ isBeginning }: DriverPorts): () => boolean {
  let since: number | undefined;
  return () => {
    since = isBeginning() ? (since ?? performance.now()) : undefined;
    return since !== undefined && performance.now() - since < GIVING_WAY_MILLISECONDS;
  };
}

/** Moves the time of states that would be evaluated soon for readings that came meanwhile, once a poll. */
function postponing({ store, log }: DriverPorts): () => Promise<void> {
  let next = 0;
  return async () => {
    if (store.quietParameters === undefined || performance.now() < next) return;
    next = performance.now() + POLL_MILLISECONDS;
    const before = Date.now() + 2 * POLL_MILLISECONDS;
    try {
      while ((await store.quietParameters.postpone(before, POSTPONED)) === POSTPONED) await nextTurn();
    } catch (error) {
      // They are evaluated whole then.
      log.warn({ error: reasonOf(error) }, 'the time of states that readings came for could not be moved');
    }
  };
}

/** Seconds that managers have to answer after a start, when their time ran out while nobody listened. */
const REPLY_AFTER_START_SECONDS = 5;

/** No other process can be at work: what a crashed one claimed is free at once. */
async function takeOver({ store, contextOn }: DriverPorts): Promise<void> {
  await store.transaction(async (tables) => {
    const { now } = contextOn(tables);
    for (const evacuation of await openEvacuations(tables)) {
      if (evacuation.claimedBy !== undefined) await tables.hostEvacuations.update(afterCrash(evacuation, now));
    }
    const replyDeadline = addSeconds(now, REPLY_AFTER_START_SECONDS);
    for (const request of await tables.migrationRequests.find({ migrationRequestState: 'REQUESTED' })) {
      if (request.replyDeadline < replyDeadline) await tables.migrationRequests.update({ ...request, replyDeadline });
    }
  });
}

/** What waits for longer is looked at once when the clock was set back; the rest comes soon anyway. */
const LONG_SECONDS = 60;

/** Has every open evacuation that waits for long looked at now: it may wait by a clock that was wrong. */
async function lookAtAll({ store, contextOn }: DriverPorts): Promise<void> {
  await store.transaction(async (tables) => {
    const context = contextOn(tables);
    const { now } = context;
    for (const evacuation of await openEvacuations(tables)) {
      if (isOfBefore(evacuation, now)) await setBack(context, evacuation);
      else if (evacuation.nextAttemptTime > addSeconds(now, LONG_SECONDS))
        await tables.hostEvacuations.update({ ...evacuation, nextAttemptTime: now });
    }
  });
}

/** The evacuation, its server and its requests go on by the clock as it is now. */
async function setBack(context: Context, evacuation: HostEvacuation): Promise<void> {
  const { tables, now } = context;
  await tables.hostEvacuations.update(evacuationByThisClock(evacuation, now));
  for (const request of await tables.migrationRequests.find({ hostEvacuationId: evacuation.id }))
    if (request.migrationRequestState !== 'COMPLETED')
      await tables.migrationRequests.update(requestByThisClock(request, now));
  const host = await tables.computeHosts.get(evacuation.computeHostId);
  if (host === undefined) return;
  await tables.computeHosts.update(hostByThisClock(host, now));
  await determine(context, await readTopology(tables), [host]);
}

function openEvacuations({ hostEvacuations }: Tables): Promise<HostEvacuation[]> {
  const isOpen = (state: string) => !CLOSED_EVACUATION_STATES.some((closedState) => closedState === state);
  return hostEvacuations.find({ hostEvacuationState: Object.keys(LIFECYCLE).filter(isOpen) });
}

/** Evaluates what is due and does every due step that is not under way. */
async function runDue(ports: RoundPorts, work: Work): Promise<void> {
  for (;;) {
    const begun = await beginEvacuations(ports, work);
    const waiting = await findDue(ports, work, {});
    // Several processes that decide at the same time would only be in each other's way.
    const decided = (await decides(ports)) ? waiting.filter(mayOnlyDecide) : [];
    const settled = await settleSome(ports, work, decided);
    const others = waiting.filter((evacuation) => !mayOnlyDecide(evacuation));
    for (const { id } of others.slice(0, roomFor(work))) work.begin(id);
    if (begun + settled === 0) return;
    await nextTurn();
  }
}

/**
 * What fails and has not been asked to leave comes before all else, but not for ever: levels are evaluated, and the evacuations
 * that begin by them are taken as far as they ask. Gives how much was done.
 */
async function beginEvacuations(ports: RoundPorts, work: Work): Promise<number> {
  const end = performance.now() + FIRST_MILLISECONDS;
  for (let done = 0; ;) {
    const begins = (await decides(ports)) ? await findDue(ports, work, { hostEvacuationState: 'WITHDRAWING' }) : [];
    const settled = await settleSome(ports, work, begins);
    const evaluated = await evaluateDue(ports);
    if (evaluated > 0) ports.onProgress();
    done += settled + evaluated;
    if (settled + evaluated === 0 || performance.now() > end) return done;
    // What arrived meanwhile comes in between.
    await nextTurn();
  }
}

/** Those that are due and not under way. */
async function findDue(
  { store }: DriverPorts,
  { underWay }: Work,
  where: { hostEvacuationState?: HostEvacuationState },
): Promise<DueEvacuation[]> {
  const due = await store.hostEvacuations.findKeys(
    { ...where, dueTime: { notAfter: toTime(Date.now()) } },
    { limit: BATCH + underWay.size, orderBy: 'dueTime' },
  );
  // What is not after a time has one.
  return (due as DueEvacuation[]).filter(({ id }) => !underWay.has(id));
}

async function settleSome({ onProgress }: DriverPorts, work: Work, some: readonly DueEvacuation[]): Promise<number> {
  if (some.length === 0) return 0;
  const settled = await work.settle(some);
  if (settled > 0) onProgress();
  return settled;
}

/** Whether this process is the one that evaluates levels, and settles the steps that only decide. */
function decides({ store }: Pick<DriverPorts, 'store'>): Promise<boolean> {
  return store.holds('reevaluation', REEVALUATION_SECONDS);
}

/** Evaluates the states whose time has come; gives how many. A failure must not keep evacuations from going on. */
async function evaluateDue({ store, contextOn, log, givesWay, postpones }: RoundPorts): Promise<number> {
  try {
    if (!(await decides({ store }))) return 0;
    await postpones();
    return await store.transaction(async (tables) => (givesWay() ? 0 : reevaluateDue(contextOn(tables), BATCH)));
  } catch (error) {
    log.error({ error: reasonOf(error) }, 'levels could not be evaluated; it is tried again');
    return 0;
  }
}

/** Steps under way: one that waits for its hardware holds up no other. */
interface Work {
  underWay: Map<string, Promise<void>>;
  /** Steps that only decide, together; gives how many were settled. */
  settle(some: readonly DueEvacuation[]): Promise<number>;
  begin(id: string): void;
}

/** How many more steps may be begun. */
function roomFor({ underWay }: Work): number {
  return Math.max(0, BATCH - underWay.size);
}

/** Claims the evacuation, lets its step act, and settles the outcome; tells whether there was something to do. */
async function runStep(ports: DriverPorts, instanceId: string, id: string): Promise<boolean> {
  const evacuation = await claimEvacuation(ports, instanceId, id);
  if (evacuation === undefined) return false;
  const step = LIFECYCLE[evacuation.hostEvacuationState].step;
  if (step === undefined) return false;
  try {
    const observation = step.act === undefined ? {} : await whileClaimed(ports, evacuation, step);
    await ports.store.transaction(async (tables) => {
      const evacuation = await tables.hostEvacuations.get(id);
      // Another process took over when our claim ran out, or an operator cancelled it meanwhile.
      if (evacuation?.claimedBy !== instanceId) return;
      const context = ports.contextOn(tables);
      await (observation === undefined
        ? leave(ports, context, evacuation)
        : settle(ports, context, evacuation, observation));
    });
  } catch (error) {
    ports.log.error({ hostEvacuationId: id, error: reasonOf(error) }, 'a step failed; it is tried again');
    await ports.store.transaction(async (tables) => {
      const evacuation = await tables.hostEvacuations.get(id);
      if (evacuation?.claimedBy !== instanceId) return;
      await tables.hostEvacuations.update({
        ...unclaimed(evacuation),
        nextAttemptTime: addSeconds(toTime(Date.now()), FAILURE_RETRY_SECONDS),
      });
    });
  }
  return true;
}
