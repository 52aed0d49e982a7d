/** What is asked of KubeVirt, and the parts of its objects that are read. kubevirt.io/v1. */
import type { V1ObjectMeta } from '@kubernetes/client-node';
import { listAll } from './cluster.ts';
import type { Answer, Apis, Connection, Reference } from './connection.ts';

/** Metadata as they are in JSON: times are text. */
export type Metadata = Pick<
  V1ObjectMeta,
  'name' | 'namespace' | 'uid' | 'labels' | 'annotations' | 'ownerReferences'
> & {
  creationTimestamp?: string;
  deletionTimestamp?: string;
};

interface Condition {
  type: string;
  status: string;
  message?: string;
}

/** A virtual machine that runs, as KubeVirt calls it; it keeps its UID while it migrates and gets another when it starts anew. */
export interface VirtualMachineInstance {
  metadata: Metadata;
  spec?: {
    domain?: {
      cpu?: { cores?: number; sockets?: number; threads?: number };
      memory?: { guest?: string };
      resources?: { requests?: Record<string, string> };
    };
  };
  status?: { phase?: string; nodeName?: string; conditions?: Condition[] };
}

export interface VirtualMachine {
  metadata: Metadata;
  spec?: { running?: boolean; runStrategy?: string };
}

export interface VirtualMachineInstanceMigration {
  metadata: Metadata;
  spec?: { vmiName?: string };
  status?: { phase?: string; migrationState?: { failureReason?: string; targetNode?: string } };
}

export interface KubeVirt {
  /** The virtual machine instances on the node, or in the cluster. */
  listInstances(nodeName: string | undefined): Promise<VirtualMachineInstance[]>;
  readInstance(namespace: string, name: string): Promise<VirtualMachineInstance | undefined>;
  deleteInstance(instance: Reference): Promise<Answer<unknown>>;
  readMachine(namespace: string, name: string): Promise<VirtualMachine | undefined>;
  /** Migrations of the instances of this namespace, or of the cluster. */
  listMigrations(where: { namespace?: string; labelSelector?: string }): Promise<VirtualMachineInstanceMigration[]>;
  createMigration(namespace: string, body: object): Promise<void>;
  deleteMigration(migration: Metadata): Promise<Answer<unknown>>;
}

const API = { group: 'kubevirt.io', version: 'v1' };
const INSTANCES = { ...API, plural: 'virtualmachineinstances' };
const MIGRATIONS = { ...API, plural: 'virtualmachineinstancemigrations' };
const PAGE = 500;

/** A list of custom objects; the library does not know their type. */
interface CustomList<Item> {
  items: Item[];
  metadata?: { continue?: string };
}

export function createKubeVirt(connection: Connection): KubeVirt {
  function list<Item>(resource: typeof INSTANCES, namespace: string | undefined, labelSelector: string | undefined) {
    return listAll<Item>(connection, `GET ${resource.plural}`, async ({ custom }: Apis, from) => {
      const page = {
        ...resource,
        limit: PAGE,
        ...(labelSelector === undefined ? {} : { labelSelector }),
        ...(from === undefined ? {} : { _continue: from }),
      };
      const found = (
        namespace === undefined
          ? await custom.listClusterCustomObject(page)
          : await custom.listNamespacedCustomObject({ ...page, namespace })
      ) as CustomList<Item>;
      return { items: found.items, next: found.metadata?.continue };
    });
  }
  const read = <Item>(plural: string, namespace: string, name: string): Promise<Item | undefined> =>
    connection.readIfThere(
      `GET ${plural} ${namespace}/${name}`,
      async ({ custom }) => (await custom.getNamespacedCustomObject({ ...API, plural, namespace, name })) as Item,
    );

  return {
    listInstances: (nodeName) =>
      list(INSTANCES, undefined, nodeName === undefined ? undefined : `kubevirt.io/nodeName=${nodeName}`),
    readInstance: (namespace, name) => read(INSTANCES.plural, namespace, name),
    deleteInstance: ({ namespace, name, uid }) =>
      connection.ask(`DELETE ${INSTANCES.plural} ${namespace}/${name}`, ({ custom, deleteOptions }) =>
        custom.deleteNamespacedCustomObject({ ...INSTANCES, namespace, name, body: deleteOptions(uid, undefined) }),
      ),
    readMachine: (namespace, name) => read('virtualmachines', namespace, name),
    listMigrations: ({ namespace, labelSelector }) => list(MIGRATIONS, namespace, labelSelector),
    createMigration: async (namespace, body) => {
      const what = `POST ${MIGRATIONS.plural} in namespace ${namespace}`;
      await connection.order(what, ({ custom }) =>
        custom.createNamespacedCustomObject({ ...MIGRATIONS, namespace, body }),
      );
    },
    deleteMigration: ({ namespace = '', name = '', uid = '' }) =>
      connection.ask(`DELETE ${MIGRATIONS.plural} ${namespace}/${name}`, ({ custom, deleteOptions }) =>
        custom.deleteNamespacedCustomObject({ ...MIGRATIONS, namespace, name, body: deleteOptions(uid, undefined) }),
      ),
  };
}
