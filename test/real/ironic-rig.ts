import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../southbound/recording-ports.ts';

/** OpenStack Ironic as it is (API and conductor in one process, SQLite, no authentication, hardware type fake-hardware). */
export interface IronicRig {
  url: string;
  /** Enrols a node and powers it on. */
  createNode(name: string): Promise<void>;
  /** The node as the API gives it. */
  node(name: string): Promise<Record<string, unknown>>;
  /** PUT or DELETE of something of a node, as an operator would. */
  change(method: 'PUT' | 'DELETE', path: string, body?: object): Promise<number>;
  stop(): Promise<void>;
}

const FAKE = ['boot', 'deploy', 'management', 'power'].map((name) => `enabled_${name}_interfaces = fake`);
const NONE = ['inspect', 'raid', 'vendor', 'console', 'bios', 'rescue'].map(
  (name) => `enabled_${name}_interfaces = no-${name}`,
);

const configuration = (folder: string, port: number, rpcPort: number): string => `[DEFAULT]
auth_strategy = noauth
my_ip = 127.0.0.1
host = rig
rpc_transport = json-rpc
enabled_hardware_types = fake-hardware
${[...FAKE, ...NONE].join('\n')}
enabled_network_interfaces = noop
enabled_storage_interfaces = noop
log_file = ${folder}/ironic.log
use_stderr = false
[api]
host_ip = 127.0.0.1
port = ${port}
api_workers = 1
[json_rpc]
auth_strategy = noauth
host_ip = 127.0.0.1
port = ${rpcPort}
[database]
connection = sqlite:///${folder}/ironic.sqlite
[conductor]
workers_pool_size = 10
sync_power_state_interval = 2
[oslo_concurrency]
lock_path = ${folder}/lock
[service_catalog]
auth_type = none
endpoint_override = http://127.0.0.1:${port}
`;

const HEADERS = { 'content-type': 'application/json', 'x-openstack-ironic-api-version': '1.81' };

/** A program of Ironic by its module, as python3-ironic has it: the commands are in a package that sets up a service. */
const program = (module: string, ...parameters: string[]): [string, string[]] => [
  '/usr/bin/python3',
  ['-c', `import sys; from ironic.cmd.${module} import main; sys.exit(main())`, ...parameters],
];

/** Starts it; takes some twenty seconds on a machine that does nothing else. */
export async function startIronicRig(): Promise<IronicRig> {
  const folder = await mkdtemp(join(tmpdir(), 'ironic-rig-'));
  const [port, rpcPort] = [await freePort(), await freePort()];
  const file = join(folder, 'ironic.conf');
  await writeFile(file, configuration(folder, port, rpcPort));
  try {
    await promisify(execFile)(...program('dbsync', '--config-file', file, 'create_schema'));
  } catch (cause) {
    throw new Error('the schema of Ironic cannot be made (Debian: apt-get install python3-ironic)', { cause });
  }
  const ironic = spawn(...program('singleprocess', '--config-file', file), { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const rig = rigAt(url, () => stopped(ironic, folder));
  try {
    await eventually(async () => {
      const answer = await fetch(`${url}/v1/conductors`, { headers: HEADERS });
      expect(await answer.json()).toMatchObject({ conductors: [{ alive: true }] });
    }, 120_000);
  } catch (error) {
    const log = await readFile(join(folder, 'ironic.log'), 'utf8').catch(() => 'no log');
    await rig.stop();
    throw new Error(`Ironic does not start: ${log.slice(-2000)}`, { cause: error });
  }
  return rig;
}

function rigAt(url: string, stop: () => Promise<void>): IronicRig {
  const send = (method: string, path: string, body?: object) =>
    fetch(`${url}/v1/nodes${path}`, {
      method,
      headers: HEADERS,
      body: body === undefined ? null : JSON.stringify(body),
    });
  const node = async (name: string) => (await (await send('GET', `/${name}`)).json()) as Record<string, unknown>;
  const change: IronicRig['change'] = async (method, path, body) => (await send(method, path, body)).status;
  return {
    url,
    stop,
    node,
    change,
    createNode: async (name) => {
      expect((await send('POST', '', { name, driver: 'fake-hardware' })).status).toBe(201);
      expect(await change('PUT', `/${name}/states/power`, { target: 'power on' })).toBe(202);
      await eventually(async () => {
        expect(await node(name)).toMatchObject({ power_state: 'power on', reservation: null });
      }, 30_000);
    },
  };
}

async function stopped(ironic: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => ironic.once('close', resolve));
  if (ironic.kill('SIGKILL')) await ended;
  await rm(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
