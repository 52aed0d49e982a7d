import { request } from 'undici';
import { DomainError } from '../problem.ts';
import type { Subscription } from '../engine/entities.ts';

type Authentication = NonNullable<Subscription['authentication']>;

/** Gives the `Authorization` header towards a callback; undefined when none is needed (SOL013 8.3.4). */
export type Authorize = (authentication: Authentication | undefined) => Promise<string | undefined>;

/** A token is fetched anew this long before it expires. */
const EXPIRY_MARGIN_MILLISECONDS = 10_000;

/** What of a subscription's authentication cannot be used; undefined when it can. */
export function unusableAuthentication({
  authType,
  paramsBasic,
  paramsOauth2ClientCredentials,
}: Authentication): string | undefined {
  const basic = authType.includes('BASIC') && paramsBasic?.userName !== undefined && paramsBasic.password !== undefined;
  const oauth2 = paramsOauth2ClientCredentials;
  const credentials =
    authType.includes('OAUTH2_CLIENT_CREDENTIALS') &&
    oauth2?.clientId !== undefined &&
    oauth2.clientPassword !== undefined &&
    oauth2.tokenEndpoint !== undefined;
  return basic || credentials
    ? undefined
    : `the gateway authenticates with BASIC or OAUTH2_CLIENT_CREDENTIALS and all their parameters, not with ${authType.join(', ')} alone`;
}

export function createAuthorize(timeoutSeconds: number): Authorize {
  const tokens = new Map<string, { token: string; expires: number }>();
  return async (authentication) => {
    if (authentication === undefined) return undefined;
    const { paramsBasic: basic, paramsOauth2ClientCredentials: oauth2, authType } = authentication;
    if (authType.includes('OAUTH2_CLIENT_CREDENTIALS') && oauth2?.tokenEndpoint !== undefined) {
      const { clientId = '', clientPassword = '', tokenEndpoint } = oauth2;
      const key = JSON.stringify([tokenEndpoint, clientId, clientPassword]);
      const known = tokens.get(key);
      if (known !== undefined && known.expires > Date.now()) return `Bearer ${known.token}`;
      const fetched = await fetchToken({ clientId, clientPassword, tokenEndpoint }, timeoutSeconds);
      tokens.set(key, fetched);
      return `Bearer ${fetched.token}`;
    }
    return `Basic ${basicCredentials(basic?.userName ?? '', basic?.password ?? '')}`;
  };
}

/** Client credentials grant (RFC 6749 4.4). */
async function fetchToken(
  client: { clientId: string; clientPassword: string; tokenEndpoint: string },
  timeoutSeconds: number,
) {
  const response = await request(client.tokenEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${basicCredentials(encodeURIComponent(client.clientId), encodeURIComponent(client.clientPassword))}`,
    },
    body: 'grant_type=client_credentials',
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  });
  const text = await response.body.text();
  if (response.statusCode !== 200)
    throw new DomainError(
      'SouthboundRefused',
      `the token endpoint ${client.tokenEndpoint} answered ${response.statusCode}`,
    );
  const { access_token: token, expires_in: expiresIn } = JSON.parse(text) as {
    access_token?: unknown;
    expires_in?: unknown;
  };
  if (typeof token !== 'string')
    throw new DomainError('SouthboundRefused', `the token endpoint ${client.tokenEndpoint} gave no access_token`);
  const lifetime = typeof expiresIn === 'number' ? expiresIn * 1000 : 0;
  return { token, expires: Date.now() + lifetime - EXPIRY_MARGIN_MILLISECONDS };
}

function basicCredentials(userName: string, password: string): string {
  return Buffer.from(`${userName}:${password}`).toString('base64');
}
