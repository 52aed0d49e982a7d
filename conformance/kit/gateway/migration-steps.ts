/** What cases of migration requests have in common. */
import type { Assertion, ConformanceCase, SendStep, Step } from '../case.ts';
import { members } from '../expect.ts';
import { look, patch, post, send } from './requests.ts';

export const REQUEST = '/vnfmig/v1/migration_requests/{migrationRequest}';
export const COMPUTE = '/vrinfo/v1/virtual_computes/{migrationRequest.virtualCompute}';
export const COMPLETED = { migrationRequestState: 'COMPLETED', targetComputeHostId: '{migrationRequest.target}' };

export type State = 'REQUESTED' | 'ACCEPTED' | 'REJECTED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

/** What brings a new request into a state. */
export const INTO: Readonly<Record<State, readonly SendStep[]>> = {
  REQUESTED: [],
  ACCEPTED: [answer('ACCEPTED')],
  REJECTED: [answer('REJECTED')],
  PROCESSING: [answer('ACCEPTED'), answer('PROCESSING')],
  COMPLETED: [send(patch(REQUEST, COMPLETED), 200)],
  FAILED: [answer('ACCEPTED'), answer('FAILED')],
  CANCELLED: [send(post(`${REQUEST}/cancel`), 202)],
};

function answer(state: State): SendStep {
  return send(patch(REQUEST, { migrationRequestState: state }), {
    status: 200,
    schema: 'vnfmig#MigrationRequest',
    body: members({ id: '{migrationRequest}', migrationRequestState: state }),
  });
}

export function isIn(state: State, more: readonly Assertion[] = []): SendStep {
  return look(REQUEST, [{ at: '/migrationRequestState', is: state }, ...more]);
}

export function make(name: string, objective: string, clause: string, steps: readonly Step[]): ConformanceCase {
  return {
    id: `vnfmig.migration_requests.${name}`,
    objective,
    clause,
    preconditions: ['ownMigrationRequest'],
    steps,
  };
}

export const STATE_CHANGES: readonly Assertion[] = [
  { at: '/notificationType', is: 'MigrationRequestStateChangeNotification' },
];
