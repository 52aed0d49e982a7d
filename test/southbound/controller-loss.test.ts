import {
  startEnvironmentController,
  type EnvironmentController,
} from '../../conformance/peers/environment-controller.ts';
import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { createControllerHarness, type ControllerHarness } from './controller-harness.ts';
import { eventually, pause } from './recording-ports.ts';

describe('what a controller told', () => {
  let gateway: ControllerHarness;
  let controller: EnvironmentController;
  let building: EnvironmentSource;
  beforeEach(async () => {
    gateway = createControllerHarness();
    controller = await startEnvironmentController();
  });
  afterEach(async () => {
    await gateway.stop();
    await controller.close();
  });

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

  it('is lost for the servers that are followed, and their zones, when it does not answer for the check interval', async () => {
    await follow();
    await controller.close();
    await lost();
    expect(gateway.ports.losses[0]).toMatchObject({ places: [{ computeHostId: 'server-1' }], withZones: true });
    expect(gateway.ports.lines.some(({ message }) => message.includes('has not told again, is UNKNOWN'))).toBe(true);
  });

  it('is not lost while it answers', async () => {
    await follow();
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

  it('is lost but for what was told since the controller fell silent, and again until that is lost too', async () => {
    await follow();
    const before = new Date().toISOString();
    gateway.ports.loseAll(false);
    await controller.close();
    await lost(2);
    gateway.ports.loseAll(true);
    const [first, second] = gateway.ports.losses.map(({ since = '' }) => Date.parse(since));
    // A second is for the clocks of other gateways.
    expect(first).toBeGreaterThanOrEqual(Date.parse(before) - 1000);
    expect(second).toBeGreaterThan(first ?? Infinity);
    await lost(3);
    await pause(600);
    expect(gateway.ports.losses).toHaveLength(3);
  });

  it('is lost also when it does not answer from the start', async () => {
    await controller.close();
    await gateway.start(controller.url).follow(['server-1']);
    await lost();
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

  it('is asked for once of a server that was lost before the start, and that nobody follows', async () => {
    gateway.ports.lostBefore.push('server-3');
    building = gateway.start(controller.url);
    const followedNow = (...servers: string[]) =>
      eventually(() => {
        expect(controller.subscriptions().map(({ filter }) => filter?.computeHostIds)).toEqual([servers]);
      });
    await followedNow('server-3');
    await building.follow(['server-1']);
    await followedNow('server-1');
    expect(gateway.ports.losses).toEqual([]);
  });

  it('is lost but what it tells again within the check interval, when it lost the subscription', async () => {
    await follow({ checkInterval: 0.4 });
    await restart();
    await eventually(() => {
      expect(controller.subscriptions()).toHaveLength(1);
    });
    const subscriptions = controller.subscriptions();
    expect(gateway.ports.losses).toEqual([]);
    gateway.ports.loseAll(false);
    await lost();
    expect(gateway.ports.losses[0]?.since).toBeDefined();
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
