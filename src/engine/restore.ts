/** Restoration: when every parameter has been NORMAL long enough, power on, usable again, and the managers are told (R21). */
import { addSeconds, type ComputeHost, type HostEvacuation, type RefusalReason } from './entities.ts';
import { clearAlarm } from './alarms.ts';
import { isPoweredOffByUs, undone } from './changes.ts';
import type { Context } from './context.ts';
import { openEvacuationOf, soundSince } from './evacuation.ts';
import { alarmPower, failureOf, isDue, savePowerState } from './power-off.ts';
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

/** POWERED_OFF and EVACUATED: waits until the environment is sound and it is this server's turn. */
export const awaitSoundEnvironment: Step = {
  async settle(context, subject) {
    const { now, tables } = context;
    const { evacuation, host } = subject;
    const running = (await tables.virtualComputes.find({ hostId: host.id })).filter(
      ({ operationalState }) => operationalState === 'ENABLED',
    );
    if (running.length > 0) {
      const detail = `${running.map(({ computeId }) => computeId).join(', ')} reported on ${host.id}`;
      return {
        state: 'MIGRATING',
        nextAttemptTime: now,
        timeline: [entry(now, 'REFUSED', detail, { computeHostId: host.id })],
      };
    }
    const verdict = await refusalOfRestoration(context, subject);
    if (verdict !== undefined) {
      return {
        nextAttemptTime: verdict.retryTime,
        refusals: [refuse(now, verdict.reason, verdict.detail, verdict.retryTime)],
      };
    }
    return {
      state: 'RESTORING',
      nextAttemptTime: now,
      timeline: [entry(now, 'RESTORATION_STARTED', restorationReason(evacuation, subject), { computeHostId: host.id })],
      changes: { restorationStartTime: now },
    };
  },
};

function restorationReason(evacuation: HostEvacuation, { policy }: Case): string {
  return evacuation.cause.environmentLevel === undefined
    ? 'released'
    : `every parameter has been NORMAL for ${policy.restoreHoldTime} s`;
}

interface RestorationRefusal {
  reason: RefusalReason;
  detail: string;
  retryTime: string;
}

async function refusalOfRestoration(context: Context, subject: Case): Promise<RestorationRefusal | undefined> {
  const { now } = context;
  const { evacuation, host, policy } = subject;
  const later = addSeconds(now, LOOK_AGAIN_SECONDS);
  const environmental = evacuation.cause.environmentLevel !== undefined;
  if (environmental || isPoweredOffByUs(evacuation)) {
    const { sound, soundTime } = soundSince(host, policy, now);
    if (soundTime === undefined && (environmental || host.environmentLevel !== 'UNKNOWN')) {
      return {
        reason: 'ENVIRONMENT_NOT_NORMAL',
        detail: `the environment of ${host.id} is ${host.environmentLevel}`,
        retryTime: later,
      };
    }
    if (!sound && soundTime !== undefined)
      return { reason: 'HOLD_TIME', detail: `NORMAL since ${host.levelEnteredTime}`, retryTime: soundTime };
  }
  if (evacuation.manualRelease && evacuation.released !== true) {
    return {
      reason: 'MANUAL_RELEASE_REQUIRED',
      detail: `an operator has to release ${host.id} with its task restore`,
      retryTime: later,
    };
  }
  if (await isSupportOff(context, host)) {
    return {
      reason: 'PARENT_SERVER_OFF',
      detail: `server ${host.parentComputeHostId ?? ''} below it is not restored yet`,
      retryTime: later,
    };
  }
  return waveRefusal(context, subject);
}

async function isSupportOff(context: Context, host: ComputeHost): Promise<boolean> {
  return (
    host.parentComputeHostId !== undefined &&
    (await openEvacuationOf(context, { id: host.parentComputeHostId })) !== undefined
  );
}

/** Servers come back in waves, the most important first, so that the feed is not overloaded again. */
async function waveRefusal(context: Context, { evacuation, host }: Case): Promise<RestorationRefusal | undefined> {
  const { now, settings, tables } = context;
  const { waveSize, waveInterval } = settings.restoration;
  const since = addSeconds(now, -waveInterval);
  const recent = (await tables.hostEvacuations.find({ hostEvacuationState: ['RESTORING', 'COMPLETED'] })).filter(
    ({ hostEvacuationState, restorationStartTime }) =>
      hostEvacuationState === 'RESTORING' || (restorationStartTime !== undefined && restorationStartTime > since),
  );
  const retryTime = addSeconds(now, Math.min(waveInterval, LOOK_AGAIN_SECONDS));
  if (recent.length >= waveSize) {
    return {
      reason: 'RESTORATION_WAVE',
      detail: `${recent.length} servers are being restored in this wave of ${waveSize}`,
      retryTime,
    };
  }
  const waiting = await tables.hostEvacuations.find({ hostEvacuationState: ['POWERED_OFF', 'EVACUATED'] });
  const others = await Promise.all(
    waiting.filter(({ id }) => id !== evacuation.id).map((other) => tables.computeHosts.get(other.computeHostId)),
  );
  const ahead = others.filter(
    (other) => other !== undefined && other.environmentLevel === 'NORMAL' && other.priority > host.priority,
  ).length;
  if (recent.length + ahead < waveSize) return undefined;
  return {
    reason: 'RESTORATION_WAVE',
    detail: `${ahead} servers of higher priority come first`,
    retryTime: addSeconds(now, 1),
  };
}

/** RESTORING: undoes what this evacuation changed, and nothing else. */
export const restore: Step = { act, settle };

async function act(ports: StepPorts, subject: Case): Promise<Observation> {
  const { evacuation, host } = subject;
  if (!isPoweredOffByUs(evacuation)) return {};
  const controller = ports.powerControllers.find((candidate) => candidate.controls(host.id));
  if (controller === undefined)
    return {
      refusal: { reason: 'NO_POWER_CONTROL', detail: `no power controller is configured for ${host.id} any more` },
    };
  const order = evacuation.powerOrder;
  try {
    const powerState = await controller.readPowerState(host.id);
    if (powerState === 'ON' || order?.target !== 'ON' || !isDue(order, subject, ports.observe().now))
      return { powerState };
    await controller.powerOn(host.id);
    return { powerState, sent: order };
  } catch (error) {
    return failureOf(error, undefined);
  }
}

async function settle(context: Context, subject: Case, observation: Observation): Promise<Outcome> {
  const { now } = context;
  const { evacuation, host, policy } = subject;
  if (!isPoweredOffByUs(evacuation)) return restored(context, subject);
  if (observation.powerState === 'ON') {
    await savePowerState(context, host, 'ON');
    await clearAlarm(context, host.id, 'POWER_CONTROL_FAILURE');
    const changes = undone(evacuation.changes, 'powerState', now);
    return {
      nextAttemptTime: now,
      timeline: [entry(now, 'POWERED_ON', `${host.id} is on`, { computeHostId: host.id })],
      changes: { changes, powerOrder: undefined },
    };
  }
  if (
    host.environmentLevel !== 'NORMAL' &&
    evacuation.cause.environmentLevel !== undefined &&
    observation.sent === undefined &&
    evacuation.powerOrder?.sentTime === undefined
  ) {
    return {
      state: 'POWERED_OFF',
      nextAttemptTime: now,
      timeline: [entry(now, 'REFUSED', `the environment of ${host.id} is ${host.environmentLevel} again`)],
      changes: { powerOrder: undefined },
    };
  }
  if (evacuation.powerOrder?.target !== 'ON') {
    return { nextAttemptTime: now, changes: { powerOrder: { target: 'ON', mode: 'GRACEFUL', firstTime: now } } };
  }
  const order = evacuation.powerOrder;
  const nextAttemptTime = addSeconds(now, 1);
  const detail = observation.refusal?.detail ?? `${host.id} still reads ${observation.powerState ?? 'nothing'}`;
  const late = Date.parse(now) - Date.parse(order.firstTime) >= policy.powerConfirmTime * 1000;
  if (late || observation.refusal !== undefined) await alarmPower(context, host, detail);
  if (observation.sent !== undefined) await savePowerState(context, host, 'POWERING_ON');
  return {
    nextAttemptTime,
    refusals: [refuse(now, observation.refusal?.reason ?? 'POWER_STATE_UNCONFIRMED', detail, nextAttemptTime)],
    ...(observation.sent === undefined ? {} : { changes: { powerOrder: { ...order, sentTime: now } } }),
  };
}

async function restored(context: Context, { evacuation, host }: Case): Promise<Outcome> {
  const { now } = context;
  const after = await removeWithdrawal(context, host, evacuation.id);
  const { hostEvacuationId: _id, ...rest } = after;
  await context.tables.computeHosts.update(rest);
  for (const faultType of ['FUNCTIONS_AT_RISK', 'FUNCTIONS_DEACTIVATED', 'INSUFFICIENT_CAPACITY'] as const)
    await clearAlarm(context, host.id, faultType);
  const detail =
    after.schedulingState === 'ENABLED'
      ? `${host.id} may host again`
      : `${host.id} stays withdrawn: ${after.withdrawals.map(({ reason }) => reason).join('; ')}`;
  const changes = undone(evacuation.changes, 'all', now);
  return {
    state: 'COMPLETED',
    nextAttemptTime: now,
    timeline: [entry(now, 'RESTORED', detail, { computeHostId: host.id })],
    changes: { changes },
  };
}
