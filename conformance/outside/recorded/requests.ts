/** Requests for what the conformance kit does not look at: the endpoint for notifications of controllers. */
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

const BOTH: readonly PlainRequest[] = [{ method: 'GET', path: ENDPOINT }, NOTIFICATION];

export const REQUESTS: readonly PlainRequest[] = [
  ...BOTH,
  ...BOTH.flatMap((request): PlainRequest[] => [
    { ...request, headers: { ...request.headers, version: 'one' } },
    { ...request, headers: { ...request.headers, version: '2.0.0' } },
    { ...request, caller: 'nobody' },
    { ...request, caller: 'limited' },
    { ...request, path: `${ENDPOINT}?long=${'x'.repeat(9000)}` },
  ]),
  { method: 'DELETE', path: ENDPOINT },
  { ...NOTIFICATION, content: '{' },
  { ...NOTIFICATION, content: '{}' },
  { ...NOTIFICATION, content: JSON.stringify('x'.repeat(9_000_000)) },
  { ...NOTIFICATION, headers: { 'content-type': 'text/plain' } },
];
