import type { Tables } from '../store/store.ts';
import { CLOSED_EVACUATION_STATES } from './entities.ts';
import { LIFECYCLE } from './lifecycle.ts';

const OPEN_STATES = Object.keys(LIFECYCLE).filter(
  (state) => !CLOSED_EVACUATION_STATES.some((closed) => closed === state),
);

/**
 * The servers whose environment has to be heard (R6): those that host something, those being evacuated or waiting for their
 * restoration, and the servers that these rest on.
 */
export async function hostsToFollow(tables: Tables): Promise<string[]> {
  const hosting = (await tables.virtualComputes.find({}))
    .filter(({ operationalState }) => operationalState === 'ENABLED')
    .map(({ hostId }) => hostId);
  const evacuated = (await tables.hostEvacuations.find({ hostEvacuationState: OPEN_STATES })).map(
    ({ computeHostId }) => computeHostId,
  );
  const followed = new Set<string>();
  for (let layer = [...new Set([...hosting, ...evacuated])]; layer.length > 0;) {
    for (const id of layer) followed.add(id);
    const parents = await Promise.all(
      layer.map(async (id) => (await tables.computeHosts.get(id))?.parentComputeHostId),
    );
    layer = [...new Set(parents)].filter((id) => id !== undefined).filter((id) => !followed.has(id));
  }
  return [...followed].sort();
}
