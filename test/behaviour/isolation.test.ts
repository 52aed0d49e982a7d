import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually, pause, startSite, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await site.stop();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

describe('one that hangs', () => {
  it('a subscriber that does not answer does not keep the migration request from its manager', async () => {
    const hanging = createServer(() => undefined);
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    cleanUps.push(() => {
      hanging.closeAllConnections();
      hanging.close();
      return Promise.resolve();
    });
    site = await startSite({ nfvo: false, vnfm: { behaviour: 'silent' }, policy: { replyTime: 60 } });
    await site.send('POST', '/envnotif/v1/subscriptions', {
      callbackUri: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`,
    });
    const data = Array.from({ length: 600 }, (_, index) => ({
      computeHostId: 'server-2',
      parameterType: 'COOLING',
      parameterName: `sensor-${index}`,
      dataType: 'VALUE' as const,
      value: 20,
      unit: 'Cel',
    }));
    await site.report(...data);
    await pause(1000);
    const begin = Date.now();
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(
        site.vnfm?.notifications.some(
          ({ body }) => (body as { notificationType?: string }).notificationType === 'MigrationRequestNotification',
        ),
      ).toBe(true);
    }, 40);
    expect((Date.now() - begin) / 1000).toBeLessThan(3);
  }, 90_000);

  it('the alarm about an unreachable subscriber is cleared when its subscription is ended', async () => {
    site = await startSite({ configuration: { notification: { retryInterval: 0.05, maximumRetryInterval: 0.05 } } });
    const { body } = await site.send('POST', '/envnotif/v1/subscriptions', { callbackUri: 'http://127.0.0.1:9/' });
    await site.charge('server-1', 90);
    await eventually(async () => {
      expect(await site.alarms('NOTIFICATION_UNDELIVERABLE')).toHaveLength(1);
    });
    await site.send('DELETE', `/envnotif/v1/subscriptions/${String(body['id'])}`);
    await pause(1000);
    expect(await site.alarms('NOTIFICATION_UNDELIVERABLE')).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
  }, 30_000);
});
