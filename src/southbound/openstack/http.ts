import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'undici';
import { trustedWith } from '../../certificates.ts';
import { DomainError } from '../../problem.ts';

export interface Answer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Exchange {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: object;
}

/** Connections to the services of one OpenStack. */
export interface Http {
  /** The answer, whatever its status; throws DomainError `SouthboundUnavailable` when there is none in time. */
  send(exchange: Exchange): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * @param options.name how the VIM is called in texts for people
 * @param options.timeout seconds for each exchange
 */
export function createHttp(options: { name: string; timeout: number; caFile?: string }): Http {
  const ca = trustedWith(options.caFile);
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
  return {
    send: async ({ method, url, headers, body }) => {
      try {
        const response = await request(url, {
          method,
          dispatcher,
          headers: {
            accept: 'application/json',
            ...headers,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          body: body === undefined ? null : JSON.stringify(body),
          signal: AbortSignal.timeout(1000 * options.timeout),
        });
        return { statusCode: response.statusCode, headers: response.headers, text: await response.body.text() };
      } catch (cause) {
        throw new DomainError('SouthboundUnavailable', `${options.name}: no answer to ${method} ${url}`, { cause });
      }
    },
    close: () => dispatcher.destroy(),
  };
}

/** The JSON object of an answer; throws DomainError `SouthboundUnavailable` when it is none. */
export function contentOf({ text }: Answer, where: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null) return content as Record<string, unknown>;
  } catch {
    // What a parser says would quote the answer; told below.
  }
  throw unreadable(where);
}

/** A list in the content of an answer; without it nothing is known, which is not the same as an empty list. */
export function listIn<Entry>(content: Record<string, unknown>, key: string, where: string): Entry[] {
  const list = content[key];
  if (Array.isArray(list)) return list as Entry[];
  throw unreadable(where);
}

export function unreadable(where: string): DomainError {
  return new DomainError('SouthboundUnavailable', `${where} answered with unreadable content`);
}

/** What a service says went wrong, as `: text`: `{"conflictingRequest": {"message"}}`, or `{"errors": [{"detail"}]}`. */
export function messageOf(text: string): string {
  try {
    const [fault] = Object.values(JSON.parse(text) as Record<string, unknown>);
    const said = (Array.isArray(fault) ? (fault as unknown[])[0] : fault) as { message?: unknown; detail?: unknown };
    const message = said.message ?? said.detail;
    return typeof message === 'string' ? `: ${message.replace(/\s+/g, ' ').trim().slice(0, 500)}` : '';
  } catch {
    return '';
  }
}
