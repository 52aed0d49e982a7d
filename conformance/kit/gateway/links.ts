/** Links: absolute, leading somewhere, and those of tasks only while the task is possible (SOL013 7.2.2, SOL003 5.5.2). */
import type { Assertion, ConformanceCase, Step } from '../case.ts';
import { evacuate } from './triggers.ts';
import { get, look, patch, post, send } from './requests.ts';

const CLAUSE = 'SOL013 7.2.2, SOL003 5.5.2.2';
const HOST = '/vrinfo/v1/compute_hosts/{computeHost}';
const REQUEST = '/vnfmig/v1/migration_requests/{migrationRequest}';

/** These links are there and absolute, those are not. */
function links(present: readonly string[], absent: readonly string[] = []): Assertion[] {
  return [
    ...present.map((name) => ({ at: `/_links/${name}/href`, matches: '^https?://' })),
    ...absent.map((name) => ({ at: `/_links/${name}`, exists: false })),
  ];
}

/** The link is there and leads to what has these members. */
function follows(path: string, link: string, body: readonly Assertion[]): Step[] {
  return [
    send(
      get(path),
      { status: 200, body: [{ at: `/_links/${link}/href`, matches: '^https?://' }] },
      { followed: { body: `/_links/${link}/href` } },
    ),
    look('{followed}', body),
  ];
}

function make(
  resource: string,
  name: string,
  objective: string,
  fixture: string,
  steps: readonly Step[],
): ConformanceCase {
  return { id: `${resource}.links-${name}`, objective, clause: CLAUSE, preconditions: [fixture], steps };
}

const hosts: ConformanceCase[] = [
  make(
    'vrinfo.compute_hosts',
    'usable',
    'A usable server can be evacuated and withdrawn, not restored',
    'ownComputeHost',
    [look(HOST, links(['evacuate', 'withdraw'], ['restore', 'hostEvacuation']))],
  ),
  make('vrinfo.compute_hosts', 'withdrawn', 'A withdrawn server can be restored, not withdrawn', 'ownComputeHost', [
    send(post(`${HOST}/withdraw`, {}), 204),
    look(HOST, links(['evacuate', 'restore'], ['withdraw'])),
  ]),
  make(
    'vrinfo.compute_hosts',
    'evacuated',
    'A server that is evacuated links to that, not to the task',
    'ownComputeHost',
    [
      evacuate('computeHost'),
      look(HOST, links(['hostEvacuation', 'withdraw'], ['evacuate'])),
      ...follows(HOST, 'hostEvacuation', [{ at: '/computeHostId', is: '{computeHost}' }]),
    ],
  ),
  make('vrinfo.compute_hosts', 'tasks-work', 'The links of the tasks lead to the tasks', 'ownComputeHost', [
    send(get(HOST), 200, { withdraw: { body: '/_links/withdraw/href' }, evacuate: { body: '/_links/evacuate/href' } }),
    send(post('{withdraw}', {}), 204),
    send(get(HOST), 200, { restore: { body: '/_links/restore/href' } }),
    send(post('{restore}'), 202),
    send(post('{evacuate}', {}), 202),
  ]),
  make('vrinfo.virtual_computes', 'host', 'A virtual compute links to the server that it is on', 'virtualCompute', [
    ...follows('/vrinfo/v1/virtual_computes/{virtualCompute}', 'computeHost', [
      { at: '/id', is: '{virtualCompute.host}' },
    ]),
  ]),
];

const requests: ConformanceCase[] = [
  make(
    'vnfmig.migration_requests',
    'open',
    'An open request can be cancelled and given up, not retried',
    'ownMigrationRequest',
    [look(REQUEST, links(['cancel', 'fail'], ['retry']))],
  ),
  make('vnfmig.migration_requests', 'failed', 'A failed request can be retried, not cancelled', 'ownMigrationRequest', [
    send(post(`${REQUEST}/fail`), 200),
    look(REQUEST, links(['retry'], ['cancel', 'fail'])),
  ]),
  make('vnfmig.migration_requests', 'completed', 'A completed request has no task any more', 'ownMigrationRequest', [
    send(patch(REQUEST, { migrationRequestState: 'COMPLETED', targetComputeHostId: '{migrationRequest.target}' }), 200),
    look(REQUEST, links([], ['retry', 'cancel', 'fail'])),
  ]),
  make('vnfmig.migration_requests', 'tasks-work', 'The links of the tasks lead to the tasks', 'ownMigrationRequest', [
    send(get(REQUEST), 200, { fail: { body: '/_links/fail/href' }, cancel: { body: '/_links/cancel/href' } }),
    send(post('{fail}'), 200),
    send(get(REQUEST), 200, { retry: { body: '/_links/retry/href' } }),
    send(post('{retry}'), 202),
    send(post('{cancel}'), 202),
  ]),
  make(
    'vnfmig.migration_requests',
    'evacuation',
    'A request links to its evacuation, which links back',
    'ownMigrationRequest',
    [
      ...follows(REQUEST, 'hostEvacuation', [{ at: '/id', is: '{migrationRequest.hostEvacuation}' }]),
      ...follows('{followed}', 'migrationRequests/0', [{ at: '/id', is: '{migrationRequest}' }]),
    ],
  ),
  make(
    'vnfmig.host_evacuations',
    'host',
    'An evacuation links to its server and to its cancellation',
    'ownMigrationRequest',
    [
      ...follows('/vnfmig/v1/host_evacuations/{migrationRequest.hostEvacuation}', 'computeHost', [
        { at: '/id', is: '{migrationRequest.source}' },
      ]),
      send(get('/vnfmig/v1/host_evacuations/{migrationRequest.hostEvacuation}'), 200, {
        cancel: { body: '/_links/cancel/href' },
      }),
      send(post('{cancel}'), 202),
      look('/vnfmig/v1/host_evacuations/{migrationRequest.hostEvacuation}', links([], ['cancel'])),
    ],
  ),
];

export const LINK_CASES: readonly ConformanceCase[] = [...hosts, ...requests];
