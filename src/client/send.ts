import { GatewayProblem, problemOf } from './problem.ts';

/** An access token, or a function that gets one: it is called once and again when its token is refused. */
export type Token = string | (() => string | Promise<string>);

export interface GatewayClientOptions {
  /** Of the gateway, e.g. `https://gateway.example:8443`. */
  apiRoot: string;
  token?: Token | undefined;
  /** `Version` of the interfaces, 1.0.0 by default. SOL013 9.1. */
  version?: string | undefined;
  /** Instead of the `fetch` of Node.js, for a certificate or a proxy of one's own. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** Sends a request to the gateway; throws a GatewayProblem when the answer is a refusal. */
export type Send = (request: Request) => Promise<Response>;

export function createSend(options: GatewayClientOptions): Send {
  const { version = '1.0.0', token, fetch = globalThis.fetch } = options;
  const tokens = token === undefined ? undefined : createTokens(token);
  return async (request) => {
    request.headers.set('Version', version);
    // SOL013 5.5.2: a patch is a merge patch.
    if (request.method === 'PATCH') request.headers.set('Content-Type', 'application/merge-patch+json');
    const response = await (tokens === undefined ? fetch(request) : sendWithToken(request, tokens, fetch));
    if (response.ok) return response;
    throw new GatewayProblem(request, response, await problemOf(response));
  };
}

interface Tokens {
  current: () => Promise<string>;
  /** Another one than that which was refused, if there can be one. */
  after: (refused: string) => Promise<string | undefined>;
}

function createTokens(token: Token): Tokens {
  if (typeof token === 'string')
    return { current: () => Promise.resolve(token), after: () => Promise.resolve(undefined) };
  let held: Promise<string> | undefined;
  const ask = async (): Promise<string> => token();
  const current = (): Promise<string> => {
    const asked = (held ??= ask());
    asked.catch(() => {
      if (held === asked) held = undefined;
    });
    return asked;
  };
  const after = async (refused: string): Promise<string> => {
    // Of several that are refused at once the first one asks for all.
    const now = held;
    if (now !== undefined && (await now) === refused && held === now) held = undefined;
    return current();
  };
  return { current, after };
}

/** A token may have run out: after 401 the request is sent once more with a new one. */
async function sendWithToken(request: Request, tokens: Tokens, fetch: Send): Promise<Response> {
  const again = request.clone();
  const first = await tokens.current();
  const response = await fetch(authorized(request, first));
  if (response.status !== 401) return response;
  const second = await tokens.after(first);
  if (second === undefined) return response;
  await response.body?.cancel();
  return fetch(authorized(again, second));
}

function authorized(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}
