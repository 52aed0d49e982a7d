/** The statements of a collection. The text of each is made once for each shape of a question, and run again and again. */
import { sql, type Compilable, type ExpressionBuilder, type Generated, type Kysely, type SqlBool } from 'kysely';
import type { Statement } from './connection.ts';
import type { Definition } from './definitions.ts';
import type { AttributeExpression } from './filter.ts';
import type { DocumentSql } from './filter-sql.ts';
import type { Condition, FindOptions, PageQuery } from './store.ts';

interface Row extends Record<string, unknown> {
  /** PostgreSQL gives it as text. */
  sequence: Generated<number | string>;
  id: string;
  modifiedTime: string;
  document: string;
}
type Database = Record<string, Row>;
/** What makes the texts of statements; it runs none. */
export type Queries = Kysely<Database>;

export interface Statements<Entity, Column extends string> {
  get(id: string): Statement;
  getStored(id: string): Statement;
  getEach(ids: readonly string[]): Statement;
  /** Undefined when nothing can fit. */
  find(where: Partial<Record<Column, Condition>>, options: FindOptions<Column>): Statement | undefined;
  /** The identifier and the columns of the same. */
  findKeys(where: Partial<Record<Column, Condition>>, options: FindOptions<Column>): Statement | undefined;
  /** One row more than the limit, so that the last page is known. Undefined when nothing can fit. */
  page(query: PageQuery<Column>, among?: Among): Statement | undefined;
  lastSequence(): Statement;
  insert(entity: Entity): Statement;
  insertIfAbsent(entity: Entity, document?: Buffer): Statement;
  update(entity: Entity): Statement;
  setTime(id: string, column: Column, time: string): Statement;
  delete(id: string): Statement;
}

/** Of some rows only: these, or those up to one. */
export interface Among {
  sequences?: readonly number[];
  upTo?: number;
}

/** Where the text is not made yet, `compile` makes it. */
type Keep = (shape: string, parameters: readonly unknown[], compile: () => Compilable) => Statement;

function createKeep(): Keep {
  const texts = new Map<string, string>();
  return (shape, parameters, compile) => {
    const text = texts.get(shape) ?? compile().compile().sql;
    texts.set(shape, text);
    return { sql: text, parameters, isKept: true };
  };
}

export function createStatements<Entity, Column extends string>(
  queries: Queries,
  documents: DocumentSql,
  definition: Definition<Entity, Column>,
): Statements<Entity, Column> {
  const { table } = definition;
  const keep = createKeep();
  const columns = Object.entries<(entity: Entity) => string | undefined>(definition.columns);
  const valuesOf = (entity: Entity, document: unknown) => [
    document,
    new Date().toISOString(),
    ...columns.map(([, of]) => of(entity) ?? null),
  ];
  const keys = ['id', ...columns.map(([column]) => column)];
  /** The columns of `valuesOf`, each with a value that only stands for it. */
  const named = { document: '', modifiedTime: '', ...Object.fromEntries(columns.map(([column]) => [column, ''])) };

  const found = (
    selected: readonly string[],
    where: Partial<Record<Column, Condition>>,
    options: FindOptions<Column>,
  ) => {
    const conditions = conditionsOf(where);
    return conditions.some(isEmpty)
      ? undefined
      : findBy(queries, documents, { table, keep, selected, conditions }, options);
  };
  const insertion = () => queries.insertInto(table).values({ id: '', ...named, document: documents.inserted });
  const insertedOf = (entity: Entity, document?: Buffer) => [
    definition.id(entity),
    ...valuesOf(entity, document === undefined ? JSON.stringify(entity) : documents.given(document)),
  ];

  return {
    get: (id) => keep('get', [id], () => queries.selectFrom(table).select('document').where('id', '=', '')),
    getStored: (id) =>
      keep('getStored', [id], () =>
        queries.selectFrom(table).select(['document', 'modifiedTime']).where('id', '=', ''),
      ),
    getEach: (ids) =>
      keep('getEach', [documents.listOf(ids)], () =>
        queries
          .selectFrom(table)
          .select('document')
          .where(documents.isListed(sql.ref('id'), documents.listOf([]))),
      ),
    find: (where, options) => found(DOCUMENT, where, options),
    findKeys: (where, options) => found(keys, where, options),
    page(query, among) {
      const filter = query.filter ?? [];
      const ofColumns = filter.map((expression) => conditionIn(expression, definition.columns));
      const conditions = [...conditionsOf(query.where ?? {}), ...ofColumns.filter(isThere)];
      if (conditions.some(isEmpty)) return undefined;
      const others = filter.filter((_expression, index) => ofColumns[index] === undefined);
      return pageOf(queries, documents, { table, conditions, among }, { ...query, filter: others });
    },
    lastSequence: () =>
      keep('lastSequence', [], () =>
        queries.selectFrom(table).select((builder) => builder.fn.max('sequence').as('sequence')),
      ),
    insert: (entity) => keep('insert', insertedOf(entity), () => insertion()),
    insertIfAbsent: (entity, document) =>
      keep('insertIfAbsent', insertedOf(entity, document), () =>
        insertion().onConflict((conflict) => conflict.column('id').doNothing()),
      ),
    update: (entity) =>
      keep('update', [...valuesOf(entity, JSON.stringify(entity)), definition.id(entity)], () =>
        queries.updateTable(table).set(named).where('id', '=', ''),
      ),
    setTime: (id, column, time) =>
      keep(`setTime ${column}`, [time, id], () =>
        queries
          .updateTable(table)
          .set({ [column]: '' })
          .where('id', '=', ''),
      ),
    delete: (id) => keep('delete', [id], () => queries.deleteFrom(table).where('id', '=', '')),
  };
}

/** What a whole entity is read from. */
const DOCUMENT: readonly string[] = ['document'];

interface Found {
  table: string;
  keep: Keep;
  selected: readonly string[];
  conditions: readonly ColumnCondition[];
}

function findBy(
  queries: Queries,
  documents: DocumentSql,
  { table, keep, selected, conditions }: Found,
  { limit, orderBy = 'sequence' }: FindOptions<string>,
): Statement {
  const what = selected === DOCUMENT ? 'find' : 'findKeys';
  const shape = [what, ...conditions.map(shapeOf), orderBy, ...(limit === undefined ? [] : ['limited'])].join(' ');
  const parameters = [
    ...conditions.map(([, condition]) => parameterOf(documents, condition)),
    ...(limit === undefined ? [] : [limit]),
  ];
  return keep(shape, parameters, () => {
    const query = queries.selectFrom(table).select(selected).where(allHold(documents, conditions)).orderBy(orderBy);
    return limit === undefined ? query : query.limit(limit);
  });
}

function pageOf(
  queries: Queries,
  documents: DocumentSql,
  {
    table,
    conditions,
    among = {},
  }: { table: string; conditions: readonly ColumnCondition[]; among?: Among | undefined },
  { after = 0, limit, filter = [], omit = [] }: PageQuery<string>,
): Statement {
  const { sequences, upTo } = among;
  const query = queries
    .selectFrom(table)
    .select('sequence')
    .select((omit.length === 0 ? sql.ref('document') : documents.without(omit)).as('document'))
    .where(
      sequences === undefined
        ? sql<SqlBool>`sequence > ${after}`
        : documents.isListed(sql.ref('sequence'), documents.listOf(sequences)),
    )
    .where(allHold(documents, conditions))
    .orderBy('sequence')
    .limit(limit + 1);
  const bounded = upTo === undefined ? query : query.where('sequence', '<=', upTo);
  const filtered = filter.length > 0 ? bounded.where(documents.fulfils(filter)) : bounded;
  return { ...filtered.compile(), isKept: false };
}

type ColumnCondition = [column: string, condition: Condition];

function conditionsOf(where: Partial<Record<string, Condition>>): ColumnCondition[] {
  return Object.entries(where).filter((entry): entry is ColumnCondition => entry[1] !== undefined);
}

/** What an expression of a filter says of a column, which has what is at the top of the document and an index on it. */
function conditionIn(
  { operator, path: [step, ...inside], type, values }: AttributeExpression,
  columns: object,
): ColumnCondition | undefined {
  const isOfColumn = step?.kind === 'member' && inside.length === 0 && Object.hasOwn(columns, step.name);
  return isOfColumn && type === 'string' && (operator === 'eq' || operator === 'in') ? [step.name, values] : undefined;
}

/** One of none: nothing fits. */
function isEmpty([, condition]: ColumnCondition): boolean {
  return Array.isArray(condition) && condition.length === 0;
}

function shapeOf([column, condition]: ColumnCondition): string {
  if (typeof condition === 'string') return `${column}=`;
  if ('notAfter' in condition) return `${column}<=`;
  return 'notBefore' in condition ? `${column}>=` : `${column} in`;
}

function parameterOf(documents: DocumentSql, condition: Condition): unknown {
  if (typeof condition === 'string') return condition;
  if ('notAfter' in condition) return condition.notAfter;
  return 'notBefore' in condition ? condition.notBefore : documents.listOf(condition);
}

function allHold(documents: DocumentSql, conditions: readonly ColumnCondition[]) {
  return (builder: ExpressionBuilder<Database, string>) =>
    builder.and(
      conditions.map(([column, condition]) => {
        if (typeof condition === 'string') return builder(column, '=', condition);
        if ('notAfter' in condition) return builder(column, '<=', condition.notAfter);
        if ('notBefore' in condition) return builder(column, '>=', condition.notBefore);
        return documents.isListed(sql.ref(column), documents.listOf(condition));
      }),
    );
}

const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined;
