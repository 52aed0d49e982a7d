/** The content of a request: JSON, read once, whichever way the request then takes. */
import express, { type Request, type RequestHandler } from 'express';

/** A request whose content may have been read as text already. */
export interface ReadRequest extends Request {
  text?: string;
}

const MAXIMUM_CONTENT = 8 * 1024 * 1024;

/** Whether the content can be read as it comes: its length is told and fits, and it is not compressed. */
export function isPlainContent({ headers }: Request): boolean {
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAXIMUM_CONTENT && headers['content-encoding'] === undefined;
}

/** The whole content as text; a connection that ends before is an error. */
export function readText(request: Request): Promise<string> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let others: Buffer[] | undefined;
    request.on('data', (chunk: Buffer) => {
      if (first === undefined) first = chunk;
      else (others ??= [first]).push(chunk);
    });
    request.on('end', () => {
      resolve((others === undefined ? first : Buffer.concat(others))?.toString('utf8') ?? '');
    });
    request.on('error', (cause) => {
      reject(Object.assign(new Error('the request was aborted', { cause }), { status: 400, type: 'request.aborted' }));
    });
  });
}

const readJson: RequestHandler = express.json({
  type: ['application/json', 'application/merge-patch+json'],
  limit: MAXIMUM_CONTENT,
  strict: false,
});

/** The body, from the text where that was read, else from the connection. */
export const jsonContent: RequestHandler = (request, response, next) => {
  const { text } = request as ReadRequest;
  if (text === undefined) {
    readJson(request, response, next);
    return;
  }
  try {
    request.body = JSON.parse(text) as unknown;
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
