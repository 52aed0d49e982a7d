import type { VnfmCase } from '../case.ts';

const COMPLETED = [{ ask: 'it' }, { await: 'it', until: 'completed' }] as const;

/** R12, R16, R17, R18: where the function may go. */
export const TARGET_CASES: readonly VnfmCase[] = [
  {
    id: 'vnfm.migration_request.target-named',
    objective: 'COMPLETED names the server that the functions are on now',
    clause: 'R17',
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'concluded' },
      {
        check: 'it',
        facts: [
          { at: '/last/body/migrationRequestState', is: 'COMPLETED' },
          { at: '/last/body/targetComputeHostId', matches: '\\S' },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.target-not-source',
    objective: 'The target is not the server that has to be left',
    clause: 'R16, R17',
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'concluded' },
      {
        check: 'it',
        facts: [
          { all: '/targets/*', lacks: '{source}' },
          { all: '/targets/*', count: 1 },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.target-not-excluded',
    objective: 'The target is none of the excluded servers',
    clause: 'R16',
    steps: [
      ...COMPLETED,
      {
        check: 'it',
        facts: [
          { at: '/target', exists: true },
          { all: '/excluded/*', lacks: '{target}' },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.target-among-candidates',
    objective: 'Where candidates are given, the target is one of them',
    clause: 'R12, R16',
    steps: [
      ...COMPLETED,
      {
        check: 'it',
        facts: [
          { at: '/target', exists: true },
          { all: '/candidates/*', contains: '{target}' },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.target-without-candidates',
    objective: 'Where no candidate is known, a server that is not excluded is found, or the request is refused',
    clause: 'R12, R16',
    steps: [
      { ask: 'it', with: { candidates: 0 } },
      { await: 'it', until: 'ended' },
      {
        check: 'it',
        facts: [
          { all: '/targets/*', lacks: '{excluded}' },
          { at: '/refusalsWithoutError', is: 0 },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.target-not-withdrawn',
    objective: 'A server that was withdrawn is not chosen, though the request still has it as the best candidate',
    clause: 'R18',
    needs: ['compute hosts'],
    alone: true,
    steps: [
      { withdraw: 'best candidate' },
      { wait: 'settle' },
      { ask: 'it' },
      { await: 'it', until: 'completed' },
      { check: 'it', facts: [{ all: '/targets/*', lacks: '{withdrawn}' }] },
    ],
  },
];
