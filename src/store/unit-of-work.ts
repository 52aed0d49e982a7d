/**
 * What a transaction reads once and writes together, where each statement goes to another process and back. The transaction sees
 * one state of the store, so that a question that was asked has the same answer, but for what it wrote itself; and what it wrote
 * need not be there before a statement looks at it.
 */
import { DEFINITIONS, type Definition } from './definitions.ts';
import type { Collection, Columns, Condition, Entities, FindOptions, QuietParameterTable, Tables } from './store.ts';

/** Writes entities of a collection, all of them new, or none. */
export interface WriteTogether<Entity> {
  insert(entities: readonly Entity[]): Promise<void>;
  update(entities: readonly Entity[]): Promise<void>;
}

/** Collections of which much is written, and nobody counts on being told at once what cannot be. */
const WRITTEN_TOGETHER = [
  'environmentStates',
  'computeHosts',
  'virtualComputes',
  'migrationRequests',
  'alarms',
  'notificationDeliveries',
] as const satisfies readonly (keyof Entities)[];
/** Of these, only what replaces something: that there is one at most is told at once. */
const UPDATED_TOGETHER = ['hostEvacuations'] as const satisfies readonly (keyof Entities)[];

/** So many wait to be written at most. */
const MAXIMUM_WAITING = 500;

export interface UnitOfWork {
  tables: Tables;
  /** Writes what waits; to be called before the commit. */
  flush(): Promise<void>;
  /** Another transaction begins, or one has ended: whatever is known or waits is of the one before. */
  begin(): void;
}

export interface UnitOfWorkPorts {
  /** What asks and writes at once. */
  direct: Tables;
  together: <Name extends keyof Entities>(name: Name) => WriteTogether<Entities[Name]>;
  /** Told of each entity that waits, as the direct tables tell of what they write. */
  wrote: <Name extends keyof Entities>(name: Name, id: string, entity: Entities[Name]) => void;
}

export function createUnitOfWork({ direct, together, wrote }: UnitOfWorkPorts): UnitOfWork {
  const units = new Map<keyof Entities, Unit>();
  const unitOf = <Name extends keyof Entities>(name: Name): Tables[Name] => {
    const isWritten = WRITTEN_TOGETHER.some((one) => one === name);
    const unit = createUnit<Entities[Name], Columns[Name]>({
      definition: DEFINITIONS[name],
      direct: direct[name] as unknown as Collection<Entities[Name], Columns[Name]>,
      together: together(name),
      wrote: (id, entity) => {
        wrote(name, id, entity);
      },
      inserts: isWritten,
      updates: isWritten || UPDATED_TOGETHER.some((one) => one === name),
    });
    units.set(name, unit);
    return unit.collection as Tables[Name];
  };
  const collections = Object.fromEntries(
    (Object.keys(DEFINITIONS) as (keyof Entities)[]).map((name) => [name, unitOf(name)]),
  ) as Pick<Tables, keyof Entities>;
  const flush = async () => {
    for (const unit of units.values()) await unit.flush();
  };
  const flushOf = (name: keyof Entities) => async () => units.get(name)?.flush();
  const { quietParameters } = direct;
  return {
    tables: {
      ...collections,
      ...(quietParameters && {
        quietParameters: afterFlush(quietParameters, {
          ofStates: flushOf('environmentStates'),
          ofHosts: flushOf('computeHosts'),
        }),
      }),
    },
    flush,
    begin() {
      for (const unit of units.values()) unit.begin();
    },
  };
}

/** Its statements look at states, and most of them at servers. */
function afterFlush(
  table: QuietParameterTable,
  { ofStates, ofHosts }: { ofStates: () => Promise<void>; ofHosts: () => Promise<void> },
): QuietParameterTable {
  const afterStates =
    <Parameters extends unknown[], Result>(ask: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      await ofStates();
      return ask(...parameters);
    };
  const afterBoth =
    <Parameters extends unknown[], Result>(ask: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      await ofHosts();
      return afterStates(ask)(...parameters);
    };
  return {
    ...table,
    lock: afterBoth(table.lock),
    taken: afterStates(table.taken),
    takenKeys: afterStates(table.takenKeys),
    versions: afterBoth(table.versions),
    learn: afterBoth(table.learn),
    rewritten: afterStates(table.rewritten),
    postpone: afterStates(table.postpone),
  };
}

/** What is to be written. */
interface Waiting<Entity> {
  entity: Entity;
  isNew: boolean;
}

interface Unit {
  collection: unknown;
  flush(): Promise<void>;
  begin(): void;
}

interface UnitPorts<Entity, Column extends string> {
  definition: Definition<Entity, Column>;
  direct: Collection<Entity, Column>;
  together: WriteTogether<Entity>;
  wrote: (id: string, entity: Entity) => void;
  /** Whether what is new, and what replaces something, may wait. */
  inserts: boolean;
  updates: boolean;
}

async function write<Entity>(together: WriteTogether<Entity>, written: readonly Waiting<Entity>[]): Promise<void> {
  const entitiesOf = (some: readonly Waiting<Entity>[]) => some.map(({ entity }) => entity);
  // First, because what must be unique may be free by then.
  await together.update(entitiesOf(written.filter(({ isNew }) => !isNew)));
  await together.insert(entitiesOf(written.filter(({ isNew }) => isNew)));
}

function createUnit<Entity, Column extends string>(ports: UnitPorts<Entity, Column>): Unit {
  const { definition, direct, together, wrote, inserts, updates } = ports;
  type Where = Partial<Record<Column, Condition>>;
  /** What waits, in the order in which it was written first. */
  const waiting = new Map<string, Waiting<Entity>>();
  /** As the store has it, without what waits. */
  const known = new Map<string, Promise<Entity | undefined>>();
  const answers = new Map<string, Promise<Entity[]>>();
  let flushing = Promise.resolve();
  const forget = () => {
    answers.clear();
    known.clear();
  };
  const flush = (): Promise<void> => {
    if (waiting.size === 0) return flushing;
    const written = [...waiting.values()];
    waiting.clear();
    answers.clear();
    for (const { entity } of written) known.set(definition.id(entity), Promise.resolve(entity));
    flushing = flushing.then(() => write(together, written));
    return flushing;
  };
  const wait = async (entity: Entity, isNew: boolean) => {
    const id = definition.id(entity);
    waiting.set(id, { entity, isNew });
    wrote(id, entity);
    if (waiting.size >= MAXIMUM_WAITING) await flush();
  };
  /** What is asked or written directly finds everything there. */
  const directly = async <Result>(work: () => Promise<Result>, { writes = false } = {}): Promise<Result> => {
    await flush();
    if (writes) forget();
    return work();
  };
  const get = (id: string): Promise<Entity | undefined> => {
    const waits = waiting.get(id);
    if (waits !== undefined) return Promise.resolve(waits.entity);
    const found = known.get(id) ?? direct.get(id);
    known.set(id, found);
    return found;
  };
  const find = async (where: Where, options: FindOptions<Column>): Promise<Entity[]> => {
    const { limit, orderBy } = options;
    const key = JSON.stringify([where, ...(limit === undefined && orderBy === undefined ? [] : [limit, orderBy])]);
    if (limit !== undefined || orderBy !== undefined) await flush();
    const found = answers.get(key) ?? direct.find(where, options);
    answers.set(key, found);
    const there = await found;
    for (const [each, some] of answersOfEach(definition, where, there))
      if (limit === undefined && orderBy === undefined) answers.set(JSON.stringify([each]), Promise.resolve(some));
    return withWaiting(definition, where, there, waiting) ?? directly(() => direct.find(where, options));
  };
  const collection: Collection<Entity, Column> = {
    get,
    getStored: (id) => directly(() => direct.getStored(id)),
    async getEach(ids) {
      const asked = [...new Set(ids)];
      const unknown = asked.filter((id) => !waiting.has(id) && !known.has(id));
      if (unknown.length > 0) {
        const found = new Map((await direct.getEach(unknown)).map((entity) => [definition.id(entity), entity]));
        for (const id of unknown) known.set(id, Promise.resolve(found.get(id)));
      }
      return (await Promise.all(asked.map(get))).filter((entity) => entity !== undefined);
    },
    find: (where, options = {}) => find(where, options),
    findKeys: (where, options) => directly(() => direct.findKeys(where, options)),
    page: (query) => directly(() => direct.page(query)),
    lastSequence: () => directly(() => direct.lastSequence()),
    insert: (entity) =>
      inserts && !waiting.has(definition.id(entity))
        ? wait(entity, true)
        : directly(() => direct.insert(entity), { writes: true }),
    insertIfAbsent: (entity, document) => directly(() => direct.insertIfAbsent(entity, document), { writes: true }),
    update: (entity) =>
      updates
        ? wait(entity, waiting.get(definition.id(entity))?.isNew ?? false)
        : directly(() => direct.update(entity), { writes: true }),
    setTime: (id, column, time) => directly(() => direct.setTime(id, column, time), { writes: true }),
    delete: (id) => directly(() => direct.delete(id), { writes: true }),
  };
  return {
    collection,
    flush,
    begin() {
      waiting.clear();
      forget();
      flushing = Promise.resolve();
    },
  };
}

/**
 * What the store has found, with what waits. Undefined where a row fits only now: where among the others it is, is for the store to
 * say.
 */
function withWaiting<Entity, Column extends string>(
  definition: Definition<Entity, Column>,
  where: Partial<Record<Column, Condition>>,
  there: readonly Entity[],
  waiting: ReadonlyMap<string, Waiting<Entity>>,
): Entity[] | undefined {
  if (waiting.size === 0) return [...there];
  const fits = (entity: Entity) => isFit(definition, where, entity);
  const ids = new Set(there.map(definition.id));
  const others = [...waiting].filter(([id, { entity }]) => !ids.has(id) && fits(entity));
  if (others.some(([, { isNew }]) => !isNew)) return undefined;
  return [
    ...there.map((entity) => waiting.get(definition.id(entity))?.entity ?? entity).filter(fits),
    ...others.map(([, { entity }]) => entity),
  ];
}

function isFit<Entity, Column extends string>(
  { columns }: Definition<Entity, Column>,
  where: Partial<Record<Column, Condition>>,
  entity: Entity,
): boolean {
  return Object.entries<Condition | undefined>(where).every(([column, condition]) => {
    const value = columns[column as Column](entity);
    if (condition === undefined) return true;
    if (value === undefined) return false;
    if (typeof condition === 'string') return value === condition;
    if ('notAfter' in condition) return value <= condition.notAfter;
    return 'notBefore' in condition ? value >= condition.notBefore : condition.includes(value);
  });
}

/** Who asks for one of several values is answered for each of them too. */
function answersOfEach<Entity, Column extends string>(
  { columns }: Definition<Entity, Column>,
  where: Partial<Record<Column, Condition>>,
  found: readonly Entity[],
): [where: Partial<Record<string, Condition>>, found: Entity[]][] {
  const [only, ...others] = Object.entries<Condition | undefined>(where);
  if (only === undefined || others.length > 0) return [];
  const [column, condition] = only;
  if (!Array.isArray(condition)) return [];
  const values = new Map<string, Entity[]>(condition.map((value: string) => [value, []]));
  for (const entity of found) values.get(columns[column as Column](entity) ?? '')?.push(entity);
  return [...values].map(([value, some]) => [{ [column]: value }, some]);
}
