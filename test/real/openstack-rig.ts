import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { request } from 'undici';
import type { MigrationOrder, Vim, VimMigration } from '../../src/southbound/vim/vim.ts';
import { pause } from '../southbound/recording-ports.ts';

const SCRIPT = join(import.meta.dirname, 'openstack-fake.sh');

export interface RigAnswer {
  statusCode: number;
  token: string;
  content: unknown;
}

/** OpenStack as it is, on loopback, with Nova's fake driver; nova-computes compute1, compute2, compute3. */
export interface OpenStackRig {
  authUrl: string;
  username: string;
  password: string;
  /** As the administrator; throws for an answer of 400 or more. */
  send(
    service: 'identity' | 'compute' | 'placement' | 'volume',
    method: string,
    path: string,
    body?: object,
  ): Promise<RigAnswer>;
  /** Boots a server on the nova-compute; resolves with its identifier once it is ACTIVE. */
  boot(name: string, host: string, metadata?: Record<string, string>): Promise<string>;
  /** Resolves with the identifier of a volume that the server uses. */
  attachVolume(serverId: string): Promise<string>;
  /** Attaches the volume to the server on this host too, as a migration would; resolves with the attachment. */
  attachAlso(volumeId: string, serverId: string, host: string): Promise<string>;
  /** The attachments of a volume, with their hosts. */
  attachments(volumeId: string): Promise<{ attachment_id: string; host_name: string }[]>;
  readServer(id: string): Promise<Record<string, unknown>>;
  deleteServers(): Promise<void>;
  /** Cinder keeps them from one run to the next, and has a quota. */
  deleteVolumes(): Promise<void>;
  /** Puts the nova-compute of the host to this state; without a reason it is nobody's. */
  updateHost(host: string, changes: object): Promise<void>;
  /** Whether Nova hears the nova-compute. */
  isUp(host: string): Promise<boolean>;
  /** nova-compute dies, as with its server. */
  killHost(host: string): Promise<void>;
  startHost(host: string): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds. */
const PATIENCE = 120_000;
const LOOK_INTERVAL = 500;
const BASES = {
  identity: 'http://127.0.0.1:5000/v3',
  compute: 'http://127.0.0.1:8774/v2.1',
  placement: 'http://127.0.0.1:8778',
  volume: 'http://127.0.0.1:8776/v3',
};

/** Starts it, in one to two minutes, every host nobody's; throws with a clear text when its packages are not installed. */
export async function startOpenStackRig(): Promise<OpenStackRig> {
  await run('start');
  const { token } = await exchange('POST', `${BASES.identity}/auth/tokens`, '', adminCredentials());
  const send: OpenStackRig['send'] = (service, method, path, body) =>
    exchange(method, `${BASES[service]}${path}`, token, body);
  const services = async (): Promise<ComputeService[]> => {
    const { content } = await send('compute', 'GET', '/os-services?binary=nova-compute');
    return (content as { services: ComputeService[] }).services;
  };
  for (const { id } of await services()) {
    await send('compute', 'PUT', `/os-services/${id}`, { status: 'enabled' });
    // Nova waits until nova-compute has deleted what was evacuated from it.
    await patiently(() => send('compute', 'PUT', `/os-services/${id}`, { forced_down: false }));
  }
  const readServer: OpenStackRig['readServer'] = async (id) =>
    ((await send('compute', 'GET', `/servers/${id}`)).content as { server: Record<string, unknown> }).server;

  const readVolume = async (id: string): Promise<Volume> =>
    ((await send('volume', 'GET', `/volumes/${id}`)).content as { volume: Volume }).volume;

  return {
    authUrl: BASES.identity,
    username: 'admin',
    password: 'secret',
    send,
    readServer,
    // Placement hears a moment after Nova that a host is open again; a server that was not placed is booted once more.
    boot: (name, host, metadata = {}) =>
      patiently(async () => {
        const server = { name, host, metadata, networks: 'none', ...(await tiny(token)) };
        const { content } = await send('compute', 'POST', '/servers', { server });
        const { id } = (content as { server: { id: string } }).server;
        const booted = await patiently(async () => {
          const server = await readServer(id);
          if (server['status'] === 'BUILD') throw new Error(`${name} is being booted still`);
          return server;
        });
        if (booted['status'] === 'ERROR') await send('compute', 'DELETE', `/servers/${id}`);
        expect(booted).toMatchObject({ status: 'ACTIVE', 'OS-EXT-SRV-ATTR:host': host });
        return id;
      }),
    attachVolume: async (serverId) => {
      const { content } = await send('volume', 'POST', '/volumes', { volume: { size: 1 } });
      const { id } = (content as { volume: Volume }).volume;
      await patiently(async () => {
        expect(await readVolume(id)).toMatchObject({ status: 'available' });
      });
      const volumeAttachment = { volumeId: id };
      await send('compute', 'POST', `/servers/${serverId}/os-volume_attachments`, { volumeAttachment });
      await patiently(async () => {
        expect(await readVolume(id)).toMatchObject({ status: 'in-use' });
      });
      return id;
    },
    attachAlso: async (volumeId, serverId, host) => {
      const connector = { host, initiator: 'iqn.1993-08.example:rig', ip: '127.0.0.1' };
      const attachment = { instance_uuid: serverId, volume_uuid: volumeId, connector };
      const { content } = await send('volume', 'POST', '/attachments', { attachment });
      const { id } = (content as { attachment: { id: string } }).attachment;
      await send('volume', 'POST', `/attachments/${id}/action`, { 'os-complete': {} });
      return id;
    },
    attachments: async (volumeId) => (await readVolume(volumeId)).attachments,
    deleteServers: async () => {
      const list = async (): Promise<{ id: string }[]> =>
        ((await send('compute', 'GET', '/servers?all_tenants=1')).content as { servers: { id: string }[] }).servers;
      for (const { id } of await list()) await send('compute', 'DELETE', `/servers/${id}`);
      await patiently(async () => {
        expect(await list()).toEqual([]);
      });
    },
    deleteVolumes: async () => {
      const { content } = await send('volume', 'GET', '/volumes');
      for (const { id } of (content as { volumes: Volume[] }).volumes) {
        // What a test left attached to a server that is gone.
        const free = { status: 'available', attach_status: 'detached' };
        await send('volume', 'POST', `/volumes/${id}/action`, { 'os-reset_status': free });
        await send('volume', 'DELETE', `/volumes/${id}?cascade=true`);
      }
      await patiently(async () => {
        expect((await send('volume', 'GET', '/volumes')).content).toEqual({ volumes: [] });
      });
    },
    updateHost: async (host, changes) => {
      const id = (await services()).find((service) => service.host === host)?.id ?? host;
      await send('compute', 'PUT', `/os-services/${id}`, changes);
    },
    isUp: async (host) => (await services()).some((service) => service.host === host && service.state === 'up'),
    killHost: (host) => run('kill-host', host),
    startHost: (host) => run('start-host', host),
    stop: () => run('stop'),
  };
}

/**
 * Resolves as soon as the check passes; throws what it threw last when it does not. Looks rarely: the services answer in
 * tenths of a second at best, and what looks at them slows them down.
 */
export async function patiently<T>(check: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(LOOK_INTERVAL);
    }
  }
}

/** Looks at the migration until it is over, and gives every state that was seen. */
export async function follow(
  vim: Vim,
  order: MigrationOrder,
  since: string,
): Promise<{ last: VimMigration; states: Set<string> }> {
  const states = new Set<string>();
  const last = await patiently(async () => {
    const migration = await vim.readMigration(order, since);
    states.add(migration?.state ?? 'NONE');
    if (migration === undefined || migration.state === 'PROCESSING') throw new Error(JSON.stringify(migration));
    return migration;
  });
  return { last, states };
}

interface Volume {
  id: string;
  status: string;
  attachments: { attachment_id: string; host_name: string }[];
}

interface ComputeService {
  id: string;
  host: string;
  state: string;
}

/** Its output is that of the test: it tells what is awaited, and what is missing. */
async function run(...words: string[]): Promise<void> {
  const child = spawn('bash', [SCRIPT, ...words], { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) throw new Error(`openstack-fake.sh ${words.join(' ')} ended with ${String(code)}`);
}

function adminCredentials(): object {
  const user = { name: 'admin', domain: { id: 'default' }, password: 'secret' };
  const scope = { project: { name: 'admin', domain: { id: 'default' } } };
  return { auth: { identity: { methods: ['password'], password: { user } }, scope } };
}

async function tiny(token: string): Promise<{ imageRef: string | undefined; flavorRef: string | undefined }> {
  const flavors = await exchange('GET', `${BASES.compute}/flavors`, token);
  const images = await exchange('GET', 'http://127.0.0.1:9292/v2/images?name=tiny', token);
  return {
    imageRef: (images.content as { images: { id: string }[] }).images[0]?.id,
    flavorRef: (flavors.content as { flavors: { id: string; name: string }[] }).flavors.find(
      ({ name }) => name === 'tiny',
    )?.id,
  };
}

async function exchange(method: string, url: string, token: string, body?: object): Promise<RigAnswer> {
  const {
    statusCode,
    headers,
    body: answer,
  } = await request(url, {
    method,
    headers: {
      'content-type': 'application/json',
      'openstack-api-version': 'compute 2.90, placement 1.36, volume 3.67',
      ...(token === '' ? {} : { 'x-auth-token': token }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  if (statusCode >= 400) throw new Error(`${method} ${url} answered ${statusCode}: ${text}`);
  return { statusCode, token: String(headers['x-subject-token'] ?? ''), content: text === '' ? {} : JSON.parse(text) };
}
