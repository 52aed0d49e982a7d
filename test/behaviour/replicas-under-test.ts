import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { stringify } from 'yaml';
import { eventually, pause } from './site-under-test.ts';

/** Three that start at once, beside other tests, may take a while. */
const START_SECONDS = 120;

/** One gateway of several, as a process of its own. */
export interface Replica {
  killAndStart(): Promise<void>;
  pauseFor(milliseconds: number): Promise<void>;
  kill(): void;
}

export async function startReplica(configuration: object, port: number): Promise<Replica> {
  const file = join(mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-replica-')), 'site.yaml');
  writeFileSync(file, stringify({ ...configuration, listen: { port } }));
  const start = () =>
    spawn(process.execPath, ['dist/src/main.js', '--config', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const untilReady = (child: ChildProcess) =>
    eventually(async () => {
      if (child.exitCode !== null) throw new Error(`a gateway ended at its start: ${child.exitCode}`);
      const { statusCode, body } = await request(`http://127.0.0.1:${port}/readyz`);
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`a gateway is not ready: ${statusCode} ${text}`);
    }, START_SECONDS);
  let child = start();
  try {
    await untilReady(child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    async killAndStart() {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
      child = start();
      await untilReady(child);
    },
    async pauseFor(milliseconds) {
      child.kill('SIGSTOP');
      await pause(milliseconds);
      child.kill('SIGCONT');
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

export interface TestServer {
  url: string;
  close(): Promise<void>;
}

export async function serve(answer: (incoming: IncomingMessage, body: string, outgoing: ServerResponse) => void) {
  const server: Server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      answer(incoming, Buffer.concat(parts).toString(), outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

const PATIENCE_MILLISECONDS = 3000;

/** A load balancer: each request goes to the next replica, and on to another one when that one does not answer. */
export function startBalancer(ports: readonly number[]): Promise<TestServer> {
  let last = 0;
  return serve(({ method = 'GET', url = '/', headers }, body, outgoing) => {
    void (async () => {
      for (let attempt = 0; attempt < 2 * ports.length; attempt++) {
        last += 1;
        const { 'content-type': contentType } = headers;
        try {
          const answer = await request(`http://127.0.0.1:${ports[last % ports.length]}${url}`, {
            method: method as 'GET',
            headers: { version: '1.0.0', ...(contentType === undefined ? {} : { 'content-type': contentType }) },
            ...(body === '' ? {} : { body }),
            signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
          });
          const text = await answer.body.text();
          if (answer.statusCode >= 500) continue;
          outgoing.writeHead(answer.statusCode, { 'content-type': 'application/json' }).end(text);
          return;
        } catch {
          continue;
        }
      }
      outgoing.writeHead(503).end();
    })();
  });
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
