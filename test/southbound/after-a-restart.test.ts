import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { startUpsd, type Upsd } from '../simulators/upsd.ts';
import { sqliteLocation } from '../stores.ts';

interface State {
  environmentLevel: string;
  parameterName: string;
  computeHostId?: string;
  resourceZoneId?: string;
}

describe('a UPS that is not heard any more when the gateway starts again', () => {
  let upsd: Upsd;
  let gateway: GatewayUnderTest;
  afterEach(async () => {
    await gateway.stop();
    await upsd.close();
  });

  it('is UNKNOWN with all that it told, of servers and of zones', async () => {
    upsd = await startUpsd();
    const configuration = {
      store: sqliteLocation(),
      inventory: {
        resourceZones: [{ zoneId: 'room-1' }],
        computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }],
      },
      environmentThresholds: [
        {
          id: 'runtime',
          parameterType: 'POWER',
          parameterName: 'battery.runtime',
          unit: 's',
          direction: 'FALLING',
          failed: { thresholdValue: 60 },
        },
      ],
      environmentSources: [
        {
          id: 'power-room',
          type: 'nut',
          host: '127.0.0.1',
          port: upsd.port,
          pollInterval: 0.1,
          upses: [
            { name: 'ups1', computeHostIds: ['server-1'] },
            { name: 'ups2', resourceZoneIds: ['room-1'] },
          ],
        },
      ],
    };
    for (const ups of ['ups1', 'ups2']) upsd.set(ups, { 'ups.status': 'OL', 'battery.runtime': '1800' });
    const start = async () => (gateway = await startGatewayUnderTest(configuration));
    const runtimesAre = (level: string) =>
      eventually(`both runtimes are ${level}`, async () => {
        const response = await fetch(`${gateway.apiRoot}/envnotif/v1/environment_states`);
        const states = ((await response.json()) as State[]).filter(
          ({ parameterName }) => parameterName === 'battery.runtime',
        );
        return states.length === 2 && states.every(({ environmentLevel }) => environmentLevel === level)
          ? true
          : undefined;
      });
    await start();
    await runtimesAre('NORMAL');
    await gateway.stop();
    for (const ups of ['ups1', 'ups2']) upsd.fail(ups, 'DATA-STALE');
    await start();
    await runtimesAre('UNKNOWN');
  });
});
