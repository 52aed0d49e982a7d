import { createServer } from 'node:http';

/**
 * What a server that understands a request can do at best in Node.js: `node:http` reads the body, `JSON.parse` reads the
 * JSON, and an answer as small as that of the gateway is sent. No authentication, no validation, nothing kept.
 *
 * Usage: reference-server PORT
 */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
  });
  request.on('end', () => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-length': 0 }).end();
      return;
    }
    const { id, timeStamp } = JSON.parse(Buffer.concat(chunks).toString()) as { id?: string; timeStamp?: string };
    const receivedTime = new Date().toISOString();
    const href = `${request.url ?? ''}/${id ?? ''}`;
    const content = JSON.stringify({ id, timeStamp, receivedTime, _links: { self: { href } } });
    response.writeHead(request.method === 'POST' ? 201 : 200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(content),
      location: href,
      version: '1.0.0',
    });
    response.end(content);
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1');
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
