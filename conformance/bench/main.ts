import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helpText, readArguments, WrongArguments, type Arguments } from './arguments.ts';
import { startAuthorization } from './authorization.ts';
import type { Bench, Group } from './bench.ts';
import { missingFigure, type Figure } from './figure.ts';
import { ingest } from './ingest.ts';
import { describeMachine } from './machine.ts';
import { resultTable } from './table.ts';

const GROUPS: readonly Group[] = [ingest];
const NAMES = GROUPS.flatMap(({ names }) => names);

async function measure({ only, quick }: Arguments): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-bench-'));
  // Whatever ends the benchmark, nothing is left behind.
  process.once('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  const begin = performance.now();
  const progress = (text: string): void => {
    process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
  };
  const authorization = await startAuthorization();
  const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
  const figures: Figure[] = [];
  for (const group of GROUPS.filter(({ names }) => names.some(wanted))) {
    const measured = await measureGroup(group, { directory, quick, wanted, authorization, progress });
    figures.push(...measured.filter(({ name }) => wanted(name)));
  }
  await authorization.close();
  return figures;
}

/** One group that cannot be measured does not keep the others from it. */
async function measureGroup(group: Group, run: Omit<Bench, 'closing'>): Promise<Figure[]> {
  const opened: { stop(): Promise<void> }[] = [];
  const bench: Bench = {
    ...run,
    closing: (one) => {
      opened.push(one);
      return one;
    },
  };
  try {
    return await group.measure(bench);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    run.progress(`${group.names.join(', ')}: ${reason}`);
    return group.names.map((name) => missingFigure(name, reason));
  } finally {
    await Promise.all(opened.map((one) => one.stop()));
  }
}

/** The benchmark as a program. */
async function main(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  try {
    const values = readArguments(process.argv.slice(2), NAMES);
    if (values.help) {
      process.stdout.write(helpText(NAMES));
      return 0;
    }
    const machine = describeMachine();
    const figures = await measure(values);
    process.stdout.write(values.json ? `${JSON.stringify({ machine, figures })}\n` : resultTable(machine, figures));
    const isMissing = figures.some(({ value }) => value === null);
    const isMissed = figures.some(({ pass }) => pass === false);
    return isMissing || (values.strict && isMissed) ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof WrongArguments ? 2 : 1;
  }
}

process.exitCode = await main();
