import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createNfvi } from '../simulators/nfvi.ts';
import { CHASSIS, startRedfishChassis, type RedfishChassis } from '../simulators/redfish-chassis.ts';
import { startSimulatedVnfm, type SimulatedVnfm } from '../simulators/vnfm-sol003.ts';
import { notificationOf } from '../simulators/vnfm-subscriptions.ts';
import { DOCUMENTS, OPERATIONS } from './documents.ts';
import { createExchange } from './exchange.ts';
import {
  startEnvironmentController,
  type EnvironmentController,
} from '../../conformance/peers/environment-controller.ts';

let gateway: GatewayUnderTest;
let bmc: RedfishChassis;
let vnfm: SimulatedVnfm;
let controller: EnvironmentController;
const exchange = createExchange(() => gateway.apiRoot);

interface Shown {
  id: string;
}

beforeAll(async () => {
  bmc = await startRedfishChassis();
  controller = await startEnvironmentController();
  vnfm = await startSimulatedVnfm(createNfvi([]));
  gateway = await startGatewayUnderTest({
    policies: [{ replyTime: 60, retryInterval: 60 }],
    inventory: { computeHosts: [{ id: 'target', computeHostType: 'PHYSICAL_SERVER' }] },
    vnfManagers: [{ vnfmId: 'heals', type: 'sol003', apiRoot: vnfm.apiRoot }],
    environmentSources: [
      { id: 'building', type: 'controller', apiRoot: controller.url },
      { id: 'bmc-1', type: 'redfish', baseUrl: bmc.url, chassis: [{ path: CHASSIS, computeHostIds: ['target'] }] },
      {
        id: 'alerts',
        type: 'alertmanager',
        rules: [
          {
            match: { alertname: 'Hot' },
            computeHostIds: ['target'],
            parameterType: 'COOLING',
            parameterName: 'inlet',
            dataType: 'STATE',
            silenceTime: 60,
          },
        ],
      },
    ],
  });
});
afterAll(async () => {
  await gateway.stop();
  await vnfm.close();
  await bmc.close();
  await controller.close();
});

const HOSTS = '/vrinfo/v1/compute_hosts';
const COMPUTES = '/vrinfo/v1/virtual_computes';
const ZONES = '/vrinfo/v1/resource_zones';
const REQUESTS = '/vnfmig/v1/migration_requests';
const EVACUATIONS = '/vnfmig/v1/host_evacuations';
const NOTIFICATIONS = '/envnotif/v1/environment_notifications';
const STATES = '/envnotif/v1/environment_states';
const THRESHOLDS = '/envnotif/v1/environment_thresholds';
const CALLBACK = '/callback/v1/environment_notifications';

const notification = (id: string) => ({
  id,
  timeStamp: '2026-11-23T02:13:00Z',
  environmentData: [
    { computeHostId: 'target', parameterType: 'POWER', dataType: 'STATE', state: 'OB' },
    { computeHostId: 'none', parameterType: 'POWER', dataType: 'STATE', state: 'OB' },
  ],
});

async function tryInventory(): Promise<void> {
  await exchange.post(ZONES, { zoneId: 'room-1' });
  await exchange.get(ZONES);
  await exchange.get(`${ZONES}/room-1`);
  await exchange.patch(`${ZONES}/room-1`, { zoneName: 'Room 1' });
  await exchange.post(HOSTS, { id: 'server-1', computeHostType: 'PHYSICAL_SERVER', resourceZoneId: 'room-1' });
  await exchange.get(HOSTS);
  await exchange.get(`${HOSTS}/server-1`);
  await exchange.patch(`${HOSTS}/server-1`, { priority: 80 });
  await exchange.post(`${HOSTS}/server-1/withdraw`, { reason: 'work' });
  await exchange.post(`${HOSTS}/server-1/restore`);
  await exchange.post(COMPUTES, { computeId: 'vc-1', hostId: 'server-1', vnfInstanceId: 'vnf-1', vnfmId: 'vnfm-1' });
  await exchange.get(COMPUTES);
  await exchange.get(`${COMPUTES}/vc-1`);
  await exchange.patch(`${COMPUTES}/vc-1`, { criticality: 90 });
}

async function tryMigration(): Promise<void> {
  await exchange.post(`${HOSTS}/server-1/evacuate`, { evacuationTime: 600 });
  const { id } = await eventually('the manager is asked', async () => (await exchange.get<Shown[]>(REQUESTS)).body[0]);
  await exchange.get(`${REQUESTS}/${id}`);
  await exchange.patch(`${REQUESTS}/${id}`, { migrationRequestState: 'ACCEPTED' });
  await exchange.post(`${REQUESTS}/${id}/fail`);
  await exchange.post(`${REQUESTS}/${id}/retry`);
  await exchange.post(`${REQUESTS}/${id}/cancel`);
  const [evacuation] = (await exchange.get<Shown[]>(EVACUATIONS)).body;
  await exchange.get(`${EVACUATIONS}/${evacuation?.id ?? ''}`);
  await exchange.post(`${EVACUATIONS}/${evacuation?.id ?? ''}/cancel`);
}

async function tryEnvironment(): Promise<void> {
  await exchange.post(THRESHOLDS, { id: 't', parameterType: 'POWER', stateLevels: { OB: 'DEGRADED' } });
  await exchange.get(THRESHOLDS);
  await exchange.get(`${THRESHOLDS}/t`);
  await exchange.put(`${THRESHOLDS}/t`, { parameterType: 'POWER', stateLevels: { OB: 'FAILED' } });
  await exchange.patch(`${THRESHOLDS}/t`, { stateLevels: { OB: 'DEGRADED' } });
  await exchange.post(NOTIFICATIONS, notification('n-1'));
  await exchange.get(NOTIFICATIONS);
  await exchange.get(`${NOTIFICATIONS}/n-1`);
  await exchange.get(CALLBACK);
  await exchange.post(CALLBACK, notification('n-2'));
  await exchange.get(`${CALLBACK}/building`);
  await exchange.post(`${CALLBACK}/building`, notification('n-3'));
  await exchange.post('/callback/v1/alertmanager_notifications/alerts', {
    version: '4',
    status: 'firing',
    alerts: [{ status: 'firing', labels: { alertname: 'Hot' }, startsAt: '2026-11-23T02:13:00Z', fingerprint: 'f' }],
  });
  const { Context } = await eventually('the gateway subscribes', () => [...bmc.subscriptions.values()][0]);
  await exchange.post('/callback/v1/redfish_events/bmc-1', { Context, Events: [] });
  const subscription = await eventually('the gateway subscribes', () => [...vnfm.subscriptions.all.values()][0]);
  const { pathname } = new URL(subscription.callbackUri);
  await exchange.get(pathname);
  await exchange.post(pathname, notificationOf(subscription.id, vnfm.begin('vnf-9', 'HEAL')));
  const [state] = (await exchange.get<Shown[]>(STATES)).body;
  await exchange.get(`${STATES}/${state?.id ?? ''}`);
  const [alarm] = (await exchange.get<Shown[]>('/vrfm/v1/alarms')).body;
  await exchange.get(`/vrfm/v1/alarms/${alarm?.id ?? ''}`);
  await exchange.patch(`/vrfm/v1/alarms/${alarm?.id ?? ''}`, { ackState: 'ACKNOWLEDGED' });
}

async function trySubscriptions(api: string): Promise<void> {
  const { body } = await exchange.post<Shown>(`/${api}/v1/subscriptions`, { callbackUri: 'http://127.0.0.1:1/' });
  await exchange.get(`/${api}/v1/subscriptions`);
  await exchange.get(`/${api}/v1/subscriptions/${body.id}`);
  await exchange.delete(`/${api}/v1/subscriptions/${body.id}`);
}

async function tryRemoval(): Promise<void> {
  await exchange.delete(`${COMPUTES}/vc-1`);
  await exchange.delete(`${HOSTS}/server-1`);
  await exchange.delete(`${ZONES}/room-1`);
  await exchange.delete(`${THRESHOLDS}/t`);
}

describe('the interfaces', () => {
  it('answer every operation of their documents with a success that fits the document', async () => {
    await tryInventory();
    await tryMigration();
    await tryEnvironment();
    for (const api of DOCUMENTS.filter((name) => name !== 'callback')) {
      await exchange.get(`/${api}/api_versions`);
      await exchange.get(`/${api}/v1/api_versions`);
      await trySubscriptions(api);
    }
    await tryRemoval();
    expect([...exchange.succeeded].sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
  }, 180_000);
});
