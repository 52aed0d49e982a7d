import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { DomainError } from '../../../problem.ts';
import type { MigrationOrder, VimMigration } from '../vim.ts';
import { controllerOf, identityOf } from './computes.ts';
import type { Reference } from './connection.ts';
import { hostOf, isOff, recordMove, type Context, type Moving } from './context.ts';
import { forgetting, MOVED_KEY, type MoveRecord } from './node-marks.ts';
import { claimOf, delayOf, isUp, replacementAmong } from './replacement.ts';

/**
 * A pod moves by ending: its controller creates another one, which the scheduler places. So each way of migration is the same here,
 * and nobody can be told a target. A pod that nothing would replace is not ended. IFA005 7.3.1.8.
 */
export async function beginPodMove(context: Context, node: V1Node, pod: V1Pod, order: MigrationOrder): Promise<void> {
  const moving = podMoving(context, pod);
  if (moving === undefined)
    throw new DomainError(
      'SouthboundRefused',
      `${nameOf(pod)} cannot be moved: it has no controller that would replace it on another node`,
    );
  await recordMove(context, order, node, moving);
  const detail = await pushPod(context, node, pod, order.deadline);
  context.log.info({ computeId: order.computeId, detail }, 'the pod is to leave its node');
}

/** Undefined: nothing would replace the pod elsewhere. */
export function podMoving({ config }: Context, { metadata }: V1Pod): Moving | undefined {
  const owner = controllerOf(metadata?.ownerReferences);
  if (metadata === undefined || owner === undefined || owner.kind === 'DaemonSet') return undefined;
  const { namespace = '', name = '' } = metadata;
  const { vnfcInstanceId } = identityOf(metadata, config.labelKeys);
  const identity = vnfcInstanceId === undefined ? {} : { vnfcInstanceId };
  return { kind: 'Pod', namespace, name, controllerUid: owner.uid, ...identity };
}

/** Accepted is not gone, and gone is not moved: done when the UID is gone and the replacement is up on another node. */
export async function readPodMove(
  context: Context,
  node: V1Node,
  record: MoveRecord,
  order: MigrationOrder,
): Promise<VimMigration> {
  const { cluster, config } = context;
  const pod = await cluster.readPod(record.namespace, record.name);
  if (pod?.metadata?.uid === order.computeId)
    return { state: 'PROCESSING', detail: await pushPod(context, node, pod, order.deadline) };
  const sourceNode = node.metadata?.name ?? '';
  const pods = await cluster.listPods({ namespace: record.namespace });
  const move = { computeId: order.computeId, sourceNode, record, labelKeys: config.labelKeys };
  const replacement = replacementAmong(pods, move);
  const gone = `pod ${record.namespace}/${record.name} is gone`;
  if (replacement === undefined)
    return { state: 'PROCESSING', detail: `${gone}, and its controller has not replaced it yet` };
  const where = `${nameOf(replacement)} takes its place on node ${replacement.spec?.nodeName ?? '(none yet)'}`;
  if (!isUp(replacement)) return { state: 'PROCESSING', detail: `${gone}; ${where}: ${delayOf(replacement)}` };
  if (replacement.spec?.nodeName === sourceNode)
    return { state: 'FAILED', detail: `${gone}, but ${where}, the one that it had to leave` };
  if (!(await claim(context, replacement, order.computeId)))
    return { state: 'PROCESSING', detail: `${gone}; ${nameOf(replacement)} has just changed, and is looked at again` };
  return {
    state: 'COMPLETED',
    computeHostId: hostOf(context, replacement.spec?.nodeName ?? ''),
    computeId: replacement.metadata?.uid ?? '',
    detail: `${gone}; ${where}`,
  };
}

/** A pod that has not been told to end yet stays. */
export async function abortPodMove(
  { cluster }: Context,
  node: V1Node,
  record: MoveRecord,
  { computeId }: MigrationOrder,
): Promise<void> {
  const pod = await cluster.readPod(record.namespace, record.name);
  if (pod?.metadata?.uid !== computeId || pod.metadata.deletionTimestamp !== undefined) return;
  await cluster.changeNode(node.metadata?.name ?? '', (current) => forgetting(current, computeId));
}

/**
 * Tells the pod to end unless it was told before; what that came to, for people. A disruption budget that does not allow it now
 * is asked again at every look, until the deadline; on a node that is off there is nothing left to spare.
 */
async function pushPod(context: Context, node: V1Node, pod: V1Pod, deadline: string | undefined): Promise<string> {
  const { cluster, config } = context;
  const reference = referenceOf(pod);
  if (isOff(node)) {
    const answer = await cluster.deletePod(reference, 0);
    return outcomeOf(context, pod, 'force-deleted, as its node is off', answer);
  }
  if (pod.metadata?.deletionTimestamp !== undefined)
    return `${nameOf(pod)} is ending, until ${pod.metadata.deletionTimestamp.toISOString()} at the latest`;
  const isLate = deadline !== undefined && Date.parse(deadline) <= Date.now();
  const answer = isLate
    ? await cluster.deletePod(reference, config.gracePeriodSeconds)
    : await cluster.evictPod(reference, config.gracePeriodSeconds);
  return outcomeOf(context, pod, isLate ? 'deleted, as its deadline has passed' : 'evicted', answer);
}

function outcomeOf(
  { cluster: { connection } }: Context,
  pod: V1Pod,
  done: string,
  answer: Awaited<ReturnType<Context['cluster']['evictPod']>>,
): string {
  if (answer.taken) return `${nameOf(pod)} is ${done}`;
  // 404: gone meanwhile. 409: changed meanwhile, or another one of its name; the next look tells which.
  if (answer.status === 404 || answer.status === 409) return `${nameOf(pod)} has just changed, and is looked at again`;
  if (isHeldBack(answer)) return `${nameOf(pod)} must not be evicted yet: ${answer.message}`;
  throw connection.refusal(`the order that ${nameOf(pod)} be ${done}`, answer);
}

/** 429: a disruption budget holds the pod back, or the API server is busy. 500: several budgets do, and eviction knows but one. */
function isHeldBack({ status, message }: { status: number; message: string }): boolean {
  return status === 429 || (status === 500 && message.includes('more than one PodDisruptionBudget'));
}

/** Keeps with the replacement whose place it took, so that no other move counts it too; false: look again. */
async function claim({ cluster }: Context, replacement: V1Pod, computeId: string): Promise<boolean> {
  if (claimOf(replacement) === computeId) return true;
  const answer = await cluster.annotatePod(replacement, { [MOVED_KEY]: computeId });
  if (answer.taken) return true;
  if (answer.status === 404 || answer.status === 409) return false;
  throw cluster.connection.refusal(`PATCH ${nameOf(replacement)}`, answer);
}

export function referenceOf({ metadata }: V1Pod): Reference {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '', uid: metadata?.uid ?? '' };
}

export function nameOf({ metadata }: V1Pod): string {
  return `pod ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
