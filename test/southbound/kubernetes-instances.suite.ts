import type { MigrationOrder, Vim } from '../../src/southbound/vim/vim.ts';
import type { Resource } from '../simulators/kubernetes-store.ts';
import {
  containing,
  failureOf,
  matching,
  orderFor,
  startClusterUnderTest,
  type ClusterUnderTest,
} from './kubernetes-harness.ts';

describe('the moves of virtual machines', () => {
  const LONG_AGO = '2026-01-01T00:00:00.000Z';
  const EVACUATION = '0f8f6d1e-evacuation';

  let cluster: ClusterUnderTest;
  let vim: Vim;
  let instance: Resource;
  let order: MigrationOrder;
  beforeEach(async () => {
    cluster = await startClusterUnderTest();
    vim = cluster.vim;
    instance = cluster.addMachine('upf', {
      runStrategy: 'Always',
      template: {
        metadata: { labels: { 'nfvi-te-gateway/vnf-instance-id': 'vnf-upf' } },
        spec: { domain: { cpu: { cores: 2, sockets: 2 }, memory: { guest: '4Gi' } } },
      },
    });
    order = orderFor(instance);
    await vim.withdraw('server-1', EVACUATION);
  });
  afterEach(() => cluster.remove());

  const migrations = (): Resource[] => cluster.store.all('virtualmachineinstancemigrations');
  const state = (since = LONG_AGO) => vim.readMigration(order, since);
  /** Scheduled, its target up, transferred, over. */
  function finishMigration(): void {
    for (let step = 0; step < 4; step += 1) {
      cluster.runMigrations();
      cluster.runKubelets();
    }
  }

  it('a virtual machine is one virtual compute, by its instance and not by the pod that it runs in', async () => {
    expect(await vim.readVirtualComputes(['server-1', 'server-2', 'server-3'])).toEqual([
      {
        computeId: instance.metadata.uid,
        computeName: 'core/upf',
        hostId: 'server-1',
        operationalState: 'ENABLED',
        virtualCpu: { numVirtualCpu: 4 },
        virtualMemory: { virtualMemSize: 4096 },
        metadata: { kind: 'VirtualMachineInstance', namespace: 'core', name: 'upf', controller: 'VirtualMachine/upf' },
        vnfInstanceId: 'vnf-upf',
      },
    ]);
    const others = cluster.createVim({ namespaces: ['ran'] });
    expect(await others.readVirtualComputes(['server-1'])).toEqual([]);
    expect(await others.readArriving('server-1')).toEqual([]);
  });

  describe('a live migration', () => {
    it('keeps the virtual machine, which is one virtual compute all the time', async () => {
      await vim.migrate(order);
      expect(await state()).toMatchObject({ state: 'PROCESSING', detail: matching(/upf: migration \S+ is Pending/) });
      cluster.runMigrations();
      cluster.runKubelets();
      cluster.runMigrations();
      expect(await state()).toMatchObject({ state: 'PROCESSING', detail: matching(/is Running/) });
      const computes = await vim.readVirtualComputes(['server-1', 'server-2', 'server-3']);
      expect(computes.map(({ computeId, hostId }) => [computeId, hostId])).toEqual([
        [instance.metadata.uid, 'server-1'],
      ]);
      expect(await vim.readArriving('server-2')).toEqual([instance.metadata.uid]);
      expect(await vim.readArriving('server-1')).toEqual([]);
      cluster.runMigrations();
      expect(await state()).toEqual({
        state: 'COMPLETED',
        computeHostId: 'server-2',
        detail: 'virtual machine core/upf runs on node worker-2',
      });
      expect(await vim.readArriving('server-2')).toEqual([]);
      expect(await vim.readVirtualComputes(['server-1'])).toEqual([]);
      expect(await vim.readVirtualComputes(['server-2'])).toMatchObject([{ computeId: instance.metadata.uid }]);
    });

    it('goes to the server that is wanted', async () => {
      await vim.migrate({ ...order, targetComputeHostId: 'server-3' });
      finishMigration();
      expect(await state()).toMatchObject({ state: 'COMPLETED', computeHostId: 'server-3' });
      const unknown = { ...orderFor(instance), targetComputeHostId: 'server-9' };
      expect(await failureOf(vim.migrate(unknown))).toMatchObject({ kind: 'SouthboundRefused' });
    });

    it('is ordered once, however often it is asked for, and followed after a restart', async () => {
      await vim.migrate(order);
      await vim.migrate(order);
      vim = cluster.createVim();
      await vim.migrate(order);
      expect(migrations()).toHaveLength(1);
      finishMigration();
      await vim.migrate(order);
      expect(migrations()).toHaveLength(1);
      expect(await state()).toMatchObject({ state: 'COMPLETED' });
      expect(await state('2099-01-01T00:00:00Z')).toBeUndefined();
    });

    it('that somebody else has begun is followed, and not ended', async () => {
      cluster.store.create('virtualmachineinstancemigrations', {
        metadata: { name: 'by-hand', namespace: 'core' },
        spec: { vmiName: 'upf' },
      });
      await vim.migrate(order);
      expect(migrations()).toHaveLength(1);
      expect(await state()).toMatchObject({ detail: containing('by-hand') });
      await vim.abortMigration(order);
      expect(migrations()[0]?.metadata.deletionTimestamp).toBeUndefined();
    });

    it('that fails tells why, and can be ordered again', async () => {
      await vim.migrate(order);
      cluster.runMigrations('target pod ran out of memory');
      expect(await state()).toMatchObject({ state: 'FAILED', detail: containing('target pod ran out of memory') });
      await vim.migrate(order);
      expect(await state()).toMatchObject({ state: 'PROCESSING' });
      finishMigration();
      expect(await state()).toMatchObject({ state: 'COMPLETED' });
    });

    it('is stopped by an abort, and one that is over is not', async () => {
      await vim.migrate(order);
      cluster.runMigrations();
      await vim.abortMigration(order);
      finishMigration();
      expect(migrations()).toEqual([]);
      expect(await state()).toBeUndefined();
      expect(instance.status.nodeName).toBe('worker-1');
      await vim.migrate(order);
      finishMigration();
      await vim.abortMigration(order);
      expect(await state()).toMatchObject({ state: 'COMPLETED' });
    });

    it('leaves its migration object, which the clean-up removes', async () => {
      await vim.migrate(order);
      expect(await vim.cleanUp('server-1', LONG_AGO)).toEqual([]);
      finishMigration();
      expect(await vim.cleanUp('server-1', LONG_AGO)).toEqual([
        { computeId: instance.metadata.uid, detail: matching(/^migration core\/\S+ is over$/), removed: true },
      ]);
      expect(migrations()).toEqual([]);
      expect(await state()).toMatchObject({ state: 'COMPLETED' });
    });

    it('is refused for a virtual machine that cannot', async () => {
      const message = 'disk is not shared';
      instance.status.conditions = [{ type: 'LiveMigratable', status: 'False', message }];
      expect(await failureOf(vim.migrate(order))).toEqual({ kind: 'SouthboundRefused', message: containing(message) });
      expect(migrations()).toEqual([]);
    });

    it('whose order got lost is no migration', async () => {
      cluster.intercept(({ method }) => (method === 'POST' ? { status: 503, body: {} } : undefined));
      expect(await failureOf(vim.migrate(order))).toMatchObject({ kind: 'SouthboundUnavailable' });
      expect(await state()).toBeUndefined();
    });
  });

  describe('an offline migration', () => {
    const offline = (): MigrationOrder => ({ ...order, migrationType: 'OFFLINE_MIGRATION' });

    it('ends the virtual machine and starts it elsewhere, as another virtual compute', async () => {
      await vim.migrate(offline());
      await vim.migrate(offline());
      expect(await state()).toMatchObject({ state: 'PROCESSING', detail: containing('is being stopped') });
      cluster.runKubelets();
      const started = cluster.store.find('virtualmachineinstances', 'core', 'upf');
      expect(started.metadata.uid).not.toBe(instance.metadata.uid);
      started.status = { phase: 'Scheduling' };
      expect(await state()).toMatchObject({ state: 'PROCESSING', detail: containing('(none yet): Scheduling') });
      await vim.migrate(offline());
      started.status = { phase: 'Pending' };
      cluster.runKubelets();
      expect(await state()).toMatchObject({
        state: 'COMPLETED',
        computeHostId: 'server-2',
        computeId: started.metadata.uid,
      });
    });

    it('has failed when the virtual machine was started where it was', async () => {
      await vim.migrate(offline());
      cluster.store.remove('virtualmachineinstances', instance);
      expect(await state()).toMatchObject({ state: 'PROCESSING', detail: containing('has not been started yet') });
      cluster.store.create('virtualmachineinstances', {
        metadata: { name: 'upf', namespace: 'core' },
        status: { phase: 'Running', nodeName: 'worker-1' },
      });
      expect(await state()).toMatchObject({ state: 'FAILED', detail: containing('the node that it had to leave') });
    });

    it.each(['Manual', 'Halted'])(
      'is refused for one with the run strategy %s, which nothing would start',
      async (runStrategy) => {
        cluster.store.find('virtualmachines', 'core', 'upf').spec.runStrategy = runStrategy;
        expect(await failureOf(vim.migrate(offline()))).toEqual({
          kind: 'SouthboundRefused',
          message: `virtual machine core/upf would not be started again elsewhere: its run strategy is ${runStrategy}`,
        });
        expect(instance.metadata.deletionTimestamp).toBeUndefined();
      },
    );
  });

  describe('a node that is off', () => {
    it('loses its virtual machines, which come up elsewhere', async () => {
      cluster.pods().forEach(({ spec }) => (spec.tolerations = [{ key: 'node.kubernetes.io/out-of-service' }]));
      cluster.die('worker-1');
      await vim.markPoweredOff('server-1', EVACUATION);
      expect(instance.metadata.deletionTimestamp).toBeUndefined();
      await vim.migrate(order);
      cluster.runKubelets();
      expect(await state()).toMatchObject({
        state: 'COMPLETED',
        computeHostId: 'server-2',
        computeId: cluster.store.find('virtualmachineinstances', 'core', 'upf').metadata.uid,
      });
      expect(migrations()).toEqual([]);
    });

    it('keeps a virtual machine that nothing would start again', async () => {
      cluster.pods().forEach(({ spec }) => (spec.tolerations = [{ key: 'node.kubernetes.io/out-of-service' }]));
      cluster.store.remove('virtualmachines', cluster.store.find('virtualmachines', 'core', 'upf'));
      cluster.die('worker-1');
      await vim.markPoweredOff('server-1', EVACUATION);
      expect(await failureOf(vim.migrate(order))).toEqual({
        kind: 'SouthboundRefused',
        message: containing('it has no VirtualMachine'),
      });
      expect(cluster.pods()).toHaveLength(1);
    });
  });
});
