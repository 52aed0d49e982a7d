import { copyFileSync, existsSync } from 'node:fs';
import * as fc from 'fast-check';
import { checkConfiguration } from '../../src/config.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { EnvironmentData, EnvironmentState } from '../../src/engine/entities.ts';
import { enterInventory } from '../../src/engine/inventory.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteLocation } from '../stores.ts';

const THRESHOLDS = [
  {
    id: 'charge',
    parameterType: 'POWER',
    parameterName: 'charge',
    unit: '%',
    direction: 'FALLING',
    degraded: { thresholdValue: 50, hysteresis: 5, dwellTime: 3 },
    failed: { thresholdValue: 10 },
    stalenessTime: 86400,
  },
  {
    id: 'load',
    parameterType: 'POWER',
    parameterName: 'load',
    unit: 'kW',
    direction: 'RISING',
    degraded: { thresholdValue: 2 },
  },
  { id: 'status', parameterType: 'POWER', parameterName: 'status', stateLevels: { OL: 'NORMAL', OB: 'DEGRADED' } },
  {
    id: 'water',
    parameterType: 'WATER_LEVEL',
    unit: 'mm',
    direction: 'RISING',
    relativeTo: 'HEIGHT_ABOVE_FLOOR',
    failed: { thresholdValue: 0 },
  },
];

async function engineOn(store: Store): Promise<Engine> {
  const configuration = checkConfiguration({
    inventory: {
      resourceZones: [{ zoneId: 'room' }],
      computeHosts: [
        {
          id: 'server-1',
          computeHostType: 'PHYSICAL_SERVER',
          resourceZoneId: 'room',
          location: { heightAboveFloor: 100 },
        },
        { id: 'server-2', computeHostType: 'PHYSICAL_SERVER', resourceZoneId: 'room' },
      ],
    },
    environmentThresholds: THRESHOLDS,
  });
  if ('problems' in configuration) throw new Error(configuration.problems.join('; '));
  const engine = createEngine({
    store,
    settings: { ...configuration, apiRoot: 'http://127.0.0.1:1' },
    powerControllers: [],
    vims: [],
    vimSettings: [],
    vnfManagers: [],
    log: createLog('error'),
    metrics: createMetrics(),
    onProgress: () => undefined,
  });
  await engine.transact((context) =>
    enterInventory(context, configuration.inventory, configuration.environmentThresholds),
  );
  return engine;
}

const START = Date.now() - 3_600_000;

/** Values on either side of every threshold, and on it. */
const datum: fc.Arbitrary<EnvironmentData> = fc
  .tuple(
    fc.constantFrom({ computeHostId: 'server-1' }, { computeHostId: 'server-2' }, { resourceZoneId: 'room' }),
    fc.oneof(
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('charge'),
        dataType: fc.constant('VALUE' as const),
        value: fc.constantFrom(95, 80, 79.5, 56, 55, 52, 50, 49, 12, 10, 5),
        unit: fc.constant('%'),
      }),
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('load'),
        dataType: fc.constant('VALUE' as const),
        value: fc.constantFrom(1, 1.5, 1.9, 2, 1500, 1999, 2000),
        unit: fc.constantFrom('W', 'kW'),
      }),
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('status'),
        dataType: fc.constant('STATE' as const),
        state: fc.constantFrom('OL', 'OL', 'OL', 'OB', 'UNKNOWN', 'BYPASS'),
      }),
      fc.record({
        parameterType: fc.constant('POWER'),
        parameterName: fc.constant('charge'),
        dataType: fc.constant('VARIATION' as const),
        variation: fc.constantFrom(-3, 0),
        unit: fc.constant('%/min'),
      }),
      fc.record({
        parameterType: fc.constant('WATER_LEVEL'),
        dataType: fc.constant('VALUE' as const),
        value: fc.constantFrom(0, 40, 99, 100, 120),
        unit: fc.constant('mm'),
      }),
    ),
    fc.constantFrom(-2, 1, 2, 3, 4),
  )
  .map(([where, what, step]) => ({ ...what, ...where, measuredAt: String(step) }));

const notifications = fc.array(fc.array(datum, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 30 });

/** The store as a process that is killed now leaves it. */
function copyOf(location: string): string {
  const copy = sqliteLocation();
  for (const part of ['', '-wal']) {
    const file = `${location}${part}`.replace('sqlite:', '');
    if (existsSync(file)) copyFileSync(file, `${copy}${part}`.replace('sqlite:', ''));
  }
  return copy;
}

/** Everything of a state but what is made up for it, and when deadlines were last reckoned. */
function shown({ id: _id, reckonedFailureTime: _reckoned, ...state }: EnvironmentState) {
  return state;
}

async function statesOf({ store }: Engine) {
  const states = await store.environmentStates.find({});
  return states.map(shown).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

async function levelsOf({ store }: Engine) {
  const hosts = await store.computeHosts.find({});
  const evacuations = await store.hostEvacuations.find({});
  const zones = await store.resourceZones.find({});
  return {
    hosts: hosts.map(({ id, environmentLevel }) => [id, environmentLevel]),
    zones: zones.map(({ environmentLevel }) => environmentLevel),
    evacuations: evacuations.map(({ computeHostId }) => computeHostId).sort(),
    causes: evacuations.map(({ cause }) => [cause.parameterName, cause.environmentLevel]),
  };
}

describe('readings that change nothing', () => {
  it('leave the states, levels and evacuations that a whole evaluation of each leaves, after a crash too', async () => {
    await fc.assert(
      fc.asyncProperty(notifications, async (all) => {
        const [location, reference] = [sqliteLocation(), await openStore(sqliteLocation())];
        const store = await openStore(location);
        const quiet = await engineOn(store);
        await quiet.catchUp();
        // Where another process may change the states, every datum is evaluated as a whole.
        const whole = await engineOn({ ...reference, exclusive: false });
        let time = START;
        for (const [index, data] of all.entries()) {
          const environmentData = data.map((one) => {
            // No two at the same time: of those only the first is certain to be known after a crash.
            time += Number(one.measuredAt) * 1000 + 1;
            return { ...one, measuredAt: new Date(time).toISOString() };
          });
          const request = { id: `n-${index}`, timeStamp: new Date(time).toISOString(), environmentData };
          const outcomes = await Promise.all(
            [quiet, whole].map((engine) =>
              engine.receive(request).then(
                ({ notification }) => notification.rejectedEnvironmentData ?? [],
                (error: unknown) => String(error),
              ),
            ),
          );
          expect(outcomes[0]).toEqual(outcomes[1]);
        }
        const expected = await statesOf(whole);
        expect(await levelsOf(quiet)).toEqual(await levelsOf(whole));
        expect(await statesOf(quiet)).toEqual(expected);

        // What was only kept in mind goes with the process, and is taken again.
        const left = await openStore(copyOf(location));
        const restarted = await engineOn(left);
        await restarted.catchUp();
        expect(await statesOf(restarted)).toEqual(expected);
        for (const engine of [quiet, restarted]) await engine.stop();
        for (const each of [store, left, reference]) await each.close();
      }),
      { numRuns: 25 },
    );
  });
});
