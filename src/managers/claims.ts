/** What this process has claimed of the queue, and until when: kept while it lives, and anybody's soon after it died. */
import { v4 as uuidv4 } from 'uuid';
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import { toTime, type NotificationDelivery } from '../engine/entities.ts';
import type { DeliveryQueue } from '../store/store.ts';
import { createLoop } from '../loop.ts';

export interface Claims {
  readonly claimedBy: string;
  claim(subscriptionId: string, limit: number): Promise<NotificationDelivery[]>;
  /** Whether a notification is still this process's own; not when it was paused for longer than its claims hold. */
  isHeld: (id: string) => boolean;
  /** Nothing is left to do for these. */
  end(ids: readonly string[]): void;
  start(): void;
  /** Ends them all. */
  stop(): Promise<void>;
}

/** A claim of a process that died is free after this. */
const CLAIM_MILLISECONDS = 10_000;
const RENEW_MILLISECONDS = 3000;
/** Before a claim ends it is not relied on any more: a notification that is sent then may arrive after its end. */
const MARGIN_MILLISECONDS = 1000;

export function createClaims(queue: DeliveryQueue, log: Log): Claims {
  const claimedBy = uuidv4();
  /** Their ends, in milliseconds. */
  const ends = new Map<string, number>();

  const next = () => {
    const now = Date.now();
    const end = now + CLAIM_MILLISECONDS;
    return { claimedBy, now: toTime(now), until: toTime(end), end };
  };
  const renew = async () => {
    if (ends.size === 0) return;
    const claim = next();
    const asked = [...ends.keys()];
    const kept = new Set(await queue.renew(asked, claim));
    for (const id of asked.filter((one) => ends.has(one))) {
      if (kept.has(id)) ends.set(id, claim.end);
      else ends.delete(id);
    }
  };
  const renewing = createLoop(renew, RENEW_MILLISECONDS, (error) => {
    log.error({ error: reasonOf(error) }, 'claims on notifications could not be kept; they may come twice');
  });
  return {
    claimedBy,
    async claim(subscriptionId, limit) {
      const claim = next();
      const claimed = await queue.claim(subscriptionId, limit, claim);
      for (const { id } of claimed) ends.set(id, claim.end);
      return claimed;
    },
    isHeld: (id) => {
      const isHeld = (ends.get(id) ?? 0) > Date.now() + MARGIN_MILLISECONDS;
      if (!isHeld) ends.delete(id);
      return isHeld;
    },
    end: (ids) => {
      for (const id of ids) ends.delete(id);
    },
    start: () => {
      renewing.start();
    },
    async stop() {
      await renewing.stop();
      try {
        await queue.release(toTime(Date.now()), claimedBy);
      } catch (error) {
        log.warn({ error: reasonOf(error) }, 'claims on notifications could not be ended; they end by themselves');
      }
    },
  };
}
