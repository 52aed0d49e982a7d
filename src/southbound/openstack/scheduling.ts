import type { VimScheduling } from '../vim/vim.ts';
import type { ComputeService } from './nova.ts';

const OURS = /^nfvi-te-gateway: host evacuation (.+)$/;

/** The `disabled_reason` that says that this evacuation withdrew the server, and may give it back. R18. */
export function reasonFor(hostEvacuationId: string): string {
  return `nfvi-te-gateway: host evacuation ${hostEvacuationId}`;
}

/** What a nova-compute tells of the server. R18. */
export function schedulingOf(service: ComputeService): VimScheduling {
  const reason = service.disabled_reason ?? undefined;
  const markedPoweredOff = service.forced_down === true;
  if (service.status === 'enabled') return { schedulingState: 'ENABLED', markedPoweredOff };
  const hostEvacuationId = reason === undefined ? undefined : OURS.exec(reason)?.[1];
  return {
    schedulingState: 'WITHDRAWN',
    markedPoweredOff,
    ...(hostEvacuationId === undefined ? {} : { hostEvacuationId }),
    ...(reason === undefined ? {} : { reason }),
  };
}
