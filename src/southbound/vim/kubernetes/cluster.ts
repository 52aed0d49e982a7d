import type { V1Node, V1PersistentVolume, V1Pod, V1VolumeAttachment } from '@kubernetes/client-node';
import { DomainError } from '../../../problem.ts';
import type { Answer, Apis, Connection, Reference } from './connection.ts';
import type { NodePatch } from './node-marks.ts';

/** What is asked of the API server about nodes, pods and volumes. */
export interface Cluster {
  readonly connection: Connection;
  readNode(node: string): Promise<V1Node>;
  /** Patches the node by what the rule makes of it, again when somebody else was faster; no patch: nothing is to be done. */
  changeNode(node: string, rule: (node: V1Node) => NodePatch | undefined): Promise<void>;
  listPods(where: { namespace?: string; nodeName?: string }): Promise<V1Pod[]>;
  readPod(namespace: string, name: string): Promise<V1Pod | undefined>;
  annotatePod(pod: V1Pod, annotations: Record<string, string>): Promise<Answer<V1Pod>>;
  evictPod(pod: Reference, gracePeriodSeconds: number | undefined): Promise<Answer<unknown>>;
  deletePod(pod: Reference, gracePeriodSeconds: number | undefined): Promise<Answer<unknown>>;
  listVolumeAttachments(): Promise<V1VolumeAttachment[]>;
  readPersistentVolume(name: string): Promise<V1PersistentVolume | undefined>;
}

/** Entries of a page of a list. */
const PAGE = 500;
/** How often a patch is tried against others who change the same node. */
const PATCH_TRIES = 5;

export function createCluster(connection: Connection): Cluster {
  const readNode: Cluster['readNode'] = (node) =>
    connection.read(`GET node ${node}`, ({ core }) => core.readNode({ name: node }));

  return {
    connection,
    readNode,
    changeNode: async (node, rule) => {
      for (let tries = 0; tries < PATCH_TRIES; tries += 1) {
        const body = rule(await readNode(node));
        if (body === undefined) return;
        const what = `PATCH node ${node}`;
        const patch = ({ core, mergePatch }: Apis) => core.patchNode({ name: node, body }, mergePatch);
        const answer = await connection.ask(what, patch);
        if (answer.taken) return;
        if (answer.status !== 409) throw connection.refusal(what, answer);
      }
      throw new DomainError('SouthboundUnavailable', `node ${node} is changed by others all the time; try again`);
    },
    listPods: ({ namespace, nodeName }) => {
      const selection = {
        limit: PAGE,
        ...(nodeName === undefined ? {} : { fieldSelector: `spec.nodeName=${nodeName}` }),
      };
      const place = [
        ...(namespace === undefined ? [] : [` of namespace ${namespace}`]),
        ...(nodeName === undefined ? [] : [` on node ${nodeName}`]),
      ];
      const what = `GET pods${place.join('')}`;
      return listAll(connection, what, async ({ core }, from) => {
        const page = { ...selection, ...(from === undefined ? {} : { _continue: from }) };
        const list =
          namespace === undefined
            ? await core.listPodForAllNamespaces(page)
            : await core.listNamespacedPod({ ...page, namespace });
        return { items: list.items, next: list.metadata?._continue };
      });
    },
    readPod: (namespace, name) =>
      connection.readIfThere(`GET pod ${namespace}/${name}`, ({ core }) => core.readNamespacedPod({ namespace, name })),
    annotatePod: ({ metadata }, annotations) => {
      const namespace = metadata?.namespace ?? '';
      const name = metadata?.name ?? '';
      const body = { metadata: { uid: metadata?.uid, resourceVersion: metadata?.resourceVersion, annotations } };
      return connection.ask(`PATCH pod ${namespace}/${name}`, ({ core, mergePatch }) =>
        core.patchNamespacedPod({ namespace, name, body }, mergePatch),
      );
    },
    evictPod: (pod, gracePeriodSeconds) =>
      connection.ask(`eviction of pod ${pod.namespace}/${pod.name}`, ({ core, eviction }) => {
        const { namespace, name } = pod;
        return core.createNamespacedPodEviction({ namespace, name, body: eviction(pod, gracePeriodSeconds) });
      }),
    deletePod: ({ namespace, name, uid }, gracePeriodSeconds) =>
      connection.ask(`DELETE pod ${namespace}/${name}`, ({ core, deleteOptions }) =>
        core.deleteNamespacedPod({ namespace, name, body: deleteOptions(uid, gracePeriodSeconds) }),
      ),
    listVolumeAttachments: () =>
      listAll(connection, 'GET volumeattachments', async ({ storage }, from) => {
        const list = await storage.listVolumeAttachment({
          limit: PAGE,
          ...(from === undefined ? {} : { _continue: from }),
        });
        return { items: list.items, next: list.metadata?._continue };
      }),
    readPersistentVolume: (name) =>
      connection.readIfThere(`GET persistentvolume ${name}`, ({ core }) => core.readPersistentVolume({ name })),
  };
}

/** Every page of a list. One that has become too old on the way (410) is begun anew. */
export async function listAll<Item>(
  connection: Connection,
  what: string,
  readPage: (apis: Apis, from: string | undefined) => Promise<{ items: Item[]; next: string | undefined }>,
): Promise<Item[]> {
  for (let tries = 0; tries < PATCH_TRIES; tries += 1) {
    const items = await listOnce(connection, what, readPage);
    if (items !== undefined) return items;
  }
  throw new DomainError('SouthboundUnavailable', `${what}: the list became too old on every try to read it`);
}

async function listOnce<Item>(
  connection: Connection,
  what: string,
  readPage: Parameters<typeof listAll<Item>>[2],
): Promise<Item[] | undefined> {
  const items: Item[] = [];
  let from: string | undefined;
  do {
    const start = from;
    const answer = await connection.ask(what, (apis) => readPage(apis, start));
    if (!answer.taken && answer.status === 410) return undefined;
    const page = answer.taken ? answer.value : await connection.read(what, (apis) => readPage(apis, start));
    items.push(...page.items);
    from = page.next === '' ? undefined : page.next;
  } while (from !== undefined);
  return items;
}
