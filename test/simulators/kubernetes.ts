import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { ServiceAnswer } from '../../conformance/peers/service.ts';
import { reconcile, runKubelets, runMigrations } from './kubernetes-controllers.ts';
import { selected } from './kubernetes-selectors.ts';
import { conflict, createStore, KINDS, Refusal, type Plural, type Resource, type Store } from './kubernetes-store.ts';

export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  contentType: string;
  body: unknown;
}

/** What a test does instead of the server: an answer, silence, or nothing of its own. */
type Interception = (request: ApiRequest) => ServiceAnswer | 'hang' | undefined;

/**
 * A simulated cluster: an API server over HTTP on loopback, its controllers, kubelets and KubeVirt. Controllers act at once;
 * kubelets and KubeVirt when a test says so.
 */
export interface KubernetesCluster {
  url: string;
  store: Store;
  /** Requests as they came, e.g. `PATCH /api/v1/nodes/worker-1`. */
  requests: string[];
  addNode(name: string): Resource;
  setReady(node: string, isReady: boolean): void;
  /** Pods that are placed come up, and those that are to end are gone, on every node that is ready. */
  runKubelets(): void;
  /** Migrations of virtual machines go one step further, or fail. */
  runMigrations(failureReason?: string): void;
  /** Lets the controllers see what a test changed in the store. */
  reconcile(): void;
  /** Asked before the server at every request; undefined ends it. */
  intercept(interception: Interception | undefined): void;
  /** Every list that is read page by page has become too old. */
  expirePages(): void;
  close(): Promise<void>;
}

export interface KubernetesOptions {
  /** Milliseconds by which the clock of the cluster is before ours. */
  clockOffset?: number;
  /** Serves HTTPS. */
  tls?: { cert: Buffer; key: Buffer };
  /** Bearer token that is wanted. */
  token?: string;
  /** False: there is no KubeVirt. */
  kubeVirt?: boolean;
  /** All that the caller may do; absent: everything. */
  rules?: readonly PolicyRule[];
}

/** A rule of a ClusterRole. */
export interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

interface Simulation {
  store: Store;
  pages: Map<string, Resource[]>;
  requests: string[];
  interception: Interception | undefined;
  options: KubernetesOptions;
}

export async function startKubernetes(options: KubernetesOptions = {}): Promise<KubernetesCluster> {
  const store = createStore(options.clockOffset);
  const simulation: Simulation = { store, pages: new Map(), requests: [], interception: undefined, options };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void serve(simulation, request, response);
  };
  const server = options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    store,
    requests: simulation.requests,
    addNode: (name) =>
      store.create('nodes', {
        metadata: { name, labels: { 'kubernetes.io/hostname': name } },
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      }),
    setReady: (node, isReady) => {
      store.change(store.find('nodes', undefined, node), ({ status }) => {
        status.conditions = [{ type: 'Ready', status: isReady ? 'True' : 'Unknown' }];
      });
      reconcile(store);
    },
    runKubelets: () => {
      runKubelets(store);
    },
    runMigrations: (failureReason) => {
      runMigrations(store, failureReason);
    },
    reconcile: () => {
      reconcile(store);
    },
    intercept: (interception) => (simulation.interception = interception),
    expirePages: () => {
      simulation.pages.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function serve(simulation: Simulation, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://loopback');
  const method = request.method ?? 'GET';
  const contentType = request.headers['content-type'] ?? '';
  simulation.requests.push(`${method} ${path}`);
  const asked = { method, path, query, contentType, body: await readJson(request) };
  const answer = simulation.interception?.(asked) ?? answerTo(simulation, asked, request.headers.authorization);
  if (answer === 'hang') return;
  response.setHeader('date', simulation.store.now().toUTCString());
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request) text += String(part);
  return text === '' ? undefined : JSON.parse(text);
}

function answerTo(simulation: Simulation, request: ApiRequest, authorization: string | undefined): ServiceAnswer {
  const { token } = simulation.options;
  try {
    if (token !== undefined && authorization !== `Bearer ${token}`)
      throw new Refusal(401, 'Unauthorized', 'Unauthorized');
    const answer = route(simulation, request);
    if (request.method !== 'GET') reconcile(simulation.store);
    return answer;
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

const PATH = /^\/(?:api\/|apis\/([^/]+)\/)v1(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?(?:\/([a-z]+))?$/;

function route(simulation: Simulation, request: ApiRequest): ServiceAnswer {
  const [, group, namespace, plural, name, subresource] = PATH.exec(request.path) ?? [];
  const kind = plural !== undefined && plural in KINDS ? KINDS[plural as Plural] : undefined;
  const isServed = group !== 'kubevirt.io' || simulation.options.kubeVirt !== false;
  if (kind?.apiVersion !== (group === undefined ? 'v1' : `${group}/v1`) || !isServed)
    throw new Refusal(404, 'NotFound', 'the server could not find the requested resource');
  assertAllowed(
    simulation.options.rules,
    group ?? '',
    [plural, subresource].filter(Boolean).join('/'),
    verbOf(request, name),
  );
  const { store } = simulation;
  const target = plural as Plural;
  if (name === undefined) {
    if (request.method === 'POST') return create(store, target, namespace, request);
    return { status: 200, body: list(simulation, target, namespace, request) };
  }
  const resource = store.find(target, namespace, name);
  if (subresource === 'eviction' && request.method === 'POST') return evict(store, resource, request);
  switch (request.method) {
    case 'GET':
      return { status: 200, body: resource };
    case 'PATCH':
      return { status: 200, body: patch(store, target, resource, request) };
    case 'DELETE':
      return remove(store, target, resource, request);
    default:
      throw new Refusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
}

function verbOf({ method }: ApiRequest, name: string | undefined): string {
  if (method === 'GET') return name === undefined ? 'list' : 'get';
  return method === 'POST' ? 'create' : method.toLowerCase();
}

function assertAllowed(rules: KubernetesOptions['rules'], group: string, resource: string, verb: string): void {
  const isAllowed = rules?.some(
    ({ apiGroups, resources, verbs }) =>
      apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb),
  );
  if (isAllowed === false)
    throw new Refusal(403, 'Forbidden', `${resource} is forbidden: cannot ${verb} in API group "${group}"`);
}

function create(store: Store, plural: Plural, namespace: string | undefined, { body }: ApiRequest): ServiceAnswer {
  const { metadata, spec } = body as Resource;
  const place = namespace === undefined ? {} : { namespace };
  const isMigration = plural === 'virtualmachineinstancemigrations';
  const isUnderWay = ({ spec: { vmiName }, status }: Resource): boolean =>
    vmiName === spec.vmiName && !['Succeeded', 'Failed'].includes(status.phase ?? '');
  if (isMigration && store.all(plural).some(isUnderWay))
    throw new Refusal(409, 'Conflict', 'in-flight migration detected');
  return { status: 201, body: store.create(plural, { metadata: { ...metadata, ...place }, spec }) };
}

function patch(store: Store, plural: Plural, resource: Resource, { contentType, body }: ApiRequest): Resource {
  // The lists that are patched here have no merge key, so that a strategic merge patch does what a JSON merge patch does.
  const known = ['application/merge-patch+json', 'application/strategic-merge-patch+json'];
  if (!known.includes(contentType))
    throw new Refusal(415, 'UnsupportedMediaType', `${contentType} is not supported here`);
  return store.patch(plural, resource, body);
}

function list(simulation: Simulation, plural: Plural, namespace: string | undefined, { query }: ApiRequest): object {
  const { store, pages } = simulation;
  const from = query.get('continue');
  const remaining = from === null ? selected(store.all(plural), plural, namespace, query) : pages.get(from);
  if (remaining === undefined)
    throw new Refusal(410, 'Expired', 'The provided continue parameter is too old to display a consistent list result');
  const limit = Number(query.get('limit') ?? remaining.length);
  const rest = remaining.slice(limit);
  const token = rest.length === 0 ? undefined : `page-${pages.size + 1}`;
  if (token !== undefined) pages.set(token, rest);
  const { apiVersion, kind } = KINDS[plural];
  const metadata = { resourceVersion: '1', ...(token === undefined ? {} : { continue: token }) };
  return { apiVersion, kind: `${kind}List`, metadata, items: remaining.slice(0, limit) };
}

interface DeleteOptions {
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string };
}

function remove(store: Store, plural: Plural, resource: Resource, { body }: ApiRequest): ServiceAnswer {
  end(store, plural, resource, body ?? {});
  return { status: 200, body: resource };
}

function end(store: Store, plural: Plural, resource: Resource, options: DeleteOptions): void {
  const { gracePeriodSeconds, preconditions } = options;
  if (preconditions?.uid !== undefined && preconditions.uid !== resource.metadata.uid)
    throw conflict(plural, resource.metadata, 'the UID in the precondition differs from that of the object');
  const isPlaced = plural === 'pods' && resource.spec.nodeName !== undefined;
  const isOver = ['Succeeded', 'Failed'].includes(resource.status.phase ?? '');
  const grace = gracePeriodSeconds ?? resource.spec.terminationGracePeriodSeconds ?? 30;
  const isUnderWay = plural === 'virtualmachineinstancemigrations' && !isOver;
  if (isUnderWay) resource.metadata.finalizers = ['kubevirt.io/migrationJobFinalize'];
  store.end(plural, resource, isPlaced && !isOver ? grace : 0);
}

/** policy/v1: 429 while a disruption budget does not allow it, 500 when several budgets are about the pod. */
function evict(store: Store, pod: Resource, { body }: ApiRequest): ServiceAnswer {
  const budgets = store.all('poddisruptionbudgets').filter((budget) => isSelectedBy(pod, budget));
  if (budgets.length > 1)
    throw new Refusal(
      500,
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which eviction does not support.',
    );
  const [budget] = budgets;
  const healthy =
    budget === undefined ? [] : store.all('pods').filter((each) => isSelectedBy(each, budget) && isHealthy(each));
  const needed = budget?.spec.minAvailable ?? 0;
  if (budget !== undefined && isHealthy(pod) && healthy.length <= needed) {
    const message = `The disruption budget ${budget.metadata.name} needs ${needed} healthy pods and has ${healthy.length} currently`;
    throw new Refusal(
      429,
      'TooManyRequests',
      `Cannot evict pod as it would violate the pod's disruption budget. ${message}`,
      {
        'retry-after': '10',
      },
    );
  }
  end(store, 'pods', pod, (body as { deleteOptions?: DeleteOptions }).deleteOptions ?? {});
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

function isSelectedBy({ metadata }: Resource, budget: Resource): boolean {
  const labels = Object.entries(budget.spec.selector?.matchLabels ?? {});
  return (
    metadata.namespace === budget.metadata.namespace && labels.every(([key, value]) => metadata.labels?.[key] === value)
  );
}

function isHealthy({ metadata, status }: Resource): boolean {
  const isReady = status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return metadata.deletionTimestamp === undefined && status.phase === 'Running' && isReady === true;
}
