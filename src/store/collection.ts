import { DomainError } from '../problem.ts';
import { documentOf, type Connection, type Engine, type Row } from './connection.ts';
import type { Definition } from './definitions.ts';
import type { Statements } from './statements.ts';
import type { Collection } from './store.ts';

export interface Place {
  connection: Connection;
  /** For statements that may look at every row. */
  scans: Pick<Connection, 'rows'>;
  /** Told of each entity that is written. */
  wrote: (id: string) => void;
}

/** A collection of entities on a connection. */
export function collectionOn<Entity, Column extends string>(
  engine: Pick<Engine, 'isDuplicate'>,
  definition: Definition<Entity, Column>,
  statements: Statements<Entity, Column>,
  { connection, scans, wrote }: Place,
): Collection<Entity, Column> {
  const entityOf = (row: Row) => documentOf(row) as Entity;
  return {
    async get(id) {
      const [row] = await connection.rows(statements.get(id));
      return row === undefined ? undefined : entityOf(row);
    },
    async getStored(id) {
      const [row] = await connection.rows(statements.getStored(id));
      return row === undefined ? undefined : { entity: entityOf(row), modifiedTime: String(row['modifiedTime']) };
    },
    async find(where, options = {}) {
      const statement = statements.find(where, options);
      return statement === undefined ? [] : (await connection.rows(statement)).map(entityOf);
    },
    async page(query) {
      const { limit, filter = [] } = query;
      const statement = statements.page(query);
      if (statement === undefined) return { items: [] };
      const rows = await (filter.length > 0 ? scans : connection).rows(statement);
      const items = rows.slice(0, limit).map(entityOf);
      const last = rows[limit - 1];
      return rows.length > limit && last !== undefined ? { items, next: Number(last['sequence']) } : { items };
    },
    async lastSequence() {
      const [row] = await connection.rows(statements.lastSequence());
      return Number(row?.['sequence'] ?? 0);
    },
    async insert(entity, document) {
      const id = definition.id(entity);
      try {
        await connection.change(statements.insert(entity, document));
      } catch (error) {
        if (!engine.isDuplicate(error)) throw error;
        throw new DomainError('StateConflict', `${definition.what} ${id} exists already`, { cause: error });
      }
      wrote(id);
    },
    async insertIfAbsent(entity, document) {
      const isAdded = (await connection.change(statements.insertIfAbsent(entity, document))) > 0;
      if (isAdded) wrote(definition.id(entity));
      return isAdded;
    },
    async update(entity) {
      const id = definition.id(entity);
      if ((await connection.change(statements.update(entity))) === 0)
        throw new DomainError('NotFound', `no ${definition.what} ${id}`);
      wrote(id);
    },
    async delete(id) {
      const wasThere = (await connection.change(statements.delete(id))) > 0;
      if (wasThere) wrote(id);
      return wasThere;
    },
  };
}
