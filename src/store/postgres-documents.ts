import { sql } from 'kysely';
import { DATE_TIME } from './filter.ts';
import type { DocumentDialect, Sql } from './filter-sql.ts';

const TYPES = { string: sql`'string'`, number: sql`'number'`, boolean: sql`'boolean'` };
const textOf = (json: Sql) => sql`(${json} #>> '{}') collate "C"`;

/** Documents as jsonb, looked into by operators. Whatever could fail on the wrong type is behind a CASE. */
export const postgresDocuments: DocumentDialect<Sql> = {
  root: sql.ref('document'),
  // Not by #>, which takes a name like 0 for the index of an array.
  member: (json, name) => sql`(${json} -> ${name}::text)`,
  someElement: (json, fulfils) => {
    const array = sql`case jsonb_typeof(${json}) when 'array' then ${json} else '[]'::jsonb end`;
    const element = sql`element.value`;
    return sql`exists (select 1 from jsonb_array_elements(${array}) as element(value) where ${fulfils(element)})`;
  },
  someKey: (json, fulfils) => {
    const object = sql`case jsonb_typeof(${json}) when 'object' then ${json} else '{}'::jsonb end`;
    const key = sql`member.key collate "C"`;
    return sql`exists (select 1 from jsonb_object_keys(${object}) as member(key) where ${fulfils(key)})`;
  },
  is: (json, type) => sql`jsonb_typeof(${json}) = ${TYPES[type]}`,
  text: textOf,
  boolean: textOf,
  number: (json) => sql`(${json})::numeric`,
  // By position, which is many times faster than by the groups of the pattern; `offset 0` so that it is read only once.
  instant: (text) => sql`(
    select case when time ~ ${DATE_TIME} then
      extract(epoch from timestamp '2000-01-01'
          + make_interval(years => substr(time, 1, 4)::int - 2000, months => substr(time, 6, 2)::int - 1)
          + make_interval(days => substr(time, 9, 2)::int - 1, hours => substr(time, 12, 2)::int,
              mins => substr(time, 15, 2)::int, secs => substr(time, 18, 2)::int)
        ) * 1000
        + rpad(coalesce(fraction, ''), 3, '0')::int
        - case left(zone, 1) when '-' then -60000 else 60000 end
          * (coalesce(substr(zone, 2, 2), '0')::int * 60 + coalesce(substr(zone, 4, 2), '0')::int)
      end
    from (
      select time, substring(time from '[.]([0-9]{1,3})') as fraction,
        rpad(replace(substring(time from '[+-][0-9]{2}:?[0-9]{0,2}$'), ':', ''), 5, '0') as zone
      from (select ${text} as time offset 0) as stored
    ) as parts)`,
  parameter: (value) => (typeof value === 'number' ? sql`${String(value)}::numeric` : sql`${value}::text`),
  isOneOf: (operand, values) =>
    typeof values[0] === 'number'
      ? sql`${operand} = any(${values.map(String)}::numeric[])`
      : sql`${operand} = any(${values}::text[])`,
  isListed: (text, list) => sql`${text} = any(${list}::text[])`,
  listOf: (values) => values,
  containsOneOf: (text, values) =>
    sql`exists (select 1 from unnest(${values}::text[]) as part(value) where strpos(${text}, part.value) > 0)`,
  without: (attributes) => sql`${sql.ref('document')} - ${attributes}::text[]`,
  inserted: sql`${''}`,
  given: (utf8) => utf8.toString(),
};
