import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { sqliteLocation } from '../stores.ts';
import { createExchange } from './exchange.ts';

const TACKER = {
  type: 'tacker',
  vnfmId: 'tacker-1',
  notifierId: 'not-to-be-guessed',
  apiRoot: 'https://tacker.example/',
};
const SERVERS = '/server_notifier/not-to-be-guessed/v2/nfv/servers';
const FAULT_ACTION = 'https://tacker.example/server_notification/vnf_instances/vnf-1/servers/vc-1/notify';
const REGISTRATION = { fault_action: FAULT_ACTION, fault_id: '1234' };

const configuration = { store: sqliteLocation(), sol013: { versionHeader: 'strict' }, vnfManagers: [TACKER] };
let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const register = (serverId = 'vc-1', body: object = REGISTRATION) =>
  exchange.post<{ alarm_id: string }>(`${SERVERS}/${serverId}/alarms`, body);

beforeAll(async () => {
  gateway = await startGatewayUnderTest(configuration);
});
afterAll(() => gateway.stop());

describe('the Server Notifier', () => {
  it('registers a server for a Tacker, which knows no Version, even where everybody else has to send one', async () => {
    const { status, body } = await register();
    expect(status).toBe(201);
    expect(body).toEqual({ alarm_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect((await exchange.get('/vrfm/v1/alarms')).status).toBe(400);
  });

  it('keeps the registration over a restart, and the same once more is the same alarm', async () => {
    const { body } = await register('vc-2');
    await gateway.stop();
    gateway = await startGatewayUnderTest(configuration);
    expect((await register('vc-2')).body).toEqual(body);
    const other = await register('vc-2', { ...REGISTRATION, fault_id: ['1234', '5678'] });
    expect(other.body.alarm_id).not.toBe(body.alarm_id);
    const kept = await gateway.engine.store.serverAlarms.find({ serverId: 'vc-2' });
    expect(kept).toEqual([
      {
        alarmId: body.alarm_id,
        notifierId: 'not-to-be-guessed',
        tenant: 'nfv',
        serverId: 'vc-2',
        faultAction: FAULT_ACTION,
        faultIds: ['1234'],
      },
      expect.objectContaining({ alarmId: other.body.alarm_id, faultIds: ['1234', '5678'] }),
    ]);
  });

  it('removes a registration for who knows the whole of it', async () => {
    const { body } = await register('vc-3');
    for (const path of [
      `${SERVERS}/vc-1/alarms/${body.alarm_id}`,
      `/server_notifier/not-to-be-guessed/v2/other/servers/vc-3/alarms/${body.alarm_id}`,
      `/server_notifier/tacker-1/v2/nfv/servers/vc-3/alarms/${body.alarm_id}`,
      `${SERVERS}/vc-3/alarms/unknown`,
    ])
      expect((await exchange.delete(path)).status).toBe(404);
    expect((await exchange.delete(`${SERVERS}/vc-3/alarms/${body.alarm_id}`)).status).toBe(204);
    expect((await exchange.delete(`${SERVERS}/vc-3/alarms/${body.alarm_id}`)).status).toBe(404);
  });

  it('is there for nobody whose name is not configured', async () => {
    const { status, body } = await exchange.post<{ detail: string }>(
      '/server_notifier/tacker-1/v2/nfv/servers/vc-1/alarms',
      REGISTRATION,
    );
    expect(status).toBe(404);
    expect(body.detail).not.toContain('not-to-be-guessed');
  });

  it.each([
    ['another host', { ...REGISTRATION, fault_action: 'https://elsewhere.example/notify' }, '/fault_action'],
    ['a host that begins like it', { ...REGISTRATION, fault_action: 'https://tacker.example.org/' }, '/fault_action'],
    ['another scheme', { ...REGISTRATION, fault_action: 'http://tacker.example/notify' }, '/fault_action'],
    ['no place', { fault_id: '1234' }, '/fault_action'],
    ['a fault that is none', { ...REGISTRATION, fault_id: '12345' }, '/fault_id'],
  ])('refuses %s', async (_name, registration, pointer) => {
    const { status, body } = await exchange.post<{ invalidParams: { pointer: string }[] }>(
      `${SERVERS}/vc-1/alarms`,
      registration,
    );
    expect(status).toBe(422);
    expect(body.invalidParams.map((param) => param.pointer)).toContain(pointer);
  });

  it('knows nothing else', async () => {
    expect((await exchange.get(`${SERVERS}/vc-1/alarms`)).status).toBe(405);
  });

  it('asks for no token where everybody else needs one, since Tacker has none', async () => {
    const oauth2 = { issuer: 'https://as.example', audience: 'gateway', jwksUri: 'http://127.0.0.1:9/jwks' };
    const guarded = await startGatewayUnderTest({ vnfManagers: [TACKER], authentication: oauth2 });
    const towards = createExchange(() => guarded.apiRoot);
    const registered = await towards.post(`${SERVERS}/vc-1/alarms`, REGISTRATION);
    const other = await towards.get('/vrfm/v1/alarms');
    await guarded.stop();
    expect([registered.status, other.status]).toEqual([201, 401]);
  });

  it('is not there at all without a Tacker', async () => {
    const without = await startGatewayUnderTest();
    const { status } = await createExchange(() => without.apiRoot).post(`${SERVERS}/vc-1/alarms`, REGISTRATION);
    await without.stop();
    expect(status).toBe(404);
  });
});
