/** The content of a request: JSON, read once, whichever way the request then takes. */
import { isAscii } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';

/** A request whose content may have been read already. As text it would outlive much of what is made of it. */
export interface ReadRequest extends Request {
  content?: Buffer;
}

const MAXIMUM_CONTENT = 8 * 1024 * 1024;

/** Whether the content can be read as it comes: its length is told and fits, and it is not compressed. */
export function isPlainContent({ headers }: Request): boolean {
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAXIMUM_CONTENT && headers['content-encoding'] === undefined;
}

/** The whole content; a connection that ends before is an error. */
export function readContent(request: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let others: Buffer[] | undefined;
    request.on('data', (chunk: Buffer) => {
      if (first === undefined) first = chunk;
      else (others ??= [first]).push(chunk);
    });
    request.on('end', () => {
      resolve(others === undefined ? (first ?? NO_CONTENT) : Buffer.concat(others));
    });
    request.on('error', (cause) => {
      reject(Object.assign(new Error('the request was aborted', { cause }), { status: 400, type: 'request.aborted' }));
    });
  });
}

export const NO_CONTENT = Buffer.alloc(0);

/** The text of the content, each time anew. */
export function textOf(content: Buffer): string {
  // What has a byte for each character is only copied.
  return content.toString(isAscii(content) ? 'latin1' : 'utf8');
}

/** The same as bytes; those that are no UTF-8 are what they were read as. */
export function utf8Of(content: Buffer): Buffer {
  return isAscii(content) ? content : Buffer.from(textOf(content));
}

const readJson: RequestHandler = express.json({
  type: ['application/json', 'application/merge-patch+json'],
  limit: MAXIMUM_CONTENT,
  strict: false,
});

/** The body, from the content where that was read, else from the connection. */
export const jsonContent: RequestHandler = (request, response, next) => {
  const { content } = request as ReadRequest;
  if (content === undefined) {
    readJson(request, response, next);
    return;
  }
  try {
    request.body = JSON.parse(textOf(content)) as unknown;
    next();
  } catch (error) {
    next(notJson(error));
  }
};

/** As express says it. */
function notJson(cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : '';
  return Object.assign(new SyntaxError(message, { cause }), { status: 400, type: 'entity.parse.failed' });
}
