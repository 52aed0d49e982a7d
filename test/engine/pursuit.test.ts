/** Requests to managers that do not know the extension, and whose they are. */
import { pino } from 'pino';
import type { Context } from '../../src/engine/context.ts';
import type { MigrationRequest } from '../../src/engine/entities.ts';
import { createPursuer } from '../../src/engine/pursuit.ts';
import type { Pursuit, VnfManager } from '../../src/southbound/vnfm/vnf-manager.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { eventually } from '../gateway-under-test.ts';
import { sqliteLocation } from '../stores.ts';

const REQUEST = {
  id: 'request',
  vnfmId: 'vnfm-1',
  hostEvacuationId: 'evacuation',
  migrationRequestState: 'REQUESTED',
  migrationDeadline: '2126-11-23T02:00:00.000Z',
  criticality: 50,
  attempt: 1,
  pursuitTime: '2026-11-23T02:00:00.000Z',
} as unknown as MigrationRequest;

let store: Store;
beforeEach(async () => {
  store = await openStore(sqliteLocation());
});
afterEach(() => store.close());

it('what was seen of a request counts only while it is claimed, also when another gateway has had it and let it go', async () => {
  await store.migrationRequests.insert(REQUEST);
  let answer: (pursuit: Pursuit) => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    const manager: VnfManager = {
      vnfmId: 'vnfm-1',
      pursue: () => {
        resolve();
        return new Promise<Pursuit>((done) => {
          answer = done;
        });
      },
      abandon: () => Promise.resolve(),
      start: () => undefined,
      stop: () => Promise.resolve(),
    };
    const pursuer = createPursuer({
      vnfManagers: [manager],
      store,
      transact: (work) =>
        store.transaction((tables) => work({ tables, now: new Date().toISOString() } as unknown as Context)),
      log: pino({ level: 'silent' }),
    });
    pursuer.start();
    stop = () => pursuer.stop();
  });
  await asked;
  const later = await eventually('it is claimed', async () => {
    const request = await store.migrationRequests.get('request');
    return request?.pursuitClaimedUntil === undefined ? undefined : request;
  });
  const { pursuitClaimedUntil: _until, ...free } = later;
  const ofOther = { ...free, operation: { by: 'the other' }, pursuitTime: REQUEST.migrationDeadline };
  await store.migrationRequests.update(ofOther);
  answer({ operation: { by: 'this one' }, lookAgainAfter: 1 });
  await stop();
  expect(await store.migrationRequests.get('request')).toEqual(ofOther);
});

let stop: () => Promise<void> = () => Promise.resolve();
