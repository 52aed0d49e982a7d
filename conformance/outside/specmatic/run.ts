import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Exchange } from '../exchange.ts';
import { runProgram } from '../run-program.ts';

/** One test of the tool: what it sent, what came back, and what it thinks of that. */
export interface Trial {
  /** The scenario in the tool's words. */
  name: string;
  /** A request that the document allows, or one that it forbids. */
  isAllowed: boolean;
  exchange: Exchange;
  passed: boolean;
  /** Where something is not as the tool expects, e.g. `RESPONSE.STATUS`. */
  places: readonly string[];
  /** The tool's reasons, as it prints them. */
  complaint: string;
}

interface RunOptions {
  jar: string;
  /** Path of the document. */
  document: string;
  baseUrl: string;
  /** Where the tool may write. */
  directory: string;
}

/** Values of one request that are varied together; without a limit they multiply to tens of thousands. */
const COMBINATIONS = 3;
/** A run is too short for the JVM to gain by its best compiler. */
const FAST_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** Runs the tests that the tool makes of a document, allowed and forbidden ones. */
export async function runSpecmatic({ jar, document, baseUrl, directory }: RunOptions): Promise<Trial[]> {
  const configuration = {
    version: 2,
    contracts: [{ provides: [document] }],
    test: { resiliencyTests: { enable: 'all' } },
    disableTelemetry: true,
  };
  writeFileSync(join(directory, 'specmatic.yaml'), stringify(configuration));
  const output = join(directory, 'output.txt');
  const args = ['-jar', jar, 'test', `--testBaseURL=${baseUrl}`, `--junitReportDir=${directory}`];
  await runProgram('java', [...FAST_START, ...args], {
    directory,
    output,
    environment: { MAX_TEST_REQUEST_COMBINATIONS: String(COMBINATIONS) },
  });
  const text = readFileSync(output, 'utf8');
  const trials = readTrials(text);
  const [, count = ''] = /^Tests run: (\d+)/m.exec(text) ?? [];
  if (trials.length === 0 || trials.length !== Number(count))
    throw new Error(`${trials.length} of ${count} tests were read from the output of specmatic; see ${output}`);
  return trials;
}

/** Reads the tests from what the tool prints. */
export function readTrials(text: string): Trial[] {
  return text.split(/^-{20}$/m).flatMap(readTrial);
}

const REQUEST = /^ {2}Request to .*\n {4}([A-Z]+) (\S+).*\n/m;
const ANSWER = /^ {2}Response at .*\n {4}(\d{3}).*\n/m;
const VERDICT = /^([+-])ve +(Scenario: .*) has (SUCCEEDED|FAILED)$/m;

/** Reads what the tool prints between two rulers; empty when that is no test. */
function readTrial(text: string): Trial[] {
  const [request, answer, verdict] = [REQUEST.exec(text), ANSWER.exec(text), VERDICT.exec(text)];
  if (request === null || answer === null || verdict === null) return [];
  const received = text.slice(answer.index + answer[0].length, verdict.index);
  const complaint = text.slice(verdict.index + verdict[0].length).trim();
  return [
    {
      name: verdict[2] ?? '',
      isAllowed: verdict[1] === '+',
      passed: verdict[3] === 'SUCCEEDED',
      places: [...complaint.matchAll(/>> (\S+)/g)].map(([, place]) => place ?? ''),
      complaint,
      exchange: {
        method: request[1] ?? '',
        path: request[2] ?? '',
        status: Number(answer[1]),
        headers: headersOf(received),
        content: contentOf(received),
      },
    },
  ];
}

/** Headers and content are indented by four; an empty line is between them. */
function headersOf(text: string): Record<string, string> {
  const [head = ''] = text.split(/^ *$/m);
  return Object.fromEntries(
    head
      .split('\n')
      .map((line) => /^ {4}([^:]+): (.*)$/.exec(line))
      .flatMap((found) => (found === null ? [] : [[(found[1] ?? '').toLowerCase(), found[2] ?? '']])),
  );
}

function contentOf(text: string): string {
  const [, ...rest] = text.split(/^ *$/m);
  return rest.join('').trim();
}
