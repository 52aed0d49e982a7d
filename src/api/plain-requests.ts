/**
 * The short way for requests that are plainly right. It takes what is read, and the frequent changes, when everything about a
 * request is as the document has it, with the same schema, the same security and the same handler; whatever it has a doubt about
 * goes the way of every other request, where it is refused or taken. So it has no errors of its own.
 */
import type { RequestHandler, Response } from 'express';
import { API_VERSION } from '../api-version.ts';
import type { Metrics } from '../metrics.ts';
import type { ApiRootOf } from './api-root.ts';
import type { Api } from './operations.ts';
import { readContent } from './content.ts';
import { handlerRequest, type ValidatedRequest } from './handler-request.ts';
import { waysOf, type Way } from './plain-ways.ts';
import { createRoom, type Room } from './room.ts';
import type { SecurityHandler } from './security.ts';

export interface PlainRequestPorts {
  apis: readonly Api[];
  security: SecurityHandler;
  versionHeader: 'strict' | 'lenient';
  apiRootOf: ApiRootOf;
  metrics: Metrics;
}

interface Ports extends PlainRequestPorts {
  bodies: Room;
}

export function plainRequests(given: PlainRequestPorts): RequestHandler {
  const ports = { ...given, bodies: createRoom(MAXIMUM_CONTENT_AT_ONCE) };
  const ways = new Map(ports.apis.flatMap((api) => waysOf(api, ports.metrics)));
  const find = (method: string, url: string) => {
    const fixed = ways.get(`${method} ${url}`);
    if (fixed !== undefined && fixed.parameter === undefined) return { way: fixed, value: undefined };
    const end = url.lastIndexOf('/');
    const value = url.slice(end + 1);
    const way = PLAIN_SEGMENT.test(value) ? ways.get(`${method} ${url.slice(0, end)}/*`) : undefined;
    return way === undefined ? undefined : { way, value };
  };
  return (request: ValidatedRequest, response, next) => {
    const [path, query] = splitAt(request.url, request.url.indexOf('?'));
    const found = find(request.method, path);
    if (found === undefined || !isPlain(request, ports.versionHeader) || !found.way.isPlain(request, query)) {
      next();
      return;
    }
    const { way, value } = found;
    take(ports, way, request, value).then(
      (answer) => {
        if (answer === undefined) {
          delete request.openapi;
          next();
          return;
        }
        send(response, answer);
        way.count(answer.status);
      },
      (error: unknown) => {
        response.set('Version', API_VERSION).on('finish', () => {
          way.count(response.statusCode);
        });
        next(error);
      },
    );
  };
}

function send(response: Response, { status, headers, body }: { status: number; headers?: object; body?: unknown }) {
  if (body === undefined) {
    response.writeHead(status, { Version: API_VERSION, ...headers }).end();
    return;
  }
  const content = JSON.stringify(body);
  const length = Buffer.byteLength(content);
  const head = { Version: API_VERSION, 'Content-Type': 'application/json', 'Content-Length': length, ...headers };
  // A byte for each character: as UTF-8 the stream would make room for three.
  response.writeHead(status, head).end(content, length === content.length ? 'latin1' : 'utf8');
}

/** What a path segment may be made of without any encoding (RFC 3986 2.3). */
const PLAIN_SEGMENT = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,254}$/;
const ACCEPTED: readonly (string | undefined)[] = [undefined, '*/*', 'application/json'];

function splitAt(text: string, place: number): [string, string] {
  return place === -1 ? [text, ''] : [text.slice(0, place), text.slice(place)];
}

function isPlain({ headers }: ValidatedRequest, mode: 'strict' | 'lenient'): boolean {
  const { version } = headers;
  return (
    (version === undefined ? mode === 'lenient' : version === API_VERSION) &&
    (ACCEPTED.includes(headers.accept) || headers.accept === 'application/json, application/problem+json')
  );
}

/** Bytes of content of which the bodies are in memory at once: all that wait would be too many for it, and for its collector. */
const MAXIMUM_CONTENT_AT_ONCE = 1024 * 1024;

/** The answer of the handler; undefined when there is a doubt about the request. */
async function take(ports: Ports, way: Way, request: ValidatedRequest, value: string | undefined) {
  if (!way.hasContent) return answered(ports, way, request, value);
  const content = await readContent(request);
  request.content = content;
  return ports.bodies.within(content.length, () => answered(ports, way, request, value));
}

async function answered(
  { security, apiRootOf }: PlainRequestPorts,
  { schema, scopes, isRight, parameter, handler }: Way,
  request: ValidatedRequest,
  value: string | undefined,
) {
  if (!isRight(request)) return undefined;
  request.openapi = { schema, pathParams: parameter === undefined ? {} : { [parameter]: value ?? '' } };
  if (!(await security(request, scopes).catch(() => false))) return undefined;
  // The one cast from what was validated to the type that the document gives it.
  return handler(handlerRequest(request, apiRootOf) as never);
}
