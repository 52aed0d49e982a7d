/** What makes a request plainly right for an operation: the way of its content, or of its query. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readDocument } from '../document.ts';
import type { Metrics } from '../metrics.ts';
import { isPlainContent, NO_CONTENT, textOf, type ReadRequest } from './content.ts';
import { isDateTime } from './date-time.ts';
import { pointerToUnkeepable } from './keepable-text.ts';
import type { AnyHandlers, Api } from './operations.ts';
import { usePlainKeywords } from './plain-keywords.ts';
import { MAXIMUM_URI } from './sol013.ts';

/** The changes that come by the thousand, by document; each has JSON as its content. Beside them everything that is read. */
const FREQUENT_CHANGES: Record<string, readonly string[]> = {
  envnotif: ['createEnvironmentNotification'],
  vnfmig: ['modifyMigrationRequest'],
};

interface Parameter {
  $ref?: string;
}

interface Operation {
  operationId?: string;
  parameters?: Parameter[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, { schema: object }> };
}

interface Document {
  security?: Operation['security'];
  paths: Record<string, Record<string, Operation | undefined>>;
  components: { parameters: Record<string, { in: string; name: string; allowReserved?: boolean } | undefined> };
}

/** One operation; its path has one parameter at most, the last. */
export interface Way {
  schema: Operation;
  /** Of its first security requirement, as the validator hands them over. */
  scopes: string[];
  /** Name of the last part of the path; undefined when it is fixed. */
  parameter?: string;
  handler: NonNullable<AnyHandlers[string]>;
  /** Whether the head says nothing that is out of the ordinary; `query` is what follows the path in the URL. */
  isPlain: (request: ReadRequest, query: string) => boolean;
  /** Makes the body of the content that was read, if there is to be any; tells whether it is as the document has it. */
  isRight: (request: ReadRequest) => boolean;
  hasContent: boolean;
  count: (status: number) => void;
}

/** The ways of an API by method and path, in which `*` stands for the parameter. */
export function waysOf({ document, prefix, handlers }: Api, metrics: Metrics): [string, Way][] {
  const spec = readDocument(document) as unknown as Document;
  const checks = createChecks(document, spec);
  return Object.entries(spec.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, schema]): [string, Way][] => {
      const handler = handlers[schema?.operationId ?? ''];
      const [, parameter, rest = ''] = /^[^{]*(?:\{(\w+)\}(.*))?$/.exec(path) ?? [];
      const check = schema === undefined || rest !== '' ? undefined : checks(path, method, schema);
      if (handler === undefined || check === undefined) return [];
      // An operation that says nothing of security has that of the document.
      const { security = spec.security ?? [] } = schema ?? {};
      const way: Way = {
        ...check,
        schema: { ...schema, security },
        scopes: Object.values(security[0] ?? {}).flat(),
        handler,
        count: countOf(document, metrics),
        ...(parameter === undefined ? {} : { parameter }),
      };
      return [[`${method.toUpperCase()} ${prefix}${path.replace(/\{\w+\}$/, '*')}`, way]];
    }),
  );
}

type Check = Pick<Way, 'isPlain' | 'hasContent' | 'isRight'>;

/** What each operation is held against; undefined where it never takes the short way. */
function createChecks(document: string, { components }: Document) {
  const ajv = createAjv(document);
  return (path: string, method: string, operation: Operation): Check | undefined => {
    if (method === 'get' && isVersioned(operation)) return ofQuery(ajv, document, operation, components);
    const [contentType] = Object.keys(operation.requestBody?.content ?? {});
    const isFrequent = FREQUENT_CHANGES[document]?.includes(operation.operationId ?? '') === true;
    if (!isFrequent || contentType === undefined) return undefined;
    const pointer = ['paths', path, method, 'requestBody', 'content', contentType, 'schema'].map(escaped).join('/');
    return ofContent(ajv.compile({ $ref: `${document}#/${pointer}` }), contentType);
  };
}

const escaped = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Whether it speaks SOL013. */
function isVersioned({ parameters = [] }: Operation): boolean {
  return parameters.some(({ $ref }) => $ref?.endsWith('/Version') === true);
}

function countOf(document: string, metrics: Metrics) {
  const children = new Map<number, { inc(): void }>();
  return (status: number) => {
    const child = children.get(status) ?? metrics.httpRequests.labels(document, String(status));
    children.set(status, child);
    child.inc();
  };
}

function ofContent(isValid: ValidateFunction, contentType: string): Check {
  return {
    isPlain: (request, query) =>
      query === '' && request.headers['content-type'] === contentType && isPlainContent(request),
    hasContent: true,
    isRight(request) {
      const text = textOf(request.content ?? NO_CONTENT);
      const body = parsed(text);
      if (body === undefined || !isValid(body) || !isKeepable(text, body)) return false;
      request.body = body;
      return true;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only an escape sequence can write what cannot be kept. */
function isKeepable(text: string, body: unknown): boolean {
  return !text.includes('\\u') || pointerToUnkeepable(body) === undefined;
}

/** Headers of a content, or by which the answer may be that nothing changed. */
const UNUSUAL = ['content-length', 'transfer-encoding', 'content-type', 'if-none-match', 'if-modified-since'] as const;
/** A value without what a parser may take in more than one way; the reserved characters only where the document allows them. */
const UNRESERVED = /^[A-Za-z0-9._~-]+$/;
const RESERVED = /^(?:[A-Za-z0-9._~(),/;:'-]|%[2-7][0-9A-Fa-f])+$/;

function ofQuery(
  ajv: Ajv,
  document: string,
  { parameters = [] }: Operation,
  components: Document['components'],
): Check {
  const known = new Map(
    parameters.flatMap(({ $ref }) => {
      const key = $ref?.split('/').at(-1) ?? '';
      const parameter = components.parameters[key];
      if (parameter?.in !== 'query') return [];
      const isValid = ajv.compile({ $ref: `${document}#/components/parameters/${escaped(key)}/schema` });
      return [
        [parameter.name, { isValid, pattern: parameter.allowReserved === true ? RESERVED : UNRESERVED }] as const,
      ];
    }),
  );
  const isPlainQuery = (query: string) => {
    const seen = new Set<string>();
    return query.split('&').every((part) => {
      const end = part.indexOf('=');
      const [name, value] = [part.slice(0, end), part.slice(end + 1)];
      const parameter = known.get(name);
      if (parameter === undefined || seen.has(name) || !parameter.pattern.test(value)) return false;
      seen.add(name);
      return parameter.isValid(decodeURIComponent(value));
    });
  };
  return {
    isPlain: ({ headers, url }, query) =>
      UNUSUAL.every((name) => headers[name] === undefined) &&
      url.length <= MAXIMUM_URI &&
      (query === '' || isPlainQuery(query.slice(1))),
    hasContent: false,
    isRight: () => true,
  };
}

/** As the validator has it, but that it stops at the first fault and does not say it in words. */
function createAjv(document: string): Ajv {
  const ajv = new Ajv({ strict: false, useDefaults: true, messages: false, validateSchema: false });
  addFormats.default(ajv, { mode: 'full' });
  ajv.addFormat('date-time', { type: 'string', validate: isDateTime });
  // What is read-only is refused in a request. OpenAPI 3.0.3, Schema Object.
  ajv.removeKeyword('readOnly');
  ajv.addKeyword({ keyword: 'readOnly', validate: (isReadOnly: boolean) => !isReadOnly });
  usePlainKeywords(ajv);
  ajv.addSchema(readDocument(document), document);
  return ajv;
}
