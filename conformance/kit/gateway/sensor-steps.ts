/** Steps with the sensor that a case has for itself. */
import type { Assertion, ConformanceCase, Expectation, Json, SendStep, Step } from '../case.ts';
import { eventually, look, post, send } from './requests.ts';

export const NOTIFICATIONS = '/envnotif/v1/environment_notifications';
const STATES = '/envnotif/v1/environment_states';
export const HOST = '/vrinfo/v1/compute_hosts/{sensor.host}';

export type Datum = Readonly<Record<string, Json>>;

/** A datum of the sensor of the case, as far as its members are not given. */
export const datum = (more: Datum): Datum => ({
  computeHostId: '{sensor.host}',
  parameterType: 'COOLING',
  parameterName: '{sensor}',
  ...more,
});

export const value = (number: number, unit = 'Cel'): Datum => datum({ dataType: 'VALUE', value: number, unit });
export const state = (name: string): Datum => datum({ dataType: 'STATE', state: name });

/** Sends data; the number makes the identifier one of its own. */
export function read(number: number, data: readonly Datum[], expect: number | Expectation = 201): SendStep {
  return send(
    post(NOTIFICATIONS, {
      id: `{sensor}-${number}`,
      timeStamp: '{sensor.time}',
      source: '{sensor}',
      environmentData: data,
    }),
    expect,
    typeof expect === 'number' && expect === 201 ? { location: { header: 'location' } } : undefined,
  );
}

/** Makes the threshold of the case. */
export const threshold = (more: Datum): SendStep =>
  send(
    post('/envnotif/v1/environment_thresholds', {
      id: '{sensor.threshold}',
      parameterType: 'COOLING',
      parameterName: '{sensor}',
      scope: { computeHostIds: ['{sensor.host}'] },
      ...more,
    }),
    201,
  );

/** The state of the sensor comes to have this level. */
export const becomes = (level: string, more: readonly Assertion[] = []): SendStep =>
  eventually(
    look(STATES, [{ all: '/*/environmentLevel', inOrder: [level] }, ...more], {
      filter: '(eq,computeHostId,{sensor.host});(eq,parameterName,{sensor})',
    }),
  );

export function make(name: string, objective: string, clause: string, steps: readonly Step[]): ConformanceCase {
  return { id: `envnotif.${name}`, objective, clause, preconditions: ['sensor'], steps };
}

export const RISING = {
  unit: 'Cel',
  direction: 'RISING',
  degraded: { thresholdValue: 30, hysteresis: 2 },
  failed: { thresholdValue: 40 },
};
export const FALLING = {
  unit: '%',
  direction: 'FALLING',
  degraded: { thresholdValue: 50, hysteresis: 5 },
  failed: { thresholdValue: 10 },
};
export const BY_STATE = { stateLevels: { OL: 'NORMAL', LB: 'DEGRADED', OFF: 'FAILED' } };
