import {
  startService,
  type Service,
  type ServiceAnswer,
  type ServiceRequest,
} from '../../conformance/peers/service.ts';
import { answerCinder, CINDER_VERSIONS, createCinderState, type CinderState } from './openstack-cinder.ts';
import {
  answerNova,
  createNovaState,
  type NovaState,
  type SimulatedHost,
  type SimulatedServer,
} from './openstack-nova.ts';
import { answerPlacement, createPlacementState, type PlacementState } from './openstack-placement.ts';

/** A small OpenStack: Identity v3, Compute, Placement and Block Storage on one port of loopback, with the answers of Zed. */
export interface OpenStack {
  url: string;
  nova: NovaState;
  placement: PlacementState;
  cinder: CinderState;
  /** Requests as they came, without their body: `GET /compute/v2.1/os-services`. */
  requests: ServiceRequest[];
  host(name: string): SimulatedHost;
  addServer(id: string, host: string, more?: Partial<SimulatedServer>): SimulatedServer;
  /** Attaches a volume to a server on a host; a server uses the attachment that it got last. Gives the attachment. */
  attach(volumeId: string, serverId: string, host: string): string;
  /** nova-compute comes back, and deletes what was evacuated from its host. */
  returnHost(name: string): void;
  /** No token that was given is good any more. */
  revokeTokens(): void;
  /** Whether a service takes the token. */
  takesToken(token: unknown): boolean;
  /** Tokens that were given. */
  tokenCount(): number;
  /** Tokens are good for so long, milliseconds. */
  setLifetime(milliseconds: number): void;
  /** Answers requests that the function answers in its place; undefined ends it. */
  intercept(
    answer: ((request: ServiceRequest) => ServiceAnswer | undefined | Promise<ServiceAnswer | undefined>) | undefined,
  ): void;
  close(): Promise<void>;
}

export interface OpenStackOptions {
  /** Names of its nova-computes; three without. */
  hosts?: readonly string[];
  /** Milliseconds that each phase of a migration takes. */
  phaseTime?: number;
  /** Highest microversion of Compute. */
  novaVersion?: string;
  /** Where the catalogue says that Compute is, below the URL; `/compute/v2.1` without more. */
  novaPath?: string;
  /** Where the catalogue says that Bare Metal is; it has none without. */
  ironicUrl?: string;
}

export const USER = { username: 'gateway', password: 'sëcret' };

export async function startOpenStack(options: OpenStackOptions = {}): Promise<OpenStack> {
  const nova = createNovaState(options.hosts ?? ['compute1', 'compute2', 'compute3'], options.phaseTime ?? 10);
  const [placement, cinder] = [createPlacementState(), createCinderState()];
  const tokens = new Set<string>();
  const requests: ServiceRequest[] = [];
  let given = 0;
  let lifetime = 3_600_000;
  let interceptor: Parameters<OpenStack['intercept']>[0];

  const service: Service = await startService(async (request) => {
    requests.push(request);
    const intercepted = await interceptor?.(request);
    if (intercepted !== undefined) return intercepted;
    if (request.path === '/identity/v3/auth/tokens') return authenticate(request);
    if (request.path === '/compute/v2.1/') return { status: 200, body: { version: versionOf(options.novaVersion) } };
    if (request.path === '/placement/') return { status: 200, body: { versions: [placementVersion(placement)] } };
    if (!tokens.has(String(request.headers['x-auth-token']))) return unauthorized();
    if (request.path.startsWith('/placement/'))
      return answerPlacement({ nova, placement }, below(request, '/placement'));
    if (request.path === '/volume/v3/') return { status: 200, body: { versions: [CINDER_VERSIONS] } };
    if (request.path.startsWith(VOLUME_PATH)) return answerCinder({ nova, cinder }, below(request, VOLUME_PATH));
    return answerNova(nova, below(request, '/compute/v2.1'));
  });

  function authenticate(request: ServiceRequest): ServiceAnswer {
    const body = JSON.stringify(request.body);
    if (!body.includes(USER.password)) return unauthorized();
    given += 1;
    const token = `token-${given}`;
    tokens.add(token);
    setTimeout(() => tokens.delete(token), lifetime).unref();
    const [issued, expires] = [0, lifetime].map((offset) => new Date(Date.now() + offset).toISOString());
    const catalog = [
      ...catalogueOf(service.url, options.novaPath, cinder.type),
      ...(options.ironicUrl === undefined ? [] : [baremetalAt(options.ironicUrl)]),
    ];
    const details = { issued_at: issued, expires_at: expires, catalog };
    return { status: 201, headers: { 'x-subject-token': token }, body: { token: details } };
  }

  return {
    url: service.url,
    nova,
    placement,
    cinder,
    requests,
    host: (name) => nova.hosts.get(name) ?? missing(name),
    addServer: (id, host, more = {}) => {
      const server = {
        id,
        name: id,
        status: 'ACTIVE',
        task: null,
        host,
        powerState: 1,
        metadata: {},
        heldOn: new Set<string>(),
        volumes: new Map<string, string>(),
        ...more,
      };
      nova.servers.set(id, server);
      return server;
    },
    attach: (volumeId, serverId, host) => {
      const id = `${volumeId}-for-${serverId}-on-${host}`;
      cinder.attachments.set(id, { id, volumeId, serverId, host });
      nova.servers.get(serverId)?.volumes.set(volumeId, id);
      return id;
    },
    returnHost: (name) => {
      for (const migration of nova.migrations) {
        if (migration.source === name && migration.type === 'evacuation') migration.status = 'completed';
      }
      for (const server of nova.servers.values()) server.heldOn.delete(name);
      const host = nova.hosts.get(name) ?? missing(name);
      host.isUp = true;
    },
    revokeTokens: () => {
      tokens.clear();
    },
    takesToken: (token) => tokens.has(String(token)),
    tokenCount: () => given,
    setLifetime: (milliseconds) => (lifetime = milliseconds),
    intercept: (answer) => (interceptor = answer),
    close: () => service.close(),
  };
}

/** The URL of the catalogue ends with the project. */
const VOLUME_PATH = '/volume/v3/8a3d7ede73bb403680c13ce92b521e4d';

function placementVersion({ minor }: PlacementState): object {
  return { id: 'v1.0', max_version: `1.${minor}`, min_version: '1.0', status: 'CURRENT', links: [] };
}

function versionOf(version = '2.93'): object {
  return { id: 'v2.1', status: 'CURRENT', version, min_version: '2.1', updated: '2013-07-23T11:33:21Z' };
}

function baremetalAt(url: string): object {
  return { type: 'baremetal', name: 'ironic', endpoints: [{ interface: 'public', region_id: 'RegionOne', url }] };
}

function catalogueOf(url: string, novaPath = '/compute/v2.1', volumeType?: string): object[] {
  const endpointsAt = (path: string): object[] =>
    ['public', 'internal'].map((kind) => ({
      interface: kind,
      region: 'RegionOne',
      region_id: 'RegionOne',
      url: kind === 'public' ? `${url}${path}` : 'http://internal.example',
    }));
  const other = { interface: 'public', region_id: 'RegionTwo', url: 'http://two.example/v2.1' };
  return [
    { type: 'identity', name: 'keystone', endpoints: endpointsAt('/identity/v3') },
    { type: 'compute', name: 'nova', endpoints: [...endpointsAt(novaPath), other] },
    { type: 'placement', name: 'placement', endpoints: endpointsAt('/placement') },
    ...(volumeType === undefined ? [] : [{ type: volumeType, name: 'cinder', endpoints: endpointsAt(VOLUME_PATH) }]),
  ];
}

function unauthorized(): ServiceAnswer {
  const message = 'The request you have made requires authentication.';
  return { status: 401, body: { error: { code: 401, message, title: 'Unauthorized' } } };
}

function below(request: ServiceRequest, prefix: string): ServiceRequest {
  return { ...request, path: request.path.slice(prefix.length) };
}

function missing(name: string): never {
  throw new Error(`there is no host ${name}`);
}
