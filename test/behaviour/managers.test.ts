import { compute, eventually, host, pause, startSite, stepsOf, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
afterEach(() => site.stop());

const firstRequest = () =>
  eventually(async () => {
    const [request] = await site.requests();
    if (request === undefined) throw new Error('no migration request yet');
    return request;
  });
const answer = (id: string, body: object) => site.send('PATCH', `/vnfmig/v1/migration_requests/${id}`, body);

describe('the migration request', () => {
  it('says which functions, by when, where they may go and why', async () => {
    site = await startSite({
      computes: [
        compute('vc-1', 'server-1', {
          vnfInstanceId: 'vnf-a',
          criticality: 90,
          nfviMaintenanceInfo: { supportedMigrationType: ['OFFLINE_MIGRATION'] },
        }),
        compute('vc-2', 'server-1', { vnfInstanceId: 'vnf-a' }),
      ],
      vnfm: null,
    });
    await site.charge('server-1', 40);
    const request = await firstRequest();
    expect(request).toMatchObject({
      requestVersion: 1,
      vnfInstanceId: 'vnf-a',
      vnfcInstanceIds: ['vnfc-vc-1', 'vnfc-vc-2'],
      virtualComputeIds: ['vc-1', 'vc-2'],
      vnfmId: 'vnfm-1',
      sourceComputeHostId: 'server-1',
      requestedAction: 'MIGRATE',
      supportedMigrationTypes: ['OFFLINE_MIGRATION'],
      criticality: 90,
      placement: { excludedComputeHostIds: ['server-1'] },
      cause: {
        parameterType: 'POWER',
        parameterName: 'battery.charge',
        environmentLevel: 'DEGRADED',
        computeHostId: 'server-1',
      },
      migrationRequestState: 'REQUESTED',
    });
    expect(request.placement.candidateComputeHostIds).toEqual(
      expect.arrayContaining(['server-2', 'server-3', 'server-4']),
    );
    const seconds = (Date.parse(request.migrationDeadline) - Date.parse(request.requestedTime)) / 1000;
    expect(Math.abs(seconds - request.migrationDuration)).toBeLessThan(1);
  });

  it('is told to those who do not know the extension as an alarm of SOL003, until the function has moved', async () => {
    const metadata = { affinityOrAntiAffinityGroupId: 'group-7' };
    const computes = ['vc-1', 'vc-2'].map((id) => compute(id, 'server-1', { metadata, vnfInstanceId: 'vnf-vc-1' }));
    site = await startSite({ computes, vnfm: null });
    await site.charge('server-1', 40);
    const { id } = await firstRequest();
    const impacts = () => site.alarms('NFVI_OAM_VIRTUALISED_RESOURCE_STATE_CHANGE');
    const [evacuation] = await site.evacuations();
    expect(await impacts()).toMatchObject([
      {
        managedObjectId: 'vnf-vc-1',
        probableCause: 'NFVI_COMPONENT_EVACUATION',
        perceivedSeverity: 'WARNING',
        rootCauseFaultyResource: { faultyResource: { resourceId: 'vc-1' }, faultyResourceType: 'COMPUTE' },
        faultDetails: [
          `anticipatedTime=${evacuation?.evacuationDeadline ?? 'never'}`,
          'affinityOrAntiAffinityGroupId=group-7',
          'virtualComputeId=vc-2',
        ],
      },
    ]);
    await answer(id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' });
    expect(await impacts()).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
  });

  it('gives the more critical function the earlier deadline, but none less than its lead time', async () => {
    site = await startSite({
      computes: [
        compute('vital', 'server-1', { criticality: 100 }),
        compute('minor', 'server-1', { criticality: 0 }),
        compute('slow', 'server-1', { criticality: 100, nfviMaintenanceInfo: { impactNotificationLeadTime: 400 } }),
      ],
      policy: { defaultFailureTime: 600 },
      vnfm: null,
    });
    await site.charge('server-1', 40);
    const durations = await eventually(async () => {
      const requests = await site.requests();
      expect(requests).toHaveLength(3);
      return Object.fromEntries(
        requests.map(({ vnfInstanceId, migrationDuration }) => [vnfInstanceId, migrationDuration]),
      );
    });
    expect(durations['vnf-vital']).toBeLessThan((durations['vnf-minor'] ?? 0) * 0.6);
    expect(durations['vnf-slow']).toBeGreaterThanOrEqual(399);
  });

  it('is sent anew with a higher version when the deadline moves, and an answer to the old version is refused', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { replyTime: 30 } });
    await site.charge('server-1', 40);
    const before = await firstRequest();
    await site.report({
      computeHostId: 'server-1',
      parameterType: 'POWER',
      parameterName: 'battery.charge',
      dataType: 'VARIATION',
      variation: -60,
      unit: '%/min',
    });
    const after = await eventually(async () => {
      const request = await firstRequest();
      expect(request.requestVersion).toBe(2);
      return request;
    });
    expect(Date.parse(after.migrationDeadline)).toBeLessThan(Date.parse(before.migrationDeadline));
    expect(await answer(after.id, { migrationRequestState: 'ACCEPTED', requestVersion: 1 })).toMatchObject({
      status: 409,
    });
    expect(await answer(after.id, { migrationRequestState: 'ACCEPTED', requestVersion: 2 })).toMatchObject({
      status: 200,
    });
    const versions = site.vnfm?.notifications
      .map(({ body }) => (body as { requestVersion?: number }).requestVersion)
      .filter((version) => version !== undefined);
    expect(versions).toEqual([1, 2]);
  });

  it('takes its deadline from the runtime that the UPS reports, when that is the earliest', async () => {
    const runtime = {
      id: 'runtime',
      parameterType: 'POWER',
      parameterName: 'battery.runtime',
      unit: 's',
      direction: 'FALLING',
      degraded: { thresholdValue: 300 },
      failed: { thresholdValue: 0 },
    };
    site = await startSite({ thresholds: [runtime], vnfm: null });
    await site.report({
      computeHostId: 'server-1',
      parameterType: 'POWER',
      parameterName: 'battery.runtime',
      dataType: 'VALUE',
      value: 2,
      unit: 'min',
    });
    const { predictedFailureTime } = (await site.evacuations())[0] ?? {};
    const seconds = (Date.parse(predictedFailureTime ?? '') - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(115);
    expect(seconds).toBeLessThanOrEqual(120);
  });

  it('asks for a duplicate where the policy says so, and both instances are in the table', async () => {
    site = await startSite({
      policies: [{ match: { minimumCriticality: 90 }, requestedAction: 'DUPLICATE' }],
      computes: [compute('vc-1', 'server-1', { criticality: 95 })],
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    const table = await site.get<{ hostId: string; operationalState: string }[]>('/vrinfo/v1/virtual_computes');
    expect(table).toMatchObject([
      { hostId: 'server-1', operationalState: 'DISABLED' },
      { operationalState: 'ENABLED' },
    ]);
  });
});

describe('a VNF manager that', () => {
  it('is silent is asked again, then alarmed, and its server is not switched off', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' } });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([
        { migrationRequestState: 'EXPIRED', attempt: 2, error: { status: 504 } },
      ]);
    });
    expect(await site.alarms('MIGRATION_REQUEST_UNANSWERED')).toMatchObject([{ perceivedSeverity: 'CRITICAL' }]);
    expect((await site.evacuations())[0]).toMatchObject({
      hostEvacuationState: 'MIGRATING',
      refusals: [{ reason: 'WORKLOAD_PRESENT' }],
    });
    expect(site.bmc.resets).toEqual([]);
  });

  it('rejects or fails is asked again, then alarmed', async () => {
    site = await startSite({ vnfm: { behaviour: 'rejecting' } });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([{ migrationRequestState: 'REJECTED', attempt: 2 }]);
    });
    expect(await site.alarms('MIGRATION_REQUEST_REFUSED')).toMatchObject([{ perceivedSeverity: 'CRITICAL' }]);
    expect(site.bmc.resets).toEqual([]);
  });

  it('never subscribed is alarmed at once', async () => {
    site = await startSite({ vnfm: null, nfvo: false });
    await site.charge('server-1', 40);
    await firstRequest();
    expect(await site.alarms('VNFM_NOT_SUBSCRIBED')).toMatchObject([
      { managedObjectId: 'vnfm-1', perceivedSeverity: 'CRITICAL' },
    ]);
  });

  it('accepted and never moves is asked anew where an operator gave no time, and believed when it moves at last', async () => {
    site = await startSite({ vnfm: null, policy: { defaultFailureTime: 0.5, replyTime: 20, retryInterval: 0.2 } });
    await site.send('POST', '/vrinfo/v1/compute_hosts/server-1/evacuate', { reason: 'work on the chiller' });
    const { id, requestVersion } = await firstRequest();
    await answer(id, { migrationRequestState: 'ACCEPTED', requestVersion });
    const again = await eventually(async () => {
      const [request] = await site.requests();
      expect(request).toMatchObject({ migrationRequestState: 'REQUESTED', attempt: 2 });
      return request;
    });
    expect(await site.alarms('MIGRATION_REQUEST_UNANSWERED')).toMatchObject([
      { perceivedSeverity: 'MINOR', faultDetails: [expect.stringContaining('accepted, and did not move') as string] },
    ]);
    await answer(id, { migrationRequestState: 'ACCEPTED', requestVersion: again?.requestVersion });
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([{ migrationRequestState: 'EXPIRED', attempt: 2 }]);
    });
    const late = await answer(id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' });
    expect(late.status).toBe(200);
    await site.reaches('server-1', 'EVACUATED');
  });

  it('completes after its request expired is believed', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { maximumAttempts: 1 } });
    await site.charge('server-1', 40);
    const { id } = await firstRequest();
    await eventually(async () => {
      expect((await firstRequest()).migrationRequestState).toBe('EXPIRED');
    });
    expect(await answer(id, { migrationRequestState: 'ACCEPTED' })).toMatchObject({ status: 409 });
    expect(await answer(id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' })).toMatchObject({
      status: 200,
    });
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-3' });
    await site.reaches('server-1', 'POWERED_OFF');
  });

  it('says COMPLETED without a target, or onto the server being left, is told what is wrong', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    const { id } = await firstRequest();
    for (const body of [{}, { targetComputeHostId: 'server-1' }]) {
      const refused = await answer(id, { migrationRequestState: 'COMPLETED', ...body });
      expect(refused).toMatchObject({ status: 422, body: { invalidParams: [{ pointer: '/targetComputeHostId' }] } });
    }
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-1' });
  });

  it('repeats its answer changes nothing, and one that contradicts it is a conflict', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    const { id } = await firstRequest();
    const completed = { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' };
    expect((await answer(id, completed)).status).toBe(200);
    expect((await answer(id, completed)).status).toBe(200);
    expect((await answer(id, { ...completed, targetComputeHostId: 'server-4' })).status).toBe(409);
    expect((await answer(id, { migrationRequestState: 'PROCESSING' })).status).toBe(409);
    expect(
      stepsOf(
        (await site.evacuations())[0] ??
          (() => {
            throw new Error('none');
          })(),
      ).filter((step) => step === 'MIGRATION_COMPLETED'),
    ).toHaveLength(1);
  });

  it('re-creates the functions gives their new identifiers', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    const { id } = await firstRequest();
    await answer(id, {
      migrationRequestState: 'COMPLETED',
      targetComputeHostId: 'server-3',
      targetVirtualComputeIds: ['vc-new'],
    });
    expect(await site.compute('vc-new')).toMatchObject({
      hostId: 'server-3',
      vnfInstanceId: 'vnf-vc-1',
      vnfcInstanceId: 'vnfc-vc-1',
    });
    expect((await site.send('GET', '/vrinfo/v1/virtual_computes/vc-1')).status).toBe(404);
  });

  it('re-created may be in the table already, but never as those of another VNF', async () => {
    site = await startSite({ vnfm: null, computes: [compute('vc-1', 'server-1'), compute('vc-2', 'server-3')] });
    await site.charge('server-1', 40);
    const { id, virtualComputeIds } = await firstRequest();
    const completed = { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' };
    const wrong = await answer(id, { ...completed, targetVirtualComputeIds: ['vc-2'] });
    expect(wrong).toMatchObject({
      status: 422,
      body: { invalidParams: [{ pointer: '/targetVirtualComputeIds/0' }] },
    });
    expect(virtualComputeIds).toEqual(['vc-1']);
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-1' });
    const entered = { ...compute('vc-new', 'server-3'), vnfInstanceId: 'vnf-vc-1' };
    expect((await site.send('POST', '/vrinfo/v1/virtual_computes', entered)).status).toBe(201);
    expect((await answer(id, { ...completed, targetVirtualComputeIds: ['vc-new'] })).status).toBe(200);
    expect((await site.send('GET', '/vrinfo/v1/virtual_computes/vc-1')).status).toBe(404);
  });

  it('moved onto a server that nobody knows has it entered as UNKNOWN, with an alarm', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    await answer((await firstRequest()).id, {
      migrationRequestState: 'COMPLETED',
      targetComputeHostId: 'server-99',
      targetResourceZoneId: 'room-2',
    });
    expect(await site.host('server-99')).toMatchObject({
      environmentLevel: 'UNKNOWN',
      resourceZoneId: 'room-2',
      schedulingState: 'ENABLED',
    });
    expect(await site.alarms('COMPUTE_HOST_UNKNOWN')).toMatchObject([{ managedObjectId: 'server-99' }]);
    const said = { capacity: { numVirtualCpu: 64 } };
    expect((await site.send('PATCH', '/vrinfo/v1/compute_hosts/server-99', said)).status).toBe(200);
    expect(await site.alarms('COMPUTE_HOST_UNKNOWN')).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
  });

  it('moved onto a server that is itself failing is asked to move on at once', async () => {
    site = await startSite({ vnfm: null });
    await site.charge('server-1', 40);
    const first = await firstRequest();
    await site.charge('server-2', 40);
    await answer(first.id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-2' });
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-2' });
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([
        { sourceComputeHostId: 'server-1' },
        { sourceComputeHostId: 'server-2', migrationRequestState: 'REQUESTED' },
      ]);
    });
  });

  it('moved onto a server that an operator withdrew is asked to move on, and the withdrawal stays', async () => {
    site = await startSite({ vnfm: null });
    await site.send('POST', '/vrinfo/v1/compute_hosts/server-2/withdraw', { reason: 'disk' });
    await site.charge('server-1', 40);
    expect((await firstRequest()).placement.excludedComputeHostIds).toContain('server-2');
    await answer((await firstRequest()).id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-2' });
    const next = await eventually(async () => {
      const request = (await site.requests()).find(({ sourceComputeHostId }) => sourceComputeHostId === 'server-2');
      if (request === undefined) throw new Error('not asked yet');
      return request;
    });
    await answer(next.id, { migrationRequestState: 'COMPLETED', targetComputeHostId: 'server-3' });
    await site.reaches('server-2', 'COMPLETED');
    expect(await site.host('server-2')).toMatchObject({
      schedulingState: 'WITHDRAWN',
      withdrawals: [{ withdrawnBy: 'OPERATOR' }],
    });
    expect(site.bmc.resets.filter(({ systemId }) => systemId === 'server-2')).toEqual([]);
  });
});

describe('an operator', () => {
  it('may retry, cancel or give up a request', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { maximumAttempts: 1 } });
    await site.charge('server-1', 40);
    const { id } = await firstRequest();
    const task = (name: string) => site.send('POST', `/vnfmig/v1/migration_requests/${id}/${name}`);
    expect((await task('retry')).status).toBe(409);
    await eventually(async () => {
      expect((await firstRequest()).migrationRequestState).toBe('EXPIRED');
    });
    expect((await task('retry')).status).toBe(202);
    expect(await firstRequest()).toMatchObject({ migrationRequestState: 'REQUESTED', requestVersion: 2 });
    expect((await task('cancel')).status).toBe(202);
    expect((await firstRequest()).migrationRequestState).toBe('CANCELLED');
    await pause(100);
    expect(await site.requests()).toHaveLength(1);
  });

  it('may cancel an evacuation: nothing is undone but our own, and none begins again by itself while it is DEGRADED', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      hosts: [host('server-1', 'room-1'), host('server-2', 'room-2')],
    });
    await site.charge('server-1', 40);
    await firstRequest();
    const [evacuation] = await site.evacuations();
    expect((await site.send('POST', `/vnfmig/v1/host_evacuations/${evacuation?.id ?? ''}/cancel`)).status).toBe(202);
    expect(await site.host('server-1')).toMatchObject({ schedulingState: 'ENABLED', environmentLevel: 'DEGRADED' });
    await site.charge('server-1', 35);
    expect(await site.evacuations()).toHaveLength(1);
    await site.charge('server-1', 90);
    await site.charge('server-1', 35);
    expect(await site.evacuations()).toHaveLength(2);
  });

  it('may order an evacuation, which ends only when the operator restores', async () => {
    site = await startSite();
    const ordered = await site.send('POST', '/vrinfo/v1/compute_hosts/server-1/evacuate', {
      reason: 'work on the chiller',
      evacuationTime: 60,
    });
    expect(ordered.status).toBe(202);
    expect(ordered.headers.get('location')).toContain('/vnfmig/v1/host_evacuations/');
    await eventually(async () => {
      const { refusals } = await site.reaches('server-1', 'EVACUATED');
      return refusals.map(({ reason }) => reason).join() === 'MANUAL_RELEASE_REQUIRED' ? true : undefined;
    });
    expect(await site.compute('vc-1')).not.toMatchObject({ hostId: 'server-1' });
    expect(site.bmc.resets).toEqual([]);
    expect((await site.send('POST', '/vrinfo/v1/compute_hosts/server-1/restore')).status).toBe(202);
    await site.reaches('server-1', 'COMPLETED');
    expect((await site.host('server-1')).schedulingState).toBe('ENABLED');
  });
});
