import { API_VERSION } from '../api-version.ts';

const information = (uriPrefix: string) => ({
  status: 200 as const,
  body: { uriPrefix, apiVersions: [{ version: API_VERSION, isDeprecated: false }] },
});

export const apiVersionHandlers = (apiName: string) => ({
  listApiVersions: () => Promise.resolve(information(`/${apiName}/`)),
  listMajorApiVersions: () => Promise.resolve(information(`/${apiName}/v1/`)),
});
