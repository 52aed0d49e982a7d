/** Restoration: when every parameter has been NORMAL long enough, power on, usable again, and the managers are told (R21). */
import { addSeconds, secondsBetween, type HostEvacuation } from './entities.ts';
import { clearAlarm } from './alarms.ts';
import { isPoweredOffByUs, mayStillGoOff, openChange, undone } from './changes.ts';
import type { Context } from './context.ts';
import { reactivate } from './deactivation.ts';
import { evacuateLeft, isLeftToVim, markPoweredOff } from './evacuate-left.ts';
import { readCaseAgain } from './case.ts';
import { endRequests } from './evacuation.ts';
import { alarmPower, failureOf, isDue, POWER_LOOK_SECONDS, savePowerState, sentNow } from './power-off.ts';
import { cleanUpInVim, leftoversFound } from './clean-up.ts';
import { alarmPolicy, isPolicyAwaited, putBack, withPolicyUndone } from './power-restore-policy.ts';
import { clearHostAlarms } from './migration-alarms.ts';
import { refusalOfRestoration } from './restoration-refusal.ts';
import { removeWithdrawal } from './scheduling.ts';
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
import { runningOn } from './topology.ts';
import { forgetVimWithdrawal } from './vim-follower.ts';
import { restoreInVim } from './vim-guard.ts';

/** POWERED_OFF and EVACUATED: waits until the environment is sound and it is this server's turn. */
export const awaitSoundEnvironment: Step = {
  act: markPoweredOff,
  acts: isLeftToVim,
  async settle(context, subject, observation) {
    const { now, tables } = context;
    const { timeline = [], changes = {} } = await evacuateLeft(context, subject, observation);
    const { evacuation, host } = subject;
    const running = await runningOn(tables, host.id);
    if (running.length > 0) {
      const detail = `${running.map(({ computeId }) => computeId).join(', ')} reported on ${host.id}`;
      return {
        state: 'MIGRATING',
        nextAttemptTime: now,
        timeline: [...timeline, entry(now, 'REFUSED', detail, { computeHostId: host.id })],
        changes,
      };
    }
    const verdict = await refusalOfRestoration(context, subject);
    if (verdict !== undefined) {
      return {
        nextAttemptTime: verdict.retryTime,
        timeline,
        changes,
        refusals: [refuse(now, verdict.reason, verdict.detail, verdict.retryTime)],
      };
    }
    return {
      state: 'RESTORING',
      nextAttemptTime: now,
      timeline: [
        ...timeline,
        entry(now, 'RESTORATION_STARTED', restorationReason(evacuation, subject), { computeHostId: host.id }),
      ],
      changes: { ...changes, restorationStartTime: now },
    };
  },
};

function restorationReason(evacuation: HostEvacuation, { policy }: Case): string {
  return evacuation.cause.environmentLevel === undefined
    ? 'released'
    : `every parameter has been NORMAL for ${policy.restoreHoldTime} s`;
}

/** RESTORING: undoes what this evacuation changed, and nothing else. */
export const restore: Step = { act, settle };

async function act(ports: StepPorts, subject: Case): Promise<Observation> {
  const { evacuation, host } = subject;
  const controller = ports.powerControllers.find((candidate) => candidate.controls(host.id));
  if (controller === undefined) {
    const detail = `no power controller is configured for ${host.id} any more`;
    if (isPoweredOffByUs(evacuation)) return { refusal: { reason: 'NO_POWER_CONTROL', detail } };
    const inVim = await restoreInVim(ports.vims, subject);
    return openChange(evacuation, 'powerRestorePolicy') === undefined ? inVim : { ...inVim, policyProblem: detail };
  }
  const order = evacuation.powerOrder;
  try {
    const powerState = await controller.readPowerState(host.id);
    const { now } = ports.observe();
    const isOn = powerState === 'ON' && !isUnsound(subject) && !mayStillGoOff(subject, now);
    const isUntouched = powerState === 'ON' && !isPoweredOffByUs(evacuation);
    const policy = isOn || isUntouched ? await putBack(controller, subject) : {};
    if (isUntouched) return { powerState, ...policy, ...(await restoreInVim(ports.vims, subject)) };
    if (isOn) return { powerState, ...policy };
    const isOrdered = order?.target === 'ON' && isDue(order, subject, now);
    if (isLastLookWhileOff(subject, powerState)) return { powerState, ...(await cleanUpInVim(ports, subject)) };
    if (powerState !== 'OFF' || !isOrdered) return { powerState };
    // The environment may have changed while the others were asked.
    const current = await readCaseAgain(ports.observe(), subject);
    if (current === undefined || isUnsound(current)) return { powerState };
    await controller.powerOn(host.id);
    return { powerState, sent: order };
  } catch (error) {
    return failureOf(error, undefined);
  }
}

/**
 * What the VIM brought up elsewhere, because the server is off, left something on it that is certainly dead only as long as it is
 * off; so the VIM is asked once more before the order to power on.
 */
function isLastLookWhileOff(subject: Case, powerState: Observation['powerState']): boolean {
  const { vimMarkedPoweredOff, powerOrder } = subject.evacuation;
  return vimMarkedPoweredOff === true && powerState === 'OFF' && powerOrder?.target !== 'ON' && !isUnsound(subject);
}

/** The environment failed again before the server was on. */
function isUnsound({ evacuation, host }: Case): boolean {
  return evacuation.cause.environmentLevel !== undefined && host.environmentLevel !== 'NORMAL';
}

async function settle(context: Context, before: Case, observation: Observation): Promise<Outcome> {
  const { now } = context;
  const subject = { ...before, evacuation: withPolicyUndone(before.evacuation, observation, now) };
  const { evacuation, host } = subject;
  if (observation.vimRestored === true) await forgetVimWithdrawal(context, host.id);
  if (!isPoweredOffByUs(evacuation)) return restoreUntouched(context, subject, observation);
  if (observation.powerState === 'ON' && !mayStillGoOff(subject, now)) {
    await savePowerState(context, host, 'ON');
    await clearAlarm(context, host.id, 'POWER_CONTROL_FAILURE');
    return {
      nextAttemptTime: now,
      timeline: [entry(now, 'POWERED_ON', `${host.id} is on`, { computeHostId: host.id })],
      changes: {
        changes: undone(evacuation.changes, ['powerState'], now),
        powerOrder: undefined,
        powerOffSentTime: undefined,
      },
    };
  }
  if (isUnsound(subject)) {
    // Back to the power-off, which reads what became of an order to power on.
    const detail = `the environment of ${host.id} is ${host.environmentLevel} again`;
    return {
      state: 'POWERING_OFF',
      nextAttemptTime: now,
      timeline: [entry(now, 'REFUSED', detail, { computeHostId: host.id })],
      changes: { powerOrder: undefined },
    };
  }
  return powerOn(context, subject, observation);
}

/**
 * A server that we did not switch off is not ours to switch on. But one that died or that somebody switched off must not host
 * again before it is on.
 */
async function restoreUntouched(context: Context, subject: Case, observation: Observation): Promise<Outcome> {
  const { now } = context;
  const { powerState, refusal } = observation;
  const isOfVim = refusal?.reason === 'VIM_UNREACHABLE';
  if (powerState !== undefined) await savePowerState(context, subject.host, powerState);
  if (!isOfVim && (powerState === 'ON' || (powerState === undefined && refusal === undefined)))
    return restoredBut(context, subject, observation);
  if (refusal !== undefined && !isOfVim) await alarmPower(context, subject.host, refusal.detail);
  if (isUnsound(subject)) {
    const again = `the environment of ${subject.host.id} is ${subject.host.environmentLevel} again`;
    return { state: 'MIGRATING', nextAttemptTime: now, timeline: [entry(now, 'REFUSED', again)] };
  }
  const nextAttemptTime = addSeconds(now, LOOK_AGAIN_SECONDS);
  const detail = refusal?.detail ?? `${subject.host.id} reads ${powerState ?? 'nothing'}, and not by our order`;
  return {
    nextAttemptTime,
    refusals: [refuse(now, refusal?.reason ?? 'POWER_STATE_UNCONFIRMED', detail, nextAttemptTime)],
    ...(powerState === 'OFF' ? { changes: { wasPoweredOff: true } } : {}),
  };
}

/** All but the power restore policy is restored; for that a sound server does not wait for ever, and a failing one not at all. */
async function restoredBut(context: Context, subject: Case, observation: Observation): Promise<Outcome> {
  const { now } = context;
  const { policyProblem: detail } = observation;
  if (detail === undefined || isUnsound(subject) || !isPolicyAwaited(subject, observation, now))
    return restored(context, subject, detail);
  const nextAttemptTime = addSeconds(now, POWER_LOOK_SECONDS);
  return { nextAttemptTime, refusals: [refuse(now, 'POWER_CONTROL_UNREACHABLE', detail, nextAttemptTime)] };
}

/** The order is durable before it is sent, and repeated until the server reads ON. */
async function powerOn(
  context: Context,
  { evacuation, host, policy }: Case,
  observation: Observation,
): Promise<Outcome> {
  const { now } = context;
  const order = evacuation.powerOrder;
  const nextAttemptTime = addSeconds(now, POWER_LOOK_SECONDS);
  if (observation.powerState === 'OFF' && order?.target !== 'ON') {
    return {
      nextAttemptTime: now,
      timeline: leftoversFound(now, host.id, observation.leftovers ?? []),
      changes: { powerOrder: { target: 'ON', mode: 'GRACEFUL', firstTime: now }, powerOffSentTime: undefined },
    };
  }
  const detail = observation.refusal?.detail ?? `${host.id} reads ${observation.powerState ?? 'nothing'}`;
  const late = order !== undefined && secondsBetween(order.firstTime, now) >= policy.powerConfirmTime;
  if (late || observation.refusal !== undefined) await alarmPower(context, host, detail);
  if (observation.sent !== undefined) await savePowerState(context, host, 'POWERING_ON');
  return {
    nextAttemptTime,
    refusals: [refuse(now, observation.refusal?.reason ?? 'POWER_STATE_UNCONFIRMED', detail, nextAttemptTime)],
    ...(observation.sent === undefined ? {} : { changes: { powerOrder: sentNow(observation.sent, now) } }),
  };
}

async function restored(
  context: Context,
  { evacuation, host }: Case,
  policyProblem: string | undefined,
): Promise<Outcome> {
  const { now } = context;
  await clearAlarm(context, host.id, 'POWER_CONTROL_FAILURE');
  if (policyProblem === undefined) await clearAlarm(context, host.id, 'POWER_RESTORE_POLICY_FAILURE');
  else {
    const change = openChange(evacuation, 'powerRestorePolicy');
    const consequence =
      change === undefined
        ? `${host.id} stays marked by its power controller as powered off`
        : `the power restore policy of ${host.id} stays ${change.newValue}, it was ${change.oldValue}`;
    await alarmPolicy(context, { host, problem: policyProblem, consequence });
  }
  await endRequests(context, evacuation);
  await reactivate(context, evacuation);
  const current = (await context.tables.computeHosts.get(host.id)) ?? host;
  const after = await removeWithdrawal(context, current, evacuation.id);
  const { hostEvacuationId: _id, ...rest } = after;
  await context.tables.computeHosts.update(rest);
  await clearHostAlarms(context, host.id);
  const detail =
    after.schedulingState === 'ENABLED'
      ? `${host.id} may host again`
      : `${host.id} stays withdrawn: ${after.withdrawals.map(({ reason }) => reason).join('; ')}`;
  const changes = undone(evacuation.changes, ['schedulingState', 'powerState'], now);
  return {
    state: 'COMPLETED',
    nextAttemptTime: now,
    timeline: [entry(now, 'RESTORED', detail, { computeHostId: host.id })],
    changes: { changes },
  };
}
