import { DomainError } from '../../problem.ts';
import { unreadable } from './http.ts';
import type { KnownVersions } from './microversion.ts';
import { readPages } from './pages.ts';
import { createService, type ServiceOptions } from './service.ts';

/** Attachments are resources of their own from 3.27 (Ocata) on. */
const CINDER_VERSIONS: KnownVersions = { id: 'v3.0', least: '3.27', most: '3.70' };

/** A volume that is attached, as its volume tells it. */
export interface VolumeAttachment {
  attachment_id: string;
  volume_id: string;
  /** The server it is attached to; null when it is attached to a host itself. */
  server_id: string | null;
  /** The host it is attached on; null where the connector named none. */
  host_name: string | null;
}

/** The Block Storage service, as far as the gateway uses it. */
export interface Cinder {
  /** Whether the OpenStack has it. */
  isOffered(): Promise<boolean>;
  /** The attachments of all volumes of all projects. */
  listAttachments(): Promise<VolumeAttachment[]>;
  /** Those of one volume; empty when there is no such volume. */
  listAttachmentsOf(volumeId: string): Promise<VolumeAttachment[]>;
  deleteAttachment(attachmentId: string): Promise<void>;
}

interface Volume {
  id: string;
  attachments: VolumeAttachment[];
}

export function createCinder(options: Pick<ServiceOptions, 'keystone' | 'http'> & { vimId: string }): Cinder {
  const name = `${options.vimId}: Cinder`;
  const service = createService({
    ...options,
    name,
    serviceType: 'volume',
    catalogueTypes: ['block-storage', 'volumev3'],
    versions: CINDER_VERSIONS,
    // The URL of the catalogue may end with a project; the version document is above it.
    versionsAt: (base) => `${/^.*?\/v3(?=\/|$)/.exec(base)?.[0] ?? base}/`,
  });
  return {
    isOffered: () => service.isOffered(),
    listAttachments: async () => {
      const query = { all_tenants: '1' };
      const volumes = await readPages<Volume>(service, name, { path: '/volumes/detail', query, key: 'volumes' });
      return volumes.flatMap((volume) => attachmentsOf(volume, name));
    },
    listAttachmentsOf: async (volumeId) => {
      const path = `/volumes/${encodeURIComponent(volumeId)}`;
      const content = await service.find(path);
      if (content === undefined) return [];
      const { volume } = content;
      if (typeof volume !== 'object' || volume === null) throw unreadable(`${name}: GET ${path}`);
      return attachmentsOf(volume as Volume, name);
    },
    deleteAttachment: (attachmentId) => service.order('DELETE', `/attachments/${encodeURIComponent(attachmentId)}`),
  };
}

/** A user who is no administrator is told neither the hosts nor the volumes of others, and gets no error. */
function attachmentsOf(volume: Volume, name: string): VolumeAttachment[] {
  if (Array.isArray(volume.attachments) && 'os-vol-host-attr:host' in volume) return volume.attachments;
  const why = 'the user is no administrator of Block Storage';
  throw new DomainError('SouthboundUnavailable', `${name} does not tell the hosts of the volume ${volume.id}: ${why}`);
}
