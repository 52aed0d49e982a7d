/** The header `Version` and what an interface says of its versions (SOL013 4.2, 9). */
import type { ConformanceCase, Expectation, RequestTemplate } from '../../case.ts';
import { problem } from '../../expect.ts';
import { APIS, caseId, OPERATIONS, requestFor } from '../operation-requests.ts';
import { ONE_LIST } from './one-list.ts';

const ALL = OPERATIONS.map(requestFor);
const VERSIONED = ALL.filter(({ operation }) => !operation.path.endsWith('/api_versions'));

const malformed: ConformanceCase[] = VERSIONED.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'version-malformed'),
  objective: `${operation.operationId} with a Version that is not MAJOR.MINOR.PATCH is refused with 400`,
  clause: 'SOL013 9.1, 9.2 (V3)',
  steps: [{ send: { ...send, headers: { version: 'latest' } }, expect: problem(400) }],
}));

const unsupported: ConformanceCase[] = VERSIONED.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'version-unsupported'),
  objective: `${operation.operationId} with a version that there is not is refused with 406`,
  clause: 'SOL013 9.2 (V3)',
  steps: [{ send: { ...send, headers: { version: '9.0.0' } }, expect: problem(406) }],
}));

const missing: ConformanceCase[] = VERSIONED.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'version-missing'),
  objective: `${operation.operationId} without Version is refused with 400`,
  clause: 'SOL013 9.2 (V2, V3)',
  needs: ['strict'],
  steps: [{ send: { ...send, headers: { version: null } }, expect: problem(400) }],
}));

const missingTolerated: ConformanceCase[] = VERSIONED.filter(({ operation }) => operation.method === 'GET').map(
  ({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'version-missing-tolerated'),
    objective: `${operation.operationId} without Version is served in the newest version, which the answer names`,
    clause: 'SOL013 4.2.3 (V4)',
    needs: ['lenient'],
    steps: [{ send: { ...send, headers: { version: null } }, expect: { status: 200, headers: { version: '1.0.0' } } }],
  }),
);

const told: ConformanceCase[] = ALL.filter(({ operation }) => operation.method === 'GET').map(
  ({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'version-told'),
    objective: `The answer of ${operation.operationId} names its version`,
    clause: 'SOL013 4.2.3 (V4)',
    steps: [{ send, expect: { status: 200, headers: { version: '1.0.0' } } }],
  }),
);

/** One request for each kind of refusal, below a path that has a list. */
const REFUSALS: readonly [status: number, request: (list: string) => RequestTemplate][] = [
  [400, (list) => ({ method: 'GET', path: list, query: { nextpage_opaque_marker: 'no marker of this list' } })],
  [404, (list) => ({ method: 'GET', path: `${list}/kit-none` })],
  [405, (list) => ({ method: 'DELETE', path: list })],
  [406, (list) => ({ method: 'GET', path: list, headers: { accept: 'text/html' } })],
];

const toldInRefusals: ConformanceCase[] = APIS.flatMap((api) =>
  REFUSALS.map(([status, request]) => ({
    id: `${api}.${ONE_LIST[api]}.version-told-in-${status}`,
    objective: `An answer ${status} names its version too`,
    clause: 'SOL013 4.2.3 (V4)',
    steps: [
      {
        send: request(`/${api}/v1/${ONE_LIST[api]}`),
        expect: problem(status, { headers: { version: '1.0.0' } }),
      },
    ],
  })),
);

/** Texts that are no version identifiers. */
const NO_VERSIONS: Readonly<Record<string, string>> = {
  'one-number': '1',
  'two-numbers': '1.0',
  'four-numbers': '1.0.0.0',
  'leading-letter': 'v1.0.0',
  'leading-zero': '01.0.0',
  prerelease: '1.0.0-beta',
};

const malformedInOtherWays: ConformanceCase[] = APIS.flatMap((api) =>
  Object.entries(NO_VERSIONS).map(([name, version]) => ({
    id: `${api}.${ONE_LIST[api]}.version-malformed-${name}`,
    objective: `The Version ${version} is refused with 400`,
    clause: 'SOL013 9.1 (V1, V3)',
    steps: [
      { send: { method: 'GET', path: `/${api}/v1/${ONE_LIST[api]}`, headers: { version } }, expect: problem(400) },
    ],
  })),
);

const implementationPart: ConformanceCase[] = APIS.map((api) => ({
  id: `${api}.${ONE_LIST[api]}.version-with-implementation-part`,
  objective: 'A Version with the part -impl: is understood',
  clause: 'SOL013 9.1 (V1)',
  steps: [
    {
      send: {
        method: 'GET',
        path: `/${api}/v1/${ONE_LIST[api]}`,
        headers: { version: '1.0.0-impl:example.com:conformanceKit:1' },
      },
      // Served, or refused because there is no such implementation; but not as malformed.
      expect: [{ status: 200, headers: { version: /^1\.0\.0/ } }, problem(406)],
    },
  ],
}));

function versionsAt(api: string, path: string, uriPrefix: string): Expectation {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    schema: `${api}#ApiVersionInformation`,
    body: [
      { at: '/uriPrefix', matches: uriPrefix },
      { all: '/apiVersions/*/version', contains: '1.0.0', unique: true },
      ...(path.includes('/v1/') ? [{ at: '/apiVersions/*/version', matches: '^1\\.' }] : []),
    ],
  };
}

const apiVersions: ConformanceCase[] = APIS.flatMap((api) =>
  [
    { path: `/${api}/api_versions`, name: 'all', uriPrefix: `/${api}/?$`, what: 'of all major versions' },
    { path: `/${api}/v1/api_versions`, name: 'major', uriPrefix: `/${api}/v1/?$`, what: 'of major version 1' },
  ].flatMap(({ path, name, uriPrefix, what }): ConformanceCase[] => [
    {
      id: `${api}.api_versions.${name}`,
      objective: `The supported versions ${what} are one object, not a list`,
      clause: 'SOL013 7.1.6, 9.3.3 (A1 to A3)',
      steps: [{ send: { method: 'GET', path }, expect: versionsAt(api, path, uriPrefix) }],
    },
    {
      id: `${api}.api_versions.${name}-without-version`,
      objective: `The supported versions ${what} can be read without Version`,
      clause: 'SOL013 9.3.3 (A4)',
      steps: [{ send: { method: 'GET', path, headers: { version: null } }, expect: { status: 200 } }],
    },
  ]),
);

export const VERSION_CASES: readonly ConformanceCase[] = [
  ...apiVersions,
  ...malformed,
  ...unsupported,
  ...missing,
  ...missingTolerated,
  ...told,
  ...toldInRefusals,
  ...malformedInOtherWays,
  ...implementationPart,
];
