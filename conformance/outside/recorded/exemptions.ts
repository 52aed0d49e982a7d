import type { Exemption } from '../../kit/coverage.ts';
import { EXEMPTIONS as OF_THE_KIT } from '../../kit/gateway/exemptions.ts';

const ONLY_THE_VNF_MANAGER = 'the end of the callbackUri is known to the VNF manager that was subscribed at only';
const ONLY_THE_SERVICE = 'the secret in the Context is known to the subscribed Redfish service only';

/** Declared answers that nothing recorded can have, each with the reason. */
export const EXEMPTIONS: readonly Exemption[] = [
  ...OF_THE_KIT,
  { operations: /^callback\.notifyRedfishEvent$/, status: 204, reason: ONLY_THE_SERVICE },
  { operations: /^callback\.notifyRedfishEvent$/, status: 403, reason: ONLY_THE_SERVICE },
  { operations: /^callback\.\w+VnfLcm\w+$/, status: 204, reason: ONLY_THE_VNF_MANAGER },
];
