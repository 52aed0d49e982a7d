/** How the front ends: what is under way is answered, and no client can keep it from ending. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import express from 'express';
import { openFront, type Front } from '../src/front.ts';

const WITHIN_MILLISECONDS = 3000;

let front: Front;
let slowAnswers: (() => void)[];

beforeEach(async () => {
  slowAnswers = [];
  const app = express();
  app.get('/at-once', (_request, response) => void response.end('at once'));
  app.get('/slow', (_request, response) => void slowAnswers.push(() => response.end('slow')));
  front = await openFront(app, { listen: { host: '127.0.0.1', port: 0 } });
  front.serve();
});

const portOf = ({ localRoot }: Front) => Number(new URL(localRoot).port);
const within = <Result>(promise: Promise<Result>) => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not within ${WITHIN_MILLISECONDS} ms`));
    }, WITHIN_MILLISECONDS);
  });
  return Promise.race([promise, late]).finally(() => {
    clearTimeout(timer);
  });
};

function get(agent: Agent, path: string): Promise<{ body: string; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${front.localRoot}${path}`, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => {
        resolve({ body, connection: response.headers.connection });
      });
    });
    sent.on('error', reject).end();
  });
}

async function connected(): Promise<Socket> {
  const socket = connect(portOf(front), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

it('ends although a client keeps a connection on which it asked nothing yet', async () => {
  const socket = await connected();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await within(front.close());
  socket.destroy();
});

it('ends although a client keeps its connection after it was answered', async () => {
  const agent = new Agent({ keepAlive: true });
  await get(agent, '/at-once');
  await within(front.close());
  agent.destroy();
});

it('answers what is under way first, and ends although the client asks on without a pause', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answer = get(agent, '/slow');
  while (slowAnswers.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const next = get(agent, '/at-once');
  const closed = front.close();
  slowAnswers[0]?.();
  expect((await answer).body).toBe('slow');
  // On the same connection it is answered for the last time; on another one it is refused.
  await next.then(
    ({ connection }) => {
      expect(connection).toBe('close');
    },
    () => undefined,
  );
  await within(closed);
  agent.destroy();
});

it('ends although a client never ends its request', async () => {
  const socket = await connected();
  socket.write('POST /at-once HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await within(front.close(500));
  socket.destroy();
});
