import { pino } from 'pino';
import type { Context } from '../../src/engine/context.ts';
import { createIntake } from '../../src/engine/intake.ts';
import { NOTHING_QUIET } from '../../src/engine/quiet-readings.ts';
import { openStore } from '../../src/store/open-store.ts';
import { sqliteLocation } from '../stores.ts';

/** Of a parameter type that nobody declared: it is refused, whatever else the transaction did. */
const REQUEST = {
  id: 'notification',
  timeStamp: '2026-11-23T02:00:00.000Z',
  environmentData: [{ computeHostId: 'server-1', parameterType: 'NOISE', dataType: 'VALUE' as const, value: 90 }],
};

it.each([
  { what: 'an evacuation that begins', begun: ['evacuation'], isBeginning: true },
  { what: 'nothing', begun: [], isBeginning: false },
])('$what keeps others waiting until its first requests are on their way, and not longer', async (given) => {
  const store = await openStore(sqliteLocation());
  const seen: boolean[] = [];
  const intake = createIntake({
    store,
    contextOn: (tables) =>
      ({
        tables,
        quiet: NOTHING_QUIET,
        settings: { parameterTypes: [] },
        now: '2026-11-23T02:00:01.000Z',
        begun: given.begun,
      }) as unknown as Context,
    onProgress: () => seen.push(intake.isBeginning()),
    log: pino({ level: 'silent' }),
  });
  await expect(intake.take({ request: REQUEST })).rejects.toThrow('NOISE');
  expect(seen).toEqual([given.isBeginning]);
  expect(intake.isBeginning()).toBe(false);
  await store.close();
});
