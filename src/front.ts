/** Where the interfaces are served: HTTP, or HTTPS with or without certificates of the clients (SOL013 8.1). */
import {
  createServer as createHttpServer,
  IncomingMessage,
  ServerResponse,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { API_VERSION } from './api-version.ts';
import { answerClientError } from './api/client-error.ts';
import { readCertificate } from './certificates.ts';
import type { Configuration } from './config.ts';

export interface Front {
  /** Where it is served, when nothing stands before it. */
  localRoot: string;
  serve(): void;
  /** Answers what is under way, for so long, milliseconds, at most; no client keeps it from ending. */
  close(patience?: number): Promise<void>;
}

/** An application of express, with what it makes of requests and responses. */
export type Application = RequestListener & { request: object; response: object };

/** Bytes of request line and headers together; so much that a URI that is too long is still read, and answered 414. */
const MAXIMUM_HEAD = 32 * 1024;

/** Milliseconds that requests under way are given to end when the gateway stops. */
const CLOSING_PATIENCE = 10_000;

/** Milliseconds between two looks for connections that have become idle, when the gateway stops. */
const IDLE_LOOK = 50;

/** Listens; the answer is 503 until the application is served. */
export async function openFront(
  app: Application,
  { listen, tls }: Pick<Configuration, 'listen' | 'tls'>,
): Promise<Front> {
  let current = notReady;
  /** Connections that have brought no request yet, which are idle in no book of the server. */
  const unused = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    unused.delete(request.socket);
    current(request, response);
  };
  const options = { maxHeaderSize: MAXIMUM_HEAD, ...messagesOf(app) };
  const server = tls === undefined ? createHttpServer(options, listener) : createTlsServer(tls, options, listener);
  server.on('clientError', answerClientError);
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  await listening(server, listen);
  const { port } = server.address() as AddressInfo;
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return {
    localRoot: `${tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    serve() {
      current = app;
    },
    async close(patience = CLOSING_PATIENCE) {
      current = lastOfItsConnection(current);
      for (const socket of unused) socket.destroy();
      await closed(server, patience);
    },
  };
}

/** A client that asks on without a pause would keep its connection, and with it the server, for ever. */
const lastOfItsConnection =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    response.shouldKeepAlive = false;
    listener(request, response);
  };

async function closed(server: Server, patience: number): Promise<void> {
  const look = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_LOOK);
  const end = setTimeout(() => {
    server.closeAllConnections();
  }, patience);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(look);
  clearTimeout(end);
}

/**
 * What express makes of every request and response is done by giving them another prototype, for which the engine throws away
 * what it optimised: four times slower. Made with that prototype from the start they are what express wants them to be. Called
 * as functions, because `Reflect.construct` costs as much again.
 */
function messagesOf({ request, response }: Application) {
  function Request(this: IncomingMessage, ...parts: unknown[]): void {
    Reflect.apply(IncomingMessage, this, parts);
  }
  function Response(this: ServerResponse, ...parts: unknown[]): void {
    Reflect.apply(ServerResponse, this, parts);
  }
  Request.prototype = request;
  Response.prototype = response;
  // So that they have room for as many properties as what they inherit from: beyond it they would become dictionaries.
  Object.setPrototypeOf(Request, IncomingMessage);
  Object.setPrototypeOf(Response, ServerResponse);
  return { IncomingMessage: Request, ServerResponse: Response } as unknown as ServerOptions;
}

const notReady: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1', version: API_VERSION });
  response.end(
    JSON.stringify({ title: 'Service Unavailable', status: 503, detail: 'the gateway is starting or stopping' }),
  );
};

function createTlsServer(
  tls: NonNullable<Configuration['tls']>,
  common: ServerOptions,
  listener: RequestListener,
): Server {
  const { cert, key } = readCertificate(tls);
  const options: ServerOptions = { ...common, cert, key, minVersion: 'TLSv1.2' };
  if (tls.clientCaFile === undefined) return createHttpsServer(options, listener);
  const isRequired = tls.clientCertificate !== 'optional';
  const server = createHttpsServer(
    { ...options, ca: readFileSync(tls.clientCaFile), requestCert: true, rejectUnauthorized: isRequired },
    listener,
  );
  if (!isRequired) server.prependListener('secureConnection', refuseForeignCertificate);
  return server;
}

/** A client may come without a certificate, but not with one that cannot be relied on. */
function refuseForeignCertificate(socket: TLSSocket): void {
  if (!socket.authorized && socket.getPeerX509Certificate() !== undefined) socket.destroy();
}

function listening(server: Server, { host, port }: Configuration['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
