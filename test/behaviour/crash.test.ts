import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startBmc, type Bmc } from '../../conformance/peers/bmc.ts';
import { startVnfm, type Vnfm } from '../../conformance/peers/vnfm.ts';
import {
  CHARGE,
  compute,
  eventually,
  host,
  QUICK_POLICY,
  stepsOf,
  type HostEvacuation,
  type MigrationRequest,
} from './site-under-test.ts';

let bmc: Bmc;
let vnfm: Vnfm;
let gateway: ChildProcess;
let apiRoot: string;
let config: string;

beforeEach(async () => {
  bmc = await startBmc({ systemIds: ['server-1', 'server-2'], times: { shutdownMs: 300, bootMs: 300 } });
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-crash-'));
  apiRoot = `http://127.0.0.1:${port}`;
  config = join(folder, 'site.yaml');
  writeFileSync(
    config,
    stringify({
      listen: { port },
      store: `sqlite:${join(folder, 'gateway.db')}`,
      logLevel: 'fatal',
      inventory: {
        resourceZones: [{ zoneId: 'room-1' }, { zoneId: 'room-2' }],
        computeHosts: [host('server-1', 'room-1'), host('server-2', 'room-2')],
        virtualComputes: [compute('vc-1', 'server-1'), compute('vc-2', 'server-1')],
      },
      environmentThresholds: [CHARGE],
      policies: [{ ...QUICK_POLICY, replyTime: 20, gracefulShutdownTime: 10, powerConfirmTime: 5 }],
      notification: { retryInterval: 0.1 },
      powerControllers: [
        {
          id: 'bmc',
          type: 'redfish',
          baseUrl: bmc.url,
          systems: { 'server-1': '/redfish/v1/Systems/server-1', 'server-2': '/redfish/v1/Systems/server-2' },
        },
      ],
    }),
  );
  await start();
  vnfm = await startVnfm({ gateway: apiRoot, vnfmId: 'vnfm-1', replyDelayMs: 150, migrationMs: 1000 });
});

afterEach(async () => {
  await vnfm.close({ unsubscribe: false });
  gateway.kill('SIGKILL');
  await bmc.close();
});

async function start(): Promise<void> {
  gateway = spawn(process.execPath, ['dist/src/main.js', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await eventually(async () => {
    const { status } = await fetch(`${apiRoot}/readyz`);
    expect(status).toBe(200);
  });
}

async function killAndStart(): Promise<void> {
  const exited = new Promise((resolve) => gateway.once('exit', resolve));
  gateway.kill('SIGKILL');
  await exited;
  await start();
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${apiRoot}${path}`)).json()) as T;
}

async function enter(kind: string, entity: object): Promise<void> {
  const { status } = await fetch(`${apiRoot}/vrinfo/v1/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(entity),
  });
  expect(status).toBe(201);
}

async function charge(value: number, of: object = { computeHostId: 'server-1' }): Promise<void> {
  const datum = {
    ...of,
    parameterType: 'POWER',
    parameterName: 'battery.charge',
    dataType: 'VALUE',
    value,
    unit: '%',
  };
  const { status } = await fetch(`${apiRoot}/envnotif/v1/environment_notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), timeStamp: new Date().toISOString(), environmentData: [datum] }),
  });
  expect(status).toBe(201);
}

const evacuation = async () => (await get<HostEvacuation[]>('/vnfmig/v1/host_evacuations'))[0];
const reaches = (state: string) =>
  eventually(async () => {
    const current = await evacuation();
    expect(current?.hostEvacuationState).toBe(state);
    return current as HostEvacuation;
  }, 20);

const KILLS: [string, () => Promise<unknown>][] = [
  ['right after the notification was answered', () => Promise.resolve()],
  ['while the managers are asked', () => reaches('MIGRATING')],
  [
    'while the functions migrate',
    () =>
      eventually(async () => {
        const requests = await get<MigrationRequest[]>('/vnfmig/v1/migration_requests');
        expect(requests.map(({ migrationRequestState }) => migrationRequestState)).toContain('PROCESSING');
      }),
  ],
  ['in the clean-up', () => reaches('CLEANING_UP')],
  [
    'while the server powers off',
    () =>
      eventually(() => {
        expect(bmc.resets).toHaveLength(1);
      }),
  ],
  ['while the server is off', () => reaches('POWERED_OFF')],
];

describe('kill -9 of the gateway', () => {
  it.each(KILLS)('%s loses nothing and does nothing twice', async (_when, moment) => {
    await charge(40);
    await moment();
    await killAndStart();
    const off = await reaches('POWERED_OFF');
    expect(bmc.powerRestorePolicy('server-1')).toBe('AlwaysOff');
    await charge(90);
    await eventually(() => {
      expect(bmc.resets.some(({ resetType }) => resetType === 'On')).toBe(true);
    });
    await killAndStart();
    await reaches('COMPLETED');

    expect(await get<unknown[]>('/vnfmig/v1/host_evacuations')).toHaveLength(1);
    const requests = await get<MigrationRequest[]>('/vnfmig/v1/migration_requests');
    expect(requests.map(({ vnfInstanceId, migrationRequestState }) => [vnfInstanceId, migrationRequestState])).toEqual([
      ['vnf-vc-1', 'COMPLETED'],
      ['vnf-vc-2', 'COMPLETED'],
    ]);
    expect([...vnfm.requests.keys()].sort()).toEqual(requests.map(({ id }) => id).sort());
    expect(stepsOf(off).filter((step) => step === 'MIGRATION_REQUESTED')).toHaveLength(2);
    expect(bmc.powerState('server-1')).toBe('On');
    expect(bmc.powerRestorePolicy('server-1')).toBe('LastState');
    expect(bmc.resets.every(({ systemId }) => systemId === 'server-1')).toBe(true);
    expect(bmc.resets.map(({ resetType }) => resetType).filter((type, index, all) => type !== all[index - 1])).toEqual([
      'GracefulShutdown',
      'On',
    ]);
    for (const id of ['vc-1', 'vc-2'])
      expect(await get(`/vrinfo/v1/virtual_computes/${id}`)).toMatchObject({ hostId: 'server-2' });
  });
});

it('kill -9 right after a whole zone failed leaves no server of it out', async () => {
  const ids = Array.from({ length: 80 }, (_none, index) => `many-${index}`);
  for (const id of ids) {
    await enter('compute_hosts', host(id, 'room-1'));
    await enter('virtual_computes', compute(`vc-${id}`, id));
  }
  await charge(40, { resourceZoneId: 'room-1' });
  await killAndStart();
  await eventually(async () => {
    const evacuations = await get<HostEvacuation[]>('/vnfmig/v1/host_evacuations');
    expect(evacuations.map(({ computeHostId }) => computeHostId).sort()).toEqual(['server-1', ...ids].sort());
    const requests = await get<MigrationRequest[]>('/vnfmig/v1/migration_requests');
    expect(requests).toHaveLength(2 + ids.length);
  }, 30);
}, 90_000);

it('SIGTERM ends the gateway in good order', async () => {
  const exited = new Promise((resolve) => gateway.once('exit', resolve));
  gateway.kill('SIGTERM');
  expect(await exited).toBe(0);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
