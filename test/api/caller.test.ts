import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import type { Caller } from '../../src/api/caller.ts';
import { callerOf } from '../../src/api/caller.ts';
import { createSecurityHandler, type SecurityHandler } from '../../src/api/security.ts';
import { createLog } from '../../src/log.ts';
import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';

const ALL = 'vnfmig:v1:all';
const READ = 'vnfmig:v1:read';
const VNFM = 'vnfmig:v1:vnfm';
/** The security requirements of an operation that a VNF manager may use, and of one that it may not. */
const FOR_VNF_MANAGERS = [ALL, READ, VNFM];
const FOR_OPERATORS = [ALL, READ];

let authorizationServer: AuthorizationServer;
let server: Server;
let security: SecurityHandler;
/** Scopes of which the operation wants one. */
let wanted: readonly string[];

/** Asks the security handler as the validator does: for each requirement at once. */
async function ask(request: Request & { openapi?: unknown }): Promise<{ passes: boolean; caller: Caller }> {
  request.openapi = { schema: { security: wanted.map((scope) => ({ OauthSecurity: [scope] })) } };
  const passed = await Promise.all(wanted.map((scope) => security(request, [scope])));
  return { passes: passed.includes(true), caller: callerOf(request) };
}

beforeAll(async () => {
  authorizationServer = await startAuthorizationServer({
    secrets: { nfvo: 's1', 'vnfm-client': 's2', 'vnfm-7': 's3' },
    scopes: FOR_VNF_MANAGERS,
  });
  const { issuer, jwksUri } = authorizationServer;
  const vnfManagers = { 'vnfm-client': 'vnfm-1' };
  security = createSecurityHandler({ issuer, audience: AUDIENCE, jwksUri, vnfManagers }, createLog('fatal'));
  const app = express().get('/', (request, response, next) => {
    ask(request).then((answer) => response.json(answer), next);
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await authorizationServer.stop();
  server.close();
  server.closeAllConnections();
});

async function callWith(token: string, scopes: readonly string[] = FOR_VNF_MANAGERS): Promise<unknown> {
  wanted = scopes;
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { Authorization: `Bearer ${token}` } });
  return response.json();
}
const signed = (claims: object) =>
  authorizationServer.sign({
    iss: authorizationServer.issuer,
    aud: AUDIENCE,
    exp: Math.floor(Date.now() / 1000) + 60,
    ...claims,
  });

describe('the caller of an operation', () => {
  it.each<[string, string, Caller]>([
    [ALL, 'nfvo', { clientId: 'nfvo' }],
    [READ, 'nfvo', { clientId: 'nfvo' }],
    [VNFM, 'vnfm-client', { clientId: 'vnfm-client', vnfmId: 'vnfm-1' }],
    [VNFM, 'vnfm-7', { clientId: 'vnfm-7', vnfmId: 'vnfm-7' }],
    [`${VNFM} ${READ}`, 'vnfm-client', { clientId: 'vnfm-client' }],
  ])('with the scope "%s", %s, is known by its token', async (scope, clientId, caller) => {
    const token = await authorizationServer.token(clientId, scope);
    expect(await callWith(token)).toEqual({ passes: true, caller });
  });

  it('is a VNF manager of what it is for, whatever it may do elsewhere', async () => {
    const token = await signed({ client_id: 'vnfm-7', scope: `${VNFM} vrinfo:v1:all` });
    expect(await callWith(token)).toEqual({ passes: true, caller: { clientId: 'vnfm-7', vnfmId: 'vnfm-7' } });
  });

  it('as a VNF manager cannot do what is not for VNF managers, and is nobody', async () => {
    const token = await authorizationServer.token('vnfm-client', VNFM);
    expect(await callWith(token, FOR_OPERATORS)).toEqual({ passes: false, caller: {} });
  });

  it.each<[object, string]>([
    [{ client_id: 'one', azp: 'two', sub: 'three' }, 'one'],
    [{ azp: 'two', sub: 'three' }, 'two'],
    [{ sub: 'three' }, 'three'],
    [{ client_id: 7, sub: 'three' }, 'three'],
    [{ client_id: 'constructor' }, 'constructor'],
  ])('whose token says %j is %s', async (claims, clientId) => {
    const token = await signed({ ...claims, scope: VNFM });
    expect(await callWith(token)).toEqual({ passes: true, caller: { clientId, vnfmId: clientId } });
  });

  it('may be unknown, but not as a VNF manager, which would be every one of them', async () => {
    expect(await callWith(await signed({ scope: READ }))).toEqual({ passes: true, caller: {} });
    expect(await callWith(await signed({ scope: VNFM }))).toEqual({ passes: false, caller: {} });
  });
});
