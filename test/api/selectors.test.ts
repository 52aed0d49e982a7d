import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);

beforeAll(async () => {
  gateway = await startGatewayUnderTest({
    policies: [{ evacuate: false }],
    inventory: {
      computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER', location: { rack: '7', row: 'b' } }],
    },
  });
  const datum = {
    computeHostId: 'server-1',
    parameterType: 'POWER',
    parameterName: 'status',
    dataType: 'STATE',
    state: 'OL',
  };
  const notification = { id: 'n-1', timeStamp: new Date().toISOString(), source: 'ups', environmentData: [datum] };
  expect((await exchange.post('/envnotif/v1/environment_notifications', notification)).status).toBe(201);
});
afterAll(() => gateway.stop());

const listed = async (path: string) => (await exchange.get<Record<string, unknown>[]>(path)).body[0] ?? {};

describe('the selectors of a list', () => {
  it('leave an attribute of which one of several alternatives is required, so that it still fits its schema', async () => {
    const { lastDatum, parameterName } = await listed('/envnotif/v1/environment_states?fields=id');
    expect(lastDatum).toEqual({ computeHostId: 'server-1', parameterType: 'POWER', dataType: 'STATE', state: 'OL' });
    expect(parameterName).toBeUndefined();
  });

  it('leave out the data of notifications unless they are asked for', async () => {
    const path = '/envnotif/v1/environment_notifications';
    for (const query of ['', '?exclude_default', '?fields=source'])
      expect(await listed(path + query)).not.toHaveProperty('environmentData');
    for (const query of ['?all_fields', '?fields=environmentData', '?exclude_default&fields=environmentData'])
      expect(await listed(path + query)).toHaveProperty('environmentData');
  });

  it('take parts of an attribute', async () => {
    const path = '/vrinfo/v1/compute_hosts';
    expect((await listed(`${path}?fields=location/rack`))['location']).toEqual({ rack: '7' });
    expect((await listed(`${path}?exclude_fields=location/rack`))['location']).toEqual({ row: 'b' });
    expect(await listed(`${path}?exclude_fields=computeHostType,location`)).toMatchObject({
      computeHostType: 'PHYSICAL_SERVER',
    });
  });

  it.each(['all_fields&fields=location', 'fields=location&exclude_fields=capacity', 'fields=nothing', 'all_fields=x'])(
    'are 400 when they cannot be meant: %s',
    async (query) => {
      expect((await exchange.get(`/vrinfo/v1/compute_hosts?${query}`)).status).toBe(400);
    },
  );
});
