/** Requests to the callbacks of subscribers (SOL013 5.6). */
import { Agent, request, type Dispatcher } from 'undici';
import { API_VERSION } from '../api-version.ts';
import { DomainError, reasonOf } from '../problem.ts';
import { createAccessTokens } from '../access-tokens.ts';
import { authorizationFor, type Destination, type Unusable } from './authorization.ts';

export interface CallbackSettings {
  /** Seconds to wait for an answer. */
  timeout: number;
  /** Certificate of the gateway as a client, with its thumbprint. */
  certificate?: { cert: Buffer; key: Buffer; thumbprint: string };
  /** CAs that callbacks and token endpoints are checked by; absent means those of the system. */
  ca?: (string | Buffer)[];
}

export interface Callbacks {
  /** What of a subscription keeps the gateway from telling it anything; undefined when nothing does. */
  unusable(destination: Destination): Unusable | undefined;
  /** Posts one notification; gives the problem, or undefined when the subscriber took it. */
  notify(destination: Destination, notification: Record<string, unknown>): Promise<string | undefined>;
  /** GET, which the endpoint of a subscriber has to answer with 204; gives the problem. */
  test(destination: Destination): Promise<string | undefined>;
  close(): Promise<void>;
}

const CONNECTIONS_PER_SUBSCRIBER = 16;
const MAXIMUM_RESPONSE = 1024 * 1024;

type Message = Pick<Dispatcher.RequestOptions, 'method' | 'body'> & { headers?: Record<string, string> };

export function createCallbacks({ timeout, certificate, ca }: CallbackSettings): Callbacks {
  const plain = createAgent({ ca });
  const certified = createAgent({ ca, cert: certificate?.cert, key: certificate?.key });
  const tokens = createAccessTokens({
    dispatcherFor: ({ clientPassword }) => (clientPassword === undefined ? certified : plain),
    timeout,
  });

  /** Gives the status of the answer. A token that is refused may have been revoked: it is tried once with a new one. */
  const send = async (destination: Destination, message: Message): Promise<number> => {
    const authorization = authorizationFor(destination, certificate?.thumbprint);
    if ('reason' in authorization) throw new DomainError('Unprocessable', authorization.reason);
    const { client, header, isCertified } = authorization;
    const attempt = (value: string | undefined) =>
      exchange(destination.callbackUri, message, { authorization: value, dispatcher: isCertified ? certified : plain });
    if (client === undefined) return attempt(header);
    const token = await tokens.get(client);
    const status = await attempt(`Bearer ${token}`);
    if (status !== 401) return status;
    await tokens.drop(client, token);
    return attempt(`Bearer ${await tokens.get(client)}`);
  };
  const exchange = async (
    callbackUri: string,
    { headers, ...message }: Message,
    { authorization, dispatcher }: { authorization: string | undefined; dispatcher: Dispatcher },
  ): Promise<number> => {
    const { statusCode, body } = await request(callbackUri, {
      ...message,
      dispatcher,
      headers: { ...headers, version: API_VERSION, ...(authorization === undefined ? {} : { authorization }) },
      signal: AbortSignal.timeout(timeout * 1000),
    });
    await body.dump();
    return statusCode;
  };
  return {
    unusable(destination) {
      const authorization = authorizationFor(destination, certificate?.thumbprint);
      return 'reason' in authorization ? authorization : undefined;
    },
    async notify(destination, notification) {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json, application/problem+json',
      };
      const sent = send(destination, { method: 'POST', headers, body: JSON.stringify(notification) });
      return sent.then((status) => (status >= 200 && status < 300 ? undefined : `it answered ${status}`), reasonOf);
    },
    async test(destination) {
      const sent = send(destination, { method: 'GET' });
      return sent.then((status) => (status === 204 ? undefined : `it answered ${status} instead of 204`), reasonOf);
    },
    async close() {
      await Promise.all([plain.close(), certified.close()]);
    },
  };
}

function createAgent(tls: { ca: CallbackSettings['ca']; cert?: Buffer | undefined; key?: Buffer | undefined }): Agent {
  return new Agent({
    connections: CONNECTIONS_PER_SUBSCRIBER,
    maxResponseSize: MAXIMUM_RESPONSE,
    connect: { ...tls, minVersion: 'TLSv1.2' },
  });
}
