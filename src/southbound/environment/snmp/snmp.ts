import type { components } from '../../../../generated/config.ts';
import type { EnvironmentSource, SourceAdapter, SourcePorts, SourceStatus } from '../environment-source.ts';
import { createPolledAgent, type PolledAgent } from './agent.ts';
import { targetsOf } from './targets.ts';
import { createTrapListener, type Trap, type TrapListener } from './trap-listener.ts';

type SnmpSource = components['schemas']['SnmpSource'];

/** Addresses of which a fault is logged; the faults of more are only counted. */
const MAXIMUM_LOGGED = 100;

/**
 * Environment source `snmp`: polls agents by SNMPv2c and v3, and takes their traps (v1, v2c, v3) and informs. A UPS and a
 * DC plant are told in the words of the source `nut`, with the same names and units. Said at once when it changes, at
 * every poll while on battery, else every 5 polls. What cannot be learned (no answer in time, an exception value, a sensor
 * that is not ok) is `UNKNOWN`, at once and every 10 polls.
 *
 * A trap makes its agent be polled at once, for the poll decides: there is no trap for every end of a trouble. Some tell
 * a state by themselves, which is said even before that. A trap is about every agent at the address it comes from; one
 * from elsewhere, or that nobody known has sent, is counted and logged once. R2, R3, R4, R8, RFC 3411, RFC 1628.
 */
export const snmpAdapter: SourceAdapter<SnmpSource> = { type: 'snmp', create: createSnmpSource };

function createSnmpSource(config: SnmpSource, ports: SourcePorts): EnvironmentSource {
  const { id: sourceId, users } = config;
  const agents = config.agents.map((agent) =>
    createPolledAgent(agent, { sourceId, users, targets: targetsOf(agent, config.agents) }, ports),
  );
  const listener = createListener(config, agents, ports);
  let isStopped = false;
  return {
    id: sourceId,
    start: () => {
      listener?.start();
      for (const agent of agents) agent.start();
    },
    stop: async () => {
      isStopped = true;
      await Promise.all([listener?.stop(), ...agents.map((agent) => agent.stop())]);
    },
    // What an agent is about is configured, and it is read as a whole: nothing is saved by following fewer servers.
    follow: () => Promise.resolve(),
    status: () => (isStopped ? { connected: false, detail: 'stopped' } : statusOf(config, agents, listener)),
  };
}

function createListener(
  { trapListener, users }: SnmpSource,
  agents: readonly PolledAgent[],
  ports: SourcePorts,
): TrapListener | undefined {
  if (trapListener === undefined) return undefined;
  const logged = new Set<string>();
  const fault = (kind: string, address: string): void => {
    ports.problem(kind);
    if (logged.has(`${kind} ${address}`) || logged.size >= MAXIMUM_LOGGED) return;
    logged.add(`${kind} ${address}`);
    ports.log.warn(
      { address, reason: kind },
      'SNMP message was not taken; further ones of the kind from there are only counted',
    );
  };
  const trap = (received: Trap): void => {
    const takers = agents.filter((agent) => agent.takeTrap(received));
    if (takers.length === 0) fault('trapFromUnknownAddress', received.address);
  };
  const listening = (): void => {
    ports.log.info({ host: trapListener.host, port: trapListener.port }, 'listening for SNMP traps');
  };
  const deaf = (reason: string): void => {
    ports.log.warn({ reason }, 'SNMP traps cannot be received; trying on');
  };
  return createTrapListener(trapListener, users, { trap, fault, listening, deaf });
}

/** Connected when every agent is heard and traps can come; the detail names what is not so. */
function statusOf(
  config: SnmpSource,
  agents: readonly PolledAgent[],
  listener: TrapListener | undefined,
): SourceStatus {
  const deaf = listener?.problem();
  const complaints = [...agents.flatMap((agent) => agent.complaints()), ...(deaf === undefined ? [] : [deaf])];
  const heard = `${config.agents.map(({ name }) => name).join(', ')} heard`;
  return {
    connected: deaf === undefined && agents.every((agent) => agent.isHeard()),
    detail: complaints.length === 0 ? heard : complaints.join('; '),
  };
}
