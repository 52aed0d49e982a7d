/** Subscriptions of all four interfaces (SOL013 5.6, SOL003 7.4.4). */
import type { Assertion, ConformanceCase, Json, SendStep } from '../case.ts';
import { problem, problemAt } from '../expect.ts';
import { NOBODY } from './fixtures/subscription.ts';
import { APIS } from './operation-requests.ts';
import { get, look, post, remove, send } from './requests.ts';

type Api = (typeof APIS)[number];

const SCHEMAS: Readonly<Record<Api, string>> = {
  envnotif: 'envnotif#EnvironmentSubscription',
  vnfmig: 'vnfmig#MigrationSubscription',
  vrinfo: 'vrinfo#VirtualisedResourceSubscription',
  vrfm: 'vrfm#FmSubscription',
};

const CALLBACK = '{inbox.uri}';
const BASIC = { authType: ['BASIC'], paramsBasic: { userName: 'kit', password: 'kit-secret' } };

/** Removes what a case made, whether or not the implementation made a second one. */
const CLEAN_UP = [remove('{location}'), remove('{second}')];

type Make = (name: string, objective: string, clause: string, steps: ConformanceCase['steps']) => ConformanceCase;

const makerFor =
  (api: Api): Make =>
  (name, objective, clause, steps) => ({
    id: `${api}.subscriptions.${name}`,
    objective,
    clause,
    preconditions: ['inbox'],
    steps,
    finally: CLEAN_UP,
  });

const pathOf = (api: Api): string => `/${api}/v1/subscriptions`;
const bodyOf = (api: Api) => ({ filter: NOBODY[api], callbackUri: CALLBACK });

/** Subscribes, as a step that others rest on. */
const subscribe = (api: Api): SendStep =>
  send(post(pathOf(api), bodyOf(api)), 201, { location: { header: 'location' }, subscription: { body: '/id' } });

function creations(api: Api): ConformanceCase[] {
  const make = makerFor(api);
  const [path, body, schema] = [pathOf(api), bodyOf(api), SCHEMAS[api]];
  const asAsked: Assertion[] = [
    { at: '/callbackUri', is: CALLBACK },
    { at: '/filter', is: NOBODY[api] },
  ];
  return [
    make('post-created', 'A subscription is created and found under its absolute Location', 'SOL013 5.6, 4.2.3', [
      send(
        post(path, body),
        {
          status: 201,
          schema,
          headers: { location: /^https?:\/\// },
          body: [{ at: '/id', matches: '\\S' }, ...asAsked],
        },
        { location: { header: 'location' }, subscription: { body: '/id' } },
      ),
      send(get('{location}'), {
        status: 200,
        schema,
        body: [{ at: '/id', is: '{subscription}' }, { at: '/_links/self/href', is: '{location}' }, ...asAsked],
      }),
    ]),
    make('post-without-filter', 'A subscription without a filter has none', 'SOL013 5.6, SOL003 7.5.2.2', [
      send(
        post(path, { callbackUri: CALLBACK }),
        { status: 201, schema, body: [{ at: '/filter/notificationTypes', exists: false }] },
        { location: { header: 'location' } },
      ),
    ]),
    make(
      'post-duplicate',
      'The same callback with the same filter is 303 or a second subscription; Location leads to it either way',
      'SOL013 5.6, SOL003 7.4.4.3.1',
      [
        subscribe(api),
        send(
          post(path, body),
          [
            { status: 303, headers: { location: '{location}' } },
            { status: 201, schema, headers: { location: /^https?:\/\// } },
          ],
          { second: { header: 'location' } },
        ),
        look('{second}', asAsked),
      ],
    ),
    make('post-same-callback-other-filter', 'Another filter makes another subscription', 'SOL003 7.4.4.3.1', [
      subscribe(api),
      send(post(path, { callbackUri: CALLBACK, filter: { notificationTypes: [] } }), 201, {
        second: { header: 'location' },
      }),
      send(get('{second}'), { status: 200, body: [{ at: '/id', isNot: '{subscription}' }] }),
    ]),
  ];
}

function endings(api: Api): ConformanceCase[] {
  const make = makerFor(api);
  const path = pathOf(api);
  return [
    make('list-own', 'A subscription is in the list until it is ended', 'SOL013 5.6', [
      subscribe(api),
      { pages: { path }, expect: { body: [{ all: '/*/id', contains: '{subscription}' }] } },
      send(remove('{location}'), { status: 204, empty: true }),
      { pages: { path }, expect: { body: [{ all: '/*/id', lacks: '{subscription}' }] } },
    ]),
    make('delete-ended', 'A subscription that was ended is gone: 404 to read it and to end it again', 'SOL013 5.6', [
      subscribe(api),
      send(remove('{location}'), { status: 204, empty: true }),
      send(get('{location}'), problem(404)),
      send(remove('{location}'), problem(404)),
    ]),
    make('authentication-not-shown', 'What a subscriber gave to authenticate with is never shown', 'SOL013 8.3.4', [
      send(
        post(path, { ...bodyOf(api), authentication: BASIC }),
        { status: 201, schema: SCHEMAS[api], body: [{ at: '/authentication', exists: false }] },
        { location: { header: 'location' }, subscription: { body: '/id' } },
      ),
      look('{location}', [{ at: '/authentication', exists: false }]),
      look(
        path,
        [
          { all: '/*/id', inOrder: ['{subscription}'] },
          { all: '/*/authentication', count: 0 },
        ],
        { filter: '(eq,id,{subscription})', all_fields: '' },
      ),
    ]),
  ];
}

/** What makes a subscription impossible, with the place that is wrong. */
const WRONG: Readonly<Record<string, readonly [content: Readonly<Record<string, Json>>, pointer: string]>> = {
  'callback-no-uri': [{ callbackUri: 'somewhere' }, '/callbackUri'],
  'callback-other-scheme': [{ callbackUri: 'ftp://kit.example/inbox' }, '/callbackUri'],
  'callback-with-credentials': [{ callbackUri: 'http://kit:secret@kit.example/inbox' }, '/callbackUri'],
  'filter-no-object': [{ filter: ['everything'] }, '/filter'],
  'filter-unknown-type': [{ filter: { notificationTypes: ['KitNotification'] } }, '/filter/notificationTypes/0'],
  'authentication-without-type': [{ authentication: { paramsBasic: {} } }, '/authentication/authType'],
  'authentication-unknown-type': [{ authentication: { authType: ['KIT'] } }, '/authentication/authType/0'],
  'authentication-without-parameters': [{ authentication: { authType: ['BASIC'] } }, '/authentication'],
  'authentication-without-token-endpoint': [
    {
      authentication: {
        authType: ['OAUTH2_CLIENT_CREDENTIALS'],
        paramsOauth2ClientCredentials: { clientId: 'kit', clientPassword: 'kit-secret' },
      },
    },
    '/authentication',
  ],
};

const wrong: ConformanceCase[] = APIS.flatMap((api) =>
  Object.entries(WRONG).map(([name, [content, pointer]]) => ({
    id: `${api}.subscriptions.post-${name}`,
    objective: `A subscription that nothing can be sent to (${name.replaceAll('-', ' ')}) is refused with 422, which names ${pointer}`,
    clause: pointer.startsWith('/authentication') ? 'SOL013 8.3.4, 6.4' : 'SOL013 5.6, 6.4',
    preconditions: ['inbox'],
    steps: [
      send(
        post(`/${api}/v1/subscriptions`, { callbackUri: CALLBACK, filter: NOBODY[api], ...content }),
        problemAt(pointer),
        {},
      ),
    ],
  })),
);

export const SUBSCRIPTION_CASES: readonly ConformanceCase[] = [
  ...APIS.flatMap(creations),
  ...APIS.flatMap(endings),
  ...wrong,
];
