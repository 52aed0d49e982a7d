import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helpText, readArguments, WrongArguments, type Arguments } from './arguments.ts';
import { startAuthorization } from './authorization.ts';
import type { Bench, Group } from './bench.ts';
import { missingFigures, type Figure } from './figure.ts';
import { growth } from './growth.ts';
import { list } from './list.ts';
import { writePlots } from './plots.ts';
import { readings } from './readings.ts';
import { replicas } from './replicas.ts';
import { sizes } from './sizes.ts';
import { startUp } from './start-up.ts';
import { wave } from './wave.ts';
import { describeMachine } from './machine.ts';
import { resultTable } from './table.ts';

const GROUPS: readonly Group[] = [readings, wave, list, startUp, growth, sizes, replicas];
const NAMES = GROUPS.flatMap(({ names }) => names);

async function measure({ only, quick, plots }: Arguments): Promise<Figure[]> {
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
  const run = { directory, quick, wanted, authorization, progress };
  const figures: Figure[] = [];
  for (const group of GROUPS.filter(({ names }) => names.some(wanted))) {
    const measured = await measureGroup(group, run);
    figures.push(...measured.filter(({ name }) => wanted(name)));
  }
  if (plots !== undefined) await withBench(run, (bench) => writePlots(bench, figures, plots));
  await authorization.close();
  return figures;
}

/** One group that cannot be measured does not keep the others from it. */
async function measureGroup(group: Group, run: Run): Promise<Figure[]> {
  try {
    return await withBench(run, (bench) => group.measure(bench));
  } catch (error) {
    run.progress(`${group.names.join(', ')}: ${error instanceof Error ? error.message : String(error)}`);
    return missingFigures(group.names, error);
  }
}

type Run = Omit<Bench, 'closing'>;

/** Ends everything that was started, also when a measurement fails. */
async function withBench<Result>(run: Run, use: (bench: Bench) => Promise<Result>): Promise<Result> {
  const opened: { stop(): Promise<void> }[] = [];
  try {
    return await use({
      ...run,
      closing: (one) => {
        opened.push(one);
        return one;
      },
    });
  } finally {
    // What was opened last depends on what was opened before.
    for (const one of opened.reverse()) await one.stop();
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
