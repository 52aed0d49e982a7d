import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';
import type { components } from '../../generated/envnotif.ts';

type Schemas = components['schemas'];
type Summary = Schemas['EnvironmentNotificationSummary'];
type State = Schemas['EnvironmentState'];
type Threshold = Schemas['EnvironmentThreshold'];

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const NOTIFICATIONS = '/envnotif/v1/environment_notifications';
const STATES = '/envnotif/v1/environment_states';
const THRESHOLDS = '/envnotif/v1/environment_thresholds';
const TIME = '2026-11-23T02:13:00Z';

beforeAll(async () => {
  gateway = await startGatewayUnderTest({
    parameterTypes: ['HUMIDITY'],
    policies: [{ evacuate: false }],
    inventory: {
      resourceZones: [{ zoneId: 'room-1' }],
      computeHosts: ['server-1', 'server-2', 'server-3', 'server-4', 'server-5'].map((id) => ({
        id,
        computeHostType: 'PHYSICAL_SERVER',
        resourceZoneId: 'room-1',
      })),
    },
    environmentThresholds: [
      {
        id: 'charge',
        parameterType: 'POWER',
        parameterName: 'battery.charge',
        unit: '%',
        direction: 'FALLING',
        degraded: { thresholdValue: 50, hysteresis: 10 },
        failed: { thresholdValue: 10 },
      },
    ],
  });
});
afterAll(() => gateway.stop());

const charge = (computeHostId: string, value: number, more: object = {}) => ({
  computeHostId,
  parameterType: 'POWER',
  parameterName: 'battery.charge',
  dataType: 'VALUE',
  value,
  unit: '%',
  ...more,
});
const report = <Body = Summary>(id: string, ...environmentData: object[]) =>
  exchange.post<Body>(NOTIFICATIONS, { id, timeStamp: TIME, source: 'ups-7', environmentData });
const states = async (computeHostId: string) =>
  (await exchange.get<State[]>(STATES)).body.filter((state) => state.computeHostId === computeHostId);
const level = async (computeHostId: string) => (await states(computeHostId))[0]?.environmentLevel;

describe('a notification of the technical environment', () => {
  it('is taken, and can be read with its data', async () => {
    const created = await report('taken', charge('server-1', 80), {
      resourceZoneId: 'room-1',
      parameterType: 'COOLING',
      dataType: 'VARIATION',
      variation: 2,
      unit: 'Cel/min',
    });
    expect(created.status).toBe(201);
    expect(created.headers['location']).toBe(`${gateway.apiRoot}${NOTIFICATIONS}/taken`);
    expect(created.body).toMatchObject({ id: 'taken', timeStamp: TIME, source: 'ups-7' });
    expect(created.body).not.toHaveProperty('environmentData');
    const read = await exchange.get<Schemas['EnvironmentNotification']>(`${NOTIFICATIONS}/taken`);
    expect(read.body.environmentData.map(({ dataType }) => dataType)).toEqual(['VALUE', 'VARIATION']);
  });

  it('shows in the state of the parameter', async () => {
    await report('state', charge('server-2', 34));
    const [state] = await states('server-2');
    expect(state).toMatchObject({
      parameterType: 'POWER',
      parameterName: 'battery.charge',
      environmentLevel: 'DEGRADED',
      lastDatum: { value: 34, unit: '%' },
      thresholdLevels: [{ environmentThresholdId: 'charge', environmentLevel: 'DEGRADED' }],
    });
    const read = await exchange.get<State>(`${STATES}/${state?.id ?? ''}`);
    expect(read.body).toEqual(state);
    expect(Object.keys(read.body)).not.toEqual(expect.arrayContaining(['samples', 'readings', 'objectId']));
  });

  it('with an id that was taken before has its first representation and no second effect', async () => {
    const first = await report('repeated', charge('server-3', 80));
    const again = await report('repeated', charge('server-3', 5));
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await level('server-3')).toBe('NORMAL');
    const all = await exchange.get<Summary[]>(NOTIFICATIONS);
    expect(all.body.filter(({ id }) => id === 'repeated')).toHaveLength(1);
  });

  it('of which a part cannot be applied is taken, with what was rejected and why', async () => {
    const { status, body } = await report(
      'partial',
      charge('server-99', 80),
      charge('server-4', 40),
      charge('server-4', 40, { unit: 'W' }),
      { resourceZoneId: 'room-9', parameterType: 'GAS', dataType: 'STATE', state: 'LEAK' },
      charge('server-4', 40, { parameterType: 'SEISMIC' }),
    );
    expect(status).toBe(201);
    expect(body.rejectedEnvironmentData).toEqual([
      { pointer: '/environmentData/0', problem: 'no compute host server-99' },
      {
        pointer: '/environmentData/2',
        problem: 'the unit W is not of the dimension of %, the unit of threshold charge',
      },
      { pointer: '/environmentData/3', problem: 'no resource zone room-9' },
      { pointer: '/environmentData/4', problem: 'the configuration declares no parameter type SEISMIC' },
    ]);
    expect(await level('server-4')).toBe('DEGRADED');
    expect((await exchange.get<Summary>(`${NOTIFICATIONS}/partial`)).body.rejectedEnvironmentData).toHaveLength(4);
  });

  it('of which nothing can be applied is refused as a whole, and may come again', async () => {
    const refused = await report<{ invalidParams: { pointer: string }[]; detail: string }>(
      'nothing',
      charge('server-98', 80),
      charge('server-97', 80),
    );
    expect(refused.status).toBe(422);
    expect(refused.body.invalidParams.map(({ pointer }) => pointer)).toEqual([
      '/environmentData/0',
      '/environmentData/1',
    ]);
    expect(refused.body.detail).toContain('server-98');
    expect((await exchange.get(`${NOTIFICATIONS}/nothing`)).status).toBe(404);
    expect((await report('nothing', charge('server-1', 80))).status).toBe(201);
  });

  it('may have a parameter type that the configuration declares', async () => {
    const datum = charge('server-1', 40, { parameterType: 'HUMIDITY', parameterName: 'relative' });
    expect((await report('humidity', datum)).status).toBe(201);
  });

  it('may have a thousand data, in another unit of the dimension', async () => {
    const data = Array.from({ length: 1000 }, () => charge('server-5', 0.34, { unit: '1' }));
    const { status, body } = await report('thousand', ...data);
    expect(status).toBe(201);
    expect(body.rejectedEnvironmentData).toBeUndefined();
    expect(await level('server-5')).toBe('DEGRADED');
  });

  it('that is not there is 404', async () => {
    const { status, body } = await exchange.get(`${NOTIFICATIONS}/none`);
    expect({ status, detail: body.detail }).toEqual({ status: 404, detail: 'no environment notification none' });
    expect((await exchange.get(`${STATES}/none`)).status).toBe(404);
  });
});

describe('a notification that does not fit', () => {
  const datum = charge('server-1', 80);
  const without = (name: string) => Object.fromEntries(Object.entries(datum).filter(([key]) => key !== name));
  const notification = (more: object) => ({ id: 'misfit', timeStamp: TIME, environmentData: [datum], ...more });
  const withDatum = (...environmentData: object[]) => notification({ environmentData });

  it.each<[string, object, string]>([
    ['a VALUE without a value', withDatum(without('value')), '/environmentData/0/value'],
    ['a VALUE without a unit', withDatum(without('unit')), '/environmentData/0/unit'],
    ['a STATE without a state', withDatum({ ...datum, dataType: 'STATE' }), '/environmentData/0/state'],
    ['a VARIATION without a variation', withDatum({ ...datum, dataType: 'VARIATION' }), '/environmentData/0/variation'],
    ['a CODE without a code', withDatum({ ...datum, dataType: 'CODE' }), '/environmentData/0/code'],
    ['a value that is no number', withDatum({ ...datum, value: 'full' }), '/environmentData/0/value'],
    ['both a server and a zone', withDatum({ ...datum, resourceZoneId: 'room-1' }), '/environmentData/0'],
    ['neither a server nor a zone', withDatum(without('computeHostId')), '/environmentData/0/computeHostId'],
    ['an unknown data type', withDatum({ ...datum, dataType: 'GUESS' }), '/environmentData/0/dataType'],
    ['no data type', withDatum(without('dataType')), '/environmentData/0/dataType'],
    ['no parameter type', withDatum(without('parameterType')), '/environmentData/0/parameterType'],
    [
      'a parameter type in small letters',
      withDatum({ ...datum, parameterType: 'power' }),
      '/environmentData/0/parameterType',
    ],
    ['an empty server', withDatum({ ...datum, computeHostId: '' }), '/environmentData/0/computeHostId'],
    ['a long name', withDatum({ ...datum, parameterName: 'x'.repeat(256) }), '/environmentData/0/parameterName'],
    ['a datum measured at no time', withDatum({ ...datum, measuredAt: 'yesterday' }), '/environmentData/0/measuredAt'],
    ['a second datum that is wrong', withDatum(datum, { ...datum, value: null }), '/environmentData/1/value'],
    ['no data', withDatum(), '/environmentData'],
    ['more than a thousand data', withDatum(...Array.from({ length: 1001 }, () => datum)), '/environmentData'],
    ['data that are no list', notification({ environmentData: datum }), '/environmentData'],
    ['a day that does not exist', notification({ timeStamp: '2026-02-30T00:00:00Z' }), '/timeStamp'],
    ['a time without a zone', notification({ timeStamp: '2026-11-23T02:13:00' }), '/timeStamp'],
    ['no time', { id: 'misfit', environmentData: [datum] }, '/timeStamp'],
    ['no id', { timeStamp: TIME, environmentData: [datum] }, '/id'],
    ['an empty id', notification({ id: '' }), '/id'],
    ['a long id', notification({ id: 'x'.repeat(256) }), '/id'],
  ])('because of %s is 422 and names the place', async (_what, body, pointer) => {
    const answer = await exchange.post(NOTIFICATIONS, body);
    expect(answer).toMatchObject({ status: 422, body: { title: 'Unprocessable Content', status: 422 } });
    expect(answer.body.invalidParams?.map((invalid) => invalid.pointer)).toContain(pointer);
    expect(answer.body.invalidParams?.every(({ reason }) => reason !== '')).toBe(true);
  });

  it('leaves nothing behind', async () => {
    await exchange.post(NOTIFICATIONS, withDatum(datum, without('value')));
    expect((await exchange.get(`${NOTIFICATIONS}/misfit`)).status).toBe(404);
  });
});

describe('the endpoint for notifications of controllers', () => {
  it('answers a test', async () => {
    expect((await exchange.get('/callback/v1/environment_notifications')).status).toBe(204);
  });

  it('takes a notification as the other one does, but says nothing', async () => {
    const notification = {
      id: 'from-controller',
      notificationType: 'EnvironmentNotification',
      subscriptionId: '17',
      timeStamp: TIME,
      environmentData: [charge('server-1', 77)],
    };
    const path = '/callback/v1/environment_notifications';
    const first = await exchange.post(path, notification);
    const again = await exchange.post(path, notification);
    expect([first.status, again.status, first.body]).toEqual([204, 204, undefined]);
    expect((await exchange.get(`${NOTIFICATIONS}/from-controller`)).status).toBe(200);
    expect((await exchange.post(path, { ...notification, id: 'x', environmentData: [charge('none', 1)] })).status).toBe(
      422,
    );
    expect((await exchange.post(path, { ...notification, notificationType: 'Other' })).status).toBe(422);
  });
});

describe('a threshold', () => {
  const NUMERIC = {
    parameterType: 'COOLING',
    unit: 'Cel',
    direction: 'RISING',
    degraded: { thresholdValue: 35, hysteresis: 3, dwellTime: 5 },
    failed: { thresholdValue: 45 },
    stalenessTime: 60,
  };
  const create = (more: object) => exchange.post<Threshold>(THRESHOLDS, { ...NUMERIC, ...more });

  it('is created with an id of its own or one of the gateway', async () => {
    const own = await create({ id: 'own id' });
    expect(own.status).toBe(201);
    expect(own.headers['location']).toBe(`${gateway.apiRoot}${THRESHOLDS}/own%20id`);
    expect(own.body).toMatchObject({ ...NUMERIC, id: 'own id', requiredSensors: 1 });
    const given = await create({});
    expect(given.body.id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await exchange.get<Threshold>(`${THRESHOLDS}/${given.body.id}`)).body).toEqual(given.body);
  });

  it('is listed', async () => {
    const { body } = await exchange.get<Threshold[]>(THRESHOLDS);
    expect(body.map(({ id }) => id)).toEqual(expect.arrayContaining(['charge', 'own id']));
  });

  it('whose id is there already is 409', async () => {
    const { status, body } = await exchange.post(THRESHOLDS, { ...NUMERIC, id: 'charge' });
    expect({ status, detail: body.detail }).toEqual({
      status: 409,
      detail: 'environment threshold charge exists already',
    });
  });

  it.each([
    [{ parameterType: 'VIBRATION' }, '/parameterType', 'the configuration declares no parameter type VIBRATION'],
    [{ unit: 'furlongs' }, '/unit', 'furlongs is no UCUM unit'],
    [{ unit: 'constructor' }, '/unit', 'constructor is no UCUM unit'],
  ])('with %o, by which no datum could be looked at, is refused', async (wrong, pointer, reason) => {
    const { status, body } = await exchange.post(THRESHOLDS, { ...NUMERIC, ...wrong });
    expect(status).toBe(422);
    expect(body.invalidParams).toEqual([{ pointer, reason }]);
  });

  it('is replaced as a whole', async () => {
    await create({ id: 'replaced' });
    const replacement = { parameterType: 'COOLING', stateLevels: { AIR_CONDITIONING_FAILED: 'DEGRADED' } };
    const { status, body } = await exchange.put<Threshold>(`${THRESHOLDS}/replaced`, replacement);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...replacement, id: 'replaced' });
    for (const name of ['unit', 'direction', 'degraded', 'failed', 'stalenessTime'])
      expect(body).not.toHaveProperty(name);
    expect((await exchange.get<Threshold>(`${THRESHOLDS}/replaced`)).body).toEqual(body);
  });

  it('is not replaced by one with another id', async () => {
    await create({ id: 'kept' });
    expect((await exchange.put(`${THRESHOLDS}/kept`, { ...NUMERIC, id: 'other' })).status).toBe(422);
    expect((await exchange.get(`${THRESHOLDS}/other`)).status).toBe(404);
    expect((await exchange.put(`${THRESHOLDS}/kept`, { ...NUMERIC, id: 'kept' })).status).toBe(200);
  });

  it('is modified by merging: objects merge, null removes', async () => {
    await create({ id: 'modified' });
    const { status, body } = await exchange.patch<Threshold>(`${THRESHOLDS}/modified`, {
      degraded: { dwellTime: 10, hysteresis: null },
      stalenessTime: null,
      parameterName: 'inlet',
    });
    expect(status).toBe(200);
    expect(body.degraded).toEqual({ thresholdValue: 35, dwellTime: 10 });
    expect(body).not.toHaveProperty('stalenessTime');
    expect(body).toMatchObject({ parameterName: 'inlet', failed: { thresholdValue: 45 }, unit: 'Cel' });
  });

  it.each<[string, object, string]>([
    ['DEGRADED after FAILED', { failed: { thresholdValue: 30 } }, '/failed/thresholdValue'],
    ['values without a direction', { direction: undefined }, '/direction'],
    ['values without a unit', { unit: undefined }, '/unit'],
    ['another level for the reserved state', { stateLevels: { UNKNOWN: 'NORMAL' } }, '/stateLevels/UNKNOWN'],
    ['a level that nobody knows', { stateLevels: { OB: 'BAD' } }, '/stateLevels/OB'],
    ['a negative hysteresis', { degraded: { thresholdValue: 35, hysteresis: -1 } }, '/degraded/hysteresis'],
    ['less than one sensor', { requiredSensors: 0 }, '/requiredSensors'],
    ['no staleness at all', { stalenessTime: 0 }, '/stalenessTime'],
    ['a direction that nobody knows', { direction: 'SIDEWAYS' }, '/direction'],
    ['no parameter type', { parameterType: undefined }, '/parameterType'],
  ])('with %s is 422 and names the place, created or replaced', async (_what, more, pointer) => {
    const wrong = { ...NUMERIC, id: 'charge', ...more };
    for (const answer of [
      await exchange.post(THRESHOLDS, { ...wrong, id: 'wrong' }),
      await exchange.put(`${THRESHOLDS}/charge`, wrong),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.body.invalidParams?.map((invalid) => invalid.pointer)).toContain(pointer);
    }
    expect((await exchange.get(`${THRESHOLDS}/wrong`)).status).toBe(404);
    expect((await exchange.get<Threshold>(`${THRESHOLDS}/charge`)).body.unit).toBe('%');
  });

  it('is not modified into another one', async () => {
    await create({ id: 'one' });
    const other = await create({ id: 'other one' });
    const { status, body } = await exchange.patch(`${THRESHOLDS}/one`, { id: 'other one', unit: 'K' });
    expect({ status, detail: body.detail }).toEqual({ status: 422, detail: '/id: is read-only' });
    expect((await exchange.get<Threshold>(`${THRESHOLDS}/other%20one`)).body).toEqual(other.body);
  });

  it.each<[string, object]>([
    ['DEGRADED after FAILED', { failed: { thresholdValue: 30 } }],
    ['the direction removed', { direction: null }],
    ['everything that tells a level removed', { degraded: null, failed: null }],
    ['nothing', {}],
  ])('is not modified to have %s', async (what, patch) => {
    const id = `not modified: ${what}`;
    const before = await create({ id });
    const path = `${THRESHOLDS}/${encodeURIComponent(id)}`;
    expect((await exchange.patch(path, patch)).status).toBe(422);
    expect((await exchange.get<Threshold>(path)).body).toEqual(before.body);
  });

  it('that is not there is 404', async () => {
    const path = `${THRESHOLDS}/none`;
    expect((await exchange.get(path)).status).toBe(404);
    expect((await exchange.put(path, NUMERIC)).status).toBe(404);
    expect((await exchange.patch(path, { unit: 'K' })).status).toBe(404);
    expect((await exchange.delete(path)).status).toBe(404);
  });

  it('is applied at once to what is known: created, modified, replaced and deleted', async () => {
    const datum = { computeHostId: 'server-1', parameterType: 'WATER_LEVEL', dataType: 'VALUE', value: 40, unit: 'mm' };
    await report('water', datum);
    const water = async () =>
      (await states('server-1')).find(({ parameterType }) => parameterType === 'WATER_LEVEL')?.environmentLevel;
    const threshold = {
      parameterType: 'WATER_LEVEL',
      unit: 'cm',
      direction: 'RISING',
      degraded: { thresholdValue: 3 },
    };
    expect(await water()).toBe('UNKNOWN');
    const { body } = await exchange.post<Threshold>(THRESHOLDS, threshold);
    expect(await water()).toBe('DEGRADED');
    await exchange.patch(`${THRESHOLDS}/${body.id}`, { degraded: { thresholdValue: 5 } });
    expect(await water()).toBe('NORMAL');
    await exchange.put(`${THRESHOLDS}/${body.id}`, { ...threshold, failed: { thresholdValue: 3.5 } });
    expect(await water()).toBe('FAILED');
    expect((await exchange.delete(`${THRESHOLDS}/${body.id}`)).status).toBe(204);
    expect(await water()).toBe('UNKNOWN');
  });

  it('that was deleted is gone', async () => {
    await create({ id: 'deleted' });
    expect((await exchange.delete(`${THRESHOLDS}/deleted`)).status).toBe(204);
    expect((await exchange.get(`${THRESHOLDS}/deleted`)).status).toBe(404);
    expect((await exchange.delete(`${THRESHOLDS}/deleted`)).status).toBe(404);
  });
});
