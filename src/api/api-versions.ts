/** The one version of each API that is supported (SOL013 9.1, 9.3.3). */
export const API_VERSION = '1.0.0';

const information = (uriPrefix: string) => ({
  status: 200 as const,
  body: { uriPrefix, apiVersions: [{ version: API_VERSION, isDeprecated: false }] },
});

export const apiVersionHandlers = (apiName: string) => ({
  listApiVersions: () => Promise.resolve(information(`/${apiName}/`)),
  listMajorApiVersions: () => Promise.resolve(information(`/${apiName}/v1/`)),
});
