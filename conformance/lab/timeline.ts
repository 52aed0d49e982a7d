import type { Happening } from './physics.ts';
import type { Notification } from './notification.ts';
import type { ScenarioEvent } from './world.ts';

/** One line of the story of a run. */
export interface TimelineEntry {
  /** Seconds since the start. */
  at: number;
  /** Server, zone, UPS or program that it is about. */
  who: string;
  what: string;
  tone: Tone;
}

/** `event` from the scenario, `bad` a loss, `warn` a save action, `good` a success, `info` the rest. */
export type Tone = 'event' | 'bad' | 'warn' | 'good' | 'info';

type Told = Omit<TimelineEntry, 'at'>;

const CAUSES = {
  POWER: 'no power',
  TEMPERATURE: 'too hot',
  WATER: 'under water',
  GAS: 'power cut because of gas',
  PLUG: 'plug pulled',
};

/** Words for what the physics did. */
export function tellHappening({ kind, id, cause }: Happening): Told {
  switch (kind) {
    case 'DIED':
      return { who: id, what: `dies: ${cause === undefined ? 'unknown' : CAUSES[cause]}`, tone: 'bad' };
    case 'SHUTTING_DOWN':
      return { who: id, what: 'shuts down', tone: 'warn' };
    case 'SWITCHED_OFF':
      return { who: id, what: 'is off', tone: 'warn' };
    case 'BOOTING':
      return { who: id, what: 'boots', tone: 'info' };
    case 'UP':
      return { who: id, what: 'runs again', tone: 'good' };
    case 'SUPPLY_EMPTY':
      return { who: id, what: 'battery empty', tone: 'bad' };
    case 'SUPPLY_FEEDS':
      return { who: id, what: 'charged enough to feed its servers', tone: 'good' };
    case 'GAS_CUT':
      return { who: id, what: 'power of the room cut', tone: 'bad' };
    case 'GAS_RELEASE':
      return { who: id, what: 'power of the room back', tone: 'good' };
  }
}

const EVENTS: Record<Exclude<keyof ScenarioEvent, 'at'>, string> = {
  mainsOff: 'loses mains',
  mainsOn: 'has mains again',
  coolingFails: 'cooling fails',
  coolingReduced: 'cooling is reduced',
  coolingRestored: 'cooling works again',
  waterLeak: 'water comes in',
  waterLeakStops: 'no more water comes in',
  gasLeak: 'gas leaks',
  gasLeakStops: 'no more gas leaks',
  doorOpens: 'door opened',
  doorCloses: 'door closed',
  plugPulled: 'somebody pulls the plug',
  plugBack: 'plug is in again',
  bmcFault: 'BMC goes wrong',
  gatewayKilled: 'is killed',
};

/** Words for an event of the scenario. */
export function tellEvent(event: ScenarioEvent): Told {
  for (const [key, what] of Object.entries(EVENTS)) {
    const value: unknown = Object.entries(event).find(([name]) => name === key)?.[1];
    if (value !== undefined) return { who: placeOf(value), what, tone: 'event' };
  }
  return { who: '', what: 'nothing', tone: 'event' };
}

/** Words for a notification; `clock` turns a date into seconds since the start. Undefined for what others tell better. */
export function tellNotification(body: Notification, clock: (date: string) => string): Told | undefined {
  switch (body.notificationType) {
    case 'EnvironmentStateChangeNotification': {
      const { environmentLevel: level, previousEnvironmentLevel: previous, predictedFailureTime: failure } = body;
      const expected = level === 'DEGRADED' && failure !== undefined ? `, failure expected at ${clock(failure)}` : '';
      const what = `${body.parameterName ?? body.parameterType} is ${level}, was ${previous}${expected}`;
      return { who: body.computeHostId ?? body.resourceZoneId ?? '', what, tone: level === 'NORMAL' ? 'good' : 'warn' };
    }
    case 'MigrationRequestNotification':
      return tellRequest(body.migrationRequest, clock);
    case 'MigrationRequestStateChangeNotification':
      return tellRequestState(body);
    case 'HostEvacuationStateChangeNotification':
      return { who: body.computeHostId, what: EVACUATION[body.hostEvacuationState], tone: 'info' };
    case 'ComputeHostStateChangeNotification':
      return tellComputeHost(body);
    case 'AlarmNotification': {
      const { managedObjectId, faultType, probableCause, perceivedSeverity, alarmChangedTime, alarmRaisedTime } =
        body.alarm;
      const raised = (alarmChangedTime ?? alarmRaisedTime) === alarmRaisedTime ? 'raised' : 'changed';
      return {
        who: managedObjectId,
        what: `alarm ${raised}: ${perceivedSeverity} ${faultType ?? probableCause}`,
        tone: 'info',
      };
    }
    case 'VirtualisedResourceChangeNotification':
    case 'AlarmClearedNotification':
      return undefined;
  }
}

type Body<Type extends Notification['notificationType']> = Extract<Notification, { notificationType: Type }>;

const EVACUATION: Record<Body<'HostEvacuationStateChangeNotification'>['hostEvacuationState'], string> = {
  WITHDRAWING: 'evacuation: takes no more functions',
  MIGRATING: 'evacuation: functions are asked to leave',
  CLEANING_UP: 'evacuation: grace time for what is left',
  POWERING_OFF: 'evacuation: is being switched off',
  POWERED_OFF: 'evacuation: switched off, verified',
  EVACUATED: 'evacuation: left, stays on',
  RESTORING: 'evacuation: environment sound for long enough, is being restored',
  COMPLETED: 'evacuation: over, restored',
  CANCELLED: 'evacuation: cancelled',
};

function tellRequest(
  request: Body<'MigrationRequestNotification'>['migrationRequest'],
  clock: (date: string) => string,
): Told {
  const { vnfmId, vnfInstanceId, criticality, requestVersion, migrationDuration, migrationDeadline, placement } =
    request;
  const version = requestVersion === 1 ? '' : ` (version ${requestVersion})`;
  const verb = request.requestedAction === 'MIGRATE' ? 'move' : 'duplicate';
  const targets = placement.candidateComputeHostIds.join(', ');
  const what = `${vnfmId}: please ${verb} ${vnfInstanceId}, criticality ${criticality}, within ${migrationDuration} s, by ${clock(migrationDeadline)}, best to ${targets === '' ? 'nowhere known' : targets}${version}`;
  return { who: request.sourceComputeHostId, what, tone: 'warn' };
}

function tellRequestState(body: Body<'MigrationRequestStateChangeNotification'>): Told | undefined {
  const { vnfInstanceId, vnfmId, sourceComputeHostId: who, migrationRequestState: state } = body;
  const reason = body.error === undefined ? '' : `: ${body.error.detail}`;
  switch (state) {
    case 'REQUESTED':
      return undefined;
    case 'ACCEPTED':
      return { who, what: `${vnfmId} accepts ${vnfInstanceId}`, tone: 'info' };
    case 'PROCESSING':
      return { who, what: `${vnfmId} migrates ${vnfInstanceId}`, tone: 'info' };
    case 'COMPLETED':
      return { who, what: `${vnfInstanceId} is on ${body.targetComputeHostId ?? '?'}`, tone: 'good' };
    case 'REJECTED':
    case 'FAILED':
    case 'EXPIRED':
    case 'CANCELLED':
      return { who, what: `request for ${vnfInstanceId} is ${state}${reason}`, tone: 'bad' };
  }
}

function tellComputeHost(body: Body<'ComputeHostStateChangeNotification'>): Told | undefined {
  const changes = body.changedAttributes.flatMap((attribute) => {
    if (attribute === 'environmentLevel') return [`level ${body.environmentLevel}`];
    if (attribute === 'schedulingState')
      return [body.schedulingState === 'WITHDRAWN' ? 'withdrawn' : 'able to host again'];
    return attribute === 'powerState' ? [`power ${body.powerState}`] : [];
  });
  if (changes.length === 0) return undefined;
  const sound = body.environmentLevel === 'NORMAL' && body.schedulingState === 'ENABLED';
  return { who: body.computeHostId, what: changes.join(', '), tone: sound ? 'good' : 'warn' };
}

function placeOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return 'gateway';
  const place: unknown = Object.entries(value).find(
    ([key]) => key === 'resourceZoneId' || key === 'computeHostId',
  )?.[1];
  return String(place);
}
