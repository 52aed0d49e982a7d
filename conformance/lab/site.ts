import type { Scenario } from './world.ts';

/** A virtual compute where it really runs. */
export interface Placement {
  computeId: string;
  hostId: string;
  vnfInstanceId: string;
  vnfmId: string;
  required: boolean;
  /** The compute that it is a second instance of (R10). */
  duplicateOf: string | undefined;
  size: Size;
}

interface Size {
  numVirtualCpu: number;
  virtualMemSize: number;
  sizeOfStorage: number;
  bandwidth: number;
}

/** Ground truth of which function runs where, as a VIM keeps it. */
export interface Site {
  placements(): readonly Placement[];
  /** Moves a virtual compute; answers with the reason when the target does not take it. */
  migrate(computeId: string, targetId: string): string | undefined;
  /** Makes a second instance; answers with the reason when the target does not take it. */
  duplicate(computeId: string, targetId: string, newComputeId: string): string | undefined;
}

type VirtualCompute = Scenario['site']['virtualComputes'][number];

const DIMENSIONS = ['numVirtualCpu', 'virtualMemSize', 'sizeOfStorage', 'bandwidth'] as const;

/** Makes the site of a scenario; `isOn` tells whether a server runs at the moment. */
export function createSite(scenario: Scenario, isOn: (hostId: string) => boolean): Site {
  const placements = scenario.site.virtualComputes.map(createPlacement);
  const find = (computeId: string): Placement | undefined =>
    placements.find((placement) => placement.computeId === computeId);
  const refusal = (placement: Placement | undefined, targetId: string): string | undefined => {
    const target = scenario.site.computeHosts.find(({ id }) => id === targetId);
    if (placement === undefined) return 'no such virtual compute';
    if (target === undefined) return `no server ${targetId}`;
    if (!isOn(placement.hostId)) return `${placement.hostId} is not running`;
    if (!isOn(targetId)) return `${targetId} is not running`;
    const there = placements.filter(
      ({ hostId, computeId }) => hostId === targetId && computeId !== placement.computeId,
    );
    const full = DIMENSIONS.find((dimension) => {
      const room = target.capacity?.[dimension] ?? Number.POSITIVE_INFINITY;
      return there.reduce((sum, { size }) => sum + size[dimension], placement.size[dimension]) > room;
    });
    return full === undefined ? undefined : `${targetId} is full: ${full}`;
  };
  return {
    placements: () => placements,
    migrate: (computeId, targetId) => {
      const placement = find(computeId);
      const refused = refusal(placement, targetId);
      if (refused === undefined && placement !== undefined) placement.hostId = targetId;
      return refused;
    },
    duplicate: (computeId, targetId, newComputeId) => {
      const placement = find(computeId);
      const refused = find(newComputeId) === undefined ? refusal(placement, targetId) : `${newComputeId} exists`;
      if (refused === undefined && placement !== undefined) {
        placements.push({ ...placement, computeId: newComputeId, hostId: targetId, duplicateOf: computeId });
      }
      return refused;
    },
  };
}

function createPlacement(compute: VirtualCompute): Placement {
  const { computeId, hostId, vnfInstanceId, vnfmId, required } = compute;
  const sum = (values: (number | undefined)[] = []): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    computeId,
    hostId,
    vnfInstanceId,
    vnfmId,
    required: required ?? true,
    duplicateOf: undefined,
    size: {
      numVirtualCpu: compute.virtualCpu?.numVirtualCpu ?? 0,
      virtualMemSize: compute.virtualMemory?.virtualMemSize ?? 0,
      sizeOfStorage: sum(compute.virtualDisks?.map(({ sizeOfStorage }) => sizeOfStorage)),
      bandwidth: sum(compute.virtualNetworkInterface?.map(({ bandwidth }) => bandwidth)),
    },
  };
}
