/** Step 200: a notification of the technical environment is taken, made durable, and evaluated. */
import { DomainError } from '../problem.ts';
import {
  compact,
  measuredTime,
  readTime,
  toTime,
  type ComputeHost,
  type EnvironmentData,
  type EnvironmentNotification,
  type EnvironmentNotificationRequest,
  type EnvironmentThreshold,
  type RejectedEnvironmentData,
  type StateObject,
} from './entities.ts';
import { raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import { determine } from './determine.ts';
import { isAnythingEvacuated, objectIdOf, takeDatum, type ToldDatum } from './environment-state.ts';
import { isFailing, UNKNOWN_STATE } from './rules/level.ts';
import { isForParameter, isInScope } from './rules/threshold.ts';
import { parameterTypeProblem } from './threshold-problems.ts';
import { firstOf } from './undetermined.ts';
import { characteristicsOf, hostsInZones, readTopology, withDependents, type Topology } from './topology.ts';

export interface Received {
  notification: EnvironmentNotification;
  /** False when the same `id` was taken before; then there was no second effect. */
  created: boolean;
  /** Nothing has to be done about it. */
  isQuiet: boolean;
}

export interface Incoming {
  request: EnvironmentNotificationRequest;
  /** Gives its JSON, in UTF-8, where that is at hand. */
  json?: (() => Buffer) | undefined;
  /** Environment source that tells it; undefined when it was posted to the interface. */
  environmentSourceId?: string | undefined;
}

/**
 * Takes a notification (R1 to R4). Data that cannot be applied are listed in it and alarmed; the others are applied. Throws
 * DomainError `Unprocessable` when none can be; then nothing was changed.
 */
export async function receive(context: Context, incoming: Incoming): Promise<Received> {
  const { request, json } = incoming;
  const { environmentNotifications } = context.tables;
  const notification: EnvironmentNotification = compact({
    id: request.id,
    timeStamp: request.timeStamp,
    source: request.source,
    receivedTime: context.now,
    environmentData: request.environmentData,
  });
  if (!(await environmentNotifications.insertIfAbsent(notification, documentIn(json, request, context.now)))) {
    const existing = await environmentNotifications.get(request.id);
    if (existing === undefined) throw new Error(`environment notification ${request.id} went while it was taken`);
    return { notification: existing, created: false, isQuiet: true };
  }
  const { rejected, isQuiet } = await applyData(context, incoming);
  if (rejected.length === 0) return { notification, created: true, isQuiet };
  if (rejected.length === request.environmentData.length) {
    await environmentNotifications.delete(request.id);
    refuse(rejected);
  }
  const partial = { ...notification, rejectedEnvironmentData: rejected };
  await environmentNotifications.update(partial);
  await alarmRejected(context, partial, rejected);
  return { notification: partial, created: true, isQuiet: false };
}

/** Attributes of a notification that are kept as they came. */
const KEPT: readonly string[] = ['id', 'timeStamp', 'source', 'environmentData'];

/** The document of the notification, made of the JSON that came; undefined when that says more than is kept. */
function documentIn(jsonOf: Incoming['json'], request: EnvironmentNotificationRequest, receivedTime: string) {
  if (jsonOf === undefined || !Object.keys(request).every((name) => KEPT.includes(name))) return undefined;
  const json = jsonOf();
  return Buffer.concat([Buffer.from(`{"receivedTime":"${receivedTime}",`), json.subarray(json.indexOf('{') + 1)]);
}

/** Evaluates the data, and what they mean for the servers; those that change nothing are only kept in mind. */
async function applyData(
  context: Context,
  { request, environmentSourceId }: Incoming,
): Promise<{ rejected: RejectedEnvironmentData[]; isQuiet: boolean }> {
  const now = Date.parse(context.now);
  const told = Date.parse(readTime(request.timeStamp));
  const rejected: RejectedEnvironmentData[] = [];
  const affected = new Map<string, ComputeHost>();
  let topology: Topology | undefined;
  let evacuated: boolean | undefined;
  let index = -1;
  for (const datum of request.environmentData) {
    index += 1;
    const time = measuredTime(datum, told, now);
    let isQuiet = context.quiet.take(datum, time, now, evacuated);
    if (isQuiet === undefined) {
      evacuated = await isAnythingEvacuated(context);
      isQuiet = context.quiet.take(datum, time, now, evacuated);
    }
    if (isQuiet === true) continue;
    topology ??= await readTopology(context.tables);
    const applied = await applyDatum(context, topology, { datum, time: toTime(time), environmentSourceId });
    if (typeof applied === 'string') rejected.push({ pointer: `/environmentData/${index}`, problem: applied });
    else for (const host of applied) affected.set(host.id, host);
  }
  if (topology !== undefined) await determine(context, topology, [...affected.values()]);
  return { rejected, isQuiet: topology === undefined };
}

function refuse(rejected: readonly RejectedEnvironmentData[]): never {
  const [first] = rejected;
  throw new DomainError('Unprocessable', `no datum can be applied: ${first?.pointer ?? ''}: ${first?.problem ?? ''}`, {
    invalidParams: rejected.map(({ pointer, problem }) => ({ pointer, reason: problem })),
  });
}

/** Applies one datum; gives the servers that it bears on now otherwise than before, or why it cannot be applied. */
async function applyDatum(context: Context, topology: Topology, told: ToldDatum): Promise<ComputeHost[] | string> {
  const { datum } = told;
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
    const update = await takeDatum(context, target.object, told, target.thresholds);
    if (update?.changed !== true) continue;
    const hosts = await hostsOf(context, topology, target.object);
    affected.push(...(await firstOf(context, update.state, hosts)));
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
  { tables, quiet }: Context,
  topology: Topology,
  datum: EnvironmentData,
  thresholds: readonly EnvironmentThreshold[],
): Promise<Target[] | string> {
  if (datum.computeHostId !== undefined) {
    const host = await tables.computeHosts.get(datum.computeHostId);
    if (host === undefined) return `no compute host ${datum.computeHostId}`;
    const scope = { computeHostId: host.id, resourceZoneIds: topology.above(host.resourceZoneId) };
    return [
      {
        object: await serverObject({ tables, quiet }, host),
        thresholds: thresholds.filter((threshold) => isInScope(threshold, scope)),
      },
    ];
  }
  const zoneId = datum.resourceZoneId ?? '';
  if (!topology.zones.some((zone) => zone.zoneId === zoneId)) return `no resource zone ${zoneId}`;
  const scope = { resourceZoneIds: topology.above(zoneId) };
  const ofZone = thresholds.filter((threshold) => threshold.relativeTo === undefined && isInScope(threshold, scope));
  const ofServers = thresholds.filter((threshold) => !ofZone.includes(threshold));
  const hosts = ofServers.length === 0 ? [] : await hostsInZones(tables, topology, [zoneId]);
  return [
    {
      object: { resourceZoneId: zoneId, characteristics: {}, isShared: ofServers.length > 0 },
      thresholds: ofZone,
    },
    ...hosts.map((host) => sharedTarget(topology, host, ofServers)).filter((target) => target.thresholds.length > 0),
  ];
}

/** A server as the object of a state of its own. */
export async function serverObject(
  { tables, quiet }: Pick<Context, 'tables' | 'quiet'>,
  host: ComputeHost,
): Promise<StateObject> {
  const object = { computeHostId: host.id, characteristics: characteristicsOf(host) };
  if (!quiet.learns) return object;
  const [dependent] = await tables.computeHosts.find({ parentComputeHostId: host.id }, { limit: 1 });
  const isCalm = !isFailing(host.environmentLevel) && host.hostEvacuationId === undefined && dependent === undefined;
  return { isCalm, ...object };
}

/** A server below the zone that a datum is about. */
function sharedTarget(topology: Topology, host: ComputeHost, thresholds: readonly EnvironmentThreshold[]): Target {
  const scope = { computeHostId: host.id, resourceZoneIds: topology.above(host.resourceZoneId) };
  return {
    object: { computeHostId: host.id, characteristics: characteristicsOf(host), isShared: true },
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
