/** Step 200: a notification of the technical environment is taken, made durable, and evaluated. */
import { DomainError } from '../problem.ts';
import {
  compact,
  readTime,
  type ComputeHost,
  type EnvironmentData,
  type EnvironmentNotification,
  type EnvironmentNotificationRequest,
  type EnvironmentThreshold,
  type RejectedEnvironmentData,
} from './entities.ts';
import { raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import { determine } from './determine.ts';
import { objectIdOf, takeDatum, type StateObject } from './environment-state.ts';
import { UNKNOWN_STATE } from './rules/level.ts';
import { isForParameter, isInScope } from './rules/threshold.ts';
import { parameterTypeProblem } from './threshold-problems.ts';
import { characteristicsOf, hostsInZones, readTopology, withDependents, type Topology } from './topology.ts';

export interface Received {
  notification: EnvironmentNotification;
  /** False when the same `id` was taken before; then there was no second effect. */
  created: boolean;
}

/**
 * Takes a notification (R1 to R4). Data that cannot be applied are listed in it and alarmed; the others are applied. Throws
 * DomainError `Unprocessable` when none can be.
 */
export async function receive(context: Context, request: EnvironmentNotificationRequest): Promise<Received> {
  const existing = await context.tables.environmentNotifications.get(request.id);
  if (existing !== undefined) return { notification: existing, created: false };

  const topology = await readTopology(context.tables);
  const rejected: RejectedEnvironmentData[] = [];
  const affected = new Map<string, ComputeHost>();
  for (const [index, datum] of request.environmentData.entries()) {
    const pointer = `/environmentData/${index}`;
    const applied = await applyDatum(context, topology, datum, measuredTime(context, request, datum));
    if (typeof applied === 'string') rejected.push({ pointer, problem: applied });
    else for (const host of applied) affected.set(host.id, host);
  }
  if (rejected.length === request.environmentData.length) refuse(rejected);

  const notification: EnvironmentNotification = compact({
    id: request.id,
    timeStamp: request.timeStamp,
    source: request.source,
    receivedTime: context.now,
    environmentData: request.environmentData,
    rejectedEnvironmentData: rejected.length === 0 ? undefined : rejected,
  });
  await context.tables.environmentNotifications.insert(notification);
  if (rejected.length > 0) await alarmRejected(context, notification, rejected);
  await determine(context, topology, [...affected.values()]);
  return { notification, created: true };
}

function refuse(rejected: readonly RejectedEnvironmentData[]): never {
  const [first] = rejected;
  throw new DomainError('Unprocessable', `no datum can be applied: ${first?.pointer ?? ''}: ${first?.problem ?? ''}`, {
    invalidParams: rejected.map(({ pointer, problem }) => ({ pointer, reason: problem })),
  });
}

/** When the datum was measured; a clock that is ahead of ours must not make later data look old. */
function measuredTime({ now }: Context, request: EnvironmentNotificationRequest, datum: EnvironmentData): string {
  const told = readTime(datum.measuredAt ?? request.timeStamp);
  return told < now ? told : now;
}

/** Applies one datum; gives the servers that it bears on now otherwise than before, or why it cannot be applied. */
async function applyDatum(
  context: Context,
  topology: Topology,
  datum: EnvironmentData,
  time: string,
): Promise<ComputeHost[] | string> {
  const { tables, settings } = context;
  const typeProblem = parameterTypeProblem(datum.parameterType, settings.parameterTypes);
  if (typeProblem !== undefined) return typeProblem;
  const thresholds = (await tables.environmentThresholds.find({ parameterType: datum.parameterType })).filter(
    (threshold) => isForParameter(threshold, datum),
  );
  const unitProblem = checkUnit(context, datum, thresholds);
  if (unitProblem !== undefined) return unitProblem;

  const targets = await targetsOf(context, topology, datum, thresholds);
  if (typeof targets === 'string') return targets;
  const affected: ComputeHost[] = [];
  for (const target of targets) {
    const update = await takeDatum(context, target.object, { datum, time }, target.thresholds);
    if (update?.changed === true) affected.push(...(await hostsOf(context, topology, target.object)));
  }
  return affected;
}

export interface Target {
  object: StateObject;
  thresholds: EnvironmentThreshold[];
}

/**
 * What the datum is evaluated for. A server: itself. A zone: the zone, by the thresholds that hold for the whole of it, and
 * each server below by those that depend on the server — relative to a characteristic of it, or with it alone in scope.
 */
export async function targetsOf(
  { tables }: Context,
  topology: Topology,
  datum: EnvironmentData,
  thresholds: readonly EnvironmentThreshold[],
): Promise<Target[] | string> {
  if (datum.computeHostId !== undefined) {
    const host = await tables.computeHosts.get(datum.computeHostId);
    return host === undefined ? `no compute host ${datum.computeHostId}` : [hostTarget(topology, host, thresholds)];
  }
  const zoneId = datum.resourceZoneId ?? '';
  if (!topology.zones.some((zone) => zone.zoneId === zoneId)) return `no resource zone ${zoneId}`;
  const scope = { resourceZoneIds: topology.above(zoneId) };
  const ofZone = thresholds.filter((threshold) => threshold.relativeTo === undefined && isInScope(threshold, scope));
  const ofServers = thresholds.filter((threshold) => !ofZone.includes(threshold));
  const hosts = ofServers.length === 0 ? [] : await hostsInZones(tables, topology, [zoneId]);
  return [
    { object: { resourceZoneId: zoneId, characteristics: {} }, thresholds: ofZone },
    ...hosts.map((host) => hostTarget(topology, host, ofServers)).filter((target) => target.thresholds.length > 0),
  ];
}

function hostTarget(topology: Topology, host: ComputeHost, thresholds: readonly EnvironmentThreshold[]): Target {
  const scope = { computeHostId: host.id, resourceZoneIds: topology.above(host.resourceZoneId) };
  return {
    object: { computeHostId: host.id, characteristics: characteristicsOf(host) },
    thresholds: thresholds.filter((threshold) => isInScope(threshold, scope)),
  };
}

/** The servers that a state of this object bears on. */
export async function hostsOf({ tables }: Context, topology: Topology, object: StateObject): Promise<ComputeHost[]> {
  if (object.resourceZoneId !== undefined) return hostsInZones(tables, topology, [object.resourceZoneId]);
  const host = await tables.computeHosts.get(object.computeHostId ?? '');
  if (host === undefined) throw new DomainError('NotFound', `no compute host for ${objectIdOf(object)}`);
  return withDependents(tables, [host]);
}

/** Why the unit does not fit the thresholds of the parameter; undefined when it does, or none has a unit. */
function checkUnit(
  { convert }: Context,
  datum: EnvironmentData,
  thresholds: readonly EnvironmentThreshold[],
): string | undefined {
  const { dataType, unit, state } = datum;
  if (unit === undefined || state === UNKNOWN_STATE) return undefined;
  for (const threshold of thresholds) {
    if (threshold.unit === undefined) continue;
    const direct = convert(1, unit, threshold.unit) !== undefined;
    const asRate =
      dataType === 'VARIATION'
        ? convert(1, unit, `${threshold.unit}/s`) !== undefined
        : convert(1, `${unit}/s`, threshold.unit) !== undefined;
    if (!direct && !asRate)
      return `the unit ${unit} is not of the dimension of ${threshold.unit}, the unit of threshold ${threshold.id}`;
  }
  return undefined;
}

export async function alarmRejected(
  context: Context,
  notification: { id: string; source?: string },
  rejected: readonly { problem: string }[],
): Promise<void> {
  const [first] = rejected;
  await raiseAlarm(context, {
    managedObjectId: notification.source ?? 'unnamed source',
    faultType: 'ENVIRONMENT_DATA_REJECTED',
    perceivedSeverity: 'WARNING',
    eventType: 'PROCESSING_ERROR_ALARM',
    probableCause: 'corruptData',
    detail: `${rejected.length} data of notification ${notification.id} cannot be applied, the first: ${first?.problem ?? ''}`,
  });
}
