import { listIn, unreadable } from './http.ts';
import type { KnownVersions } from './microversion.ts';
import { createService, type ServiceOptions } from './service.ts';

/**
 * From 1.14 (Queens) on resource providers are trees. From 1.38 on the type of a consumer has to be told with what it holds; Nova
 * tells none, and what it wrote could not be written back.
 */
const PLACEMENT_VERSIONS: KnownVersions = { id: 'v1.0', least: '1.14', most: '1.37' };

/** Amounts by their resource class, e.g. `VCPU: 1`. */
export type Resources = Record<string, number>;

/** Everything that one consumer holds, wherever it is. */
export interface Consumer {
  /** By the identifier of the resource provider. */
  allocations: Record<string, { resources: Resources }>;
  project_id: string;
  user_id: string;
  /** What somebody else changes changes it; told from 1.28 on. */
  consumer_generation?: number | null;
}

/** The Placement service, as far as the gateway uses it. */
export interface Placement {
  /** The resource provider and those below it, as of its devices. */
  listTree(resourceProviderId: string): Promise<string[]>;
  /** The consumers that hold an allocation of the resource provider, and what they hold. */
  listAllocations(resourceProviderId: string): Promise<Map<string, Resources>>;
  /** Undefined when it holds nothing. */
  findConsumer(consumerId: string): Promise<Consumer | undefined>;
  /** The consumer holds this and nothing else from now on; refused when it was changed since it was read. */
  replaceConsumer(consumerId: string, consumer: Consumer): Promise<void>;
}

export function createPlacement(options: Pick<ServiceOptions, 'keystone' | 'http'> & { vimId: string }): Placement {
  const name = `${options.vimId}: Placement`;
  const service = createService({ ...options, name, serviceType: 'placement', versions: PLACEMENT_VERSIONS });
  const allocationsAt = async (path: string): Promise<Record<string, unknown> & { allocations: object }> => {
    const content = await service.read(path);
    const { allocations } = content;
    if (typeof allocations !== 'object' || allocations === null) throw unreadable(`${name}: GET ${path}`);
    return { ...content, allocations };
  };
  return {
    listTree: async (resourceProviderId) => {
      const path = `/resource_providers?${new URLSearchParams({ in_tree: resourceProviderId }).toString()}`;
      const tree = listIn<{ uuid: string }>(await service.read(path), 'resource_providers', `${name}: GET ${path}`);
      return tree.map(({ uuid }) => uuid);
    },
    listAllocations: async (resourceProviderId) => {
      const path = `/resource_providers/${encodeURIComponent(resourceProviderId)}/allocations`;
      const { allocations } = await allocationsAt(path);
      const held = Object.entries(allocations as Record<string, { resources?: Resources }>);
      return new Map(held.map(([consumer, { resources }]) => [consumer, resources ?? {}]));
    },
    findConsumer: async (consumerId) => {
      const consumer = await allocationsAt(consumerPath(consumerId));
      return Object.keys(consumer.allocations).length === 0 ? undefined : (consumer as unknown as Consumer);
    },
    replaceConsumer: (consumerId, consumer) => service.order('PUT', consumerPath(consumerId), consumer),
  };
}

function consumerPath(consumerId: string): string {
  return `/allocations/${encodeURIComponent(consumerId)}`;
}
