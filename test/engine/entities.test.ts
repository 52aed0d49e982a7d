import { compact, setAttribute } from '../../src/engine/entities.ts';

it('an attribute of any name is an attribute, and nothing is inherited by it', () => {
  const object: Record<string, unknown> = {};
  for (const name of ['a', '__proto__', 'constructor']) setAttribute(object, name, { isInherited: true });
  expect(Object.keys(object)).toEqual(['a', '__proto__', 'constructor']);
  expect('isInherited' in object).toBe(false);
  expect(JSON.stringify(compact({ ...object, nothing: undefined }))).toBe(JSON.stringify(object));
});
