import type { components } from '../../../generated/config.ts';
import { DomainError } from '../../problem.ts';
import { readPassword } from '../read-password.ts';
import { contentOf, messageOf, unreadable, type Answer, type Http } from './http.ts';

type OpenStackVim = components['schemas']['OpenStackVim'];
export type KeystoneConfig = Pick<OpenStackVim, 'id' | 'authUrl' | 'authentication' | 'region' | 'interface'>;

/** What a token opens. */
export interface Authorization {
  token: string;
  /** URL of a service in the catalogue; throws DomainError `SouthboundUnavailable` when there is not exactly one. */
  endpointOf(serviceType: string): string;
  /** Whether the catalogue has the service, in the region where one is configured. */
  offers(serviceType: string): boolean;
}

/** The Identity service, version 3. */
export interface Keystone {
  /** A token that is valid for a while, and its catalogue; whoever asks meanwhile waits for the same. */
  authorize(): Promise<Authorization>;
  /** The token is not good any more, whatever its lifetime says. */
  drop(token: string): void;
}

/** Does it with a token; one that is not taken any more is replaced, once. */
export async function authorized(
  keystone: Keystone,
  attempt: (authorization: Authorization) => Promise<Answer>,
): Promise<Answer> {
  const authorization = await keystone.authorize();
  const answer = await attempt(authorization);
  if (answer.statusCode !== 401) return answer;
  keystone.drop(authorization.token);
  return await attempt(await keystone.authorize());
}

interface Endpoint {
  interface?: string;
  region?: string;
  region_id?: string;
  url?: string;
}

interface Token {
  issued_at?: string;
  expires_at?: string;
  catalog?: { type?: string; endpoints?: Endpoint[] }[];
}

/** A token is fetched anew this long before it expires, as an order can take a while on its way through the services. */
const EXPIRY_MARGIN_MILLISECONDS = 60_000;

export function createKeystone(config: KeystoneConfig, http: Http): Keystone {
  let kept: { authorization: Promise<Authorization>; token?: string; expires: number } | undefined;

  function begin(): Promise<Authorization> {
    const begun: NonNullable<typeof kept> = {
      expires: Infinity,
      authorization: fetchToken(config, http).then(
        ({ authorization, lifetime }) => {
          begun.token = authorization.token;
          begun.expires = Date.now() + lifetime - Math.min(EXPIRY_MARGIN_MILLISECONDS, lifetime / 2);
          return authorization;
        },
        (error: unknown) => {
          if (kept === begun) kept = undefined;
          throw error;
        },
      ),
    };
    kept = begun;
    return begun.authorization;
  }

  return {
    authorize: () => (kept !== undefined && kept.expires > Date.now() ? kept.authorization : begin()),
    drop: (token) => {
      if (kept?.token === token) kept = undefined;
    },
  };
}

async function fetchToken(
  config: KeystoneConfig,
  http: Http,
): Promise<{ authorization: Authorization; lifetime: number }> {
  const url = tokensUrl(config.authUrl);
  const where = `${config.id}: Keystone at ${url}`;
  const answer = await http.send({ method: 'POST', url, body: { auth: await credentialsOf(config.authentication) } });
  if (answer.statusCode !== 201) {
    const problem = `${where} gave no token, it answered ${answer.statusCode}${messageOf(answer.text)}`;
    throw new DomainError('SouthboundUnavailable', problem);
  }
  const { token: details } = contentOf(answer, where) as { token?: Token };
  const token = tokenIn(answer);
  if (token === undefined || details === undefined) throw unreadable(where);
  return {
    authorization: {
      token,
      endpointOf: (serviceType) => endpointOf(config, details, serviceType),
      offers: (serviceType) => offers(config, details, serviceType),
    },
    lifetime: lifetimeOf(details),
  };
}

function tokenIn({ headers }: Answer): string | undefined {
  const token = headers['x-subject-token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** By the clock of Keystone alone. A token that does not tell is used once. */
function lifetimeOf({ issued_at: issued, expires_at: expires }: Token): number {
  const lifetime = Date.parse(expires ?? '') - Date.parse(issued ?? '');
  return Number.isFinite(lifetime) ? Math.max(0, lifetime) : 0;
}

/** `authUrl` may be that of the service or that of its version 3. */
function tokensUrl(authUrl: string): string {
  const base = authUrl.replace(/\/+$/, '');
  return `${base.endsWith('/v3') ? base : `${base}/v3`}/auth/tokens`;
}

async function credentialsOf(authentication: OpenStackVim['authentication']): Promise<object> {
  const secret = await readPassword(authentication);
  if (authentication.type === 'applicationCredential') {
    const credential = { id: authentication.applicationCredentialId, secret };
    return { identity: { methods: ['application_credential'], application_credential: credential } };
  }
  const { username, userDomainName } = authentication;
  const user = { name: username, domain: { name: userDomainName }, password: secret };
  return { identity: { methods: ['password'], password: { user } }, scope: scopeOf(authentication) };
}

function scopeOf(authentication: components['schemas']['OpenStackPassword']): object {
  const { projectName, projectDomainName, projectId, domainName } = authentication;
  if (domainName !== undefined) return { domain: { name: domainName } };
  if (projectId !== undefined) return { project: { id: projectId } };
  return { project: { name: projectName, domain: { name: projectDomainName } } };
}

/** A service whose endpoints are all withheld, as from a user without a project, is there; to ask it fails, and says so. */
function offers({ region: wanted }: KeystoneConfig, { catalog }: Token, serviceType: string): boolean {
  const services = (catalog ?? []).filter(({ type }) => type === serviceType);
  return services.some(
    ({ endpoints = [] }) =>
      endpoints.length === 0 ||
      endpoints.some(({ region, region_id: regionId }) => [undefined, region, regionId].includes(wanted)),
  );
}

function endpointOf(config: KeystoneConfig, { catalog }: Token, serviceType: string): string {
  const endpoints = (catalog ?? [])
    .filter(({ type }) => type === serviceType)
    .flatMap((service) => service.endpoints ?? []);
  const fitting = endpoints.filter(
    ({ interface: kind, region, region_id: regionId, url }) =>
      kind === config.interface && url !== undefined && [undefined, region, regionId].includes(config.region),
  );
  const [url, ...others] = new Set(fitting.map((endpoint) => endpoint.url));
  if (url !== undefined && others.length === 0) return url.replace(/\/+$/, '');
  const wanted = `${config.interface} endpoint of the service ${serviceType} in ${config.region ?? 'any region'}`;
  const regions = [...new Set(endpoints.map(({ region_id: regionId, region }) => regionId ?? region))].join(', ');
  throw new DomainError(
    'SouthboundUnavailable',
    url === undefined
      ? `${config.id}: the catalogue of Keystone has no ${wanted}; regions with the service: ${regions || 'none'}`
      : `${config.id}: the catalogue of Keystone has more than one ${wanted}; regions: ${regions}`,
  );
}
