import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

export interface SendOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface SendAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

const VERSION = '1.0.0';

/** Sends one request with the `Version` header of SOL013 4.2.2; throws only when there is no answer. */
export async function send(url: string, options: SendOptions = {}): Promise<SendAnswer> {
  const contentType = options.contentType ?? 'application/json';
  const content = options.body === undefined ? {} : { 'content-type': contentType };
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  const answer = await request(url, {
    method: options.method ?? 'GET',
    headers: { version: VERSION, accept: 'application/json', ...content, ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]),
  });
  return { status: answer.statusCode, headers: answer.headers, body: parse(await answer.body.text()) };
}

/**
 * Sends until there is an answer below 500, waiting longer each time: the other side may be restarting.
 * Undefined when `signal` ended it.
 */
export async function sendUntilAnswered(
  url: string,
  options: SendOptions & { signal: AbortSignal },
): Promise<SendAnswer | undefined> {
  for (let wait = 100; !options.signal.aborted; wait = Math.min(wait * 2, 2000)) {
    const answer = await send(url, options).catch(() => undefined);
    if (answer !== undefined && answer.status < 500) return answer;
    await pause(wait, options.signal);
  }
  return undefined;
}

/** Waits; returns early, without an error, when `signal` ends it. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
