/**
 * Runs the due steps of every evacuation and the due evaluations of every state. Nothing that matters lives in memory: what is
 * due is found in the store, so after a crash the work simply goes on.
 */
import { v4 as uuidv4 } from 'uuid';
import { reasonOf } from '../problem.ts';
import {
  addSeconds,
  CLOSED_EVACUATION_STATES,
  compact,
  toTime,
  type HostEvacuation,
  type Refusal,
  type RefusalReason,
} from './entities.ts';
import { readCase } from './case.ts';
import { afterCrash, claimEvacuation, unclaimed, whileClaimed, type ClaimPorts } from './claim.ts';
import type { Context } from './context.ts';
import { determine } from './determine.ts';
import { closed, notifyEvacuation } from './evacuation.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { reevaluateDue } from './reevaluate.ts';
import type { Observation, Outcome } from './step.ts';
import { entry } from './timeline.ts';
import { readTopology } from './topology.ts';

export interface DriverPorts extends ClaimPorts {
  /** Called after something was done, so that what it queued is delivered at once. */
  onProgress: () => void;
}

const POLL_MILLISECONDS = 200;
const BATCH = 50;
/** One process looks for what has to be evaluated; another one does so this long after that one was last heard of. */
const REEVALUATION_SECONDS = 5;
/** Seconds between looks at an evacuation without a server. */
const LEFT_SECONDS = 60;
/** Seconds before a step that failed unexpectedly is tried again. */
const FAILURE_RETRY_SECONDS = 2;

export interface Driver {
  start(): Promise<void>;
  /** Looks for due work now instead of at the next poll. */
  wake(): void;
  /** Finishes what is being done and stops. */
  stop(): Promise<void>;
}

export function createDriver(ports: DriverPorts): Driver {
  const instanceId = uuidv4();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  /** Due work may have come up while a round was under way. */
  const pending = { again: false, stopped: true };

  const work: Work = {
    underWay: new Map(),
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
    running = round()
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

/** Seconds that managers have to answer after a start, when their time ran out while nobody listened. */
const REPLY_AFTER_START_SECONDS = 5;

/** No other process can be at work: what a crashed one claimed is free at once. */
async function takeOver({ store, contextOn }: DriverPorts): Promise<void> {
  await store.transaction(async (tables) => {
    const { now } = contextOn(tables);
    const states = Object.keys(LIFECYCLE).filter(
      (state) => !CLOSED_EVACUATION_STATES.some((closedState) => closedState === state),
    );
    for (const evacuation of await tables.hostEvacuations.find({ hostEvacuationState: states })) {
      if (evacuation.claimedBy !== undefined) await tables.hostEvacuations.update(afterCrash(evacuation, now));
    }
    const replyDeadline = addSeconds(now, REPLY_AFTER_START_SECONDS);
    for (const request of await tables.migrationRequests.find({ migrationRequestState: 'REQUESTED' })) {
      if (request.replyDeadline < replyDeadline) await tables.migrationRequests.update({ ...request, replyDeadline });
    }
  });
}

/** Evaluates what is due and starts every due step that is not under way. */
async function runDue(ports: DriverPorts, work: Work): Promise<void> {
  for (;;) {
    const evaluates = await ports.store.holds('reevaluation', REEVALUATION_SECONDS);
    const evaluated = evaluates
      ? await ports.store.transaction((tables) => reevaluateDue(ports.contextOn(tables), BATCH))
      : 0;
    const due = await ports.store.hostEvacuations.find(
      { dueTime: { notAfter: toTime(Date.now()) } },
      { limit: BATCH + work.underWay.size, orderBy: 'dueTime' },
    );
    const begun = due.filter(({ id }) => !work.underWay.has(id)).slice(0, Math.max(0, BATCH - work.underWay.size));
    for (const { id } of begun) work.begin(id);
    if (evaluated > 0) ports.onProgress();
    if (evaluated === 0) return;
  }
}

/** Its server is not in the inventory any more. */
async function leave({ store, contextOn, log }: DriverPorts, { id, computeHostId }: HostEvacuation): Promise<void> {
  log.error({ hostEvacuationId: id, computeHostId }, 'the server of an evacuation is not in the inventory any more');
  await store.transaction(async (tables) => {
    const current = await tables.hostEvacuations.get(id);
    const nextAttemptTime = addSeconds(contextOn(tables).now, LEFT_SECONDS);
    if (current !== undefined) await tables.hostEvacuations.update({ ...unclaimed(current), nextAttemptTime });
  });
}

/** Steps under way: one that waits for its hardware holds up no other. */
interface Work {
  underWay: Map<string, Promise<void>>;
  begin(id: string): void;
}

/** Claims the evacuation, lets its step act, and settles the outcome; tells whether there was something to do. */
async function runStep(ports: DriverPorts, instanceId: string, id: string): Promise<boolean> {
  const evacuation = await claimEvacuation(ports, instanceId, id);
  if (evacuation === undefined) return false;
  const step = LIFECYCLE[evacuation.hostEvacuationState].step;
  if (step === undefined) return false;
  try {
    const observation = step.act === undefined ? {} : await whileClaimed(ports, evacuation, step);
    if (observation === undefined) {
      await leave(ports, evacuation);
      return true;
    }
    await ports.store.transaction((tables) => settle(ports, ports.contextOn(tables), { instanceId, id, observation }));
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

async function settle(
  ports: DriverPorts,
  context: Context,
  { instanceId, id, observation }: { instanceId: string; id: string; observation: Observation },
): Promise<void> {
  const evacuation = await context.tables.hostEvacuations.get(id);
  // Another process took over when our claim ran out, or an operator cancelled it meanwhile.
  if (evacuation?.claimedBy !== instanceId || CLOSED_EVACUATION_STATES.includes(evacuation.hostEvacuationState)) return;
  const subject = await readCase(context, evacuation);
  const stage = LIFECYCLE[evacuation.hostEvacuationState];
  if (subject === undefined || stage.step === undefined) return;
  const outcome = await stage.step.settle(context, subject, observation);
  if (outcome.state !== undefined && !stage.next.includes(outcome.state)) {
    throw new Error(`${evacuation.hostEvacuationState} does not lead to ${outcome.state}`);
  }
  await save(ports, context, evacuation.id, outcome);
}

async function save(ports: DriverPorts, context: Context, id: string, outcome: Outcome): Promise<void> {
  const { now, tables } = context;
  const current = await tables.hostEvacuations.get(id);
  if (current === undefined) return;
  const state = outcome.state ?? current.hostEvacuationState;
  const entered = state !== current.hostEvacuationState;
  const ends = CLOSED_EVACUATION_STATES.includes(state);
  const refusals = outcome.refusals ?? [];
  const merged: HostEvacuation = compact({
    ...unclaimed(current),
    ...outcome.changes,
    hostEvacuationState: state,
    stateEnteredTime: entered ? now : current.stateEnteredTime,
    nextAttemptTime: outcome.nextAttemptTime,
    refusals,
    timeline: [...current.timeline, ...(outcome.timeline ?? []), ...newRefusals(current.refusals, refusals, now)],
    endTime: ends ? now : undefined,
  });
  const next = ends ? closed(merged) : merged;
  await tables.hostEvacuations.update(next);
  if (entered) {
    ports.log.info(
      { hostEvacuationId: id, computeHostId: next.computeHostId, hostEvacuationState: state },
      'host evacuation entered a state',
    );
    await notifyEvacuation(context, next);
    await wakeRelated(context, next.computeHostId);
  }
  if (ends) await determineAgain(context, next.computeHostId);
}

/** Reasons that are only waiting: no news for the timeline. */
const WAITING_REASONS: readonly RefusalReason[] = [
  'WORKLOAD_PRESENT',
  'POWER_STATE_UNCONFIRMED',
  'ENVIRONMENT_NORMAL',
  'ENVIRONMENT_NOT_NORMAL',
  'HOLD_TIME',
  'RESTORATION_WAVE',
  'PARENT_SERVER_OFF',
  'CHILD_SERVER_ON',
];

function newRefusals(before: readonly Refusal[], now: readonly Refusal[], time: string) {
  return now
    .filter(({ reason }) => !WAITING_REASONS.includes(reason) && !before.some((old) => old.reason === reason))
    .map(({ reason, detail }) => entry(time, 'REFUSED', `${reason}: ${detail}`));
}

/** Servers that rest on this one, and the one that it rests on, wait for each other. */
async function wakeRelated(context: Context, computeHostId: string): Promise<void> {
  const { tables, now } = context;
  const host = await tables.computeHosts.get(computeHostId);
  const dependents = await tables.computeHosts.find({ parentComputeHostId: computeHostId });
  const related = [
    ...dependents.map(({ id }) => id),
    ...(host?.parentComputeHostId === undefined ? [] : [host.parentComputeHostId]),
  ];
  for (const evacuation of await tables.hostEvacuations.find({ openComputeHostId: related })) {
    if (evacuation.nextAttemptTime > now) await tables.hostEvacuations.update({ ...evacuation, nextAttemptTime: now });
  }
}

/** The environment may have failed again while the evacuation was ending. */
async function determineAgain(context: Context, computeHostId: string): Promise<void> {
  const host = await context.tables.computeHosts.get(computeHostId);
  if (host !== undefined) await determine(context, await readTopology(context.tables), [host]);
}
