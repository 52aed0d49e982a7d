/** Access tokens: JWT of the configured authorization server (RFC 9068), perhaps bound to a certificate (RFC 8705). */
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { Agent, request } from 'undici';
import { trustedWith } from '../certificates.ts';
import type { Configuration } from '../config.ts';
import type { Log } from '../log.ts';
import { DomainError, reasonOf } from '../problem.ts';

export type OAuth2 = Exclude<Configuration['authentication'], 'none'>;

export interface AccessToken {
  clientId?: string;
  scopes: string[];
  /** The token is worth something only together with the certificate of this thumbprint. */
  certificateThumbprint?: string;
}

/** Gives what the token says; throws `Unauthorized` when it is not valid, `SouthboundUnavailable` when nobody can tell. */
export type VerifyAccessToken = (token: string) => Promise<AccessToken>;

const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** The keys are asked for again when a token names an unknown one, but not more often than this. */
const COOLDOWN_MILLISECONDS = 1000;

/** A signature that was verified is not verified again for so long, or until the keys are read anew. */
const VERIFIED_MILLISECONDS = 10_000;
const MAXIMUM_VERIFIED = 1000;

export function createAccessTokenVerifier({ issuer, audience, jwksUri, caFile }: OAuth2, log: Log): VerifyAccessToken {
  const verified = new Map<string, { content: AccessToken; until: number }>();
  const forget = () => {
    verified.clear();
  };
  const keys = available(keySet(jwksUri, trustedWith(caFile), forget), jwksUri, log);
  return async (token) => {
    const known = verified.get(token);
    if (known !== undefined && known.until > Date.now()) return known.content;
    try {
      const options = { issuer, audience, algorithms: ASYMMETRIC, requiredClaims: ['exp'] };
      const { payload } = await jwtVerify(token, keys, options);
      const content = contentOf(payload);
      if (verified.size >= MAXIMUM_VERIFIED) verified.clear();
      const until = Math.min(Date.now() + VERIFIED_MILLISECONDS, 1000 * (payload.exp ?? 0));
      verified.set(token, { content, until });
      return content;
    } catch (error) {
      verified.delete(token);
      if (error instanceof DomainError) throw error;
      throw new DomainError('Unauthorized', `the access token is not valid: ${faultOf(error)}`, { cause: error });
    }
  };
}

/** `onRead` is called when the keys were read anew. */
function keySet(jwksUri: string, ca: ReturnType<typeof trustedWith>, onRead: () => void): JWTVerifyGetKey {
  const dispatcher = new Agent({ connect: ca === undefined ? {} : { ca } });
  return createRemoteJWKSet(new URL(jwksUri), {
    cooldownDuration: COOLDOWN_MILLISECONDS,
    [customFetch]: async (url, { headers, signal }) => {
      const { statusCode, body } = await request(url, { dispatcher, headers: Object.fromEntries(headers), signal });
      onRead();
      return new Response(await body.text(), { status: statusCode });
    },
  });
}

/** Keys that cannot be had are no fault of the token; each time that begins, the log says why. */
function available(keys: JWTVerifyGetKey, jwksUri: string, log: Log): JWTVerifyGetKey {
  let areAvailable = true;
  return async (header, token) => {
    try {
      const key = await keys(header, token);
      areAvailable = true;
      return key;
    } catch (error) {
      if (FAULTS_OF_TOKENS.some((fault) => error instanceof fault)) throw error;
      if (areAvailable)
        log.error({ jwksUri, error: reasonOf(error) }, 'the keys of the authorization server cannot be read');
      areAvailable = false;
      throw new DomainError('SouthboundUnavailable', 'the keys of the authorization server cannot be read at present', {
        cause: error,
      });
    }
  };
}

const FAULTS_OF_TOKENS = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

/** In words of our own, because what a parser says may quote the token. */
function faultOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.reason === 'missing' ? `it has no ${error.claim}` : `its ${error.claim} does not fit`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not accepted';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  if (error instanceof errors.JWKSNoMatchingKey) return 'the authorization server has no key that it was signed with';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'it does not say which key it was signed with';
  return 'it is not a signed JWT';
}

function contentOf(payload: JWTPayload): AccessToken {
  const clientId = [payload['client_id'], payload['azp'], payload.sub].find((claim) => typeof claim === 'string');
  const certificateThumbprint = confirmationOf(payload['cnf']);
  return {
    scopes: scopesOf(payload['scope'] ?? payload['scp']),
    ...(clientId === undefined ? {} : { clientId }),
    ...(certificateThumbprint === undefined ? {} : { certificateThumbprint }),
  };
}

function scopesOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim.filter((scope) => typeof scope === 'string') : [];
}

/** RFC 7800 3.1: a token that is bound to something else than a certificate must not pass as if it were not. */
function confirmationOf(cnf: unknown): string | undefined {
  if (cnf === undefined) return undefined;
  const thumbprint = typeof cnf === 'object' && cnf !== null && 'x5t#S256' in cnf ? cnf['x5t#S256'] : undefined;
  if (typeof thumbprint === 'string') return thumbprint;
  throw new DomainError('Unauthorized', 'the access token is bound to something else than a certificate');
}
