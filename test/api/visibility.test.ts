/** A VNF manager sees and answers only its own requests, VNFs and subscriptions; others' are 404 (SOL013 6.4, 8.3). */
import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { startCallbackServer, type CallbackServer } from './callback-server.ts';
import { createExchange } from './exchange.ts';

const OPERATOR = { client: 'operator', scope: 'vnfmig:v1:all vrinfo:v1:all vrfm:v1:all' };
const ONE = { client: 'vnfm-1', scope: 'vnfmig:v1:vnfm vrinfo:v1:vnfm' };
/** Its client is not named like its VNF manager. */
const TWO = { client: 'client-of-two', scope: 'vnfmig:v1:vnfm vrinfo:v1:vnfm' };
const REQUESTS = '/vnfmig/v1/migration_requests';
const COMPUTES = '/vrinfo/v1/virtual_computes';

let authorizationServer: AuthorizationServer;
let gateway: GatewayUnderTest;
let callback: CallbackServer;
const exchange = createExchange(() => gateway.apiRoot);

beforeAll(async () => {
  callback = await startCallbackServer();
  authorizationServer = await startAuthorizationServer({
    secrets: { operator: 's', 'vnfm-1': 's', 'client-of-two': 's' },
    scopes: [...OPERATOR.scope.split(' '), ...ONE.scope.split(' ')],
  });
  const { issuer, jwksUri } = authorizationServer;
  const compute = (computeId: string, vnfmId: string) => ({
    computeId,
    hostId: 'server-1',
    vnfInstanceId: `vnf-${computeId}`,
    vnfmId,
  });
  gateway = await startGatewayUnderTest({
    authentication: { issuer, audience: AUDIENCE, jwksUri, vnfManagers: { 'client-of-two': 'vnfm-2' } },
    policies: [{ replyTime: 600 }],
    inventory: {
      computeHosts: ['server-1', 'server-2'].map((id) => ({ id, computeHostType: 'PHYSICAL_SERVER' })),
      virtualComputes: [compute('a', 'vnfm-1'), compute('b', 'vnfm-2'), compute('c', 'vnfm-2')],
    },
  });
});
afterAll(async () => {
  await gateway.stop();
  await callback.stop();
  await authorizationServer.stop();
});

type As = typeof OPERATOR;
async function send<Body>(as: As, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
  const Authorization = `Bearer ${await authorizationServer.token(as.client, as.scope)}`;
  return exchange.send<Body>(method, path, { headers: { Authorization }, body });
}
interface MigrationRequest {
  id: string;
  vnfmId: string;
}
const requestsOf = async (as: As, query = '') => (await send<MigrationRequest[]>(as, 'GET', REQUESTS + query)).body;

describe('a VNF manager with a token for its own', () => {
  const subscribed = new Map<As, string>();

  beforeAll(async () => {
    for (const as of [ONE, TWO]) {
      const { status, body } = await send<{ id: string }>(as, 'POST', '/vnfmig/v1/subscriptions', {
        callbackUri: callback.uri,
      });
      expect(status).toBe(201);
      subscribed.set(as, body.id);
    }
    expect((await send(OPERATOR, 'POST', '/vrinfo/v1/compute_hosts/server-1/evacuate', {})).status).toBe(202);
    await eventually('three requests', async () => ((await requestsOf(OPERATOR)).length === 3 ? true : undefined));
  });

  it('sees its own requests and VNFs in lists, whatever the filter says', async () => {
    expect((await requestsOf(ONE)).map(({ vnfmId }) => vnfmId)).toEqual(['vnfm-1']);
    expect((await requestsOf(TWO)).map(({ vnfmId }) => vnfmId)).toEqual(['vnfm-2', 'vnfm-2']);
    expect(await requestsOf(ONE, '?filter=(eq,vnfmId,vnfm-2)')).toEqual([]);
    const ids = (await send<{ computeId: string }[]>(TWO, 'GET', COMPUTES)).body.map(({ computeId }) => computeId);
    expect(ids).toEqual(['b', 'c']);
  });

  it("gets 404 for the requests and VNFs of others, and cannot answer others' requests", async () => {
    const own = await requestsOf(TWO);
    const [{ id } = { id: '' }] = own;
    expect((await send(ONE, 'GET', `${REQUESTS}/${id}`)).status).toBe(404);
    const answer = { migrationRequestState: 'ACCEPTED' };
    expect((await send(ONE, 'PATCH', `${REQUESTS}/${id}`, answer)).status).toBe(404);
    expect((await send(ONE, 'GET', `${COMPUTES}/b`)).status).toBe(404);
    expect(await requestsOf(TWO)).toEqual(own);
    expect((await send(TWO, 'PATCH', `${REQUESTS}/${id}`, answer)).status).toBe(200);
    expect((await send(TWO, 'GET', `${COMPUTES}/b`)).status).toBe(200);
  });

  it('is told of its own requests only, although its subscription has no filter', async () => {
    const told = async (as: As, count: number) => {
      const of = () =>
        callback.deliveries
          .filter(({ body }) => body['subscriptionId'] === subscribed.get(as))
          .filter(({ body }) => body['notificationType'] === 'MigrationRequestNotification')
          .map(({ body }) => (body['migrationRequest'] as MigrationRequest).vnfmId);
      return eventually('the notifications', () => (of().length >= count ? of() : undefined));
    };
    expect(await told(TWO, 2)).toEqual(['vnfm-2', 'vnfm-2']);
    expect(await told(ONE, 1)).toEqual(['vnfm-1']);
  });

  it('sees the servers, and may not change them or read evacuations', async () => {
    expect((await send<unknown[]>(ONE, 'GET', '/vrinfo/v1/compute_hosts')).body).toHaveLength(2);
    for (const [method, path, body] of [
      ['PATCH', '/vrinfo/v1/compute_hosts/server-1', { computeHostName: 'x' }],
      ['PATCH', `${COMPUTES}/a`, { criticality: 1 }],
      ['POST', '/vrinfo/v1/compute_hosts/server-1/withdraw', {}],
      ['GET', '/vnfmig/v1/host_evacuations', undefined],
    ] as const)
      expect([path, (await send(ONE, method, path, body)).status]).toEqual([path, 403]);
  });
});

describe('a subscription', () => {
  it('is seen and ended only by the client that made it, even by an operator only its own', async () => {
    const body = { callbackUri: 'http://127.0.0.1:1/own' };
    const made = await send<{ id: string }>(ONE, 'POST', '/vrinfo/v1/subscriptions', body);
    const path = `/vrinfo/v1/subscriptions/${made.body.id}`;
    for (const other of [TWO, OPERATOR]) {
      expect((await send<unknown[]>(other, 'GET', '/vrinfo/v1/subscriptions')).body).toEqual([]);
      expect((await send(other, 'GET', path)).status).toBe(404);
      expect((await send(other, 'DELETE', path)).status).toBe(404);
    }
    expect((await send(TWO, 'POST', '/vrinfo/v1/subscriptions', body)).status).toBe(201);
    expect((await send(ONE, 'POST', '/vrinfo/v1/subscriptions', body)).status).toBe(303);
    expect((await send(ONE, 'DELETE', path)).status).toBe(204);
  });
});
