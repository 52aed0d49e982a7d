import { randomBytes } from 'node:crypto';
import type { Fixture, Target, Values, World } from './case.ts';
import { sendRequest, type Tools } from './steps.ts';

/** Makes the fixtures that a case names and undoes them. */
export interface Fixtures {
  /** The values of all fixtures named and of what they need; those of scope `case` are made anew. */
  provide(names: readonly string[], tools: Tools): Promise<Provided>;
  /** Makes what is shared anew the next time, because a case that failed may have harmed it. */
  forget(names: readonly string[]): void;
  /** Undoes what is left, whatever happened before. */
  undoAll(): Promise<void>;
}

export interface Provided {
  values: Values;
  undo: () => Promise<void>;
}

type Undo = () => Promise<unknown>;

export function createFixtures(definitions: Readonly<Record<string, Fixture>>, target: Target): Fixtures {
  const run = randomBytes(3).toString('hex');
  let counter = 0;
  const shared = new Map<string, Promise<Values>>();
  const sharedUndo: Undo[] = [];

  const worldOf = (tools: Tools, undo: Undo[]): World => ({
    target,
    send: async (request, status) => {
      // What was begun is finished, so that it can be undone: a stopped run ends between two requests.
      const answer = await sendRequest(request, {}, { ...tools, signal: new AbortController().signal });
      if (status.includes(answer.status)) return answer;
      throw new Error(`${request.method} ${request.path} answered ${answer.status}: ${answer.content.slice(0, 300)}`);
    },
    unique: (prefix) => `kit-${run}-${prefix}-${(counter += 1)}`,
    openInbox: (answer, name) => tools.callback.openInbox(answer, name),
    received: (inbox) => tools.callback.received(inbox),
    undo: (action) => undo.push(action),
    signal: tools.signal,
  });

  const fixtureOf = (name: string): Fixture => {
    const fixture = definitions[name];
    if (fixture === undefined) throw new Error(`there is no fixture ${name}`);
    return fixture;
  };

  const provideOne = async (name: string, made: Map<string, Values>, tools: Tools, undo: Undo[]): Promise<Values> => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const fixture = fixtureOf(name);
    const create = async (actions: Undo[]): Promise<Values> => {
      const needed: Values[] = [];
      for (const need of fixture.needs ?? []) needed.push(await provideOne(need, made, tools, undo));
      const below: Values = Object.assign({}, ...needed) as Values;
      return { ...below, ...(await fixture.create(worldOf(tools, actions), below)) };
    };
    const values = await (fixture.scope === 'case' ? create(undo) : once(name, () => create(sharedUndo)));
    made.set(name, values);
    return values;
  };

  const once = (name: string, create: () => Promise<Values>): Promise<Values> => {
    const known = shared.get(name);
    if (known !== undefined) return known;
    const made = create();
    shared.set(name, made);
    return made;
  };

  return {
    async provide(names, tools) {
      const undo: Undo[] = [];
      const made = new Map<string, Values>();
      try {
        const all: Values[] = [];
        for (const name of names) all.push(await provideOne(name, made, tools, undo));
        return { values: Object.assign({}, ...all) as Values, undo: () => undoList(undo) };
      } catch (error) {
        await undoList(undo);
        throw error;
      }
    },
    forget(names) {
      const all = [...names];
      for (const name of all) {
        shared.delete(name);
        all.push(...(definitions[name]?.needs ?? []));
      }
    },
    undoAll: () => undoList(sharedUndo),
  };
}

/** Last made, first undone. What cannot be undone must not keep the rest. */
async function undoList(undo: Undo[]): Promise<void> {
  for (let action = undo.pop(); action !== undefined; action = undo.pop()) await action().catch(() => undefined);
}
