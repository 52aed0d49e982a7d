import { Agent, request } from 'undici';
import { trustedWith } from '../../certificates.ts';
import { DomainError } from '../../problem.ts';
import { readPassword } from '../read-password.ts';
import { createHttp } from './http.ts';
import { authorized, createKeystone, type KeystoneConfig } from './keystone.ts';

export interface OpenStackAnswer {
  statusCode: number;
  /** The JSON of the content; undefined without content or when it is not JSON. */
  body: unknown;
}

/** Requests to the services of one OpenStack, with whatever authorises them. */
export interface OpenStackSession {
  /** Where it is, for people. */
  readonly name: string;
  /** Any answer is a result; throws DomainError `SouthboundUnavailable` when there is none. */
  request(
    service: 'baremetal',
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    options?: { body?: object; headers?: Record<string, string> },
  ): Promise<OpenStackAnswer>;
}

/** A service that stands alone, without Keystone: `auth_strategy` noauth, or http_basic with a user name. */
export function createStandaloneSession(config: {
  endpoint: string;
  username?: string;
  password?: string;
  passwordFile?: string;
  caFile?: string;
  timeout: number;
}): OpenStackSession {
  const ca = trustedWith(config.caFile);
  const dispatcher = ca === undefined ? {} : { dispatcher: new Agent({ connect: { ca } }) };
  const endpoint = config.endpoint.replace(/\/+$/, '');
  return {
    name: endpoint,
    request: async (_service, method, path, { body, headers } = {}) => {
      const authorization = await basicAuthorization(config);
      const contentType = body === undefined ? {} : { 'content-type': 'application/json' };
      try {
        const response = await request(`${endpoint}${path}`, {
          method,
          headers: { accept: 'application/json', ...contentType, ...authorization, ...headers },
          body: body === undefined ? null : JSON.stringify(body),
          signal: AbortSignal.timeout(1000 * config.timeout),
          ...dispatcher,
        });
        return { statusCode: response.statusCode, body: parsed(await response.body.text()) };
      } catch (cause) {
        const detail = `${endpoint} cannot be reached with ${method} ${path}`;
        throw new DomainError('SouthboundUnavailable', detail, { cause });
      }
    },
  };
}

/** Services that the catalogue of Keystone tells of, whose URL may end with the version. */
export function createKeystoneSession(config: KeystoneConfig & { caFile?: string; timeout: number }): OpenStackSession {
  const { id: name, timeout, caFile, authUrl } = config;
  const http = createHttp({ name, timeout, ...(caFile === undefined ? {} : { caFile }) });
  const keystone = createKeystone(config, http);
  return {
    name: authUrl,
    request: async (service, method, path, { body, headers } = {}) => {
      const answer = await authorized(keystone, (authorization) =>
        http.send({
          method,
          url: `${authorization.endpointOf(service).replace(/\/v1$/, '')}${path}`,
          headers: { ...headers, 'x-auth-token': authorization.token },
          ...(body === undefined ? {} : { body }),
        }),
      );
      return { statusCode: answer.statusCode, body: parsed(answer.text) };
    },
  };
}

/** RFC 7617. */
async function basicAuthorization(config: {
  username?: string;
  password?: string;
  passwordFile?: string;
}): Promise<{ authorization?: string }> {
  const password = await readPassword(config);
  if (config.username === undefined || password === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${config.username}:${password}`).toString('base64')}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
