/** Migration requests and their answers (R13 to R17). */
import type { ConformanceCase, Json, SendStep } from '../case.ts';
import { members, problem, problemAt } from '../expect.ts';
import { COMPLETED, COMPUTE, INTO, isIn, make, REQUEST, STATE_CHANGES, type State } from './migration-steps.ts';
import { eventually, get, look, patch, post, send } from './requests.ts';

const content: ConformanceCase[] = [
  make('get-content', 'A request says what is to be moved, by when, from where and why', 'R13 to R16', [
    send(
      get(REQUEST),
      { status: 200 },
      { requestedTime: { body: '/requestedTime' }, deadline: { body: '/migrationDeadline' } },
    ),
    send(get(REQUEST), {
      status: 200,
      schema: 'vnfmig#MigrationRequest',
      body: [
        ...members({
          id: '{migrationRequest}',
          vnfmId: '{migrationRequest.vnfm}',
          vnfInstanceId: '{migrationRequest.vnfInstance}',
          virtualComputeIds: ['{migrationRequest.virtualCompute}'],
          sourceComputeHostId: '{migrationRequest.source}',
          hostEvacuationId: '{migrationRequest.hostEvacuation}',
          migrationRequestState: 'REQUESTED',
        }),
        { at: '/migrationDeadline', atLeast: '{requestedTime}' },
        { at: '/replyDeadline', atLeast: '{requestedTime}' },
        { at: '/migrationDuration', atMost: 600 },
        { at: '/cause/description', is: 'conformance' },
      ],
    }),
  ]),
  make('placement-without-source', 'The server to be left is excluded from where the functions may go', 'R16, R18', [
    look(REQUEST, [
      { all: '/placement/excludedComputeHostIds/*', contains: '{migrationRequest.source}', unique: true },
      { all: '/placement/candidateComputeHostIds/*', lacks: '{migrationRequest.source}', unique: true },
    ]),
  ]),
  make('placement-with-room', 'A server with room is a candidate, first of all or after better ones', 'R12', [
    look(REQUEST, [{ all: '/placement/candidateComputeHostIds/*', contains: '{migrationRequest.target}' }]),
  ]),
  make('notified-once', 'The VNF manager gets each version of a request once', 'R13, SOL013 5.6', [
    {
      receive: {
        inbox: '{migrationRequest.inbox}',
        where: [
          { at: '/notificationType', is: 'MigrationRequestNotification' },
          { at: '/requestVersion', is: '{migrationRequest.version}' },
        ],
      },
      times: 1,
      expect: {
        schema: 'vnfmig-notification#MigrationRequestNotification',
        body: members({ migrationRequestId: '{migrationRequest}' }),
      },
    },
  ]),
];

const lifecycle: ConformanceCase[] = [
  make('patch-lifecycle', 'A request is accepted, processed and completed', 'R17', [
    ...INTO.PROCESSING,
    send(patch(REQUEST, COMPLETED), {
      status: 200,
      schema: 'vnfmig#MigrationRequest',
      body: members({ migrationRequestState: 'COMPLETED', targetComputeHostId: '{migrationRequest.target}' }),
    }),
    isIn('COMPLETED', [{ at: '/targetComputeHostId', is: '{migrationRequest.target}' }]),
  ]),
  make('patch-completed-moves-compute', 'After COMPLETED the function is entered on the second server', 'R17', [
    look(COMPUTE, [{ at: '/hostId', is: '{migrationRequest.source}' }]),
    ...INTO.COMPLETED,
    look(COMPUTE, [{ at: '/hostId', is: '{migrationRequest.target}' }]),
  ]),
  make(
    'patch-completed-renames-compute',
    'A function that was created anew has its new identifier',
    'R17, SOL003 4.1',
    [
      send(patch(REQUEST, { ...COMPLETED, targetVirtualComputeIds: ['{migrationRequest.virtualCompute}-new'] }), 200),
      look(`${COMPUTE}-new`, [
        { at: '/hostId', is: '{migrationRequest.target}' },
        { at: '/vnfInstanceId', is: '{migrationRequest.vnfInstance}' },
        { at: '/vnfmId', is: '{migrationRequest.vnfm}' },
      ]),
      send(get(COMPUTE), problem(404)),
      send({ method: 'DELETE', path: `${COMPUTE}-new` }, 204),
    ],
  ),
  make('patch-notified', 'Every state that an answer leads to is told, in order', 'R17, SOL013 5.6', [
    ...INTO.PROCESSING,
    ...INTO.COMPLETED,
    {
      receive: { inbox: '{migrationRequest.inbox}', where: STATE_CHANGES },
      times: 3,
      expect: {
        schema: 'vnfmig-notification#MigrationRequestStateChangeNotification',
        body: members({
          migrationRequestId: '{migrationRequest}',
          hostEvacuationId: '{migrationRequest.hostEvacuation}',
          targetComputeHostId: '{migrationRequest.target}',
        }),
      },
      together: [{ all: '/*/migrationRequestState', inOrder: ['ACCEPTED', 'PROCESSING', 'COMPLETED'] }],
    },
  ]),
  ...(['REJECTED', 'FAILED'] as const).map((state) =>
    make(`patch-${state.toLowerCase()}-with-error`, `The reason of ${state} is kept and told`, 'R17, SOL013 6.3', [
      send(patch(REQUEST, { migrationRequestState: state, error: { status: 503, detail: 'no room' } }), 200),
      isIn(state, [{ at: '/error/detail', is: 'no room' }]),
      {
        receive: { inbox: '{migrationRequest.inbox}', where: STATE_CHANGES },
        expect: { body: [...members({ migrationRequestState: state }), { at: '/error/detail', is: 'no room' }] },
      },
    ]),
  ),
];

const REPEATED: readonly (readonly [State, Json])[] = [
  ['ACCEPTED', { migrationRequestState: 'ACCEPTED' }],
  ['PROCESSING', { migrationRequestState: 'PROCESSING' }],
  ['REJECTED', { migrationRequestState: 'REJECTED' }],
  ['COMPLETED', COMPLETED],
];

const repeated: ConformanceCase[] = REPEATED.map(([state, body]) =>
  make(`patch-${state.toLowerCase()}-again`, `${state} said again is 200 and changes nothing`, 'R17, SOL013 5.5', [
    ...INTO[state],
    send(get(REQUEST), 200, { etag: { header: 'etag' }, entered: { body: '/stateEnteredTime' } }),
    send(patch(REQUEST, body), {
      status: 200,
      headers: { etag: '{etag}' },
      body: members({ migrationRequestState: state, stateEnteredTime: '{entered}' }),
    }),
  ]),
);

/** Answers that the state does not allow. */
const IMPOSSIBLE: readonly (readonly [State, State])[] = [
  ['PROCESSING', 'ACCEPTED'],
  ['PROCESSING', 'REJECTED'],
  ['REJECTED', 'ACCEPTED'],
  ['REJECTED', 'PROCESSING'],
  ['FAILED', 'ACCEPTED'],
  ['FAILED', 'PROCESSING'],
  ['CANCELLED', 'ACCEPTED'],
  ['CANCELLED', 'FAILED'],
  ['COMPLETED', 'ACCEPTED'],
  ['COMPLETED', 'REJECTED'],
  ['COMPLETED', 'FAILED'],
];

const impossible: ConformanceCase[] = IMPOSSIBLE.map(([state, wanted]) =>
  make(
    `patch-${wanted.toLowerCase()}-after-${state.toLowerCase()}`,
    `${wanted} for a request that is ${state} is refused with 409 and changes nothing`,
    'R17, SOL013 6.4',
    [...INTO[state], send(patch(REQUEST, { migrationRequestState: wanted }), problem(409)), isIn(state)],
  ),
);

const late: ConformanceCase[] = (['CANCELLED', 'REJECTED', 'FAILED'] as const).map((state) =>
  make(
    `patch-completed-after-${state.toLowerCase()}`,
    `COMPLETED is a report of what is real: it is taken although the request is ${state}`,
    'R17',
    [
      ...INTO[state],
      ...INTO.COMPLETED,
      isIn('COMPLETED'),
      look(COMPUTE, [{ at: '/hostId', is: '{migrationRequest.target}' }]),
    ],
  ),
);

/** Answers that make no sense, with the place that is wrong. */
const WRONG: Readonly<Record<string, readonly [body: Json, pointer: string]>> = {
  'completed-without-target': [{ migrationRequestState: 'COMPLETED' }, '/targetComputeHostId'],
  'completed-onto-source': [
    { migrationRequestState: 'COMPLETED', targetComputeHostId: '{migrationRequest.source}' },
    '/targetComputeHostId',
  ],
  'unknown-state': [{ migrationRequestState: 'DONE' }, '/migrationRequestState'],
  'state-of-the-gateway': [{ migrationRequestState: 'CANCELLED' }, '/migrationRequestState'],
  'version-of-another-type': [{ migrationRequestState: 'ACCEPTED', requestVersion: 'first' }, '/requestVersion'],
  'computes-no-list': [{ ...COMPLETED, targetVirtualComputeIds: 'one' }, '/targetVirtualComputeIds'],
};

const wrong: ConformanceCase[] = Object.entries(WRONG).map(([name, [body, pointer]]) =>
  make(
    `patch-${name}`,
    `An answer that cannot be meant (${name.replaceAll('-', ' ')}) is refused with 422, which names ${pointer}`,
    'R17, SOL013 6.4',
    [send(patch(REQUEST, body), problemAt(pointer)), isIn('REQUESTED')],
  ),
);

/** The request comes again in a higher version. */
const AGAIN: readonly SendStep[] = [
  send(post(`${REQUEST}/fail`), 200),
  send(post(`${REQUEST}/retry`), 202),
  send(
    get(REQUEST),
    { status: 200, body: [{ at: '/requestVersion', atLeast: 2 }] },
    { newVersion: { body: '/requestVersion' } },
  ),
];

const versions: ConformanceCase[] = [
  make('patch-version-outdated', 'An answer to an older version of the request is refused with 409', 'R9, R17', [
    ...AGAIN,
    send(patch(REQUEST, { migrationRequestState: 'ACCEPTED', requestVersion: 1 }), problem(409)),
    send(patch(REQUEST, { migrationRequestState: 'REJECTED', requestVersion: 1 }), problem(409)),
    isIn('REQUESTED'),
  ]),
  make('patch-version-current', 'An answer that names the current version is taken', 'R9, R17', [
    ...AGAIN,
    send(patch(REQUEST, { migrationRequestState: 'ACCEPTED', requestVersion: '{newVersion}' }), 200),
  ]),
];

const afterwards: ConformanceCase[] = [
  make('patch-completed-empties', 'When all functions have gone, the evacuation notes each step', 'R10, R17', [
    ...INTO.PROCESSING,
    ...INTO.COMPLETED,
    eventually(
      look('/vnfmig/v1/host_evacuations/{migrationRequest.hostEvacuation}', [
        {
          all: '/timeline/*/step',
          contains: [
            ...['DETERMINED', 'WITHDRAWN', 'MIGRATION_REQUESTED', 'MIGRATION_ACCEPTED', 'MIGRATION_PROCESSING'],
            ...['MIGRATION_COMPLETED', 'EMPTY'],
          ],
        },
        { all: '/timeline/*/timeStamp', ascending: true },
      ]),
    ),
  ]),
];

export const MIGRATION_CASES: readonly ConformanceCase[] = [
  ...content,
  ...lifecycle,
  ...repeated,
  ...impossible,
  ...late,
  ...wrong,
  ...versions,
  ...afterwards,
];
