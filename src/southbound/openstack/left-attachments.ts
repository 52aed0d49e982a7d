import { DomainError, reasonOf } from '../../problem.ts';
import type { Leftover } from '../vim/vim.ts';
import type { Cinder, VolumeAttachment } from './cinder.ts';
import { leftover } from './clean-up.ts';
import { doubtOf, notOff, problemOf, whereaboutsOf, type EvacuatedHost } from './departure.ts';
import { hostOf } from './migration.ts';
import type { Nova, NovaServer } from './nova.ts';

interface Books {
  nova: Nova;
  cinder: Cinder;
}

/**
 * Volumes that are attached on the host for servers that are elsewhere or gone; detached where that is certain. A cloud without
 * Block Storage has none; one that cannot be asked is told, and holds up nothing else.
 */
export async function cleanUpAttachments(books: Books, evacuated: EvacuatedHost): Promise<Leftover[]> {
  try {
    return (await books.cinder.isOffered()) ? await cleanUp(books, evacuated) : [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [
      { detail: `volume attachments on ${evacuated.host} could not be read: ${reasonOf(error)}`, removed: false },
    ];
  }
}

async function cleanUp(books: Books, evacuated: EvacuatedHost): Promise<Leftover[]> {
  const found: { what: string; computeId: string | undefined; attachment: VolumeAttachment }[] = [];
  const attachments = await books.cinder.listAttachments();
  for (const attachment of attachments.filter(({ host_name: host }) => host === evacuated.host)) {
    const { server_id: serverId, volume_id: volumeId } = attachment;
    if (serverId === null) continue;
    const server = await books.nova.findServer(serverId);
    if (server !== undefined && hostOf(server) === evacuated.host) continue;
    const whose = server === undefined ? `${serverId}, ` : '';
    const what = `attachment of the volume ${volumeId} on ${evacuated.host} for ${whose}${whereaboutsOf(server)}`;
    found.push({ what, computeId: server?.id, attachment });
  }
  const leftovers: Leftover[] = [];
  for (const { what, computeId, attachment } of found) {
    leftovers.push(leftover(what, computeId, await problemOf(detach(books, { attachment, computeId }, evacuated))));
  }
  return leftovers;
}

/**
 * Undefined when the attachment is gone; else why it is not. It is deleted only where the host is off, and Nova and Cinder agree
 * that the server uses the volume by another attachment on another host: then nothing can be written through this one. That of
 * a server that is gone stays, because nobody can say any more what it was for.
 */
async function detach(
  { nova, cinder }: Books,
  { attachment, computeId }: { attachment: VolumeAttachment; computeId: string | undefined },
  evacuated: EvacuatedHost,
): Promise<string | undefined> {
  if (!evacuated.isOff) return notOff(evacuated.host);
  const server = computeId === undefined ? undefined : await nova.findServer(computeId);
  if (server === undefined) return 'nobody tells whether it is used';
  const { volume_id: volumeId, attachment_id: id } = attachment;
  const doubt = (await doubtOf(nova, server, evacuated)) ?? (await doubtOfUse({ nova, cinder }, attachment, server));
  if (doubt !== undefined) return doubt;
  await cinder.deleteAttachment(id);
  const isLeft = (await cinder.listAttachmentsOf(volumeId)).some((left) => left.attachment_id === id);
  return isLeft ? 'Cinder took the order and still has it' : undefined;
}

async function doubtOfUse(
  { nova, cinder }: Books,
  stale: VolumeAttachment,
  server: NovaServer,
): Promise<string | undefined> {
  const used = (await nova.listVolumes(server.id)).find(({ volumeId }) => volumeId === stale.volume_id);
  if (used === undefined) return 'Nova does not have the volume at the server';
  if (used.attachment_id === undefined) return 'Nova is too old to tell which attachment the server uses';
  if (used.attachment_id === stale.attachment_id) return 'it is the one that the server uses';
  const now = await cinder.listAttachmentsOf(stale.volume_id);
  const isSame = (one: VolumeAttachment, id: string | undefined, host: string | null | undefined): boolean =>
    one.attachment_id === id && one.server_id === server.id && one.host_name === host;
  if (!now.some((one) => isSame(one, stale.attachment_id, stale.host_name))) return 'it was changed meanwhile';
  if (now.some((one) => isSame(one, used.attachment_id, hostOf(server)))) return undefined;
  return `Cinder does not have the one that the server uses on ${hostOf(server) ?? 'no host'}`;
}
