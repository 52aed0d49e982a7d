import { request as requestHttp, Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import type { Answer, RequestTemplate, Values } from './case.ts';
import { fill, fillText } from './placeholders.ts';

/** Version of the APIs under test. */
export const API_VERSION = '1.0.0';

/** A request as it goes out. */
export interface OutgoingRequest {
  method: string;
  uri: string;
  headers: Record<string, string>;
  content: string | undefined;
}

export interface ClientOptions {
  apiRoot: string;
  /** Asked before each request, because a token may have to be renewed. */
  authorization: (caller: RequestTemplate['caller']) => Promise<string | undefined>;
  /** Certificates of authorities to be trusted besides the usual ones, PEM. */
  ca?: string;
  /** Trust any certificate. */
  insecure?: boolean;
}

export interface Client {
  prepare(template: RequestTemplate, values: Values): Promise<OutgoingRequest>;
  exchange(request: OutgoingRequest, signal: AbortSignal): Promise<Answer>;
  close(): void;
}

/** Longest wait for an answer, ms. */
const PATIENCE = 30_000;

/** Sends requests just as they are written, also those that a better client would mend. */
export function createClient({ apiRoot, authorization, ca, insecure }: ClientOptions): Client {
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({
    keepAlive: true,
    ...(ca === undefined ? {} : { ca }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  });
  return {
    async prepare(template, values) {
      const path = fillText(template.path, values);
      const content = contentOf(template, values);
      const token = await authorization(template.caller);
      const usual = {
        version: API_VERSION,
        accept: 'application/json',
        ...(content === undefined ? {} : { 'content-type': contentTypeOf(template) }),
        ...(token === undefined ? {} : { authorization: token }),
      };
      return {
        method: template.method,
        uri: `${/^https?:\/\//.test(path) ? '' : apiRoot}${path}${queryOf(path, template, values)}`,
        headers: mergeHeaders(usual, template.headers ?? {}, values),
        content,
      };
    },
    exchange: (request, signal) => exchange(request, request.uri.startsWith('https:') ? https : http, signal),
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

/** A connection that was kept and that the other side closed just now says nothing of it: then on a new one. */
async function exchange(request: OutgoingRequest, agent: HttpAgent | HttpsAgent, signal: AbortSignal): Promise<Answer> {
  return await exchangeOnce(request, agent, signal).catch((error: unknown) => {
    if (!(error instanceof StaleConnection)) throw error;
    return exchange(request, agent, signal);
  });
}

class StaleConnection extends Error {}

async function exchangeOnce(
  { method, uri, headers, content }: OutgoingRequest,
  agent: HttpAgent | HttpsAgent,
  signal: AbortSignal,
): Promise<Answer> {
  const { protocol, hostname, port, path } = partsOf(uri);
  const send = protocol === 'https:' ? requestHttps : requestHttp;
  const length = content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) };
  return await new Promise((resolve, reject) => {
    const sent = send(
      { hostname, port, path, method, headers: { ...headers, ...length }, agent, signal, timeout: PATIENCE },
      (answer) => {
        readAnswer(answer).then(resolve, reject);
      },
    );
    sent.on('timeout', () => {
      sent.destroy(new Error(`${method} ${uri}: no answer within ${PATIENCE / 1000} s`));
    });
    sent.on('error', (error: Error & { code?: string }) => {
      const isStale = sent.reusedSocket && ['EPIPE', 'ECONNRESET'].includes(error.code ?? '');
      reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    sent.end(content);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<Answer> {
  let content = '';
  answer.setEncoding('utf8');
  for await (const part of answer) content += String(part);
  return {
    status: answer.statusCode ?? 0,
    headers: flatHeaders(answer.headers),
    content,
    body: parseJson(content),
  };
}

/** The parts of a URI without any normalisation of its path. */
function partsOf(uri: string): { protocol: string; hostname: string; port: string; path: string } {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?]*)(.*)$/s.exec(uri) ?? [];
  const { protocol, hostname, port } = new URL(origin);
  // Brackets belong to an IPv6 address in a URI, but not in what the resolver takes.
  return { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, path: path.startsWith('/') ? path : `/${path}` };
}

/** JSON of a text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One text for each header, names in lower case. */
export function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function contentOf({ body, content, contentLength }: RequestTemplate, values: Values): string | undefined {
  if (contentLength !== undefined) return `["${'x'.repeat(contentLength - 4)}"]`;
  if (content !== undefined) return content;
  return body === undefined ? undefined : JSON.stringify(fill(body, values));
}

function contentTypeOf({ method }: RequestTemplate): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

function queryOf(path: string, { query = {} }: RequestTemplate, values: Values): string {
  const pairs = Object.entries(query).map(([name, value]) =>
    value === '' ? name : `${name}=${encodeURIComponent(fillText(value, values))}`,
  );
  if (pairs.length === 0) return '';
  return `${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}

function mergeHeaders(
  usual: Record<string, string>,
  special: Readonly<Record<string, string | null>>,
  values: Values,
): Record<string, string> {
  const merged = new Map(Object.entries(usual));
  for (const [name, value] of Object.entries(special)) {
    if (value === null) merged.delete(name.toLowerCase());
    else merged.set(name.toLowerCase(), fillText(value, values));
  }
  return Object.fromEntries(merged);
}
