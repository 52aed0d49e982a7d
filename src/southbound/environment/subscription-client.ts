import { Agent, request } from 'undici';
import type { components } from '../../../generated/envnotif.ts';
import { API_VERSION } from '../../api-version.ts';
import { DomainError, type ProblemDetails } from '../../problem.ts';

export type EnvironmentSubscription = components['schemas']['EnvironmentSubscription'];
type EnvironmentSubscriptionRequest = components['schemas']['EnvironmentSubscriptionRequest'];

/** More pages than this are a controller that goes round in circles. */
const MAXIMUM_PAGES = 1000;

/**
 * The subscriptions of an environment controller, `{apiRoot}/envnotif/v1/subscriptions`. SOL013 5.6, SOL003 7.4.4.
 * Every operation throws DomainError `SouthboundUnavailable` when the controller gives no answer or a 5xx, and
 * `SouthboundRefused` for every other answer that was not hoped for.
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

interface Answer {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/**
 * Makes a client.
 *
 * @param options.apiRoot of the controller, without `/envnotif`
 * @param options.timeout seconds for each request
 */
export function createSubscriptionClient(options: { apiRoot: string; timeout: number }): SubscriptionClient {
  const collection = `${options.apiRoot.replace(/\/+$/, '')}/envnotif/v1/subscriptions`;
  const resource = (id: string): string => `${collection}/${encodeURIComponent(id)}`;
  const dispatcher = new Agent();

  async function send(method: 'GET' | 'POST' | 'DELETE', url: string, content?: object): Promise<Answer> {
    try {
      const response = await request(url, {
        method,
        dispatcher,
        // SOL013 9.1: the consumer says which version it speaks.
        headers: {
          version: API_VERSION,
          accept: 'application/json',
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: content === undefined ? null : JSON.stringify(content),
        signal: AbortSignal.timeout(1000 * options.timeout),
      });
      return { statusCode: response.statusCode, headers: response.headers, text: await response.body.text() };
    } catch (cause) {
      throw new DomainError('SouthboundUnavailable', `environment controller: no answer to ${method} ${url}`, {
        cause,
      });
    }
  }

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
        const answer: Answer = await send('GET', url);
        if (answer.statusCode !== 200) throw unexpected('GET', url, answer);
        const content = parse(answer, url);
        if (!Array.isArray(content)) throw unreadable(url);
        subscriptions.push(...(content as EnvironmentSubscription[]));
        url = nextPageOf(answer, url);
      }
      return subscriptions;
    },
    close: () => dispatcher.destroy(),
  };
}

/** Identifier of a created or existing subscription: the last part of its URI. SOL013 4.2.3, Location. */
function idOf(answer: Answer, collection: string): string {
  const location = answer.headers['location'];
  if (typeof location === 'string') {
    const id = new URL(location, collection).pathname.split('/').at(-1);
    if (id !== undefined && id !== '') return decodeURIComponent(id);
  }
  throw new DomainError('SouthboundRefused', `environment controller: POST ${collection} answered without Location`);
}

/** SOL013 5.4.2.3, RFC 8288. */
function nextPageOf(answer: Answer, url: string): string | undefined {
  const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec([answer.headers['link']].flat().join(', '))?.[1];
  return next === undefined ? undefined : new URL(next, url).href;
}

function parse(answer: Answer, url: string): object {
  try {
    const content: unknown = JSON.parse(answer.text);
    if (typeof content === 'object' && content !== null) return content;
  } catch (cause) {
    throw unreadable(url, cause);
  }
  throw unreadable(url);
}

function unreadable(url: string, cause?: unknown): DomainError {
  return new DomainError('SouthboundUnavailable', `environment controller: unreadable content at ${url}`, { cause });
}

function unexpected(method: string, url: string, { statusCode, text }: Answer): DomainError {
  const kind = statusCode >= 500 ? 'SouthboundUnavailable' : 'SouthboundRefused';
  return new DomainError(kind, `environment controller: ${method} ${url} answered ${statusCode}${detailOf(text)}`);
}

/** The `detail` of ProblemDetails, if that is what the content is. */
function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as Partial<ProblemDetails>;
    return detail === undefined ? '' : `: ${detail.slice(0, 500)}`;
  } catch {
    return '';
  }
}
