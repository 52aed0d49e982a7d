import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { usePlainKeywords } from '../../src/api/plain-keywords.ts';

const NAMES = ['a', 'b', 'c'];

/** Alternatives as in the documents: which attributes there are, and what values some of them may have. */
const alternative = fc.record(
  {
    required: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }),
    properties: fc.dictionary(
      fc.constantFrom(...NAMES),
      fc.record({ enum: fc.uniqueArray(fc.constantFrom('x', 'y'), { minLength: 1 }) }),
    ),
  },
  { requiredKeys: [] },
);
/** One that is left to ajv. */
const other = fc.constantFrom<object>(
  { maxProperties: 1 },
  { properties: { a: { type: 'string' } } },
  { type: 'object' },
);
const lengths = fc.record({ minLength: fc.nat(4), maxLength: fc.nat(4) }, { requiredKeys: [] });
const schema = fc.oneof(
  fc.array(alternative, { minLength: 1, maxLength: 4 }).map((oneOf) => ({ oneOf })),
  fc.array(fc.oneof(alternative, other), { minLength: 1, maxLength: 4 }).map((oneOf) => ({ oneOf })),
  lengths.map((one) => ({ type: 'string', ...one })),
);
const scalar = fc.constantFrom<unknown>('x', 'y', '', 1, null, {}, ['a']);
const value = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES), scalar),
  scalar,
  fc.array(fc.constantFrom('a', 'é', '😀', '\ud83d'), { maxLength: 6 }).map((characters) => characters.join('')),
);

function ajvWith(prepare: (ajv: Ajv) => void = () => undefined): Ajv {
  const ajv = new Ajv({ strict: false, messages: false });
  prepare(ajv);
  return ajv;
}

describe('Keywords where a doubt is enough', () => {
  test('take nothing that ajv refuses', () => {
    fc.assert(
      fc.property(schema, value, (one, data) => {
        const isTaken = ajvWith(usePlainKeywords).validate(one, data);
        if (isTaken) expect(ajvWith().validate(one, data)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['an object that fits one alternative', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1 }, true],
    ['an object that fits both', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 }, false],
    ['an object that fits none', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { c: 1 }, false],
    ['no object', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, null, false],
    [
      'a value that one alternative allows',
      { oneOf: [{ properties: { a: { enum: ['x'] } } }, { properties: { a: { enum: ['y'] } } }] },
      { a: 'x' },
      true,
    ],
    ['an alternative of another kind', { oneOf: [{ maxProperties: 0 }, { required: ['a'] }] }, { a: 1 }, true],
    ['a text that is as long as it may be', { type: 'string', maxLength: 3 }, 'abc', true],
    ['a text that is too long', { type: 'string', maxLength: 3 }, 'abcd', false],
    ['a text of few characters in many code units, which is in doubt', { type: 'string', maxLength: 3 }, '😀😀', false],
    ['a text that may be empty', { type: 'string', minLength: 0 }, '', true],
    ['a text that may not', { type: 'string', minLength: 1 }, '', false],
    ['one character in two code units where two are wanted', { type: 'string', minLength: 2 }, '😀', false],
  ])('%s', (_what, one, data, expected) => {
    expect(ajvWith(usePlainKeywords).validate(one, data)).toBe(expected);
  });
});
