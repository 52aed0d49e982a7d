/**
 * Step 200 where several processes share the store: the notifications of a batch are taken together, by a few statements. Each
 * goes the way of all others, `receive`, on what was read for the whole batch; one that wants to read or write more is left as it
 * was. First those that change nothing (`readQuiet`), then those that move no level (`readStates`); the rest has transactions of
 * its own.
 */
import type { AddedNotification, SharedIntake, Tables } from '../store/store.ts';
import { beyond, BeyondTheBatch, NOTHING, type Prepare } from './batch.ts';
import type { Context } from './context.ts';
import type { EnvironmentData, EnvironmentNotification } from './entities.ts';
import { receive, type Incoming, type Received } from './receive.ts';
import { keyOf } from './topology.ts';

/** What notifications that were left are about: those that come later for the same wait until they were taken. */
export interface Left {
  has(data: readonly EnvironmentData[]): boolean;
  add(data: readonly EnvironmentData[]): void;
  /** Those were taken. */
  delete(data: readonly EnvironmentData[]): void;
}

export function createLeft(): Left {
  /** How many, by key, and by parameter type where a zone is meant and with it any server. */
  const counts = new Map<string, number>();
  const change = (data: readonly EnvironmentData[], by: 1 | -1) => {
    for (const datum of data)
      for (const key of datum.resourceZoneId === undefined ? [keyOf(datum)] : [keyOf(datum), datum.parameterType]) {
        const count = (counts.get(key) ?? 0) + by;
        if (count === 0) counts.delete(key);
        else counts.set(key, count);
      }
  };
  return {
    has: (data) => counts.size > 0 && data.some((datum) => counts.has(keyOf(datum)) || counts.has(datum.parameterType)),
    add: (data) => {
      change(data, 1);
    },
    delete: (data) => {
      change(data, -1);
    },
  };
}

interface TogetherPorts {
  sharedIntake: SharedIntake;
  contextOn: (tables: Tables) => Context;
}

/** What was taken, by its place among the incoming; what is undefined was left, and is entered as such. */
export async function receiveTogether(
  { sharedIntake, contextOn }: TogetherPorts,
  prepare: Prepare,
  incoming: readonly Incoming[],
  left: Left,
): Promise<(Received | undefined)[]> {
  let entered: EnvironmentData[] = [];
  const takeBack = () => {
    left.delete(entered);
    entered = [];
  };
  try {
    return await sharedIntake(async (batch) => {
      takeBack();
      const prepared = await prepare(contextOn(batch.tables).convert, batch, incoming);
      const notifications = stagedNotifications(prepared.there);
      const tables: Tables = {
        ...EVERY_TABLE_BEYOND,
        environmentNotifications: { ...NOTHING, insertIfAbsent: notifications.insertIfAbsent },
        ...prepared.tables,
      };
      const context: Context = { ...contextOn(tables), quiet: prepared.quiet };
      const taken: (Received | undefined)[] = [];
      for (const one of incoming) {
        const { environmentData } = one.request;
        try {
          if (left.has(environmentData)) beyond();
          const received = await receive(context, one);
          notifications.keep();
          taken.push({ ...received, isQuiet: !prepared.keep() });
        } catch (error) {
          if (!(error instanceof BeyondTheBatch)) throw error;
          notifications.discard();
          prepared.discard();
          // Before this is committed, which is when another batch gets the locks.
          left.add(environmentData);
          entered.push(...environmentData);
          taken.push(undefined);
        }
      }
      if (notifications.kept.length === 0) return taken;
      if ((await prepared.save(notifications.kept)) < notifications.kept.length) throw new TakenBefore();
      return taken;
    });
  } catch (error) {
    takeBack();
    throw error;
  }
}

/** A notification of the batch is there already. */
export class TakenBefore extends Error {
  constructor() {
    super('an environment notification of the batch was taken before, or by another process at the same time');
  }
}

const EVERY_TABLE_BEYOND: Tables = {
  ...{ environmentNotifications: NOTHING, environmentStates: NOTHING, environmentThresholds: NOTHING },
  ...{ resourceZones: NOTHING, computeHosts: NOTHING, virtualComputes: NOTHING, hostEvacuations: NOTHING },
  ...{ migrationRequests: NOTHING, alarms: NOTHING, subscriptions: NOTHING, notificationDeliveries: NOTHING },
  ...{ inventoryEntries: NOTHING, serverAlarms: NOTHING, checkpoints: NOTHING, takenReadings: NOTHING },
};

function stagedNotifications(idsThere: ReadonlySet<string>) {
  const there = new Set(idsThere);
  const kept: AddedNotification[] = [];
  let staged: AddedNotification | undefined;
  return {
    kept,
    insertIfAbsent: (entity: EnvironmentNotification, document?: Buffer): Promise<boolean> => {
      if (there.has(entity.id)) beyond();
      staged = { id: entity.id, document: document?.toString() ?? JSON.stringify(entity) };
      return Promise.resolve(true);
    },
    keep() {
      if (staged === undefined) return;
      kept.push(staged);
      there.add(staged.id);
    },
    discard() {
      staged = undefined;
    },
  };
}
