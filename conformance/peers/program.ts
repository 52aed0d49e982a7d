import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface ProgramOptions {
  /** First lines of the help. */
  usage: string;
  /** Options with their meaning; every one takes a value. */
  options: Record<string, string>;
}

export type ProgramValues = Readonly<Record<string, string | undefined>>;

/** True when the module is the program that was started, not an import. */
export function isProgram(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}

/** Runs a peer as a program: reads the options, starts it and closes it on SIGTERM or SIGINT. */
export async function runProgram(
  { usage, options }: ProgramOptions,
  start: (values: ProgramValues) => Promise<{ close: () => Promise<void> }>,
): Promise<void> {
  const help = `${usage}\n\n${Object.entries(options)
    .map(([name, meaning]) => `  --${name.padEnd(18)} ${meaning}`)
    .join('\n')}\n`;
  try {
    const declared = Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ options: { ...declared, help: { type: 'boolean' } } });
    if (values.help === true) {
      process.stdout.write(help);
      return;
    }
    const texts = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]);
    const peer = await start(Object.fromEntries(texts) as ProgramValues);
    closeOnSignal(peer.close);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exitCode = 2;
  }
}

/** Writes one JSON line on standard output. */
export function printLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Number option; undefined when absent. */
export function numberOption(values: ProgramValues, name: string): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isNaN(number)) throw new Error(`--${name}: ${text} is not a number`);
  return number;
}

/** Option that has to be there. */
export function requiredOption(values: ProgramValues, name: string): string {
  const text = values[name];
  if (text === undefined) throw new Error(`--${name} is missing`);
  return text;
}

function closeOnSignal(close: () => Promise<void>): void {
  const stop = (): void => {
    void close().finally(() => {
      process.exit();
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
