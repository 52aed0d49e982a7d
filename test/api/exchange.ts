/** Requests to a gateway over HTTP. Whatever it answers has to fit the document of the operation; else the test fails. */
import request from 'supertest';
import { misfits, operationOf } from './documents.ts';

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Record<string, string | undefined>;
  /** Undefined when there is no content. */
  body: Body;
}

/** A refusal, as everything but a success is. */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  invalidParams?: { pointer: string; reason: string }[];
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
export interface Options {
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Exchange {
  send<Body = Problem>(method: Method, path: string, options?: Options): Promise<Answer<Body>>;
  get<Body = Problem>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  post<Body = Problem>(path: string, body?: unknown): Promise<Answer<Body>>;
  put<Body = Problem>(path: string, body: unknown): Promise<Answer<Body>>;
  patch<Body = Problem>(path: string, body: unknown): Promise<Answer<Body>>;
  delete<Body = Problem>(path: string): Promise<Answer<Body>>;
  /** Identifiers of the operations that succeeded so far. */
  readonly succeeded: ReadonlySet<string>;
}

const CONTENT_TYPES: Partial<Record<Method, string>> = {
  POST: 'application/json',
  PUT: 'application/json',
  PATCH: 'application/merge-patch+json',
};

/** `apiRoot` is asked for at each request, because a gateway knows it only once it has started. */
export function createExchange(apiRoot: () => string): Exchange {
  const succeeded = new Set<string>();
  const send = async <Body>(method: Method, path: string, { headers = {}, body }: Options = {}) => {
    const name = method.toLowerCase() as Lowercase<Method>;
    const contentType = body === undefined ? undefined : CONTENT_TYPES[method];
    const answer = await request(apiRoot())
      [name](path)
      .set({ ...(contentType === undefined ? {} : { 'Content-Type': contentType }), ...headers })
      .send(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
    const told: Answer<Body> = {
      status: answer.status,
      headers: answer.headers,
      body: (answer.text === '' || method === 'HEAD' ? undefined : answer.body) as Body,
    };
    const operation = operationOf(method, path.replaceAll(/\/{2,}/g, '/'));
    if (operation !== undefined && method !== 'HEAD') expect(misfits(operation, told)).toEqual([]);
    if (operation !== undefined && told.status < 300) succeeded.add(operation.id);
    return told;
  };
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body) => send('POST', path, { body }),
    put: (path, body) => send('PUT', path, { body }),
    patch: (path, body) => send('PATCH', path, { body }),
    delete: (path) => send('DELETE', path),
    succeeded,
  };
}
