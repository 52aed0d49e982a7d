import type { components } from '../../generated/config.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { nutAdapter } from '../../src/southbound/environment/nut.ts';
import { startUpsd, type Upsd } from '../simulators/upsd.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from './recording-ports.ts';

type NutSource = components['schemas']['NutSource'];

export const ON_MAINS = { 'ups.status': 'OL CHRG', 'battery.charge': '100', 'battery.runtime': '1800' };
export const ON_BATTERY = { 'ups.status': 'OB DISCHRG', 'battery.charge': '80', 'battery.runtime': '900' };

/** A source of the adapter `nut` at a simulated upsd that has `ups1`, on mains at first. */
export interface NutHarness {
  upsd: Upsd;
  ports: RecordingPorts;
  source: EnvironmentSource;
  /** Starts the source; without more it is fed by `ups1` for `server-1`. */
  start(config?: Partial<NutSource>): EnvironmentSource;
  /** Starts upsd again at the port where it was. */
  restartUpsd(): Promise<void>;
  stop(): Promise<void>;
  /** The last datum about the parameter is like this. */
  expectLatest(parameterName: string, expected: object, about?: string): void;
  /** The last data about state and charge are UNKNOWN, and that about the runtime where there was any. */
  expectUnknown: (about?: string) => void;
  /** Resolves when `ups1` was heard to be on mains. */
  heard(): Promise<void>;
  /** Resolves after this many polls more; all but the last are worked off by then. */
  polls(count: number): Promise<void>;
}

export async function createNutHarness(): Promise<NutHarness> {
  const ports = createRecordingPorts();
  const upsd = await startUpsd();
  upsd.set('ups1', ON_MAINS);
  const create = (config: Partial<NutSource> = {}): EnvironmentSource =>
    nutAdapter.create(
      {
        id: 'power-room',
        type: 'nut',
        host: '127.0.0.1',
        port: upsd.port,
        tls: 'never',
        pollInterval: 0.05,
        upses: [{ name: 'ups1', computeHostIds: ['server-1'] }],
        ...config,
      },
      ports,
    );
  const pollCount = (): number => harness.upsd.commands.filter((command) => command.startsWith('LIST VAR')).length;
  const harness: NutHarness = {
    upsd,
    ports,
    source: create(),
    start: (config) => {
      harness.source = create(config);
      harness.source.start();
      return harness.source;
    },
    restartUpsd: async () => {
      harness.upsd = await startUpsd(upsd.port);
      harness.upsd.set('ups1', ON_MAINS);
    },
    stop: async () => {
      await harness.source.stop();
      await harness.upsd.close();
    },
    expectLatest: (parameterName, expected, about) => {
      expect(ports.latest(parameterName, about)).toMatchObject(expected);
    },
    expectUnknown: (about) => {
      const isRuntimeTold = ports.latest('battery.runtime', about) !== undefined;
      for (const name of ['ups.status', 'battery.charge', ...(isRuntimeTold ? ['battery.runtime'] : [])]) {
        harness.expectLatest(name, { dataType: 'STATE', state: 'UNKNOWN' }, about);
      }
    },
    heard: () =>
      eventually(() => {
        harness.expectLatest('ups.status', { state: 'OL' });
      }),
    polls: async (count) => {
      const end = pollCount() + count;
      await eventually(() => {
        expect(pollCount()).toBeGreaterThanOrEqual(end);
      });
    },
  };
  return harness;
}
