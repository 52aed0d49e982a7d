import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { Client } from 'undici';
import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange, type Options } from './exchange.ts';

const HOSTS = '/vrinfo/v1/compute_hosts';
const NEW_HOST = { body: { computeHostType: 'PHYSICAL_SERVER' } };
const SCOPES = [
  ...['envnotif', 'vnfmig', 'vrinfo', 'vrfm'].flatMap((api) => [`${api}:v1:all`, `${api}:v1:read`]),
  'envnotif:notify',
  'vrinfo:v1:allx',
  'other',
];
const CLIENT = 'operator';

let authorizationServer: AuthorizationServer;
let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const trusting = ({ issuer, jwksUri }: Pick<AuthorizationServer, 'issuer' | 'jwksUri'>) => ({
  authentication: { issuer, audience: AUDIENCE, jwksUri },
});

beforeAll(async () => {
  authorizationServer = await startAuthorizationServer({ secrets: { [CLIENT]: 'operator-secret' }, scopes: SCOPES });
  gateway = await startGatewayUnderTest(trusting(authorizationServer));
});
afterAll(async () => {
  await gateway.stop();
  await authorizationServer.stop();
});

type Claims = Record<string, unknown>;

/** Claims of a good token, with those that are given instead; undefined leaves one out. */
function claims(other: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: authorizationServer.issuer, aud: AUDIENCE, exp: now + 60, scope: 'vrinfo:v1:all', sub: CLIENT };
  return { ...good, ...other };
}
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const signed = (other: Claims) => authorizationServer.sign(claims(other));

async function send(method: 'GET' | 'POST' | 'DELETE', path: string, scope: string | undefined, options: Options = {}) {
  const token = await authorizationServer.token(CLIENT, scope);
  return exchange.send(method, path, { ...options, headers: bearer(token) });
}

describe('a caller without a valid token', () => {
  it.each<['GET' | 'POST' | 'DELETE', string, Options]>([
    ['GET', HOSTS, {}],
    ['POST', HOSTS, NEW_HOST],
    ['DELETE', `${HOSTS}/server-1`, {}],
    ['GET', '/envnotif/v1/environment_states', {}],
    ['GET', '/vnfmig/v1/host_evacuations', {}],
    ['GET', '/vrfm/v1/alarms', {}],
    ['GET', '/callback/v1/environment_notifications', {}],
  ])('is 401 with a challenge: %s %s', async (method, path, options) => {
    const { status, headers, body } = await exchange.send(method, path, options);
    expect({ status, title: body.title, challenge: headers['www-authenticate'], version: headers['version'] }).toEqual({
      status: 401,
      title: 'Unauthorized',
      challenge: 'Bearer',
      version: '1.0.0',
    });
    expect(body.detail).toBe('the request has no bearer token');
  });

  it.each<[string, () => Promise<string>, string]>([
    ['that has expired', () => signed({ exp: seconds(-60) }), 'it has expired'],
    ['that never expires', () => signed({ exp: undefined }), 'it has no exp'],
    ['that is not valid yet', () => signed({ nbf: seconds(60) }), 'its nbf does not fit'],
    ['for another audience', () => signed({ aud: 'another-gateway' }), 'its aud does not fit'],
    ['of another issuer', () => signed({ iss: 'https://elsewhere.example' }), 'its iss does not fit'],
    [
      'signed by somebody else',
      async () => authorizationServer.sign(claims(), (await generateKeyPair('ES256')).privateKey),
      'its signature is wrong',
    ],
    [
      'that is not signed',
      () => Promise.resolve(new UnsecuredJWT({ ...claims() }).encode()),
      'its algorithm is not accepted',
    ],
    ['signed with a secret', () => signedWithSecret(), 'its algorithm is not accepted'],
    ['that is garbage', () => Promise.resolve('garbage'), 'it is not a signed JWT'],
    ['that was tampered with', async () => `${(await signed({})).slice(0, -8)}AAAAAAAA`, 'its signature is wrong'],
  ])('but one %s is 401 invalid_token, and is told why', async (_what, make, fault) => {
    const { status, headers, body } = await exchange.get(HOSTS, bearer(await make()));
    const detail = `the access token is not valid: ${fault}`;
    expect({ status, challenge: headers['www-authenticate'], detail: body.detail }).toEqual({
      status: 401,
      challenge: `Bearer error="invalid_token", error_description="${detail}"`,
      detail,
    });
  });

  it('but one that is bound to a key that cannot be checked is 401 invalid_token', async () => {
    const { status, headers, body } = await exchange.get(HOSTS, bearer(await signed({ cnf: { jkt: 'thumbprint' } })));
    const detail = 'the access token is bound to something else than a certificate';
    expect({ status, challenge: headers['www-authenticate'], detail: body.detail }).toEqual({
      status: 401,
      challenge: `Bearer error="invalid_token", error_description="${detail}"`,
      detail,
    });
  });

  it.each(['Bearer', 'Bearer one two', 'Bearer "quoted"', 'Bearer t\u00f6ken'])(
    'but the header Authorization: %s is 401 invalid_token',
    async (authorization) => {
      const { status, headers } = await exchange.get(HOSTS, { Authorization: authorization });
      expect({ status, challenge: headers['www-authenticate'] }).toEqual({
        status: 401,
        challenge:
          'Bearer error="invalid_token", error_description="the header Authorization is not Bearer and a token"',
      });
    },
  );

  it('but credentials of another kind is told to send one', async () => {
    const { status, headers } = await exchange.get(HOSTS, { Authorization: 'Basic dTpw' });
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: 401, challenge: 'Bearer' });
  });

  it('has no effect', async () => {
    await exchange.post(HOSTS, { id: 'smuggled', ...NEW_HOST.body });
    expect((await send('GET', `${HOSTS}/smuggled`, 'vrinfo:v1:read')).status).toBe(404);
  });

  it('still learns the versions, and whether the gateway is there', async () => {
    for (const path of ['/vrinfo/api_versions', '/vrinfo/v1/api_versions'])
      expect((await exchange.get(path)).status).toBe(200);
    for (const path of ['/livez', '/readyz', '/metrics']) {
      expect((await fetch(`${gateway.apiRoot}${path}`)).status).toBe(200);
    }
  });
});

async function signedWithSecret(): Promise<string> {
  const published = await (await fetch(authorizationServer.jwksUri)).text();
  return new SignJWT({ ...claims() }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(published));
}

describe('a caller with a valid token', () => {
  const READ_HOSTS = ['vrinfo:v1:all', 'vrinfo:v1:read', 'vrinfo:v1:vnfm'];
  it.each<[string | undefined, 'GET' | 'POST', string, Options, string[]]>([
    [undefined, 'GET', HOSTS, {}, READ_HOSTS],
    ['other', 'GET', HOSTS, {}, READ_HOSTS],
    ['vnfmig:v1:all envnotif:v1:all', 'GET', HOSTS, {}, READ_HOSTS],
    ['vrinfo:v1:allx', 'GET', HOSTS, {}, READ_HOSTS],
    ['vrinfo:v1:read', 'POST', HOSTS, NEW_HOST, ['vrinfo:v1:all']],
    ['vrinfo:v1:read', 'POST', `${HOSTS}/server-1/withdraw`, { body: {} }, ['vrinfo:v1:all']],
    ['envnotif:v1:read', 'POST', '/envnotif/v1/environment_notifications', { body: {} }, ['envnotif:v1:all']],
    ['envnotif:v1:all', 'POST', '/callback/v1/environment_notifications', { body: {} }, ['envnotif:notify']],
  ])('of the scope "%s" is 403 for %s %s, and told which would do', async (scope, method, path, options, wanted) => {
    const { status, headers, body } = await send(method, path, scope, options);
    expect({ status, title: body.title, challenge: headers['www-authenticate'], detail: body.detail }).toEqual({
      status: 403,
      title: 'Forbidden',
      challenge: `Bearer error="insufficient_scope", scope="${wanted.join(' ')}"`,
      detail: `the access token lacks the scope ${wanted.join(' or ')}`,
    });
  });

  it.each<[string, number, 'GET' | 'POST' | 'DELETE', string, Options]>([
    ['vrinfo:v1:read', 200, 'GET', HOSTS, {}],
    ['vrinfo:v1:all', 200, 'GET', HOSTS, {}],
    ['vrinfo:v1:all', 201, 'POST', HOSTS, NEW_HOST],
    ['other vrinfo:v1:all vrfm:v1:read', 201, 'POST', HOSTS, NEW_HOST],
    ['vrinfo:v1:all', 404, 'DELETE', `${HOSTS}/none`, {}],
    ['vrfm:v1:read', 200, 'GET', '/vrfm/v1/alarms', {}],
    ['envnotif:notify', 204, 'GET', '/callback/v1/environment_notifications', {}],
  ])('of the scope "%s" is %d for %s %s, and nothing is challenged', async (scope, expected, method, path, options) => {
    const { status, headers } = await send(method, path, scope, options);
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: expected, challenge: undefined });
  });

  it('may have its scopes as a list', async () => {
    const listed = (...scp: string[]) => signed({ scope: undefined, scp });
    expect((await exchange.get(HOSTS, bearer(await listed('other', 'vrinfo:v1:read')))).status).toBe(200);
    expect((await exchange.get(HOSTS, bearer(await listed('other')))).status).toBe(403);
  });

  it('may write the scheme in small letters', async () => {
    const authorization = `bearer ${await authorizationServer.token(CLIENT, 'vrinfo:v1:read')}`;
    expect((await exchange.get(HOSTS, { Authorization: authorization })).status).toBe(200);
  });

  it('is served until the token expires', async () => {
    const token = bearer(await signed({ exp: seconds(2) }));
    expect((await exchange.get(HOSTS, token)).status).toBe(200);
    await eventually('the token has expired', async () =>
      (await exchange.get(HOSTS, token)).status === 401 ? true : undefined,
    );
  });

  it('is who its token says with each request, whatever the connection carried before', async () => {
    const reader = await authorizationServer.token(CLIENT, 'vrinfo:v1:all');
    const other = await authorizationServer.token(CLIENT, 'other');
    const connection = new Client(gateway.apiRoot);
    const statusWith = async (headers: Record<string, string>) => {
      const { statusCode, body } = await connection.request({ method: 'GET', path: HOSTS, headers });
      await body.dump();
      return statusCode;
    };
    const statuses: number[] = [];
    for (const headers of [bearer(reader), bearer(reader), bearer(other), {}, bearer('none'), bearer(reader)])
      statuses.push(await statusWith({ version: '1.0.0', ...headers }));
    expect(statuses).toEqual([200, 200, 403, 401, 401, 200]);
    await connection.close();
  });

  it('is not logged with it', async () => {
    const token = await authorizationServer.token(CLIENT, 'vrinfo:v1:all');
    await exchange.get(`${HOSTS}/none`, bearer(token));
    expect(JSON.stringify(gateway.logLines)).not.toContain(token);
  });
});

describe('an authorization server', () => {
  it('may change its key: what the new one signed is taken, what the old one signed is not', async () => {
    const before = bearer(await authorizationServer.token(CLIENT, 'vrinfo:v1:read'));
    expect((await exchange.get(HOSTS, before)).status).toBe(200);
    await authorizationServer.rotateKey();
    const after = bearer(await authorizationServer.token(CLIENT, 'vrinfo:v1:read'));
    await eventually('the new key is known', async () =>
      (await exchange.get(HOSTS, after)).status === 200 ? true : undefined,
    );
    const { status, body } = await exchange.get(HOSTS, before);
    expect(status).toBe(401);
    expect(body.detail).toMatch(/the authorization server has no key that it was signed with$/);
  });
});

describe('without the keys of the authorization server', () => {
  let server: Server;
  let answer: RequestListener;
  const jwksUri = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  let cutOff: GatewayUnderTest;
  const cutOffExchange = createExchange(() => cutOff.apiRoot);

  beforeAll(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cutOff = await startGatewayUnderTest(trusting({ issuer: authorizationServer.issuer, jwksUri: jwksUri() }));
  });
  afterAll(async () => {
    await cutOff.stop();
    server.close();
    server.closeAllConnections();
  });

  it.each<[string, RequestListener]>([
    ['it hangs up', (request) => request.socket.destroy()],
    ['it has a fault', (_request, response) => response.writeHead(500).end('{}')],
    ['it talks of something else', (_request, response) => response.end('<html>')],
    ['it has no keys', (_request, response) => response.end('{}')],
  ])('because %s, nobody can tell whether a token is good: 503, to be tried again', async (_what, listener) => {
    answer = listener;
    const { status, headers, body } = await cutOffExchange.get(HOSTS, bearer(await signed({})));
    expect({ status, title: body.title, challenge: headers['www-authenticate'] }).toEqual({
      status: 503,
      title: 'Service Unavailable',
      challenge: undefined,
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    // Why is for the operator, not for whoever asks.
    expect(body.detail).toBe('the keys of the authorization server cannot be read at present');
  });

  it('it is logged where they were asked for and what went wrong, once', () => {
    const lines = cutOff.logLines.filter(({ jwksUri: uri }) => uri === jwksUri());
    expect(lines).toMatchObject([
      { level: 'error', message: 'the keys of the authorization server cannot be read', error: 'other side closed' },
    ]);
  });

  it('it is still told that a token is missing, or no JWT at all', async () => {
    expect((await cutOffExchange.get(HOSTS)).status).toBe(401);
    expect((await cutOffExchange.get(HOSTS, bearer('garbage'))).status).toBe(401);
  });

  it('it is served as soon as they are there', async () => {
    answer = (_request, response) => {
      void fetch(authorizationServer.jwksUri)
        .then((keys) => keys.text())
        .then((text) => response.end(text));
    };
    expect((await cutOffExchange.get(HOSTS, bearer(await signed({})))).status).toBe(200);
  });
});

describe('a gateway without authentication', () => {
  const warnings = ({ logLines }: GatewayUnderTest) =>
    logLines.filter(({ level, message }) => level === 'warn' && message.startsWith('AUTHENTICATION IS OFF'));

  it('says so loudly, once', async () => {
    const open = await startGatewayUnderTest({ authentication: 'none' });
    const { status } = await fetch(`${open.apiRoot}${HOSTS}`);
    await open.stop();
    expect(status).toBe(200);
    expect(warnings(open)).toHaveLength(1);
  });

  it('is not what one with it says', () => {
    expect(warnings(gateway)).toEqual([]);
  });
});
