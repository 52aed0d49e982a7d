import { ArgumentError, helpText, readArguments, type Arguments } from './arguments.ts';
import { createAuthorization } from './authorization.ts';
import { startCallback, type Callback } from './callback.ts';
import type { CaseResult, Target } from './case.ts';
import { createClient, type Client } from './http.ts';
import { PROFILES } from './profiles.ts';
import { consoleReport, createProgress } from './report/console.ts';
import { jsonReport } from './report/json.ts';
import { runCases } from './run.ts';
import { addressTowards } from './reach.ts';

/** A reason why the kit cannot run, as a sentence. */
class CannotRun extends Error {}

async function test(values: Arguments, apiRoot: string, signal: AbortSignal): Promise<CaseResult[]> {
  const output = values.json ? process.stderr : process.stdout;
  const { profile, versionHeader, options } = values;
  const client = clientOf(values, apiRoot);
  const host = await addressTowards(apiRoot).catch((error: unknown) => {
    throw new CannotRun(`${apiRoot} cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  });
  const callback = await callbackOf(values, host);
  const cases = profile.cases.filter(
    ({ id }) => values.only.length === 0 || values.only.some((start) => id.startsWith(start)),
  );
  if (cases.length === 0) throw new CannotRun(`--only ${values.only.join(',')}: no case has an id that starts so`);
  const hasToken = values.token !== undefined || values.tokenUrl !== undefined;
  const target: Target = { apiRoot, versionHeader, hasToken, options };
  try {
    return await runCases({ profile, target, client, callback, cases, signal, onResult: createProgress(output) });
  } finally {
    await callback.close();
    client.close();
  }
}

function clientOf(values: Arguments, apiRoot: string): Client {
  const trust = { ...(values.ca === undefined ? {} : { ca: values.ca }), insecure: values.insecure };
  const client: Client = createClient({
    apiRoot,
    authorization: () => authorization(),
    ...trust,
  });
  const authorization = createAuthorization(values, (request, signal) => client.exchange(request, signal));
  return client;
}

async function callbackOf({ listen, callbackUri }: Arguments, host: string): Promise<Callback> {
  return await startCallback({
    host: listen?.host ?? host,
    port: listen?.port ?? 0,
    ...(callbackUri === undefined ? {} : { uri: callbackUri }),
  });
}

async function run(values: Arguments, signal: AbortSignal): Promise<number> {
  if (values.apiRoot === undefined) throw new CannotRun('--api-root is missing; --help tells more');
  const results = await test(values, values.apiRoot, signal);
  if (signal.aborted) throw new CannotRun('stopped; what was made has been removed');
  const output = values.json ? process.stderr : process.stdout;
  output.write(consoleReport(results));
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
    if (!(error instanceof ArgumentError || error instanceof CannotRun)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

process.exitCode = await main();
