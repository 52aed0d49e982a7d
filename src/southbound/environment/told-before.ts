import { reasonOf } from '../../problem.ts';
import type { EnvironmentData, Place, SourcePorts, Target } from './environment-source.ts';

/** What a peer told before the gateway started. */
export interface ToldBefore {
  /** To be called while the peer has not been heard since: it is UNKNOWN then, with all that nobody expects. Never throws. R8. */
  lose(): Promise<void>;
}

/** @param peer how the log names it */
export function createToldBefore(
  ports: Pick<SourcePorts, 'lose' | 'log'>,
  peer: object,
  targets: readonly Target[],
): ToldBefore {
  // A trap or a message may come before the first poll is over.
  const since = new Date().toISOString();
  let isLost = false;
  const isMeant = (datum: EnvironmentData) =>
    targets.some(({ about, prefix }) => isAbout(about, datum) && (datum.parameterName ?? '').startsWith(prefix));
  return {
    lose: async () => {
      if (isLost) return;
      try {
        await ports.lose({ places: targets.map(({ about }) => about), isMeant, since });
        isLost = true;
      } catch (error) {
        ports.log.error(
          { ...peer, reason: reasonOf(error) },
          'what was told before the start could not be made UNKNOWN; it is tried again with the next poll',
        );
      }
    },
  };
}

function isAbout(place: Place, { computeHostId, resourceZoneId }: EnvironmentData): boolean {
  return place.computeHostId === computeHostId && place.resourceZoneId === resourceZoneId;
}
