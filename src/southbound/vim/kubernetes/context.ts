import type { V1Node } from '@kubernetes/client-node';
import type { Log } from '../../../log.ts';
import type { HostNames } from '../host-names.ts';
import type { MigrationOrder } from '../vim.ts';
import type { Cluster } from './cluster.ts';
import type { KubernetesVim } from './connection.ts';
import type { KubeVirt } from './kubevirt.ts';
import { isMarkedOff, isReady, recording, type MoveRecord } from './node-marks.ts';

/** What every part of the adapter works with. */
export interface Context {
  readonly config: KubernetesVim;
  readonly nodes: HostNames;
  readonly cluster: Cluster;
  readonly kubeVirt: KubeVirt;
  readonly log: Log;
}

/** Seconds by which the clocks of the servers of one control plane may differ. */
const CLOCK_TOLERANCE = 2;

/** The server that a node is; a node that is not configured goes by its own name. */
export function hostOf({ nodes }: Context, nodeName: string): string {
  return nodes.computeHostIdOf(nodeName) ?? nodeName;
}

/** Whether the node is off for certain: Kubernetes was told so, and its kubelet does not say otherwise. */
export function isOff(node: V1Node): boolean {
  return isMarkedOff(node) && !isReady(node);
}

/** What a record tells beside the time of the order. */
export type Moving = Omit<MoveRecord, 'began' | 'ordered'>;

export function recordOf({ cluster }: Context, moving: Moving): MoveRecord {
  return { began: new Date().toISOString(), ordered: cluster.connection.now().toISOString(), ...moving };
}

/** Keeps on the node that a move was ordered, before it is. The node outlives what moves, and the gateway. */
export async function recordMove(
  context: Context,
  { computeId }: MigrationOrder,
  node: V1Node,
  moving: Moving,
): Promise<void> {
  const record = recordOf(context, moving);
  await context.cluster.changeNode(node.metadata?.name ?? '', (current) => recording(current, { [computeId]: record }));
}

/** Whether an object was created after the order, as far as the clocks of the control plane can tell. */
export function isSince(creationTimestamp: Date | string | undefined, { ordered }: MoveRecord): boolean {
  const created = new Date(creationTimestamp ?? Number.NaN).getTime();
  return created >= Date.parse(ordered) - 1000 * CLOCK_TOLERANCE;
}
