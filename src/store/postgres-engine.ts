import { createHash } from 'node:crypto';
import pg from 'pg';
import { PostgresDialect } from 'kysely';
import type { Connection, Engine, Row, Statement } from './connection.ts';
import { documentSql } from './filter-sql.ts';
import { postgresDocuments } from './postgres-documents.ts';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';

const MAXIMUM_TRANSACTION_ATTEMPTS = 20;

/** PostgreSQL, serializable transactions: several processes may have it open. */
export function postgresEngine(connectionString: string): Engine {
  const pool = new pg.Pool({ connectionString });
  // A connection that breaks while idle is replaced by the pool; the next query tells when the server is gone.
  pool.on('error', () => undefined);
  const committed = connectionTo(pool);

  async function attempt<Result>(
    work: (on: Connection) => Promise<Result>,
    done: (on: Connection) => void,
    isolation: 'serializable' | 'read committed',
  ) {
    const client = await pool.connect();
    let problem: Error | undefined;
    try {
      const connection = connectionTo(client);
      await client.query(`begin isolation level ${isolation}`);
      const result = await work(connection);
      await client.query('commit');
      done(connection);
      return result;
    } catch (error) {
      // A connection on which not even that can be said is not used again.
      await client.query('rollback').catch((cause: unknown) => {
        problem = cause instanceof Error ? cause : new Error(String(cause));
      });
      throw error;
    } finally {
      client.release(problem);
    }
  }
  return {
    dialect: new PostgresDialect({ pool }),
    differences: { sequenceType: 'bigserial', documentType: 'jsonb', skipLocked: 'for update of d skip locked' },
    documents: documentSql(postgresDocuments),
    exclusive: false,
    committed,
    scans: committed,
    transaction: (work, done) => untilNoConflict(() => attempt(work, done, 'serializable')),
    alone: (work) => untilNoConflict(() => attempt(work, () => undefined, 'read committed')),
    isDuplicate: (error) => codeOf(error) === UNIQUE_VIOLATION,
    start: () => Promise.resolve(),
    close: () => pool.end(),
  };
}

async function untilNoConflict<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConflict(error) || count === MAXIMUM_TRANSACTION_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * count));
    }
  }
}

function isConflict(error: unknown): boolean {
  return [SERIALIZATION_FAILURE, DEADLOCK_DETECTED].includes(codeOf(error));
}

function connectionTo(client: pg.Pool | pg.PoolClient): Connection {
  const run = ({ sql, parameters, isKept }: Statement) =>
    client.query<Row>({ text: sql, values: [...parameters], ...(isKept ? { name: nameOf(sql) } : {}) });
  return {
    rows: async (statement) => (await run(statement)).rows,
    change: async (statement) => (await run(statement)).rowCount ?? 0,
  };
}

const names = new Map<string, string>();

/** By which a connection knows a statement that it prepared. */
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash('sha256').update(text).digest('base64url');
  names.set(text, name);
  return name;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
