import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { InboxAnswer, InboxReply, Message } from './case.ts';
import { API_VERSION, flatHeaders, parseJson } from './http.ts';

/** The place where the implementation under test reaches the kit. */
export interface Callback {
  /** The name is the first segment of the path; one that nobody can guess by default. */
  openInbox(answer?: InboxAnswer, name?: string): { inbox: string; uri: string };
  received(inbox: string): readonly Message[];
  /** Resolves at the next message of any inbox, or after so many milliseconds. */
  nextMessage(milliseconds: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface CallbackOptions {
  /** Address to listen on. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Scheme and authority under which the implementation reaches it; what it listens on by default. */
  uri?: string;
}

interface Inbox {
  messages: Message[];
  answer: InboxAnswer;
}

/** A notification and the test of an endpoint are both answered with 204 (SOL013 5.6). */
const NO_CONTENT: InboxReply = { status: 204 };

/** Serves inboxes, each under a path of its own. */
export async function startCallback({ host, port, uri }: CallbackOptions): Promise<Callback> {
  const inboxes = new Map<string, Inbox>();
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void take(inboxes, request, response).then(() => {
      for (const wake of [...waiting]) wake();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const base = uri ?? `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  return {
    openInbox(answer = () => undefined, inbox = randomUUID()) {
      inboxes.set(inbox, { messages: [], answer });
      return { inbox, uri: `${base}/${inbox}` };
    },
    received: (inbox) => inboxes.get(inbox)?.messages ?? [],
    nextMessage: (milliseconds, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function take(
  inboxes: ReadonlyMap<string, Inbox>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  const inbox = inboxes.get(/^\/([^/?]+)/.exec(path)?.[1] ?? '');
  const content = await contentOf(request);
  const message: Message = {
    method: request.method ?? 'GET',
    path,
    headers: flatHeaders(request.headers),
    content,
    body: parseJson(content),
    receivedAt: Date.now(),
  };
  inbox?.messages.push(message);
  const { status, headers, body } = inbox === undefined ? { status: 404 } : await replyOf(inbox, message);
  if (status === 0) {
    response.destroy();
    return;
  }
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { version: API_VERSION, ...type, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function replyOf(inbox: Inbox, message: Message): Promise<InboxReply> {
  try {
    return (await inbox.answer(message)) ?? NO_CONTENT;
  } catch {
    return { status: 500 };
  }
}

async function contentOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) text += String(part);
  return text;
}
