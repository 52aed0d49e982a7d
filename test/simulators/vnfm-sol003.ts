import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Nfvi } from './nfvi.ts';
import { simulateSubscriptions, type SimulatedSubscriptions } from './vnfm-subscriptions.ts';

export type OperationState =
  'STARTING' | 'PROCESSING' | 'COMPLETED' | 'FAILED_TEMP' | 'FAILED' | 'ROLLING_BACK' | 'ROLLED_BACK';

export interface SimulatedVnfc {
  /** Of the VnfcResourceInfo; that of the VnfcInfo is `VDU-id`, as with Tacker. */
  id: string;
  vduId: string;
  computeId: string;
  alarmId?: string;
}

export interface SimulatedVnf {
  id: string;
  instantiated: boolean;
  vnfcs: SimulatedVnfc[];
}

export interface SimulatedOperation {
  id: string;
  vnfInstanceId: string;
  operation: string;
  operationState: OperationState;
  stateEnteredTime: string;
  operationParams: { cause?: string; vnfcInstanceId?: string[]; additionalParams?: object };
  error?: { status: number; detail: string };
  affectedVnfcs: { id: string; vduId: string; changeType: string; computeResource: { resourceId: string } }[];
}

export interface VnfmOptions {
  versions?: readonly string[];
  /** False: SOL003 alone, `vnfcInstanceId` is 400. */
  takesVnfcs?: boolean;
  /** False: the operation occurrences do not tell what they were asked with, nor what changed. */
  isTalkative?: boolean;
  /** False: a filter by what is within an array is 400. */
  filtersWithinArrays?: boolean;
  /** False: 202 without Location. */
  givesLocation?: boolean;
  /** False: 403 for every subscription. */
  takesSubscriptions?: boolean;
  /** False: a subscription with a filter is 400. */
  filtersNotifications?: boolean;
  /** Entries of a page. */
  pageSize?: number;
  tls?: { cert: Buffer; key: Buffer; ca: Buffer };
  /** Whether the request may pass; else 401. */
  isAuthorized?: (request: IncomingMessage) => boolean | Promise<boolean>;
}

export interface SimulatedVnfm {
  apiRoot: string;
  vnfs: SimulatedVnf[];
  operations: SimulatedOperation[];
  /** Method, path and Version of every request, oldest first. */
  requests: { method: string; path: string; version: string | undefined; body: unknown }[];
  /** Orders among them: everything that is not GET. */
  orders(): string[];
  heals(): SimulatedOperation[];
  /** Begins an operation of somebody else, which makes the VNF busy. */
  begin(vnfInstanceId: string, operation: string, operationParams?: object): SimulatedOperation;
  move(operation: SimulatedOperation, state: OperationState, detail?: string): void;
  /** The heal is done: its VNFCs are made anew with other identifiers, each on the server that is given for it. */
  complete(operation: SimulatedOperation, place: (computeId: string) => string): void;
  /** What answers the next request that matches: a status, or no answer; the order is carried out when `isTaken`. */
  disturb(path: RegExp, how: { status?: number; isTaken?: boolean }): void;
  /** Who is notified when an operation begins or moves on. */
  subscriptions: SimulatedSubscriptions;
  /** What happens between the look at an operation and the answer that tells of it. */
  beforeAnswer: (path: string) => Promise<void>;
  /** Path → what answers beside `vnflcm`, with the status. */
  extra: Map<RegExp, (path: string, body: unknown) => number>;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

const UNFINISHED = ['STARTING', 'PROCESSING', 'FAILED_TEMP', 'ROLLING_BACK'];

const problem = (status: number, detail: string): Answer => ({ status, body: { status, detail } });

/** A VNF manager of SOL003 and SOL002, versions 1 and 2, over HTTP; the tests move its operations on. */
export async function startSimulatedVnfm(nfvi: Nfvi, options: VnfmOptions = {}): Promise<SimulatedVnfm> {
  const disturbances: { path: RegExp; status?: number; isTaken?: boolean }[] = [];
  const vnfm: SimulatedVnfm = {
    apiRoot: '',
    vnfs: [],
    operations: [],
    requests: [],
    orders: () =>
      vnfm.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path.replace(/^.*\/v[12]\//, '')),
    heals: () => vnfm.operations.filter(({ operation }) => operation === 'HEAL'),
    begin: (vnfInstanceId, operation, operationParams = {}) => {
      const begun: SimulatedOperation = {
        id: randomUUID(),
        vnfInstanceId,
        operation,
        operationState: 'STARTING',
        stateEnteredTime: new Date().toISOString(),
        operationParams,
        affectedVnfcs: [],
      };
      vnfm.operations.push(begun);
      vnfm.subscriptions.notify(begun);
      return begun;
    },
    move: (operation, state, detail) => {
      operation.operationState = state;
      operation.stateEnteredTime = new Date(Date.parse(operation.stateEnteredTime) + 1000).toISOString();
      if (detail !== undefined) operation.error = { status: 500, detail };
      vnfm.subscriptions.notify(operation);
    },
    complete: (operation, place) => {
      recreate(vnfm, nfvi, { operation, place });
      vnfm.move(operation, 'COMPLETED');
    },
    disturb: (path, how) => disturbances.push({ path, ...how }),
    subscriptions: simulateSubscriptions(options),
    beforeAnswer: () => Promise.resolve(),
    extra: new Map(),
    close: () => Promise.resolve(),
  };
  const listener: RequestListener = (request, response) => {
    void (async () => {
      const path = request.url ?? '/';
      const body = await readJson(request);
      vnfm.requests.push({ method: request.method ?? '', path, version: versionOf(request), body });
      const index = disturbances.findIndex((one) => one.path.test(path));
      const [disturbance] = index === -1 ? [] : disturbances.splice(index, 1);
      const isPassed = disturbance === undefined || disturbance.isTaken === true;
      const answer = isPassed ? await answerTo(vnfm, options, { request, body }) : problem(503, 'not now');
      await vnfm.beforeAnswer(path);
      if (disturbance !== undefined && disturbance.status === undefined) {
        request.socket.destroy();
        return;
      }
      response.writeHead(disturbance?.status ?? answer.status, {
        'content-type': 'application/json',
        ...answer.headers,
      });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    })();
  };
  const server: Server =
    options.tls === undefined
      ? createServer(listener)
      : createTlsServer({ ...options.tls, requestCert: true, rejectUnauthorized: false }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vnfm.apiRoot = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  vnfm.close = async () => {
    await vnfm.subscriptions.close();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  };
  return vnfm;
}

const versionOf = ({ headers }: IncomingMessage) => [headers['version']].flat()[0];

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) text += String(part);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

interface Asked {
  request: IncomingMessage;
  body: unknown;
}

async function answerTo(vnfm: SimulatedVnfm, options: VnfmOptions, { request, body }: Asked): Promise<Answer> {
  const { versions = ['1.3.0', '2.0.0'], isAuthorized = () => true } = options;
  if (!(await isAuthorized(request))) return problem(401, 'who are you');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vnfm');
  for (const [path, handle] of vnfm.extra) {
    if (path.test(pathname)) return { status: handle(pathname, body) };
  }
  if (/^\/vnflcm\/(v\d\/)?api_versions$/.test(pathname)) {
    const major = /v(\d)/.exec(pathname.slice('/vnflcm'.length))?.[1] ?? '';
    const apiVersions = versions.filter((version) => version.startsWith(major)).map((version) => ({ version }));
    return { status: 200, body: { uriPrefix: '/vnflcm/', apiVersions } };
  }
  const [, major = '', path = ''] = /^\/vnflcm\/v(\d)\/(.*)$/.exec(pathname) ?? [];
  const version = versionOf(request);
  if (version === undefined) return problem(400, 'the header Version is missing');
  if (!versions.includes(version) || !version.startsWith(major)) return problem(406, `no version ${version}`);
  const [collection, id, task] = path.split('/').map(decodeURIComponent);
  if (collection === 'vnf_instances') return vnfAnswer(vnfm, options, { searchParams, id, task, body });
  if (collection === 'vnf_lcm_op_occs') return operationAnswer(vnfm, options, { searchParams, id, task, body });
  if (collection === 'subscriptions')
    return pageOrAnswer(
      await vnfm.subscriptions.answer({ method: request.method ?? '', id, body, apiRoot: vnfm.apiRoot }),
      options,
      searchParams,
    );
  return problem(404, 'nothing there');
}

/** A list is given page by page. */
function pageOrAnswer(answer: Answer, options: VnfmOptions, searchParams: URLSearchParams): Answer {
  return answer.status === 200 && Array.isArray(answer.body)
    ? pageOf(answer.body as object[], options, searchParams)
    : answer;
}

interface Wanted {
  searchParams: URLSearchParams;
  id: string | undefined;
  task: string | undefined;
  body: unknown;
}

function vnfAnswer(vnfm: SimulatedVnfm, options: VnfmOptions, { searchParams, id, task, body }: Wanted): Answer {
  if (id === undefined) {
    const [, path = '', value = ''] = /^\(eq,([^,]+),'?(.*?)'?\)$/.exec(searchParams.get('filter') ?? '') ?? [];
    if (path !== '' && options.filtersWithinArrays === false) return problem(400, `AttrName ${path} is invalid`);
    const found = vnfm.vnfs.filter(
      ({ vnfcs }) => path === '' || vnfcs.some(({ computeId }) => path.endsWith('resourceId') && computeId === value),
    );
    return pageOf(
      found.map((vnf) => instanceOf(vnf, searchParams.has('all_fields'))),
      options,
      searchParams,
    );
  }
  const vnf = vnfm.vnfs.find((one) => one.id === id);
  if (vnf === undefined) return problem(404, `no VNF ${id}`);
  return task === 'heal' ? heal(vnfm, options, { vnf, body }) : { status: 200, body: instanceOf(vnf, true) };
}

function instanceOf({ id, instantiated, vnfcs }: SimulatedVnf, isWhole: boolean): object {
  const instantiatedVnfInfo = {
    vnfcResourceInfo: vnfcs.map((vnfc) => ({
      id: vnfc.id,
      vduId: vnfc.vduId,
      computeResource: { resourceId: vnfc.computeId },
      metadata: vnfc.alarmId === undefined ? {} : { alarmId: vnfc.alarmId },
    })),
    vnfcInfo: vnfcs.map((vnfc) => ({ id: vnfcInstanceIdOf(vnfc), vduId: vnfc.vduId, vnfcResourceInfoId: vnfc.id })),
  };
  return {
    id,
    instantiationState: instantiated ? 'INSTANTIATED' : 'NOT_INSTANTIATED',
    ...(isWhole && instantiated ? { instantiatedVnfInfo } : {}),
  };
}

const vnfcInstanceIdOf = ({ vduId, id }: SimulatedVnfc) => `${vduId}-${id}`;

function heal(vnfm: SimulatedVnfm, options: VnfmOptions, { vnf, body }: { vnf: SimulatedVnf; body: unknown }): Answer {
  const parameters = body as SimulatedOperation['operationParams'];
  if (!vnf.instantiated) return problem(409, 'the VNF is not instantiated');
  if (vnfm.operations.some((one) => one.vnfInstanceId === vnf.id && UNFINISHED.includes(one.operationState)))
    return problem(409, 'another operation is in progress');
  if (parameters.vnfcInstanceId !== undefined && options.takesVnfcs === false)
    return problem(400, 'vnfcInstanceId is not known');
  const known = vnf.vnfcs.map(vnfcInstanceIdOf);
  const unknown = parameters.vnfcInstanceId?.find((one) => !known.includes(one));
  if (unknown !== undefined) return problem(400, `no VNFC ${unknown}`);
  const { id } = vnfm.begin(vnf.id, 'HEAL', parameters);
  const location = `${vnfm.apiRoot}/vnflcm/v2/vnf_lcm_op_occs/${id}`;
  return { status: 202, headers: options.givesLocation === false ? {} : { location } };
}

function operationAnswer(vnfm: SimulatedVnfm, options: VnfmOptions, { searchParams, id, task }: Wanted): Answer {
  if (id === undefined) {
    const [, value] = /^\(eq,vnfInstanceId,'?(.*?)'?\)$/.exec(searchParams.get('filter') ?? '') ?? [];
    const found = vnfm.operations.filter(({ vnfInstanceId }) => value === undefined || vnfInstanceId === value);
    return pageOf(
      found.map((operation) => occurrenceOf(operation, false)),
      options,
      searchParams,
    );
  }
  const operation = vnfm.operations.find((one) => one.id === id);
  if (operation === undefined) return problem(404, `no operation ${id}`);
  if (task === undefined) return { status: 200, body: occurrenceOf(operation, options.isTalkative !== false) };
  return carryOut(vnfm, operation, task);
}

function occurrenceOf(operation: SimulatedOperation, isWhole: boolean): object {
  const { operationParams, affectedVnfcs, error, ...rest } = operation;
  const shown = { ...rest, startTime: rest.stateEnteredTime, isAutomaticInvocation: false, isCancelPending: false };
  return isWhole
    ? { ...shown, operationParams, resourceChanges: { affectedVnfcs }, error }
    : { ...shown, ...(rest.operationState.startsWith('FAILED') ? { error } : {}) };
}

/** Which states a task is for, and what it leads to. SOL003 5.4.14 to 5.4.17. */
const TASKS: Record<string, { from: string[]; to: OperationState; status: number } | undefined> = {
  retry: { from: ['FAILED_TEMP'], to: 'PROCESSING', status: 202 },
  rollback: { from: ['FAILED_TEMP'], to: 'ROLLING_BACK', status: 202 },
  fail: { from: ['FAILED_TEMP'], to: 'FAILED', status: 200 },
  cancel: { from: ['STARTING'], to: 'ROLLED_BACK', status: 202 },
};

function carryOut(vnfm: SimulatedVnfm, operation: SimulatedOperation, task: string): Answer {
  const known = TASKS[task];
  if (known === undefined) return problem(404, `no task ${task}`);
  if (!known.from.includes(operation.operationState)) return problem(409, `it is ${operation.operationState}`);
  vnfm.move(operation, known.to);
  return known.status === 200 ? { status: 200, body: occurrenceOf(operation, true) } : { status: known.status };
}

function pageOf(items: object[], { pageSize = 100 }: VnfmOptions, searchParams: URLSearchParams): Answer {
  const start = Number(searchParams.get('nextpage_opaque_marker') ?? 0);
  const body = items.slice(start, start + pageSize);
  if (start + pageSize >= items.length) return { status: 200, body };
  const query = new URLSearchParams([...searchParams].filter(([name]) => name !== 'nextpage_opaque_marker'));
  query.set('nextpage_opaque_marker', String(start + pageSize));
  // As it calls itself: nobody but itself reaches it there.
  return { status: 200, headers: { link: `<http://vnfm.invalid/?${query.toString()}>;rel="next"` }, body };
}

interface Recreation {
  operation: SimulatedOperation;
  place: (computeId: string) => string;
}

function recreate(vnfm: SimulatedVnfm, { hosts }: Nfvi, { operation, place }: Recreation): void {
  const vnf = vnfm.vnfs.find(({ id }) => id === operation.vnfInstanceId);
  if (vnf === undefined) return;
  const { vnfcInstanceId } = operation.operationParams;
  vnf.vnfcs = vnf.vnfcs.map((vnfc) => {
    if (vnfcInstanceId !== undefined && !vnfcInstanceId.includes(vnfcInstanceIdOf(vnfc))) return vnfc;
    const { alarmId: _alarmId, ...rest } = vnfc;
    const anew = { ...rest, id: randomUUID(), computeId: `${vnfc.computeId}-anew` };
    hosts.delete(vnfc.computeId);
    hosts.set(anew.computeId, place(vnfc.computeId));
    for (const [changeType, { id, vduId, computeId }] of [
      ['REMOVED', vnfc],
      ['ADDED', anew],
    ] as const)
      operation.affectedVnfcs.push({ id, vduId, changeType, computeResource: { resourceId: computeId } });
    return anew;
  });
}
