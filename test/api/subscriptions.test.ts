import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { startCallbackServer, type CallbackServer } from './callback-server.ts';
import { createExchange, type Problem } from './exchange.ts';

interface Subscription {
  id: string;
  callbackUri: string;
  filter?: object;
  _links: { self: { href: string } };
}

const APIS = ['envnotif', 'vnfmig', 'vrinfo', 'vrfm'] as const;
const FILTERS = {
  envnotif: { computeHostIds: ['server-1'], environmentLevels: ['DEGRADED'] },
  vnfmig: { vnfmIds: ['vnfm-1'], notificationTypes: ['MigrationRequestNotification'] },
  vrinfo: { notificationTypes: ['ComputeHostStateChangeNotification'] },
  vrfm: { perceivedSeverities: ['CRITICAL', 'MAJOR'] },
};

let gateway: GatewayUnderTest;
let callback: CallbackServer;
const exchange = createExchange(() => gateway.apiRoot);

beforeAll(async () => {
  callback = await startCallbackServer();
  gateway = await startGatewayUnderTest({
    policies: [{ evacuate: false }],
    notification: { retryInterval: 0.05, timeout: 1, duplicateSubscriptions: 'CREATE' },
    inventory: { computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }] },
  });
});
afterAll(async () => {
  await gateway.stop();
  await callback.stop();
});

const subscribe = <Body = Subscription>(api: string, body: object) =>
  exchange.post<Body>(`/${api}/v1/subscriptions`, body);
const list = async (api: string) => (await exchange.get<Subscription[]>(`/${api}/v1/subscriptions`)).body;
/** Withdraws or restores the server, of which the subscribers of `vrinfo` are told. */
const order = (task: 'withdraw' | 'restore') => exchange.post(`/vrinfo/v1/compute_hosts/server-1/${task}`, {});
const deliveriesTo = (id: string) => callback.deliveries.filter(({ body }) => body['subscriptionId'] === id);

describe.each(APIS)('a subscription of %s', (api) => {
  const filter = FILTERS[api];

  it('is created, read, listed and ended', async () => {
    const created = await subscribe(api, { filter, callbackUri: callback.uri });
    expect(created.status).toBe(201);
    const path = `/${api}/v1/subscriptions/${created.body.id}`;
    expect(created.headers['location']).toBe(`${gateway.apiRoot}${path}`);
    expect(created.body).toEqual({
      id: created.body.id,
      filter,
      callbackUri: callback.uri,
      _links: { self: { href: `${gateway.apiRoot}${path}` } },
    });
    expect((await exchange.get<Subscription>(path)).body).toEqual(created.body);
    expect(await list(api)).toContainEqual(created.body);
    expect((await exchange.delete(path)).status).toBe(204);
    expect((await exchange.get(path)).status).toBe(404);
    expect((await exchange.delete(path)).status).toBe(404);
    expect((await list(api)).map(({ id }) => id)).not.toContain(created.body.id);
  });

  it('is not one of another interface', async () => {
    const { body } = await subscribe(api, { callbackUri: callback.uri });
    for (const other of APIS.filter((name) => name !== api)) {
      const path = `/${other}/v1/subscriptions/${body.id}`;
      expect(await exchange.get(path)).toMatchObject({ status: 404, body: { detail: `no subscription ${body.id}` } });
      expect((await exchange.delete(path)).status).toBe(404);
      expect((await list(other)).map(({ id }) => id)).not.toContain(body.id);
    }
    expect((await exchange.delete(`/${api}/v1/subscriptions/${body.id}`)).status).toBe(204);
  });

  it('never shows its credentials', async () => {
    const authentication = {
      authType: ['BASIC', 'OAUTH2_CLIENT_CREDENTIALS'],
      paramsBasic: { userName: 'gateway-user', password: 'hunter2' },
      paramsOauth2ClientCredentials: {
        clientId: 'gateway-client',
        clientPassword: 'hunter3',
        tokenEndpoint: 'https://authorization-server.example/token',
      },
    };
    const { status, body } = await subscribe(api, { callbackUri: callback.uri, authentication });
    expect(status).toBe(201);
    const path = `/${api}/v1/subscriptions/${body.id}`;
    const shown = JSON.stringify([body, (await exchange.get(path)).body, await list(api), gateway.logLines]);
    expect(shown).not.toMatch(/hunter|gateway-user|gateway-client|authentication"/);
    await exchange.delete(path);
  });

  it.each<[string, object, string]>([
    ['no callback', { callbackUri: undefined }, '/callbackUri'],
    ['a callback that is no URI', { callbackUri: 'here' }, '/callbackUri'],
    ['a callback that is not HTTP', { callbackUri: 'ftp://vnfm.example/callback' }, '/callbackUri'],
    ['a type of notification of nobody', { filter: { notificationTypes: ['Gossip'] } }, '/filter/notificationTypes/0'],
    ['no type of authentication', { authentication: { authType: [] } }, '/authentication/authType'],
    ['an unknown type of authentication', { authentication: { authType: ['SECRET'] } }, '/authentication/authType/0'],
    ['only a type that the gateway cannot use', { authentication: { authType: ['TLS_CERT'] } }, '/authentication'],
    ['BASIC without its parameters', { authentication: { authType: ['BASIC'] } }, '/authentication'],
    [
      'BASIC without a password',
      { authentication: { authType: ['BASIC'], paramsBasic: { userName: 'u' } } },
      '/authentication',
    ],
    [
      'parameters of another type than it names',
      { authentication: { authType: ['OAUTH2_CLIENT_CREDENTIALS'], paramsBasic: { userName: 'u', password: 'p' } } },
      '/authentication',
    ],
    [
      'client credentials without a token endpoint',
      {
        authentication: {
          authType: ['OAUTH2_CLIENT_CREDENTIALS'],
          paramsOauth2ClientCredentials: { clientId: 'c', clientPassword: 'p' },
        },
      },
      '/authentication',
    ],
  ])('with %s is 422 and names the place', async (_what, more, pointer) => {
    const { status, body } = await subscribe<Problem>(api, { callbackUri: callback.uri, ...more });
    expect(status).toBe(422);
    // More than one rule of a place may be broken.
    expect([...new Set(body.invalidParams?.map((invalid) => invalid.pointer))]).toEqual([pointer]);
    expect(await list(api)).toEqual([]);
  });

  it('that is not there is 404', async () => {
    expect((await exchange.get(`/${api}/v1/subscriptions/none`)).status).toBe(404);
    expect((await exchange.delete(`/${api}/v1/subscriptions/none`)).status).toBe(404);
  });
});

describe('the deliveries of a subscription', () => {
  it('name it, carry its credentials, and end with it', async () => {
    const authentication = { authType: ['BASIC'], paramsBasic: { userName: 'u', password: 'p' } };
    const ending = (await subscribe('vrinfo', { callbackUri: callback.uri, authentication })).body;
    const staying = (await subscribe('vrinfo', { callbackUri: `${callback.uri}/staying` })).body;
    await order('withdraw');
    await eventually('both are told', () =>
      deliveriesTo(ending.id).length === 1 && deliveriesTo(staying.id).length === 1 ? true : undefined,
    );
    const [told] = deliveriesTo(ending.id);
    const [other] = deliveriesTo(staying.id);
    expect(told?.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    expect(told?.body['_links']).toMatchObject({ subscription: ending._links.self });
    expect(other).toMatchObject({ path: '/callback/staying', authorization: undefined });
    expect(other?.body['id']).toBe(told?.body['id']);

    await exchange.delete(`/vrinfo/v1/subscriptions/${ending.id}`);
    await order('restore');
    await eventually('the other is told', () => (deliveriesTo(staying.id).length === 2 ? true : undefined));
    expect(deliveriesTo(ending.id)).toHaveLength(1);
    await exchange.delete(`/vrinfo/v1/subscriptions/${staying.id}`);
  });

  it('that could not be made yet end with it too', async () => {
    callback.answer(503);
    const { id } = (await subscribe('vrinfo', { callbackUri: callback.uri })).body;
    const tries = () => deliveriesTo(id).length;
    await order('withdraw');
    await eventually('it was tried twice', () => (tries() >= 2 ? true : undefined));
    await exchange.delete(`/vrinfo/v1/subscriptions/${id}`);
    callback.answer(204);
    await eventually('nothing waits any more', async () => {
      const waiting = await gateway.engine.store.notificationDeliveries.find({ subscriptionId: id });
      return waiting.length === 0 ? true : undefined;
    });
    const before = tries();
    await order('restore');
    const witness = (await subscribe('vrinfo', { callbackUri: callback.uri })).body;
    await order('withdraw');
    await eventually('somebody else is told', () => (deliveriesTo(witness.id).length === 1 ? true : undefined));
    expect(tries()).toBe(before);
    await exchange.delete(`/vrinfo/v1/subscriptions/${witness.id}`);
  });
});

describe('a callback that is tested when the subscription is created', () => {
  let testing: GatewayUnderTest;
  const others = createExchange(() => testing.apiRoot);

  beforeAll(async () => {
    testing = await startGatewayUnderTest({ notification: { testCallbackUri: true, timeout: 0.5 } });
  });
  afterAll(() => testing.stop());

  it('has to answer 204', async () => {
    callback.answer(204);
    expect((await others.post('/vrfm/v1/subscriptions', { callbackUri: callback.uri })).status).toBe(201);
    callback.answer(200);
    const { status, body } = await others.post('/vrfm/v1/subscriptions', { callbackUri: `${callback.uri}?another` });
    callback.answer(204);
    expect({ status, pointers: body.invalidParams?.map(({ pointer }) => pointer) }).toEqual({
      status: 422,
      pointers: ['/callbackUri'],
    });
    expect(body.detail).toContain('200');
  });

  it('has to be there', async () => {
    const { status } = await others.post('/vrfm/v1/subscriptions', { callbackUri: 'http://127.0.0.1:1/callback' });
    expect(status).toBe(422);
    expect((await others.get<Subscription[]>('/vrfm/v1/subscriptions')).body).toHaveLength(1);
  });
});

describe('a second subscription with the callback and the filter of another', () => {
  let careful: GatewayUnderTest;
  const others = createExchange(() => careful.apiRoot);
  const body = { callbackUri: 'http://127.0.0.1:1/callback', filter: FILTERS.vrfm };

  beforeAll(async () => {
    careful = await startGatewayUnderTest();
  });
  afterAll(() => careful.stop());

  it('is 303 with the place of the first and no content, unless the configuration wants a second one', async () => {
    const first = await others.post<Subscription>('/vrfm/v1/subscriptions', body);
    const second = await others.post<undefined>('/vrfm/v1/subscriptions', body);
    expect({ status: second.status, location: second.headers['location'], body: second.body }).toEqual({
      status: 303,
      location: first.headers['location'],
      body: undefined,
    });
    expect((await others.get<Subscription[]>('/vrfm/v1/subscriptions')).body).toEqual([first.body]);
    const twice = await subscribe('vrfm', body);
    expect((await subscribe('vrfm', body)).status).toBe(201);
    expect(twice.status).toBe(201);
  });

  it('is 303 for all but one of those that come at once', async () => {
    const same = { ...body, callbackUri: 'http://127.0.0.1:1/at-once' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => others.post('/vrfm/v1/subscriptions', same)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 303, 303, 303]);
    expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
  });

  it('is one of its own when the filter, the callback or the interface differ', async () => {
    for (const [api, different] of [
      ['vrfm', { callbackUri: body.callbackUri }],
      ['vrfm', { ...body, callbackUri: 'http://127.0.0.1:1/other' }],
      ['vrfm', { ...body, filter: { perceivedSeverities: ['CRITICAL'] } }],
      ['vnfmig', { callbackUri: body.callbackUri }],
    ] as const)
      expect((await others.post(`/${api}/v1/subscriptions`, different)).status).toBe(201);
  });
});
