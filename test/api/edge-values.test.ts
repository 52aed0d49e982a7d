/** Values that the documents allow, or nearly, and that a clock, a unit table or a store could stumble over. */
import { v7 as uuidv7 } from 'uuid';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { STORES } from '../stores.ts';
import { createExchange } from './exchange.ts';

describe.each(STORES)('a gateway on $name', ({ location }) => {
  let gateway: GatewayUnderTest;
  const exchange = createExchange(() => gateway.apiRoot);

  beforeAll(async () => {
    gateway = await startGatewayUnderTest({
      store: await location(),
      inventory: { computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }] },
    });
  });
  afterAll(() => gateway.stop());

  const datum = {
    computeHostId: 'server-1',
    parameterType: 'POWER',
    dataType: 'VALUE',
    value: 90,
    unit: '%',
  };
  const notify = (data: object[], timeStamp = new Date().toISOString()) => {
    const environmentData = data.map((one) => ({ ...datum, parameterName: uuidv7(), ...one }));
    return exchange.post('/envnotif/v1/environment_notifications', { id: uuidv7(), timeStamp, environmentData });
  };
  const stateOf = async (parameterName: string) => {
    const filter = encodeURIComponent(`(eq,parameterName,${parameterName})`);
    const { body } = await exchange.get<Record<string, unknown>[]>(`/envnotif/v1/environment_states?filter=${filter}`);
    return body[0];
  };

  it('takes a leap second as the end of the second before it', async () => {
    const { status } = await notify([{ parameterName: 'leap' }], '2016-12-31T15:59:60.5-08:00');
    expect(status).toBe(201);
    expect(await stateOf('leap')).toMatchObject({ lastMeasuredTime: '2016-12-31T23:59:59.500Z' });
  });

  it.each(['0000-01-01T00:00:00+10:00', '0000-01-01T00:00:00Z'])('takes %s as a time long ago', async (timeStamp) => {
    const parameterName = uuidv7();
    expect((await notify([{ parameterName }], timeStamp)).status).toBe(201);
    expect(await stateOf(parameterName)).toMatchObject({ lastMeasuredTime: '0000-01-01T00:00:00.000Z' });
  });

  it('takes a time past the last year that RFC 3339 can write as one that is now', async () => {
    expect((await notify([{}], '9999-12-31T23:59:59-10:00')).status).toBe(201);
  });

  it.each(['2026-11-23T02:13:00+01', '2026-11-23T02:13:00', '2026-11-23\n02:13:00Z', '2026-02-29T00:00:00Z'])(
    'refuses %j, which is no time by RFC 3339',
    async (timeStamp) => {
      const { status, body } = await notify([{}], timeStamp);
      expect(status).toBe(422);
      expect(body.invalidParams).toMatchObject([{ pointer: '/timeStamp' }]);
    },
  );

  it.each(['constructor', '__proto__', 'toString', 'm/constructor'])('rejects %s as a unit', async (unit) => {
    await exchange.post('/envnotif/v1/environment_thresholds', {
      parameterType: 'COOLING',
      unit: 'Cel',
      direction: 'RISING',
      degraded: { thresholdValue: 40 },
    });
    const { status } = await notify([{ parameterType: 'COOLING', unit }]);
    expect(status).toBe(422);
  });

  it('shows no trend when it is beyond all numbers', async () => {
    const now = Date.now();
    for (const [index, value] of [-1e308, 1e308].entries())
      await notify([{ parameterName: 'huge', value }], new Date(now - 3000 + index * 1000).toISOString());
    const state = await stateOf('huge');
    expect(state).toMatchObject({ lastDatum: { value: 1e308 } });
    expect(state).not.toHaveProperty('trend');
  });

  it('takes times without measure as never', async () => {
    const unit = { parameterType: 'POWER', parameterName: 'charge', unit: '%', direction: 'FALLING' };
    await notify([{ parameterName: 'charge', value: 40 }]);
    const threshold = {
      ...unit,
      id: 'patient',
      degraded: { thresholdValue: 50, dwellTime: 1e300 },
      failed: { thresholdValue: 10, dwellTime: 1e15 },
      stalenessTime: 1e300,
    };
    expect((await exchange.post('/envnotif/v1/environment_thresholds', threshold)).status).toBe(201);
    await notify([{ parameterName: 'charge', value: 30 }]);
    expect(await stateOf('charge')).toMatchObject({ environmentLevel: 'UNKNOWN' });
  });

  it('evacuates a server whose times and sizes are without measure', async () => {
    await exchange.post('/vrinfo/v1/compute_hosts', {
      id: 'server-2',
      computeHostType: 'PHYSICAL_SERVER',
      characteristics: {
        batteryHoldUpTime: 1e300,
        thermalHoldUpTime: 1e300,
        shutdownTime: 1e300,
        batteryCapacity: 1e308,
        powerDraw: 5e-324,
      },
      capacity: { numVirtualCpu: 1e308 },
    });
    await exchange.post('/vrinfo/v1/virtual_computes', {
      computeId: 'compute-1',
      hostId: 'server-2',
      vnfInstanceId: 'vnf-1',
      vnfmId: 'vnfm-1',
      virtualCpu: { numVirtualCpu: 1e308 },
      nfviMaintenanceInfo: { impactNotificationLeadTime: 1e300 },
    });
    const { status } = await exchange.post('/vrinfo/v1/compute_hosts/server-2/evacuate', { evacuationTime: 1e300 });
    expect(status).toBe(202);
    const { body } = await exchange.get<object[]>('/vnfmig/v1/host_evacuations');
    expect(body).toMatchObject([{ computeHostId: 'server-2', evacuationDeadline: '9999-12-31T23:59:59.999Z' }]);
    const request = await eventually('a migration request', async () => {
      const { body: requests } = await exchange.get<object[]>('/vnfmig/v1/migration_requests');
      return requests[0];
    });
    expect(request).toMatchObject({ virtualComputeIds: ['compute-1'], migrationRequestState: 'REQUESTED' });
    expect(gateway.logLines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['half of a surrogate pair', 'a\ud800b'],
  ])('refuses text with %s, which no store keeps and no URI carries', async (_what, text) => {
    const zone = await exchange.post('/vrinfo/v1/resource_zones', { zoneId: text });
    expect(zone.status).toBe(422);
    expect(zone.body.invalidParams).toMatchObject([{ pointer: '/zoneId' }]);
    const host = await exchange.patch('/vrinfo/v1/compute_hosts/server-1', { metadata: { a: [{ 'b/c': text }] } });
    expect(host.status).toBe(422);
    expect(host.body.invalidParams).toMatchObject([{ pointer: '/metadata/a/0/b~1c' }]);
    expect((await exchange.patch('/vrinfo/v1/compute_hosts/server-1', { metadata: { [text]: 1 } })).status).toBe(422);
    expect((await exchange.get('/vrinfo/v1/compute_hosts')).status).toBe(200);
  });

  it('refuses a path with NUL', async () => {
    expect((await exchange.get('/vrinfo/v1/resource_zones/a%00b')).status).toBe(400);
  });
});
