import { DomainError } from '../../problem.ts';

/** What a VIM calls its servers: `computeHosts` of the configuration, both ways. */
export interface HostNames {
  /** The servers, by the gateway's own identifiers. */
  computeHostIds: readonly string[];
  /** Throws DomainError `SouthboundRefused` for a server that the VIM does not manage. */
  nameOf(computeHostId: string): string;
  /** Undefined where no server is configured under the name. */
  computeHostIdOf(name: string | null | undefined): string | undefined;
}

export function createHostNames(vimId: string, computeHosts: Record<string, string>): HostNames {
  const names = new Map(Object.entries(computeHosts));
  const computeHostIds = new Map([...names].map(([computeHostId, name]) => [name, computeHostId]));
  return {
    computeHostIds: [...names.keys()],
    nameOf(computeHostId) {
      const name = names.get(computeHostId);
      if (name !== undefined) return name;
      throw new DomainError('SouthboundRefused', `VIM ${vimId} does not manage ${computeHostId}`);
    },
    computeHostIdOf: (name) => computeHostIds.get(name ?? ''),
  };
}
