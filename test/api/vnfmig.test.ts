import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';
import type { components } from '../../generated/vnfmig.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo.ts';

type Schemas = components['schemas'];
type MigrationRequest = Schemas['MigrationRequest'];
type Evacuation = Schemas['HostEvacuation'];
type Host = VrinfoComponents['schemas']['ComputeHost'];
type Compute = VrinfoComponents['schemas']['VirtualCompute'];

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const REQUESTS = '/vnfmig/v1/migration_requests';
const EVACUATIONS = '/vnfmig/v1/host_evacuations';
const HOSTS = '/vrinfo/v1/compute_hosts';
const COMPUTES = '/vrinfo/v1/virtual_computes';

beforeAll(async () => {
  gateway = await startGatewayUnderTest({
    policies: [{ replyTime: 60, retryInterval: 60, cleanUpGraceTime: 0 }],
    inventory: { computeHosts: [{ id: 'target', computeHostType: 'PHYSICAL_SERVER' }] },
  });
});
afterAll(() => gateway.stop());

/** A server of this name with one function on it is evacuated; gives the request to move that. */
async function askToLeave(name: string): Promise<MigrationRequest> {
  await exchange.post(HOSTS, { id: name, computeHostType: 'PHYSICAL_SERVER' });
  await exchange.post(COMPUTES, {
    computeId: `vc-${name}`,
    hostId: name,
    vnfInstanceId: `vnf-${name}`,
    vnfmId: 'vnfm-1',
  });
  await exchange.post(`${HOSTS}/${name}/evacuate`, { evacuationTime: 600 });
  return eventually(`the manager of ${name} is asked`, async () =>
    (await exchange.get<MigrationRequest[]>(REQUESTS)).body.find((one) => one.sourceComputeHostId === name),
  );
}

const answer = (id: string, migrationRequestState: string, more: object = {}) =>
  exchange.patch(`${REQUESTS}/${id}`, { migrationRequestState, ...more });
const task = (id: string, name: string) => exchange.post(`${REQUESTS}/${id}/${name}`);
const request = async (id: string) => (await exchange.get<MigrationRequest>(`${REQUESTS}/${id}`)).body;
const evacuation = async (id: string) => (await exchange.get<Evacuation>(`${EVACUATIONS}/${id}`)).body;

describe('a migration request', () => {
  it('says who moves what, from where, and by when', async () => {
    const asked = await askToLeave('server-1');
    expect(asked).toMatchObject({
      requestVersion: 1,
      vnfInstanceId: 'vnf-server-1',
      virtualComputeIds: ['vc-server-1'],
      vnfmId: 'vnfm-1',
      requestedAction: 'MIGRATE',
      migrationRequestState: 'REQUESTED',
      placement: {
        excludedComputeHostIds: expect.arrayContaining(['server-1']) as unknown,
        candidateComputeHostIds: ['target'],
      },
    });
    const deadline = Date.parse(asked.requestedTime) + asked.migrationDuration * 1000;
    expect(Math.abs(deadline - Date.parse(asked.migrationDeadline))).toBeLessThan(1000);
    expect(await request(asked.id)).toEqual(asked);
    expect((await evacuation(asked.hostEvacuationId))._links.migrationRequests).toEqual([asked._links.self]);
    expect(Object.keys(asked._links).sort()).toEqual(['cancel', 'fail', 'hostEvacuation', 'self']);
  });

  it('is accepted, worked on and completed, and the function is on the other server', async () => {
    const { id } = await askToLeave('server-2');
    for (const state of ['ACCEPTED', 'PROCESSING']) {
      expect(await answer(id, state)).toMatchObject({ status: 200, body: { migrationRequestState: state } });
    }
    const completed = await answer(id, 'COMPLETED', { targetComputeHostId: 'target' });
    expect(completed).toMatchObject({
      status: 200,
      body: { migrationRequestState: 'COMPLETED', targetComputeHostId: 'target' },
    });
    expect((await exchange.get<Compute>(`${COMPUTES}/vc-server-2`)).body.hostId).toBe('target');
    expect(Object.keys((await request(id))._links).sort()).toEqual(['hostEvacuation', 'self']);
  });

  it('answered the same again changes nothing', async () => {
    const { id } = await askToLeave('server-3');
    await answer(id, 'COMPLETED', { targetComputeHostId: 'target' });
    const before = await request(id);
    expect((await answer(id, 'COMPLETED', { targetComputeHostId: 'target' })).status).toBe(200);
    expect(await request(id)).toEqual(before);
  });

  it('that was completed takes no other answer, and no task', async () => {
    const { id } = await askToLeave('server-4');
    await answer(id, 'COMPLETED', { targetComputeHostId: 'target' });
    for (const state of ['ACCEPTED', 'PROCESSING', 'REJECTED', 'FAILED']) {
      expect(await answer(id, state)).toMatchObject({
        status: 409,
        body: { detail: `migration request ${id} is COMPLETED; ${state} is not possible any more` },
      });
    }
    for (const name of ['cancel', 'retry', 'fail']) expect((await task(id, name)).status).toBe(409);
    expect((await request(id)).migrationRequestState).toBe('COMPLETED');
  });

  it('is completed onto no server, or onto the one that is left: 422', async () => {
    const { id } = await askToLeave('server-5');
    for (const more of [{}, { targetComputeHostId: 'server-5' }]) {
      expect(await answer(id, 'COMPLETED', more)).toMatchObject({
        status: 422,
        body: { invalidParams: [{ pointer: '/targetComputeHostId' }] },
      });
    }
    expect((await request(id)).migrationRequestState).toBe('REQUESTED');
  });

  it('answered for another version is 409', async () => {
    const { id } = await askToLeave('server-6');
    expect((await answer(id, 'ACCEPTED', { requestVersion: 2 })).status).toBe(409);
    expect((await answer(id, 'ACCEPTED', { requestVersion: 1 })).status).toBe(200);
  });

  it('that is worked on cannot be rejected any more', async () => {
    const { id } = await askToLeave('server-7');
    await answer(id, 'PROCESSING');
    expect((await answer(id, 'REJECTED')).status).toBe(409);
    expect((await answer(id, 'ACCEPTED')).status).toBe(409);
  });

  it('that was rejected has the reason, and is sent again with a new version', async () => {
    const { id } = await askToLeave('server-8');
    const error = { status: 409, detail: 'no licence left' };
    expect(await answer(id, 'REJECTED', { error })).toMatchObject({
      status: 200,
      body: { migrationRequestState: 'REJECTED', error },
    });
    expect(Object.keys((await request(id))._links)).toContain('retry');
    expect((await task(id, 'retry')).status).toBe(202);
    const again = await request(id);
    expect(again).toMatchObject({ migrationRequestState: 'REQUESTED', requestVersion: 2 });
    expect(again).not.toHaveProperty('error');
  });

  it('that is open cannot be sent again', async () => {
    const { id } = await askToLeave('server-9');
    expect((await task(id, 'retry')).status).toBe(409);
  });

  it('is cancelled once', async () => {
    const { id } = await askToLeave('server-10');
    expect((await task(id, 'cancel')).status).toBe(202);
    expect((await request(id)).migrationRequestState).toBe('CANCELLED');
    expect((await task(id, 'cancel')).status).toBe(409);
    expect((await answer(id, 'ACCEPTED')).status).toBe(409);
  });

  it('that was cancelled is still completed when the function has moved', async () => {
    const { id } = await askToLeave('server-11');
    await task(id, 'cancel');
    expect((await answer(id, 'COMPLETED', { targetComputeHostId: 'target' })).status).toBe(200);
    expect((await exchange.get<Compute>(`${COMPUTES}/vc-server-11`)).body.hostId).toBe('target');
  });

  it('is given up once', async () => {
    const { id } = await askToLeave('server-12');
    const given = await exchange.post<MigrationRequest>(`${REQUESTS}/${id}/fail`);
    expect(given).toMatchObject({ status: 200, body: { migrationRequestState: 'FAILED' } });
    expect(given.body.error?.detail).toBe('given up by an operator');
    expect((await task(id, 'fail')).status).toBe(409);
  });

  it.each<[string, object, string]>([
    ['no state', {}, '/migrationRequestState'],
    ['a state that is not for managers', { migrationRequestState: 'EXPIRED' }, '/migrationRequestState'],
    ['a version of 0', { migrationRequestState: 'ACCEPTED', requestVersion: 0 }, '/requestVersion'],
    ['an error without its detail', { migrationRequestState: 'FAILED', error: { status: 500 } }, '/error/detail'],
  ])('answered with %s is 422 and names the place', async (what, body, pointer) => {
    const { id } = await askToLeave(`wrong: ${what}`);
    const told = await exchange.patch(`${REQUESTS}/${id}`, body);
    expect(told.status).toBe(422);
    expect(told.body.invalidParams?.map((invalid) => invalid.pointer)).toEqual([pointer]);
    expect((await request(id)).migrationRequestState).toBe('REQUESTED');
  });

  it('that is not there is 404', async () => {
    const answers = [await exchange.get(`${REQUESTS}/none`), await answer('none', 'ACCEPTED')];
    for (const name of ['cancel', 'retry', 'fail']) answers.push(await task('none', name));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(answers[0]?.body.detail).toBe('no migration request none');
  });
});

describe('the evacuation of a server', () => {
  it('is listed and read with its timeline', async () => {
    const { hostEvacuationId } = await askToLeave('server-20');
    const read = await evacuation(hostEvacuationId);
    expect(read).toMatchObject({ computeHostId: 'server-20', hostEvacuationState: 'MIGRATING' });
    expect(read.timeline.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['DETERMINED', 'WITHDRAWN', 'MIGRATION_REQUESTED']),
    );
    expect((await exchange.get<Evacuation[]>(EVACUATIONS)).body.map(({ id }) => id)).toContain(hostEvacuationId);
    for (const name of ['nextAttemptTime', 'manualRelease', 'claimedBy', 'claimedUntil'])
      expect(read).not.toHaveProperty(name);
  });

  it('is cancelled once: the request too, and the server may host again', async () => {
    const { id, hostEvacuationId } = await askToLeave('server-21');
    const cancel = () => exchange.post(`${EVACUATIONS}/${hostEvacuationId}/cancel`);
    expect((await cancel()).status).toBe(202);
    expect(await evacuation(hostEvacuationId)).toMatchObject({ hostEvacuationState: 'CANCELLED' });
    expect((await evacuation(hostEvacuationId))._links).not.toHaveProperty('cancel');
    expect((await request(id)).migrationRequestState).toBe('CANCELLED');
    const host = (await exchange.get<Host>(`${HOSTS}/server-21`)).body;
    expect(host).toMatchObject({ schedulingState: 'ENABLED', withdrawals: [] });
    expect(host).not.toHaveProperty('hostEvacuationId');
    expect(await cancel()).toMatchObject({
      status: 409,
      body: { detail: `host evacuation ${hostEvacuationId} is CANCELLED; it cannot be cancelled any more` },
    });
    expect((await task(id, 'retry')).status).toBe(409);
  });

  it('that is not there is 404', async () => {
    expect((await exchange.get(`${EVACUATIONS}/none`)).status).toBe(404);
    expect((await exchange.post(`${EVACUATIONS}/none/cancel`)).status).toBe(404);
  });
});
