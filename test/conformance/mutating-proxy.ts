/** An HTTP proxy in front of a good gateway that breaks one thing, as a mutant says; the callbacks of subscribers pass through it too. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request as send } from 'undici';

export interface Passing {
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string>;
  content: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  content: string;
}

export interface Mutation {
  /** Changes the request before the gateway gets it. */
  request?: (request: Passing) => void;
  /** Changes the answer before the consumer gets it. */
  reply?: (reply: Reply, request: Passing) => void;
  /** Changes the notification before the subscriber gets it; gives how often it is sent, once by default. */
  notification?: (notification: Record<string, unknown>, request: Passing) => number | undefined;
}

export interface MutatingProxy {
  uri: string;
  /** From now on; undefined lets everything pass as it is. */
  mutate(mutation: Mutation | undefined): void;
  close(): Promise<void>;
}

const CALLBACK = '/callback-of-';

/** `target` is asked for when a request comes, because the gateway has to know the proxy before it starts. */
export async function startMutatingProxy(target: () => string): Promise<MutatingProxy> {
  let mutation: Mutation = {};
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, target(), uri(), mutation).catch((error: unknown) => {
      outgoing.writeHead(502).end(String(error));
    });
  });
  const uri = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await listening(server);
  return {
    uri: uri(),
    mutate(other = {}) {
      mutation = other;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  own: string,
  mutation: Mutation,
): Promise<void> {
  const passing: Passing = {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: withoutHop(incoming.headers),
    content: await contentOf(incoming),
  };
  const reply = passing.url.startsWith(CALLBACK)
    ? await passNotification(passing, mutation)
    : await passRequest(passing, target, own, mutation);
  outgoing.writeHead(reply.status, reply.headers).end(reply.content);
}

async function passRequest(passing: Passing, target: string, own: string, mutation: Mutation): Promise<Reply> {
  mutation.request?.(passing);
  const throughProxy = { ...passing, content: passing.content.replace(/("callbackUri":")(https?:[^"]+)"/, viaProxy) };
  function viaProxy(_: string, before: string, uri: string) {
    return `${before}${own}${CALLBACK}${encodeURIComponent(uri)}"`;
  }
  const reply = await exchange(`${target}${passing.url}`, throughProxy);
  reply.content = reply.content.replaceAll(new RegExp(`${own}${CALLBACK}([^"]+)"`, 'g'), (_, uri: string) => {
    return `${decodeURIComponent(uri)}"`;
  });
  mutation.reply?.(reply, passing);
  return reply;
}

async function passNotification(passing: Passing, mutation: Mutation): Promise<Reply> {
  const callback = decodeURIComponent(passing.url.slice(CALLBACK.length));
  if (passing.content === '') return exchange(callback, passing);
  const notification = JSON.parse(passing.content) as Record<string, unknown>;
  const times = mutation.notification?.(notification, passing) ?? 1;
  let reply: Reply = { status: 204, headers: {}, content: '' };
  for (let index = 0; index < times; index++)
    reply = await exchange(callback, { ...passing, content: JSON.stringify(notification) });
  return reply;
}

async function exchange(uri: string, { method, headers, content }: Passing): Promise<Reply> {
  const answer = await send(uri, { method: method as 'GET', headers, body: content === '' ? null : content });
  return { status: answer.statusCode, headers: withoutHop(answer.headers), content: await answer.body.text() };
}

/** Headers that are about one connection, or that the other side reckons anew. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'date', 'expect'];

function withoutHop(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      HOP.includes(name) || value === undefined ? [] : [[name, String(value)] as const],
    ),
  );
}

async function contentOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
}
