import { request } from 'undici';
import { startService, type ServiceAnswer, type ServiceRequest } from '../../conformance/peers/service.ts';

/** A BMC with resources in the shape of the DMTF, which really sends its events. */
export interface RedfishChassis {
  url: string;
  /** Resources by path; without one it is 404. */
  resources: Map<string, Record<string, unknown>>;
  /** Subscriptions by path. */
  subscriptions: Map<string, Record<string, unknown>>;
  /** The most subscriptions that it takes; then it answers 400, as DMTF Base EventSubscriptionLimitExceeded. */
  subscriptionLimit: number;
  /** Whether it shows the Context of a subscription; services need not. */
  showsContext: boolean;
  /** Answers every GET below a path of this beginning with this status; undefined ends it. */
  fail: { path: string; status: number } | undefined;
  /** What was asked, `POST /redfish/v1/EventService/Subscriptions`, oldest first. */
  requests: string[];
  /** Sends the events to every subscription, as DSP0266 has it; gives the statuses. */
  send(events: readonly object[]): Promise<number[]>;
  close(): Promise<void>;
}

export const CHASSIS = '/redfish/v1/Chassis/1';
export const DETECTOR = `${CHASSIS}/ThermalSubsystem/LeakDetection/LeakDetectors/Moisture`;
const LIMIT_EXCEEDED = {
  error: {
    code: 'Base.1.18.EventSubscriptionLimitExceeded',
    message: 'The event subscription failed due to the number of simultaneous subscriptions exceeding the limit.',
  },
};
export const SUBSCRIPTIONS = '/redfish/v1/EventService/Subscriptions';

function link(path: string): object {
  return { '@odata.id': path };
}

function resourcesAtFirst(): [string, Record<string, unknown>][] {
  const [thermal, power] = [`${CHASSIS}/ThermalSubsystem`, `${CHASSIS}/PowerSubsystem`];
  const of = (path: string, type: string, more: object): [string, Record<string, unknown>] => [
    path,
    { '@odata.id': path, '@odata.type': `#${type}.v1_0_0.${type}`, Id: path.split('/').at(-1), ...more },
  ];
  return [
    of('/redfish/v1/', 'ServiceRoot', { EventService: link('/redfish/v1/EventService') }),
    of('/redfish/v1/EventService', 'EventService', { ServiceEnabled: true, Subscriptions: link(SUBSCRIPTIONS) }),
    of(CHASSIS, 'Chassis', {
      PhysicalSecurity: { IntrusionSensor: 'Normal' },
      ThermalSubsystem: link(thermal),
      PowerSubsystem: link(power),
    }),
    of(thermal, 'ThermalSubsystem', {
      ThermalMetrics: link(`${thermal}/ThermalMetrics`),
      LeakDetection: link(`${thermal}/LeakDetection`),
    }),
    of(`${thermal}/ThermalMetrics`, 'ThermalMetrics', { TemperatureSummaryCelsius: { Intake: { Reading: 22 } } }),
    of(`${thermal}/LeakDetection`, 'LeakDetection', { LeakDetectors: link(`${thermal}/LeakDetection/LeakDetectors`) }),
    of(`${thermal}/LeakDetection/LeakDetectors`, 'LeakDetectorCollection', { Members: [link(DETECTOR)] }),
    of(DETECTOR, 'LeakDetector', { DetectorState: 'OK', CriticalReactionType: 'ForceOff', ReactionDelaySeconds: 15 }),
    of(power, 'PowerSubsystem', { PowerSupplies: link(`${power}/PowerSupplies`) }),
    of(`${power}/PowerSupplies`, 'PowerSupplyCollection', {
      Members: [link(`${power}/PowerSupplies/A`), link(`${power}/PowerSupplies/B`)],
    }),
    of(`${power}/PowerSupplies/A`, 'PowerSupply', { LineInputStatus: 'Normal' }),
    of(`${power}/PowerSupplies/B`, 'PowerSupply', { LineInputStatus: 'Normal' }),
  ];
}

export async function startRedfishChassis(port = 0): Promise<RedfishChassis> {
  const resources = new Map(resourcesAtFirst());
  const subscriptions = new Map<string, Record<string, unknown>>();
  let made = 0;
  const subscribe = (body: object): ServiceAnswer => {
    if (subscriptions.size >= chassis.subscriptionLimit) return { status: 400, body: LIMIT_EXCEEDED };
    const location = `${SUBSCRIPTIONS}/${++made}`;
    subscriptions.set(location, { '@odata.id': location, ...body });
    return { status: 201, headers: { location } };
  };
  const read = (path: string): ServiceAnswer => {
    if (chassis.fail !== undefined && path.startsWith(chassis.fail.path)) return { status: chassis.fail.status };
    if (path === SUBSCRIPTIONS) return { status: 200, body: { Members: [...subscriptions.keys()].map(link) } };
    const subscription = subscriptions.get(path);
    const shown =
      subscription !== undefined && !chassis.showsContext ? { ...subscription, Context: null } : subscription;
    const found = resources.get(path) ?? shown;
    return found === undefined ? { status: 404 } : { status: 200, body: found };
  };
  const service = await startService(({ method, path, body }: ServiceRequest): ServiceAnswer => {
    chassis.requests.push(`${method} ${path}`);
    if (path === SUBSCRIPTIONS && method === 'POST') return subscribe(body as object);
    if (method === 'DELETE') return { status: subscriptions.delete(path) ? 204 : 404 };
    return read(path);
  }, port);
  const chassis: RedfishChassis = {
    url: service.url,
    resources,
    subscriptions,
    subscriptionLimit: 100,
    showsContext: true,
    fail: undefined,
    requests: [],
    close: service.close,
    send: (events) =>
      Promise.all(
        [...subscriptions.values()].map(async ({ Destination, Context }) => {
          const { statusCode, body } = await request(String(Destination), {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ '@odata.type': '#Event.v1_7_0.Event', Id: '1', Context, Events: events }),
          });
          await body.dump();
          return statusCode;
        }),
      ),
  };
  return chassis;
}
