import type { Engine } from '../../src/engine/engine.ts';
import { toTime, type EnvironmentData, type EnvironmentState } from '../../src/engine/entities.ts';
import { toldBySource } from '../../src/engine/told-by-source.ts';
import { hostObject, zoneObject } from '../../src/engine/topology.ts';
import type { LostParameters } from '../../src/southbound/environment/environment-source.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { pause } from '../southbound/recording-ports.ts';
import { STORES } from '../stores.ts';
import { engineOn } from './quiet-site.ts';

const MEASURED = toTime(Date.now() - 60_000);
const CHARGE: EnvironmentData = {
  ...{ computeHostId: 'server-1', parameterType: 'POWER', parameterName: 'charge', dataType: 'VALUE' },
  ...{ value: 90, unit: '%', measuredAt: MEASURED },
};
const WATER: EnvironmentData = {
  ...{ resourceZoneId: 'room', parameterType: 'WATER_LEVEL', dataType: 'VALUE' },
  ...{ value: 0, unit: 'mm', measuredAt: MEASURED },
};
const OF_SERVER: LostParameters = { places: [{ computeHostId: 'server-1' }] };

describe.each(STORES)('what an environment source told, in $name', ({ location }) => {
  let store: Store;
  let engine: Engine;
  let count = 0;
  beforeEach(async () => {
    store = await openStore(await location());
    engine = await engineOn(store);
  });
  afterEach(async () => {
    await engine.stop();
    await store.close();
  });

  const tell = (datum: EnvironmentData, environmentSourceId?: string) =>
    engine.receive(
      { id: `told-${(count += 1)}`, timeStamp: toTime(Date.now()), environmentData: [datum] },
      { environmentSourceId },
    );
  const lose = (lost: LostParameters) => toldBySource(engine).lose(lost, 'building');
  async function stateOf(objectId: string, parameterType = 'POWER'): Promise<EnvironmentState> {
    const [state] = await engine.store.environmentStates.find({ objectId, parameterType });
    if (state === undefined) throw new Error(`${objectId} has no state`);
    return state;
  }
  const levelOf = async (objectId: string, parameterType?: string) =>
    (await stateOf(objectId, parameterType)).environmentLevel;

  it('is UNKNOWN once the source is lost, with the reason and the last datum, and so is the server', async () => {
    await tell(CHARGE, 'building');
    await lose(OF_SERVER);
    const state = await stateOf(hostObject('server-1'));
    expect(state).toMatchObject({ environmentLevel: 'UNKNOWN', environmentSourceId: 'building', lastDatum: CHARGE });
    expect(state.thresholdLevels[0]?.problem).toBe(
      `its source building is lost since ${state.sourceLostTime ?? 'never'}`,
    );
    expect(await store.computeHosts.get('server-1')).toMatchObject({ environmentLevel: 'UNKNOWN' });
  });

  it('is known when it is told again, though it was measured before the loss', async () => {
    for (let times = 0; times < 3; times += 1) await tell(CHARGE, 'building');
    await lose(OF_SERVER);
    await tell(CHARGE, 'building');
    const state = await stateOf(hostObject('server-1'));
    expect(state).toMatchObject({ environmentLevel: 'NORMAL', lastMeasuredTime: MEASURED });
    expect(state.sourceLostTime).toBeUndefined();
    expect(await store.computeHosts.get('server-1')).toMatchObject({ environmentLevel: 'NORMAL' });
  });

  it('stays UNKNOWN when something older is told', async () => {
    await tell(CHARGE, 'building');
    await lose(OF_SERVER);
    await tell({ ...CHARGE, measuredAt: toTime(Date.parse(MEASURED) - 1000) }, 'building');
    expect(await levelOf(hostObject('server-1'))).toBe('UNKNOWN');
  });

  it('is lost for its zones only where they are asked for, with what they mean for the servers', async () => {
    await tell(WATER, 'building');
    await lose(OF_SERVER);
    expect((await stateOf(zoneObject('room'), 'WATER_LEVEL')).sourceLostTime).toBeUndefined();
    // What the zone's water means for the server is a state of the server.
    expect(await levelOf(hostObject('server-1'), 'WATER_LEVEL')).toBe('UNKNOWN');
    await tell(WATER, 'building');
    expect(await levelOf(hostObject('server-1'), 'WATER_LEVEL')).toBe('NORMAL');
    await lose({ places: [{ resourceZoneId: 'room' }] });
    expect((await stateOf(zoneObject('room'), 'WATER_LEVEL')).sourceLostTime).toBeDefined();
    expect(await levelOf(hostObject('server-1'), 'WATER_LEVEL')).toBe('UNKNOWN');
    await tell(WATER, 'building');
    await lose({ ...OF_SERVER, withZones: true });
    expect((await stateOf(zoneObject('room'), 'WATER_LEVEL')).sourceLostTime).toBeDefined();
  });

  it('is not lost with another source, elsewhere, or where something else is meant', async () => {
    await tell(CHARGE, 'building');
    await tell({ ...CHARGE, computeHostId: 'server-2' }, 'other');
    await lose({ places: [{ computeHostId: 'server-2' }] });
    await lose({ ...OF_SERVER, isMeant: ({ parameterName }) => parameterName !== 'charge' });
    for (const id of ['server-1', 'server-2']) expect(await levelOf(hostObject(id))).toBe('NORMAL');
  });

  it('is not lost where it was told since, whether that changed anything or not', async () => {
    for (let times = 0; times < 3; times += 1) await tell(CHARGE, 'building');
    await tell(WATER, 'building');
    await pause(20);
    const since = toTime(Date.now());
    await pause(20);
    // The same once more is only kept in mind.
    await tell(CHARGE, 'building');
    expect(await lose({ ...OF_SERVER, withZones: true, since })).toBe(false);
    expect(await levelOf(hostObject('server-1'))).toBe('NORMAL');
    expect(await levelOf(hostObject('server-1'), 'WATER_LEVEL')).toBe('UNKNOWN');
    await tell({ ...CHARGE, value: 40 }, 'building');
    expect(await lose({ ...OF_SERVER, since })).toBe(false);
    await pause(20);
    expect(await lose({ ...OF_SERVER, since: toTime(Date.now()) })).toBe(true);
    expect(await levelOf(hostObject('server-1'))).toBe('UNKNOWN');
  });

  it('stays that of the source when somebody posts the same, and is that of nobody when only they do', async () => {
    await tell(CHARGE, 'building');
    await tell({ ...CHARGE, value: 40 });
    await tell({ ...CHARGE, computeHostId: 'server-2' });
    await lose({ places: [{ computeHostId: 'server-1' }, { computeHostId: 'server-2' }] });
    expect(await levelOf(hostObject('server-1'))).toBe('UNKNOWN');
    expect(await levelOf(hostObject('server-2'))).toBe('NORMAL');
  });

  it('is recalled of this source alone, with the level before it was lost', async () => {
    await tell(CHARGE, 'building');
    await tell({ ...CHARGE, computeHostId: 'server-2' }, 'other');
    await lose(OF_SERVER);
    expect(await toldBySource(engine).recall('building')).toEqual([
      { datum: CHARGE, environmentLevel: 'UNKNOWN', lastKnownLevel: 'NORMAL' },
    ]);
  });
});
