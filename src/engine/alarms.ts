import { isDeepStrictEqual } from 'node:util';
import { newIdentifier } from '../identifier.ts';
import { notify } from '../managers/notifications.ts';
import type { Alarm, PerceivedSeverity } from './entities.ts';
import type { Context } from './context.ts';
import { alarm as representation, hrefOf } from './representations.ts';

/** Kinds of fault that the gateway raises alarms for. */
export const FAULT_TYPES = [
  'ENVIRONMENT_DEGRADED',
  'ENVIRONMENT_UNKNOWN',
  'ENVIRONMENT_DATA_REJECTED',
  'COMPUTE_HOST_UNKNOWN',
  'VNFM_NOT_SUBSCRIBED',
  'MIGRATION_REQUEST_UNANSWERED',
  'MIGRATION_REQUEST_REFUSED',
  'INSUFFICIENT_CAPACITY',
  'FUNCTIONS_AT_RISK',
  'FUNCTIONS_DEACTIVATED',
  'POWER_CONTROL_FAILURE',
  'VIM_UNREACHABLE',
  'POWER_RESTORE_POLICY_FAILURE',
  'NOTIFICATION_UNDELIVERABLE',
  /** SOL003 7.5.2.4: the NFVI is about to take a virtualised resource away. */
  'NFVI_OAM_VIRTUALISED_RESOURCE_STATE_CHANGE',
] as const;
export type FaultType = (typeof FAULT_TYPES)[number];

export interface Fault {
  managedObjectId: string;
  /** Tells faults of the same kind in the same object apart, e.g. the server that is being left. */
  subject?: string;
  faultType: FaultType;
  /** Default: the object itself. */
  faultyResourceId?: string;
  perceivedSeverity: Exclude<PerceivedSeverity, 'CLEARED'>;
  /** Default: ENVIRONMENTAL_ALARM. */
  eventType?: Alarm['eventType'];
  /** X.733 8.1.2.1. */
  probableCause: string;
  detail: string;
  /** Details in a form that a standard prescribes. */
  furtherDetails?: readonly string[];
}

/** X.733 and X.736 probable causes of the parameter types; those that a site declares have none of their own. */
const PROBABLE_CAUSES: Record<string, string> = {
  POWER: 'powerProblem',
  COOLING: 'heatingVentCoolingSystemProblem',
  WATER_LEVEL: 'floodDetected',
  GAS: 'toxicLeakDetected',
  INTRUSION: 'enclosureDoorOpen',
};

export function probableCauseOf(parameterType: string | undefined): string {
  return (parameterType === undefined ? undefined : PROBABLE_CAUSES[parameterType]) ?? 'unspecifiedReason';
}

/** Alarms that are open, by their keys, of faults that were looked up together; those that are raised are entered. */
export type OpenAlarms = Map<string, Alarm>;

export async function openAlarmsOf({ tables }: Context, faults: readonly FaultKey[]): Promise<OpenAlarms> {
  const open = faults.length === 0 ? [] : await tables.alarms.find({ openAlarmKey: faults.map(alarmKey) });
  return new Map(open.map((alarm) => [alarm.alarmKey, alarm]));
}

/**
 * Raises the alarm, or changes the one that is open for the same object and kind of fault (SOL003 7.5.2.4). `known`: where it
 * was looked up already.
 */
export async function raiseAlarm(context: Context, fault: Fault, known?: OpenAlarms): Promise<void> {
  const { tables, now, settings } = context;
  const key = alarmKey(fault);
  const open = known === undefined ? await openAlarm(context, key) : known.get(key);
  const faultDetails = [fault.detail, ...(fault.furtherDetails ?? [])];
  if (open?.perceivedSeverity === fault.perceivedSeverity && isDeepStrictEqual(open.faultDetails, faultDetails)) return;
  const told = {
    eventTime: now,
    perceivedSeverity: fault.perceivedSeverity,
    probableCause: fault.probableCause,
    faultDetails,
  };
  const changed: Alarm =
    open === undefined
      ? {
          id: newIdentifier(),
          managedObjectId: fault.managedObjectId,
          rootCauseFaultyResource: {
            faultyResource: {
              vimConnectionId: settings.vimId,
              resourceId: fault.faultyResourceId ?? fault.managedObjectId,
            },
            faultyResourceType: 'COMPUTE',
          },
          alarmRaisedTime: now,
          ackState: 'UNACKNOWLEDGED',
          eventType: fault.eventType ?? 'ENVIRONMENTAL_ALARM',
          faultType: fault.faultType,
          isRootCause: true,
          alarmKey: key,
          ...told,
        }
      : { ...open, alarmChangedTime: now, ...told, formerSeverities: severitiesOf(open) };
  await (open === undefined ? tables.alarms.insert(changed) : tables.alarms.update(changed));
  known?.set(key, changed);
  await notify(context, {
    apiName: 'vrfm',
    notificationType: 'AlarmNotification',
    resourceId: changed.id,
    subject: subjectOf(changed),
    content: { alarm: representation(settings.apiRoot, changed) },
  });
}

/** Clears the open alarm of this object and kind of fault, if there is one. */
export async function clearAlarm(
  context: Context,
  managedObjectId: string,
  faultType: FaultType,
  subject?: string,
): Promise<void> {
  const open = await openAlarm(context, alarmKey({ managedObjectId, faultType, subject }));
  if (open !== undefined) await clear(context, open);
}

/** The same of several, which are looked up together. */
export async function clearAlarms(context: Context, faults: readonly FaultKey[]): Promise<void> {
  for (const open of await context.tables.alarms.find({ openAlarmKey: faults.map(alarmKey) }))
    await clear(context, open);
}

async function clear(context: Context, open: Alarm): Promise<void> {
  const { tables, now, settings } = context;
  const { alarmChangedTime: _before, ...rest } = open;
  const cleared: Alarm = {
    alarmClearedTime: now,
    alarmChangedTime: now,
    ...rest,
    perceivedSeverity: 'CLEARED',
    formerSeverities: severitiesOf(open),
  };
  await tables.alarms.update(cleared);
  await notify(context, {
    apiName: 'vrfm',
    notificationType: 'AlarmClearedNotification',
    resourceId: cleared.id,
    subject: subjectOf(cleared),
    content: { alarmId: cleared.id, alarmClearedTime: now },
    links: { alarm: hrefOf(settings.apiRoot, 'vrfm', 'alarms', cleared.id) },
  });
}

async function openAlarm({ tables }: Context, openAlarmKey: string): Promise<Alarm | undefined> {
  const [open] = await tables.alarms.find({ openAlarmKey });
  return open;
}

/** What tells open alarms apart. */
export type FaultKey = Pick<Fault, 'managedObjectId' | 'faultType'> & { subject?: string | undefined };

function alarmKey({ managedObjectId, faultType, subject }: FaultKey): string {
  return [faultType, managedObjectId, ...(subject === undefined ? [] : [subject])].join(' ');
}

/** Every severity that the alarm ever had. */
function severitiesOf({ perceivedSeverity, formerSeverities = [] }: Alarm): PerceivedSeverity[] {
  return [...new Set([...formerSeverities, perceivedSeverity])];
}

function subjectOf(alarm: Alarm): Record<string, readonly string[]> {
  return {
    managedObjectIds: [alarm.managedObjectId],
    // Who heard of it hears what became of it.
    perceivedSeverities: severitiesOf(alarm),
    eventTypes: [alarm.eventType],
    faultyResourceTypes: [alarm.rootCauseFaultyResource.faultyResourceType],
    faultTypes: [alarm.faultType],
    probableCauses: [alarm.probableCause],
  };
}
