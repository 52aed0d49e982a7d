import { startService, type Service } from '../../conformance/peers/service.ts';
import type { components } from '../../generated/config.ts';
import { DomainError } from '../../src/problem.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { redfishSourceAdapter } from '../../src/southbound/environment/redfish.ts';
import { CHASSIS, startRedfishChassis, type RedfishChassis } from '../simulators/redfish-chassis.ts';
import { createRecordingPorts, eventually, pause, type RecordingPorts } from './recording-ports.ts';

type RedfishSource = components['schemas']['RedfishSource'];

/** A source of the adapter `redfish` at a simulated BMC, whose events reach it over HTTP. */
export interface RedfishHarness {
  bmc: RedfishChassis;
  ports: RecordingPorts;
  /** Starts a source; without more it is about the chassis, for `server-1`. */
  start(config?: Partial<RedfishSource>): EnvironmentSource;
  stop(): Promise<void>;
  /** Resolves when the last datum about the parameter is like this. */
  expectLatest(parameterName: string, expected: object): Promise<void>;
  /** Resolves when the BMC has so many subscriptions. */
  subscribed(count?: number): Promise<void>;
  /** Resolves after this many polls of the chassis more. */
  polls(count: number): Promise<void>;
}

export async function createRedfishHarness(): Promise<RedfishHarness> {
  const bmc = await startRedfishChassis();
  let source: EnvironmentSource | undefined;
  const listener: Service = await startService(async ({ body }) => {
    try {
      await source?.accept?.(body);
      return { status: 204 };
    } catch (error) {
      return { status: error instanceof DomainError && error.kind === 'Forbidden' ? 403 : 500 };
    }
  });
  const ports = createRecordingPorts(`${listener.url}/callback/v1/environment_notifications`);
  return {
    bmc,
    ports,
    start: (config = {}) => {
      source = redfishSourceAdapter.create(
        {
          id: 'bmc-1',
          type: 'redfish',
          baseUrl: bmc.url,
          timeout: 1,
          pollInterval: 0.1,
          checkInterval: 0.1,
          heartbeatInterval: 1,
          events: true,
          chassis: [{ path: CHASSIS, computeHostIds: ['server-1'] }],
          ...config,
        },
        ports,
      );
      source.start();
      return source;
    },
    stop: async () => {
      await source?.stop();
      await listener.close();
      await bmc.close();
    },
    expectLatest: (parameterName, expected) =>
      eventually(() => {
        expect(ports.latest(parameterName)).toMatchObject(expected);
      }),
    subscribed: (count = 1) =>
      eventually(() => {
        expect(bmc.subscriptions.size).toBe(count);
      }),
    polls: async (count) => {
      const polled = () => bmc.requests.filter((request) => request === `GET ${CHASSIS}`).length;
      const end = polled() + count;
      await eventually(() => {
        expect(polled()).toBeGreaterThanOrEqual(end);
      });
      await pause(50);
    },
  };
}
