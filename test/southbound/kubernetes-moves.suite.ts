import type { MigrationOrder, Vim } from '../../src/southbound/vim/vim.ts';
import { stampOf, type Resource } from '../simulators/kubernetes-store.ts';
import { eventually } from './recording-ports.ts';
import {
  containing,
  matching,
  failureOf,
  orderFor,
  ownerOf,
  startClusterUnderTest,
  type ClusterUnderTest,
} from './kubernetes-harness.ts';

describe('the moves of pods', () => {
  const LONG_AGO = '2026-01-01T00:00:00.000Z';
  const EVACUATION = '0f8f6d1e-evacuation';

  let cluster: ClusterUnderTest;
  let vim: Vim;
  // The clock of the cluster is an hour behind ours: what it stamps must not be held against our time.
  beforeEach(async () => {
    cluster = await startClusterUnderTest({ clockOffset: -3_600_000 });
    vim = cluster.vim;
  });
  afterEach(() => cluster.remove());

  /** The pods of a set on worker-1, which is withdrawn. */
  async function podsToMove(name: string, replicas: number, labels?: Record<string, string>): Promise<Resource[]> {
    cluster.addReplicaSet(name, replicas, labels);
    await vim.withdraw('server-1', EVACUATION);
    return cluster.pods().filter(({ spec }) => spec.nodeName === 'worker-1');
  }
  async function podToMove(name: string, replicas = 1, labels?: Record<string, string>): Promise<Resource> {
    const [pod] = await podsToMove(name, replicas, labels);
    if (pod === undefined) throw new Error('there is no pod on worker-1');
    return pod;
  }
  const stateOf = (order: MigrationOrder, since = LONG_AGO) => vim.readMigration(order, since);
  const evictions = (): string[] => cluster.requests.filter((request) => request.endsWith('/eviction'));
  const exists = ({ metadata }: Resource): boolean => cluster.pods().some((pod) => pod.metadata.uid === metadata.uid);
  const addBudget = (name: string, minAvailable: number): Resource =>
    cluster.store.create('poddisruptionbudgets', {
      metadata: { name, namespace: 'core' },
      spec: { minAvailable, selector: { matchLabels: { app: 'amf' } } },
    });

  describe('a pod of a ReplicaSet', () => {
    it('has moved when it is gone and its replacement is ready on another node', async () => {
      const pod = await podToMove('amf');
      const order = orderFor(pod);
      await vim.migrate(order);
      expect(await stateOf(order)).toMatchObject({ state: 'PROCESSING', detail: containing('is ending') });
      cluster.store.remove('pods', pod);
      const [replacement] = cluster.pods();
      expect(await stateOf(order)).toMatchObject({
        state: 'PROCESSING',
        detail: matching(/core\/amf-\w+ is gone; pod core\/amf-\w+ takes its place on node worker-2: Pending/),
      });
      cluster.runKubelets();
      expect(await stateOf(order)).toMatchObject({
        state: 'COMPLETED',
        computeHostId: 'server-2',
        computeId: replacement?.metadata.uid,
      });
    });

    it('is followed by a gateway that was started anew, and by the order that it gives again', async () => {
      const pod = await podToMove('amf');
      const order = orderFor(pod);
      await vim.migrate(order);
      cluster.runKubelets();
      const since = new Date().toISOString();
      vim = cluster.createVim();
      expect(await stateOf(order)).toMatchObject({ state: 'COMPLETED' });
      expect(await stateOf(order, since)).toBeUndefined();
      await vim.migrate(order);
      expect(await stateOf(order, since)).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-2' });
      expect(evictions()).toHaveLength(1);
    });

    it('has no migration before one was ordered', async () => {
      expect(await stateOf(orderFor(await podToMove('amf')))).toBeUndefined();
    });

    it('is evicted with the configured grace', async () => {
      const pod = await podToMove('amf');
      vim = cluster.createVim({ gracePeriodSeconds: 7 });
      await vim.migrate(orderFor(pod));
      expect(pod.metadata.deletionGracePeriodSeconds).toBe(7);
    });

    it('gets a replacement of its own, however many move at once', async () => {
      const pods = await podsToMove('amf', 9);
      expect(pods).toHaveLength(3);
      await Promise.all(pods.map((pod) => vim.migrate(orderFor(pod))));
      cluster.runKubelets();
      // Two that chose the same one in the same instant: the slower one looks again.
      const ids = await eventually(async () => {
        const moved = await Promise.all(pods.map((pod) => stateOf(orderFor(pod))));
        expect(moved.map((migration) => migration?.state)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
        return moved.map((migration) => migration?.computeId);
      });
      expect(new Set(ids).size).toBe(3);
    });

    it('is not taken for moved by a pod that was there before', async () => {
      const pod = await podToMove('amf', 3);
      const before = stampOf(new Date(cluster.store.now().getTime() - 60_000));
      cluster.pods().forEach(({ metadata }) => (metadata.creationTimestamp = before));
      await vim.migrate(orderFor(pod));
      cluster.store.remove('pods', pod);
      const replacement = cluster.pods().find(({ status }) => status.phase === 'Pending');
      expect(await stateOf(orderFor(pod))).toMatchObject({
        state: 'PROCESSING',
        detail: containing(replacement?.metadata.name ?? '?'),
      });
    });

    it('is replaced by one of another set when that is the same VNFC', async () => {
      const labels = { 'nfvi-te-gateway/vnfc-instance-id': 'amf-a' };
      const pod = await podToMove('amf-1', 1, labels);
      await vim.migrate(orderFor(pod));
      const old = cluster.store.find('replicasets', 'core', 'amf-1');
      cluster.store.change(old, ({ spec }) => (spec.replicas = 0));
      cluster.pods().forEach((each) => {
        cluster.store.remove('pods', each);
      });
      expect(await stateOf(orderFor(pod))).toMatchObject({ detail: containing('has not replaced it yet') });
      cluster.addReplicaSet('amf-2', 1, labels);
      expect(await stateOf(orderFor(pod))).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-2' });
    });

    it('that nothing has room for is waited for, with the reason', async () => {
      const pod = await podToMove('amf');
      for (const name of ['worker-2', 'worker-3']) cluster.node(name).spec.unschedulable = true;
      await vim.migrate(orderFor(pod));
      cluster.runKubelets();
      expect(await stateOf(orderFor(pod))).toMatchObject({
        state: 'PROCESSING',
        detail: containing('(none yet): Pending: 0/3 nodes are available'),
      });
    });

    it('has failed to move when its replacement came up where it was', async () => {
      cluster.addReplicaSet('amf', 1);
      for (const name of ['worker-2', 'worker-3']) cluster.node(name).spec.unschedulable = true;
      const [pod] = cluster.pods();
      if (pod === undefined) throw new Error('there is no pod');
      await vim.migrate(orderFor(pod));
      cluster.runKubelets();
      expect(await stateOf(orderFor(pod))).toMatchObject({
        state: 'FAILED',
        detail: containing('on node worker-1, the one that it had to leave'),
      });
    });

    it('that landed on a node which is not configured goes by the name of the node', async () => {
      const pod = await podToMove('amf');
      for (const name of ['worker-2', 'worker-3']) cluster.node(name).spec.unschedulable = true;
      cluster.addNode('worker-9');
      await vim.migrate(orderFor(pod));
      cluster.runKubelets();
      expect(await stateOf(orderFor(pod))).toMatchObject({ state: 'COMPLETED', computeHostId: 'worker-9' });
    });
  });

  describe('a pod of a StatefulSet', () => {
    it('is replaced by the pod of its own name, never by another one of the set', async () => {
      cluster.addStatefulSet('udr', 3);
      const pod = cluster.pod('udr-0');
      await vim.withdraw('server-1', EVACUATION);
      await vim.migrate(orderFor(pod));
      expect(await stateOf(orderFor(pod))).toMatchObject({ state: 'PROCESSING' });
      cluster.runKubelets();
      cluster.runKubelets();
      expect(await stateOf(orderFor(pod))).toMatchObject({
        state: 'COMPLETED',
        computeHostId: 'server-2',
        computeId: cluster.pod('udr-0').metadata.uid,
      });
    });

    it('that has taken the name already is not evicted in place of the one before', async () => {
      cluster.addStatefulSet('udr', 1);
      const order = orderFor(cluster.pod('udr-0'));
      await vim.withdraw('server-1', EVACUATION);
      let isReplaced = false;
      cluster.intercept(({ path }) => {
        if (path.endsWith('/eviction') && !isReplaced) {
          isReplaced = true;
          cluster.store.remove('pods', cluster.pod('udr-0'));
          cluster.reconcile();
        }
        return undefined;
      });
      await vim.migrate(order);
      expect(cluster.pod('udr-0').metadata.deletionTimestamp).toBeUndefined();
      cluster.runKubelets();
      expect(await stateOf(order)).toMatchObject({ state: 'COMPLETED', computeId: cluster.pod('udr-0').metadata.uid });
    });
  });

  describe('a disruption budget', () => {
    it('holds a pod back until it allows the eviction', async () => {
      const pod = await podToMove('amf');
      const budget = addBudget('amf', 1);
      await vim.migrate(orderFor(pod));
      expect(await stateOf(orderFor(pod))).toMatchObject({
        state: 'PROCESSING',
        detail: containing('must not be evicted yet: Cannot evict pod'),
      });
      expect(pod.metadata.deletionTimestamp).toBeUndefined();
      budget.spec.minAvailable = 0;
      await stateOf(orderFor(pod));
      cluster.runKubelets();
      expect(await stateOf(orderFor(pod))).toMatchObject({ state: 'COMPLETED' });
    });

    it('is overridden from the deadline on', async () => {
      const pod = await podToMove('amf');
      addBudget('amf', 1);
      await vim.migrate(orderFor(pod, { deadline: '2099-01-01T00:00:00.000Z' }));
      expect(pod.metadata.deletionTimestamp).toBeUndefined();
      const late = orderFor(pod, { deadline: new Date().toISOString() });
      expect(await stateOf(late)).toMatchObject({ detail: containing('its deadline has passed') });
      expect(pod.metadata.deletionTimestamp).toBeDefined();
    });

    it('beside another one holds the pod back too', async () => {
      const pod = await podToMove('amf');
      addBudget('one', 0);
      addBudget('other', 0);
      await vim.migrate(orderFor(pod));
      expect(await stateOf(orderFor(pod))).toMatchObject({
        state: 'PROCESSING',
        detail: containing('more than one PodDisruptionBudget'),
      });
    });

    it('that holds a pod back leaves time to abort', async () => {
      const pod = await podToMove('amf');
      const budget = addBudget('amf', 1);
      await vim.migrate(orderFor(pod));
      await vim.abortMigration(orderFor(pod));
      budget.spec.minAvailable = 0;
      expect(await stateOf(orderFor(pod))).toBeUndefined();
      expect(exists(pod)).toBe(true);
    });

    it('that holds a pod back is not asked any more once the server is restored', async () => {
      const pod = await podToMove('amf');
      const budget = addBudget('amf', 1);
      await vim.migrate(orderFor(pod));
      await vim.restore('server-1', EVACUATION);
      budget.spec.minAvailable = 0;
      expect(await stateOf(orderFor(pod))).toBeUndefined();
      expect(pod.metadata.deletionTimestamp).toBeUndefined();
    });
  });

  describe('what cannot be moved', () => {
    it.each([
      ['a pod without a controller', undefined, 'has no controller that would replace it'],
      ['a pod of a DaemonSet', 'DaemonSet', 'on another node'],
    ])('is refused: %s', async (_, kind, reason) => {
      const owner = { apiVersion: 'apps/v1', kind: kind ?? '', name: 'x', uid: 'x', controller: true };
      const pod = cluster.addPod('x', 'worker-1', { metadata: kind === undefined ? {} : { ownerReferences: [owner] } });
      vim = cluster.createVim({ ignoreDaemonSets: false });
      expect(await failureOf(vim.migrate(orderFor(pod)))).toEqual({
        kind: 'SouthboundRefused',
        message: containing(reason),
      });
      expect(exists(pod)).toBe(true);
      expect(await stateOf(orderFor(pod))).toBeUndefined();
    });

    it('is refused: what is not on the server, what is of no function, and what must not migrate', async () => {
      const pod = await podToMove('amf');
      const mirror = cluster.addPod('etcd', 'worker-1', {
        metadata: { ownerReferences: [ownerOf(cluster.node('worker-1'))] },
      });
      const orders = [
        orderFor(pod, { computeId: '00000000-0000-4000-8000-000000000000' }),
        orderFor(pod, { sourceComputeHostId: 'server-2' }),
        orderFor(pod, { sourceComputeHostId: 'server-9' }),
        orderFor(pod, { migrationType: 'NO_MIGRATION' }),
        orderFor(mirror),
      ];
      for (const order of orders)
        expect(await failureOf(vim.migrate(order))).toMatchObject({ kind: 'SouthboundRefused' });
      expect(evictions()).toEqual([]);
    });

    it('is refused where the gateway has no right to evict', async () => {
      const pod = await podToMove('amf');
      cluster.intercept(({ path }) =>
        path.endsWith('/eviction')
          ? { status: 403, body: { kind: 'Status', message: 'pods/eviction is forbidden' } }
          : undefined,
      );
      expect(await failureOf(vim.migrate(orderFor(pod)))).toEqual({
        kind: 'SouthboundRefused',
        message: matching(/VIM edge .* be evicted with 403: pods\/eviction is forbidden/),
      });
    });
  });

  describe('a node that is off', () => {
    beforeEach(() => vim.withdraw('server-1', EVACUATION));

    it('is evacuated by Kubernetes once it is marked, and the orders that come then find it done', async () => {
      cluster.node('worker-1').spec = {};
      cluster.addStatefulSet('udr', 1);
      const pod = cluster.pod('udr-0');
      addBudget('amf', 9);
      await vim.withdraw('server-1', EVACUATION);
      cluster.die('worker-1');
      await vim.markPoweredOff('server-1', EVACUATION);
      const since = new Date().toISOString();
      cluster.runKubelets();
      expect(exists(pod)).toBe(false);
      const order = orderFor(pod);
      await vim.migrate(order);
      expect(await stateOf(order, since)).toMatchObject({
        state: 'COMPLETED',
        computeHostId: 'server-2',
        computeId: cluster.pod('udr-0').metadata.uid,
      });
      expect(evictions()).toEqual([]);
    });

    it('gives up a pod that tolerates to stay, when it is ordered to move', async () => {
      const set = cluster.addReplicaSet('amf', 0);
      const pod = cluster.addPod('amf-x', 'worker-1', {
        metadata: { ownerReferences: [ownerOf(set)] },
        spec: { nodeName: 'worker-1', tolerations: [{ key: 'node.kubernetes.io/out-of-service' }] },
      });
      set.spec.replicas = 1;
      cluster.die('worker-1');
      await vim.markPoweredOff('server-1', EVACUATION);
      expect(exists(pod)).toBe(true);
      await vim.migrate(orderFor(pod));
      expect(exists(pod)).toBe(false);
      cluster.runKubelets();
      expect(await stateOf(orderFor(pod))).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-2' });
      expect(evictions()).toEqual([]);
    });

    it('is not taken to be off while its kubelet says that it is well', async () => {
      const set = cluster.addReplicaSet('amf', 0);
      const pod = cluster.addPod('amf-x', 'worker-1', { metadata: { ownerReferences: [ownerOf(set)] } });
      expect(await failureOf(vim.markPoweredOff('server-1', EVACUATION))).toEqual({
        kind: 'SouthboundUnavailable',
        message: 'node worker-1 is not marked as off: Kubernetes still sees it ready',
      });
      cluster.die('worker-1');
      await vim.markPoweredOff('server-1', EVACUATION);
      cluster.setReady('worker-1', true);
      await vim.markPoweredOff('server-1', EVACUATION);
      expect((await vim.readScheduling('server-1')).markedPoweredOff).toBe(true);
      expect(pod.metadata.deletionGracePeriodSeconds).toBe(30);
    });
  });
});
