/** The state of one parameter of one server or zone: what the last data say by the thresholds that apply (R7, R8, R9). */
import { newIdentifier } from '../identifier.ts';
import { notify } from '../managers/notifications.ts';
import {
  addSeconds,
  compact,
  earliest,
  secondsBetween,
  stateKeyOf,
  type EnvironmentState,
  type EnvironmentThreshold,
  type Sample,
  type ServerCharacteristics,
  type StateObject,
  type TimedDatum,
} from './entities.ts';
import { byThisClock } from './clock.ts';
import type { Context } from './context.ts';
import type { Convert } from './unit.ts';
import { evaluateThreshold, isFailing, UNKNOWN_STATE, worstLevel, type Reading } from './rules/level.ts';
import { predictFailure, type Course } from './rules/deadline.ts';
import { slopePerSecond, withSamples, worseningPerSecond } from './rules/trend.ts';
import { hostObject, hostsById, readTopology, zoneObject, zonesOf } from './topology.ts';

export interface StateUpdate {
  state: EnvironmentState;
  /** The level by any threshold is another one now, or a predicted failure that a deadline may rest on. */
  changed: boolean;
}

/** Seconds by which a predicted failure has to move before anything is reckoned anew. */
const PREDICTION_TOLERANCE = 1;
/** A reported variation older than this says nothing about now. */
const VARIATION_VALID_SECONDS = 120;

export interface ToldDatum extends TimedDatum {
  /** Environment source that tells it; undefined when it was posted to the interface. */
  environmentSourceId?: string | undefined;
}

/** Takes a datum into the state of its parameter; a datum older than the last one changes nothing. */
export async function takeDatum(
  context: Context,
  object: StateObject,
  told: ToldDatum,
  thresholds: readonly EnvironmentThreshold[],
): Promise<StateUpdate | undefined> {
  const { datum, time } = told;
  const objectId = objectIdOf(object);
  const [known] = await context.tables.environmentStates.find({ stateKey: stateKeyOf(objectId, datum) });
  const previous = known && byThisClock(known, { time, now: context.now });
  if (previous !== undefined && time < previous.lastMeasuredTime) return undefined;
  const next = withDatum(context, previous ?? emptyState(object, objectId, told), told);
  return evaluateState(context, next, object, thresholds, { isNew: previous === undefined, time });
}

/** Holds the last data against the thresholds, at `time`, and stores the state. */
export async function evaluateState(
  context: Context,
  state: EnvironmentState,
  object: StateObject,
  thresholds: readonly EnvironmentThreshold[],
  { isNew, time }: { isNew: boolean; time: string },
): Promise<StateUpdate> {
  const after = evaluated(context, state, object, thresholds, { isNew, time });
  const moved = isMoved(state.reckonedFailureTime, after.predictedFailureTime) && (await isAnythingEvacuated(context));
  const changed = isNew || levelsDiffer(state, after) || moved;
  const next = changed ? withReckoned(after) : after;
  await (isNew ? context.tables.environmentStates.insert(next) : context.tables.environmentStates.update(next));
  context.quiet.learn(next, object, thresholds);
  if (after.environmentLevel !== state.environmentLevel) await notifyLevel(context, state, next);
  return { state: next, changed };
}

/** The state by its last data and the thresholds, at `time`. Pure. */
export function evaluated(
  { convert, now }: Pick<Context, 'convert' | 'now'>,
  state: EnvironmentState,
  { characteristics }: StateObject,
  thresholds: readonly EnvironmentThreshold[],
  { isNew, time }: { isNew: boolean; time: string },
): EnvironmentState {
  const readings = thresholds
    .map((threshold) => ({ threshold, found: readingFor(threshold, state, { convert, now }) }))
    .flatMap(({ threshold, found }) => (found === undefined ? [] : [{ threshold, ...found }]));
  const evaluations = readings.map(({ threshold, reading }) =>
    evaluateThreshold(
      threshold,
      reading,
      state.thresholdLevels.find(({ environmentThresholdId }) => environmentThresholdId === threshold.id),
      { time, characteristics },
    ),
  );
  const thresholdLevels = evaluations.map(({ level }) => level);
  const environmentLevel = worstLevel(thresholdLevels.map((level) => level.environmentLevel));
  const { predictedFailureTime: _p, nextEvaluationTime: _n, trend: _t, ...rest } = state;
  return compact({
    trend: trendOf(state, convert),
    predictedFailureTime: earliest(
      ...readings.map(({ threshold }) => predictionBy(threshold, state, convert, characteristics)),
    ),
    nextEvaluationTime: earliest(
      state.undeterminedComputeHostIds === undefined ? undefined : now,
      ...evaluations.map((evaluation) => evaluation.nextEvaluationTime),
      ...readings.map(({ staleTime }) => staleTime),
    ),
    ...rest,
    environmentLevel,
    levelEnteredTime: environmentLevel === state.environmentLevel && !isNew ? state.levelEnteredTime : time,
    thresholdLevels,
  });
}

function levelsDiffer(before: EnvironmentState, after: EnvironmentState): boolean {
  const levels = (state: EnvironmentState) =>
    JSON.stringify(state.thresholdLevels.map((level) => [level.environmentThresholdId, level.environmentLevel]));
  return levels(before) !== levels(after);
}

function isMoved(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return Math.abs(secondsBetween(before, after)) > PREDICTION_TOLERANCE;
}

/** The state with its prediction as the one that is reckoned by from now on. */
function withReckoned({ reckonedFailureTime: _old, ...state }: EnvironmentState): EnvironmentState {
  const { predictedFailureTime } = state;
  return predictedFailureTime === undefined ? state : { reckonedFailureTime: predictedFailureTime, ...state };
}

/** While nothing is being evacuated no deadline rests on a prediction. */
export async function isAnythingEvacuated({ tables, quiet, keptSite }: Context): Promise<boolean> {
  // Where readings are quiet, the site that is kept is exact.
  const site = quiet.learns ? keptSite() : undefined;
  if (site !== undefined) return site.evacuated().size > 0;
  const [open] = await tables.hostEvacuations.find({ dueTime: { notAfter: '9999' } }, { limit: 1 });
  return open !== undefined;
}

export function objectIdOf(object: StateObject): string {
  return object.computeHostId === undefined
    ? zoneObject(object.resourceZoneId ?? '')
    : hostObject(object.computeHostId);
}

function emptyState(object: StateObject, objectId: string, { datum, time }: TimedDatum): EnvironmentState {
  return compact({
    id: newIdentifier(),
    objectId,
    computeHostId: object.computeHostId,
    resourceZoneId: object.resourceZoneId,
    parameterType: datum.parameterType,
    parameterName: datum.parameterName,
    environmentLevel: 'UNKNOWN' as const,
    levelEnteredTime: time,
    lastDatum: datum,
    lastMeasuredTime: time,
    thresholdLevels: [],
    readings: {},
    samples: [],
  });
}

function withDatum(
  { convert, now }: Pick<Context, 'convert' | 'now'>,
  { sourceLostTime: _ended, ...known }: EnvironmentState,
  { datum, time, environmentSourceId = known.environmentSourceId }: ToldDatum,
): EnvironmentState {
  const state = compact({ ...known, environmentSourceId, toldTime: now });
  const values = datum.dataType === 'VALUE' && datum.value !== undefined ? [{ time, value: datum.value }] : [];
  return withData(state, { datum, time }, values, convert);
}

/** The state with data of one kind: the last of them, and the values of all, in its unit. */
export function withData(
  state: EnvironmentState,
  { datum, time }: TimedDatum,
  values: readonly Sample[],
  convert: Convert,
): EnvironmentState {
  const { unit } = datum;
  const next = {
    ...state,
    lastDatum: datum,
    lastMeasuredTime: time,
    readings: { ...state.readings, [datum.dataType]: { datum, time } },
  };
  if (values.length === 0 || unit === undefined) return next;
  const samplesUnit = state.samplesUnit ?? unit;
  const samples = values.map((sample) => ({ ...sample, value: convert(sample.value, unit, samplesUnit) }));
  return samples.every(isNumber)
    ? { ...next, samplesUnit, samples: withSamples(state.samples, samples) }
    : { ...next, samplesUnit: unit, samples: withSamples([], values) };
}

function isNumber(sample: { time: string; value: number | undefined }): sample is Sample {
  return sample.value !== undefined;
}

interface FoundReading {
  reading: Reading;
  /** When the reading is too old to say anything. */
  staleTime?: string;
}

/** The newest reading of a kind that the threshold is for; undefined when there never was one. */
function readingFor(
  threshold: EnvironmentThreshold,
  state: EnvironmentState,
  { convert, now }: Pick<Context, 'convert' | 'now'>,
): FoundReading | undefined {
  const { VALUE, VARIATION, STATE, CODE } = state.readings;
  const candidates: { time: string; reading: Reading }[] = [];
  if (threshold.direction !== undefined && threshold.unit !== undefined) {
    const number =
      numberIn(threshold.unit, VALUE, 'value', convert) ?? numberIn(threshold.unit, VARIATION, 'variation', convert);
    if (number !== undefined) candidates.push({ time: number.time, reading: { kind: 'NUMBER', number: number.value } });
  }
  if (threshold.codeLevels !== undefined && CODE?.datum.code !== undefined)
    candidates.push({ time: CODE.time, reading: { kind: 'CODE', code: CODE.datum.code } });
  if (STATE?.datum.state === UNKNOWN_STATE)
    candidates.push({ time: STATE.time, reading: { kind: 'SILENT', problem: 'the sensor is silent or faulty' } });
  else if (threshold.stateLevels !== undefined && STATE?.datum.state !== undefined)
    candidates.push({ time: STATE.time, reading: { kind: 'STATE', state: STATE.datum.state } });
  const newest = candidates.sort((a, b) => a.time.localeCompare(b.time)).at(-1);
  if (newest === undefined) return undefined;
  const { sourceLostTime, environmentSourceId = '' } = state;
  if (sourceLostTime !== undefined)
    return {
      reading: { kind: 'SILENT', problem: `its source ${environmentSourceId} is lost since ${sourceLostTime}` },
    };
  if (threshold.stalenessTime === undefined) return { reading: newest.reading };
  const staleTime = addSeconds(newest.time, threshold.stalenessTime);
  return staleTime > now
    ? { reading: newest.reading, staleTime }
    : { reading: { kind: 'SILENT', problem: `no datum since ${newest.time}` } };
}

function numberIn(unit: string, reading: TimedDatum | undefined, attribute: 'value' | 'variation', convert: Convert) {
  const number = reading?.datum[attribute];
  if (reading === undefined || number === undefined || reading.datum.unit === undefined) return undefined;
  const value = convert(number, reading.datum.unit, unit);
  return value === undefined ? undefined : { value, time: reading.time };
}

/** When the parameter reaches the FAILED threshold, from its value, its trend, or a reported time left. */
export function predictionBy(
  threshold: EnvironmentThreshold,
  state: EnvironmentState,
  convert: Convert,
  characteristics: ServerCharacteristics,
): string | undefined {
  const { unit, direction } = threshold;
  if (unit === undefined || direction === undefined || isValueOver(threshold, state)) return undefined;
  const number = numberIn(unit, state.readings.VALUE, 'value', convert);
  if (number === undefined) return undefined;
  const secondsPerUnit = convert(1, unit, 's');
  const course: Course = {
    worsening: worseningOf(state, unit, direction, convert) ?? batteryWorsening(threshold, characteristics),
    isTime: secondsPerUnit !== undefined,
    secondsPerUnit: secondsPerUnit ?? 0,
    ...number,
  };
  return predictFailure(threshold, course, characteristics);
}

/** A state that came after the value ended it, as None ends the time left until a device switches off by itself. */
function isValueOver({ stateLevels }: EnvironmentThreshold, { readings }: EnvironmentState): boolean {
  const { VALUE, STATE } = readings;
  if (VALUE === undefined || STATE?.datum.state === undefined || STATE.time <= VALUE.time) return false;
  return stateLevels !== undefined && Object.hasOwn(stateLevels, STATE.datum.state);
}

/** Change per second in the worsening direction: the worse of what was measured and what was reported. */
function worseningOf(
  state: EnvironmentState,
  unit: string,
  direction: 'RISING' | 'FALLING',
  convert: Convert,
): number | undefined {
  const factor = convert(1, `${state.samplesUnit ?? unit}/s`, `${unit}/s`) ?? 1;
  const measured = worseningPerSecond(state.samples, direction);
  const reported = reportedPerSecond(state, unit, convert);
  const rates = [
    ...(measured === undefined ? [] : [measured * factor]),
    ...(reported === undefined ? [] : [direction === 'RISING' ? reported : -reported]),
  ].filter((rate) => rate > 0);
  return rates.length === 0 ? undefined : Math.max(...rates);
}

function reportedPerSecond(state: EnvironmentState, unit: string, convert: Convert): number | undefined {
  const reading = state.readings.VARIATION;
  if (reading?.datum.variation === undefined || reading.datum.unit === undefined) return undefined;
  if (secondsBetween(reading.time, state.lastMeasuredTime) > VARIATION_VALID_SECONDS) return undefined;
  return convert(reading.datum.variation, reading.datum.unit, `${unit}/s`);
}

/** How fast a battery of known capacity empties at a known draw, for a charge in per cent (R9). */
function batteryWorsening(
  threshold: EnvironmentThreshold,
  { batteryCapacity, powerDraw }: ServerCharacteristics,
): number | undefined {
  const isCharge = threshold.parameterType === 'POWER' && threshold.unit === '%' && threshold.direction === 'FALLING';
  if (!isCharge || batteryCapacity === undefined || powerDraw === undefined || batteryCapacity === 0) return undefined;
  return (100 * powerDraw) / (batteryCapacity * 3600);
}

function trendOf(state: EnvironmentState, convert: Convert): EnvironmentState['trend'] {
  const unit = state.samplesUnit ?? state.readings.VALUE?.datum.unit;
  const measured = (slopePerSecond(state.samples) ?? NaN) * 60;
  if (unit !== undefined && Number.isFinite(measured)) return { value: measured, unit: `${unit}/min` };
  const reported = state.readings.VARIATION?.datum;
  if (reported?.variation === undefined || reported.unit === undefined) return undefined;
  const perMinute = unit === undefined ? undefined : convert(reported.variation, reported.unit, `${unit}/min`);
  return perMinute === undefined
    ? { value: reported.variation, unit: reported.unit }
    : { value: perMinute, unit: `${unit ?? ''}/min` };
}

async function notifyLevel(context: Context, before: EnvironmentState, state: EnvironmentState): Promise<void> {
  const { computeHostId, resourceZoneId, parameterType, parameterName, environmentLevel, predictedFailureTime } = state;
  await notify(context, {
    apiName: 'envnotif',
    notificationType: 'EnvironmentStateChangeNotification',
    resourceId: state.id,
    subject: {
      computeHostIds: computeHostId === undefined ? await awaitedIn(context, resourceZoneId ?? '') : [computeHostId],
      resourceZoneIds: resourceZoneId === undefined ? [] : [resourceZoneId],
      parameterTypes: [parameterType],
      environmentLevels: [environmentLevel],
    },
    content: compact({
      environmentStateId: state.id,
      computeHostId,
      resourceZoneId,
      parameterType,
      parameterName,
      environmentLevel,
      previousEnvironmentLevel: before.environmentLevel,
      predictedFailureTime,
    }),
  });
}

/** The servers that somebody subscribed for and that what is said of the zone concerns. */
async function awaitedIn({ tables }: Context, resourceZoneId: string): Promise<string[]> {
  const subscriptions = await tables.subscriptions.find({ apiName: 'envnotif' });
  const ids = new Set(subscriptions.flatMap(({ filter }) => filter?.['computeHostIds'] ?? []));
  if (ids.size === 0) return [];
  const topology = await readTopology(tables);
  const concerned: string[] = [];
  for (const host of await hostsById(tables, [...ids]))
    if ((await zonesOf(tables, topology, host)).includes(resourceZoneId)) concerned.push(host.id);
  return concerned;
}

/** The datum in words, e.g. `battery.charge 34 %`. */
export function describeState(state: EnvironmentState): string {
  const name = state.parameterName ?? state.parameterType;
  const { value, variation, unit, state: stateName, code } = state.lastDatum;
  const what =
    value !== undefined
      ? `${round(value)} ${unit ?? ''}`
      : variation !== undefined
        ? `${round(variation)} ${unit ?? ''}`
        : (stateName ?? code ?? '');
  const silent = state.thresholdLevels.find(({ problem }) => problem !== undefined)?.problem;
  return `${name} ${what.trim()} is ${state.environmentLevel}${isFailing(state.environmentLevel) || silent === undefined ? '' : ` (${silent})`}`;
}

function round(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * 100) / 100;
}
