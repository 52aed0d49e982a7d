import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';
import type { components } from '../../generated/vrinfo.ts';
import type { components as VnfmigComponents } from '../../generated/vnfmig.ts';

type Schemas = components['schemas'];
type Host = Schemas['ComputeHost'];
type Compute = Schemas['VirtualCompute'];
type Zone = Schemas['ResourceZone'];
type Evacuation = VnfmigComponents['schemas']['HostEvacuation'];

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const HOSTS = '/vrinfo/v1/compute_hosts';
const COMPUTES = '/vrinfo/v1/virtual_computes';
const ZONES = '/vrinfo/v1/resource_zones';

beforeAll(async () => {
  gateway = await startGatewayUnderTest({ policies: [{ replyTime: 60, cleanUpGraceTime: 0 }] });
  await enterZone('site');
  await enterZone('room-1', { parentResourceZoneId: 'site' });
});
afterAll(() => gateway.stop());

const enterHost = <Body = Host>(id: string, more: object = {}) =>
  exchange.post<Body>(HOSTS, { id, computeHostType: 'PHYSICAL_SERVER', ...more });
const enterZone = <Body = Zone>(zoneId: string, more: object = {}) => exchange.post<Body>(ZONES, { zoneId, ...more });
const enterCompute = <Body = Compute>(computeId: string, hostId: string, more: object = {}) =>
  exchange.post<Body>(COMPUTES, { computeId, hostId, vnfInstanceId: 'vnf-1', vnfmId: 'vnfm-1', ...more });
const host = async (id: string) => (await exchange.get<Host>(`${HOSTS}/${id}`)).body;

describe('a server', () => {
  it('is entered with what is known of it, and defaults for the rest', async () => {
    const told = {
      computeHostName: 'A-07-3',
      resourceZoneId: 'room-1',
      location: { nfviPopId: 'paris-1', rack: 'A-07', heightAboveFloor: 800 },
      characteristics: { minimumPower: 400 },
      capacity: { numVirtualCpu: 64 },
    };
    const { status, headers, body } = await enterHost('server-1', told);
    expect(status).toBe(201);
    expect(headers['location']).toBe(`${gateway.apiRoot}${HOSTS}/server-1`);
    expect(body).toMatchObject({
      ...told,
      id: 'server-1',
      priority: 50,
      environmentLevel: 'UNKNOWN',
      schedulingState: 'ENABLED',
      withdrawals: [],
      powerState: 'UNKNOWN',
    });
    expect(await host('server-1')).toEqual(body);
    expect((await exchange.get<Host[]>(HOSTS)).body).toContainEqual(body);
  });

  it('has an id of the gateway when it brings none', async () => {
    const { body } = await exchange.post<Host>(HOSTS, { computeHostType: 'CONTAINER' });
    expect(body.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('whose id is there already is 409, and leaves the first alone', async () => {
    await enterHost('twice', { priority: 80 });
    const { status, body } = await enterHost<{ detail: string }>('twice', { priority: 10 });
    expect({ status, detail: body.detail }).toEqual({ status: 409, detail: 'compute host twice exists already' });
    expect((await host('twice')).priority).toBe(80);
  });

  it.each<[string, object, string]>([
    ['an unknown zone', { resourceZoneId: 'room-9' }, '/resourceZoneId'],
    ['an unknown server below it', { parentComputeHostId: 'server-9' }, '/parentComputeHostId'],
    ['itself below it', { parentComputeHostId: 'wrong' }, '/parentComputeHostId'],
    ['an unknown type', { computeHostType: 'MAINFRAME' }, '/computeHostType'],
    ['no type', { computeHostType: undefined }, '/computeHostType'],
    ['a priority beyond 100', { priority: 101 }, '/priority'],
    ['a priority that is no integer', { priority: 1.5 }, '/priority'],
    ['a negative capacity', { capacity: { numVirtualCpu: -1 } }, '/capacity/numVirtualCpu'],
    ['a characteristic in words', { characteristics: { minimumPower: '400 W' } }, '/characteristics/minimumPower'],
    [
      'a place beyond the pole',
      { location: { geographicalLocation: { latitude: 91, longitude: 0 } } },
      '/location/geographicalLocation/latitude',
    ],
  ])('with %s is 422 and names the place', async (_what, more, pointer) => {
    const { status, body } = await enterHost<{ invalidParams: { pointer: string }[] }>('wrong', more);
    expect({ status, pointers: body.invalidParams.map((invalid) => invalid.pointer) }).toEqual({
      status: 422,
      pointers: [pointer],
    });
    expect((await exchange.get(`${HOSTS}/wrong`)).status).toBe(404);
  });

  it('is modified by merging: objects merge, null removes', async () => {
    await enterHost('modified', {
      resourceZoneId: 'room-1',
      computeHostName: 'old',
      characteristics: { minimumPower: 400, shutdownTime: 30 },
    });
    const { status, body } = await exchange.patch<Host>(`${HOSTS}/modified`, {
      priority: 80,
      computeHostName: null,
      characteristics: { shutdownTime: 60 },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ priority: 80, characteristics: { minimumPower: 400, shutdownTime: 60 } });
    expect(body).not.toHaveProperty('computeHostName');
    expect(body.resourceZoneId).toBe('room-1');
    expect(await host('modified')).toEqual(body);
  });

  it('is not modified into a cycle, nor to stand nowhere', async () => {
    await enterHost('below');
    await enterHost('middle', { parentComputeHostId: 'below', computeHostType: 'VIRTUAL_MACHINE' });
    await enterHost('above', { parentComputeHostId: 'middle', computeHostType: 'CONTAINER' });
    for (const patch of [
      { parentComputeHostId: 'above' },
      { parentComputeHostId: 'below' },
      { parentComputeHostId: 'none' },
      { resourceZoneId: 'none' },
      {},
    ]) {
      expect((await exchange.patch(`${HOSTS}/below`, patch)).status).toBe(422);
    }
    expect(await host('below')).not.toHaveProperty('parentComputeHostId');
  });

  it('is removed only when nothing refers to it', async () => {
    await enterHost('removed');
    await enterHost('rests', { parentComputeHostId: 'removed' });
    await enterCompute('runs', 'removed');
    const remove = () => exchange.delete(`${HOSTS}/removed`);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { detail: 'virtual compute runs is on compute host removed' },
    });
    await exchange.delete(`${COMPUTES}/runs`);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { detail: 'compute host rests rests on compute host removed' },
    });
    await exchange.delete(`${HOSTS}/rests`);
    expect((await remove()).status).toBe(204);
    expect((await exchange.get(`${HOSTS}/removed`)).status).toBe(404);
  });

  it('that is not there is 404', async () => {
    const answers = [
      await exchange.get(`${HOSTS}/none`),
      await exchange.patch(`${HOSTS}/none`, { priority: 1 }),
      await exchange.delete(`${HOSTS}/none`),
      await exchange.post(`${HOSTS}/none/evacuate`, {}),
      await exchange.post(`${HOSTS}/none/withdraw`, {}),
      await exchange.post(`${HOSTS}/none/restore`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect(answers.map(({ body }) => body.detail)).toEqual(answers.map(() => 'no compute host none'));
  });
});

describe('a virtual compute', () => {
  it('is entered with what is known of it, and defaults for the rest', async () => {
    await enterHost('home');
    const { status, headers, body } = await enterCompute('vc-1', 'home', { virtualCpu: { numVirtualCpu: 8 } });
    expect(status).toBe(201);
    expect(headers['location']).toBe(`${gateway.apiRoot}${COMPUTES}/vc-1`);
    expect(body).toMatchObject({
      computeId: 'vc-1',
      virtualCpu: { numVirtualCpu: 8 },
      operationalState: 'ENABLED',
      criticality: 50,
      required: true,
      _links: { computeHost: { href: `${gateway.apiRoot}${HOSTS}/home` } },
    });
    expect((await exchange.get<Compute>(`${COMPUTES}/vc-1`)).body).toEqual(body);
    expect((await exchange.get<Compute[]>(COMPUTES)).body).toContainEqual(body);
  });

  it('whose id is there already is 409', async () => {
    await enterHost('home-2');
    await enterCompute('vc-twice', 'home-2');
    expect((await enterCompute('vc-twice', 'home-2')).status).toBe(409);
  });

  it.each<[string, object, string]>([
    ['an unknown server', { hostId: 'none' }, '/hostId'],
    ['no server', { hostId: undefined }, '/hostId'],
    ['no VNF', { vnfInstanceId: undefined }, '/vnfInstanceId'],
    ['no VNF manager', { vnfmId: undefined }, '/vnfmId'],
    ['a criticality beyond 100', { criticality: 101 }, '/criticality'],
    ['an unknown state', { operationalState: 'ASLEEP' }, '/operationalState'],
    [
      'an unknown way of migration',
      { nfviMaintenanceInfo: { supportedMigrationType: ['TELEPORT'] } },
      '/nfviMaintenanceInfo/supportedMigrationType/0',
    ],
  ])('with %s is 422 and names the place', async (_what, more, pointer) => {
    const { status, body } = await enterCompute<{ invalidParams: { pointer: string }[] }>('vc-wrong', 'server-1', more);
    expect({ status, pointers: body.invalidParams.map((invalid) => invalid.pointer) }).toEqual({
      status: 422,
      pointers: [pointer],
    });
  });

  it('is modified by merging, also onto another server, but not onto one that is not there', async () => {
    await enterHost('from');
    await enterHost('to');
    await enterCompute('vc-moved', 'from', {
      computeName: 'amf-1',
      nfviMaintenanceInfo: { impactNotificationLeadTime: 30 },
    });
    const { status, body } = await exchange.patch<Compute>(`${COMPUTES}/vc-moved`, {
      hostId: 'to',
      computeName: null,
      nfviMaintenanceInfo: { isImpactMitigationRequested: true },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      hostId: 'to',
      nfviMaintenanceInfo: { impactNotificationLeadTime: 30, isImpactMitigationRequested: true },
    });
    expect(body).not.toHaveProperty('computeName');
    expect((await exchange.patch(`${COMPUTES}/vc-moved`, { hostId: 'none' })).status).toBe(422);
    expect((await exchange.patch(`${COMPUTES}/vc-moved`, { criticality: 101 })).status).toBe(422);
    expect((await exchange.get<Compute>(`${COMPUTES}/vc-moved`)).body).toEqual(body);
  });

  it('is removed', async () => {
    await enterCompute('vc-removed', 'server-1');
    expect((await exchange.delete(`${COMPUTES}/vc-removed`)).status).toBe(204);
    expect((await exchange.get(`${COMPUTES}/vc-removed`)).status).toBe(404);
  });

  it('that is not there is 404', async () => {
    expect((await exchange.get(`${COMPUTES}/none`)).status).toBe(404);
    expect((await exchange.patch(`${COMPUTES}/none`, { criticality: 1 })).status).toBe(404);
    expect((await exchange.delete(`${COMPUTES}/none`)).status).toBe(404);
  });
});

describe('a zone', () => {
  it('is entered, read, listed and modified', async () => {
    const { status, headers, body } = await enterZone('rack-1', { parentResourceZoneId: 'room-1', zoneName: 'Rack 1' });
    expect(status).toBe(201);
    expect(headers['location']).toBe(`${gateway.apiRoot}${ZONES}/rack-1`);
    expect(body).toMatchObject({ zoneId: 'rack-1', parentResourceZoneId: 'room-1', environmentLevel: 'UNKNOWN' });
    expect((await exchange.get<Zone>(`${ZONES}/rack-1`)).body).toEqual(body);
    expect((await exchange.get<Zone[]>(ZONES)).body).toContainEqual(body);
    const modified = await exchange.patch<Zone>(`${ZONES}/rack-1`, { zoneName: null, nfviPopId: 'paris-1' });
    expect(modified.body).toMatchObject({ nfviPopId: 'paris-1', parentResourceZoneId: 'room-1' });
    expect(modified.body).not.toHaveProperty('zoneName');
  });

  it('whose id is there already is 409', async () => {
    expect((await enterZone('room-1')).status).toBe(409);
  });

  it('in a zone that is not there, in itself, or in a zone below it is 422', async () => {
    await enterZone('upper');
    await enterZone('lower', { parentResourceZoneId: 'upper' });
    const answers = [
      await enterZone<{ invalidParams: object[] }>('lost', { parentResourceZoneId: 'none' }),
      await enterZone<{ invalidParams: object[] }>('lost', { parentResourceZoneId: 'lost' }),
      await exchange.patch<{ invalidParams: object[] }>(`${ZONES}/upper`, { parentResourceZoneId: 'lower' }),
      await exchange.patch<{ invalidParams: object[] }>(`${ZONES}/upper`, { parentResourceZoneId: 'upper' }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(422);
      expect(body.invalidParams).toEqual([expect.objectContaining({ pointer: '/parentResourceZoneId' })]);
    }
    expect((await exchange.get(`${ZONES}/lost`)).status).toBe(404);
  });

  it('is removed only when nothing refers to it', async () => {
    await enterZone('outer');
    await enterZone('inner', { parentResourceZoneId: 'outer' });
    await enterHost('in-outer', { resourceZoneId: 'outer' });
    const remove = () => exchange.delete(`${ZONES}/outer`);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { detail: 'compute host in-outer is in resource zone outer' },
    });
    await exchange.delete(`${HOSTS}/in-outer`);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { detail: 'resource zone inner is in resource zone outer' },
    });
    await exchange.delete(`${ZONES}/inner`);
    expect((await remove()).status).toBe(204);
    expect((await exchange.get(`${ZONES}/outer`)).status).toBe(404);
  });

  it('that is not there is 404', async () => {
    expect((await exchange.get(`${ZONES}/none`)).status).toBe(404);
    expect((await exchange.patch(`${ZONES}/none`, { zoneName: 'x' })).status).toBe(404);
    expect((await exchange.delete(`${ZONES}/none`)).status).toBe(404);
  });
});

describe('a modification', () => {
  it.each<[string, string, string]>([
    ['a server', HOSTS, 'id'],
    ['a virtual compute', COMPUTES, 'computeId'],
    ['a zone', ZONES, 'zoneId'],
  ])('of %s cannot make another one of it', async (_what, container, idName) => {
    const [one, other] = ['one', 'other'].map((name) => `${name}-${idName}`);
    for (const id of [one, other]) {
      const told = { computeHostType: 'CONTAINER', hostId: 'server-1', vnfInstanceId: 'vnf-1', vnfmId: 'vnfm-1' };
      expect((await exchange.post(container, { ...told, [idName]: id })).status).toBe(201);
    }
    const before = await exchange.get(`${container}/${other ?? ''}`);
    const changes = { [idName]: other, metadata: { rack: 7 } };
    const { status, body } = await exchange.patch(`${container}/${one ?? ''}`, changes);
    expect({ status, invalidParams: body.invalidParams }).toEqual({
      status: 422,
      invalidParams: [{ pointer: `/${idName}`, reason: 'is read-only' }],
    });
    expect((await exchange.get(`${container}/${other ?? ''}`)).body).toEqual(before.body);
  });
});

describe('the tasks of a server', () => {
  const task = (id: string, name: string, body?: object) => exchange.post(`${HOSTS}/${id}/${name}`, body);

  it('withdraw: it may host nothing more, until an operator restores it', async () => {
    await enterHost('withdrawn');
    expect((await task('withdrawn', 'withdraw', { reason: 'Disk to be changed' })).status).toBe(204);
    const withdrawn = await host('withdrawn');
    expect(withdrawn).toMatchObject({
      schedulingState: 'WITHDRAWN',
      withdrawals: [{ withdrawnBy: 'OPERATOR', reason: 'Disk to be changed' }],
    });
    expect(Object.keys(withdrawn._links).sort()).toEqual(['evacuate', 'restore', 'self']);
    const restored = await task('withdrawn', 'restore');
    expect(restored).toMatchObject({ status: 202, headers: { location: `${gateway.apiRoot}${HOSTS}/withdrawn` } });
    expect(await host('withdrawn')).toMatchObject({ schedulingState: 'ENABLED', withdrawals: [] });
  });

  it('withdraw: again changes nothing', async () => {
    await enterHost('withdrawn-twice');
    await task('withdrawn-twice', 'withdraw', { reason: 'first' });
    expect((await task('withdrawn-twice', 'withdraw', { reason: 'second' })).status).toBe(204);
    expect((await host('withdrawn-twice')).withdrawals).toHaveLength(1);
  });

  it('restore: 409 for a server that is neither withdrawn nor evacuated', async () => {
    await enterHost('sound');
    const { status, body } = await task('sound', 'restore');
    expect({ status, detail: body.detail }).toEqual({
      status: 409,
      detail: 'compute host sound is neither withdrawn by an operator nor evacuated',
    });
  });

  it('evacuate: begins an evacuation that can be followed; 409 while it lasts', async () => {
    await enterHost('left');
    await enterCompute('vc-left', 'left');
    const { status, headers } = await task('left', 'evacuate', { reason: 'Work on the chiller', evacuationTime: 1800 });
    expect(status).toBe(202);
    const path = (headers['location'] ?? '').slice(gateway.apiRoot.length);
    expect(path).toMatch(/^\/vnfmig\/v1\/host_evacuations\/[^/]+$/);
    const evacuation = (await exchange.get<Evacuation>(path)).body;
    expect(evacuation).toMatchObject({
      computeHostId: 'left',
      cause: { description: 'Work on the chiller' },
      powerOffPolicy: 'NEVER',
    });
    const seconds = Date.parse(evacuation.evacuationDeadline ?? '') - Date.parse(evacuation.startTime);
    expect(seconds).toBe(1_800_000);
    const again = await task('left', 'evacuate', {});
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain(evacuation.id);
    expect(await host('left')).toMatchObject({ hostEvacuationId: evacuation.id });
    expect(await exchange.delete(`${COMPUTES}/vc-left`)).toMatchObject({ status: 204 });
    expect((await exchange.delete(`${HOSTS}/left`)).status).toBe(409);
  });

  it('restore: releases an evacuated server, which may host again', async () => {
    await enterHost('evacuated');
    await task('evacuated', 'evacuate', {});
    const evacuation = await eventually('the server is evacuated', async () => {
      const { body } = await exchange.get<Evacuation[]>('/vnfmig/v1/host_evacuations');
      return body.find((one) => one.computeHostId === 'evacuated' && one.hostEvacuationState === 'EVACUATED');
    });
    expect((await host('evacuated')).schedulingState).toBe('WITHDRAWN');
    const released = await task('evacuated', 'restore');
    expect(released).toMatchObject({ status: 202, headers: { location: evacuation._links.self.href } });
    await eventually('the server may host again', async () =>
      (await host('evacuated')).schedulingState === 'ENABLED' ? true : undefined,
    );
    expect((await task('evacuated', 'restore')).status).toBe(409);
  });

  it.each<[string, string, object]>([
    ['evacuate', '/evacuationTime', { evacuationTime: 0 }],
    ['evacuate', '/evacuationTime', { evacuationTime: 1.5 }],
    ['evacuate', '/powerOffPolicy', { powerOffPolicy: 'AT_ONCE' }],
    ['evacuate', '/reason', { reason: 'x'.repeat(1025) }],
    ['withdraw', '/reason', { reason: 7 }],
  ])('%s: 422 that names %s for %j', async (name, pointer, body) => {
    const answer = await task('server-1', name, body);
    expect(answer.status).toBe(422);
    expect(answer.body.invalidParams?.map((invalid) => invalid.pointer)).toEqual([pointer]);
    expect(await host('server-1')).toMatchObject({ schedulingState: 'ENABLED' });
  });
});
