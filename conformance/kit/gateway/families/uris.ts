/** Paths, identifiers and query parameters that are wrong (SOL013 4.1, 6.4). */
import type { ConformanceCase } from '../../case.ts';
import { problem } from '../../expect.ts';
import { APIS, caseId, OPERATIONS, pathWith, requestFor } from '../operation-requests.ts';
import { ONE_LIST } from './one-list.ts';

const ALL = OPERATIONS.map(requestFor);
const WITH_IDENTIFIER = ALL.filter(({ operation }) => operation.pathParameters.length > 0);
const READING = ALL.filter(({ operation }) => operation.method === 'GET');

const unknownIdentifier: ConformanceCase[] = WITH_IDENTIFIER.map(({ operation, send, preconditions, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'unknown-identifier'),
  objective: `${operation.operationId} of something that there is not is 404`,
  clause: 'SOL013 6.4',
  preconditions: [...preconditions, 'newId'],
  steps: [{ send: { ...send, path: pathWith(operation, ['{newId}']) }, expect: problem(404) }],
}));

const malformedPath: ConformanceCase[] = WITH_IDENTIFIER.filter(({ operation }) => operation.method === 'GET').map(
  ({ operation }) => ({
    id: caseId(operation, 'path-malformed'),
    objective: `${operation.operationId} with a path that cannot be decoded is 400`,
    clause: 'RFC 3986 2.1, SOL013 6.4',
    steps: [{ send: { method: 'GET', path: pathWith(operation, ['%E0%A4%A']) }, expect: problem(400) }],
  }),
);

const unknownParameter: ConformanceCase[] = READING.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'unknown-parameter'),
  objective: `${operation.operationId} with a query parameter that there is not is refused with 400`,
  clause: 'SOL013 6.4, TST010 7.3.5.1.4',
  steps: [{ send: { ...send, query: { kitUnknown: 'x' } }, expect: problem(400) }],
}));

/** RFC 9110 wants 8000 octets to be taken. */
const TOO_LONG = 'x'.repeat(12_000);

const tooLong: ConformanceCase[] = ALL.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'uri-too-long'),
  objective: `${operation.operationId} with a URI of 12000 characters is 414; where that is not too long, 400`,
  clause: 'SOL013 6.4, RFC 9110 15.5.15',
  steps: [{ send: { ...send, query: { kitUnknown: TOO_LONG } }, expect: [problem(414), problem(400)] }],
}));

const ofAnInterface: ConformanceCase[] = APIS.flatMap((api): ConformanceCase[] => [
  {
    id: `${api}.nothing.get`,
    objective: 'A path that leads to nothing is 404, and the answer names its version',
    clause: 'SOL013 4.2.3 (V4), 6.4',
    steps: [
      {
        send: { method: 'GET', path: `/${api}/v1/kit_nothing` },
        expect: problem(404, { headers: { version: true } }),
      },
    ],
  },
  {
    id: `${api}.other_major.get`,
    objective: 'A major version that there is not is 404',
    clause: 'SOL013 4.1 (U1)',
    steps: [{ send: { method: 'GET', path: `/${api}/v9/${ONE_LIST[api]}` }, expect: problem(404) }],
  },
  {
    id: `${api}.${ONE_LIST[api]}.list-double-slashes`,
    objective: 'Two slashes mean one, because an apiRoot may end with one',
    clause: 'SOL013 4.1 (U1), TST010 apiRoot',
    steps: [
      { send: { method: 'GET', path: `//${api}/v1/${ONE_LIST[api]}` }, expect: { status: 200 } },
      { send: { method: 'GET', path: `/${api}//v1//${ONE_LIST[api]}` }, expect: { status: 200 } },
    ],
  },
]);

/** Identifiers that have to be percent-encoded in a path. */
const IDENTIFIERS: Readonly<Record<string, string>> = {
  slash: 'rack 7/unit 3',
  'percent-sign': 'a%2Fb',
  letters: 'ü—名',
  'question-mark': 'x?y#z',
};

const encoded: ConformanceCase[] = Object.entries(IDENTIFIERS).map(([name, identifier]) => ({
  id: `vrinfo.resource_zones.identifier-with-${name}`,
  objective: `The zone "${identifier}" is found under the Location that its creation gave`,
  clause: 'RFC 3986 2.1, SOL013 4.2.3',
  preconditions: ['newId'],
  steps: [
    {
      send: { method: 'POST', path: '/vrinfo/v1/resource_zones', body: { zoneId: `{newId} ${identifier}` } },
      expect: { status: 201, headers: { location: /^https?:\/\/[!-~]+$/ } },
      save: { location: { header: 'location' } },
    },
    {
      send: { method: 'GET', path: '{location}' },
      expect: {
        status: 200,
        body: [
          { at: '/zoneId', is: `{newId} ${identifier}` },
          { at: '/_links/self/href', is: '{location}' },
        ],
      },
    },
  ],
  finally: [{ method: 'DELETE', path: '{location}' }],
}));

export const URI_CASES: readonly ConformanceCase[] = [
  ...unknownIdentifier,
  ...malformedPath,
  ...unknownParameter,
  ...tooLong,
  ...ofAnInterface,
  ...encoded,
];
