/** The second look at a batch: data that move no level are evaluated on states that were read together, and written so. */
import type { Condition, LearntParameter } from '../store/store.ts';
import { beyond, dataOf, hostIdsOf, NOTHING, tableOf, type Prepare } from './batch.ts';
import type { EnvironmentState } from './entities.ts';
import { NOTHING_QUIET } from './quiet-readings.ts';
import { foldedWith, keyIn, learntRowOf } from './shared-quiet.ts';
import { keyOf } from './topology.ts';

export const readStates: Prepare = async (convert, batch, incoming) => {
  const table = tableOf(batch);
  const data = dataOf(incoming);
  const keys = [...new Set(data.map(keyOf))];
  // First, so that whatever is read after it is as new as they are.
  const locked = await batch.lockStates(keys);
  await table.lockEach(keys);
  const states = stagedStates(await foldedWith(convert, table, locked));
  const there = new Set(await batch.notificationsThere(incoming.map(({ request }) => request.id)));
  const hostIds = hostIdsOf(data);
  // Before what they are versions of: what changes meanwhile is not learnt.
  const versions = await table.versions(hostIds);
  const hosts = new Map((await batch.tables.computeHosts.getEach(hostIds)).map((host) => [host.id, host]));
  const { environmentThresholds, resourceZones, hostEvacuations } = batch.tables;
  const learnt = stagedLearnt();
  return {
    tables: {
      environmentStates: { ...NOTHING, find: states.find, update: states.update },
      computeHosts: { ...NOTHING, get: (id) => Promise.resolve(hosts.get(id)) },
      environmentThresholds: { ...NOTHING, find: once(environmentThresholds.find) },
      resourceZones: { ...NOTHING, find: once(resourceZones.find) },
      hostEvacuations: { ...NOTHING, find: once(hostEvacuations.find) },
    },
    quiet: {
      ...NOTHING_QUIET,
      learn(state, object, thresholds) {
        learnt.set(keyIn(state), learntRowOf(state, object, thresholds, convert));
      },
    },
    keep() {
      learnt.keep();
      return states.keep();
    },
    discard() {
      states.discard();
      learnt.discard();
    },
    async save(notifications) {
      const added = await batch.addNotifications(notifications);
      await batch.updateStates(states.kept());
      await table.learn(learnt.rows(), learnt.without(), versions);
      return added;
    },
    there,
  };
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

/** What the notifications that are kept let learn of each state, and the one that is being taken. */
function stagedLearnt() {
  const kept = new Map<string, LearntParameter | undefined>();
  const staged = new Map<string, LearntParameter | undefined>();
  return {
    set: (stateKey: string, row: LearntParameter | undefined) => void staged.set(stateKey, row),
    keep() {
      for (const [stateKey, row] of staged) kept.set(stateKey, row);
      staged.clear();
    },
    discard() {
      staged.clear();
    },
    rows: () => [...kept.values()].filter((row) => row !== undefined),
    without: () => [...kept].flatMap(([stateKey, row]) => (row === undefined ? [stateKey] : [])),
  };
}

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
