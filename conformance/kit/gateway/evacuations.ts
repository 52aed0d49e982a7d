/** Evacuations of servers and the tasks that start, end or stand beside them (R10, R18, R21). */
import type { ConformanceCase, SendStep, Step } from '../case.ts';
import { members, problem, problemAt } from '../expect.ts';
import { evacuate } from './triggers.ts';
import { eventually, get, look, post, remove, send } from './requests.ts';

const HOST = '/vrinfo/v1/compute_hosts/{computeHost}';
const REQUEST = '/vnfmig/v1/migration_requests/{migrationRequest}';
const EVACUATION = '/vnfmig/v1/host_evacuations/{migrationRequest.hostEvacuation}';

function ofHost(name: string, objective: string, clause: string, steps: readonly Step[]): ConformanceCase {
  return { id: `vrinfo.compute_hosts.${name}`, objective, clause, preconditions: ['ownComputeHost'], steps };
}

function ofEvacuation(name: string, objective: string, clause: string, steps: readonly Step[]): ConformanceCase {
  return { id: `vnfmig.host_evacuations.${name}`, objective, clause, preconditions: ['ownMigrationRequest'], steps };
}

const withdraw = (status = 204): SendStep =>
  send(post(`${HOST}/withdraw`, { reason: 'conformance' }), status === 204 ? { status, empty: true } : problem(status));
const restore: SendStep = send(post(`${HOST}/restore`), {
  status: 202,
  empty: true,
  headers: { location: /^https?:\/\// },
});

const withdrawals: ConformanceCase[] = [
  ofHost('withdraw-done', 'A withdrawn server must not host more functions, and says why', 'R18', [
    withdraw(),
    look(HOST, [
      { at: '/schedulingState', is: 'WITHDRAWN' },
      { all: '/withdrawals/*/withdrawnBy', inOrder: ['OPERATOR'] },
      { all: '/withdrawals/*/reason', inOrder: ['conformance'] },
    ]),
  ]),
  ofHost('withdraw-again', 'To withdraw a withdrawn server changes nothing', 'R18', [
    withdraw(),
    send(get(HOST), 200, { etag: { header: 'etag' } }),
    withdraw(),
    send(get(HOST), { status: 200, headers: { etag: '{etag}' } }),
  ]),
  ofHost('restore-done', 'A withdrawn server that is restored may host functions again', 'R18, R21', [
    withdraw(),
    restore,
    eventually(
      look(HOST, [
        { at: '/schedulingState', is: 'ENABLED' },
        { at: '/withdrawals', is: [] },
      ]),
    ),
  ]),
  ofHost('restore-location', 'Location of the answer to restore leads to what is restored', 'R21, SOL013 6.4', [
    withdraw(),
    { ...restore, save: { location: { header: 'location' } } },
    send(get('{location}'), 200),
  ]),
  ofHost(
    'restore-nothing',
    'A server that is neither withdrawn nor evacuated cannot be restored: 409',
    'R21, SOL013 6.4',
    [send(post(`${HOST}/restore`), problem(409))],
  ),
];

const orders: ConformanceCase[] = [
  ofHost('evacuate-location', 'Location of the answer to evacuate leads to the evacuation as it was ordered', 'R10', [
    evacuate('computeHost'),
    send(get('{evacuation}'), {
      status: 200,
      schema: 'vnfmig#HostEvacuation',
      body: [
        { at: '/computeHostId', is: '{computeHost}' },
        { at: '/powerOffPolicy', is: 'NEVER' },
        { at: '/cause/description', is: 'conformance' },
        { at: '/evacuationDeadline', matches: '^\\d{4}-' },
        { at: '/timeline/0/step', is: 'DETERMINED' },
        { at: '/_links/self/href', is: '{evacuation}' },
      ],
    }),
    look(HOST, [{ at: '/_links/hostEvacuation/href', is: '{evacuation}' }]),
  ]),
  ofHost('evacuate-without-more', 'An order without any attribute is enough', 'R10', [
    send(post(`${HOST}/evacuate`, {}), 202, { evacuation: { header: 'location' } }),
    look('{evacuation}', [
      { at: '/powerOffPolicy', is: 'NEVER' },
      { at: '/evacuationDeadline', exists: false },
    ]),
  ]),
  ofHost('evacuate-withdraws', 'A server that is evacuated is withdrawn by its evacuation', 'R18', [
    evacuate('computeHost'),
    send(get('{evacuation}'), 200, { evacuationId: { body: '/id' } }),
    eventually(
      look(HOST, [
        { at: '/schedulingState', is: 'WITHDRAWN' },
        { all: '/withdrawals/*/withdrawnBy', contains: '{evacuationId}' },
      ]),
    ),
    look('{evacuation}', [{ all: '/changes/*/attribute', contains: 'schedulingState' }]),
  ]),
  ofHost('evacuate-again', 'A server that is evacuated already is not evacuated twice: 409', 'R10, SOL013 6.4', [
    evacuate('computeHost'),
    send(post(`${HOST}/evacuate`, {}), problem(409)),
  ]),
  ofHost('evacuate-wrong-policy', 'A power-off policy that there is not is refused with 422', 'R19, SOL013 6.4', [
    send(post(`${HOST}/evacuate`, { powerOffPolicy: 'AT_ONCE' }), problemAt('/powerOffPolicy')),
  ]),
  ofHost('evacuate-wrong-time', 'An evacuation in no time is refused with 422', 'R9, SOL013 6.4', [
    send(post(`${HOST}/evacuate`, { evacuationTime: 0 }), problemAt('/evacuationTime')),
  ]),
  ofHost('withdraw-wrong-reason', 'A reason that is no text is refused with 422', 'R18, SOL013 6.4', [
    send(post(`${HOST}/withdraw`, { reason: 7 }), problemAt('/reason')),
  ]),
  ofHost(
    'evacuate-keeps-withdrawal',
    'The end of an evacuation leaves what the operator withdrew withdrawn',
    'R18, R21',
    [
      withdraw(),
      evacuate('computeHost'),
      eventually(look(HOST, [{ all: '/withdrawals/*', count: 2 }])),
      send(post('{evacuation}/cancel'), 202),
      look(HOST, [
        { at: '/schedulingState', is: 'WITHDRAWN' },
        { all: '/withdrawals/*/withdrawnBy', inOrder: ['OPERATOR'] },
      ]),
    ],
  ),
  ofHost('delete-evacuated', 'A server that is being evacuated cannot be removed: 409', 'R18, SOL013 6.4', [
    evacuate('computeHost'),
    send(remove(HOST), problem(409)),
  ]),
];

const evacuations: ConformanceCase[] = [
  ofEvacuation('get-timeline', 'The timeline has the steps so far, oldest first', 'R10', [
    look(EVACUATION, [
      { at: '/computeHostId', is: '{migrationRequest.source}' },
      { at: '/hostEvacuationState', is: 'MIGRATING' },
      { at: '/timeline/0/step', is: 'DETERMINED' },
      { all: '/timeline/*/step', contains: ['WITHDRAWN', 'MIGRATION_REQUESTED'] },
      { all: '/timeline/*/timeStamp', ascending: true },
    ]),
  ]),
  ofEvacuation('get-refusals', 'It says why the next step is not taken: a function is still on the server', 'R10', [
    eventually(look(EVACUATION, [{ all: '/refusals/*/reason', contains: 'WORKLOAD_PRESENT' }])),
  ]),
  ofEvacuation(
    'cancel-done',
    'An evacuation that is cancelled is over: requests are cancelled, the server is usable',
    'R10',
    [
      send(post(`${EVACUATION}/cancel`), { status: 202, empty: true }),
      eventually(look(EVACUATION, [{ at: '/hostEvacuationState', is: 'CANCELLED' }])),
      look(EVACUATION, [
        { at: '/endTime', matches: '^\\d{4}-' },
        { all: '/timeline/*/step', contains: 'CANCELLED' },
        { at: '/changes/*/undoneTime', matches: '^\\d{4}-' },
      ]),
      look(REQUEST, [{ at: '/migrationRequestState', is: 'CANCELLED' }]),
      look('/vrinfo/v1/compute_hosts/{migrationRequest.source}', [
        { at: '/schedulingState', is: 'ENABLED' },
        { at: '/hostEvacuationId', exists: false },
      ]),
    ],
  ),
  ofEvacuation('cancel-again', 'An evacuation that is over cannot be cancelled: 409', 'R10, SOL013 6.4', [
    send(post(`${EVACUATION}/cancel`), 202),
    eventually(look(EVACUATION, [{ at: '/hostEvacuationState', is: 'CANCELLED' }])),
    send(post(`${EVACUATION}/cancel`), problem(409)),
  ]),
  ofEvacuation(
    'restore-ends',
    'A server that is released before it is empty keeps its functions and is usable',
    'R21',
    [
      send(post('/vrinfo/v1/compute_hosts/{migrationRequest.source}/restore'), {
        status: 202,
        headers: { location: /\/vnfmig\/v1\/host_evacuations\// },
      }),
      eventually(look(REQUEST, [{ at: '/migrationRequestState', is: 'CANCELLED' }])),
      eventually(
        look('/vrinfo/v1/compute_hosts/{migrationRequest.source}', [{ at: '/schedulingState', is: 'ENABLED' }]),
      ),
      look(EVACUATION, [{ all: '/timeline/*/step', contains: ['RELEASED', 'RESTORATION_STARTED'] }]),
    ],
  ),
  ofEvacuation('notified', 'Each state of an evacuation is told once, in order', 'R10, SOL013 5.6', [
    send(post(`${EVACUATION}/cancel`), 202),
    {
      receive: {
        inbox: '{migrationRequest.inbox}',
        where: [{ at: '/notificationType', is: 'HostEvacuationStateChangeNotification' }],
      },
      times: 3,
      expect: {
        schema: 'vnfmig-notification#HostEvacuationStateChangeNotification',
        body: members({
          hostEvacuationId: '{migrationRequest.hostEvacuation}',
          computeHostId: '{migrationRequest.source}',
        }),
      },
      together: [{ all: '/*/hostEvacuationState', inOrder: ['WITHDRAWING', 'MIGRATING', 'CANCELLED'] }],
    },
  ]),
];

export const EVACUATION_CASES: readonly ConformanceCase[] = [...withdrawals, ...orders, ...evacuations];
