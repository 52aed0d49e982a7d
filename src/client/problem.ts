import type { components } from '../../generated/vnfmig.ts';

export type ProblemDetails = components['schemas']['ProblemDetails'];

/** What the gateway refused, and why. It is thrown: a refusal that nobody looked at must not pass for a success. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';
  readonly status: number;
  readonly problem: ProblemDetails;
  /** The whole answer, for its headers: Retry-After, WWW-Authenticate. */
  readonly response: Response;

  constructor(request: Request, response: Response, problem: ProblemDetails) {
    const places = problem.invalidParams?.map(({ pointer, reason }) => `; ${pointer}: ${reason}`) ?? [];
    super(`${request.method} ${request.url}: ${response.status} ${problem.detail}${places.join('')}`);
    this.status = response.status;
    this.problem = problem;
    this.response = response;
  }
}

/** What a refusal says; a proxy on the way may have refused in words of its own. */
export async function problemOf(response: Response): Promise<ProblemDetails> {
  const text = await response.text();
  try {
    const content: unknown = JSON.parse(text);
    if (isProblemDetails(content)) return content;
  } catch {
    // It is not JSON.
  }
  return { status: response.status, title: response.statusText, detail: text };
}

function isProblemDetails(content: unknown): content is ProblemDetails {
  return typeof content === 'object' && content !== null && 'detail' in content && typeof content.detail === 'string';
}
