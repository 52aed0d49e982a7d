/** Why a server that was evacuated is not restored now: its environment, its operator, the server below it, or its turn (R21). */
import { isPoweredOffByUs } from './changes.ts';
import type { Context } from './context.ts';
import {
  addSeconds,
  earliest,
  type ComputeHost,
  type HostEvacuation,
  type HostEvacuationState,
  type RefusalReason,
} from './entities.ts';
import { openEvacuationOf, soundSince } from './evacuation.ts';
import { readCase } from './case.ts';
import { BEFORE_ALL_ELSE, lookTime, type Case } from './step.ts';

interface RestorationRefusal {
  reason: RefusalReason;
  detail: string;
  retryTime: string;
}

export async function refusalOfRestoration(context: Context, subject: Case): Promise<RestorationRefusal | undefined> {
  return (await refusalBeforeWave(context, subject)) ?? (await waveRefusal(context, subject));
}

/** Why the server must not be restored, but for its turn. */
async function refusalBeforeWave(context: Context, subject: Case): Promise<RestorationRefusal | undefined> {
  const { now } = context;
  const { evacuation, host, policy } = subject;
  const later = lookTime(context);
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
  return undefined;
}

async function isSupportOff(context: Context, host: ComputeHost): Promise<boolean> {
  return (
    host.parentComputeHostId !== undefined &&
    (await openEvacuationOf(context, { id: host.parentComputeHostId })) !== undefined
  );
}

/** Seconds until a wave that is full is looked at again, where few wait. */
const WAVE_PAUSE = 0.2;

/** Servers come back in waves, the most important first, so that the feed is not overloaded again. */
async function waveRefusal(context: Context, subject: Case): Promise<RestorationRefusal | undefined> {
  const { waveSize, waveInterval } = context.settings.restoration;
  const begun = await begunInWave(context, subject);
  const room = waveSize - begun.length;
  if (room <= 0) {
    const soonest = lookTime(context, WAVE_PAUSE);
    const over = addSeconds(earliest(...begun) ?? context.now, waveInterval);
    return {
      reason: 'RESTORATION_WAVE',
      detail: `${begun.length} servers are being restored in this wave of ${waveSize}`,
      retryTime: earliest(lookTime(context), over > soonest ? over : soonest) ?? soonest,
    };
  }
  if (isCalled(subject.evacuation)) return undefined;
  const ahead = await firstAhead(context, subject, room);
  const [next] = ahead;
  if (ahead.length < room || next === undefined) return undefined;
  for (const evacuation of ahead) await call(context, evacuation);
  return {
    reason: 'RESTORATION_WAVE',
    detail: `servers of higher priority come first, ${next.computeHostId} among them`,
    retryTime: lookTime(context, 1),
  };
}

/**
 * When the restorations of this wave began; a server that does not come on holds the others up no longer than its confirmation may
 * take.
 */
async function begunInWave({ tables, settings, now }: Context, { policy }: Case): Promise<string[]> {
  const { waveInterval } = settings.restoration;
  const restoring = await tables.hostEvacuations.find({ hostEvacuationState: 'RESTORING' });
  // What ended before the wave began before it, too: years of history are not read.
  const ended = await tables.hostEvacuations.find({ endTime: { notBefore: addSeconds(now, -waveInterval) } });
  const begunWithin = (evacuations: readonly HostEvacuation[], seconds: number) =>
    evacuations.flatMap(({ restorationStartTime: time }) =>
      time !== undefined && time > addSeconds(now, -seconds) ? [time] : [],
    );
  return [
    ...begunWithin(restoring, Math.max(waveInterval, policy.powerConfirmTime)),
    ...begunWithin(
      ended.filter(({ hostEvacuationState }) => hostEvacuationState === 'COMPLETED'),
      waveInterval,
    ),
  ];
}

/** Servers ahead that may wait for something else, of which so many are read: thousands may wait for their release. */
const CONSIDERED = 30;

/**
 * The most important of the servers of higher priority that wait for nothing but their turn; so many at most. In which order they
 * come, and which still fail, is known from memory; that they may come is read.
 */
async function firstAhead(context: Context, { host }: Case, most: number): Promise<HostEvacuation[]> {
  const site = await context.site();
  const waiting = [...site.evacuated()]
    .flatMap((id) => site.host(id) ?? [])
    .filter(({ priority, environmentLevel }) => priority > host.priority && environmentLevel === 'NORMAL')
    .sort((a, b) => b.priority - a.priority)
    .slice(0, most + CONSIDERED);
  const ahead: HostEvacuation[] = [];
  for (const { hostEvacuationId = '' } of waiting) {
    if (ahead.length === most) break;
    const other = await context.tables.hostEvacuations.get(hostEvacuationId);
    const isWaiting = other !== undefined && WAITING_STATES.includes(other.hostEvacuationState);
    const subject = isWaiting ? await readCase(context, other) : undefined;
    if (subject === undefined || subject.host.priority <= host.priority) continue;
    if ((await refusalBeforeWave(context, subject)) === undefined) ahead.push(subject.evacuation);
  }
  return ahead;
}

/** States in which a server waits to be restored. */
const WAITING_STATES: readonly HostEvacuationState[] = ['POWERED_OFF', 'EVACUATED'];

/** There is room in the wave, and it is its turn: it does not look whose turn it is again. */
async function call({ tables }: Context, evacuation: HostEvacuation): Promise<void> {
  if (!isCalled(evacuation)) await tables.hostEvacuations.update({ ...evacuation, nextAttemptTime: BEFORE_ALL_ELSE });
}

function isCalled({ nextAttemptTime }: HostEvacuation): boolean {
  return nextAttemptTime === BEFORE_ALL_ELSE;
}
