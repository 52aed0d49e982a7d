/** How the gateway shows a subscriber who it is (SOL013 8.3.4). */
import type { Subscription } from '../engine/entities.ts';
import type { TokenClient } from '../access-tokens.ts';

/** Where notifications go, and what the subscriber wants to be shown. */
export type Destination = Pick<Subscription, 'callbackUri' | 'authentication'>;
type Authentication = NonNullable<Subscription['authentication']>;
type AuthType = Authentication['authType'][number];

/** One type of authentication with all that it takes. */
export interface Authorization {
  /** A token of the authorization server is sent. */
  client?: TokenClient;
  /** This is sent as it is. */
  header?: string;
  /** The certificate of the gateway is shown. */
  isCertified: boolean;
}

export interface Unusable {
  /** Place in the subscription. */
  pointer: string;
  reason: string;
}

/** Of several types the strongest that can be used is chosen. */
const STRONGEST_FIRST: readonly AuthType[] = ['OAUTH2_CLIENT_CERT', 'OAUTH2_CLIENT_CREDENTIALS', 'TLS_CERT', 'BASIC'];

/** `thumbprint` is that of the gateway's client certificate; undefined when it has none. */
export function authorizationFor(
  { callbackUri, authentication }: Destination,
  thumbprint: string | undefined,
): Authorization | Unusable {
  const unusable = unusableUri(callbackUri);
  if (unusable !== undefined) return { pointer: '/callbackUri', reason: unusable };
  if (authentication === undefined) return { isCertified: false };
  const reasons: string[] = [];
  for (const authType of STRONGEST_FIRST.filter((type) => authentication.authType.includes(type))) {
    const found = BY_TYPE[authType]({ authentication, callbackUri, thumbprint });
    if (typeof found !== 'string') return found;
    reasons.push(`${authType}: ${found}`);
  }
  return { pointer: '/authentication', reason: `no type can be used; ${reasons.join('; ')}` };
}

interface Known {
  authentication: Authentication;
  callbackUri: string;
  thumbprint: string | undefined;
}

const NO_CERTIFICATE = 'the gateway has no client certificate (notification.clientCertificate of its configuration)';

/** What each type takes, or the reason why it cannot be used. */
const BY_TYPE: Record<AuthType, (known: Known) => Authorization | string> = {
  BASIC({ authentication: { paramsBasic: { userName, password } = {} } }) {
    if (userName === undefined || password === undefined) return 'paramsBasic with userName and password is missing';
    return { header: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`, isCertified: false };
  },
  TLS_CERT({ callbackUri, thumbprint }) {
    if (thumbprint === undefined) return NO_CERTIFICATE;
    return isHttps(callbackUri) ? { isCertified: true } : 'the callbackUri is not https';
  },
  OAUTH2_CLIENT_CREDENTIALS({ authentication: { paramsOauth2ClientCredentials: params = {} } }) {
    const { clientId, clientPassword, tokenEndpoint } = params;
    if (clientId === undefined || clientPassword === undefined || tokenEndpoint === undefined)
      return 'paramsOauth2ClientCredentials with clientId, clientPassword and tokenEndpoint is missing';
    const unusable = unusableUri(tokenEndpoint);
    if (unusable !== undefined) return `the tokenEndpoint ${unusable}`;
    return { client: { clientId, clientPassword, tokenEndpoint }, isCertified: false };
  },
  OAUTH2_CLIENT_CERT({ authentication: { paramsOauth2ClientCert: params }, thumbprint }) {
    if (thumbprint === undefined) return NO_CERTIFICATE;
    if (params === undefined) return 'paramsOauth2ClientCert is missing';
    const { clientId, certificateRef, tokenEndpoint } = params;
    if (certificateRef.value !== thumbprint)
      return `certificateRef is not that of the gateway's client certificate, ${thumbprint}`;
    const unusable = isHttps(tokenEndpoint) ? unusableUri(tokenEndpoint) : 'is not https';
    if (unusable !== undefined) return `the tokenEndpoint ${unusable}`;
    // Its tokens may be bound to the certificate, so the subscriber has to see that too (RFC 8705 3).
    return { client: { clientId, tokenEndpoint }, isCertified: true };
  },
};

const isHttps = (uri: string) => /^https:/i.test(uri);

function unusableUri(uri: string): string | undefined {
  if (!URL.canParse(uri)) return 'is not a URL';
  const { protocol, username, password } = new URL(uri);
  if (!['http:', 'https:'].includes(protocol)) return 'is neither http nor https';
  return username === '' && password === '' ? undefined : 'must not contain credentials';
}
