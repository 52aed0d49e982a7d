import * as fc from 'fast-check';
import type { Alarm, HostEvacuation, MigrationRequest } from '../../src/engine/entities.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Tables } from '../../src/store/store.ts';
import { postgresLocation, sqliteLocation } from '../stores.ts';

const IDS = ['a', 'b', 'c', 'd'];
const PARENTS = ['x', 'y'];
const TIMES = ['2026-11-28T10:00:00.000Z', '2026-11-28T11:00:00.000Z', '2026-11-28T12:00:00.000Z'];

interface Step {
  operation: 'write' | 'delete' | 'get' | 'getEach' | 'find' | 'findEach' | 'findFirst' | 'findKeys' | 'page';
  collection: 'migrationRequests' | 'hostEvacuations' | 'alarms';
  id: string;
  parent: string;
  time: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  // Half of them write.
  operation: fc.oneof(
    fc.constant('write' as const),
    fc.constantFrom('delete', 'get', 'getEach', 'find', 'findEach', 'findFirst', 'findKeys', 'page'),
  ),
  collection: fc.constantFrom('migrationRequests', 'hostEvacuations', 'alarms'),
  id: fc.constantFrom(...IDS),
  parent: fc.constantFrom(...PARENTS),
  time: fc.constantFrom(...TIMES),
});

/** What a collection of the test is written and asked by. */
interface Subject {
  get(id: string): Promise<unknown>;
  getEach(ids: string[]): Promise<{ id: string }[]>;
  find(parents: string | string[]): Promise<unknown>;
  findFirst(time: string): Promise<unknown>;
  findKeys(parent: string): Promise<unknown>;
  page(): Promise<{ items: unknown[] }>;
  insert(id: string, parent: string, time: string): Promise<void>;
  update(id: string, parent: string, time: string): Promise<void>;
  delete(id: string): Promise<unknown>;
}

function subjectsIn({ migrationRequests, hostEvacuations, alarms }: Tables): Record<Step['collection'], Subject> {
  const request = (id: string, hostEvacuationId: string, pursuitTime: string) =>
    ({ id, hostEvacuationId, migrationRequestState: 'REQUESTED', pursuitTime }) as MigrationRequest;
  const evacuation = (id: string, state: string, nextAttemptTime: string) =>
    ({ id, hostEvacuationState: state, computeHostId: `host-of-${id}`, nextAttemptTime }) as unknown as HostEvacuation;
  const alarm = (id: string, alarmKey: string, alarmClearedTime: string) =>
    ({
      ...{ id, alarmKey: `${alarmKey} ${id}`, alarmClearedTime },
      perceivedSeverity: alarmClearedTime.startsWith('2026-11-28T10') ? 'CLEARED' : 'MAJOR',
    }) as Alarm;
  const common = (table: typeof migrationRequests | typeof hostEvacuations | typeof alarms) => ({
    get: (id: string) => table.get(id),
    getEach: (ids: string[]) => table.getEach(ids),
    page: () => table.page({ limit: 10 }),
    delete: (id: string) => table.delete(id),
  });
  return {
    migrationRequests: {
      ...common(migrationRequests),
      find: (hostEvacuationId) => migrationRequests.find({ hostEvacuationId }),
      findFirst: (notAfter) =>
        migrationRequests.find({ pursuitTime: { notAfter } }, { limit: 2, orderBy: 'pursuitTime' }),
      findKeys: (hostEvacuationId) => migrationRequests.findKeys({ hostEvacuationId }),
      insert: (...given) => migrationRequests.insert(request(...given)),
      update: (...given) => migrationRequests.update(request(...given)),
    },
    hostEvacuations: {
      ...common(hostEvacuations),
      find: (hostEvacuationState) => hostEvacuations.find({ hostEvacuationState }),
      findFirst: (notAfter) => hostEvacuations.find({ dueTime: { notAfter } }, { limit: 2, orderBy: 'dueTime' }),
      findKeys: (hostEvacuationState) => hostEvacuations.findKeys({ hostEvacuationState }),
      insert: (...given) => hostEvacuations.insert(evacuation(...given)),
      update: (...given) => hostEvacuations.update(evacuation(...given)),
    },
    alarms: {
      ...common(alarms),
      find: (keys) => alarms.find({ openAlarmKey: [keys].flat().flatMap((key) => IDS.map((id) => `${key} ${id}`)) }),
      findFirst: (notAfter) => alarms.find({ clearedTime: { notAfter } }, { limit: 2, orderBy: 'clearedTime' }),
      findKeys: (key) => alarms.findKeys({ openAlarmKey: IDS.map((id) => `${key} ${id}`) }),
      insert: (...given) => alarms.insert(alarm(...given)),
      update: (...given) => alarms.update(alarm(...given)),
    },
  };
}

/** Carries the step out; gives what it was answered. */
async function carryOut(subject: Subject, { operation, id, parent, time }: Step): Promise<unknown> {
  switch (operation) {
    case 'write': {
      const isThere = (await subject.getEach([id])).length > 0;
      // Of its own for each, or their order by it would be anybody's.
      const own = time.replace('00.000Z', `0${IDS.indexOf(id)}.000Z`);
      await (isThere ? subject.update(id, parent, own) : subject.insert(id, parent, own));
      return undefined;
    }
    case 'delete':
      return subject.delete(id);
    case 'get':
      return subject.get(id);
    case 'getEach':
      return (await subject.getEach(IDS)).map((entity) => entity.id).sort();
    case 'find':
      return subject.find(parent);
    case 'findEach':
      return subject.find(PARENTS);
    case 'findFirst':
      return subject.findFirst(time.replace('00.000Z', '59.000Z'));
    case 'findKeys':
      return subject.findKeys(parent);
    case 'page':
      return (await subject.page()).items;
  }
}

describe('a transaction on PostgreSQL, which writes together and asks once', () => {
  it('is answered, and leaves, what one is and does that asks and writes at once', async () => {
    const stores = [await openStore(await postgresLocation()), await openStore(sqliteLocation())];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), { minLength: 2, maxLength: 3 }),
        async (all) => {
          const answers: unknown[][] = [];
          for (const store of stores) {
            const given: unknown[] = [];
            for (const steps of all)
              given.push(
                await store.transaction(async (tables) => {
                  const subjects = subjectsIn(tables);
                  const answered: unknown[] = [];
                  for (const one of steps) answered.push(await carryOut(subjects[one.collection], one));
                  return answered;
                }),
              );
            for (const subject of Object.values(subjectsIn(store))) given.push((await subject.page()).items);
            answers.push(given);
            await store.transaction(async (tables) => {
              for (const subject of Object.values(subjectsIn(tables))) for (const id of IDS) await subject.delete(id);
            });
          }
          expect(answers[0]).toEqual(answers[1]);
        },
      ),
      { numRuns: 40 },
    );
    for (const store of stores) await store.close();
  });

  it('tells of what cannot be, and leaves nothing', async () => {
    const store = await openStore(await postgresLocation());
    const open = (id: string) => ({ id, alarmKey: 'one', perceivedSeverity: 'MAJOR' }) as Alarm;
    const raise = (...alarms: Alarm[]) =>
      store.transaction(async (tables) => {
        for (const alarm of alarms) await tables.alarms.insert(alarm);
      });
    await expect(raise(open('a'), open('b'))).rejects.toMatchObject({
      kind: 'StateConflict',
      message: 'alarm a or b exists already',
    });
    expect((await store.alarms.page({ limit: 10 })).items).toEqual([]);
    await expect(store.transaction(({ alarms }) => alarms.update(open('nowhere')))).rejects.toMatchObject({
      kind: 'NotFound',
      message: 'no alarm nowhere',
    });
    await store.close();
  });

  it('gives what must be unique to another in the same transaction', async () => {
    const store = await openStore(await postgresLocation());
    const alarm = (id: string, perceivedSeverity: string) =>
      ({ id, alarmKey: 'one', perceivedSeverity, alarmClearedTime: TIMES[0] }) as Alarm;
    await store.alarms.insert(alarm('a', 'MAJOR'));
    await store.transaction(async ({ alarms }) => {
      await alarms.insert(alarm('b', 'CLEARED'));
      await alarms.update(alarm('a', 'CLEARED'));
      await alarms.update(alarm('b', 'MAJOR'));
      expect(await alarms.find({ openAlarmKey: 'one' })).toEqual([alarm('b', 'MAJOR')]);
    });
    expect(await store.alarms.find({ openAlarmKey: 'one' })).toEqual([alarm('b', 'MAJOR')]);
    await store.close();
  });
});
