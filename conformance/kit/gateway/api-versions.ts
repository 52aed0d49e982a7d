import type { ConformanceCase } from '../case.ts';

/** SOL013 9.3.3: which versions there are. */
export const API_VERSIONS_CASES: readonly ConformanceCase[] = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'].flatMap(
  (api) => [
    {
      id: `${api}.api_versions.get-all-majors`,
      objective: 'The supported versions of all major versions are one object, not a list',
      clause: 'SOL013 9.3.3 (A2)',
      steps: [
        {
          send: { method: 'GET', path: `/${api}/api_versions` },
          expect: {
            status: 200,
            schema: `${api}#ApiVersionInformation`,
            body: [
              { at: '/uriPrefix', matches: `/${api}/?$` },
              { all: '/apiVersions/*/version', contains: '1.0.0' },
            ],
          },
        },
      ],
    },
  ],
);
