import type { Exemption } from '../coverage.ts';

const ANY = /^.*$/;

/** Declared answers that no case asks for, each with the reason. */
export const EXEMPTIONS: readonly Exemption[] = [
  { operations: ANY, status: 500, reason: 'a fault of the implementation that no request can provoke' },
  { operations: ANY, status: 503, reason: 'overload, start and stop, which the kit neither causes nor may cause' },
  {
    operations: /^vrinfo\.(modifyComputeHost|modifyVirtualCompute|modifyResourceZone|deleteVirtualCompute)$/,
    status: 409,
    reason: 'allowed where an implementation has states that forbid it; no state has to',
  },
];
