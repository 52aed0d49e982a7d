import { startService, type Service, type ServiceAnswer } from '../../conformance/peers/service.ts';

/** A request on its way through the relay. */
export interface Passing {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

export interface PassingAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** What a relay does to a VNFM, to make another one of it. */
export interface Distortion {
  /** What goes to the kit instead of a request of the VNFM; the VNFM sees the last answer. */
  toGateway?: (request: Passing, seen: Seen) => readonly Passing[];
  /** What the VNFM sees instead of an answer of the kit. */
  fromGateway?: (answer: PassingAnswer, request: Passing) => PassingAnswer;
  /** What goes to the VNFM instead of a request of the kit, or how it is answered without going there. */
  toVnfm?: (request: Passing, seen: Seen) => Passing | PassingAnswer;
  /** What the kit sees instead of an answer of the VNFM. */
  fromVnfm?: (answer: PassingAnswer, request: Passing) => PassingAnswer;
}

/** What has passed so far. */
export interface Seen {
  /** Bodies of notifications, oldest first. */
  notifications: Body[];
  answers: Passing[];
  /** By path. */
  etags: Map<string, string>;
  /** Sends something more to the kit. */
  send: (request: Passing) => Promise<unknown>;
}

export type Body = Record<string, unknown>;

export function bodyOf({ body }: { body?: unknown }): Body {
  return typeof body === 'object' && body !== null ? (body as Body) : {};
}

export interface Relay extends Service {
  /** Where the kit reaches a callback through the relay. */
  callbackFor: (uri: string) => string;
  /** From now on nothing is passed on: each request is answered with 410, so that nobody tries again. */
  part: () => void;
}

/** Stands between a VNFM and its gateway, in both directions. */
export async function startRelay(gateway: string, distortion: Distortion): Promise<Relay> {
  let hasParted = false;
  const callbacks: string[] = [];
  const seen: Seen = {
    notifications: [],
    answers: [],
    etags: new Map(),
    send: (request) => pass(`${gateway}${request.path}`, request),
  };

  const callbackFor = (uri: string): string => {
    callbacks.push(uri);
    return `${service.url}/callback/${callbacks.length - 1}`;
  };

  const toGateway = async (request: Passing): Promise<PassingAnswer> => {
    const { callbackUri } = bodyOf(request);
    const own = { ...request };
    if (typeof callbackUri === 'string') {
      own.body = { ...bodyOf(request), callbackUri: callbackFor(callbackUri) };
    }
    let answer: PassingAnswer = { status: 204 };
    for (const sent of distortion.toGateway?.(own, seen) ?? [own]) {
      if (sent.method === 'PATCH') seen.answers.push(sent);
      answer = await seen.send(sent).then((got) => got as PassingAnswer);
      const etag = answer.headers?.['etag'];
      if (etag !== undefined) seen.etags.set(sent.path, etag);
    }
    const { link, ...headers } = answer.headers ?? {};
    if (link !== undefined) answer.headers = { ...headers, link: link.replace(gateway, service.url) };
    return distortion.fromGateway?.(answer, request) ?? answer;
  };

  const toVnfm = async (request: Passing): Promise<PassingAnswer> => {
    const passed = distortion.toVnfm?.(request, seen) ?? request;
    if (request.method === 'POST') seen.notifications.push(bodyOf(request));
    if ('status' in passed) return passed;
    const callback = callbacks[Number(passed.path.split('/').at(-1))] ?? '';
    const answer = await pass(callback, passed);
    return distortion.fromVnfm?.(answer, request) ?? answer;
  };

  const service: Service = await startService(async ({ method, path, query, headers, body }) => {
    if (hasParted) return { status: 410 };
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    const kept = ['version', 'accept', 'content-type', 'authorization'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const request: Passing = { method, path: `${path}${search}`, headers: Object.fromEntries(kept), body };
    const answer = path.startsWith('/callback/') ? await toVnfm(request) : await toGateway(request);
    return answer satisfies ServiceAnswer;
  });
  return {
    ...service,
    callbackFor,
    part: () => {
      hasParted = true;
    },
  };
}

/** A connection that was cut is passed on as 502. */
async function pass(url: string, { method, headers, body }: Passing): Promise<PassingAnswer> {
  try {
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const kept = ['version', 'content-type', 'etag', 'location', 'link', 'retry-after'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(kept),
      ...(text === '' ? {} : { body: JSON.parse(text) as unknown }),
    };
  } catch {
    return { status: 502 };
  }
}
