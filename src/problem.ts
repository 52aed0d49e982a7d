import type { components } from '../generated/vnfmig.ts';

export type ProblemDetails = components['schemas']['ProblemDetails'];
export type InvalidParam = components['schemas']['InvalidParam'];

/** What can go wrong, in the words of the domain; one table gives status and title (SOL013 6.4). */
const PROBLEMS = {
  Malformed: { status: 400, title: 'Bad Request' },
  ResponseTooBig: { status: 400, title: 'Response too big' },
  Unauthorized: { status: 401, title: 'Unauthorized' },
  Forbidden: { status: 403, title: 'Forbidden' },
  NotFound: { status: 404, title: 'Not Found' },
  MethodNotAllowed: { status: 405, title: 'Method Not Allowed' },
  NotAcceptable: { status: 406, title: 'Not Acceptable' },
  StateConflict: { status: 409, title: 'Conflict' },
  PreconditionFailed: { status: 412, title: 'Precondition Failed' },
  UriTooLong: { status: 414, title: 'URI Too Long' },
  Unprocessable: { status: 422, title: 'Unprocessable Content' },
  Unavailable: { status: 503, title: 'Service Unavailable' },
  SouthboundUnavailable: { status: 503, title: 'Service Unavailable' },
  SouthboundRefused: { status: 500, title: 'Internal Server Error' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemKind = keyof typeof PROBLEMS;

/** The only class: an error that has a place in the table above. `detail` is written for the person who reads it. */
export class DomainError extends Error {
  readonly kind: ProblemKind;
  readonly invalidParams: InvalidParam[];

  constructor(kind: ProblemKind, detail: string, options: { cause?: unknown; invalidParams?: InvalidParam[] } = {}) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.kind = kind;
    this.invalidParams = options.invalidParams ?? [];
  }
}

/** ProblemDetails of a domain error, the same for an HTTP answer and for the `error` of a failed request (SOL013 6.3). */
export function toProblemDetails(error: DomainError): ProblemDetails {
  const { status, title } = PROBLEMS[error.kind];
  return {
    title,
    status,
    detail: error.message,
    ...(error.invalidParams.length === 0 ? {} : { invalidParams: error.invalidParams }),
  };
}

/** Text of whatever was thrown, with its causes. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}
