import type { Request } from 'express';

export interface ApiRootSettings {
  /** As configured. */
  apiRoot?: string;
  /** Where the gateway itself listens. */
  localApiRoot: string;
}

/** The apiRoot by which a caller reached the gateway, without a slash at the end (SOL013 4.1). */
export type ApiRootOf = (request: Request) => string;

/**
 * The configured apiRoot; else what a trusted proxy says of the request it forwards; else where the gateway listens. What
 * anybody else writes into the forwarding headers means nothing.
 */
export function createApiRootOf({ apiRoot, localApiRoot }: ApiRootSettings): ApiRootOf {
  return (request) => {
    if (apiRoot !== undefined) return apiRoot;
    if (request.headers['x-forwarded-host'] === undefined) return localApiRoot;
    const isTrusted = request.app.get('trust proxy fn') as (address: string | undefined, hop: number) => boolean;
    if (!isTrusted(request.socket.remoteAddress, 0)) return localApiRoot;
    const prefix = (request.get('X-Forwarded-Prefix') ?? '').replace(/\/+$/, '');
    return `${request.protocol}://${request.host}${prefix}`;
  };
}
