/** Conditional requests: ETag, If-Match, If-Unmodified-Since (RFC 9110 8.8, 13; SOL013 4.2). */
import type { ConformanceCase, RequestTemplate, SendStep } from '../case.ts';
import { problem } from '../expect.ts';
import { caseId, OPERATIONS, requestFor } from './operation-requests.ts';

const STRONG_TAG = /^"[!#-~]*"$/;
const HTTP_DATE = /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const LONG_AGO = 'Mon, 01 Jan 2001 00:00:00 GMT';

/** Operations that look at If-Match, each with a resource of its own that may be changed. */
const CONDITIONAL = OPERATIONS.filter(({ parameters }) => parameters.includes('If-Match'))
  .map(requestFor)
  .map((request) => ({ ...request, preconditions: request.preconditions.map(own) }));

/** The fixture that is made anew for each case. */
function own(fixture: string): string {
  return `own${fixture.charAt(0).toUpperCase()}${fixture.slice(1)}`;
}

const tagged: ConformanceCase[] = OPERATIONS.filter(
  ({ method, headers }) => method === 'GET' && headers['200']?.includes('ETag') === true,
)
  .map(requestFor)
  .map(({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'etag'),
    objective: `${operation.operationId} tells a strong ETag and when the resource was last modified`,
    clause: 'SOL013 4.2.3, RFC 9110 8.8',
    steps: [{ send, expect: { status: 200, headers: { etag: STRONG_TAG, 'last-modified': HTTP_DATE } } }],
  }));

const cases: ConformanceCase[] = CONDITIONAL.flatMap(({ operation, send, ...rest }) => {
  const { operationId } = operation;
  const done = operation.method === 'DELETE' ? 204 : 200;
  const read: RequestTemplate = { method: 'GET', path: send.path };
  const readTag: SendStep = { send: read, expect: { status: 200 }, save: { etag: { header: 'etag' } } };
  const when = (headers: Readonly<Record<string, string>>): RequestTemplate => ({ ...send, headers });
  const make = (name: string, objective: string, clause: string, steps: readonly SendStep[]): ConformanceCase => ({
    ...rest,
    id: caseId(operation, name),
    objective: `${operationId} ${objective}`,
    clause,
    steps,
  });
  const refused = (headers: Readonly<Record<string, string>>): SendStep[] => [
    readTag,
    { send: when(headers), expect: problem(412) },
    // What is refused changes nothing.
    { send: read, expect: { status: 200, headers: { etag: '{etag}' } } },
  ];
  return [
    make('if-match', 'with the ETag of the resource is done', 'RFC 9110 13.1.1, SOL013 4.2.2', [
      readTag,
      { send: when({ 'if-match': '{etag}' }), expect: { status: done } },
    ]),
    make(
      'if-match-mismatch',
      'with another ETag is refused with 412 and changes nothing',
      'RFC 9110 13.1.1, SOL013 6.4 (H3), TST010 7.3.5.2.6',
      refused({ 'if-match': '"kit-another"' }),
    ),
    make(
      'if-match-weak',
      'with a weak ETag is refused with 412: the comparison is the strong one',
      'RFC 9110 13.1.1',
      refused({ 'if-match': 'W/{etag}' }),
    ),
    make('if-match-several', 'with several ETags, one of which is that of the resource, is done', 'RFC 9110 13.1.1', [
      readTag,
      { send: when({ 'if-match': '"kit-another", {etag}' }), expect: { status: done } },
    ]),
    make('if-match-any', 'with If-Match: * is done when the resource exists', 'RFC 9110 13.1.1', [
      { send: when({ 'if-match': '*' }), expect: { status: done } },
    ]),
    make(
      'if-unmodified-since-long-ago',
      'for a resource that was modified since is refused with 412 and changes nothing',
      'RFC 9110 13.1.4, SOL013 4.2.2',
      refused({ 'if-unmodified-since': LONG_AGO }),
    ),
    make('if-unmodified-since', 'for a resource that was not modified since is done', 'RFC 9110 13.1.4', [
      { send: read, expect: { status: 200 }, save: { modified: { header: 'last-modified' } } },
      { send: when({ 'if-unmodified-since': '{modified}' }), expect: { status: done } },
    ]),
    make('if-unmodified-since-no-date', 'overlooks an If-Unmodified-Since that is no date', 'RFC 9110 13.1.4', [
      { send: when({ 'if-unmodified-since': 'yesterday' }), expect: { status: done } },
    ]),
  ];
});

/** Modifications answer with the ETag that the resource has from then on. */
const changed: ConformanceCase[] = CONDITIONAL.filter(({ operation }) => operation.method !== 'DELETE').map(
  ({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'etag-changes'),
    objective: `${operation.operationId} gives the resource another ETag, which the answer tells, and the old one does not fit any more`,
    clause: 'RFC 9110 8.8.3, SOL013 4.2.3',
    steps: [
      { send: { method: 'GET', path: send.path }, expect: { status: 200 }, save: { old: { header: 'etag' } } },
      { send, expect: { status: 200, headers: { etag: STRONG_TAG } }, save: { etag: { header: 'etag' } } },
      { send: { method: 'GET', path: send.path }, expect: { status: 200, headers: { etag: '{etag}' } } },
      { send: { ...send, headers: { 'if-match': '{old}' } }, expect: problem(412) },
    ],
  }),
);

/** Creations that tell the ETag of what they made. */
const created: ConformanceCase[] = OPERATIONS.filter(
  ({ method, headers }) => method === 'POST' && headers['201']?.includes('ETag') === true,
)
  .map(requestFor)
  .map(({ operation, send, ...rest }) => ({
    ...rest,
    id: caseId(operation, 'etag-of-created'),
    objective: `${operation.operationId} answers with the ETag that the new resource has`,
    clause: 'RFC 9110 8.8.3, SOL013 4.2.3',
    steps: [
      {
        send,
        expect: { status: 201, headers: { etag: STRONG_TAG, 'last-modified': HTTP_DATE } },
        save: { etag: { header: 'etag' }, location: { header: 'location' } },
      },
      { send: { method: 'GET', path: '{location}' }, expect: { status: 200, headers: { etag: '{etag}' } } },
    ],
  }));

export const PRECONDITION_CASES: readonly ConformanceCase[] = [...tagged, ...cases, ...changed, ...created];
