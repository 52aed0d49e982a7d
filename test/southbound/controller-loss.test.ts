import {
  startEnvironmentController,
  type EnvironmentController,
} from '../../conformance/peers/environment-controller.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { createControllerHarness, type ControllerHarness } from './controller-harness.ts';
import { eventually, pause, type EnvironmentData } from './recording-ports.ts';

const CHARGE: EnvironmentData = {
  ...{ computeHostId: 'server-1', parameterType: 'POWER', parameterName: 'charge' },
  ...{ dataType: 'VALUE', value: 90, unit: '%' },
};
const WATER: EnvironmentData = { ...CHARGE, parameterType: 'WATER_LEVEL', parameterName: 'depth', unit: 'mm' };

describe('what a controller told', () => {
  let gateway: ControllerHarness;
  let controller: EnvironmentController;
  let building: EnvironmentSource;
  let told = 0;
  /** Whether each loss was one of the charge, and of the water. */
  let lostEach: { charge: boolean; water: boolean }[];
  beforeEach(async () => {
    gateway = createControllerHarness();
    lostEach = [];
    const { ports } = gateway;
    const lose = ports.lose.bind(ports);
    ports.lose = async (loss) => {
      await lose(loss);
      lostEach.push({ charge: loss.isHeard?.(CHARGE) === false, water: loss.isHeard?.(WATER) === false });
    };
    controller = await startEnvironmentController();
  });
  afterEach(async () => {
    await gateway.stop();
    await controller.close();
  });

  const tell = (...environmentData: EnvironmentData[]) =>
    building.accept?.({ id: `told-${(told += 1)}`, timeStamp: new Date().toISOString(), environmentData });
  async function follow(config: Parameters<ControllerHarness['start']>[1] = {}): Promise<void> {
    building = gateway.start(controller.url, config);
    await building.follow(['server-1']);
    await gateway.connected();
  }
  async function restart(): Promise<void> {
    const port = Number(new URL(controller.url).port);
    await controller.close();
    controller = await startEnvironmentController({ port });
  }
  const lost = (times = 1) =>
    eventually(() => {
      expect(gateway.ports.losses.length).toBeGreaterThanOrEqual(times);
    });

  it('is handed over as it is', async () => {
    await follow();
    await tell(CHARGE);
    expect(gateway.ports.notifications).toMatchObject([{ environmentData: [CHARGE] }]);
  });

  it('is lost for the servers that are followed, and their zones, when it does not answer for the check interval', async () => {
    await follow();
    await tell(CHARGE);
    await controller.close();
    await lost();
    expect(gateway.ports.losses[0]).toMatchObject({ places: [{ computeHostId: 'server-1' }], withZones: true });
    expect(lostEach).toEqual([{ charge: true, water: true }]);
    expect(gateway.ports.lines.some(({ message }) => message.includes('has not told again, is UNKNOWN'))).toBe(true);
  });

  it('is not lost while it answers', async () => {
    await follow();
    await tell(CHARGE);
    await pause(700);
    expect(gateway.ports.losses).toEqual([]);
  });

  it('is lost once, however long it does not answer, and for other servers when they are followed', async () => {
    await follow({ checkInterval: 0.1 });
    await controller.close();
    await lost();
    await pause(600);
    expect(gateway.ports.losses).toHaveLength(1);
    await building.follow(['server-1', 'server-2']);
    await lost(2);
    expect(gateway.ports.losses[1]?.places).toEqual([{ computeHostId: 'server-2' }]);
  });

  it('is not lost where it was told since the controller fell silent, until it is silent again', async () => {
    await follow();
    await controller.close();
    await eventually(() => {
      expect(building.status().connected).toBe(false);
    });
    await tell(CHARGE);
    await lost();
    expect(lostEach.at(-1)).toEqual({ charge: false, water: true });
    await tell(CHARGE);
    await lost(2);
    expect(lostEach.at(-1)).toEqual({ charge: false, water: true });
    await lost(3);
    expect(lostEach.at(-1)).toEqual({ charge: true, water: true });
    await pause(600);
    expect(lostEach).toHaveLength(3);
  });

  it('is lost also when it does not answer from the start', async () => {
    await controller.close();
    await gateway.start(controller.url).follow(['server-1']);
    await lost();
    expect(lostEach).toEqual([{ charge: true, water: true }]);
  });

  it('is not lost at a start at which it answers', async () => {
    await follow();
    await pause(500);
    expect(gateway.ports.losses).toEqual([]);
  });

  it('is asked for by a new subscription once it answers again', async () => {
    await follow();
    const [before] = controller.subscriptions();
    await controller.close();
    await lost();
    controller = await startEnvironmentController({ port: Number(new URL(controller.url).port) });
    await gateway.connected();
    const after = controller.subscriptions();
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before?.id);
    await pause(500);
    expect(gateway.ports.losses).toHaveLength(1);
  });

  it('is asked for once also of a server that is not followed any more', async () => {
    await follow();
    await controller.close();
    await lost();
    await building.follow(['server-2']);
    controller = await startEnvironmentController({ port: Number(new URL(controller.url).port) });
    const followedNow = (...servers: string[]) =>
      eventually(() => {
        expect(controller.subscriptions().map(({ filter }) => filter?.computeHostIds)).toEqual([servers]);
      });
    await followedNow('server-1', 'server-2');
    await gateway.connected();
    await followedNow('server-2');
  });

  it('is lost but what it tells again within the check interval, when it lost the subscription', async () => {
    await follow({ checkInterval: 0.4 });
    await tell(CHARGE, WATER);
    await restart();
    await eventually(() => {
      expect(controller.subscriptions()).toHaveLength(1);
    });
    await tell(CHARGE);
    expect(gateway.ports.losses).toEqual([]);
    await lost();
    expect(lostEach.at(-1)).toEqual({ charge: false, water: true });
    const subscriptions = controller.subscriptions();
    await pause(900);
    expect(gateway.ports.losses).toHaveLength(1);
    expect(controller.subscriptions()).toEqual(subscriptions);
  });

  it('is lost a little later when the engine does not take that at once', async () => {
    await follow();
    gateway.ports.refuse(new Error('the disk is full'));
    await controller.close();
    await eventually(() => {
      expect(gateway.ports.lines.map(({ fields }) => fields)).toContainEqual({ reason: 'the disk is full' });
    });
    gateway.ports.refuse(undefined);
    await lost();
  });
});
