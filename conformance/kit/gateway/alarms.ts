/** Alarms in the shape of SOL003 clause 7. */
import type { Assertion, ConformanceCase, Step } from '../case.ts';
import { members, problem, problemAt } from '../expect.ts';
import { readWatched } from './triggers.ts';
import { eventually, get, look, patch, send } from './requests.ts';

const ALARM = '/vrfm/v1/alarms/{alarm}';
const TIME = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}';

function make(name: string, objective: string, clause: string, steps: readonly Step[]): ConformanceCase {
  return { id: `vrfm.alarms.${name}`, objective, clause, preconditions: ['ownAlarm'], steps };
}

const acknowledge = (ackState: string): Step =>
  send(patch(ALARM, { ackState }), {
    status: 200,
    schema: 'vrfm#AlarmModifications',
    // The modifications alone, not the alarm.
    body: [{ at: '', is: { ackState } }],
  });

/** What SOL003 7.5.2.4 makes mandatory. */
const MANDATORY: readonly Assertion[] = [
  { at: '/id', is: '{alarm}' },
  { at: '/managedObjectId', is: '{alarm.managedObjectId}' },
  { at: '/rootCauseFaultyResource/faultyResource/vimConnectionId', matches: '\\S' },
  { at: '/rootCauseFaultyResource/faultyResource/resourceId', matches: '\\S' },
  { at: '/rootCauseFaultyResource/faultyResourceType', oneOf: ['COMPUTE', 'STORAGE', 'NETWORK'] },
  { at: '/alarmRaisedTime', matches: TIME },
  { at: '/eventTime', matches: TIME },
  { at: '/ackState', is: 'UNACKNOWLEDGED' },
  { at: '/perceivedSeverity', oneOf: ['CRITICAL', 'MAJOR', 'MINOR', 'WARNING', 'INDETERMINATE'] },
  {
    at: '/eventType',
    oneOf: ['COMMUNICATIONS_ALARM', 'PROCESSING_ERROR_ALARM', 'ENVIRONMENTAL_ALARM', 'QOS_ALARM', 'EQUIPMENT_ALARM'],
  },
  { at: '/probableCause', matches: '\\S' },
  { at: '/isRootCause', oneOf: [true, false] },
  { at: '/_links/self/href', matches: '^https?://' },
];

/** The server of the alarm is sound again. */
const SOUND = readWatched('OL', '{alarm}');

export const ALARM_CASES: readonly ConformanceCase[] = [
  make('get-mandatory', 'An alarm has everything that is mandatory', 'SOL003 7.5.2.4', [
    send(get(ALARM), { status: 200, schema: 'vrfm#Alarm', body: MANDATORY }),
  ]),
  make(
    'get-environmental',
    'A degraded environment is an environmental alarm about the server, which is the cause',
    'R7',
    [
      look(ALARM, [
        ...members({ eventType: 'ENVIRONMENTAL_ALARM', perceivedSeverity: 'MAJOR', faultType: 'ENVIRONMENT_DEGRADED' }),
        { at: '/rootCauseFaultyResource/faultyResourceType', is: 'COMPUTE' },
        { at: '/rootCauseFaultyResource/faultyResource/resourceId', is: '{alarm.managedObjectId}' },
      ]),
    ],
  ),
  make('get-not-changed', 'A new alarm was neither changed nor cleared nor acknowledged', 'SOL003 7.5.2.4', [
    look(ALARM, [
      { at: '/alarmClearedTime', exists: false },
      { at: '/alarmAcknowledgedTime', exists: false },
    ]),
  ]),
  make('patch-acknowledged', 'An alarm is acknowledged, and the answer holds the modifications', 'SOL003 7.4.3.3.4', [
    acknowledge('ACKNOWLEDGED'),
    look(ALARM, [
      { at: '/ackState', is: 'ACKNOWLEDGED' },
      { at: '/alarmAcknowledgedTime', matches: TIME },
    ]),
  ]),
  make('patch-unacknowledged', 'The acknowledgement of an alarm is taken back', 'SOL003 7.4.3.3.4', [
    acknowledge('ACKNOWLEDGED'),
    acknowledge('UNACKNOWLEDGED'),
    look(ALARM, [{ at: '/ackState', is: 'UNACKNOWLEDGED' }]),
  ]),
  make('patch-again', 'The state that an alarm has already is refused with 409', 'SOL003 7.4.3.3.4, SOL013 6.4', [
    send(patch(ALARM, { ackState: 'UNACKNOWLEDGED' }), problem(409)),
    acknowledge('ACKNOWLEDGED'),
    send(patch(ALARM, { ackState: 'ACKNOWLEDGED' }), problem(409)),
  ]),
  make('patch-unknown-state', 'A state that there is not is refused with 422', 'SOL013 6.4', [
    send(patch(ALARM, { ackState: 'SEEN' }), problemAt('/ackState')),
    look(ALARM, [{ at: '/ackState', is: 'UNACKNOWLEDGED' }]),
  ]),
  make('patch-keeps-the-rest', 'Nothing but ackState can be modified', 'SOL003 7.5.2.8', [
    send(get(ALARM), 200, { severity: { body: '/perceivedSeverity' } }),
    // Refused, or taken without what cannot be modified.
    send(patch(ALARM, { ackState: 'ACKNOWLEDGED', perceivedSeverity: 'CLEARED' }), [{ status: 200 }, problem(422)]),
    look(ALARM, [{ at: '/perceivedSeverity', is: '{severity}' }]),
  ]),
  make('get-cleared', 'An alarm whose cause is over is cleared, and stays to be read', 'SOL003 7.5.2.4', [
    SOUND,
    eventually(
      look(ALARM, [
        { at: '/perceivedSeverity', is: 'CLEARED' },
        { at: '/alarmClearedTime', matches: TIME },
      ]),
    ),
  ]),
  make('get-cleared-acknowledged', 'Whether an alarm was acknowledged outlives its cause', 'SOL003 7.5.2.4', [
    acknowledge('ACKNOWLEDGED'),
    SOUND,
    eventually(
      look(ALARM, [
        { at: '/perceivedSeverity', is: 'CLEARED' },
        { at: '/ackState', is: 'ACKNOWLEDGED' },
      ]),
    ),
  ]),
];
