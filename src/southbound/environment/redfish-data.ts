/** What the resources of a Redfish service say of the environment, as data (R2, R3). DMTF DSP0268. */
import { QUANTITIES, quantityOf, unitOf, type ChassisDatum, type QuantityName } from './redfish-quantities.ts';
import { delayDatum } from './redfish-reaction.ts';

/** A datum and the resource that it comes from in the end. */
export interface Finding {
  datum: ChassisDatum;
  /** `@odata.id` of the sensor behind it, as an event would name it. */
  origin: string | undefined;
  /** The air that enters, whatever the sensor is called. */
  isIntake?: boolean;
}

/** A resource, or a part of one; nothing of it is certain. */
export type Resource = Record<string, unknown>;

/** What each type of resource says; what is not here says nothing of the environment. */
const FINDINGS: Readonly<Record<string, (resource: Resource) => Finding[]>> = {
  Chassis: intrusionOf,
  ThermalMetrics: (resource) => summaryOf(resource),
  EnvironmentMetrics: environmentOf,
  Sensor: sensorOf,
  PowerSupply: powerSupplyOf,
  LeakDetector: leakDetectorOf,
  LeakDetection: leakGroupsOf,
  Thermal: legacyThermalOf,
  Power: legacyPowerOf,
};

/** The data of a resource by its `@odata.type`, `#Sensor.v1_7_0.Sensor`. */
export function findingsIn(resource: Resource): Finding[] {
  const type = /^#(\w+)\./.exec(textOf(resource['@odata.type']) ?? '')?.[1] ?? '';
  return Object.hasOwn(FINDINGS, type) ? (FINDINGS[type]?.(resource) ?? []) : [];
}

/** The datum that makes the level of the parameter UNKNOWN. R8. */
export function unknownDatum({ parameterType, parameterName }: ChassisDatum): ChassisDatum {
  return { parameterType, parameterName, dataType: 'STATE', state: 'UNKNOWN' };
}

export function stateDatum(
  parameterType: ChassisDatum['parameterType'],
  parameterName: string,
  state: string,
): ChassisDatum {
  return { parameterType, parameterName, dataType: 'STATE', state };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export function resourceOf(value: unknown): Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Resource) : {};
}

export function listOf(value: unknown): Resource[] {
  return Array.isArray(value) ? value.map(resourceOf) : [];
}

/** The path that a link leads to; a plain path of old services too. */
export function pathOf(link: unknown): string | undefined {
  return textOf(link) ?? textOf(resourceOf(link)['@odata.id']);
}

/** An identifier as part of the name of a parameter. */
export function namePart(...candidates: unknown[]): string {
  const text = candidates.map((candidate) => textOf(typeof candidate === 'number' ? String(candidate) : candidate));
  return (text.find((one) => one !== undefined) ?? 'unnamed').replaceAll(/[\s\p{C}]+/gu, '_').slice(0, 100);
}

/** Whether the reading of the resource can be relied on: only `Enabled` can. Absent means it does not say. */
function isEnabled({ Status }: Resource): boolean {
  const { State } = resourceOf(Status);
  return State === undefined || State === null || State === 'Enabled';
}

function isAbsent({ Status }: Resource): boolean {
  return resourceOf(Status)['State'] === 'Absent';
}

function valueOf(quantity: QuantityName, parameterName: string, value: unknown, unit: string): ChassisDatum {
  const { parameterType } = QUANTITIES[quantity];
  return typeof value === 'number' && Number.isFinite(value)
    ? { parameterType, parameterName, dataType: 'VALUE', value, unit }
    : stateDatum(parameterType, parameterName, 'UNKNOWN');
}

const INTRUSION_STATES = ['Normal', 'HardwareIntrusion', 'TamperingDetected'];

function intrusionOf(chassis: Resource): Finding[] {
  const { IntrusionSensor } = resourceOf(chassis['PhysicalSecurity']);
  if (IntrusionSensor === undefined || IntrusionSensor === null) return [];
  const state = INTRUSION_STATES.find((known) => known === IntrusionSensor) ?? 'UNKNOWN';
  return [{ datum: stateDatum('INTRUSION', 'intrusion', state), origin: pathOf(chassis) }];
}

/** A reading copied from a sensor. DMTF Sensor, SensorExcerpt. */
function excerptOf(quantity: QuantityName, parameterName: string, excerpt: unknown): Finding[] {
  if (excerpt === undefined || excerpt === null) return [];
  const { Reading, DataSourceUri } = resourceOf(excerpt);
  const datum = valueOf(quantity, parameterName, Reading, QUANTITIES[quantity].unit);
  return [{ datum, origin: textOf(DataSourceUri) }];
}

function summaryOf(metrics: Resource): Finding[] {
  const summary = resourceOf(metrics['TemperatureSummaryCelsius']);
  return ['Intake', 'Ambient', 'Exhaust', 'Internal'].flatMap((place) =>
    excerptOf('temperature', `temperature.${place.toLowerCase()}`, summary[place]),
  );
}

function environmentOf(metrics: Resource): Finding[] {
  return [
    ...excerptOf('temperature', 'temperature', metrics['TemperatureCelsius']),
    ...excerptOf('humidity', 'humidity', metrics['HumidityPercent']),
  ];
}

function sensorOf(sensor: Resource): Finding[] {
  const { ReadingType, ReadingUnits, Reading, ReadingRangeMin, ReadingRangeMax, PhysicalContext } = sensor;
  const quantity = quantityOf(ReadingType);
  if (quantity === undefined || isAbsent(sensor)) return [];
  const isOutside = isBelow(Reading, ReadingRangeMin) || isBelow(ReadingRangeMax, Reading);
  const reading = isEnabled(sensor) && !isOutside ? Reading : undefined;
  const name = `${quantity}.${namePart(sensor['Id'], sensor['Name'])}`;
  return [
    {
      datum: valueOf(quantity, name, reading, unitOf(quantity, ReadingType, ReadingUnits)),
      origin: pathOf(sensor),
      isIntake: quantity === 'temperature' && PhysicalContext === 'Intake',
    },
  ];
}

/** A reading outside of what the sensor can read is a fault of the sensor. */
function isBelow(one: unknown, other: unknown): boolean {
  return typeof one === 'number' && typeof other === 'number' && one < other;
}

const LINE_INPUT_STATUSES: readonly unknown[] = ['Normal', 'LossOfInput', 'OutOfRange'];

/**
 * `LineInputStatus` tells. Services without it are judged by the voltage of the input, and without that by the health of the
 * supply, of which only `OK` says anything of the input.
 */
function lineInputOf(supply: Resource): string {
  const { LineInputStatus, LineInputVoltage, Status } = supply;
  if (LINE_INPUT_STATUSES.includes(LineInputStatus) && (isEnabled(supply) || LineInputStatus !== 'Normal'))
    return String(LineInputStatus);
  if (!isEnabled(supply) || (LineInputStatus !== undefined && LineInputStatus !== null)) return 'UNKNOWN';
  if (typeof LineInputVoltage === 'number') return LineInputVoltage > 0 ? 'Normal' : 'LossOfInput';
  return resourceOf(Status)['Health'] === 'OK' ? 'Normal' : 'UNKNOWN';
}

function powerSupplyOf(supply: Resource): Finding[] {
  if (isAbsent(supply)) return [];
  const name = `power.input.${namePart(supply['Id'], supply['MemberId'], supply['Name'])}`;
  return [{ datum: stateDatum('POWER', name, lineInputOf(supply)), origin: pathOf(supply) }];
}

const DETECTOR_STATES: readonly unknown[] = ['OK', 'Warning', 'Critical'];

function leakDetectorOf(detector: Resource): Finding[] {
  const { DetectorState, CriticalReactionType, WarningReactionType } = detector;
  const name = `leak.${namePart(detector['Id'], detector['DeviceName'])}`;
  const isKnown = isEnabled(detector) && DETECTOR_STATES.includes(DetectorState);
  const state = isKnown ? String(DetectorState) : 'UNKNOWN';
  const origin = pathOf(detector) ?? textOf(detector['DataSourceUri']);
  const reactions: Resource = { Critical: CriticalReactionType, Warning: WarningReactionType };
  const reacts = Object.values(reactions).some((type) => textOf(type) !== undefined && type !== 'None');
  const reaction = isKnown ? (textOf(reactions[state]) ?? 'None') : 'UNKNOWN';
  const leak = { datum: stateDatum('WATER_LEVEL', name, state), origin };
  if (!reacts) return [leak];
  // The device will switch off by itself: this is about power.
  const delay = delayDatum(name, reaction, detector['ReactionDelaySeconds']);
  return [
    leak,
    { datum: stateDatum('POWER', `${name}.reaction`, reaction), origin },
    ...(delay === undefined ? [] : [{ datum: delay, origin }]),
  ];
}

/** Services that show their detectors only in groups. */
function leakGroupsOf(leakDetection: Resource): Finding[] {
  return listOf(leakDetection['LeakDetectorGroups']).flatMap((group) =>
    listOf(group['Detectors']).flatMap((detector) => {
      const Id = textOf(detector['DataSourceUri'])?.split('/').at(-1) ?? detector['DeviceName'];
      return leakDetectorOf({ ...detector, Id });
    }),
  );
}

/** Places whose sensors speak of the environment rather than of the heat of a part. DMTF PhysicalContext. */
const ENVIRONMENT: readonly unknown[] = [
  ...['Room', 'Rack', 'Chassis', 'Intake', 'Exhaust', 'Front', 'Back', 'Upper', 'Lower'],
  ...['LiquidInlet', 'LiquidOutlet', 'CoolingSubsystem', 'Reservoir'],
];

export function isOfEnvironment({ PhysicalContext }: Resource): boolean {
  return ENVIRONMENT.includes(PhysicalContext);
}

function legacyThermalOf(thermal: Resource): Finding[] {
  return listOf(thermal['Temperatures'])
    .filter((temperature) => isOfEnvironment(temperature) && !isAbsent(temperature))
    .flatMap((temperature) =>
      sensorOf({
        ...temperature,
        Id: temperature['Name'] ?? temperature['MemberId'],
        ReadingType: 'Temperature',
        Reading: temperature['ReadingCelsius'],
        ReadingRangeMin: temperature['MinReadingRangeTemp'],
        ReadingRangeMax: temperature['MaxReadingRangeTemp'],
      }),
    );
}

function legacyPowerOf(power: Resource): Finding[] {
  return listOf(power['PowerSupplies']).flatMap((supply) =>
    powerSupplyOf({ ...supply, Id: supply['MemberId'] ?? supply['Name'] }),
  );
}
