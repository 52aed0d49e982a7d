/** A room with two servers, for engines that are compared by what readings leave. */
import { copyFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkConfiguration } from '../../src/config.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { enterInventory } from '../../src/engine/inventory.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteLocation } from '../stores.ts';

const thresholds = (stalenessTime: number) => [
  {
    id: 'charge',
    parameterType: 'POWER',
    parameterName: 'charge',
    unit: '%',
    direction: 'FALLING',
    degraded: { thresholdValue: 50, hysteresis: 5, dwellTime: 3 },
    failed: { thresholdValue: 10 },
    stalenessTime,
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

/** An engine on the store, which enters the site. `stalenessTime`: of the charge, s. */
export async function engineOn(store: Store, { stalenessTime = 86_400 } = {}): Promise<Engine> {
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
    environmentThresholds: thresholds(stalenessTime),
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

/** The store as a process that is killed now leaves it. */
export function copyOf(location: string): string {
  const copy = sqliteLocation();
  for (const part of ['', '-wal']) {
    const file = `${location}${part}`.replace('sqlite:', '');
    if (existsSync(file)) copyFileSync(file, `${copy}${part}`.replace('sqlite:', ''));
  }
  return copy;
}

/** Everything that was taken so far is in the states, or written beside them. */
export async function untilWritten(store: Store): Promise<void> {
  const last = await store.environmentNotifications.lastSequence();
  const end = Date.now() + 10_000;
  for (;;) {
    const [checkpoint] = await store.checkpoints.find({});
    if (checkpoint !== undefined && checkpoint.sequence >= last) return;
    if (Date.now() > end) throw new Error('what was taken was not written within 10 s');
    await sleep(20);
  }
}
