/** What is due, and when it is left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Context } from '../../src/engine/context.ts';
import { createDriver, type Driver } from '../../src/engine/driver.ts';
import type { EnvironmentState, HostEvacuation } from '../../src/engine/entities.ts';
import { NOTHING_QUIET } from '../../src/engine/quiet-readings.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteLocation } from '../stores.ts';

const THEN = '2026-11-23T02:00:00.000Z';

/** Due, of a server that is not in the inventory any more: it is removed. */
const STATE: EnvironmentState = {
  id: 'state',
  objectId: 'computeHost gone',
  computeHostId: 'gone',
  parameterType: 'COOLING',
  environmentLevel: 'NORMAL',
  levelEnteredTime: THEN,
  nextEvaluationTime: THEN,
  lastDatum: { computeHostId: 'gone', parameterType: 'COOLING', dataType: 'VALUE', value: 22, unit: 'Cel' },
  lastMeasuredTime: THEN,
  thresholdLevels: [],
  readings: {},
  samples: [],
};
/** The same: it is put off for a while. */
const EVACUATION: HostEvacuation = {
  id: 'evacuation',
  computeHostId: 'gone',
  hostEvacuationState: 'MIGRATING',
  stateEnteredTime: THEN,
  startTime: THEN,
  cause: { zoneWide: false, description: 'by hand' },
  powerOffPolicy: 'NEVER',
  manualRelease: false,
  refusals: [],
  timeline: [],
  changes: [],
  unrequestedVirtualComputeIds: [],
  determinedLevel: 'NORMAL',
  nextAttemptTime: THEN,
};

const driverOn = (store: Store, isBeginning: () => boolean): Driver =>
  createDriver({
    store,
    powerControllers: [],
    vims: [],
    log: pino({ level: 'silent' }),
    contextOn: (tables) => ({ tables, quiet: NOTHING_QUIET, now: new Date().toISOString() }) as Context,
    onProgress: () => undefined,
    isBeginning,
  });

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(5);
};

describe('what is due while the first requests of a server that begins to fail are on their way', () => {
  let store: Store;
  let driver: Driver;
  let onTheirWay: { areThey: boolean; looks: number };
  beforeEach(async () => {
    store = await openStore(sqliteLocation());
    await store.environmentStates.insert(STATE);
    await store.hostEvacuations.insert(EVACUATION);
    onTheirWay = { areThey: true, looks: 0 };
    driver = driverOn(store, () => {
      onTheirWay.looks += 1;
      return onTheirWay.areThey;
    });
    await driver.start();
  });
  afterEach(async () => {
    await driver.stop();
    await store.close();
  });

  const done = async (): Promise<string[]> => {
    const evacuation = await store.hostEvacuations.get('evacuation');
    return [
      ...((await store.environmentStates.get('state')) === undefined ? ['state'] : []),
      ...(evacuation?.nextAttemptTime === THEN ? [] : ['evacuation']),
    ];
  };

  it('waits, and is done then', async () => {
    // For the evaluation, and for the evacuation.
    await until(() => Promise.resolve(onTheirWay.looks >= 2));
    expect(await done()).toEqual([]);
    onTheirWay.areThey = false;
    driver.wake();
    await until(async () => (await done()).length === 2);
  });

  it('does not wait for ever', async () => {
    await until(async () => (await done()).length === 2);
    expect(onTheirWay.looks).toBeGreaterThan(2);
  });
});

describe('a server that was evacuated and waits', () => {
  let store: Store;
  let commits = 0;
  beforeEach(async () => {
    store = await openStore(sqliteLocation());
  });
  afterEach(() => store.close());

  /** The changes of its evacuation until it is put off. */
  const changesOf = async (given: Partial<HostEvacuation>) => {
    await store.hostEvacuations.insert({ ...EVACUATION, ...given });
    commits = 0;
    store.onCommit((changes) => {
      if (changes.get('hostEvacuations')?.has('evacuation') === true) commits += 1;
    });
    const driver = driverOn(store, () => false);
    await driver.start();
    await until(async () => ((await store.hostEvacuations.get('evacuation'))?.nextAttemptTime ?? THEN) > THEN);
    await driver.stop();
    expect((await store.hostEvacuations.get('evacuation'))?.claimedBy).toBeUndefined();
    return commits;
  };
  const off: Partial<HostEvacuation> = { hostEvacuationState: 'POWERED_OFF', wasPoweredOff: true };

  it('is looked at without being claimed, while nothing outside of the store is looked at', async () => {
    expect(await changesOf({ hostEvacuationState: 'EVACUATED' })).toBe(1);
  });

  it('the same when it is off and nothing was left on it', async () => {
    expect(await changesOf(off)).toBe(1);
  });

  it('is claimed before its VIM is told that it is off, with something left on it', async () => {
    expect(await changesOf({ ...off, deactivatedVirtualComputeIds: ['vc-1'] })).toBe(2);
  });

  it('is not claimed any more when its VIM knows', async () => {
    const knows: Partial<HostEvacuation> = { deactivatedVirtualComputeIds: ['vc-1'], vimMarkedPoweredOff: true };
    expect(await changesOf({ ...off, ...knows })).toBe(1);
  });
});
