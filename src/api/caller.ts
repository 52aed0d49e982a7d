import type { Request } from 'express';
import type { DomainError } from '../problem.ts';

/** Who sent a request: what it may do is what its token says. */
export interface Caller {
  /** Client of the authorization server; undefined without authentication. */
  clientId?: string;
  /** Set when the caller is a VNF manager that sees and answers only its own (scope `…:vnfm`). */
  vnfmId?: string;
}

/** Why a request was refused, and how the caller is told to authenticate (RFC 6750 3). */
export interface Refusal {
  problem: DomainError;
  challenge?: string;
}

/** A request on which the decision about its caller was left. */
export interface DecidedRequest extends Request {
  caller?: Caller;
  refusal?: Refusal;
}

export function callerOf(request: DecidedRequest): Caller {
  return request.caller ?? {};
}
