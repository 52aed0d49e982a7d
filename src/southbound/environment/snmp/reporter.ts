import { v7 as uuid } from 'uuid';
import { reasonOf } from '../../../problem.ts';
import type { EnvironmentData, SourcePorts, Target } from '../environment-source.ts';
import type { SnmpDatum } from './profile.ts';

/** Polls after which what has not changed is said again; a `stalenessTime` has to be longer than the first. */
const REPEAT_HEARD = 5;
const REPEAT_NOT_HEARD = 10;
/** Most data in one notification, as the interface has it. */
const MAXIMUM_DATA = 1000;

/** What a poll or a trap has told. */
export interface Observation {
  /** Why the agent is not heard; undefined when it is. */
  condition: string | undefined;
  isOnBattery: boolean;
  data: readonly SnmpDatum[];
}

/** Hands over to the engine what one agent tells, in the order in which it was told. */
export interface Reporter {
  /** What a poll has found: said at once when it differs from what was said last, else now and then. Never throws. */
  sayPolled(observation: Observation): Promise<void>;
  /** What a trap told, at once. Never throws. */
  sayTrap(datum: SnmpDatum): Promise<void>;
  /** Why the engine did not take the last data; undefined when it did. */
  failure(): string | undefined;
}

export function createReporter(
  { sourceId, agentName, targets }: { sourceId: string; agentName: string; targets: readonly Target[] },
  ports: SourcePorts,
): Reporter {
  let taken: string | undefined;
  let pollsSinceTaken = 0;
  let failure: string | undefined;
  let queue: Promise<void> = Promise.resolve();

  /** What the engine does not take is given again, as it is then, with the next poll. */
  async function deliver(data: readonly SnmpDatum[], said: string | undefined): Promise<void> {
    const timeStamp = new Date().toISOString();
    try {
      for (const environmentData of chunksOf(addressed(targets, data))) {
        const id = `${sourceId}:${agentName}:${uuid()}`;
        await ports.receive({ id, timeStamp, source: sourceId, environmentData });
      }
      [taken, pollsSinceTaken, failure] = [said, 0, undefined];
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== failure) ports.log.error({ agent: agentName, reason }, 'SNMP data were not taken');
      [taken, failure] = [undefined, reason];
    }
  }
  function enqueue(work: () => Promise<void>): Promise<void> {
    queue = queue.then(work);
    return queue;
  }

  return {
    sayPolled: (observation) =>
      enqueue(async () => {
        const said = JSON.stringify([observation.condition, observation.data]);
        pollsSinceTaken += 1;
        if (said !== taken || isRepetitionDue(observation, pollsSinceTaken)) await deliver(observation.data, said);
      }),
    sayTrap: (datum) => enqueue(() => deliver([datum], undefined)),
    failure: () => failure,
  };
}

function isRepetitionDue({ isOnBattery, condition }: Observation, polls: number): boolean {
  return isOnBattery || polls >= (condition === undefined ? REPEAT_HEARD : REPEAT_NOT_HEARD);
}

/** The data once for each server and zone that the agent is about. */
function addressed(targets: readonly Target[], data: readonly SnmpDatum[]): EnvironmentData[] {
  return targets.flatMap(({ about, prefix }) =>
    data.map((datum) => ({ ...datum, ...about, parameterName: `${prefix}${datum.parameterName}` })),
  );
}

function chunksOf(data: readonly EnvironmentData[]): EnvironmentData[][] {
  const count = Math.ceil(data.length / MAXIMUM_DATA);
  return Array.from({ length: count }, (_, index) => data.slice(index * MAXIMUM_DATA, (index + 1) * MAXIMUM_DATA));
}
