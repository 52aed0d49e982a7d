import type { components } from '../../../generated/config.ts';
import type { VimCompute } from '../vim/vim.ts';
import type { NovaServer } from './nova.ts';

type MetadataKeys = components['schemas']['OpenStackVim']['metadataKeys'];

/** Statuses in which nothing runs, and what there is survives a loss of power. */
const STOPPED_STATUSES = ['SHUTOFF', 'SUSPENDED', 'SHELVED', 'SHELVED_OFFLOADED', 'SOFT_DELETED'];
/** `power_state` of a server that runs. */
const RUNNING = 1;

/** What Nova says of a server, as a virtual compute; identity as far as the metadata tell. IFA006 8.4.3.2, R17. */
export function virtualComputeOf(server: NovaServer, hostId: string, keys: MetadataKeys): VimCompute {
  const { flavor, metadata } = server;
  const disk = (flavor?.disk ?? 0) + (flavor?.ephemeral ?? 0);
  return {
    computeId: server.id,
    computeName: server.name,
    hostId,
    operationalState: isStopped(server) ? 'DISABLED' : 'ENABLED',
    ...(flavor?.original_name === undefined ? {} : { flavourId: flavor.original_name }),
    ...(flavor?.vcpus === undefined ? {} : { virtualCpu: { numVirtualCpu: flavor.vcpus } }),
    ...(flavor?.ram === undefined ? {} : { virtualMemory: { virtualMemSize: flavor.ram } }),
    ...(disk === 0 ? {} : { virtualDisks: [{ sizeOfStorage: disk }] }),
    ...(metadata === undefined ? {} : { metadata }),
    ...identityIn(metadata ?? {}, keys),
  };
}

/** In doubt, as in the middle of a change or after an error, it runs. */
function isStopped(server: NovaServer): boolean {
  return (
    STOPPED_STATUSES.includes(server.status) &&
    (server['OS-EXT-STS:task_state'] ?? null) === null &&
    server['OS-EXT-STS:power_state'] !== RUNNING
  );
}

function identityIn(metadata: Record<string, string>, keys: MetadataKeys): Partial<VimCompute> {
  const identity: Partial<Record<keyof MetadataKeys, string>> = {};
  for (const attribute of ['vnfInstanceId', 'vnfcInstanceId', 'vnfdId', 'vnfmId'] as const) {
    const value = metadata[keys[attribute]];
    if (value !== undefined && value !== '') identity[attribute] = value;
  }
  return identity;
}
