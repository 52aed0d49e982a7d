/** Requests over TLS, of which a test says everything: version, trust, certificate of the client. */
import { request, type RequestOptions } from 'node:https';
import { TLSSocket } from 'node:tls';

export interface TlsAnswer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  /** Version of TLS that was spoken. */
  protocol: string | null;
}

/** GET on a connection of its own. */
export function getOverTls(url: string, options: RequestOptions): Promise<TlsAnswer> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false, ...options }, (response) => {
      const protocol = response.socket instanceof TLSSocket ? response.socket.getProtocol() : null;
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: JSON.parse(text), protocol });
      });
    })
      .once('error', reject)
      .end();
  });
}
