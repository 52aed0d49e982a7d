import type { paths as EnvnotifPaths } from '../../generated/envnotif.ts';
import type { paths as VnfmigPaths } from '../../generated/vnfmig.ts';
import type { paths as VrfmPaths } from '../../generated/vrfm.ts';
import type { paths as VrinfoPaths } from '../../generated/vrinfo.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { createSend, type GatewayClientOptions } from './send.ts';

export interface GatewayClient {
  envnotif: ApiClient<EnvnotifPaths>;
  vnfmig: ApiClient<VnfmigPaths>;
  vrinfo: ApiClient<VrinfoPaths>;
  vrfm: ApiClient<VrfmPaths>;
}

/** Typed clients of the four interfaces, which share one token. */
export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  const send = createSend(options);
  const apiRoot = options.apiRoot.replace(/\/+$/, '');
  return {
    envnotif: createApiClient(`${apiRoot}/envnotif`, send),
    vnfmig: createApiClient(`${apiRoot}/vnfmig`, send),
    vrinfo: createApiClient(`${apiRoot}/vrinfo`, send),
    vrfm: createApiClient(`${apiRoot}/vrfm`, send),
  };
}
