import Database from 'better-sqlite3';
import { SqliteDialect } from 'kysely';
import type { Connection, Engine, Row, Statement } from './connection.ts';
import { documentSql } from './filter-sql.ts';
import { createAttributeIndexes } from './sqlite-attribute-indexes.ts';
import { sqliteDocuments } from './sqlite-documents.ts';
import { defineInstant } from './instant.mjs';
import { openJournal } from './sqlite-journal.ts';
import { createQueue } from './queue.ts';
import { createSqliteThread } from './sqlite-thread.ts';

/**
 * SQLite in a file: the default. WAL so that reads go on beside a write. A transaction is answered when the WAL was synced
 * after it, by another thread and for all that were committed meanwhile, so that a slow disk keeps nothing but them waiting.
 * One process may have it open: a second one is refused.
 */
export function sqliteEngine(file: string): Engine {
  if (file === ':memory:' || file === '')
    throw new Error('a store in memory does not survive a power failure; name a file: `store: sqlite:FILE`');
  const lock = takeLock(file);
  const writer = openFile(file);
  const reader = new Database(file, { readonly: true });
  defineInstant(reader);
  const journal = openJournal(file);
  const scanning = createSqliteThread(file);
  const queue = createQueue();
  const connection = connectionTo(writer);
  const begin = writer.prepare('begin immediate');
  const commit = writer.prepare('commit');
  const rollback = writer.prepare('rollback');

  async function run<Result>(work: (on: Connection) => Promise<Result>, committed: (on: Connection) => void) {
    begin.run();
    try {
      const result = await work(connection);
      commit.run();
      committed(connection);
      return result;
    } catch (error) {
      if (writer.inTransaction) rollback.run();
      throw error;
    }
  }
  const transaction: Engine['transaction'] = async (work, committed) => {
    const result = await queue.run(() => run(work, committed));
    await journal.synced();
    return result;
  };
  return {
    dialect: new SqliteDialect({ database: writer }),
    differences: { sequenceType: 'integer', documentType: 'text', skipLocked: '' },
    documents: documentSql(sqliteDocuments),
    exclusive: true,
    committed: connectionTo(reader),
    scans: { rows: ({ sql, parameters }) => scanning.rows(sql, parameters) },
    attributeIndexes: createAttributeIndexes({
      reader,
      make: (text) => queue.run(() => scanning.rows(text, [])),
    }),
    transaction,
    alone: (work) => transaction(work, () => undefined),
    isDuplicate: (error) => hasCode(error, 'SQLITE_CONSTRAINT_UNIQUE'),
    start: () => journal.start(queue),
    async close() {
      await queue.idle();
      await Promise.all([journal.close(), scanning.close()]);
      reader.close();
      writer.close();
      lock.close();
    },
  };
}

/** Held by the process until it ends, however it ends; the file itself stays empty. */
function takeLock(file: string): Database.Database {
  const lock = new Database(`${file}-lock`, { timeout: 1000 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (!hasCode(error, 'SQLITE_BUSY')) throw error;
    throw new Error(`the store ${file} is locked: another process has it open`, { cause: error });
  }
}

function openFile(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  // The WAL is synced by `openJournal`, and its contents go into the file by another thread.
  database.pragma('synchronous = NORMAL');
  database.pragma('wal_autocheckpoint = 0');
  database.pragma('cache_size = -16384');
  defineInstant(database);
  // The first look makes the WAL.
  database.pragma('user_version');
  return database;
}

/** Statements that need not come again are kept up to so many. */
const MAXIMUM_OTHERS = 100;

function connectionTo(database: Database.Database): Connection {
  const prepared = new Map<string, Database.Statement>();
  const others = new Map<string, Database.Statement>();
  const prepare = ({ sql, isKept }: Statement): Database.Statement => {
    const known = prepared.get(sql) ?? others.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    (isKept ? prepared : others).set(sql, statement);
    if (others.size > MAXIMUM_OTHERS) others.clear();
    return statement;
  };
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- what SQLite throws has to be a rejection
    rows: async (statement) => prepare(statement).all(statement.parameters) as Row[],
    // eslint-disable-next-line @typescript-eslint/require-await -- as above
    change: async (statement) => prepare(statement).run(statement.parameters).changes,
  };
}

/** Not by `instanceof`: the addon makes its errors in the first context of the process, which need not be this one. */
function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
