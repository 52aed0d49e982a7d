import { DomainError, type ProblemKind } from '../../problem.ts';
import { contentOf, messageOf, type Answer, type Exchange, type Http } from './http.ts';
import { authorized, type Authorization, type Keystone } from './keystone.ts';
import { chooseMicroversion, type KnownVersions } from './microversion.ts';

/** A service of an OpenStack, e.g. Compute. Texts name the VIM, the service and the resource. */
export interface Service {
  /** Whether the OpenStack has such a service. */
  isOffered(): Promise<boolean>;
  /** GET; whatever prevents it is DomainError `SouthboundUnavailable`: without it nothing is known. */
  read(path: string): Promise<Record<string, unknown>>;
  /** The same; undefined when there is no such resource. */
  find(path: string): Promise<Record<string, unknown> | undefined>;
  /** Throws DomainError `SouthboundRefused` when the order itself is wrong, `SouthboundUnavailable` otherwise. */
  order(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<void>;
}

export interface ServiceOptions {
  /** For people, e.g. `vim-1: Nova`. */
  name: string;
  /** In the header with the microversion, and in the catalogue unless `catalogueTypes` says otherwise. */
  serviceType: string;
  /** What the catalogue may call it; the first that it has. */
  catalogueTypes?: readonly string[];
  versions: KnownVersions;
  /** Where the interface is, from the URL of the catalogue. */
  baseOf?: (endpoint: string) => string;
  /** Where its version document is, from there; absent: at its root. */
  versionsAt?: (base: string) => string;
  keystone: Keystone;
  http: Http;
}

export function createService(options: ServiceOptions): Service {
  const { name, keystone, http, catalogueTypes = [options.serviceType] } = options;
  let negotiated: { base: string; version: string } | undefined;

  async function versionAt(base: string, authorization: Authorization): Promise<string> {
    if (negotiated?.base === base) return negotiated.version;
    const url = options.versionsAt?.(base) ?? `${base}/`;
    const answer = await http.send({ method: 'GET', url, headers: { 'x-auth-token': authorization.token } });
    // 300: a choice between versions. A 401 comes again with the request itself, which deals with it.
    if (answer.statusCode === 401) return options.versions.least;
    if (answer.statusCode !== 200 && answer.statusCode !== 300)
      throw problem('SouthboundUnavailable', 'GET', url, answer);
    const version = chooseMicroversion(contentOf(answer, `${name} at ${url}`), options.versions, `${name} at ${url}`);
    negotiated = { base, version };
    return version;
  }
  async function attempt(exchange: Exchange, authorization: Authorization): Promise<Answer> {
    const offered = catalogueTypes.find((type) => authorization.offers(type));
    const endpoint = authorization.endpointOf(offered ?? options.serviceType);
    const base = options.baseOf?.(endpoint) ?? endpoint;
    const version = await versionAt(base, authorization);
    const headers = {
      'x-auth-token': authorization.token,
      'openstack-api-version': `${options.serviceType} ${version}`,
    };
    const answer = await http.send({ ...exchange, url: `${base}${exchange.url}`, headers });
    if (answer.statusCode === 406) negotiated = undefined;
    return answer;
  }
  function send(exchange: Exchange): Promise<Answer> {
    return authorized(keystone, (authorization) => attempt(exchange, authorization));
  }
  function problem(kind: ProblemKind, method: string, url: string, { statusCode, text }: Answer): DomainError {
    return new DomainError(kind, `${name} answered ${method} ${url} with ${statusCode}${messageOf(text)}`);
  }
  async function find(path: string): Promise<Record<string, unknown> | undefined> {
    const answer = await send({ method: 'GET', url: path });
    if (answer.statusCode === 404) return undefined;
    if (answer.statusCode !== 200) throw problem('SouthboundUnavailable', 'GET', path, answer);
    return contentOf(answer, `${name}: GET ${path}`);
  }

  return {
    isOffered: async () => {
      const authorization = await keystone.authorize();
      return catalogueTypes.some((type) => authorization.offers(type));
    },
    find,
    read: async (path) => {
      const content = await find(path);
      if (content !== undefined) return content;
      throw new DomainError('SouthboundUnavailable', `${name} knows no ${path}`);
    },
    order: async (method, path, body) => {
      const answer = await send({ method, url: path, ...(body === undefined ? {} : { body }) });
      if (answer.statusCode >= 300) throw problem(refusalKindOf(answer.statusCode), method, path, answer);
    },
  };
}

/** 4xx speak of the order itself, except those that speak of the moment or of the token. */
function refusalKindOf(statusCode: number): ProblemKind {
  const isOfTheMoment = statusCode < 400 || statusCode >= 500 || [401, 406, 408, 413, 429].includes(statusCode);
  return isOfTheMoment ? 'SouthboundUnavailable' : 'SouthboundRefused';
}
