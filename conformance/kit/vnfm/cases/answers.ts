import type { VnfmCase } from '../case.ts';

const AFTER_ALL_ANSWERS = [{ ask: 'it' }, { await: 'it', until: 'ended' }] as const;

/** R13, R14, R17: what the VNF manager answers, in which form and by when. */
export const ANSWER_CASES: readonly VnfmCase[] = [
  {
    id: 'vnfm.migration_request.answer-in-time',
    objective: 'A migration request is accepted or rejected before replyDeadline',
    clause: 'R13, R14',
    steps: [{ ask: 'it' }, { await: 'it', until: 'answered' }],
  },
  {
    id: 'vnfm.migration_request.complete-in-time',
    objective: 'COMPLETED is reported before migrationDeadline',
    clause: 'R14, R17',
    steps: [{ ask: 'it' }, { await: 'it', until: 'completed' }],
  },
  {
    id: 'vnfm.migration_request.answer-order',
    objective: 'Answers come in an order that the states of the request allow, and nothing is answered after its end',
    clause: 'R17',
    steps: [
      ...AFTER_ALL_ANSWERS,
      { wait: 'watch' },
      {
        check: 'it',
        facts: [
          { all: '/refused/*', count: 0 },
          { at: '/counts/COMPLETED', atMost: 1 },
          { at: '/counts/FAILED', atMost: 1 },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.answer-media-type',
    objective: 'Every answer is a PATCH with the content type application/merge-patch+json',
    clause: 'RFC 7396, SOL013 4.2.2',
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'sent' },
      { check: 'it', facts: [{ at: '/answers/*/mediaType', is: 'application/merge-patch+json' }] },
      { await: 'it', until: 'ended' },
      { check: 'it', facts: [{ at: '/answers/*/mediaType', is: 'application/merge-patch+json' }] },
    ],
  },
  {
    id: 'vnfm.migration_request.answer-version-header',
    objective: 'Every answer carries the header Version',
    clause: 'SOL013 4.2.2, 9.2 (V2)',
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'sent' },
      { check: 'it', facts: [{ at: '/answers/*/version', matches: '^1\\.\\d+\\.\\d+' }] },
      { await: 'it', until: 'ended' },
      { check: 'it', facts: [{ at: '/answers/*/version', matches: '^1\\.\\d+\\.\\d+' }] },
    ],
  },
  {
    id: 'vnfm.migration_request.answer-schema',
    objective: 'The content of every answer fits MigrationRequestModifications',
    clause: 'R17',
    steps: [
      { ask: 'it' },
      { await: 'it', until: 'sent' },
      { check: 'it', facts: [{ all: '/violations/*', count: 0 }] },
      { await: 'it', until: 'ended' },
      { check: 'it', facts: [{ all: '/violations/*', count: 0 }] },
    ],
  },
  {
    id: 'vnfm.migration_request.refusal-with-error',
    objective: 'A request that cannot be met is rejected, or fails, with the reason as ProblemDetails',
    clause: 'R17, SOL013 6.3',
    steps: [
      { ask: 'it', with: { candidates: 0, excluded: 'all' } },
      { await: 'it', until: 'ended' },
      { check: 'it', facts: [{ all: '/targets/*', lacks: '{excluded}' }] },
      {
        only: 'it',
        where: [{ at: '/state', oneOf: ['REJECTED', 'FAILED'] }],
        otherwise: 'the VNF manager found a server that the kit does not know',
      },
      {
        check: 'it',
        facts: [
          { at: '/last/body/error/status', atLeast: 400, atMost: 599 },
          { at: '/last/body/error/detail', matches: '\\S' },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.duplicate-action',
    objective: 'DUPLICATE makes a second instance, or is rejected; the virtual computes made are named in their order',
    clause: 'R10, R17',
    steps: [
      { ask: 'it', with: { requestedAction: 'DUPLICATE' } },
      { await: 'it', until: 'ended' },
      {
        check: 'it',
        facts: [
          { all: '/refused/*', count: 0 },
          { at: '/refusalsWithoutError', is: 0 },
          { at: '/newVirtualComputes', oneOf: [0, '{virtualComputes}'] },
          { all: '/newVirtualComputeIds/*', lacks: '{virtualComputeIds}' },
        ],
      },
    ],
  },
  {
    id: 'vnfm.migration_request.several-at-once',
    objective: 'Several requests at once are all answered and completed in time, the most critical not last',
    clause: 'R14',
    alone: true,
    steps: [
      { ask: 'a', with: { criticality: 10, migrationTime: 3 } },
      { ask: 'b', with: { criticality: 10, migrationTime: 3 } },
      { ask: 'c', with: { criticality: 20, migrationTime: 3 } },
      { ask: 'd', with: { criticality: 20, migrationTime: 3 } },
      { ask: 'e', with: { criticality: 30, migrationTime: 3 } },
      { ask: 'f', with: { criticality: 30, migrationTime: 3 } },
      { ask: 'critical', with: { criticality: 100 } },
      { await: ['a', 'b', 'c', 'd', 'e', 'f', 'critical'], until: 'answered' },
      { await: ['a', 'b', 'c', 'd', 'e', 'f', 'critical'], until: 'completed' },
      { notLast: 'critical', of: ['a', 'b', 'c', 'd', 'e', 'f'] },
    ],
  },
];
