import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import type { components } from '../../generated/config.ts';
import { createHttp } from '../../src/southbound/openstack/http.ts';
import { createKeystone } from '../../src/southbound/openstack/keystone.ts';
import { createNova } from '../../src/southbound/openstack/nova.ts';
import { openStackAdapter } from '../../src/southbound/vim/openstack.ts';
import type { Vim } from '../../src/southbound/vim/vim.ts';
import { failureOf, justNow, METADATA_KEYS, orderFor } from '../southbound/openstack/harness.ts';
import { createRecordingLog, pause } from '../southbound/recording-ports.ts';
import { follow, patiently, startOpenStackRig, type OpenStackRig } from './openstack-rig.ts';

type OpenStackVim = components['schemas']['OpenStackVim'];

/** Milliseconds; on a busy machine each step of Nova takes many seconds. */
const TEST_TIME = 300_000;
const COMPUTE_HOSTS = { 'server-1': 'compute1', 'server-2': 'compute2', 'server-3': 'compute3' };

/** The adapter at a real OpenStack. Each test leaves no server, and every host enabled. */
describe('at OpenStack', () => {
  let started: OpenStackRig | undefined;
  let folder: string;
  let passwordFile: string;
  let vim: Vim;

  const rig = (): OpenStackRig => {
    if (started === undefined) throw new Error('the rig does not run');
    return started;
  };
  const configOf = (config: Partial<OpenStackVim> = {}): OpenStackVim => ({
    id: 'vim-1',
    type: 'openstack',
    authUrl: rig().authUrl,
    authentication: {
      type: 'password',
      username: 'gateway',
      userDomainName: 'Default',
      passwordFile,
      projectName: 'admin',
      projectDomainName: 'Default',
    },
    region: 'RegionOne',
    interface: 'public',
    timeout: 60,
    computeHosts: COMPUTE_HOSTS,
    pollInterval: 5,
    metadataKeys: METADATA_KEYS,
    ...config,
  });
  /** A user of its own, whose password the test may change. */
  const createUser = async (): Promise<string> => {
    const identity = async (path: string): Promise<unknown> => (await rig().send('identity', 'GET', path)).content;
    const { users } = (await identity('/users?name=gateway')) as { users: { id: string }[] };
    for (const { id } of users) await rig().send('identity', 'DELETE', `/users/${id}`);
    const wanted = { name: 'gateway', domain_id: 'default', password: 'first' };
    const { user } = (await rig().send('identity', 'POST', '/users', { user: wanted })).content as {
      user: { id: string };
    };
    const { projects } = (await identity('/projects?name=admin')) as { projects: [{ id: string }] };
    const { roles } = (await identity('/roles?name=admin')) as { roles: [{ id: string }] };
    await rig().send('identity', 'PUT', `/projects/${projects[0].id}/users/${user.id}/roles/${roles[0].id}`);
    await writeFile(passwordFile, 'first\n');
    return user.id;
  };
  beforeAll(async () => {
    started = await startOpenStackRig();
    folder = await mkdtemp(join(tmpdir(), 'openstack-'));
    passwordFile = join(folder, 'password');
    await createUser();
    await rig().deleteServers();
  }, 600_000);
  afterAll(async () => {
    await started?.stop();
    await rm(folder, { recursive: true });
  }, TEST_TIME);
  beforeEach(() => {
    vim = openStackAdapter.create(configOf(), createRecordingLog().log);
  });
  afterEach(async () => {
    await vim.close();
    await rig().deleteServers();
    for (const host of Object.values(COMPUTE_HOSTS)) await rig().updateHost(host, { status: 'enabled' });
  }, TEST_TIME);

  it(
    'tells what runs where, and whose it is',
    async () => {
      const identity = { vnf_instance_id: 'vnf-1', vnfc_instance_id: 'vnfc-1', vnfd_id: 'vnfd-1', vnfm_id: 'vnfm-1' };
      const first = await rig().boot('amf-a', 'compute1', identity);
      const second = await rig().boot('amf-b', 'compute2', {});
      const computes = await vim.readVirtualComputes(['server-1', 'server-2']);
      expect(computes).toHaveLength(2);
      expect(computes).toContainEqual({
        computeId: first,
        computeName: 'amf-a',
        hostId: 'server-1',
        operationalState: 'ENABLED',
        flavourId: 'tiny',
        virtualCpu: { numVirtualCpu: 1 },
        virtualMemory: { virtualMemSize: 64 },
        virtualDisks: [{ sizeOfStorage: 1 }],
        metadata: identity,
        vnfInstanceId: 'vnf-1',
        vnfcInstanceId: 'vnfc-1',
        vnfdId: 'vnfd-1',
        vnfmId: 'vnfm-1',
      });
      expect(await vim.readVirtualComputes(['server-3'])).toEqual([]);
      expect(await vim.findVirtualComputes([second, randomUUID()])).toMatchObject([
        { computeId: second, hostId: 'server-2' },
      ]);
      // As many servers are read.
      const http = createHttp({ name: 'vim-1', timeout: 60 });
      const nova = createNova({ vimId: 'vim-1', keystone: createKeystone(configOf(), http), http });
      const everyServer = await nova.listEveryServer();
      expect(everyServer?.map(({ id }) => id).sort()).toEqual([first, second].sort());
      await http.close();

      await rig().send('compute', 'POST', `/servers/${second}/action`, { 'os-stop': null });
      await patiently(async () => {
        expect(await vim.readVirtualComputes(['server-2'])).toMatchObject([{ operationalState: 'DISABLED' }]);
      });
    },
    TEST_TIME,
  );

  it('withdraws a server, and gives back what the same evacuation withdrew', async () => {
    expect(await vim.readScheduling('server-1')).toEqual({ schedulingState: 'ENABLED', markedPoweredOff: false });
    await vim.withdraw('server-1', 'evacuation-1');
    await vim.withdraw('server-1', 'evacuation-2');
    const withdrawn = {
      schedulingState: 'WITHDRAWN',
      hostEvacuationId: 'evacuation-1',
      reason: 'nfvi-te-gateway: host evacuation evacuation-1',
      markedPoweredOff: false,
    };
    expect(await vim.readScheduling('server-1')).toEqual(withdrawn);
    await vim.restore('server-1', 'evacuation-2');
    expect(await vim.readScheduling('server-1')).toEqual(withdrawn);
    await vim.restore('server-1', 'evacuation-1');
    await vim.restore('server-1', 'evacuation-1');
    expect(await vim.readScheduling('server-1')).toEqual({ schedulingState: 'ENABLED', markedPoweredOff: false });
  });

  it('leaves a server withdrawn that somebody else withdrew', async () => {
    await rig().updateHost('compute1', { status: 'disabled', disabled_reason: 'a fan is changed' });
    await vim.withdraw('server-1', 'evacuation-1');
    await vim.restore('server-1', 'evacuation-1');
    expect(await vim.readScheduling('server-1')).toEqual({
      schedulingState: 'WITHDRAWN',
      reason: 'a fan is changed',
      markedPoweredOff: false,
    });
  });

  it(
    'migrates live to the server that is named, and an order given twice is one',
    async () => {
      const computeId = await rig().boot('live', 'compute1');
      const order = orderFor(computeId, { targetComputeHostId: 'server-2' });
      const since = justNow();
      expect(await vim.readMigration(order, since)).toBeUndefined();
      await vim.migrate(order);
      await vim.migrate(order);
      const { last, states } = await follow(vim, order, since);
      expect([...states]).toEqual(['PROCESSING', 'COMPLETED']);
      expect(last).toEqual({ state: 'COMPLETED', computeHostId: 'server-2', detail: 'ACTIVE on compute2' });
      await vim.migrate(order);
      expect(await vim.readVirtualComputes(['server-1'])).toEqual([]);
    },
    TEST_TIME,
  );

  it(
    'migrates offline and confirms it, so that nothing is left on the source',
    async () => {
      const computeId = await rig().boot('cold', 'compute1');
      const order = orderFor(computeId, { migrationType: 'OFFLINE_MIGRATION', targetComputeHostId: 'server-3' });
      const since = justNow();
      await vim.migrate(order);
      const { last } = await follow(vim, order, since);
      expect(last).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-3' });
      expect(await rig().readServer(computeId)).toMatchObject({ status: 'ACTIVE' });
      expect(await vim.cleanUp('server-1', since)).toEqual([]);
    },
    TEST_TIME,
  );

  it.each(['LIVE_MIGRATION', 'OFFLINE_MIGRATION'] as const)(
    'tells that a %s failed which Nova took and found no room for',
    async (migrationType) => {
      const computeId = await rig().boot('stuck', 'compute1');
      await vim.withdraw('server-2', 'evacuation-1');
      await vim.withdraw('server-3', 'evacuation-1');
      const order = orderFor(computeId, { migrationType });
      const since = justNow();
      await vim.migrate(order);
      const { last } = await follow(vim, order, since);
      expect(last.state).toBe('FAILED');
      expect(last.detail).toMatch(/^No valid host was found/);
      expect(await rig().readServer(computeId)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-SRV-ATTR:host': 'compute1' });
    },
    TEST_TIME,
  );

  it(
    'refuses what cannot be',
    async () => {
      const computeId = await rig().boot('here', 'compute1');
      await rig().send('compute', 'POST', `/servers/${computeId}/action`, { 'os-stop': null });
      await patiently(async () => {
        expect(await rig().readServer(computeId)).toMatchObject({ status: 'SHUTOFF' });
      });
      expect(await failureOf(vim.migrate(orderFor(computeId)))).toMatchObject({
        kind: 'SouthboundRefused',
        reason: expect.stringContaining('while it is in vm_state stopped') as string,
      });
      const missing = orderFor('00000000-0000-4000-8000-000000000000');
      expect(await failureOf(vim.migrate(missing))).toMatchObject({ kind: 'SouthboundRefused' });
      expect(await vim.readMigration(missing, justNow())).toMatchObject({ state: 'FAILED' });
    },
    TEST_TIME,
  );

  it(
    'stops a live migration',
    async () => {
      const computeId = await rig().boot('aborted', 'compute1');
      const order = orderFor(computeId, { targetComputeHostId: 'server-2' });
      const since = justNow();
      await vim.migrate(order);
      await patiently(() => vim.abortMigration(order));
      const { last } = await follow(vim, order, since);
      expect(last).toMatchObject({ state: 'FAILED', detail: expect.stringContaining('cancelled') as string });
      await vim.abortMigration(order);
      expect(await rig().readServer(computeId)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-SRV-ATTR:host': 'compute1' });
    },
    TEST_TIME,
  );

  it(
    'confirms what was migrated offline without it since the evacuation',
    async () => {
      const computeId = await rig().boot('unconfirmed', 'compute1');
      const since = justNow();
      await rig().send('compute', 'POST', `/servers/${computeId}/action`, { migrate: { host: 'compute2' } });
      await patiently(async () => {
        expect(await rig().readServer(computeId)).toMatchObject({ status: 'VERIFY_RESIZE' });
      });
      const later = new Date(Date.now() + 60_000).toISOString();
      expect(await vim.cleanUp('server-1', later)).toEqual([
        { computeId, detail: 'unconfirmed migration away from compute1: not of this evacuation', removed: false },
      ]);
      expect(await vim.cleanUp('server-1', since)).toEqual([
        { computeId, detail: 'unconfirmed migration away from compute1', removed: true },
      ]);
      expect(await vim.cleanUp('server-1', since)).toEqual([]);
    },
    TEST_TIME,
  );

  it(
    'evacuates from a server that is off, and gives it back when its nova-compute is back',
    async () => {
      const computeIds = [await rig().boot('dead-1', 'compute3'), await rig().boot('dead-2', 'compute3')];
      await vim.withdraw('server-3', 'evacuation-3');
      await rig().killHost('compute3');
      await vim.markPoweredOff('server-3', 'evacuation-3');
      await vim.markPoweredOff('server-3', 'evacuation-3');
      expect(await vim.readScheduling('server-3')).toMatchObject({
        hostEvacuationId: 'evacuation-3',
        markedPoweredOff: true,
      });

      const since = justNow();
      const orders = computeIds.map((computeId) =>
        orderFor(computeId, { sourceComputeHostId: 'server-3', targetComputeHostId: 'server-1' }),
      );
      for (const order of orders) await vim.migrate(order);
      for (const order of orders) await vim.migrate(order);
      for (const order of orders) {
        const { last } = await follow(vim, order, since);
        expect(last).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-1' });
      }
      expect(await vim.readVirtualComputes(['server-3'])).toEqual([]);
      const leftovers = await vim.cleanUp('server-3', since);
      expect(leftovers.map(({ computeId }) => computeId).sort()).toEqual([...computeIds].sort());
      for (const { detail, removed } of leftovers) {
        expect(detail).toMatch(/^allocation on compute3 \(.*VCPU 1.*\) of a server that is on compute1$/);
        expect(removed).toBe(true);
      }
      expect(await vim.cleanUp('server-3', since)).toEqual([]);

      const tooEarly = await failureOf(vim.restore('server-3', 'evacuation-3'));
      expect(tooEarly.kind).toBe('SouthboundUnavailable');
      expect(tooEarly.reason).toContain('nova-compute on compute3 (server-3) is not back yet');
      expect(await vim.readScheduling('server-3')).toMatchObject({
        schedulingState: 'WITHDRAWN',
        markedPoweredOff: true,
      });
      await rig().startHost('compute3');
      await patiently(() => vim.restore('server-3', 'evacuation-3'));
      expect(await vim.readScheduling('server-3')).toEqual({ schedulingState: 'ENABLED', markedPoweredOff: false });
      expect(await vim.cleanUp('server-3', since)).toEqual([]);
      await patiently(async () => {
        expect(await rig().isUp('compute3')).toBe(true);
      });
    },
    TEST_TIME,
  );

  it(
    'tells that an evacuation found no room, and carries it out when there is',
    async () => {
      const computeId = await rig().boot('stranded', 'compute3');
      for (const computeHostId of Object.keys(COMPUTE_HOSTS)) await vim.withdraw(computeHostId, 'evacuation-4');
      await rig().killHost('compute3');
      await vim.markPoweredOff('server-3', 'evacuation-4');
      const order = orderFor(computeId, { sourceComputeHostId: 'server-3' });
      const first = justNow();
      await vim.migrate(order);
      const { last } = await follow(vim, order, first);
      expect(last.state).toBe('FAILED');
      expect(last.detail).toMatch(/^No valid host was found/);

      await vim.restore('server-1', 'evacuation-4');
      const second = new Date(Date.now() + 1000).toISOString();
      await pause(1000);
      await vim.migrate(order);
      expect((await follow(vim, order, second)).last).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-1' });
      await rig().startHost('compute3');
      await patiently(() => vim.restore('server-3', 'evacuation-4'));
      await patiently(async () => {
        expect(await rig().isUp('compute3')).toBe(true);
      });
    },
    TEST_TIME,
  );

  it('goes on with a new token when the one it has was revoked', async () => {
    const http = createHttp({ name: 'vim-1', timeout: 60 });
    const keystone = createKeystone(configOf(), http);
    const nova = createNova({ vimId: 'vim-1', keystone, http });
    try {
      expect(await nova.listComputeServices()).toHaveLength(3);
      const authorization = await keystone.authorize();
      const { token } = authorization;
      const services = `${authorization.endpointOf('compute')}/os-services`;
      const askNova = async (): Promise<number> => {
        const answer = await request(services, { headers: { 'x-auth-token': token } });
        await answer.body.dump();
        return answer.statusCode;
      };
      expect(await askNova()).toBe(200);
      const headers = { 'x-auth-token': token, 'x-subject-token': token };
      await request(`${rig().authUrl}/auth/tokens`, { method: 'DELETE', headers });
      await patiently(async () => {
        expect(await askNova()).toBe(401);
      });
      expect(await nova.listComputeServices()).toHaveLength(3);
      expect((await keystone.authorize()).token).not.toBe(token);
    } finally {
      await http.close();
    }
  });

  it('takes up a password that was changed, which revokes the token too', async () => {
    const userId = await createUser();
    await vim.readScheduling('server-1');
    await rig().send('identity', 'PATCH', `/users/${userId}`, { user: { password: 'second' } });
    const reason = await patiently(async () => {
      const failure = await failureOf(vim.readScheduling('server-1'));
      expect(failure.kind).toBe('SouthboundUnavailable');
      return failure.reason;
    });
    expect(reason).toContain(`vim-1: Keystone at ${rig().authUrl}/auth/tokens gave no token, it answered 401`);
    expect(reason).not.toContain('first');
    await writeFile(passwordFile, 'second');
    expect(await vim.readScheduling('server-1')).toMatchObject({ schedulingState: 'ENABLED' });
  });

  it('is served with an application credential too', async () => {
    const userId = await createUser();
    const { token } = await createKeystone(configOf(), createHttp({ name: 'vim-1', timeout: 60 })).authorize();
    const answer = await request(`${rig().authUrl}/users/${userId}/application_credentials`, {
      method: 'POST',
      headers: { 'x-auth-token': token, 'content-type': 'application/json' },
      body: JSON.stringify({ application_credential: { name: 'gateway', secret: 'word' } }),
    });
    const { application_credential: created } = (await answer.body.json()) as {
      application_credential: { id: string };
    };
    const authentication = {
      type: 'applicationCredential' as const,
      applicationCredentialId: created.id,
      password: 'word',
    };
    const other = openStackAdapter.create(configOf({ authentication }), createRecordingLog().log);
    expect(await other.readScheduling('server-1')).toMatchObject({ schedulingState: 'ENABLED' });
    await other.close();
  });

  it('says of a region and of a host that they are not there', async () => {
    const elsewhere = openStackAdapter.create(configOf({ region: 'RegionTwo' }), createRecordingLog().log);
    const region = await failureOf(elsewhere.readScheduling('server-1'));
    expect(region.kind).toBe('SouthboundUnavailable');
    expect(region.reason).toContain('no public endpoint of the service compute in RegionTwo');
    expect(region.reason).toContain('RegionOne');
    await elsewhere.close();

    const mistaken = openStackAdapter.create(
      configOf({ computeHosts: { 'server-9': 'compute9' } }),
      createRecordingLog().log,
    );
    expect(await failureOf(mistaken.readVirtualComputes(['server-9']))).toEqual({
      kind: 'SouthboundUnavailable',
      reason: 'vim-1: Nova knows no nova-compute on compute9 (server-9)',
    });
    await mistaken.close();
  });
});
