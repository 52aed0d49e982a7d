/**
 * What a filter means, as plainly as it can be said: it holds when there is one choice of elements, one for each array that
 * its paths go through, with which every expression holds (SOL013 5.2.2).
 */
import type { AttributeExpression, AttributeFilter, Step } from '../../src/store/filter.ts';

type Choice = ReadonlyMap<string, number>;

export function fulfils(document: unknown, filter: AttributeFilter): boolean {
  const arrays = new Map<string, readonly Step[]>();
  for (const { path } of filter) {
    path.forEach((step, index) => {
      const before = path.slice(0, index);
      if (step.kind === 'element') arrays.set(JSON.stringify(before), before);
    });
  }
  const outermostFirst = [...arrays.values()].sort((a, b) => a.length - b.length);
  return someChoice(document, filter, outermostFirst, new Map());
}

function someChoice(
  document: unknown,
  filter: AttributeFilter,
  [array, ...others]: (readonly Step[])[],
  choice: Choice,
): boolean {
  if (array === undefined) return filter.every((expression) => holds(document, expression, choice));
  const elements = valueAt(document, array, choice);
  if (!Array.isArray(elements)) return false;
  return elements.some((_, index) =>
    someChoice(document, filter, others, new Map([...choice, [JSON.stringify(array), index]])),
  );
}

/** Undefined when it is not there. */
function valueAt(document: unknown, path: readonly Step[], choice: Choice): unknown {
  let value = document;
  path.forEach((step, index) => {
    if (step.kind === 'member')
      value = isObject(value) && Object.hasOwn(value, step.name) ? value[step.name] : undefined;
    if (step.kind === 'element') {
      const chosen = choice.get(JSON.stringify(path.slice(0, index)));
      value = Array.isArray(value) && chosen !== undefined ? (value as unknown[])[chosen] : undefined;
    }
  });
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function holds(document: unknown, expression: AttributeExpression, choice: Choice): boolean {
  const { path, type } = expression;
  if (path.at(-1)?.kind === 'key') {
    const map = valueAt(document, path.slice(0, -1), choice);
    return isObject(map) && Object.keys(map).some((key) => stringHolds(key, expression));
  }
  const value = valueAt(document, path, choice);
  if (type === 'dateTime') return typeof value === 'string' && timeHolds(value, expression);
  if (typeof value === 'string') return ['string', 'any'].includes(type) && stringHolds(value, expression);
  if (typeof value === 'number') return ['number', 'any'].includes(type) && numberHolds(value, expression);
  if (typeof value === 'boolean') return ['boolean', 'any'].includes(type) && booleanHolds(value, expression);
  return false;
}

function stringHolds(value: string, { operator, values }: AttributeExpression): boolean {
  if (operator === 'cont') return values.some((part) => value.includes(part));
  if (operator === 'ncont') return values.every((part) => !value.includes(part));
  return compares(
    operator,
    values.map((other) => byCodePoint(value, other)),
  );
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  for (let index = 0; ; index++) {
    const [one, other] = [left?.[index] ?? -1, right?.[index] ?? -1];
    if (one !== other || one === -1) return one - other;
  }
}

function numberHolds(value: number, { operator, values }: AttributeExpression): boolean {
  const numbers = values.filter(isJsonNumber).map(Number);
  return compares(
    operator,
    numbers.map((other) => (value === other ? 0 : value < other ? -1 : 1)),
  );
}

function isJsonNumber(text: string): boolean {
  try {
    return Number.isFinite(JSON.parse(text)) && text.trim() === text;
  } catch {
    return false;
  }
}

function booleanHolds(value: boolean, { operator, values }: AttributeExpression): boolean {
  if (!['eq', 'neq', 'in', 'nin'].includes(operator)) return false;
  const booleans = values.filter((text) => text === 'true' || text === 'false');
  return compares(
    operator,
    booleans.map((other) => (String(value) === other ? 0 : 1)),
  );
}

function timeHolds(value: string, { operator, values }: AttributeExpression): boolean {
  if (Number.isNaN(millisecondsOf(value))) return false;
  return compares(
    operator,
    values.map((other) => millisecondsOf(value) - millisecondsOf(other)),
  );
}

/** Cut to milliseconds, in the spelling that Date takes; not a number when it is no date and time. */
function millisecondsOf(time: string): number {
  // Date would take much more.
  if (!/^\d{4}-\d\d-\d\d[Tt ]/.test(time)) return NaN;
  return Date.parse(
    time
      .toUpperCase()
      .replace(' ', 'T')
      .replace(/(\.\d{3})\d+/, '$1')
      .replace(/([+-]\d\d):?(\d\d)?$/, (_, hours: string, minutes = '00') => `${hours}:${String(minutes)}`),
  );
}

/** By how what is stored compares with each value: negative when it is less. With nothing to compare with, nothing holds. */
function compares(operator: AttributeExpression['operator'], comparisons: readonly number[]): boolean {
  const [first] = comparisons;
  if (first === undefined) return false;
  switch (operator) {
    case 'eq':
    case 'in':
      return comparisons.some((comparison) => comparison === 0);
    case 'neq':
    case 'nin':
      return comparisons.every((comparison) => comparison !== 0);
    case 'gt':
      return first > 0;
    case 'lt':
      return first < 0;
    case 'gte':
      return first >= 0;
    case 'lte':
      return first <= 0;
    case 'cont':
    case 'ncont':
      return false;
  }
}
