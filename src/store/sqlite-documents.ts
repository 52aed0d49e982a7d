import { sql } from 'kysely';
import type { DocumentDialect, Sql } from './filter-sql.ts';
import { INSTANT } from './instant.mjs';

/** A path of SQLite's JSON functions, made of parameters, and how many arrays it goes through. */
interface Path {
  path: Sql;
  depth: number;
}

const document = sql.ref('document');
const parameterOf = (value: string | number) => sql`json_extract(${JSON.stringify(value)}, '$')`;
/** A document of fewer bytes is read sooner than something is taken out of it. */
const SMALL = 2000;
const stepTo = (name: string) => `.${JSON.stringify(name)}`;
const TYPES = {
  string: sql`('text')`,
  number: sql`('integer', 'real')`,
  boolean: sql`('true', 'false')`,
};

/** Documents as text, looked into by path. */
export const sqliteDocuments: DocumentDialect<Path> = {
  root: { path: sql`'$'`, depth: 0 },
  member: ({ path, depth }, name) => ({ path: sql`${path} || ${stepTo(name)}`, depth }),
  someElement: ({ path, depth }, fulfils) => {
    const each = `each${depth}`;
    const element = { path: sql`${path} || '[' || ${sql.ref(`${each}.key`)} || ']'`, depth: depth + 1 };
    // Of what is no array, json_each would give the members or the thing itself.
    return sql`(json_type(${document}, ${path}) = 'array' and exists (
      select 1 from json_each(${document}, ${path}) as ${sql.ref(each)} where ${fulfils(element)}))`;
  },
  someKey: ({ path, depth }, fulfils) => {
    const each = `each${depth}`;
    return sql`(json_type(${document}, ${path}) = 'object' and exists (
      select 1 from json_each(${document}, ${path}) as ${sql.ref(each)} where ${fulfils(sql.ref(`${each}.key`))}))`;
  },
  is: ({ path }, type) => sql`json_type(${document}, ${path}) in ${TYPES[type]}`,
  text: ({ path }) => sql`json_extract(${document}, ${path})`,
  boolean: ({ path }) => sql`json_type(${document}, ${path})`,
  number: ({ path }) => sql`json_extract(${document}, ${path})`,
  instant: (text) => sql`${sql.raw(INSTANT)}(${text})`,
  // By the same function that reads the stored numbers, so that equal numbers are equal whatever their size.
  parameter: parameterOf,
  isOneOf: (operand, values) => sql`${operand} in (select value from json_each(${JSON.stringify(values)}))`,
  isListed: (text, list) => sql`${text} in (select value from json_each(${list}))`,
  listOf: (values) => JSON.stringify(values),
  containsOneOf: (text, values) =>
    sql`exists (select 1 from json_each(${JSON.stringify(values)}) as part where instr(${text}, part.value) > 0)`,
  without: (attributes) =>
    sql`case when octet_length(${document}) < ${SMALL} then ${document}
      else json_remove(${sql.join([document, ...attributes.map((name) => sql`${`$${stepTo(name)}`}`)])}) end`,
  // Bytes are taken as they are; to make a text of them first costs as much as to parse them.
  inserted: sql`cast(${''} as text)`,
  given: (utf8) => utf8,
};
