/** Documents of a rich shape, and filters on them that often hit. */
import * as fc from 'fast-check';
import type { AttributeExpression, AttributeType, FilterOperator, Step } from '../../src/store/filter.ts';

/** A few values again and again, so that filters find something, and now and then any. */
const oftenOf = <Value>(some: readonly Value[], any: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...some) }, { weight: 1, arbitrary: any });

const withoutNul = (text: string) => !text.includes('\0');
const STRINGS = [
  ...['', 'a', 'A', 'b', 'ab', 'aB', 'é', 'e\u0301', 'z', '0', '10', '9', 'true', 'null', ' ', 'a ', '%', '_', 'a%'],
  ...["'", "''", '"', '\\', '\\"', '$', '$.a', '[0]', '{}', '{"a":1}', '1.5', ',', ')', ';', '\n', '\t', '\u2028'],
  ...['😀', 'a😀', '\uffff', '\ue000', '𐀀', '2026-01-01T00:00:00Z'],
];
const string = oftenOf(STRINGS, fc.string({ unit: 'binary', maxLength: 6 }).filter(withoutNul));

const NUMBERS = [
  ...[0, -0, 1, -1, 2, 10, 9, 1.5, -1.5, 0.1, 0.2, 0.30000000000000004, 1e21, 1e-7, 5e-324, -1.7976931348623157e308],
  ...[2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 63, -(2 ** 63), 2 ** 64, -2053075164391551200, 9007199254740993, 1e20],
];
const number = oftenOf(NUMBERS, fc.double({ noNaN: true, noDefaultInfinity: true }));
const writtenNumber = fc
  .tuple(
    number,
    fc.constantFrom(
      String,
      (n: number) => n.toExponential(),
      (n: number) => n.toFixed(3),
    ),
  )
  .map(([value, write]) => write(value));

const ZONES = ['Z', 'z', '+00:00', '-00:00', '+01:00', '-01:00', '+05:45', '-23:59', '+23:59', '+0530', '-08'];
const FRACTIONS = ['', '.0', '.5', '.001', '.999', '.0010', '.123456789', '.999999999', '.1239', '.9999'];
const DAYS = [
  '2026-01-01',
  '2025-12-31',
  '2024-02-29',
  '1970-01-01',
  '1969-12-31',
  '2000-03-01',
  '0001-01-01',
  '9999-12-31',
];
const CLOCKS = ['00:00:00', '23:59:59', '01:00:00', '12:30:15', '22:59:59'];
const anyDateTime = fc
  .tuple(
    fc.constantFrom(...DAYS),
    fc.constantFrom('T', 'T', 't', ' '),
    fc.constantFrom(...CLOCKS),
    fc.constantFrom(...FRACTIONS),
    fc.constantFrom(...ZONES),
  )
  .map((parts) => parts.join(''));
const withinASecond = fc.constantFrom(...FRACTIONS).map((fraction) => `2026-01-01T00:00:00${fraction}Z`);
const dateTime = fc.oneof(anyDateTime, withinASecond);

const KEYS = [
  'a',
  'b',
  'A',
  'a.b',
  'a"b',
  "a'b",
  'a\\b',
  '$',
  '$.a',
  '[0]',
  '0',
  '',
  ' ',
  '#',
  '@key',
  '~0',
  'a/b',
  'é',
  '😀',
  '\n',
];
const key = oftenOf(KEYS, fc.string({ unit: 'binary', maxLength: 4 }).filter(withoutNul));
const anything: fc.Arbitrary<unknown> = fc.oneof(
  string,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(string, number), { maxLength: 2 }),
  fc.dictionary(key, fc.oneof(string, number), { maxKeys: 2 }),
);

/** Now and then something of another type than the schema says. */
const mostly = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary }, { weight: 1, arbitrary: anything });
const arrayOf = (arbitrary: fc.Arbitrary<unknown>) => mostly(fc.array(mostly(arbitrary), { maxLength: 3 }));
const objectOf = (members: Record<string, fc.Arbitrary<unknown>>) => mostly(fc.record(members, { requiredKeys: [] }));

const SCALARS = { string, number, boolean: fc.boolean(), dateTime };
const scalars = {
  text: mostly(string),
  count: mostly(number),
  flag: mostly(fc.boolean()),
  time: mostly(dateTime),
};
const element = objectOf({
  ...scalars,
  texts: arrayOf(string),
  inner: arrayOf(objectOf({ text: mostly(string), count: mostly(number) })),
});

/** A document without its id. */
export const document: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    ...scalars,
    'odd "name\' of.$[0]\\😀': mostly(string),
    object: objectOf({ ...scalars, object: objectOf(scalars) }),
    list: arrayOf(element),
    texts: arrayOf(string),
    counts: arrayOf(number),
    times: arrayOf(dateTime),
    flags: arrayOf(fc.boolean()),
    matrix: arrayOf(arrayOf(number)),
    map: mostly(fc.dictionary(key, anything, { maxKeys: 4 })),
    strings: mostly(fc.dictionary(key, string, { maxKeys: 4 })),
  },
  { requiredKeys: [] },
);

type Attribute = [Step[], AttributeType];
const steps = (...path: readonly string[]): Step[] =>
  path.map((name) => (name === '[]' ? { kind: 'element' } : { kind: 'member', name }));
const scalarsAt = (...path: readonly string[]): Attribute[] => [
  [steps(...path, 'text'), 'string'],
  [steps(...path, 'count'), 'number'],
  [steps(...path, 'flag'), 'boolean'],
  [steps(...path, 'time'), 'dateTime'],
];
const ATTRIBUTES: Attribute[] = [
  ...scalarsAt(),
  [steps('odd "name\' of.$[0]\\😀'), 'string'],
  ...scalarsAt('object'),
  ...scalarsAt('object', 'object'),
  ...scalarsAt('list', '[]'),
  ...scalarsAt('list', '[]'),
  [steps('list', '[]', 'texts', '[]'), 'string'],
  [steps('list', '[]', 'inner', '[]', 'text'), 'string'],
  [steps('list', '[]', 'inner', '[]', 'count'), 'number'],
  [steps('texts', '[]'), 'string'],
  [steps('counts', '[]'), 'number'],
  [steps('times', '[]'), 'dateTime'],
  [steps('flags', '[]'), 'boolean'],
  [steps('matrix', '[]', '[]'), 'number'],
  [[...steps('map'), { kind: 'key' }], 'string'],
  [[...steps('strings'), { kind: 'key' }], 'string'],
];
const inMap = key.map((name): Attribute => [steps('map', name), 'any']);
const inStrings = key.map((name): Attribute => [steps('strings', name), 'string']);
const attribute = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ATTRIBUTES) },
  { weight: 1, arbitrary: fc.oneof(inMap, inStrings) },
);
const attributeOfList = fc.constantFrom(
  ...ATTRIBUTES.filter(([[first]]) => first?.kind === 'member' && first.name === 'list'),
);

const ORDERED: readonly FilterOperator[] = ['eq', 'neq', 'gt', 'lt', 'gte', 'lte', 'in', 'nin'];
const OPERATORS: Record<AttributeType, readonly FilterOperator[]> = {
  string: [...ORDERED, 'cont', 'ncont'],
  number: ORDERED,
  dateTime: ORDERED,
  boolean: ['eq', 'neq'],
  any: [...ORDERED, 'cont', 'ncont'],
};
const VALUES: Record<AttributeType, fc.Arbitrary<string>> = {
  ...SCALARS,
  number: writtenNumber,
  boolean: fc.constantFrom('true', 'false'),
  any: fc.oneof(string, writtenNumber, fc.constantFrom('true', 'false')),
};

const TAKES_SEVERAL = ['in', 'nin', 'cont', 'ncont'];
const expressionOn = (on: fc.Arbitrary<Attribute>): fc.Arbitrary<AttributeExpression> =>
  on.chain(([path, type]) =>
    fc
      .constantFrom(...OPERATORS[type])
      .chain((operator) =>
        fc
          .array(VALUES[type], { minLength: 1, maxLength: TAKES_SEVERAL.includes(operator) ? 4 : 1 })
          .map((values) => ({ operator, path, type, values })),
      ),
  );
/** Several expressions are about the elements of one array as a rule, where it matters which element. */
export const filter = fc.oneof(
  fc.array(expressionOn(attribute), { minLength: 1, maxLength: 3 }),
  fc.array(expressionOn(attributeOfList), { minLength: 2, maxLength: 3 }),
);
