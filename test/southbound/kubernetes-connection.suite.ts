import { rm, utimes, writeFile } from 'node:fs/promises';
import { createCertificates, type Certificates } from '../certificates.ts';
import { kubernetesAdapter } from '../../src/southbound/vim/kubernetes/kubernetes.ts';
import { createRecordingLog } from './recording-ports.ts';
import {
  CONFIGURATION,
  failureOf,
  kubeconfigOf,
  startClusterUnderTest,
  type ClusterUnderTest,
} from './kubernetes-harness.ts';
import type { KubernetesOptions } from '../simulators/kubernetes.ts';

describe('the connection to a cluster', () => {
  const TOKEN = 'eyJ-not-to-be-shown';

  let cluster: ClusterUnderTest;
  afterEach(() => cluster.remove());
  const start = async (options?: KubernetesOptions): Promise<void> => {
    cluster = await startClusterUnderTest(options);
  };
  const read = () => cluster.vim.readScheduling('server-1');
  let version = 0;
  /** Files that are written within one tick of the clock are told apart by this. */
  async function writeKubeconfig(text: string): Promise<void> {
    await writeFile(cluster.kubeconfigFile, text);
    version += 1;
    await utimes(cluster.kubeconfigFile, version, version);
  }

  describe('an API server with TLS and tokens', () => {
    let certificates: Certificates;
    beforeAll(() => {
      certificates = createCertificates();
      certificates.selfSigned('ca');
      certificates.signed('server', 'ca');
    });
    afterAll(() => {
      certificates.remove();
    });
    beforeEach(() => start({ tls: certificates.pair('server'), token: TOKEN }));

    it('is trusted by its CA, and trusts the token', async () => {
      await writeKubeconfig(
        kubeconfigOf(cluster.url, { 'certificate-authority': certificates.file('ca.crt') }, { token: TOKEN }),
      );
      await cluster.vim.withdraw('server-1', 'evacuation-1');
      expect(await read()).toMatchObject({ schedulingState: 'WITHDRAWN' });
    });

    it('is not spoken to when it is of another CA', async () => {
      await writeKubeconfig(kubeconfigOf(cluster.url, {}, { token: TOKEN }));
      const { kind, message } = await failureOf(read());
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toMatch(/^VIM edge \(https:\S+\) did not answer GET node worker-1: .*certificate/);
      expect(message).not.toContain(TOKEN);
      expect(cluster.requests).toEqual([]);
    });

    it('that does not know the token is unavailable until the kubeconfig has another one', async () => {
      const ca = { 'certificate-authority': certificates.file('ca.crt') };
      await writeKubeconfig(kubeconfigOf(cluster.url, ca, { token: 'outdated' }));
      const { kind, message } = await failureOf(cluster.vim.withdraw('server-1', 'evacuation-1'));
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toMatch(/answered GET node worker-1 with 401$/);
      await writeKubeconfig(kubeconfigOf(cluster.url, ca, { token: TOKEN }));
      expect(await read()).toMatchObject({ schedulingState: 'ENABLED' });
    });
  });

  describe('a kubeconfig', () => {
    beforeEach(() => start());

    it('that cannot be parsed makes the VIM unavailable, and is not quoted', async () => {
      await writeKubeconfig(`apiVersion: v1\nkind: Config\nusers:\n- name: gateway\n  user:\n    token: "${TOKEN}\n`);
      const { kind, message } = await failureOf(read());
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toMatch(/has no usable kubeconfig: it cannot be parsed, at line \d+$/);
      expect(message).not.toContain(TOKEN);
    });

    it('that is missing makes the VIM unavailable until it is there', async () => {
      await rm(cluster.kubeconfigFile);
      const { kind, message } = await failureOf(read());
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toMatch(/^VIM edge has no usable kubeconfig: .*no such file/);
      await writeKubeconfig(kubeconfigOf(cluster.url));
      expect(await read()).toMatchObject({ schedulingState: 'ENABLED' });
    });

    it.each(['not: [yaml', '{}'])('that says %p makes the VIM unavailable', async (text) => {
      await writeKubeconfig(text);
      expect(await failureOf(read())).toMatchObject({ kind: 'SouthboundUnavailable' });
    });

    it('has the configured context, or the VIM is unavailable', async () => {
      const unknown = cluster.createVim({ context: 'elsewhere' });
      const { kind, message } = await failureOf(unknown.readScheduling('server-1'));
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toContain('there is no cluster for the context elsewhere');
      const known = cluster.createVim({ context: 'gateway@edge' });
      expect(await known.readScheduling('server-1')).toMatchObject({ schedulingState: 'ENABLED' });
    });

    it('that is not configured is missed, as the gateway runs in no pod', async () => {
      const { message } = await failureOf(
        kubernetesAdapter.create(CONFIGURATION, createRecordingLog().log).readScheduling('server-1'),
      );
      expect(message).toContain('kubeconfigFile is not configured, and the gateway runs in no pod');
    });
  });

  describe('an API server that does not do as asked', () => {
    beforeEach(() => start());
    const answerWith = (status: number): void => {
      const body = { kind: 'Status', message: `says ${status}` };
      cluster.intercept(({ method }) => (method === 'PATCH' ? { status, body } : undefined));
    };

    it.each([
      [400, 'SouthboundRefused'],
      [403, 'SouthboundRefused'],
      [404, 'SouthboundUnavailable'],
      [422, 'SouthboundRefused'],
      [429, 'SouthboundUnavailable'],
      [500, 'SouthboundUnavailable'],
      [503, 'SouthboundUnavailable'],
    ])('and answers an order with %i makes it %s', async (status, kind) => {
      answerWith(status);
      const failure = await failureOf(cluster.vim.withdraw('server-1', 'evacuation-1'));
      expect(failure.kind).toBe(kind);
      expect(failure.message).toBe(
        `VIM edge (${cluster.url}) answered PATCH node worker-1 with ${status}: says ${status}`,
      );
    });

    it('and refuses a mark that it does not take makes it refused', async () => {
      const failure = await failureOf(cluster.vim.withdraw('server-1', 'no label value!'));
      expect(failure).toMatchObject({ kind: 'SouthboundRefused' });
      expect(cluster.node('worker-1').spec).toEqual({});
    });

    it('and does not know the node, or lets nobody read it, is unavailable', async () => {
      cluster.store.remove('nodes', cluster.node('worker-1'));
      expect(await failureOf(read())).toMatchObject({ kind: 'SouthboundUnavailable' });
      cluster.intercept(() => ({ status: 403, body: 'no JSON object' }));
      const { kind, message } = await failureOf(cluster.vim.readVirtualComputes(['server-1']));
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toMatch(/answered GET pods on node worker-1 with 403$/);
    });

    it('and is silent is unavailable in time', async () => {
      await read();
      cluster.intercept(() => 'hang');
      const hasty = cluster.createVim({ timeout: 0.2 });
      const { kind, message } = await failureOf(hasty.readScheduling('server-1'));
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toContain('did not answer GET node worker-1');
    });

    it('and is gone is unavailable, with the cause', async () => {
      await cluster.close();
      const { kind, message } = await failureOf(read());
      expect(kind).toBe('SouthboundUnavailable');
      expect(message).toContain(cluster.url);
      expect(message).toContain('ECONNREFUSED');
      await cluster.vim.close();
      cluster = await startClusterUnderTest();
    });

    it('and has no KubeVirt is not asked for virtual machines', async () => {
      await cluster.remove();
      await start({ kubeVirt: false });
      cluster.addReplicaSet('amf', 3);
      expect(await cluster.vim.readVirtualComputes(['server-1', 'server-2', 'server-3'])).toHaveLength(3);
      expect(cluster.requests.filter((request) => request.includes('kubevirt'))).toEqual([]);
    });
  });
});
