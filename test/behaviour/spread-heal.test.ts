import type { VnfManager } from '../../src/southbound/vnfm/vnf-manager.ts';
import { answerMigrationRequest } from '../../src/engine/confirm.ts';
import { getMigrationRequest } from '../../src/engine/migration-request.ts';
import { compute, eventually, host, startSite, type SiteUnderTest } from './site-under-test.ts';

type Answer = NonNullable<Awaited<ReturnType<VnfManager['pursue']>>['answer']>;

let site: SiteUnderTest;
afterEach(() => site.stop());

/** Two functions of one VNF are on server-1; nobody answers the request for them but the test. */
async function startSpread(): Promise<string> {
  site = await startSite({
    hosts: [host('server-1', 'room-1'), host('server-2', 'room-1'), host('server-3', 'room-2')],
    computes: ['vc-1', 'vc-2'].map((id) => compute(id, 'server-1', { vnfInstanceId: 'vnf-1' })),
    policy: { replyTime: 60 },
    vnfm: null,
  });
  await site.charge('server-1', 40);
  return eventually(async () => {
    const [request] = await site.requests('vnf-1');
    if (request === undefined) throw new Error('the manager is not asked yet');
    expect(request.virtualComputeIds).toEqual(['vc-1', 'vc-2']);
    return request.id;
  });
}

const COMPLETED: Answer = {
  migrationRequestState: 'COMPLETED',
  targetComputeHostId: 'server-2',
  targetVirtualComputeIds: ['vc-1-anew', 'vc-2-anew'],
};

const complete = (id: string, computeHostIds: readonly string[]) =>
  site.gateway.engine.transact(async (context) =>
    answerMigrationRequest(context, await getMigrationRequest(context, id), COMPLETED, computeHostIds),
  );

describe('functions of one server that came up on several', () => {
  it('are entered at once on each of them', async () => {
    const id = await startSpread();
    await complete(id, ['server-2', 'server-3']);
    expect(await site.compute('vc-1-anew')).toMatchObject({ hostId: 'server-2', zoneId: 'room-1' });
    expect(await site.compute('vc-2-anew')).toMatchObject({ hostId: 'server-3', zoneId: 'room-2' });
    const [evacuation] = await site.evacuations('server-1');
    expect(evacuation?.timeline.map(({ detail }) => detail)).toContain('vnf-1 is on server-2, server-3 now');
  });

  it('are entered on a server that nobody knew, which is alarmed', async () => {
    const id = await startSpread();
    await complete(id, ['server-2', 'server-9']);
    expect(await site.compute('vc-2-anew')).toMatchObject({ hostId: 'server-9' });
    expect(await site.alarms('COMPUTE_HOST_UNKNOWN')).toMatchObject([{ managedObjectId: 'server-9' }]);
  });

  it('are asked to move on from the one that is withdrawn', async () => {
    const id = await startSpread();
    await site.send('POST', '/vrinfo/v1/compute_hosts/server-3/withdraw', { reason: 'work' });
    await complete(id, ['server-2', 'server-3']);
    await eventually(async () => {
      const asked = await site.requests('vnf-1');
      expect(asked.map(({ sourceComputeHostId }) => sourceComputeHostId)).toEqual(['server-1', 'server-3']);
      expect(asked[1]?.virtualComputeIds).toEqual(['vc-2-anew']);
    });
  });
});
