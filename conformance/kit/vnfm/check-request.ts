/** What the interfaces of a gateway ask of every request (SOL013, and the OpenAPI documents). */
import type { Answer, InboxReply, Message } from '../case.ts';
import { readOperations, type Operation } from '../documents.ts';
import { checkMessage } from '../expectations.ts';
import { API_VERSION } from '../http.ts';
import { parseFilter } from './filter.ts';

export interface CheckedRequest {
  /** Undefined when there is none like it. */
  operation: Operation | undefined;
  /** Parameters of the path by name. */
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** What is wrong with it, though it may be answered. */
  violations: readonly string[];
  /** The answer when it is not taken. */
  refusal: InboxReply | undefined;
}

/** Schema of the content of those operations that a VNF manager needs. */
const SCHEMAS: Readonly<Record<string, string>> = {
  'vnfmig.modifyMigrationRequest': 'vnfmig#MigrationRequestModifications',
  'vnfmig.createSubscription': 'vnfmig#MigrationSubscriptionRequest',
  'vrinfo.createSubscription': 'vrinfo#VirtualisedResourceSubscriptionRequest',
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  412: 'Precondition Failed',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  503: 'Service Unavailable',
};

/** ProblemDetails (SOL013 6.3). */
export function problem(status: number, detail: string, headers: Readonly<Record<string, string>> = {}): InboxReply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { status, title: TITLES[status] ?? 'Error', detail },
  };
}

export interface RequestCheckOptions {
  /** Access token that has to be shown. */
  requiredToken: string | undefined;
}

export function createRequestCheck({ requiredToken }: RequestCheckOptions): (message: Message) => CheckedRequest {
  const operations = ['vnfmig', 'vrinfo'].flatMap(readOperations);
  return (message) => {
    const { pathname, searchParams: query } = new URL(message.path, 'http://kit');
    const there = operations.flatMap((operation) => {
      const parameters = parametersOf(operation.path, pathname);
      return parameters === undefined ? [] : [{ operation, parameters }];
    });
    const method = message.method === 'HEAD' ? 'GET' : message.method;
    const found = there.find(({ operation }) => operation.method === method);
    const name = `${message.method} ${pathname}`;
    const base = { operation: found?.operation, parameters: found?.parameters ?? {}, query };
    const refused = (status: number, detail: string, headers?: Readonly<Record<string, string>>): CheckedRequest => ({
      ...base,
      violations: [`${name}: ${detail}`],
      refusal: problem(status, detail, headers),
    });
    if (found === undefined)
      return there.length === 0
        ? refused(404, 'there is no such resource')
        : refused(405, `${message.method} is not supported here`);
    if (requiredToken !== undefined && message.headers['authorization'] !== `Bearer ${requiredToken}`)
      return refused(401, 'the access token is missing or wrong', { 'www-authenticate': 'Bearer' });
    const wrong = wrongHeader(message, found.operation) ?? wrongQuery(query, found.operation);
    if (wrong !== undefined) return refused(wrong.status, wrong.detail);
    const content = wrongContent(message, found.operation);
    if (content !== undefined) return refused(content.status, content.detail);
    const hasVersion = message.headers['version'] !== undefined || isApiVersions(found.operation);
    return { ...base, violations: hasVersion ? [] : [`${name}: the header Version is missing`], refusal: undefined };
  };
}

interface Wrong {
  status: number;
  detail: string;
}

function wrongHeader({ headers }: Pick<Answer, 'headers'>, operation: Operation): Wrong | undefined {
  const version = isApiVersions(operation) ? undefined : headers['version'];
  if (version !== undefined && version.split('-impl:')[0] !== API_VERSION) {
    const status = /^[1-9]\d*\.\d+\.\d+(-impl:\S+)?$/.test(version) ? 406 : 400;
    return { status, detail: `the header Version: ${version} is not ${API_VERSION}` };
  }
  const accept = headers['accept'];
  if (accept !== undefined && !/\*\/\*|application\/(\*|json)/.test(accept))
    return { status: 406, detail: `the header Accept: ${accept} does not admit application/json` };
  const contentType = mediaTypeOf(headers);
  return operation.contentType === undefined || contentType === operation.contentType
    ? undefined
    : { status: 415, detail: `the content type is ${contentType}, not ${operation.contentType}` };
}

/** Where a consumer learns which versions there are, it cannot name one yet. */
function isApiVersions({ path }: Operation): boolean {
  return path.endsWith('/api_versions');
}

/** Without parameters such as `charset`. */
export function mediaTypeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function wrongQuery(query: URLSearchParams, { parameters }: Operation): Wrong | undefined {
  const unknown = [...query.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) return { status: 400, detail: `there is no query parameter ${unknown}` };
  const filter = query.get('filter');
  return filter === null || parseFilter(filter) !== undefined
    ? undefined
    : { status: 400, detail: `${filter} is no attribute filter` };
}

function wrongContent(message: Message, { api, operationId, contentType }: Operation): Wrong | undefined {
  if (contentType === undefined) return undefined;
  if (message.body === undefined) return { status: 400, detail: 'the content is not JSON' };
  const schema = SCHEMAS[`${api}.${operationId}`];
  const failures = schema === undefined ? [] : checkMessage({ schema }, message, {});
  return failures.length === 0 ? undefined : { status: 422, detail: failures.map(({ got }) => got).join('; ') };
}

/** The values of the parameters in a path; undefined when it is another path. */
function parametersOf(template: string, path: string): Record<string, string> | undefined {
  const [wanted, asked] = [template.split('/'), path.split('/')];
  if (wanted.length !== asked.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = asked[index] ?? '';
    if (part.startsWith('{') && value !== '') values[part.slice(1, -1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return values;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
