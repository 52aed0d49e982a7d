import type { Profile, SnmpDatum } from './profile.ts';
import { numberAt, rowsOf, scaled, type Readings } from './readings.ts';

/** entPhySensorEntry. RFC 3433. */
const SENSOR = '1.3.6.1.2.1.99.1.1.1';
const TYPE = `${SENSOR}.1`;
const SCALE = `${SENSOR}.2`;
const PRECISION = `${SENSOR}.3`;
const VALUE = `${SENSOR}.4`;
const OPER_STATUS = `${SENSOR}.5`;

/** EntitySensorStatus ok; EntitySensorDataScale units; the value that stands for an overflow, and its opposite. */
const OK = 1;
const UNITS = 9;
const OVERFLOW = 1e9;

/** EntitySensorDataType and what it is here; other kinds do not say what they mean for a server. */
const KINDS = new Map([
  [3, { parameterType: 'POWER', name: 'voltage', unit: 'V' }],
  [4, { parameterType: 'POWER', name: 'voltage', unit: 'V' }],
  [5, { parameterType: 'POWER', name: 'current', unit: 'A' }],
  [6, { parameterType: 'POWER', name: 'power', unit: 'W' }],
  [8, { parameterType: 'COOLING', name: 'temperature', unit: 'Cel' }],
  [9, { parameterType: 'COOLING', name: 'humidity', unit: '%' }],
  [10, { parameterType: 'COOLING', name: 'fan', unit: '/min' }],
  [11, { parameterType: 'COOLING', name: 'airflow', unit: 'm3/min' }],
]);

/** Sensors of a switch, router or environment unit, named by kind and entPhysicalIndex: `temperature.1004`. RFC 3433. */
export const entitySensor: Profile = {
  kind: 'sensor',
  oids: [],
  columns: [TYPE, SCALE, PRECISION, VALUE, OPER_STATUS],
  essential: [],
  interpret: (readings, entityIndexes) => ({
    data: [...rowsOf(readings, TYPE)]
      .filter(([index]) => entityIndexes === undefined || entityIndexes.includes(Number(index)))
      .flatMap(([index, type]) => sensorData(readings, index, type)),
  }),
};

function sensorData(readings: Readings, index: string, type: number | string): SnmpDatum[] {
  const kind = KINDS.get(Number(type));
  if (kind === undefined) return [];
  const parameter = { parameterType: kind.parameterType, parameterName: `${kind.name}.${index}` };
  const value = sensorValue(readings, index);
  return value === undefined
    ? [{ ...parameter, dataType: 'STATE', state: 'UNKNOWN' }]
    : [{ ...parameter, dataType: 'VALUE', value, unit: kind.unit }];
}

/** EntitySensorValue times its scale; a precision below 0 counts accurate digits and moves no point. RFC 3433 2. */
function sensorValue(readings: Readings, index: string): number | undefined {
  const at = (column: string): number | undefined => numberAt(readings, `${column}.${index}`);
  const value = at(VALUE);
  const scale = at(SCALE);
  if (at(OPER_STATUS) !== OK || value === undefined || scale === undefined) return undefined;
  if (scale < 1 || scale > 17 || Math.abs(value) >= OVERFLOW) return undefined;
  return scaled(value, 10 ** (3 * (scale - UNITS) - Math.max(0, at(PRECISION) ?? 0)));
}
