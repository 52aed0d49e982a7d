import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange, type Options } from './exchange.ts';

const ISSUER = 'https://authorization-server.example';
const AUDIENCE = 'nfvi-te-gateway';
const HOSTS = '/vrinfo/v1/compute_hosts';
const NEW_HOST = { body: { computeHostType: 'PHYSICAL_SERVER' } };

interface Claims {
  scope?: string;
  issuer?: string;
  audience?: string;
  expires?: string;
  key?: CryptoKey;
}

let gateway: GatewayUnderTest;
let keyServer: Server;
let ownKey: CryptoKey;
let foreignKey: CryptoKey;
const exchange = createExchange(() => gateway.apiRoot);

beforeAll(async () => {
  const own = await generateKeyPair('ES256');
  ownKey = own.privateKey;
  foreignKey = (await generateKeyPair('ES256')).privateKey;
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' }];
  keyServer = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => {
    keyServer.listen(0, '127.0.0.1', resolve);
  });
  const jwksUri = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/jwks`;
  gateway = await startGatewayUnderTest({ authentication: { issuer: ISSUER, audience: AUDIENCE, jwksUri } });
});
afterAll(async () => {
  await gateway.stop();
  keyServer.close();
  keyServer.closeAllConnections();
});

function token({ scope, issuer = ISSUER, audience = AUDIENCE, expires = '1 minute', key = ownKey }: Claims) {
  return new SignJWT(scope === undefined ? {} : { scope })
    .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(key);
}

async function send(method: 'GET' | 'POST' | 'DELETE', path: string, claims: Claims, options: Options = {}) {
  return exchange.send(method, path, { ...options, headers: { Authorization: `Bearer ${await token(claims)}` } });
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

  it.each<[string, () => Promise<string>]>([
    ['that has expired', () => token({ scope: 'vrinfo:v1:all', expires: '-1 minute' })],
    ['for another audience', () => token({ scope: 'vrinfo:v1:all', audience: 'another-gateway' })],
    ['of another issuer', () => token({ scope: 'vrinfo:v1:all', issuer: 'https://elsewhere.example' })],
    ['signed by somebody else', () => token({ scope: 'vrinfo:v1:all', key: foreignKey })],
    [
      'that is not signed',
      () =>
        Promise.resolve(
          new UnsecuredJWT({ scope: 'vrinfo:v1:all' })
            .setIssuer(ISSUER)
            .setAudience(AUDIENCE)
            .setExpirationTime('1 minute')
            .encode(),
        ),
    ],
    ['that is garbage', () => Promise.resolve('garbage')],
    ['that was tampered with', async () => `${(await token({ scope: 'vrinfo:v1:all' })).slice(0, -8)}AAAAAAAA`],
  ])('but one %s is 401 invalid_token', async (_what, make) => {
    const answer = await exchange.get(HOSTS, { Authorization: `Bearer ${await make()}` });
    expect({ status: answer.status, challenge: answer.headers['www-authenticate'] }).toEqual({
      status: 401,
      challenge: 'Bearer error="invalid_token"',
    });
    expect(answer.body.detail).toMatch(/^the access token is not valid: ./);
  });

  it('but credentials of another kind is 401', async () => {
    expect((await exchange.get(HOSTS, { Authorization: 'Basic dTpw' })).status).toBe(401);
  });

  it('has no effect', async () => {
    await exchange.post(HOSTS, { id: 'smuggled', ...NEW_HOST.body });
    expect((await send('GET', `${HOSTS}/smuggled`, { scope: 'vrinfo:v1:read' })).status).toBe(404);
  });

  it('still learns the versions, and whether the gateway is there', async () => {
    for (const path of ['/vrinfo/api_versions', '/vrinfo/v1/api_versions'])
      expect((await exchange.get(path)).status).toBe(200);
    for (const path of ['/livez', '/readyz', '/metrics']) {
      expect((await fetch(`${gateway.apiRoot}${path}`)).status).toBe(200);
    }
  });
});

describe('a caller with a valid token', () => {
  it.each<[string | undefined, 'GET' | 'POST', string, Options]>([
    [undefined, 'GET', HOSTS, {}],
    ['', 'GET', HOSTS, {}],
    ['vnfmig:v1:all envnotif:v1:all', 'GET', HOSTS, {}],
    ['vrinfo:v1:allx', 'GET', HOSTS, {}],
    ['vrinfo:v1:read', 'POST', HOSTS, NEW_HOST],
    ['vrinfo:v1:read', 'POST', `${HOSTS}/server-1/withdraw`, { body: {} }],
    ['envnotif:v1:read', 'POST', '/envnotif/v1/environment_notifications', { body: {} }],
    ['envnotif:v1:all', 'POST', '/callback/v1/environment_notifications', { body: {} }],
  ])('of the scope "%s" is 403 for %s %s', async (scope, method, path, options) => {
    const { status, headers, body } = await send(method, path, scope === undefined ? {} : { scope }, options);
    expect({ status, title: body.title, challenge: headers['www-authenticate'] }).toEqual({
      status: 403,
      title: 'Forbidden',
      challenge: 'Bearer error="insufficient_scope"',
    });
    expect(body.detail).toMatch(/^the access token lacks the scope \S+$/);
  });

  it.each<[string, number, 'GET' | 'POST' | 'DELETE', string, Options]>([
    ['vrinfo:v1:read', 200, 'GET', HOSTS, {}],
    ['vrinfo:v1:all', 200, 'GET', HOSTS, {}],
    ['vrinfo:v1:all', 201, 'POST', HOSTS, NEW_HOST],
    ['other vrinfo:v1:all another', 201, 'POST', HOSTS, NEW_HOST],
    ['vrinfo:v1:all', 404, 'DELETE', `${HOSTS}/none`, {}],
    ['vrfm:v1:read', 200, 'GET', '/vrfm/v1/alarms', {}],
    ['envnotif:notify', 204, 'GET', '/callback/v1/environment_notifications', {}],
  ])('of the scope "%s" is %d for %s %s, and nothing is challenged', async (scope, expected, method, path, options) => {
    const { status, headers } = await send(method, path, { scope }, options);
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: expected, challenge: undefined });
  });

  it('may write the scheme in small letters', async () => {
    const authorization = `bearer ${await token({ scope: 'vrinfo:v1:read' })}`;
    expect((await exchange.get(HOSTS, { Authorization: authorization })).status).toBe(200);
  });

  it('is served until the token expires', async () => {
    const authorization = { Authorization: `Bearer ${await token({ scope: 'vrinfo:v1:read', expires: '2 seconds' })}` };
    expect((await exchange.get(HOSTS, authorization)).status).toBe(200);
    await eventually('the token has expired', async () =>
      (await exchange.get(HOSTS, authorization)).status === 401 ? true : undefined,
    );
  });

  it('is not logged with it', async () => {
    const written = await token({ scope: 'vrinfo:v1:all' });
    await exchange.get(`${HOSTS}/none`, { Authorization: `Bearer ${written}` });
    expect(JSON.stringify(gateway.logLines)).not.toContain(written);
  });
});
