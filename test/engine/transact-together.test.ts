import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../src/engine/context.ts';
import type { ResourceZone } from '../../src/engine/entities.ts';
import { createTransactTogether } from '../../src/engine/transact-together.ts';
import { DomainError } from '../../src/problem.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store, Tables } from '../../src/store/store.ts';
import { STORES } from '../stores.ts';

const zone = (zoneId: string): ResourceZone => ({ zoneId, environmentLevel: 'UNKNOWN' });

describe.each(STORES)('changes that come together on $name', ({ name, location }) => {
  let store: Store;
  let place: string;
  let commits = 0;
  let alone = 0;
  beforeEach(async () => {
    place = await location();
    store = await openStore(place);
    store.onCommit(() => {
      commits += 1;
    });
    commits = 0;
    alone = 0;
  });
  afterEach(() => store.close());

  const transactOn = (onProgress: () => void = () => undefined) => {
    const contextOn = (tables: Tables) => ({ tables, now: new Date().toISOString() }) as Context;
    return createTransactTogether({
      store,
      contextOn,
      onProgress,
      transact: async (work) => {
        alone += 1;
        const result = await store.transaction((tables) => work(contextOn(tables)));
        onProgress();
        return result;
      },
    });
  };
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
    expect(seen).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']]);
    expect((await entered()).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are durable and told of before they are answered', async () => {
    const told: number[] = [];
    const transact = transactOn(() => {
      told.push(commits);
    });
    const ids = Array.from({ length: 20 }, (_, index) => `zone-${index}`);
    await Promise.all(
      ids.map(async (id) => {
        await transact(enter(id));
        expect(await entered()).toContain(id);
        expect(told.length).toBeGreaterThan(0);
      }),
    );
    expect(told.at(-1)).toBe(commits);
    expect(commits).toBeLessThan(ids.length);
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

  it('are not undone for one that is refused before it changed anything', async () => {
    const transact = transactOn();
    const runs: string[] = [];
    const counted = (id: string) => (context: Context) => {
      runs.push(id);
      return id === 'refused' ? Promise.reject(new DomainError('StateConflict', 'refused')) : enter(id)(context);
    };
    const outcomes = await Promise.allSettled(['a', 'refused', 'b'].map((id) => transact(counted(id))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await entered()).sort()).toEqual(['a', 'b']);
    expect(alone).toBe(0);
    expect(runs).toEqual(['a', 'refused', 'b']);
  });

  it('are not made a second time when it is not known whether they are durable', async () => {
    const transact = createTransactTogether({
      store: {
        ...store,
        transaction: async (work) => {
          await store.transaction(work);
          throw new Error('the disk is away');
        },
      },
      contextOn: (tables) => ({ tables }) as Context,
      transact: () => Promise.reject(new Error('the disk is away')),
      onProgress: () => undefined,
    });
    let runs = 0;
    const counted = (id: string) =>
      transact((context) => {
        runs += 1;
        return enter(id)(context);
      });
    const outcomes = await Promise.allSettled(['a', 'b'].map(counted));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toBe(2);
  });

  it('are run again together when they conflict with what another process changes', async () => {
    await store.resourceZones.insert({ ...zone('z'), zoneProperty: { count: 0 } });
    const increment = async ({ tables }: Pick<Context, 'tables'>) => {
      const count = Number((await tables.resourceZones.get('z'))?.zoneProperty?.['count']);
      await pause(1);
      await tables.resourceZones.update({ ...zone('z'), zoneProperty: { count: count + 1 } });
    };
    const other = store.exclusive ? store : await openStore(place);
    const transact = transactOn();
    const others = async () => {
      for (let count = 0; count < 20; count++) await other.transaction((tables) => increment({ tables }));
    };
    await Promise.all([others(), ...Array.from({ length: 20 }, () => transact(increment))]);
    expect((await store.resourceZones.get('z'))?.zoneProperty).toEqual({ count: 40 });
    expect(alone).toBe(0);
    if (!store.exclusive) await other.close();
  });

  it('do not wait for more than some milliseconds of others', async () => {
    const transact = transactOn();
    const slow = async (context: Context) => {
      const end = performance.now() + 10;
      while (performance.now() < end);
      return enter(`slow-${Math.random()}`)(context);
    };
    await Promise.all(Array.from({ length: 6 }, () => transact(slow)));
    if (name === 'SQLite') expect(commits).toBe(6);
    expect(commits).toBeGreaterThan(1);
    expect(await entered()).toHaveLength(6);
  });
});
