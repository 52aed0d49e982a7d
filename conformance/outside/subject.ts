import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { startChild } from '../lab/child.ts';
import { freePort, untilReady } from '../lab/gateway-process.ts';
import { packageRoot } from '../lab/scenario.ts';

/** The gateway as a program of its own, for a tool to look at. */
export interface Subject {
  url: string;
  /** What it logged as an error, one line each, and that it ended by itself. */
  errors(): string[];
  stop(): Promise<void>;
}

/** Starts it on the example site of the documentation, with other keys of the configuration where they are given. */
export async function startSubject(configuration: Record<string, unknown> = {}): Promise<Subject> {
  const directory = mkdtempSync(join(tmpdir(), 'outside-gateway-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(directory, 'site.yaml');
  const logFile = join(directory, 'gateway.log');
  const site = parse(readFileSync(join(packageRoot(), 'docs', 'site.example.yaml'), 'utf8')) as object;
  const store = `sqlite:${join(directory, 'gateway.db')}`;
  writeFileSync(logFile, '');
  writeFileSync(file, stringify({ ...site, store, listen: { host: '127.0.0.1', port }, ...configuration }));
  const program = join(packageRoot(), 'dist', 'src', 'main.js');
  const child = startChild({ name: 'gateway', program, args: ['--config', file], logFile });
  const stop = async (): Promise<void> => {
    await child.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  const errors = (): string[] => {
    const end = child.ended();
    return [
      ...readFileSync(logFile, 'utf8').split('\n').filter(isError),
      ...(end === undefined ? [] : [`the gateway ended: ${end}`]),
    ];
  };
  return { url, stop, errors };
}

/** Level of an error in the log of the gateway. */
const ERROR_LEVEL = 50;

function isError(line: string): boolean {
  return line.startsWith('{') && (JSON.parse(line) as { level: number }).level >= ERROR_LEVEL;
}
