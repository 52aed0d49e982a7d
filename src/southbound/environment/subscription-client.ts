import type { components as ConfigComponents } from '../../../generated/config.ts';
import type { components } from '../../../generated/envnotif.ts';
import { API_VERSION } from '../../api-version.ts';
import { DomainError } from '../../problem.ts';
import { createPeerConnection, detailOf, type PeerAnswer } from '../peer-connection.ts';

export type EnvironmentSubscription = components['schemas']['EnvironmentSubscription'];
type EnvironmentSubscriptionRequest = components['schemas']['EnvironmentSubscriptionRequest'];

type ControllerConfig = Pick<
  ConfigComponents['schemas']['ControllerSource'],
  'apiRoot' | 'timeout' | 'authentication' | 'clientCertificate' | 'caFile'
>;

/** More pages than this are a controller that goes round in circles. */
const MAXIMUM_PAGES = 1000;

/**
 * The subscriptions of an environment controller, `{apiRoot}/envnotif/v1/subscriptions`. SOL013 5.6, SOL003 7.4.4.
 * Every operation throws DomainError `SouthboundUnavailable` when the controller gives no answer or a 5xx, or does not take
 * the credentials, and `SouthboundRefused` for every other answer that was not hoped for.
 */
export interface SubscriptionClient {
  /** Creates a subscription; `isNew` is false when the controller points to one that it already has (303). */
  create(subscription: EnvironmentSubscriptionRequest): Promise<{ id: string; isNew: boolean }>;
  /** Undefined when there is none of this id. */
  read(id: string): Promise<EnvironmentSubscription | undefined>;
  /** Ends a subscription; one that is gone already is as good. */
  remove(id: string): Promise<void>;
  /** All subscriptions, over every page. SOL013 5.4.2.3. */
  list(): Promise<EnvironmentSubscription[]>;
  /** Aborts what is under way and releases the connections. */
  close(): Promise<void>;
}

/**
 * Makes a client.
 *
 * @param options.apiRoot of the controller, without `/envnotif`
 * @param options.timeout seconds for each request
 */
export function createSubscriptionClient(options: ControllerConfig): SubscriptionClient {
  const collection = `${options.apiRoot.replace(/\/+$/, '')}/envnotif/v1/subscriptions`;
  const resource = (id: string): string => `${collection}/${encodeURIComponent(id)}`;
  const connection = createPeerConnection('environment controller', options);
  const send = (method: 'GET' | 'POST' | 'DELETE', url: string, body?: object): Promise<PeerAnswer> =>
    // SOL013 9.1: the consumer says which version it speaks.
    connection.send({ method, url, version: API_VERSION, ...(body === undefined ? {} : { body }) });

  return {
    create: async (subscription) => {
      const answer = await send('POST', collection, subscription);
      if (answer.statusCode !== 201 && answer.statusCode !== 303) throw unexpected('POST', collection, answer);
      return { id: idOf(answer, collection), isNew: answer.statusCode === 201 };
    },
    read: async (id) => {
      const answer = await send('GET', resource(id));
      if (answer.statusCode === 404) return undefined;
      if (answer.statusCode !== 200) throw unexpected('GET', resource(id), answer);
      return parse(answer, resource(id)) as EnvironmentSubscription;
    },
    remove: async (id) => {
      const answer = await send('DELETE', resource(id));
      if (answer.statusCode !== 204 && answer.statusCode !== 404) throw unexpected('DELETE', resource(id), answer);
    },
    list: async () => {
      const subscriptions: EnvironmentSubscription[] = [];
      let url: string | undefined = collection;
      for (let page = 0; url !== undefined && page < MAXIMUM_PAGES; page += 1) {
        const answer: PeerAnswer = await send('GET', url);
        if (answer.statusCode !== 200) throw unexpected('GET', url, answer);
        const content = parse(answer, url);
        if (!Array.isArray(content)) throw unreadable(url);
        subscriptions.push(...(content as EnvironmentSubscription[]));
        url = nextPageOf(answer, url);
      }
      return subscriptions;
    },
    close: () => connection.close(),
  };
}

/** Identifier of a created or existing subscription: the last part of its URI. SOL013 4.2.3, Location. */
function idOf(answer: PeerAnswer, collection: string): string {
  const location = answer.headers['location'];
  if (typeof location === 'string') {
    const id = new URL(location, collection).pathname.split('/').at(-1);
    if (id !== undefined && id !== '') return decodeURIComponent(id);
  }
  throw new DomainError('SouthboundRefused', `environment controller: POST ${collection} answered without Location`);
}

/** SOL013 5.4.2.3, RFC 8288. */
function nextPageOf(answer: PeerAnswer, url: string): string | undefined {
  const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec([answer.headers['link']].flat().join(', '))?.[1];
  if (next === undefined) return undefined;
  const page = new URL(next, url);
  // The credentials would go along.
  if (page.origin === new URL(url).origin) return page.href;
  throw new DomainError('SouthboundRefused', `environment controller: the next page of ${url} is on another server`);
}

function parse({ content }: PeerAnswer, url: string): object {
  if (typeof content === 'object' && content !== null) return content;
  throw unreadable(url);
}

function unreadable(url: string): DomainError {
  return new DomainError('SouthboundUnavailable', `environment controller: unreadable content at ${url}`);
}

function unexpected(method: string, url: string, { statusCode, content }: PeerAnswer): DomainError {
  return new DomainError(
    'SouthboundRefused',
    `environment controller: ${method} ${url} answered ${statusCode}${detailOf(content)}`,
  );
}
