/** The ledger: what an evacuation changed outside, recorded before it was changed; only this is undone (R21). */
import type { Change, HostEvacuation } from './entities.ts';

type Ledger = Pick<HostEvacuation, 'changes'>;

/** The change of this attribute that is not undone yet. */
export function openChange({ changes }: Ledger, attribute: Change['attribute']): Change | undefined {
  return changes.find((change) => change.attribute === attribute && change.undoneTime === undefined);
}

/** Whether the server is, or may be, off by an order of this evacuation. */
export function isPoweredOffByUs(evacuation: Ledger): boolean {
  return openChange(evacuation, 'powerState') !== undefined;
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
