/** Levels that change without a new datum: a dwell time ends, a sensor falls silent, a threshold is another one now (R8). */
import {
  toTime,
  type ComputeHost,
  type EnvironmentState,
  type EnvironmentThreshold,
  type StateObject,
} from './entities.ts';
import type { Context } from './context.ts';
import { determine } from './determine.ts';
import { evaluateState, takeDatum, type StateUpdate } from './environment-state.ts';
import type { LeftReadings } from './left-readings.ts';
import { hostsOf, serverObject, targetsOf } from './receive.ts';
import { isForParameter, isInScope } from './rules/threshold.ts';
import { hostsById, readTopology, type Topology } from './topology.ts';
import { firstOf, nextOf } from './undetermined.ts';

/** States that are evaluated together, and milliseconds after which the rest is left for the next transaction. */
const TOGETHER = 10;
const MAXIMUM_MILLISECONDS = 20;

/** Evaluates states by what a process that is gone had taken of them; those that were written since know it. */
export async function takeLeft(context: Context, left: LeftReadings, stateKeys: readonly string[]): Promise<void> {
  const states = await context.tables.environmentStates.find({ stateKey: stateKeys }, { asWritten: true });
  const behind = states.flatMap((state) => {
    const current = left.fold(state);
    return current === state ? [] : current;
  });
  await reevaluate(context, behind);
}

/** States of which only the time is moved, in one transaction. */
const POSTPONED = 500;

/**
 * Of most sensors with a time after which they are silent, readings that changed nothing came since their states were written.
 * Gives how many states it moved the time of, and whether these were all that it found due.
 */
async function postpone({ tables, quiet, now }: Context): Promise<{ count: number; isAll: boolean }> {
  const due = await tables.environmentStates.findKeys(
    { nextEvaluationTime: { notAfter: now } },
    { limit: POSTPONED, orderBy: 'nextEvaluationTime' },
  );
  let count = 0;
  for (const { id, stateKey } of due) {
    const silentFrom = quiet.silentFrom(stateKey ?? '');
    if (silentFrom === undefined || silentFrom <= Date.parse(now)) continue;
    await tables.environmentStates.setTime(id, 'nextEvaluationTime', toTime(silentFrom));
    count += 1;
  }
  return { count, isAll: count === due.length };
}

/** Evaluates the states whose time has come, as far as time allows; returns how many. */
export async function reevaluateDue(context: Context, limit: number): Promise<number> {
  const postponed = await postpone(context);
  if (postponed.isAll) return postponed.count;
  const due = await context.tables.environmentStates.find(
    { nextEvaluationTime: { notAfter: context.now } },
    { limit, orderBy: 'nextEvaluationTime' },
  );
  const end = performance.now() + MAXIMUM_MILLISECONDS;
  let count = 0;
  while (count < due.length && (count === 0 || performance.now() < end)) {
    const some = due.slice(count, count + TOGETHER);
    await reevaluate(context, some);
    count += some.length;
  }
  return count + postponed.count;
}

/** Writes states as they are by now, with what was taken of them since; gives how many had to be evaluated anew. */
export async function writeStates(context: Context, ids: readonly string[]): Promise<number> {
  const { environmentStates } = context.tables;
  const others: EnvironmentState[] = [];
  for (const state of await environmentStates.getEach(ids)) {
    if (context.quiet.writes(state)) await environmentStates.update(state);
    else others.push(state);
  }
  await reevaluate(context, others);
  return others.length;
}

/** Applies a threshold that is new, changed or gone to what is known. */
export async function reevaluateParameter(context: Context, parameterType: string): Promise<void> {
  const states = await context.tables.environmentStates.find({ parameterType });
  const topology = await readTopology(context.tables);
  // A threshold may need a state of its own for each server, which so far only the zone had.
  for (const state of states) {
    // What a lost source told of a zone is no news of its servers.
    if (state.resourceZoneId === undefined || state.sourceLostTime !== undefined) continue;
    const thresholds = await thresholdsFor(context, state);
    const targets = await targetsOf(context, topology, state.lastDatum, thresholds);
    if (typeof targets === 'string') continue;
    for (const { object, thresholds: own } of targets.filter(({ object }) => object.computeHostId !== undefined)) {
      const { lastDatum: datum, lastMeasuredTime: time, environmentSourceId } = state;
      await takeDatum(context, object, { datum, time, environmentSourceId }, own);
    }
  }
  await reevaluate(context, await context.tables.environmentStates.find({ parameterType }), { everyHost: true });
}

/** Evaluates the states, which are stored as they are given, and determines what they mean for the servers. */
export async function reevaluate(
  context: Context,
  states: readonly EnvironmentState[],
  { everyHost = false } = {},
): Promise<void> {
  if (states.length === 0) return;
  const topology = await readTopology(context.tables);
  const affected = new Map<string, ComputeHost>();
  for (const state of states) {
    const object = await objectOf(context, state);
    if (object === undefined) {
      await context.tables.environmentStates.delete(state.id);
      continue;
    }
    const thresholds = (await thresholdsFor(context, state)).filter((threshold) =>
      holdsFor(threshold, state, object, topology),
    );
    const turn = nextOf(state);
    const update = await evaluateState(context, turn.state, object, thresholds, { isNew: false, time: context.now });
    for (const host of await hostsToDetermine(context, topology, object, { turn, everyHost, ...update }))
      affected.set(host.id, host);
  }
  await determine(context, topology, [...affected.values()]);
}

/** Every server that the state bears on, a few of them when it changed, or the next of those that wait. */
async function hostsToDetermine(
  context: Context,
  topology: Topology,
  object: StateObject,
  { state, changed, turn, everyHost }: StateUpdate & { turn: ReturnType<typeof nextOf>; everyHost: boolean },
): Promise<ComputeHost[]> {
  if (everyHost) return hostsOf(context, topology, object);
  if (changed) return firstOf(context, state, await hostsOf(context, topology, object));
  return hostsById(context.tables, turn.computeHostIds);
}

/** The thresholds for the parameter of the state. */
export async function thresholdsFor({ tables }: Context, state: EnvironmentState): Promise<EnvironmentThreshold[]> {
  const thresholds = await tables.environmentThresholds.find({ parameterType: state.parameterType });
  return thresholds.filter((threshold) =>
    isForParameter(threshold, state as Pick<EnvironmentState, 'parameterType' | 'parameterName'>),
  );
}

interface KnownObject extends StateObject {
  host?: ComputeHost;
}

async function objectOf({ tables, quiet }: Context, state: EnvironmentState): Promise<KnownObject | undefined> {
  const isShared = state.lastDatum.resourceZoneId !== undefined;
  if (state.computeHostId === undefined)
    return { resourceZoneId: state.resourceZoneId ?? '', characteristics: {}, isShared };
  const host = await tables.computeHosts.get(state.computeHostId);
  return host === undefined ? undefined : { isShared, host, ...(await serverObject({ tables, quiet }, host)) };
}

/** Whether the threshold is for this server, or for this zone as a whole. */
function holdsFor(
  threshold: EnvironmentThreshold,
  state: EnvironmentState,
  { computeHostId, resourceZoneId, host }: KnownObject,
  topology: Topology,
): boolean {
  const holdsForZone = (zoneId: string | undefined) =>
    threshold.relativeTo === undefined && isInScope(threshold, { resourceZoneIds: topology.above(zoneId) });
  if (computeHostId === undefined) return holdsForZone(resourceZoneId);
  // What a zone says is held against the thresholds of the whole zone there, not at each server again.
  const { resourceZoneId: toldOfZone } = state.lastDatum;
  if (toldOfZone !== undefined && holdsForZone(toldOfZone)) return false;
  return isInScope(threshold, { computeHostId, resourceZoneIds: topology.above(host?.resourceZoneId) });
}
