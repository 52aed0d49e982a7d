import { createServer } from 'node:https';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { components } from '../../../generated/config.ts';
import { createHttp } from '../../../src/southbound/openstack/http.ts';
import { openStackAdapter } from '../../../src/southbound/vim/openstack.ts';
import { createCertificates } from '../../certificates.ts';
import { startOpenStack, USER, type OpenStack } from '../../simulators/openstack.ts';
import { createRecordingLog, pause } from '../recording-ports.ts';
import { configFor, createVim, failureOf } from './harness.ts';

type OpenStackVim = components['schemas']['OpenStackVim'];

let openStack: OpenStack;
afterEach(() => openStack.close());

const ENABLED = { schedulingState: 'ENABLED', markedPoweredOff: false };

describe('the Identity service', () => {
  beforeEach(async () => {
    openStack = await startOpenStack();
  });

  const identityRequests = (): unknown[] =>
    openStack.requests.filter(({ path }) => path === '/identity/v3/auth/tokens').map(({ body }) => body);

  it('gives one token for many questions, for the user and the project', async () => {
    const { vim } = createVim(openStack);
    await Promise.all(['server-1', 'server-2', 'server-3'].map((id) => vim.readScheduling(id)));
    expect(await vim.readScheduling('server-1')).toEqual(ENABLED);
    const user = { name: 'gateway', domain: { name: 'Default' }, password: USER.password };
    expect(identityRequests()).toEqual([
      {
        auth: {
          identity: { methods: ['password'], password: { user } },
          scope: { project: { name: 'nfv', domain: { name: 'Default' } } },
        },
      },
    ]);
    await vim.close();
  });

  it.each([
    [{ projectId: 'p-1' }, { project: { id: 'p-1' } }],
    [{ domainName: 'nfv' }, { domain: { name: 'nfv' } }],
  ])('is asked for what %j names', async (scope, expected) => {
    const authentication = {
      type: 'password' as const,
      ...USER,
      userDomainName: 'u',
      projectDomainName: 'p',
      ...scope,
    };
    const { vim } = createVim(openStack, { authentication, authUrl: `${openStack.url}/identity/v3/` });
    expect(await vim.readScheduling('server-1')).toEqual(ENABLED);
    expect(identityRequests()).toMatchObject([{ auth: { scope: expected } }]);
    await vim.close();
  });

  it('takes an application credential, whose scope is its own', async () => {
    const authentication = {
      type: 'applicationCredential' as const,
      applicationCredentialId: 'c-1',
      password: USER.password,
    };
    const { vim } = createVim(openStack, { authentication });
    expect(await vim.readScheduling('server-1')).toEqual(ENABLED);
    const credential = { id: 'c-1', secret: USER.password };
    expect(identityRequests()).toEqual([
      { auth: { identity: { methods: ['application_credential'], application_credential: credential } } },
    ]);
    await vim.close();
  });

  it('is asked anew before the token expires', async () => {
    openStack.setLifetime(300);
    const { vim } = createVim(openStack);
    for (let look = 0; look < 8; look += 1) {
      expect(await vim.readScheduling('server-1')).toEqual(ENABLED);
      await pause(60);
    }
    expect(openStack.tokenCount()).toBeGreaterThan(1);
    await vim.close();
  });

  it('is asked anew, once, when the token was revoked', async () => {
    const { vim } = createVim(openStack);
    await vim.readScheduling('server-1');
    openStack.revokeTokens();
    await vim.withdraw('server-1', 'e-1');
    expect(await vim.readScheduling('server-1')).toMatchObject({ hostEvacuationId: 'e-1' });
    expect(openStack.tokenCount()).toBe(2);
    await vim.close();
  });

  it('whose tokens Nova does not take leaves nothing known', async () => {
    openStack.intercept(({ path }) => (path.startsWith('/compute') ? { status: 401 } : undefined));
    const { vim } = createVim(openStack);
    const { kind, reason } = await failureOf(vim.withdraw('server-1', 'e-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('vim-1: Nova answered GET /os-services?binary=nova-compute&host=compute1 with 401');
    expect(openStack.tokenCount()).toBe(2);
    await vim.close();
  });

  it('that refuses the password is named, the password is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openstack-'));
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'wrong-word\n');
    const { authentication } = configFor(openStack);
    const { vim } = createVim(openStack, { authentication: { ...authentication, passwordFile } });
    const { kind, reason } = await failureOf(vim.readScheduling('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`vim-1: Keystone at ${openStack.url}/identity/v3/auth/tokens`);
    expect(reason).toContain('401: The request you have made requires authentication.');
    expect(reason).not.toContain('wrong-word');
    await writeFile(passwordFile, `${USER.password}\n`);
    expect(await vim.readScheduling('server-1')).toEqual(ENABLED);
    await vim.close();
    await rm(folder, { recursive: true });
  });

  it.each<[string, (config: OpenStackVim) => OpenStackVim, string]>([
    [
      'is not there',
      (config) => ({ ...config, region: 'RegionNine' }),
      'has no public endpoint of the service compute in RegionNine',
    ],
    [
      'is not named where there are two',
      ({ region: _region, ...config }) => config,
      'has more than one public endpoint of the service compute',
    ],
    ['has no such interface', (config) => ({ ...config, interface: 'admin' }), 'has no admin endpoint'],
  ])('says when the region %s', async (_what, changed, text) => {
    const vim = openStackAdapter.create(changed(configFor(openStack)), createRecordingLog().log);
    const { kind, reason } = await failureOf(vim.readScheduling('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`the catalogue of Keystone ${text}`);
    expect(reason).toContain('RegionOne, RegionTwo');
    await vim.close();
  });
});

describe('the Compute service', () => {
  it.each([
    ['/compute/v2.1'],
    ['/compute/v2.1/'],
    ['/compute/v2.1/8a3d7ede73bb403680c13ce92b521e4d'],
    ['/compute'],
    ['/compute/v2'],
  ])('is found by %s in the catalogue', async (novaPath) => {
    openStack = await startOpenStack({ novaPath });
    const { vim } = createVim(openStack);
    expect(await vim.readScheduling('server-1')).toEqual(ENABLED);
    await vim.close();
  });

  it.each([
    ['2.104', '2.93'],
    ['2.72', '2.72'],
  ])('that speaks up to %s is asked in %s', async (novaVersion, asked) => {
    openStack = await startOpenStack({ novaVersion });
    const { vim } = createVim(openStack);
    await vim.readScheduling('server-1');
    expect(openStack.requests.at(-1)?.headers['openstack-api-version']).toBe(`compute ${asked}`);
    await vim.close();
  });

  it('that is too old is asked nothing', async () => {
    openStack = await startOpenStack({ novaVersion: '2.53' });
    const { vim } = createVim(openStack);
    const { kind, reason } = await failureOf(vim.withdraw('server-1', 'e-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('speaks 2.1 to 2.53; the gateway needs 2.60 to 2.93');
    expect(openStack.nova.orders).toEqual([]);
    await vim.close();
  });

  it('is asked for its version again when it does not know the one that it told', async () => {
    openStack = await startOpenStack();
    const { vim } = createVim(openStack);
    await vim.readScheduling('server-1');
    openStack.intercept(({ path }) => (path.endsWith('/os-services') ? { status: 406 } : undefined));
    expect(await failureOf(vim.readScheduling('server-1'))).toMatchObject({ kind: 'SouthboundUnavailable' });
    openStack.intercept(undefined);
    expect(await vim.readScheduling('server-1')).toEqual(ENABLED);
    expect(openStack.requests.filter(({ path }) => path === '/compute/v2.1/')).toHaveLength(2);
    await vim.close();
  });

  it.each<[string, object]>([
    ['is out of order', { status: 503, body: { computeFault: { code: 503, message: 'try later' } } }],
    ['forbids it', { status: 403, body: { forbidden: { code: 403, message: 'policy' } } }],
    ['says nothing readable', { status: 200, body: 'nothing' }],
    ['says something else', { status: 200, body: { servers: [] } }],
    ['refers to somebody else', { status: 302, headers: { location: 'http://elsewhere.example' } }],
  ])('that %s is unavailable to questions', async (_what, answer) => {
    openStack = await startOpenStack();
    openStack.intercept(({ path }) => (path.endsWith('/os-services') ? (answer as { status: number }) : undefined));
    const { vim } = createVim(openStack);
    const { kind, reason } = await failureOf(vim.readVirtualComputes(['server-1']));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain('vim-1: Nova');
    await vim.close();
  });

  it('that does not answer in time is unavailable', async () => {
    openStack = await startOpenStack();
    const { vim } = createVim(openStack, { timeout: 0.2 });
    openStack.intercept(({ path }) => (path.endsWith('/os-services') ? new Promise(() => undefined) : undefined));
    const { kind, reason } = await failureOf(vim.readScheduling('server-1'));
    expect(kind).toBe('SouthboundUnavailable');
    expect(reason).toContain(`no answer to GET ${openStack.url}/compute/v2.1/os-services`);
    await vim.close();
  });
});

it('checks the services by the CA that is configured', async () => {
  openStack = await startOpenStack();
  const certificates = createCertificates();
  certificates.selfSigned('server', '-addext', 'subjectAltName=IP:127.0.0.1');
  const server = createServer(certificates.pair('server'), (_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const ask = async (caFile?: string): Promise<number> => {
    const http = createHttp({ name: 'vim-1', timeout: 10, ...(caFile === undefined ? {} : { caFile }) });
    try {
      return (await http.send({ method: 'GET', url })).statusCode;
    } finally {
      await http.close();
    }
  };
  expect(await ask(certificates.file('server.crt'))).toBe(200);
  expect(await failureOf(ask())).toMatchObject({ kind: 'SouthboundUnavailable' });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  certificates.remove();
});
