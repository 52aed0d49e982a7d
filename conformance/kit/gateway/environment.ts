/** Notifications of the technical environment (R1 to R3). */
import type { ConformanceCase } from '../case.ts';
import { problem, problemAt } from '../expect.ts';
import {
  BY_STATE,
  becomes,
  datum,
  type Datum,
  make,
  NOTIFICATIONS,
  read,
  RISING,
  state,
  threshold,
  value,
} from './sensor-steps.ts';
import { get, look, send } from './requests.ts';

const DATA: Readonly<Record<string, Datum>> = {
  value: value(21.5),
  state: state('OL'),
  variation: datum({ dataType: 'VARIATION', variation: 2, unit: 'Cel/min' }),
  code: datum({ dataType: 'CODE', code: '7' }),
};

const taken: ConformanceCase[] = Object.entries(DATA).map(([name, sent]) =>
  make(`environment_notifications.post-${name}`, `A datum with a ${name} is taken and can be read`, 'R1, R3', [
    read(1, [sent], {
      status: 201,
      schema: 'envnotif#EnvironmentNotificationSummary',
      headers: { location: /^https?:\/\// },
      body: [
        { at: '/id', is: '{sensor}-1' },
        { at: '/source', is: '{sensor}' },
        { at: '/rejectedEnvironmentData', exists: false },
      ],
    }),
    send(get(`${NOTIFICATIONS}/{sensor}-1`), {
      status: 200,
      schema: 'envnotif#EnvironmentNotification',
      body: [{ at: '/environmentData', is: [sent] }],
    }),
    becomes('UNKNOWN', [{ at: '/0/lastDatum', is: sent }]),
  ]),
);

const onceOnly: ConformanceCase[] = [
  make('environment_notifications.post-location', 'Location leads to the notification that was taken', 'SOL013 4.2.3', [
    read(1, [state('OL')]),
    look('{location}', [{ at: '/id', is: '{sensor}-1' }]),
  ]),
  make(
    'environment_notifications.post-again',
    'The same id again is 200 with what was taken first, and has no effect',
    'R1',
    [
      threshold(BY_STATE),
      read(1, [state('OL')]),
      read(2, [state('LB')]),
      read(1, [state('OL')], {
        status: 200,
        schema: 'envnotif#EnvironmentNotificationSummary',
        body: [{ at: '/id', is: '{sensor}-1' }],
      }),
      becomes('DEGRADED'),
    ],
  ),
  make(
    'environment_notifications.post-in-part',
    'What cannot be applied is listed with the reason; the rest is applied',
    'R1',
    [
      read(1, [state('OL'), { ...state('OL'), computeHostId: '{sensor}-nowhere' }], {
        status: 201,
        body: [
          { all: '/rejectedEnvironmentData/*/pointer', inOrder: ['/environmentData/1'] },
          { at: '/rejectedEnvironmentData/0/problem', matches: '\\S' },
        ],
      }),
      becomes('UNKNOWN'),
    ],
  ),
];

const { computeHostId: _host, ...NOWHERE } = state('OL');

/** Data that cannot be taken, with the place that is wrong. */
const WRONG: Readonly<Record<string, readonly [data: readonly Datum[], pointer: string]>> = {
  'no-data': [[], '/environmentData'],
  'unknown-host': [[{ ...state('OL'), computeHostId: '{sensor}-nowhere' }], '/environmentData/0'],
  'unknown-zone': [[{ ...NOWHERE, resourceZoneId: '{sensor}-nowhere' }], '/environmentData/0'],
  'neither-host-nor-zone': [[NOWHERE], '/environmentData/0/computeHostId'],
  'both-host-and-zone': [[{ ...state('OL'), resourceZoneId: '{sensor}-nowhere' }], '/environmentData/0'],
  'unit-of-another-dimension': [[value(400, 'W')], '/environmentData/0'],
  'unit-that-there-is-not': [[value(400, 'kit')], '/environmentData/0'],
  'unknown-parameter-type': [[{ ...state('OL'), parameterType: 'KIT' }], '/environmentData/0'],
  'unknown-data-type': [[datum({ dataType: 'KIT' })], '/environmentData/0/dataType'],
  'value-without-unit': [[datum({ dataType: 'VALUE', value: 1 })], '/environmentData/0/unit'],
  'value-without-value': [[datum({ dataType: 'VALUE', unit: 'Cel' })], '/environmentData/0/value'],
  'value-that-is-a-text': [[datum({ dataType: 'VALUE', value: '1', unit: 'Cel' })], '/environmentData/0/value'],
  'state-without-state': [[datum({ dataType: 'STATE' })], '/environmentData/0/state'],
  'variation-without-variation': [[datum({ dataType: 'VARIATION', unit: 'Cel/min' })], '/environmentData/0/variation'],
  'code-without-code': [[datum({ dataType: 'CODE' })], '/environmentData/0/code'],
};

const wrong: ConformanceCase[] = Object.entries(WRONG).map(([name, [data, pointer]]) =>
  make(
    `environment_notifications.post-${name}`,
    `Data that cannot be taken (${name.replaceAll('-', ' ')}) are refused with 422, which names ${pointer}`,
    'R1 to R3, SOL013 6.4',
    [threshold(RISING), read(1, data, problemAt(pointer)), send(get(`${NOTIFICATIONS}/{sensor}-1`), problem(404))],
  ),
);

export const ENVIRONMENT_CASES: readonly ConformanceCase[] = [...taken, ...onceOnly, ...wrong];
