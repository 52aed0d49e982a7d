import type { components } from '../../generated/config.ts';
import { controllerAdapter } from '../../src/southbound/environment/controller.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from './recording-ports.ts';

type ControllerSource = components['schemas']['ControllerSource'];

const NOTIFICATIONS = 'http://127.0.0.1:9/callback/v1/environment_notifications';
/** Where the controller delivers what it has to say. */
export const CALLBACK = `${NOTIFICATIONS}/building`;

/** Sources of the adapter `controller`, of which the last one is looked at. */
export interface ControllerHarness {
  ports: RecordingPorts;
  create(apiRoot: string, config?: Partial<ControllerSource>): EnvironmentSource;
  /** Makes a source and starts it. */
  start(apiRoot: string, config?: Partial<ControllerSource>): EnvironmentSource;
  status(): ReturnType<EnvironmentSource['status']>;
  stop(): Promise<void>;
  /** Resolves when the source is connected. */
  connected(): Promise<void>;
}

export function createControllerHarness(): ControllerHarness {
  const ports = createRecordingPorts(NOTIFICATIONS);
  let source: EnvironmentSource | undefined;
  const harness: ControllerHarness = {
    ports,
    create: (apiRoot, config = {}) => {
      source = controllerAdapter.create(
        { id: 'building', type: 'controller', apiRoot, checkInterval: 0.2, timeout: 0.5, ...config },
        ports,
      );
      return source;
    },
    start: (apiRoot, config) => {
      const created = harness.create(apiRoot, config);
      created.start();
      return created;
    },
    status: () => source?.status() ?? { connected: false, detail: 'there is no source' },
    stop: async () => {
      await source?.stop();
    },
    connected: () =>
      eventually(() => {
        expect(harness.status()).toMatchObject({ connected: true });
      }),
  };
  return harness;
}
