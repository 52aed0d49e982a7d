/**
 * What a conformance case is made of. Cases are data: who writes one needs these types, the names of the fixtures and
 * the OpenAPI documents, nothing else.
 *
 * Every text may hold placeholders: `{computeHost}` is what a fixture or an earlier step left under that name. A text
 * that is nothing but one placeholder becomes the value itself, which may be a number or a list.
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What every case says of itself. */
export interface CaseDescription {
  /** `api.resource.case`, in the manner of TST010. */
  id: string;
  /** What has to be true of the implementation, as one sentence. */
  objective: string;
  /** Clause that asks for it, e.g. `SOL013 9.2 (V3)`. */
  clause: string;
}

export interface ConformanceCase extends CaseDescription {
  /** Names of the fixtures that have to be there. */
  preconditions?: readonly string[];
  /** What the run has to offer; without it the case is not applicable. */
  needs?: readonly Need[];
  /** True when it touches what others rely on: nothing else runs meanwhile. */
  alone?: true;
  steps: readonly Step[];
  /** Sent in the end whatever happened; those whose placeholders have no value are left out. */
  finally?: readonly RequestTemplate[];
}

/** `strict` and `lenient` say how the implementation takes a request without `Version`. */
export type Need = 'token' | 'limited token' | 'strict' | 'lenient';

export type Step = SendStep | ReceiveStep | PagesStep;

/** One request of the kit and what has to come back. */
export interface SendStep {
  send: RequestTemplate;
  /** Several: the first whose status fits has to hold altogether. */
  expect: Expectation | readonly Expectation[];
  /** Keeps parts of the answer for later steps. */
  save?: Readonly<Record<string, Source>>;
  /** Asks again until the expectation holds, for so many seconds. */
  within?: number;
}

/** One request that the implementation has to send to the kit, such as a notification. */
export interface ReceiveStep {
  receive: {
    /** Name of the inbox, usually the placeholder of a fixture. */
    inbox: string;
    /** POST unless said otherwise. */
    method?: Method;
    /** Tells the one that is meant from others; all of them have to hold. */
    where?: readonly Assertion[];
  };
  /** What the one that is meant has to be like. */
  expect?: MessageExpectation;
  save?: Readonly<Record<string, Source>>;
  /** Seconds that it may take; 10 by default. */
  within?: number;
  /** The opposite: nothing like it has come up to now. */
  never?: boolean;
  /** How many of them have to come, once by default. More than that is wrong too, as far as it has come by then. */
  times?: number;
  /** What has to hold for the list of their contents, in the order in which they came. */
  together?: readonly Assertion[];
}

/** Reads a list page by page, following `Link`; the expectation is about the items of all pages. */
export interface PagesStep {
  pages: { path: string; query?: Readonly<Record<string, string>> };
  /** Done when the first page has been read. */
  afterFirst?: readonly SendStep[];
  expect: { body: readonly Assertion[] };
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE';

export interface RequestTemplate {
  method: Method;
  /** Below apiRoot, or an absolute URI. It goes out as it is written here. */
  path: string;
  /** Values are percent-encoded; an empty one makes a flag. */
  query?: Readonly<Record<string, string>>;
  /** Besides `Version`, `Accept`, `Content-Type` and `Authorization`, which are as they should be; null leaves one out. */
  headers?: Readonly<Record<string, string | null>>;
  body?: Json;
  /** Content that goes out as it is written here, instead of `body`. */
  content?: string;
  /** A JSON list that is so many characters long, instead of `body`. */
  contentLength?: number;
  /** Whose access token goes with it: that of the options by default, or the one without the scopes, or none. */
  caller?: 'limited' | 'nobody';
}

/** Where a part of an answer or of a message is: a header, a JSON pointer into the body, or the next page. */
export type Source = { header: string } | { body: string } | { nextPage: true };

export interface MessageExpectation {
  /** A text to be equal to, a pattern, or whether it has to be there. Names in any case. */
  headers?: Readonly<Record<string, string | RegExp | boolean>>;
  /** `document#Schema` of `generated/`; `document#Schema[]` for a list of it. */
  schema?: string;
  body?: readonly Assertion[];
}

export interface Expectation extends MessageExpectation {
  status: number | readonly number[];
  /** True when there must be no content. */
  empty?: boolean;
}

/** Something about the values that a JSON pointer leads to; `*` in it stands for every element. */
export type Assertion = ValueAssertion | ListAssertion;

/** Holds for every value at `at`. Without `*` in it there has to be one. */
export interface ValueAssertion {
  at: string;
  is?: Json;
  isNot?: Json;
  oneOf?: readonly Json[];
  matches?: string;
  exists?: boolean;
  atLeast?: number | string;
  atMost?: number | string;
  /** For texts. */
  startsWith?: string;
}

/** Holds for the list of all values at `all`. */
export interface ListAssertion {
  all: string;
  contains?: Json;
  lacks?: Json;
  /** The same values in any order. */
  same?: Json;
  /** Equal in this order. */
  inOrder?: Json;
  unique?: true;
  /** None before its predecessor, be they numbers, texts or times. */
  ascending?: true;
  count?: number;
  countAtLeast?: number;
}

export type Outcome = 'passed' | 'failed' | 'notApplicable';

export interface CaseResult extends CaseDescription {
  outcome: Outcome;
  /** Why it is not applicable. */
  reason?: string;
  failures: readonly Failure[];
  /** Everything that was sent and received for it. */
  exchanges: readonly Exchange[];
  milliseconds: number;
}

export interface Failure {
  what: string;
  expected: string;
  got: string;
}

/** A request with its answer, or a request that the kit received, as a report shows it. No secrets. */
export interface Exchange {
  direction: 'sent' | 'received';
  method: string;
  uri: string;
  requestHeaders: Readonly<Record<string, string>>;
  requestContent: string;
  status?: number;
  answerHeaders?: Readonly<Record<string, string>>;
  answerContent?: string;
}

/** What a request and a fixture have to know of the implementation. */
export interface Target {
  /** Without a final slash. */
  apiRoot: string;
  /** Whether requests carry an access token. */
  hasToken: boolean;
  /** Whether there is a token without the scopes of the interfaces too. */
  hasLimitedToken: boolean;
  /** How it takes a request without `Version`. */
  versionHeader: 'strict' | 'lenient';
}

/** Values by name, as placeholders find them. */
export type Values = Readonly<Record<string, Json>>;

/** Something that has to exist before a case begins. */
export interface Fixture {
  /** Made once for the whole run, or anew for each case that names it. */
  scope: 'run' | 'case';
  /** Other fixtures that it needs, whose values it finds. */
  needs?: readonly string[];
  create: (world: World, values: Values) => Promise<Values>;
}

/** What a fixture can do. */
export interface World {
  target: Target;
  /** Sends a request and fails with a sentence unless the status is one of these. */
  send: (request: RequestTemplate, status: readonly number[]) => Promise<Answer>;
  /** A name that no other run and no other fixture uses. */
  unique: (prefix: string) => string;
  /** A new inbox of the kit and the URI that leads to it; its name is the first segment of the path. */
  openInbox: (answer?: InboxAnswer, name?: string) => { inbox: string; uri: string };
  /** What has come so far, oldest first. */
  received: (inbox: string) => readonly Message[];
  /** Registers what undoes the fixture; the last registered is done first, and failures are overlooked. */
  undo: (action: () => Promise<unknown>) => void;
  /** Aborted when the run is stopped. */
  signal: AbortSignal;
}

/** Answers a request that came to an inbox; undefined means 204. */
export type InboxAnswer = (message: Message) => InboxReply | undefined | Promise<InboxReply | undefined>;

export interface InboxReply {
  /** 0 cuts the connection instead. */
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
}

/** A request that came to an inbox of the kit. */
export interface Message {
  method: string;
  /** Path and query as they came. */
  path: string;
  headers: Readonly<Record<string, string>>;
  content: string;
  /** Undefined when the content is not JSON. */
  body: unknown;
  /** Milliseconds since the epoch. */
  receivedAt: number;
}

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  content: string;
  /** Undefined when the content is not JSON. */
  body: unknown;
}

/** Thrown by a fixture that cannot be made here, though nothing is wrong. */
export class NotApplicable extends Error {}

/** A reason why the kit cannot run, as a sentence. */
export class CannotRun extends Error {}
