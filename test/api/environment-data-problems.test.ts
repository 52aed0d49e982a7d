import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange } from './exchange.ts';

interface Problem {
  status: number;
  detail: string;
  invalidParams: { pointer: string; reason: string }[];
}

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
});
afterAll(() => gateway.stop());

const placesIn = async (...environmentData: object[]) => {
  const { body } = await exchange.post<Problem>('/envnotif/v1/environment_notifications', {
    id: 'n-1',
    timeStamp: '2026-11-23T02:13:00Z',
    environmentData: environmentData.map((datum) => ({ computeHostId: 'server-1', parameterType: 'POWER', ...datum })),
  });
  expect(body.status).toBe(422);
  return body.invalidParams.map(({ pointer }) => pointer);
};

describe('a datum that lacks what its dataType needs', () => {
  it.each([
    [{ dataType: 'VALUE', unit: '%' }, ['/environmentData/0/value']],
    [{ dataType: 'VALUE', value: 1 }, ['/environmentData/0/unit']],
    [{ dataType: 'STATE' }, ['/environmentData/0/state']],
    [{ dataType: 'VARIATION', unit: '%/min' }, ['/environmentData/0/variation']],
    [{ dataType: 'CODE' }, ['/environmentData/0/code']],
  ])('%j is told of just that', async (datum, places) => {
    expect(await placesIn(datum)).toEqual(places);
  });

  it('is named among others that are whole', async () => {
    expect(await placesIn({ dataType: 'STATE', state: 'OB' }, { dataType: 'CODE' })).toEqual([
      '/environmentData/1/code',
    ]);
  });

  it('because it is of none that there is, is told which there are', async () => {
    expect(await placesIn({ dataType: 'NOPE', state: 'OB' })).toEqual(['/environmentData/0/dataType']);
    expect(await placesIn({ dataType: 'NOPE' })).toEqual(['/environmentData/0/dataType']);
    expect(await placesIn({})).toEqual(['/environmentData/0/dataType']);
  });
});
