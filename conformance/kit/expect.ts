import type { Assertion, Expectation, Json } from './case.ts';

/** A refusal with ProblemDetails (SOL013 6.3). */
export function problem(status: number, more: Partial<Expectation> = {}): Expectation {
  return {
    status,
    schema: 'envnotif#ProblemDetails',
    ...more,
    headers: { 'content-type': /^application\/problem\+json(;|$)/, ...more.headers },
    body: [{ at: '/status', is: status }, ...(more.body ?? [])],
  };
}

/** A refusal of content that names the place that is wrong. */
export function problemAt(pointer: string): Expectation {
  return problem(422, { body: [{ all: '/invalidParams/*/pointer', contains: pointer }] });
}

/** Members that the content has to have. */
export function members(values: Readonly<Record<string, Json>>): Assertion[] {
  return Object.entries(values).map(([name, value]) => ({ at: `/${name}`, is: value }));
}
