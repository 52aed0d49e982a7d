/** What the control plane, the kubelets and KubeVirt do by themselves in a simulated cluster. */
import type { Condition, Metadata, NewResource, Resource, Spec, Store } from './kubernetes-store.ts';

export const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
const LAUNCHER = { 'kubevirt.io': 'virt-launcher' };
const NODE_LABEL = 'kubevirt.io/nodeName';

/** The controllers of the control plane, which are quick: they act at once, as often as there is something to do. */
export function reconcile(store: Store): void {
  for (let before = ''; before !== snapshotOf(store);) {
    before = snapshotOf(store);
    evictByTaints(store);
    collectGarbage(store);
    store.all('replicasets').forEach((set) => {
      replicate(store, set);
    });
    store.all('statefulsets').forEach((set) => {
      replicateByName(store, set);
    });
    runMachines(store);
    schedule(store);
  }
}

/** The kubelets, which take their time: pods that are placed come up, pods that are to end are gone. */
export function runKubelets(store: Store): void {
  for (const pod of store.all('pods')) {
    const node = store.all('nodes').find(({ metadata }) => metadata.name === pod.spec.nodeName);
    if (node === undefined || !isReady(node)) continue;
    if (pod.metadata.deletionTimestamp !== undefined) {
      if ((pod.metadata.finalizers ?? []).length === 0) store.remove('pods', pod);
    } else if (pod.status.phase === 'Pending') {
      store.change(pod, ({ status }) => {
        status.phase = 'Running';
        status.conditions = [{ type: 'Ready', status: 'True' }];
      });
    }
  }
  reconcile(store);
  for (const instance of store.all('virtualmachineinstances')) settleInstance(store, instance);
  reconcile(store);
}

/** KubeVirt takes each migration one step further; with a reason they all fail. */
export function runMigrations(store: Store, failureReason?: string): void {
  for (const migration of store.all('virtualmachineinstancemigrations')) {
    const instance = store
      .all('virtualmachineinstances')
      .find(({ metadata }) => metadata.name === migration.spec.vmiName);
    if (['Succeeded', 'Failed'].includes(migration.status.phase ?? '') || instance === undefined) continue;
    if (migration.metadata.deletionTimestamp !== undefined) {
      targetOf(store, migration).forEach((pod) => {
        store.remove('pods', pod);
      });
      store.remove('virtualmachineinstancemigrations', migration);
    } else {
      store.change(migration, () => {
        if (failureReason === undefined) advance(store, migration, instance);
        else migration.status = { phase: 'Failed', migrationState: { failureReason } };
      });
    }
  }
  reconcile(store);
}

function advance(store: Store, migration: Resource, instance: Resource): void {
  const [target] = targetOf(store, migration);
  if (target === undefined) {
    launch(
      store,
      instance,
      { nodeSelector: migration.spec.addedNodeSelector ?? {} },
      { migration: migration.metadata.name },
    );
    migration.status.phase = 'Scheduling';
  } else if (migration.status.phase !== 'Running') {
    if (target.status.phase === 'Running') migration.status.phase = 'Running';
  } else {
    for (const pod of launchersOf(store, instance).filter(({ metadata }) => metadata.uid !== target.metadata.uid))
      store.remove('pods', pod);
    placeInstance(store, instance, target.spec.nodeName ?? '');
    migration.status.phase = 'Succeeded';
  }
}

function targetOf(store: Store, { metadata }: Resource): Resource[] {
  return store.all('pods').filter((pod) => pod.metadata.labels?.['migration'] === metadata.name);
}

/** A virtual machine with this strategy always has an instance, and an instance has a pod that it runs in. */
function runMachines(store: Store): void {
  for (const machine of store.all('virtualmachines')) {
    const { name, namespace = '' } = machine.metadata;
    const exists = store.all('virtualmachineinstances').some(({ metadata }) => metadata.name === name);
    if (machine.spec.runStrategy === 'Always' && !exists)
      store.create('virtualmachineinstances', {
        metadata: {
          ...machine.spec.template?.metadata,
          name,
          namespace,
          finalizers: ['foregroundDeleteVirtualMachine'],
          ownerReferences: [ownerOf(machine)],
        },
        spec: machine.spec.template?.spec ?? {},
        status: { phase: 'Pending' },
      });
  }
  for (const instance of store.all('virtualmachineinstances')) {
    const pods = launchersOf(store, instance);
    if (instance.metadata.deletionTimestamp === undefined) {
      if (pods.length === 0 && instance.status.phase === 'Pending') launch(store, instance, {}, {});
    } else if (pods.length === 0) {
      store.remove('virtualmachineinstances', instance);
    } else {
      pods
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .forEach((pod) => {
          store.end('pods', pod, 30);
        });
    }
  }
}

function launch(store: Store, instance: Resource, spec: Spec, labels: Record<string, string>): void {
  const { name, namespace = '' } = instance.metadata;
  store.create('pods', {
    metadata: {
      generateName: `virt-launcher-${name}-`,
      namespace,
      labels: { ...LAUNCHER, ...labels },
      ownerReferences: [ownerOf(instance)],
    },
    spec,
    status: { phase: 'Pending' },
  });
}

/** The instance runs where the first of its pods runs. */
function settleInstance(store: Store, instance: Resource): void {
  const pod = launchersOf(store, instance).find(({ status }) => status.phase === 'Running');
  if (pod !== undefined && instance.status.phase === 'Pending') placeInstance(store, instance, pod.spec.nodeName ?? '');
}

function placeInstance(store: Store, instance: Resource, nodeName: string): void {
  store.change(instance, ({ metadata, status }) => {
    metadata.labels = { ...metadata.labels, [NODE_LABEL]: nodeName };
    status.nodeName = nodeName;
    status.phase = 'Running';
  });
}

function launchersOf(store: Store, { metadata }: Resource): Resource[] {
  return store.all('pods').filter((pod) => isOwnedBy(pod, metadata));
}

function evictByTaints(store: Store): void {
  for (const pod of store.all('pods')) {
    const node = store.all('nodes').find(({ metadata }) => metadata.name === pod.spec.nodeName);
    const mustGo = node?.spec.taints?.some((taint) => taint.effect === 'NoExecute' && !isTolerated(pod, taint.key));
    if (mustGo === true && pod.metadata.deletionTimestamp === undefined) store.end('pods', pod, 30);
  }
}

/** What is ending on a node that is out of service is given up; nothing else is. */
function collectGarbage(store: Store): void {
  const dead = store
    .all('nodes')
    .filter((node) => !isReady(node) && node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true);
  for (const pod of store.all('pods')) {
    const isOnDead = dead.some(({ metadata }) => metadata.name === pod.spec.nodeName);
    const isFree = (pod.metadata.finalizers ?? []).length === 0;
    if (isOnDead && isFree && pod.metadata.deletionTimestamp !== undefined) store.remove('pods', pod);
  }
}

/** A ReplicaSet does not wait for a pod that is ending. */
function replicate(store: Store, set: Resource): void {
  const live = store
    .all('pods')
    .filter((pod) => isOwnedBy(pod, set.metadata) && pod.metadata.deletionTimestamp === undefined)
    .filter(({ status }) => !['Succeeded', 'Failed'].includes(status.phase ?? ''));
  for (let missing = (set.spec.replicas ?? 1) - live.length; missing > 0; missing -= 1)
    store.create('pods', podOf(set, { generateName: `${set.metadata.name}-` }));
}

/** A StatefulSet does: the name is free only then. */
function replicateByName(store: Store, set: Resource): void {
  for (let ordinal = 0; ordinal < (set.spec.replicas ?? 1); ordinal += 1) {
    const name = `${set.metadata.name}-${ordinal}`;
    const { namespace } = set.metadata;
    if (!store.all('pods').some(({ metadata }) => metadata.name === name && metadata.namespace === namespace))
      store.create('pods', podOf(set, { name }));
  }
}

function podOf(set: Resource, name: Partial<Metadata>): NewResource {
  const { metadata, spec } = set.spec.template ?? {};
  const { namespace = '' } = set.metadata;
  return {
    metadata: { ...metadata, ...name, namespace, ownerReferences: [ownerOf(set)] },
    spec: { ...spec },
    status: { phase: 'Pending' },
  };
}

/** The node with the fewest pods of those that take the pod. */
function schedule(store: Store): void {
  const nodes = store.all('nodes');
  const load = (node: Resource): number =>
    store.all('pods').filter(({ spec }) => spec.nodeName === node.metadata.name).length;
  for (const pod of store.all('pods').filter(({ spec }) => spec.nodeName === undefined)) {
    const [node] = nodes.filter((each) => takes(each, pod)).sort((a, b) => load(a) - load(b));
    const condition: Condition =
      node === undefined
        ? {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: `0/${nodes.length} nodes are available`,
          }
        : { type: 'PodScheduled', status: 'True' };
    if (JSON.stringify(pod.status.conditions) === JSON.stringify([condition])) continue;
    store.change(pod, ({ spec, status }) => {
      status.conditions = [condition];
      if (node !== undefined) spec.nodeName = node.metadata.name;
    });
  }
}

function takes(node: Resource, pod: Resource): boolean {
  if (!isReady(node) || node.spec.unschedulable === true) return false;
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  const isSelected = wanted.every(([key, value]) => node.metadata.labels?.[key] === value);
  const taints = (node.spec.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  return isSelected && taints.every(({ key }) => isTolerated(pod, key));
}

function isTolerated({ spec }: Resource, key: string): boolean {
  return spec.tolerations?.some((toleration) => toleration.key === key) ?? false;
}

function isReady({ status }: Resource): boolean {
  return status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
}

export function ownerOf({ apiVersion, kind, metadata: { name, uid } }: Resource) {
  return { apiVersion, kind, name, uid, controller: true };
}

function isOwnedBy({ metadata }: Resource, { uid }: Metadata): boolean {
  return metadata.ownerReferences?.some((owner) => owner.uid === uid) ?? false;
}

function snapshotOf(store: Store): string {
  const plurals = ['nodes', 'pods', 'virtualmachineinstances'] as const;
  return plurals
    .flatMap((plural) => store.all(plural).map(({ metadata }) => metadata.uid + metadata.resourceVersion))
    .join();
}
