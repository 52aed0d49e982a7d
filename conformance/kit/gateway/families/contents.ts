/** Content that cannot be read or processed (SOL013 6.4). */
import type { ConformanceCase } from '../../case.ts';
import { problem } from '../../expect.ts';
import { caseId, OPERATIONS, requestFor, type OperationRequest } from '../operation-requests.ts';

const WITH_CONTENT = OPERATIONS.map(requestFor).filter(({ send }) => send.body !== undefined);

/** Longer than anybody takes, yet quickly sent. */
const TOO_LONG = 16 * 1024 * 1024;

const malformed: ConformanceCase[] = WITH_CONTENT.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'content-malformed'),
  objective: `${operation.operationId} with content that is not JSON is refused with 400`,
  clause: 'SOL013 6.4, RFC 8259',
  steps: [{ send: withContent(send, '{"unfinished": '), expect: problem(400) }],
}));

const wrongSchema: ConformanceCase[] = WITH_CONTENT.map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'content-not-an-object'),
  objective: `${operation.operationId} with JSON that does not fit the schema is refused with 422`,
  clause: 'SOL013 6.4',
  steps: [{ send: withContent(send, '[]'), expect: problem(422) }],
}));

const tooLong: ConformanceCase[] = WITH_CONTENT.map(({ operation, send: { body: _body, ...send }, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'content-too-long'),
  objective: `${operation.operationId} with 16 MiB of content is refused with 413; where that is not too long, with 422`,
  clause: 'SOL013 6.4, RFC 9110 15.5.14',
  steps: [{ send: { ...send, contentLength: TOO_LONG }, expect: [problem(413), problem(422)] }],
}));

/** An attribute that has to be there is not: for the requests that have one. */
const REQUIRED: Readonly<Record<string, string>> = {
  createEnvironmentNotification: 'environmentData',
  createEnvironmentThreshold: 'parameterType',
  replaceEnvironmentThreshold: 'parameterType',
  createSubscription: 'callbackUri',
  modifyMigrationRequest: 'migrationRequestState',
  createComputeHost: 'computeHostType',
  createVirtualCompute: 'vnfmId',
  createResourceZone: 'zoneId',
  modifyAlarm: 'ackState',
};

const incomplete: ConformanceCase[] = WITH_CONTENT.flatMap(({ operation, send, ...rest }) => {
  const missing = REQUIRED[operation.operationId];
  if (missing === undefined) return [];
  const body = Object.fromEntries(Object.entries(send.body as object).filter(([name]) => name !== missing));
  return [
    {
      ...rest,
      id: caseId(operation, 'content-incomplete'),
      objective: `${operation.operationId} without ${missing} is refused with 422, and the problem has a sentence`,
      clause: 'SOL013 6.3, 6.4',
      steps: [
        {
          send: { ...send, body: { ...body, kitFiller: true } },
          expect: problem(422, { body: [{ at: '/detail', matches: '\\S' }] }),
        },
      ],
    },
  ];
});

/** The modifications that have no mandatory attribute: nothing to change is nothing that can be processed. */
const NO_CHANGE = ['modifyComputeHost', 'modifyVirtualCompute', 'modifyResourceZone', 'modifyEnvironmentThreshold'];

const unchanged: ConformanceCase[] = WITH_CONTENT.filter(({ operation }) =>
  NO_CHANGE.includes(operation.operationId),
).map(({ operation, send, ...rest }) => ({
  ...rest,
  id: caseId(operation, 'content-without-change'),
  objective: `${operation.operationId} that changes nothing is refused with 422`,
  clause: 'SOL013 5.5, 6.4',
  steps: [{ send: { ...send, body: {} }, expect: problem(422) }],
}));

function withContent({ body: _body, ...send }: OperationRequest['send'], content: string): OperationRequest['send'] {
  return { ...send, content };
}

const toleratedAttribute: ConformanceCase = {
  id: 'vrinfo.resource_zones.post-unknown-attribute',
  objective: 'An attribute that nobody knows is tolerated',
  clause: 'SOL013 7.1 (U5)',
  preconditions: ['newId'],
  steps: [
    {
      send: {
        method: 'POST',
        path: '/vrinfo/v1/resource_zones',
        body: { zoneId: '{newId}', vendorExtension: { of: ['the', 'kit'] } },
      },
      expect: { status: 201, schema: 'vrinfo#ResourceZone' },
    },
  ],
  finally: [{ method: 'DELETE', path: '/vrinfo/v1/resource_zones/{newId}' }],
};

export const CONTENT_CASES: readonly ConformanceCase[] = [
  ...malformed,
  ...wrongSchema,
  ...tooLong,
  ...incomplete,
  ...unchanged,
  toleratedAttribute,
];
