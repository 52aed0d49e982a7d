import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { packageRoot } from '../lab/scenario.ts';

/** A server that is a process of its own. */
export interface ServerProcess {
  pid: number;
  stop(): Promise<void>;
  /** Without any order: what it leaves is of no use. */
  kill(): Promise<void>;
}

interface ServerOptions {
  /** Program below dist/, e.g. `src/main.js`. */
  program: string;
  args: readonly string[];
  /** Where it answers 200 once it is ready. */
  readyUrl: string;
  logFile: string;
  /** Longest wait until it is ready, s. */
  patience: number;
}

/** Wait for it to end by itself, ms. */
const ENDS_WITHIN = 5000;
/** Pause between two looks whether it is ready, ms. */
const LOOK_INTERVAL = 10;

/** Starts a program of this package and waits until it is ready. It never outlives the benchmark. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const program = join(packageRoot(), 'dist', options.program);
  if (!existsSync(program)) throw new Error(`there is no ${program}; run npm run build`);
  const log = openSync(options.logFile, 'a');
  const child = spawn(process.execPath, [...nodeOptions(), program, ...options.args], { stdio: ['ignore', log, log] });
  closeSync(log);
  let isRunning = true;
  const killAtExit = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killAtExit);
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      isRunning = false;
      process.off('exit', killAtExit);
      resolve();
    };
    child.once('exit', end).once('error', end);
  });
  const runs = (): boolean => isRunning;
  const kill = async (): Promise<void> => {
    if (runs()) child.kill('SIGKILL');
    await exited;
  };
  const stop = async (): Promise<void> => {
    if (!runs()) return;
    child.kill('SIGTERM');
    await Promise.race([exited, sleep(ENDS_WITHIN, undefined, { ref: false })]);
    await kill();
  };
  try {
    await untilReady(options, runs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, stop, kill };
}

/** Options of node by which `npm start` starts the gateway; here they are those of every server. */
function nodeOptions(): string[] {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

async function untilReady({ program, readyUrl, logFile, patience }: ServerOptions, runs: () => boolean): Promise<void> {
  for (const end = performance.now() + patience * 1000; performance.now() < end;) {
    if (!runs()) throw new Error(`${program} ended at its start: ${lastLine(logFile)}`);
    const answer = await request(readyUrl, { headersTimeout: 1000, reset: true }).catch(() => undefined);
    await answer?.body.dump();
    if (answer?.statusCode === 200) return;
    await sleep(LOOK_INTERVAL);
  }
  throw new Error(`${program} is not ready after ${patience} s`);
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
}
