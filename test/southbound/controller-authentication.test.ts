import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { thumbprintOf } from '../../src/certificates.ts';
import { startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { createCertificates } from '../certificates.ts';
import { createControllerHarness, type ControllerHarness } from './controller-harness.ts';
import { eventually } from './recording-ports.ts';

const SECRET = 'a secret: 100% & "quoted"';
const { selfSigned, signed, file, files, pair, read, thumbprint, remove } = createCertificates();

let authorizationServer: AuthorizationServer;
let gateway: ControllerHarness;
let server: Server;
/** Whether the controller answers the request otherwise than by 401. */
let isAuthorized: (request: IncomingMessage) => boolean;
/** What `Link` leads to. */
let link: string | undefined;

beforeAll(async () => {
  selfSigned('ca');
  for (const name of ['controller', 'gateway', 'authorization-server']) signed(name, 'ca');
  authorizationServer = await startAuthorizationServer({
    secrets: { 'by-secret': SECRET },
    tls: { ...pair('authorization-server'), ca: read('ca.crt') },
  });
});
afterAll(async () => {
  await authorizationServer.stop();
  remove();
});
beforeEach(() => {
  gateway = createControllerHarness();
  link = undefined;
});
afterEach(async () => {
  await gateway.stop();
  server.closeAllConnections();
  server.close();
});

/** A controller without a subscription, over TLS or not. */
async function serve(overTls: boolean): Promise<string> {
  const listener = (request: IncomingMessage): [number, object] =>
    isAuthorized(request) ? [200, link === undefined ? {} : { link }] : [401, {}];
  server = overTls
    ? createTlsServer({ ...pair('controller'), ca: read('ca.crt'), requestCert: true, rejectUnauthorized: false })
    : createServer();
  server.on('request', (request: IncomingMessage, response) => {
    const [status, headers] = listener(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('[]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${overTls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const certificateOf = ({ socket }: IncomingMessage) =>
  socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
const basic = `Basic ${Buffer.from(`gateway:${SECRET}`).toString('base64')}`;
const BASIC = { authType: 'BASIC' as const, userName: 'gateway', password: SECRET };

describe('towards an environment controller the gateway authenticates', () => {
  it('with user name and password', async () => {
    isAuthorized = ({ headers }) => headers.authorization === basic;
    await gateway.start(await serve(false), { authentication: BASIC }).follow([]);
    await gateway.connected();
  });

  it('with a token that it got with a password, over TLS', async () => {
    const seen: string[] = [];
    isAuthorized = ({ headers }) => {
      seen.push(headers.authorization ?? '');
      return headers.authorization?.startsWith('Bearer ey') === true;
    };
    const { tokenEndpoint } = authorizationServer;
    const authentication = {
      authType: 'OAUTH2_CLIENT_CREDENTIALS' as const,
      tokenEndpoint,
      clientId: 'by-secret',
      password: SECRET,
    };
    await gateway.start(await serve(true), { authentication, caFile: file('ca.crt'), timeout: 5 }).follow([]);
    await gateway.connected();
    expect(authorizationServer.granted).toContain('by-secret');
    expect(seen.length).toBeGreaterThan(0);
  });

  it('with its certificate', async () => {
    isAuthorized = (request) => {
      const shown = certificateOf(request);
      return shown !== undefined && thumbprintOf(shown) === thumbprint('gateway');
    };
    const clientCertificate = files('gateway');
    await gateway.start(await serve(true), { clientCertificate, caFile: file('ca.crt'), timeout: 5 }).follow([]);
    await gateway.connected();
  });
});

describe('an environment controller is not connected', () => {
  it('when it does not take the credentials, which are not told', async () => {
    isAuthorized = () => false;
    await gateway.start(await serve(false), { authentication: BASIC }).follow([]);
    await eventually(() => {
      expect(gateway.status().detail).toMatch(/^environment controller answered GET .* with 401$/);
    });
    expect(JSON.stringify([gateway.status(), gateway.ports.lines])).not.toContain('secret');
  });

  it('when its certificate is of a CA that is not known', async () => {
    isAuthorized = () => true;
    await gateway.start(await serve(true), { timeout: 5 }).follow([]);
    await eventually(() => {
      expect(gateway.status().detail).toMatch(/no answer to GET https:.*certificate/);
    });
  });

  it('when its next page is on another server, which gets no credentials', async () => {
    isAuthorized = () => true;
    link = '<http://127.0.0.1:9/envnotif/v1/subscriptions>; rel="next"';
    await gateway.start(await serve(false), { authentication: BASIC }).follow([]);
    await eventually(() => {
      expect(gateway.status().detail).toContain('is on another server');
    });
  });
});
