import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Delivery {
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

export interface CallbackServer {
  uri: string;
  /** What was delivered so far, oldest first. */
  deliveries: readonly Delivery[];
  /** Status with which it answers from now on; 204 at first. */
  answer(status: number): void;
  stop(): Promise<void>;
}

/** A subscriber's endpoint that keeps what it is sent. */
export async function startCallbackServer(): Promise<CallbackServer> {
  const deliveries: Delivery[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    void contentOf(request).then((text) => {
      if (request.method === 'POST') {
        deliveries.push({
          path: request.url ?? '',
          authorization: request.headers.authorization,
          body: JSON.parse(text) as Record<string, unknown>,
        });
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    deliveries,
    answer(next) {
      status = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function contentOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
