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

it.each([
  { what: 'moves levels and takes long', begun: [], milliseconds: 8, most: 3 },
  { what: 'comes with one that began an evacuation', begun: ['evacuation'], milliseconds: 4, most: 1 },
])('what $what is taken in several transactions, in the order in which it came', async (given) => {
  const opened = await openStore(sqliteLocation());
  const transactions: string[][] = [];
  const intake = createIntake({
    store: {
      ...opened,
      transaction: (work) => {
        transactions.push([]);
        return opened.transaction(work);
      },
    },
    contextOn: (tables) =>
      ({
        tables: {
          ...tables,
          environmentNotifications: {
            ...tables.environmentNotifications,
            insertIfAbsent(notification: { id: string }) {
              transactions.at(-1)?.push(notification.id);
              const end = performance.now() + given.milliseconds;
              while (performance.now() < end);
              return Promise.resolve(true);
            },
          },
        },
        quiet: NOTHING_QUIET,
        settings: { parameterTypes: [] },
        now: '2026-11-23T02:00:01.000Z',
        begun: given.begun,
      }) as unknown as Context,
    onProgress: () => undefined,
    log: pino({ level: 'silent' }),
  });
  const ids = Array.from({ length: 10 }, (_, index) => `notification-${index}`);
  const taken = ids.map((id) => intake.take({ request: { ...REQUEST, id } }));
  for (const one of taken) await expect(one).rejects.toThrow('NOISE');
  expect(transactions.flat()).toEqual(ids);
  expect(Math.max(...transactions.map(({ length }) => length))).toBeLessThanOrEqual(given.most);
  await opened.close();
});
