/** What the store asks of a database; the same on every engine. */
import type { CompiledQuery, Dialect } from 'kysely';
import type { DocumentSql } from './filter-sql.ts';
import type { AttributeExpression, AttributeFilter } from './filter.ts';
import type { EngineDifferences } from './migrations.ts';

export type Row = Record<string, unknown>;

/** A statement and the values bound to it. `isKept`: its text comes again and again, so that preparing it once pays. */
export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'> & { isKept: boolean };

/** Where statements are run: inside a transaction, or on what is committed. */
export interface Connection {
  rows(statement: Statement): Promise<Row[]>;
  /** Gives how many rows were changed. */
  change(statement: Statement): Promise<number>;
}

/** How processes on one database tell each other of changes. */
export interface Elsewhere {
  /** Run inside a transaction, they tell the others of it when it is committed. */
  announce(changed: ReadonlyMap<string, readonly string[]>): Statement[];
  listen(listener: (changed: ChangedElsewhere) => void): void;
}

/** Identifiers of what was changed, by collection; `any`: it is not known of what, or which. */
export type ChangedElsewhere = ReadonlyMap<string, readonly string[] | 'any'> | 'any';

/** Finds the rows that may fit a filter by indexes, so that not every document is looked at. */
export interface AttributeIndexes {
  /** Undefined where no index tells enough. */
  candidates(table: string, filter: AttributeFilter, after: number): Candidates | undefined;
  /** Whether these rows, after one place and up to another, are so small together that each may be looked at. */
  areSmall: (table: string, after: number, upTo: number) => boolean;
  /** Every row was looked at for the filter, which took so long. */
  looked(table: string, filter: AttributeFilter, milliseconds: number): void;
}

/** Rows after a place in the order of insertion. */
export interface Candidates {
  sequences: readonly number[];
  /** Whether every row that fits is one of them; else they are all up to the last of them. */
  isComplete: boolean;
  /** All of them fulfil this expression of the filter. */
  decided: AttributeExpression | undefined;
}

/** An engine that the store runs on. */
export interface Engine {
  /** For the migrations, and for the text of statements. */
  dialect: Dialect;
  differences: EngineDifferences;
  documents: DocumentSql;
  /** Whether this process is the only one that can have the store open. */
  exclusive: boolean;
  /** Reads what is committed. */
  committed: Connection;
  /** Reads what is committed by statements that may take long, so that nothing else waits for them. */
  scans: Pick<Connection, 'rows'>;
  /**
   * Resolves when what the work did is durable; what failed left nothing. The work may be run again after a conflict. What it
   * changed is to be seen by the next transaction from `committed` on, which is called before anything else happens.
   */
  transaction<Result>(
    work: (connection: Connection) => Promise<Result>,
    committed: (connection: Connection) => void,
  ): Promise<Result>;
  /**
   * Statements that need nothing but to be all or nothing, as a transaction of their own; durable when it resolves. `first`, a
   * statement, is run with its begin.
   */
  alone<Result>(work: (connection: Connection) => Promise<Result>, first?: string): Promise<Result>;
  /** Absent where the engine finds its way by itself. */
  attributeIndexes?: AttributeIndexes;
  /** Other processes on the same database; absent where there can be none. */
  elsewhere?: Elsewhere;
  /** Whether the error says that a unique value is there already. */
  isDuplicate: (error: unknown) => boolean;
  /** To be called when the tables are there. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The document of a row, on any engine. */
export function documentOf({ document }: Row): unknown {
  return typeof document === 'string' ? JSON.parse(document) : document;
}
