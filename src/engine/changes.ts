/** The ledger: what an evacuation changed outside, recorded before it was changed; only this is undone (R21). */
import type { Change, HostEvacuation } from './entities.ts';

/** Whether the server is, or may be, off by an order of this evacuation. */
export function isPoweredOffByUs({ changes }: Pick<HostEvacuation, 'changes'>): boolean {
  return changes.some((change) => change.attribute === 'powerState' && change.undoneTime === undefined);
}

/** The changes, with those of the attribute, or all, marked as undone now. */
export function undone(changes: readonly Change[], attribute: Change['attribute'] | 'all', now: string): Change[] {
  return changes.map((change) =>
    attribute === 'all' || change.attribute === attribute ? { undoneTime: now, ...change } : change,
  );
}
