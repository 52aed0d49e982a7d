import { startOpenStack, USER, type OpenStack } from '../simulators/openstack.ts';
import {
  eventually,
  host,
  pause,
  startSite,
  stepsOf,
  type SiteOptions,
  type SiteUnderTest,
} from './site-under-test.ts';

let openStack: OpenStack;
let site: SiteUnderTest;

beforeEach(async () => {
  openStack = await startOpenStack();
});
afterEach(async () => {
  await site.stop();
  await openStack.close();
});

const COMPUTE_HOSTS = { 'server-1': 'compute1', 'server-2': 'compute2', 'server-3': 'compute3' };

/** Three servers of an OpenStack; what runs on them only the VIM tells. */
function startCloud({ configuration, ...options }: SiteOptions = {}): Promise<SiteUnderTest> {
  const vim = {
    id: 'cloud',
    type: 'openstack',
    region: 'RegionOne',
    authUrl: `${openStack.url}/identity/v3`,
    authentication: { type: 'password', projectName: 'admin', ...USER },
    computeHosts: COMPUTE_HOSTS,
    pollInterval: 0.2,
    defaultVnfmId: 'direct',
  };
  return startSite({
    hosts: [host('server-1', 'room-1'), host('server-2', 'room-1'), host('server-3', 'room-2')],
    computes: [],
    vnfm: null,
    ...options,
    configuration: {
      vims: [vim],
      vnfManagers: [{ vnfmId: 'direct', type: 'direct', vimId: 'cloud' }],
      ...configuration,
    },
  });
}

const service = (name: string) => openStack.host(name);
const computes = () => site.get<{ computeId: string; hostId: string }[]>('/vrinfo/v1/virtual_computes');
const places = async () => Object.fromEntries((await computes()).map(({ computeId, hostId }) => [computeId, hostId]));

describe('the correspondence table', () => {
  it('follows the VIM: what appears, moves and goes there', async () => {
    openStack.addServer('a', 'compute1', { metadata: { vnf_instance_id: 'vnf-a', vnfm_id: 'vnfm-9' } });
    site = await startCloud();
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1' });
    });
    expect(await site.compute('a')).toMatchObject({ vnfInstanceId: 'vnf-a', vnfmId: 'vnfm-9', zoneId: 'room-1' });
    openStack.addServer('b', 'compute3').host = 'compute2';
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1', b: 'server-2' });
    });
    expect(await site.compute('b')).toMatchObject({ vnfInstanceId: 'b', vnfmId: 'direct' });
    openStack.nova.servers.delete('a');
    await eventually(async () => {
      expect(await places()).toEqual({ b: 'server-2' });
    });
  });

  it('follows hundreds of them, of which one moves and two go', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `c-${index}`);
    for (const name of names) openStack.addServer(name, 'compute1');
    site = await startCloud({ configuration: { sol013: { pageSize: 1000 } } });
    const on = (computeHostId: string, some: readonly string[]) => some.map((name) => [name, computeHostId]);
    await eventually(async () => {
      expect(await places()).toEqual(Object.fromEntries(on('server-1', names)));
    });
    openStack.addServer('c-249', 'compute3');
    const gone = ['c-0', 'c-120'];
    for (const name of gone) openStack.nova.servers.delete(name);
    const left = names.filter((name) => name !== 'c-249' && !gone.includes(name));
    await eventually(async () => {
      expect(await places()).toEqual(Object.fromEntries([...on('server-1', left), ...on('server-3', ['c-249'])]));
    });
  });

  it('does not take up again what was deleted while the VIM was being asked', async () => {
    openStack.addServer('a', 'compute1');
    site = await startCloud();
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1' });
    });
    let deletions = 0;
    const deleted = async () => {
      deletions += 1;
      openStack.nova.servers.delete('a');
      expect((await site.send('DELETE', '/vrinfo/v1/virtual_computes/a')).status).toBe(204);
      return { status: 200, body: { servers: [] } };
    };
    openStack.intercept(({ path, query }) => {
      if (deletions > 0) return { status: query.has('host') ? 200 : 503, body: { servers: [] } };
      // By now it was told that `a` is on compute1.
      return path.endsWith('/servers/detail') && query.get('host') === 'compute2' ? deleted() : undefined;
    });
    await eventually(async () => {
      expect(await site.alarms('VIM_UNREACHABLE')).toMatchObject([{ managedObjectId: 'cloud' }]);
    });
    expect(deletions).toBe(1);
    expect(await places()).toEqual({});
  });

  it('follows the VIM although one of its servers cannot be closed there, which is alarmed and shown', async () => {
    site = await startCloud();
    openStack.intercept(({ method, path }) =>
      method === 'PUT' && path.endsWith('/os-services/service-compute1') ? { status: 404 } : undefined,
    );
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.alarms('VIM_UNREACHABLE')).toMatchObject([
        { faultDetails: [expect.stringContaining('servers cannot be closed or opened there: server-1') as string] },
      ]);
    });
    openStack.addServer('late', 'compute2');
    await eventually(async () => {
      expect(await places()).toEqual({ late: 'server-2' });
    });
    expect(await site.get('/readyz')).toMatchObject({
      vims: [{ connected: true, detail: expect.stringContaining('server-1') as string }],
    });
  });

  it('keeps what it knows while the VIM cannot be asked, which is alarmed and shown', async () => {
    openStack.addServer('a', 'compute1');
    site = await startCloud();
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1' });
    });
    openStack.intercept(() => ({ status: 503 }));
    await eventually(async () => {
      expect(await site.alarms('VIM_UNREACHABLE')).toMatchObject([
        { managedObjectId: 'cloud', perceivedSeverity: 'MAJOR' },
      ]);
    });
    expect(await places()).toEqual({ a: 'server-1' });
    expect(await site.get('/readyz')).toMatchObject({ status: 'ready', vims: [{ id: 'cloud', connected: false }] });
    openStack.intercept(undefined);
    await eventually(async () => {
      expect(await site.alarms('VIM_UNREACHABLE')).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
    });
  });
});

describe('the evacuation of a server of a VIM', () => {
  it('closes it there, moves what has no manager by the VIM, powers off, and opens it again', async () => {
    openStack.addServer('a', 'compute1');
    openStack.addServer('b', 'compute1');
    site = await startCloud();
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1', b: 'server-1' });
    });
    await site.charge('server-1', 40);
    const evacuation = await site.reaches('server-1', 'POWERED_OFF');
    const { status, disabledReason } = service('compute1');
    expect({ status, disabledReason }).toEqual({
      status: 'disabled',
      disabledReason: `nfvi-te-gateway: host evacuation ${evacuation.id}`,
    });
    expect(Object.values(await places())).not.toContain('server-1');
    expect(await site.requests()).toMatchObject([
      { migrationRequestState: 'COMPLETED', vnfmId: 'direct' },
      { migrationRequestState: 'COMPLETED', vnfmId: 'direct' },
    ]);
    expect([...openStack.nova.servers.values()].map((server) => server.host)).not.toContain('compute1');
    expect(stepsOf(evacuation).filter((step) => step === 'WITHDRAWN')).toHaveLength(2);
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(service('compute1')).toMatchObject({ status: 'enabled', disabledReason: null, forcedDown: false });
    expect(openStack.nova.orders.filter((order) => order.startsWith('os-migrateLive'))).toHaveLength(2);
  });

  it('closes several servers at a time, so that a slow VIM does not keep the last of a room waiting', async () => {
    site = await startCloud();
    const asked = new Set<string>();
    openStack.intercept(async ({ method, path }) => {
      if (method !== 'PUT' || !path.includes('/os-services/')) return undefined;
      asked.add(path);
      // None is closed unless both are asked for at the same time.
      const areBoth = () => {
        expect(asked.size).toBe(2);
      };
      const areTogether = await eventually(areBoth, 1).then(
        () => true,
        () => false,
      );
      if (areTogether) return undefined;
      asked.delete(path);
      return { status: 503 };
    });
    await Promise.all([site.charge('server-1', 40), site.charge('server-2', 40)]);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.reaches('server-2', 'POWERED_OFF');
  });

  it('is opened again when its withdrawal ended while the VIM was being told of it', async () => {
    site = await startCloud();
    const { computeHosts } = site.gateway.engine.store;
    let endings = 0;
    openStack.intercept(async ({ method, path }) => {
      if (method !== 'PUT' || !path.includes('/os-services/') || endings > 0) return undefined;
      endings += 1;
      const withdrawn = await computeHosts.get('server-1');
      if (withdrawn === undefined) return undefined;
      const { vimWithdrawnBy: _by, ...restored } = withdrawn;
      await computeHosts.update({ ...restored, withdrawals: [] });
      return undefined;
    });
    await site.send('POST', '/vrinfo/v1/compute_hosts/server-1/withdraw', { reason: 'disk' });
    await eventually(() => {
      expect(openStack.nova.orders).toHaveLength(2);
    });
    await eventually(async () => {
      expect(await computeHosts.get('server-1')).not.toHaveProperty('vimWithdrawnBy');
    });
    expect(service('compute1')).toMatchObject({ status: 'enabled', disabledReason: null });
  });

  it('leaves a server closed that somebody else closed', async () => {
    Object.assign(service('compute1'), { status: 'disabled', disabledReason: 'broken fan, Anna' });
    site = await startCloud();
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(service('compute1')).toMatchObject({ status: 'disabled', disabledReason: 'broken fan, Anna' });
  });

  it('is closed once more when somebody opens it there meanwhile', async () => {
    openStack.addServer('a', 'compute1', { metadata: { vnf_instance_id: 'vnf-a', vnfm_id: 'nobody' } });
    site = await startCloud();
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1' });
    });
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(service('compute1').status).toBe('disabled');
    });
    const isClosed = ({ detail }: { detail: string }) => detail.startsWith('VIM cloud puts nothing on server-1');
    await eventually(async () => {
      expect((await site.evacuations('server-1'))[0]?.timeline.filter(isClosed)).toHaveLength(1);
    });
    Object.assign(service('compute1'), { status: 'enabled', disabledReason: null });
    openStack.nova.servers.delete('a');
    const off = await site.reaches('server-1', 'POWERED_OFF');
    expect(service('compute1').status).toBe('disabled');
    expect(off.timeline.filter(isClosed)).toHaveLength(2);
  });

  it('switches nothing off while the VIM cannot be asked', async () => {
    site = await startCloud();
    await eventually(async () => {
      expect(await site.get('/readyz')).toMatchObject({ vims: [{ connected: true }] });
    });
    openStack.intercept(() => ({ status: 503 }));
    await site.charge('server-1', 40);
    await eventually(async () => {
      const [evacuation] = await site.evacuations('server-1');
      expect(evacuation?.refusals).toMatchObject([{ reason: 'VIM_UNREACHABLE' }]);
    });
    expect(site.bmc.powerState('server-1')).toBe('On');
    openStack.intercept(undefined);
    await site.reaches('server-1', 'POWERED_OFF');
  });

  it('does not switch off what the VIM still has something on, although the table is empty', async () => {
    site = await startCloud({ policy: { cleanUpGraceTime: 0 } });
    await eventually(async () => {
      expect(await site.get('/readyz')).toMatchObject({ vims: [{ connected: true }] });
    });
    // One that the manager put there in the instant before the server was closed.
    openStack.intercept(({ path, query }) => {
      if (path.endsWith('/servers/detail') && query.get('host') === 'compute1' && openStack.nova.servers.size === 0)
        openStack.addServer('late', 'compute1');
      return undefined;
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    expect(openStack.nova.servers.get('late')?.host).not.toBe('compute1');
    expect(await site.requests()).toMatchObject([{ virtualComputeIds: ['late'], migrationRequestState: 'COMPLETED' }]);
  });

  it('does not switch off a server that something is being moved to, before it came and went again', async () => {
    openStack.addServer('a', 'compute2', { metadata: { vnf_instance_id: 'vnf-a', vnfm_id: 'nobody' } });
    site = await startCloud({ policy: { cleanUpGraceTime: 0 } });
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-2' });
    });
    const migration = {
      id: 1,
      uuid: 'migration-1',
      serverId: 'a',
      type: 'live-migration' as const,
      source: 'compute2',
      target: 'compute1',
      created: new Date().toISOString(),
    };
    openStack.nova.migrations.unshift({ ...migration, status: 'running' });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await site.evacuations('server-1'))[0]?.refusals).toMatchObject([
        { reason: 'VIM_WORKLOAD_PRESENT', detail: 'VIM cloud says that a is on its way to server-1' },
      ]);
    });
    expect(site.bmc.powerState('server-1')).toBe('On');
    openStack.nova.migrations.splice(0, 1, { ...migration, status: 'cancelled' });
    await site.reaches('server-1', 'POWERED_OFF');
  });

  it('waits for the manager that is in the middle of it, although the VIM says that the server is empty', async () => {
    const server = openStack.addServer('a', 'compute1', { metadata: { vnf_instance_id: 'vnf-a', vnfm_id: 'vnfm-1' } });
    site = await startCloud();
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1' });
    });
    await site.charge('server-1', 40);
    const request = await eventually(async () => {
      const [first] = await site.requests();
      if (first === undefined) throw new Error('no migration request yet');
      return first;
    });
    const path = `/vnfmig/v1/migration_requests/${request.id}`;
    await site.send('PATCH', path, { migrationRequestState: 'PROCESSING' });
    server.host = 'compute3';
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-3' });
    });
    await pause(300);
    expect(await site.requests()).toMatchObject([{ migrationRequestState: 'PROCESSING' }]);
    await site.send('PATCH', path, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' });
    await site.reaches('server-1', 'POWERED_OFF');
    expect(await site.requests()).toMatchObject([{ migrationRequestState: 'COMPLETED' }]);
  });

  it('is undone in the VIM when an operator cancels it', async () => {
    openStack.addServer('a', 'compute1', { metadata: { vnfm_id: 'nobody' } });
    site = await startCloud();
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(service('compute1').status).toBe('disabled');
    });
    const [evacuation] = await site.evacuations('server-1');
    await site.send('POST', `/vnfmig/v1/host_evacuations/${evacuation?.id ?? ''}/cancel`, {});
    await eventually(() => {
      expect(service('compute1')).toMatchObject({ status: 'enabled', disabledReason: null });
    });
  });

  it('brings up elsewhere what was left, once the server is off, and cleans up after it before that is on', async () => {
    const server = openStack.addServer('a', 'compute1');
    openStack.attach('v', 'a', 'compute1');
    const policy = { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 1, replyTime: 0.6, restoreHoldTime: 0.3 };
    site = await startCloud({ policy });
    await eventually(async () => {
      expect(await places()).toEqual({ a: 'server-1' });
    });
    // No live migration succeeds.
    openStack.intercept(({ body }) =>
      JSON.stringify(body ?? '').includes('os-migrateLive')
        ? { status: 409, body: { conflictingRequest: { code: 409, message: 'not now' } } }
        : undefined,
    );
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await eventually(async () => {
      expect((await places())['a']).not.toBe('server-1');
    });
    expect(service('compute1').forcedDown).toBe(true);
    expect(openStack.nova.orders.at(-1)).toMatch(/^evacuate a/);
    expect(await site.compute('a')).toMatchObject({ operationalState: 'ENABLED' });

    openStack.attach('v', 'a', server.host);
    expect(server.heldOn).toEqual(new Set(['compute1']));
    await site.charge('server-1', 90);
    await eventually(async () => {
      const [evacuation] = await site.evacuations('server-1');
      const found = evacuation?.timeline.filter(({ step }) => step === 'LEFTOVER_FOUND') ?? [];
      expect(found.map(({ detail }) => detail)).toEqual([
        `allocation on compute1 (VCPU 1, MEMORY_MB 64, DISK_GB 1) of a server that is on ${server.host}, removed`,
        `attachment of the volume v on compute1 for a server that is on ${server.host}, removed`,
      ]);
    });
    expect(server.heldOn).toEqual(new Set());
    expect([...openStack.cinder.attachments.keys()]).toEqual([`v-for-a-on-${server.host}`]);
    openStack.returnHost('compute1');
    await site.reaches('server-1', 'COMPLETED');
    expect(service('compute1')).toMatchObject({ status: 'enabled', forcedDown: false });
  });
});
