import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { postNotification, type SimulatedAlert } from '../simulators/alertmanager.ts';
import { sqliteLocation } from '../stores.ts';
import { createExchange } from './exchange.ts';

const ALERTS = '/callback/v1/alertmanager_notifications/alerts';
const HOT: SimulatedAlert = { alertname: 'Hot', labels: { node: 'server-1' } };
const COOL: SimulatedAlert = { ...HOT, status: 'resolved' };
const WATCHDOG: SimulatedAlert = { alertname: 'Watchdog' };

const site = (source: object = {}) => ({
  inventory: { computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }] },
  environmentThresholds: [
    { id: 'inlet', parameterType: 'COOLING', stateLevels: { FIRING: 'DEGRADED', RESOLVED: 'NORMAL' } },
  ],
  policies: [{ evacuate: false }],
  environmentSources: [
    {
      id: 'alerts',
      type: 'alertmanager',
      rules: [
        {
          match: { alertname: 'Hot' },
          computeHostLabel: 'node',
          parameterType: 'COOLING',
          parameterName: 'inlet',
          dataType: 'STATE',
          silenceTime: 600,
        },
      ],
      ...source,
    },
    { id: 'bms', type: 'controller', apiRoot: 'http://127.0.0.1:1' },
  ],
});

let gateway: GatewayUnderTest;
const exchange = createExchange(() => gateway.apiRoot);
const post = async (alerts: SimulatedAlert[], headers: Record<string, string> = {}, path = ALERTS) =>
  postNotification(`${gateway.apiRoot}${path}`, alerts, { headers });
const levelOf = async (computeHostId: string): Promise<string | undefined> =>
  (await gateway.engine.store.computeHosts.get(computeHostId))?.environmentLevel;

describe('the endpoint for Alertmanager', () => {
  beforeAll(async () => {
    gateway = await startGatewayUnderTest({ ...site(), sol013: { versionHeader: 'strict' } });
  });
  afterAll(() => gateway.stop());

  it('takes alerts without the header Version, although the gateway is strict, and they are in force when it answers', async () => {
    expect((await exchange.get('/vrinfo/v1/compute_hosts')).status).toBe(400);
    expect((await post([HOT])).status).toBe(204);
    expect(await levelOf('server-1')).toBe('DEGRADED');
    expect((await post([COOL])).status).toBe(204);
    expect(await levelOf('server-1')).toBe('NORMAL');
  });

  it.each(['2.0.0', 'latest'])('does not look at the header Version: %s, and answers with its own', async (version) => {
    const { status, headers } = await exchange.send('POST', ALERTS, { headers: { version }, body: {} });
    expect({ status, version: headers['version'] }).toEqual({ status: 422, version: '1.0.0' });
  });

  it.each([`${ALERTS}-none`, '/callback/v1/alertmanager_notifications/bms'])(
    'is not there for a source that is no Alertmanager: %s',
    async (path) => {
      const { status, body } = await post([HOT], {}, path);
      expect({ status, detail: body['detail'] }).toEqual({
        status: 404,
        detail: `no environment source ${path.split('/').at(-1) ?? ''} of type alertmanager`,
      });
    },
  );

  it.each<[string, number, string]>([
    ['that is not JSON', 400, '{"version": "4"'],
    ['of another format', 422, JSON.stringify({ version: '3', status: 'firing', alerts: [] })],
    ['without alerts', 422, JSON.stringify({ version: '4', status: 'firing' })],
    ['with an alert that has no labels', 422, JSON.stringify({ version: '4', status: 'firing', alerts: [{}] })],
  ])('refuses content %s for good: %d', async (_what, status, body) => {
    expect((await exchange.post(ALERTS, body)).status).toBe(status);
  });

  it('refuses for good what is only about servers that there are not, and takes what is about others too', async () => {
    const elsewhere = { ...HOT, labels: { node: 'server-99' } };
    const { status, body } = await post([elsewhere]);
    expect(status).toBe(422);
    expect(body['detail']).toContain('no compute host server-99');
    expect((await post([elsewhere, HOT])).status).toBe(204);
    expect(await levelOf('server-1')).toBe('DEGRADED');
  });

  it('takes alerts that mean nothing here, and counts them', async () => {
    expect((await post([{ alertname: 'DiskFull' }])).status).toBe(204);
    const metrics = await (await fetch(`${gateway.apiRoot}/metrics`)).text();
    expect(metrics).toContain('nfvi_te_environment_source_problems_total{source="alerts",kind="alert without rule"} 1');
  });

  it('is 405 for any method but POST', async () => {
    const { status, headers } = await exchange.get(ALERTS);
    expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'POST, OPTIONS' });
  });

  it('asks Alertmanager to send again when the store fails', async () => {
    await gateway.engine.store.close();
    const { status, retryAfter } = await post([HOT]);
    expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: '1' });
  });
});

describe('with an authorization server, the endpoint', () => {
  let authorizationServer: AuthorizationServer;
  beforeAll(async () => {
    authorizationServer = await startAuthorizationServer({
      secrets: { alertmanager: 'secret' },
      scopes: ['envnotif:notify', 'envnotif:v1:all'],
    });
    const { issuer, jwksUri } = authorizationServer;
    gateway = await startGatewayUnderTest({ ...site(), authentication: { issuer, audience: AUDIENCE, jwksUri } });
  });
  afterAll(async () => {
    await gateway.stop();
    await authorizationServer.stop();
  });

  it('takes what a client with the scope sends, and nothing else', async () => {
    const bearer = async (scope: string) => ({
      authorization: `Bearer ${await authorizationServer.token('alertmanager', scope)}`,
    });
    expect((await post([HOT])).status).toBe(401);
    expect((await post([HOT], await bearer('envnotif:v1:all'))).status).toBe(403);
    expect(await levelOf('server-1')).toBe('UNKNOWN');
    expect((await post([HOT], await bearer('envnotif:notify'))).status).toBe(204);
    expect(await levelOf('server-1')).toBe('DEGRADED');
  });
});

describe('a gateway that lost its Alertmanager', () => {
  it('knows nothing of what it spoke of, also after a restart, until it is back', async () => {
    const silenceTime = 1;
    const configuration = {
      ...site({ watchdogRule: { match: { alertname: 'Watchdog' }, silenceTime } }),
      store: sqliteLocation(),
    };
    gateway = await startGatewayUnderTest(configuration);
    await post([WATCHDOG, HOT]);
    await post([COOL]);
    await post([WATCHDOG]);
    const becomes = (level: string, meanwhile: () => Promise<unknown> = () => Promise.resolve()) =>
      eventually(
        `server-1 is ${level}`,
        async () => {
          await meanwhile();
          return (await levelOf('server-1')) === level ? true : undefined;
        },
        20,
      );
    await becomes('NORMAL', () => post([WATCHDOG]));
    await gateway.stop();

    gateway = await startGatewayUnderTest(configuration);
    expect(await levelOf('server-1')).toBe('NORMAL');
    await becomes('UNKNOWN');
    await becomes('NORMAL', () => post([WATCHDOG]));
    await gateway.stop();
  });
});
