/** Requests for what the conformance kit does not look at: the endpoints for notifications of controllers and Alertmanager. */
export interface PlainRequest {
  method: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  content?: string;
  /** Whose token goes with it; that which may do everything by default. */
  caller?: 'limited' | 'nobody';
}

const ENDPOINT = '/callback/v1/environment_notifications';
const JSON_CONTENT = { 'content-type': 'application/json' };

const NOTIFICATION: PlainRequest = {
  method: 'POST',
  path: ENDPOINT,
  headers: JSON_CONTENT,
  content: JSON.stringify({
    id: 'controller-1-1',
    timeStamp: '2026-11-23T02:13:00Z',
    environmentData: [{ computeHostId: 'server-1', parameterType: 'GAS', dataType: 'STATE', state: 'CLEAR' }],
  }),
};

/** Everything that an endpoint for notifications can be asked. */
function requestsTo(endpoint: string): PlainRequest[] {
  const notification = { ...NOTIFICATION, path: endpoint };
  const both: PlainRequest[] = [{ method: 'GET', path: endpoint }, notification];
  return [
    ...both,
    ...both.flatMap((request): PlainRequest[] => [
      { ...request, headers: { ...request.headers, version: 'one' } },
      { ...request, headers: { ...request.headers, version: '2.0.0' } },
      { ...request, caller: 'nobody' },
      { ...request, caller: 'limited' },
      { ...request, path: `${endpoint}?long=${'x'.repeat(9000)}` },
    ]),
    { method: 'DELETE', path: endpoint },
    { ...notification, content: '{' },
    { ...notification, content: '{}' },
    { ...notification, content: JSON.stringify('x'.repeat(9_000_000)) },
    { ...notification, headers: { 'content-type': 'text/plain' } },
  ];
}

/** The environment source that the requests to its endpoint are for. */
export const ALERTMANAGER_SOURCE = {
  id: 'alerts-1',
  type: 'alertmanager',
  rules: [
    {
      match: { alertname: 'InletHot' },
      computeHostLabel: 'node',
      parameterType: 'COOLING',
      parameterName: 'inlet',
      dataType: 'STATE',
      silenceTime: 60,
    },
  ],
};

const ALERTS = '/callback/v1/alertmanager_notifications/alerts-1';

const alertsOn = (node: string): PlainRequest => ({
  method: 'POST',
  path: ALERTS,
  headers: JSON_CONTENT,
  content: JSON.stringify({
    version: '4',
    status: 'resolved',
    alerts: [
      {
        status: 'resolved',
        labels: { alertname: 'InletHot', node },
        startsAt: '2026-11-23T02:13:00.000Z',
        endsAt: '2026-11-23T02:14:00.000Z',
        fingerprint: 'c1a2b3d4e5f60718',
      },
    ],
  }),
});

const ALERT = alertsOn('server-1');

const REDFISH: PlainRequest = {
  method: 'POST',
  path: '/callback/v1/redfish_events/none',
  headers: JSON_CONTENT,
  content: JSON.stringify({ Context: 'none', Events: [] }),
  caller: 'nobody',
};

/** Without a source of this name; what only the subscribed service can get is in `exemptions.ts`. */
const REDFISH_REQUESTS: readonly PlainRequest[] = [
  REDFISH,
  { ...REDFISH, method: 'DELETE' },
  { ...REDFISH, path: `${REDFISH.path}?long=${'x'.repeat(9000)}` },
  { ...REDFISH, headers: { ...REDFISH.headers, accept: 'text/html' } },
  { ...REDFISH, content: '{' },
  { ...REDFISH, content: '{"Events":1}' },
  { ...REDFISH, content: JSON.stringify('x'.repeat(9_000_000)) },
  { ...REDFISH, headers: { 'content-type': 'text/plain' } },
];

const VNF_LCM: PlainRequest = {
  method: 'POST',
  path: '/callback/v1/vnf_lcm_operation_occurrence_notifications/none/none',
  headers: JSON_CONTENT,
  content: JSON.stringify({ id: '1', notificationType: 'any', subscriptionId: '1', vnfInstanceId: 'vnf-1' }),
  caller: 'nobody',
};
const VNF_LCM_TEST: PlainRequest = { method: 'GET', path: VNF_LCM.path, caller: 'nobody' };

/** Without a VNF manager of this name; what only that can get is in `exemptions.ts`. */
const VNF_LCM_REQUESTS: readonly PlainRequest[] = [
  ...[VNF_LCM, VNF_LCM_TEST].flatMap((request) => [
    request,
    { ...request, path: `${request.path}?long=${'x'.repeat(9000)}` },
    { ...request, headers: { ...request.headers, accept: 'text/html' } },
    { ...request, path: `${request.path}?unknown=1` },
  ]),
  { ...VNF_LCM, method: 'DELETE' },
  { ...VNF_LCM, content: '{' },
  { ...VNF_LCM, content: '{}' },
  { ...VNF_LCM, content: JSON.stringify('x'.repeat(9_000_000)) },
  { ...VNF_LCM, headers: { 'content-type': 'text/plain' } },
];

export const REQUESTS: readonly PlainRequest[] = [
  ...VNF_LCM_REQUESTS,
  ...REDFISH_REQUESTS,
  ...requestsTo(ENDPOINT),
  ...requestsTo(`${ENDPOINT}/building`),
  ALERT,
  alertsOn('server-99'),
  { ...ALERT, path: `${ALERTS}-none` },
  { ...ALERT, caller: 'nobody' },
  { ...ALERT, caller: 'limited' },
  { ...ALERT, path: `${ALERTS}?long=${'x'.repeat(9000)}` },
  { ...ALERT, headers: { ...JSON_CONTENT, accept: 'text/html' } },
  { method: 'GET', path: ALERTS },
  { ...ALERT, content: '{' },
  { ...ALERT, content: JSON.stringify('x'.repeat(9_000_000)) },
  { ...ALERT, headers: { 'content-type': 'text/plain' } },
];
