import type { VnfmCase } from '../case.ts';

/** R9, R13, R16: requests that change, are cancelled or expire. */
export const CHANGE_CASES: readonly VnfmCase[] = [
  {
    id: 'vnfm.migration_request.reissue-before-answer',
    objective: 'A request that is sent again before its answer is answered in its new version',
    clause: 'R9',
    steps: [
      { ask: 'it' },
      { reissue: 'it', with: { migrationTime: 0.9 } },
      { await: 'it', until: 'answered' },
      { await: 'it', until: 'completed' },
      { check: 'it', facts: [{ all: '/targets/*', count: 1 }] },
    ],
  },
  {
    id: 'vnfm.migration_request.reissue-while-migrating',
    objective: 'A request that is sent again with another deadline while the VNF manager migrates is met once, in time',
    clause: 'R9, R14',
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'answered' },
      { reissue: 'it', with: { migrationTime: 0.8 } },
      { await: 'it', until: 'completed' },
      { wait: 'watch' },
      { check: 'it', facts: [{ all: '/targets/*', count: 1 }] },
    ],
  },
  {
    id: 'vnfm.migration_request.reissue-other-placement',
    objective: 'A request that is sent again with other candidates is met on one of those',
    clause: 'R9, R16',
    steps: [
      { ask: 'it' },
      { reissue: 'it', otherPlacement: true },
      { await: 'it', until: 'completed' },
      {
        check: 'it',
        facts: [
          { at: '/target', exists: true },
          { all: '/candidates/*', contains: '{target}' },
          { all: '/excluded/*', lacks: '{target}' },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.reissue-after-expiry',
    objective: 'A request that is asked anew after it expired is answered before its new replyDeadline, and met',
    clause: 'R9, R13',
    needs: ['state changes'],
    steps: [
      { ask: 'it' },
      { set: 'it', state: 'EXPIRED' },
      { reissue: 'it', newAttempt: true },
      { await: 'it', until: 'answered' },
      { await: 'it', until: 'completed' },
      { check: 'it', facts: [{ all: '/targets/*', count: 1 }] },
    ],
  },
  {
    id: 'vnfm.migration_request.cancelled-before-answer',
    objective: 'A request that is cancelled is not accepted and not begun any more; COMPLETED stays possible',
    clause: 'R13, SOL003 5.4.16',
    needs: ['state changes'],
    steps: [
      { ask: 'it' },
      { set: 'it', state: 'CANCELLED' },
      { wait: 'settle' },
      { wait: 'watch' },
      { check: 'it', facts: [{ all: '/answeredAfterEnd/*', lacks: ['ACCEPTED', 'REJECTED', 'PROCESSING'] }] },
    ],
  },
  {
    id: 'vnfm.migration_request.cancelled-while-migrating',
    objective: 'A migration whose request is cancelled stops or completes, and sends no PROCESSING any more',
    clause: 'R13, R17, SOL003 5.4.16',
    needs: ['state changes'],
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'answered' },
      { set: 'it', state: 'CANCELLED' },
      { wait: 'settle' },
      { wait: 'watch' },
      { check: 'it', facts: [{ all: '/answeredAfterEnd/*', lacks: ['ACCEPTED', 'REJECTED', 'PROCESSING'] }] },
    ],
  },
  {
    id: 'vnfm.migration_request.expired-not-accepted',
    objective: 'A request that expired is not accepted any more; COMPLETED stays possible',
    clause: 'R13, R17',
    needs: ['state changes'],
    steps: [
      { ask: 'it' },
      { set: 'it', state: 'EXPIRED' },
      { wait: 'settle' },
      { wait: 'watch' },
      { check: 'it', facts: [{ all: '/answeredAfterEnd/*', lacks: ['ACCEPTED', 'REJECTED', 'PROCESSING'] }] },
    ],
  },
];
