import { openStackAdapter } from '../../src/southbound/vim/openstack.ts';
import type { Vim } from '../../src/southbound/vim/vim.ts';
import { justNow, METADATA_KEYS, orderFor } from '../southbound/openstack/harness.ts';
import { createRecordingLog } from '../southbound/recording-ports.ts';
import { follow, patiently, startOpenStackRig, type OpenStackRig } from './openstack-rig.ts';

/** Milliseconds; on a busy machine each step of Nova takes many seconds. */
const TEST_TIME = 300_000;

describe('the clean-up at OpenStack with Cinder', () => {
  let rig: OpenStackRig;
  let vim: Vim;

  beforeAll(async () => {
    rig = await startOpenStackRig();
    await rig.deleteServers();
    await rig.deleteVolumes();
    const config = {
      id: 'vim-1',
      type: 'openstack' as const,
      authUrl: rig.authUrl,
      authentication: {
        type: 'password' as const,
        username: rig.username,
        password: rig.password,
        userDomainName: 'Default',
        projectName: 'admin',
        projectDomainName: 'Default',
      },
      interface: 'public' as const,
      timeout: 60,
      computeHosts: { 'server-1': 'compute1', 'server-3': 'compute3' },
      pollInterval: 5,
      metadataKeys: METADATA_KEYS,
    };
    vim = openStackAdapter.create(config, createRecordingLog().log);
  }, 600_000);
  afterAll(async () => {
    await vim.close();
    await rig.deleteServers();
    await rig.stop();
  }, TEST_TIME);

  it(
    'deletes what an evacuated server left attached where it was, and what a deleted one left allocated',
    async () => {
      const computeId = await rig.boot('with-volume', 'compute3');
      const volumeId = await rig.attachVolume(computeId);
      const deleted = await rig.boot('deleted', 'compute3');
      const { content: held } = await rig.send('placement', 'GET', `/allocations/${deleted}`);
      await vim.withdraw('server-3', 'evacuation-5');
      await rig.killHost('compute3');
      await vim.markPoweredOff('server-3', 'evacuation-5');
      const since = justNow();
      const order = orderFor(computeId, { sourceComputeHostId: 'server-3', targetComputeHostId: 'server-1' });
      await vim.migrate(order);
      expect((await follow(vim, order, since)).last).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-1' });
      // Nova itself deletes the attachment, and gives back what a server has that is deleted: here it did not.
      const stale = await rig.attachAlso(volumeId, computeId, 'compute3');
      await rig.send('compute', 'DELETE', `/servers/${deleted}`);
      await patiently(async () => {
        await expect(rig.readServer(deleted)).rejects.toThrow('404');
      });
      const again = { ...(held as object), consumer_generation: null };
      await rig.send('placement', 'PUT', `/allocations/${deleted}`, again);

      const leftovers = await vim.cleanUp('server-3', since);
      expect(leftovers).toHaveLength(3);
      const attachment = `attachment of the volume ${volumeId} on compute3 for a server that is on compute1`;
      expect(leftovers).toContainEqual({ computeId, detail: attachment, removed: true });
      const ofDeleted = expect.stringMatching(
        `^allocation on compute3 .* of ${deleted}, which is no server$`,
      ) as string;
      expect(leftovers).toContainEqual({ detail: ofDeleted, removed: true });
      const [used, ...others] = await rig.attachments(volumeId);
      expect(others).toEqual([]);
      expect(used).toMatchObject({ host_name: 'compute1' });
      expect(used?.attachment_id).not.toBe(stale);
      expect(await vim.cleanUp('server-3', since)).toEqual([]);
      await rig.startHost('compute3');
      await patiently(() => vim.restore('server-3', 'evacuation-5'));
      await patiently(async () => {
        expect(await rig.isUp('compute3')).toBe(true);
      });
      expect(await rig.attachments(volumeId)).toHaveLength(1);
    },
    TEST_TIME,
  );
});
