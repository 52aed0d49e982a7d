/** A kit that cannot fail is worthless: each broken server is caught by the case meant for it, and a good one passes it. */
import type { CaseResult } from '../../conformance/kit/case.ts';
import { gatewayProfile } from '../../conformance/kit/gateway/profile.ts';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { startMutatingProxy, type MutatingProxy } from './mutating-proxy.ts';
import { MUTANTS } from './mutants.ts';

let gateway: GatewayUnderTest;
let proxy: MutatingProxy;
const good = new Map<string, CaseResult>();

async function run(isWanted: (id: string) => boolean): Promise<CaseResult[]> {
  return gatewayProfile.test({
    options: { ...OPTIONS, apiRoot: proxy.uri },
    profileOptions: {},
    isWanted,
    signal: new AbortController().signal,
    onResult: () => undefined,
  });
}

const OPTIONS = {
  versionHeader: 'lenient',
  token: undefined,
  limitedToken: undefined,
  tokenUrl: undefined,
  clientId: undefined,
  clientSecret: undefined,
  ca: undefined,
  insecure: false,
  listen: undefined,
  callbackUri: undefined,
} as const;

beforeAll(async () => {
  proxy = await startMutatingProxy(() => listening());
  gateway = await startGatewayUnderTest({ apiRoot: proxy.uri });
  const wanted = new Set(MUTANTS.map(({ caughtBy }) => caughtBy));
  for (const result of await run((id) => wanted.has(id))) good.set(result.id, result);
});
afterAll(async () => {
  await gateway.stop();
  await proxy.close();
});

function listening(): string {
  return String(gateway.logLines.find(({ message }) => message === 'the gateway is ready')?.['listening']);
}

it('there are many mutants, no two the same', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
  expect(new Set(MUTANTS.map(({ does }) => does)).size).toBe(MUTANTS.length);
});

describe.each(MUTANTS)('a server that $does', ({ caughtBy, mutation }) => {
  it(`is caught by ${caughtBy}, which a good one passes`, async () => {
    const { outcome, failures } = good.get(caughtBy) ?? {};
    expect({ outcome, failures }).toEqual({ outcome: 'passed', failures: [] });
    proxy.mutate(mutation);
    const results = await run((id) => id === caughtBy).finally(() => {
      proxy.mutate(undefined);
    });
    expect(results.map(({ id, outcome: mutated }) => [id, mutated])).toEqual([[caughtBy, 'failed']]);
    // Caught by what the case looks at, not because nothing could be prepared for it.
    expect(results[0]?.failures[0]?.what).not.toBe('preconditions');
  });
});
