import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import ajvFormats from 'ajv-formats';
import { operationsOf } from '../kit/coverage.ts';
import { readOperations, type Operation } from '../kit/documents.ts';
import { describeErrors, readDocument } from '../peers/spec-validator.ts';
import type { Exchange } from './exchange.ts';

/** What the gateway serves. */
export const APIS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm', 'callback'] as const;

export const OPERATIONS: readonly Operation[] = APIS.flatMap(readOperations);

const documents = new Map<string, object>(APIS.map((api) => [api, readDocument(api)]));
const ajv = new Ajv2019({ strict: false, allErrors: true, verbose: true, unevaluated: true });
ajvFormats.default(ajv);
for (const [api, document] of documents) ajv.addSchema(closed(document), api);
const validators = new Map<string, ValidateFunction>();

/** What of the answers the documents do not allow, each with its first request and how often it came. */
export function faultsIn(exchanges: readonly Exchange[]): string[] {
  const faults = new Map<string, { first: Exchange; count: number }>();
  for (const exchange of exchanges)
    for (const violation of violationsOf(exchange)) {
      const fault = `${nameOf(exchange)} ${exchange.status}: ${violation}`;
      const { first = exchange, count = 0 } = faults.get(fault) ?? {};
      faults.set(fault, { first, count: count + 1 });
    }
  return [...faults].map(
    ([fault, { first, count }]) => `${fault} (${first.method} ${first.path.slice(0, 200)}; ${count} times)`,
  );
}

function nameOf(exchange: Exchange): string {
  const [operation] = operationsAt(exchange);
  return operation === undefined ? 'no operation' : `${operation.api}.${operation.operationId}`;
}

function operationsAt({ method, path }: Exchange): Operation[] {
  const collapsed = path.replace(/^[^?]*/, (plain) => plain.replaceAll(/\/{2,}/g, '/'));
  return operationsOf({ method, path: collapsed }, OPERATIONS);
}

/** What is for no operation is only looked at for its status. */
function violationsOf(exchange: Exchange): string[] {
  const { method, status } = exchange;
  const failure = status >= 500 ? [`the status is ${status}`] : [];
  const [operation] = operationsAt(exchange);
  // HEAD is GET without the content; OPTIONS is answered for every resource alike and is in no document (RFC 9110 9.3.7).
  if (operation === undefined || ['HEAD', 'OPTIONS'].includes(method)) return failure;
  if (!operation.statuses.includes(status)) return [...failure, `the document does not know the status ${status}`];
  const declared = declaredAnswer(operation, status);
  return [...failure, ...headersMissing(declared, exchange), ...contentProblems(operation, declared, exchange)];
}

interface DeclaredAnswer {
  headers?: Record<string, object>;
  /** One media type, or nothing. */
  content?: Record<string, object>;
}

/** A part of a document and where it really is, once references are followed. */
interface Part<Value> {
  value: Value;
  api: string;
  place: readonly string[];
}

function declaredAnswer({ api, path, method }: Operation, status: number): Part<DeclaredAnswer> {
  return partAt(api, ['paths', path.slice(api.length + 1), method.toLowerCase(), 'responses', String(status)]);
}

function partAt<Value extends object>(api: string, place: readonly string[]): Part<Value> {
  const value = place.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], documents.get(api));
  return '$ref' in (value as object)
    ? partAt(api, (value as { $ref: string }).$ref.split('/').slice(1))
    : { value: value as Value, api, place };
}

function headersMissing({ value, api, place }: Part<DeclaredAnswer>, { headers }: Exchange): string[] {
  return Object.keys(value.headers ?? {})
    .filter((name) => partAt<{ required?: boolean }>(api, [...place, 'headers', name]).value.required === true)
    .filter((name) => headers[name.toLowerCase()] === undefined)
    .map((name) => `the header ${name} is missing`);
}

function contentProblems(
  { api }: Operation,
  { value, place }: Part<DeclaredAnswer>,
  { headers, content }: Exchange,
): string[] {
  const [mediaType] = Object.keys(value.content ?? {});
  if (mediaType === undefined) return content === '' ? [] : ['there is content'];
  const got = headers['content-type'];
  if (got !== mediaType) return [`the content is ${got ?? 'of no type'}, not ${mediaType}`];
  const validate = validatorAt(`${api}#${pointerTo([...place, 'content', mediaType, 'schema'])}`);
  try {
    return validate(JSON.parse(content)) ? [] : describeErrors(validate.errors);
  } catch {
    return ['the content is not JSON'];
  }
}

function validatorAt($ref: string): ValidateFunction {
  const validate = validators.get($ref) ?? ajv.compile({ $ref });
  validators.set($ref, validate);
  return validate;
}

function pointerTo(place: readonly string[]): string {
  return place.map((name) => `/${encodeURI(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

/** The document with every object closed: an answer has no properties but those that are declared. */
function closed(document: object): object {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (!isObject(value)) return value;
    if (key === 'properties') return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, close(one)]));
    const { items, schema } = value as { items?: unknown; schema?: unknown };
    return {
      ...value,
      ...(isObject(items) ? { items: close(items) } : {}),
      ...(isObject(schema) ? { schema: close(schema) } : {}),
    };
  }) as object;
}

function close(schema: unknown): unknown {
  return isObject(schema) ? { ...schema, unevaluatedProperties: false } : schema;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
