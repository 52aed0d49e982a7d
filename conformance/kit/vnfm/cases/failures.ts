import type { VnfmCase } from '../case.ts';

/** SOL013 6.4: what the VNF manager does when its gateway does not take an answer, or was away. */
export const FAILURE_CASES: readonly VnfmCase[] = [
  {
    id: 'vnfm.migration_request.conflict-read-again',
    objective: 'After 409 the VNF manager reads the request again, and answers and meets it as it is now',
    clause: 'SOL013 6.4',
    steps: [
      { ask: 'it', faults: [{ status: 409 }] },
      { await: 'it', until: 'answered' },
      { check: 'it', facts: [{ at: '/readsAfterFault', atLeast: 1 }] },
      { await: 'it', until: 'completed' },
    ],
  },
  {
    id: 'vnfm.migration_request.precondition-read-again',
    objective:
      'After 412 to an answer with If-Match the VNF manager reads the request again, and answers it as it is now',
    clause: 'RFC 9110 13.1.1, SOL013 6.4 (H3)',
    steps: [
      { ask: 'it', faults: [{ status: 412 }] },
      { await: 'it', until: 'completed' },
      { only: 'it', where: [{ at: '/faults', atLeast: 1 }], otherwise: 'the VNF manager sends no If-Match' },
      { check: 'it', facts: [{ at: '/readsAfterFault', atLeast: 1 }] },
    ],
  },
  {
    id: 'vnfm.migration_request.unavailable-retried',
    objective: 'An answer that met 503 with Retry-After is given again in time',
    clause: 'SOL013 6.4, RFC 9110 10.2.3',
    steps: [
      { ask: 'it', faults: [{ status: 503, headers: { 'retry-after': '1' } }] },
      { await: 'it', until: 'answered' },
      { await: 'it', until: 'completed' },
    ],
  },
  {
    id: 'vnfm.migration_request.outage-survived',
    objective: 'Answers that found no connection are given again in time',
    clause: 'R17',
    steps: [
      { ask: 'it', faults: [{ status: 0, times: 3 }] },
      { await: 'it', until: 'answered' },
      { await: 'it', until: 'completed' },
    ],
  },
];

/** Requests made before the VNF manager subscribed: it was away, as far as it can tell. */
export const LISTING_CASES: readonly VnfmCase[] = [
  {
    id: 'vnfm.migration_requests.open-ones-found',
    objective: 'A VNF manager that was away finds by listing what it was asked for meanwhile',
    clause: 'R13, SOL013 5.6',
    needs: ['subscribes itself'],
    alone: true,
    steps: [
      { adopt: 'it', number: 0 },
      { await: 'it', until: 'answered' },
      { await: 'it', until: 'completed' },
    ],
  },
  {
    id: 'vnfm.migration_requests.next-page-found',
    objective: 'It follows the link to the next page of the list',
    clause: 'SOL013 5.4.2.3 (P2)',
    needs: ['subscribes itself'],
    alone: true,
    steps: [
      { adopt: 'it', number: 1 },
      { await: 'it', until: 'answered' },
      { await: 'it', until: 'completed' },
    ],
  },
];
