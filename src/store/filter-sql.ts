/** A filter as a condition in SQL. What is the same on every engine is here; how to look into a document is the dialect's. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { instantOf, numberOf, type AttributeExpression, type AttributeFilter, type FilterOperator } from './filter.ts';

export type Sql = RawBuilder<unknown>;
export type Condition = RawBuilder<SqlBool>;

/** What the store wants of documents, on any engine. */
export interface DocumentSql {
  fulfils(filter: AttributeFilter): Condition;
  /** A text equal to one of several, however many; `list` is bound to what `listOf` gives. */
  isListed(text: Sql, list: unknown): Condition;
  listOf(values: readonly (string | number)[]): unknown;
  /** The document without some of its attributes; a small one may have them all the same. */
  without(attributes: readonly string[]): Sql;
  /** What is inserted as the document, which is bound to text or to what `given` makes of UTF-8. */
  inserted: RawBuilder<string>;
  given(utf8: Buffer): unknown;
}

/** How an engine compares what it found; nothing may fail, whatever it is. */
interface Comparisons {
  /** Milliseconds since 1970 of a text; null when it is no date-time. */
  instant(text: Sql): Sql;
  parameter(value: string | number): Sql;
  isOneOf(operand: Sql, values: readonly string[] | readonly number[]): Condition;
  containsOneOf(text: Sql, values: readonly string[]): Condition;
}

/** How an engine looks into the column `document`. A `Place` says where in it; nothing may fail, whatever is there. */
export interface DocumentDialect<Place> extends Comparisons {
  root: Place;
  member(place: Place, name: string): Place;
  /** Whether there is an array, and an element of it fulfils the condition. */
  someElement(place: Place, fulfils: (element: Place) => Condition): Condition;
  /** Whether there is an object, and a key of it fulfils the condition. */
  someKey(place: Place, fulfils: (key: Sql) => Condition): Condition;
  is(place: Place, type: 'string' | 'number' | 'boolean'): Condition;
  text(place: Place): Sql;
  /** The text `true` or `false`. */
  boolean(place: Place): Sql;
  number(place: Place): Sql;
  isListed(text: Sql, list: unknown): Condition;
  listOf(values: readonly (string | number)[]): unknown;
  without(attributes: readonly string[]): Sql;
  inserted: RawBuilder<string>;
  given(utf8: Buffer): unknown;
}

export function documentSql<Place>(dialect: DocumentDialect<Place>): DocumentSql {
  return {
    fulfils: (filter) => allHold(dialect, dialect.root, filter),
    isListed: (text, list) => dialect.isListed(text, list),
    listOf: (values) => dialect.listOf(values),
    without: (attributes) => dialect.without(attributes),
    inserted: dialect.inserted,
    given: (utf8) => dialect.given(utf8),
  };
}

const never: Condition = sql`false`;

const allOf = (conditions: readonly Condition[]): Condition => sql`(${sql.join(conditions, sql` and `)})`;
const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? never : sql`(${sql.join(conditions, sql` or `)})`;
/** CASE, because an engine may look at the parts of an AND in any order. */
const guarded = (guard: Condition, condition: Condition): Condition =>
  sql`case when ${guard} then ${condition} else false end`;

/** The conditions of expressions whose paths begin at the place. */
function allHold<Place>(dialect: DocumentDialect<Place>, place: Place, filter: AttributeFilter): Condition {
  const members = new Map<string, AttributeExpression[]>();
  const elements: AttributeExpression[] = [];
  const conditions: Condition[] = [];
  for (const expression of filter) {
    const [step, ...path] = expression.path;
    const rest = { ...expression, path };
    if (step === undefined) conditions.push(holds(dialect, place, expression));
    else if (step.kind === 'element') elements.push(rest);
    else if (step.kind === 'key') conditions.push(dialect.someKey(place, (key) => textHolds(dialect, key, expression)));
    else members.set(step.name, [...(members.get(step.name) ?? []), rest]);
  }
  for (const [name, inside] of members) conditions.push(allHold(dialect, dialect.member(place, name), inside));
  if (elements.length > 0)
    conditions.push(dialect.someElement(place, (element) => allHold(dialect, element, elements)));
  return allOf(conditions);
}

/** One expression about what is at the place itself. */
function holds<Place>(dialect: DocumentDialect<Place>, place: Place, expression: AttributeExpression): Condition {
  switch (expression.type) {
    case 'string':
      return guarded(dialect.is(place, 'string'), textHolds(dialect, dialect.text(place), expression));
    case 'number':
      return guarded(dialect.is(place, 'number'), numberHolds(dialect, dialect.number(place), expression));
    case 'boolean':
      return guarded(dialect.is(place, 'boolean'), booleanHolds(dialect, dialect.boolean(place), expression));
    case 'dateTime':
      return guarded(dialect.is(place, 'string'), instantHolds(dialect, dialect.text(place), expression));
    case 'any':
      return anyOf(
        (['string', 'number', 'boolean'] as const).map((type) => holds(dialect, place, { ...expression, type })),
      );
  }
}

type Expression = Pick<AttributeExpression, 'operator' | 'values'>;

function textHolds(dialect: Comparisons, text: Sql, { operator, values }: Expression): Condition {
  if (operator === 'cont') return dialect.containsOneOf(text, values);
  if (operator === 'ncont') return sql`not ${dialect.containsOneOf(text, values)}`;
  return compares(dialect, text, operator, values);
}

function numberHolds(dialect: Comparisons, number: Sql, { operator, values }: Expression): Condition {
  return compares(dialect, number, operator, values.map(numberOf).filter(isThere));
}

function instantHolds(dialect: Comparisons, text: Sql, { operator, values }: Expression): Condition {
  return compares(dialect, dialect.instant(text), operator, values.map(instantOf).filter(isThere));
}

function booleanHolds(dialect: Comparisons, boolean: Sql, { operator, values }: Expression): Condition {
  if (operator === 'gt' || operator === 'lt' || operator === 'gte' || operator === 'lte') return never;
  const booleans = values.filter((value) => value === 'true' || value === 'false');
  return compares(dialect, boolean, operator, booleans);
}

const ORDER = { gt: sql`>`, lt: sql`<`, gte: sql`>=`, lte: sql`<=` };

/** What can be compared with no value that makes sense for its type is never true. */
function compares(
  dialect: Comparisons,
  operand: Sql,
  operator: FilterOperator,
  values: readonly string[] | readonly number[],
): Condition {
  const [value] = values;
  if (value === undefined) return never;
  switch (operator) {
    case 'eq':
    case 'in':
      return dialect.isOneOf(operand, values);
    case 'neq':
    case 'nin':
      return sql`not ${dialect.isOneOf(operand, values)}`;
    case 'gt':
    case 'lt':
    case 'gte':
    case 'lte':
      return sql`${operand} ${ORDER[operator]} ${dialect.parameter(value)}`;
    case 'cont':
    case 'ncont':
      return never;
  }
}

const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined;
