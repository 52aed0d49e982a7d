/** What is duplicated elsewhere stays where it was, and goes down with its server (R10). */
import { startOpenStack, USER } from '../simulators/openstack.ts';
import { eventually, pause, startSite, type MigrationRequest, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await site.stop();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const DUPLICATE = { match: {}, requestedAction: 'DUPLICATE' };

const request = () =>
  eventually(async () => {
    const [first] = await site.requests();
    if (first === undefined) throw new Error('no migration request yet');
    return first;
  });
const completed = ({ id }: MigrationRequest, targetVirtualComputeIds: string[]) =>
  site.send('PATCH', `/vnfmig/v1/migration_requests/${id}`, {
    migrationRequestState: 'COMPLETED',
    targetComputeHostId: 'server-3',
    targetVirtualComputeIds,
  });
const table = () =>
  site.get<{ computeId: string; hostId: string; operationalState: string }[]>('/vrinfo/v1/virtual_computes');

describe('a duplicated function', () => {
  it('is asked for once, although the VIM says that the original runs until its server is off', async () => {
    const openStack = await startOpenStack();
    cleanUps.push(() => openStack.close());
    openStack.addServer('a', 'compute1', { metadata: { vnf_instance_id: 'vnf-a', vnfm_id: 'vnfm-1' } });
    site = await startSite({
      vnfm: null,
      computes: [],
      policies: [DUPLICATE],
      policy: { cleanUpGraceTime: 1 },
      configuration: {
        vims: [
          {
            id: 'cloud',
            type: 'openstack',
            region: 'RegionOne',
            authUrl: `${openStack.url}/identity/v3`,
            authentication: { type: 'password', projectName: 'admin', ...USER },
            computeHosts: { 'server-1': 'compute1', 'server-3': 'compute3' },
            pollInterval: 0.2,
          },
        ],
      },
    });
    await eventually(async () => {
      expect(await table()).toHaveLength(1);
    });
    await site.charge('server-1', 40);
    const asked = await request();
    openStack.addServer('b', 'compute3', { metadata: { vnf_instance_id: 'vnf-a', vnfm_id: 'vnfm-1' } });
    expect((await completed(asked, ['b'])).status).toBe(200);
    await site.reaches('server-1', 'POWERED_OFF');
    expect(await site.requests()).toHaveLength(1);
    expect(await table()).toMatchObject([
      { computeId: 'a', hostId: 'server-1', operationalState: 'DISABLED' },
      { computeId: 'b', hostId: 'server-3', operationalState: 'ENABLED' },
    ]);
  }, 40_000);

  it('counts again on a server that stayed on', async () => {
    site = await startSite({ vnfm: null, policies: [DUPLICATE], policy: { powerOffPolicy: 'NEVER' } });
    await site.charge('server-1', 40);
    await completed(await request(), ['vc-1b']);
    await site.reaches('server-1', 'EVACUATED');
    await pause(300);
    expect((await site.compute('vc-1')).operationalState).toBe('DISABLED');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect((await site.compute('vc-1')).operationalState).toBe('ENABLED');
  });

  it('and its original both go on where the evacuation was cancelled before it was reported', async () => {
    site = await startSite({ vnfm: null, policies: [DUPLICATE] });
    await site.charge('server-1', 40);
    const asked = await request();
    await site.send('POST', `/vnfmig/v1/host_evacuations/${asked.hostEvacuationId}/cancel`);
    expect((await completed(asked, ['vc-1b'])).status).toBe(200);
    expect(await table()).toMatchObject([
      { computeId: 'vc-1', hostId: 'server-1', operationalState: 'ENABLED' },
      { computeId: 'vc-1b', hostId: 'server-3', operationalState: 'ENABLED' },
    ]);
  });

  it('has moved where its manager names the identifier that it had', async () => {
    site = await startSite({ vnfm: null, policies: [DUPLICATE] });
    await site.charge('server-1', 40);
    await completed(await request(), ['vc-1']);
    await site.reaches('server-1', 'POWERED_OFF');
    expect(await table()).toMatchObject([{ computeId: 'vc-1', hostId: 'server-3', operationalState: 'ENABLED' }]);
  });
});
