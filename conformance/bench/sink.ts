import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A notification as it came, at the time when it was there whole. */
export interface Arrival {
  /** On the clock of `performance.now()`, ms. */
  at: number;
  body: string;
}

/** VNF managers that only listen: everything is taken with 204. */
export interface Sink {
  url: string;
  /** Called for each arrival; the sender has not been answered yet, so it has to be quick. */
  onArrival: (arrival: Arrival) => void;
  stop(): Promise<void>;
}

/** Starts a bare endpoint in this process, so that sending and arriving are on one clock. */
export async function startSink(): Promise<Sink> {
  const sink: Pick<Sink, 'onArrival'> = { onArrival: () => undefined };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
    });
    request.on('end', () => {
      const at = performance.now();
      response.writeHead(204).end();
      if (request.method !== 'POST') return;
      sink.onArrival({ at, body: Buffer.concat(chunks).toString() });
    });
  });
  // The sender keeps its connections as long as it likes.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return Object.assign(sink, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop });
}
