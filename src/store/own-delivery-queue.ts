/**
 * The queue of notifications where no other process has the store open. What is queued is in the store; in which order it goes,
 * and what is claimed, is kept in memory, so that a notification leaves as soon as it is durable, without a transaction.
 */
import type { NotificationDelivery } from '../engine/entities.ts';
import type { Engine } from './connection.ts';
import { createDeliveryLine, type DeliveryLine, type Queued } from './delivery-line.ts';
import { createDeliveryRows, type Place } from './delivery-rows.ts';
import type { KeptDeliveryQueue } from './delivery-queue.ts';
import type { Queries } from './statements.ts';

/** Notifications that are kept in memory whole until they are claimed; of more only their places. */
const MAXIMUM_WHOLE = 5000;

export function createOwnDeliveryQueue(engine: Engine, queries: Queries): KeptDeliveryQueue {
  const rows = createDeliveryRows(engine, queries);
  const lines = new Map<string, DeliveryLine>();
  const queued = new Map<string, Queued>();
  const whole = new Map<string, NotificationDelivery>();
  const listeners = new Set<() => void>();
  let last = 0;

  const lineOf = ({ subscriptionId }: Place) => {
    const line = lines.get(subscriptionId) ?? createDeliveryLine();
    lines.set(subscriptionId, line);
    return line;
  };
  const add = ({ id, subscriptionId, resourceId, rank, nextAttemptTime }: Place) => {
    const one = { id, subscriptionId, resourceId, rank, nextAttemptTime, number: ++last, claimedBy: undefined };
    queued.set(id, one);
    lineOf(one).add(one);
  };
  const remove = (id: string) => {
    const one = queued.get(id);
    if (one === undefined) return;
    queued.delete(id);
    whole.delete(id);
    const line = lineOf(one);
    line.remove(one);
    if (line.isEmpty()) lines.delete(one.subscriptionId);
  };
  const claimedAmong = (ids: readonly string[], claimedBy: string) =>
    [...new Set(ids)].flatMap((id) => queued.get(id) ?? []).filter((one) => one.claimedBy === claimedBy);
  /** In the order of the identifiers; without those that are gone. */
  const read = async (ids: readonly string[]) => {
    const unread = ids.filter((id) => !whole.has(id));
    const found = new Map((unread.length === 0 ? [] : await rows.read(unread)).map((one) => [one.id, one]));
    return ids.flatMap((id) => whole.get(id) ?? found.get(id) ?? []);
  };

  return {
    async load() {
      for (const place of await rows.places()) add(place);
    },
    wrote(written) {
      for (const [id, one] of written) {
        remove(id);
        if (one === undefined) continue;
        add(one);
        if (whole.size < MAXIMUM_WHOLE) whole.set(id, one);
      }
      for (const listener of listeners) listener();
    },
    onQueued(listener) {
      listeners.add(listener);
    },
    async waiting(now) {
      const ids = [...lines].filter(([, line]) => line.isAnyDue(now)).map(([id]) => id);
      return ids.length === 0 ? [] : rows.subscriptions(ids);
    },
    async claim(subscriptionId, limit, claim) {
      const ids = lines.get(subscriptionId)?.claim(limit, claim) ?? [];
      const claimed = await read(ids);
      for (const id of ids) whole.delete(id);
      return claimed;
    },
    renew(ids, { claimedBy, until }) {
      const kept = claimedAmong(ids, claimedBy);
      for (const one of kept) lineOf(one).hold(one, { claimedBy, until });
      return Promise.resolve(kept.map(({ id }) => id));
    },
    async settle(claimedBy, { delivered, held }) {
      const own = new Set(
        claimedAmong(
          held.map(({ id }) => id),
          claimedBy,
        ).map(({ id }) => id),
      );
      const again = held.filter(({ id }) => own.has(id));
      await rows.settle(delivered, again);
      for (const id of delivered) remove(id);
      for (const { id, nextAttemptTime: until } of again) {
        const one = queued.get(id);
        if (one !== undefined) lineOf(one).hold(one, { claimedBy: undefined, until });
      }
    },
    release(now, claimedBy) {
      for (const one of queued.values())
        if (one.claimedBy === claimedBy) lineOf(one).hold(one, { claimedBy: undefined, until: now });
      return Promise.resolve();
    },
    async removeOrphans() {
      for (const id of await rows.removeOrphans()) remove(id);
    },
  };
}
