import { DomainError } from '../problem.ts';
import {
  documentOf,
  type AttributeIndexes,
  type Connection,
  type Engine,
  type Row,
  type Statement,
} from './connection.ts';
import type { Definition } from './definitions.ts';
import type { Statements } from './statements.ts';
import type { Collection, Keys, Page, PageQuery } from './store.ts';

export interface Place<Entity> {
  connection: Connection;
  /** For statements that may look at every row. */
  scans: Pick<Connection, 'rows'>;
  attributeIndexes?: AttributeIndexes | undefined;
  /** Told of each entity that is written; without it when it was removed. */
  wrote: (id: string, entity?: Entity) => void;
}

/** Times the rows of a page that are looked at between other work. */
const NEARBY = 4;

/** A collection of entities on a connection. */
export function collectionOn<Entity, Column extends string>(
  engine: Pick<Engine, 'isDuplicate'>,
  definition: Definition<Entity, Column>,
  statements: Statements<Entity, Column>,
  { connection, scans, attributeIndexes, wrote }: Place<Entity>,
): Collection<Entity, Column> {
  const entityOf = (row: Row) => documentOf(row) as Entity;
  /** Nothing fits where there is no statement. */
  const rowsOf = async (statement: Statement | undefined) =>
    statement === undefined ? [] : connection.rows(statement);
  const pageOf = (rows: readonly Row[], { limit }: PageQuery<Column>): Page<Entity> => {
    const items = rows.slice(0, limit).map(entityOf);
    const last = rows[limit - 1];
    return rows.length > limit && last !== undefined ? { items, next: Number(last['sequence']) } : { items };
  };
  /** Undefined where the indexes tell too little. */
  const pageByIndex = async (query: PageQuery<Column>): Promise<Page<Entity> | undefined> => {
    const candidates = attributeIndexes?.candidates(definition.table, query.filter ?? [], query.after ?? 0);
    if (candidates === undefined) return undefined;
    if (candidates.sequences.length === 0) return { items: [] };
    const undecided = query.filter?.filter((expression) => expression !== candidates.decided);
    const rows = await rowsOf(statements.page({ ...query, filter: undecided }, candidates));
    return candidates.isComplete || rows.length > query.limit ? pageOf(rows, query) : undefined;
  };
  /** Of what many rows fit a page is found in the next few: no need to go to where all of them are looked at. */
  const pageNearby = async (query: PageQuery<Column>): Promise<Page<Entity> | undefined> => {
    const { after = 0, limit } = query;
    const upTo = after + NEARBY * limit;
    if (attributeIndexes?.areSmall(definition.table, after, upTo) !== true) return undefined;
    const rows = await rowsOf(statements.page(query, { upTo }));
    return rows.length > query.limit ? pageOf(rows, query) : undefined;
  };
  return {
    async get(id) {
      const [row] = await connection.rows(statements.get(id));
      return row === undefined ? undefined : entityOf(row);
    },
    async getStored(id) {
      const [row] = await connection.rows(statements.getStored(id));
      return row === undefined ? undefined : { entity: entityOf(row), modifiedTime: String(row['modifiedTime']) };
    },
    getEach: async (ids) => (await connection.rows(statements.getEach(ids))).map(entityOf),
    find: async (where, options = {}) => (await rowsOf(statements.find(where, options))).map(entityOf),
    findKeys: async (where, options = {}) => (await rowsOf(statements.findKeys(where, options))) as Keys<Column>[],
    async page(query) {
      const statement = statements.page(query);
      if (statement === undefined) return { items: [] };
      const { filter = [] } = query;
      if (filter.length === 0) return pageOf(await connection.rows(statement), query);
      const found = (await pageByIndex(query)) ?? (await pageNearby(query));
      if (found !== undefined) return found;
      const begin = performance.now();
      const rows = await scans.rows(statement);
      attributeIndexes?.looked(definition.table, filter, performance.now() - begin);
      return pageOf(rows, query);
    },
    async lastSequence() {
      const [row] = await connection.rows(statements.lastSequence());
      return Number(row?.['sequence'] ?? 0);
    },
    async insert(entity) {
      const id = definition.id(entity);
      try {
        await connection.change(statements.insert(entity));
      } catch (error) {
        if (!engine.isDuplicate(error)) throw error;
        throw new DomainError('StateConflict', `${definition.what} ${id} exists already`, { cause: error });
      }
      wrote(id, entity);
    },
    async insertIfAbsent(entity, document) {
      const isAdded = (await connection.change(statements.insertIfAbsent(entity, document))) > 0;
      if (isAdded) wrote(definition.id(entity), entity);
      return isAdded;
    },
    async update(entity) {
      const id = definition.id(entity);
      if ((await connection.change(statements.update(entity))) === 0)
        throw new DomainError('NotFound', `no ${definition.what} ${id}`);
      wrote(id, entity);
    },
    async setTime(id, column, time) {
      await connection.change(statements.setTime(id, column, time));
    },
    async delete(id) {
      const wasThere = (await connection.change(statements.delete(id))) > 0;
      if (wasThere) wrote(id);
      return wasThere;
    },
  };
}
