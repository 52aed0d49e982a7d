import type { VnfmCase } from '../case.ts';

/** What has to hold for everything that the VNF manager sent in the whole run. */
export const RUN_CASES: readonly VnfmCase[] = [
  {
    id: 'vnfm.subscription.migration-requests',
    objective: 'The VNF manager subscribes to migration requests for itself, at a callback that can be reached',
    clause: 'SOL013 5.6 (S1), R13',
    needs: ['subscribes itself'],
    alone: true,
    steps: [{ probe: true, expect: { status: 204 } }, { checkRun: [{ at: '/otherVnfms', is: 0 }] }],
  },
  {
    id: 'vnfm.requests.well-formed',
    objective: 'Every request to the gateway is as the interface declares it',
    clause: 'SOL013 4.2.2, 5.2, 9.2',
    alone: true,
    steps: [{ ask: 'it' }, { await: 'it', until: 'concluded' }, { checkRun: [{ all: '/violations/*', count: 0 }] }],
  },
  {
    id: 'vnfm.requests.token-shown',
    objective: 'Every request to the gateway carries the access token',
    clause: 'SOL013 8.3.3',
    needs: ['required token'],
    alone: true,
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'sent' },
      {
        checkRun: [
          { at: '/authorized', atLeast: 1 },
          { at: '/unauthorized', is: 0 },
        ],
      },
    ],
  },
];
