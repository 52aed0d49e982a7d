import type { EnvironmentData } from './environment-source.ts';

/** A datum without the server or zone that it is about. */
export type ChassisDatum = Omit<EnvironmentData, 'computeHostId' | 'resourceZoneId' | 'parameterName'> & {
  parameterName: string;
};

interface Quantity {
  parameterType: 'POWER' | 'COOLING' | 'WATER_LEVEL' | 'INTRUSION';
  /** DMTF Sensor ReadingType. */
  readingTypes: readonly string[];
  /** UCUM; what a reading without units is in. */
  unit: string;
}

/** What is measured, by the first word of the name of the parameter. */
export const QUANTITIES = {
  temperature: { parameterType: 'COOLING', readingTypes: ['Temperature'], unit: 'Cel' },
  humidity: { parameterType: 'COOLING', readingTypes: ['Humidity'], unit: '%' },
  airflow: { parameterType: 'COOLING', readingTypes: ['AirFlow', 'AirFlowCMM'], unit: '[cft_i]/min' },
  flow: { parameterType: 'COOLING', readingTypes: ['LiquidFlow', 'LiquidFlowLPM'], unit: 'L/min' },
  pressure: { parameterType: 'COOLING', readingTypes: ['Pressure', 'PressurekPa', 'PressurePa'], unit: 'kPa' },
  level: { parameterType: 'WATER_LEVEL', readingTypes: ['LiquidLevel'], unit: '%' },
  voltage: { parameterType: 'POWER', readingTypes: ['Voltage'], unit: 'V' },
  current: { parameterType: 'POWER', readingTypes: ['Current'], unit: 'A' },
  frequency: { parameterType: 'POWER', readingTypes: ['Frequency'], unit: 'Hz' },
  power: { parameterType: 'POWER', readingTypes: ['Power'], unit: 'W' },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof QUANTITIES;

const QUANTITY_OF: ReadonlyMap<unknown, QuantityName> = new Map(
  (Object.keys(QUANTITIES) as QuantityName[]).flatMap((name) =>
    QUANTITIES[name].readingTypes.map((readingType): [unknown, QuantityName] => [readingType, name]),
  ),
);

/** ReadingType of which the value is in other units than the quantity is usually in. */
const UNITS_OF_TYPE: ReadonlyMap<unknown, string> = new Map([
  ['AirFlowCMM', 'm3/min'],
  ['PressurePa', 'Pa'],
  ['LiquidLevel', 'cm'],
]);

/** Units are UCUM by DMTF, but older services write words. */
const UCUM: ReadonlyMap<unknown, string> = new Map([
  ['C', 'Cel'],
  ['Celsius', 'Cel'],
  ['F', '[degF]'],
  ['Percent', '%'],
  ['Volts', 'V'],
  ['Amps', 'A'],
  ['Watts', 'W'],
  ['LPM', 'L/min'],
  ['CFM', '[cft_i]/min'],
]);

/** The quantity of a sensor; undefined when it is none that speaks of the environment. DMTF Sensor, ReadingType. */
export function quantityOf(readingType: unknown): QuantityName | undefined {
  return QUANTITY_OF.get(readingType);
}

/** The quantity that is measured in these units; undefined when they do not tell. */
export function quantityIn(units: unknown): QuantityName | undefined {
  const unit = UCUM.get(units) ?? units;
  return (Object.keys(QUANTITIES) as QuantityName[]).find((name) => QUANTITIES[name].unit === unit);
}

/** UCUM of what a sensor reads. DMTF Sensor, ReadingUnits. */
export function unitOf(quantity: QuantityName, readingType: unknown, readingUnits: unknown): string {
  const given = UCUM.get(readingUnits) ?? readingUnits;
  if (typeof given === 'string' && /^[!-~]{1,64}$/.test(given)) return given;
  return UNITS_OF_TYPE.get(readingType) ?? QUANTITIES[quantity].unit;
}
