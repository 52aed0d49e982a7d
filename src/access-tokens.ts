/** Access tokens that the gateway gets for itself: client credentials grant (RFC 6749 4.4), RFC 8705. */
import { request, type Dispatcher } from 'undici';
import { DomainError } from './problem.ts';

/** The gateway as a client of an authorization server; without a password it authenticates by its certificate. */
export interface TokenClient {
  tokenEndpoint: string;
  clientId: string;
  clientPassword?: string;
  /** What the token is wanted for, where the authorization server has to be told (RFC 6749 3.3). */
  scope?: string;
}

export interface AccessTokens {
  /** A token that is valid for a while; whoever asks meanwhile waits for the same. */
  get(client: TokenClient): Promise<string>;
  /** The token is not good any more, whatever its lifetime says. */
  drop(client: TokenClient, token: string): Promise<void>;
}

interface Kept {
  token: Promise<string>;
  /** Unlimited while it is still being fetched. */
  expires: number;
}

/** More clients than this, and the token unused longest is fetched anew when it is needed. */
const MAXIMUM_TOKENS = 1000;
/** A token is fetched anew this long before it expires. */
const EXPIRY_MARGIN_MILLISECONDS = 10_000;

export interface TokenPorts {
  /** Connections to the token endpoint of the client. */
  dispatcherFor(client: TokenClient): Dispatcher;
  /** Seconds to wait for an answer. */
  timeout: number;
}

export function createAccessTokens(ports: TokenPorts): AccessTokens {
  /** The one used last is the last. */
  const kept = new Map<string, Kept>();
  const begin = (key: string, client: TokenClient): Kept => {
    const begun: Kept = {
      expires: Infinity,
      token: fetchToken(client, ports).then(
        ({ token, expires }) => {
          begun.expires = expires;
          return token;
        },
        (error: unknown) => {
          if (kept.get(key) === begun) kept.delete(key);
          throw error;
        },
      ),
    };
    return begun;
  };
  return {
    get(client) {
      const key = keyOf(client);
      const known = kept.get(key);
      const current = known !== undefined && known.expires > Date.now() ? known : begin(key, client);
      kept.delete(key);
      kept.set(key, current);
      const [oldest] = kept.keys();
      if (kept.size > MAXIMUM_TOKENS && oldest !== undefined) kept.delete(oldest);
      return current.token;
    },
    async drop(client, token) {
      const key = keyOf(client);
      const known = kept.get(key);
      if (known !== undefined && (await known.token) === token && kept.get(key) === known) kept.delete(key);
    },
  };
}

const keyOf = ({ tokenEndpoint, clientId, clientPassword, scope }: TokenClient) =>
  JSON.stringify([tokenEndpoint, clientId, clientPassword, scope]);

async function fetchToken(client: TokenClient, ports: TokenPorts) {
  const { statusCode, body } = await request(client.tokenEndpoint, {
    method: 'POST',
    dispatcher: ports.dispatcherFor(client),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...basicHeader(client),
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(client.clientPassword === undefined ? { client_id: client.clientId } : {}),
      ...(client.scope === undefined ? {} : { scope: client.scope }),
    }).toString(),
    signal: AbortSignal.timeout(ports.timeout * 1000),
  });
  // What a parser says would quote the answer, and the token with it.
  const answer: unknown = await body.json().catch(() => undefined);
  if (statusCode !== 200) throw refused(client, `answered ${statusCode}${errorOf(answer)}`);
  if (!isTokenAnswer(answer)) throw refused(client, 'gave no access_token of the type Bearer');
  const lifetime = Number(answer.expires_in ?? 0) * 1000;
  return {
    token: answer.access_token,
    expires: Date.now() + lifetime - Math.min(EXPIRY_MARGIN_MILLISECONDS, lifetime / 2),
  };
}

/** RFC 6749 2.3.1: both are encoded as in a form. */
function basicHeader({ clientId, clientPassword }: TokenClient): { authorization?: string } {
  if (clientPassword === undefined) return {};
  const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientPassword)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function refused({ tokenEndpoint }: TokenClient, problem: string): DomainError {
  return new DomainError('SouthboundRefused', `the token endpoint ${tokenEndpoint} ${problem}`);
}

/** RFC 6749 5.2; nothing else of the answer is repeated, since it could quote credentials. */
const ERRORS = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

function errorOf(answer: unknown): string {
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined;
  return typeof error === 'string' && ERRORS.includes(error) ? ` ${error}` : '';
}

/** RFC 6749 5.1, 7.1: a token of another type than Bearer must not be used. */
function isTokenAnswer(answer: unknown): answer is { access_token: string; expires_in?: unknown } {
  if (typeof answer !== 'object' || answer === null || !('access_token' in answer)) return false;
  const type = 'token_type' in answer ? String(answer.token_type) : 'Bearer';
  return (
    typeof answer.access_token === 'string' && /^[\x21-\x7e]+$/.test(answer.access_token) && /^bearer$/i.test(type)
  );
}
