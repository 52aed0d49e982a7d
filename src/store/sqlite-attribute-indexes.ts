/**
 * Indexes on attributes inside documents. A filter may name any attribute; the first that has to look at every document for one
 * makes an index on it, and the next ones find by that index the few rows that may fit. What fits is decided by the filter itself.
 */
import type Database from 'better-sqlite3';
import {
  numberOf,
  type AttributeExpression,
  type AttributeFilter,
  type AttributeType,
  type FilterOperator,
} from './filter.ts';
import type { AttributeIndexes, Candidates } from './connection.ts';

/** Rows that are worth being looked at one by one; of more than these, a look at all finds a page sooner. */
const FEW = 1000;
/** Bytes of rows that are looked at one by one between other work. */
const MAXIMUM_BYTES = 1_000_000;
/** Values of a filter whose few rows are looked at between other work; with more of them it has a thread of its own. */
const MAXIMUM_VALUES = 50;
/** What takes longer, in milliseconds, is worth an index. */
const LONG = 5;
/** Indexes of a table at most, and rows and bytes of a table that gets one: each costs time with every write, and holds it up while it is made. */
const MAXIMUM_INDEXES = 12;
const MAXIMUM_ROWS = 500_000;
const MAXIMUM_TABLE_BYTES = 200_000_000;
/** Rows by which it is reckoned how large the others are. */
const SAMPLE = 100;

export interface IndexPorts {
  reader: Database.Database;
  /** Makes an index while nothing else writes. */
  make: (sql: string) => Promise<unknown>;
}

interface Index {
  name: string;
  /** What it is on, as its text has it. */
  operand: string;
  /** On a column, which has a text or nothing. */
  isOnColumn: boolean;
}

/** A part of a filter that an index can answer: whatever fits fulfils the condition. */
interface Term {
  expression: AttributeExpression;
  path: readonly string[];
  condition: string;
  parameter: string;
  /** All of them have one value, so that an index has them in order of insertion. */
  isOrdered: boolean;
}

export function createAttributeIndexes({ reader, make }: IndexPorts): AttributeIndexes {
  let known: Map<string, Map<string, Index>> | undefined;
  const prepared = new Map<string, Database.Statement>();
  const making = new Set<string>();

  const tables = () => (known ??= readIndexes(reader));
  /** Statements that give one column. */
  const prepare = (text: string): Database.Statement => {
    const statement = prepared.get(text) ?? reader.prepare(text).pluck();
    prepared.set(text, statement);
    return statement;
  };
  /** By no more than a few rows: nothing else goes on meanwhile. */
  const isTooLarge = (table: string) => {
    const name = quoted(table);
    const rows = prepare(`select (select max(sequence) from ${name}) - (select min(sequence) from ${name}) + 1`).get();
    const bytes = prepare(
      `select avg(octet_length(document)) from (select document from ${name} order by sequence desc limit ${SAMPLE})`,
    ).get();
    return Number(rows) > MAXIMUM_ROWS || Number(rows) * Number(bytes) > MAXIMUM_TABLE_BYTES;
  };
  const rowsBy = (table: string, index: Index, term: Term, after: number): Candidates | undefined => {
    const { name, operand, isOnColumn } = index;
    const sequences = prepare(
      `select sequence from ${quoted(table)} indexed by ${quoted(name)}
       where ${operand} ${term.condition} and sequence > ?${term.isOrdered ? ' order by sequence' : ''} limit ${FEW}`,
    ).all(term.parameter, after) as number[];
    const isComplete = sequences.length < FEW;
    const decided = isOnColumn && term.expression.type === 'string' ? term.expression : undefined;
    return isComplete || term.isOrdered ? { sequences, isComplete, decided } : undefined;
  };
  return {
    candidates(table, filter, after) {
      if (filter.reduce((count, { values }) => count + values.length, 0) > MAXIMUM_VALUES) return undefined;
      let first: Candidates | undefined;
      for (const term of termsOf(filter)) {
        const index = tables().get(table)?.get(keyOf(term.path));
        const found = index === undefined ? undefined : rowsBy(table, index, term, after);
        if (found?.isComplete === true) return found;
        first ??= found;
      }
      return first;
    },
    areSmall(table, after, upTo) {
      const bytes = prepare(
        `select total(octet_length(document)) from ${quoted(table)} where sequence > ? and sequence <= ?`,
      ).get(after, upTo) as number;
      return bytes <= MAXIMUM_BYTES;
    },
    looked(table, filter, milliseconds) {
      const indexes = tables().get(table) ?? new Map<string, Index>();
      const term = termsOf(filter).find(({ path }) => !indexes.has(keyOf(path)));
      if (milliseconds < LONG || making.has(table) || term === undefined || indexes.size >= MAXIMUM_INDEXES) return;
      if (isTooLarge(table)) return;
      const index = { name: nameOf(table, term.path), operand: operandOf(term.path), isOnColumn: false };
      making.add(table);
      void make(`create index if not exists ${quoted(index.name)} on ${quoted(table)} (${index.operand})`)
        .then(() => {
          tables().set(table, indexes.set(keyOf(term.path), index));
        })
        // It is tried again when it is next missed.
        .catch(() => undefined)
        .finally(() => making.delete(table));
    },
  };
}

/** The indexes that are there, by table and path: those of columns, and those that were made for attributes. */
function readIndexes(reader: Database.Database): Map<string, Map<string, Index>> {
  const tables = new Map<string, Map<string, Index>>();
  const rows = reader
    .prepare(`select name, tbl_name, sql from sqlite_master where type = 'index' and sql is not null`)
    .all() as { name: string; tbl_name: string; sql: string }[];
  for (const { name, tbl_name: table, sql } of rows) {
    const [, column] = COLUMN_INDEX.exec(sql) ?? [];
    const isOnColumn = !name.startsWith(PREFIX);
    const path = isOnColumn ? (column === undefined ? undefined : [column]) : pathIn(name);
    if (path === undefined) continue;
    const operand = isOnColumn ? quoted(path.join()) : operandOf(path);
    const index = { name, operand, isOnColumn };
    tables.set(table, (tables.get(table) ?? new Map<string, Index>()).set(keyOf(path), index));
  }
  return tables;
}

/** An index on one column. */
const COLUMN_INDEX = /\("(\w+)"\)$/;
/** How the name of an index on an attribute begins. Its table and path follow, in hexadecimal: SQLite takes `a` and `A` for one. */
const PREFIX = 'attribute_';

const nameOf = (table: string, path: readonly string[]) =>
  `${PREFIX}${Buffer.from(JSON.stringify([table, ...path])).toString('hex')}`;
const pathIn = (name: string) =>
  (JSON.parse(Buffer.from(name.slice(PREFIX.length), 'hex').toString()) as string[]).slice(1);
const keyOf = (path: readonly string[]) => JSON.stringify(path);
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
/** The names are `PLAIN`, so that nothing in them means anything to SQL or to a path. */
const operandOf = (path: readonly string[]) =>
  `json_extract(document, '$${path.map((name) => `."${name}"`).join('')}')`;

const PLAIN = /^[\w.:/-]+$/;
const RANGES: Partial<Record<FilterOperator, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** The most telling first. */
function termsOf(filter: AttributeFilter): Term[] {
  return filter
    .flatMap((expression) => termOf(expression) ?? [])
    .sort((a, b) => Number(b.isOrdered) - Number(a.isOrdered));
}

/** Undefined where what fits is not a range of what `json_extract` gives. */
function termOf(expression: AttributeExpression): Term | undefined {
  const { operator, path, type, values } = expression;
  const names = path.flatMap((step) => (step.kind === 'member' && PLAIN.test(step.name) ? step.name : []));
  if (names.length < path.length || type === 'dateTime') return undefined;
  const operands = [...new Set(values.flatMap((value) => operandsOf(value, type)))];
  const [operand] = operands;
  if (operator === 'eq' || operator === 'in') {
    const isOrdered = operands.length === 1;
    return isOrdered
      ? { expression, path: names, condition: "= json_extract(?, '$')", parameter: JSON.stringify(operand), isOrdered }
      : {
          expression,
          path: names,
          condition: 'in (select value from json_each(?))',
          parameter: JSON.stringify(operands),
          isOrdered,
        };
  }
  const range = RANGES[operator];
  if (range === undefined || type === 'any' || operands.length !== 1) return undefined;
  return {
    expression,
    path: names,
    condition: `${range} json_extract(?, '$')`,
    parameter: JSON.stringify(operand),
    isOrdered: false,
  };
}

/** What `json_extract` gives of a document that has the value. */
function operandsOf(value: string, type: AttributeType): (string | number)[] {
  const number = numberOf(value);
  const boolean = value === 'true' ? 1 : value === 'false' ? 0 : undefined;
  return [
    ...(type === 'string' || type === 'any' ? [value] : []),
    ...(number !== undefined && (type === 'number' || type === 'any') ? [number] : []),
    ...(boolean !== undefined && (type === 'boolean' || type === 'any') ? [boolean] : []),
  ];
}
