/** Pods and virtual machine instances as virtual computes. Pure. */
import type { V1Container, V1OwnerReference, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import type { VimCompute } from '../vim.ts';
import type { KubernetesVim } from './connection.ts';
import type { VirtualMachineInstance } from './kubevirt.ts';
import { quantityOf } from './quantity.ts';

type LabelKeys = KubernetesVim['labelKeys'];
type Identity = Pick<VimCompute, 'vnfInstanceId' | 'vnfcInstanceId' | 'vnfdId' | 'vnfmId'>;
interface Labelled {
  namespace?: string;
  name?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: V1OwnerReference[];
}

/** Longest identifier or name. SOL013 7.2.2. */
const LONGEST = 255;
/** Phases of a pod or an instance that has ended and does not run again. */
const ENDED = ['Succeeded', 'Failed'];

/** Whether a pod is a function, and not a part of its node or the inside of a virtual machine. R17. */
export function isFunction(pod: V1Pod, config: Pick<KubernetesVim, 'ignoreDaemonSets' | 'namespaces'>): boolean {
  const { metadata } = pod;
  const owner = controllerOf(metadata?.ownerReferences);
  // What the kubelet runs from files of the node is shown as a mirror pod; nobody but the node can end it.
  if (owner?.kind === 'Node' || metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined) return false;
  if ((owner?.kind === 'DaemonSet' && config.ignoreDaemonSets) || isOfVirtualMachine(pod)) return false;
  return isCounted(metadata?.namespace, config);
}

/** Whether KubeVirt runs the pod for a virtual machine, which is the virtual compute then. */
export function isOfVirtualMachine({ metadata }: V1Pod): boolean {
  return ['virt-launcher', 'hotplug-disk'].includes(metadata?.labels?.['kubevirt.io'] ?? '');
}

/** UID of the virtual machine instance that the pod is to run, or runs. */
export function awaitedBy(pod: V1Pod): string | undefined {
  const { metadata, status } = pod;
  const isOver = metadata?.deletionTimestamp !== undefined || ENDED.includes(status?.phase ?? '');
  return isOver || metadata?.labels?.['kubevirt.io'] !== 'virt-launcher'
    ? undefined
    : controllerOf(metadata.ownerReferences)?.uid;
}

export function isCounted(namespace: string | undefined, { namespaces }: Pick<KubernetesVim, 'namespaces'>): boolean {
  return namespaces?.includes(namespace ?? '') ?? true;
}

/**
 * The UID identifies a pod: it is its own from the beginning to the end, restarts of its containers included, and no other has it;
 * a name is given again, by a StatefulSet while the one before is hardly gone. IFA006 8.4.3.
 */
export function podCompute(pod: V1Pod, hostId: string, labelKeys: LabelKeys): VimCompute {
  const { metadata, spec, status } = pod;
  const cpu = requestOf(spec, 'cpu');
  const memory = requestOf(spec, 'memory');
  return {
    computeId: metadata?.uid ?? '',
    computeName: nameOf(metadata ?? {}),
    hostId,
    operationalState: ENDED.includes(status?.phase ?? '') ? 'DISABLED' : 'ENABLED',
    ...(cpu === undefined ? {} : { virtualCpu: { numVirtualCpu: cpu } }),
    ...(memory === undefined ? {} : { virtualMemory: { virtualMemSize: memory / 2 ** 20 } }),
    metadata: metadataOf('Pod', metadata ?? {}),
    ...identityOf(metadata ?? {}, labelKeys),
  };
}

/** The UID of an instance stays while it migrates. */
export function instanceCompute(instance: VirtualMachineInstance, hostId: string, labelKeys: LabelKeys): VimCompute {
  const { metadata, spec, status } = instance;
  const { cores = 1, sockets = 1, threads = 1 } = spec?.domain?.cpu ?? {};
  const memory = quantityOf(spec?.domain?.memory?.guest ?? spec?.domain?.resources?.requests?.['memory']);
  return {
    computeId: metadata.uid ?? '',
    computeName: nameOf(metadata),
    hostId,
    operationalState: ENDED.includes(status?.phase ?? '') ? 'DISABLED' : 'ENABLED',
    virtualCpu: { numVirtualCpu: cores * sockets * threads },
    ...(memory === undefined ? {} : { virtualMemory: { virtualMemSize: memory / 2 ** 20 } }),
    metadata: metadataOf('VirtualMachineInstance', metadata),
    ...identityOf(metadata, labelKeys),
  };
}

export function controllerOf(owners: V1OwnerReference[] | undefined): V1OwnerReference | undefined {
  return owners?.find(({ controller }) => controller === true);
}

/** What labels, or else annotations, tell; a value that is no identifier tells nothing. */
export function identityOf({ labels, annotations }: Labelled, keys: LabelKeys): Identity {
  const identity: Identity = {};
  for (const attribute of ['vnfInstanceId', 'vnfcInstanceId', 'vnfdId', 'vnfmId'] as const) {
    const value = labels?.[keys[attribute]] ?? annotations?.[keys[attribute]] ?? '';
    if (value !== '' && value.length <= LONGEST) identity[attribute] = value;
  }
  return identity;
}

function nameOf({ namespace = '', name = '' }: Labelled): string {
  return `${namespace}/${name}`.slice(0, LONGEST);
}

/** What does not change while it runs; otherwise every look would be a change of the virtual compute. */
function metadataOf(kind: string, { namespace, name, ownerReferences }: Labelled): Record<string, unknown> {
  const owner = controllerOf(ownerReferences);
  return { kind, namespace, name, ...(owner === undefined ? {} : { controller: `${owner.kind}/${owner.name}` }) };
}

/** What the scheduler counts: the containers together, or the largest of those that run before them. Undefined: nothing. */
function requestOf(spec: V1PodSpec | undefined, resource: string): number | undefined {
  const before = spec?.initContainers ?? [];
  const lasting = [...(spec?.containers ?? []), ...before.filter(({ restartPolicy }) => restartPolicy === 'Always')];
  const together = lasting.reduce((sum, container) => sum + ofContainer(container, resource), 0);
  const most = Math.max(together, ...before.map((container) => ofContainer(container, resource)));
  return most === 0 ? undefined : most + (quantityOf(spec?.overhead?.[resource]) ?? 0);
}

function ofContainer({ resources }: V1Container, resource: string): number {
  return quantityOf(resources?.requests?.[resource]) ?? 0;
}
