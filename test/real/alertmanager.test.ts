import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { eventually, pause } from '../southbound/recording-ports.ts';
import { sqliteLocation } from '../stores.ts';
import {
  ALERTMANAGER_EXAMPLE,
  freePort,
  RULES_EXAMPLE,
  startAlertmanagerRig,
  type AlertmanagerRig,
} from './alertmanager-rig.ts';

/** Longest wait for a level, milliseconds. */
const PATIENCE = 60_000;

const inlet = { computeHostLabel: 'node', parameterType: 'COOLING', parameterName: 'inlet', silenceTime: 20 };
const leak = {
  resourceZoneLabel: 'room',
  labelValues: { 'Hall 1': 'room-1' },
  parameterType: 'WATER_LEVEL',
  parameterName: 'leak',
  dataType: 'STATE',
  silenceTime: 20,
};
const SOURCE = {
  id: 'alerts-1',
  type: 'alertmanager',
  watchdogRule: { match: { alertname: 'Watchdog' }, silenceTime: 8 },
  rules: [
    {
      ...inlet,
      match: { alertname: 'InletUnknown' },
      dataType: 'STATE',
      firingState: 'UNKNOWN',
      resolvedState: 'COOL',
    },
    { ...inlet, match: { alertname: 'InletWarm' }, dataType: 'VALUE', unit: 'Cel', resolvedState: 'COOL' },
    { ...leak, match: { alertname: 'LeakUnknown' }, firingState: 'UNKNOWN', resolvedState: 'DRY' },
    { ...leak, match: { alertname: 'Leak' }, firingState: 'WET', resolvedState: 'DRY' },
  ],
};
const THRESHOLDS = [
  {
    id: 'inlet',
    parameterType: 'COOLING',
    parameterName: 'inlet',
    unit: 'Cel',
    direction: 'RISING',
    degraded: { thresholdValue: 40 },
    stateLevels: { COOL: 'NORMAL' },
  },
  { id: 'leak', parameterType: 'WATER_LEVEL', stateLevels: { WET: 'FAILED', DRY: 'NORMAL' } },
];

let authorizationServer: AuthorizationServer;
let rig: AlertmanagerRig;
let gateway: GatewayUnderTest;
let configuration: Record<string, unknown>;

beforeAll(async () => {
  const scope = 'envnotif:notify';
  authorizationServer = await startAuthorizationServer({ secrets: { alertmanager: 'secret' }, scopes: [scope] });
  const { issuer, jwksUri, tokenEndpoint } = authorizationServer;
  configuration = {
    listen: { port: await freePort() },
    store: sqliteLocation(),
    sol013: { versionHeader: 'strict' },
    authentication: { issuer, audience: AUDIENCE, jwksUri },
    inventory: {
      resourceZones: [{ zoneId: 'room-1' }],
      computeHosts: [{ id: 'server-1', computeHostType: 'PHYSICAL_SERVER' }],
    },
    environmentThresholds: THRESHOLDS,
    policies: [{ evacuate: false }],
    environmentSources: [SOURCE],
  };
  gateway = await startGatewayUnderTest(configuration);
  rig = await startAlertmanagerRig(`${gateway.apiRoot}/callback/v1/alertmanager_notifications/alerts-1`, {
    oauth2: { client_id: 'alertmanager', client_secret: 'secret', token_url: tokenEndpoint, scopes: [scope] },
  });
}, 90_000);
afterAll(async () => {
  await rig.stop();
  await gateway.stop();
  await authorizationServer.stop();
});

/** The states of a parameter at present; none before anything was said of it. */
async function stateOf(parameterName: string) {
  const states = await gateway.engine.store.environmentStates.find({});
  return states.find((state) => state.parameterName === parameterName);
}
const reaches = (parameterName: string, expected: object) =>
  eventually(async () => {
    expect(await stateOf(parameterName)).toMatchObject(expected);
  }, PATIENCE);

describe('the examples of the documentation', () => {
  it.each([
    ['amtool', ['check-config', ALERTMANAGER_EXAMPLE]],
    ['promtool', ['check', 'rules', RULES_EXAMPLE]],
  ])('are good for %s', async (program, words) => {
    const { stdout } = await promisify(execFile)(program, words);
    expect(stdout).toContain('SUCCESS');
  });
});

describe('an alert of a real Prometheus', () => {
  it('with a value that rises and falls makes a server DEGRADED and NORMAL', async () => {
    rig.exporter.inlet = 46.5;
    await reaches('inlet', {
      computeHostId: 'server-1',
      environmentLevel: 'DEGRADED',
      lastDatum: { value: 46.5, unit: 'Cel' },
    });
    rig.exporter.inlet = 22;
    await reaches('inlet', { environmentLevel: 'NORMAL', lastDatum: { state: 'COOL' } });
  }, 120_000);

  it('whose value changes is measured with each repetition', async () => {
    rig.exporter.inlet = 35;
    await reaches('inlet', { environmentLevel: 'NORMAL', lastDatum: { value: 35 } });
    rig.exporter.inlet = 41;
    await reaches('inlet', { environmentLevel: 'DEGRADED', lastDatum: { value: 41 } });
    rig.exporter.inlet = 22;
    await reaches('inlet', { environmentLevel: 'NORMAL' });
  }, 120_000);

  it('makes a zone FAILED and NORMAL', async () => {
    rig.exporter.isWet = true;
    await reaches('leak', { resourceZoneId: 'room-1', environmentLevel: 'FAILED', lastDatum: { state: 'WET' } });
    rig.exporter.isWet = false;
    await reaches('leak', { environmentLevel: 'NORMAL', lastDatum: { state: 'DRY' } });
  }, 120_000);

  it('is not lost while the gateway is away', async () => {
    await gateway.stop();
    rig.exporter.inlet = 50;
    await pause(3000);
    gateway = await startGatewayUnderTest(configuration);
    await reaches('inlet', { environmentLevel: 'DEGRADED', lastDatum: { value: 50 } });
  }, 120_000);
});

describe('when something between the sensor and the gateway is gone, a level that was known is UNKNOWN', () => {
  const hot = async () => {
    rig.exporter.inlet = 50;
    await reaches('inlet', { environmentLevel: 'DEGRADED' });
  };
  /** Nothing was taken for good news since. */
  const wasNeverNormal = async (since: number) => {
    const notifications = await gateway.engine.store.environmentNotifications.find({});
    const said = notifications
      .filter(({ receivedTime }) => Date.parse(receivedTime) >= since)
      .flatMap(({ environmentData }) => environmentData)
      .filter(({ parameterName }) => parameterName === 'inlet');
    expect(said.map(({ state }) => state)).not.toContain('COOL');
    expect(said.length).toBeGreaterThan(0);
  };

  it('for the exporter', async () => {
    await hot();
    const since = Date.now();
    await rig.stopExporter();
    await reaches('inlet', { environmentLevel: 'UNKNOWN' });
    await wasNeverNormal(since);
    await rig.startExporter();
    await reaches('inlet', { environmentLevel: 'DEGRADED' });
  }, 180_000);

  it('for Prometheus, although Alertmanager calls its alerts resolved', async () => {
    await hot();
    const since = Date.now();
    await rig.killPrometheus();
    await reaches('inlet', { environmentLevel: 'UNKNOWN' });
    await pause(3000);
    await wasNeverNormal(since);
    await rig.startPrometheus();
    await reaches('inlet', { environmentLevel: 'DEGRADED' });
  }, 180_000);

  it('for Alertmanager', async () => {
    await hot();
    const since = Date.now();
    await rig.killAlertmanager();
    await reaches('inlet', { environmentLevel: 'UNKNOWN' });
    await wasNeverNormal(since);
    await rig.startAlertmanager();
    await reaches('inlet', { environmentLevel: 'DEGRADED' });
    rig.exporter.inlet = 22;
    await reaches('inlet', { environmentLevel: 'NORMAL' });
  }, 180_000);
});
