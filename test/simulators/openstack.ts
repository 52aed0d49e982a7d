import {
  startService,
  type Service,
  type ServiceAnswer,
  type ServiceRequest,
} from '../../conformance/peers/service.ts';
import {
  answerNova,
  answerPlacement,
  createNovaState,
  type NovaState,
  type SimulatedHost,
  type SimulatedServer,
} from './openstack-nova.ts';

/** A small OpenStack: Identity v3, Compute and Placement on one port of loopback, with the answers of Zed. */
export interface OpenStack {
  url: string;
  nova: NovaState;
  /** Requests as they came, without their body: `GET /compute/v2.1/os-services`. */
  requests: ServiceRequest[];
  host(name: string): SimulatedHost;
  addServer(id: string, host: string, more?: Partial<SimulatedServer>): SimulatedServer;
  /** nova-compute comes back, and deletes what was evacuated from its host. */
  returnHost(name: string): void;
  /** No token that was given is good any more. */
  revokeTokens(): void;
  /** Tokens that were given. */
  tokenCount(): number;
  /** Tokens are good for so long, milliseconds. */
  setLifetime(milliseconds: number): void;
  /** Answers requests that the function answers in its place; undefined ends it. */
  intercept(
    answer: ((request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer> | undefined) | undefined,
  ): void;
  close(): Promise<void>;
}

export interface OpenStackOptions {
  /** Milliseconds that each phase of a migration takes. */
  phaseTime?: number;
  /** Highest microversion of Compute. */
  novaVersion?: string;
  /** Where the catalogue says that Compute is, below the URL; `/compute/v2.1` without more. */
  novaPath?: string;
}

export const USER = { username: 'gateway', password: 'sëcret' };

export async function startOpenStack(options: OpenStackOptions = {}): Promise<OpenStack> {
  const nova = createNovaState(['compute1', 'compute2', 'compute3'], options.phaseTime ?? 10);
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
    if (request.path === '/placement/') return { status: 200, body: { versions: [PLACEMENT_VERSION] } };
    if (!tokens.has(String(request.headers['x-auth-token']))) return unauthorized();
    if (request.path.startsWith('/placement/')) return answerPlacement(nova, below(request, '/placement'));
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
    const details = { issued_at: issued, expires_at: expires, catalog: catalogueOf(service.url, options.novaPath) };
    return { status: 201, headers: { 'x-subject-token': token }, body: { token: details } };
  }

  return {
    url: service.url,
    nova,
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
        ...more,
      };
      nova.servers.set(id, server);
      return server;
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
    tokenCount: () => given,
    setLifetime: (milliseconds) => (lifetime = milliseconds),
    intercept: (answer) => (interceptor = answer),
    close: () => service.close(),
  };
}

const PLACEMENT_VERSION = { id: 'v1.0', max_version: '1.39', min_version: '1.0', status: 'CURRENT', links: [] };

function versionOf(version = '2.93'): object {
  return { id: 'v2.1', status: 'CURRENT', version, min_version: '2.1', updated: '2013-07-23T11:33:21Z' };
}

function catalogueOf(url: string, novaPath = '/compute/v2.1'): object[] {
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
