/**
 * The servers whose environment has to be heard (R6): those that host something, those being evacuated or waiting for their
 * restoration, and the servers that these rest on. They are kept as servers and functions come and go: sources are told of every
 * change, and nobody reads a hundred thousand functions each time.
 */
import type { ComputeHost } from './entities.ts';

export interface Following {
  setHost: (id: string, host: ComputeHost | undefined) => void;
  /** So many more functions, or fewer, run on the server. */
  addRunning: (computeHostId: string, count: 1 | -1) => void;
  /** The servers that are being evacuated, or wait for their restoration. */
  evacuated: () => ReadonlySet<string>;
  /** The servers that are off, or were told to go off or on. */
  off: () => ReadonlySet<string>;
  /** In order; the same list as long as nothing about it changed. */
  computeHostIds: () => readonly string[];
}

export function createFollowing(): Following {
  const running = new Map<string, number>();
  const evacuated = new Set<string>();
  const off = new Set<string>();
  const parents = new Map<string, string>();
  let list: readonly string[] | undefined;

  const isFollowed = (id: string) => running.has(id) || evacuated.has(id);
  const changing = (id: string, change: () => void) => {
    const before = isFollowed(id);
    change();
    if (isFollowed(id) !== before) list = undefined;
  };
  return {
    setHost(id, host) {
      changing(id, () => {
        if (host?.hostEvacuationId === undefined) evacuated.delete(id);
        else evacuated.add(id);
      });
      if (host === undefined || host.powerState === 'ON' || host.powerState === 'UNKNOWN') off.delete(id);
      else off.add(id);
      const parentId = host?.parentComputeHostId;
      if (parents.get(id) === parentId) return;
      if (parentId === undefined) parents.delete(id);
      else parents.set(id, parentId);
      list = undefined;
    },
    addRunning(id, count) {
      changing(id, () => {
        const next = (running.get(id) ?? 0) + count;
        if (next === 0) running.delete(id);
        else running.set(id, next);
      });
    },
    evacuated: () => evacuated,
    off: () => off,
    computeHostIds: () => (list ??= withParents([...running.keys(), ...evacuated], parents)),
  };
}

function withParents(ids: readonly string[], parents: ReadonlyMap<string, string>): string[] {
  const found = new Set<string>();
  for (const id of ids)
    for (let at: string | undefined = id; at !== undefined && !found.has(at); at = parents.get(at)) found.add(at);
  return [...found].sort();
}
