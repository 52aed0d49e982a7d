import { v7 as uuid } from 'uuid';
import { reasonOf } from '../../problem.ts';
import type { SourcePorts } from './environment-source.ts';
import type { ChassisDatum } from './redfish-quantities.ts';
import { addressed, type Watch } from './redfish-watch.ts';

/** Polls after which what has not changed is said again; a `stalenessTime` has to be longer than the first. */
const REPEAT_HEARD = 5;
const REPEAT_NOT_HEARD = 10;
/** Most data in one notification, as the interface has it. */
const MAXIMUM_DATA = 1000;

/** Hands the data over for each server and zone in the chassis; resolves when they are durable. */
export async function give(
  source: string,
  ports: SourcePorts,
  watch: Watch,
  data: readonly ChassisDatum[],
): Promise<void> {
  const timeStamp = new Date().toISOString();
  const all = addressed(watch, data);
  for (let index = 0; index < all.length; index += MAXIMUM_DATA) {
    const environmentData = all.slice(index, index + MAXIMUM_DATA);
    await ports.receive({ id: `${source}:${uuid()}`, timeStamp, source, environmentData });
  }
}

/** What a poll found. Never throws: what the engine does not take is given again, as it is then, with the next poll. */
export async function deliver(
  source: string,
  ports: SourcePorts,
  watch: Watch,
  data: readonly ChassisDatum[],
): Promise<void> {
  const said = JSON.stringify(data);
  watch.pollsSinceTaken += 1;
  const repeat = watch.isHeard ? REPEAT_HEARD : REPEAT_NOT_HEARD;
  if (data.length === 0 || (said === watch.taken && watch.pollsSinceTaken < repeat)) return;
  // An event during the delivery leaves nothing taken.
  watch.taken = said;
  try {
    await give(source, ports, watch, data);
    Object.assign(watch, { pollsSinceTaken: 0, failure: undefined });
  } catch (error) {
    const failure = reasonOf(error);
    if (failure !== watch.failure)
      ports.log.error({ chassis: watch.path, reason: failure }, 'data of the chassis were not taken');
    Object.assign(watch, { taken: undefined, failure });
  }
}
