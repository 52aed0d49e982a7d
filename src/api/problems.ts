/** Errors as ProblemDetails (SOL013 6.3, 6.4). */
import type { ErrorRequestHandler, NextFunction, Request, Response } from 'express';
import { v4 as uuidv4 } from 'uuid';
import type { Log } from '../log.ts';
import { relevantToDataType } from './environment-data-problems.ts';
import { DomainError, reasonOf, toProblemDetails, type InvalidParam, type ProblemDetails } from '../problem.ts';
import type { DecidedRequest } from './caller.ts';

export function notFound(request: Request, _response: Response, next: NextFunction): void {
  next(new DomainError('NotFound', `there is nothing at ${request.path}`));
}

/** The one place where an error becomes an answer; what nobody foresaw is a 500 that names its entry in the log. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request: DecidedRequest, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const error = request.refusal?.problem ?? thrown;
    const problem = problemOf(error, request) ?? unforeseen(error, log, request);
    if (request.refusal?.challenge !== undefined) response.set('WWW-Authenticate', request.refusal.challenge);
    if (problem.status === 503) response.set('Retry-After', '1');
    response
      .status(problem.status)
      .set('Content-Type', 'application/problem+json')
      .send(Buffer.from(JSON.stringify(problem)));
  };
}

function unforeseen(error: unknown, log: Log, request: Request): ProblemDetails {
  const requestId = uuidv4();
  const stack = error instanceof Error ? error.stack : undefined;
  log.error(
    { requestId, method: request.method, path: request.originalUrl.split('?')[0], error: reasonOf(error), stack },
    'a request failed',
  );
  return {
    title: 'Internal Server Error',
    status: 500,
    detail: `internal error; see the log of the gateway for request ${requestId}`,
  };
}

interface HttpError {
  /** Kind of error of the body reader. */
  type?: string;
  status: number;
  message: string;
  errors?: { path?: string; message?: string; errorCode?: string }[];
}

function problemOf(error: unknown, request: Request): ProblemDetails | undefined {
  if (error instanceof DomainError) return toProblemDetails(error);
  if (!isHttpError(error) || error.status >= 500) return undefined;
  const invalidParams = relevantToDataType(invalidParamsOf(error), request.body);
  // A body that does not fit the schema is well-formed, but cannot be processed (SOL013 6.4).
  const inBody = error.status === 400 && error.errors?.some(({ path }) => path?.startsWith('/body') === true) === true;
  const status = inBody ? 422 : error.status;
  return {
    title: TITLES[status] ?? 'Bad Request',
    status,
    detail: detailOf(error, status, invalidParams, request),
    ...(inBody || (status === 400 && invalidParams.length > 0) ? { invalidParams } : {}),
  };
}

const TITLES: Record<number, string> = {
  404: 'Not Found',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
};

function detailOf(error: HttpError, status: number, invalidParams: readonly InvalidParam[], request: Request): string {
  if (status === 404) return `there is nothing at ${request.originalUrl.split('?')[0] ?? ''}`;
  if (status === 415)
    return `the content type ${request.get('Content-Type') ?? 'is missing and'} cannot be taken here; it has to be ${request.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'}`;
  if (error.type === 'entity.parse.failed') return `the content is not JSON: ${error.message}`;
  const [first] = invalidParams;
  if (first === undefined || ![400, 422].includes(status)) return error.message;
  const more = invalidParams.length > 1 ? `, and ${invalidParams.length - 1} more` : '';
  return `${first.pointer === '' ? 'the content' : first.pointer}: ${first.reason}${more}`;
}

function invalidParamsOf({ errors = [] }: HttpError): InvalidParam[] {
  const specific = errors.filter(
    ({ message = '', path = '' }) => !/must match exactly one schema in oneOf/.test(message) && path !== '',
  );
  const chosen = specific.length > 0 ? specific : errors;
  return chosen.map(({ path = '', message = 'is wrong' }) => ({
    pointer: path.replace(/^\/body/, ''),
    reason: message,
  }));
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}
