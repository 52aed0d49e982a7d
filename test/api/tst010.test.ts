/**
 * What the published test suites of the 2.6.1 generation (NFV-TST 010 7.3.5) send to a fault management interface, in their
 * order and with their habits: no `Version`, two slashes, attribute names as query parameters, a `Content-Type` on GET, and
 * what their schemas require of an alarm and a subscription.
 */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { createExchange, type Answer } from './exchange.ts';

const ALARMS = '//vrfm/v1/alarms';
const SUBSCRIPTIONS = '//vrfm/v1/subscriptions';
const ACCEPT = { Accept: 'application/json' };
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const links = {
  type: 'object',
  required: ['self'],
  properties: { self: { type: 'object', required: ['href'], properties: { href: { type: 'string', format: 'uri' } } } },
};
const ALARM = {
  type: 'object',
  required: [
    ...['id', 'managedObjectId', 'rootCauseFaultyResource', 'alarmRaisedTime', 'ackState', 'perceivedSeverity'],
    ...['eventTime', 'eventType', 'probableCause', 'isRootCause', '_links'],
  ],
  properties: {
    id: text,
    managedObjectId: text,
    rootCauseFaultyResource: {
      type: 'object',
      required: ['faultyResource', 'faultyResourceType'],
      properties: {
        faultyResource: {
          type: 'object',
          required: ['vimConnectionId', 'resourceId'],
          properties: { vimConnectionId: text, resourceId: text },
        },
        faultyResourceType: { enum: ['COMPUTE', 'STORAGE', 'NETWORK'] },
      },
    },
    alarmRaisedTime: time,
    eventTime: time,
    ackState: { enum: ['UNACKNOWLEDGED', 'ACKNOWLEDGED'] },
    perceivedSeverity: { enum: ['CRITICAL', 'MAJOR', 'MINOR', 'WARNING', 'INDETERMINATE', 'CLEARED'] },
    isRootCause: { type: 'boolean' },
    faultDetails: { type: 'array', items: text },
    _links: links,
  },
};
const SUBSCRIPTION = {
  type: 'object',
  required: ['id', 'callbackUri', '_links'],
  properties: { id: text, filter: { type: 'object' }, callbackUri: { type: 'string', format: 'uri' }, _links: links },
};
const PROBLEM = {
  type: 'object',
  required: ['status', 'detail'],
  properties: { status: { type: 'integer' }, detail: text },
};
const VERSIONS = {
  type: 'object',
  required: ['uriPrefix', 'apiVersions'],
  properties: { apiVersions: { type: 'array', items: { type: 'object', required: ['version'] } } },
};

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
let gateway: GatewayUnderTest;
let pages: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const paged = createExchange(() => pages.apiRoot);

function expectAnswer(answer: Answer<unknown>, status: number, schema?: object): void {
  expect(answer.status).toBe(status);
  if (schema === undefined) return;
  expect(ajv.validate(schema, answer.body) ? [] : ajv.errors).toEqual([]);
  expect(answer.headers['content-type']).toBe(status < 300 ? 'application/json' : 'application/problem+json');
}

const arrayOf = (items: object) => ({ type: 'array', items, minItems: 1 });
const HOSTS = ['server-1', 'server-2'].map((id) => ({ id, computeHostType: 'PHYSICAL_SERVER' }));
const alarms = async () => (await exchange.get<{ id: string; managedObjectId: string }[]>(ALARMS, ACCEPT)).body;

async function raiseAlarms(on: typeof exchange): Promise<void> {
  for (const computeHostId of ['server-1', 'server-2']) {
    const datum = { computeHostId, parameterType: 'POWER', dataType: 'STATE', state: 'OB' };
    const notification = { id: `n-${computeHostId}`, timeStamp: new Date().toISOString(), environmentData: [datum] };
    expect((await on.post('/envnotif/v1/environment_notifications', notification)).status).toBe(201);
  }
}

beforeAll(async () => {
  const configuration = {
    policies: [{ evacuate: false }],
    inventory: { computeHosts: HOSTS },
    environmentThresholds: [{ id: 't', parameterType: 'POWER', stateLevels: { OB: 'DEGRADED' } }],
  };
  gateway = await startGatewayUnderTest(configuration);
  pages = await startGatewayUnderTest({ ...configuration, sol013: { pageSize: 1 } });
  await raiseAlarms(exchange);
  await raiseAlarms(paged);
});
afterAll(async () => {
  await gateway.stop();
  await pages.stop();
});

describe('alarms (7.3.5.1)', () => {
  it.each(METHODS)('%s is 405', async (method) => {
    expectAnswer(await exchange.send(method, ALARMS, { headers: ACCEPT }), 405);
  });

  it.each([
    '',
    '?exclude_default',
    '?all_fields',
    '?fields=perceivedSeverity',
    '?exclude_fields=faultDetails',
    '?filter',
  ])('GET with the query "%s" is 200 and fits their schema', async (query) => {
    expectAnswer(await exchange.get<unknown>(`${ALARMS}${query}`, ACCEPT), 200, arrayOf(ALARM));
  });

  it('GET by the name of an attribute gives those that have it', async () => {
    const answer = await exchange.get<{ managedObjectId: string }[]>(`${ALARMS}?managedObjectId=server-2`, ACCEPT);
    expectAnswer(answer, 200, arrayOf(ALARM));
    expect(answer.body.map(({ managedObjectId }) => managedObjectId)).toEqual(['server-2']);
  });

  it('GET by a name that is no attribute is 400', async () => {
    expectAnswer(await exchange.get(`${ALARMS}?badFilter=server-2`, ACCEPT), 400, PROBLEM);
  });

  it('GET of a long list has a Link to the next page', async () => {
    const { status, headers } = await paged.get(ALARMS, ACCEPT);
    expect(status).toBe(200);
    expect(headers['link']).toMatch(/rel="next"$/);
  });
});

describe('an individual alarm (7.3.5.2)', () => {
  const path = async () => `${ALARMS}/${(await alarms())[0]?.id ?? ''}`;
  const patch = async (headers: object, ackState = 'ACKNOWLEDGED') =>
    exchange.send('PATCH', await path(), {
      headers: { ...ACCEPT, 'Content-Type': 'application/merge-patch+json', ...headers },
      body: { ackState },
    });

  it.each(['POST', 'PUT', 'DELETE'] as const)('%s is 405', async (method) => {
    expectAnswer(await exchange.send(method, await path(), { headers: ACCEPT }), 405);
  });

  it('GET is 200 with an ETag, and 404 for one that is not there', async () => {
    const headers = { ...ACCEPT, 'Content-Type': 'application/json' };
    const answer = await exchange.get<unknown>(await path(), headers);
    expectAnswer(answer, 200, ALARM);
    expect(answer.headers['etag']).toMatch(/^".+"$/);
    expectAnswer(await exchange.get(`${ALARMS}/invalidIdAlarm`, headers), 404, PROBLEM);
  });

  it('PATCH is 200, 409 when it has that state already, 412 for another ETag', async () => {
    const { etag: before } = (await exchange.get(await path())).headers;
    const changed = await patch({});
    expectAnswer(changed, 200, { type: 'object', required: ['ackState'] });
    expectAnswer(await patch({}), 409, PROBLEM);
    expectAnswer(await patch({ 'If-Match': changed.headers['etag'] }), 409, PROBLEM);
    expectAnswer(await patch({ 'If-Match': before }), 412, PROBLEM);
    expectAnswer(await patch({ 'If-Match': 'an etag' }), 412, PROBLEM);
  });
});

describe('subscriptions (7.3.5.3, 7.3.5.4)', () => {
  const request = {
    filter: { vnfInstanceSubscriptionFilter: { vnfdIds: ['6fc3539c-e602-4afa-8e13-962fb5a7d81f'] } },
    callbackUri: 'http://127.0.0.1/subscribe',
  };

  it('POST is 201 and can be read where Location says, and 303 when it is there already', async () => {
    const created = await exchange.post<{ id: string }>(SUBSCRIPTIONS, request);
    expectAnswer(created, 201, SUBSCRIPTION);
    expectAnswer(await exchange.get<unknown>(`${SUBSCRIPTIONS}/${created.body.id}`, ACCEPT), 200, SUBSCRIPTION);
    const again = await exchange.post<unknown>(SUBSCRIPTIONS, request);
    expectAnswer(again, 303);
    const location = new URL(again.headers['location'] ?? '').pathname;
    expectAnswer(await exchange.get<unknown>(location, ACCEPT), 200, SUBSCRIPTION);
  });

  it.each(['', '?filter', '?exclude_default', '?fields=filter', '?exclude_fields=filter'])(
    'GET with the query "%s" is 200 and fits their schema',
    async (query) => {
      expectAnswer(await exchange.get<unknown>(`${SUBSCRIPTIONS}${query}`, ACCEPT), 200, arrayOf(SUBSCRIPTION));
    },
  );

  it('GET with a filter that is none is 400', async () => {
    expectAnswer(await exchange.get(`${SUBSCRIPTIONS}?filter_invalid`, ACCEPT), 400, PROBLEM);
  });

  it.each(['PUT', 'PATCH', 'DELETE'] as const)('%s of the container is 405', async (method) => {
    expectAnswer(await exchange.send(method, SUBSCRIPTIONS, { headers: ACCEPT }), 405);
  });

  it('an individual one is ended with 204, then 404, and has no other method', async () => {
    const { body } = await exchange.post<{ id: string }>(SUBSCRIPTIONS, { ...request, filter: {} });
    const path = `${SUBSCRIPTIONS}/${body.id}`;
    for (const method of ['POST', 'PUT', 'PATCH'] as const)
      expectAnswer(await exchange.send(method, path, { headers: ACCEPT }), 405);
    expectAnswer(await exchange.delete(path), 204);
    expectAnswer(await exchange.get(path, ACCEPT), 404, PROBLEM);
  });
});

describe.each(['//vrfm/api_versions', '//vrfm/v1/api_versions'])('the versions at %s (7.3.5.6)', (path) => {
  it('can be read', async () => {
    expectAnswer(await exchange.get<unknown>(path, ACCEPT), 200, VERSIONS);
  });

  it.each(METHODS)('%s is 405', async (method) => {
    expectAnswer(await exchange.send(method, path, { headers: ACCEPT }), 405);
  });
});
