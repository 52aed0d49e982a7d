import type { Request } from 'express';

/** Who sent a request: what it may do is what its token says. */
export interface Caller {
  /** Client of the authorization server; undefined without authentication. */
  clientId?: string;
  /** Set when the caller is a VNF manager that sees and answers only its own (scope `…:vnfm`). */
  vnfmId?: string;
}

const callers = new WeakMap<Request, Caller>();

export function callerOf(request: Request): Caller {
  return callers.get(request) ?? {};
}
