/** What a PostgreSQL that is slow, or gone without a word, keeps from others. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import type { Subscription } from '../../src/engine/entities.ts';
import { postgresEngine } from '../../src/store/postgres-engine.ts';
import { openSqlStore } from '../../src/store/sql-store.ts';
import type { Store } from '../../src/store/store.ts';
import { eventually } from '../gateway-under-test.ts';
import { postgresLocation } from '../stores.ts';

const subscription = (id: string): Subscription => ({ id, apiName: 'vrfm', callbackUri: 'http://127.0.0.1:9/' });

it('filters that look at every row keep nothing else waiting, however many there are', async () => {
  const location = await postgresLocation();
  const store = await openSqlStore(postgresEngine(location));
  const locker = new pg.Client({ connectionString: location });
  await locker.connect();
  await locker.query('begin');
  await locker.query('lock table virtual_compute in access exclusive mode');
  const filter = [
    {
      operator: 'eq' as const,
      path: [{ kind: 'member' as const, name: 'computeName' }],
      type: 'string' as const,
      values: ['a'],
    },
  ];
  const pages = Array.from({ length: 20 }, () => store.virtualComputes.page({ limit: 10, filter }));
  await eventually('filters that wait', async () => {
    await locker.query('select pg_stat_clear_snapshot()');
    const { rows } = await locker.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
    return rows.length > 0 || undefined;
  });
  await store.subscriptions.insert(subscription('meanwhile'));
  expect(await store.subscriptions.get('meanwhile')).toBeDefined();
  await locker.query('rollback');
  await locker.end();
  expect(await Promise.all(pages)).toHaveLength(20);
  await store.close();
});

it('transactions that are run again after a conflict leave the connections to others, and lose nothing', async () => {
  const location = await postgresLocation();
  const store = await openSqlStore(postgresEngine(location));
  await store.resourceZones.insert({ zoneId: 'z', environmentLevel: 'UNKNOWN', zoneProperty: { count: 0 } });
  const locker = new pg.Client({ connectionString: location });
  await locker.connect();
  await locker.query('begin');
  await locker.query('lock table transaction_again in exclusive mode');
  const increment = () =>
    store.transaction(async (tables) => {
      const count = Number((await tables.resourceZones.get('z'))?.zoneProperty?.['count']);
      const zoneProperty = { count: count + 1 };
      await tables.resourceZones.update({ zoneId: 'z', environmentLevel: 'UNKNOWN', zoneProperty });
    });
  const increments = Array.from({ length: 40 }, increment);
  const waiting = async () => {
    const { rows } = await locker.query(
      "select 1 from pg_locks where relation = 'transaction_again'::regclass and not granted",
    );
    return rows.length;
  };
  await eventually('one that waits', async () => (await waiting()) > 0 || undefined);
  for (let count = 0; count < 20; count++) expect(await store.resourceZones.get('z')).toBeDefined();
  expect(await waiting()).toBe(1);
  await locker.query('rollback');
  await locker.end();
  await Promise.all(increments);
  expect((await store.resourceZones.get('z'))?.zoneProperty).toEqual({ count: 40 });
  await store.close();
});

describe('a server that is gone without a word', () => {
  let proxy: Server;
  let isGone: boolean;
  let location: string;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    isGone = false;
    const url = new URL(await postgresLocation());
    const [host, port] = [url.hostname, Number(url.port)];
    proxy = createServer((client) => {
      const server = connect({ host, port });
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        sockets.add(from);
        from.on('data', (data) => {
          if (!isGone) to.write(data);
        });
        from.on('error', () => undefined);
        from.on('close', () => to.destroy());
      }
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const address = proxy.address();
    url.hostname = '127.0.0.1';
    url.port = typeof address === 'object' ? String(address?.port) : '';
    location = url.href;
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });

  it('is noticed, so that what waits for it can be tried again at the one that took its place', async () => {
    const store: Store = await openSqlStore(postgresEngine(location, 500));
    await store.subscriptions.insert(subscription('before'));
    isGone = true;
    await expect(store.subscriptions.insert(subscription('lost'))).rejects.toThrow(/timeout/);
    await expect(store.subscriptions.get('before')).rejects.toThrow(/timeout/);
    isGone = false;
    await eventually('it is there again', async () => {
      await store.subscriptions.insert(subscription('after')).catch(() => undefined);
      return (await store.subscriptions.get('after').catch(() => undefined)) ?? undefined;
    });
    expect(await store.subscriptions.get('lost')).toBeUndefined();
    await store.close();
  });
});
