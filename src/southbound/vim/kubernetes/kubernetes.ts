import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { Log } from '../../../log.ts';
import { DomainError } from '../../../problem.ts';
import type { MigrationOrder, Vim, VimAdapter, VimCompute } from '../vim.ts';
import { createCluster } from './cluster.ts';
import { awaitedBy, instanceCompute, isCounted, isFunction, isOfVirtualMachine, podCompute } from './computes.ts';
import { createConnection, type KubernetesVim } from './connection.ts';
import { createHostNames } from '../host-names.ts';
import { hostOf, recordOf, type Context } from './context.ts';
import { abortInstanceMove, beginInstanceMove, instanceMoving, readInstanceMove } from './instance-moves.ts';
import { createKubeVirt, type VirtualMachineInstance } from './kubevirt.ts';
import { findLeftovers } from './leftovers.ts';
import {
  isMarkedOff,
  isReady,
  markingOff,
  moveRecordOf,
  recording,
  restoring,
  schedulingOf,
  withdrawing,
  type MoveRecord,
} from './node-marks.ts';
import { abortPodMove, beginPodMove, podMoving, readPodMove } from './pod-moves.ts';

/** From so many servers on, one list of all pods is read instead of one for each server. */
const SERVERS_FOR_ONE_LIST = 6;

/**
 * VIM `kubernetes`: the nodes of a cluster, its pods, and the virtual machines of KubeVirt. A node is withdrawn by a cordon and a taint
 * of our own; what was there before is kept in an annotation, as is every move that was ordered: nothing has to be remembered here.
 */
export const kubernetesAdapter: VimAdapter<KubernetesVim> = {
  type: 'kubernetes',
  create: createKubernetesVim,
};

function createKubernetesVim(config: KubernetesVim, log: Log): Vim {
  const connection = createConnection(config);
  const cluster = createCluster(connection);
  const nodes = createHostNames(config.id, config.computeHosts);
  const context: Context = { config, nodes, cluster, kubeVirt: createKubeVirt(connection), log };
  const readNode = (computeHostId: string): Promise<V1Node> => cluster.readNode(context.nodes.nameOf(computeHostId));

  return {
    id: config.id,
    computeHostIds: nodes.computeHostIds,
    readVirtualComputes: (computeHostIds) => readVirtualComputes(context, computeHostIds),
    readArriving: (computeHostId) => readArriving(context, computeHostId),
    // Pods are not found by their uid: all are listed, once.
    findVirtualComputes: async (computeIds) => {
      const wanted = new Set(computeIds);
      const computes = await readVirtualComputes(context, nodes.computeHostIds);
      return computes.filter(({ computeId }) => wanted.has(computeId));
    },
    readScheduling: async (computeHostId) => schedulingOf(await readNode(computeHostId)),
    withdraw: async (computeHostId, hostEvacuationId) => {
      await cluster.changeNode(context.nodes.nameOf(computeHostId), (node) => withdrawing(node, hostEvacuationId));
    },
    restore: async (computeHostId, hostEvacuationId) => {
      await cluster.changeNode(context.nodes.nameOf(computeHostId), (node) => restoring(node, hostEvacuationId));
    },
    markPoweredOff: (computeHostId, hostEvacuationId) => markPoweredOff(context, computeHostId, hostEvacuationId),
    migrate: (order) => migrate(context, order),
    readMigration: async (order, since) => {
      const node = await readNode(order.sourceComputeHostId);
      const record = moveRecordOf(node, order.computeId);
      if (record === undefined || Date.parse(record.began) < Date.parse(since)) return undefined;
      return record.kind === 'Pod'
        ? await readPodMove(context, node, record, order)
        : await readInstanceMove(context, node, record, order);
    },
    abortMigration: async (order) => {
      const node = await readNode(order.sourceComputeHostId);
      const record = moveRecordOf(node, order.computeId);
      if (record?.kind === 'Pod') await abortPodMove(context, node, record, order);
      if (record?.kind === 'VirtualMachineInstance') await abortInstanceMove(context, record, order);
    },
    cleanUp: async (computeHostId) => await findLeftovers(context, await readNode(computeHostId)),
    close: () => Promise.resolve(),
  };
}

/** Kubernetes evacuates a node by itself once it is marked: what is on it now is kept, to be followed as if it had been ordered. */
async function markPoweredOff(context: Context, computeHostId: string, hostEvacuationId: string): Promise<void> {
  const { cluster, config } = context;
  const nodeName = context.nodes.nameOf(computeHostId);
  const pods = await cluster.listPods({ nodeName });
  const moves: Record<string, MoveRecord> = {};
  for (const pod of pods.filter((each) => isFunction(each, config))) {
    const moving = podMoving(context, pod);
    if (moving !== undefined) moves[pod.metadata?.uid ?? ''] = recordOf(context, moving);
  }
  for (const instance of await readInstances(context, pods))
    moves[instance.metadata.uid ?? ''] = recordOf(context, instanceMoving(instance));
  await cluster.changeNode(nodeName, (node) => {
    assertSilent(node);
    return markingOff(node, hostEvacuationId, moves);
  });
}

/** A node whose kubelet answers is not off, whatever was read elsewhere: pods would be started twice. */
function assertSilent(node: V1Node): void {
  if (isMarkedOff(node) || !isReady(node)) return;
  const name = node.metadata?.name ?? '';
  throw new DomainError('SouthboundUnavailable', `node ${name} is not marked as off: Kubernetes still sees it ready`);
}

async function readVirtualComputes(context: Context, computeHostIds: readonly string[]): Promise<VimCompute[]> {
  const nodes = computeHostIds.map((computeHostId) => context.nodes.nameOf(computeHostId));
  const { config } = context;
  const found = new Map<string, VimCompute>();
  for (const pods of await readPods(context, nodes)) {
    for (const pod of pods.filter((each) => isFunction(each, config)))
      found.set(pod.metadata?.uid ?? '', podCompute(pod, hostOf(context, pod.spec?.nodeName ?? ''), config.labelKeys));
    for (const instance of await readInstances(context, pods))
      found.set(
        instance.metadata.uid ?? '',
        instanceCompute(instance, hostOf(context, instance.status?.nodeName ?? ''), config.labelKeys),
      );
  }
  const wanted = new Set(computeHostIds);
  return [...found.values()].filter(({ hostId }) => wanted.has(hostId));
}

/** An instance is where it comes from until it has migrated; the pod that it goes to is there before. */
async function readArriving(context: Context, computeHostId: string): Promise<string[]> {
  const pods = await context.cluster.listPods({ nodeName: context.nodes.nameOf(computeHostId) });
  const there = new Set((await readInstances(context, pods)).map(({ metadata }) => metadata.uid));
  return pods.flatMap((pod) => {
    const instance = isCounted(pod.metadata?.namespace, context.config) ? awaitedBy(pod) : undefined;
    return instance === undefined || there.has(instance) ? [] : [instance];
  });
}

/** The pods of these nodes, a list of lists. */
async function readPods({ cluster }: Context, nodes: readonly string[]): Promise<V1Pod[][]> {
  if (nodes.length < SERVERS_FOR_ONE_LIST)
    return await Promise.all(nodes.map((nodeName) => cluster.listPods({ nodeName })));
  const wanted = new Set(nodes);
  const pods = await cluster.listPods({});
  return [pods.filter(({ spec }) => wanted.has(spec?.nodeName ?? ''))];
}

/** A cluster without KubeVirt has no pod that tells of it, and is not asked. */
async function readInstances({ kubeVirt, config }: Context, pods: readonly V1Pod[]): Promise<VirtualMachineInstance[]> {
  const nodes = new Set(pods.filter(isOfVirtualMachine).map(({ spec }) => spec?.nodeName));
  if (nodes.size === 0) return [];
  const instances = await kubeVirt.listInstances(nodes.size === 1 ? [...nodes][0] : undefined);
  return instances.filter(
    ({ metadata, status }) => nodes.has(status?.nodeName) && isCounted(metadata.namespace, config),
  );
}

async function migrate(context: Context, order: MigrationOrder): Promise<void> {
  const { cluster, config } = context;
  if (order.migrationType === 'NO_MIGRATION')
    throw new DomainError('SouthboundRefused', `virtual compute ${order.computeId} must not be migrated`);
  const node = await cluster.readNode(context.nodes.nameOf(order.sourceComputeHostId));
  const pods = await cluster.listPods({ nodeName: node.metadata?.name ?? '' });
  const pod = pods.find((each) => each.metadata?.uid === order.computeId && isFunction(each, config));
  if (pod !== undefined) {
    await beginPodMove(context, node, pod, order);
    return;
  }
  const instance = (await readInstances(context, pods)).find(({ metadata }) => metadata.uid === order.computeId);
  if (instance === undefined) await adopt(context, node, order);
  else await beginInstanceMove(context, node, instance, order);
}

/** The order is given again, and what it is about has left already: from now on it is followed for this order too. */
async function adopt({ cluster }: Context, node: V1Node, order: MigrationOrder): Promise<void> {
  const record = moveRecordOf(node, order.computeId);
  const name = node.metadata?.name ?? '';
  if (record === undefined)
    throw new DomainError('SouthboundRefused', `there is no virtual compute ${order.computeId} on node ${name}`);
  const began = new Date().toISOString();
  await cluster.changeNode(name, (current) => recording(current, { [order.computeId]: { ...record, began } }));
}
