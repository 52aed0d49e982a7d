/** A filter on any attribute is quick from the second time on, and finds the same. */
import Database from 'better-sqlite3';
import type { InventoryEntry } from '../../src/engine/entities.ts';
import type { AttributeExpression } from '../../src/store/filter.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createAttributeIndexes } from '../../src/store/sqlite-attribute-indexes.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteLocation } from '../stores.ts';
import { indexedPaths } from './attribute-index.ts';

const COUNT = 20_000;
const TABLE = 'inventory_entry';

const entry = (index: number) =>
  ({
    id: `entry-${index}`,
    colour: index % 2 === 0 ? 'red' : 'blue',
    place: { row: `row-${index % 500}` },
    size: index,
    weight: index,
    text: 'of some length, so that to look at each of many takes a while',
  }) as unknown as InventoryEntry;

const is = (path: string, type: 'string' | 'number', ...values: string[]): AttributeExpression => ({
  operator: values.length > 1 ? 'in' : 'eq',
  path: path.split('/').map((name) => ({ kind: 'member', name })),
  type,
  values,
});

describe('a filter on an attribute without a column', () => {
  let location: string;
  let store: Store;
  beforeAll(async () => {
    location = sqliteLocation();
    store = await openStore(location);
    await store.transaction(async ({ inventoryEntries }) => {
      for (let index = 0; index < COUNT; index++) await inventoryEntries.insert(entry(index));
    });
  });
  afterAll(() => store.close());

  const page = async (filter: AttributeExpression[], { limit = 50, after = 0 } = {}) =>
    store.inventoryEntries.page({ filter, limit, after });
  const found = async (...filter: AttributeExpression[]) => (await page(filter)).items.map(({ id }) => id);

  /** Asks until the attribute has an index; in between others may be made. */
  async function untilIndexed(filter: AttributeExpression[]) {
    const path = JSON.stringify(filter[0]?.path.flatMap((step) => (step.kind === 'member' ? step.name : [])));
    for (let times = 0; times < 200; times++) {
      await page(filter);
      if (indexedPaths(location, TABLE).some((indexed) => JSON.stringify(indexed) === path)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`there is no index on ${path}`);
  }

  it('makes an index, by which it finds what it found before', async () => {
    const row = [is('place/row', 'string', 'row-7')];
    const before = await found(...row);
    expect(before).toHaveLength(COUNT / 500);
    await untilIndexed(row);
    expect(await found(...row)).toEqual(before);
    expect(await found(...row, is('size', 'number', '1007'))).toEqual(['entry-1007']);
    expect(await found(is('place/row', 'string', 'nowhere'))).toEqual([]);
    expect(await found(is('place/row', 'string', 'row-7', 'row-8'))).toHaveLength(50);
  });

  it('finds by the index what was written since, and no more what was removed', async () => {
    const row = [is('place/row', 'string', 'row-9')];
    await untilIndexed(row);
    await store.inventoryEntries.update({ ...entry(3), place: { row: 'row-9' } } as unknown as InventoryEntry);
    await store.inventoryEntries.delete('entry-9');
    const ids = await found(...row);
    expect(ids).toContain('entry-3');
    expect(ids).not.toContain('entry-9');
    expect(ids).toHaveLength(COUNT / 500);
  });

  it('pages through what is too much for an index, in order and without a gap', async () => {
    const red = [is('colour', 'string', 'red')];
    const both = [is('colour', 'string', 'red', 'blue')];
    const small = [...red, { ...is('size', 'number', '4000'), operator: 'lt' as const }];
    await untilIndexed([...red, is('text', 'string', 'another')]);
    for (const [filter, expected] of [
      [red, COUNT / 2],
      [both, COUNT - 1],
      [small, 2000],
    ] as const) {
      let last = -1;
      let count = 0;
      for (let after: number | undefined = 0; after !== undefined;) {
        const { items, next } = await page([...filter], { limit: 900, after });
        for (const { id } of items) {
          const index = Number(id.slice('entry-'.length));
          expect(index).toBeGreaterThan(last);
          last = index;
        }
        count += items.length;
        after = next;
      }
      expect(count).toBe(expected);
    }
  });

  it('gives a page of the next few rows without waiting for a look at all of them', async () => {
    const heavy = [{ ...is('weight', 'number', '100'), operator: 'gte' as const }];
    const order: string[] = [];
    await Promise.all([
      page([is('nothing', 'string', 'there')]).then(() => order.push('all rows')),
      page(heavy).then(({ items }) => order.push(`${items.length} of the next few`)),
    ]);
    expect(order).toEqual(['50 of the next few', 'all rows']);
    expect(indexedPaths(location, TABLE)).not.toContainEqual(['weight']);
  });

  it('leaves rows that are large together to the thread that looks at all of them', async () => {
    await store.transaction(async ({ inventoryEntries }) => {
      for (let index = 0; index < 100; index++) {
        const large = { id: `large-${index}`, text: 'x'.repeat(20_000) };
        await inventoryEntries.insert(large);
      }
    });
    const reader = new Database(location.replace('sqlite:', ''), { readonly: true });
    const { areSmall } = createAttributeIndexes({ reader, make: () => Promise.resolve() });
    expect(areSmall(TABLE, 0, 1000)).toBe(true);
    expect(areSmall(TABLE, COUNT, COUNT + 20)).toBe(true);
    expect(areSmall(TABLE, COUNT, COUNT + 100)).toBe(false);
    reader.close();
  });

  it('knows its indexes when the store is opened again', async () => {
    await store.close();
    store = await openStore(location);
    expect(await found(is('place/row', 'string', 'row-7'))).toHaveLength(COUNT / 500);
    expect(indexedPaths(location, TABLE)).toContainEqual(['place', 'row']);
  });
});
