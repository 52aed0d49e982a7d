import type { Expectation, Json } from '../../case.ts';
import type { VnfmCase } from '../case.ts';

const TAKEN: Expectation = { status: 204, empty: true, headers: { Version: /^1\.\d+\.\d+/ } };
const REFUSED: Expectation = { status: [400, 422] };
/** Whatever the VNF manager thinks of it, it must not break. */
const SURVIVED: Expectation = { status: [200, 202, 204, 400, 404, 422] };

const ENVELOPE: Readonly<Record<string, Json>> = {
  id: '{newId}',
  subscriptionId: '{subscriptionId}',
  timeStamp: '{now}',
  _links: { subscription: { href: '{subscriptionUri}' } },
};

/** SOL013 5.6: the callback and what it takes. */
export const NOTIFICATION_CASES: readonly VnfmCase[] = [
  {
    id: 'vnfm.callback.get-no-content',
    objective: 'The callback answers its test by GET with 204, no content and the version',
    clause: 'SOL013 5.6 (S3)',
    steps: [{ probe: true, expect: TAKEN }],
  },
  {
    id: 'vnfm.notification.answered-no-content',
    objective: 'A notification is answered with 204, no content and the version',
    clause: 'SOL013 5.6 (S6), 9.2 (V5)',
    steps: [
      { ask: 'it', expect: TAKEN },
      { await: 'it', until: 'answered' },
    ],
  },
  {
    id: 'vnfm.notification.malformed-refused',
    objective: 'A notification that is not JSON is refused, and the next one is taken',
    clause: 'SOL013 6.4',
    steps: [
      { post: { content: '{ "id": "half a notif' }, expect: REFUSED },
      { ask: 'next' },
      { await: 'next', until: 'answered' },
    ],
  },
  {
    id: 'vnfm.notification.incomplete-refused',
    objective: 'A MigrationRequestNotification without the request is refused, and the next one is taken',
    clause: 'SOL013 6.4',
    steps: [
      { post: { body: { ...ENVELOPE, notificationType: 'MigrationRequestNotification' } }, expect: REFUSED },
      { ask: 'next' },
      { await: 'next', until: 'answered' },
    ],
  },
  {
    id: 'vnfm.notification.unknown-type-harmless',
    objective: 'A notification of a type of a later version does no harm',
    clause: 'SOL013 5.6, 9.1 (V6)',
    steps: [
      { post: { body: { ...ENVELOPE, notificationType: 'SomethingOfALaterVersionNotification' } }, expect: SURVIVED },
      { ask: 'next' },
      { await: 'next', until: 'answered' },
    ],
  },
  {
    id: 'vnfm.notification.unknown-attribute-harmless',
    objective: 'Attributes of a later version are overlooked',
    clause: 'SOL013 5.1 (U5)',
    steps: [
      { ask: 'it', more: { somethingOfALaterVersion: { a: [1, 'two', null] } } },
      { await: 'it', until: 'answered' },
    ],
  },
  {
    id: 'vnfm.notification.unknown-request-harmless',
    objective: 'The end of a request that the VNF manager never heard of does no harm',
    clause: 'SOL013 5.6 (S6)',
    needs: ['state changes'],
    steps: [
      {
        post: {
          body: {
            ...ENVELOPE,
            notificationType: 'MigrationRequestStateChangeNotification',
            migrationRequestId: '{newId}',
            hostEvacuationId: '{newId}',
            vnfInstanceId: 'kit-unknown',
            vnfmId: 'kit-unknown',
            sourceComputeHostId: 'kit-unknown',
            migrationRequestState: 'CANCELLED',
            _links: { subscription: { href: '{subscriptionUri}' }, migrationRequest: { href: '{subscriptionUri}' } },
          },
        },
        expect: SURVIVED,
      },
      { ask: 'next' },
      { await: 'next', until: 'answered' },
    ],
  },
  {
    id: 'vnfm.notification.duplicate-taken-once',
    objective: 'A notification that comes again with the same id is taken, and its request is answered only once',
    clause: 'SOL013 5.6 (S6)',
    steps: [
      { ask: 'it' },
      { repeat: 'it' },
      { await: 'it', until: 'completed' },
      { repeat: 'it' },
      { wait: 'watch' },
      {
        check: 'it',
        facts: [
          { at: '/counts/ACCEPTED', atMost: 1 },
          { at: '/counts/COMPLETED', is: 1 },
          { all: '/targets/*', count: 1 },
        ],
      },
    ],
  },
];
