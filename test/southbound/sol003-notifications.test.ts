import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from '../api/exchange.ts';
import { createNfvi } from '../simulators/nfvi.ts';
import { startOpenStack, USER, type OpenStack } from '../simulators/openstack.ts';
import { startSimulatedVnfm, type SimulatedVnfm, type VnfmOptions } from '../simulators/vnfm-sol003.ts';
import { notificationOf } from '../simulators/vnfm-subscriptions.ts';
import { sqliteLocation } from '../stores.ts';

let openStack: OpenStack;
let vnfm: SimulatedVnfm;
let gateway: GatewayUnderTest;
let store: string;
const exchange = createExchange(() => gateway.apiRoot);

beforeEach(async () => {
  openStack = await startOpenStack();
  openStack.addServer('vc-1', 'compute1', { metadata: METADATA });
  store = sqliteLocation();
});
afterEach(async () => {
  await gateway.stop();
  await vnfm.close();
  await openStack.close();
});

const METADATA = { vnf_instance_id: 'vnf-1', vnfc_instance_id: 'vnfc-1', vnfm_id: 'vnfm-1' };
/** Longer than any test waits: what comes earlier came by a notification. */
const SELDOM = 600;

async function startVnfm(options: VnfmOptions = {}): Promise<void> {
  vnfm = await startSimulatedVnfm(createNfvi([]), options);
  vnfm.vnfs.push({ id: 'vnf-1', instantiated: true, vnfcs: [{ id: 'r-1', vduId: 'VDU', computeId: 'vc-1' }] });
}

/** Three servers of an OpenStack; the VNF manager of what runs on the first can only heal. */
async function startGateway(config: object = {}, listen: object = {}): Promise<void> {
  const computeHosts = ['server-1', 'server-2', 'server-3'].map((id) => ({ id, computeHostType: 'PHYSICAL_SERVER' }));
  gateway = await startGatewayUnderTest({
    store,
    listen,
    sol013: { versionHeader: 'strict' },
    inventory: { computeHosts, virtualComputes: [] },
    policies: [{ replyTime: 60 }],
    vims: [
      {
        id: 'cloud',
        type: 'openstack',
        region: 'RegionOne',
        authUrl: `${openStack.url}/identity/v3`,
        authentication: { type: 'password', projectName: 'admin', ...USER },
        computeHosts: { 'server-1': 'compute1', 'server-2': 'compute2', 'server-3': 'compute3' },
        pollInterval: 0.1,
      },
    ],
    vnfManagers: [
      {
        vnfmId: 'vnfm-1',
        type: 'sol003',
        apiRoot: vnfm.apiRoot,
        pollInterval: SELDOM,
        checkInterval: 0.1,
        ...config,
      },
    ],
  });
}

const newest = { headers: { version: '1.0.0' } };
const subscribed = () => eventually('the gateway subscribes', () => [...vnfm.subscriptions.all.values()][0]);
const logged = (message: string) => gateway.logLines.filter((line) => line.message === message);
const requests = () => gateway.engine.store.migrationRequests.find({});
const stateOf = async () => (await requests())[0]?.migrationRequestState;

/** The VIM has closed the server before the manager is asked, which would wait for it. */
async function untilHealing() {
  const path = '/vrinfo/v1/compute_hosts/server-1';
  await eventually('the table has the function', () => gateway.engine.store.virtualComputes.get('vc-1'));
  await exchange.send('POST', `${path}/withdraw`, { ...newest, body: { reason: 'work' } });
  await eventually('the VIM has closed it', () => openStack.host('compute1').status === 'disabled' || undefined);
  await exchange.send('POST', `${path}/evacuate`, { ...newest, body: { evacuationTime: 600 } });
  return eventually('the manager is asked to heal', () => vnfm.heals()[0]);
}

function complete(): void {
  openStack.addServer('vc-1-anew', 'compute2', { metadata: METADATA });
  const [heal] = vnfm.heals();
  if (heal !== undefined) vnfm.complete(heal, () => 'server-2');
}

const untilCompleted = () =>
  eventually('the request is completed', async () => (await stateOf()) === 'COMPLETED' || undefined, 10);

describe('a VNF manager that takes subscriptions', () => {
  it.each([
    ['v1', ['1.3.0'], { apiMajorVersion: 'v1' }],
    ['v2', ['1.3.0', '2.0.0'], {}],
  ])('is heard at once, though it is looked at seldom (%s)', async (_version, versions, config) => {
    await startVnfm({ versions });
    await startGateway(config);
    const { callbackUri, filter } = await subscribed();
    expect(callbackUri).toMatch(
      new RegExp(`^${gateway.apiRoot}/callback/v1/vnf_lcm_operation_occurrence_notifications/vnfm-1/[\\w-]{32}$`),
    );
    expect(filter).toEqual({
      notificationTypes: ['VnfLcmOperationOccurrenceNotification'],
      operationTypes: ['HEAL'],
    });
    vnfm.move(await untilHealing(), 'PROCESSING');
    await eventually('it is processing', async () => (await stateOf()) === 'PROCESSING' || undefined, 10);
    complete();
    await untilCompleted();
    expect(await requests()).toMatchObject([{ targetComputeHostId: 'server-2' }]);
    expect(vnfm.subscriptions.answers).toEqual([204, 204, 204]);
  });

  it('is taken at its word for each function when it spread them over several servers', async () => {
    await startVnfm();
    vnfm.vnfs[0]?.vnfcs.push({ id: 'r-2', vduId: 'VDU', computeId: 'vc-2' });
    openStack.addServer('vc-2', 'compute1', { metadata: { ...METADATA, vnfc_instance_id: 'vnfc-2' } });
    await startGateway();
    await subscribed();
    const heal = await untilHealing();
    openStack.addServer('vc-1-anew', 'compute2', { metadata: METADATA });
    openStack.addServer('vc-2-anew', 'compute3', { metadata: METADATA });
    vnfm.complete(heal, () => 'elsewhere');
    await untilCompleted();
    const [evacuation] = await gateway.engine.store.hostEvacuations.find({});
    expect(evacuation?.timeline.map(({ detail }) => detail)).toContain('vnf-1 is on server-2, server-3 now');
  });

  it('is looked at again when it is heard while it is looked at', async () => {
    await startVnfm();
    await startGateway();
    await subscribed();
    let isDone = false;
    vnfm.beforeAnswer = async (path) => {
      if (isDone || !/vnf_lcm_op_occs\/[^/]+$/.test(path)) return;
      isDone = true;
      complete();
      await vnfm.subscriptions.close();
    };
    await untilHealing();
    await untilCompleted();
  });

  it('gets a new subscription when it has lost it, and what it did meanwhile is seen', async () => {
    await startVnfm();
    await startGateway();
    const { id, callbackUri } = await subscribed();
    vnfm.move(await untilHealing(), 'PROCESSING');
    await eventually('it is processing', async () => (await stateOf()) === 'PROCESSING' || undefined, 10);
    vnfm.subscriptions.all.clear();
    complete();
    await untilCompleted();
    const again = await subscribed();
    expect(again.callbackUri).toBe(callbackUri);
    expect(again.id).not.toBe(id);
    expect(logged('the VNF manager has lost the subscription')).toHaveLength(1);
  });

  it('keeps the subscription over a restart of the gateway, and that of others is left alone', async () => {
    await startVnfm({ pageSize: 1 });
    const others = { id: 'other', callbackUri: 'http://127.0.0.1:1/callback/v1/vnfm-1' };
    vnfm.subscriptions.all.set('other', others);
    await startGateway();
    const own = await eventually('the gateway subscribes', () => [...vnfm.subscriptions.all.values()][1]);
    vnfm.subscriptions.all.set('twice', { ...own, id: 'twice' });
    await gateway.stop();
    expect(vnfm.subscriptions.all.size).toBe(3);
    await startGateway({}, { port: Number(new URL(gateway.apiRoot).port) });
    await eventually('it is found again', () => logged('subscribed at the VNF manager')[0]);
    expect([...vnfm.subscriptions.all.values()]).toEqual([others, own]);
    vnfm.move(await untilHealing(), 'PROCESSING');
    await eventually('it is processing', async () => (await stateOf()) === 'PROCESSING' || undefined, 10);
  });

  it('is not subscribed to twice when its answer is lost and it does not tell what it has', async () => {
    await startVnfm();
    for (const how of [{ status: 400 }, { isTaken: true }, { status: 400 }]) vnfm.disturb(/subscriptions$/, how);
    await startGateway();
    await eventually('it is subscribed', () => logged('subscribed at the VNF manager')[0]);
    expect(vnfm.subscriptions.all.size).toBe(1);
    expect(vnfm.orders()).toEqual(['subscriptions', 'subscriptions']);
  });

  it('is subscribed to without a filter when it knows none, and may tell more than is wanted', async () => {
    await startVnfm({ filtersNotifications: false });
    await startGateway();
    expect(await subscribed()).not.toHaveProperty('filter');
    vnfm.begin('vnf-9', 'SCALE');
    await eventually('it tells', () => vnfm.subscriptions.answers[0]);
    expect(vnfm.subscriptions.answers).toEqual([204]);
  });
});

describe('a VNF manager without subscriptions', () => {
  it('that refuses them is complained of once, and polled', async () => {
    await startVnfm({ takesSubscriptions: false });
    await startGateway({ pollInterval: 0.05 });
    await eventually('it was asked twice', () => vnfm.orders()[1]);
    await untilHealing();
    complete();
    await untilCompleted();
    const [line, ...others] = logged('no subscription at the VNF manager; it is polled all the same');
    expect(line?.['reason']).toBe('VNF manager vnfm-1 answered POST subscriptions with 403: nobody may subscribe here');
    expect(others).toEqual([]);
  });

  it.each([
    ['that is not to be subscribed to', { subscribe: false }],
    ['elsewhere, which cannot reach a gateway on loopback', { apiRoot: 'http://vnfm.invalid' }],
  ])('%s is not asked for one', async (_name, config) => {
    await startVnfm();
    await startGateway(config);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(vnfm.requests).toEqual([]);
    expect(gateway.logLines.filter(({ message }) => message.includes('subscri'))).toEqual([]);
  });
});

describe('a notification', () => {
  const NOTIFICATION = { id: 'o', vnfInstanceId: 'vnf-1', operation: 'HEAL', operationState: 'COMPLETED' };

  it('that is forged is refused, or changes nothing but that the VNF manager is asked', async () => {
    await startVnfm();
    await startGateway();
    const { callbackUri } = await subscribed();
    const { pathname } = new URL(callbackUri);
    vnfm.move(await untilHealing(), 'PROCESSING');
    await eventually('it is processing', async () => (await stateOf()) === 'PROCESSING' || undefined, 10);
    const content = notificationOf('any', NOTIFICATION);
    for (const path of [pathname.replace(/.$/, '~'), pathname.replace('/vnfm-1/', '/vnfm-2/'), `${pathname}x`]) {
      expect((await exchange.post(path, content)).status).toBe(404);
      expect((await exchange.get(path)).status).toBe(404);
    }
    expect((await exchange.get(pathname)).status).toBe(204);
    const before = vnfm.requests.length;
    expect((await exchange.post(pathname, content)).status).toBe(204);
    await eventually('it is asked', () => vnfm.requests.slice(before).find(({ path }) => path.includes('op_occs')));
    expect(await stateOf()).toBe('PROCESSING');
  });

  it('that is malformed is refused', async () => {
    await startVnfm();
    await startGateway();
    const { pathname } = new URL((await subscribed()).callbackUri);
    expect((await exchange.post(pathname, '{')).status).toBe(400);
    for (const content of [[], {}, { ...notificationOf('any', NOTIFICATION), vnfInstanceId: 1 }])
      expect((await exchange.post(pathname, content)).status).toBe(422);
    expect((await exchange.send('DELETE', pathname)).status).toBe(405);
  });
});
