import type { EnvironmentData } from './environment-source.ts';

/** A datum without the server or zone that it is about. */
export type UpsDatum = Omit<EnvironmentData, 'computeHostId' | 'resourceZoneId' | 'parameterName'> & {
  parameterName: string;
};

/** Given for every UPS: said to be UNKNOWN before the UPS has been heard. */
export const ESSENTIAL_PARAMETERS = ['ups.status', 'battery.charge'] as const;

/** Seconds after the change to battery in which a low battery must agree with `battery.runtime` to be believed. */
const LOW_BATTERY_SETTLE_TIME = 10;

/**
 * The state of a UPS as one word of NUT's own: the first line whose tokens are all in `ups.status` (RFC 9271) gives it.
 * From the most to the least severe:
 *
 * | state     | meaning |
 * |-----------|---------|
 * | `FSD`     | upsd has begun the forced shutdown; it stays until upsd restarts, even when the mains return |
 * | `CAL`     | the battery is being calibrated: on battery on purpose, whatever `OB` and `LB` say meanwhile |
 * | `LB`      | on battery, and the battery is low |
 * | `OB`      | on battery |
 * | `OL LB`   | on mains, but the battery is low: not NORMAL, for the next failure of the mains is the end |
 * | `OFF`     | the output is switched off; the servers may live from another feed |
 * | `BYPASS`  | on mains without the battery behind it |
 * | `OL`      | on mains |
 * | `UNKNOWN` | none of these: empty, `WAIT` (the driver starts), or words that do not tell where the power comes from |
 *
 * `CHRG DISCHRG HB RB TRIM BOOST OVER ALARM` say more about the UPS but not where the power comes from: left aside.
 */
const STATES = [
  ['FSD', ['FSD']],
  ['CAL', ['CAL']],
  ['LB', ['OB', 'LB']],
  ['OB', ['OB']],
  ['OL LB', ['OL', 'LB']],
  ['OFF', ['OFF']],
  ['BYPASS', ['BYPASS']],
  ['OL', ['OL']],
] as const satisfies readonly (readonly [string, readonly string[]])[];

type UpsState = (typeof STATES)[number][0] | 'UNKNOWN';

/**
 * The state that `ups.status` means; see the table above.
 *
 * @param variables the variables of the UPS
 * @param onBatteryFor seconds since the change to battery was seen; undefined when it was not seen
 */
export function upsState(variables: ReadonlyMap<string, string>, onBatteryFor: number | undefined): UpsState {
  const tokens = new Set((variables.get('ups.status') ?? '').split(/\s+/));
  if (tokens.has('WAIT')) return 'UNKNOWN';
  if (tokens.has('OB') && isLowBatteryContradicted(variables, onBatteryFor)) tokens.delete('LB');
  return STATES.find(([, needed]) => needed.every((token) => tokens.has(token)))?.[0] ?? 'UNKNOWN';
}

/** Some UPSes raise LB for a moment when the load comes onto the battery, with a quarter of an hour left. */
function isLowBatteryContradicted(variables: ReadonlyMap<string, string>, onBatteryFor: number | undefined): boolean {
  if (onBatteryFor === undefined || onBatteryFor >= LOW_BATTERY_SETTLE_TIME) return false;
  const runtime = decimal(variables.get('battery.runtime'));
  const low = decimal(variables.get('battery.runtime.low'));
  return runtime !== undefined && low !== undefined && runtime > low;
}

/**
 * What the variables of a UPS say of its environment: `ups.status` as STATE, `battery.charge` in `%`, `battery.runtime`
 * in `s`, `ambient.temperature` and `ambient.N.temperature` in `Cel`. R2, R3, RFC 9271.
 * A parameter of `expected` that is missing, and a value that is no plausible number, become STATE `UNKNOWN`.
 */
export function upsData(
  variables: ReadonlyMap<string, string>,
  state: UpsState,
  expected: Iterable<string>,
): UpsDatum[] {
  const data = new Map<string, UpsDatum>();
  data.set('ups.status', { parameterType: 'POWER', parameterName: 'ups.status', dataType: 'STATE', state });
  for (const [name, text] of variables) {
    const unit = unitOf(name);
    if (unit === undefined || isSensorAbsent(name, variables)) continue;
    const value = decimal(text);
    const isPlausible = value !== undefined && (unit === 'Cel' || (value >= 0 && (unit === 's' || value <= 100)));
    const parameterType = parameterTypeOf(name);
    data.set(
      name,
      isPlausible ? { parameterType, parameterName: name, dataType: 'VALUE', value, unit } : unknownDatum(name),
    );
  }
  for (const name of expected) if (!data.has(name)) data.set(name, unknownDatum(name));
  return [...data.values()];
}

/** The datum that makes the level of the parameter UNKNOWN. R8. */
export function unknownDatum(parameterName: string): UpsDatum {
  return { parameterType: parameterTypeOf(parameterName), parameterName, dataType: 'STATE', state: 'UNKNOWN' };
}

function parameterTypeOf(name: string): 'POWER' | 'COOLING' {
  return name.startsWith('ambient.') ? 'COOLING' : 'POWER';
}

/** Unit of a parameter that has a value; undefined where a UPS has no such. */
function unitOf(name: string): '%' | 's' | 'Cel' | undefined {
  if (name === 'battery.charge') return '%';
  if (name === 'battery.runtime') return 's';
  return /^ambient\.(\d+\.)?temperature$/.test(name) ? 'Cel' : undefined;
}

/** A probe that was pulled out keeps its last temperature in some drivers. */
function isSensorAbsent(name: string, variables: ReadonlyMap<string, string>): boolean {
  return name.endsWith('temperature') && variables.get(name.replace(/temperature$/, 'present')) === 'no';
}

/** Undefined unless the text is a plain decimal number; the empty text is not 0. */
function decimal(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text.trim()) ? Number(text) : undefined;
}
