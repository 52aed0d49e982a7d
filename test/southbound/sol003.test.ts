import { reasonOf } from '../../src/problem.ts';
import { createSite, inSeconds, onServer, type VnfManagerSite } from './vnf-manager-harness.ts';

let site: VnfManagerSite;
afterEach(() => site.close());

describe('a VNF manager that heals', () => {
  it.each([
    ['v1', { apiMajorVersion: 'v1' as const }, ['1.3.0', '2.0.0', '2.3.0'], '1.3.0'],
    ['v2', { apiMajorVersion: 'v2' as const }, ['1.3.0', '2.0.0', '2.3.0'], '2.3.0'],
    ['the newest major version', {}, ['1.3.0', '2.0.0', '10.0.0'], '2.0.0'],
    ['the only major version', {}, ['1.2.0', '1.10.0'], '1.10.0'],
  ])('is asked in %s, for these VNFCs alone, with cause and deadline', async (_name, config, versions, version) => {
    site = await createSite({ versions });
    const runner = site.run(config);
    await runner.untilBegun();
    expect(site.theHeal().operationParams).toEqual({
      cause: `POWER battery.charge 34 % (server-1 has to be left by ${runner.request.migrationDeadline}; migration request request-1)`,
      vnfcInstanceId: ['VDU1-r-1', 'VDU2-r-2'],
    });
    const [asked, ...others] = site.vnfm.requests.filter(({ method }) => method === 'POST');
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ path: `/vnflcm/v${version.charAt(0)}/vnf_instances/vnf-1/heal`, version });
  });

  it('has accepted before it is asked, is processing, and completes on the second server under new names', async () => {
    site = await createSite();
    const runner = site.run();
    const first = await runner.look();
    expect(first).toMatchObject({
      answer: { migrationRequestState: 'ACCEPTED', requestVersion: 1 },
      lookAgainAfter: 0,
    });
    expect(site.vnfm.orders()).toEqual([]);
    await runner.untilBegun();
    site.vnfm.move(site.theHeal(), 'PROCESSING');
    await runner.until('PROCESSING');
    site.vnfm.complete(site.theHeal(), onServer('server-3'));
    const last = await runner.until('COMPLETED');
    expect(runner.answers.map(({ migrationRequestState }) => migrationRequestState)).toEqual([
      'ACCEPTED',
      'PROCESSING',
      'COMPLETED',
    ]);
    expect(last.answer).toEqual({
      migrationRequestState: 'COMPLETED',
      targetComputeHostId: 'server-3',
      targetVirtualComputeIds: ['vc-1-anew', 'vc-2-anew'],
    });
    expect(last.lookAgainAfter).toBeUndefined();
    expect(last.targetComputeHostIds).toBeUndefined();
    expect(site.nfvi.hosts.get('vc-3')).toBe('server-2');
  });

  it('is found by the virtual compute when the VIM has a name of its own for the VNF', async () => {
    site = await createSite({ pageSize: 1 });
    site.vnfm.vnfs.unshift({ id: 'vnf-0', instantiated: true, vnfcs: [{ id: 'r', vduId: 'V', computeId: 'other' }] });
    await site.run({}, { vnfInstanceId: 'as the VIM calls it' }).untilBegun();
    expect(site.theHeal().vnfInstanceId).toBe('vnf-1');
  });

  it('is found on any page when it cannot filter by what is within an array', async () => {
    site = await createSite({ pageSize: 1, filtersWithinArrays: false });
    site.vnfm.vnfs.unshift({ id: 'vnf-0', instantiated: true, vnfcs: [{ id: 'r', vduId: 'V', computeId: 'other' }] });
    await site.run({}, { vnfInstanceId: 'as the VIM calls it' }).untilBegun();
    expect(site.theHeal().vnfInstanceId).toBe('vnf-1');
  });

  it('is told to have failed when it does not know the VNF, or no VNFC of it is meant', async () => {
    site = await createSite();
    const unknown = site.run({}, { vnfInstanceId: 'vnf-9', virtualComputeIds: ['vc-9'] });
    await unknown.until('FAILED');
    expect(unknown.error()?.detail).toBe('VNF manager vnfm-1 knows neither VNF vnf-9 nor one with vc-9');
    const without = site.run({}, { virtualComputeIds: ['vc-9'] });
    await without.until('FAILED');
    expect(without.error()?.detail).toBe('VNF vnf-1 of VNF manager vnfm-1 has no VNFC with vc-9');
    expect(site.vnfm.orders()).toEqual([]);
  });

  it('is given parameters that its VNFDs want', async () => {
    site = await createSite();
    await site.run({ additionalParams: { all: true } }).untilBegun();
    expect(site.theHeal().operationParams.additionalParams).toEqual({ all: true });
  });

  it('keeps the cause as short as every VNF manager takes it, with what tells the heal apart', async () => {
    site = await createSite();
    await site.run({}, { cause: { description: 'x'.repeat(1000) } }).untilBegun();
    expect(site.theHeal().operationParams.cause).toHaveLength(255);
    expect(site.theHeal().operationParams.cause).toContain('migration request request-1)');
  });
});

describe('a VNF that is busy', () => {
  it('is looked at again until it is free', async () => {
    site = await createSite();
    const scale = site.vnfm.begin('vnf-1', 'SCALE');
    const runner = site.run();
    for (let look = 0; look < 4; look += 1)
      expect((await runner.look()).answer?.migrationRequestState).toBe(look === 0 ? 'ACCEPTED' : undefined);
    expect(site.vnfm.heals()).toEqual([]);
    site.vnfm.move(scale, 'COMPLETED');
    await runner.untilBegun();
  });

  it('is waited for while it is not instantiated', async () => {
    site = await createSite();
    const [vnf] = site.vnfm.vnfs;
    if (vnf === undefined) throw new Error('there is no VNF');
    vnf.instantiated = false;
    const runner = site.run();
    await runner.look();
    await runner.look();
    expect(site.vnfm.orders()).toEqual([]);
    vnf.instantiated = true;
    await runner.untilBegun();
    expect(site.theHeal().operationParams.vnfcInstanceId).toEqual(['VDU1-r-1', 'VDU2-r-2']);
  });

  it('is not begun with any more after the deadline', async () => {
    site = await createSite();
    const scale = site.vnfm.begin('vnf-1', 'SCALE');
    const runner = site.run();
    await runner.look();
    await runner.look();
    runner.request = { ...runner.request, migrationDeadline: inSeconds(-1) };
    site.vnfm.move(scale, 'COMPLETED');
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/^the deadline .* came before VNF manager vnfm-1 could begin/);
    expect(site.vnfm.heals()).toEqual([]);
  });

  it('is not asked at all when the deadline is over already', async () => {
    site = await createSite();
    const runner = site.run({}, { migrationDeadline: inSeconds(-1) });
    await runner.until('FAILED');
    expect(site.vnfm.requests).toEqual([]);
  });
});

describe('a VNF manager that takes no single VNFCs', () => {
  it('fails, and says why', async () => {
    site = await createSite({ takesVnfcs: false });
    const runner = site.run();
    await runner.until('FAILED');
    expect(runner.error()).toMatchObject({
      status: 400,
      detail:
        'VNF manager vnfm-1 refused to heal VNF vnf-1 of single VNFCs (healWholeVnf is false): vnfcInstanceId is not known',
    });
    expect(site.vnfm.heals()).toEqual([]);
  });

  it('is found out when it overlooked them and healed everything', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    delete site.theHeal().operationParams.vnfcInstanceId;
    site.vnfm.complete(site.theHeal(), onServer('server-3'));
    await runner.until('COMPLETED');
    expect(site.lines).toContainEqual({
      level: 'warn',
      fields: { vnfLcmOpOccId: site.theHeal().id, vnfInstanceId: 'vnf-1', more: ['vc-3'] },
      message: 'the VNF manager healed more than it was asked to',
    });
  });

  it('heals the whole VNF where that is allowed', async () => {
    site = await createSite({ takesVnfcs: false });
    const runner = site.run({ healWholeVnf: true });
    await runner.untilBegun();
    expect(site.theHeal().operationParams).not.toHaveProperty('vnfcInstanceId');
    site.vnfm.complete(site.theHeal(), onServer('server-3'));
    await runner.until('COMPLETED');
    expect(runner.answers.at(-1)?.targetVirtualComputeIds).toEqual(['vc-1-anew', 'vc-2-anew']);
  });
});

describe('the second server', () => {
  it('is not the first: a function that came up there again was not migrated', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), (computeId) => (computeId === 'vc-1' ? 'server-1' : 'server-2'));
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/is COMPLETED, but vc-1 came up on server-1 again$/);
  });

  it('is named for each function when they came up on several', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), (computeId) => (computeId === 'vc-1' ? 'server-2' : 'server-3'));
    expect(await runner.until('COMPLETED')).toMatchObject({
      answer: { targetComputeHostId: 'server-2', targetVirtualComputeIds: ['vc-1-anew', 'vc-2-anew'] },
      targetComputeHostIds: ['server-2', 'server-3'],
    });
  });

  it('is known by what is there when the VNF manager does not tell what changed', async () => {
    site = await createSite({ isTalkative: false });
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), (computeId) => (computeId === 'vc-1' ? 'server-2' : 'server-3'));
    expect((await runner.until('COMPLETED')).targetComputeHostIds).toEqual(['server-2', 'server-3']);
  });

  it('is looked for again when the VIM tells later, or the function does not run yet', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    site.nfvi.hosts.delete('vc-1-anew');
    site.nfvi.stopped.add('vc-2-anew');
    await runner.look();
    site.nfvi.hosts.set('vc-1-anew', 'server-2');
    await runner.look();
    expect(runner.request.migrationRequestState).toBe('PROCESSING');
    site.nfvi.stopped.clear();
    await runner.until('COMPLETED');
  });

  it('is not invented: what no VIM tells of has not been migrated', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    site.nfvi.hosts.delete('vc-2-anew');
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/no VIM tells of what vc-2 became that runs$/);
  });

  it('has to be found out in a VIM: without one nothing is begun', async () => {
    site = await createSite();
    const runner = site.run({}, {}, { isVimKnown: false });
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/no VIM is configured that does; nothing was begun$/);
    expect(site.vnfm.requests).toEqual([]);
  });

  it('is waited for: nothing is healed while the VIM still puts functions on the first', async () => {
    site = await createSite();
    site.nfvi.withdrawn.clear();
    const runner = site.run();
    await runner.look();
    await runner.look();
    expect(site.vnfm.orders()).toEqual([]);
    site.nfvi.withdrawn.add('server-1');
    await runner.untilBegun();
  });
});

describe('a VNF manager that cannot be asked now', () => {
  it.each([503, 500, 429, 401, undefined])('is asked again later (%s)', async (status) => {
    site = await createSite();
    const runner = site.run({ timeout: 2 });
    for (const path of [/api_versions$/, /vnf-1$/, /vnf_lcm_op_occs\?/, /heal$/]) {
      site.vnfm.disturb(path, status === undefined ? {} : { status });
      await expect(runner.untilTrue(() => site.vnfm.heals().length > 0)).rejects.toMatchObject({
        kind: 'SouthboundUnavailable',
      });
    }
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    await runner.until('COMPLETED');
  });

  it('is named with the place and the reason', async () => {
    site = await createSite();
    await site.vnfm.close();
    const failure = await site.run().look().catch(reasonOf);
    expect(failure).toMatch(/^VNF manager vnfm-1 gives no answer to GET http:.*\/vnflcm\/api_versions: .*ECONNREFUSED/);
  });

  it('is named when it speaks neither version', async () => {
    site = await createSite({ versions: ['3.0.0'] });
    const failure = await site.run().look().catch(reasonOf);
    expect(failure).toMatch(/does not tell at .* that it speaks v1 or v2/);
  });
});
