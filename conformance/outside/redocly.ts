import { join } from 'node:path';
import { startChild, type Child } from '../lab/child.ts';
import { packageRoot } from '../lab/scenario.ts';
import { runProgram } from './run-program.ts';

const PROGRAM = join(packageRoot(), 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
const CONFIGURATION = ['--config', join(packageRoot(), '.redocly.yaml')];
/** It asks nobody anything. */
const environment = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** Longest wait for the proxy to end, ms: it writes down all that it has seen. */
const ENDS_WITHIN = 60_000;

/** Starts a proxy that records what goes through it. */
export function startProxy(options: { target: string; port: number; har: string; logFile: string }): Child {
  const { target, port, har, logFile } = options;
  return startChild({
    name: 'redocly proxy',
    program: PROGRAM,
    args: ['proxy', '--target', target, '--port', String(port), '--har', har, ...CONFIGURATION],
    logFile,
    environment,
    endsWithin: ENDS_WITHIN,
  });
}

/** Runs a command of the redocly CLI until it ends; gives its exit code. */
export function runRedocly(
  args: readonly string[],
  { directory, output }: { directory: string; output: string },
): Promise<number> {
  return runProgram(process.execPath, [PROGRAM, ...args, ...CONFIGURATION], { directory, output, environment });
}
