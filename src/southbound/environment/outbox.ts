import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { DomainError, reasonOf } from '../../problem.ts';
import type { EnvironmentData, SourcePorts } from './environment-source.ts';

/** Most data in one notification, as the interface has it. */
const MAXIMUM_DATA = 1000;
/** More notifications than this do not wait: then only the latest state of each parameter is kept. */
const MAXIMUM_WAITING = 100;
const FIRST_RETRY_DELAY = 500;
const MAXIMUM_RETRY_DELAY = 10_000;

/** Hands data to the engine in the order in which they came, one notification at a time. */
export interface Outbox {
  say(data: readonly EnvironmentData[]): void;
  /** Why the engine did not take the last data; undefined when it did. */
  failure(): string | undefined;
  /** Resolves when what is under way is done; what still waits is dropped. */
  stop(): Promise<void>;
}

/**
 * Makes an outbox for a source whose peer sets the pace. What comes while the engine is at work waits in one notification,
 * of each parameter the latest; a parameter that changes its state meanwhile begins another one, so that no change is lost.
 * What the engine refuses is dropped, for it would be refused again; after any other failure it is given anew.
 */
export function createOutbox(source: string, { receive, log }: Pick<SourcePorts, 'receive' | 'log'>): Outbox {
  const stopping = new AbortController();
  const waiting: Map<string, EnvironmentData>[] = [];
  let failure: string | undefined;
  let work: Promise<void> | undefined;

  async function handOver(): Promise<void> {
    let failures = 0;
    for (let batch = waiting.shift(); batch !== undefined && !stopping.signal.aborted;) {
      if (await isDone([...batch.values()])) {
        failures = 0;
        batch = waiting.shift();
      } else {
        const delay = Math.min(FIRST_RETRY_DELAY * 2 ** failures, MAXIMUM_RETRY_DELAY);
        failures = Math.min(failures + 1, 16);
        await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }
  /** False when the same has to be given again. */
  async function isDone(environmentData: EnvironmentData[]): Promise<boolean> {
    try {
      await receive({ id: `${source}:${uuid()}`, timeStamp: new Date().toISOString(), source, environmentData });
      failure = undefined;
      return true;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== failure) log.error({ reason }, 'environment data were not taken');
      failure = reason;
      return error instanceof DomainError && error.kind === 'Unprocessable';
    }
  }

  return {
    say: (data) => {
      for (const datum of data) enter(waiting, datum);
      if (waiting.length === 0) return;
      work ??= handOver().finally(() => {
        work = undefined;
      });
    },
    failure: () => failure,
    stop: async () => {
      stopping.abort();
      await work;
    },
  };
}

function enter(waiting: Map<string, EnvironmentData>[], datum: EnvironmentData): void {
  const { computeHostId, resourceZoneId, parameterType, parameterName } = datum;
  const key = JSON.stringify([computeHostId, resourceZoneId, parameterType, parameterName]);
  const last = waiting.at(-1);
  const before = last?.get(key);
  const needsAnother =
    before === undefined
      ? last === undefined || last.size >= MAXIMUM_DATA
      : before.state !== datum.state && waiting.length < MAXIMUM_WAITING;
  if (needsAnother || last === undefined) waiting.push(new Map([[key, datum]]));
  else last.set(key, datum);
}
