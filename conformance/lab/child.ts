import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

interface ChildOptions {
  name: string;
  /** JavaScript file that is the program. */
  program: string;
  args: readonly string[];
  /** File that standard error is appended to. */
  logFile: string;
  onLine?: (line: unknown) => void;
  /** Variables of its environment beside those of this process. */
  environment?: Record<string, string>;
  /** Longest wait for it to end by itself when it is stopped, ms. */
  endsWithin?: number;
}

export interface Child {
  name: string;
  /** Resolves with the first line of standard output that is `{"event":"READY",…}`. */
  ready: () => Promise<void>;
  /** Exit code or signal once it has ended. */
  ended(): string | undefined;
  /** Ends it, first politely; only this process, by its id. */
  stop: () => Promise<void>;
  /** Ends it as a crash would. */
  kill: () => Promise<void>;
}

/** Longest wait for a child to be ready or to end, ms. */
const PATIENCE = 10_000;

/** Starts a program of its own and reads the JSON lines that it prints. */
export function startChild(options: ChildOptions): Child {
  const { name, program, args, logFile, onLine, environment = {}, endsWithin = PATIENCE / 2 } = options;
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let end: string | undefined;
  let isReady = false;
  // Nothing that was started here outlives the lab, however the lab ends.
  const killAtExit = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killAtExit);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', killAtExit);
      end = signal ?? `exit code ${code ?? 0}`;
      resolve();
    });
    child.once('error', (error) => {
      end = error.message;
      resolve();
    });
  });
  child.stderr.on('data', (data: Buffer) => {
    appendFileSync(logFile, data);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const parsed = parseLine(line);
    if (isEvent(parsed, 'READY')) isReady = true;
    else onLine?.(parsed);
  });
  return {
    name,
    ended: () => end,
    ready: async () => {
      for (let waited = 0; !isReady; waited += 20) {
        if (end !== undefined) throw new Error(`${name} ended: ${end}; see ${logFile}`);
        if (waited > PATIENCE) throw new Error(`${name} is not ready after ${PATIENCE / 1000} s; see ${logFile}`);
        await sleep(20);
      }
    },
    stop: async () => {
      if (end !== undefined) return;
      child.kill('SIGTERM');
      await Promise.race([exited, sleep(endsWithin, undefined, { ref: false })]);
      if (isRunning()) child.kill('SIGKILL');
      await exited;
    },
    kill: async () => {
      if (isRunning()) child.kill('SIGKILL');
      await exited;
    },
  };

  function isRunning(): boolean {
    return end === undefined;
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

function isEvent(line: unknown, event: string): boolean {
  return typeof line === 'object' && line !== null && 'event' in line && line.event === event;
}
