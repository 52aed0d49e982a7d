/** Client of the gateway: `import { createGatewayClient } from 'nfvi-te-gateway/client'`. */
import type { components as EnvnotifComponents } from '../../generated/envnotif.ts';
import type { components as VnfmigComponents } from '../../generated/vnfmig.ts';
import type { components as VrfmComponents } from '../../generated/vrfm.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo.ts';

export { createGatewayClient, type GatewayClient } from './gateway-client.ts';
export type { Answer, ApiClient } from './api-client.ts';
export { ifMatch } from './if-match.ts';
export { NotificationError, parseNotification, type Notifications } from './notifications.ts';
export { GatewayProblem, type ProblemDetails } from './problem.ts';
export type { GatewayClientOptions, Token } from './send.ts';

/** The types of each interface, by the names that the documents have for them. */
export type EnvnotifSchemas = EnvnotifComponents['schemas'];
export type VnfmigSchemas = VnfmigComponents['schemas'];
export type VrinfoSchemas = VrinfoComponents['schemas'];
export type VrfmSchemas = VrfmComponents['schemas'];
