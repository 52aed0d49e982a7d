import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { components } from '../../generated/envnotif.ts';
import { createDelivery, sensorOf, type Delivery, type EnvironmentData } from './environment-delivery.ts';
import { isProgram, numberOption, printLine, runProgram } from './program.ts';
import { problemAnswer, startService, type ServiceAnswer, type ServiceRequest } from './service.ts';
import { compileSchema, describeErrors } from './spec-validator.ts';

export type { EnvironmentData } from './environment-delivery.ts';

type SubscriptionRequest = components['schemas']['EnvironmentSubscriptionRequest'];
type Subscription = components['schemas']['EnvironmentSubscription'];

export interface EnvironmentControllerOptions {
  port?: number;
  /** Name that the notifications carry as their source. */
  source?: string;
  /**
   * Servers of each zone: a filter that names servers lets data about their zones pass too. Data about a zone that is
   * not listed pass every filter, for nobody can say that they do not concern the servers.
   */
  zones?: Readonly<Record<string, readonly string[]>>;
  /** Time after which an unanswered delivery is tried again, 5000 by default. */
  timeoutMs?: number;
  onSubscription?: (subscription: Subscription) => void;
}

export interface EnvironmentController {
  /** apiRoot of the controller. */
  url: string;
  close: () => Promise<void>;
  /** Reports data to whom they concern; resolves when every subscriber has them or something newer. */
  report(data: readonly EnvironmentData[]): Promise<void>;
  /** Subscriptions as they are now. */
  subscriptions(): Subscription[];
  /** Notifications that a subscriber refused, which are not sent again. */
  refusals: string[];
}

interface Subscriber {
  subscription: Subscription;
  delivery: Delivery;
}

interface ControllerState {
  options: EnvironmentControllerOptions;
  url: string;
  subscribers: Map<string, Subscriber>;
  /** The last datum of every sensor, told to each new subscriber at once. */
  latest: Map<string, EnvironmentData>;
  refusals: string[];
}

const BASE = '/envnotif/v1';
const HEADERS = { version: '1.0.0' };

/** Environment controller as a producer of the technical-environment notification interface (I4; R4, R6). */
export async function startEnvironmentController(
  options: EnvironmentControllerOptions = {},
): Promise<EnvironmentController> {
  const state: ControllerState = { options, url: '', subscribers: new Map(), latest: new Map(), refusals: [] };
  const isRequest = compileSchema<SubscriptionRequest>('envnotif', 'EnvironmentSubscriptionRequest');
  const service = await startService((request) => {
    const path = request.path.replace(/\/$/, '');
    if (path === `${BASE}/subscriptions` && request.method === 'POST') {
      if (isRequest(request.body)) return createSubscription(state, request.body);
      return problemAnswer(422, 'Unprocessable Content', describeErrors(isRequest.errors).join('; '));
    }
    return answer(state, path, request);
  }, options.port);
  state.url = service.url;
  return {
    url: service.url,
    refusals: state.refusals,
    subscriptions: () => [...state.subscribers.values()].map(({ subscription }) => subscription),
    report: async (data) => {
      await report(state, data);
    },
    close: async () => {
      for (const { delivery } of state.subscribers.values()) delivery.stop();
      await service.close();
    },
  };
}

function answer(state: ControllerState, path: string, request: ServiceRequest): ServiceAnswer {
  const { method } = request;
  if (path === '/envnotif/api_versions' || path === `${BASE}/api_versions`) {
    const body = {
      uriPrefix: path.replace('api_versions', ''),
      apiVersions: [{ version: '1.0.0', isDeprecated: false }],
    };
    return method === 'GET' ? { status: 200, headers: HEADERS, body } : notAllowed(request);
  }
  if (path === `${BASE}/subscriptions`) {
    const body = [...state.subscribers.values()].map(({ subscription }) => subscription);
    return method === 'GET' ? { status: 200, headers: HEADERS, body } : notAllowed(request);
  }
  const id = path.startsWith(`${BASE}/subscriptions/`) ? path.slice(`${BASE}/subscriptions/`.length) : '';
  const subscriber = state.subscribers.get(id);
  if (subscriber === undefined) return problemAnswer(404, 'Not Found', `nothing at ${path}`);
  if (method === 'GET') return { status: 200, headers: HEADERS, body: subscriber.subscription };
  if (method !== 'DELETE') return notAllowed(request);
  subscriber.delivery.stop();
  state.subscribers.delete(id);
  return { status: 204, headers: HEADERS };
}

function createSubscription(state: ControllerState, request: SubscriptionRequest): ServiceAnswer {
  const id = randomUUID();
  const self = `${state.url}${BASE}/subscriptions/${id}`;
  const { callbackUri, filter, authentication } = request;
  const subscription: Subscription = {
    id,
    callbackUri,
    ...(filter === undefined ? {} : { filter }),
    _links: { self: { href: self } },
  };
  const delivery = createDelivery({
    callbackUri,
    subscriptionId: id,
    source: state.options.source ?? 'environment-controller',
    timeoutMs: state.options.timeoutMs ?? 5000,
    authentication,
    refusals: state.refusals,
  });
  state.subscribers.set(id, { subscription, delivery });
  state.options.onSubscription?.(subscription);
  delivery.add([...state.latest.values()].filter((datum) => wanted(state, subscription, datum)));
  return { status: 201, headers: { ...HEADERS, location: self }, body: subscription };
}

async function report(state: ControllerState, data: readonly EnvironmentData[]): Promise<void> {
  const measuredAt = new Date().toISOString();
  const measured = data.map((datum) => ({ measuredAt, ...datum }));
  for (const datum of measured) state.latest.set(sensorOf(datum), datum);
  const subscribers = [...state.subscribers.values()];
  for (const { subscription, delivery } of subscribers) {
    delivery.add(measured.filter((datum) => wanted(state, subscription, datum)));
  }
  await Promise.all(subscribers.map(({ delivery }) => delivery.idle()));
}

function wanted(state: ControllerState, { filter }: Subscription, datum: EnvironmentData): boolean {
  if (filter === undefined) return true;
  if (filter.notificationTypes?.includes('EnvironmentNotification') === false) return false;
  if (filter.parameterTypes?.includes(datum.parameterType) === false) return false;
  const { computeHostIds, resourceZoneIds } = filter;
  if (computeHostIds === undefined && resourceZoneIds === undefined) return true;
  if (datum.computeHostId !== undefined) return computeHostIds?.includes(datum.computeHostId) ?? false;
  const zoneId = datum.resourceZoneId ?? '';
  if (resourceZoneIds?.includes(zoneId) === true) return true;
  const servers = state.options.zones?.[zoneId];
  return servers === undefined || servers.some((server) => computeHostIds?.includes(server) === true);
}

function notAllowed(request: ServiceRequest): ServiceAnswer {
  return problemAnswer(405, 'Method Not Allowed', `${request.method} is not supported here`);
}

if (isProgram(import.meta.url)) {
  const usage = 'Environment controller: reports each JSON line of standard input, an array of environment data.';
  const options = { port: 'port, a free one by default', source: 'name of the controller' };
  await runProgram({ usage, options }, async (values) => {
    const { source } = values;
    const controller = await startEnvironmentController({
      port: numberOption(values, 'port') ?? 0,
      ...(source === undefined ? {} : { source }),
      onSubscription: (subscription) => {
        printLine({ event: 'SUBSCRIBED', subscription });
      },
    });
    printLine({ event: 'READY', url: controller.url });
    void reportLines(controller);
    return controller;
  });
}

/** Reports what comes on standard input; a line that is not data is answered with what is wrong. */
async function reportLines(controller: EnvironmentController): Promise<void> {
  const isData = compileSchema<EnvironmentData>('envnotif', 'EnvironmentData');
  for await (const line of createInterface({ input: process.stdin })) {
    for (const datum of parseLine(line)) {
      if (isData(datum)) await controller.report([datum]);
      else printLine({ event: 'INVALID', line, errors: describeErrors(isData.errors) });
    }
  }
}

function parseLine(line: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(line);
    return Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  } catch {
    return [line];
  }
}
