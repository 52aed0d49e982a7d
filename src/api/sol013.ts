/** What SOL013 asks of every request, before the document of the API is looked at. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { DomainError } from '../problem.ts';
import { API_VERSION } from '../api-version.ts';
import type { DocumentedPath } from './documented-paths.ts';

/** U1: a consumer whose apiRoot ends with a slash sends two; they mean one. */
export function collapseSlashes(request: Request, _response: Response, next: NextFunction): void {
  const [path = '', ...query] = request.url.split('?');
  request.url = [path.replaceAll(/\/{2,}/g, '/'), ...query].join('?');
  next();
}

const VERSION_SYNTAX = /^[1-9]\d*\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-impl:\S+)?$/;

/**
 * V2 to V4: malformed is 400, unsupported 406, and every answer says which version it is of. Absent is 400 when strict; lenient,
 * it means the newest, as consumers of the 2.6.1 generation never send it. A4: not looked at where the versions are asked for, nor
 * where the document does not have it.
 */
export function versionHeader(mode: 'strict' | 'lenient', isVersioned: (path: string) => boolean): RequestHandler {
  return (request, response, next) => {
    response.set('Version', API_VERSION);
    const asked = request.get('Version');
    if (request.path.replace(/\/$/, '').endsWith('/api_versions') || !isVersioned(request.path)) {
      next();
      return;
    }
    if (asked === undefined) {
      if (mode === 'strict')
        throw new DomainError('Malformed', `the header Version is missing; supported: ${API_VERSION}`);
      next();
      return;
    }
    if (!VERSION_SYNTAX.test(asked))
      throw new DomainError('Malformed', `the header Version: ${asked} is not MAJOR.MINOR.PATCH`);
    if (asked.split('-impl:')[0] !== API_VERSION)
      throw new DomainError('NotAcceptable', `version ${asked} is not supported; supported: ${API_VERSION}`);
    next();
  };
}

/** Characters of a request target; what is longer than the server's limit for the whole head is 431 before it gets here. */
export const MAXIMUM_URI = 8192;

/** 414 for a URI that is too long, 400 for percent-encoding that does not decode, or whose path has a NUL (SOL013 6.4, RFC 3986 2.1). */
export function decodableUri(request: Request, _response: Response, next: NextFunction): void {
  const { length } = request.url;
  if (length > MAXIMUM_URI)
    throw new DomainError('UriTooLong', `the URI has ${length} characters; ${MAXIMUM_URI} are taken`);
  const part = request.url.split(/[/?&=]/).find((text) => !isDecodable(text));
  if (part !== undefined)
    throw new DomainError('Malformed', `the URI is not percent-encoded correctly: ${part.slice(0, 80)}`);
  if (request.path.includes('%00')) throw new DomainError('Malformed', 'the path has a NUL character');
  next();
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** U4: 405 with `Allow` for a method that the resource does not have; OPTIONS tells what it has (RFC 9110 9.3.7). */
export function allowedMethods(pathOf: (path: string) => DocumentedPath | undefined): RequestHandler {
  return (request, response, next) => {
    const path = pathOf(request.path);
    if (path === undefined) throw new DomainError('NotFound', `there is nothing at ${request.baseUrl}${request.path}`);
    const allow = path.methods.join(', ');
    if (request.method === 'OPTIONS') {
      response.status(204).set('Allow', allow).end();
      return;
    }
    if (!path.methods.includes(request.method)) {
      response.set('Allow', allow);
      throw new DomainError('MethodNotAllowed', `${request.method} is not supported here; allowed: ${allow}`);
    }
    next();
  };
}

/** RFC 9110 9.3.2: HEAD is GET without the content, which node leaves out by itself. */
export function headAsGet(request: Request, _response: Response, next: NextFunction): void {
  if (request.method === 'HEAD') request.method = 'GET';
  next();
}

/** H2: an `Accept` that cannot be met is 406. */
export function acceptJson(request: Request, _response: Response, next: NextFunction): void {
  const acceptable =
    request.get('Accept') === undefined || request.accepts(['application/json', 'application/problem+json']) !== false;
  if (!acceptable)
    throw new DomainError(
      'NotAcceptable',
      `Accept: ${request.get('Accept') ?? ''} cannot be met; the answer is application/json`,
    );
  next();
}

/** Parameters of the media type mean nothing here, and the validator would keep a schema for each of them. */
export function normaliseContentType(request: Request, _response: Response, next: NextFunction): void {
  const contentType = request.headers['content-type'];
  if (contentType !== undefined)
    request.headers['content-type'] = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  next();
}

/** A body that is required but absent is an empty one, so that the schema says what is missing. */
export function bodyPresent(request: Request, _response: Response, next: NextFunction): void {
  if (['POST', 'PUT', 'PATCH'].includes(request.method)) if (request.body === undefined) request.body = {};
  next();
}

/**
 * Consumers of the 2.6.1 generation filter by attribute names as query parameters, `?managedObjectId=host-1` or
 * `?filter.notificationTypes=…`, and send a bare `?filter`. They mean `filter=(eq,…)`; a name that is no attribute stays an
 * unknown parameter of the filter, and is 400.
 */
export function filterByParameters(pathOf: (path: string) => DocumentedPath | undefined): RequestHandler {
  return (request, _response, next) => {
    const [path = '', ...rest] = request.url.split('?');
    const query = rest.join('?');
    const known = pathOf(path)?.queryParameters;
    if (query !== '' && known?.has('filter') === true) request.url = `${path}?${withFilter(query, known)}`;
    next();
  };
}

function withFilter(query: string, known: ReadonlySet<string>): string {
  const parameters = [...new URLSearchParams(query)];
  const isBare = ([name, value]: [string, string]) => name === 'filter' && value === '';
  const expressions = parameters
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => `(eq,${name.replaceAll('.', '/')},'${value.replaceAll("'", "''")}')`);
  const rest = parameters.filter((parameter) => known.has(parameter[0]) && !isBare(parameter));
  if (expressions.length === 0) return new URLSearchParams(rest).toString();
  const others = rest.filter(([name]) => name !== 'filter');
  const filters = rest.filter(([name]) => name === 'filter').map(([, value]) => value);
  return new URLSearchParams([...others, ['filter', [...filters, ...expressions].join(';')]]).toString();
}
