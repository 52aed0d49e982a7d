import { entry, type PhysicsState } from './physics.ts';
import type { Placement } from './site.ts';
import type { World } from './world.ts';

export interface Outage {
  total: number;
  max: number;
}

/** What a run cost (R23). */
export interface Measures {
  /** Seconds that servers were off or dead, all servers together. */
  serverOutageSeconds: number;
  /** Outage of the required functions, all together and the worst. */
  vnfOutageSeconds: Outage;
  /** Outage of the optional functions, which may be left behind (R15). */
  optionalVnfOutageSeconds: Outage;
  /** Number of required functions that were on a server when it died or was switched off. */
  vnfsLost: number;
  lostVnfInstanceIds: string[];
  /** Optional functions that were on a server when it died or was switched off. */
  leftBehindVnfInstanceIds: string[];
}

interface Meter {
  /** Counts one step of the physics. */
  count(before: PhysicsState, after: PhysicsState, placements: readonly Placement[]): void;
  /** Counts the short time that a function is out while it migrates. */
  interrupt(vnfInstanceId: string, seconds: number): void;
  measures(): Measures;
}

/** Counts outages, the same for both runs. */
export function createMeter(world: World): Meter {
  const servers = new Map<string, number>();
  const required = new Map<string, number>();
  const optional = new Map<string, number>();
  const lost = new Set<string>();
  const leftBehind = new Set<string>();
  const optionalVnfs = new Set<string>();
  return {
    count: (before, after, placements) => {
      const dt = after.time - before.time;
      const isUp = (hostId: string): boolean => entry(after.servers, hostId).power === 'ON';
      for (const { id } of world.servers) if (!isUp(id)) add(servers, id, dt);
      for (const [vnf, { isRequired, isRunning }] of vnfs(placements, isUp)) {
        if (!isRequired) optionalVnfs.add(vnf);
        if (isRunning) continue;
        add(isRequired ? required : optional, vnf, dt);
        const fell = placements.some(
          ({ vnfInstanceId, hostId }) =>
            vnfInstanceId === vnf && !isUp(hostId) && entry(before.servers, hostId).power === 'ON',
        );
        if (fell) (isRequired ? lost : leftBehind).add(vnf);
      }
    },
    interrupt: (vnfInstanceId, seconds) => {
      add(optionalVnfs.has(vnfInstanceId) ? optional : required, vnfInstanceId, seconds);
    },
    measures: () => ({
      serverOutageSeconds: outageOf(servers).total,
      vnfOutageSeconds: outageOf(required),
      optionalVnfOutageSeconds: outageOf(optional),
      vnfsLost: lost.size,
      lostVnfInstanceIds: [...lost].sort(),
      leftBehindVnfInstanceIds: [...leftBehind].sort(),
    }),
  };
}

interface VnfStatus {
  isRequired: boolean;
  isRunning: boolean;
}

/** A VNF runs while each of its virtual computes, or a duplicate of it, runs; it is required when one of them is. */
function vnfs(placements: readonly Placement[], isUp: (hostId: string) => boolean): Map<string, VnfStatus> {
  const found = new Map<string, VnfStatus>();
  for (const placement of placements.filter(({ duplicateOf }) => duplicateOf === undefined)) {
    const before = found.get(placement.vnfInstanceId) ?? { isRequired: false, isRunning: true };
    const copies = placements.filter(({ duplicateOf }) => duplicateOf === placement.computeId);
    found.set(placement.vnfInstanceId, {
      isRequired: before.isRequired || placement.required,
      isRunning: before.isRunning && [placement, ...copies].some(({ hostId }) => isUp(hostId)),
    });
  }
  return found;
}

function add(sums: Map<string, number>, id: string, seconds: number): void {
  sums.set(id, (sums.get(id) ?? 0) + seconds);
}

function outageOf(sums: ReadonlyMap<string, number>): Outage {
  const values = [...sums.values()];
  return { total: round(values.reduce((sum, value) => sum + value, 0)), max: round(Math.max(0, ...values)) };
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
