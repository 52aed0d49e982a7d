import type { Socket } from 'node:net';
import { API_VERSION } from '../api-version.ts';

/** Answers what is no HTTP request that node can read, so that the express application never sees it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, title, detail] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large', 'the head of the request is longer than the gateway takes']
      : [400, 'Bad Request', `this is no HTTP request: ${error.message}`];
  const problem = JSON.stringify({ title, status, detail });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Version: ${API_VERSION}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(problem)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${problem}`);
}
