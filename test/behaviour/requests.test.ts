/** What is asked of a VNF manager, by the policy and the functions of its VNF (R10, R12). */
import { compute, eventually, startSite, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
afterEach(() => site.stop());

describe('a request', () => {
  it('is repeated as often as the policy for its VNF says', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policies: [{ match: { minimumCriticality: 90 }, maximumAttempts: 3 }],
      computes: [compute('vc-1', 'server-1', { criticality: 95 }), compute('vc-2', 'server-1', { criticality: 10 })],
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await site.alarms('MIGRATION_REQUEST_UNANSWERED')).map((alarm) => alarm.perceivedSeverity)).toEqual([
        'CRITICAL',
        'CRITICAL',
      ]);
    });
    expect((await site.requests('vnf-vc-1'))[0]?.attempt).toBe(3);
    expect((await site.requests('vnf-vc-2'))[0]?.attempt).toBe(2);
  }, 30_000);

  it('that an operator gave up and has tried again is one like any other', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    const { id } = await eventually(async () => {
      const [first] = await site.requests();
      if (first === undefined) throw new Error('no migration request yet');
      return first;
    });
    const { migrationRequests } = site.gateway.engine.store;
    await site.send('POST', `/vnfmig/v1/migration_requests/${id}/fail`);
    expect(await migrationRequests.get(id)).toMatchObject({
      migrationRequestState: 'FAILED',
      cancelledByOperator: true,
    });
    await site.send('POST', `/vnfmig/v1/migration_requests/${id}/retry`);
    expect(await migrationRequests.get(id)).toMatchObject({ migrationRequestState: 'REQUESTED' });
    expect(await migrationRequests.get(id)).not.toHaveProperty('cancelledByOperator');
  });

  it('names only the ways in which all of its functions can be moved', async () => {
    const vnf = { vnfInstanceId: 'vnf-a' };
    const types = (...supportedMigrationType: string[]) => ({ nfviMaintenanceInfo: { supportedMigrationType } });
    site = await startSite({
      vnfm: null,
      computes: [
        compute('vc-1', 'server-1', { ...vnf, ...types('LIVE_MIGRATION', 'OFFLINE_MIGRATION') }),
        compute('vc-2', 'server-1', { ...vnf, ...types('OFFLINE_MIGRATION') }),
        compute('vc-3', 'server-1', vnf),
        compute('vc-4', 'server-1', { ...vnf, ...types('NO_MIGRATION') }),
      ],
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([
        { virtualComputeIds: ['vc-1', 'vc-2', 'vc-3'], supportedMigrationTypes: ['OFFLINE_MIGRATION'] },
        { virtualComputeIds: ['vc-4'], supportedMigrationTypes: ['NO_MIGRATION'] },
      ]);
    });
  });
});
