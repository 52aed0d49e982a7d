import type { V1Node } from '@kubernetes/client-node';
import { DomainError } from '../../../problem.ts';
import type { MigrationOrder, VimMigration } from '../vim.ts';
import { controllerOf, isOfVirtualMachine } from './computes.ts';
import type { Reference } from './connection.ts';
import { hostOf, isOff, isSince, recordMove, type Context, type Moving } from './context.ts';
import type { Metadata, VirtualMachineInstance, VirtualMachineInstanceMigration } from './kubevirt.ts';
import { MOVED_KEY, type MoveRecord } from './node-marks.ts';
import { referenceOf } from './pod-moves.ts';

const FINAL_PHASES = ['Succeeded', 'Failed'];

/**
 * LIVE_MIGRATION is a migration of KubeVirt. OFFLINE_MIGRATION ends the instance, and its virtual machine starts another one
 * elsewhere; so it is on a node that is off, after its pods were given up. IFA005 7.3.1.8.
 */
export async function beginInstanceMove(
  context: Context,
  node: V1Node,
  instance: VirtualMachineInstance,
  order: MigrationOrder,
): Promise<void> {
  if (isOff(node)) {
    await assertRestarted(context, instance);
    await recordMove(context, order, node, instanceMoving(instance));
    await giveUpPods(context, node, instance);
    await endInstance(context, instance);
  } else if (order.migrationType === 'OFFLINE_MIGRATION') {
    await assertRestarted(context, instance);
    await recordMove(context, order, node, instanceMoving(instance));
    await endInstance(context, instance);
  } else {
    await migrateLive(context, node, instance, order);
  }
  context.log.info(
    { computeId: order.computeId, migrationType: order.migrationType },
    'the virtual machine is to leave its node',
  );
}

async function migrateLive(
  context: Context,
  node: V1Node,
  instance: VirtualMachineInstance,
  order: MigrationOrder,
): Promise<void> {
  const { namespace, name, uid } = referenceTo(instance.metadata);
  const obstacle = instance.status?.conditions?.find(
    ({ type, status }) => type === 'LiveMigratable' && status === 'False',
  );
  if (obstacle !== undefined)
    throw new DomainError(
      'SouthboundRefused',
      `${nameOf(instance)} cannot be live-migrated: ${obstacle.message ?? ''}`,
    );
  const target = order.targetComputeHostId && context.nodes.nameOf(order.targetComputeHostId);
  await recordMove(context, order, node, instanceMoving(instance));
  // KubeVirt takes one at a time; one that somebody else began moves the virtual machine just as well.
  if ((await migrationsOf(context, instance.metadata)).some(isUnderWay)) return;
  await context.kubeVirt.createMigration(namespace, {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstanceMigration',
    metadata: { generateName: 'nfvi-te-gateway-', labels: { [MOVED_KEY]: uid } },
    spec: { vmiName: name, ...(target ? { addedNodeSelector: { 'kubernetes.io/hostname': target } } : {}) },
  });
}

/** Where it runs is what counts; its migration tells why it does not. Undefined: KubeVirt has no order. */
export async function readInstanceMove(
  context: Context,
  node: V1Node,
  record: MoveRecord,
  order: MigrationOrder,
): Promise<VimMigration | undefined> {
  const { namespace, name } = record;
  const instance = await context.kubeVirt.readInstance(namespace, name);
  const what = `virtual machine ${namespace}/${name}`;
  if (instance === undefined) return { state: 'PROCESSING', detail: `${what} is stopped and has not been started yet` };
  const { nodeName } = instance.status ?? {};
  const isSame = instance.metadata.uid === order.computeId;
  const isElsewhere = nodeName !== undefined && nodeName !== '' && nodeName !== node.metadata?.name;
  if (isSame && isElsewhere)
    return { state: 'COMPLETED', computeHostId: hostOf(context, nodeName), detail: `${what} runs on node ${nodeName}` };
  if (isSame) return await progressOf(context, instance, record, what);
  const phase = instance.status?.phase ?? 'Pending';
  const where = `${what} was started again on node ${nodeName ?? '(none yet)'}: ${phase}`;
  if (phase !== 'Running') return { state: phase === 'Failed' ? 'FAILED' : 'PROCESSING', detail: where };
  if (!isElsewhere) return { state: 'FAILED', detail: `${where}, but that is the node that it had to leave` };
  const computeId = instance.metadata.uid ?? '';
  return { state: 'COMPLETED', computeHostId: hostOf(context, nodeName), computeId, detail: where };
}

async function progressOf(
  context: Context,
  { metadata }: VirtualMachineInstance,
  record: MoveRecord,
  what: string,
): Promise<VimMigration | undefined> {
  if (metadata.deletionTimestamp !== undefined) return { state: 'PROCESSING', detail: `${what} is being stopped` };
  const ordered = (await migrationsOf(context, metadata))
    .filter((migration) => isUnderWay(migration) || isSince(migration.metadata.creationTimestamp, record))
    .sort((a, b) => (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''));
  const migration = ordered.find(isUnderWay) ?? ordered.at(-1);
  if (migration === undefined) return undefined;
  const { phase = 'Pending', migrationState } = migration.status ?? {};
  const detail = `${what}: migration ${migration.metadata.name ?? ''} is ${phase}`;
  if (phase !== 'Failed') return { state: 'PROCESSING', detail };
  return { state: 'FAILED', detail: [detail, migrationState?.failureReason].filter(Boolean).join(': ') };
}

/** Ends our own migrations of it that are under way; KubeVirt then leaves it where it is. */
export async function abortInstanceMove(
  context: Context,
  record: MoveRecord,
  { computeId }: MigrationOrder,
): Promise<void> {
  const { namespace, name } = record;
  for (const migration of await migrationsOf(context, { namespace, name })) {
    if (!isUnderWay(migration) || migration.metadata.labels?.[MOVED_KEY] !== computeId) continue;
    const answer = await context.kubeVirt.deleteMigration(migration.metadata);
    if (!answer.taken && answer.status !== 404)
      throw context.cluster.connection.refusal(`DELETE migration ${migration.metadata.name ?? ''}`, answer);
  }
}

/** Whether KubeVirt still works on it. */
export function isUnderWay({ status }: VirtualMachineInstanceMigration): boolean {
  return !FINAL_PHASES.includes(status?.phase ?? '');
}

async function migrationsOf(
  { kubeVirt }: Context,
  { namespace, name }: Pick<Metadata, 'namespace' | 'name'>,
): Promise<VirtualMachineInstanceMigration[]> {
  const migrations = await kubeVirt.listMigrations(namespace === undefined ? {} : { namespace });
  return migrations.filter(({ spec }) => spec?.vmiName === name);
}

/** What nothing would start again is not ended. */
async function assertRestarted({ kubeVirt }: Context, instance: VirtualMachineInstance): Promise<void> {
  const { namespace } = referenceTo(instance.metadata);
  const owner = controllerOf(instance.metadata.ownerReferences);
  const machine = owner?.kind === 'VirtualMachine' ? await kubeVirt.readMachine(namespace, owner.name) : undefined;
  if (machine?.spec?.runStrategy === 'Always' || machine?.spec?.running === true) return;
  const why =
    machine === undefined
      ? 'it has no VirtualMachine'
      : `its run strategy is ${machine.spec?.runStrategy ?? 'unknown'}`;
  throw new DomainError('SouthboundRefused', `${nameOf(instance)} would not be started again elsewhere: ${why}`);
}

export function instanceMoving({ metadata }: VirtualMachineInstance): Moving {
  const { namespace, name } = referenceTo(metadata);
  return { kind: 'VirtualMachineInstance', namespace, name };
}

/** The kubelet that would end them is off. */
async function giveUpPods({ cluster }: Context, node: V1Node, { metadata }: VirtualMachineInstance): Promise<void> {
  const { namespace } = referenceTo(metadata);
  const pods = await cluster.listPods({ namespace, nodeName: node.metadata?.name ?? '' });
  for (const pod of pods.filter((each) => isOfVirtualMachine(each) && isOwnedBy(each.metadata, metadata.uid))) {
    const answer = await cluster.deletePod(referenceOf(pod), 0);
    if (!answer.taken && answer.status !== 404)
      throw cluster.connection.refusal(`DELETE pod ${pod.metadata?.name ?? ''}`, answer);
  }
}

function isOwnedBy(metadata: Pick<Metadata, 'ownerReferences'> | undefined, uid: string | undefined): boolean {
  return metadata?.ownerReferences?.some((owner) => owner.uid === uid) ?? false;
}

async function endInstance({ cluster, kubeVirt }: Context, { metadata }: VirtualMachineInstance): Promise<void> {
  const reference = referenceTo(metadata);
  const answer = await kubeVirt.deleteInstance(reference);
  // 404, 409: it is gone, or another one has its name already.
  if (!answer.taken && answer.status !== 404 && answer.status !== 409)
    throw cluster.connection.refusal(
      `DELETE virtual machine instance ${reference.namespace}/${reference.name}`,
      answer,
    );
}

function referenceTo({ namespace = '', name = '', uid = '' }: Metadata): Reference {
  return { namespace, name, uid };
}

function nameOf({ metadata }: VirtualMachineInstance): string {
  return `virtual machine ${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
