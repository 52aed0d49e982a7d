/** What messages say, by the registries of the DMTF (DSP8011): Environmental, Power and SensorEvent. */
import { QUANTITIES, quantityIn, type ChassisDatum, type QuantityName } from './redfish-quantities.ts';

export interface Message {
  /** Registry and name without the version, `Environmental.LeakDetectedCritical`. */
  key: string;
  /** `MessageArgs`. */
  args: readonly unknown[];
}

interface Meaning {
  parameterType: ChassisDatum['parameterType'];
  /** Name of the parameter; `{id}` stands for what it happened at. */
  parameterName: string;
  /** The state while no message is worse; UNKNOWN where the message tells no state by itself. */
  state: string;
  /** It says that something is wrong, until another message clears it. */
  isCondition: boolean;
  /** Messages of the same origin that it ends: the ClearingLogic of the registries. */
  clears: readonly string[];
}

/**
 * States from the best to the worst. The `Severity` of a message is left aside: that the mains are gone is only a `Warning`
 * there.
 */
const ORDER = ['OK', 'Normal', 'Warning', 'Critical', 'Fatal', 'OutOfRange', 'LossOfInput', 'Fault', 'Tripped', 'Off'];

/** A measured quantity: what enters a state, and what steps down from it. */
function thresholdMessages(registry: string, prefix: string, normal: string, quantity?: QuantityName): Entry[] {
  const name = (suffix: string): string => `${registry}.${prefix}${suffix}`;
  const entering: Record<string, readonly string[]> = {
    Warning: ['AboveUpperCautionThreshold', 'BelowLowerCautionThreshold', 'Warning'],
    Critical: ['AboveUpperCriticalThreshold', 'BelowLowerCriticalThreshold', 'Critical'],
    Fatal: ['AboveUpperFatalThreshold', 'BelowLowerFatalThreshold', 'Fatal'],
  };
  // Still outside of the normal range: one step better than what they clear.
  const stepping: readonly (readonly [suffix: string, state: string, clears: readonly string[]])[] = [
    ['BelowUpperCriticalThreshold', 'Warning', ['AboveUpperCriticalThreshold', 'AboveUpperFatalThreshold']],
    ['AboveLowerCriticalThreshold', 'Warning', ['BelowLowerCriticalThreshold', 'BelowLowerFatalThreshold']],
    ['NoLongerCritical', 'Warning', ['Critical', 'Fatal']],
    ['BelowUpperFatalThreshold', 'Critical', ['AboveUpperFatalThreshold']],
    ['AboveLowerFatalThreshold', 'Critical', ['BelowLowerFatalThreshold']],
    ['NoLongerFatal', 'Critical', ['Fatal']],
  ];
  const shared = {
    parameterType: quantity === undefined ? ('COOLING' as const) : QUANTITIES[quantity].parameterType,
    parameterName: `${quantity ?? '{quantity}'}.{id}.condition`,
  };
  const conditions = [
    ...Object.entries(entering).flatMap(([state, suffixes]) =>
      suffixes.map((suffix) => ({ suffix, state, clears: [] })),
    ),
    ...stepping.map(([suffix, state, clears]) => ({ suffix, state, clears })),
  ];
  // A step down from critical ends what was a step down from fatal.
  const stepsFromFatal = ['BelowUpperFatalThreshold', 'AboveLowerFatalThreshold', 'NoLongerFatal'];
  return [
    ...conditions.map(({ suffix, state, clears }): Entry => {
      const ended = state === 'Warning' && clears.length > 0 ? [...clears, ...stepsFromFatal] : clears;
      return [name(suffix), { ...shared, state, isCondition: true, clears: ended.map(name) }];
    }),
    [
      `${registry}.${normal}`,
      { ...shared, state: 'OK', isCondition: false, clears: conditions.map(({ suffix }) => name(suffix)) },
    ],
  ];
}

type Entry = readonly [key: string, meaning: Meaning];

/** Rows of: name, state, whether it is a condition or ends those named. */
type Row = readonly [name: string, state: string, ends?: readonly string[]];

function stateMessages(
  registry: string,
  about: Pick<Meaning, 'parameterType' | 'parameterName'>,
  rows: readonly Row[],
): Entry[] {
  return rows.map(([name, state, ends]) => [
    `${registry}.${name}`,
    { ...about, state, isCondition: ends === undefined, clears: (ends ?? []).map((ended) => `${registry}.${ended}`) },
  ]);
}

/** What a group of redundant parts says. */
function groupMessages(
  registry: string,
  part: string,
  about: Pick<Meaning, 'parameterType' | 'parameterName'>,
): Entry[] {
  const [warning, critical] = [`${part}GroupWarning`, `${part}GroupCritical`];
  return [
    ...stateMessages(registry, about, [
      [critical, 'Critical'],
      [`${part}GroupNormal`, 'OK', [warning, critical]],
    ]),
    [`${registry}.${warning}`, { ...about, state: 'Warning', isCondition: true, clears: [`${registry}.${critical}`] }],
  ];
}

const leak = { parameterType: 'WATER_LEVEL' as const, parameterName: 'leak.{id}' };
const input = { parameterType: 'POWER' as const, parameterName: 'power.input.{id}' };
const cooling = (parameterName: string) => ({ parameterType: 'COOLING' as const, parameterName });
const power = (parameterName: string) => ({ parameterType: 'POWER' as const, parameterName });

/** The state UNKNOWN of a sensor that failed lasts until it is restored; restored it tells nothing by itself. */
const TABLE: ReadonlyMap<string, Meaning> = new Map([
  ...thresholdMessages('Environmental', 'Temperature', 'TemperatureNormal', 'temperature'),
  ...thresholdMessages('Environmental', 'Humidity', 'HumidityNormal', 'humidity'),
  ...thresholdMessages('Environmental', 'FlowRate', 'FlowRateNormal', 'flow'),
  ...thresholdMessages('Environmental', 'Pressure', 'PressureNormal', 'pressure'),
  ...thresholdMessages('Environmental', 'FluidLevel', 'FluidLevelNormal', 'level'),
  ...stateMessages('Environmental', leak, [
    ['LeakDetectedWarning', 'Warning'],
    ['LeakDetectedCritical', 'Critical'],
    ['LeakDetectedNormal', 'OK', ['LeakDetectedWarning', 'LeakDetectedCritical']],
    ['LeakDetectorFailure', 'UNKNOWN'],
    ['LeakDetectorDisconnected', 'UNKNOWN'],
    ['LeakDetectorConnected', 'UNKNOWN', ['LeakDetectorDisconnected']],
    ['LeakDetectorRestored', 'UNKNOWN', ['LeakDetectorFailure']],
  ]),
  ...stateMessages('Environmental', cooling('fan.{id}'), [
    ['FanFailed', 'Critical'],
    ['FanRestored', 'OK', ['FanFailed']],
  ]),
  ...groupMessages('Environmental', 'Fan', cooling('fan.{id}')),
  ...stateMessages('Environmental', cooling('pump.{id}'), [
    ['PumpFailed', 'Critical'],
    ['PumpRestored', 'OK', ['PumpFailed']],
  ]),
  ...stateMessages('Environmental', cooling('filter.{id}'), [
    ['FilterRequiresService', 'Warning'],
    ['FilterRestored', 'OK', ['FilterRequiresService']],
  ]),
  ...thresholdMessages('Power', 'Voltage', 'VoltageNormal', 'voltage'),
  ...thresholdMessages('Power', 'Current', 'CurrentNormal', 'current'),
  ...thresholdMessages('Power', 'Frequency', 'FrequencyNormal', 'frequency'),
  ...thresholdMessages('Power', 'Power', 'PowerNormal', 'power'),
  ...stateMessages('Power', input, [
    ['LossOfInputPower', 'LossOfInput'],
    ['LineInputPowerFault', 'OutOfRange'],
    ['LineInputPowerRestored', 'Normal', ['LossOfInputPower', 'LineInputPowerFault']],
  ]),
  ...stateMessages('Power', power('power.supply.{id}'), [
    ['PowerSupplyWarning', 'Warning'],
    ['PowerSupplyPredictiveFailure', 'Warning'],
    ['PowerSupplyFailed', 'Critical'],
    ['PowerSupplyRestored', 'OK', ['PowerSupplyWarning', 'PowerSupplyPredictiveFailure', 'PowerSupplyFailed']],
  ]),
  ...groupMessages('Power', 'PowerSupply', power('power.supply.{id}')),
  ...stateMessages('Power', power('breaker.{id}'), [
    ['BreakerFault', 'Fault'],
    ['BreakerTripped', 'Tripped'],
    ['BreakerReset', 'Normal', ['BreakerFault', 'BreakerTripped']],
  ]),
  ...stateMessages('Power', power('circuit.{id}'), [
    ['CircuitPoweredOff', 'Off'],
    ['CircuitPoweredOn', 'Normal', ['CircuitPoweredOff']],
  ]),
  ...thresholdMessages('SensorEvent', 'Reading', 'SensorReadingNormalRange'),
]);

/** Messages of one parameter of one origin that are not cleared, by key. */
export type Conditions = ReadonlyMap<string, string>;

/** Registry and name of a MessageId; its version tells nothing. Undefined when it is none. DMTF DSP0266, MessageId. */
export function messageKey(messageId: unknown): string | undefined {
  const match = typeof messageId === 'string' ? /^(\w+)(?:\.\d+)*\.(\w+)$/.exec(messageId) : null;
  return match === null ? undefined : `${match[1] ?? ''}.${match[2] ?? ''}`;
}

/** The parameter that the message is about; undefined when the message says nothing of the environment. */
export function parameterOf(
  { key, args }: Message,
  id: string,
): (Pick<ChassisDatum, 'parameterType' | 'parameterName'> & { parameterName: string }) | undefined {
  const meaning = TABLE.get(key);
  if (meaning === undefined) return undefined;
  const { parameterType, parameterName } = meaning;
  if (!parameterName.includes('{quantity}')) return { parameterType, parameterName: parameterName.replace('{id}', id) };
  // SensorEvent: the units are all that says what was measured.
  const quantity = quantityIn(args[2]);
  if (quantity === undefined) return undefined;
  return { parameterType: QUANTITIES[quantity].parameterType, parameterName: `${quantity}.${id}.condition` };
}

/** What holds after the message, and the state that this means: the worst that is not cleared. */
export function withMessage(conditions: Conditions, key: string): { conditions: Conditions; state: string } {
  const meaning = TABLE.get(key);
  const next = new Map(conditions);
  for (const cleared of meaning?.clears ?? []) next.delete(cleared);
  if (meaning?.isCondition === true) next.set(key, meaning.state);
  const states = [...next.values()];
  return { conditions: next, state: states.length === 0 ? (meaning?.state ?? 'UNKNOWN') : worst(states) };
}

/** A message and when it happened, milliseconds by the clock of the service; undefined when it does not tell. */
interface TimedMessage {
  key: string;
  time: number | undefined;
}

/** The messages of one parameter of one origin, in the order in which they happened. */
export interface History {
  /** What held before the first of them. */
  before: Conditions;
  messages: readonly TimedMessage[];
}

/** Messages that one that comes late is put between; what is older is settled. */
const MAXIMUM_HISTORY = 32;
/** Milliseconds that a message may come late. One that is older comes from a clock that was set back, and is news. */
const MAXIMUM_LATENESS = 3_600_000;

/** What holds after a message, which may have been overtaken by later ones (`EventTimestamp`), and the state that this means. */
export function afterMessage(
  { before, messages }: History,
  message: TimedMessage,
): { history: History; state: string } {
  const { time } = message;
  const isBefore = (other: TimedMessage): boolean =>
    time === undefined || other.time === undefined || other.time <= time || other.time - time > MAXIMUM_LATENESS;
  const place = messages.findLastIndex(isBefore) + 1;
  const all = [...messages.slice(0, place), message, ...messages.slice(place)];
  const settled = all.slice(0, Math.max(0, all.length - MAXIMUM_HISTORY));
  const kept = all.slice(settled.length);
  const history = { before: replay(before, settled).conditions, messages: kept };
  return { history, state: replay(history.before, kept).state };
}

function replay(before: Conditions, messages: readonly TimedMessage[]): { conditions: Conditions; state: string } {
  let result = { conditions: before, state: 'UNKNOWN' };
  for (const { key } of messages) result = withMessage(result.conditions, key);
  return result;
}

/** What is UNKNOWN hides everything else: a detector that failed sees no leak end. */
function worst(states: readonly string[]): string {
  if (states.includes('UNKNOWN')) return 'UNKNOWN';
  return ORDER.findLast((state) => states.includes(state)) ?? 'UNKNOWN';
}
