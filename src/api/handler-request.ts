import { utf8Of, type ReadRequest } from './content.ts';
import type { ApiRootOf } from './api-root.ts';
import { callerOf } from './caller.ts';
import type { AnyRequest } from './operations.ts';
import { preconditionsOf } from './preconditions.ts';

/** A request on which the operation that it was held against was left. */
export interface ValidatedRequest extends ReadRequest {
  openapi?: { schema?: { operationId?: string }; pathParams?: Record<string, string> };
}

/** What a handler gets of a request that was found right. */
export function handlerRequest(request: ValidatedRequest, apiRootOf: ApiRootOf): Record<keyof AnyRequest, unknown> {
  const { content } = request;
  return {
    path: request.openapi?.pathParams ?? {},
    query: request.query,
    body: request.body as unknown,
    json: content === undefined ? undefined : () => utf8Of(content),
    caller: callerOf(request),
    preconditions: preconditionsOf(request),
    apiRoot: apiRootOf(request),
  };
}
