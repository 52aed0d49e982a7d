/** What SOL013 asks of every request, before the document of the API is looked at. */
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../problem.ts';
import { API_VERSION } from './api-versions.ts';

/** U1: a consumer whose apiRoot ends with a slash sends two; they mean one. */
export function collapseSlashes(request: Request, _response: Response, next: NextFunction): void {
  const [path = '', ...query] = request.url.split('?');
  request.url = [path.replaceAll(/\/{2,}/g, '/'), ...query].join('?');
  next();
}

const VERSION_SYNTAX = /^[1-9]\d*\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-impl:\S+)?$/;

/** V2 to V4: absent means the newest; malformed is 400, unsupported 406; every answer says which version it is of. */
export function versionHeader(request: Request, response: Response, next: NextFunction): void {
  response.set('Version', API_VERSION);
  const asked = request.get('Version');
  if (asked === undefined || request.path.endsWith('/api_versions')) {
    next();
    return;
  }
  if (!VERSION_SYNTAX.test(asked))
    throw new DomainError('Malformed', `the header Version: ${asked} is not MAJOR.MINOR.PATCH`);
  if (asked.split('-impl:')[0] !== API_VERSION)
    throw new DomainError('NotAcceptable', `version ${asked} is not supported; supported: ${API_VERSION}`);
  next();
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
  if (['POST', 'PUT', 'PATCH'].includes(request.method)) request.body ??= {};
  next();
}
