/** A VNF manager sees and answers only its own; what is another's does not exist for it (SOL013 6.4: 404). */
import type { Caller } from './caller.ts';

/** Migration requests and VNFs: those of its `vnfmId`. */
export function ownVnfm({ vnfmId }: Caller): Record<string, string> {
  return vnfmId === undefined ? {} : { vnfmId };
}

/** Subscriptions: those that the same client made, whoever it is. */
export function ownClient({ clientId }: Caller): Record<string, string> {
  return clientId === undefined ? {} : { clientId };
}
