import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../lab/gateway-process.ts';
import type { Authorization } from './authorization.ts';
import { call, openTarget, type Target } from './load.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { inventoryOf, PARAMETERS, serverId, thresholds, vnfId, type Inventory, type Site } from './site.ts';
import { multiplyPrototype, PROTOTYPE_SOURCE } from './site-file.ts';

/** A gateway that is measured, or something that is measured in its place. */
export interface Measured extends ServerProcess {
  url: string;
  headers: Record<string, string>;
}

/** Where and how gateways are started. */
export interface Surroundings {
  /** Folder for configurations, stores and logs. */
  directory: string;
  authorization: Authorization;
  progress: (text: string) => void;
}

/** Longest wait for a gateway that only opens its store, s. */
const PATIENCE = 60;
/** Longest wait for one that enters its inventory, s. */
const ENTRY_PATIENCE = 150;

/** Servers up to which a site is entered from the configuration, which takes one start. */
const SMALL_SITE = 50;

/** Policies under which nothing happens by itself during a measurement: nobody is asked anew, nothing is given up. */
const POLICIES = [{ replyTime: 900, defaultFailureTime: 3600, powerOffPolicy: 'NEVER', restoreHoldTime: 3600 }];

interface GatewayOptions {
  store: string;
  inventory?: Partial<Inventory> | undefined;
  patience?: number;
}

let gateways = 0;

/** Starts the gateway as a process of its own, with authentication and with what is logged by default. */
export async function startGateway(surroundings: Surroundings, options: GatewayOptions): Promise<Measured> {
  const { directory, authorization } = surroundings;
  const port = await freePort();
  const name = `gateway-${++gateways}`;
  const file = join(directory, `${name}.yaml`);
  const configuration = {
    listen: { host: '127.0.0.1', port },
    authentication: authorization.configuration,
    store: options.store,
    ...(options.inventory === undefined ? {} : { inventory: options.inventory }),
    environmentThresholds: thresholds(),
    environmentSources: [await awayController()],
    policies: POLICIES,
  };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration));
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    program: 'src/main.js',
    args: ['--config', file],
    readyUrl: `${url}/readyz`,
    logFile: join(directory, `${name}.log`),
    patience: options.patience ?? PATIENCE,
  });
  return { ...server, url, headers: authorization.headers };
}

/** A source that nobody answers: what it has to follow is known all the same, as in use. */
async function awayController(): Promise<object> {
  const apiRoot = `http://127.0.0.1:${await freePort()}`;
  return { id: 'controller', type: 'controller', apiRoot, checkInterval: 30 };
}

/** Starts a gateway on a store of its own that already knows the site, and that nobody opens again. */
export async function startGatewayOf(surroundings: Surroundings, site: Site): Promise<Measured> {
  const gateway = await startGateway(surroundings, { store: await storeOf(surroundings, site) });
  return { ...gateway, stop: () => gateway.kill() };
}

let stores = 0;

/** Location of a new store with the site in it. */
export async function storeOf(surroundings: Surroundings, site: Site): Promise<string> {
  const template = await templateOf(surroundings, site);
  const file = join(surroundings.directory, `store-${++stores}.db`);
  copyFileSync(template, file);
  return `sqlite:${file}`;
}

/** File with the site in it; made once for each kind of site. */
async function templateOf(surroundings: Surroundings, site: Site): Promise<string> {
  const folder = join(surroundings.directory, 'templates');
  mkdirSync(folder, { recursive: true });
  const name = Object.values(site).join('-');
  const file = join(folder, `${name}.db`);
  if (existsSync(`${file}.entered`)) return file;
  const begin = performance.now();
  const how = await enter(surroundings, site, file);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const vnfs = site.servers * site.vnfsPerServer;
  surroundings.progress(`set-up: ${site.servers} servers and ${vnfs} VNFs ${how} in ${seconds} s`);
  writeFileSync(`${file}.entered`, '');
  return file;
}

async function enter(surroundings: Surroundings, site: Site, file: string): Promise<string> {
  if (site.servers <= SMALL_SITE) return enterWhole(surroundings, site, file);
  const small = await startGateway(surroundings, { store: `sqlite:${file}`, inventory: inventoryOf(site, 1) });
  await tellPrototype(small, site);
  await small.stop();
  multiplyPrototype(file, site);
  const copy = await startGateway(surroundings, { store: `sqlite:${file}` });
  const isRight = await knowsLastServer(copy, site);
  await copy.stop();
  if (isRight) return 'copied';
  surroundings.progress('set-up: the store cannot be copied row by row; the site is entered from the configuration');
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  return enterWhole(surroundings, site, file);
}

async function enterWhole(surroundings: Surroundings, site: Site, file: string): Promise<string> {
  const gateway = await startGateway(surroundings, {
    store: `sqlite:${file}`,
    inventory: inventoryOf(site),
    patience: ENTRY_PATIENCE,
  });
  await gateway.stop();
  return 'entered';
}

/** Tells the first parameters of the first server, all of them sound. */
async function tellPrototype(gateway: Measured, { parameters }: Site): Promise<void> {
  if (parameters === 0) return;
  const environmentData = PARAMETERS.slice(0, parameters).map(({ parameterType, parameterName, unit, normal }) => ({
    ...{ computeHostId: serverId(0), parameterType, parameterName, dataType: 'VALUE' },
    value: normal[0],
    unit,
  }));
  const notification = { id: 'prototype', timeStamp: new Date().toISOString(), source: PROTOTYPE_SOURCE };
  await withTarget(gateway, (target) =>
    call(target, {
      method: 'POST',
      path: '/envnotif/v1/environment_notifications',
      body: JSON.stringify({ ...notification, environmentData }),
      status: 201,
    }),
  );
}

/** Whether the gateway finds what was copied last. */
async function knowsLastServer(gateway: Measured, site: Site): Promise<boolean> {
  const last = site.servers - 1;
  const count = async (target: Target, path: string): Promise<number> =>
    (JSON.parse(await call(target, { method: 'GET', path, status: 200 })) as unknown[]).length;
  return withTarget(gateway, async (target) => {
    const hosts = await count(target, `/vrinfo/v1/compute_hosts?filter=(eq,id,${serverId(last)})`);
    const vnfs = await count(target, `/vrinfo/v1/virtual_computes?filter=(eq,hostId,${serverId(last)})`);
    const vnf = await count(target, `/vrinfo/v1/virtual_computes?filter=(eq,computeId,${vnfId(last, 0)})`);
    const states = await count(target, `/envnotif/v1/environment_states?filter=(eq,computeHostId,${serverId(last)})`);
    const expected = [1, site.vnfsPerServer, Math.min(1, site.vnfsPerServer), site.parameters];
    return [hosts, vnfs, vnf, states].every((found, index) => found === expected[index]);
  });
}

async function withTarget<Result>(gateway: Measured, use: (target: Target) => Promise<Result>): Promise<Result> {
  const target = openTarget(gateway.url, gateway.headers, 1);
  try {
    return await use(target);
  } finally {
    await target.pool.destroy();
  }
}
