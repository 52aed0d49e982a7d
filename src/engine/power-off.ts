/**
 * Step 205: the server is powered off. In order: the guards; the change is recorded; the order is given, orderly first, then
 * forced; and it is done only when the power controller reads OFF (R19).
 */
import { DomainError, reasonOf } from '../problem.ts';
import { addSeconds, compact, secondsBetween, type ComputeHost, type PowerOrder } from './entities.ts';
import { clearAlarm, raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import { isPoweredOffByUs, longestShutdown, undone } from './changes.ts';
import { readCaseAgain } from './case.ts';
import { LASTING_REASONS, refusalOfPowerOff } from './guards.ts';
import { alarmPolicy, keepOff, observePolicy, withPolicyChange } from './power-restore-policy.ts';
import { notifyComputeHost } from './scheduling.ts';
import {
  LOOK_AGAIN_SECONDS,
  refuse,
  type Case,
  type Observation,
  type Outcome,
  type Step,
  type StepPorts,
} from './step.ts';
import { entry } from './timeline.ts';
import { isReleasedOrder, soundSince } from './evacuation.ts';
import { closeAgainInVim } from './vim-follower.ts';
import { refusalOfVim } from './vim-guard.ts';

/** Seconds between looks at the power state while an order is under way. */
export const POWER_LOOK_SECONDS = 0.5;

export const powerOff: Step = { act, settle };

async function act(ports: StepPorts, subject: Case): Promise<Observation> {
  const { evacuation, host } = subject;
  const controller = ports.powerControllers.find((candidate) => candidate.controls(host.id));
  const refusal = await refusalOfPowerOff(ports.observe(), subject, ports.powerControllers);
  if (controller === undefined || (refusal !== undefined && LASTING_REASONS.includes(refusal.reason))) {
    return refusal === undefined ? {} : { refusal };
  }
  let sending = false;
  try {
    const powerState = await controller.readPowerState(host.id);
    const order = evacuation.powerOrder?.target === 'OFF' ? evacuation.powerOrder : undefined;
    const isUnderWay = order !== undefined && !isDue(order, subject, ports.observe().now);
    const vimVerdict = powerState === 'OFF' || isUnderWay ? undefined : await refusalOfVim(ports.vims, subject);
    const isNew = order !== undefined && order.sentTime === undefined;
    const isKeptOff = isNew && powerState !== 'OFF' && vimVerdict === undefined;
    const policy = isKeptOff ? await keepOff(controller, subject) : {};
    // The facts may have changed while the others were asked: they are read again right before the order is given.
    const current = await readCaseAgain(ports.observe(), subject);
    if (current === undefined) return {};
    const verdict = (await refusalOfPowerOff(ports.observe(), current, ports.powerControllers)) ?? vimVerdict;
    if (powerState === 'OFF' || verdict !== undefined) return compact({ powerState, refusal: verdict, ...policy });
    // The order and the changes have to be in the store before they are made.
    if (order === undefined) return { powerState, ...(await observePolicy(controller, subject)) };
    if (isUnderWay) return { powerState };
    sending = true;
    await controller.powerOff(host.id, order.mode);
    return { powerState, sent: order, ...policy };
  } catch (error) {
    return { ...failureOf(error, evacuation.powerOrder), unsent: !sending };
  }
}

/** What a failed call to the power controller says. */
export function failureOf(error: unknown, order: PowerOrder | undefined): Observation {
  const detail = reasonOf(error);
  if (error instanceof DomainError && error.kind === 'SouthboundRefused' && order !== undefined) {
    return { refusedMode: order.mode, refusal: { reason: 'POWER_STATE_UNCONFIRMED', detail } };
  }
  return { refusal: { reason: 'POWER_CONTROL_UNREACHABLE', detail } };
}

/** An order is given once, and again when it was not confirmed in time. */
export function isDue(order: PowerOrder, { policy }: Case, now: string): boolean {
  return order.sentTime === undefined || secondsBetween(order.sentTime, now) >= policy.powerConfirmTime;
}

async function settle(context: Context, subject: Case, observation: Observation): Promise<Outcome> {
  const { now } = context;
  const { evacuation, host } = subject;
  const { powerState, refusal, policyProblem: problem } = observation;
  await alarmPolicy(context, { host, problem, consequence: `${host.id} may come on by itself when its feed returns` });
  const ordered = evacuation.powerOrder?.target === 'OFF' ? evacuation.powerOrder : undefined;
  if (powerState === 'OFF' && isPoweredOffByUs(evacuation)) return poweredOff(context, subject);
  if (refusal?.reason === 'WORKLOAD_PRESENT')
    return { state: 'MIGRATING', nextAttemptTime: now, ...abandoned(subject, now) };
  if (refusal !== undefined && LASTING_REASONS.includes(refusal.reason)) return evacuated(now, subject, refusal.detail);
  if (refusal?.reason === 'ENVIRONMENT_NORMAL') return waitForSound(context, subject, refusal.detail);
  if (refusal !== undefined && observation.refusedMode === undefined)
    return refusedFor(context, subject, refusal, observation.unsent !== false);
  if (powerState === 'OFF') return alreadyOff(context, subject);
  if (ordered === undefined) return recordOrder(context, subject, observation);
  return pursue(context, subject, ordered, observation);
}

/** The change and the order are durable before anything is sent; in this transaction the guards hold for certain. */
async function recordOrder(context: Context, subject: Case, observation: Observation): Promise<Outcome> {
  const { now } = context;
  const { evacuation, host } = subject;
  const refusal = await refusalOfPowerOff(context, subject);
  if (refusal !== undefined) return refusedFor(context, subject, refusal, true);
  const change = { attribute: 'powerState' as const, oldValue: 'ON', newValue: 'OFF', changedTime: now };
  const changes = isPoweredOffByUs(evacuation) ? evacuation.changes : [...evacuation.changes, change];
  return {
    nextAttemptTime: now,
    timeline: [entry(now, 'POWER_OFF_STARTED', `orderly power-off of ${host.id}`, { computeHostId: host.id })],
    changes: {
      changes: withPolicyChange(changes, observation, now),
      powerOrder: { target: 'OFF', mode: 'GRACEFUL', firstTime: now },
    },
  };
}

/** Somebody else switched it off: that is not ours to undo. */
async function alreadyOff(context: Context, subject: Case): Promise<Outcome> {
  await savePowerState(context, subject.host, 'OFF');
  return { ...evacuated(context.now, subject, 'the server was off already'), changes: { wasPoweredOff: true } };
}

function evacuated(now: string, { host }: Case, detail: string): Outcome {
  return {
    state: 'EVACUATED',
    nextAttemptTime: now,
    timeline: [entry(now, 'EVACUATED', `${host.id} is empty and left as it is: ${detail}`, { computeHostId: host.id })],
  };
}

async function poweredOff(context: Context, { host }: Case): Promise<Outcome> {
  await savePowerState(context, host, 'OFF');
  await clearAlarm(context, host.id, 'POWER_CONTROL_FAILURE');
  const { now } = context;
  return {
    state: 'POWERED_OFF',
    nextAttemptTime: now,
    timeline: [
      entry(now, 'POWERED_OFF', `${host.id} is off, as read from its power controller`, { computeHostId: host.id }),
    ],
    changes: { powerOrder: undefined, powerOffSentTime: undefined, wasPoweredOff: true },
  };
}

/** The reason to power off is gone: nothing more is ordered, and the server is restored when it has been sound long enough. */
function waitForSound(context: Context, subject: Case, detail: string): Outcome {
  const { now } = context;
  const { evacuation, host, policy } = subject;
  const { sound, soundTime } = soundSince(host, policy, now);
  const waitsForRelease = evacuation.manualRelease && evacuation.released !== true;
  if ((sound && !waitsForRelease) || isReleasedOrder(evacuation)) {
    const timeline = [entry(now, 'RESTORATION_STARTED', detail)];
    return { state: 'RESTORING', nextAttemptTime: now, timeline, ...abandoned(subject, now) };
  }
  const later = addSeconds(now, LOOK_AGAIN_SECONDS);
  const refusal =
    sound && waitsForRelease
      ? refuse(now, 'MANUAL_RELEASE_REQUIRED', `an operator has to release ${host.id} with its task restore`, later)
      : refuse(now, 'ENVIRONMENT_NORMAL', detail, soundTime ?? later);
  return { nextAttemptTime: refusal.retryTime ?? later, refusals: [refusal], ...abandoned(subject, now) };
}

async function refusedFor(
  context: Context,
  subject: Case,
  refusal: NonNullable<Observation['refusal']>,
  unsent: boolean,
): Promise<Outcome> {
  const { now } = context;
  const retryTime = addSeconds(now, LOOK_AGAIN_SECONDS);
  if (refusal.reason === 'POWER_CONTROL_UNREACHABLE') await alarmPower(context, subject.host, refusal.detail);
  if (refusal.reason === 'SCHEDULING_ENABLED') await closeAgainInVim(context, subject.host.id);
  if (!unsent) await savePowerState(context, subject.host, 'POWERING_OFF');
  return {
    nextAttemptTime: retryTime,
    refusals: [refuse(now, refusal.reason, refusal.detail, retryTime)],
    // Whether it was taken is not known: the server may go off by it.
    ...(unsent ? abandoned(subject, now) : { changes: { powerOffSentTime: now } }),
  };
}

/** Follows an order under way: orderly, then forced, then an alarm while it is repeated. */
async function pursue(
  context: Context,
  { host, policy }: Case,
  order: PowerOrder,
  observation: Observation,
): Promise<Outcome> {
  const { now } = context;
  const nextAttemptTime = addSeconds(now, POWER_LOOK_SECONDS);
  await savePowerState(context, host, 'POWERING_OFF');
  const shutdownTime = longestShutdown(host, policy);
  const orderlyIsOver =
    observation.refusedMode === 'GRACEFUL' ||
    (order.sentTime !== undefined && secondsBetween(order.firstTime, now) >= shutdownTime);
  if (order.mode === 'GRACEFUL' && orderlyIsOver) {
    const detail = observation.refusal?.detail ?? `not off after ${shutdownTime} s`;
    return {
      nextAttemptTime: now,
      timeline: [entry(now, 'POWER_OFF_FORCED', `power of ${host.id} is cut: ${detail}`, { computeHostId: host.id })],
      changes: { powerOrder: { target: 'OFF', mode: 'FORCED', firstTime: now } },
    };
  }
  const unconfirmed = secondsBetween(order.firstTime, now) >= policy.powerConfirmTime && order.mode === 'FORCED';
  const detail =
    observation.refusal?.detail ??
    `${host.id} still reads ${observation.powerState ?? 'nothing'} ${Math.round(secondsBetween(order.firstTime, now))} s after the order`;
  if (unconfirmed) await alarmPower(context, host, detail);
  return {
    nextAttemptTime,
    refusals: [refuse(now, 'POWER_STATE_UNCONFIRMED', detail, nextAttemptTime)],
    ...(observation.sent === undefined ? {} : { changes: { powerOrder: sentNow(order, now), powerOffSentTime: now } }),
  };
}

/** The time for an order runs from when it was first accepted. */
export function sentNow(order: PowerOrder, now: string): PowerOrder {
  return { ...order, sentTime: now, firstTime: order.sentTime === undefined ? now : order.firstTime };
}

/**
 * An order is taken back; when the power-off begins again it begins anew, orderly first. One that was sent may still be carried
 * out: then the change stays ours to undo.
 */
function abandoned({ evacuation }: Case, now: string): Pick<Outcome, 'changes'> {
  if (evacuation.powerOrder === undefined) return {};
  const sent = evacuation.powerOffSentTime !== undefined;
  const changes = sent ? evacuation.changes : undone(evacuation.changes, ['powerState'], now);
  return { changes: { changes, powerOrder: undefined } };
}

export async function alarmPower(context: Context, host: ComputeHost, detail: string): Promise<void> {
  await raiseAlarm(context, {
    managedObjectId: host.id,
    faultType: 'POWER_CONTROL_FAILURE',
    perceivedSeverity: 'CRITICAL',
    eventType: 'EQUIPMENT_ALARM',
    probableCause: 'equipmentMalfunction',
    detail,
  });
}

export async function savePowerState(
  context: Context,
  host: ComputeHost,
  powerState: ComputeHost['powerState'],
): Promise<ComputeHost> {
  const current = (await context.tables.computeHosts.get(host.id)) ?? host;
  if (current.powerState === powerState) return current;
  const next = { ...current, powerState };
  await context.tables.computeHosts.update(next);
  await notifyComputeHost(context, next, ['powerState']);
  return next;
}
