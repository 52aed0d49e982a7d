import { closeSync, openSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.ts';
import type { AttributeExpression } from '../../src/store/filter.ts';
import type { PageQuery, Store } from '../../src/store/store.ts';
import type { HostEvacuation, ResourceZone, Subscription } from '../../src/engine/entities.ts';
import { eventually } from '../gateway-under-test.ts';
import { postgresLocation, sqliteLocation, STORES } from '../stores.ts';

const subscription = (id: string): Subscription => ({ id, apiName: 'vrfm', callbackUri: 'http://127.0.0.1:9/' });
const zone = (zoneId: string, parentResourceZoneId?: string): ResourceZone => ({
  zoneId,
  environmentLevel: 'NORMAL',
  ...(parentResourceZoneId === undefined ? {} : { parentResourceZoneId }),
});
const attributeIs = (name: string, value: string): AttributeExpression => ({
  operator: 'eq',
  path: [{ kind: 'member', name }],
  type: 'string',
  values: [value],
});
const evacuation = (id: string, changes: Partial<HostEvacuation> = {}): HostEvacuation => ({
  id,
  computeHostId: 'server-1',
  hostEvacuationState: 'MIGRATING',
  stateEnteredTime: '2026-01-01T00:00:00.000Z',
  startTime: '2026-01-01T00:00:00.000Z',
  cause: { description: 'a test' },
  powerOffPolicy: 'NEVER',
  refusals: [],
  timeline: [],
  changes: [],
  unrequestedVirtualComputeIds: [],
  nextAttemptTime: '2026-01-01T00:00:00.000Z',
  manualRelease: false,
  ...changes,
});

describe.each(STORES)('the store on $name', ({ location }) => {
  let store: Store;
  let where: string;
  beforeEach(async () => {
    where = await location();
    store = await openStore(where);
  });
  afterEach(() => store.close());

  it('gives back whole what was put in, after it was closed and opened again', async () => {
    const whole = { ...subscription('s1'), filter: { eventTypes: ['ENVIRONMENTAL_ALARM'] } };
    await store.subscriptions.insert(whole);
    await store.close();
    store = await openStore(where);
    expect(await store.subscriptions.get('s1')).toEqual(whole);
  });

  it('takes the JSON of an entity as it came, finds it by what is in it, and changes it', async () => {
    const whole = { ...subscription('s1'), callbackUri: 'http://127.0.0.1:9/Kühlung' };
    const json = Buffer.from(`{ "callbackUri": "${whole.callbackUri}", "apiName": "vrfm", "id": "s1" }`);
    expect(await store.subscriptions.insertIfAbsent(whole, json)).toBe(true);
    expect(await store.subscriptions.insertIfAbsent(whole, json)).toBe(false);
    expect(await store.subscriptions.get('s1')).toEqual(whole);
    const filter = [attributeIs('callbackUri', whole.callbackUri)];
    expect(await store.subscriptions.page({ limit: 10, filter })).toEqual({ items: [whole] });
    await store.subscriptions.update(subscription('s1'));
    expect(await store.subscriptions.get('s1')).toEqual(subscription('s1'));
  });

  it('keeps nothing of a transaction that fails', async () => {
    const failing = store.transaction(async (tables) => {
      await tables.subscriptions.insert(subscription('s1'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.subscriptions.get('s1')).toBeUndefined();
  });

  it('shows a transaction what it wrote itself, however often it asked before, and nobody what it does not commit', async () => {
    const idsIn = async ({ resourceZones }: Pick<Store, 'resourceZones'>) =>
      (await resourceZones.find({})).map(({ zoneId }) => zoneId);
    await store.resourceZones.insert(zone('z1'));
    const failing = store.transaction(async (tables) => {
      expect([await idsIn(tables), await idsIn(tables)]).toEqual([['z1'], ['z1']]);
      await tables.resourceZones.insert(zone('z2'));
      expect([await idsIn(tables), await idsIn(tables)]).toEqual([
        ['z1', 'z2'],
        ['z1', 'z2'],
      ]);
      await tables.resourceZones.delete('z1');
      expect([await idsIn(tables), await idsIn(tables)]).toEqual([['z2'], ['z2']]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await idsIn(store)).toEqual(['z1']);
    expect(await store.transaction(idsIn)).toEqual(['z1']);
  });

  it('refuses the same id twice as a conflict', async () => {
    await store.subscriptions.insert(subscription('s1'));
    await expect(store.subscriptions.insert(subscription('s1'))).rejects.toMatchObject({ kind: 'StateConflict' });
  });

  it('refuses to update what is not there', async () => {
    await expect(store.subscriptions.update(subscription('s1'))).rejects.toMatchObject({ kind: 'NotFound' });
  });

  it('holds one open evacuation a server at most, and any number of closed ones', async () => {
    await store.hostEvacuations.insert(evacuation('e1', { hostEvacuationState: 'COMPLETED' }));
    await store.hostEvacuations.insert(evacuation('e2'));
    await expect(store.hostEvacuations.insert(evacuation('e3'))).rejects.toMatchObject({ kind: 'StateConflict' });
    await store.hostEvacuations.update(evacuation('e2', { hostEvacuationState: 'CANCELLED' }));
    await store.hostEvacuations.insert(evacuation('e3'));
    expect(await store.hostEvacuations.find({ openComputeHostId: 'server-1' })).toHaveLength(1);
  });

  it('finds what is due, earliest first, and not what is claimed or closed', async () => {
    await store.hostEvacuations.insert(
      evacuation('late', { computeHostId: 'a', nextAttemptTime: '2026-01-01T00:00:02.000Z' }),
    );
    await store.hostEvacuations.insert(
      evacuation('early', { computeHostId: 'b', nextAttemptTime: '2026-01-01T00:00:01.000Z' }),
    );
    await store.hostEvacuations.insert(
      evacuation('claimed', { computeHostId: 'c', claimedUntil: '2026-01-01T00:09:00.000Z' }),
    );
    await store.hostEvacuations.insert(evacuation('closed', { computeHostId: 'd', hostEvacuationState: 'COMPLETED' }));
    await store.hostEvacuations.insert(
      evacuation('future', { computeHostId: 'e', nextAttemptTime: '2026-01-01T01:00:00.000Z' }),
    );
    const where = { dueTime: { notAfter: '2026-01-01T00:05:00.000Z' } };
    const due = await store.hostEvacuations.find(where, { orderBy: 'dueTime' });
    expect(due.map(({ id }) => id)).toEqual(['early', 'late']);
    const early = { id: 'early', dueTime: '2026-01-01T00:00:01.000Z', openComputeHostId: 'b' };
    const more = { hostEvacuationState: 'MIGRATING', endTime: null };
    expect(await store.hostEvacuations.findKeys(where, { orderBy: 'dueTime', limit: 1 })).toEqual([
      { ...early, ...more },
    ]);
    expect(await store.hostEvacuations.findKeys({ hostEvacuationState: [] })).toEqual([]);
  });

  it('finds by one of many values, and nothing by none', async () => {
    for (const id of ['z1', 'z2', 'z3']) await store.resourceZones.insert(zone(id, 'above'));
    const many = Array.from({ length: 2000 }, (_, index) => `other-${index}`);
    expect(await store.resourceZones.find({ parentResourceZoneId: [...many, 'above'] })).toHaveLength(3);
    expect(await store.resourceZones.find({ parentResourceZoneId: [] })).toEqual([]);
  });

  it('pages in order of insertion, stable while entries come and go', async () => {
    for (const id of ['z1', 'z2', 'z3', 'z4']) await store.resourceZones.insert(zone(id));
    const first = await store.resourceZones.page({ limit: 2 });
    await store.resourceZones.delete('z1');
    await store.resourceZones.insert(zone('z5'));
    const second = await store.resourceZones.page({ after: first.next, limit: 2 });
    const third = await store.resourceZones.page({ after: second.next, limit: 2 });
    expect([first, second, third].map(({ items }) => items.map(({ zoneId }) => zoneId))).toEqual([
      ['z1', 'z2'],
      ['z3', 'z4'],
      ['z5'],
    ]);
    expect(third.next).toBeUndefined();
  });

  it('pages what a filter finds, stable while entries come and go', async () => {
    const named = (zoneId: string, zoneName: string) => ({ ...zone(zoneId), zoneName });
    for (const id of ['1', '2', '3', '4', '5']) {
      await store.resourceZones.insert(named(`room-${id}`, 'room'));
      await store.resourceZones.insert(named(`floor-${id}`, 'floor'));
    }
    const page = (after?: number) =>
      store.resourceZones.page({ after, limit: 2, filter: [attributeIs('zoneName', 'room')] });
    const first = await page();
    await store.resourceZones.delete('room-1');
    await store.resourceZones.delete('floor-3');
    await store.resourceZones.update(named('room-4', 'attic'));
    await store.resourceZones.insert(named('room-6', 'room'));
    await store.resourceZones.insert(named('floor-6', 'floor'));
    const second = await page(first.next);
    const third = await page(second.next);
    expect([first, second, third].map(({ items }) => items.map(({ zoneId }) => zoneId))).toEqual([
      ['room-1', 'room-2'],
      ['room-3', 'room-5'],
      ['room-6'],
    ]);
    expect(third.next).toBeUndefined();
  });

  it('pages what its columns and a filter say, and nothing of none', async () => {
    for (const [id, above] of Object.entries({ z1: 'a', z2: 'b', z3: 'c', z4: 'a' })) {
      await store.resourceZones.insert(zone(id, above));
    }
    const idsOf = async (query: Partial<PageQuery<'parentResourceZoneId'>>) =>
      (await store.resourceZones.page({ limit: 10, ...query })).items.map(({ zoneId }) => zoneId);
    expect(await idsOf({ where: { parentResourceZoneId: 'a' } })).toEqual(['z1', 'z4']);
    expect(await idsOf({ where: { parentResourceZoneId: ['b', 'c'] } })).toEqual(['z2', 'z3']);
    expect(await idsOf({ where: { parentResourceZoneId: { notAfter: 'b' } } })).toEqual(['z1', 'z2', 'z4']);
    expect(await idsOf({ where: { parentResourceZoneId: { notBefore: 'b' } } })).toEqual(['z2', 'z3']);
    expect(await idsOf({ where: { parentResourceZoneId: [] } })).toEqual([]);
    expect(await idsOf({ where: { parentResourceZoneId: 'a' }, filter: [attributeIs('zoneId', 'z4')] })).toEqual([
      'z4',
    ]);
    expect(await idsOf({ where: {}, filter: [], omit: [] })).toEqual(['z1', 'z2', 'z3', 'z4']);
  });

  it('does not read what is omitted of large entities of a page, though it filters on it', async () => {
    const zoneProperty = { plan: 'x'.repeat(3000) };
    await store.resourceZones.insert({
      ...{ ...zone('z1', 'a'), zoneName: 'one', zoneProperty },
      metadata: { zoneName: 'inside' },
    });
    await store.resourceZones.insert({ ...zone('z2', 'b'), zoneName: 'two' });
    const { items } = await store.resourceZones.page({
      limit: 10,
      filter: [attributeIs('zoneName', 'one')],
      omit: ['zoneName', 'parentResourceZoneId', 'zoneProperty', 'notThere'],
    });
    expect(items).toEqual([{ zoneId: 'z1', environmentLevel: 'NORMAL', metadata: { zoneName: 'inside' } }]);
    expect(await store.resourceZones.get('z1')).toMatchObject({ zoneName: 'one' });
  });

  it.each([
    ['', (error: unknown) => error],
    [' and say of a conflict more than it says itself', (cause: unknown) => new Error('it did not work', { cause })],
  ])('loses no update when transactions run at once%s', async (_how, told) => {
    await store.resourceZones.insert({ ...zone('z'), zoneProperty: { count: 0 } });
    const increment = () =>
      store.transaction(async (tables) => {
        const current = await tables.resourceZones.get('z');
        const count = Number(current?.zoneProperty?.['count']);
        await tables.resourceZones
          .update({ ...zone('z'), zoneProperty: { count: count + 1 } })
          .catch((error: unknown) => {
            throw told(error);
          });
      });
    await Promise.all(Array.from({ length: 10 }, increment));
    expect((await store.resourceZones.get('z'))?.zoneProperty).toEqual({ count: 10 });
  });
});

it('SQLite, closed twice, leaves alone what was opened in between', async () => {
  const store = await openStore(sqliteLocation());
  await store.subscriptions.insert(subscription('s1'));
  await store.close();
  const others = Array.from({ length: 20 }, () => openSync(import.meta.filename, 'r'));
  await store.close();
  for (const other of others) closeSync(other);
});

it('is not kept in memory, which a power failure would take', async () => {
  await expect(openStore('sqlite::memory:')).rejects.toThrow(/name a file/);
});

it('SQLite is for one process only', async () => {
  const location = await (STORES[0]?.location() ?? '');
  const store = await openStore(location);
  await store.subscriptions.insert(subscription('s1'));
  await expect(openStore(location)).rejects.toThrow(/locked/);
  await store.close();
});

describe('two processes on one PostgreSQL', () => {
  let [one, other]: Store[] = [];
  beforeEach(async () => {
    const where = await postgresLocation();
    [one, other] = [await openStore(where), await openStore(where)];
  });
  afterEach(() => Promise.all([one?.close(), other?.close()]));

  it('tell each other which entities they changed, however many, and none of what they did not commit', async () => {
    const heard = new Set<string>();
    let isListening = false;
    other?.onCommitElsewhere((_isChanged, changedIn) => {
      const ids = changedIn('resourceZones');
      if (ids === 'any') isListening = true;
      else for (const id of ids) heard.add(id);
    });
    await eventually('a listener', () => isListening || undefined);
    const ids = Array.from({ length: 400 }, (_, index) => `zone {"${index}"} é ${'x'.repeat(index % 200)}`);
    const refused = one?.transaction(async (tables) => {
      await tables.resourceZones.insert(zone('not there'));
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    await one?.transaction(async (tables) => {
      for (const id of ids) await tables.resourceZones.insert(zone(id));
    });
    await eventually('all of them', () => heard.size >= ids.length || undefined);
    expect([...heard].sort()).toEqual([...ids].sort());
    const found = await other?.resourceZones.getEach([...heard, 'not there']);
    expect(found).toHaveLength(ids.length);
  });
});
