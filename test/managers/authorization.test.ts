import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { Agent, request } from 'undici';
import { createExchange } from '../api/exchange.ts';
import { startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { createCertificates } from '../certificates.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { startProtectedCallback, type ProtectedCallback, type Shown } from './protected-callback.ts';

const certificates = createCertificates();
const { file, files, pair, read, thumbprint } = certificates;

/** Whom the tokens for the callbacks are for. */
const AUDIENCE = 'subscriber';
const SECRET = "a secret with spaces, 100% & a 'quote'";
const HOSTS = ['server-1', 'server-2', 'server-3', 'server-4', 'server-5'];

let authorizationServer: AuthorizationServer;
let gateway: GatewayUnderTest;
/** A gateway without a certificate for its subscribers. */
let bare: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const callbacks: ProtectedCallback[] = [];
/** Ends what a test has subscribed. */
const subscribed: string[] = [];

beforeAll(async () => {
  certificates.selfSigned('ca');
  certificates.selfSigned('foreign-ca');
  for (const name of ['authorization-server', 'subscriber', 'gateway', 'somebody']) certificates.signed(name, 'ca');
  certificates.signed('impostor', 'foreign-ca');
  authorizationServer = await startAuthorizationServer({
    secrets: { 'by-secret': SECRET, busy: SECRET },
    commonNames: { 'by-certificate': 'gateway' },
    audience: AUDIENCE,
    tls: { ...pair('authorization-server'), ca: read('ca.crt') },
  });
  const configuration = {
    policies: [{ evacuate: false }],
    inventory: { computeHosts: HOSTS.map((id) => ({ id, computeHostType: 'PHYSICAL_SERVER' })) },
  };
  const notification = { timeout: 2, retryInterval: 0.05, maximumRetryInterval: 0.1 };
  const trust = { caFile: file('ca.crt') };
  gateway = await startGatewayUnderTest({
    ...configuration,
    notification: { ...notification, ...trust, clientCertificate: files('gateway') },
  });
  bare = await startGatewayUnderTest({ ...configuration, notification: { ...notification, testCallbackUri: true } });
});
afterEach(async () => {
  for (const path of subscribed.splice(0)) await exchange.delete(path);
  await order('restore', HOSTS);
  await Promise.all(callbacks.splice(0).map((callback) => callback.stop()));
});
afterAll(async () => {
  await gateway.stop();
  await bare.stop();
  await authorizationServer.stop();
  certificates.remove();
});

async function startCallback(
  check: (shown: Shown) => Promise<number> | number = () => 204,
  certificate = 'subscriber',
): Promise<ProtectedCallback> {
  const callback = await startProtectedCallback(check, { ...pair(certificate), ca: read('ca.crt') });
  callbacks.push(callback);
  return callback;
}

const BASIC = { authType: ['BASIC'], paramsBasic: { userName: 'gateway-user', password: 'hunter2' } };
const byTlsCertificate = { authType: ['TLS_CERT'] };
const bySecret = (clientId = 'by-secret') => ({
  authType: ['OAUTH2_CLIENT_CREDENTIALS'],
  paramsOauth2ClientCredentials: {
    clientId,
    clientPassword: SECRET,
    tokenEndpoint: authorizationServer.tokenEndpoint,
  },
});
const byCertificate = (shown = 'gateway') => ({
  authType: ['OAUTH2_CLIENT_CERT'],
  paramsOauth2ClientCert: {
    clientId: 'by-certificate',
    certificateRef: { type: 'x5t#S256', value: thumbprint(shown) },
    tokenEndpoint: authorizationServer.tokenEndpoint,
  },
});

/** All that is given together, as a subscriber that takes several types would. */
function anyOf(...several: { authType: string[] }[]): { authType: string[] } {
  return Object.assign({}, ...several, { authType: several.flatMap(({ authType }) => authType) }) as {
    authType: string[];
  };
}

async function subscribe(callbackUri: string, authentication?: object): Promise<string> {
  const path = '/vrinfo/v1/subscriptions';
  const { status, body } = await exchange.post<{ id: string }>(path, {
    callbackUri,
    ...(authentication === undefined ? {} : { authentication }),
  });
  expect(status).toBe(201);
  subscribed.push(`${path}/${body.id}`);
  return body.id;
}

/** Every order tells the subscribers of `vrinfo` of its server. */
async function order(task: 'withdraw' | 'restore', hosts: readonly string[] = HOSTS.slice(0, 1)): Promise<void> {
  await Promise.all(hosts.map((id) => exchange.post(`/vrinfo/v1/compute_hosts/${id}/${task}`, {})));
}

/** Orders something, and gives what the subscriber was shown until it had taken a notification of each server. */
async function tellOf(callback: ProtectedCallback, hosts = HOSTS.slice(0, 1)): Promise<ProtectedCallback['requests']> {
  await order('withdraw', hosts);
  return eventually('all are taken', () => {
    const taken = callback.requests.filter(({ status }) => status === 204);
    return taken.length >= hosts.length ? [...callback.requests] : undefined;
  });
}

/** The keys of the authorization server, read over its HTTPS. */
function keysOf({ jwksUri }: AuthorizationServer): JWTVerifyGetKey {
  const dispatcher = new Agent({ connect: { ca: read('ca.crt') } });
  return createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: async (url) => new Response(await (await request(url, { dispatcher })).body.text()),
  });
}

/** A subscriber that takes what comes with a good token, and, when the token is bound, with its certificate. */
function tokenCheck(): (shown: Shown) => Promise<number> {
  const keys = keysOf(authorizationServer);
  return async ({ authorization = '', thumbprint: shown }) => {
    try {
      const token = authorization.replace(/^Bearer /, '');
      const { payload } = await jwtVerify(token, keys, { issuer: authorizationServer.issuer, audience: AUDIENCE });
      return boundTo(payload) === undefined || boundTo(payload) === shown ? 204 : 401;
    } catch {
      return 401;
    }
  };
}

const boundTo = (payload: JWTPayload) => (payload['cnf'] as { 'x5t#S256'?: string } | undefined)?.['x5t#S256'];
const payloadOf = (shown: Shown | undefined) => decodeJwt(shown?.authorization?.replace(/^Bearer /, '') ?? '');

describe('towards a subscriber the gateway authenticates', () => {
  it('with user name and password, and shows no certificate', async () => {
    const callback = await startCallback();
    await subscribe(callback.uri, BASIC);
    expect((await tellOf(callback))[0]).toMatchObject({
      authorization: `Basic ${Buffer.from('gateway-user:hunter2').toString('base64')}`,
      thumbprint: undefined,
    });
  });

  it('with its certificate', async () => {
    const callback = await startCallback(({ thumbprint: shown }) => (shown === thumbprint('gateway') ? 204 : 403));
    await subscribe(callback.uri, byTlsCertificate);
    expect((await tellOf(callback))[0]).toMatchObject({ authorization: undefined, thumbprint: thumbprint('gateway') });
  });

  it('with a token that it gets by its secret', async () => {
    const callback = await startCallback(tokenCheck());
    await subscribe(callback.uri, bySecret());
    const [first] = await tellOf(callback);
    expect(payloadOf(first)).toMatchObject({ client_id: 'by-secret' });
    expect(first?.thumbprint).toBeUndefined();
  });

  it('with a token that it gets by its certificate, and is good only with that', async () => {
    const callback = await startCallback(tokenCheck());
    await subscribe(callback.uri, byCertificate());
    const [first] = await tellOf(callback);
    expect(boundTo(payloadOf(first))).toBe(thumbprint('gateway'));
    expect(first).toMatchObject({ status: 204, thumbprint: thumbprint('gateway') });
  });

  it('with one token, although many notifications are sent at once', async () => {
    const callback = await startCallback(tokenCheck());
    await subscribe(callback.uri, bySecret('busy'));
    await tellOf(callback, HOSTS);
    expect(authorizationServer.granted.filter((clientId) => clientId === 'busy')).toHaveLength(1);
  });

  it.each<[string, () => object, string]>([
    ['everything', () => anyOf(BASIC, byTlsCertificate, bySecret(), byCertificate()), 'by-certificate'],
    ['everything, but another certificate', () => anyOf(byCertificate('somebody'), bySecret(), BASIC), 'by-secret'],
    ['a secret or the certificate alone', () => anyOf(byTlsCertificate, bySecret()), 'by-secret'],
  ])('by the strongest type that can be used of %s', async (_what, authentication, clientId) => {
    const callback = await startCallback(tokenCheck());
    await subscribe(callback.uri, authentication());
    expect(payloadOf((await tellOf(callback))[0])).toMatchObject({ client_id: clientId });
  });

  it('by its certificate rather than by a password', async () => {
    const callback = await startCallback();
    await subscribe(callback.uri, anyOf(BASIC, byTlsCertificate));
    expect((await tellOf(callback))[0]).toMatchObject({ authorization: undefined, thumbprint: thumbprint('gateway') });
  });

  it('not at all when it is not asked to', async () => {
    const callback = await startCallback();
    await subscribe(callback.uri);
    expect((await tellOf(callback))[0]).toMatchObject({ authorization: undefined, thumbprint: undefined });
  });
});

const alarmsOf = async (subscriptionId: string) =>
  (await exchange.get<{ managedObjectId: string; faultDetails: string[] }[]>('/vrfm/v1/alarms')).body.filter(
    ({ managedObjectId }) => managedObjectId === subscriptionId,
  );

/** The alarm about a subscriber that takes nothing. */
const problemOf = (subscriptionId: string) =>
  eventually('the subscriber is reported', async () => (await alarmsOf(subscriptionId))[0]?.faultDetails[0]);

describe('a token that a subscriber refuses', () => {
  it('is replaced by a new one at once', async () => {
    const revoked: (string | undefined)[] = [];
    const callback = await startCallback(({ authorization }) => (revoked.includes(authorization) ? 401 : 204));
    await subscribe(callback.uri, bySecret());
    const [first] = await tellOf(callback);
    revoked.push(first?.authorization);
    await order('restore');
    await eventually('the restoration is told', () => (callback.requests.length >= 3 ? true : undefined));
    await order('withdraw');
    const requests = await eventually('the withdrawal is told', () =>
      callback.requests.length >= 4 ? [...callback.requests] : undefined,
    );
    expect(requests.map(({ status }) => status)).toEqual([204, 401, 204, 204]);
    const used = requests.map(({ authorization }) => authorization);
    expect(used).toEqual([used[0], used[0], used[2], used[2]]);
    expect(used[2]).not.toBe(used[0]);
  });

  it('is replaced once for each try, and then the notification waits as after any other failure', async () => {
    const callback = await startCallback(() => 401);
    const id = await subscribe(callback.uri, bySecret());
    await order('withdraw');
    expect(await problemOf(id)).toMatch(/it answered 401$/);
    // It is reported after the third try.
    expect(callback.requests.slice(0, 6)).toHaveLength(6);
    const used = callback.requests.slice(0, 6).map(({ authorization }) => authorization);
    // The second token of a try is the first of the next.
    expect([used[1], used[3]]).toEqual([used[2], used[4]]);
    expect(new Set(used).size).toBe(4);
  });
});

describe('a subscriber is told nothing', () => {
  it('whose certificate is of a CA that is not trusted', async () => {
    const callback = await startCallback(() => 204, 'impostor');
    const id = await subscribe(callback.uri, BASIC);
    await order('withdraw');
    expect(await problemOf(id)).toMatch(/unable to verify the first certificate$/);
    expect(callback.requests).toEqual([]);
  });

  it('when the authorization server gives no token', async () => {
    const callback = await startCallback();
    const wrong = { ...bySecret().paramsOauth2ClientCredentials, clientPassword: 'not-the-secret' };
    const id = await subscribe(callback.uri, { ...bySecret(), paramsOauth2ClientCredentials: wrong });
    await order('withdraw');
    const endpoint = authorizationServer.tokenEndpoint;
    expect(await problemOf(id)).toContain(`the token endpoint ${endpoint} answered 401 invalid_client`);
    expect(callback.requests).toEqual([]);
  });
});

describe('a subscription is refused', () => {
  const refusal = async (more: object, ask = exchange) => {
    const { status, body } = await ask.post('/vrinfo/v1/subscriptions', {
      callbackUri: 'https://vnfm.example/callback',
      ...more,
    });
    return { status, invalidParams: body.invalidParams };
  };
  const bareExchange = createExchange(() => bare.apiRoot);
  const at = (pointer: string, reason: string) => ({ status: 422, invalidParams: [{ pointer, reason }] });
  const none = (reason: string) => at('/authentication', `no type can be used; ${reason}`);

  it.each([byTlsCertificate, byCertificate])(
    'with a type that takes a certificate, when there is none',
    async (type) => {
      const authentication = type === byTlsCertificate ? type : byCertificate();
      expect(await refusal({ authentication }, bareExchange)).toEqual(
        none(
          `${authentication.authType.join('')}: the gateway has no client certificate (notification.clientCertificate of its configuration)`,
        ),
      );
    },
  );

  it('with the thumbprint of another certificate', async () => {
    expect(await refusal({ authentication: byCertificate('somebody') })).toEqual(
      none(
        `OAUTH2_CLIENT_CERT: certificateRef is not that of the gateway's client certificate, ${thumbprint('gateway')}`,
      ),
    );
  });

  it('with TLS_CERT and a callback without TLS', async () => {
    expect(await refusal({ callbackUri: 'http://vnfm.example/callback', authentication: byTlsCertificate })).toEqual(
      none('TLS_CERT: the callbackUri is not https'),
    );
  });

  it.each([
    ['http://vnfm.example/token', 'is not https'],
    ['https://user:pass@vnfm.example/token', 'must not contain credentials'],
    ['https://vnfm.example:99999/token', 'is not a URL'],
  ])('with a certificate and the token endpoint %s', async (tokenEndpoint, reason) => {
    const paramsOauth2ClientCert = { ...byCertificate().paramsOauth2ClientCert, tokenEndpoint };
    expect(await refusal({ authentication: { ...byCertificate(), paramsOauth2ClientCert } })).toEqual(
      none(`OAUTH2_CLIENT_CERT: the tokenEndpoint ${reason}`),
    );
  });

  it.each([
    ['ftp://vnfm.example/token', 'is neither http nor https'],
    ['http://user@vnfm.example/token', 'must not contain credentials'],
  ])('with a secret and the token endpoint %s', async (tokenEndpoint, reason) => {
    const paramsOauth2ClientCredentials = { ...bySecret().paramsOauth2ClientCredentials, tokenEndpoint };
    expect(await refusal({ authentication: { ...bySecret(), paramsOauth2ClientCredentials } })).toEqual(
      none(`OAUTH2_CLIENT_CREDENTIALS: the tokenEndpoint ${reason}`),
    );
  });

  it('with a callback that holds credentials, or cannot be a URL', async () => {
    expect(await refusal({ callbackUri: 'https://user:pass@vnfm.example/callback' })).toEqual(
      at('/callbackUri', 'must not contain credentials'),
    );
    expect(await refusal({ callbackUri: 'https://vnfm.example:99999/' })).toEqual(at('/callbackUri', 'is not a URL'));
  });

  it('tells of every type why it cannot be used', async () => {
    const authentication = { authType: ['BASIC', 'TLS_CERT', 'OAUTH2_CLIENT_CERT', 'OAUTH2_CLIENT_CREDENTIALS'] };
    expect(await refusal({ callbackUri: 'http://vnfm.example/', authentication })).toEqual(
      none(
        [
          'OAUTH2_CLIENT_CERT: paramsOauth2ClientCert is missing',
          'OAUTH2_CLIENT_CREDENTIALS: paramsOauth2ClientCredentials with clientId, clientPassword and tokenEndpoint is missing',
          'TLS_CERT: the callbackUri is not https',
          'BASIC: paramsBasic with userName and password is missing',
        ].join('; '),
      ),
    );
  });
});

describe('the test of a callback', () => {
  it('shows what the notifications will', async () => {
    const tested = await startGatewayUnderTest({
      notification: { testCallbackUri: true, caFile: file('ca.crt'), clientCertificate: files('gateway') },
    });
    const callback = await startCallback(tokenCheck());
    const body = { callbackUri: callback.uri, authentication: byCertificate() };
    const { status } = await createExchange(() => tested.apiRoot).post('/vrinfo/v1/subscriptions', body);
    await tested.stop();
    expect(status).toBe(201);
    expect(callback.requests).toMatchObject([{ method: 'GET', status: 204, thumbprint: thumbprint('gateway') }]);
  });
});

describe('credentials', () => {
  /** Quotes in its answer what it was sent, as a careless server would. */
  const startEcho = async (): Promise<string> => {
    const server = createServer((incoming, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: incoming.headers.authorization, error_description: 'so it was' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    echoes.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  };
  const echoes: Server[] = [];
  afterAll(() => {
    for (const server of echoes) {
      server.close();
      server.closeAllConnections();
    }
  });

  it('are in nothing that is logged, answered or alarmed, whatever goes wrong', async () => {
    const tokenEndpoint = await startEcho();
    const failing = await startCallback(() => 500);
    const echoed = { ...bySecret().paramsOauth2ClientCredentials, tokenEndpoint };
    const ids = [
      await subscribe(`${failing.uri}/1`, BASIC),
      await subscribe(`${failing.uri}/2`, bySecret()),
      await subscribe(`${failing.uri}/3`, { ...bySecret(), paramsOauth2ClientCredentials: echoed }),
      await subscribe('https://127.0.0.1:1/callback', BASIC),
    ];
    await order('withdraw');
    const problems = await Promise.all(ids.map(problemOf));
    const refused = await exchange.post('/vrinfo/v1/subscriptions', {
      callbackUri: 'nowhere',
      authentication: { ...BASIC, ...bySecret(), authType: ['NONE'] },
    });
    const answers = await Promise.all(
      ['/vrinfo/v1/subscriptions', '/vrfm/v1/alarms'].map((path) => exchange.get(path)),
    );
    const metrics = await (await fetch(`${gateway.apiRoot}/metrics`)).text();
    const token = failing.requests.find(({ authorization = '' }) => authorization.startsWith('Bearer '))?.authorization;
    expect(token).toBeDefined();
    const told = JSON.stringify([gateway.logLines, problems, refused, answers, metrics]);
    const basic = [`gateway-user:hunter2`, `by-secret:${encodeURIComponent(SECRET)}`].map(btoa);
    for (const secret of [SECRET, encodeURIComponent(SECRET), 'hunter2', token?.slice(7) ?? '', ...basic])
      expect(told).not.toContain(secret);
  });
});
