/** The objects of a simulated API server, with the rules by which a real one keeps them. */
import { randomUUID } from 'node:crypto';
import type { ServiceAnswer } from '../../conformance/peers/service.ts';

export interface Metadata {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
  generateName?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  finalizers?: string[];
}

export interface Taint {
  key: string;
  value?: string;
  effect: string;
}

/** The parts of any kind that the simulation itself looks at; whatever else an object has is kept as it is. */
export interface Spec {
  nodeName?: string;
  unschedulable?: boolean;
  taints?: Taint[];
  tolerations?: { key: string }[];
  terminationGracePeriodSeconds?: number;
  nodeSelector?: Record<string, string>;
  replicas?: number;
  selector?: { matchLabels: Record<string, string> };
  template?: { metadata?: Partial<Metadata>; spec?: Spec };
  minAvailable?: number;
  vmiName?: string;
  addedNodeSelector?: Record<string, string>;
  runStrategy?: string;
  [other: string]: unknown;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

export interface Status {
  phase?: string;
  nodeName?: string;
  conditions?: Condition[];
  migrationState?: { sourceNode?: string; targetNode?: string; failureReason?: string };
  [other: string]: unknown;
}

export interface Resource {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec: Spec;
  status: Status;
}

/** What a test gives to have an object made. */
export interface NewResource {
  metadata: Partial<Metadata>;
  spec?: Spec;
  status?: Status;
}

/** Kinds by their name in a path; the fields that a field selector may name beside those of the metadata. */
export const KINDS = {
  nodes: { apiVersion: 'v1', kind: 'Node', namespaced: false, fields: ['spec.unschedulable'] },
  pods: { apiVersion: 'v1', kind: 'Pod', namespaced: true, fields: ['spec.nodeName', 'status.phase'] },
  persistentvolumes: { apiVersion: 'v1', kind: 'PersistentVolume', namespaced: false, fields: [] },
  replicasets: { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespaced: true, fields: [] },
  statefulsets: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespaced: true, fields: [] },
  poddisruptionbudgets: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespaced: true, fields: [] },
  volumeattachments: { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', namespaced: false, fields: [] },
  virtualmachines: { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', namespaced: true, fields: [] },
  virtualmachineinstances: {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstance',
    namespaced: true,
    fields: [],
  },
  virtualmachineinstancemigrations: {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstanceMigration',
    namespaced: true,
    fields: [],
  },
} as const;

export type Plural = keyof typeof KINDS;

/** An answer of the API server that is no success. */
export class Refusal extends Error {
  readonly answer: ServiceAnswer;

  constructor(
    code: number,
    reason: string,
    message: string,
    headers: Record<string, string> = {},
    details: object = {},
  ) {
    super(message);
    const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
    this.answer = { status: code, headers, body };
  }
}

export interface Store {
  now(): Date;
  all(plural: Plural): Resource[];
  find(plural: Plural, namespace: string | undefined, name: string): Resource;
  create(plural: Plural, given: NewResource): Resource;
  /** Applies a JSON merge patch; a `resourceVersion` or a `uid` in it is a precondition. */
  patch(plural: Plural, resource: Resource, patch: unknown): Resource;
  /** Changes an object as a controller does. */
  change(resource: Resource, change: (resource: Resource) => void): void;
  /** Marks it as ending, or removes it when nothing holds it. */
  end(plural: Plural, resource: Resource, graceSeconds: number): void;
  remove(plural: Plural, resource: Resource): void;
}

/** `clockOffset` in milliseconds: how far the server's clock is before ours. */
export function createStore(clockOffset = 0): Store {
  const objects = new Map<Plural, Map<string, Resource>>();
  let version = 1000;
  const nextVersion = (): string => String((version += 1));
  const now = (): Date => new Date(Date.now() + clockOffset);
  const of = (plural: Plural): Map<string, Resource> => {
    const known = objects.get(plural) ?? new Map<string, Resource>();
    objects.set(plural, known);
    return known;
  };
  const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;
  const remove: Store['remove'] = (plural, { metadata }) => {
    of(plural).delete(keyOf(metadata.namespace, metadata.name));
  };

  return {
    now,
    all: (plural) => [...of(plural).values()],
    find: (plural, namespace, name) => {
      const found = of(plural).get(keyOf(namespace, name));
      if (found !== undefined) return found;
      throw new Refusal(404, 'NotFound', `${plural} "${name}" not found`);
    },
    create: (plural, { metadata, spec = {}, status = {} }) => {
      const { apiVersion, kind } = KINDS[plural];
      const name = metadata.name ?? `${metadata.generateName ?? ''}${randomUUID().slice(-12)}`;
      const key = keyOf(metadata.namespace, name);
      if (of(plural).has(key)) throw new Refusal(409, 'AlreadyExists', `${plural} "${name}" already exists`);
      const stamps = { uid: randomUUID(), resourceVersion: nextVersion(), creationTimestamp: stampOf(now()) };
      const resource = { apiVersion, kind, metadata: { ...stamps, ...metadata, name }, spec, status };
      assertValid(resource);
      of(plural).set(key, resource);
      return resource;
    },
    patch: (plural, resource, patch) => {
      const { metadata } = resource;
      const wanted = (patch as { metadata?: Partial<Metadata> }).metadata ?? {};
      if (wanted.uid !== undefined && wanted.uid !== metadata.uid) throw conflict(plural, metadata, 'the UID differs');
      if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== metadata.resourceVersion)
        throw conflict(
          plural,
          metadata,
          'the object has been modified; please apply your changes to the latest version',
        );
      const patched = merged(resource, patch) as Resource;
      assertValid(patched);
      if (JSON.stringify(patched) === JSON.stringify(resource)) return resource;
      Object.assign(resource, patched, { metadata: { ...patched.metadata, resourceVersion: nextVersion() } });
      return resource;
    },
    change: (resource, change) => {
      change(resource);
      resource.metadata.resourceVersion = nextVersion();
    },
    end: (plural, resource, graceSeconds) => {
      const { metadata } = resource;
      if (graceSeconds === 0 && (metadata.finalizers ?? []).length === 0) {
        remove(plural, resource);
        return;
      }
      const end = stampOf(new Date(now().getTime() + 1000 * graceSeconds));
      metadata.deletionTimestamp =
        metadata.deletionTimestamp === undefined || end < metadata.deletionTimestamp ? end : metadata.deletionTimestamp;
      metadata.deletionGracePeriodSeconds = graceSeconds;
      metadata.resourceVersion = nextVersion();
    },
    remove,
  };
}

/** Kubernetes keeps times to the second. */
export function stampOf(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function conflict(plural: Plural, { name }: Metadata, why: string): Refusal {
  return new Refusal(409, 'Conflict', `Operation cannot be fulfilled on ${plural} "${name}": ${why}`);
}

/** RFC 7396. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = merged(result[key], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const QUALIFIED_NAME = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function assertValid({ kind, metadata, spec }: Resource): void {
  const taints = spec.taints ?? [];
  const places = new Set(taints.map(({ key, effect }) => `${key}:${effect}`));
  const keys = [
    ...Object.keys(metadata.labels ?? {}),
    ...Object.keys(metadata.annotations ?? {}),
    ...taints.map(({ key }) => key),
  ];
  const values = [...Object.values(metadata.labels ?? {}), ...taints.map(({ value = '' }) => value)];
  const isValid =
    places.size === taints.length &&
    keys.every((key) => QUALIFIED_NAME.test(key)) &&
    values.every((value) => LABEL_VALUE.test(value));
  if (!isValid)
    throw new Refusal(422, 'Invalid', `${kind} "${metadata.name}" is invalid: a key or a value is not allowed`);
}
