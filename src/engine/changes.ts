/** The ledger: what an evacuation changed outside, recorded before it was changed; only this is undone (R21). */
import { secondsBetween, type Change, type ComputeHost, type HostEvacuation } from './entities.ts';
import type { Policy } from './rules/policy.ts';

type Ledger = Pick<HostEvacuation, 'changes'>;

/** The change of this attribute that is not undone yet. */
export function openChange({ changes }: Ledger, attribute: Change['attribute']): Change | undefined {
  return changes.find((change) => change.attribute === attribute && change.undoneTime === undefined);
}

/** Whether the server is, or may be, off by an order of this evacuation. */
export function isPoweredOffByUs(evacuation: Ledger): boolean {
  return openChange(evacuation, 'powerState') !== undefined;
}

/** How long an orderly shutdown may take before power is cut, s. */
export function longestShutdown(host: ComputeHost, policy: Policy): number {
  return Math.max(host.characteristics?.shutdownTime ?? 0, policy.gracefulShutdownTime);
}

/** An order to power off was taken back, but the server may still go off by it. */
export function mayStillGoOff(
  { evacuation: { powerOffSentTime }, host, policy }: { evacuation: HostEvacuation; host: ComputeHost; policy: Policy },
  now: string,
): boolean {
  return powerOffSentTime !== undefined && secondsBetween(powerOffSentTime, now) < longestShutdown(host, policy);
}

/** What goes down with its server: it was given up, or has a duplicate elsewhere. */
export function leftBehind({
  deactivatedVirtualComputeIds = [],
  duplicatedVirtualComputeIds = [],
}: Pick<HostEvacuation, 'deactivatedVirtualComputeIds' | 'duplicatedVirtualComputeIds'>): string[] {
  return [...deactivatedVirtualComputeIds, ...duplicatedVirtualComputeIds];
}

/** The changes, with those of the attributes marked as undone now. */
export function undone(changes: readonly Change[], attributes: readonly Change['attribute'][], now: string): Change[] {
  return changes.map((change) => (attributes.includes(change.attribute) ? { undoneTime: now, ...change } : change));
}
