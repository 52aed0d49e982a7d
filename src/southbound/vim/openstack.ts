import type { components } from '../../../generated/config.ts';
import type { Log } from '../../log.ts';
import { DomainError } from '../../problem.ts';
import { createCinder, type Cinder } from '../openstack/cinder.ts';
import { cleanUpUnconfirmed } from '../openstack/clean-up.ts';
import { createHttp } from '../openstack/http.ts';
import { createKeystone } from '../openstack/keystone.ts';
import { cleanUpAllocations } from '../openstack/left-allocations.ts';
import { cleanUpAttachments } from '../openstack/left-attachments.ts';
import {
  hostOf,
  isMoving,
  isRebuilding,
  newestMigration,
  newestMove,
  progressOf,
  taskOf,
  type MigrationFacts,
} from '../openstack/migration.ts';
import { createNova, type ComputeService, type Nova, type NovaServer, type ServerAction } from '../openstack/nova.ts';
import { createPlacement, type Placement } from '../openstack/placement.ts';
import { reasonFor, schedulingOf } from '../openstack/scheduling.ts';
import { virtualComputeOf } from '../openstack/virtual-compute.ts';
import { createHostNames, type HostNames } from './host-names.ts';
import type { Leftover, MigrationOrder, Vim, VimAdapter, VimCompute, VimMigration } from './vim.ts';

type OpenStackVim = components['schemas']['OpenStackVim'];

/**
 * VIM `openstack`: withdraws a server by disabling its nova-compute, and marks it as powered off by forcing that down. The
 * `disabled_reason` names the evacuation: what has another reason, or none, is somebody else's and is left as it is, and the
 * mark with it. Nova takes a second evacuation of a server while the first runs, and ruins both; so what is under way is
 * looked up before every order. R17, R18, R21, IFA005 7.3, IFA006 7.3.
 */
export const openStackAdapter: VimAdapter<OpenStackVim> = { type: 'openstack', create: createOpenStackVim };

/** What every call needs: Nova, and which server has which name there. */
interface Region {
  id: string;
  nova: Nova;
  hosts: HostNames;
  log: Log;
}

/** From so many servers on, and where they are at least half of Nova's, one list of all is read instead of one for each. */
const SERVERS_FOR_ONE_LIST = 6;

function createOpenStackVim(config: OpenStackVim, log: Log): Vim {
  const { id: vimId, timeout, caFile } = config;
  const http = createHttp({ name: vimId, timeout, ...(caFile === undefined ? {} : { caFile }) });
  const keystone = createKeystone(config, http);
  const nova = createNova({ vimId, keystone, http });
  const books = {
    placement: createPlacement({ vimId, keystone, http }),
    cinder: createCinder({ vimId, keystone, http }),
  };
  const hosts = createHostNames(vimId, config.computeHosts);
  const region: Region = { id: vimId, nova, hosts, log };

  return {
    id: vimId,
    computeHostIds: hosts.computeHostIds,
    readVirtualComputes: (computeHostIds) => readVirtualComputes(region, computeHostIds, config.metadataKeys),
    readArriving: (computeHostId) => readArriving(region, computeHostId),
    findVirtualComputes: (computeIds) => findVirtualComputes(region, computeIds, config.metadataKeys),
    readScheduling: async (computeHostId) => schedulingOf(await readService(region, computeHostId)),
    withdraw: (computeHostId, hostEvacuationId) => withdraw(region, computeHostId, hostEvacuationId),
    restore: (computeHostId, hostEvacuationId) => restore(region, computeHostId, hostEvacuationId),
    markPoweredOff: (computeHostId, hostEvacuationId) => markPoweredOff(region, computeHostId, hostEvacuationId),
    migrate: (order) => migrate(region, order),
    readMigration: (order, since) => readMigration(region, order, since),
    abortMigration: (order) => abortMigration(region, order),
    cleanUp: (computeHostId, since) => cleanUp(region, books, computeHostId, since),
    close: () => http.close(),
  };
}

async function readService(region: Region, computeHostId: string): Promise<ComputeService> {
  const host = region.hosts.nameOf(computeHostId);
  return serviceIn(region, byHost(await region.nova.listComputeServices(host)), computeHostId);
}

function byHost(services: readonly ComputeService[]): ReadonlyMap<string, ComputeService> {
  return new Map(services.map((service) => [service.host, service]));
}

/** A nova-compute whose cell does not answer is told without its state; then nothing is known of its servers either. */
function serviceIn(
  region: Region,
  services: ReadonlyMap<string, ComputeService>,
  computeHostId: string,
): ComputeService {
  const host = region.hosts.nameOf(computeHostId);
  const service = services.get(host);
  if (service !== undefined && ['enabled', 'disabled'].includes(service.status)) return service;
  throw new DomainError(
    'SouthboundUnavailable',
    service === undefined
      ? `${region.id}: Nova knows no nova-compute on ${host} (${computeHostId})`
      : `${region.id}: Nova cannot tell of nova-compute on ${host} (${computeHostId}), its status is ${service.status}`,
  );
}

async function readVirtualComputes(
  region: Region,
  computeHostIds: readonly string[],
  metadataKeys: OpenStackVim['metadataKeys'],
): Promise<VimCompute[]> {
  if (computeHostIds.length === 0) return [];
  const [only] = computeHostIds.length === 1 ? computeHostIds : [];
  const host = only === undefined ? undefined : region.hosts.nameOf(only);
  const all = byHost(await region.nova.listComputeServices(host));
  const services = computeHostIds.map((computeHostId) => serviceIn(region, all, computeHostId));
  const isOneList = services.length >= SERVERS_FOR_ONE_LIST && 2 * services.length >= all.size;
  const listed = isOneList ? await region.nova.listEveryServer() : undefined;
  const servers = listed ?? (await listServersOf(region.nova, services));
  const wanted = new Set(computeHostIds);
  return servers.flatMap((server) => {
    const computeHostId = region.hosts.computeHostIdOf(hostOf(server));
    return computeHostId !== undefined && wanted.has(computeHostId)
      ? [virtualComputeOf(server, computeHostId, metadataKeys)]
      : [];
  });
}

/** Nova tells of a migration under way every few seconds; one that nothing was told of for so long is none, s. */
const SILENT_MIGRATION = 3600;
/** What becomes of a migration in the end; until then its server may come. */
const OVER = ['completed', 'done', 'confirmed', 'reverted', 'error', 'failed', 'cancelled'];

/** Nova has a server where it comes from until the migration is over: what is on its way is told by the migrations alone. */
async function readArriving({ nova, hosts }: Region, computeHostId: string): Promise<string[]> {
  const host = hosts.nameOf(computeHostId);
  const since = new Date(Date.now() - 1000 * SILENT_MIGRATION).toISOString();
  const migrations = await nova.listMigrations({ host, 'changes-since': since });
  return migrations
    .filter(({ dest_compute: target, status }) => target === host && !OVER.includes(status))
    .map(({ instance_uuid: computeId }) => computeId);
}

/** Servers go away from withdrawn hosts: these are read first, so that one on its way is seen on one side or on both. */
async function listServersOf(nova: Nova, services: readonly ComputeService[]): Promise<NovaServer[]> {
  const isEnabled = ({ status }: ComputeService): number => (status === 'enabled' ? 1 : 0);
  const servers = new Map<string, NovaServer>();
  for (const { host } of [...services].sort((one, other) => isEnabled(one) - isEnabled(other))) {
    for (const server of await nova.listServers(host)) if (hostOf(server) === host) servers.set(server.id, server);
  }
  return [...servers.values()];
}

async function findVirtualComputes(
  { nova, hosts }: Region,
  computeIds: readonly string[],
  metadataKeys: OpenStackVim['metadataKeys'],
): Promise<VimCompute[]> {
  const found: VimCompute[] = [];
  for (const computeId of computeIds) {
    const server = await nova.findServer(computeId);
    if (server === undefined) continue;
    const computeHostId = hosts.computeHostIdOf(hostOf(server));
    if (computeHostId !== undefined) found.push(virtualComputeOf(server, computeHostId, metadataKeys));
  }
  return found;
}

async function withdraw(
  { nova, log, ...region }: Region,
  computeHostId: string,
  hostEvacuationId: string,
): Promise<void> {
  const service = await readService({ nova, log, ...region }, computeHostId);
  if (service.status === 'disabled') {
    log.info({ computeHostId, reason: service.disabled_reason }, 'the server is withdrawn already');
    return;
  }
  await nova.updateComputeService(service.id, { status: 'disabled', disabled_reason: reasonFor(hostEvacuationId) });
}

/** Whoever enabled it in between has taken it back: it is withdrawn again, so that the mark is known as ours. */
async function markPoweredOff(region: Region, computeHostId: string, hostEvacuationId: string): Promise<void> {
  const service = await readService(region, computeHostId);
  if (service.status === 'enabled') {
    const disabled_reason = reasonFor(hostEvacuationId);
    await region.nova.updateComputeService(service.id, { status: 'disabled', disabled_reason, forced_down: true });
  } else if (service.forced_down !== true) {
    await region.nova.updateComputeService(service.id, { forced_down: true });
  }
}

async function restore(region: Region, computeHostId: string, hostEvacuationId: string): Promise<void> {
  const service = await readService(region, computeHostId);
  const scheduling = schedulingOf(service);
  if (scheduling.hostEvacuationId !== hostEvacuationId) {
    if (scheduling.markedPoweredOff) {
      region.log.warn(
        { computeHostId, reason: scheduling.reason },
        'nova-compute is forced down and not withdrawn by this evacuation; whoever withdrew it has to undo that',
      );
    }
    return;
  }
  if (scheduling.markedPoweredOff) await liftMark(region, service, computeHostId);
  await region.nova.updateComputeService(service.id, { status: 'enabled' });
}

/** Nova does not take it before nova-compute has come back and has deleted what was brought up elsewhere. */
async function liftMark(region: Region, service: ComputeService, computeHostId: string): Promise<void> {
  try {
    await region.nova.updateComputeService(service.id, { forced_down: false });
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const text = `${region.id}: nova-compute on ${service.host} (${computeHostId}) is not back yet`;
    throw new DomainError('SouthboundUnavailable', text, { cause });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'SouthboundRefused';
}

async function migrate(region: Region, order: MigrationOrder): Promise<void> {
  const source = region.hosts.nameOf(order.sourceComputeHostId);
  const target = order.targetComputeHostId === undefined ? undefined : region.hosts.nameOf(order.targetComputeHostId);
  const isSourceOff = (await readService(region, order.sourceComputeHostId)).forced_down === true;
  const isOnItsWay = (server: NovaServer): boolean =>
    hostOf(server) !== source || (isMoving(server) && (isSourceOff || !isRebuilding(server)));
  const server = await readServer(region, order.computeId);
  if (isOnItsWay(server)) {
    region.log.info({ computeId: server.id }, 'the virtual compute is on its way already; no order given');
    return;
  }
  try {
    await region.nova.act(server.id, actionFor(order, target, isSourceOff));
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const now = await readServer(region, order.computeId);
    if (isOnItsWay(now)) return;
    const task = taskOf(now);
    if (task === undefined) throw cause;
    // It is busy with something else, and may be migrated when that is over.
    throw new DomainError('SouthboundUnavailable', `${region.id}: the server ${now.id} is busy (${task})`, { cause });
  }
}

async function readServer({ id, nova }: Region, computeId: string): Promise<NovaServer> {
  const server = await nova.findServer(computeId);
  if (server !== undefined) return server;
  throw new DomainError('SouthboundRefused', `${id}: Nova knows no server ${computeId}`);
}

function actionFor({ migrationType }: MigrationOrder, host: string | undefined, isSourceOff: boolean): ServerAction {
  if (isSourceOff) return { evacuate: host === undefined ? {} : { host } };
  if (migrationType === 'LIVE_MIGRATION') return { 'os-migrateLive': { host: host ?? null, block_migration: 'auto' } };
  return { migrate: host === undefined ? null : { host } };
}

async function readMigration(region: Region, order: MigrationOrder, since: string): Promise<VimMigration | undefined> {
  const source = region.hosts.nameOf(order.sourceComputeHostId);
  const progress = progressOf(await factsOf(region.nova, order.computeId, source, since), source);
  if (progress === undefined) return undefined;
  const { state, host, ...told } = progress;
  if (state === 'CONFIRMABLE') {
    await confirm(region, order.computeId);
    return { ...told, state: 'PROCESSING' };
  }
  const computeHostId = region.hosts.computeHostIdOf(host);
  return { ...told, state, ...(computeHostId === undefined ? {} : { computeHostId }) };
}

/** A server that is not on its way is read once more, after its migration: what had ended by then is seen where it is. */
async function factsOf(nova: Nova, computeId: string, source: string, since: string): Promise<MigrationFacts> {
  const before = await nova.findServer(computeId);
  if (before === undefined) return { server: before };
  if (isMoving(before)) {
    const [live] = taskOf(before) === 'migrating' ? await nova.listLiveMigrations(computeId) : [];
    return { server: before, ...(live === undefined ? {} : { live }) };
  }
  const migration = newestMigration(await nova.listMigrations({ instance_uuid: computeId }), source, since);
  const move = newestMove(await nova.listActions(computeId), since);
  const action = move === undefined ? undefined : await nova.readAction(computeId, move.request_id);
  const server = await nova.findServer(computeId);
  return { server, ...(migration === undefined ? {} : { migration }), ...(action === undefined ? {} : { action }) };
}

/** One that Nova does not take now is tried again at the next look, until the clean-up reports it. */
async function confirm({ nova, log }: Region, computeId: string): Promise<void> {
  try {
    await nova.act(computeId, { confirmResize: null });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.warn({ computeId, reason: (error as DomainError).message }, 'Nova does not confirm the migration');
  }
}

/** Nova stops a live migration once the hypervisor has begun it, and no other. */
async function abortMigration(region: Region, order: MigrationOrder): Promise<void> {
  const source = region.hosts.nameOf(order.sourceComputeHostId);
  const server = await region.nova.findServer(order.computeId);
  if (server === undefined || !isMoving(server)) return;
  const what = `${region.id}: the server ${order.computeId} is on its way by ${taskOf(server) ?? ''}`;
  if (taskOf(server) !== 'migrating') throw new DomainError('SouthboundRefused', `${what}, which Nova does not stop`);
  const live = await region.nova.listLiveMigrations(order.computeId);
  const [underWay] = live.filter(({ source_compute: from }) => from === source);
  try {
    if (underWay === undefined) throw new DomainError('SouthboundRefused', 'the hypervisor has not begun');
    await region.nova.abortLiveMigration(order.computeId, underWay.id);
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const now = await region.nova.findServer(order.computeId);
    if (now === undefined || !isMoving(now)) return;
    throw new DomainError('SouthboundUnavailable', `${what}, which cannot be stopped at the moment`, { cause });
  }
}

/** What is certain depends on whether the server is off: `doubtOf`. */
async function cleanUp(
  region: Region,
  { placement, cinder }: { placement: Placement; cinder: Cinder },
  computeHostId: string,
  since: string,
): Promise<Leftover[]> {
  const { nova } = region;
  const service = await readService(region, computeHostId);
  const { markedPoweredOff, hostEvacuationId } = schedulingOf(service);
  const evacuated = { host: service.host, since, isOff: markedPoweredOff && hostEvacuationId !== undefined };
  return [
    ...(await cleanUpUnconfirmed(nova, service.host, since)),
    ...(await cleanUpAllocations({ nova, placement }, evacuated)),
    ...(await cleanUpAttachments({ nova, cinder }, evacuated)),
  ];
}
