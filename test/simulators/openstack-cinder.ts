import type { ServiceAnswer, ServiceRequest } from '../../conformance/peers/service.ts';
import type { NovaState } from './openstack-nova.ts';

interface SimulatedAttachment {
  id: string;
  volumeId: string;
  serverId: string | null;
  host: string | null;
}

export interface CinderState {
  /** What it is called in the catalogue; absent: there is none. */
  type: 'block-storage' | 'volumev3' | undefined;
  attachments: Map<string, SimulatedAttachment>;
  /** False: the user is told neither hosts nor the volumes of others. */
  isAdministrator: boolean;
  /** Volumes of a page. */
  pageSize: number;
}

export function createCinderState(): CinderState {
  return { type: 'block-storage', attachments: new Map(), isAdministrator: true, pageSize: 2 };
}

interface World {
  nova: NovaState;
  cinder: CinderState;
}

export const CINDER_VERSIONS = { id: 'v3.0', status: 'CURRENT', version: '3.70', min_version: '3.0', links: [] };

/** Answers a request below `/v3/{project}`, with the answers of Zed. */
export function answerCinder(world: World, request: ServiceRequest): ServiceAnswer {
  const [, resource = '', id = ''] = /^\/([^/]+)\/?([^/]*)$/.exec(request.path) ?? [];
  if (request.method === 'GET' && resource === 'volumes')
    return id === 'detail' ? listVolumes(world, request) : readVolume(world, id);
  if (request.method === 'DELETE' && resource === 'attachments') return deleteAttachment(world, request, id);
  return fault(404, 'itemNotFound', 'The resource could not be found.');
}

function fault(code: number, name: string, message: string): ServiceAnswer {
  return { status: code, body: { [name]: { code, message } } };
}

function volumeIdsIn({ attachments }: CinderState): string[] {
  return [...new Set([...attachments.values()].map(({ volumeId }) => volumeId))];
}

function listVolumes({ cinder }: World, { query }: ServiceRequest): ServiceAnswer {
  if (query.get('all_tenants') !== '1') return { status: 200, body: { volumes: [] } };
  const ids = volumeIdsIn(cinder);
  const first = query.has('marker') ? ids.indexOf(query.get('marker') ?? '') + 1 : 0;
  const end = first + Math.min(Number(query.get('limit')), cinder.pageSize);
  const volumes = ids.slice(first, end).map((id) => volumeOf(cinder, id));
  const next = end < ids.length ? { volumes_links: [{ rel: 'next', href: 'http://next.example' }] } : {};
  return { status: 200, body: { volumes, ...next } };
}

function readVolume({ cinder }: World, id: string): ServiceAnswer {
  if (!volumeIdsIn(cinder).includes(id)) return fault(404, 'itemNotFound', `Volume ${id} could not be found.`);
  return { status: 200, body: { volume: volumeOf(cinder, id) } };
}

function volumeOf({ attachments, isAdministrator }: CinderState, volumeId: string): object {
  const own = [...attachments.values()].filter((attachment) => attachment.volumeId === volumeId);
  return {
    id: volumeId,
    status: 'in-use',
    attachments: own.map(({ id, serverId, host }) => ({
      id: volumeId,
      attachment_id: id,
      volume_id: volumeId,
      server_id: serverId,
      host_name: isAdministrator ? host : null,
      device: '/dev/vdb',
    })),
    ...(isAdministrator ? { 'os-vol-host-attr:host': 'rig@fake#fake' } : {}),
  };
}

/** Before 3.27 there is no such resource; one that a server of Nova uses is not deleted for a user. */
function deleteAttachment({ nova, cinder }: World, { headers }: ServiceRequest, id: string): ServiceAnswer {
  const minor = Number(/^volume 3\.(\d+)$/.exec(String(headers['openstack-api-version']))?.[1] ?? 0);
  const attachment = cinder.attachments.get(id);
  if (minor < 27 || attachment === undefined)
    return fault(404, 'itemNotFound', `Volume attachment could not be found with filter: attachment_id = ${id}.`);
  const server = nova.servers.get(attachment.serverId ?? '');
  if (server?.volumes.get(attachment.volumeId) === id) {
    const message = `Detach volume from instance ${server.id} using the Compute API`;
    return fault(409, 'conflictingRequest', message);
  }
  cinder.attachments.delete(id);
  return { status: 200, body: { attachments: [] } };
}
