/** Media types of requests and answers (SOL013 4.2, 6.3, 6.4). */
import type { ConformanceCase } from '../../case.ts';
import { problem } from '../../expect.ts';
import { APIS, caseId, OPERATIONS, requestFor } from '../operation-requests.ts';
import { ONE_LIST } from './one-list.ts';

const ALL = OPERATIONS.map(requestFor);

const notAcceptable: ConformanceCase[] = ALL.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'accept-other-than-json'),
  objective: `${operation.operationId} for a caller that takes no JSON is refused with 406`,
  clause: 'SOL013 4.2.2, 6.4 (H2)',
  steps: [{ send: { ...send, headers: { accept: 'text/html' } }, expect: problem(406) }],
}));

const unsupported: ConformanceCase[] = ALL.filter(({ send }) => send.body !== undefined).map(
  ({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'content-type-other-than-json'),
    objective: `${operation.operationId} with content that is declared as text is refused with 415`,
    clause: 'SOL013 4.2.2 (H2), RFC 9110 15.5.16',
    steps: [{ send: { ...send, headers: { 'content-type': 'text/plain' } }, expect: problem(415) }],
  }),
);

const exactly: ConformanceCase[] = ALL.filter(({ operation }) => operation.method === 'GET').map(
  ({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'content-type-exact'),
    objective: `The content type of ${operation.operationId} is application/json without parameters`,
    clause: 'SOL013 4.2.3 (H1), RFC 8259 11',
    steps: [{ send, expect: { status: 200, headers: { 'content-type': 'application/json' } } }],
  }),
);

const ACCEPTED: Readonly<Record<string, string>> = {
  anything: '*/*',
  'any-application': 'application/*',
  'with-quality': 'text/html, application/json;q=0.5',
};

const accepted: ConformanceCase[] = APIS.flatMap((api) =>
  Object.entries(ACCEPTED).map(([name, accept]) => ({
    id: `${api}.${ONE_LIST[api]}.accept-${name}`,
    objective: `An Accept of ${accept} is met with JSON`,
    clause: 'SOL013 4.2.2 (H2), RFC 9110 12.5.1',
    steps: [
      {
        send: { method: 'GET', path: `/${api}/v1/${ONE_LIST[api]}`, headers: { accept } },
        expect: { status: 200, headers: { 'content-type': /^application\/json/ } },
      },
    ],
  })),
);

const acceptedWithoutHeader: ConformanceCase[] = APIS.map((api) => ({
  id: `${api}.${ONE_LIST[api]}.accept-missing`,
  objective: 'A request without Accept is served',
  clause: 'RFC 9110 12.5.1',
  steps: [
    {
      send: { method: 'GET', path: `/${api}/v1/${ONE_LIST[api]}`, headers: { accept: null } },
      expect: { status: 200, headers: { 'content-type': /^application\/json/ } },
    },
  ],
}));

const problems: ConformanceCase[] = APIS.map((api) => ({
  id: `${api}.${ONE_LIST[api]}.problem-content-type-exact`,
  objective: 'The content type of a refusal is application/problem+json without parameters',
  clause: 'SOL013 6.3, RFC 9457 3',
  steps: [
    {
      send: { method: 'GET', path: `/${api}/v1/${ONE_LIST[api]}/kit-none` },
      expect: problem(404, { headers: { 'content-type': 'application/problem+json' } }),
    },
  ],
}));

const withCharset: ConformanceCase = {
  id: 'vrinfo.resource_zones.post-content-type-with-charset',
  objective: 'A charset beside application/json in a request is tolerated',
  clause: 'RFC 8259 11, RFC 9110 8.3',
  preconditions: ['newId'],
  steps: [
    {
      send: {
        method: 'POST',
        path: '/vrinfo/v1/resource_zones',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: { zoneId: '{newId}' },
      },
      expect: { status: 201 },
    },
  ],
  finally: [{ method: 'DELETE', path: '/vrinfo/v1/resource_zones/{newId}' }],
};

export const MEDIA_TYPE_CASES: readonly ConformanceCase[] = [
  ...notAcceptable,
  ...unsupported,
  ...exactly,
  ...accepted,
  ...acceptedWithoutHeader,
  ...problems,
  withCharset,
];
