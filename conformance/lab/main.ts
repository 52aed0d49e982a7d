import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { playBaseline } from './baseline.ts';
import { entryLine, summaryText } from './console-report.ts';
import { checkExpectations } from './expectations.ts';
import { createPage } from './page.ts';
import { runLive } from './live-run.ts';
import { createResult } from './result.ts';
import { BUILT_IN, readScenario } from './scenario.ts';

const HELP = `Plays a failure of the technical environment without and with the gateway and measures the gain.

  --scenario NAME   ${BUILT_IN.join(', ')}, or a file; power by default
  --json            print one JSON object on standard output, everything else on standard error
  --report DIR      where the page and the log of a run are written; lab-report/ by default
  --help            this text

The exit status is 0 when the expectations of the scenario are met, 1 otherwise.
`;

interface Arguments {
  scenario: string;
  json: boolean;
  report: string;
  help: boolean;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'power' },
      json: { type: 'boolean', default: false },
      report: { type: 'string', default: 'lab-report' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

async function play({ scenario: name, json, report }: Arguments, signal: AbortSignal): Promise<boolean> {
  const output = json ? process.stderr : process.stdout;
  const say = (text: string): void => {
    output.write(`${text}\n`);
  };
  const scenario = readScenario(name);
  mkdirSync(report, { recursive: true });
  const logFile = join(report, `${scenario.name}.log`);
  writeFileSync(logFile, '');
  say(`${scenario.name}: ${scenario.description}`);
  const baseline = playBaseline(scenario);
  const run = await runLive({
    scenario,
    logFile,
    signal,
    onProgress: (text) => {
      say(`... ${text}`);
    },
    onEntry: (entry) => {
      say(entryLine(entry, output.isTTY));
    },
  });
  const result = createResult(scenario, baseline, run, checkExpectations(scenario, run));
  const page = join(report, `${scenario.name}.html`);
  writeFileSync(page, createPage(scenario, baseline, run, result));
  say(summaryText(result));
  say(`Report: ${page}   Log: ${logFile}`);
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  return result.met;
}

/** The lab as a program. */
async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.abort(new Error(`stopped by ${signal}`));
    });
  }
  try {
    const values = readArguments();
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    return (await play(values, stop.signal)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

process.exitCode = await main();
