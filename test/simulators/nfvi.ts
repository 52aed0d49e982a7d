import type { Vim, VimCompute } from '../../src/southbound/vim/vim.ts';
import { DomainError } from '../../src/problem.ts';

/** Servers and what runs on them, behind the interface of a VIM. */
export interface Nfvi {
  vim: Vim;
  /** Virtual compute → its server; what is absent is not told. */
  hosts: Map<string, string>;
  /** Virtual computes that are there but do not run. */
  stopped: Set<string>;
  withdrawn: Set<string>;
}

export function createNfvi(computeHostIds: readonly string[]): Nfvi {
  const hosts = new Map<string, string>();
  const stopped = new Set<string>();
  const withdrawn = new Set<string>();
  const refuse = () => Promise.reject(new DomainError('SouthboundRefused', 'this VIM migrates nothing'));
  const computes = (): VimCompute[] =>
    [...hosts].map(([computeId, hostId]) => ({
      computeId,
      hostId,
      operationalState: stopped.has(computeId) ? 'DISABLED' : 'ENABLED',
    }));
  const vim: Vim = {
    id: 'nfvi',
    computeHostIds,
    readVirtualComputes: (wanted) => Promise.resolve(computes().filter(({ hostId }) => wanted.includes(hostId))),
    findVirtualComputes: (wanted) => Promise.resolve(computes().filter(({ computeId }) => wanted.includes(computeId))),
    readArriving: () => Promise.resolve([]),
    readScheduling: (id) =>
      Promise.resolve({ schedulingState: withdrawn.has(id) ? 'WITHDRAWN' : 'ENABLED', markedPoweredOff: false }),
    withdraw: (id) => {
      withdrawn.add(id);
      return Promise.resolve();
    },
    restore: (id) => {
      withdrawn.delete(id);
      return Promise.resolve();
    },
    markPoweredOff: refuse,
    migrate: refuse,
    readMigration: () => Promise.resolve(undefined),
    abortMigration: refuse,
    cleanUp: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  return { vim, hosts, stopped, withdrawn };
}
