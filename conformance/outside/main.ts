import { parseArgs } from 'node:util';
import { testRecorded } from './recorded.ts';
import { testResiliency } from './resiliency.ts';

const HELP = `Holds the gateway against its OpenAPI documents with tools of others.

  recorded     the conformance kit through a recording proxy: all that is declared is seen, nothing else (redocly)
  resiliency   requests that a tool makes up, allowed ones and wrong ones: no 5xx, nothing undeclared (specmatic; needs java)

Without a name both are run. The exit status is 0 when no fault was found, 1 otherwise.
`;

const TESTS = { recorded: testRecorded, resiliency: testResiliency };

/** Outside tools look at the gateway, as a program. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
  const say = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  let count = 0;
  for (const [name, test] of Object.entries(TESTS)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const start = Date.now();
    const faults = await test(say).catch((error: unknown) => [`it could not be run: ${String(error)}`]);
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    say(`${name}: ${faults.length} faults, ${Math.round((Date.now() - start) / 1000)} s\n`);
    count += faults.length;
  }
  return count === 0 ? 0 : 1;
}

// Whatever was started is ended with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    process.exit(1);
  });
process.exitCode = await main();
