import Database from 'better-sqlite3';
import { SqliteDialect } from 'kysely';
import { instantOf } from './filter.ts';
import { documentSql } from './filter-sql.ts';
import { INSTANT, sqliteDocuments } from './sqlite-documents.ts';
import type { Engine } from './sql-store.ts';

/**
 * SQLite in a file: the default. WAL so that reads go on beside a write, `synchronous=FULL` so that what was answered
 * survives a power failure. One process may have it open: a second one is refused.
 */
export function sqliteEngine(file: string): Engine {
  const database = new Database(file, { timeout: 1000 });
  prepare(database, file);
  database.function(INSTANT, { deterministic: true }, (text: unknown) => instantOf(String(text)) ?? null);
  return {
    dialect: new SqliteDialect({ database }),
    differences: { sequenceType: 'integer', documentType: 'text' },
    documents: documentSql(sqliteDocuments),
    exclusive: true,
    isConflict: () => false,
    isDuplicate: (error) => hasCode(error, 'SQLITE_CONSTRAINT_UNIQUE'),
  };
}

function prepare(database: Database.Database, file: string): void {
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
  } catch (error) {
    database.close();
    if (!hasCode(error, 'SQLITE_BUSY')) throw error;
    throw new Error(`the store ${file} is locked: another process has it open`, { cause: error });
  }
}

/** Not by `instanceof`: the addon makes its errors in the first context of the process, which need not be this one. */
function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
