import {
  startEnvironmentController,
  type EnvironmentController,
} from '../../conformance/peers/environment-controller.ts';
import { CALLBACK, createControllerHarness, type ControllerHarness } from './controller-harness.ts';
import { eventually, pause } from './recording-ports.ts';

let gateway: ControllerHarness;
beforeEach(() => {
  gateway = createControllerHarness();
});
afterEach(() => gateway.stop());

describe('at an environment controller', () => {
  let controller: EnvironmentController;
  beforeEach(async () => {
    controller = await startEnvironmentController();
  });
  afterEach(() => controller.close());

  const followed = (): (string[] | undefined)[] =>
    controller.subscriptions().map(({ filter }) => filter?.computeHostIds);
  const expectFollowed = (...servers: string[][]): Promise<void> =>
    eventually(() => {
      expect(followed()).toEqual(servers);
    });

  it('subscribes the callback of the gateway for the servers to follow', async () => {
    await gateway.start(controller.url).follow(['server-2', 'server-1', 'server-2']);
    await expectFollowed(['server-1', 'server-2']);
    expect(controller.subscriptions()[0]).toMatchObject({
      callbackUri: CALLBACK,
      filter: { computeHostIds: ['server-1', 'server-2'], notificationTypes: ['EnvironmentNotification'] },
    });
    await eventually(() => {
      expect(gateway.status()).toEqual({ connected: true, detail: 'subscribed for 2 servers' });
    });
  });

  it('takes an apiRoot with a final slash', async () => {
    await gateway.start(`${controller.url}/`).follow(['server-1']);
    await expectFollowed(['server-1']);
  });

  it('subscribes for servers that were told before the start', async () => {
    const source = gateway.create(controller.url, { checkInterval: 30 });
    await source.follow(['server-1']);
    source.start();
    await expectFollowed(['server-1']);
  });

  it('follows a function to its second server', async () => {
    const building = gateway.start(controller.url);
    await building.follow(['server-1']);
    await expectFollowed(['server-1']);
    await building.follow(['server-2']);
    await expectFollowed(['server-2']);
  });

  it('does nothing when the servers stay the same', async () => {
    const building = gateway.start(controller.url, { checkInterval: 30 });
    await building.follow(['server-1', 'server-2']);
    await expectFollowed(['server-1', 'server-2']);
    const before = controller.subscriptions();
    await building.follow(['server-2', 'server-1']);
    await pause(200);
    expect(controller.subscriptions()).toEqual(before);
  });

  it('only ends the subscription when there is no server to follow', async () => {
    const building = gateway.start(controller.url);
    await building.follow(['server-1']);
    await expectFollowed(['server-1']);
    await building.follow([]);
    await expectFollowed();
    await eventually(() => {
      expect(building.status()).toEqual({ connected: true, detail: 'no server to follow' });
    });
  });

  it('leaves the subscription when it stops, and the next gateway takes its place', async () => {
    await gateway.start(controller.url).follow(['server-1']);
    await gateway.connected();
    await gateway.stop();
    expect(gateway.status()).toEqual({ connected: false, detail: 'stopped' });
    expect(followed()).toEqual([['server-1']]);

    await gateway.start(controller.url).follow(['server-1', 'server-2']);
    await expectFollowed(['server-1', 'server-2']);
  });

  it('subscribes again at a controller that has lost the subscription', async () => {
    await gateway.start(controller.url).follow(['server-1']);
    await expectFollowed(['server-1']);
    const port = Number(new URL(controller.url).port);
    await controller.close();
    await eventually(() => {
      expect(gateway.status().connected).toBe(false);
    });
    controller = await startEnvironmentController({ port });
    await expectFollowed(['server-1']);
    await gateway.connected();
  });
});
