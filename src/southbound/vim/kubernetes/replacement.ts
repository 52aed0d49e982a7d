/** Which pod takes the place of one that was evicted. Pure. */
import type { V1Pod } from '@kubernetes/client-node';
import { controllerOf, identityOf } from './computes.ts';
import type { KubernetesVim } from './connection.ts';
import { isSince } from './context.ts';
import { MOVED_KEY, type MoveRecord } from './node-marks.ts';

/** The one that was told apart already, or else the best: away from the node it had to leave, up, the oldest. */
export function replacementAmong(
  pods: readonly V1Pod[],
  move: { computeId: string; sourceNode: string; record: MoveRecord; labelKeys: KubernetesVim['labelKeys'] },
): V1Pod | undefined {
  const rankOf = (pod: V1Pod): number =>
    (claimOf(pod) === move.computeId ? 0 : 4) + (pod.spec?.nodeName === move.sourceNode ? 2 : 0) + (isUp(pod) ? 0 : 1);
  return pods
    .filter((pod) => canReplace(pod, move))
    .sort((a, b) => rankOf(a) - rankOf(b) || createdOf(a) - createdOf(b))[0];
}

/** Whether the pod serves, or has done its work already. */
export function isUp({ status }: V1Pod): boolean {
  if (status?.phase === 'Succeeded') return true;
  const isReady = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return status?.phase === 'Running' && isReady === true;
}

/** Why it is not up yet, for people. */
export function delayOf({ status }: V1Pod): string {
  const unmet = status?.conditions?.find((condition) => condition.status === 'False' && condition.message);
  const waiting = status?.containerStatuses?.map(({ state }) => state?.waiting?.reason).find(Boolean);
  return [status?.phase ?? 'Pending', waiting ?? unmet?.message].filter(Boolean).join(': ');
}

/** The virtual compute whose place the pod was found to have taken. */
export function claimOf(pod: V1Pod): string | undefined {
  return pod.metadata?.annotations?.[MOVED_KEY];
}

function canReplace(pod: V1Pod, { computeId, record, labelKeys }: Parameters<typeof replacementAmong>[1]): boolean {
  const { metadata, status } = pod;
  if (metadata === undefined || metadata.uid === computeId || metadata.deletionTimestamp !== undefined) return false;
  if (status?.phase === 'Failed' || ![undefined, computeId].includes(claimOf(pod))) return false;
  return (
    isSince(metadata.creationTimestamp, record) &&
    (isOfSameController(pod, record) || isSameVnfc(pod, record, labelKeys))
  );
}

function isOfSameController({ metadata }: V1Pod, record: MoveRecord): boolean {
  const owner = controllerOf(metadata?.ownerReferences);
  if (owner === undefined || owner.uid !== record.controllerUid) return false;
  // The pods of a StatefulSet are no equals: each is replaced by one of its own name.
  return owner.kind !== 'StatefulSet' || metadata?.name === record.name;
}

/** A roll-out, or an operator, may replace a pod by one of another controller. */
function isSameVnfc({ metadata }: V1Pod, record: MoveRecord, labelKeys: KubernetesVim['labelKeys']): boolean {
  return (
    record.vnfcInstanceId !== undefined &&
    identityOf(metadata ?? {}, labelKeys).vnfcInstanceId === record.vnfcInstanceId
  );
}

function createdOf(pod: V1Pod): number {
  return pod.metadata?.creationTimestamp?.getTime() ?? 0;
}
