import type { VnfmOptions } from '../../conformance/peers/vnfm.ts';
import { bodyOf, type Body, type Distortion, type Passing, type Seen } from './vnfm-relay.ts';

/** A VNFM that does one thing wrong, and the case that is there for it. */
export interface Mutant {
  /** What it does wrong. */
  name: string;
  /** Case that has to fail. */
  caught: string;
  vnfm?: Partial<VnfmOptions>;
  distortion?: Distortion;
  /** True when it has to subscribe by itself. */
  subscribes?: true;
  /** Options of the kit. */
  options?: Readonly<Record<string, string>>;
}

type Change = (body: Body, seen: Seen, request: Passing) => Body;

/** Changes those of its answers that have the state. */
function changing(state: string, change: Change): Distortion {
  return {
    toGateway: (request, seen) =>
      stateOf(request) === state ? [{ ...request, body: change(bodyOf(request), seen, request) }] : [request],
  };
}

function stateOf({ method, body }: Passing): unknown {
  return method === 'PATCH' ? bodyOf({ body })['migrationRequestState'] : undefined;
}

/** The newest version of the request that an answer is to. */
function requestOf({ path }: Passing, { notifications }: Seen): Body {
  const id = path.split('/').at(-1);
  const last = notifications.findLast((one) => one['migrationRequestId'] === id && 'migrationRequest' in one);
  return bodyOf({ body: last?.['migrationRequest'] });
}

function excludedOf(request: Body): unknown[] {
  return bodyOf({ body: request['placement'] })['excludedComputeHostIds'] as unknown[];
}

/** Takes certain notifications and does nothing about them. */
function deafTo(isMeant: (notification: Body) => boolean): Distortion {
  return {
    toVnfm: (request) => (isMeant(bodyOf(request)) ? { status: 204, headers: { version: '1.0.0' } } : request),
  };
}

function withHeaders(change: Readonly<Record<string, string | undefined>>): Distortion {
  return {
    toGateway: (request) => {
      if (request.method !== 'PATCH') return [request];
      const headers = Object.entries({ ...request.headers, ...change }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      return [{ ...request, headers: Object.fromEntries(headers) }];
    },
  };
}

/** Takes an answer with such a status for a good one. */
function contentWith(status: number): Distortion {
  return { fromGateway: (answer) => (answer.status === status ? { status: 200, body: {} } : answer) };
}

const SLOW_REPLY: Partial<VnfmOptions> = { replyDelayMs: 1300 };

/** So late that what it heard before is long settled, on a busy machine too; and long enough to see what it does then. */
const LATE_REPLY: Partial<VnfmOptions> = { replyDelayMs: 2500 };
const LONG_WATCH = { 'watch-time': '3' };

/** Sends `If-Match` wherever it knows the tag, as the reference VNFM does not. */
export const CONDITIONAL: Distortion = {
  toGateway: (request, { etags }) => {
    const etag = etags.get(request.path);
    if (request.method !== 'PATCH' || etag === undefined) return [request];
    return [{ ...request, headers: { ...request.headers, 'if-match': etag } }];
  },
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'has no callback for GET',
    caught: 'vnfm.callback.get-no-content',
    distortion: { toVnfm: (request) => (request.method === 'GET' ? { status: 405 } : request) },
  },
  {
    name: 'answers notifications with 200 and content',
    caught: 'vnfm.notification.answered-no-content',
    distortion: { fromVnfm: (answer) => ({ ...answer, status: 200, body: { taken: true } }) },
  },
  {
    name: 'does not say the version in its answers',
    caught: 'vnfm.notification.answered-no-content',
    distortion: { fromVnfm: ({ status }) => ({ status }) },
  },
  {
    name: 'takes what is not JSON',
    caught: 'vnfm.notification.malformed-refused',
    distortion: { fromVnfm: (answer) => (answer.status === 400 ? { status: 204 } : answer) },
  },
  {
    name: 'breaks when a notification is incomplete',
    caught: 'vnfm.notification.incomplete-refused',
    distortion: { fromVnfm: (answer) => (answer.status === 422 ? { status: 500 } : answer) },
  },
  {
    name: 'breaks for good at an unknown notification',
    caught: 'vnfm.notification.unknown-type-harmless',
    distortion: {
      toVnfm: (request, { notifications }) => {
        const isBroken = notifications.some(({ notificationType }) => String(notificationType).includes('Later'));
        return isBroken ? { status: 503 } : request;
      },
    },
  },
  {
    name: 'refuses attributes that it does not know',
    caught: 'vnfm.notification.unknown-attribute-harmless',
    distortion: {
      toVnfm: (request) => ('somethingOfALaterVersion' in bodyOf(request) ? { status: 422 } : request),
    },
  },
  {
    name: 'fails at a request that it never heard of',
    caught: 'vnfm.notification.unknown-request-harmless',
    distortion: {
      toVnfm: (request) => (bodyOf(request)['vnfmId'] === 'kit-unknown' ? { status: 500 } : request),
    },
  },
  {
    name: 'answers a duplicate a second time',
    caught: 'vnfm.notification.duplicate-taken-once',
    distortion: {
      toVnfm: (request, seen) => {
        const { id, migrationRequestId } = bodyOf(request);
        if (seen.notifications.some((one) => one['id'] === id)) {
          const again = seen.answers.filter(({ path }) => path.endsWith(String(migrationRequestId)));
          void Promise.all(again.map(seen.send));
        }
        return request;
      },
    },
  },
  { name: 'never answers', caught: 'vnfm.migration_request.answer-in-time', vnfm: { behaviour: 'silent' } },
  {
    name: 'answers too late',
    caught: 'vnfm.migration_request.answer-in-time',
    vnfm: { replyDelayMs: 1500 },
  },
  {
    name: 'completes too late',
    caught: 'vnfm.migration_request.complete-in-time',
    vnfm: { migrationMs: 1800 },
    options: { 'migration-time': '1.2' },
  },
  {
    name: 'accepts what it has begun already',
    caught: 'vnfm.migration_request.answer-order',
    distortion: {
      toGateway: (request) =>
        stateOf(request) === 'PROCESSING'
          ? [request, { ...request, body: { migrationRequestState: 'ACCEPTED' } }]
          : [request],
    },
  },
  {
    name: 'sends plain JSON',
    caught: 'vnfm.migration_request.answer-media-type',
    distortion: withHeaders({ 'content-type': 'application/json' }),
  },
  {
    name: 'does not say the version in its requests',
    caught: 'vnfm.migration_request.answer-version-header',
    distortion: withHeaders({ version: undefined }),
  },
  {
    name: 'answers with a state of its own',
    caught: 'vnfm.migration_request.answer-schema',
    distortion: changing('PROCESSING', (body) => ({ ...body, migrationRequestState: 'RUNNING' })),
  },
  {
    name: 'fails without a reason',
    caught: 'vnfm.migration_request.refusal-with-error',
    distortion: changing('FAILED', ({ error: _error, ...body }) => body),
  },
  {
    name: 'gives the second instance the name of the first',
    caught: 'vnfm.migration_request.duplicate-action',
    distortion: changing('COMPLETED', (body, seen, request) => ({
      ...body,
      targetVirtualComputeIds: requestOf(request, seen)['virtualComputeIds'],
    })),
  },
  {
    name: 'begins with the least critical',
    caught: 'vnfm.migration_request.several-at-once',
    vnfm: { parallel: 1, replyDelayMs: 100, migrationMs: 650 },
    options: { 'migration-time': '6' },
    distortion: {
      toVnfm: (request) => {
        const { migrationRequest, ...notification } = bodyOf(request);
        const asked = bodyOf({ body: migrationRequest });
        const criticality = 100 - Number(asked['criticality']);
        const content = { ...notification, migrationRequest: { ...asked, criticality } };
        return migrationRequest === undefined ? request : { ...request, body: content };
      },
    },
  },
  {
    name: 'reports COMPLETED without a target',
    caught: 'vnfm.migration_request.target-named',
    distortion: changing('COMPLETED', ({ targetComputeHostId: _target, ...body }) => body),
  },
  {
    name: 'stays on the source',
    caught: 'vnfm.migration_request.target-not-source',
    distortion: changing('COMPLETED', (body, seen, request) => ({
      ...body,
      targetComputeHostId: requestOf(request, seen)['sourceComputeHostId'],
    })),
  },
  {
    name: 'goes to an excluded server',
    caught: 'vnfm.migration_request.target-not-excluded',
    distortion: changing('COMPLETED', (body, seen, request) => ({
      ...body,
      targetComputeHostId: excludedOf(requestOf(request, seen))[1],
    })),
  },
  {
    name: 'goes to a server of its own choice',
    caught: 'vnfm.migration_request.target-among-candidates',
    distortion: changing('COMPLETED', (body) => ({ ...body, targetComputeHostId: 'elsewhere' })),
  },
  {
    name: 'goes to an excluded server when there is no candidate',
    caught: 'vnfm.migration_request.target-without-candidates',
    distortion: changing('FAILED', (_body, seen, request) => ({
      migrationRequestState: 'COMPLETED',
      targetComputeHostId: excludedOf(requestOf(request, seen))[1],
    })),
  },
  {
    name: 'does not heed that a server is withdrawn',
    caught: 'vnfm.migration_request.target-not-withdrawn',
    distortion: deafTo(({ schedulingState }) => schedulingState === 'WITHDRAWN'),
  },
  {
    name: 'ignores that a request is asked anew',
    caught: 'vnfm.migration_request.reissue-after-expiry',
    vnfm: SLOW_REPLY,
    distortion: deafTo(({ requestVersion }) => Number(requestVersion) > 1),
  },
  {
    name: 'ignores that the placement moved',
    caught: 'vnfm.migration_request.reissue-other-placement',
    vnfm: SLOW_REPLY,
    distortion: {
      toVnfm: (request) => {
        const { migrationRequest, ...notification } = bodyOf(request);
        if (migrationRequest === undefined || Number(notification['requestVersion']) === 1) return request;
        const { placement, ...asked } = bodyOf({ body: migrationRequest });
        const before = bodyOf({ body: placement });
        const old = {
          ...before,
          candidateComputeHostIds: excludedOf({ placement }).slice(1),
          excludedComputeHostIds: [],
        };
        return { ...request, body: { ...notification, migrationRequest: { ...asked, placement: old } } };
      },
    },
  },
  {
    name: 'refuses to answer a request that changed before its answer',
    caught: 'vnfm.migration_request.reissue-before-answer',
    distortion: {
      toVnfm: (request) => (Number(bodyOf(request)['requestVersion']) > 1 ? { status: 409 } : request),
    },
  },
  {
    name: 'migrates again when a request is sent again',
    caught: 'vnfm.migration_request.reissue-while-migrating',
    vnfm: { migrationMs: 300 },
    distortion: {
      toGateway: (request, seen) =>
        stateOf(request) === 'COMPLETED' && Number(requestOf(request, seen)['requestVersion']) > 1
          ? [request, { ...request, body: { ...bodyOf(request), targetComputeHostId: 'elsewhere' } }]
          : [request],
    },
  },
  {
    name: 'goes on after it was cancelled',
    caught: 'vnfm.migration_request.cancelled-before-answer',
    vnfm: LATE_REPLY,
    options: LONG_WATCH,
    distortion: deafTo(({ migrationRequestState }) => migrationRequestState === 'CANCELLED'),
  },
  {
    name: 'reports progress of what was cancelled',
    caught: 'vnfm.migration_request.cancelled-while-migrating',
    vnfm: { migrationMs: 5000 },
    options: LONG_WATCH,
    distortion: {
      toVnfm: (request, seen) => {
        const { migrationRequestState, migrationRequestId: id } = bodyOf(request);
        const [accepted] = seen.answers;
        const body = { migrationRequestState: 'PROCESSING' };
        if (migrationRequestState === 'CANCELLED' && accepted?.path.endsWith(String(id)) === true)
          setTimeout(() => void seen.send({ ...accepted, body }), 1300);
        return request;
      },
    },
  },
  {
    name: 'accepts what has expired',
    caught: 'vnfm.migration_request.expired-not-accepted',
    vnfm: LATE_REPLY,
    options: LONG_WATCH,
    distortion: deafTo(({ migrationRequestState }) => migrationRequestState === 'EXPIRED'),
  },
  {
    name: 'does not heed a conflict',
    caught: 'vnfm.migration_request.conflict-read-again',
    distortion: contentWith(409),
  },
  {
    name: 'does not heed a precondition that failed',
    caught: 'vnfm.migration_request.precondition-read-again',
    distortion: { ...CONDITIONAL, ...contentWith(412) },
  },
  {
    name: 'gives up when its gateway is overloaded',
    caught: 'vnfm.migration_request.unavailable-retried',
    distortion: {
      ...contentWith(503),
      toGateway: (request) => (stateOf(request) === 'ACCEPTED' || stateOf(request) === undefined ? [request] : []),
    },
  },
  {
    name: 'gives up when its gateway was away',
    caught: 'vnfm.migration_request.outage-survived',
    distortion: {
      ...contentWith(502),
      toGateway: (request) => (stateOf(request) === 'ACCEPTED' || stateOf(request) === undefined ? [request] : []),
    },
  },
  {
    name: 'does not look for what it missed',
    caught: 'vnfm.migration_requests.open-ones-found',
    subscribes: true,
    distortion: {
      fromGateway: (answer, { path }) =>
        path.includes('/migration_requests') && Array.isArray(answer.body) ? { ...answer, body: [] } : answer,
    },
  },
  {
    name: 'looks at the first page only',
    caught: 'vnfm.migration_requests.next-page-found',
    subscribes: true,
    distortion: { fromGateway: ({ headers: { link: _link, ...headers } = {}, ...answer }) => ({ ...answer, headers }) },
  },
  {
    name: 'subscribes for others too',
    caught: 'vnfm.subscription.migration-requests',
    subscribes: true,
    distortion: {
      toGateway: (request) => {
        const { filter, ...body } = bodyOf(request);
        const { vnfmIds, ...rest } = bodyOf({ body: filter });
        if (!Array.isArray(vnfmIds)) return [request];
        return [{ ...request, body: { ...body, filter: { ...rest, vnfmIds: [...(vnfmIds as unknown[]), 'other'] } } }];
      },
    },
  },
  {
    name: 'asks with a parameter of its own',
    caught: 'vnfm.requests.well-formed',
    subscribes: true,
    distortion: {
      toGateway: (request) =>
        request.method === 'GET' ? [{ ...request, path: `${request.path}?vnfm=vnfm-1` }] : [request],
    },
  },
  {
    name: 'does not show its token',
    caught: 'vnfm.requests.token-shown',
    options: { 'required-token': 'secret' },
  },
];
