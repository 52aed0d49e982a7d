/** Who may do what (SOL013 8.3): bearer tokens of OAuth 2.0, and what the caller is told when they do not do (RFC 6750). */
import { TLSSocket } from 'node:tls';
import type { Request } from 'express';
import { thumbprintOf } from '../certificates.ts';
import type { Configuration } from '../config.ts';
import type { Log } from '../log.ts';
import { DomainError } from '../problem.ts';
import { createAccessTokenVerifier, type AccessToken, type OAuth2, type VerifyAccessToken } from './access-token.ts';
import type { Caller, DecidedRequest } from './caller.ts';

/** Whether a request may pass. The validator asks once for each security requirement of the operation. */
export type SecurityHandler = (request: Request, scopes: string[]) => Promise<boolean>;

/** The scopes of each security requirement of an operation; meeting one requirement is enough. */
type Requirements = readonly string[][];

interface Operation {
  security?: Record<string, string[]>[];
}

interface UndecidedRequest extends DecidedRequest {
  openapi?: { schema?: Operation };
  /** One for all requirements, so that the token is verified once. */
  decision?: Promise<boolean>;
}

/** Checks bearer tokens against the authorization server; with `none` every caller passes. */
export function createSecurityHandler(authentication: Configuration['authentication'], log: Log): SecurityHandler {
  if (authentication === 'none') return () => Promise.resolve(true);
  const authorize = createAuthorize(authentication, createAccessTokenVerifier(authentication, log));
  return (request: UndecidedRequest, scopes) => (request.decision ??= decide(request, scopes, authorize));
}

/** Leaves the decision on the request, because the validator keeps nothing of a refusal but its status. */
async function decide(request: UndecidedRequest, scopes: string[], authorize: Authorize): Promise<boolean> {
  const requirements = requirementsOf(request.openapi?.schema) ?? [scopes];
  try {
    request.caller = await authorize(request, requirements);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    request.refusal = { problem: error, ...challengeOf(error, request, requirements) };
    return false;
  }
}

/** Undefined where the document says nothing. */
function requirementsOf(operation: Operation | undefined): Requirements | undefined {
  if (operation?.security === undefined) return undefined;
  const known = requirementsOfOperations.get(operation);
  if (known !== undefined) return known;
  const requirements = operation.security.map((one) => Object.values(one).flat());
  requirementsOfOperations.set(operation, requirements);
  return requirements;
}

const requirementsOfOperations = new WeakMap<Operation, Requirements>();

type Authorize = (request: Request, requirements: Requirements) => Promise<Caller>;

function createAuthorize(authentication: OAuth2, verify: VerifyAccessToken): Authorize {
  const isBindingRequired = authentication.certificateBoundTokens === 'required';
  const vnfmIds = new Map(Object.entries(authentication.vnfManagers ?? {}));
  return async (request, requirements) => {
    const token = await verify(bearerTokenOf(request));
    checkBinding(token, request, isBindingRequired);
    const met = requirements.filter((scopes) => scopes.every((scope) => token.scopes.includes(scope)));
    if (met.length === 0)
      throw new DomainError('Forbidden', `the access token lacks the scope ${requirements.flat().join(' or ')}`);
    const { clientId } = token;
    const isVnfManager = met.every((scopes) => scopes.some((scope) => scope.endsWith(':vnfm')));
    if (!isVnfManager) return clientId === undefined ? {} : { clientId };
    if (clientId === undefined)
      throw new DomainError('Unauthorized', 'the access token does not say which VNF manager it is of');
    return { clientId, vnfmId: vnfmIds.get(clientId) ?? clientId };
  };
}

const BEARER = /^Bearer(?: |$)/i;

/** What a connection sent last, nearly always the same: as one and the same text it is found soonest among the verified ones. */
const lastTokens = new WeakMap<object, { authorization: string; token: string }>();

/** RFC 6750 2.1. */
function bearerTokenOf({ headers: { authorization = '' }, socket }: Request): string {
  const last = lastTokens.get(socket);
  if (last?.authorization === authorization) return last.token;
  const token = tokenIn(authorization);
  lastTokens.set(socket, { authorization, token });
  return token;
}

function tokenIn(authorization: string): string {
  if (!BEARER.test(authorization)) throw new DomainError('Unauthorized', 'the request has no bearer token');
  const token = /^Bearer +([\w\-.~+/]+=*) *$/i.exec(authorization)?.[1];
  if (token === undefined) throw new DomainError('Unauthorized', 'the header Authorization is not Bearer and a token');
  return token;
}

/** RFC 8705 3: a token that is bound to a certificate is taken only from whoever shows that certificate. */
function checkBinding({ certificateThumbprint }: AccessToken, request: Request, isRequired: boolean): void {
  if (certificateThumbprint === undefined) {
    if (isRequired) throw new DomainError('Unauthorized', 'the access token is not bound to a certificate');
    return;
  }
  if (certificateThumbprint !== shownThumbprint(request))
    throw new DomainError(
      'Unauthorized',
      'the access token is bound to a certificate that the connection does not show',
    );
}

function shownThumbprint({ socket }: Request): string | undefined {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return certificate === undefined ? undefined : thumbprintOf(certificate);
}

/** RFC 6750 3: whoever sent no bearer token is told no error, only how to authenticate. */
function challengeOf(
  { kind, message }: DomainError,
  request: Request,
  requirements: Requirements,
): { challenge?: string } {
  if (kind === 'Forbidden')
    return { challenge: `Bearer error="insufficient_scope", scope="${requirements.flat().join(' ')}"` };
  if (kind !== 'Unauthorized') return {};
  if (!BEARER.test(request.get('Authorization') ?? '')) return { challenge: 'Bearer' };
  return { challenge: `Bearer error="invalid_token", error_description="${message}"` };
}
