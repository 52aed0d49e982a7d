import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';
import type { components } from '../../generated/vrfm.ts';

type Alarm = components['schemas']['Alarm'];

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const ALARMS = '/vrfm/v1/alarms';

beforeAll(async () => {
  gateway = await startGatewayUnderTest({
    policies: [{ evacuate: false }],
    inventory: {
      computeHosts: ['server-1', 'server-2', 'server-3'].map((id) => ({ id, computeHostType: 'PHYSICAL_SERVER' })),
    },
    environmentThresholds: [{ id: 'status', parameterType: 'POWER', stateLevels: { OL: 'NORMAL', OB: 'DEGRADED' } }],
  });
});
afterAll(() => gateway.stop());

/** The UPS of the server says this; gives the alarm of the server. */
async function tell(computeHostId: string, state: string): Promise<Alarm | undefined> {
  await exchange.post('/envnotif/v1/environment_notifications', {
    id: `${computeHostId} ${state}`,
    timeStamp: new Date().toISOString(),
    environmentData: [{ computeHostId, parameterType: 'POWER', dataType: 'STATE', state }],
  });
  const { body } = await exchange.get<Alarm[]>(ALARMS);
  return body.find((alarm) => alarm.managedObjectId === computeHostId && alarm.faultType === 'ENVIRONMENT_DEGRADED');
}

const acknowledge = (id: string, ackState: unknown) => exchange.patch(`${ALARMS}/${id}`, { ackState });

describe('an alarm', () => {
  it('is raised when the environment fails, and cleared when it is sound again', async () => {
    const raised = await tell('server-1', 'OB');
    expect(raised).toMatchObject({
      rootCauseFaultyResource: {
        faultyResource: { vimConnectionId: 'nfvi', resourceId: 'server-1' },
        faultyResourceType: 'COMPUTE',
      },
      ackState: 'UNACKNOWLEDGED',
      perceivedSeverity: 'MAJOR',
      eventType: 'ENVIRONMENTAL_ALARM',
      probableCause: 'powerProblem',
    });
    expect(raised).not.toHaveProperty('alarmKey');
    expect((await exchange.get<Alarm>(`${ALARMS}/${raised?.id ?? ''}`)).body).toEqual(raised);
    const cleared = await tell('server-1', 'OL');
    expect(cleared).toMatchObject({ id: raised?.id, perceivedSeverity: 'CLEARED' });
    expect(cleared).toHaveProperty('alarmClearedTime');
  });

  it('is acknowledged, once, and the acknowledgement taken back, once', async () => {
    const { id = '' } = (await tell('server-2', 'OB')) ?? {};
    const read = async () => (await exchange.get<Alarm>(`${ALARMS}/${id}`)).body;
    expect(await acknowledge(id, 'ACKNOWLEDGED')).toMatchObject({ status: 200, body: { ackState: 'ACKNOWLEDGED' } });
    expect(await read()).toMatchObject({
      ackState: 'ACKNOWLEDGED',
      alarmAcknowledgedTime: expect.any(String) as unknown,
    });
    expect(await acknowledge(id, 'ACKNOWLEDGED')).toMatchObject({
      status: 409,
      body: { detail: `alarm ${id} is ACKNOWLEDGED already` },
    });
    expect((await acknowledge(id, 'UNACKNOWLEDGED')).status).toBe(200);
    expect(await read()).not.toHaveProperty('alarmAcknowledgedTime');
    expect((await acknowledge(id, 'UNACKNOWLEDGED')).status).toBe(409);
  });

  it.each([['SEEN'], [null], [undefined]])('is not acknowledged with %p', async (ackState) => {
    const { id = '' } = (await tell('server-3', 'OB')) ?? {};
    expect(await acknowledge(id, ackState)).toMatchObject({
      status: 422,
      body: { invalidParams: [{ pointer: '/ackState' }] },
    });
    expect((await exchange.get<Alarm>(`${ALARMS}/${id}`)).body.ackState).toBe('UNACKNOWLEDGED');
  });

  it('that is not there is 404', async () => {
    expect(await exchange.get(`${ALARMS}/none`)).toMatchObject({ status: 404, body: { detail: 'no alarm none' } });
    expect((await acknowledge('none', 'ACKNOWLEDGED')).status).toBe(404);
  });
});
