import fc from 'fast-check';
import type { NotificationDelivery } from '../../src/engine/entities.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Claim, Store } from '../../src/store/store.ts';
import { STORES } from '../stores.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const claimOf = (claimedBy: string, seconds: number): Claim => ({
  claimedBy,
  now: at(seconds),
  until: at(seconds + 10),
});
const delivery = (id: string, resourceId: string, rank = '500'): NotificationDelivery => ({
  id,
  subscriptionId: 's1',
  resourceId,
  notification: '{}',
  rank,
  attempts: 0,
  createdTime: at(0),
  nextAttemptTime: at(0),
});

describe.each(STORES)('the queue of notifications on $name', ({ location }) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await location());
    await store.subscriptions.insert({ id: 's1', apiName: 'vnfmig', callbackUri: 'http://127.0.0.1:9/' });
  });
  afterEach(() => store.close());

  const queue = async (...deliveries: NotificationDelivery[]) => {
    for (const one of deliveries) await store.notificationDeliveries.insert(one);
  };
  const claimed = async (claimedBy: string, seconds: number, limit = 10) =>
    (await store.deliveries.claim('s1', limit, claimOf(claimedBy, seconds))).map(({ id }) => id);

  it('gives the most critical first, and of one resource only the oldest', async () => {
    await queue(delivery('a1', 'a'), delivery('a2', 'a', '000'), delivery('b', 'b', '010'), delivery('c', 'c', '005'));
    expect(await claimed('one', 1, 2)).toEqual(['c', 'b']);
    expect(await claimed('one', 1)).toEqual(['a1']);
  });

  it('gives nothing twice while a claim holds, and to another process when it has ended', async () => {
    await queue(delivery('a1', 'a'), delivery('a2', 'a'));
    expect(await claimed('one', 0)).toEqual(['a1']);
    expect(await claimed('two', 9)).toEqual([]);
    expect(await claimed('two', 10)).toEqual(['a1']);
    expect(await store.deliveries.renew(['a1'], claimOf('one', 11))).toEqual([]);
    expect(await store.deliveries.renew(['a1'], claimOf('two', 11))).toEqual(['a1']);
    expect(await claimed('one', 20)).toEqual([]);
  });

  it('gives the next about a resource when the one before was delivered, and holds it back while that one waits', async () => {
    await queue(delivery('a1', 'a'), delivery('a2', 'a'));
    const [first] = await store.deliveries.claim('s1', 10, claimOf('one', 0));
    const held = { ...delivery('a1', 'a'), attempts: 1, nextAttemptTime: at(5) };
    await store.deliveries.settle('two', { delivered: [], held: [held] });
    expect(await claimed('two', 5)).toEqual([]);
    await store.deliveries.settle('one', { delivered: [], held: [held] });
    expect(await claimed('two', 4)).toEqual([]);
    expect(await store.deliveries.claim('s1', 10, claimOf('two', 5))).toEqual([held]);
    await store.deliveries.settle('two', { delivered: [first?.id ?? ''], held: [] });
    expect(await claimed('one', 5)).toEqual(['a2']);
  });

  it('names the subscriptions for which something is due, and forgets what is for nobody', async () => {
    await queue(delivery('a1', 'a'), { ...delivery('x', 'x'), subscriptionId: 'gone' });
    expect(await store.deliveries.waiting(at(-1))).toEqual([]);
    expect(await store.deliveries.waiting(at(0))).toMatchObject([{ id: 's1' }]);
    await store.deliveries.removeOrphans();
    expect((await store.notificationDeliveries.find({})).map(({ id }) => id)).toEqual(['a1']);
  });

  it('is given back by a process that ends', async () => {
    await queue(delivery('a1', 'a'), delivery('b1', 'b'));
    expect(await claimed('one', 0, 1)).toEqual(['a1']);
    await store.deliveries.release(at(1), 'two');
    expect(await claimed('two', 1)).toEqual(['b1']);
    await store.deliveries.release(at(1), 'one');
    expect(await claimed('three', 1)).toEqual(['a1']);
  });

  it('gives each notification to one of many that claim at the same time', async () => {
    await queue(...Array.from({ length: 60 }, (_, index) => delivery(`d${index}`, `r${index % 30}`)));
    const all = await Promise.all(['one', 'two', 'three', 'four'].map((by) => claimed(by, 0, 15)));
    expect(new Set(all.flat()).size).toBe(all.flat().length);
    expect(all.flat().every((id) => Number(id.slice(1)) < 30)).toBe(true);
  });
});

type Operation =
  | { do: 'queue'; resourceId: string; rank: string }
  | { do: 'claim'; by: string; limit: number }
  | { do: 'renew' | 'release'; by: string }
  /** Of what it claimed: every third is held, the others are delivered. */
  | { do: 'settle'; by: string; from: number }
  | { do: 'wait'; seconds: number }
  | { do: 'restart' };

const by = fc.constantFrom('one', 'two');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    do: fc.constant('queue' as const),
    resourceId: fc.constantFrom('a', 'b', 'c', 'd'),
    rank: fc.constantFrom('000', '050', '500'),
  }),
  fc.record({ do: fc.constant('claim' as const), by, limit: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constantFrom('renew' as const, 'release' as const), by }),
  fc.record({ do: fc.constant('settle' as const), by, from: fc.nat({ max: 2 }) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant('restart' as const) }),
);

describe('a queue that is kept in memory and one that others share', () => {
  let runs = 0;
  const stores: { location: string; store: Store }[] = [];
  beforeAll(async () => {
    for (const { location } of STORES) {
      const place = await location();
      stores.push({ location: place, store: await openStore(place) });
    }
  });
  afterAll(() => Promise.all(stores.map(({ store }) => store.close())));

  /** What each operation gave. */
  const carryOut = async (
    place: { location: string; store: Store },
    name: string,
    operations: readonly Operation[],
  ) => {
    await place.store.subscriptions.insert({ id: name, apiName: 'vnfmig', callbackUri: 'http://127.0.0.1:9/' });
    const claimedBy = new Map<string, NotificationDelivery[]>();
    const claimant = (who: string) => `${who} of ${name}`;
    let seconds = 0;
    const carryOutOne = async (one: Operation, index: number) => {
      const { deliveries, notificationDeliveries } = place.store;
      switch (one.do) {
        case 'queue':
          return notificationDeliveries.insert({
            ...delivery(`${name}-${index}`, one.resourceId, one.rank),
            subscriptionId: name,
            nextAttemptTime: at(seconds),
          });
        case 'claim': {
          const waiting = await deliveries.waiting(at(seconds));
          const claimed = await deliveries.claim(name, one.limit, claimOf(claimant(one.by), seconds));
          if (claimed.length > 0) expect(waiting.map(({ id }) => id)).toContain(name);
          claimedBy.set(one.by, [...(claimedBy.get(one.by) ?? []), ...claimed]);
          return claimed;
        }
        case 'renew': {
          const ids = (claimedBy.get(one.by) ?? []).map(({ id }) => id);
          return (await deliveries.renew(ids, claimOf(claimant(one.by), seconds))).sort();
        }
        case 'release':
          claimedBy.delete(one.by);
          return deliveries.release(at(seconds), claimant(one.by));
        case 'settle': {
          const all = claimedBy.get(one.by) ?? [];
          const held = all.filter((_one, place) => place % 3 === one.from);
          claimedBy.delete(one.by);
          return deliveries.settle(claimant(one.by), {
            delivered: all.filter((other) => !held.includes(other)).map(({ id }) => id),
            held: held.map((other) => ({ ...other, attempts: other.attempts + 1, nextAttemptTime: at(seconds + 5) })),
          });
        }
        case 'wait':
          seconds += one.seconds;
          return undefined;
        case 'restart':
          claimedBy.clear();
          for (const who of ['one', 'two']) await deliveries.release(at(seconds), claimant(who));
          if (!place.store.exclusive) return undefined;
          await place.store.close();
          place.store = await openStore(place.location);
          return undefined;
      }
    };
    const given = [];
    for (const [index, one] of operations.entries()) given.push(await carryOutOne(one, index));
    return given;
  };

  it('give the same, whatever is queued, claimed, kept, tried again and delivered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 40 }), async (operations) => {
        const name = `run-${runs++}`;
        const [first, ...others] = await Promise.all(stores.map((place) => carryOut(place, name, operations)));
        for (const other of others) expect(other).toEqual(first);
      }),
      { numRuns: 60 },
    );
  });
});
