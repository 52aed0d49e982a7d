/** A disk that takes a second for one sync holds up what has to be durable, and nothing else. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { freePort } from '../../conformance/lab/gateway-process.ts';
import { CHARGE, eventually, host, pause } from './site-under-test.ts';

const SERVERS = 1500;
/** Time that the subscriber takes for each notification: they go on for longer than the disk is slow. */
const ANSWER_MILLISECONDS = 100;
/** Nothing that is not to be held up takes so long. */
const FREEZE_MILLISECONDS = 500;

const ids = Array.from({ length: SERVERS }, (_none, index) => `server-${index}`);
let gateway: ChildProcess;
let subscriber: Server;
let apiRoot: string;
let arrivals: number[];

beforeEach(async () => {
  arrivals = [];
  subscriber = createServer((incoming, outgoing) => {
    arrivals.push(performance.now());
    incoming.resume();
    setTimeout(() => outgoing.writeHead(204).end(), ANSWER_MILLISECONDS);
  });
  await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-slow-disk-'));
  const file = join(folder, 'site.yaml');
  apiRoot = `http://127.0.0.1:${port}`;
  const configuration = {
    listen: { port },
    store: `sqlite:${join(folder, 'gateway.db')}`,
    logLevel: 'fatal',
    inventory: { computeHosts: ids.map((id) => host(id, 'room-1')), resourceZones: [{ zoneId: 'room-1' }] },
    environmentThresholds: [CHARGE],
    policies: [{ evacuate: false }],
  };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration));
  const hook = join(import.meta.dirname, 'slow-disk.mjs');
  gateway = spawn(process.execPath, ['--import', hook, 'dist/src/main.js', '--config', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  await eventually(async () => {
    expect((await request(`${apiRoot}/readyz`)).statusCode).toBe(200);
  }, 60);
}, 90_000);
afterEach(() => {
  gateway.kill('SIGKILL');
  subscriber.closeAllConnections();
  subscriber.close();
});

async function post(path: string, content: object): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const begin = performance.now();
  const { statusCode, body } = await request(`${apiRoot}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(content),
  });
  expect(`${statusCode} ${await body.text()}`).toMatch(/^201 /);
  return performance.now() - begin;
}

const reading = (id: string, value: number, computeHostIds: readonly string[]) => ({
  id,
  timeStamp: new Date().toISOString(),
  environmentData: computeHostIds.map((computeHostId) => ({
    computeHostId,
    parameterType: 'POWER',
    parameterName: 'battery.charge',
    dataType: 'VALUE',
    value,
    unit: '%',
  })),
});

/** Milliseconds that each of many reads takes, until told to stop. */
async function readAllTheTime(isOver: () => boolean): Promise<number[]> {
  const latencies: number[] = [];
  while (!isOver()) {
    const begin = performance.now();
    const { body } = await request(`${apiRoot}/vrinfo/v1/compute_hosts/server-1`);
    await body.dump();
    latencies.push(performance.now() - begin);
    await pause(10);
  }
  return latencies;
}

it('neither reads nor deliveries wait for a disk that is slow', async () => {
  const { port } = subscriber.address() as AddressInfo;
  for (const apiName of ['vrinfo', 'vrfm'])
    await post(`/${apiName}/v1/subscriptions`, { callbackUri: `http://127.0.0.1:${port}/${apiName}` });
  for (const half of [ids.slice(0, SERVERS / 2), ids.slice(SERVERS / 2)])
    await post('/envnotif/v1/environment_notifications', reading(`from ${half[0] ?? ''}`, 40, half));
  await eventually(() => {
    expect(arrivals.length).toBeGreaterThan(100);
  });
  gateway.kill('SIGUSR2');
  await pause(20);

  let isOver = false;
  const reads = readAllTheTime(() => isOver);
  const begin = performance.now();
  const written = await post('/envnotif/v1/environment_notifications', reading('one', 35, ['server-1']));
  const end = performance.now();
  isOver = true;

  // It was slow indeed.
  expect(written).toBeGreaterThan(800);
  expect(Math.max(...(await reads))).toBeLessThan(FREEZE_MILLISECONDS);
  const meanwhile = [begin, ...arrivals.filter((time) => time > begin && time < end), end];
  const gaps = meanwhile.slice(1).map((time, index) => time - (meanwhile[index] ?? time));
  expect(Math.max(...gaps)).toBeLessThan(FREEZE_MILLISECONDS);
}, 60_000);
