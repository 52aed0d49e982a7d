import { createSite, inSeconds, onServer, type VnfManagerSite } from './vnf-manager-harness.ts';

let site: VnfManagerSite;
afterEach(() => site.close());

describe('a gateway that dies', () => {
  it.each([
    ['tells what an operation was asked with', { isTalkative: true }],
    ['does not tell', { isTalkative: false }],
  ])('after the order finds the heal, and does not order again; the VNF manager %s', async (_name, options) => {
    site = await createSite(options);
    const runner = site.run();
    await runner.look();
    await runner.lookAndDie();
    expect(site.vnfm.orders()).toEqual(['vnf_instances/vnf-1/heal']);
    site.vnfm.move(site.theHeal(), 'PROCESSING');
    await runner.until('PROCESSING');
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    await runner.until('COMPLETED');
    expect(site.vnfm.orders()).toEqual(['vnf_instances/vnf-1/heal']);
    expect(runner.answers.at(-1)?.targetVirtualComputeIds).toEqual(['vc-1-anew', 'vc-2-anew']);
  });

  it('before the order has ordered nothing', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.lookAndDie();
    expect(site.vnfm.orders()).toEqual([]);
    await runner.untilBegun();
    expect(site.vnfm.orders()).toEqual(['vnf_instances/vnf-1/heal']);
  });

  it('answers once more when the answer was lost', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    const { answer } = await runner.until('COMPLETED');
    expect((await runner.look()).answer).toEqual(answer);
  });

  it('does not take the heal of somebody else for its own', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.look();
    const foreign = site.vnfm.begin('vnf-1', 'HEAL', { cause: 'an operator', vnfcInstanceId: ['VDU1-r-3'] });
    await runner.look();
    await runner.look();
    expect(site.vnfm.heals()).toEqual([foreign]);
    site.vnfm.complete(foreign, onServer('server-3'));
    await runner.untilTrue(() => site.vnfm.heals().length === 2);
    const own = site.vnfm.heals().at(-1);
    if (own === undefined) throw new Error('there is no heal');
    site.vnfm.complete(own, onServer('server-2'));
    await runner.until('COMPLETED');
    expect(runner.answers.at(-1)?.targetVirtualComputeIds).toEqual(['vc-1-anew', 'vc-2-anew']);
  });

  it('finds the heal of a VNF manager that does not say where it is', async () => {
    site = await createSite({ givesLocation: false });
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    await runner.until('COMPLETED');
    expect(site.vnfm.orders()).toEqual(['vnf_instances/vnf-1/heal']);
  });

  it('finds the heal when no answer came to the order', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.look();
    site.vnfm.disturb(/heal$/, { isTaken: true });
    await expect(runner.look()).rejects.toMatchObject({ kind: 'SouthboundUnavailable' });
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    await runner.until('COMPLETED');
    expect(site.vnfm.orders()).toEqual(['vnf_instances/vnf-1/heal']);
  });
});

describe('a heal that fails', () => {
  const fails = (detail: string) => {
    site.vnfm.move(site.theHeal(), 'FAILED_TEMP', detail);
  };

  it.each(['FAILED', 'ROLLED_BACK'] as const)('is told with the problem of the VNF manager when %s', async (state) => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.move(site.theHeal(), state, 'no valid host was found');
    await runner.until('FAILED');
    expect(runner.error()).toMatchObject({ status: 500 });
    expect(runner.error()?.detail).toBe(
      `the heal ${site.theHeal().id} of VNF vnf-1 at VNF manager vnfm-1 is ${state}: no valid host was found`,
    );
  });

  it('is retried, and may complete then', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    fails('a moment');
    await runner.untilTrue(() => site.theHeal().operationState === 'PROCESSING');
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    await runner.until('COMPLETED');
    expect(site.vnfm.orders().map((path) => path.split('/').at(-1))).toEqual(['heal', 'retry']);
  });

  it('is not retried for ever, but ended so that it does not lock the VNF', async () => {
    site = await createSite();
    const runner = site.run({ maximumRetries: 2 });
    await runner.untilBegun();
    for (const detail of ['first', 'second']) {
      fails(detail);
      await runner.untilTrue(() => site.theHeal().operationState === 'PROCESSING');
    }
    fails('third');
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/is FAILED: third$/);
    expect(site.vnfm.orders().map((path) => path.split('/').at(-1))).toEqual(['heal', 'retry', 'retry', 'fail']);
  });

  it('is retried once when the gateway dies after the order', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    fails('a moment');
    await runner.look();
    await runner.lookAndDie();
    expect(site.theHeal().operationState).toBe('PROCESSING');
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    await runner.until('COMPLETED');
    expect(site.vnfm.orders().map((path) => path.split('/').at(-1))).toEqual(['heal', 'retry']);
  });

  it('is not retried after the deadline', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    fails('a moment');
    runner.request = { ...runner.request, migrationDeadline: inSeconds(-1) };
    await runner.until('FAILED');
    expect(site.vnfm.orders().map((path) => path.split('/').at(-1))).toEqual(['heal', 'fail']);
  });

  it('is rolled back where that is configured', async () => {
    site = await createSite();
    const runner = site.run({ failedTemporarily: 'ROLLBACK' });
    await runner.untilBegun();
    fails('a moment');
    await runner.untilTrue(() => site.theHeal().operationState === 'ROLLING_BACK');
    site.vnfm.move(site.theHeal(), 'ROLLED_BACK');
    await runner.until('FAILED');
    expect(site.vnfm.orders().map((path) => path.split('/').at(-1))).toEqual(['heal', 'rollback']);
  });

  it('is ended when it cannot be rolled back', async () => {
    site = await createSite();
    const runner = site.run({ failedTemporarily: 'ROLLBACK' });
    await runner.untilBegun();
    fails('a moment');
    site.vnfm.disturb(/rollback$/, { status: 409 });
    await runner.until('FAILED');
    expect(site.vnfm.orders().map((path) => path.split('/').at(-1))).toEqual(['heal', 'rollback', 'fail']);
  });

  it('is left to its people where that is configured', async () => {
    site = await createSite();
    const runner = site.run({ failedTemporarily: 'LEAVE' });
    await runner.untilBegun();
    fails('a moment');
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/is FAILED_TEMP and left so: a moment$/);
    expect(site.vnfm.orders()).toHaveLength(1);
  });

  it('is ordered anew when the manager is asked anew', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.move(site.theHeal(), 'FAILED', 'no valid host was found');
    await runner.until('FAILED');
    runner.askAnew();
    await runner.untilTrue(() => site.vnfm.heals().length === 2);
    expect(runner.answers.at(-1)).toEqual({ migrationRequestState: 'ACCEPTED', requestVersion: 2 });
  });

  it('goes on under the new request when the manager is asked anew meanwhile', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.move(site.theHeal(), 'PROCESSING');
    runner.askAnew();
    await runner.until('PROCESSING');
    site.vnfm.complete(site.theHeal(), onServer('server-2'));
    await runner.until('COMPLETED');
    expect(site.vnfm.heals()).toHaveLength(1);
  });

  it('is no answer when the manager was asked anew since', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    await runner.abandon();
    runner.askAnew();
    await runner.untilTrue(() => site.vnfm.heals().length === 2);
    expect(runner.answers.map(({ migrationRequestState }) => migrationRequestState)).not.toContain('FAILED');
  });

  it('has failed when the VNF manager forgot it', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.operations.splice(0);
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/does not know its operation .* any more$/);
  });
});

describe('a migration that is not wanted any more', () => {
  it('takes back a heal that has changed nothing yet', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    await runner.abandon();
    expect(site.theHeal().operationState).toBe('ROLLED_BACK');
    expect(site.vnfm.requests.at(-1)?.body).toEqual({ cancelMode: 'GRACEFUL' });
  });

  it('lets a heal go on that has begun, since half of it leaves nothing', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.untilBegun();
    site.vnfm.move(site.theHeal(), 'PROCESSING');
    await runner.abandon();
    expect(site.theHeal().operationState).toBe('PROCESSING');
  });

  it('ends a heal that hangs, also one of an order whose result was lost', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.look();
    await runner.lookAndDie();
    site.vnfm.move(site.theHeal(), 'FAILED_TEMP');
    await runner.abandon();
    expect(site.theHeal().operationState).toBe('FAILED');
  });

  it('needs nothing before anything was ordered, and no VNF manager that answers', async () => {
    site = await createSite();
    const runner = site.run();
    await runner.abandon();
    await runner.untilBegun();
    site.vnfm.disturb(/vnf_lcm_op_occs/, {});
    await runner.abandon();
    expect(site.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'a heal could not be stopped' }),
    );
    expect(site.theHeal().operationState).toBe('STARTING');
  });
});
