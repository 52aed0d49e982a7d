/** Step 201: what the environment means for each server, and whether a save action is due (R7 to R11). */
import {
  compact,
  earliest,
  addSeconds,
  type ComputeHost,
  type EnvironmentCause,
  type EnvironmentLevel,
  type EnvironmentState,
  type EnvironmentThreshold,
} from './entities.ts';
import { clearAlarm, probableCauseOf, raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import { describeState, predictionBy } from './environment-state.ts';
import { applyDetermination, type Determination } from './evacuation.ts';
import { holdUpTime } from './rules/deadline.ts';
import { isFailing, voteLevel, worstLevel } from './rules/level.ts';
import { policyFor, type Policy } from './rules/policy.ts';
import { notifyComputeHost } from './scheduling.ts';
import { characteristicsOf, hostObject, hostsById, statesOf, zoneObject, type Topology } from './topology.ts';

/** Reckons the level of the servers anew and starts, moves or leaves their evacuations accordingly. */
export async function determine(context: Context, topology: Topology, hosts: readonly ComputeHost[]): Promise<void> {
  if (hosts.length === 0) return;
  const thresholds = new Map(
    (await context.tables.environmentThresholds.find({})).map((threshold) => [threshold.id, threshold]),
  );
  const determinations: { host: ComputeHost; determination: Determination }[] = [];
  for (const host of await hostsById(
    context.tables,
    hosts.map(({ id }) => id),
  )) {
    const determination = await determineHost(context, topology, host, thresholds);
    determinations.push({ host: await saveLevel(context, host, determination), determination });
  }
  const determined = determinations.map(({ host }) => host);
  const zones = await determineZones(context, topology, determined, thresholds);
  // The most important servers first: their requests go out first (R14, R20).
  determinations.sort((a, b) => b.host.priority - a.host.priority);
  for (const { host, determination } of determinations) {
    // The widest of the zones that fail: what the servers of one rack share, they share with those of the others.
    const zoneWide = topology.above(host.resourceZoneId).findLast((zoneId) => zones.has(zoneId));
    const priorities = zoneWide === undefined ? undefined : zones.get(zoneWide);
    const cause = { zoneWide: zoneWide !== undefined, ...determination.cause };
    await applyDetermination(context, host, compact({ priorities, ...determination, cause }));
  }
}

async function determineHost(
  context: Context,
  topology: Topology,
  host: ComputeHost,
  thresholds: ReadonlyMap<string, EnvironmentThreshold>,
): Promise<Determination> {
  const written = await statesOf(context.tables, topology, host);
  const votes = votesOf(written, thresholds);
  const environmentLevel = worstLevel([...votes.values()]);
  // Where something fails, the values of most parameters say nothing about it.
  const states = isFailing(environmentLevel) ? written : written.map((state) => context.quiet.fold(state));
  const policyOf = (state: EnvironmentState | undefined) =>
    policyFor(context.settings.policies, {
      parameterType: state?.parameterType,
      computeHostType: host.computeHostType,
      resourceZoneIds: topology.above(host.resourceZoneId),
    });
  const ranked = rankStates(states, votes, environmentLevel);
  // A parameter that the policy only informs of does not hide another that is failing.
  const acted = ranked.filter((state) => policyOf(state).evacuate);
  const decisive = acted[0] ?? ranked[0];
  const policy = policyOf(decisive);
  return compact({
    environmentLevel,
    decisive,
    cause: causeOf(host, environmentLevel, decisive),
    policy,
    predictedFailureTime: isFailing(environmentLevel)
      ? predictedFailure(context, host, { failing: acted.length > 0 ? acted : ranked, states, thresholds }, policy)
      : undefined,
  });
}

/** The level by each threshold, by the vote of the sensors that it matches (R8). */
function votesOf(
  states: readonly EnvironmentState[],
  thresholds: ReadonlyMap<string, EnvironmentThreshold>,
): Map<string, EnvironmentLevel> {
  const sensors = new Map<string, EnvironmentLevel[]>();
  for (const { environmentThresholdId, environmentLevel } of states.flatMap((state) => state.thresholdLevels)) {
    sensors.set(environmentThresholdId, [...(sensors.get(environmentThresholdId) ?? []), environmentLevel]);
  }
  return new Map([...sensors].map(([id, levels]) => [id, voteLevel(levels, thresholds.get(id)?.requiredSensors ?? 1)]));
}

/** The states that decide, the worst and soonest first: those failing by a threshold whose vote is failing, else those of the level. */
function rankStates(
  states: readonly EnvironmentState[],
  votes: ReadonlyMap<string, EnvironmentLevel>,
  level: EnvironmentLevel,
): EnvironmentState[] {
  const decides = (state: EnvironmentState) =>
    isFailing(level)
      ? state.thresholdLevels.some(
          ({ environmentThresholdId: id, environmentLevel }) =>
            isFailing(environmentLevel) && isFailing(votes.get(id) ?? 'UNKNOWN'),
        )
      : state.environmentLevel === level;
  const rank = (state: EnvironmentState) => (state.environmentLevel === 'FAILED' ? 0 : 1);
  return states
    .filter(decides)
    .sort((a, b) => rank(a) - rank(b) || (a.predictedFailureTime ?? '~').localeCompare(b.predictedFailureTime ?? '~'));
}

function causeOf(
  host: ComputeHost,
  environmentLevel: EnvironmentLevel,
  decisive: EnvironmentState | undefined,
): EnvironmentCause {
  return compact({
    parameterType: decisive?.parameterType,
    parameterName: decisive?.parameterName,
    environmentLevel,
    computeHostId: decisive?.resourceZoneId === undefined ? host.id : undefined,
    resourceZoneId: decisive?.resourceZoneId,
    environmentStateId: decisive?.id,
    description: decisive === undefined ? 'nothing watches the server' : describeState(decisive),
  });
}

/**
 * The earliest failure that the failing parameters predict (R9): from value, trend and reported time left, from the server's
 * own characteristics where only a state is known, else after the default time of the policy. A FAILED one is now.
 */
function predictedFailure(
  { convert, now, quiet }: Context,
  host: ComputeHost,
  {
    failing,
    states,
    thresholds,
  }: {
    failing: readonly EnvironmentState[];
    states: readonly EnvironmentState[];
    thresholds: ReadonlyMap<string, EnvironmentThreshold>;
  },
  policy: Policy,
): string {
  const characteristics = characteristicsOf(host);
  const failed = failing.filter((state) => state.environmentLevel === 'FAILED').map((state) => state.levelEnteredTime);
  const types = new Set(failing.map((state) => state.parameterType));
  // A sensor that is failing by itself but outvoted sets no deadline.
  const isOutvoted = (state: EnvironmentState) => isFailing(state.environmentLevel) && !failing.includes(state);
  const predicted = states
    .filter((state) => types.has(state.parameterType) && state.environmentLevel !== 'UNKNOWN' && !isOutvoted(state))
    .map((state) => quiet.fold(state))
    .flatMap((state) =>
      state.thresholdLevels.map(({ environmentThresholdId }) => {
        const threshold = thresholds.get(environmentThresholdId);
        return threshold === undefined ? undefined : predictionBy(threshold, state, convert, characteristics);
      }),
    );
  const held = failing.map((state) => {
    const seconds = holdUpTime(state.parameterType, characteristics);
    return seconds === undefined ? undefined : addSeconds(state.levelEnteredTime, seconds);
  });
  const since = isFailing(host.environmentLevel) ? host.levelEnteredTime : now;
  return earliest(...failed, ...predicted, ...held) ?? addSeconds(since, policy.defaultFailureTime);
}

/** Stores level and predicted failure of the server; tells and alarms when the level is another one. */
async function saveLevel(context: Context, host: ComputeHost, determination: Determination): Promise<ComputeHost> {
  const { environmentLevel, predictedFailureTime } = determination;
  const levelChanged = environmentLevel !== host.environmentLevel;
  const moved = (host.predictedFailureTime ?? '') !== (predictedFailureTime ?? '');
  if (!levelChanged && !moved) return host;
  const { predictedFailureTime: _old, ...rest } = host;
  const next: ComputeHost = compact({
    predictedFailureTime,
    ...rest,
    environmentLevel,
    levelEnteredTime: levelChanged ? context.now : host.levelEnteredTime,
    evacuationSuppressed: environmentLevel === 'NORMAL' ? false : host.evacuationSuppressed,
  });
  await context.tables.computeHosts.update(next);
  if (levelChanged) {
    await notifyComputeHost(context, next, ['environmentLevel']);
    await alarmLevel(context, host, next, determination);
  }
  return next;
}

async function alarmLevel(
  context: Context,
  before: ComputeHost,
  host: ComputeHost,
  { cause }: Determination,
): Promise<void> {
  const fault = {
    managedObjectId: host.id,
    probableCause: probableCauseOf(cause.parameterType),
    detail: cause.description,
  };
  if (isFailing(host.environmentLevel)) {
    const perceivedSeverity = host.environmentLevel === 'FAILED' ? 'CRITICAL' : 'MAJOR';
    await raiseAlarm(context, { faultType: 'ENVIRONMENT_DEGRADED', perceivedSeverity, ...fault });
  }
  if (host.environmentLevel === 'UNKNOWN' && before.environmentLevel !== 'UNKNOWN') {
    await raiseAlarm(context, { faultType: 'ENVIRONMENT_UNKNOWN', perceivedSeverity: 'WARNING', ...fault });
  }
  if (host.environmentLevel !== 'UNKNOWN') await clearAlarm(context, host.id, 'ENVIRONMENT_UNKNOWN');
  if (host.environmentLevel === 'NORMAL') await clearAlarm(context, host.id, 'ENVIRONMENT_DEGRADED');
}

interface Priorities {
  lowest: number;
  highest: number;
}

/**
 * Levels of the zones of these servers: by the zone's own states, and DEGRADED when a large share of the servers that stand
 * in the zone itself are failing (R11): one failing room does not make a whole NFVI-PoP unusable. Gives the zones that are failing,
 * with the range of priorities of their failing servers.
 */
async function determineZones(
  context: Context,
  topology: Topology,
  hosts: readonly ComputeHost[],
  thresholds: ReadonlyMap<string, EnvironmentThreshold>,
): Promise<Map<string, Priorities>> {
  const failingZones = new Map<string, Priorities>();
  const zoneIds = new Set(hosts.flatMap((host) => topology.above(host.resourceZoneId)));
  const zones = await Promise.all(
    topology.zones
      .filter(({ zoneId }) => zoneIds.has(zoneId))
      .map(async (zone) => {
        const states = await context.tables.environmentStates.find({ objectId: zoneObject(zone.zoneId) });
        return { zone, own: worstLevel([...votesOf(states, thresholds).values()]) };
      }),
  );
  // A server in a zone that is failing itself is failing, determined already or not.
  const failed = zones.filter(({ own }) => isFailing(own)).flatMap(({ zone }) => topology.below(zone.zoneId));
  const reachedZones = new Set(failed);
  const isHostFailing = ({ environmentLevel, resourceZoneId }: ComputeHost) =>
    isFailing(environmentLevel) || (resourceZoneId !== undefined && reachedZones.has(resourceZoneId));
  for (const { zone, own } of zones) {
    const reached = await isReachedBy(context, zone.zoneId, hosts, thresholds);
    const isTouched =
      isFailing(own) ||
      reached ||
      isFailing(zone.environmentLevel) ||
      hosts.some((host) => isFailing(host.environmentLevel) && isIn(topology, host, zone));
    // Where nothing fails the share of what fails need not be counted.
    const standing = isTouched ? await context.tables.computeHosts.find({ resourceZoneId: zone.zoneId }) : [];
    const shared = isShareFailing(
      standing.length,
      standing.filter(isHostFailing).length,
      context.settings.limits.zoneWideShare,
    );
    const environmentLevel = (shared || reached) && !isFailing(own) ? 'DEGRADED' : own;
    if (isFailing(environmentLevel)) {
      const members = await context.tables.computeHosts.find({ resourceZoneId: topology.below(zone.zoneId) });
      failingZones.set(zone.zoneId, prioritiesOf(members.filter(isHostFailing)));
    }
    // Where open requests may go is looked at anew with each of their evacuations (R16).
    if (environmentLevel !== zone.environmentLevel)
      await context.tables.resourceZones.update({ ...zone, environmentLevel });
  }
  return failingZones;
}

function isIn(topology: Topology, host: ComputeHost, { zoneId }: { zoneId: string }): boolean {
  return topology.above(host.resourceZoneId).includes(zoneId);
}

/**
 * Whether what was told of the zone has a server in it failing already, e.g. the lowest one in rising water: the same event
 * reaches the others later (R16).
 */
async function isReachedBy(
  { tables }: Context,
  zoneId: string,
  hosts: readonly ComputeHost[],
  thresholds: ReadonlyMap<string, EnvironmentThreshold>,
): Promise<boolean> {
  if (![...thresholds.values()].some((threshold) => threshold.relativeTo !== undefined)) return false;
  const states = await tables.environmentStates.find({ objectId: hosts.map(({ id }) => hostObject(id)) });
  return states.some((state) => state.lastDatum.resourceZoneId === zoneId && isFailing(state.environmentLevel));
}

function isShareFailing(count: number, failing: number, share: number): boolean {
  return failing >= 2 && failing >= share * count;
}

function prioritiesOf(hosts: readonly ComputeHost[]): Priorities {
  const priorities = hosts.map((host) => host.priority);
  return { lowest: Math.min(...priorities), highest: Math.max(...priorities) };
}
