import { helpText, readArguments, type Arguments } from './arguments.ts';
import { CannotRun, type CaseResult } from './case.ts';
import type { OwnImplementation } from './profile.ts';
import { PROFILES } from './profiles.ts';
import { consoleReport, createProgress } from './report/console.ts';
import { writeReports } from './report/files.ts';
import { jsonReport } from './report/json.ts';

interface Tested {
  results: CaseResult[];
  apiRoot: string;
}

async function test(values: Arguments, signal: AbortSignal): Promise<Tested> {
  const { profile, only, json } = values;
  const isWanted = (id: string): boolean => only.length === 0 || only.some((start) => id.startsWith(start));
  if (!profile.cases.some(({ id }) => isWanted(id)))
    throw new CannotRun(`--only ${only.join(',')}: no case has an id that starts so`);
  const own: OwnImplementation | undefined = values.self ? await profile.startOwn(values.options) : undefined;
  try {
    const options = { ...values.options, ...own?.options };
    const results = await profile.test({
      options,
      profileOptions: { ...values.profileOptions, ...own?.profileOptions },
      isWanted,
      signal,
      onResult: createProgress(json ? process.stderr : process.stdout),
    });
    return { results, apiRoot: options.apiRoot ?? '' };
  } finally {
    await own?.stop();
  }
}

async function run(values: Arguments, signal: AbortSignal): Promise<number> {
  const started = new Date().toISOString();
  const { results, apiRoot } = await test(values, signal);
  if (signal.aborted) throw new CannotRun('stopped; what was made has been removed');
  const output = values.json ? process.stderr : process.stdout;
  output.write(consoleReport(results));
  if (values.report !== undefined) {
    const subject = { profile: values.profile.name, apiRoot, time: started };
    output.write(`Report: ${writeReports(values.report, subject, results)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(jsonReport(results))}\n`);
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** The conformance kit as a program. */
async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.abort(new Error(`stopped by ${signal}`));
    });
  }
  try {
    const values = readArguments(process.argv.slice(2), PROFILES);
    if (!values.help) return await run(values, stop.signal);
    process.stdout.write(helpText(PROFILES));
    return 0;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

process.exitCode = await main();
