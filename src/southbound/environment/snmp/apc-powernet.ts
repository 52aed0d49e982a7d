import { ESSENTIAL_PARAMETERS } from '../ups-data.ts';
import type { Profile } from './profile.ts';
import { numberAt, type Readings } from './readings.ts';
import { upsVariables, voltageData } from './ups-mib.ts';

/** PowerNet-MIB, ups. */
const UPS = '1.3.6.1.4.1.318.1.1.1';
const BASIC_BATTERY_STATUS = `${UPS}.2.1.1.0`;
const BATTERY_CAPACITY = `${UPS}.2.2.1.0`;
const RUN_TIME_REMAINING = `${UPS}.2.2.3.0`;
const ACTUAL_VOLTAGE = `${UPS}.2.2.8.0`;
const BASIC_OUTPUT_STATUS = `${UPS}.4.1.1.0`;
const LOW_BATTERY_RUN_TIME = `${UPS}.5.2.8.0`;
const CALIBRATION_RESULTS = `${UPS}.7.2.6.0`;
const COMM_STATUS = `${UPS}.8.1.0`;

/** upsBasicBatteryStatus batteryLow, upsAdvTestCalibrationResults calibrationInProgress, upsCommStatus noComm. */
const BATTERY_LOW = 3;
const CALIBRATION_IN_PROGRESS = 3;
const NO_COMMUNICATION = 2;

/** upsBasicOutputStatus in the words of NUT; what is not here, such as rebooting(8), does not tell. */
const STATUS_BY_OUTPUT = new Map([
  [2, 'OL'], // onLine
  [3, 'OB'], // onBattery
  [4, 'OL BOOST'], // onSmartBoost
  [5, 'OFF'], // timedSleeping
  [6, 'OL BYPASS'], // softwareBypass
  [7, 'OFF'], // off
  [9, 'OL BYPASS'], // switchedBypass
  [10, 'OL BYPASS'], // hardwareFailureBypass
  [11, 'OFF'], // sleepingUntilPowerReturn
  [12, 'OL TRIM'], // onSmartTrim
  [13, 'OL'], // ecoMode
  [14, 'OL'], // hotStandby
  [15, 'OB CAL'], // onBatteryTest
  [16, 'OL BYPASS'], // emergencyStaticBypass
]);

/** Water at a sensor of a Universal I/O port: uioFluidDetected and its end. The first variable names the sensor. */
const FLUID_TRAPS = new Map([
  ['1.3.6.1.4.1.318.831', { state: 'FLUID_DETECTED', clears: false }],
  ['1.3.6.1.4.1.318.832', { state: 'NO_FLUID', clears: true }],
]);

/** A UPS of APC; its run times are TimeTicks, hundredths of a second. PowerNet-MIB, RFC 2578 7.1.8. */
export const apcPowernet: Profile = {
  kind: 'power',
  oids: [
    BASIC_BATTERY_STATUS,
    BATTERY_CAPACITY,
    RUN_TIME_REMAINING,
    ACTUAL_VOLTAGE,
    BASIC_OUTPUT_STATUS,
    LOW_BATTERY_RUN_TIME,
    CALIBRATION_RESULTS,
    COMM_STATUS,
  ],
  columns: [],
  essential: ESSENTIAL_PARAMETERS,
  interpret: (readings) => ({
    ups: variablesOf(readings),
    data: voltageData(readings, ACTUAL_VOLTAGE, 1),
    ...(numberAt(readings, COMM_STATUS) === NO_COMMUNICATION
      ? { distrust: 'the agent has lost its UPS (upsCommStatus noComm)' }
      : {}),
  }),
  trap: (oid, firstValue) => {
    const meaning = FLUID_TRAPS.get(oid);
    return meaning && { parameterType: 'WATER_LEVEL', parameterName: fluidParameter(firstValue), ...meaning };
  },
};

function variablesOf(readings: Readings): Map<string, string> {
  const status = [
    STATUS_BY_OUTPUT.get(numberAt(readings, BASIC_OUTPUT_STATUS) ?? 0) ?? '',
    numberAt(readings, BASIC_BATTERY_STATUS) === BATTERY_LOW ? 'LB' : '',
    numberAt(readings, CALIBRATION_RESULTS) === CALIBRATION_IN_PROGRESS ? 'CAL' : '',
  ];
  return upsVariables({
    'ups.status': status.join(' ').trim(),
    'battery.charge': numberAt(readings, BATTERY_CAPACITY),
    'battery.runtime': secondsOf(numberAt(readings, RUN_TIME_REMAINING)),
    'battery.runtime.low': secondsOf(numberAt(readings, LOW_BATTERY_RUN_TIME)),
  });
}

function secondsOf(timeTicks: number | undefined): number | undefined {
  return timeTicks === undefined ? undefined : timeTicks / 100;
}

function fluidParameter(sensor: number | string | undefined): string {
  const name = String(sensor ?? '');
  return /^[\w.-]{1,64}$/.test(name) ? `fluid.${name}` : 'fluid';
}
