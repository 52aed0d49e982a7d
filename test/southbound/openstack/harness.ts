import type { components } from '../../../generated/config.ts';
import { reasonOf } from '../../../src/problem.ts';
import { openStackAdapter } from '../../../src/southbound/vim/openstack.ts';
import type { MigrationOrder, Vim, VimMigration } from '../../../src/southbound/vim/vim.ts';
import { USER, type OpenStack } from '../../simulators/openstack.ts';
import { createRecordingLog, eventually, type LogLine } from '../recording-ports.ts';

type OpenStackVim = components['schemas']['OpenStackVim'];

export const METADATA_KEYS = {
  vnfInstanceId: 'vnf_instance_id',
  vnfcInstanceId: 'vnfc_instance_id',
  vnfdId: 'vnfd_id',
  vnfmId: 'vnfm_id',
};

export function configFor(openStack: OpenStack, config: Partial<OpenStackVim> = {}): OpenStackVim {
  return {
    id: 'vim-1',
    type: 'openstack',
    authUrl: `${openStack.url}/identity`,
    authentication: {
      type: 'password',
      ...USER,
      userDomainName: 'Default',
      projectName: 'nfv',
      projectDomainName: 'Default',
    },
    region: 'RegionOne',
    interface: 'public',
    timeout: 10,
    computeHosts: { 'server-1': 'compute1', 'server-2': 'compute2', 'server-3': 'compute3' },
    pollInterval: 5,
    metadataKeys: METADATA_KEYS,
    ...config,
  };
}

export function createVim(openStack: OpenStack, config: Partial<OpenStackVim> = {}): { vim: Vim; lines: LogLine[] } {
  const { log, lines } = createRecordingLog();
  return { vim: openStackAdapter.create(configFor(openStack, config), log), lines };
}

/** What went wrong, as the engine sees it. */
export async function failureOf(promise: Promise<unknown>): Promise<{ kind: unknown; reason: string }> {
  try {
    await promise;
  } catch (error) {
    return { kind: (error as { kind?: unknown }).kind, reason: reasonOf(error) };
  }
  throw new Error('it went well');
}

export function orderFor(computeId: string, order: Partial<MigrationOrder> = {}): MigrationOrder {
  return { computeId, migrationType: 'LIVE_MIGRATION', sourceComputeHostId: 'server-1', ...order };
}

/** Looks until the migration is over; gives what it came to. */
export async function endOf(vim: Vim, order: MigrationOrder, since: string): Promise<VimMigration> {
  return await eventually(async () => {
    const migration = await vim.readMigration(order, since);
    if (migration === undefined || migration.state === 'PROCESSING') throw new Error(JSON.stringify(migration));
    return migration;
  });
}

/** A moment before now, as the engine keeps it. */
export function justNow(): string {
  return new Date().toISOString();
}
