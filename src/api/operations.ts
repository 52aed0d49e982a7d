import type { Caller } from './caller.ts';
import type { Preconditions } from './preconditions.ts';

/** From the generated types of an API to the types of its handlers: a missing operation or a wrong answer does not compile. */
type Json<T> = T extends { content: { 'application/json': infer Body } }
  ? Body
  : T extends { content: { 'application/merge-patch+json': infer Body } }
    ? Body
    : undefined;

type PathOf<Operation> = Operation extends { parameters: { path: infer Path } } ? Path : undefined;
type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } } ? NonNullable<Query> : undefined;

type BodyOf<Operation> = Operation extends { requestBody: infer Body } ? Json<Body> : undefined;

type SuccessStatus = 200 | 201 | 202 | 204 | 303;

type Answer<Responses> = {
  [Status in Extract<keyof Responses, SuccessStatus>]: Json<Responses[Status]> extends undefined
    ? { status: Status; headers?: Record<string, string> }
    : { status: Status; headers?: Record<string, string>; body: Json<Responses[Status]> };
}[Extract<keyof Responses, SuccessStatus>];

export interface HandlerRequest<Operation> {
  path: PathOf<Operation>;
  query: QueryOf<Operation>;
  body: BodyOf<Operation>;
  /** Gives the JSON of the body as it came, in UTF-8; undefined when it was not kept. */
  json: (() => Buffer) | undefined;
  caller: Caller;
  preconditions: Preconditions;
  /** By which the caller reached the gateway; for links, without a slash at the end. */
  apiRoot: string;
}

/** What a request has, whatever the operation. */
export type AnyRequest = HandlerRequest<unknown>;

export type Handler<Operation> = (
  request: HandlerRequest<Operation>,
) => Operation extends { responses: infer Responses } ? Promise<Answer<Responses>> : never;

/** A handler for every operation of an API, keyed by operationId. */
export type Handlers<Operations> = { [Id in keyof Operations]: Handler<Operations[Id]> };

/** Handlers of one API, as the generated types want them, seen from the dispatcher. */
export type AnyHandlers = Record<
  string,
  (request: never) => Promise<{ status: number; headers?: Record<string, string>; body?: unknown }>
>;

export interface Api {
  /** Name of the bundled document in generated/. */
  document: string;
  /** Path below apiRoot, the server URL of the document. */
  prefix: string;
  handlers: AnyHandlers;
}
