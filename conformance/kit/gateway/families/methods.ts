/** Methods that a resource has, and those that it has not (SOL013 6.4, RFC 9110 9). */
import type { ConformanceCase, Method } from '../../case.ts';
import { isList, methodsByPath } from '../../documents.ts';
import { problem } from '../../expect.ts';
import { caseId, OPERATIONS, requestFor } from '../operation-requests.ts';

const TRIED: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** For each path one of its operations, and all its methods. */
const PATHS = [...methodsByPath(OPERATIONS)].flatMap(([path, methods]) => {
  const operation = OPERATIONS.find((one) => one.path === path);
  return operation === undefined ? [] : [{ operation, methods, request: requestFor(operation) }];
});

/** `all` for a container, `one` for what is in it, nothing for a task. */
function place(operation: (typeof PATHS)[number]['operation']): string {
  if (operation.path.endsWith('}')) return 'one-';
  return isList(operation) || operation.method === 'GET' ? 'all-' : '';
}

const notSupported: ConformanceCase[] = PATHS.flatMap(({ operation, methods, request: { send, preconditions } }) =>
  TRIED.filter((method) => !methods.includes(method)).map((method) => ({
    id: caseId(operation, `${place(operation)}${method.toLowerCase()}-not-supported`),
    objective: `${method} on ${operation.path} is 405, and Allow lists the methods that there are`,
    clause: 'SOL013 6.4 (U4), RFC 9110 15.5.6',
    preconditions,
    steps: [
      {
        send: {
          method,
          path: send.path,
          ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
        },
        expect: problem(405, { headers: { allow: allowing(methods) } }),
      },
    ],
  })),
);

const options: ConformanceCase[] = PATHS.map(({ operation, methods, request: { send, preconditions } }) => ({
  id: caseId(operation, `${place(operation)}options`),
  objective: `OPTIONS on ${operation.path} tells the methods that there are`,
  clause: 'RFC 9110 9.3.7',
  preconditions,
  steps: [
    {
      send: { method: 'OPTIONS', path: send.path },
      expect: { status: [200, 204], headers: { allow: allowing(methods) } },
    },
  ],
}));

/** Matches an `Allow` that names exactly these methods; HEAD goes with GET, OPTIONS may be there. */
function allowing(methods: readonly Method[]): RegExp {
  const all = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])];
  const each = all.map((method) => `(?=.*\\b${method}\\b)`).join('');
  return new RegExp(`^${each}(?:(?:${all.join('|')}|OPTIONS)(?:,\\s*|$))+$`);
}

const head: ConformanceCase[] = OPERATIONS.filter(({ method }) => method === 'GET')
  .map(requestFor)
  .map(({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'head'),
    objective: `HEAD is ${operation.operationId} without the content`,
    clause: 'RFC 9110 9.3.2',
    steps: [
      {
        send: { ...send, method: 'HEAD' as const },
        expect: { status: 200, empty: true, headers: { 'content-type': /^application\/json/ } },
      },
    ],
  }));

export const METHOD_CASES: readonly ConformanceCase[] = [...notSupported, ...options, ...head];
