/**
 * Step 200 where several processes share the store: the notifications of a batch that move no level are taken together, by a few
 * statements. Each goes the way of all others, `receive`, on what was read for the whole batch; one that wants to read or write
 * more is left as it was, for a transaction of its own.
 */
import type { Condition, IntakeBatch, SharedIntake, Tables } from '../store/store.ts';
import type { Context } from './context.ts';
import { stateKeyOf, type EnvironmentData, type EnvironmentNotification, type EnvironmentState } from './entities.ts';
import { receive, type Incoming, type Received } from './receive.ts';
import { hostObject, zoneObject } from './topology.ts';

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

/** What was taken, by its place among the incoming; what is undefined was left, and is entered as such. */
export async function receiveTogether(
  sharedIntake: SharedIntake,
  contextOn: (tables: Tables) => Context,
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
      const { states, notifications, tables } = await readFor(batch, incoming);
      const context = contextOn(tables);
      const taken: (Received | undefined)[] = [];
      for (const one of incoming) {
        const { environmentData } = one.request;
        try {
          if (left.has(environmentData)) beyond();
          const received = await receive(context, one);
          notifications.keep();
          taken.push({ ...received, isQuiet: !states.keep() });
        } catch (error) {
          if (!(error instanceof BeyondTheBatch)) throw error;
          notifications.discard();
          states.discard();
          // Before this is committed, which is when another batch gets the locks.
          left.add(environmentData);
          entered.push(...environmentData);
          taken.push(undefined);
        }
      }
      if ((await batch.addNotifications(notifications.kept)) < notifications.kept.length)
        throw new Error('another process took an environment notification of the batch at the same time');
      await batch.updateStates(states.kept());
      return taken;
    });
  } catch (error) {
    takeBack();
    throw error;
  }
}

/** Something was asked for that was not read for the batch. */
class BeyondTheBatch extends Error {}

const beyond = (): never => {
  throw new BeyondTheBatch();
};

const NOTHING = {
  ...{ get: beyond, getStored: beyond, getEach: beyond, find: beyond, findKeys: beyond, page: beyond },
  ...{ lastSequence: beyond, insert: beyond, insertIfAbsent: beyond, update: beyond, delete: beyond },
};

/** The tables as far as the data of the batch need them. */
async function readFor(batch: IntakeBatch, incoming: readonly Incoming[]) {
  const data = incoming.flatMap(({ request }) => request.environmentData);
  // First, so that whatever is read after it is as new as they are.
  const states = stagedStates(await batch.lockStates([...new Set(data.map(keyOf))]));
  const ids = incoming.map(({ request }) => request.id);
  const notifications = stagedNotifications(await batch.notificationsThere(ids));
  const hostIds = new Set(data.flatMap(({ computeHostId }) => computeHostId ?? []));
  const hosts = new Map((await batch.tables.computeHosts.getEach([...hostIds])).map((host) => [host.id, host]));
  const { environmentThresholds, resourceZones, hostEvacuations } = batch.tables;
  const tables: Tables = {
    ...EVERY_TABLE_BEYOND,
    environmentNotifications: { ...NOTHING, insertIfAbsent: notifications.insertIfAbsent },
    environmentStates: { ...NOTHING, find: states.find, update: states.update },
    computeHosts: { ...NOTHING, get: (id) => Promise.resolve(hosts.get(id)) },
    environmentThresholds: { ...NOTHING, find: once(environmentThresholds.find) },
    resourceZones: { ...NOTHING, find: once(resourceZones.find) },
    hostEvacuations: { ...NOTHING, find: once(hostEvacuations.find) },
  };
  return { states, notifications, tables };
}

const EVERY_TABLE_BEYOND: Tables = {
  ...{ environmentNotifications: NOTHING, environmentStates: NOTHING, environmentThresholds: NOTHING },
  ...{ resourceZones: NOTHING, computeHosts: NOTHING, virtualComputes: NOTHING, hostEvacuations: NOTHING },
  ...{ migrationRequests: NOTHING, alarms: NOTHING, subscriptions: NOTHING, notificationDeliveries: NOTHING },
  ...{ inventoryEntries: NOTHING, serverAlarms: NOTHING, checkpoints: NOTHING },
};

/** Locked states, as the notifications that are kept left them, and what the one that is being taken would change. */
function stagedStates(locked: readonly EnvironmentState[]) {
  const before = new Map(locked.map((state) => [keyIn(state), state]));
  const kept = new Map<string, EnvironmentState>();
  const staged = new Map<string, EnvironmentState>();
  return {
    find: ({ stateKey }: { stateKey?: Condition }): Promise<EnvironmentState[]> => {
      if (typeof stateKey !== 'string') return beyond();
      return Promise.resolve([staged.get(stateKey) ?? kept.get(stateKey) ?? before.get(stateKey) ?? beyond()]);
    },
    update: (state: EnvironmentState): Promise<void> => {
      staged.set(keyIn(state), state);
      return Promise.resolve();
    },
    /** Tells whether one has to be looked at sooner than before. */
    keep(): boolean {
      let isSooner = false;
      for (const [key, state] of staged) {
        const { nextEvaluationTime = NEVER } = kept.get(key) ?? before.get(key) ?? {};
        isSooner ||= (state.nextEvaluationTime ?? NEVER) < nextEvaluationTime;
        kept.set(key, state);
      }
      staged.clear();
      return isSooner;
    },
    discard() {
      staged.clear();
    },
    kept: () => [...kept.values()],
  };
}

/** Later than any time. */
const NEVER = '9999';

function stagedNotifications(idsThere: readonly string[]) {
  const there = new Set(idsThere);
  const kept: { id: string; document: string }[] = [];
  let staged: { id: string; document: string } | undefined;
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

function keyOf(datum: EnvironmentData): string {
  const { computeHostId, resourceZoneId = '' } = datum;
  return stateKeyOf(computeHostId === undefined ? zoneObject(resourceZoneId) : hostObject(computeHostId), datum);
}

const keyIn = (state: EnvironmentState) => stateKeyOf(state.objectId, state);

/** The same question is asked once; nobody changes what is given out. */
function once<Question extends unknown[], Answer>(ask: (...question: Question) => Promise<Answer>): typeof ask {
  const answers = new Map<string, Promise<Answer>>();
  return (...question) => {
    const key = JSON.stringify(question);
    const answer = answers.get(key) ?? ask(...question);
    answers.set(key, answer);
    return answer;
  };
}
