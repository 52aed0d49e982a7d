import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { Agent, fetch } from 'undici';
import { thumbprintOf } from '../../src/certificates.ts';
import { reasonOf } from '../../src/problem.ts';
import { startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { createCertificates } from '../certificates.ts';
import { createSite, SECRET, type VnfManagerSite } from './vnf-manager-harness.ts';

const AUDIENCE = 'vnfm';

const certificates = createCertificates();
const { file, files, pair, read, thumbprint } = certificates;
let authorizationServer: AuthorizationServer;
let agent: Agent;
let keys: JWTVerifyGetKey;
let site: VnfManagerSite;
/** Tokens that the VNF manager does not take any more. */
const revoked = new Set<string>();

beforeAll(async () => {
  certificates.selfSigned('ca');
  certificates.selfSigned('foreign-ca');
  for (const name of ['authorization-server', 'vnfm', 'gateway']) certificates.signed(name, 'ca');
  authorizationServer = await startAuthorizationServer({
    secrets: { 'by-secret': SECRET },
    commonNames: { 'by-certificate': 'gateway' },
    audience: AUDIENCE,
    scopes: ['vnflcm:v2:heal'],
    tls: { ...pair('authorization-server'), ca: read('ca.crt') },
  });
  agent = new Agent({ connect: { ca: read('ca.crt') } });
  const throughCa = (url: string) => fetch(url, { dispatcher: agent }) as unknown as Promise<Response>;
  keys = createRemoteJWKSet(new URL(authorizationServer.jwksUri), { [customFetch]: throughCa });
});
afterEach(() => site.close());
afterAll(async () => {
  await agent.close();
  await authorizationServer.stop();
  certificates.remove();
});

const certificateOf = ({ socket }: IncomingMessage) =>
  socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;

/** As SOL013 8.3.3 and RFC 8705 3 want it, with the scope that a VNF manager wants for its own reasons. */
async function isTokenGood(request: IncomingMessage): Promise<boolean> {
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  if (revoked.has(token)) return false;
  try {
    const { payload } = await jwtVerify(token, keys, { issuer: authorizationServer.issuer, audience: AUDIENCE });
    const bound = (payload['cnf'] as { 'x5t#S256'?: string } | undefined)?.['x5t#S256'];
    const shown = certificateOf(request);
    const isBound = bound === undefined || (shown !== undefined && thumbprintOf(shown) === bound);
    return isBound && payload['scope'] === 'vnflcm:v2:heal';
  } catch {
    return false;
  }
}

const OVER_TLS = () => ({ ...pair('vnfm'), ca: read('ca.crt') });
const BY_SECRET = () => ({
  authType: 'OAUTH2_CLIENT_CREDENTIALS' as const,
  tokenEndpoint: authorizationServer.tokenEndpoint,
  clientId: 'by-secret',
  password: SECRET,
  scope: 'vnflcm:v2:heal',
});

describe('towards a VNF manager the gateway authenticates', () => {
  it('with a token that it got with a password', async () => {
    site = await createSite({ tls: OVER_TLS(), isAuthorized: isTokenGood });
    const runner = site.run({ caFile: file('ca.crt'), authentication: BY_SECRET() });
    await runner.untilBegun();
    expect(site.theHeal().operationState).toBe('STARTING');
  });

  it('with another token when the first is not taken any more', async () => {
    const seen: string[] = [];
    site = await createSite({
      tls: OVER_TLS(),
      isAuthorized: (request) => {
        const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
        // The first one is good for one request only.
        if (seen.length === 1 && seen[0] === token) revoked.add(token);
        seen.push(token);
        return isTokenGood(request);
      },
    });
    await site.run({ caFile: file('ca.crt'), authentication: BY_SECRET() }).look();
    expect(new Set(seen).size).toBe(2);
  });

  it('with its certificate, and a token that is bound to it', async () => {
    site = await createSite({ tls: OVER_TLS(), isAuthorized: isTokenGood });
    const { tokenEndpoint, scope } = BY_SECRET();
    const authentication = {
      authType: 'OAUTH2_CLIENT_CERT' as const,
      clientId: 'by-certificate',
      tokenEndpoint,
      scope,
    };
    const clientCertificate = files('gateway');
    await site.run({ caFile: file('ca.crt'), clientCertificate, authentication }).untilBegun();
    expect(authorizationServer.granted).toContain('by-certificate');
  });

  it('with its certificate alone', async () => {
    const isAuthorized = (request: IncomingMessage) => {
      const shown = certificateOf(request);
      return shown !== undefined && thumbprintOf(shown) === thumbprint('gateway');
    };
    site = await createSite({ tls: OVER_TLS(), isAuthorized });
    await site.run({ caFile: file('ca.crt'), clientCertificate: files('gateway') }).untilBegun();
    expect(site.theHeal().operationState).toBe('STARTING');
  });

  it('with user name and a password that is read from its file each time', async () => {
    const expected = `Basic ${Buffer.from(`gateway:${SECRET}`).toString('base64')}`;
    site = await createSite({ isAuthorized: ({ headers }) => headers.authorization === expected });
    const passwordFile = file('password');
    const runner = site.run({ authentication: { authType: 'BASIC', userName: 'gateway', passwordFile } });
    writeFileSync(passwordFile, 'the old one\n');
    await expect(runner.look()).rejects.toMatchObject({ kind: 'SouthboundUnavailable' });
    writeFileSync(passwordFile, `${SECRET}\n`);
    await runner.untilBegun();
    expect(site.theHeal().operationState).toBe('STARTING');
  });
});

describe('a VNF manager that the gateway cannot come to terms with', () => {
  it('is one with a certificate of another CA', async () => {
    site = await createSite({ tls: OVER_TLS() });
    const failure = await site
      .run({ caFile: file('foreign-ca.crt') })
      .look()
      .catch(reasonOf);
    expect(failure).toMatch(/^VNF manager vnfm-1 gives no answer to GET https:.*certificate/);
    expect(site.vnfm.requests).toEqual([]);
  });

  it('is one whose authorization server refuses the gateway; no secret is told', async () => {
    site = await createSite({ isAuthorized: isTokenGood });
    const authentication = { ...BY_SECRET(), password: `${SECRET}!` };
    const failure = await site
      .run({ caFile: file('ca.crt'), authentication })
      .look()
      .catch(reasonOf);
    expect(failure).toMatch(/^VNF manager vnfm-1: no access token: the token endpoint .* answered 401 invalid_client$/);
    expect(JSON.stringify([failure, site.lines])).not.toContain('secret');
  });
});
