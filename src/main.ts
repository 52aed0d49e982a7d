#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { readConfiguration } from './config.ts';
import { startGateway } from './gateway.ts';
import { createLog } from './log.ts';
import { reasonOf } from './problem.ts';

const USAGE = `Gateway between the technical environment of NFVI servers and the VNF managers.

Usage: npm start -- --config site.yaml

  --config FILE   configuration, see README; without it everything has its default
  --help          this text

SIGTERM or SIGINT stops it in good order. What it was doing goes on at the next start.
`;

/** Per cent of what lives by which the heap grows before it is collected whole; by itself V8 lets it double and more. */
const HEAP_GROWING_PERCENT = 50;
/** What runs when a server fails has seldom run before: what it is like is to be learnt from the first time on, not from the eighth. */
const LEARN_AT_ONCE = '--no-lazy-feedback-allocation';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return;
  }
  const configuration = readConfiguration(values.config);
  if ('problems' in configuration) {
    process.stderr.write(
      `The configuration cannot be used:\n${configuration.problems.map((problem) => `  ${problem}\n`).join('')}`,
    );
    process.exitCode = 1;
    return;
  }
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  setFlagsFromString(LEARN_AT_ONCE);
  const log = createLog(configuration.logLevel);
  const starting = startGateway(configuration, log);
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'the gateway is stopping');
    starting
      .then((gateway) => gateway.stop())
      .then(
        () => {
          log.info({}, 'the gateway has stopped');
        },
        (error: unknown) => {
          log.error({ error: reasonOf(error) }, 'the gateway did not stop in good order');
          process.exitCode = 1;
        },
      );
  };
  // From the beginning, as it may be told to stop while it starts.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await starting;
}

main().catch((error: unknown) => {
  process.stderr.write(`The gateway could not start: ${reasonOf(error)}\n`);
  // What was opened so far must not keep a gateway alive that serves nothing.
  process.exit(1);
});
