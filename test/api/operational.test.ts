import request from 'supertest';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);

beforeAll(async () => {
  gateway = await startGatewayUnderTest({
    inventory: { computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }] },
  });
});
afterAll(() => gateway.stop());

/** The value of a metric with its labels, 0 when nothing was counted yet. */
async function metric(name: string, { apiRoot } = gateway): Promise<number> {
  const { text } = await request(apiRoot).get('/metrics').expect(200);
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

const report = (id: string, ...computeHostIds: string[]) =>
  exchange.post('/envnotif/v1/environment_notifications', {
    id,
    timeStamp: '2026-11-23T02:13:00Z',
    environmentData: computeHostIds.map((computeHostId) => ({
      computeHostId,
      parameterType: 'POWER',
      dataType: 'STATE',
      state: 'OL',
    })),
  });

describe('a gateway in operation', () => {
  it('says that it lives', async () => {
    const answer = await request(gateway.apiRoot).get('/livez').expect(200);
    expect(answer.body).toEqual({ status: 'alive' });
  });

  it('says that it is ready', async () => {
    const answer = await request(gateway.apiRoot).get('/readyz').expect(200);
    expect(answer.body).toEqual({ status: 'ready', environmentSources: [], vims: [] });
  });

  it('stays ready while a source is not heard, but says which one that is', async () => {
    const source = { id: 'power-room', type: 'nut', host: '127.0.0.1', port: 1 };
    const deaf = await startGatewayUnderTest({
      environmentSources: [{ ...source, upses: [{ name: 'ups', computeHostIds: ['server-1'] }] }],
    });
    try {
      const answer = await request(deaf.apiRoot).get('/readyz').expect(200);
      expect(answer.body).toMatchObject({
        status: 'ready',
        environmentSources: [{ id: 'power-room', connected: false }],
      });
      expect(await metric('nfvi_te_environment_source_connected{source="power-room"}', deaf)).toBe(0);
    } finally {
      await deaf.stop();
    }
  });

  it('counts the data that it applied, rejected, and had taken before', async () => {
    await report('n-1', 'server-1', 'server-9');
    await report('n-1', 'server-1', 'server-9');
    await report('n-2', 'server-9', 'server-9', 'server-9');
    const data = (result: string) => metric(`nfvi_te_environment_data_total{result="${result}"}`);
    expect([await data('applied'), await data('rejected'), await data('repeated')]).toEqual([1, 4, 2]);
  });

  it('counts its answers by API and status', async () => {
    const count = (status: number) => metric(`nfvi_te_http_requests_total{api="vrfm",status="${status}"}`);
    expect(await count(404)).toBe(0);
    await exchange.get('/vrfm/v1/alarms/none');
    await exchange.get('/vrfm/v1/alarms/none');
    await exchange.get('/vrfm/v1/alarms');
    expect([await count(404), await count(200)]).toEqual([2, 1]);
  });

  it('logs where it is reached', () => {
    expect(gateway.logLines).toContainEqual(
      expect.objectContaining({ message: 'the gateway is ready', apiRoot: gateway.apiRoot }),
    );
  });

  it('that was stopped is not there any more', async () => {
    const other = await startGatewayUnderTest();
    await request(other.apiRoot).get('/livez').expect(200);
    await other.stop();
    await expect(request(other.apiRoot).get('/livez')).rejects.toThrow('ECONNREFUSED');
  });
});
