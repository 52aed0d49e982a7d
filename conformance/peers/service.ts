import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

export interface ServiceRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The JSON of the content; undefined without content or when it is not JSON. */
  body: unknown;
}

export interface ServiceAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export type ServiceHandler = (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>;

export interface Service {
  /** Scheme and authority, without a final slash. */
  url: string;
  close: () => Promise<void>;
}

/** Serves JSON over HTTP on loopback; port 0 takes a free one. */
export async function startService(handler: ServiceHandler, port = 0): Promise<Service> {
  const server = createServer((request, response) => {
    void serve(handler, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** ProblemDetails answer, SOL013 6.3. */
export function problemAnswer(status: number, title: string, detail: string): ServiceAnswer {
  return { status, headers: { 'content-type': 'application/problem+json' }, body: { title, status, detail } };
}

async function serve(handler: ServiceHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerOf(handler, request);
  const content = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  const type = content === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(answer.status, { ...type, ...answer.headers });
  response.end(content);
}

async function answerOf(handler: ServiceHandler, request: IncomingMessage): Promise<ServiceAnswer> {
  try {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const body = await readJson(request);
    const method = request.method ?? 'GET';
    return await handler({ method, path: url.pathname, query: url.searchParams, headers: request.headers, body });
  } catch (error) {
    return problemAnswer(500, 'Internal Server Error', error instanceof Error ? error.message : String(error));
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) text += String(part);
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
