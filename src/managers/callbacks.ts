/** Requests to the callbacks of subscribers (SOL013 5.6). */
import { Agent, type Dispatcher } from 'undici';
import { API_VERSION } from '../api-version.ts';
import { DomainError, reasonOf } from '../problem.ts';
import { createAccessTokens } from '../access-tokens.ts';
import { authorizationFor, type Authorization, type Destination, type Unusable } from './authorization.ts';

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
  notify(destination: Destination, notification: string): Promise<string | undefined>;
  /** GET, which the endpoint of a subscriber has to answer with 204; gives the problem. */
  test(destination: Destination): Promise<string | undefined>;
  close(): Promise<void>;
}

/** To one subscriber at once. */
export const CONNECTIONS_PER_SUBSCRIBER = 64;
/** Connections are kept while nothing is sent, so that the next event finds them; what a subscriber says about it holds. */
const KEEP_ALIVE_MILLISECONDS = 30_000;
const MAXIMUM_RESPONSE = 1024 * 1024;

const NOTIFICATION_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, application/problem+json',
};

type Message = Pick<Dispatcher.RequestOptions, 'method' | 'body'> & { headers?: Record<string, string> };

export function createCallbacks({ timeout, certificate, ca }: CallbackSettings): Callbacks {
  const plain = createAgent(timeout, { ca });
  const certified = createAgent(timeout, { ca, cert: certificate?.cert, key: certificate?.key });
  const tokens = createAccessTokens({
    dispatcherFor: ({ clientPassword }) => (clientPassword === undefined ? certified : plain),
    timeout,
  });

  const authorizations = new WeakMap<Destination, Authorization | Unusable>();

  /** Gives the status of the answer. A token that is refused may have been revoked: it is tried once with a new one. */
  const send = async (destination: Destination, message: Message): Promise<number> => {
    const authorization = authorizations.get(destination) ?? authorizationFor(destination, certificate?.thumbprint);
    authorizations.set(destination, authorization);
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
    const { origin, pathname, search } = new URL(callbackUri);
    const { statusCode, body } = await dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      headers: { version: API_VERSION, ...(authorization === undefined ? {} : { authorization }), ...headers },
      ...message,
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
      const sent = send(destination, { method: 'POST', headers: NOTIFICATION_HEADERS, body: notification });
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

/** The time runs from when the request is sent: one that waits for a connection is not held against the subscriber. */
function createAgent(
  timeout: number,
  tls: { ca: CallbackSettings['ca']; cert?: Buffer | undefined; key?: Buffer | undefined },
): Agent {
  return new Agent({
    connections: CONNECTIONS_PER_SUBSCRIBER,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    maxResponseSize: MAXIMUM_RESPONSE,
    headersTimeout: timeout * 1000,
    bodyTimeout: timeout * 1000,
    connect: { ...tls, minVersion: 'TLSv1.2', timeout: timeout * 1000 },
  });
}
