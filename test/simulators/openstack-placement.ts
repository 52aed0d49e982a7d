import type { ServiceAnswer, ServiceRequest } from '../../conformance/peers/service.ts';
import type { NovaState } from './openstack-nova.ts';

/** Allocations, all of the same size, of the servers as they are in Nova and of others. */
export interface PlacementState {
  /** Highest minor version. */
  minor: number;
  /** Consumers that are no servers of Nova, and the hosts that they hold something of. */
  others: Map<string, Set<string>>;
  /** How often a consumer was changed; 1 when it is not in here. */
  generations: Map<string, number>;
  /** Hosts whose consumers hold a part of a device of theirs, which is a resource provider below that of the host. */
  withDevice: Set<string>;
}

export function createPlacementState(): PlacementState {
  return { minor: 39, others: new Map(), generations: new Map(), withDevice: new Set() };
}

/** What is held of a resource provider. */
interface Holding {
  provider: string;
  consumer: string;
  resources: Record<string, number>;
}

const ROUTES: [
  method: string,
  path: RegExp,
  answer: (world: World, request: ServiceRequest, id: string) => ServiceAnswer,
][] = [
  ['GET', /^\/resource_providers()$/, listProviders],
  ['GET', /^\/resource_providers\/([^/]+)\/allocations$/, listAllocations],
  ['GET', /^\/allocations\/([^/]+)$/, readConsumer],
  ['PUT', /^\/allocations\/([^/]+)$/, replaceConsumer],
];

interface World {
  nova: NovaState;
  placement: PlacementState;
}

/** Answers a request below the root, with the answers of Zed. */
export function answerPlacement(world: World, request: ServiceRequest): ServiceAnswer {
  for (const [method, path, answer] of ROUTES) {
    const match = path.exec(request.path);
    if (match !== null && method === request.method) return answer(world, request, match[1] ?? '');
  }
  return fault(404, 'Not Found', 'The resource could not be found.');
}

function fault(status: number, title: string, detail: string): ServiceAnswer {
  return { status, body: { errors: [{ status, title, detail }] } };
}

function deviceOf(provider: string): string {
  return `${provider}-device`;
}

function holdingsIn({ nova, placement }: World): Holding[] {
  const holdings: Holding[] = [];
  const hold = (host: string, consumer: string): void => {
    const provider = nova.hosts.get(host)?.providerId ?? host;
    holdings.push({ provider, consumer, resources: { VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 } });
    if (!placement.withDevice.has(host)) return;
    holdings.push({ provider: deviceOf(provider), consumer, resources: { VGPU: 1 } });
  };
  for (const { id, host, heldOn } of nova.servers.values()) {
    for (const name of new Set([host, ...heldOn])) hold(name, id);
  }
  for (const { uuid, source, status } of nova.migrations) if (status === 'finished') hold(source, uuid);
  for (const [id, hosts] of placement.others) for (const host of hosts) hold(host, id);
  return holdings;
}

function listProviders({ nova, placement }: World, { query }: ServiceRequest): ServiceAnswer {
  const tree = [...nova.hosts].flatMap(([host, { providerId }]) => {
    const device = placement.withDevice.has(host) ? [deviceOf(providerId)] : [];
    return [providerId, ...device].map((uuid) => ({ uuid, name: uuid, root_provider_uuid: providerId }));
  });
  const wanted = query.get('in_tree');
  const found = tree.filter(({ root_provider_uuid: root }) => wanted === null || root === wanted);
  return { status: 200, body: { resource_providers: found } };
}

function listAllocations(world: World, { path }: ServiceRequest, provider: string): ServiceAnswer {
  const known = [...world.nova.hosts.values()].flatMap(({ providerId }) => [providerId, deviceOf(providerId)]);
  if (!known.includes(provider)) {
    const detail = `The resource could not be found.\n\n Resource provider '${path}' not found`;
    return fault(404, 'Not Found', detail);
  }
  const held = holdingsIn(world).filter((holding) => holding.provider === provider);
  const allocations = Object.fromEntries(held.map(({ consumer, resources }) => [consumer, { resources }]));
  return { status: 200, body: { allocations, resource_provider_generation: 7 } };
}

function generationOf({ generations }: PlacementState, consumer: string): number {
  return generations.get(consumer) ?? 1;
}

function readConsumer(world: World, _request: ServiceRequest, id: string): ServiceAnswer {
  const held = holdingsIn(world).filter(({ consumer }) => consumer === id);
  if (held.length === 0) return { status: 200, body: { allocations: {} } };
  const { minor } = world.placement;
  const body = {
    allocations: Object.fromEntries(held.map(({ provider, resources }) => [provider, { generation: 7, resources }])),
    project_id: 'p-1',
    user_id: 'u-1',
    ...(minor < 28 ? {} : { consumer_generation: generationOf(world.placement, id) }),
  };
  return { status: 200, body };
}

/** Takes away only, as that is what the gateway does; the attributes are those from 1.28 on, each of which is required. */
function replaceConsumer(world: World, { body }: ServiceRequest, id: string): ServiceAnswer {
  const wanted = body as { allocations: Record<string, object>; consumer_generation: number };
  const attributes = ['allocations', 'consumer_generation', 'project_id', 'user_id'];
  if (Object.keys(wanted).sort().join() !== attributes.sort().join())
    return fault(400, 'Bad Request', 'JSON does not validate');
  if (wanted.consumer_generation !== generationOf(world.placement, id)) {
    return fault(409, 'Conflict', `consumer generation conflict - expected ${generationOf(world.placement, id)}`);
  }
  world.placement.generations.set(id, wanted.consumer_generation + 1);
  const isGone = (host: string): boolean => !((world.nova.hosts.get(host)?.providerId ?? host) in wanted.allocations);
  for (const hosts of [world.nova.servers.get(id)?.heldOn, world.placement.others.get(id)]) {
    for (const host of [...(hosts ?? [])].filter(isGone)) hosts?.delete(host);
  }
  return { status: 204 };
}
