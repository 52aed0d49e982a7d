import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { createCertificates } from '../certificates.ts';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { getOverTls } from './https.ts';

const certificates = createCertificates();
const { file, files, pair, read } = certificates;
const SCOPE = 'vrinfo:v1:read';

let authorizationServer: AuthorizationServer;
let gateway: GatewayUnderTest;
const gateways: GatewayUnderTest[] = [];
let bound: string;
let unbound: string;

const configuration = (more: object) => {
  const { issuer, jwksUri } = authorizationServer;
  return {
    tls: { ...files('server'), clientCaFile: file('ca.crt'), clientCertificate: 'optional' },
    authentication: { issuer, audience: AUDIENCE, jwksUri, caFile: file('ca.crt'), ...more },
  };
};

async function start(configured: Record<string, unknown>): Promise<GatewayUnderTest> {
  const started = await startGatewayUnderTest(configured);
  gateways.push(started);
  return started;
}

beforeAll(async () => {
  certificates.selfSigned('ca');
  for (const name of ['server', 'authorization-server', 'vnfm', 'thief']) certificates.signed(name, 'ca');
  authorizationServer = await startAuthorizationServer({
    secrets: { nfvo: 'nfvo-secret' },
    commonNames: { 'vnfm-client': 'vnfm' },
    scopes: [SCOPE],
    tls: { ...pair('authorization-server'), ca: read('ca.crt') },
  });
  bound = await authorizationServer.token('vnfm-client', SCOPE, pair('vnfm'));
  unbound = await authorizationServer.token('nfvo', SCOPE);
  gateway = await start(configuration({}));
});
afterAll(async () => {
  await Promise.all(gateways.map((started) => started.stop()));
  await authorizationServer.stop();
  certificates.remove();
});

const readHosts = ({ apiRoot }: GatewayUnderTest, token: string, certificate = {}) =>
  getOverTls(`${apiRoot}/vrinfo/v1/compute_hosts`, {
    ca: read('ca.crt'),
    headers: { Authorization: `Bearer ${token}` },
    ...certificate,
  });

describe('a token that is bound to a certificate', () => {
  it('is good from whoever shows the certificate', async () => {
    expect(await readHosts(gateway, bound, pair('vnfm'))).toMatchObject({ status: 200 });
  });

  it.each<[string, () => object]>([
    ['another certificate', () => pair('thief')],
    ['no certificate', () => ({})],
  ])('is worth nothing with %s', async (_what, certificate) => {
    const detail = 'the access token is bound to a certificate that the connection does not show';
    expect(await readHosts(gateway, bound, certificate())).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${detail}"` },
      body: { title: 'Unauthorized', status: 401, detail },
    });
  });

  it('is worth nothing where no certificates are asked for', async () => {
    const { tls, ...others } = configuration({});
    const { certificateFile, keyFile } = tls;
    const plain = await start({ tls: { certificateFile, keyFile }, ...others });
    expect((await readHosts(plain, bound, pair('vnfm'))).status).toBe(401);
    expect((await readHosts(plain, unbound)).status).toBe(200);
  });
});

describe('a token that is not bound to a certificate', () => {
  it('is good with any certificate, and without', async () => {
    expect(await readHosts(gateway, unbound)).toMatchObject({ status: 200 });
    expect(await readHosts(gateway, unbound, pair('vnfm'))).toMatchObject({ status: 200 });
  });

  it('is refused where tokens have to be bound', async () => {
    const strict = await start(configuration({ certificateBoundTokens: 'required' }));
    expect(await readHosts(strict, unbound, pair('vnfm'))).toMatchObject({
      status: 401,
      body: { detail: 'the access token is not bound to a certificate' },
    });
    expect(await readHosts(strict, bound, pair('vnfm'))).toMatchObject({ status: 200 });
  });
});
