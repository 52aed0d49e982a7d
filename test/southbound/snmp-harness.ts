import snmp from 'net-snmp';
import type { components } from '../../generated/config.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { snmpAdapter } from '../../src/southbound/environment/snmp/snmp.ts';
import { freeUdpPort, startSnmpAgent, type SimulatedValue, type SnmpAgentSimulator } from '../simulators/snmp-agent.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from './recording-ports.ts';

type SnmpSource = components['schemas']['SnmpSource'];
export type SnmpAgent = components['schemas']['SnmpAgent'];
export type SnmpUser = components['schemas']['SnmpUser'];

const UPS = '1.3.6.1.2.1.33.1';
/** A UPS of RFC 1628: battery normal, 30 minutes, 100 %, 54.2 V, output from the mains, low battery from 3 minutes. */
export const ON_MAINS: Record<string, SimulatedValue> = {
  [`${UPS}.2.1.0`]: 2,
  [`${UPS}.2.3.0`]: 30,
  [`${UPS}.2.4.0`]: 100,
  [`${UPS}.2.5.0`]: 542,
  [`${UPS}.4.1.0`]: 3,
  [`${UPS}.9.7.0`]: 3,
};
export const ON_BATTERY = { ...ON_MAINS, [`${UPS}.2.3.0`]: 15, [`${UPS}.2.4.0`]: 80, [`${UPS}.4.1.0`]: 5 };

export const USER: SnmpUser = {
  name: 'gateway',
  authenticationProtocol: 'SHA',
  authenticationKey: 'authenticates',
  privacyProtocol: 'AES',
  privacyKey: 'encrypts-it',
};
export const AGENT_USER: snmp.User = {
  name: 'gateway',
  level: snmp.SecurityLevel.authPriv,
  authProtocol: snmp.AuthProtocols.sha,
  authKey: 'authenticates',
  privProtocol: snmp.PrivProtocols.aes,
  privKey: 'encrypts-it',
};

/** Seconds until the silence of an agent counts, where it is what a test is about. */
export const SHORT = { timeout: 0.15 };

/** An agent `ups1` about `server-1` as the configuration has it, with its defaults. */
export function agentConfig(agent: Partial<SnmpAgent> = {}): SnmpAgent {
  return {
    name: 'ups1',
    host: '127.0.0.1',
    port: 9,
    community: 'secret-community',
    pollInterval: 0.05,
    timeout: 1,
    profile: 'UPS_MIB',
    objects: [],
    traps: [],
    computeHostIds: ['server-1'],
    ...agent,
  };
}

/** A source of the adapter `snmp` at a simulated agent, which is a UPS on mains at first. */
export interface SnmpHarness {
  agent: SnmpAgentSimulator;
  ports: RecordingPorts;
  source: EnvironmentSource;
  trapPort: number;
  start(agent?: Partial<SnmpAgent>, source?: Partial<SnmpSource>): EnvironmentSource;
  stop(): Promise<void>;
  expectLatest(parameterName: string, expected: object, about?: string): void;
  expectUnknown: () => void;
  heard(): Promise<void>;
  /** Resolves after this many polls more; all but the last are worked off by then. */
  polls(count: number): Promise<void>;
}

export async function createSnmpHarness(): Promise<SnmpHarness> {
  const ports = createRecordingPorts();
  const agent = await startSnmpAgent({ communities: ['secret-community'], users: [AGENT_USER] });
  const trapPort = await freeUdpPort();
  agent.set(ON_MAINS);
  const create = (config: Partial<SnmpAgent> = {}, source: Partial<SnmpSource> = {}): EnvironmentSource =>
    snmpAdapter.create(
      {
        id: 'facility',
        type: 'snmp',
        trapListener: { host: '127.0.0.1', port: trapPort, communities: ['secret-community'], communityFiles: [] },
        users: [USER],
        agents: [agentConfig({ port: agent.port, ...config })],
        ...source,
      },
      ports,
    );
  const harness: SnmpHarness = {
    agent,
    ports,
    source: create(),
    trapPort,
    start: (config, source) => {
      harness.source = create(config, source);
      harness.source.start();
      return harness.source;
    },
    stop: async () => {
      await harness.source.stop();
      await harness.agent.close();
    },
    expectLatest: (parameterName, expected, about) => {
      expect(ports.latest(parameterName, about)).toMatchObject(expected);
    },
    expectUnknown: () => {
      const isRuntimeTold = ports.latest('battery.runtime') !== undefined;
      for (const name of ['ups.status', 'battery.charge', ...(isRuntimeTold ? ['battery.runtime'] : [])]) {
        harness.expectLatest(name, { parameterType: 'POWER', dataType: 'STATE', state: 'UNKNOWN' });
      }
    },
    heard: () =>
      eventually(() => {
        harness.expectLatest('ups.status', { state: 'OL' });
        expect(harness.source.status().connected).toBe(true);
      }),
    polls: async (count) => {
      const end = harness.agent.pollCount() + count;
      await eventually(() => {
        expect(harness.agent.pollCount()).toBeGreaterThanOrEqual(end);
      });
    },
  };
  return harness;
}

/** Sends a trap or inform to the port; resolves when it is sent, an inform when it is answered. */
export async function sendTrap(
  port: number,
  trap: {
    version?: 'v1' | 'v2c';
    community?: string;
    user?: snmp.User;
    inform?: boolean;
    from?: string;
    oid: string;
    values?: string[];
  },
): Promise<void> {
  const options = {
    port,
    trapPort: port,
    timeout: 500,
    retries: 1,
    ...(trap.from === undefined ? {} : { sourceAddress: trap.from }),
  };
  const session =
    trap.user === undefined
      ? snmp.createSession('127.0.0.1', trap.community ?? 'secret-community', {
          ...options,
          version: trap.version === 'v1' ? snmp.Version1 : snmp.Version2c,
        })
      : snmp.createV3Session('127.0.0.1', trap.user, { ...options, engineID: '8000b98380aabbccddeeff0011' });
  const varbinds = (trap.values ?? []).map((value, index) => ({
    oid: `1.3.6.1.4.1.318.2.3.${index + 1}.0`,
    type: snmp.ObjectType.OctetString,
    value,
  }));
  try {
    await new Promise<void>((resolve, reject) => {
      const done = (error: Error | null): void => {
        if (error === null) resolve();
        else reject(new Error(error.message));
      };
      if (trap.inform === true) session.inform(trap.oid, varbinds, done);
      else session.trap(trap.oid, varbinds, done);
    });
  } finally {
    session.close();
  }
}
