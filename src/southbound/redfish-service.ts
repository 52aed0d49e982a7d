/** The HTTP part that everything of a Redfish service shares: requests, authorization, what an error says. DMTF DSP0266. */
import { request, type Dispatcher } from 'undici';
import { DomainError } from '../problem.ts';
import { readPassword } from './read-password.ts';

/** A Redfish service and how it is spoken to. */
export interface RedfishService {
  config: {
    /** Scheme and authority. */
    baseUrl: string;
    username?: string;
    password?: string;
    passwordFile?: string;
    /** Seconds to wait for an answer. */
    timeout: number;
  };
  /** For people: what every text about it begins with. */
  name: string;
  /** Connections with other certificates than those of the system. */
  dispatcher?: Dispatcher | undefined;
}

export interface RedfishAnswer {
  statusCode: number;
  text: string;
  location: string | undefined;
  etag: string | undefined;
}

/** GET of a resource. Whatever prevents it is `SouthboundUnavailable`: without it nothing is known. */
export async function readResource(service: RedfishService, path: string): Promise<object> {
  return resourceIn(service, path, await send(service, 'GET', path));
}

/** The resource that a GET was answered with. */
export function resourceIn(service: RedfishService, path: string, { statusCode, text }: RedfishAnswer): object {
  if (statusCode !== 200) {
    throw new DomainError(
      'SouthboundUnavailable',
      `${service.name} answered GET ${path} with ${statusCode}${messageOf(text)}`,
    );
  }
  try {
    const resource: unknown = JSON.parse(text);
    if (typeof resource === 'object' && resource !== null) return resource;
    throw new Error('not a JSON object');
  } catch (cause) {
    throw new DomainError('SouthboundUnavailable', `${service.name} answered GET ${path} with unreadable content`, {
      cause,
    });
  }
}

/** Any answer is a result; throws `SouthboundUnavailable` when there is none, `SouthboundRefused` for a path to another host. */
export async function send(
  service: RedfishService,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  content: { body?: object; headers?: Record<string, string> } = {},
): Promise<RedfishAnswer> {
  const { config, name, dispatcher } = service;
  const { body } = content;
  const url = new URL(path, config.baseUrl);
  // The service gives paths; one that leads elsewhere would carry the password there.
  if (url.origin !== new URL(config.baseUrl).origin) {
    throw new DomainError('SouthboundRefused', `${name} refers to another host: ${path}`);
  }
  const authorization = await authorizationOf(config);
  const headers = { accept: 'application/json', 'odata-version': '4.0', ...authorization, ...content.headers };
  try {
    const response = await request(url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(1000 * config.timeout),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    const { location, etag } = response.headers;
    return {
      statusCode: response.statusCode,
      text: await response.body.text(),
      location: typeof location === 'string' ? location : undefined,
      etag: typeof etag === 'string' ? etag : undefined,
    };
  } catch (cause) {
    throw new DomainError('SouthboundUnavailable', `${name} cannot be reached with ${method} ${path}`, { cause });
  }
}

/** HTTP Basic. R5, DMTF DSP0266, RFC 7617. */
async function authorizationOf(config: RedfishService['config']): Promise<{ authorization?: string }> {
  const password = await readPassword(config);
  if (config.username === undefined || password === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${config.username}:${password}`).toString('base64')}` };
}

/** What the service says went wrong, for people; empty when it says nothing readable. DMTF DSP0266, error responses. */
export function messageOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as {
      error?: { message?: unknown; '@Message.ExtendedInfo'?: { Message?: unknown }[] };
    };
    const message = error?.['@Message.ExtendedInfo']?.[0]?.Message ?? error?.message;
    return typeof message === 'string' ? `: ${message.slice(0, 500)}` : '';
  } catch {
    return '';
  }
}
