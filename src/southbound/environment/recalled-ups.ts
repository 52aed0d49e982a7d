import { reasonOf } from '../../problem.ts';
import type { Place, SourcePorts } from './environment-source.ts';
import { unitOf, type EnvironmentData, type Target } from './ups-data.ts';

/**
 * Names of what else than the essential a UPS told before the gateway started: they are UNKNOWN too until it is heard. Of one that
 * never told them nobody knows whether it has them, and those that it turns out not to have would stay UNKNOWN. None when the
 * store does not tell, which is logged. R8.
 */
export async function recallUpsParameters(
  { recall, log }: Pick<SourcePorts, 'recall' | 'log'>,
  ups: string,
  targets: readonly Target[],
): Promise<string[]> {
  try {
    const recalled = await recall(targets.map(({ about }) => about));
    return recalled.flatMap(({ datum, lastKnownLevel }) =>
      lastKnownLevel === 'UNKNOWN' ? [] : (nameOf(datum, targets) ?? []),
    );
  } catch (error) {
    log.error({ ups, reason: reasonOf(error) }, 'what the UPS told before the start is not known');
    return [];
  }
}

/** As the UPS has it; undefined for what no UPS tells. */
function nameOf(datum: EnvironmentData, targets: readonly Target[]): string | undefined {
  const { parameterName = '' } = datum;
  const prefix = targets.find(({ about }) => isAbout(about, datum))?.prefix;
  if (prefix === undefined || !parameterName.startsWith(prefix)) return undefined;
  const name = parameterName.slice(prefix.length);
  return unitOf(name) === undefined ? undefined : name;
}

function isAbout(place: Place, { computeHostId, resourceZoneId }: EnvironmentData): boolean {
  return place.computeHostId === computeHostId && place.resourceZoneId === resourceZoneId;
}
