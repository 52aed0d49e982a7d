/** What can be read, and how a list is narrowed (SOL013 5.2 to 5.4). */
import type { ConformanceCase, ValueAssertion } from '../../case.ts';
import { isList } from '../../documents.ts';
import { problem } from '../../expect.ts';
import { caseId, OPERATIONS, requestFor } from '../operation-requests.ts';

const READING = OPERATIONS.filter(({ method, path }) => method === 'GET' && !path.endsWith('/api_versions')).map(
  requestFor,
);
const LISTS = READING.filter(({ operation }) => isList(operation));
const ONES = READING.filter(({ operation }) => !isList(operation));

/** The attribute that names the resource is not called `id` everywhere. */
const IDENTIFIER: Readonly<Record<string, string>> = { resource_zones: 'zoneId', virtual_computes: 'computeId' };

const ABSOLUTE_SELF: ValueAssertion = { at: '/_links/self/href', matches: '^https?://' };

const one: ConformanceCase[] = ONES.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'found'),
  objective: `${operation.operationId} gives the resource, whose link to itself is absolute and leads to it`,
  clause: 'SOL013 4.2.3, 7.2.2',
  steps: [
    {
      send,
      expect: { status: 200, ...schemaOf(operation.schemas['200']), body: [ABSOLUTE_SELF] },
      save: { self: { body: '/_links/self/href' } },
    },
    {
      send: { method: 'GET', path: '{self}' },
      expect: { status: 200, body: [{ at: '/_links/self/href', is: '{self}' }] },
    },
  ],
}));

const list: ConformanceCase[] = LISTS.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'schema'),
  objective: `${operation.operationId} gives a list whose elements fit the schema and link to themselves`,
  clause: 'SOL013 5.4 (U3), 7.2.2',
  steps: [
    {
      send,
      expect: {
        status: 200,
        ...schemaOf(operation.schemas['200']),
        body: [{ at: '/*/_links/self/href', matches: '^https?://' }],
      },
    },
  ],
}));

/** Every list takes every selector (5.3), whether or not anything is left out by default. */
const SELECTORS: readonly Readonly<Record<string, string>>[] = [
  { all_fields: '' },
  { exclude_default: '' },
  { fields: 'id' },
  { exclude_fields: 'id' },
  { fields: 'id', exclude_default: '' },
];

/** Combinations that mean nothing. */
const NO_SELECTORS: readonly Readonly<Record<string, string>>[] = [
  { all_fields: '', fields: 'id' },
  { all_fields: '', exclude_fields: 'id' },
  { all_fields: '', exclude_default: '' },
  { fields: 'id', exclude_fields: 'id' },
  { exclude_fields: 'id', exclude_default: '' },
];

const selected: ConformanceCase[] = LISTS.flatMap(({ operation, send, ...rest }) =>
  [
    ...SELECTORS.map((query) => ({ query, expect: { status: 200, ...schemaOf(operation.schemas['200']) } })),
    ...NO_SELECTORS.map((query) => ({ query, expect: problem(400) })),
  ].map(({ query, expect }) => ({
    ...rest,
    id: caseId(operation, `selector-${Object.keys(query).join('-and-')}`),
    objective: `${operation.operationId} with ${Object.keys(query).join(' and ')} is ${expect.status as number}`,
    clause: expect.status === 200 ? 'SOL013 5.3, TST010 7.3.5.1.5 to .8' : 'SOL013 5.3',
    steps: [{ send: { ...send, query: withIdentifier(operation.path, query) }, expect }],
  })),
);

function withIdentifier(path: string, query: Readonly<Record<string, string>>): Record<string, string> {
  const name = IDENTIFIER[path.split('/').at(-1) ?? ''] ?? 'id';
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, value === '' ? '' : name]));
}

const BAD_QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'marker-of-nobody': { nextpage_opaque_marker: 'no marker of this list' },
  'filter-of-no-attribute': { filter: '(eq,kitUnknown,1)' },
  'filter-without-end': { filter: '(eq,id,1' },
  'fields-of-no-attribute': { fields: 'kitUnknown' },
};

const badQueries: ConformanceCase[] = LISTS.flatMap(({ operation, send, ...rest }) =>
  Object.entries(BAD_QUERIES).map(([name, query]) => ({
    ...rest,
    id: caseId(operation, name),
    objective: `${operation.operationId} with ${JSON.stringify(query)} is refused with 400`,
    clause: 'SOL013 5.2.2, 5.3, 5.4.2.3 (F5, P2)',
    steps: [{ send: { ...send, query }, expect: problem(400) }],
  })),
);

function schemaOf(schema: string | undefined): { schema?: string } {
  return schema === undefined ? {} : { schema };
}

export const READ_CASES: readonly ConformanceCase[] = [...one, ...list, ...selected, ...badQueries];
