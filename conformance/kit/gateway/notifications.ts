/** What subscribers are told (SOL013 5.6, SOL003 7.5.2.5). */
import type { Assertion, ConformanceCase, Json, ReceiveStep, SendStep } from '../case.ts';
import { TRIGGERS, type Trigger } from './triggers.ts';
import { get, post, remove, send } from './requests.ts';

type Filter = Readonly<Record<string, Json>>;

/** Subscribes with this filter; what comes goes to the inbox of that name. */
function subscribe({ api }: Trigger, inbox: string, filter: Filter): SendStep {
  return send(post(`/${api}/v1/subscriptions`, { callbackUri: `{${inbox}.uri}`, filter }), 201, {
    [`${inbox}.location`]: { header: 'location' },
    [`${inbox}.subscription`]: { body: '/id' },
  });
}

const INBOXES = ['inbox', 'otherInbox', 'busyInbox', 'brokenInbox'];
const CLEAN_UP = INBOXES.map((inbox) => remove(`{${inbox}.location}`));

/** Patience with an implementation that tries again at long intervals, s. */
const RETRY_WITHIN = 60;

function make(
  trigger: Trigger,
  name: string,
  objective: string,
  inboxes: readonly string[],
  steps: ConformanceCase['steps'],
  clause = 'SOL013 5.6, SOL003 7.5.2.5',
): ConformanceCase {
  return {
    id: `${trigger.api}.notification.${trigger.name}-${name}`,
    objective,
    clause,
    preconditions: [...trigger.preconditions, ...inboxes],
    steps,
    finally: CLEAN_UP,
  };
}

/** The type with an article. */
const named = ({ type }: Trigger): string => `${/^[AE]/.test(type) ? 'An' : 'A'} ${type}`;

/** The first of the type that comes to the inbox. */
function receive({ type, where = [] }: Trigger, inbox: string, more: Partial<ReceiveStep> = {}): ReceiveStep {
  return { receive: { inbox: `{${inbox}}`, where: [{ at: '/notificationType', is: type }, ...where] }, ...more };
}

const delivered = TRIGGERS.map((trigger) =>
  make(
    trigger,
    'delivered',
    `${named(trigger)} is one object that fits its schema, in JSON, with the version of the interface`,
    ['inbox'],
    [
      subscribe(trigger, 'inbox', trigger.filter),
      ...trigger.steps,
      receive(trigger, 'inbox', {
        expect: {
          headers: { 'content-type': /^application\/json(;|$)/, version: /^1\./ },
          schema: `${trigger.api}-notification#${trigger.type}`,
          body: [
            { at: '/id', matches: '\\S' },
            { at: '/subscriptionId', is: '{inbox.subscription}' },
            { at: '/_links/subscription/href', is: '{inbox.location}' },
            ...trigger.members,
          ],
        },
      }),
    ],
  ),
);

const sameId = TRIGGERS.map((trigger) =>
  make(
    trigger,
    'same-id',
    `Two subscribers get the same ${trigger.type} with the same id, each with its own subscriptionId`,
    ['inbox', 'otherInbox'],
    [
      subscribe(trigger, 'inbox', trigger.filter),
      subscribe(trigger, 'otherInbox', trigger.filter),
      ...trigger.steps,
      receive(trigger, 'inbox', { save: { notification: { body: '/id' } } }),
      {
        receive: { inbox: '{otherInbox}', where: [{ at: '/id', is: '{notification}' }] },
        expect: { body: [{ at: '/subscriptionId', is: '{otherInbox.subscription}' }] },
      },
    ],
  ),
);

const ended = TRIGGERS.map((trigger) =>
  make(
    trigger,
    'not-when-ended',
    `A subscription that was ended is told of no ${trigger.type} any more, while another one does`,
    ['inbox', 'otherInbox'],
    [
      subscribe(trigger, 'inbox', trigger.filter),
      subscribe(trigger, 'otherInbox', trigger.filter),
      send(remove('{inbox.location}'), 204),
      ...trigger.steps,
      receive(trigger, 'otherInbox'),
      { receive: { inbox: '{inbox}' }, never: true },
    ],
    'SOL013 5.6',
  ),
);

const repeated = TRIGGERS.flatMap((trigger) =>
  (['busyInbox', 'brokenInbox'] as const).map((inbox) =>
    make(
      trigger,
      inbox === 'busyInbox' ? 'again-after-503' : 'again-after-no-answer',
      `${named(trigger)} that was ${inbox === 'busyInbox' ? 'answered with 503' : 'not answered'} comes again with the same id`,
      [inbox],
      [
        subscribe(trigger, inbox, { ...trigger.filter, notificationTypes: [trigger.type] }),
        ...trigger.steps,
        receive(trigger, inbox, { save: { notification: { body: '/id' } } }),
        {
          receive: { inbox: `{${inbox}}`, where: [{ at: '/id', is: '{notification}' }] },
          times: 2,
          within: RETRY_WITHIN,
          together: [{ all: '/*/timeStamp', countAtLeast: 2 }],
        },
      ],
      'SOL013 5.6, SOL003 7.4.6.3.1',
    ),
  ),
);

const filtered = TRIGGERS.flatMap((trigger) =>
  Object.entries(trigger.misfits).map(([attribute, other]) =>
    make(
      trigger,
      `filter-${attribute}`,
      `${named(trigger)} does not go to who asked for ${attribute} ${JSON.stringify(other)} only`,
      ['inbox', 'otherInbox'],
      [
        subscribe(trigger, 'inbox', { ...trigger.filter, [attribute]: other }),
        subscribe(trigger, 'otherInbox', trigger.filter),
        ...trigger.steps,
        receive(trigger, 'otherInbox'),
        { receive: { inbox: '{inbox}', where: [{ at: '/notificationType', is: trigger.type }] }, never: true },
      ],
      'SOL003 7.5.3.2',
    ),
  ),
);

const fits = TRIGGERS.map((trigger) =>
  make(
    trigger,
    'filter-fits',
    `${named(trigger)} goes to who asked for ${Object.keys(trigger.fits).join(', ')} that it has, each beside another value`,
    ['inbox'],
    [subscribe(trigger, 'inbox', { ...trigger.filter, ...trigger.fits }), ...trigger.steps, receive(trigger, 'inbox')],
    'SOL003 7.5.3.2',
  ),
);

/** A server that is withdrawn and restored again and again. */
const HOST = '/vrinfo/v1/compute_hosts/{computeHost}';
const CHANGES = ['withdraw', 'restore', 'withdraw', 'restore'].map((task) =>
  send(post(`${HOST}/${task}`, task === 'withdraw' ? {} : undefined), [{ status: 204 }, { status: 202 }]),
);

function inOrder(name: string, objective: string, inbox: string, states: readonly string[]): ConformanceCase {
  const together: Assertion[] = [{ all: '/*/schedulingState', inOrder: states }];
  return {
    id: `vrinfo.notification.${name}`,
    objective,
    clause: 'SOL013 5.6',
    preconditions: ['ownComputeHost', inbox],
    steps: [
      send(
        post('/vrinfo/v1/subscriptions', {
          callbackUri: `{${inbox}.uri}`,
          filter: { computeHostIds: ['{computeHost}'], notificationTypes: ['ComputeHostStateChangeNotification'] },
        }),
        201,
        { [`${inbox}.location`]: { header: 'location' } },
      ),
      ...CHANGES,
      { receive: { inbox: `{${inbox}}` }, times: states.length, within: RETRY_WITHIN, together },
      send(get(HOST), { status: 200, body: [{ at: '/schedulingState', is: 'ENABLED' }] }),
    ],
    finally: [remove(`{${inbox}.location}`)],
  };
}

const order: ConformanceCase[] = [
  inOrder('order', 'Notifications about one resource come in the order of what happened', 'inbox', [
    ...['WITHDRAWN', 'ENABLED', 'WITHDRAWN', 'ENABLED'],
  ]),
  inOrder(
    'order-after-503',
    'Notifications about one resource wait for the one before them that has to come again',
    'busyInbox',
    ['WITHDRAWN', 'WITHDRAWN', 'ENABLED', 'WITHDRAWN', 'ENABLED'],
  ),
];

export const NOTIFICATION_CASES: readonly ConformanceCase[] = [
  ...delivered,
  ...sameId,
  ...ended,
  ...repeated,
  ...filtered,
  ...fits,
  ...order,
];
