import type { CommonOptions } from '../options.ts';
import { createAuthorization } from '../authorization.ts';
import { startCallback, type Callback } from '../callback.ts';
import { CannotRun, type CaseResult, type Target } from '../case.ts';
import { createClient, type Client } from '../http.ts';
import type { Profile, Run } from '../profile.ts';
import { addressTowards } from '../reach.ts';
import { runCases } from '../run.ts';
import { GATEWAY_CASES } from './cases.ts';
import { FIXTURES } from './fixtures.ts';
import { startOwnGateway } from './own-gateway.ts';

/** A gateway, or whatever else serves envnotif, vnfmig, vrinfo and vrfm. */
export const gatewayProfile: Profile = {
  name: 'gateway',
  options: {},
  cases: GATEWAY_CASES,
  test: testGateway,
  startOwn: startOwnGateway,
};

async function testGateway({ options, isWanted, signal, onResult }: Run): Promise<CaseResult[]> {
  const { apiRoot, versionHeader, token, tokenUrl, limitedToken } = options;
  if (apiRoot === undefined) throw new CannotRun('--api-root is missing; --help tells more');
  const host = await addressTowards(apiRoot).catch((error: unknown) => {
    throw new CannotRun(`${apiRoot} cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  });
  const client = clientOf(options, apiRoot);
  const callback = await callbackOf(options, host);
  const target: Target = {
    apiRoot,
    versionHeader: versionHeader ?? (await versionHeaderOf(client, signal)),
    hasToken: token !== undefined || tokenUrl !== undefined,
    hasLimitedToken: limitedToken !== undefined,
  };
  const cases = GATEWAY_CASES.filter(({ id }) => isWanted(id));
  try {
    return await runCases({ target, client, callback, cases, fixtures: FIXTURES, signal, onResult });
  } finally {
    await callback.close();
    client.close();
  }
}

/** How the implementation takes a request without `Version`; what it then has to be like in all cases. */
async function versionHeaderOf(client: Client, signal: AbortSignal): Promise<'strict' | 'lenient'> {
  const template = { method: 'GET', path: '/vrfm/v1/alarms', headers: { version: null } } as const;
  const { status } = await client.exchange(await client.prepare(template, {}), signal);
  return status === 400 ? 'strict' : 'lenient';
}

function clientOf(options: CommonOptions, apiRoot: string): Client {
  const { ca, insecure } = options;
  const client: Client = createClient({
    apiRoot,
    authorization: (caller) => authorization(caller),
    insecure,
    ...(ca === undefined ? {} : { ca }),
  });
  const authorization = createAuthorization(options, (request, signal) => client.exchange(request, signal));
  return client;
}

async function callbackOf({ listen, callbackUri }: CommonOptions, host: string): Promise<Callback> {
  return await startCallback({
    host: listen?.host ?? host,
    port: listen?.port ?? 0,
    ...(callbackUri === undefined ? {} : { uri: callbackUri }),
  });
}
