import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCallbackEndpoint } from '../peers/callback-endpoint.ts';
import { faultsIn } from './judge.ts';
import { createDocument } from './specmatic/document.ts';
import { explanationOf, type Explanation } from './specmatic/explanations.ts';
import { specmaticJar } from './specmatic/jar.ts';
import { runSpecmatic, type Trial } from './specmatic/run.ts';
import { seed } from './specmatic/seed.ts';
import { startSubject } from './subject.ts';
import { tableOf } from './table.ts';

const APIS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'];

/** What a property has to name for a request to be more than refused; answers have nothing else there either. */
const HOSTS = ['server-1', 'server-2', 'server-3'];
const ZONES = ['room-1', 'room-2'];
const UNITS = ['W', 'Cel', 'mm', '%'];
const VALUES = {
  computeHostId: HOSTS,
  hostId: HOSTS,
  parentComputeHostId: HOSTS,
  targetComputeHostId: HOSTS,
  resourceZoneId: ZONES,
  parentResourceZoneId: ZONES,
  targetResourceZoneId: ZONES,
  'EnvironmentThresholdRequest.unit': UNITS,
  'EnvironmentThresholdModifications.unit': UNITS,
  parameterType: ['POWER', 'COOLING', 'WATER_LEVEL', 'GAS', 'INTRUSION'],
};

interface Outcome {
  api: string;
  trials: readonly Trial[];
  /** Of the complaints that are none. */
  explanations: readonly Explanation[];
  faults: readonly string[];
}

/** Requests that a tool makes up, allowed ones and wrong ones; gives the faults of the gateway. */
export async function testResiliency(say: (text: string) => void): Promise<string[]> {
  const jar = specmaticJar();
  const directory = mkdtempSync(join(tmpdir(), 'outside-specmatic-'));
  const outcomes: Outcome[] = [];
  for (const api of APIS) outcomes.push(await testApi(api, jar, join(directory, api)));
  say(tableOf([HEAD, ...outcomes.map(rowOf)]));
  const explanations = outcomes.flatMap((outcome) => outcome.explanations);
  say('Explained are:');
  for (const one of new Set(explanations))
    say(`${String(explanations.filter((other) => other === one).length).padStart(6)}  ${one.reason}`);
  const faults = outcomes.flatMap((outcome) => outcome.faults.map((fault) => `${outcome.api}: ${fault}`));
  if (faults.length === 0) rmSync(directory, { recursive: true });
  else faults.push(`everything that was sent and answered is in ${directory}`);
  return faults;
}

const HEAD = ['interface', 'tests', 'passed', 'explained', 'faults'];

function rowOf({ api, trials, explanations, faults }: Outcome): (string | number)[] {
  return [api, trials.length, trials.filter(({ passed }) => passed).length, explanations.length, faults.length];
}

async function testApi(api: string, jar: string, directory: string): Promise<Outcome> {
  mkdirSync(directory);
  const callback = await startCallbackEndpoint(() => undefined);
  const subject = await startSubject();
  try {
    await seed(subject.url, `${callback.url}/seed`);
    const own = {
      callbackUri: [`${callback.url}/seed`, `${callback.url}/specmatic`],
      tokenEndpoint: [`${callback.url}/token`],
    };
    const document = join(directory, `${api}.json`);
    writeFileSync(document, JSON.stringify(await createDocument(api, subject.url, { ...VALUES, ...own })));
    const trials = await runSpecmatic({ jar, document, baseUrl: `${subject.url}/${api}`, directory });
    return judge(api, trials, [...subject.errors(), ...callback.violations]);
  } finally {
    await subject.stop();
    await callback.close();
  }
}

function judge(api: string, trials: readonly Trial[], others: readonly string[]): Outcome {
  const judged = trials.filter(({ passed }) => !passed).map((trial) => ({ trial, explanation: explanationOf(trial) }));
  const unexplained = judged
    .filter(({ explanation }) => explanation === undefined)
    .map(
      ({ trial: { name, exchange, complaint } }) => `${name} got ${exchange.status}: ${exchange.content}\n${complaint}`,
    );
  return {
    api,
    trials,
    explanations: judged.flatMap(({ explanation }) => explanation ?? []),
    faults: [...others, ...faultsIn(trials.map(({ exchange }) => exchange)), ...unexplained],
  };
}
