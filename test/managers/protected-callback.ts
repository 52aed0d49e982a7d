import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { thumbprintOf } from '../../src/certificates.ts';

/** What the gateway showed with one request to the callback. */
export interface Shown {
  method: string | undefined;
  authorization: string | undefined;
  /** `x5t#S256` of its certificate. */
  thumbprint: string | undefined;
}

export interface ProtectedCallback {
  uri: string;
  /** Every request with the status of the answer, oldest first. */
  requests: readonly (Shown & { status: number })[];
  stop: () => Promise<void>;
}

/** The endpoint of a subscriber that looks at who sends, and answers with the status of the check. */
export async function startProtectedCallback(
  check: (shown: Shown) => Promise<number> | number,
  tls?: { cert: Buffer; key: Buffer; ca: Buffer },
): Promise<ProtectedCallback> {
  const requests: (Shown & { status: number })[] = [];
  const listener: RequestListener = (request, response) => {
    const { method, headers, socket } = request;
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
    const shown = {
      method,
      authorization: headers.authorization,
      thumbprint: certificate === undefined ? undefined : thumbprintOf(certificate),
    };
    request.resume();
    void Promise.resolve(check(shown)).then((status) => {
      requests.push({ ...shown, status });
      response.writeHead(status).end();
    });
  };
  const server: Server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    uri: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
