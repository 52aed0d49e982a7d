/** Thresholds: made, replaced, modified and removed, and always validated as a whole (R7, R8). */
import type { ConformanceCase, Json } from '../case.ts';
import { members, problem, problemAt } from '../expect.ts';
import { becomes, BY_STATE, make, read, RISING, state, threshold, value } from './sensor-steps.ts';
import { get, look, patch, post, put, remove, send } from './requests.ts';

const THRESHOLDS = '/envnotif/v1/environment_thresholds';
const ONE = `${THRESHOLDS}/{sensor.threshold}`;

type Content = Readonly<Record<string, Json>>;

const content = (more: Content): Content => ({
  parameterType: 'COOLING',
  parameterName: '{sensor}',
  scope: { computeHostIds: ['{sensor.host}'] },
  ...more,
});

/** Thresholds that make no sense, with the place that is wrong. */
const WRONG: Readonly<Record<string, readonly [content: Content, pointer: string]>> = {
  'failed-before-degraded-rising': [{ ...RISING, failed: { thresholdValue: 20 } }, '/failed/thresholdValue'],
  'failed-before-degraded-falling': [{ ...RISING, direction: 'FALLING' }, '/failed/thresholdValue'],
  'without-direction': [{ unit: 'Cel', degraded: { thresholdValue: 30 } }, '/direction'],
  'without-unit': [{ direction: 'RISING', degraded: { thresholdValue: 30 } }, '/unit'],
  'level-that-there-is-not': [{ stateLevels: { OL: 'GOOD' } }, '/stateLevels/OL'],
  'reserved-state': [{ stateLevels: { UNKNOWN: 'NORMAL' } }, '/stateLevels/UNKNOWN'],
  'negative-hysteresis': [{ ...RISING, degraded: { thresholdValue: 30, hysteresis: -1 } }, '/degraded/hysteresis'],
  'no-sensor-required': [{ ...RISING, requiredSensors: 0 }, '/requiredSensors'],
  'parameter-type-malformed': [{ ...RISING, parameterType: 'cooling' }, '/parameterType'],
};

const wrong: ConformanceCase[] = Object.entries(WRONG).flatMap(([name, [sent, pointer]]) => [
  make(
    `environment_thresholds.post-${name}`,
    `A threshold that makes no sense (${name.replaceAll('-', ' ')}) is refused with 422, which names ${pointer}`,
    'R7, SOL013 6.4',
    [
      send(post(THRESHOLDS, { id: '{sensor.threshold}', ...content(sent) }), problemAt(pointer)),
      send(get(ONE), problem(404)),
    ],
  ),
  make(
    `environment_thresholds.put-${name}`,
    `A threshold is not replaced by one that makes no sense (${name.replaceAll('-', ' ')}): 422, which names ${pointer}`,
    'R7, SOL013 6.4',
    [
      threshold(BY_STATE),
      send(put(ONE, content(sent)), problemAt(pointer)),
      look(ONE, [{ at: '/stateLevels', is: BY_STATE.stateLevels }]),
    ],
  ),
]);

const refused: ConformanceCase[] = [
  make(
    'environment_thresholds.post-nothing-to-tell',
    'A threshold that cannot tell any level is refused with 422',
    'R7',
    [send(post(THRESHOLDS, { id: '{sensor.threshold}', ...content({}) }), problem(422))],
  ),
  make(
    'environment_thresholds.post-existing',
    'A threshold whose id is there already is refused with 409',
    'SOL013 6.4',
    [
      threshold(BY_STATE),
      send(post(THRESHOLDS, { id: '{sensor.threshold}', ...content(RISING) }), problem(409)),
      look(ONE, [{ at: '/stateLevels', is: BY_STATE.stateLevels }]),
    ],
  ),
  make('environment_thresholds.put-other-id', 'A threshold is not replaced by one with another id: 422', 'SOL013 6.4', [
    threshold(BY_STATE),
    send(put(ONE, { id: '{sensor}', ...content(BY_STATE) }), problem(422)),
  ]),
  make(
    'environment_thresholds.patch-to-nonsense',
    'A modification that makes the whole wrong is refused with 422',
    'R7, RFC 7396',
    [
      threshold(RISING),
      send(patch(ONE, { failed: { thresholdValue: 10 } }), problemAt('/failed/thresholdValue')),
      send(patch(ONE, { direction: null }), problemAt('/direction')),
      look(ONE, [{ at: '/failed/thresholdValue', is: 40 }]),
    ],
  ),
];

const done: ConformanceCase[] = [
  make('environment_thresholds.post-location', 'A threshold is created and found under its Location', 'SOL013 4.2.3', [
    send(
      post(THRESHOLDS, { id: '{sensor.threshold}', ...content(RISING) }),
      {
        status: 201,
        schema: 'envnotif#EnvironmentThreshold',
        headers: { location: /^https?:\/\// },
        body: members({ id: '{sensor.threshold}', direction: 'RISING', unit: 'Cel' }),
      },
      { location: { header: 'location' } },
    ),
    look('{location}', [
      { at: '/id', is: '{sensor.threshold}' },
      { at: '/_links/self/href', is: '{location}' },
    ]),
  ]),
  {
    ...make('environment_thresholds.post-without-id', 'A threshold without an id gets one', 'SOL013 7.2.2', [
      send(
        post(THRESHOLDS, content(RISING)),
        { status: 201, body: [{ at: '/id', matches: '\\S' }] },
        { location: { header: 'location' } },
      ),
      send(get('{location}'), 200),
    ]),
    finally: [remove('{location}')],
  },
  make(
    'environment_thresholds.put-whole',
    'A threshold that is replaced has nothing left of what it was',
    'RFC 9110 9.3.4',
    [
      threshold(RISING),
      send(put(ONE, content(BY_STATE)), {
        status: 200,
        schema: 'envnotif#EnvironmentThreshold',
        body: [
          { at: '/stateLevels', is: BY_STATE.stateLevels },
          { at: '/direction', exists: false },
          { at: '/degraded', exists: false },
        ],
      }),
      look(ONE, [{ at: '/unit', exists: false }]),
    ],
  ),
  make(
    'environment_thresholds.patch-merges',
    'A modification merges objects, and null removes',
    'RFC 7396, SOL013 5.5',
    [
      threshold({ ...RISING, stalenessTime: 3600 }),
      send(patch(ONE, { degraded: { thresholdValue: 32 }, stalenessTime: null }), {
        status: 200,
        schema: 'envnotif#EnvironmentThreshold',
        body: [
          { at: '/degraded/thresholdValue', is: 32 },
          { at: '/degraded/hysteresis', is: 2 },
          { at: '/failed/thresholdValue', is: 40 },
          { at: '/stalenessTime', exists: false },
        ],
      }),
    ],
  ),
  make('environment_thresholds.delete-gone', 'A threshold that was removed is gone', 'SOL013 6.4', [
    threshold(RISING),
    send(remove(ONE), { status: 204, empty: true }),
    send(get(ONE), problem(404)),
    send(remove(ONE), problem(404)),
  ]),
  make(
    'environment_thresholds.applied-at-once',
    'A threshold is applied at once to what is known, and its removal too',
    'R7, R8',
    [
      read(1, [value(35)]),
      becomes('UNKNOWN'),
      threshold(RISING),
      becomes('DEGRADED'),
      send(patch(ONE, { degraded: { thresholdValue: 38 } }), 200),
      becomes('NORMAL'),
      send(put(ONE, content({ ...RISING, failed: { thresholdValue: 34 }, degraded: { thresholdValue: 33 } })), 200),
      becomes('FAILED'),
      send(remove(ONE), 204),
      becomes('UNKNOWN', [{ at: '/0/thresholdLevels', is: [] }]),
    ],
  ),
  make('environment_thresholds.scope', 'A threshold for other servers says nothing of this one', 'R10', [
    threshold({ ...BY_STATE, scope: { computeHostIds: ['{sensor}-nowhere'] } }),
    read(1, [state('LB')]),
    becomes('UNKNOWN', [{ at: '/0/thresholdLevels', is: [] }]),
  ]),
];

export const THRESHOLD_CASES: readonly ConformanceCase[] = [...wrong, ...refused, ...done];
