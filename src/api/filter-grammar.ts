/** The grammar of attribute filters (SOL013 5.2.2): `(operator,path,value)`, joined by `;`. */
import type { FilterOperator, Step } from '../store/filter.ts';
import { readAttributeName, refuseParameters } from './attribute-schema.ts';

export interface WrittenExpression {
  operator: FilterOperator;
  path: readonly WrittenStep[];
  values: readonly string[];
  /** Where it begins in the filter; the first character is 1. */
  position: number;
}
/** An array is not seen in a path: which attribute is one, the schema says. */
export type WrittenStep = Exclude<Step, { kind: 'element' }>;

/** Operators, and whether they take several values. */
const TAKES_SEVERAL: Record<FilterOperator, boolean> = {
  eq: false,
  neq: false,
  gt: false,
  lt: false,
  gte: false,
  lte: false,
  in: true,
  nin: true,
  cont: true,
  ncont: true,
};

/** Refuses a filter, naming the character. */
export function refuseFilterAt(position: number, reason: string): never {
  refuseParameters('filter', `at character ${position}, ${reason}`);
}

/** Reads a filter as far as the grammar goes; throws DomainError `Malformed` with the place. */
export function parseFilter(filter: string): WrittenExpression[] {
  if (filter === '') refuseParameters('filter', 'it is empty; an expression is (operator,attribute,value)');
  const nul = filter.indexOf('\0');
  if (nul >= 0) refuseFilterAt(nul + 1, 'there is a NUL character');
  const cursor = cursorOn(filter);
  const expressions = [readExpression(cursor)];
  while (!cursor.isAtEnd()) {
    cursor.expect(';', 'expressions are joined by ;');
    expressions.push(readExpression(cursor));
  }
  return expressions;
}

type Cursor = ReturnType<typeof cursorOn>;

function cursorOn(text: string) {
  let index = 0;
  const take = (pattern: RegExp): string => {
    const sticky = new RegExp(pattern, 'uy');
    sticky.lastIndex = index;
    const [taken = ''] = sticky.exec(text) ?? [];
    index += taken.length;
    return taken;
  };
  return {
    position: () => index + 1,
    isAtEnd: () => index === text.length,
    isAt: (character: string) => text[index] === character,
    take,
    expect: (character: string, reason: string) => {
      if (text[index] !== character) refuseFilterAt(index + 1, `"${character}" is missing: ${reason}`);
      index++;
    },
  };
}

function readExpression(cursor: Cursor): WrittenExpression {
  const position = cursor.position();
  cursor.expect('(', 'an expression is (operator,attribute,value)');
  const operator = readOperator(cursor);
  cursor.expect(',', 'the attribute follows the operator');
  const path = readPath(cursor);
  cursor.expect(',', 'a value follows the attribute');
  const values = [readValue(cursor)];
  while (cursor.isAt(',')) {
    const comma = cursor.position();
    cursor.expect(',', '');
    if (!TAKES_SEVERAL[operator])
      refuseFilterAt(comma, `${operator} takes one value; quote a value with a comma in it`);
    values.push(readValue(cursor));
  }
  cursor.expect(')', 'it ends an expression');
  return { operator, path, values, position };
}

function readOperator(cursor: Cursor): FilterOperator {
  const position = cursor.position();
  const operator = cursor.take(/[^,)]*/);
  if (!isOperator(operator)) {
    refuseFilterAt(position, `"${operator}" is no operator; there are ${Object.keys(TAKES_SEVERAL).join(', ')}`);
  }
  return operator;
}

function isOperator(text: string): text is FilterOperator {
  return Object.hasOwn(TAKES_SEVERAL, text);
}

function readPath(cursor: Cursor): WrittenStep[] {
  const position = cursor.position();
  // A parenthesis may be part of the key of a map, unless the expression ends there.
  const path = cursor.take(/(?:[^,)]|\)(?!;|$))*/);
  return path.split('/').map((written): WrittenStep => {
    if (written === '@key') return { kind: 'key' };
    if (written.startsWith('@')) refuseFilterAt(position, `"${written}" is not @key; an @ in a name is written ~b`);
    return { kind: 'member', name: readAttributeName(written, (reason) => refuseFilterAt(position, reason)) };
  });
}

function readValue(cursor: Cursor): string {
  const position = cursor.position();
  if (cursor.isAt("'")) {
    const quoted = cursor.take(/'(?:[^']|'')*'/);
    if (quoted === '') refuseFilterAt(position, 'a quoted value does not end');
    return quoted.slice(1, -1).replaceAll("''", "'");
  }
  const value = cursor.take(/[^,)']*/);
  if (cursor.isAt("'")) refuseFilterAt(cursor.position(), "a value with ' in it is quoted, and the ' is doubled");
  if (value === '') refuseFilterAt(position, "a value is missing; an empty one is written ''");
  return value;
}
