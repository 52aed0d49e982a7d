/** The resources that the kit serves to a VNF manager. */
import type { InboxReply, Message } from '../case.ts';
import { select } from '../assertions.ts';
import { API_VERSION } from '../http.ts';
import { problem, type CheckedRequest } from './check-request.ts';
import { parseFilter } from './filter.ts';
import { listComputeHosts, listVirtualComputes, tellState, type KitGateway } from './gateway.ts';
import { showRequest, takeAnswer } from './held-request.ts';
import { showSubscription, type ApiName, type SubscriptionRequest } from './subscriptions.ts';

export interface ResourceOptions {
  gateway: KitGateway;
  check: (message: Message) => CheckedRequest;
  /** Migration requests on a page. */
  pageSize: () => number;
  /** Told of every request before it is answered. */
  onRequest: (message: Message, checked: CheckedRequest) => void;
}

/** Entries of a page. */
export const PAGE = 100;

type Serve = (message: Message, checked: CheckedRequest) => InboxReply;

/** Answers whatever comes to `vnfmig` and `vrinfo`. */
export function createResources(options: ResourceOptions): (message: Message) => InboxReply {
  const { gateway, check, onRequest } = options;
  const served: Readonly<Record<string, Serve>> = {
    ...apiVersions('vnfmig'),
    ...apiVersions('vrinfo'),
    ...subscriptions('vnfmig', options),
    ...subscriptions('vrinfo', options),
    ...migrationRequests(options),
    ...list({ api: 'vrinfo', name: 'ComputeHost', key: 'id', all: () => listComputeHosts(gateway) }, options),
    ...list(
      { api: 'vrinfo', name: 'VirtualCompute', key: 'computeId', all: () => listVirtualComputes(gateway) },
      options,
    ),
  };
  return (message) => {
    const checked = check(message);
    onRequest(message, checked);
    const { operation, refusal } = checked;
    const serve = operation === undefined ? undefined : served[`${operation.api}.${operation.operationId}`];
    // A refused answer is kept with its request all the same.
    if (refusal !== undefined && operation?.operationId !== 'modifyMigrationRequest') return refusal;
    return serve?.(message, checked) ?? problem(403, 'a VNF manager may not do this, or the kit does not offer it');
  };
}

function apiVersions(api: ApiName): Record<string, Serve> {
  const answer = (uriPrefix: string) => (): InboxReply => ({
    status: 200,
    body: { uriPrefix, apiVersions: [{ version: API_VERSION, isDeprecated: false }] },
  });
  return {
    [`${api}.listApiVersions`]: answer(`/${api}`),
    [`${api}.listMajorApiVersions`]: answer(`/${api}/v1/`),
  };
}

function subscriptions(api: ApiName, options: ResourceOptions): Record<string, Serve> {
  const { subscriptions: held } = options.gateway;
  const all = (): object[] => held.all(api).map(showSubscription);
  return {
    ...list({ api, name: 'Subscription', key: 'id', all }, options),
    [`${api}.createSubscription`]: ({ body }) => {
      const { subscription, isNew } = held.add(api, body as SubscriptionRequest);
      const headers = { location: subscription.uri };
      return isNew ? { status: 201, headers, body: showSubscription(subscription) } : { status: 303, headers };
    },
    [`${api}.deleteSubscription`]: (_message, { parameters: { subscriptionId = '' } }) =>
      held.remove(api, subscriptionId) ? { status: 204 } : problem(404, `no subscription ${subscriptionId}`),
  };
}

function migrationRequests(options: ResourceOptions): Record<string, Serve> {
  const { gateway } = options;
  const { requests } = gateway;
  const missing = (id: string): InboxReply => problem(404, `no migration request ${id}`);
  const all = (): object[] => [...requests.values()].map(({ request }) => request);
  const listed = list({ api: 'vnfmig', name: 'MigrationRequest', key: 'id', all, pageSize: options.pageSize }, options);
  return {
    'vnfmig.listMigrationRequests': (message, checked) => {
      const reply = listed['vnfmig.listMigrationRequests']?.(message, checked) ?? problem(404, 'no list');
      for (const id of select(reply.body, '/*/id')) requests.get(String(id))?.reads.push(Date.now());
      return reply;
    },
    'vnfmig.getMigrationRequest': (_message, { parameters: { migrationRequestId: id = '' } }) => {
      const held = requests.get(id);
      held?.reads.push(Date.now());
      return held === undefined ? missing(id) : showRequest(held);
    },
    'vnfmig.modifyMigrationRequest': (message, checked) => {
      const { migrationRequestId: id = '' } = checked.parameters;
      const held = requests.get(id);
      if (held === undefined) return checked.refusal ?? missing(id);
      const { reply, changed } = takeAnswer(held, message, checked);
      if (changed) void tellState(gateway, held);
      return reply;
    },
  };
}

interface ListOptions {
  api: ApiName;
  /** Name of the type. */
  name: string;
  /** Attribute that identifies. */
  key: string;
  all: () => readonly object[];
  pageSize?: () => number;
}

/** Lists resources, filtered and page by page, and shows one by its identifier. */
function list(
  { api, name, key, all, pageSize = () => PAGE }: ListOptions,
  { gateway }: ResourceOptions,
): Record<string, Serve> {
  const parameter = `${name.charAt(0).toLowerCase()}${name.slice(1)}Id`;
  return {
    [`${api}.list${name}s`]: ({ path }, { query }) => {
      const fitting = all().filter(parseFilter(query.get('filter') ?? '') ?? (() => true));
      const first = Number(query.get('nextpage_opaque_marker') ?? 0);
      if (!Number.isInteger(first)) return problem(400, 'nextpage_opaque_marker is not a marker of this list');
      const next = first + pageSize();
      const uri = `${gateway.settings.apiRoot}${withMarker(path, next)}`;
      const link = next < fitting.length ? { link: `<${uri}>; rel="next"` } : {};
      return { status: 200, headers: link, body: fitting.slice(first, next) };
    },
    [`${api}.get${name}`]: (_message, { parameters }) => {
      const id = parameters[parameter] ?? '';
      const found = all().find((resource) => select(resource, `/${key}`)[0] === id);
      return found === undefined ? problem(404, `no ${name} ${id}`) : { status: 200, body: found };
    },
  };
}

function withMarker(path: string, next: number): string {
  const uri = new URL(path, 'http://kit');
  uri.searchParams.set('nextpage_opaque_marker', String(next));
  return `${uri.pathname}${uri.search}`;
}
