/** What the steps of evacuations decide becomes so, in the transaction in which it was decided. */
import type { Log } from '../log.ts';
import {
  addSeconds,
  CLOSED_EVACUATION_STATES,
  compact,
  type HostEvacuation,
  type HostEvacuationState,
  type Refusal,
  type RefusalReason,
} from './entities.ts';
import type { Tables } from '../store/store.ts';
import { readCase } from './case.ts';
import { unclaimed, type ClaimPorts } from './claim.ts';
import type { Context } from './context.ts';
import { reactivateToLeave } from './deactivation.ts';
import { determine } from './determine.ts';
import { closed, notifyEvacuation } from './evacuation.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { BEFORE_ALL_ELSE, type Observation, type Outcome } from './step.ts';
import { entry } from './timeline.ts';
import { readTopology } from './topology.ts';

type SettlePorts = Pick<ClaimPorts, 'store' | 'contextOn'> & { log: Log };

/** Milliseconds of a transaction that settles several servers which still ask; what it did not come to is for the next. */
const TOGETHER_MILLISECONDS = 10;
/** The same of servers that are only looked at again: a reading that is decisive does not wait for them. */
const LOOK_MILLISECONDS = 3;
/** The same of all where each statement goes to another process and back. */
const TOGETHER_MILLISECONDS_SHARED = 50;
/** Milliseconds for what a reading began, in the transaction of the reading: the first functions are to be asked at once. */
const BEGUN_MILLISECONDS = 1;
/** Seconds between looks at an evacuation without a server. */
const LEFT_SECONDS = 60;

/** What of an evacuation says when it is due, and for what; `dueTime` is its `nextAttemptTime`, or later while it is claimed. */
export type DueEvacuation = Pick<HostEvacuation, 'id' | 'hostEvacuationState'> & { dueTime: string };

/** Whether the step of the state may look at nothing outside of the store. */
export function mayOnlyDecide({ hostEvacuationState }: Pick<HostEvacuation, 'hostEvacuationState'>): boolean {
  const { step } = LIFECYCLE[hostEvacuationState];
  return step !== undefined && (step.act === undefined || step.acts !== undefined);
}

/** Whether the step under way looks at, or acts on, something outside of the store now. */
function isActing(evacuation: HostEvacuation): boolean {
  const { step } = LIFECYCLE[evacuation.hostEvacuationState];
  return step?.act !== undefined && step.acts?.(evacuation) !== false;
}

export interface Settled {
  /** How many it came to. */
  count: number;
  /** Those of which the step acts: it has to be begun. */
  acting: string[];
}

/**
 * Settles the due steps of these evacuations that only decide, in one transaction. Nothing has to be claimed: of two processes
 * that decide the same at a time one is run again, and finds it done.
 */
export function settleTogether(
  ports: SettlePorts & { givesWay: () => boolean },
  evacuations: readonly DueEvacuation[],
): Promise<Settled> {
  return ports.store.transaction(async (tables) => {
    const settled: Settled = { count: 0, acting: [] };
    if (ports.givesWay()) return settled;
    const context = ports.contextOn(tables);
    const end = endOfTransaction(ports, TOGETHER_MILLISECONDS);
    const endOfLooks = endOfTransaction(ports, LOOK_MILLISECONDS);
    for (const [index, evacuation] of evacuations.entries()) {
      if (!ports.store.exclusive && index % READ_TOGETHER === 0)
        await readTogether(tables, evacuations.slice(index, index + READ_TOGETHER));
      if (settled.count > 0 && performance.now() > (stillAsks(evacuation) ? end : endOfLooks)) break;
      const { isSettled, acts } = await settleWhileDue(ports, context, evacuation.id);
      if (isSettled) settled.count += 1;
      if (acts) settled.acting.push(evacuation.id);
    }
    return settled;
  });
}

/** Evacuations of which what their steps look at is read together, where each statement goes to another process and back. */
const READ_TOGETHER = 10;

/** The transaction has it at hand then. */
async function readTogether(tables: Tables, evacuations: readonly DueEvacuation[]): Promise<void> {
  const ids = evacuations.map(({ id }) => id);
  const hostIds = (await tables.hostEvacuations.getEach(ids)).map(({ computeHostId }) => computeHostId);
  await tables.computeHosts.getEach(hostIds);
  await tables.virtualComputes.find({ hostId: hostIds });
  await tables.migrationRequests.find({ hostEvacuationId: ids });
}

/** Some of its functions have not been asked to leave yet. */
function stillAsks({ hostEvacuationState, dueTime }: DueEvacuation): boolean {
  return hostEvacuationState === 'WITHDRAWING' || dueTime === BEFORE_ALL_ELSE;
}

/**
 * What the transaction began goes as far as it can in the same one: the functions are asked to leave without another look. What
 * takes too long is left to the driver.
 */
export async function settleBegun(ports: SettlePorts, context: Context): Promise<void> {
  const end = endOfTransaction(ports, BEGUN_MILLISECONDS);
  for (const id of context.begun) {
    await settleWhileDue(ports, context, id);
    if (performance.now() > end) return;
  }
}

function endOfTransaction({ store }: SettlePorts, milliseconds: number): number {
  return performance.now() + (store.exclusive ? milliseconds : TOGETHER_MILLISECONDS_SHARED);
}

/**
 * Settles the step of the state, and those of the states that follow at once. Tells whether there was any to settle, and whether
 * the one that is due now acts.
 */
async function settleWhileDue(ports: SettlePorts, context: Context, id: string) {
  const settled = new Set<HostEvacuationState>();
  for (;;) {
    const isSettled = settled.size > 0;
    const evacuation = await context.tables.hostEvacuations.get(id);
    if (evacuation === undefined || !isDue(evacuation, context) || settled.has(evacuation.hostEvacuationState))
      return { isSettled, acts: false };
    if (isActing(evacuation)) return { isSettled, acts: true };
    settled.add(evacuation.hostEvacuationState);
    await settle(ports, context, evacuation, {});
  }
}

function isDue({ hostEvacuationState, nextAttemptTime, claimedUntil }: HostEvacuation, { now }: Context): boolean {
  const isOpen = LIFECYCLE[hostEvacuationState].step !== undefined;
  return isOpen && nextAttemptTime <= now && (claimedUntil === undefined || claimedUntil <= now);
}

/** Its server is not in the inventory any more. */
export async function leave({ log }: SettlePorts, { tables, now }: Context, evacuation: HostEvacuation): Promise<void> {
  const { id, computeHostId } = evacuation;
  log.error({ hostEvacuationId: id, computeHostId }, 'the server of an evacuation is not in the inventory any more');
  await tables.hostEvacuations.update({ ...unclaimed(evacuation), nextAttemptTime: addSeconds(now, LEFT_SECONDS) });
}

/** Lets the step of the evacuation decide, by what was seen. */
export async function settle(
  ports: SettlePorts,
  context: Context,
  evacuation: HostEvacuation,
  observation: Observation,
): Promise<void> {
  if (CLOSED_EVACUATION_STATES.includes(evacuation.hostEvacuationState)) return;
  const subject = await readCase(context, evacuation);
  const stage = LIFECYCLE[evacuation.hostEvacuationState];
  if (stage.step === undefined) return;
  if (subject === undefined) return leave(ports, context, evacuation);
  const outcome = await stage.step.settle(context, subject, observation);
  if (outcome.state !== undefined && !stage.next.includes(outcome.state)) {
    throw new Error(`${evacuation.hostEvacuationState} does not lead to ${outcome.state}`);
  }
  await save(ports, context, evacuation.id, outcome);
}

async function save(ports: SettlePorts, context: Context, id: string, outcome: Outcome): Promise<void> {
  const { now, tables } = context;
  const current = await tables.hostEvacuations.get(id);
  if (current === undefined) return;
  const state = outcome.state ?? current.hostEvacuationState;
  const entered = state !== current.hostEvacuationState;
  const ends = CLOSED_EVACUATION_STATES.includes(state);
  const refusals = outcome.refusals ?? [];
  const { endTime: _ended, ...open } = unclaimed(current);
  // Asked to leave once more, the server is not switched off now.
  const leavesAgain = entered && state === 'MIGRATING';
  if (leavesAgain) await reactivateToLeave(context, current);
  const merged: HostEvacuation = compact({
    endTime: ends ? now : undefined,
    ...open,
    ...outcome.changes,
    ...(leavesAgain && current.wasPoweredOff !== true ? { deactivatedVirtualComputeIds: undefined } : {}),
    hostEvacuationState: state,
    stateEnteredTime: entered ? now : current.stateEnteredTime,
    nextAttemptTime: outcome.nextAttemptTime,
    refusals,
    timeline: [...current.timeline, ...(outcome.timeline ?? []), ...newRefusals(current.refusals, refusals, now)],
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
