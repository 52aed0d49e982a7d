import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

interface ProgramOptions {
  /** Directory in which it runs. */
  directory: string;
  /** File for all that it prints. */
  output: string;
  environment?: Record<string, string>;
}

/** Longest run, ms. */
const PATIENCE = 240_000;

/** Runs a program until it ends; gives its exit code. It does not outlive this process. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { directory, output, environment = {} }: ProgramOptions,
): Promise<number> {
  const file = openSync(output, 'w');
  const child = spawn(command, args, {
    cwd: directory,
    stdio: ['ignore', file, file],
    env: { ...process.env, ...environment },
    timeout: PATIENCE,
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code === null) throw new Error(`${command} did not end within ${PATIENCE / 1000} s; see ${output}`);
    return code;
  } finally {
    process.off('exit', kill);
    closeSync(file);
  }
}
