import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { Leftover } from '../vim.ts';
import { isFunction, isOfVirtualMachine } from './computes.ts';
import { isOff, type Context } from './context.ts';
import { isUnderWay } from './instance-moves.ts';
import { MOVED_KEY, moveRecordsOf } from './node-marks.ts';
import { nameOf, referenceOf } from './pod-moves.ts';

/** What evacuated functions left on a node or in the books of the cluster. R21. */
export async function findLeftovers(context: Context, node: V1Node): Promise<Leftover[]> {
  const pods = await context.cluster.listPods({ nodeName: node.metadata?.name ?? '' });
  const leftovers: Leftover[] = [];
  for (const pod of pods.filter((each) => isStuck(context, each))) leftovers.push(await giveUp(context, node, pod));
  return [...leftovers, ...(await findAttachments(context, node, pods)), ...(await removeMigrations(context, node))];
}

/** Whether a pod should have ended by now. */
function isStuck({ config, cluster }: Context, pod: V1Pod): boolean {
  const end = pod.metadata?.deletionTimestamp;
  if (end === undefined || end > cluster.connection.now()) return false;
  return isFunction(pod, config) || isOfVirtualMachine(pod);
}

/** A pod that does not end may still run, so only that of a node that is off is given up. */
async function giveUp({ cluster }: Context, node: V1Node, pod: V1Pod): Promise<Leftover> {
  const computeId = pod.metadata?.uid ?? '';
  const stuck = `${nameOf(pod)} does not end`;
  if (!isOff(node)) return { computeId, detail: `${stuck}; its node may still run it`, removed: false };
  const answer = await cluster.deletePod(referenceOf(pod), 0);
  const finalizers = pod.metadata?.finalizers ?? [];
  if (!answer.taken && answer.status !== 404)
    return { computeId, detail: `${stuck}, and is not deleted: ${answer.message}`, removed: false };
  if (finalizers.length > 0)
    return { computeId, detail: `${stuck}: it is held by ${finalizers.join(', ')}`, removed: false };
  return { computeId, detail: `${stuck}; force-deleted, as its node is off`, removed: true };
}

/** Volumes that nothing on the node uses any more. Kubernetes detaches them; here they are only told. */
async function findAttachments({ cluster }: Context, node: V1Node, pods: readonly V1Pod[]): Promise<Leftover[]> {
  const running = pods.filter(({ status }) => !['Succeeded', 'Failed'].includes(status?.phase ?? ''));
  const used = new Set(running.flatMap(claimsOf));
  const leftovers: Leftover[] = [];
  for (const { metadata, spec } of await cluster.listVolumeAttachments()) {
    const volume = spec.source.persistentVolumeName;
    if (spec.nodeName !== node.metadata?.name || volume === undefined) continue;
    const claim = (await cluster.readPersistentVolume(volume))?.spec?.claimRef;
    const name = `${claim?.namespace ?? ''}/${claim?.name ?? ''}`;
    if (used.has(name)) continue;
    const detail = `volume ${volume} (claim ${name}) is still attached to node ${spec.nodeName} by ${metadata?.name ?? ''}`;
    leftovers.push({ detail, removed: false });
  }
  return leftovers;
}

function claimsOf({ metadata, spec }: V1Pod): string[] {
  return (spec?.volumes ?? [])
    .map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName)
    .filter((name) => name !== undefined)
    .map((name) => `${metadata?.namespace ?? ''}/${name}`);
}

/** Our own migration objects that are over. */
async function removeMigrations({ kubeVirt }: Context, node: V1Node): Promise<Leftover[]> {
  const leftovers: Leftover[] = [];
  const namespaces = moveRecordsOf(node)
    .filter(({ kind }) => kind === 'VirtualMachineInstance')
    .map(({ namespace }) => namespace);
  for (const namespace of new Set(namespaces)) {
    for (const migration of await kubeVirt.listMigrations({ namespace, labelSelector: MOVED_KEY })) {
      const { name = '', labels } = migration.metadata;
      const computeId = labels?.[MOVED_KEY];
      if (isUnderWay(migration) || computeId === undefined) continue;
      const answer = await kubeVirt.deleteMigration(migration.metadata);
      const removed = answer.taken || answer.status === 404;
      leftovers.push({ computeId, detail: `migration ${namespace}/${name} is over`, removed });
    }
  }
  return leftovers;
}
