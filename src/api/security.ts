import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Request } from 'express';
import type { Configuration } from '../config.ts';
import { reasonOf } from '../problem.ts';

/** Lets a request pass, or throws an error with the status 401 or 403 (SOL013 8.3.3, RFC 6750). */
export type SecurityHandler = (request: Request, scopes: string[]) => Promise<boolean>;

/** Checks bearer tokens against the authorization server; with `none` every caller passes. */
export function createSecurityHandler(authentication: Configuration['authentication']): SecurityHandler {
  if (authentication === 'none') return () => Promise.resolve(true);
  const { issuer, audience, jwksUri } = authentication;
  const keys = createRemoteJWKSet(new URL(jwksUri));
  return async (request, scopes) => {
    const token = /^Bearer (\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
    if (token === undefined) throw refusal(401, 'the request has no bearer token');
    const granted = await jwtVerify(token, keys, { issuer, audience }).then(
      ({ payload }) => (typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : []),
      (error: unknown) => {
        throw refusal(401, `the access token is not valid: ${reasonOf(error)}`);
      },
    );
    const missing = scopes.filter((scope) => !granted.includes(scope));
    if (missing.length > 0) throw refusal(403, `the access token lacks the scope ${missing.join(' ')}`);
    return true;
  };
}

function refusal(status: 401 | 403, message: string): Error {
  return Object.assign(new Error(message), { status });
}
