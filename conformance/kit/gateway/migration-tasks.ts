/** Tasks of migration requests (R13, SOL003 5.4.14 to 5.4.16). */
import type { ConformanceCase } from '../case.ts';
import { members, problem } from '../expect.ts';
import { COMPUTE, INTO, isIn, make, REQUEST, STATE_CHANGES, type State } from './migration-steps.ts';
import { get, look, post, send } from './requests.ts';

const tasks: ConformanceCase[] = [
  make('cancel-done', 'An open request is cancelled, and its VNF manager is told', 'R13, SOL003 5.4.16', [
    send(post(`${REQUEST}/cancel`), { status: 202, empty: true }),
    isIn('CANCELLED'),
    {
      receive: { inbox: '{migrationRequest.inbox}', where: STATE_CHANGES },
      expect: { body: members({ migrationRequestState: 'CANCELLED' }) },
    },
    look(COMPUTE, [{ at: '/hostId', is: '{migrationRequest.source}' }]),
  ]),
  make('retry-done', 'A rejected request is sent again in a higher version with a new deadline', 'R13, SOL003 5.4.14', [
    ...INTO.REJECTED,
    send(get(REQUEST), 200, { before: { body: '/requestedTime' } }),
    send(post(`${REQUEST}/retry`), { status: 202, empty: true }),
    isIn('REQUESTED', [
      { at: '/requestVersion', atLeast: 2 },
      { at: '/requestedTime', atLeast: '{before}' },
      { at: '/error', exists: false },
    ]),
    {
      receive: {
        inbox: '{migrationRequest.inbox}',
        where: [
          { at: '/notificationType', is: 'MigrationRequestNotification' },
          { at: '/requestVersion', atLeast: 2 },
        ],
      },
      expect: { body: members({ migrationRequestId: '{migrationRequest}' }) },
    },
  ]),
  make('fail-done', 'An open request is given up for good', 'R13, SOL003 5.4.15', [
    send(post(`${REQUEST}/fail`), {
      status: 200,
      schema: 'vnfmig#MigrationRequest',
      body: members({ id: '{migrationRequest}', migrationRequestState: 'FAILED' }),
    }),
    isIn('FAILED'),
    {
      receive: { inbox: '{migrationRequest.inbox}', where: STATE_CHANGES },
      expect: { body: members({ migrationRequestState: 'FAILED' }) },
    },
  ]),
];

/** Tasks that the state does not allow. */
const IMPOSSIBLE_TASKS: readonly (readonly [task: string, State])[] = [
  ['cancel', 'CANCELLED'],
  ['cancel', 'COMPLETED'],
  ['retry', 'REQUESTED'],
  ['retry', 'ACCEPTED'],
  ['retry', 'COMPLETED'],
  ['fail', 'CANCELLED'],
  ['fail', 'COMPLETED'],
];

const impossibleTasks: ConformanceCase[] = IMPOSSIBLE_TASKS.map(([task, state]) =>
  make(
    `${task}-when-${state.toLowerCase()}`,
    `The task ${task} of a request that is ${state} is refused with 409 and changes nothing`,
    'R13, SOL013 6.4',
    [...INTO[state], send(post(`${REQUEST}/${task}`), problem(409)), isIn(state)],
  ),
);

export const MIGRATION_TASK_CASES: readonly ConformanceCase[] = [...tasks, ...impossibleTasks];
