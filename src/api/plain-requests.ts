/**
 * The short way for requests that are plainly right. It takes the frequent operations when everything about a request is as the
 * document has it, with the same schema, the same security and the same handler; whatever it has a doubt about goes the way of
 * every other request, where it is refused or taken. So it has no errors of its own.
 */
import type { RequestHandler } from 'express';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { API_VERSION } from '../api-version.ts';
import { readDocument } from '../document.ts';
import type { Metrics } from '../metrics.ts';
import type { ApiRootOf } from './api-root.ts';
import type { AnyHandlers, Api } from './operations.ts';
import { isPlainContent, readText, type ReadRequest } from './content.ts';
import { isDateTime } from './date-time.ts';
import { handlerRequest, type ValidatedRequest } from './handler-request.ts';
import { pointerToUnkeepable } from './keepable-text.ts';
import type { SecurityHandler } from './security.ts';

/** The operations that come by the thousand, by document; each has JSON as its content and one path parameter at most, the last. */
const FREQUENT: Record<string, readonly string[]> = {
  envnotif: ['createEnvironmentNotification'],
  vnfmig: ['modifyMigrationRequest'],
};

interface Operation {
  operationId?: string;
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, { schema: object }> };
}

interface Way {
  api: string;
  schema: Operation;
  contentType: string;
  /** Name of the last part of the path; undefined when it is fixed. */
  parameter?: string;
  isValid: ValidateFunction;
  handler: NonNullable<AnyHandlers[string]>;
  count(status: number): void;
}

export interface PlainRequestPorts {
  apis: readonly Api[];
  security: SecurityHandler;
  versionHeader: 'strict' | 'lenient';
  apiRootOf: ApiRootOf;
  metrics: Metrics;
}

export function plainRequests(ports: PlainRequestPorts): RequestHandler {
  const ways = new Map(ports.apis.flatMap((api) => waysOf(api, ports.metrics)));
  const find = (method: string, url: string) => {
    const fixed = ways.get(`${method} ${url}`);
    if (fixed !== undefined) return { way: fixed, value: undefined };
    const end = url.lastIndexOf('/');
    const value = url.slice(end + 1);
    const way = PLAIN_SEGMENT.test(value) ? ways.get(`${method} ${url.slice(0, end)}/*`) : undefined;
    return way === undefined ? undefined : { way, value };
  };
  return (request: ReadRequest & ValidatedRequest, response, next) => {
    const found = find(request.method, request.url);
    if (found === undefined || !isPlain(request, found.way.contentType, ports.versionHeader)) {
      next();
      return;
    }
    const { way, value } = found;
    take(ports, way, request, value).then(
      (answer) => {
        if (answer === undefined) {
          delete request.openapi;
          next();
          return;
        }
        const content = answer.body === undefined ? undefined : JSON.stringify(answer.body);
        const headers = { Version: API_VERSION, ...answer.headers };
        if (content === undefined) response.writeHead(answer.status, headers).end();
        else {
          const length = Buffer.byteLength(content);
          response
            .writeHead(answer.status, { ...headers, 'Content-Type': 'application/json', 'Content-Length': length })
            .end(content);
        }
        way.count(answer.status);
      },
      (error: unknown) => {
        response.set('Version', API_VERSION).on('finish', () => {
          way.count(response.statusCode);
        });
        next(error);
      },
    );
  };
}

/** What a path segment may be made of without any encoding (RFC 3986 2.3). */
const PLAIN_SEGMENT = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,254}$/;
const ACCEPTED: readonly (string | undefined)[] = [undefined, '*/*', 'application/json'];

function isPlain(request: ReadRequest, contentType: string, mode: 'strict' | 'lenient'): boolean {
  const { headers } = request;
  const { version } = headers;
  return (
    headers['content-type'] === contentType &&
    (version === undefined ? mode === 'lenient' : version === API_VERSION) &&
    (ACCEPTED.includes(headers.accept) || headers.accept === 'application/json, application/problem+json') &&
    isPlainContent(request)
  );
}

/** The answer of the handler; undefined when there is a doubt about the request. */
async function take(
  { security, apiRootOf }: PlainRequestPorts,
  { schema, isValid, parameter, handler }: Way,
  request: ReadRequest & ValidatedRequest,
  value: string | undefined,
) {
  const text = await readText(request);
  request.text = text;
  const body = parsed(text);
  if (body === undefined || !isValid(body) || !isKeepable(text, body)) return undefined;
  request.openapi = { schema, pathParams: parameter === undefined ? {} : { [parameter]: value ?? '' } };
  const scopes = Object.values(schema.security?.[0] ?? {}).flat();
  if (!(await security(request, scopes).catch(() => false))) return undefined;
  request.body = body;
  // The one cast from what was validated to the type that the document gives it.
  return handler(handlerRequest(request, apiRootOf) as never);
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

function waysOf({ document, prefix, handlers }: Api, metrics: Metrics): [string, Way][] {
  const wanted = FREQUENT[document] ?? [];
  if (wanted.length === 0) return [];
  const { paths } = readDocument(document) as { paths: Record<string, Record<string, Operation | undefined>> };
  const ajv = createAjv(document);
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, schema]): [string, Way][] => {
      const [contentType] = Object.keys(schema?.requestBody?.content ?? {});
      const handler = handlers[schema?.operationId ?? ''];
      if (schema === undefined || contentType === undefined || handler === undefined) return [];
      if (!wanted.includes(schema.operationId ?? '')) return [];
      const [, parameter] = /\{(\w+)\}$/.exec(path) ?? [];
      const pointer = ['paths', path, method, 'requestBody', 'content', contentType, 'schema'].map(escaped).join('/');
      const children = new Map<number, { inc(): void }>();
      const way: Way = {
        api: document,
        schema,
        contentType,
        isValid: ajv.compile({ $ref: `${document}#/${pointer}` }),
        handler,
        count(status) {
          const child = children.get(status) ?? metrics.httpRequests.labels(document, String(status));
          children.set(status, child);
          child.inc();
        },
        ...(parameter === undefined ? {} : { parameter }),
      };
      return [[`${method.toUpperCase()} ${prefix}${path.replace(/\{\w+\}$/, '*')}`, way]];
    }),
  );
}

const escaped = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

/** As the validator has it, but that it stops at the first fault and does not say it in words. */
function createAjv(document: string): Ajv {
  const ajv = new Ajv({ strict: false, useDefaults: true, messages: false });
  addFormats.default(ajv, { mode: 'full' });
  ajv.addFormat('date-time', { type: 'string', validate: isDateTime });
  // What is read-only is refused in a request. OpenAPI 3.0.3, Schema Object.
  ajv.removeKeyword('readOnly');
  ajv.addKeyword({ keyword: 'readOnly', validate: (isReadOnly: boolean) => !isReadOnly });
  ajv.addSchema(readDocument(document), document);
  return ajv;
}
