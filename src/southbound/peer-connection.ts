/** HTTP towards a VNF manager or an environment controller: TLS, who the gateway is, and which answers tell nothing. */
import { Agent, request } from 'undici';
import type { components } from '../../generated/config.ts';
import { createAccessTokens, type TokenClient } from '../access-tokens.ts';
import { readCertificate, trustedWith } from '../certificates.ts';
import { DomainError, type ProblemDetails } from '../problem.ts';
import { readPassword } from './read-password.ts';

type Schemas = components['schemas'];
type ConnectionConfig = Pick<
  Schemas['Sol003VnfManager'],
  'authentication' | 'clientCertificate' | 'caFile' | 'timeout'
>;

export interface PeerMessage {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  /** Header `Version`. SOL013 4.2.2. */
  version?: string;
  body?: object;
}

export interface PeerAnswer {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  /** The JSON of the content; undefined when it has none. */
  content: unknown;
}

export interface PeerConnection {
  /**
   * Throws DomainError `SouthboundUnavailable` when nothing tells whether the message was taken, and when it was not looked at
   * for want of credentials or time: 401, 408, 429 and 5xx. Every other answer is given.
   */
  send(message: PeerMessage): Promise<PeerAnswer>;
  /** Aborts what is under way. */
  close(): Promise<void>;
}

const MAXIMUM_RESPONSE = 64 * 1024 * 1024;
/** Answers that speak of the moment, not of the message. */
const MOMENTARY = [401, 408, 429];

/** Makes a connection; `name` is what every text about the peer begins with. */
export function createPeerConnection(name: string, config: ConnectionConfig): PeerConnection {
  const { authentication, timeout } = config;
  const dispatcher = createAgent(config);
  const tokens = createAccessTokens({ dispatcherFor: () => dispatcher, timeout });

  async function attempt(message: PeerMessage, authorization: string | undefined): Promise<PeerAnswer> {
    const { method, url, version, body } = message;
    try {
      const response = await request(url, {
        method,
        dispatcher,
        headers: {
          accept: 'application/json, application/problem+json',
          ...(version === undefined ? {} : { version }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(1000 * timeout),
      });
      const text = await response.body.text();
      return { statusCode: response.statusCode, headers: response.headers, content: jsonOf(text) };
    } catch (cause) {
      throw new DomainError('SouthboundUnavailable', `${name} gives no answer to ${method} ${url}`, { cause });
    }
  }
  async function tokenOf(client: TokenClient): Promise<string> {
    try {
      return await tokens.get(client);
    } catch (cause) {
      throw new DomainError('SouthboundUnavailable', `${name}: no access token`, { cause });
    }
  }
  /** A token that is refused may have been revoked: it is tried once with a new one. */
  async function authorized(message: PeerMessage): Promise<PeerAnswer> {
    if (authentication === undefined) return attempt(message, undefined);
    if (authentication.authType === 'BASIC') return attempt(message, await basicOf(authentication));
    const client = await clientOf(authentication);
    const token = await tokenOf(client);
    const answer = await attempt(message, `Bearer ${token}`);
    if (answer.statusCode !== 401) return answer;
    await tokens.drop(client, token);
    return attempt(message, `Bearer ${await tokenOf(client)}`);
  }
  return {
    async send(message) {
      const answer = await authorized(message);
      if (answer.statusCode < 500 && !MOMENTARY.includes(answer.statusCode)) return answer;
      throw new DomainError(
        'SouthboundUnavailable',
        `${name} answered ${message.method} ${message.url} with ${answer.statusCode}${detailOf(answer.content)}`,
      );
    },
    close: () => dispatcher.destroy(),
  };
}

function createAgent({ clientCertificate, caFile }: ConnectionConfig): Agent {
  const certificate = clientCertificate === undefined ? undefined : readCertificate(clientCertificate);
  return new Agent({
    maxResponseSize: MAXIMUM_RESPONSE,
    connect: { ca: trustedWith(caFile), cert: certificate?.cert, key: certificate?.key, minVersion: 'TLSv1.2' },
  });
}

/** RFC 7617. */
async function basicOf(authentication: Schemas['PeerBasic']): Promise<string> {
  const password = (await readPassword(authentication)) ?? '';
  return `Basic ${Buffer.from(`${authentication.userName}:${password}`).toString('base64')}`;
}

async function clientOf(
  authentication: Schemas['PeerOauth2ClientCredentials'] | Schemas['PeerOauth2ClientCert'],
): Promise<TokenClient> {
  const { tokenEndpoint, clientId, scope, authType } = authentication;
  const client = { tokenEndpoint, clientId, ...(scope === undefined ? {} : { scope }) };
  if (authType === 'OAUTH2_CLIENT_CERT') return client;
  return { ...client, clientPassword: (await readPassword(authentication)) ?? '' };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The `detail` of ProblemDetails for a text, if that is what the content is. SOL013 6.3. */
export function detailOf(content: unknown): string {
  const { detail } = (content ?? {}) as Partial<ProblemDetails>;
  return typeof detail === 'string' && detail !== '' ? `: ${detail.slice(0, 500)}` : '';
}
