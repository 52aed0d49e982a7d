import { setTimeout as sleep } from 'node:timers/promises';
import type { components } from '../../../../generated/config.ts';
import { reasonOf } from '../../../problem.ts';
import type { SourcePorts, Target } from '../environment-source.ts';
import type { SnmpUser } from './credentials.ts';
import { createKnowledge } from './knowledge.ts';
import { createToldBefore } from '../told-before.ts';
import { createReporter, type Observation } from './reporter.ts';
import { createAgentSession } from './session.ts';
import type { Trap } from './trap-listener.ts';

type SnmpAgent = components['schemas']['SnmpAgent'];

/** Least time between polls, milliseconds, however many traps come. */
const LEAST_POLL_PAUSE = 200;
const NOT_READ = 'not read yet';

/** An agent that is polled for ever, and at once when one of its traps comes. */
export interface PolledAgent {
  start(): void;
  stop(): Promise<void>;
  /** Takes a trap; false when it comes from elsewhere. */
  takeTrap(trap: Trap): boolean;
  /** What is wrong with it, for people; empty when all is well. */
  complaints(): string[];
  isHeard(): boolean;
}

export function createPolledAgent(
  agent: SnmpAgent,
  { sourceId, users, targets }: { sourceId: string; users: readonly SnmpUser[]; targets: readonly Target[] },
  ports: SourcePorts,
): PolledAgent {
  const { name } = agent;
  const stopping = new AbortController();
  const session = createAgentSession(agent, users);
  const knowledge = createKnowledge(agent, () => performance.now());
  const reporter = createReporter({ sourceId, agentName: name, targets }, ports);
  const toldBefore = createToldBefore(ports, { agent: name }, targets);
  let hasBeenHeard = false;
  let condition: string | undefined = NOT_READ;
  let wake = new AbortController();
  let loop: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      await poll();
      const interval = 1000 * agent.pollInterval;
      const least = Math.min(interval, LEAST_POLL_PAUSE);
      await pause(least, stopping.signal);
      await pause(interval - least, AbortSignal.any([wake.signal, stopping.signal]));
    }
  }
  async function poll(): Promise<void> {
    const observation = await observe();
    if (stopping.signal.aborted) return;
    logChange(observation.condition);
    hasBeenHeard ||= observation.condition === undefined;
    if (!hasBeenHeard) await toldBefore.lose();
    await reporter.sayPolled(observation);
  }
  async function observe(): Promise<Observation> {
    try {
      return knowledge.learn(await session.read(knowledge.oids, knowledge.columns));
    } catch (error) {
      return knowledge.lose(reasonOf(error));
    }
  }
  function logChange(now: string | undefined): void {
    if (now !== undefined && now !== condition) ports.log.warn({ agent: name, reason: now }, 'SNMP agent is not heard');
    if (now === undefined && condition !== undefined) ports.log.info({ agent: name }, 'SNMP agent is heard');
    condition = now;
  }

  return {
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      session.end();
      await loop;
    },
    takeTrap: ({ address, oid, values }) => {
      if (address !== session.address() || stopping.signal.aborted) return false;
      ports.log.debug({ agent: name, trap: oid }, 'SNMP trap');
      const datum = knowledge.learnTrap(oid, values);
      if (datum !== undefined) void reporter.sayTrap(datum);
      wake.abort();
      return true;
    },
    complaints: () => {
      const failure = reporter.failure();
      return [
        ...(condition === undefined ? [] : [`${name}: ${condition}`]),
        ...(failure === undefined ? [] : [`${name}: data were not taken: ${failure}`]),
      ];
    },
    isHeard: () => condition === undefined,
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
