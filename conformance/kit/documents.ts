import { readDocument } from '../peers/spec-validator.ts';
import { select } from './assertions.ts';
import type { Method } from './case.ts';

/** An operation as its OpenAPI document declares it. */
export interface Operation {
  /** Name of the document and of the API. */
  api: string;
  operationId: string;
  method: Method;
  /** Path below apiRoot, with the parameters of the document. */
  path: string;
  /** Names of the parameters in the path. */
  pathParameters: readonly string[];
  /** Names of the query and header parameters. */
  parameters: readonly string[];
  /** Media type of the request; undefined when it has no content. */
  contentType: string | undefined;
  statuses: readonly number[];
  /** Schema of the content of an answer by status, as an expectation names it. */
  schemas: Readonly<Record<string, string>>;
  /** Names of the declared headers of the answer by status. */
  headers: Readonly<Record<string, readonly string[]>>;
  /** False when everybody may. */
  secured: boolean;
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The operations of a document of `generated/`. */
export function readOperations(api: string): Operation[] {
  const document = readDocument(api);
  const prefix = String(select(document, '/servers/0/url')[0]);
  const paths = Object.entries(select(document, '/paths')[0] as Record<string, object>);
  return paths.flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const [operation] = select(item, `/${method.toLowerCase()}`);
      return operation === undefined ? [] : [toOperation(api, `${prefix}${path}`, method, operation, document)];
    }),
  );
}

function toOperation(api: string, path: string, method: Method, operation: unknown, document: object): Operation {
  const answers = Object.entries(select(operation, '/responses')[0] as Record<string, object>).map(
    ([status, answer]) => [status, resolve(answer, document)] as const,
  );
  const [content] = select(operation, '/requestBody/content');
  return {
    api,
    operationId: String(select(operation, '/operationId')[0]),
    method,
    path,
    pathParameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
    parameters: select(operation, '/parameters/*').map((one) => String(select(resolve(one, document), '/name')[0])),
    contentType: content === undefined ? undefined : Object.keys(content as object)[0],
    statuses: answers.map(([status]) => Number(status)),
    schemas: Object.fromEntries(answers.flatMap(([status, answer]) => schemaOf(api, status, answer))),
    headers: Object.fromEntries(
      answers.map(([status, answer]) => [status, Object.keys(select(answer, '/headers')[0] ?? {})]),
    ),
    secured: select(operation, '/security/*').length > 0,
  };
}

/** The schema by its name; a list of it with brackets. */
function schemaOf(api: string, status: string, answer: unknown): [status: string, schema: string][] {
  const [schema] = select(answer, '/content/*/schema');
  const [reference = select(schema, '/items/$ref')[0]] = select(schema, '/$ref');
  if (typeof reference !== 'string') return [];
  const list = select(schema, '/items').length > 0 ? '[]' : '';
  return [[status, `${api}#${reference.split('/').at(-1) ?? ''}${list}`]];
}

function resolve(item: unknown, document: object): unknown {
  const [reference] = select(item, '/$ref');
  return typeof reference === 'string' ? select(document, reference.slice(1))[0] : item;
}

/** True for an operation on a list of resources. */
export function isList({ method, schemas }: Operation): boolean {
  return method === 'GET' && schemas['200']?.endsWith('[]') === true;
}

/** The paths of the operations with the methods that each supports. */
export function methodsByPath(operations: readonly Operation[]): Map<string, Method[]> {
  const methods = new Map<string, Method[]>();
  for (const { path, method } of operations) methods.set(path, [...(methods.get(path) ?? []), method]);
  return methods;
}
