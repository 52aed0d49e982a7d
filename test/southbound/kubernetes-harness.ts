import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { components } from '../../generated/config.ts';
import { reasonOf } from '../../src/problem.ts';
import { kubernetesAdapter } from '../../src/southbound/vim/kubernetes/kubernetes.ts';
import type { MigrationOrder, Vim } from '../../src/southbound/vim/vim.ts';
import {
  startKubernetes,
  type KubernetesCluster,
  type KubernetesOptions,
  type PolicyRule,
} from '../simulators/kubernetes.ts';
import { ownerOf } from '../simulators/kubernetes-controllers.ts';
import type { Metadata, NewResource, Resource, Spec } from '../simulators/kubernetes-store.ts';
import { createRecordingLog } from './recording-ports.ts';

type KubernetesVim = components['schemas']['KubernetesVim'];

/**
 * A cluster of three nodes, worker-1 to worker-3, which are server-1 to server-3, and the VIM that is told of them. The VIM may do
 * what the documented role allows.
 */
export interface ClusterUnderTest extends KubernetesCluster {
  vim: Vim;
  kubeconfigFile: string;
  /** Another VIM of the same cluster, as after a restart. */
  createVim(config?: Partial<KubernetesVim>): Vim;
  pod(name: string): Resource;
  pods(): Resource[];
  node(name: string): Resource;
  /** A set of pods of namespace `core` with these labels, all up. */
  addReplicaSet(name: string, replicas: number, labels?: Record<string, string>): Resource;
  addStatefulSet(name: string, replicas: number): Resource;
  /** A pod of no set, on this node and up. */
  addPod(name: string, node: string, resource?: NewResource): Resource;
  addMachine(name: string, spec?: Spec): Resource;
  /** Takes the node's heartbeat and its kubelet away. */
  die(node: string): void;
  remove(): Promise<void>;
}

export const LABEL_KEYS: KubernetesVim['labelKeys'] = {
  vnfInstanceId: 'nfvi-te-gateway/vnf-instance-id',
  vnfcInstanceId: 'nfvi-te-gateway/vnfc-instance-id',
  vnfdId: 'nfvi-te-gateway/vnfd-id',
  vnfmId: 'nfvi-te-gateway/vnfm-id',
};
const COMPUTE_HOSTS = { 'server-1': 'worker-1', 'server-2': 'worker-2', 'server-3': 'worker-3' };
/** Without a kubeconfig. */
export const CONFIGURATION: KubernetesVim = {
  id: 'edge',
  type: 'kubernetes',
  timeout: 5,
  computeHosts: COMPUTE_HOSTS,
  pollInterval: 5,
  labelKeys: LABEL_KEYS,
  ignoreDaemonSets: true,
};

export async function startClusterUnderTest(options: KubernetesOptions = {}): Promise<ClusterUnderTest> {
  const { rules } = parse(await readFile('docs/kubernetes-role.yaml', 'utf8')) as { rules: PolicyRule[] };
  const cluster = await startKubernetes({ rules, ...options });
  const folder = await mkdtemp(join(tmpdir(), 'kubernetes-'));
  const kubeconfigFile = join(folder, 'kubeconfig');
  await writeFile(kubeconfigFile, kubeconfigOf(cluster.url));
  const createVim = (config: Partial<KubernetesVim> = {}): Vim =>
    kubernetesAdapter.create({ ...CONFIGURATION, kubeconfigFile, ...config }, createRecordingLog().log);
  const { store } = cluster;
  Object.values(COMPUTE_HOSTS).forEach((name) => cluster.addNode(name));
  return {
    ...cluster,
    kubeconfigFile,
    createVim,
    vim: createVim(),
    pods: () => store.all('pods'),
    pod: (name) => store.find('pods', 'core', name),
    node: (name) => store.find('nodes', undefined, name),
    ...makersOf(cluster),
    die: (node) => {
      cluster.setReady(node, false);
    },
    remove: async () => {
      await cluster.close();
      await rm(folder, { recursive: true });
    },
  };
}

function makersOf(cluster: KubernetesCluster) {
  const { store } = cluster;
  const up = (): void => {
    cluster.reconcile();
    cluster.runKubelets();
  };
  const addSet = (
    plural: 'replicasets' | 'statefulsets',
    name: string,
    replicas: number,
    metadata: Partial<Metadata>,
  ) => {
    const template = { metadata };
    const set = store.create(plural, { metadata: { name, namespace: 'core' }, spec: { replicas, template } });
    up();
    return set;
  };
  return {
    addReplicaSet: (name: string, replicas: number, labels: Record<string, string> = { app: name }) =>
      addSet('replicasets', name, replicas, { labels }),
    addStatefulSet: (name: string, replicas: number) =>
      addSet('statefulsets', name, replicas, { labels: { app: name } }),
    addPod: (name: string, node: string, { metadata, spec, status }: NewResource = { metadata: {} }) => {
      const pod = store.create('pods', {
        metadata: { name, namespace: 'core', ...metadata },
        spec: { nodeName: node, ...spec },
        status: { phase: 'Pending', ...status },
      });
      up();
      return pod;
    },
    addMachine: (name: string, spec: Spec = { runStrategy: 'Always' }) => {
      store.create('virtualmachines', { metadata: { name, namespace: 'core' }, spec });
      up();
      return store.find('virtualmachineinstances', 'core', name);
    },
  };
}

export function kubeconfigOf(
  server: string,
  cluster: object = { 'insecure-skip-tls-verify': true },
  user: object = {},
): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'edge', cluster: { server, ...cluster } }],
    users: [{ name: 'gateway', user }],
    contexts: [{ name: 'gateway@edge', context: { cluster: 'edge', user: 'gateway' } }],
    'current-context': 'gateway@edge',
  });
}

/** An order to move this pod, or this virtual machine, from the node where it is. */
export function orderFor({ metadata, spec, status }: Resource, order: Partial<MigrationOrder> = {}): MigrationOrder {
  const node = spec.nodeName ?? status.nodeName ?? '';
  const sourceComputeHostId = node.replace('worker', 'server');
  return { computeId: metadata.uid, migrationType: 'LIVE_MIGRATION', sourceComputeHostId, ...order };
}

export { ownerOf };

/** A text with this in it, within an object that is expected. */
export function containing(part: string): unknown {
  return expect.stringContaining(part);
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** What went wrong, as the engine sees it. */
export async function failureOf(promise: Promise<unknown>): Promise<{ kind: unknown; message: string }> {
  try {
    await promise;
  } catch (error) {
    return { kind: (error as { kind?: unknown }).kind, message: reasonOf(error) };
  }
  throw new Error('it went well');
}
