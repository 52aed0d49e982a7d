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
    expect(await store.deliveries.waiting(at(0))).toMatchObject([{ id: 's1' }]);
    expect(await store.deliveries.waiting(at(-1))).toEqual([]);
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
