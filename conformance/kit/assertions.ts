import { isDeepStrictEqual } from 'node:util';
import type { Assertion, Failure, Json, ListAssertion, ValueAssertion, Values } from './case.ts';
import { fill, fillText } from './placeholders.ts';

/** What of the assertions does not hold for the body. */
export function checkAssertions(assertions: readonly Assertion[], body: unknown, values: Values): Failure[] {
  return assertions.flatMap((assertion) =>
    'all' in assertion ? checkList(assertion, body, values) : checkValues(assertion, body, values),
  );
}

/** Every value that a JSON pointer leads to; `*` stands for all elements of a list or all members of an object. */
export function select(body: unknown, pointer: string): unknown[] {
  let found: unknown[] = [body];
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = found.flatMap((value) => (key === '*' ? elementsOf(value) : memberOf(value, key)));
  }
  return found;
}

function elementsOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function memberOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return [(value as Record<string, unknown>)[key]];
}

function checkValues(assertion: ValueAssertion, body: unknown, values: Values): Failure[] {
  const what = assertion.at === '' ? 'the content' : fillText(assertion.at, values);
  const found = select(body, fillText(assertion.at, values));
  if (assertion.exists === false) return found.length === 0 ? [] : [{ what, expected: 'absent', got: show(found[0]) }];
  if (found.length === 0 && !assertion.at.includes('*')) return [{ what, expected: 'present', got: 'absent' }];
  return found.flatMap((value) =>
    conditionsOf(assertion, values)
      .filter(({ holds }) => !holds(value))
      .map(({ expected }) => ({ what, expected, got: show(value) })),
  );
}

interface Condition {
  expected: string;
  holds: (value: unknown) => boolean;
}

function conditionsOf(assertion: ValueAssertion, values: Values): Condition[] {
  const conditions: Condition[] = [];
  const add = <Wanted>(wanted: Wanted | undefined, make: (wanted: Wanted) => Condition): void => {
    if (wanted !== undefined) conditions.push(make(wanted));
  };
  const filled = (json: Json): Json => fill(json, values);
  add(assertion.is, (json) => ({ expected: show(filled(json)), holds: (value) => equal(value, filled(json)) }));
  add(assertion.isNot, (json) => ({
    expected: `not ${show(filled(json))}`,
    holds: (value) => !equal(value, filled(json)),
  }));
  add(assertion.oneOf, (list) => ({
    expected: `one of ${list.map((json) => show(filled(json))).join(', ')}`,
    holds: (value) => list.some((json) => equal(value, filled(json))),
  }));
  add(assertion.matches, (pattern) => ({
    expected: `a text like ${pattern}`,
    holds: (value) => typeof value === 'string' && new RegExp(pattern).test(value),
  }));
  add(assertion.startsWith, (start) => ({
    expected: `a text that starts with ${fillText(start, values)}`,
    holds: (value) => typeof value === 'string' && value.startsWith(fillText(start, values)),
  }));
  add(assertion.atLeast, (limit) => ({
    expected: `at least ${show(filled(limit))}`,
    holds: (value) => compare(value, filled(limit)) >= 0,
  }));
  add(assertion.atMost, (limit) => ({
    expected: `at most ${show(filled(limit))}`,
    holds: (value) => compare(value, filled(limit)) <= 0,
  }));
  return conditions;
}

function checkList(assertion: ListAssertion, body: unknown, values: Values): Failure[] {
  const what = `the list of ${assertion.all}`;
  const list = select(body, fillText(assertion.all, values));
  const filled = (json: Json): unknown => fill(json, values);
  const checks: [wanted: unknown, expected: () => string, holds: () => boolean][] = [
    [
      assertion.contains,
      () => `with ${show(filled(assertion.contains ?? null))}`,
      () => has(filled(assertion.contains ?? null)),
    ],
    [
      assertion.lacks,
      () => `without ${show(filled(assertion.lacks ?? null))}`,
      () => !hasAny(filled(assertion.lacks ?? null)),
    ],
    [
      assertion.same,
      () => `${show(filled(assertion.same ?? null))} in any order`,
      () => sameItems(list, filled(assertion.same ?? null)),
    ],
    [
      assertion.inOrder,
      () => show(filled(assertion.inOrder ?? null)),
      () => equal(list, filled(assertion.inOrder ?? null)),
    ],
    [assertion.unique, () => 'nothing twice', () => new Set(list.map(show)).size === list.length],
    [assertion.ascending, () => 'none before its predecessor', () => isAscending(list)],
    [assertion.count, () => `${assertion.count ?? 0} of them`, () => list.length === assertion.count],
    [
      assertion.countAtLeast,
      () => `at least ${assertion.countAtLeast ?? 0}`,
      () => list.length >= (assertion.countAtLeast ?? 0),
    ],
  ];
  return checks
    .filter(([wanted, , holds]) => wanted !== undefined && !holds())
    .map(([, expected]) => ({ what, expected: expected(), got: show(list) }));

  function has(wanted: unknown): boolean {
    return asList(wanted).every((item) => list.some((value) => equal(value, item)));
  }

  function hasAny(wanted: unknown): boolean {
    return asList(wanted).some((item) => list.some((value) => equal(value, item)));
  }
}

function isAscending(list: readonly unknown[]): boolean {
  return list.every((value, index) => index === 0 || compare(value, list[index - 1]) >= 0);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function sameItems(list: readonly unknown[], wanted: unknown): boolean {
  return equal(list.map(show).sort(), asList(wanted).map(show).sort());
}

function equal(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other);
}

/** Below zero, zero or above; not a number, for which no comparison holds, when the two do not compare. */
function compare(value: unknown, limit: unknown): number {
  if (typeof value === 'number' && typeof limit === 'number') return value - limit;
  if (typeof value !== 'string' || typeof limit !== 'string') return Number.NaN;
  const [valueTime, limitTime] = [Date.parse(value), Date.parse(limit)];
  return Number.isNaN(valueTime) || Number.isNaN(limitTime) ? value.localeCompare(limit) : valueTime - limitTime;
}

/** A value on one line, not too long. */
export function show(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
