import { createHash } from 'node:crypto';
import pg from 'pg';
import { PostgresDialect } from 'kysely';
import type { Connection, Engine, Row, Statement } from './connection.ts';
import { DomainError } from '../problem.ts';
import { documentSql } from './filter-sql.ts';
import { postgresDocuments } from './postgres-documents.ts';
import { createPostgresListener } from './postgres-listener.ts';
import { createQueue } from './queue.ts';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
/** The server ended it because this process was paused. */
const IDLE_IN_TRANSACTION = '25P03';
const UNIQUE_VIOLATION = '23505';

const MAXIMUM_TRANSACTION_ATTEMPTS = 20;

/** A process that is paused keeps its locks from the others for so long at most. */
const PAUSED_MILLISECONDS = 3000;
/** A statement, or a new connection, that takes longer has a server that is gone without a word, as by a power failure. */
const PATIENCE_MILLISECONDS = 20_000;
/** Filters that look at every row have connections of their own, so that however many there are, nothing else waits for them. */
const SCANS_AT_ONCE = 2;
const SCAN_MILLISECONDS = 60_000;
const QUERY_CANCELED = '57014';
const SERIALIZABLE = 'begin isolation level serializable';
/**
 * A table that is only ever locked, by a transaction that is run again after a conflict: those get on one after another, and without
 * batches between. A lock of a table, because what a transaction sees begins after it.
 */
export const AGAIN_TABLE = 'transaction_again';

/** PostgreSQL, serializable transactions: several processes may have it open. */
export function postgresEngine(connectionString: string, patience = PATIENCE_MILLISECONDS): Engine {
  const reached = { connectionString, keepAlive: true, connectionTimeoutMillis: patience };
  const pool = createPool({
    ...reached,
    query_timeout: patience,
    idle_in_transaction_session_timeout: PAUSED_MILLISECONDS,
    // To have read a table from end to end conflicts with every change of it, however small it is. What is read so nevertheless looks
    // so dear then, up to PostgreSQL 17, that it would be compiled each time.
    options: '-c enable_seqscan=off -c jit=off',
  });
  // One of this process waits for the lock: the others would keep their connections from all else, and the lock while it is paused.
  const oneAfterAnother = createQueue();
  const scanning = createPool({
    ...reached,
    max: SCANS_AT_ONCE,
    statement_timeout: SCAN_MILLISECONDS,
    query_timeout: SCAN_MILLISECONDS + patience,
  });
  // To migrate a large store takes its time.
  const migrating = createPool(reached);
  const listener = createPostgresListener(connectionString);
  const committed = connectionTo(pool);

  async function attempt<Result>(
    work: (on: Connection) => Promise<Result>,
    done: (on: Connection) => void,
    begin: string,
  ) {
    const client = await pool.connect();
    let problem: Error | undefined;
    try {
      const connection = connectionTo(client);
      await client.query(begin);
      const result = await work(connection);
      await client.query('commit');
      done(connection);
      return result;
    } catch (error) {
      if (isReadTimeout(error)) problem = error;
      // A connection on which not even that can be said is not used again.
      else
        await client.query('rollback').catch((cause: unknown) => {
          problem = cause instanceof Error ? cause : new Error(String(cause));
        });
      throw error;
    } finally {
      client.release(problem);
    }
  }
  const again = <Result>(run: () => Promise<Result>) => {
    const end = performance.now() + patience;
    return oneAfterAnother.run(() => {
      // Those before it waited for a server that does not answer.
      if (performance.now() > end)
        throw new DomainError('Unavailable', 'too many changes at once wait for the database; try again');
      return run();
    });
  };
  return {
    dialect: new PostgresDialect({ pool: migrating }),
    differences: { sequenceType: 'bigserial', documentType: 'jsonb', skipLocked: 'for update of d skip locked' },
    documents: documentSql(postgresDocuments),
    exclusive: false,
    committed,
    scans: { rows: (statement) => connectionTo(scanning).rows(statement).catch(refuseTooLong) },
    elsewhere: listener,
    transaction: (work, done) =>
      untilNoConflict((isAgain) =>
        isAgain
          ? again(() => attempt(work, done, `${SERIALIZABLE}; lock table ${AGAIN_TABLE} in exclusive mode`))
          : attempt(work, done, SERIALIZABLE),
      ),
    alone: (work, first) =>
      untilNoConflict(() =>
        attempt(
          work,
          () => undefined,
          `begin isolation level read committed${first === undefined ? '' : `; ${first}`}`,
        ),
      ),
    isDuplicate: (error) => codeOf(error) === UNIQUE_VIOLATION,
    start: () => Promise.resolve(),
    async close() {
      await listener.close();
      await Promise.all([pool, scanning, migrating].map((one) => one.end()));
    },
  };
}

function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // Without a listener the end of a connection that is in use would end the process; whoever uses it is told anyway.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // A connection that breaks while idle is replaced by the pool; the next query tells when the server is gone.
  pool.on('error', () => undefined);
  return pool;
}

/** `pg` has no codes for these. */
function isReadTimeout(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout';
}

function isConnectTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect';
}

/** Only a filter takes long; it is the caller's to name less. */
function refuseTooLong(error: unknown): never {
  const isTooLong = codeOf(error) === QUERY_CANCELED;
  if (!isTooLong && !isConnectTimeout(error)) throw error;
  const why = isTooLong ? `it takes more than ${SCAN_MILLISECONDS / 1000} s` : 'too many others are under way';
  const detail = `the filter looks at every resource, and ${why}; one more expression, with eq or in on an identifier, makes it fast`;
  throw new DomainError('Unavailable', detail, { cause: error });
}

async function untilNoConflict<Result>(attempt: (isAgain: boolean) => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count++) {
    try {
      return await attempt(count > 1);
    } catch (error) {
      // What two processes add at the same time is a duplicate for the later one; it sees so when it looks again.
      const isWorthwhile = isConflict(error) || (count === 1 && isDuplicate(error));
      if (!isWorthwhile || count === MAXIMUM_TRANSACTION_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * count));
    }
  }
}

function isConflict(error: unknown): boolean {
  return [SERIALIZATION_FAILURE, DEADLOCK_DETECTED, IDLE_IN_TRANSACTION].includes(codeOf(origin(error)));
}

function isDuplicate(error: unknown): boolean {
  return codeOf(origin(error)) === UNIQUE_VIOLATION;
}

/** What the work of a transaction made of an error of PostgreSQL is that error still. */
function origin(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
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
