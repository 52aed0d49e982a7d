import { randomUUID } from 'node:crypto';
import type { ServiceAnswer, ServiceRequest } from '../../conformance/peers/service.ts';

export interface SimulatedHost {
  id: string;
  providerId: string;
  status: 'enabled' | 'disabled' | 'UNKNOWN';
  disabledReason: string | null;
  forcedDown: boolean;
  /** False: its nova-compute does not beat. */
  isUp: boolean;
}

export interface SimulatedServer {
  id: string;
  name: string;
  status: string;
  task: string | null;
  host: string;
  powerState: number;
  metadata: Record<string, string>;
  /** Hosts that Placement has an allocation for it on, beside its own. */
  heldOn: Set<string>;
  /** By the volume: the attachment that it uses. */
  volumes: Map<string, string>;
}

interface SimulatedMigration {
  id: number;
  uuid: string;
  serverId: string;
  status: string;
  type: 'live-migration' | 'migration' | 'evacuation' | 'resize';
  source: string;
  target: string | null;
  created: string;
}

interface SimulatedAction {
  serverId: string;
  requestId: string;
  action: string;
  started: string;
  error?: string;
  isFinished: boolean;
}

/** What happens to a server, one look at the clock after another. */
interface Step {
  due: number;
  run: () => void;
}

export interface NovaState {
  hosts: Map<string, SimulatedHost>;
  servers: Map<string, SimulatedServer>;
  /** Servers that were, as Nova remembers them. */
  deleted: Set<string>;
  migrations: SimulatedMigration[];
  actions: SimulatedAction[];
  /** Orders as they were taken: the word and the server, e.g. `migrate a`. */
  orders: string[];
  /** Milliseconds that each phase of a migration takes. */
  phaseTime: number;
  steps: Step[];
}

export function createNovaState(hosts: readonly string[], phaseTime: number): NovaState {
  const created = hosts.map((host): [string, SimulatedHost] => [
    host,
    {
      id: `service-${host}`,
      providerId: `provider-${host}`,
      status: 'enabled',
      disabledReason: null,
      forcedDown: false,
      isUp: true,
    },
  ]);
  const [servers, migrations, actions, orders, steps] = [new Map<string, SimulatedServer>(), [], [], [], []];
  const deleted = new Set<string>();
  return { hosts: new Map(created), servers, deleted, migrations, actions, orders, steps, phaseTime };
}

const fault = (status: number, name: string, message: string): ServiceAnswer => ({
  status,
  body: { [name]: { code: status, message } },
});
const conflict = (message: string): ServiceAnswer => fault(409, 'conflictingRequest', message);
const badRequest = (message: string): ServiceAnswer => fault(400, 'badRequest', message);
const notFound = (message: string): ServiceAnswer => fault(404, 'itemNotFound', message);
/** Whole seconds, and no zone: as Nova does. */
const novaTime = (): string => new Date().toISOString().replace(/\.\d+Z$/, '.000000');

type Route = [
  method: string,
  path: RegExp,
  answer: (state: NovaState, request: ServiceRequest, ids: string[]) => ServiceAnswer,
];

const ROUTES: Route[] = [
  ['GET', /^\/os-services$/, listServices],
  ['PUT', /^\/os-services\/([^/]+)$/, updateService],
  ['GET', /^\/servers\/detail$/, listServers],
  [
    'GET',
    /^\/servers\/([^/]+)$/,
    (state, _request, [id]) =>
      withServer(state, id, (server) => ({ status: 200, body: { server: detailsOf(server) } })),
  ],
  [
    'POST',
    /^\/servers\/([^/]+)\/action$/,
    (state, { body }, [id]) => withServer(state, id, (server) => act(state, server, body as object)),
  ],
  ['GET', /^\/servers\/([^/]+)\/migrations$/, listLiveMigrations],
  ['DELETE', /^\/servers\/([^/]+)\/migrations\/(\d+)$/, abortLiveMigration],
  ['GET', /^\/servers\/([^/]+)\/os-instance-actions$/, listActions],
  ['GET', /^\/servers\/([^/]+)\/os-instance-actions\/([^/]+)$/, readAction],
  [
    'GET',
    /^\/servers\/([^/]+)\/os-volume_attachments$/,
    (state, request, [id]) => withServer(state, id, (server) => listVolumes(server, request)),
  ],
  ['GET', /^\/os-migrations$/, listMigrations],
  ['GET', /^\/os-hypervisors\/detail$/, listHypervisors],
];

/** Answers a request below `/v2.1`, after what is due by now has happened. */
export function answerNova(state: NovaState, request: ServiceRequest): ServiceAnswer {
  for (const step of state.steps.filter(({ due }) => due <= performance.now())) {
    state.steps.splice(state.steps.indexOf(step), 1);
    step.run();
  }
  for (const [method, path, answer] of ROUTES) {
    const match = path.exec(request.path);
    if (match !== null && method === request.method) return answer(state, request, match.slice(1));
  }
  return notFound('The resource could not be found.');
}

function listServices(state: NovaState, { query }: ServiceRequest): ServiceAnswer {
  const wanted = query.get('host');
  const hosts = [...state.hosts].filter(([host]) => wanted === null || host === wanted);
  return { status: 200, body: { services: hosts.map(([host, service]) => serviceOf(host, service)) } };
}

/** A service whose cell does not answer is told by its name alone. */
function serviceOf(host: string, service: SimulatedHost): object {
  if (service.status === 'UNKNOWN') return { binary: 'nova-compute', host, status: 'UNKNOWN' };
  return {
    binary: 'nova-compute',
    host,
    id: service.id,
    zone: 'nova',
    status: service.status,
    state: service.isUp && !service.forcedDown ? 'up' : 'down',
    updated_at: novaTime(),
    disabled_reason: service.disabledReason,
    forced_down: service.forcedDown,
  };
}

interface ServiceChanges {
  status?: 'enabled' | 'disabled';
  disabled_reason?: string;
  forced_down?: boolean;
}

function updateService(state: NovaState, { body }: ServiceRequest, [id]: string[]): ServiceAnswer {
  const [host, service] = [...state.hosts].find(([, { id: own }]) => own === id) ?? [];
  if (host === undefined || service === undefined) return notFound(`Service ${id ?? ''} could not be found.`);
  const changes = body as ServiceChanges;
  if (changes.forced_down === false && hasEvacuations(state, host)) {
    const records = '`done` evacuation migration records remain associated with the host';
    return badRequest(`Unable to force up host ${host} as ${records}. Ensure the compute service has been restarted`);
  }
  state.orders.push(`${JSON.stringify(changes)} ${host}`);
  if (changes.status !== undefined) {
    service.status = changes.status;
    service.disabledReason = changes.disabled_reason ?? null;
  }
  service.forcedDown = changes.forced_down ?? service.forcedDown;
  return { status: 200, body: { service: serviceOf(host, service) } };
}

function hasEvacuations({ migrations }: NovaState, host: string): boolean {
  return migrations.some(({ source, type, status }) => source === host && type === 'evacuation' && status === 'done');
}

function listServers(state: NovaState, { query }: ServiceRequest): ServiceAnswer {
  if (query.get('deleted') === 'true') {
    const servers = [...state.deleted]
      .filter((id) => id === query.get('uuid'))
      .map((id) => ({ id, status: 'DELETED' }));
    return { status: 200, body: { servers } };
  }
  const limit = Math.min(Number(query.get('limit') ?? 1000), 2);
  const wanted = query.get('host');
  const all = [...state.servers.values()].filter(({ host }) => wanted === null || host === wanted);
  const begin = all.findIndex(({ id }) => id === query.get('marker')) + 1;
  const page = all.slice(begin, begin + limit);
  const links =
    begin + limit < all.length ? { servers_links: [{ rel: 'next', href: 'http://elsewhere.example' }] } : {};
  return { status: 200, body: { servers: page.map(detailsOf), ...links } };
}

function detailsOf(server: SimulatedServer): object {
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    metadata: server.metadata,
    flavor: { vcpus: 1, ram: 64, disk: 1, ephemeral: 0, swap: 0, original_name: 'tiny', extra_specs: {} },
    'OS-EXT-SRV-ATTR:host': server.host,
    'OS-EXT-STS:task_state': server.task,
    'OS-EXT-STS:vm_state': server.status === 'SHUTOFF' ? 'stopped' : server.status.toLowerCase(),
    'OS-EXT-STS:power_state': server.powerState,
  };
}

function withServer(
  state: NovaState,
  id: string | undefined,
  answer: (server: SimulatedServer) => ServiceAnswer,
): ServiceAnswer {
  const server = state.servers.get(id ?? '');
  return server === undefined ? notFound(`Instance ${id ?? ''} could not be found.`) : answer(server);
}

function act(state: NovaState, server: SimulatedServer, body: object): ServiceAnswer {
  const [[word, input] = ['', null]] = Object.entries(body) as [string, { host?: string | null } | null][];
  const stateOf = server.task === null ? `vm_state ${server.status.toLowerCase()}` : `task_state ${server.task}`;
  const cannot = conflict(`Cannot '${word}' instance ${server.id} while it is in ${stateOf}`);
  const target = input?.host ?? undefined;
  if (target !== undefined && !state.hosts.has(target)) return badRequest(`Compute host ${target} could not be found.`);
  const isIdle = server.task === null && server.status === 'ACTIVE';
  if (word === 'confirmResize') return server.status === 'VERIFY_RESIZE' ? confirm(state, server) : cannot;
  if (word === 'evacuate') {
    const source = state.hosts.get(server.host);
    if (source?.isUp === true && !source.forcedDown)
      return badRequest(`Compute service of ${server.host} is still in use.`);
  } else if (!isIdle) return cannot;
  state.orders.push(`${word} ${server.id}${target === undefined ? '' : ` to ${target}`}`);
  if (word === 'os-migrateLive') begin(state, server, { type: 'live-migration', action: 'live-migration', target });
  if (word === 'migrate') begin(state, server, { type: 'migration', action: 'migrate', target });
  if (word === 'evacuate') begin(state, server, { type: 'evacuation', action: 'evacuate', target });
  return { status: word === 'evacuate' ? 200 : 202 };
}

interface Move {
  type: 'live-migration' | 'migration' | 'evacuation';
  action: string;
  target: string | undefined;
}

const TASKS = { 'live-migration': 'migrating', migration: 'resize_prep', evacuation: 'rebuilding' };
const STATUSES = { 'live-migration': 'MIGRATING', migration: 'RESIZE', evacuation: 'REBUILD' };

/** Taken: the server is on its way; whether there is room is found out later. */
function begin(state: NovaState, server: SimulatedServer, { type, action, target }: Move): void {
  const source = server.host;
  const [migration, taken] = record(state, server, type, action);
  [server.task, server.status] = [TASKS[type], STATUSES[type]];
  const room = [...state.hosts].find(
    ([name, host]) =>
      name !== source && host.status === 'enabled' && host.isUp && !host.forcedDown && (target ?? name) === name,
  )?.[0];
  const canLeave = type === 'evacuation' || state.hosts.get(source)?.forcedDown !== true;
  later(state, 1, () => {
    if (room !== undefined && canLeave) {
      [migration.status, migration.target] = ['running', room];
      return;
    }
    [server.task, server.status, migration.status] = [null, 'ACTIVE', 'error'];
    [taken.isFinished, taken.error] = [true, 'No valid host was found. There are not enough hosts available.'];
  });
  later(state, 3, () => {
    if (migration.status === 'running' && room !== undefined) arrive(server, migration, taken, room);
  });
}

function record(
  state: NovaState,
  server: SimulatedServer,
  type: Move['type'],
  action: string,
): [SimulatedMigration, SimulatedAction] {
  const created = novaTime();
  const [id, uuid] = [state.migrations.length + 1, randomUUID()];
  const migration = {
    id,
    uuid,
    serverId: server.id,
    status: 'accepted',
    type,
    source: server.host,
    target: null,
    created,
  };
  const taken = { serverId: server.id, requestId: `req-${randomUUID()}`, action, started: created, isFinished: false };
  state.migrations.unshift(migration);
  state.actions.unshift(taken);
  return [migration, taken];
}

function arrive(server: SimulatedServer, migration: SimulatedMigration, taken: SimulatedAction, host: string): void {
  const statuses = { 'live-migration': 'completed', migration: 'finished', evacuation: 'done', resize: 'finished' };
  [migration.status, taken.isFinished] = [statuses[migration.type], true];
  if (migration.type === 'evacuation') server.heldOn.add(server.host);
  [server.host, server.task] = [host, null];
  server.status = migration.type === 'migration' ? 'VERIFY_RESIZE' : 'ACTIVE';
}

function confirm(state: NovaState, server: SimulatedServer): ServiceAnswer {
  const migration = state.migrations.find(({ serverId, status }) => serverId === server.id && status === 'finished');
  const source = state.hosts.get(migration?.source ?? '');
  if (migration === undefined) return badRequest('Instance has not been resized.');
  if (source?.isUp !== true || source.forcedDown) return conflict('Service is unavailable at this time.');
  state.orders.push(`confirmResize ${server.id}`);
  migration.status = 'confirming';
  later(state, 1, () => {
    [migration.status, server.status] = ['confirmed', 'ACTIVE'];
  });
  return { status: 204 };
}

function later(state: NovaState, phases: number, run: () => void): void {
  state.steps.push({ due: performance.now() + phases * state.phaseTime, run });
}

function listLiveMigrations(state: NovaState, _request: ServiceRequest, [id]: string[]): ServiceAnswer {
  const running = state.migrations.filter(
    ({ serverId, type, status }) => serverId === id && type === 'live-migration' && status === 'running',
  );
  const migrations = running.map(({ id: migrationId, status, source }) => ({
    id: migrationId,
    status,
    source_compute: source,
    memory_total_bytes: 4096,
    memory_remaining_bytes: 1024,
    disk_total_bytes: null,
    disk_remaining_bytes: null,
  }));
  return { status: 200, body: { migrations } };
}

function abortLiveMigration(state: NovaState, _request: ServiceRequest, [id, migrationId]: string[]): ServiceAnswer {
  const migration = state.migrations.find((candidate) => candidate.id === Number(migrationId));
  const server = state.servers.get(id ?? '');
  if (migration?.status !== 'running' || server === undefined)
    return conflict(`Instance ${id ?? ''} is in an invalid state for 'abort live migration'`);
  state.orders.push(`abort ${server.id}`);
  migration.status = 'cancelled';
  for (const action of state.actions) if (action.serverId === id) action.isFinished = true;
  [server.task, server.status] = [null, 'ACTIVE'];
  return { status: 202 };
}

function listActions(state: NovaState, _request: ServiceRequest, [id]: string[]): ServiceAnswer {
  const actions = state.actions.filter(({ serverId }) => serverId === id);
  return { status: 200, body: { instanceActions: actions.map(actionOf) } };
}

function readAction(state: NovaState, _request: ServiceRequest, [, requestId]: string[]): ServiceAnswer {
  const action = state.actions.find((candidate) => candidate.requestId === requestId);
  if (action === undefined) return notFound(`Action for request_id ${requestId ?? ''} not found`);
  const event = {
    event: 'conductor_migrate_server',
    start_time: action.started,
    finish_time: action.isFinished ? action.started : null,
    result: action.isFinished ? (action.error === undefined ? 'Success' : 'Error') : null,
    traceback: null,
    details: action.error ?? null,
  };
  return { status: 200, body: { instanceAction: { ...actionOf(action), events: [event] } } };
}

function actionOf({ action, requestId, started, error }: SimulatedAction): object {
  return { action, request_id: requestId, start_time: started, message: error === undefined ? null : 'Error' };
}

function listMigrations(state: NovaState, { query }: ServiceRequest): ServiceAnswer {
  const [instance, host, status] = [query.get('instance_uuid'), query.get('host'), query.get('status')];
  const found = state.migrations.filter(
    (migration) =>
      (instance === null || migration.serverId === instance) &&
      (host === null || migration.source === host || migration.target === host) &&
      (status === null || migration.status === status),
  );
  const migrations = found.map(({ id, uuid, serverId, status: now, type, source, target, created }) => ({
    id,
    uuid,
    instance_uuid: serverId,
    status: now,
    migration_type: type,
    source_compute: source,
    dest_compute: target,
    created_at: created,
  }));
  return { status: 200, body: { migrations } };
}

/** From 2.89 on with the attachment. */
function listVolumes({ id, volumes }: SimulatedServer, { headers }: ServiceRequest): ServiceAnswer {
  const isNew = Number(/ 2\.(\d+)$/.exec(String(headers['openstack-api-version']))?.[1]) >= 89;
  const volumeAttachments = [...volumes].map(([volumeId, attachmentId]) => ({
    serverId: id,
    volumeId,
    device: '/dev/vdb',
    ...(isNew ? { attachment_id: attachmentId, bdm_uuid: `bdm-${volumeId}` } : { id: volumeId }),
  }));
  return { status: 200, body: { volumeAttachments } };
}

function listHypervisors(state: NovaState): ServiceAnswer {
  const hypervisors = [...state.hosts].map(([host, { id, providerId }]) => ({
    id: providerId,
    hypervisor_hostname: `${host}.example`,
    service: { id, host },
  }));
  return { status: 200, body: { hypervisors } };
}
