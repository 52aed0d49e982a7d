import pg from 'pg';
import { PostgresDialect } from 'kysely';
import { documentSql } from './filter-sql.ts';
import { postgresDocuments } from './postgres-documents.ts';
import type { Engine } from './sql-store.ts';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';

/** PostgreSQL, serializable transactions: several processes may have it open. */
export function postgresEngine(connectionString: string): Engine {
  const pool = new pg.Pool({ connectionString });
  // A connection that breaks while idle is replaced by the pool; the next query tells when the server is gone.
  pool.on('error', () => undefined);
  return {
    dialect: new PostgresDialect({ pool }),
    differences: { sequenceType: 'bigserial', documentType: 'jsonb' },
    documents: documentSql(postgresDocuments),
    exclusive: false,
    isConflict: (error) => [SERIALIZATION_FAILURE, DEADLOCK_DETECTED].includes(codeOf(error)),
    isDuplicate: (error) => codeOf(error) === UNIQUE_VIOLATION,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
