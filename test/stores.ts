import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** The engines that every store test runs on. */
export const STORES: { name: string; location: () => Promise<string> }[] = [
  { name: 'SQLite', location: () => Promise.resolve(sqliteLocation()) },
  { name: 'PostgreSQL', location: postgresLocation },
];

/** A new SQLite file of its own. */
export function sqliteLocation(): string {
  return `sqlite:${join(mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-')), 'gateway.db')}`;
}

/** A new database of its own on the PostgreSQL of the test run; it sorts like a language, as databases in use do. */
export async function postgresLocation(): Promise<string> {
  const url = process.env['TEST_POSTGRES_URL'] ?? '';
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: `${url}postgres` });
  await client.connect();
  await client.query(`CREATE DATABASE ${database} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'`);
  await client.end();
  return `${url}${database}`;
}
