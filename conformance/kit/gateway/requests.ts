/** Requests and steps in few words, for cases that have many of them. */
import type { Assertion, Expectation, Json, RequestTemplate, SendStep, Source } from '../case.ts';

export const get = (path: string, query?: Readonly<Record<string, string>>): RequestTemplate => ({
  method: 'GET',
  path,
  ...(query === undefined ? {} : { query }),
});

export const post = (path: string, body?: Json): RequestTemplate => ({
  method: 'POST',
  path,
  ...(body === undefined ? {} : { body }),
});

export const patch = (path: string, body: Json): RequestTemplate => ({ method: 'PATCH', path, body });

export const put = (path: string, body: Json): RequestTemplate => ({ method: 'PUT', path, body });

export const remove = (path: string): RequestTemplate => ({ method: 'DELETE', path });

/** Sends and wants this status, or altogether what is said. */
export function send(
  request: RequestTemplate,
  expect: number | Expectation | readonly Expectation[],
  save?: Readonly<Record<string, Source>>,
): SendStep {
  return {
    send: request,
    expect: typeof expect === 'number' ? { status: expect } : expect,
    ...(save === undefined ? {} : { save }),
  };
}

/** Reads, and wants 200 with this content. */
export function look(path: string, body: readonly Assertion[], query?: Readonly<Record<string, string>>): SendStep {
  return { send: get(path, query), expect: { status: 200, body } };
}

/** The same as often as needed, for what the implementation does by itself. */
export function eventually(step: SendStep, seconds = 10): SendStep {
  return { ...step, within: seconds };
}
