import { ESSENTIAL_PARAMETERS } from '../ups-data.ts';
import type { Profile } from './profile.ts';
import { numberAt, rowsOf, scaled, type Readings } from './readings.ts';

/** upsObjects. RFC 1628. */
const UPS = '1.3.6.1.2.1.33.1';
const BATTERY_STATUS = `${UPS}.2.1.0`;
const MINUTES_REMAINING = `${UPS}.2.3.0`;
const CHARGE_REMAINING = `${UPS}.2.4.0`;
const BATTERY_VOLTAGE = `${UPS}.2.5.0`;
const OUTPUT_SOURCE = `${UPS}.4.1.0`;
const ALARM_DESCR = `${UPS}.6.2.1.2`;
const TEST_RESULTS_SUMMARY = `${UPS}.7.3.0`;
const LOW_BATTERY_TIME = `${UPS}.9.7.0`;

/** upsBatteryStatus: batteryLow, batteryDepleted. */
const LOW_BATTERY_STATUS = [3, 4];
/** upsTestResultsSummary: inProgress. */
const TEST_IN_PROGRESS = 5;

/** upsOutputSource in the words of NUT; other(1) does not tell. */
const STATUS_BY_OUTPUT_SOURCE = new Map([
  [2, 'OFF'],
  [3, 'OL'],
  [4, 'OL BYPASS'],
  [5, 'OB'],
  [6, 'OL BOOST'],
  [7, 'OL TRIM'],
]);

/** Well-known alarms by their last arc. RFC 1628 upsWellKnownAlarms. */
const ALARM = {
  lowBattery: '3',
  depletedBattery: '4',
  communicationsLost: '20',
  shutdownPending: '22',
  shutdownImminent: '23',
  testInProgress: '24',
};

/**
 * Any UPS that speaks the UPS-MIB. `FSD`: it is going to switch its output off. `CAL`: on battery for a test of the
 * battery. While the agent has lost its UPS (upsAlarmCommunicationsLost) its values are old. RFC 1628.
 */
export const upsMib: Profile = {
  kind: 'power',
  oids: [
    BATTERY_STATUS,
    MINUTES_REMAINING,
    CHARGE_REMAINING,
    BATTERY_VOLTAGE,
    OUTPUT_SOURCE,
    TEST_RESULTS_SUMMARY,
    LOW_BATTERY_TIME,
  ],
  columns: [ALARM_DESCR],
  essential: ESSENTIAL_PARAMETERS,
  interpret: (readings) => {
    const alarms = alarmsOf(readings);
    const distrust = alarms.has(ALARM.communicationsLost)
      ? { distrust: 'the agent has lost its UPS (upsAlarmCommunicationsLost)' }
      : {};
    return { ups: variablesOf(readings, alarms), data: voltageData(readings, BATTERY_VOLTAGE, 0.1), ...distrust };
  },
};

/** Last arcs of the well-known alarms that are present; some agents give instances of them, with .0 behind. */
function alarmsOf(readings: Readings): Set<string> {
  const alarms = new Set<string>();
  for (const descr of rowsOf(readings, ALARM_DESCR).values()) {
    const [, alarm] = /^\.?(?:1\.3\.6\.1\.2\.1\.33\.1\.6\.3)\.(\d+)(?:\.0)?$/.exec(String(descr)) ?? [];
    if (alarm !== undefined) alarms.add(alarm);
  }
  return alarms;
}

function variablesOf(readings: Readings, alarms: ReadonlySet<string>): Map<string, string> {
  const source = STATUS_BY_OUTPUT_SOURCE.get(numberAt(readings, OUTPUT_SOURCE) ?? 0) ?? '';
  const isLow =
    LOW_BATTERY_STATUS.includes(numberAt(readings, BATTERY_STATUS) ?? 0) ||
    alarms.has(ALARM.lowBattery) ||
    alarms.has(ALARM.depletedBattery);
  const isTested = numberAt(readings, TEST_RESULTS_SUMMARY) === TEST_IN_PROGRESS || alarms.has(ALARM.testInProgress);
  const isEnding = alarms.has(ALARM.shutdownPending) || alarms.has(ALARM.shutdownImminent);
  const status = [source, isLow ? 'LB' : '', isTested && source === 'OB' ? 'CAL' : '', isEnding ? 'FSD' : ''];
  return upsVariables({
    'ups.status': status.join(' ').trim(),
    'battery.charge': numberAt(readings, CHARGE_REMAINING),
    'battery.runtime': secondsOf(numberAt(readings, MINUTES_REMAINING)),
    'battery.runtime.low': secondsOf(numberAt(readings, LOW_BATTERY_TIME)),
  });
}

function secondsOf(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : 60 * minutes;
}

/** The variables that are known, as texts. */
export function upsVariables(variables: Record<string, string | number | undefined>): Map<string, string> {
  return new Map(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
}

/** `battery.voltage` in volts, where the agent gives it. */
export function voltageData(readings: Readings, oid: string, factor: number) {
  const voltage = numberAt(readings, oid);
  if (voltage === undefined || voltage < 0) return [];
  const parameter = { parameterType: 'POWER', parameterName: 'battery.voltage', dataType: 'VALUE' as const };
  return [{ ...parameter, value: scaled(voltage, factor), unit: 'V' }];
}
