import { setTimeout as sleep } from 'node:timers/promises';
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
const CONNECTIONS = 32;
/** Connections of an open loop; more requests wait, and their wait counts. */
const OPEN_LOOP_CONNECTIONS = 128;
/** Requests under way from which an open loop is given up: the server cannot keep up at all. */
const BACKLOG = 5000;
/** Wait for the answers to what was sent, ms; what comes later counts as if it came then. */
const LONGEST_TAIL = 10_000;

export function openTarget(url: string, headers: Record<string, string> = {}, connections = CONNECTIONS): Target {
  return { pool: new Pool(url, { connections, bodyTimeout: 60_000, headersTimeout: 60_000 }), headers };
}

export function openLoopTarget(url: string, headers: Record<string, string> = {}): Target {
  return openTarget(url, headers, OPEN_LOOP_CONNECTIONS);
}

/** Sends one request; gives the body of the answer. */
export async function call(target: Target, one: Call): Promise<string> {
  const answer = await send(target, one).catch((error: unknown) => {
    // A connection that idled may be closed by the server at the moment when it is used again (RFC 9112 9.3.1).
    if (isReset(error)) return send(target, one);
    throw error;
  });
  if (answer.status === one.status) return answer.text;
  const { method, path, status } = one;
  throw new Error(`${method} ${path} was answered ${answer.status}, not ${status}: ${answer.text.slice(0, 300)}`);
}

async function send({ pool, headers }: Target, { method, path, body, contentType }: Call) {
  const answer = await pool.request({
    method,
    path,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.statusCode, text: await answer.body.text() };
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ECONNRESET', 'UND_ERR_SOCKET'].includes(String(error.code));
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

/** A round takes as long as what is under way takes; of what is answered slowly there is little at once, ms. */
const LONGEST_BACKLOG = 4000;

/** Sends one request; gives how many may be under way at once. */
export async function fittingConnections(target: Target, one: Call, most = CONNECTIONS): Promise<number> {
  const begin = performance.now();
  await call(target, one);
  return Math.max(1, Math.min(most, Math.floor(LONGEST_BACKLOG / (performance.now() - begin))));
}

interface OpenLoop {
  /** Requests per second, whatever the server does. */
  rate: number;
  next: () => Call;
  signal: AbortSignal;
}

/** Requests at a rate until `signal` ends it, as from sensors that know nothing of each other. */
export async function openLoop(target: Target, { rate, next, signal }: OpenLoop): Promise<Load> {
  const begin = performance.now();
  const latencies: number[] = [];
  const open = new Map<number, Promise<void>>();
  let failure: unknown;
  const sendDue = async (due: number): Promise<void> => {
    try {
      await call(target, next());
      latencies.push(performance.now() - due);
    } catch (error) {
      failure ??= error;
    }
  };
  for (let sent = 0; !signal.aborted && failure === undefined;) {
    for (; open.size < BACKLOG && begin + (sent * 1000) / rate <= performance.now(); sent++) {
      const due = begin + (sent * 1000) / rate;
      open.set(
        due,
        sendDue(due).finally(() => open.delete(due)),
      );
    }
    await sleep(1);
  }
  const seconds = (performance.now() - begin) / 1000;
  const done = latencies.length;
  await Promise.race([Promise.all(open.values()), sleep(LONGEST_TAIL, undefined, { ref: false })]);
  if (failure !== undefined) throw failure instanceof Error ? failure : new Error('the load failed');
  const unanswered = [...open.keys()].map((due) => performance.now() - due);
  return { done, seconds, latencies: [...latencies, ...unanswered] };
}

/** The call that delivers a notification of the environment. */
export function ingestCall(body: string): Call {
  return { method: 'POST', path: '/envnotif/v1/environment_notifications', body, status: 201 };
}
