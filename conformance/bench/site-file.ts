import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { range, rowId, rowOf, serverId, vnfId, type Site } from './site.ts';

/** Source of the one notification that told the prototype's parameters; it is not copied. */
export const PROTOTYPE_SOURCE = 'prototype';

const PROTOTYPE_SERVER = serverId(0);
const PROTOTYPE_VNF = vnfId(0, 0).slice(0, -2);
const PROTOTYPE_ROW = rowId(0);

type Row = Record<string, unknown>;

interface PrototypeRow {
  table: string;
  columns: string[];
  row: Row;
  /** Identifier of its own that does not name the prototype; each copy gets a new one. */
  ownId: string | undefined;
}

/**
 * Makes a big site out of a small one, in seconds instead of minutes: the rows that the gateway wrote for the first server
 * are copied for every other one with the identifiers changed. What a row means is not known here; whether the copy is
 * right is asked of the gateway afterwards.
 */
export function multiplyPrototype(file: string, site: Site): void {
  const database = new Database(file);
  try {
    // Nobody else has the file, and one that is broken by a crash is of no use anyway.
    for (const setting of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -262144']) database.pragma(setting);
    const prototypes = findPrototypes(database);
    const inserts = prototypes.map((prototype) => ({ prototype, statement: database.prepare(insertSql(prototype)) }));
    database.transaction(() => {
      for (const server of range(site.servers).slice(1)) {
        for (const { prototype, statement } of inserts) statement.run(copyOf(prototype, site, server));
      }
    })();
  } finally {
    database.close();
  }
}

function findPrototypes(database: Database.Database): PrototypeRow[] {
  const tables = database
    .prepare<[], { name: string }>(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
    .all();
  return tables.flatMap(({ name }) => prototypesOf(database, name));
}

function prototypesOf(database: Database.Database, table: string): PrototypeRow[] {
  const info = database.prepare<[], { name: string; type: string; pk: number }>(`pragma table_info("${table}")`).all();
  // SQLite counts these by itself.
  const isCounter = (column: { type: string; pk: number }): boolean =>
    column.pk > 0 && column.type.toLowerCase() === 'integer';
  const columns = info.filter((column) => !isCounter(column)).map(({ name }) => name);
  return database
    .prepare<[], Row>(`select * from "${table}"`)
    .all()
    .filter((row) => mentionsPrototype(row))
    .map((row) => {
      const id = row['id'];
      const isOwn = typeof id === 'string' && !mentionsPrototype({ id });
      return { table, columns, row, ownId: isOwn ? id : undefined };
    });
}

function mentionsPrototype(row: Row): boolean {
  const texts = Object.values(row).filter((value) => typeof value === 'string');
  if (texts.some((text) => text.includes(`"source":"${PROTOTYPE_SOURCE}"`))) return false;
  return texts.some((text) => text.includes(PROTOTYPE_SERVER) || text.includes(PROTOTYPE_VNF));
}

function insertSql({ table, columns }: PrototypeRow): string {
  const names = columns.map((name) => `"${name}"`).join(', ');
  return `insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`;
}

function copyOf({ columns, row, ownId }: PrototypeRow, site: Site, server: number): unknown[] {
  const id = ownId === undefined ? undefined : uuidv7();
  const renamed = (text: string): string => {
    const copy = text
      .replaceAll(PROTOTYPE_SERVER, serverId(server))
      .replaceAll(PROTOTYPE_VNF, vnfId(server, 0).slice(0, -2))
      .replaceAll(PROTOTYPE_ROW, rowId(rowOf(site, server)));
    return ownId === undefined || id === undefined ? copy : copy.replaceAll(ownId, id);
  };
  return columns.map((name) => {
    const value = row[name];
    return typeof value === 'string' ? renamed(value) : value;
  });
}
