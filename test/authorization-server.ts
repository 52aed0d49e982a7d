import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { Provider, type ClientMetadata, type KoaContextWithOIDC } from 'oidc-provider';
import { Agent, request } from 'undici';

export interface AuthorizationServerOptions {
  /** client_id → secret of those that authenticate with one. */
  secrets?: Record<string, string>;
  /** client_id → common name of the certificate of those that authenticate with it; their tokens are bound to it. */
  commonNames?: Record<string, string>;
  audience?: string;
  /** Scopes of the audience. */
  scopes?: readonly string[];
  /** Seconds for which a token is good. */
  lifetime?: number;
  port?: number;
  /** With it the server speaks HTTPS, and looks at certificates of clients. */
  tls?: { cert: Buffer; key: Buffer; ca: Buffer };
}

export interface AuthorizationServer {
  issuer: string;
  jwksUri: string;
  tokenEndpoint: string;
  /** Clients that got a token so far, the oldest first. */
  granted: readonly string[];
  /** A token as a client gets it. */
  token(clientId: string, scope?: string, certificate?: { cert: Buffer; key: Buffer }): Promise<string>;
  /** A token that only says what is given, signed like all the others unless there is another key. */
  sign(claims: object, key?: CryptoKey): Promise<string>;
  /** From now on there is another key, and the one before it is gone. */
  rotateKey(): Promise<void>;
  stop(): Promise<void>;
}

export const AUDIENCE = 'nfvi-te-gateway';

/** An authorization server on loopback: a certified implementation of OAuth 2.0 that gives JWT access tokens. */
export async function startAuthorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const { tls, port = 0 } = options;
  let current: RequestListener = (_request, response) => response.writeHead(503).end();
  const listener: RequestListener = (incoming, response) => {
    current(incoming, response);
  };
  const server: Server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const granted: string[] = [];
  let signing: SigningKey;
  const rotateKey = async () => {
    signing = await createSigningKey();
    const answer = createProvider(issuer, options, signing.jwk, granted).callback();
    current = (incoming, response) => {
      void answer(incoming, response);
    };
  };
  await rotateKey();
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    tokenEndpoint: `${issuer}/token`,
    granted,
    token: (clientId, scope, certificate) => fetchToken(`${issuer}/token`, options, { clientId, scope, certificate }),
    sign: (claims, key = signing.key) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: String(signing.jwk.kid), typ: 'at+jwt' })
        .sign(key),
    rotateKey,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface SigningKey {
  key: CryptoKey;
  jwk: JWK;
}

let keys = 0;

async function createSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { key: privateKey, jwk: { ...(await exportJWK(privateKey)), kid: `key-${++keys}`, alg: 'ES256', use: 'sig' } };
}

function createProvider(issuer: string, options: AuthorizationServerOptions, jwk: JWK, granted: string[]): Provider {
  const { audience = AUDIENCE, scopes = [], lifetime = 60 } = options;
  const provider = new Provider(issuer, {
    adapter: Nothing,
    jwks: { keys: [jwk] },
    clients: clientsOf(options),
    ttl: { ClientCredentials: lifetime },
    clientAuthMethods: ['client_secret_basic', 'tls_client_auth'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => `urn:example:${audience}`,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: lifetime,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        getCertificate: certificateOf,
        certificateAuthorized: ({ socket }) => socket instanceof TLSSocket && socket.authorized,
        certificateSubjectMatches: (context, _property, expected) => certificateOf(context)?.subject === expected,
      },
    },
  });
  provider.on('grant.success', ({ oidc }) => granted.push(oidc.client?.clientId ?? ''));
  return provider;
}

const certificateOf = ({ socket }: KoaContextWithOIDC) =>
  socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;

function clientsOf({ secrets = {}, commonNames = {} }: AuthorizationServerOptions): ClientMetadata[] {
  const common: Omit<ClientMetadata, 'client_id'> = {
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    id_token_signed_response_alg: 'ES256',
  };
  const bySecret = Object.entries(secrets).map(([id, secret]) => ({ ...common, client_id: id, client_secret: secret }));
  const byCertificate = Object.entries(commonNames).map(([id, commonName]) => ({
    ...common,
    client_id: id,
    token_endpoint_auth_method: 'tls_client_auth' as const,
    tls_client_auth_subject_dn: `CN=${commonName}`,
    tls_client_certificate_bound_access_tokens: true,
  }));
  return [...bySecret, ...byCertificate];
}

/** What the server keeps between requests: nothing, since its tokens say all by themselves. */
class Nothing {
  upsert = () => Promise.resolve();
  find = () => Promise.resolve(undefined);
  findByUid = () => Promise.resolve(undefined);
  findByUserCode = () => Promise.resolve(undefined);
  consume = () => Promise.resolve();
  destroy = () => Promise.resolve();
  revokeByGrantId = () => Promise.resolve();
}

interface TokenRequest {
  clientId: string;
  scope: string | undefined;
  certificate: { cert: Buffer; key: Buffer } | undefined;
}

async function fetchToken(
  tokenEndpoint: string,
  { secrets = {}, tls }: AuthorizationServerOptions,
  { clientId, scope, certificate }: TokenRequest,
): Promise<string> {
  const secret = secrets[clientId];
  const dispatcher = new Agent({ connect: tls === undefined ? {} : { ca: tls.ca, ...certificate } });
  const { statusCode, body } = await request(tokenEndpoint, {
    method: 'POST',
    dispatcher,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(secret === undefined ? {} : { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` }),
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(secret === undefined ? { client_id: clientId } : {}),
      ...(scope === undefined ? {} : { scope }),
    }).toString(),
  });
  const answer = (await body.json()) as { access_token?: string };
  await dispatcher.close();
  if (answer.access_token === undefined) throw new Error(`no token: ${statusCode} ${JSON.stringify(answer)}`);
  return answer.access_token;
}
