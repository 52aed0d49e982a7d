import { DomainError } from '../../problem.ts';
import { listIn, unreadable } from './http.ts';
import type { KnownVersions } from './microversion.ts';
import { readPages } from './pages.ts';
import { createService, type Service, type ServiceOptions } from './service.ts';

/**
 * From 2.60 (Queens), which names a target of an offline migration (2.56) and tells the time of migrations (2.59), to 2.93. From
 * 2.95 on a server that was evacuated stays stopped; who wants that has to start it.
 */
const NOVA_VERSIONS: KnownVersions = { id: 'v2.1', least: '2.60', most: '2.93' };

/** A nova-compute, the Compute service of a server. */
export interface ComputeService {
  id: string;
  host: string;
  status: string;
  state: string;
  disabled_reason?: string | null;
  forced_down?: boolean;
}

/** What Nova calls a server is a virtual compute. */
export interface NovaServer {
  id: string;
  name: string;
  status: string;
  metadata?: Record<string, string>;
  flavor?: { vcpus?: number; ram?: number; disk?: number; ephemeral?: number; original_name?: string };
  fault?: { message?: string };
  'OS-EXT-SRV-ATTR:host'?: string | null;
  'OS-EXT-STS:task_state'?: string | null;
  'OS-EXT-STS:vm_state'?: string;
  'OS-EXT-STS:power_state'?: number;
}

export interface NovaMigration {
  id: number;
  uuid: string;
  instance_uuid: string;
  status: string;
  migration_type: string;
  source_compute: string;
  dest_compute: string | null;
  created_at: string;
}

/** A volume of a server. */
export interface NovaVolume {
  volumeId: string;
  /** That of Cinder which the server uses; told from 2.89 on. */
  attachment_id?: string;
}

/** A live migration that is under way. */
export interface LiveMigration {
  id: number;
  status: string;
  source_compute: string;
  memory_total_bytes: number | null;
  memory_remaining_bytes: number | null;
  disk_total_bytes: number | null;
  disk_remaining_bytes: number | null;
}

/** What was ordered for a server, and what came of it. */
export interface InstanceAction {
  action: string;
  request_id: string;
  start_time: string;
  message: string | null;
  events?: ActionEvent[];
}

export interface ActionEvent {
  finish_time: string | null;
  result: string | null;
  details?: string | null;
  traceback?: string | null;
}

export type ServiceChanges =
  | { status: 'enabled' }
  | { status: 'disabled'; disabled_reason: string; forced_down?: true }
  | { forced_down: boolean };

export type ServerAction =
  | { 'os-migrateLive': { host: string | null; block_migration: 'auto' } }
  | { migrate: { host: string } | null }
  | { evacuate: { host?: string } }
  | { confirmResize: null };

/** The Compute service, as far as the gateway uses it. */
export interface Nova {
  /** Of one host, or all. */
  listComputeServices(host?: string): Promise<ComputeService[]>;
  updateComputeService(id: string, changes: ServiceChanges): Promise<void>;
  listServers(host: string): Promise<NovaServer[]>;
  /** Of all hosts; undefined when Nova does not tell the host of each, as while one of its cells does not answer. */
  listEveryServer(): Promise<NovaServer[] | undefined>;
  findServer(id: string): Promise<NovaServer | undefined>;
  /** Whether it was a server and was deleted; false too when Nova has forgotten that. */
  wasDeleted(id: string): Promise<boolean>;
  act(serverId: string, action: ServerAction): Promise<void>;
  /** Newest first. */
  listMigrations(
    filter: { instance_uuid: string } | { host: string; status: string } | { host: string; 'changes-since': string },
  ): Promise<NovaMigration[]>;
  listLiveMigrations(serverId: string): Promise<LiveMigration[]>;
  abortLiveMigration(serverId: string, migrationId: number): Promise<void>;
  /** Newest first, without their events. */
  listActions(serverId: string): Promise<InstanceAction[]>;
  readAction(serverId: string, requestId: string): Promise<InstanceAction>;
  listVolumes(serverId: string): Promise<NovaVolume[]>;
  /** Identifiers of the hypervisors of a nova-compute; those of their resource providers too. */
  listHypervisorIds(host: string): Promise<string[]>;
}

export function createNova(options: Pick<ServiceOptions, 'keystone' | 'http'> & { vimId: string }): Nova {
  const name = `${options.vimId}: Nova`;
  const service = createService({ ...options, name, serviceType: 'compute', versions: NOVA_VERSIONS, baseOf });
  const list = async <Entry>(path: string, key: string): Promise<Entry[]> =>
    listIn<Entry>(await service.read(path), key, `${name}: GET ${path}`);

  return {
    listComputeServices: (host) => {
      const query = new URLSearchParams({ binary: 'nova-compute', ...(host === undefined ? {} : { host }) });
      return list(`/os-services?${query.toString()}`, 'services');
    },
    updateComputeService: (id, changes) => service.order('PUT', `/os-services/${encodeURIComponent(id)}`, changes),
    listServers: async (host) => (await listServers(service, name, { host })).map((server) => completed(server, name)),
    listEveryServer: async () => {
      const servers = await listServers(service, name, {});
      return servers.every(isHostTold) ? servers : undefined;
    },
    findServer: async (id) => {
      const content = await service.find(serverPath(id));
      if (content === undefined) return undefined;
      if (typeof content['server'] !== 'object' || content['server'] === null)
        throw unreadable(`${name}: GET ${serverPath(id)}`);
      return completed(content['server'] as NovaServer, name);
    },
    wasDeleted: async (id) => {
      const query = new URLSearchParams({ all_tenants: '1', deleted: 'true', uuid: id });
      const servers = await list<NovaServer>(`/servers/detail?${query.toString()}`, 'servers');
      return servers.some((server) => server.id === id && server.status === 'DELETED');
    },
    act: (serverId, action) => service.order('POST', `${serverPath(serverId)}/action`, action),
    listMigrations: (filter) => list(`/os-migrations?${new URLSearchParams(filter).toString()}`, 'migrations'),
    listLiveMigrations: (serverId) => list(`${serverPath(serverId)}/migrations`, 'migrations'),
    abortLiveMigration: (serverId, migrationId) =>
      service.order('DELETE', `${serverPath(serverId)}/migrations/${migrationId}`),
    listActions: (serverId) => list(`${serverPath(serverId)}/os-instance-actions`, 'instanceActions'),
    readAction: async (serverId, requestId) => {
      const path = `${serverPath(serverId)}/os-instance-actions/${encodeURIComponent(requestId)}`;
      return (await service.read(path))['instanceAction'] as InstanceAction;
    },
    listVolumes: (serverId) => list(`${serverPath(serverId)}/os-volume_attachments`, 'volumeAttachments'),
    listHypervisorIds: async (host) => {
      type Hypervisor = { id: string; service: { host: string } };
      const hypervisors = await list<Hypervisor>('/os-hypervisors/detail', 'hypervisors');
      return hypervisors.filter((hypervisor) => hypervisor.service.host === host).map(({ id }) => id);
    },
  };
}

/** The URL of the catalogue may end with a project, and need not name the version. */
function baseOf(endpoint: string): string {
  const base = /^.*?\/v2(\.1)?(?=\/|$)/.exec(endpoint)?.[0] ?? endpoint;
  return base.replace(/(\/v2(\.1)?)?$/, '/v2.1');
}

function serverPath(id: string): string {
  return `/servers/${encodeURIComponent(id)}`;
}

/** A server whose cell is down is told without its host; a user who is no administrator gets none, and filters are passed over. */
function completed(server: NovaServer, name: string): NovaServer {
  if (isHostTold(server)) return server;
  const why = 'its cell does not answer, or the user is no administrator of Compute';
  throw new DomainError('SouthboundUnavailable', `${name} does not tell the host of the server ${server.id}: ${why}`);
}

function isHostTold(server: NovaServer): boolean {
  return 'OS-EXT-SRV-ATTR:host' in server;
}

function listServers(service: Service, name: string, filter: { host?: string }): Promise<NovaServer[]> {
  return readPages<NovaServer>(service, name, {
    path: '/servers/detail',
    query: { all_tenants: '1', ...filter },
    key: 'servers',
  });
}
