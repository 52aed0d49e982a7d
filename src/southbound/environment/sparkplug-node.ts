/** One edge node of Sparkplug B with its devices: births, data, deaths, and the order in which they come. Sparkplug 3.0. */
import { reasonOf } from '../../problem.ts';
import { createBirths, type Births } from './sparkplug-births.ts';
import { decodePayload, plainValue, type SparkplugMetricValue, type SparkplugPayload } from './sparkplug-payload.ts';

export const SPARKPLUG_NAMESPACE = 'spBv1.0';

/** Types of the messages that an edge node publishes for itself, and for a device. */
const NODE_MESSAGES = ['NBIRTH', 'NDATA', 'NDEATH'] as const;
const DEVICE_MESSAGES = ['DBIRTH', 'DDATA', 'DDEATH'] as const;
/** `seq` is an octet. Sparkplug 3.0, 6.4.4. */
const SEQUENCE_LENGTH = 256;
/** Between two requests for a rebirth, milliseconds: an edge node that is asked at each message would do nothing else. */
const REBIRTH_INTERVAL = 2000;
/** An edge node of which nothing comes is asked now and then whether it is there, milliseconds. */
const ASK_INTERVAL = 30_000;
/** Devices are born right after their edge node, or they are not there; milliseconds. */
const DEVICE_BIRTH_TIME = 5000;

export interface SparkplugNodeId {
  groupId: string;
  edgeNodeId: string;
}

/** What a metric says; `isBirth` when it is the value that holds now, whenever it was measured. */
export interface MetricReport {
  deviceId: string | undefined;
  name: string;
  /** Undefined when it is null, or of a kind that says nothing here. */
  value: number | string | boolean | undefined;
  time: number | undefined;
  isBirth: boolean;
}

/** The metrics of a device, or of the edge node itself when `deviceId` is undefined, but for those in `besides`. */
export interface MetricScope {
  deviceId: string | undefined;
  besides?: ReadonlySet<string>;
}

export interface SparkplugPorts {
  report(report: MetricReport): void;
  /** What these metrics told is void; without `scope`, what any metric of the edge node and its devices told. */
  lose(reason: string, scope?: MetricScope): void;
  requestRebirth(): void;
  complain(topic: string, problem: string, detail: string): void;
}

export interface SparkplugNode {
  /** Takes a message whose topic begins with the namespace and the group of this edge node. */
  take(topic: string, payload: Uint8Array): void;
  /** Connected: asks for the births. */
  begin(): void;
  /** Disconnected: everything has to be born again, for nobody knows what is missed. */
  forget(): void;
  /** To be called every now and then. */
  look(): void;
}

export function filtersOf({ groupId, edgeNodeId }: SparkplugNodeId): string[] {
  const topic = (type: string) => `${SPARKPLUG_NAMESPACE}/${groupId}/${type}/${edgeNodeId}`;
  return [...NODE_MESSAGES.map(topic), ...DEVICE_MESSAGES.map((type) => `${topic(type)}/+`)];
}

export function rebirthTopicOf({ groupId, edgeNodeId }: SparkplugNodeId): string {
  return `${SPARKPLUG_NAMESPACE}/${groupId}/NCMD/${edgeNodeId}`;
}

/** A birth may be overtaken by the death of its connection, by not more than this; milliseconds. */
const OVERTAKING_TIME = 1000;

/** What is known of an edge node now. */
interface State {
  readonly ports: SparkplugPorts;
  readonly births: Births;
  readonly bornDevices: Set<string>;
  isBorn: boolean;
  bdSeq: string | undefined;
  lastSeq: number;
  /** The last death, whichever connection it was of. */
  death: { bdSeq: string | undefined; at: number } | undefined;
  /** When it was born and asked for its birth, milliseconds of `performance.now()`. */
  bornAt: number;
  askedAt: number;
  /** It was born, and nobody has looked yet whether its devices were too. */
  areDevicesDue: boolean;
}

/** `deviceIds`: the devices that have to be there. */
export function createSparkplugNode(deviceIds: readonly string[], ports: SparkplugPorts): SparkplugNode {
  const state: State = {
    ports,
    births: createBirths(),
    bornDevices: new Set(),
    isBorn: false,
    bdSeq: undefined,
    lastSeq: 0,
    death: undefined,
    bornAt: 0,
    askedAt: -Infinity,
    areDevicesDue: false,
  };
  return {
    take: (topic, bytes) => {
      let payload: SparkplugPayload;
      try {
        payload = decodePayload(bytes);
      } catch (error) {
        distrust(state, topic, 'malformed', `the payload is not Sparkplug B: ${reasonOf(error)}`);
        return;
      }
      dispatch(state, topic, payload);
    },
    begin: () => {
      forget(state);
      state.askedAt = -Infinity;
      wake(state, REBIRTH_INTERVAL);
    },
    forget: () => {
      forget(state);
    },
    look: () => {
      wake(state, ASK_INTERVAL);
      if (!state.areDevicesDue || performance.now() - state.bornAt < DEVICE_BIRTH_TIME) return;
      state.areDevicesDue = false;
      for (const deviceId of deviceIds)
        if (!state.bornDevices.has(deviceId))
          ports.lose('the device has not been born since its edge node', { deviceId });
    },
  };
}

function dispatch(state: State, topic: string, payload: SparkplugPayload): void {
  const [, , type, , deviceId] = topic.split('/');
  const nodeMessage = NODE_MESSAGES.find((message) => message === type);
  const deviceMessage = DEVICE_MESSAGES.find((message) => message === type);
  if (deviceId === undefined && nodeMessage !== undefined) takeNodeMessage(state, nodeMessage, topic, payload);
  if (deviceId !== undefined && deviceMessage !== undefined)
    takeDeviceMessage(state, deviceMessage, topic, { ...payload, deviceId });
}

function takeNodeMessage(
  state: State,
  type: (typeof NODE_MESSAGES)[number],
  topic: string,
  payload: SparkplugPayload,
): void {
  const now = performance.now();
  const session = bdSeqOf(payload);
  if (type === 'NBIRTH') {
    forget(state);
    if (isStillborn(state, session)) {
      state.ports.lose('its death came before its birth');
      state.askedAt = now - ASK_INTERVAL + 2 * OVERTAKING_TIME;
      return;
    }
    Object.assign(state, { isBorn: true, bornAt: now, areDevicesDue: true, bdSeq: session, lastSeq: payload.seq ?? 0 });
    takeBirth(state, payload, undefined);
  } else if (type === 'NDATA') {
    if (isInOrder(state, topic, payload)) takeData(state, topic, payload, undefined);
  } else {
    state.death = { bdSeq: session, at: now };
    if (!state.isBorn || !isSameSession(state.bdSeq, session)) return;
    forget(state);
    state.ports.lose('the edge node is dead (NDEATH)');
  }
}

function takeDeviceMessage(
  state: State,
  type: (typeof DEVICE_MESSAGES)[number],
  topic: string,
  payload: SparkplugPayload & { deviceId: string },
): void {
  const { deviceId } = payload;
  if (!isInOrder(state, topic, payload)) return;
  if (type === 'DBIRTH') {
    state.bornDevices.add(deviceId);
    takeBirth(state, payload, deviceId);
  } else if (type === 'DDEATH') {
    state.bornDevices.delete(deviceId);
    state.ports.lose('the device is dead (DDEATH)', { deviceId });
  } else if (state.bornDevices.has(deviceId)) takeData(state, topic, payload, deviceId);
  else distrust(state, topic, 'birth', `data of ${deviceId} came without its birth`);
}

function takeBirth(state: State, payload: SparkplugPayload, deviceId: string | undefined): void {
  state.births.learn(payload.metrics, deviceId);
  const besides = new Set(payload.metrics.flatMap(({ name, isHistorical }) => (isHistorical ? [] : (name ?? []))));
  state.ports.lose('not in the birth', { deviceId, besides });
  // What a birth says holds now, even if it changed last a week ago.
  for (const metric of payload.metrics) report(state, metric, { deviceId, time: payload.timestamp, isBirth: true });
}

function takeData(state: State, topic: string, payload: SparkplugPayload, deviceId: string | undefined): void {
  for (const metric of payload.metrics) {
    const time = metric.timestamp ?? payload.timestamp;
    if (report(state, metric, { deviceId, time, isBirth: false })) continue;
    distrust(state, topic, 'alias', `the alias ${metric.alias ?? ''} was in no birth`);
    return;
  }
}

/** False when nobody knows which metric it is. What is historical is not told: it is of no account for the level. */
function report(
  { births, ports }: State,
  metric: SparkplugMetricValue,
  how: Pick<MetricReport, 'deviceId' | 'time' | 'isBirth'>,
): boolean {
  const known = births.find(metric, how.deviceId);
  if (known === undefined) return false;
  if (metric.isHistorical) return true;
  const value = metric.isNull ? undefined : plainValue(metric.value, metric.datatype ?? known.datatype);
  ports.report({ ...how, name: known.name, value });
  return true;
}

/** Whether the message is the next one of an edge node that is born; if not, the edge node is asked for its births. */
function isInOrder(state: State, topic: string, { seq }: SparkplugPayload): boolean {
  if (!state.isBorn) {
    wake(state, REBIRTH_INTERVAL);
    return false;
  }
  const expected = (state.lastSeq + 1) % SEQUENCE_LENGTH;
  if (seq !== expected) {
    distrust(state, topic, 'sequence', `message ${seq ?? 'without seq'} came instead of ${expected}`);
    return false;
  }
  state.lastSeq = expected;
  return true;
}

/** What was missed may have been the alarm: nothing that was told before holds any more. */
function distrust(state: State, topic: string, problem: string, detail: string): void {
  state.ports.complain(topic, problem, detail);
  if (state.isBorn) state.ports.lose(detail);
  forget(state);
  wake(state, REBIRTH_INTERVAL);
}

function wake(state: State, interval: number): void {
  if (state.isBorn || performance.now() - state.askedAt < interval) return;
  state.askedAt = performance.now();
  state.ports.requestRebirth();
}

function forget(state: State): void {
  Object.assign(state, { isBorn: false, bdSeq: undefined, areDevicesDue: false });
  state.bornDevices.clear();
  state.births.forget();
}

/** Whether the connection of this birth has died just now. A node that lives is asked again, and answers. */
function isStillborn({ death }: State, session: string | undefined): boolean {
  const isRecent = death !== undefined && performance.now() - death.at < OVERTAKING_TIME;
  return isRecent && session !== undefined && death.bdSeq === session;
}

function bdSeqOf({ metrics }: SparkplugPayload): string | undefined {
  const value = metrics.find(({ name }) => name === 'bdSeq')?.value;
  return value !== undefined && 'whole' in value ? String(value.whole) : undefined;
}

/**
 * Whether the death is that of this birth: the will of an earlier connection may come after the birth of the next. A death
 * that does not say which connection it is of is believed: what is lost is never NORMAL. Sparkplug 3.0, 6.4.24.
 */
function isSameSession(birth: string | undefined, death: string | undefined): boolean {
  return birth === undefined || death === undefined || birth === death;
}
