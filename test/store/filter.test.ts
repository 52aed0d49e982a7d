import * as fc from 'fast-check';
import type { InventoryEntry } from '../../src/engine/entities.ts';
import type {
  AttributeExpression,
  AttributeFilter,
  AttributeType,
  FilterOperator,
  Step,
} from '../../src/store/filter.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteLocation, STORES } from '../stores.ts';
import { makeIndexes } from './attribute-index.ts';
import { document as anyDocument, filter as anyFilter } from './filter-arbitraries.ts';
import { fulfils } from './filter-reference.ts';

/** A failure prints its seed; with FILTER_SEED the same documents and filters come again. */
const seed = Number(process.env['FILTER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));

/** As any document: the collection of what has no columns, whose entities may be of any shape. */
const entry = (id: string, content: object) => JSON.parse(JSON.stringify({ ...content, id })) as InventoryEntry;

async function insert(store: Store, entries: readonly InventoryEntry[]): Promise<void> {
  await store.transaction(async ({ inventoryEntries }) => {
    for (const each of entries) await inventoryEntries.insert(each);
  });
}

describe('a filter on generated documents', () => {
  const documents = fc
    .sample(anyDocument, { numRuns: 80, seed })
    .map((content, index) => entry(`document-${index}`, content));
  const attributes = [...new Set(documents.flatMap((each) => Object.keys(each)))];
  let stores: { name: string; store: Store }[];
  beforeAll(async () => {
    stores = await Promise.all(
      STORES.map(async ({ name, location }) => ({ name, store: await openStore(await location()) })),
    );
    const indexed = sqliteLocation();
    const before = await openStore(indexed);
    await before.close();
    makeIndexes(indexed, 'inventory_entry', [['a'], ['b'], ['A'], ['0'], ['a.b'], ['a/b'], ['a', 'b'], ['b', 'a']]);
    stores.push({ name: 'SQLite with indexes', store: await openStore(indexed) });
    for (const { store } of stores) await insert(store, documents);
  });
  afterAll(() => Promise.all(stores.map(({ store }) => store.close())));

  it('finds on every engine what it means', async () => {
    let telling = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const expected = documents.filter((each) => fulfils(each, filter));
        if (expected.length > 0 && expected.length < documents.length) telling++;
        for (const { name, store } of stores) {
          const { items } = await store.inventoryEntries.page({ limit: documents.length, filter });
          expect({ name, items }).toEqual({ name, items: expected });
        }
      }),
      { seed, numRuns: 400 },
    );
    expect(telling).toBeGreaterThan(100);
  });

  it('gives page by page what it finds, with everything but what is omitted', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        fc.integer({ min: 1, max: 30 }),
        fc.subarray([...attributes, 'not there', 'a"b', '$']),
        async (filter, limit, omit) => {
          const expected = documents.filter((each) => fulfils(each, filter)).map((each) => without(each, omit));
          for (const { name, store } of stores) {
            const items = (await pagesOf(store, { filter, limit, omit })).map((each) => without(each, omit));
            expect({ name, items }).toEqual({ name, items: expected });
          }
        },
      ),
      { seed, numRuns: 60 },
    );
  });
});

function without(document: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));
}

async function pagesOf(
  { inventoryEntries }: Store,
  query: { filter: AttributeFilter; limit: number; omit: readonly string[] },
): Promise<InventoryEntry[]> {
  const items: InventoryEntry[] = [];
  for (let after: number | undefined; ;) {
    const page = await inventoryEntries.page({ ...query, after });
    expect(page.items.length).toBeLessThanOrEqual(query.limit);
    items.push(...page.items);
    if (page.next === undefined) return items;
    expect(page.items).toHaveLength(query.limit);
    after = page.next;
  }
}

/** `[]` in the path is an element of an array, `@key` a key of a map. */
function expression(
  operator: FilterOperator,
  path: string,
  type: AttributeType,
  ...values: string[]
): AttributeExpression {
  const steps = path.split('/').map((name): Step => {
    if (name === '[]') return { kind: 'element' };
    return name === '@key' ? { kind: 'key' } : { kind: 'member', name };
  });
  return { operator, path: steps, type, values };
}

describe.each(STORES)('a filter on $name', ({ location }) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await location());
  });
  afterEach(() => store.close());

  const found = async (...filter: AttributeExpression[]) =>
    (await store.inventoryEntries.page({ limit: 100, filter })).items.map(({ id }) => id);

  it('is false for what is absent, whatever the operator', async () => {
    await insert(store, [entry('absent', { other: 1 }), entry('null', { a: null }), entry('there', { a: 'x' })]);
    for (const operator of ['neq', 'nin', 'ncont'] as const) {
      expect(await found(expression(operator, 'a', 'string', 'y'))).toEqual(['there']);
      expect(await found(expression(operator, 'a', 'any', 'y'))).toEqual(['there']);
    }
  });

  it('asks several expressions of the same element', async () => {
    const [red, small] = [
      expression('eq', 'list/[]/colour', 'string', 'red'),
      expression('lt', 'list/[]/size', 'number', '5'),
    ];
    await insert(store, [
      entry('one element', { list: [{}, { colour: 'red', size: 1 }] }),
      entry('two elements', {
        list: [
          { colour: 'red', size: 9 },
          { colour: 'blue', size: 1 },
        ],
      }),
      entry('no element', { list: [] }),
    ]);
    expect(await found(red)).toEqual(['one element', 'two elements']);
    expect(await found(red, small)).toEqual(['one element']);
  });

  it('asks them of the same element of an array in an array too, and of scalars', async () => {
    const inner = (operator: FilterOperator, value: string) =>
      expression(operator, 'list/[]/sizes/[]', 'number', value);
    await insert(store, [
      entry('same', { list: [{ sizes: [1, 5] }] }),
      entry('not the same', { list: [{ sizes: [1, 9] }] }),
      entry('in two lists', { list: [{ sizes: [1] }, { sizes: [9] }] }),
    ]);
    expect(await found(inner('gt', '1'), inner('lt', '9'))).toEqual(['same']);
    expect(await found(inner('eq', '9'))).toEqual(['not the same', 'in two lists']);
  });

  it('asks each @key of the map by itself', async () => {
    await insert(store, [
      entry('both', { map: { a: 1, b: 2 } }),
      entry('one', { map: { a: 1 } }),
      entry('list', { map: ['a'] }),
    ]);
    const key = (name: string) => expression('eq', 'map/@key', 'string', name);
    expect(await found(key('a'))).toEqual(['both', 'one']);
    expect(await found(key('a'), key('b'))).toEqual(['both']);
  });

  it('compares strings by code point, beyond the basic plane too', async () => {
    await insert(
      store,
      ['a', 'B', 'é', '\uffff', '😀'].map((text, index) => entry(`${index}`, { text })),
    );
    expect(await found(expression('gt', 'text', 'string', '\uffff'))).toEqual(['4']);
    expect(await found(expression('lt', 'text', 'string', 'a'))).toEqual(['1']);
  });

  it('takes no character of a value for a wildcard or an escape', async () => {
    const texts = ['100%', '100x', "it's", 'back\\slash', ''];
    await insert(
      store,
      texts.map((text) => entry(text, { text })),
    );
    expect(await found(expression('cont', 'text', 'string', '%', "'", '\\'))).toEqual(['100%', "it's", 'back\\slash']);
    expect(await found(expression('ncont', 'text', 'string', '%', "'", '\\'))).toEqual(['100x', '']);
    expect(await found(expression('cont', 'text', 'string', ''))).toEqual(texts);
  });

  it('takes a name as it is, be it like an index, a path or SQL', async () => {
    for (const name of [
      '0',
      '$',
      '$.a',
      'a.b',
      '[0]',
      `a"b`,
      `a'b`,
      'a\\b',
      '\\u0061',
      '',
      'é😀',
      '\n',
      '?',
      '$1',
      '@key',
    ]) {
      await insert(store, [entry(`object ${name}`, { map: { [name]: 'x' } }), entry(`array ${name}`, { map: ['x'] })]);
      const path: Step[] = ['map', name].map((each) => ({ kind: 'member', name: each }));
      expect(await found({ operator: 'eq', path, type: 'any', values: ['x'] })).toEqual([`object ${name}`]);
      await store.inventoryEntries.delete(`object ${name}`);
    }
  });

  it('compares numbers exactly as they are stored, however large or small', async () => {
    const numbers = [0, 0.1, 0.30000000000000004, 2 ** 53, 2 ** 53 + 2, -2053075164391551200, 2 ** 63, 1e300, 5e-324];
    await insert(
      store,
      numbers.map((count) => entry(`${count}`, { count })),
    );
    for (const number of numbers) {
      expect(await found(expression('eq', 'count', 'number', String(number)))).toEqual([String(number)]);
      expect(await found(expression('in', 'count', 'any', number.toExponential(), '7'))).toEqual([String(number)]);
      const [notLess, notMore] = (['gte', 'lte'] as const).map((operator) =>
        expression(operator, 'count', 'number', String(number)),
      ) as [AttributeExpression, AttributeExpression];
      expect(await found(notLess, notMore)).toEqual([String(number)]);
    }
    expect(await found(expression('eq', 'count', 'number', '-0.00'))).toEqual(['0']);
    expect(await found(expression('gt', 'count', 'number', '9007199254740992'))).toEqual([
      '9007199254740994',
      '9223372036854776000',
      '1e+300',
    ]);
  });

  it('takes a time for the moment that it is, to the millisecond', async () => {
    const times = {
      utc: '2026-01-01T00:00:00Z',
      offset: '2026-01-01T05:45:00.000999999+05:45',
      lower: '2025-12-31t23:00:00.0-0100',
      hours: '2026-01-01 01:00:00+01',
      leap: '2025-12-31T23:59:60Z',
      next: '2026-01-01T00:00:00.001Z',
      half: '2026-01-01T00:00:00.5Z',
      first: '0000-01-01T00:00:00+23:59',
      last: '9999-12-31T23:59:59.999999999-23:59',
      impossible: '2026-02-31T00:00:00Z',
      none: 'soon',
    };
    await insert(
      store,
      Object.entries(times).map(([id, time]) => entry(id, { time })),
    );
    const same = ['utc', 'offset', 'lower', 'hours', 'leap'];
    expect(await found(expression('eq', 'time', 'dateTime', '2026-01-01T02:00:00.0009+02:00'))).toEqual(same);
    expect(await found(expression('eq', 'time', 'dateTime', '2026-01-01T00:00:00.500Z'))).toEqual(['half']);
    expect(await found(expression('lt', 'time', 'dateTime', '0000-01-01T00:00:00Z'))).toEqual(['first']);
    expect(await found(expression('gt', 'time', 'dateTime', '9999-12-31T23:59:59.999Z'))).toEqual(['last']);
    expect(await found(expression('neq', 'time', 'dateTime', '2026-03-03T00:00:00Z'))).toEqual([
      ...same,
      'next',
      'half',
      'first',
      'last',
    ]);
  });

  it('compares what may be of any type as what it is', async () => {
    const values = { string: '5', number: 5, true: true, null: null, array: ['5'], object: { a: '5' } };
    await insert(
      store,
      Object.entries(values).map(([id, value]) => entry(id, { value })),
    );
    expect(await found(expression('eq', 'value', 'any', '5'))).toEqual(['string', 'number']);
    expect(await found(expression('neq', 'value', 'any', '6'))).toEqual(['string', 'number']);
    expect(await found(expression('neq', 'value', 'any', 'x'))).toEqual(['string']);
    expect(await found(expression('nin', 'value', 'any', 'x', '6', 'false'))).toEqual(['string', 'number', 'true']);
    expect(await found(expression('in', 'value', 'any', 'true'))).toEqual(['true']);
    expect(await found(expression('gt', 'value', 'any', 'false'))).toEqual([]);
    expect(await found(expression('cont', 'value', 'any', '5'))).toEqual(['string']);
  });

  it('is false where something else is stored than the schema says', async () => {
    const values = ['x', 7, true, null, ['x'], { a: 'x' }, [[7]], [{ a: [7] }]];
    await insert(
      store,
      values.map((value, index) => entry(`${index}`, { value })),
    );
    for (const path of ['value/a/b', 'value/a/[]', 'value/[]/a/[]/b', 'value/[]/[]/[]', 'value/a/@key']) {
      for (const type of ['string', 'number', 'boolean', 'dateTime'] as const) {
        const value = { string: 'y', number: '8', boolean: 'true', dateTime: '2026-01-01T00:00:00Z' }[type];
        expect(await found(expression('neq', path, type, value))).toEqual([]);
      }
    }
    expect(await found(expression('neq', 'value/[]/[]', 'number', '8'))).toEqual(['6']);
  });

  it('may be as long as a query takes', async () => {
    await insert(store, [entry('there', { list: [{ a: 'x', b: 1 }], value: 5 })]);
    const long = Array.from({ length: 450 }, () => [
      expression('eq', 'list/[]/a', 'string', 'x'),
      expression('neq', 'value', 'any', 'x', '6', 'true'),
    ]).flat();
    expect(await found(...long)).toEqual(['there']);
    const many = Array.from({ length: 2000 }, (_, index) => `y${index}`);
    expect(await found(expression('in', 'list/[]/a', 'string', ...many, 'x'))).toEqual(['there']);
    expect(await found(expression('ncont', 'list/[]/a', 'string', ...many))).toEqual(['there']);
  });
});
