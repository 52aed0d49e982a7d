import { connect } from 'node:net';
import * as fc from 'fast-check';
import { request } from 'undici';
import { checkConfiguration } from '../../src/config.ts';
import { startGateway, type Gateway } from '../../src/gateway.ts';
import { createLog, type Log } from '../../src/log.ts';
import { AUDIENCE, startAuthorizationServer, type AuthorizationServer } from '../authorization-server.ts';
import { sqliteLocation } from '../stores.ts';

const INVENTORY = {
  resourceZones: [{ zoneId: 'hall' }],
  computeHosts: [
    { id: 'server-1', computeHostType: 'PHYSICAL_SERVER' },
    { id: 'server 2', computeHostType: 'VIRTUAL_MACHINE', parentComputeHostId: 'server-1' },
  ],
};

/** Where answers are held against the documents, no request takes the short way. */
async function start(
  validateResponses: boolean,
  { log = createLog('fatal'), ...more }: { log?: Log; authentication?: object } = {},
): Promise<Gateway> {
  const configuration = checkConfiguration({
    ...more,
    store: sqliteLocation(),
    listen: { port: 0 },
    inventory: INVENTORY,
    environmentThresholds: [
      { id: 'charge', parameterType: 'POWER', unit: '%', direction: 'FALLING', degraded: { thresholdValue: 50 } },
    ],
  });
  if ('problems' in configuration) throw new Error(configuration.problems.join('; '));
  return startGateway(configuration, log, { validateResponses });
}

const text = fc.constantFrom('server-1', 'POWER', '%', '', 'a'.repeat(300), '😀'.repeat(200), '\u0000', '\ud800', 'é');
const anyValue = fc.oneof(text, fc.constantFrom(34, -1, 1.5, true, null), fc.constant([]), fc.constant({}));
const datum = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constant({
      computeHostId: 'server-1',
      parameterType: 'POWER',
      parameterName: 'charge',
      dataType: 'VALUE',
      value: 80,
      unit: '%',
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        computeHostId: fc.oneof(text, fc.constant('server-1')),
        resourceZoneId: text,
        parameterType: fc.constantFrom('POWER', 'COOLING', 'NONSENSE', ''),
        parameterName: text,
        dataType: fc.constantFrom('VALUE', 'STATE', 'CODE', 'VARIATION', 'OTHER'),
        value: fc.constantFrom<unknown>(80, 20, '80'),
        unit: fc.constantFrom('%', 'W', 'Cel', ''),
        state: text,
        measuredAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-13-01T00:00:00Z', 'now'),
      },
      { requiredKeys: [] },
    ),
  },
  anyValue,
);
const body = fc.oneof(
  fc.record(
    {
      id: fc.constantFrom<unknown>('n-1', 'n-2', 'n-3', '', 7),
      timeStamp: fc.constantFrom('2026-11-01T00:00:00Z', '2026-11-01T00:00:00.5+02:00', 'yesterday'),
      source: fc.oneof(text, fc.constant('ups-7')),
      environmentData: fc.array(datum, { maxLength: 3 }),
      receivedTime: fc.constant('2026-11-01T00:00:00Z'),
    },
    { requiredKeys: ['id', 'timeStamp', 'environmentData'] },
  ),
  anyValue,
);
const content = fc.oneof(
  { weight: 5, arbitrary: body.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom('', '{', '{"id":"n-1",}', 'null', '[1]', ' \n{}') },
);
const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-8',
      'application/merge-patch+json',
      'text/plain',
    ),
    accept: fc.constantFrom('*/*', 'application/json', 'text/html', 'application/json;q=0'),
    version: fc.constantFrom('1.0.0', '9.0.0', 'newest', ''),
    'content-encoding': fc.constantFrom('identity', 'gzip'),
  },
  { requiredKeys: ['content-type'] },
);
const path = fc.constantFrom(
  '/envnotif/v1/environment_notifications',
  '/envnotif/v1/environment_notifications/',
  '//envnotif/v1/environment_notifications',
  '/envnotif/v1/environment_notifications?all_fields',
);

const container = fc.constantFrom(
  '/vrinfo/v1/compute_hosts',
  '/vrinfo/v1/compute_hosts/server-1',
  '/vrinfo/v1/compute_hosts/server%202',
  '/vrinfo/v1/compute_hosts/nobody',
  '/vrinfo/v1/compute_hosts/*',
  '/vrinfo/v1/compute_hosts/',
  '/vrinfo/v1/virtual_computes',
  '/vrinfo//v1/resource_zones/hall',
  '/vrinfo/v1/resource_zones',
  '/vrinfo/v1/nothing',
  '/vrinfo/api_versions',
  '/vrfm/v1/alarms',
  '/vnfmig/v1/host_evacuations',
  '/vnfmig/v1/migration_requests/none',
  '/vnfmig/v1/subscriptions',
  '/envnotif/v1/environment_notifications',
  '/envnotif/v1/environment_thresholds/charge',
);
const parameter = fc.tuple(
  fc.constantFrom(
    'filter',
    'fields',
    'exclude_fields',
    'all_fields',
    'exclude_default',
    'nextpage_opaque_marker',
    'powerState',
    'managedObjectId',
    '__proto__',
    '',
  ),
  fc.constantFrom(
    '',
    '=',
    '=(eq,id,server-1)',
    '=(eq,id,server-1);(neq,powerState,ON)',
    '=(in,computeHostType,PHYSICAL_SERVER,VIRTUAL_MACHINE)',
    "=(eq,id,'server%202')",
    '=(eq,id,server+2)',
    '=(eq,nonsense,1)',
    '=(eq,id',
    '=powerState',
    '=location/nfviPopId,_links',
    '=%00',
    '=%E9',
    '=%C3%A9',
    '=%7F%25',
    '=1',
    '=a=b',
    '=#',
    `=${'a'.repeat(2000)}`,
    `=(eq,id,${'a'.repeat(9000)})`,
  ),
);
const readRequest = fc.record({
  method: fc.constantFrom('GET' as const, 'GET' as const, 'GET' as const, 'HEAD' as const),
  path: fc
    .tuple(container, fc.constantFrom('?', '?', '?', '', '/?'), fc.array(parameter, { maxLength: 3 }))
    .map(
      ([start, mark, parameters]) =>
        start + mark + (mark === '' ? '' : parameters.map((one) => one.join('')).join('&')),
    ),
  headers: fc.record(
    {
      accept: fc.constantFrom('*/*', 'application/json', 'text/html', 'application/json;q=0'),
      version: fc.constantFrom('1.0.0', '9.0.0', 'newest', ''),
      'content-type': fc.constant('application/json'),
      'if-none-match': fc.constant('*'),
      'if-match': fc.constant('"none"'),
      'if-modified-since': fc.constant('Thu, 01 Jan 2099 00:00:00 GMT'),
    },
    { requiredKeys: [] },
  ),
});

const TIMES = /"(receivedTime|levelEnteredTime|alarmRaisedTime|alarmChangedTime|eventTime)":"[^"]*"/g;
/** Identifiers that each gateway made for itself: what was posted before may have raised an alarm. */
const OWN_IDENTIFIERS = /[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/g;

async function answerOf(
  { apiRoot }: Gateway,
  sent: { method: 'GET' | 'HEAD' | 'POST'; path: string; headers: Record<string, string>; content?: string },
) {
  const {
    statusCode,
    headers: got,
    body: answer,
  } = await request(`${apiRoot}${sent.path}`, {
    method: sent.method,
    headers: sent.headers,
    body: sent.content ?? null,
  });
  const { date: _date, location, ...others } = got;
  const shown = (part: string) => part.replaceAll(apiRoot, '').replaceAll(TIMES, '').replaceAll(OWN_IDENTIFIERS, '');
  // The length is that of the times and addresses, which differ.
  const { 'content-length': _length, 'last-modified': _modified, etag: _etag, link, ...alike } = others;
  return {
    ...{ statusCode, headers: alike, location: shown(String(location)), link: shown(String(link)) },
    body: shown(await answer.text()),
  };
}

/** Begins a request, and ends the connection before its content is whole. */
function abandon(apiRoot: string): Promise<void> {
  const { hostname, port } = new URL(apiRoot);
  const socket = connect(Number(port), hostname);
  const head = [
    'POST /envnotif/v1/environment_notifications HTTP/1.1',
    'Host: gateway',
    'Content-Type: application/json',
  ];
  return new Promise((resolve) => {
    socket.write(`${head.join('\r\n')}\r\nContent-Length: 100\r\n\r\n{`, () => {
      setTimeout(() => {
        socket.destroy();
        resolve();
      }, 50);
    });
  });
}

describe('the short way', () => {
  it('calls no failure of its own what a client left unfinished', async () => {
    const lines: unknown[] = [];
    const log: Log = { ...createLog('fatal'), error: (...line) => lines.push(line) };
    const gateway = await start(false, { log });
    await abandon(gateway.apiRoot);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await gateway.stop();
    expect(lines).toEqual([]);
  });

  let short: Gateway;
  let long: Gateway;
  beforeAll(async () => {
    [short, long] = await Promise.all([start(false), start(true)]);
  });
  afterAll(async () => {
    await Promise.all([short.stop(), long.stop()]);
  });

  it('answers what the long way answers, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ method: fc.constant('POST' as const), path, headers, content }), async (sent) => {
        const [one, other] = [await answerOf(short, sent), await answerOf(long, sent)];
        expect(one).toEqual(other);
      }),
      { numRuns: 400 },
    );
    const kept = async ({ engine }: Gateway) =>
      (await engine.store.environmentNotifications.find({})).map(({ receivedTime: _time, ...rest }) => rest);
    expect(await kept(short)).toEqual(await kept(long));
  });

  it('shows what the long way shows, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(readRequest, async (sent) => {
        const [one, other] = [await answerOf(short, sent), await answerOf(long, sent)];
        expect(one).toEqual(other);
      }),
      { numRuns: 600 },
    );
  });

  it.each([
    ['compute_hosts', 200],
    ['compute_hosts?filter=(eq,id,server-1)&exclude_fields=powerState', 200],
    ["compute_hosts?filter=(eq,id,'server%202')", 200],
    ['compute_hosts/server-1', 200],
    ['compute_hosts/server-3', 404],
    ['compute_hosts/*', 404],
    ['compute_hosts?filter=(eq,nonsense,1)', 400],
  ])('shows %s', async (container, status) => {
    const sent = { method: 'GET' as const, path: `/vrinfo/v1/${container}`, headers: {} };
    const [one, other] = [await answerOf(short, sent), await answerOf(long, sent)];
    expect(one).toEqual(other);
    expect(one.statusCode).toBe(status);
  });
});

describe('the short way of a gateway with authentication', () => {
  const SCOPES = [
    ...['envnotif', 'vnfmig', 'vrinfo', 'vrfm'].flatMap((api) => [`${api}:v1:all`, `${api}:v1:read`, `${api}:v1:vnfm`]),
    ...['envnotif:notify', 'other'],
  ];
  let authorizationServer: AuthorizationServer;
  let gateways: [Gateway, Gateway];
  beforeAll(async () => {
    authorizationServer = await startAuthorizationServer({ secrets: { client: 'secret' }, scopes: SCOPES });
    const { issuer, jwksUri } = authorizationServer;
    const authentication = { issuer, audience: AUDIENCE, jwksUri };
    gateways = await Promise.all([start(false, { authentication }), start(true, { authentication })]);
  });
  afterAll(async () => {
    await Promise.all([...gateways, authorizationServer].map((one) => one.stop()));
  });

  it.each([
    '/vrinfo/v1/compute_hosts',
    '/vrinfo/v1/compute_hosts/server-1',
    '/vnfmig/v1/migration_requests?filter=(eq,vnfmId,client)',
    '/vnfmig/v1/subscriptions',
    '/vrfm/v1/alarms',
    '/envnotif/v1/environment_states',
    '/callback/v1/environment_notifications',
  ])('lets pass whom the long way lets pass: %s', async (path) => {
    const statuses = new Set<number>();
    for (const scope of [undefined, ...SCOPES]) {
      const token = scope === undefined ? undefined : await authorizationServer.token('client', scope);
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const [one, other] = await Promise.all(
        gateways.map((gateway) => answerOf(gateway, { method: 'GET', path, headers })),
      );
      expect(one).toEqual(other);
      if (one !== undefined) statuses.add(one.statusCode);
    }
    expect(statuses.size).toBe(3);
  });
});
