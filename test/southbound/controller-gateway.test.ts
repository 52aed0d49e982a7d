import {
  startEnvironmentController,
  type EnvironmentController,
} from '../../conformance/peers/environment-controller.ts';
import { startService, type Service } from '../../conformance/peers/service.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { sqliteLocation } from '../stores.ts';

interface State {
  environmentLevel: string;
  environmentSourceId?: string;
  sourceLostTime?: string;
  lastMeasuredTime: string;
  thresholdLevels: { problem?: string }[];
}

describe('a gateway at an environment controller', () => {
  let controller: EnvironmentController;
  let way: Service;
  let isCut: boolean;
  let gateway: GatewayUnderTest;
  let configuration: Record<string, unknown>;
  beforeEach(async () => {
    controller = await startEnvironmentController({ zones: { 'room-1': ['server-1'] } });
    isCut = false;
    way = await startService(async ({ method, path, body }) => {
      if (isCut) return { status: 503 };
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const headers = { 'content-type': 'application/json', version: '1.0.0' };
      const answer = await fetch(`${controller.url}${path}`, { method, headers, ...content });
      const location = answer.headers.get('location');
      const text = await answer.text();
      return {
        status: answer.status,
        headers: location === null ? {} : { location },
        ...(text === '' ? {} : { body: JSON.parse(text) as unknown }),
      };
    });
    configuration = {
      store: sqliteLocation(),
      inventory: {
        resourceZones: [{ zoneId: 'room-1' }],
        computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER', resourceZoneId: 'room-1' }],
        virtualComputes: [{ computeId: 'vc-1', hostId: 'server-1', vnfInstanceId: 'vnf-1', vnfmId: 'vnfm-1' }],
      },
      environmentThresholds: ['POWER', 'COOLING'].map((parameterType) => ({
        id: parameterType,
        parameterType,
        unit: parameterType === 'POWER' ? '%' : 'Cel',
        direction: parameterType === 'POWER' ? 'FALLING' : 'RISING',
        degraded: { thresholdValue: 50 },
      })),
      environmentSources: [{ id: 'building', type: 'controller', apiRoot: way.url, checkInterval: 0.2 }],
    };
    gateway = await startGatewayUnderTest(configuration);
    await subscribed();
    await controller.report([
      { computeHostId: 'server-1', parameterType: 'POWER', dataType: 'VALUE', value: 90, unit: '%' },
      { resourceZoneId: 'room-1', parameterType: 'COOLING', dataType: 'VALUE', value: 22, unit: 'Cel' },
    ]);
  });
  afterEach(async () => {
    await gateway.stop();
    await way.close();
    await controller.close();
  });

  const get = async <Shown>(path: string) => (await (await fetch(`${gateway.apiRoot}${path}`)).json()) as Shown;
  const subscribed = () =>
    eventually('the gateway has subscribed', () => (controller.subscriptions().length === 1 ? true : undefined));
  const statesWhen = (level: string) =>
    eventually(`server and zone are ${level}`, async () => {
      const states = await get<State[]>('/envnotif/v1/environment_states');
      return states.length === 2 && states.every(({ environmentLevel }) => environmentLevel === level)
        ? states
        : undefined;
    });

  it('makes UNKNOWN what it told when it is lost, and knows again what it tells once it is back', async () => {
    const before = await statesWhen('NORMAL');
    expect(before.map(({ environmentSourceId }) => environmentSourceId)).toEqual(['building', 'building']);
    isCut = true;
    const lost = await statesWhen('UNKNOWN');
    for (const { sourceLostTime, thresholdLevels, lastMeasuredTime } of lost) {
      expect(thresholdLevels[0]?.problem).toBe(`its source building is lost since ${sourceLostTime ?? 'never'}`);
      expect(before.map((state) => state.lastMeasuredTime)).toContain(lastMeasuredTime);
    }
    await eventually('the server has an alarm', async () => {
      const alarms = await get<{ faultType: string; perceivedSeverity: string }[]>('/vrfm/v1/alarms');
      return alarms.find(({ faultType }) => faultType === 'ENVIRONMENT_UNKNOWN');
    });
    isCut = false;
    const after = await statesWhen('NORMAL');
    expect(after.map(({ lastMeasuredTime }) => lastMeasuredTime).sort()).toEqual(
      before.map(({ lastMeasuredTime }) => lastMeasuredTime).sort(),
    );
    expect(controller.refusals).toEqual([]);
  });

  it('makes UNKNOWN what it told before a start at which it is not there, until it is', async () => {
    await statesWhen('NORMAL');
    await gateway.stop();
    isCut = true;
    gateway = await startGatewayUnderTest(configuration);
    await statesWhen('UNKNOWN');
    isCut = false;
    await statesWhen('NORMAL');
  });

  it('knows again what was lost before a start, also of a server that hosts nothing by then', async () => {
    await statesWhen('NORMAL');
    isCut = true;
    await statesWhen('UNKNOWN');
    for (const { computeId } of await get<{ computeId: string }[]>('/vrinfo/v1/virtual_computes')) {
      const { status } = await fetch(`${gateway.apiRoot}/vrinfo/v1/virtual_computes/${computeId}`, {
        method: 'DELETE',
      });
      expect(status).toBe(204);
    }
    await gateway.stop();
    isCut = false;
    gateway = await startGatewayUnderTest(configuration);
    await statesWhen('NORMAL');
  });

  it('takes what is told of a source that another gateway on the same store has', async () => {
    const datum = { computeHostId: 'server-1', parameterType: 'GAS', dataType: 'STATE', state: 'CLEAR' };
    const answer = await fetch(`${gateway.apiRoot}/callback/v1/environment_notifications/roof`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', version: '1.0.0' },
      body: JSON.stringify({ id: 'n-1', timeStamp: new Date().toISOString(), environmentData: [datum] }),
    });
    expect(answer.status).toBe(204);
    const states = await get<State[]>('/envnotif/v1/environment_states?filter=(eq,parameterType,GAS)');
    expect(states).toMatchObject([{ environmentSourceId: 'roof' }]);
  });
});
