import type { Vim } from '../../src/southbound/vim/vim.ts';
import type { Resource } from '../simulators/kubernetes-store.ts';
import {
  containing,
  failureOf,
  orderFor,
  ownerOf,
  startClusterUnderTest,
  type ClusterUnderTest,
} from './kubernetes-harness.ts';

describe('the nodes of a cluster', () => {
  const EVACUATION = '0f8f6d1e-evacuation';
  const OTHER = '7a11c0de-evacuation';
  const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
  const ALL = ['server-1', 'server-2', 'server-3'];

  let cluster: ClusterUnderTest;
  let vim: Vim;
  beforeEach(async () => {
    cluster = await startClusterUnderTest();
    vim = cluster.vim;
  });
  afterEach(() => cluster.remove());

  const worker = (): Resource => cluster.node('worker-1');
  const taintKeys = (): string[] => (worker().spec.taints ?? []).map(({ key }) => key);
  const patches = (): string[] => cluster.requests.filter((request) => request.startsWith('PATCH'));

  describe('the virtual computes of a cluster', () => {
    it('are the pods of the servers, with what their labels and annotations tell', async () => {
      const set = cluster.addReplicaSet('amf', 0);
      const pod = cluster.addPod('amf-x', 'worker-1', {
        metadata: {
          labels: { 'nfvi-te-gateway/vnf-instance-id': 'vnf-amf', 'nfvi-te-gateway/vnfc-instance-id': 'amf-a' },
          annotations: {
            'nfvi-te-gateway/vnfm-id': 'vnfm of the core network',
            'nfvi-te-gateway/vnf-instance-id': 'not this',
          },
          ownerReferences: [ownerOf(set)],
        },
        spec: { containers: [{ name: 'a', resources: { requests: { cpu: '1500m', memory: '2Gi' } } }] },
      });
      cluster.addPod('far', 'worker-2');
      expect(await vim.readVirtualComputes(['server-1'])).toEqual([
        {
          computeId: pod.metadata.uid,
          computeName: 'core/amf-x',
          hostId: 'server-1',
          operationalState: 'ENABLED',
          virtualCpu: { numVirtualCpu: 1.5 },
          virtualMemory: { virtualMemSize: 2048 },
          metadata: { kind: 'Pod', namespace: 'core', name: 'amf-x', controller: 'ReplicaSet/amf' },
          vnfInstanceId: 'vnf-amf',
          vnfcInstanceId: 'amf-a',
          vnfmId: 'vnfm of the core network',
        },
      ]);
    });

    it('do not run any more once they have ended, and run until they are gone', async () => {
      cluster.addPod('done', 'worker-1').status.phase = 'Succeeded';
      cluster.addPod('broken', 'worker-1').status.phase = 'Failed';
      cluster.store.end('pods', cluster.addPod('ending', 'worker-1'), 30);
      const computes = await vim.readVirtualComputes(['server-1']);
      expect(computes.map(({ computeName, operationalState }) => [computeName, operationalState])).toEqual([
        ['core/done', 'DISABLED'],
        ['core/broken', 'DISABLED'],
        ['core/ending', 'ENABLED'],
      ]);
    });

    it('are not what belongs to the node itself', async () => {
      const daemons = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'cni', uid: 'cni', controller: true };
      cluster.addPod('cni-x', 'worker-1', { metadata: { ownerReferences: [daemons] } });
      cluster.addPod('proxy', 'worker-1', { metadata: { ownerReferences: [ownerOf(worker())] } });
      cluster.addPod('etcd', 'worker-1', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'hash' } } });
      expect(await vim.readVirtualComputes(['server-1'])).toEqual([]);
      const computes = await cluster.createVim({ ignoreDaemonSets: false }).readVirtualComputes(['server-1']);
      expect(computes.map(({ computeName }) => computeName)).toEqual(['core/cni-x']);
    });

    it('are those of the configured namespaces', async () => {
      cluster.addPod('dns', 'worker-1', { metadata: { namespace: 'kube-system' } });
      cluster.addPod('amf', 'worker-1');
      const computes = await cluster.createVim({ namespaces: ['core', 'ran'] }).readVirtualComputes(ALL);
      expect(computes.map(({ computeName }) => computeName)).toEqual(['core/amf']);
    });

    it('are all told, however many pages the list has, and whatever becomes too old on the way', async () => {
      cluster.addReplicaSet('amf', 1203);
      let expired = 0;
      cluster.intercept(({ query }) => {
        if (query.has('continue') && expired < 2) {
          expired += 1;
          cluster.expirePages();
        }
        return undefined;
      });
      const computeHosts = Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [`s-${index}`, `worker-${index}`]),
      );
      const big = cluster.createVim({ computeHosts });
      const computes = await big.readVirtualComputes(Object.keys(computeHosts));
      expect(new Set(computes.map(({ computeId }) => computeId)).size).toBe(1203);
      expect(expired).toBe(2);
    });

    it('are asked for on configured servers only', async () => {
      expect(vim.computeHostIds).toEqual(ALL);
      expect(await failureOf(vim.readVirtualComputes(['server-9']))).toEqual({
        kind: 'SouthboundRefused',
        message: 'VIM edge does not manage server-9',
      });
      expect(cluster.requests).toEqual([]);
    });
  });

  describe('a withdrawal', () => {
    it('cordons the node and marks it with the evacuation', async () => {
      expect(await vim.readScheduling('server-1')).toEqual({ schedulingState: 'ENABLED', markedPoweredOff: false });
      await vim.withdraw('server-1', EVACUATION);
      expect(worker().spec).toEqual({
        unschedulable: true,
        taints: [{ key: 'nfvi-te-gateway/environment', value: EVACUATION, effect: 'NoSchedule' }],
      });
      expect(await vim.readScheduling('server-1')).toEqual({
        schedulingState: 'WITHDRAWN',
        hostEvacuationId: EVACUATION,
        reason: `node worker-1 was withdrawn by evacuation ${EVACUATION}`,
        markedPoweredOff: false,
      });
    });

    it('that is ordered again changes nothing', async () => {
      await vim.withdraw('server-1', EVACUATION);
      const { resourceVersion } = worker().metadata;
      await vim.withdraw('server-1', EVACUATION);
      await vim.restore('server-2', EVACUATION);
      expect(worker().metadata.resourceVersion).toBe(resourceVersion);
      expect(patches()).toHaveLength(1);
    });

    it('is undone without a trace', async () => {
      const before = JSON.stringify([worker().spec.taints ?? [], worker().metadata.labels]);
      await vim.withdraw('server-1', EVACUATION);
      await vim.restore('server-1', EVACUATION);
      expect(JSON.stringify([worker().spec.taints, worker().metadata.labels])).toBe(before);
      expect(worker()).toMatchObject({ spec: { unschedulable: false }, metadata: { annotations: {} } });
      expect(await vim.readScheduling('server-1')).toEqual({ schedulingState: 'ENABLED', markedPoweredOff: false });
    });

    it('is not undone by the restoration of another evacuation', async () => {
      await vim.withdraw('server-1', EVACUATION);
      await vim.restore('server-1', OTHER);
      await vim.withdraw('server-1', OTHER);
      expect(await vim.readScheduling('server-1')).toMatchObject({ hostEvacuationId: EVACUATION });
    });

    it('leaves a node cordoned that somebody else had cordoned before', async () => {
      worker().spec.unschedulable = true;
      expect(await vim.readScheduling('server-1')).toEqual({
        schedulingState: 'WITHDRAWN',
        reason: 'node worker-1 was withdrawn by somebody else',
        markedPoweredOff: false,
      });
      await vim.withdraw('server-1', EVACUATION);
      expect(await vim.readScheduling('server-1')).toMatchObject({
        hostEvacuationId: EVACUATION,
        reason: containing('and by somebody else before'),
      });
      await vim.restore('server-1', EVACUATION);
      expect(worker().spec).toEqual({ unschedulable: true, taints: [] });
    });

    it('keeps pods away even when somebody takes the cordon away', async () => {
      await vim.withdraw('server-1', EVACUATION);
      worker().spec.unschedulable = false;
      expect(await vim.readScheduling('server-1')).toMatchObject({ schedulingState: 'WITHDRAWN' });
      cluster.addReplicaSet('amf', 4);
      expect(cluster.pods().filter(({ spec }) => spec.nodeName === 'worker-1')).toEqual([]);
      await vim.restore('server-1', EVACUATION);
      expect(worker().spec).toEqual({ unschedulable: false, taints: [] });
    });

    it('leaves the cordon to whoever has marked the node since, but not to those who had before', async () => {
      worker().spec.taints = [{ key: 'dedicated', value: 'nfv', effect: 'NoSchedule' }];
      await vim.withdraw('server-1', EVACUATION);
      const taint = { key: 'medik8s.io/drain', effect: 'NoSchedule' };
      worker().spec.taints?.push(taint, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
      expect((await vim.readScheduling('server-1')).reason).toContain('with the taints dedicated, medik8s.io/drain');
      await vim.restore('server-1', EVACUATION);
      expect(worker().spec.unschedulable).toBe(true);
      expect(taintKeys()).toEqual(['dedicated', 'medik8s.io/drain', 'node.kubernetes.io/unschedulable']);

      worker().spec = { taints: [{ key: 'dedicated', value: 'nfv', effect: 'NoSchedule' }] };
      await vim.withdraw('server-1', EVACUATION);
      worker().spec.taints?.push({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
      await vim.restore('server-1', EVACUATION);
      expect(worker().spec.unschedulable).toBe(false);
    });

    it('whose annotation is lost leaves the cordon, as nobody knows whose it is', async () => {
      await vim.withdraw('server-1', EVACUATION);
      for (const annotations of [{}, { 'nfvi-te-gateway/withdrawal': 'spoilt' }]) {
        worker().metadata.annotations = annotations;
        expect(await vim.readScheduling('server-1')).toMatchObject({ hostEvacuationId: EVACUATION });
      }
      await vim.restore('server-1', EVACUATION);
      expect(worker().spec).toEqual({ unschedulable: true, taints: [] });
    });

    it('is made in spite of others who change the node meanwhile, without losing what they did', async () => {
      let others = 0;
      cluster.intercept(({ method }) => {
        if (method === 'PATCH' && others < 3) {
          others += 1;
          cluster.store.change(worker(), ({ metadata }) => (metadata.annotations = { other: String(others) }));
        }
        return undefined;
      });
      await vim.withdraw('server-1', EVACUATION);
      expect(patches()).toHaveLength(4);
      expect(worker().metadata.annotations).toMatchObject({ other: '3' });
      others = Number.NEGATIVE_INFINITY;
      expect(await failureOf(vim.restore('server-1', EVACUATION))).toEqual({
        kind: 'SouthboundUnavailable',
        message: 'node worker-1 is changed by others all the time; try again',
      });
      expect(worker().spec.unschedulable).toBe(true);
    });
  });

  describe('a node that is off', () => {
    beforeEach(async () => {
      await vim.withdraw('server-1', EVACUATION);
      cluster.die('worker-1');
    });

    it('is marked as out of service, and the restoration takes the mark away with the rest', async () => {
      await vim.markPoweredOff('server-1', EVACUATION);
      await vim.markPoweredOff('server-1', EVACUATION);
      expect(worker().spec.taints).toContainEqual({ key: OUT_OF_SERVICE, value: 'nodeshutdown', effect: 'NoExecute' });
      expect(await vim.readScheduling('server-1')).toMatchObject({
        hostEvacuationId: EVACUATION,
        markedPoweredOff: true,
      });
      await vim.restore('server-1', OTHER);
      expect(taintKeys()).toContain(OUT_OF_SERVICE);
      await vim.restore('server-1', EVACUATION);
      expect(taintKeys()).toEqual([]);
      expect(worker().metadata.annotations).toEqual({});
      expect(patches()).toHaveLength(3);
    });

    it('keeps the mark that somebody else put', async () => {
      worker().spec.taints?.push({ key: OUT_OF_SERVICE, value: 'nodeshutdown', effect: 'NoExecute' });
      await vim.markPoweredOff('server-1', EVACUATION);
      await vim.restore('server-1', EVACUATION);
      expect(taintKeys()).toEqual([OUT_OF_SERVICE]);
      expect(await vim.readScheduling('server-1')).toMatchObject({
        schedulingState: 'WITHDRAWN',
        markedPoweredOff: true,
      });
    });
  });

  describe('the clean-up', () => {
    const attach = (volume: string, claim: string): void => {
      cluster.store.create('persistentvolumes', {
        metadata: { name: volume },
        spec: { claimRef: { namespace: 'core', name: claim } },
      });
      cluster.store.create('volumeattachments', {
        metadata: { name: `csi-${volume}` },
        spec: { nodeName: 'worker-1', source: { persistentVolumeName: volume } },
      });
    };
    const stuckPod = (finalizers?: string[]): Resource => {
      const tolerations = [{ key: OUT_OF_SERVICE }];
      const pod = cluster.addPod('amf', 'worker-1', {
        metadata: finalizers === undefined ? {} : { finalizers },
        spec: { nodeName: 'worker-1', tolerations },
      });
      pod.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
      return pod;
    };
    const cleanUp = () => vim.cleanUp('server-1', '2026-01-01T00:00:00Z');

    it('tells of volumes that nothing on the node uses any more', async () => {
      attach('pv-1', 'data-udr-0');
      attach('pv-2', 'data-cache');
      const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data-cache' } }];
      cluster.addPod('cache', 'worker-1', { metadata: {}, spec: { nodeName: 'worker-1', volumes } });
      expect(await cleanUp()).toEqual([
        {
          detail: 'volume pv-1 (claim core/data-udr-0) is still attached to node worker-1 by csi-pv-1',
          removed: false,
        },
      ]);
      expect(cluster.store.all('volumeattachments')).toHaveLength(2);
    });

    it('leaves a pod that does not end while the node may still run it', async () => {
      const pod = stuckPod();
      expect(await cleanUp()).toEqual([
        { computeId: pod.metadata.uid, detail: 'pod core/amf does not end; its node may still run it', removed: false },
      ]);
      cluster.die('worker-1');
      expect(await cleanUp()).toMatchObject([{ removed: false }]);
      expect(cluster.pods()).toEqual([pod]);
    });

    it('gives up a pod that does not end once the node is off for certain, and not before its time', async () => {
      const pod = stuckPod(['example.com/held']);
      cluster.die('worker-1');
      await vim.markPoweredOff('server-1', EVACUATION);
      expect(await cleanUp()).toEqual([
        {
          computeId: pod.metadata.uid,
          detail: 'pod core/amf does not end: it is held by example.com/held',
          removed: false,
        },
      ]);
      pod.metadata.finalizers = [];
      cluster.setReady('worker-1', true);
      expect(await cleanUp()).toMatchObject([{ removed: false }]);
      expect(cluster.pods()).toEqual([pod]);
      cluster.store.change(cluster.node('worker-1'), ({ status }) => (status.conditions = []));
      pod.metadata.deletionTimestamp = '2099-01-01T00:00:00Z';
      expect(await cleanUp()).toEqual([]);
      pod.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
      expect(await cleanUp()).toMatchObject([{ computeId: pod.metadata.uid, removed: true }]);
      expect(cluster.pods()).toEqual([]);
      expect(await failureOf(vim.migrate(orderFor(pod, { computeId: 'x' })))).toMatchObject({
        kind: 'SouthboundRefused',
      });
    });
  });
});
