import { request } from 'undici';
import { startBmc, type Bmc } from '../../conformance/peers/bmc.ts';
import { freePort } from '../../conformance/lab/gateway-process.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { postgresLocation } from '../stores.ts';
import { seeded, serve, startBalancer, startReplica, type Replica, type TestServer } from './replicas-under-test.ts';
import { CHARGE, compute, eventually, host, pause, QUICK_POLICY } from './site-under-test.ts';

const SERVERS = Number(process.env['TEST_REPLICAS_SERVERS'] ?? 100);
const FUNCTIONS_EACH = 10;
const REPLICAS = 3;
/** Each takes a gateway away for seconds on a machine with two cores: with more there is little left that works. */
const DISTURBANCES = 8;
/** Longer than a claim holds. */
const LONG_PAUSE_MILLISECONDS = 12_000;
const SEED = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);

interface Asked {
  notificationId: string;
  migrationRequestId: string;
  requestVersion: number;
}

const failing = Array.from({ length: SERVERS }, (_, index) => `server-${index}`);
const safe = Array.from({ length: SERVERS }, (_, index) => `safe-${index}`);
const functions = failing.flatMap((id) =>
  Array.from({ length: FUNCTIONS_EACH }, (_, index) => compute(`vc-${id}-${index}`, id)),
);

let store: Store;
let bmc: Bmc;
let balancer: TestServer;
let manager: TestServer;
let replicas: Replica[];
let asked: Asked[] = [];

const send = async (method: 'POST' | 'PATCH', path: string, content: object) => {
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const { statusCode, body } = await request(`${balancer.url}${path}`, {
    method,
    headers: { 'content-type': contentType },
    body: JSON.stringify(content),
  });
  await body.dump();
  return statusCode;
};

/** A VNF manager that moves everything at once, and tells so until it is heard. */
const startManager = () =>
  serve((_incoming, text, outgoing) => {
    outgoing.writeHead(204).end();
    const { id, migrationRequestId, requestVersion, migrationRequest } = JSON.parse(text) as {
      id: string;
      migrationRequestId: string;
      requestVersion: number;
      migrationRequest: { sourceComputeHostId: string };
    };
    asked.push({ notificationId: id, migrationRequestId, requestVersion });
    const targetComputeHostId = migrationRequest.sourceComputeHostId.replace('server', 'safe');
    void eventually(async () => {
      const answer = { migrationRequestState: 'COMPLETED', targetComputeHostId, requestVersion };
      const status = await send('PATCH', `/vnfmig/v1/migration_requests/${migrationRequestId}`, answer);
      if (status >= 500) throw new Error('nobody answers');
    }).catch(() => undefined);
  });

beforeEach(async () => {
  asked = [];
  const location = await postgresLocation();
  bmc = await startBmc({ systemIds: failing, times: { shutdownMs: 100, bootMs: 100 } });
  manager = await startManager();
  const ports = await Promise.all(Array.from({ length: REPLICAS }, freePort));
  balancer = await startBalancer(ports);
  const configuration = {
    store: location,
    logLevel: 'fatal',
    apiRoot: balancer.url,
    inventory: {
      resourceZones: [{ zoneId: 'room-1' }, { zoneId: 'room-2' }],
      computeHosts: [...failing.map((id) => host(id, 'room-1')), ...safe.map((id) => host(id, 'room-2'))],
      virtualComputes: functions,
    },
    environmentThresholds: [CHARGE],
    policies: [{ ...QUICK_POLICY, replyTime: 60, gracefulShutdownTime: 60, powerConfirmTime: 60 }],
    notification: { retryInterval: 0.1 },
    powerControllers: [
      {
        id: 'bmc',
        type: 'redfish',
        baseUrl: bmc.url,
        systems: Object.fromEntries(failing.map((id) => [id, `/redfish/v1/Systems/${id}`])),
      },
    ],
  };
  // All at once, on a database in which there is nothing yet.
  replicas = await Promise.all(ports.map((port) => startReplica(configuration, port)));
  store = await openStore(location);
});
afterEach(async () => {
  for (const replica of replicas) replica.kill();
  await store.close();
  await Promise.all([balancer.close(), manager.close(), bmc.close()]);
});

/** The manager subscribes, and one reading makes every server fail. */
async function failAll(): Promise<void> {
  const subscription = { filter: { notificationTypes: ['MigrationRequestNotification'] }, callbackUri: manager.url };
  expect(await send('POST', '/vnfmig/v1/subscriptions', subscription)).toBe(201);
  const environmentData = failing.map((computeHostId) => ({
    computeHostId,
    parameterType: 'POWER',
    parameterName: 'battery.charge',
    dataType: 'VALUE',
    value: 40,
    unit: '%',
  }));
  const reading = { id: 'reading-1', timeStamp: new Date().toISOString(), environmentData };
  expect([200, 201]).toContain(await send('POST', '/envnotif/v1/environment_notifications', reading));
}

/** Gateways die and are paused, one for longer than its claims hold, while there is work. */
async function disturb(isDone: () => boolean): Promise<void> {
  const random = seeded(SEED);
  const anyReplica = () => replicas[Math.floor(random() * REPLICAS)];
  await pause(300 + 700 * random());
  const longPause = anyReplica()?.pauseFor(LONG_PAUSE_MILLISECONDS);
  for (let count = 0; count < DISTURBANCES && !isDone(); count++) {
    const replica = anyReplica();
    if (random() < 0.5) await replica?.killAndStart();
    else await replica?.pauseFor(500 + 1500 * random());
    await pause(500 * random());
  }
  await longPause;
}

it(`three gateways on one PostgreSQL evacuate ${SERVERS} servers although they die and are paused (seed ${SEED})`, async () => {
  await failAll();
  let isDone = false;
  const disturbed = disturb(() => isDone);
  try {
    await eventually(async () => {
      const states = (await store.hostEvacuations.find({})).map(({ hostEvacuationState }) => hostEvacuationState);
      expect(states).toEqual(failing.map(() => 'POWERED_OFF'));
    }, 200);
  } finally {
    isDone = true;
    await disturbed;
  }
  // What a gateway that was paused may still want to do.
  await pause(1000);

  const evacuated = (await store.hostEvacuations.find({})).map(({ computeHostId }) => computeHostId);
  expect(evacuated.sort()).toEqual([...failing].sort());
  const requests = await store.migrationRequests.find({});
  expect(requests.map(({ vnfInstanceId }) => vnfInstanceId).sort()).toEqual(
    functions.map(({ vnfInstanceId }) => vnfInstanceId).sort(),
  );
  const notificationIds = new Map<string, Set<string>>();
  for (const { migrationRequestId, requestVersion, notificationId } of asked) {
    const key = `${migrationRequestId} ${requestVersion}`;
    notificationIds.set(key, (notificationIds.get(key) ?? new Set()).add(notificationId));
  }
  for (const { id } of requests) expect(notificationIds.has(`${id} 1`)).toBe(true);
  expect([...notificationIds.values()].every(({ size }) => size === 1)).toBe(true);
  const computes = await store.virtualComputes.find({});
  expect(computes.filter(({ hostId }) => !hostId.startsWith('safe-'))).toEqual([]);
  expect(bmc.resets.map(({ systemId, resetType }) => `${resetType} ${systemId}`).sort()).toEqual(
    failing.map((id) => `GracefulShutdown ${id}`).sort(),
  );
}, 300_000);

it('a gateway that is paused in a wave holds up the others for seconds only', async () => {
  await failAll();
  await pause(700);
  const paused = replicas[0]?.pauseFor(LONG_PAUSE_MILLISECONDS);
  let isPaused = true;
  void paused?.then(() => (isPaused = false));
  // The server ends what a paused gateway has begun.
  await pause(4000);
  const { length } = asked;
  await eventually(() => {
    expect(asked.length === functions.length || asked.length > length).toBe(true);
  });
  expect(isPaused).toBe(true);
  await paused;
}, 120_000);
