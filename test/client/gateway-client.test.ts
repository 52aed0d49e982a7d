import { createGatewayClient, GatewayProblem, ifMatch, type GatewayClientOptions } from '../../src/client/index.ts';
import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { startCallbackServer } from '../api/callback-server.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';

const ALL = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'].map((api) => `${api}:v1:all`);
const hostIds = (count: number) => Array.from({ length: count }, (_, index) => `server-${index + 1}`);

let gateway: GatewayUnderTest;
let authorizationServer: AuthorizationServer;

const clientWith = (options: Partial<GatewayClientOptions> = {}) =>
  createGatewayClient({
    apiRoot: `${gateway.apiRoot}/`,
    token: () => authorizationServer.token('operator', ALL.join(' ')),
    ...options,
  });

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => (error instanceof GatewayProblem ? error : Promise.reject(error as Error)),
  );

beforeAll(async () => {
  authorizationServer = await startAuthorizationServer({ secrets: { operator: 'operator-secret' }, scopes: ALL });
  const { issuer, jwksUri } = authorizationServer;
  gateway = await startGatewayUnderTest({
    authentication: { issuer, jwksUri, audience: AUDIENCE },
    sol013: { versionHeader: 'strict', pageSize: 10 },
    inventory: {
      computeHosts: [
        ...hostIds(25).map((id) => ({ id, computeHostType: 'PHYSICAL_SERVER' })),
        ...hostIds(25).map((id) => ({ id: `container-${id}`, computeHostType: 'CONTAINER' })),
      ],
      virtualComputes: [{ computeId: 'amf-1', hostId: 'server-1', vnfInstanceId: 'vnf-amf', vnfmId: 'vnfm-1' }],
    },
  });
});
afterAll(async () => {
  await gateway.stop();
  await authorizationServer.stop();
});

describe('a client of the gateway', () => {
  it('is asked, answers what it has read, and is refused when that has changed meanwhile', async () => {
    const { vnfmig, vrinfo } = clientWith();
    const callback = await startCallbackServer();
    const { data: subscription } = await vnfmig.POST('/v1/subscriptions', { body: { callbackUri: callback.uri } });
    const computeHostId = 'server-1';
    await vrinfo.POST('/v1/compute_hosts/{computeHostId}/evacuate', { params: { path: { computeHostId } }, body: {} });
    const migrationRequestId = await eventually(
      'a notification of the request',
      () => callback.deliveries.find(({ body }) => 'migrationRequest' in body)?.body['migrationRequestId'] as string,
    );
    const path = { migrationRequestId };
    const found = await vnfmig.GET('/v1/migration_requests/{migrationRequestId}', { params: { path } });
    const answer = () =>
      vnfmig.PATCH('/v1/migration_requests/{migrationRequestId}', {
        params: { path, header: ifMatch(found.response) },
        body: { migrationRequestState: 'ACCEPTED' },
      });

    expect((await answer()).data).toMatchObject({ id: migrationRequestId, migrationRequestState: 'ACCEPTED' });
    expect((await refusal(answer())).status).toBe(412);

    const params = { path: { subscriptionId: subscription.id } };
    const { response } = await vnfmig.DELETE('/v1/subscriptions/{subscriptionId}', { params });
    expect(response.status).toBe(204);
    await callback.stop();
  });

  it('has every entry of a list that comes in pages, and no other', async () => {
    const filter = '(eq,computeHostType,PHYSICAL_SERVER)';
    const found: string[] = [];
    for await (const { id } of clientWith().vrinfo.each('/v1/compute_hosts', { params: { query: { filter } } })) {
      found.push(id);
    }
    expect(found).toEqual(hostIds(25));
  });

  it('reads no more pages than are wanted', async () => {
    let requests = 0;
    const { vrinfo } = clientWith({
      fetch: (request) => {
        requests += 1;
        return fetch(request);
      },
    });
    for await (const { id } of vrinfo.each('/v1/compute_hosts')) if (id === 'server-12') break;
    expect(requests).toBe(2);
  });

  it('finds the first subscription when it asks for the same one again', async () => {
    const { vrfm } = clientWith();
    const callback = await startCallbackServer();
    const subscribe = () => vrfm.POST('/v1/subscriptions', { body: { callbackUri: callback.uri } });
    const { data: first } = await subscribe();
    expect((await subscribe()).data).toEqual(first);
    await callback.stop();
  });
});

describe('a refusal', () => {
  it('is thrown with what the gateway says and where', async () => {
    const { vrinfo } = clientWith();
    const problem = await refusal(
      vrinfo.GET('/v1/compute_hosts/{computeHostId}', { params: { path: { computeHostId: 'nothing' } } }),
    );
    expect(problem.problem).toMatchObject({ status: 404, title: 'Not Found' });
    expect(problem.message).toBe(
      `GET ${gateway.apiRoot}/vrinfo/v1/compute_hosts/nothing: 404 ${problem.problem.detail}`,
    );

    const invalid = await refusal(
      vrinfo.POST('/v1/compute_hosts', { body: { computeHostType: 'PHYSICAL_SERVER', priority: 1000 } }),
    );
    expect(invalid.status).toBe(422);
    expect(invalid.message).toContain('; /priority: ');
  });

  it('is told as it came when it is not of the gateway', async () => {
    const proxy = () => Promise.resolve(new Response('no upstream', { status: 502, statusText: 'Bad Gateway' }));
    const problem = await refusal(clientWith({ fetch: proxy }).vrinfo.GET('/v1/compute_hosts'));
    expect(problem.problem).toEqual({ status: 502, title: 'Bad Gateway', detail: 'no upstream' });
  });

  it('comes for a version that there is not', async () => {
    expect((await refusal(clientWith({ version: '9.0.0' }).vrfm.GET('/v1/alarms'))).status).toBe(406);
  });
});

describe('a token', () => {
  const refused = 'refused';
  const good = () => authorizationServer.token('operator', ALL.join(' '));

  it('is asked for once, and once more when it is refused, whatever the number of requests', async () => {
    const tokens = [Promise.resolve(refused), good(), Promise.resolve('never wanted')];
    let asked = 0;
    const token = () => tokens[asked++] ?? '';
    const { vrinfo } = clientWith({ token });
    const body = { computeHostType: 'PHYSICAL_SERVER' } as const;
    const made = await Promise.all([1, 2, 3].map(() => vrinfo.POST('/v1/compute_hosts', { body })));
    await vrinfo.GET('/v1/compute_hosts');
    expect(made.map(({ response }) => response.status)).toEqual([201, 201, 201]);
    expect(asked).toBe(2);
  });

  it('is not asked for a third time', async () => {
    let asked = 0;
    const token = () => `${refused}-${asked++}`;
    expect((await refusal(clientWith({ token }).vrinfo.GET('/v1/compute_hosts'))).status).toBe(401);
    expect(asked).toBe(2);
  });

  it('is asked for again by the next request when it could not be had', async () => {
    let asked = 0;
    const token = () => (asked++ === 0 ? Promise.reject(new Error('not now')) : good());
    const { vrinfo } = clientWith({ token });
    await expect(vrinfo.GET('/v1/compute_hosts')).rejects.toThrow('not now');
    expect((await vrinfo.GET('/v1/compute_hosts')).response.status).toBe(200);
  });

  it('can be a text, which is shown as it is', async () => {
    expect((await clientWith({ token: await good() }).vrinfo.GET('/v1/compute_hosts')).response.status).toBe(200);
    expect((await refusal(clientWith({ token: refused }).vrinfo.GET('/v1/compute_hosts'))).status).toBe(401);
  });
});

describe('what it sends', () => {
  it('replaces a threshold with PUT, under If-Match', async () => {
    const { envnotif } = clientWith();
    const body = { parameterType: 'GAS', stateLevels: { ALARM: 'DEGRADED' } } as const;
    const { data, response } = await envnotif.POST('/v1/environment_thresholds', { body });
    const params = { path: { environmentThresholdId: data.id }, header: ifMatch(response) };
    const replaced = await envnotif.PUT('/v1/environment_thresholds/{environmentThresholdId}', {
      params,
      body: { ...body, stateLevels: { ALARM: 'FAILED' } },
    });
    expect(replaced.data.stateLevels).toEqual({ ALARM: 'FAILED' });
  });

  it('keeps every character of a filter', async () => {
    const { vrinfo } = clientWith();
    const computeHostName = "a (b), 'c' & 50 % + 1;#?/=";
    await vrinfo.POST('/v1/compute_hosts', { body: { id: 'odd', computeHostName, computeHostType: 'CONTAINER' } });
    const filter = `(eq,computeHostName,'${computeHostName.replaceAll("'", "''")}')`;
    const { data } = await vrinfo.GET('/v1/compute_hosts', { params: { query: { filter } } });
    expect(data.map(({ id }) => id)).toEqual(['odd']);
  });
});
