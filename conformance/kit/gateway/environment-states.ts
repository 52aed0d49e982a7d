/** The states that follow from what the sensors say (R7, R8). */
import type { ConformanceCase } from '../case.ts';
import {
  BY_STATE,
  becomes,
  datum,
  type Datum,
  FALLING,
  HOST,
  make,
  read,
  RISING,
  state,
  threshold,
  value,
} from './sensor-steps.ts';
import { eventually, look } from './requests.ts';

/** Readings one after the other, each with the level that it leads to. */
const LEVELS: Readonly<
  Record<string, readonly [objective: string, threshold: Datum, readings: readonly (readonly [Datum, string])[]]>
> = {
  rising: [
    'A rising value is DEGRADED and FAILED from the thresholds on',
    RISING,
    [
      [value(29.9), 'NORMAL'],
      [value(30), 'DEGRADED'],
      [value(39.9), 'DEGRADED'],
      [value(40), 'FAILED'],
    ],
  ],
  falling: [
    'A falling value is DEGRADED and FAILED from the thresholds on',
    FALLING,
    [
      [value(51, '%'), 'NORMAL'],
      [value(50, '%'), 'DEGRADED'],
      [value(10, '%'), 'FAILED'],
    ],
  ],
  'hysteresis-rising': [
    'A rising level is left only behind its hysteresis',
    RISING,
    [
      [value(31), 'DEGRADED'],
      [value(28.5), 'DEGRADED'],
      [value(27.5), 'NORMAL'],
      [value(28.5), 'NORMAL'],
    ],
  ],
  'hysteresis-falling': [
    'A falling level is left only behind its hysteresis',
    FALLING,
    [
      [value(49, '%'), 'DEGRADED'],
      [value(54, '%'), 'DEGRADED'],
      [value(56, '%'), 'NORMAL'],
    ],
  ],
  'failed-back-to-degraded': [
    'A value that comes back from FAILED is DEGRADED before it is NORMAL',
    RISING,
    [
      [value(41), 'FAILED'],
      [value(35), 'DEGRADED'],
      [value(20), 'NORMAL'],
    ],
  ],
  unit: [
    'A value in another unit of the dimension is converted',
    RISING,
    [
      [value(80, '[degF]'), 'NORMAL'],
      [value(303.2, 'K'), 'DEGRADED'],
      [value(105, '[degF]'), 'FAILED'],
    ],
  ],
  states: [
    'A state has the level that the threshold gives it',
    BY_STATE,
    [
      [state('OL'), 'NORMAL'],
      [state('LB'), 'DEGRADED'],
      [state('OFF'), 'FAILED'],
      [state('OL'), 'NORMAL'],
    ],
  ],
  'state-not-listed': [
    'A state that the threshold does not list is UNKNOWN',
    BY_STATE,
    [
      [state('OL'), 'NORMAL'],
      [state('KIT'), 'UNKNOWN'],
    ],
  ],
  silent: [
    'The reserved state UNKNOWN says that the sensor is silent',
    RISING,
    [
      [value(20), 'NORMAL'],
      [state('UNKNOWN'), 'UNKNOWN'],
    ],
  ],
  codes: [
    'A code has the level that the threshold gives it',
    { codeLevels: { '0': 'NORMAL', '7': 'FAILED' } },
    [
      [datum({ dataType: 'CODE', code: '0' }), 'NORMAL'],
      [datum({ dataType: 'CODE', code: '7' }), 'FAILED'],
    ],
  ],
  variation: [
    'A threshold on a rate is held against the variation',
    { unit: 'Cel/min', direction: 'RISING', degraded: { thresholdValue: 2 } },
    [
      [datum({ dataType: 'VARIATION', variation: 1, unit: 'Cel/min' }), 'NORMAL'],
      [datum({ dataType: 'VARIATION', variation: 0.05, unit: 'Cel/s' }), 'DEGRADED'],
    ],
  ],
};

const levels: ConformanceCase[] = Object.entries(LEVELS).map(([name, [objective, criteria, readings]]) =>
  make(`environment_states.level-${name}`, objective, 'R7, R8', [
    threshold(criteria),
    ...readings.flatMap(([sent, level], index) => [read(index + 1, [sent]), becomes(level)]),
  ]),
);

const followed: ConformanceCase[] = [
  make(
    'environment_states.get-state',
    'A state names its server, its last datum and the level by each threshold',
    'R8',
    [
      threshold(RISING),
      read(1, [value(31)]),
      becomes('DEGRADED', [
        { at: '/0/computeHostId', is: '{sensor.host}' },
        { at: '/0/parameterType', is: 'COOLING' },
        { at: '/0/lastDatum', is: value(31) },
        { all: '/0/thresholdLevels/*/environmentThresholdId', contains: '{sensor.threshold}' },
        { at: '/0/_links/self/href', matches: '^https?://' },
      ]),
    ],
  ),
  make('environment_states.level-dwell-time', 'A level is entered when its dwell time is over, not before', 'R8', [
    threshold({ ...RISING, degraded: { thresholdValue: 30, dwellTime: 2 } }),
    read(1, [value(20)]),
    read(2, [value(31)]),
    becomes('NORMAL', [{ at: '/0/thresholdLevels/0/pendingLevel', is: 'DEGRADED' }]),
    becomes('DEGRADED'),
  ]),
  make('environment_states.level-staleness', 'A sensor that is silent for too long is UNKNOWN', 'R8', [
    threshold({ ...RISING, stalenessTime: 1 }),
    read(1, [value(20)]),
    becomes('UNKNOWN'),
  ]),
  make('environment_states.level-of-server', 'A server has the worst level of its parameters', 'R8', [
    threshold(BY_STATE),
    read(1, [state('OL')]),
    eventually(look(HOST, [{ at: '/environmentLevel', is: 'NORMAL' }])),
    read(2, [state('LB')]),
    eventually(look(HOST, [{ at: '/environmentLevel', is: 'DEGRADED' }])),
    read(3, [state('OL')]),
    eventually(look(HOST, [{ at: '/environmentLevel', is: 'NORMAL' }])),
  ]),
  make(
    'environment_states.level-evacuates',
    'A server whose environment is DEGRADED is evacuated or at least alarmed',
    'R7, R10',
    [
      threshold(BY_STATE),
      read(1, [state('LB')]),
      eventually(
        look('/vrfm/v1/alarms', [{ all: '/*/managedObjectId', contains: '{sensor.host}' }], {
          filter: '(eq,managedObjectId,{sensor.host})',
        }),
      ),
    ],
  ),
];

export const ENVIRONMENT_STATE_CASES: readonly ConformanceCase[] = [...levels, ...followed];
