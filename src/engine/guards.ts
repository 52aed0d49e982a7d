/**
 * Whether a server may be powered off: guards in order, the first that refuses decides. When a fact is unknown the answer is
 * no (R19, R20).
 */
import type { PowerController } from '../southbound/power/power-controller.ts';
import { addSeconds, type Refusal, type RefusalReason } from './entities.ts';
import { isPoweredOffByUs, mayStillGoOff } from './changes.ts';
import type { Context } from './context.ts';
import { givenUpOn } from './deactivation.ts';
import { isReleasedOrder, openEvacuationOf } from './evacuation.ts';
import type { Case } from './step.ts';
import { runningOn, withDependents } from './topology.ts';

export type Verdict = Pick<Refusal, 'reason' | 'detail'> | undefined;
type Guard = (
  context: Context,
  subject: Case,
  powerControllers: readonly PowerController[] | undefined,
) => Promise<Verdict> | Verdict;

const no = (reason: RefusalReason, detail: string) => ({ reason, detail });

const allowedByPolicy: Guard = (_context, { evacuation }) =>
  evacuation.powerOffPolicy === 'NEVER'
    ? no('POWER_OFF_NOT_ALLOWED', 'the policy says that the server stays on')
    : undefined;

const notTheGatewaysOwn: Guard = ({ settings }, { host }) =>
  host.id === settings.gatewayComputeHostId ? no('GATEWAY_HOST', 'the gateway itself runs on this server') : undefined;

const powerIsControlled: Guard = (_context, { host }, powerControllers) =>
  powerControllers === undefined || powerControllers.some((controller) => controller.controls(host.id))
    ? undefined
    : no('NO_POWER_CONTROL', 'no power controller is configured for this server');

const environmentIsKnownToFail: Guard = (_context, { evacuation, host }) => {
  if (isReleasedOrder(evacuation)) return no('ENVIRONMENT_NORMAL', 'an operator released the server');
  // Ordered by an operator: then the environment is not the reason.
  if (evacuation.cause.environmentLevel === undefined) return undefined;
  if (host.environmentLevel === 'UNKNOWN') return no('ENVIRONMENT_UNKNOWN', 'the environment of the server is unknown');
  if (host.environmentLevel === 'NORMAL')
    return no('ENVIRONMENT_NORMAL', 'the environment of the server is sound again');
  return undefined;
};

const nothingRunsOnIt: Guard = async ({ tables }, { host }) => {
  const running = await runningOn(tables, host.id);
  return running.length === 0
    ? undefined
    : no('WORKLOAD_PRESENT', `${running.map(({ computeId }) => computeId).join(', ')} on ${host.id}`);
};

/** What was given up for a failure that ended has time again before the next one. */
const nobodyWasGivenUpTooSoon: Guard = async (context, subject) => {
  const { evacuation, host } = subject;
  const { evacuationDeadline } = evacuation;
  const { now, settings } = context;
  const isTimeUp =
    evacuationDeadline !== undefined && evacuationDeadline <= addSeconds(now, settings.migration.deadlineTolerance);
  const givenUp = isTimeUp ? [] : await givenUpOn(context, evacuation);
  if (givenUp.length === 0) return undefined;
  // Whether it went off by the order that was sent comes first: then nothing leaves it any more.
  if (mayStillGoOff(subject, now))
    return no('POWER_STATE_UNCONFIRMED', `${host.id} may still go off by the last order`);
  const ids = givenUp.map(({ computeId }) => computeId).join(', ');
  return no('WORKLOAD_PRESENT', `${ids} on ${host.id} may still leave by ${evacuationDeadline ?? 'whenever it can'}`);
};

/** A virtual machine or container server dies with the one below it: it has to be empty first. */
const nothingRestsOnIt: Guard = async (context, { host }) => {
  const dependents = (await withDependents(context.tables, [host])).filter(({ id }) => id !== host.id);
  for (const dependent of dependents) {
    const running = (await runningOn(context.tables, dependent.id)).length;
    const open = await openEvacuationOf(context, dependent);
    const waits = open !== undefined && !['EVACUATED', 'POWERED_OFF'].includes(open.hostEvacuationState);
    if (running > 0 || waits) return no('CHILD_SERVER_ON', `server ${dependent.id} rests on it and is not empty yet`);
  }
  return undefined;
};

const withinTheLimit: Guard = async (context, { evacuation }) => {
  const { tables, settings } = context;
  const { maximumPoweredOffHosts } = settings.limits;
  // One that is recorded already is counted within the limit.
  if (maximumPoweredOffHosts === undefined || isPoweredOffByUs(evacuation)) return undefined;
  const others = (await mayBePoweredOff(context)).filter((id) => id !== evacuation.id);
  if (others.length < maximumPoweredOffHosts) return undefined;
  const off = (await tables.hostEvacuations.getEach(others)).filter(isPoweredOffByUs);
  return off.length < maximumPoweredOffHosts
    ? undefined
    : no('POWERED_OFF_LIMIT', `${off.length} servers are powered off already, the limit is ${maximumPoweredOffHosts}`);
};

/**
 * Open evacuations of servers that are off, or that an order to power off was sent to, whatever they wait for by now: one that is
 * off is migrating again when a function is reported on it. Which servers those are is known from memory.
 */
async function mayBePoweredOff({ tables, keptSite }: Context): Promise<string[]> {
  const where = { hostEvacuationState: ['POWERING_OFF', 'POWERED_OFF', 'RESTORING'] };
  const evacuations = await tables.hostEvacuations.findKeys(where);
  const hosts = await tables.computeHosts.getEach([...(keptSite()?.off() ?? [])]);
  const ofHosts = hosts.flatMap(({ hostEvacuationId }) => hostEvacuationId ?? []);
  return [...new Set([...evacuations.map(({ id }) => id), ...ofHosts])];
}

/** The order in which the reasons are given: what never changes first. */
const GUARDS: readonly Guard[] = [
  allowedByPolicy,
  notTheGatewaysOwn,
  powerIsControlled,
  environmentIsKnownToFail,
  nothingRunsOnIt,
  nobodyWasGivenUpTooSoon,
  nothingRestsOnIt,
  withinTheLimit,
];

/** Reasons that no waiting changes: the server stays on. */
export const LASTING_REASONS: readonly RefusalReason[] = ['POWER_OFF_NOT_ALLOWED', 'GATEWAY_HOST', 'NO_POWER_CONTROL'];

/** Why the server must not be powered off now; undefined when it may. Without controllers, that it has one is not asked. */
export async function refusalOfPowerOff(
  context: Context,
  subject: Case,
  powerControllers?: readonly PowerController[],
): Promise<Verdict> {
  for (const guard of GUARDS) {
    const verdict = await guard(context, subject, powerControllers);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
