import type { KnownVersions } from './microversion.ts';
import { createService, type ServiceOptions } from './service.ts';
import { unreadable } from './http.ts';

const PLACEMENT_VERSIONS: KnownVersions = { id: 'v1.0', least: '1.0', most: '1.39' };

/** The Placement service, as far as the gateway uses it. */
export interface Placement {
  /** The consumers that hold an allocation of the resource provider, and what they hold, e.g. `VCPU: 1`. */
  listAllocations(resourceProviderId: string): Promise<Map<string, Record<string, number>>>;
}

export function createPlacement(options: Pick<ServiceOptions, 'keystone' | 'http'> & { vimId: string }): Placement {
  const name = `${options.vimId}: Placement`;
  const service = createService({ ...options, name, serviceType: 'placement', versions: PLACEMENT_VERSIONS });
  return {
    listAllocations: async (resourceProviderId) => {
      const path = `/resource_providers/${encodeURIComponent(resourceProviderId)}/allocations`;
      const { allocations } = await service.read(path);
      if (typeof allocations !== 'object' || allocations === null) throw unreadable(`${name}: GET ${path}`);
      const held = Object.entries(allocations as Record<string, { resources?: Record<string, number> }>);
      return new Map(held.map(([consumer, { resources }]) => [consumer, resources ?? {}]));
    },
  };
}
