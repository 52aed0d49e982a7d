import type { Exchange } from '../../conformance/outside/exchange.ts';
import { faultsIn } from '../../conformance/outside/judge.ts';
import { coverageOf, idleExemptions } from '../../conformance/outside/recorded/coverage.ts';
import { explanationOf } from '../../conformance/outside/specmatic/explanations.ts';
import { readTrials, type Trial } from '../../conformance/outside/specmatic/run.ts';

const ZONE = { zoneId: 'room-1', environmentLevel: 'NORMAL', _links: { self: { href: 'https://gateway.example/' } } };
const HEADERS = { version: '1.0.0', 'content-type': 'application/json', etag: '"1"', 'last-modified': 'Mon' };
const PROBLEM_HEADERS = { version: '1.0.0', 'content-type': 'application/problem+json' };

function exchange(more: Partial<Exchange> = {}): Exchange {
  const path = '/vrinfo/v1/resource_zones/room-1';
  return { method: 'GET', path, status: 200, headers: HEADERS, content: JSON.stringify(ZONE), ...more };
}
const problem = (status: number): Partial<Exchange> => ({
  status,
  headers: PROBLEM_HEADERS,
  content: JSON.stringify({ status, detail: 'so it is' }),
});

describe('what a tool saw', () => {
  it.each([
    ['an answer as the document has it', {}],
    ['a problem', problem(404)],
    ['a path with two slashes', { path: '//vrinfo//v1/resource_zones/room-1' }],
    ['a method that the resource does not have', { method: 'PUT', ...problem(405) }],
    ['HEAD, which has no content', { method: 'HEAD', content: '' }],
    ['OPTIONS, which is in no document', { method: 'OPTIONS', status: 204, headers: {}, content: '' }],
    ['what is at no resource', { path: '/vrinfo/v1/nothing', ...problem(404) }],
  ])('is no fault: %s', (_what, more: Partial<Exchange>) => {
    expect(faultsIn([exchange(more)])).toEqual([]);
  });

  it.each([
    ['a failure', problem(500), 'the status is 500'],
    ['a failure at no resource', { path: '/nothing', ...problem(502) }, 'the status is 502'],
    ['an undeclared status', problem(418), 'the document does not know the status 418'],
    ['an undeclared property', { content: JSON.stringify({ ...ZONE, extra: 1 }) }, 'must NOT have unevaluated'],
    [
      'an undeclared property further down',
      { content: JSON.stringify({ ...ZONE, _links: { self: { href: 'https://gateway.example/', extra: 1 } } }) },
      '/_links/self must NOT have unevaluated',
    ],
    ['a property that is missing', { content: JSON.stringify({ ...ZONE, zoneId: undefined }) }, "property 'zoneId'"],
    ['a header that is missing', { headers: { ...HEADERS, etag: undefined as never } }, 'the header ETag is missing'],
    ['another media type', { headers: { ...HEADERS, 'content-type': 'text/html' } }, 'the content is text/html'],
    ['content that is no JSON', { content: '{' }, 'the content is not JSON'],
    [
      'content where there is none',
      { method: 'DELETE', status: 204, headers: { version: '1.0.0' }, content: 'done' },
      'there is content',
    ],
  ])('is a fault: %s', (_what, more: Partial<Exchange>, fault) => {
    expect(faultsIn([exchange(more)])).toEqual([expect.stringContaining(fault)]);
  });

  it('names the operation of a fault, the first request, and how often it came', () => {
    const twice = [exchange(problem(418)), exchange({ path: '/vrinfo/v1/resource_zones/room-2', ...problem(418) })];
    expect(faultsIn(twice)).toEqual([
      'vrinfo.getResourceZone 418: the document does not know the status 418 (GET /vrinfo/v1/resource_zones/room-1; 2 times)',
    ]);
  });
});

describe('the coverage of what was recorded', () => {
  const callback = (exchanges: readonly Exchange[], exemptions: Parameters<typeof coverageOf>[1] = []) =>
    coverageOf(exchanges, exemptions).find(({ api }) => api === 'callback');
  const path = '/callback/v1/environment_notifications';

  it('counts each declared answer once, and a wrong method for every operation there', () => {
    const seen = [exchange({ path, status: 204 }), exchange({ path, status: 204 })];
    expect(callback(seen)).toMatchObject({ operations: 8, seen: 1, exempt: 0 });
    expect(callback([...seen, exchange({ path, method: 'PUT', status: 405 })])).toMatchObject({ seen: 3 });
  });

  it('names what was neither seen nor exempt', () => {
    const exemptions = [
      { operations: /^callback\..*EnvironmentNotification/, status: 500, reason: 'nobody can ask for it' },
    ];
    const { exempt, missing = [] } = callback([exchange({ path, status: 204 })], exemptions) ?? {};
    expect(exempt).toBe(2);
    expect(missing).toContain('callback.notifyEnvironmentNotification 204');
    expect(missing).not.toContain('callback.testEnvironmentNotificationEndpoint 204');
    expect(missing).not.toContain('callback.testEnvironmentNotificationEndpoint 500');
  });

  it('names an exemption for what was seen', () => {
    const exemption = {
      operations: /^callback\.testEnvironmentNotification/,
      status: 204,
      reason: 'it is never asked for',
    };
    expect(idleExemptions([exchange({ path, status: 204 })], [exemption])).toEqual([exemption]);
    expect(idleExemptions([], [exemption])).toEqual([]);
  });
});

/** As specmatic prints a test. */
const PRINTED = `--------------------
  Request to http://127.0.0.1:1/vrinfo at 2026-11-24 0:48:21.571
    POST /vrinfo/v1/resource_zones
    Version: 1.0.0
    Content-Type: application/json
    
    {
        "zoneId": "A"
    }

  Response at 2026-11-24 0:48:21.648
    409 Conflict
    Version: 1.0.0
    Content-Type: application/problem+json
    
    {
        "status": 409,
        "detail": "resource zone A exists already"
    }

+ve  Scenario: POST /v1/resource_zones -> 201 with a request where REQUEST.BODY contains all the keys has FAILED
Reason:
API: POST /v1/resource_zones -> 201

  >> RESPONSE.STATUS
  
      Specification expected status 201 but response contained status 409

--------------------
  Skipping Scenario: GET /api_versions -> 503 (responseContentType application/problem+json)

`;

describe('what specmatic prints', () => {
  const [trial] = readTrials(PRINTED) as [Trial];

  it('is read as the tests that it made', () => {
    expect(readTrials(PRINTED)).toHaveLength(1);
    expect(trial).toMatchObject({
      name: 'Scenario: POST /v1/resource_zones -> 201 with a request where REQUEST.BODY contains all the keys',
      isAllowed: true,
      passed: false,
      places: ['RESPONSE.STATUS'],
      exchange: { method: 'POST', path: '/vrinfo/v1/resource_zones', status: 409 },
    });
    expect(trial.exchange.headers).toEqual({ version: '1.0.0', 'content-type': 'application/problem+json' });
    expect(JSON.parse(trial.exchange.content)).toEqual({ status: 409, detail: 'resource zone A exists already' });
  });

  it('is explained where the tool cannot know better', () => {
    expect(explanationOf(trial)?.reason).toBe('an identifier that the tool has sent before');
  });

  it.each([
    ['something in the content', { places: ['RESPONSE.STATUS', 'RESPONSE.BODY.zoneId'] }],
    ['no place at all', { places: [] }],
    ['a request that the document forbids', { isAllowed: false }],
    ['another detail', { exchange: exchange(problem(409)) }],
  ])('is not explained when it is about %s', (_what, more: Partial<Trial>) => {
    expect(explanationOf({ ...trial, ...more })).toBeUndefined();
  });
});
