import type { RequestTemplate } from './case.ts';
import { API_VERSION, parseJson, type Client } from './http.ts';
import type { CommonOptions } from './options.ts';

type Credentials = Pick<CommonOptions, 'token' | 'limitedToken' | 'tokenUrl' | 'clientId' | 'clientSecret'>;

/** Seconds before its end at which a token is renewed. */
const MARGIN = 30;

/**
 * Gives the value of the `Authorization` header: a token as it was given, or one from the token endpoint (RFC 6749
 * 4.4), renewed before it expires.
 */
export function createAuthorization(
  credentials: Credentials,
  exchange: Client['exchange'],
): (caller: RequestTemplate['caller']) => Promise<string | undefined> {
  const full = fullAuthorization(credentials, exchange);
  const { limitedToken } = credentials;
  return (caller) => {
    if (caller === 'nobody') return Promise.resolve(undefined);
    if (caller === 'limited') return Promise.resolve(limitedToken === undefined ? undefined : `Bearer ${limitedToken}`);
    return full();
  };
}

function fullAuthorization(
  { token, tokenUrl, clientId, clientSecret }: Credentials,
  exchange: Client['exchange'],
): () => Promise<string | undefined> {
  if (token !== undefined) return () => Promise.resolve(`Bearer ${token}`);
  if (tokenUrl === undefined) return () => Promise.resolve(undefined);
  let current: { value: string; until: number } | undefined;
  return async () => {
    if (current === undefined || Date.now() > current.until) current = await requestToken();
    return `Bearer ${current.value}`;
  };

  async function requestToken(): Promise<{ value: string; until: number }> {
    const credentials = [clientId, clientSecret].map((part) => encodeURIComponent(part ?? '')).join(':');
    const answer = await exchange(
      {
        method: 'POST',
        uri: tokenUrl ?? '',
        headers: {
          version: API_VERSION,
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        },
        content: 'grant_type=client_credentials',
      },
      new AbortController().signal,
    );
    const { access_token: value, expires_in: seconds } = (parseJson(answer.content) ?? {}) as Record<string, unknown>;
    if (answer.status !== 200 || typeof value !== 'string')
      throw new Error(`${tokenUrl ?? ''} answered ${answer.status} and gave no token`);
    const lifetime = typeof seconds === 'number' ? seconds : MARGIN * 2;
    return { value, until: Date.now() + (lifetime - MARGIN) * 1000 };
  }
}
