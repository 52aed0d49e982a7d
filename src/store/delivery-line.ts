/** The notifications that wait for one subscriber: of each resource the oldest goes first, of those the most urgent (SOL013 5.6). */
import type { Claim } from './store.ts';

export interface Queued {
  readonly id: string;
  readonly subscriptionId: string;
  readonly resourceId: string;
  readonly rank: string;
  /** Its place among all that were queued. */
  readonly number: number;
  /** Until then it is claimed, or waits for its next attempt. */
  nextAttemptTime: string;
  claimedBy: string | undefined;
}

export interface DeliveryLine {
  add(one: Queued): void;
  remove(one: Queued): void;
  isAnyDue(now: string): boolean;
  /** Claims what is due, the most urgent first; gives the identifiers. */
  claim(limit: number, claim: Claim): string[];
  /** Nobody claims it before that time. */
  hold(one: Queued, claim: { claimedBy: string | undefined; until: string }): void;
  isEmpty(): boolean;
}

export function createDeliveryLine(): DeliveryLine {
  /** The oldest first. */
  const byResource = new Map<string, Queued[]>();
  // The oldest of each resource: those that were due when they were looked at, and the others.
  const due = createSorted((a, b) => a.rank < b.rank || (a.rank === b.rank && a.number < b.number));
  const later = createSorted(
    (a, b) => a.nextAttemptTime < b.nextAttemptTime || (a.nextAttemptTime === b.nextAttemptTime && a.number < b.number),
  );

  const look = (now: string) => {
    for (const one of later.takeWhile((other) => other.nextAttemptTime <= now)) due.add(one);
  };
  const takeOut = (one: Queued) => {
    if (!later.remove(one)) due.remove(one);
  };
  return {
    add(one) {
      const others = byResource.get(one.resourceId);
      if (others !== undefined) {
        others.push(one);
        return;
      }
      byResource.set(one.resourceId, [one]);
      later.add(one);
    },
    remove(one) {
      const others = byResource.get(one.resourceId) ?? [];
      if (others[0] !== one) {
        others.splice(others.indexOf(one), 1);
        return;
      }
      others.shift();
      takeOut(one);
      const next = others.at(0);
      if (next === undefined) byResource.delete(one.resourceId);
      else later.add(next);
    },
    isAnyDue(now) {
      look(now);
      return !due.isEmpty();
    },
    claim(limit, { claimedBy, now, until }) {
      look(now);
      const claimed = due.takeFirst(limit);
      for (const one of claimed) {
        one.claimedBy = claimedBy;
        one.nextAttemptTime = until;
        later.add(one);
      }
      return claimed.map(({ id }) => id);
    },
    hold(one, { claimedBy, until }) {
      takeOut(one);
      one.claimedBy = claimedBy;
      one.nextAttemptTime = until;
      later.add(one);
    },
    isEmpty: () => byResource.size === 0,
  };
}

/** In the order in which they go; most of what comes goes behind all others. */
function createSorted(isBefore: (a: Queued, b: Queued) => boolean) {
  const sorted: Queued[] = [];
  const placeOf = (one: Queued) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = sorted[middle];
      if (other !== undefined && isBefore(other, one)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    add: (one: Queued) => {
      sorted.splice(placeOf(one), 0, one);
    },
    remove(one: Queued) {
      const place = placeOf(one);
      if (sorted[place] !== one) return false;
      sorted.splice(place, 1);
      return true;
    },
    takeFirst: (count: number) => sorted.splice(0, count),
    takeWhile(fits: (one: Queued) => boolean) {
      const end = sorted.findIndex((one) => !fits(one));
      return sorted.splice(0, end < 0 ? sorted.length : end);
    },
    isEmpty: () => sorted.length === 0,
  };
}
