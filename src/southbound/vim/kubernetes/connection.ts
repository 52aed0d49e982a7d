import { stat } from 'node:fs/promises';
import type {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  StorageV1Api,
  V1DeleteOptions,
  V1Eviction,
} from '@kubernetes/client-node';
import type { components } from '../../../../generated/config.ts';
import { DomainError, reasonOf, type ProblemKind } from '../../../problem.ts';

export type KubernetesVim = components['schemas']['KubernetesVim'];

/** What the API server said: the value, or its refusal. */
export type Answer<T> = { taken: true; value: T } | { taken: false; status: number; message: string };

/** An object by its name, and the one of that name that is meant. */
export interface Reference {
  namespace: string;
  name: string;
  uid: string;
}

/** The parts of the API, and what its calls need. */
export interface Apis {
  server: string;
  core: CoreV1Api;
  storage: StorageV1Api;
  custom: CustomObjectsApi;
  /** The option that makes a patch a merge patch. RFC 7396. */
  mergePatch: Parameters<CoreV1Api['patchNode']>[1];
  /** The UID is a precondition: the one that took its name must not be ended in its place. */
  deleteOptions: (uid: string, gracePeriodSeconds: number | undefined) => V1DeleteOptions;
  eviction: (pod: Reference, gracePeriodSeconds: number | undefined) => V1Eviction;
}

/** Asks the API server; `what` is for people, e.g. `GET node worker-1`. */
export interface Connection {
  /** Its answer, whatever it is; throws `SouthboundUnavailable` when there is none. */
  ask<T>(what: string, call: (apis: Apis) => Promise<T>): Promise<Answer<T>>;
  /** Throws `SouthboundUnavailable` for a refusal too: without an answer nothing is known. */
  read<T>(what: string, call: (apis: Apis) => Promise<T>): Promise<T>;
  /** As `read`; undefined when there is no such object. */
  readIfThere<T>(what: string, call: (apis: Apis) => Promise<T>): Promise<T | undefined>;
  /** Throws what the refusal of an order means. */
  order<T>(what: string, call: (apis: Apis) => Promise<T>): Promise<T>;
  /** The error that this refusal of an order is. */
  refusal(what: string, answer: { status: number; message: string }): DomainError;
  /** The time by the clock of the API server, as its answers tell it. */
  now(): Date;
}

/**
 * Reads the kubeconfig at the first question and again whenever it has changed, so that it may come later and be renewed. The
 * library is large, and loaded only then.
 */
export function createConnection(config: KubernetesVim): Connection {
  let clockOffset = 0;
  let loaded: { version: number; apis: Apis } | undefined;
  const noticeTime = (date: string | undefined): void => {
    const time = Date.parse(date ?? '');
    if (!Number.isNaN(time)) clockOffset = time - Date.now();
  };

  async function load(): Promise<Apis> {
    try {
      const version = config.kubeconfigFile === undefined ? 0 : (await stat(config.kubeconfigFile)).mtimeMs;
      if (loaded?.version !== version) loaded = { version, apis: await loadApis(config, noticeTime) };
      return loaded.apis;
    } catch (error) {
      const cause = withoutContent(error);
      throw new DomainError('SouthboundUnavailable', `VIM ${config.id} has no usable kubeconfig`, { cause });
    }
  }
  const describe = (what: string, { status, message }: { status: number; message: string }): string =>
    `VIM ${config.id} (${loaded?.apis.server ?? ''}) answered ${what} with ${status}${message && `: ${message}`}`;

  async function ask<T>(what: string, call: (apis: Apis) => Promise<T>): Promise<Answer<T>> {
    const apis = await load();
    try {
      return { taken: true, value: await within(config.timeout, call(apis)) };
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal !== undefined) return refusal;
      const cause = new Error(reasonOf(error));
      throw new DomainError('SouthboundUnavailable', `VIM ${config.id} (${apis.server}) did not answer ${what}`, {
        cause,
      });
    }
  }
  async function readIfThere<T>(what: string, call: (apis: Apis) => Promise<T>): Promise<T | undefined> {
    const answer = await ask(what, call);
    if (answer.taken) return answer.value;
    if (answer.status === 404) return undefined;
    throw new DomainError('SouthboundUnavailable', describe(what, answer));
  }
  const refusal: Connection['refusal'] = (what, answer) =>
    new DomainError(kindOf(answer.status), describe(what, answer));

  return {
    ask,
    readIfThere,
    refusal,
    read: async (what, call) => {
      const answer = await ask(what, call);
      if (answer.taken) return answer.value;
      throw new DomainError('SouthboundUnavailable', describe(what, answer));
    },
    order: async (what, call) => {
      const answer = await ask(what, call);
      if (answer.taken) return answer.value;
      throw refusal(what, answer);
    },
    now: () => new Date(Date.now() + clockOffset),
  };
}

/** 401 and 404 may pass, as do conflicts and what speaks of the moment; the other answers are about the order itself. */
function kindOf(status: number): ProblemKind {
  const passes = status >= 500 || [401, 404, 408, 409, 410, 429].includes(status);
  return passes ? 'SouthboundUnavailable' : 'SouthboundRefused';
}

async function loadApis(config: KubernetesVim, noticeTime: (date: string | undefined) => void): Promise<Apis> {
  const library = await import('@kubernetes/client-node');
  const kubeConfig = new library.KubeConfig();
  loadKubeConfig(kubeConfig, config);
  const server = kubeConfig.getCurrentCluster()?.server;
  if (server === undefined) throw new Error(`there is no cluster for the context ${kubeConfig.getCurrentContext()}`);
  const configuration = library.createConfiguration({
    baseServer: new library.ServerConfiguration(server, {}),
    authMethods: { default: kubeConfig },
    promiseMiddleware: [
      {
        pre: (request) => {
          request.setSignal(AbortSignal.timeout(1000 * config.timeout));
          return Promise.resolve(request);
        },
        post: (response) => {
          noticeTime(response.headers['date']);
          return Promise.resolve(response);
        },
      },
    ],
  });
  const deleteOptions: Apis['deleteOptions'] = (uid, gracePeriodSeconds) =>
    Object.assign(new library.V1DeleteOptions(), {
      preconditions: { uid },
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    });
  return {
    server,
    deleteOptions,
    eviction: ({ namespace, name, uid }, gracePeriodSeconds) =>
      Object.assign(new library.V1Eviction(), {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { namespace, name },
        deleteOptions: deleteOptions(uid, gracePeriodSeconds),
      }),
    core: new library.CoreV1Api(configuration),
    storage: new library.StorageV1Api(configuration),
    custom: new library.CustomObjectsApi(configuration),
    mergePatch: library.setHeaderOptions('Content-Type', library.PatchStrategy.MergePatch),
  };
}

function loadKubeConfig(kubeConfig: KubeConfig, config: KubernetesVim): void {
  if (config.kubeconfigFile !== undefined) kubeConfig.loadFromFile(config.kubeconfigFile);
  else if (process.env['KUBERNETES_SERVICE_HOST'] !== undefined) kubeConfig.loadFromCluster();
  else throw new Error('kubeconfigFile is not configured, and the gateway runs in no pod');
  if (config.context !== undefined) kubeConfig.setCurrentContext(config.context);
}

/** The library's own limit is for the request alone; a credential plugin can hang before there is one. */
async function within<T>(seconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${seconds} s`));
    }, 1000 * seconds);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** The refusal in what the library throws for an answer that is not 2xx; it is told by its `code`, as it has no name. */
function refusalIn(error: unknown): (Answer<never> & { taken: false }) | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') return undefined;
  return { taken: false, status: error.code, message: messageIn('body' in error ? error.body : undefined) };
}

/** The message of a Status object, for people. */
function messageIn(body: unknown): string {
  try {
    const status: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    const message = typeof status === 'object' && status !== null && 'message' in status ? status.message : undefined;
    return typeof message === 'string' ? message.slice(0, 500) : '';
  } catch {
    return '';
  }
}

/** What a YAML parser says would quote the file, which has credentials in it. */
function withoutContent(error: unknown): unknown {
  if (!(error instanceof Error) || !('mark' in error)) return error;
  const { line } = error.mark as { line?: number };
  return new Error(`it cannot be parsed${line === undefined ? '' : `, at line ${line + 1}`}`);
}
