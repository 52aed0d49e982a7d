/**
 * A server that the gateway has off must not come on by itself when its feed returns: for that time its power restore policy is
 * AlwaysOff, where the hardware has one. The old value is in the ledger before it is changed, and put back only if ours is still
 * there. Nothing of it ever keeps a server on, or from hosting again: what does not work is alarmed (R19, R21).
 */
import { reasonOf } from '../problem.ts';
import type { PowerController, PowerRestorePolicy } from '../southbound/power/power-controller.ts';
import { raiseAlarm } from './alarms.ts';
import { openChange, undone } from './changes.ts';
import type { Context } from './context.ts';
import { secondsBetween, type Change, type ComputeHost, type HostEvacuation } from './entities.ts';
import type { Case, Observation } from './step.ts';

const KEPT_OFF: PowerRestorePolicy = 'AlwaysOff';
const POLICIES: readonly PowerRestorePolicy[] = ['AlwaysOn', 'AlwaysOff', 'LastState'];
/** Longest that an order to power off waits for the policy, seconds. */
const LONGEST_SECONDS = 5;

type PolicyObservation = Pick<Observation, 'powerRestorePolicy' | 'policyUndone' | 'policyProblem'>;

/** Before the order is recorded: what the policy is, so that it can be put back. */
export async function observePolicy(
  controller: PowerController,
  { evacuation, host }: Pick<Case, 'evacuation' | 'host'>,
): Promise<PolicyObservation> {
  if (openChange(evacuation, 'powerRestorePolicy') !== undefined) return {};
  return inTime(async () => {
    const powerRestorePolicy = await controller.readPowerRestorePolicy?.(host.id);
    return powerRestorePolicy === undefined ? {} : { powerRestorePolicy };
  });
}

/** The changes with that of the policy, when there is one to make. */
export function withPolicyChange(
  changes: readonly Change[],
  { powerRestorePolicy }: PolicyObservation,
  now: string,
): Change[] {
  if (powerRestorePolicy === undefined || powerRestorePolicy === KEPT_OFF) return [...changes];
  const change = {
    attribute: 'powerRestorePolicy' as const,
    oldValue: powerRestorePolicy,
    newValue: KEPT_OFF,
    changedTime: now,
  };
  return [...changes, change];
}

/** Before an order to power off is given: makes the change that was recorded. */
export async function keepOff(
  controller: PowerController,
  { evacuation, host }: Pick<Case, 'evacuation' | 'host'>,
): Promise<PolicyObservation> {
  if (openChange(evacuation, 'powerRestorePolicy') === undefined) return {};
  return inTime(async () => {
    if ((await controller.readPowerRestorePolicy?.(host.id)) !== KEPT_OFF) await set(controller, host.id, KEPT_OFF);
    return {};
  });
}

/** After the server was read on: it loses the marks of ours, and the old value is put back unless somebody else changed it. */
export async function putBack(
  controller: PowerController,
  { evacuation, host }: Pick<Case, 'evacuation' | 'host'>,
): Promise<PolicyObservation> {
  const change = openChange(evacuation, 'powerRestorePolicy');
  return inTime(async () => {
    await controller.release?.(host.id);
    if (change === undefined) return {};
    const oldValue = POLICIES.find((policy) => policy === change.oldValue);
    const isOurs = (await controller.readPowerRestorePolicy?.(host.id)) === change.newValue;
    if (isOurs && oldValue !== undefined) await set(controller, host.id, oldValue);
    return { policyUndone: true };
  });
}

/** Accepted is not done. */
async function set(controller: PowerController, computeHostId: string, policy: PowerRestorePolicy): Promise<void> {
  await controller.setPowerRestorePolicy?.(computeHostId, policy);
  const now = await controller.readPowerRestorePolicy?.(computeHostId);
  if (now !== policy) throw new Error(`${policy} was accepted, but it still reads ${now ?? 'nothing'}`);
}

/** Never throws, and never takes longer: the server goes off, or hosts again, without it too. */
async function inTime(work: () => Promise<PolicyObservation>): Promise<PolicyObservation> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PolicyObservation>((resolve) => {
    const problem = { policyProblem: `no answer within ${LONGEST_SECONDS} s` };
    timer = setTimeout(resolve, 1000 * LONGEST_SECONDS, problem);
  });
  try {
    return await Promise.race([work().catch((error: unknown) => ({ policyProblem: reasonOf(error) })), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The evacuation as it is after what was observed of the policy. */
export function withPolicyUndone(evacuation: HostEvacuation, observation: Observation, now: string): HostEvacuation {
  if (observation.policyUndone !== true) return evacuation;
  return { ...evacuation, changes: undone(evacuation.changes, ['powerRestorePolicy'], now) };
}

/** Whether it is tried again before the restoration ends without it. */
export function isPolicyAwaited({ evacuation, policy }: Case, observation: Observation, now: string): boolean {
  if (observation.policyProblem === undefined) return false;
  const poweredOn = evacuation.changes.findLast(({ attribute }) => attribute === 'powerState')?.undoneTime;
  return secondsBetween(poweredOn ?? evacuation.stateEnteredTime, now) < policy.powerConfirmTime;
}

/** Says what the server does by itself when its feed fails and returns. */
export async function alarmPolicy(
  context: Context,
  { host, problem, consequence }: { host: ComputeHost; problem: string | undefined; consequence: string },
): Promise<void> {
  if (problem === undefined) return;
  await raiseAlarm(context, {
    managedObjectId: host.id,
    faultType: 'POWER_RESTORE_POLICY_FAILURE',
    perceivedSeverity: 'WARNING',
    eventType: 'EQUIPMENT_ALARM',
    probableCause: 'equipmentMalfunction',
    detail: `${consequence}: ${problem}`,
  });
}
