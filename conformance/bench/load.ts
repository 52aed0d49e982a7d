import { Pool } from 'undici';

/** A way to a server that is kept open. */
export interface Target {
  pool: Pool;
  headers: Record<string, string>;
}

export interface Call {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: string;
  contentType?: string;
  /** Status that is right; any other one ends the measurement. */
  status: number;
}

/** What a load came to. */
export interface Load {
  done: number;
  /** Time that it took, s. */
  seconds: number;
  /** Time from when each request was due to its answer, ms. */
  latencies: number[];
}

/** Requests under way at once in a closed loop. */
export const CONNECTIONS = 32;
export function openTarget(url: string, headers: Record<string, string> = {}, connections = CONNECTIONS): Target {
  return { pool: new Pool(url, { connections, bodyTimeout: 60_000, headersTimeout: 60_000 }), headers };
}

/** Sends one request; gives the body of the answer. */
export async function call(
  { pool, headers }: Target,
  { method, path, body, contentType, status }: Call,
): Promise<string> {
  const answer = await pool.request({
    method,
    path,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.body.text();
  if (answer.statusCode === status) return text;
  throw new Error(`${method} ${path} was answered ${answer.statusCode}, not ${status}: ${text.slice(0, 300)}`);
}

interface ClosedLoop {
  /** For this long, s. */
  seconds: number;
  /** Undefined when there is no more to send. */
  next: () => Call | undefined;
  connections?: number;
}

/** As many requests as the server takes: each connection sends the next one when the one before is answered. */
export async function closedLoop(
  target: Target,
  { seconds, next, connections = CONNECTIONS }: ClosedLoop,
): Promise<Load> {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const latencies: number[] = [];
  const send = async (): Promise<void> => {
    while (performance.now() < end) {
      const one = next();
      if (one === undefined) return;
      const sent = performance.now();
      await call(target, one);
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
  return { done: latencies.length, seconds: (performance.now() - begin) / 1000, latencies };
}

/** The call that delivers a notification of the environment. */
export function ingestCall(body: string): Call {
  return { method: 'POST', path: '/envnotif/v1/environment_notifications', body, status: 201 };
}
