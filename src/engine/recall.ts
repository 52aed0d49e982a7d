import type { Place, RecalledParameter } from '../southbound/environment/environment-source.ts';
import type { Tables } from '../store/store.ts';
import type { ThresholdLevel } from './entities.ts';
import { worstLevel } from './rules/level.ts';
import { hostObject, zoneObject } from './topology.ts';

/** The parameters that anything was ever said about, for sources that go on where they were before a restart. R8. */
export async function recallParameters(tables: Tables, about?: readonly Place[]): Promise<RecalledParameter[]> {
  const states = await tables.environmentStates.find(about === undefined ? {} : { objectId: about.map(objectOf) });
  return states.map(({ lastDatum, environmentLevel, thresholdLevels }) => ({
    datum: lastDatum,
    environmentLevel,
    lastKnownLevel: worstLevel(thresholdLevels.map(knownLevel)),
  }));
}

const objectOf = ({ computeHostId, resourceZoneId }: Place): string =>
  computeHostId === undefined ? zoneObject(resourceZoneId) : hostObject(computeHostId);

function knownLevel({ environmentLevel, lastKnownLevel }: ThresholdLevel) {
  return environmentLevel === 'UNKNOWN' ? (lastKnownLevel ?? 'UNKNOWN') : environmentLevel;
}
