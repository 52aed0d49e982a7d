import type { Context } from '../../src/engine/context.ts';
import type { ResourceZone } from '../../src/engine/entities.ts';
import { createTransact } from '../../src/engine/transact.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { STORES } from '../stores.ts';

const zone = (zoneId: string): ResourceZone => ({ zoneId, environmentLevel: 'UNKNOWN' });

describe.each(STORES)('changes that come together on $name', ({ name, location }) => {
  let store: Store;
  let commits = 0;
  beforeEach(async () => {
    store = await openStore(await location());
    store.onCommit(() => {
      commits += 1;
    });
    commits = 0;
  });
  afterEach(() => store.close());

  const transactOn = (onProgress: () => void = () => undefined) =>
    createTransact({
      store,
      contextOn: (tables) => ({ tables, now: new Date().toISOString() }) as Context,
      onProgress,
    });
  const enter =
    (zoneId: string) =>
    async ({ tables }: Context) => {
      await tables.resourceZones.insert(zone(zoneId));
      return (await tables.resourceZones.find({})).map((one) => one.zoneId);
    };
  const entered = async () => (await store.resourceZones.find({})).map(({ zoneId }) => zoneId);

  it('are made in the order in which they came, and each sees those before it', async () => {
    const transact = transactOn();
    const seen = await Promise.all(['a', 'b', 'c', 'd'].map((id) => transact(enter(id))));
    if (store.exclusive) expect(seen).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']]);
    expect((await entered()).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are durable and told of before they are answered', async () => {
    const told: number[] = [];
    const transact = transactOn(() => {
      told.push(commits);
    });
    await Promise.all(
      ['a', 'b', 'c'].map(async (id) => {
        await transact(enter(id));
        expect(await entered()).toContain(id);
        expect(told.length).toBeGreaterThan(0);
      }),
    );
    expect(told.at(-1)).toBe(commits);
    // The first begins at once; the others wait for it, and go together.
    expect(commits).toBe(name === 'SQLite' ? 2 : 3);
  });

  it('fail by themselves: nothing of one that fails is left, and nothing of another is lost', async () => {
    const transact = transactOn();
    const failing = async (context: Context) => {
      await enter('half')(context);
      throw new Error('on purpose');
    };
    const outcomes = await Promise.allSettled([
      transact(enter('a')),
      transact(enter('b')),
      transact(failing),
      transact(enter('b')),
      transact(enter('c')),
    ]);
    const failed = outcomes.filter(({ status }) => status === 'rejected').length;
    expect(failed).toBe(2);
    expect(outcomes[2]).toMatchObject({ reason: { message: 'on purpose' } });
    expect((await entered()).sort()).toEqual(['a', 'b', 'c']);
  });

  it('do not wait for more than some milliseconds of others', async () => {
    const transact = transactOn();
    const slow = async (context: Context) => {
      const end = performance.now() + 10;
      while (performance.now() < end);
      return enter(`slow-${Math.random()}`)(context);
    };
    await Promise.all(Array.from({ length: 6 }, () => transact(slow)));
    expect(commits).toBe(6);
    expect(await entered()).toHaveLength(6);
  });
});
