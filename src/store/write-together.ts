/** PostgreSQL: many entities of a collection written by one statement. */
import { sql, type RawBuilder } from 'kysely';
import { DomainError } from '../problem.ts';
import type { Connection, Engine } from './connection.ts';
import type { Definition } from './definitions.ts';
import type { Queries } from './statements.ts';
import type { WriteTogether } from './unit-of-work.ts';

/** So many are named in an error. */
const NAMED = 5;

export function writeTogether<Entity, Column extends string>(
  { isDuplicate }: Pick<Engine, 'isDuplicate'>,
  queries: Queries,
  definition: Definition<Entity, Column>,
): (connection: Connection) => WriteTogether<Entity> {
  const { table, what } = definition;
  const columns = Object.entries<(entity: Entity) => string | undefined>(definition.columns);
  const names = columns.map(([column]) => sql.ref(column));
  const values = (entities: readonly Entity[]) => {
    const lists = [
      entities.map(definition.id),
      entities.map((entity) => JSON.stringify(entity)),
      ...columns.map(([, of]) => entities.map((entity) => of(entity) ?? null)),
    ];
    const given = [sql.ref('id'), sql.ref('document'), ...names, sql.ref('place')];
    return sql`unnest(${sql.join(lists.map((list) => sql`${list}::text[]`))}) with ordinality as given(${sql.join(given)})`;
  };
  /** One of those that are named. */
  const named = (entities: readonly Entity[]) => {
    const ids = entities.slice(0, NAMED).map(definition.id);
    return `${what} ${[...ids, ...(entities.length > NAMED ? ['others'] : [])].join(' or ')}`;
  };
  const ofGiven = names.map((name) => sql`given.${name}`);
  return (connection) => {
    const change = (text: RawBuilder<unknown>) => {
      const { sql: compiled, parameters } = text.compile(queries);
      return connection.change({ sql: compiled, parameters, isKept: true });
    };
    return {
      async insert(entities) {
        if (entities.length === 0) return;
        try {
          await change(sql`
            insert into ${sql.table(table)} (${sql.join([sql.ref('id'), sql.ref('document'), sql.ref('modifiedTime'), ...names])})
            select ${sql.join([sql`given.id`, sql`given.document::jsonb`, sql`${new Date().toISOString()}`, ...ofGiven])}
            from ${values(entities)} order by place`);
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          throw new DomainError('StateConflict', `${named(entities)} exists already`, {
            cause: error,
          });
        }
      },
      async update(entities) {
        if (entities.length === 0) return;
        const set = [
          sql`document = given.document::jsonb`,
          sql`${sql.ref('modifiedTime')} = ${new Date().toISOString()}`,
          ...names.map((name) => sql`${name} = given.${name}`),
        ];
        const count = await change(sql`
          update ${sql.table(table)} as present set ${sql.join(set)} from ${values(entities)} where present.id = given.id`);
        if (count < entities.length) throw new DomainError('NotFound', `no ${named(entities)}`);
      },
    };
  };
}
