/** What an environment source told: for a source that goes on after a restart, and for one whose peer is not heard any more. R8. */
import type { LostParameters, Place, RecalledParameter } from '../southbound/environment/environment-source.ts';
import type { Page, PageQuery, Store } from '../store/store.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';
import { stateKeyOf, type EnvironmentState, type ThresholdLevel } from './entities.ts';
import { targetsOf } from './receive.ts';
import { reevaluate, thresholdsFor } from './reevaluate.ts';
import { worstLevel } from './rules/level.ts';
import { hostObject, hostsById, readTopology, zoneObject, zonesOf } from './topology.ts';

/** What sources are given of what they told. */
export function toldBySource(engine: Pick<Engine, 'store' | 'transact'>) {
  return {
    recall: (environmentSourceId: string) => recallParameters(engine.store, environmentSourceId),
    lostServers: (environmentSourceId: string) => lostServers(engine.store, environmentSourceId),
    lose: (lost: LostParameters, environmentSourceId: string) =>
      loseParameters(engine, { ...lost, environmentSourceId }),
  };
}

/** The parameters that the source tells of, by what it told last. */
async function recallParameters(store: Store, environmentSourceId: string): Promise<RecalledParameter[]> {
  const states = await store.environmentStates.find({ environmentSourceId });
  return states.map(({ lastDatum, environmentLevel, thresholdLevels }) => ({
    datum: lastDatum,
    environmentLevel,
    lastKnownLevel: worstLevel(thresholdLevels.map(knownLevel)),
  }));
}

function knownLevel({ environmentLevel, lastKnownLevel }: ThresholdLevel) {
  return environmentLevel === 'UNKNOWN' ? (lastKnownLevel ?? 'UNKNOWN') : environmentLevel;
}

const PAGE = 1000;
const LOST: PageQuery<never>['filter'] = [
  { operator: 'gt', path: [{ kind: 'member', name: 'sourceLostTime' }], type: 'string', values: [''] },
];

/** The servers of which something that the source told is lost. */
async function lostServers({ environmentStates }: Store, environmentSourceId: string): Promise<string[]> {
  const lost = new Set<string>();
  for (let after: number | undefined = 0; after !== undefined;) {
    const where = { environmentSourceId };
    const { items, next }: Page<EnvironmentState> = await environmentStates.page({
      after,
      limit: PAGE,
      where,
      filter: LOST,
    });
    for (const { computeHostId } of items) if (computeHostId !== undefined) lost.add(computeHostId);
    after = next;
  }
  return [...lost];
}

/** Servers and zones that are looked for at once, and states that are evaluated in one transaction. */
const LOOKED_FOR = 256;
const EVALUATED = 16;

/** Makes UNKNOWN what the source told, until it is told again, a few states at a time. False when some of it was told since. */
async function loseParameters(
  { store, transact }: Pick<Engine, 'store' | 'transact'>,
  {
    places,
    withZones = false,
    isMeant = () => true,
    since,
    ...source
  }: LostParameters & { environmentSourceId: string },
): Promise<boolean> {
  const { environmentStates } = store;
  let isAll = true;
  const isLost = ({ environmentSourceId, sourceLostTime, lastDatum, toldTime }: EnvironmentState): boolean => {
    const isKnown = environmentSourceId === source.environmentSourceId && sourceLostTime === undefined;
    if (!isKnown || !isMeant(lastDatum)) return false;
    if (since === undefined || toldTime === undefined || toldTime <= since) return true;
    isAll = false;
    return false;
  };
  const loseEach = async (states: readonly { id: string }[]) => {
    for (const some of chunksOf(states, EVALUATED)) {
      const stateKeys = await transact(async (context) => {
        const ids = some.map(({ id }) => id);
        const lost = (await context.tables.environmentStates.getEach(ids)).filter(isLost);
        const marked = lost.map((state) => ({ ...state, sourceLostTime: context.now }));
        await reevaluate(context, marked);
        return keysOfServers(context, marked);
      });
      for (const stateKey of chunksOf(stateKeys, LOOKED_FOR))
        await loseEach(await environmentStates.findKeys({ stateKey }));
    }
  };
  const zones = withZones ? await zonesOfAll(store, places) : [];
  for (const objectId of chunksOf([...new Set([...zones, ...places].map(objectOf))], LOOKED_FOR))
    await loseEach(await environmentStates.findKeys({ ...source, objectId }));
  return isAll;
}

/** Keys of the states of servers that say what the data of these zones mean for them. */
async function keysOfServers(context: Context, states: readonly EnvironmentState[]): Promise<string[]> {
  const ofZones = states.filter(({ resourceZoneId }) => resourceZoneId !== undefined);
  if (ofZones.length === 0) return [];
  const topology = await readTopology(context.tables);
  const keys: string[] = [];
  for (const state of ofZones) {
    const targets = await targetsOf(context, topology, state.lastDatum, await thresholdsFor(context, state));
    if (typeof targets === 'string') continue;
    for (const { object } of targets)
      if (object.computeHostId !== undefined) keys.push(stateKeyOf(hostObject(object.computeHostId), state));
  }
  return keys;
}

/** The zones of the servers among the places, and of those that they rest on, with every zone above. */
async function zonesOfAll(store: Store, places: readonly Place[]): Promise<Place[]> {
  const topology = await readTopology(store);
  const hosts = await hostsById(
    store,
    places.flatMap(({ computeHostId }) => computeHostId ?? []),
  );
  const zoneIds = new Set<string>();
  for (const host of hosts) for (const zoneId of await zonesOf(store, topology, host)) zoneIds.add(zoneId);
  return [...zoneIds].map((resourceZoneId) => ({ resourceZoneId }));
}

const objectOf = ({ computeHostId, resourceZoneId }: Place): string =>
  computeHostId === undefined ? zoneObject(resourceZoneId) : hostObject(computeHostId);

function chunksOf<One>(all: readonly One[], size: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
