import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { freePort, untilReady } from '../lab/gateway-process.ts';
import type { JsonReport } from '../kit/report/json.ts';
import { packageRoot } from '../lab/scenario.ts';
import { faultsIn } from './judge.ts';
import { startAuthorization, type Authorization } from './recorded/authorization.ts';
import { coverageOf, idleExemptions, type Coverage } from './recorded/coverage.ts';
import { EXEMPTIONS } from './recorded/exemptions.ts';
import { findDrift } from './recorded/drift.ts';
import { readRecord } from './recorded/har.ts';
import { ALERTMANAGER_SOURCE, REQUESTS } from './recorded/requests.ts';
import { startProxy } from './redocly.ts';
import { runProgram } from './run-program.ts';
import { startSubject } from './subject.ts';
import { tableOf } from './table.ts';

type Say = (text: string) => void;

/**
 * The conformance kit talks to the gateway through a proxy that records. Nothing in it may be against the documents, and all
 * that they declare has to be in it.
 */
export async function testRecorded(say: Say): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'outside-recorded-'));
  const [har, slimHar] = ['all.har', 'traffic.har'].map((name) => join(directory, name));
  const errors = await record(har ?? '', directory);
  const exchanges = await readRecord(har ?? '', slimHar ?? '');
  rmSync(har ?? '');
  const drift = await findDrift(slimHar ?? '', directory);
  const coverage = coverageOf(exchanges, EXEMPTIONS);
  say(tableOf([HEAD, ...coverage.map(rowOf)]));
  const used = Object.entries(drift.used).map(([what, { covered, total }]) => `${what} ${covered} of ${total}`);
  say(`${exchanges.length} requests; by redocly drift they used: ${used.join(', ')}`);
  const faults = [
    ...errors,
    ...faultsIn(exchanges),
    ...drift.violations,
    ...coverage.flatMap(({ missing }) => missing.map((answer) => `${answer}: was not seen, and is not exempt`)),
    ...idleExemptions(exchanges, EXEMPTIONS).map(
      ({ operations, status }) => `the exemption ${operations} ${status} is idle`,
    ),
  ];
  if (faults.length === 0) rmSync(directory, { recursive: true });
  else faults.push(`what was recorded is in ${directory}`);
  return faults;
}

/** Gives what was wrong meanwhile. */
async function record(har: string, directory: string): Promise<string[]> {
  const authorization = await startAuthorization();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const subject = await startSubject({
    apiRoot: url,
    authentication: authorization.authentication,
    sol013: { versionHeader: 'strict' },
    environmentSources: [ALERTMANAGER_SOURCE],
  });
  const logFile = join(directory, 'proxy.log');
  const proxy = startProxy({ target: subject.url, port, har, logFile });
  try {
    await untilReady(url, proxy, logFile);
    const failures = await runKit(url, authorization, directory);
    for (const one of REQUESTS) await sendPlain(url, one, authorization);
    return [...failures, ...subject.errors()];
  } finally {
    await proxy.stop();
    await subject.stop();
    await authorization.close();
  }
}

/** Gives the cases that failed. */
async function runKit(url: string, { token, limitedToken }: Authorization, directory: string): Promise<string[]> {
  const program = join(packageRoot(), 'dist', 'conformance', 'kit', 'main.js');
  const output = join(directory, 'kit.txt');
  await runProgram(process.execPath, [program, '--api-root', url, '--json'], {
    directory,
    output,
    environment: { CONFORMANCE_TOKEN: token, CONFORMANCE_LIMITED_TOKEN: limitedToken },
  });
  const report = readFileSync(output, 'utf8')
    .split('\n')
    .find((line) => line.startsWith('{"summary":'));
  if (report === undefined) throw new Error(`the conformance kit could not run; see ${output}`);
  const { cases } = JSON.parse(report) as JsonReport;
  return cases
    .filter(({ id, outcome }) => outcome === 'failed' && !LOST_IN_THE_PROXY.test(id))
    .map(({ id, objective }) => `the conformance kit: ${id}: ${objective}`);
}

/** The proxy takes what follows two slashes for a host. */
const LOST_IN_THE_PROXY = /-double-slashes$/;

async function sendPlain(
  url: string,
  { method, path, headers = {}, content, caller }: (typeof REQUESTS)[number],
  { token, limitedToken }: Authorization,
): Promise<void> {
  const authorization =
    caller === 'nobody' ? {} : { authorization: `Bearer ${caller === 'limited' ? limitedToken : token}` };
  const { body } = await request(`${url}${path}`, {
    method: method as 'GET',
    headers: { version: '1.0.0', accept: 'application/json', ...authorization, ...headers },
    ...(content === undefined ? {} : { body: content }),
  });
  await body.dump();
}

const HEAD = ['interface', 'operations', 'declared answers', 'seen', 'exempt', 'missing'];

function rowOf({ api, operations, answers, seen, exempt, missing }: Coverage): (string | number)[] {
  return [api, operations, answers, seen, exempt, missing.length];
}
