import type { Profile, SnmpDatum } from './profile.ts';
import { numberAt, type Readings } from './readings.ts';
import { upsVariables, voltageData } from './ups-mib.ts';

/** eltekDistributedPlantV9 of ELTEK-DISTRIBUTED-MIB. */
const PLANT = '1.3.6.1.4.1.12148.9';
const LINK_STATUS = `${PLANT}.1.8.0`;
const CONTROLLER_TYPE = `${PLANT}.2.1.3.6.0`;
const BATTERY_VOLTAGE = `${PLANT}.3.2.0`;
const MAJOR_LOW_BATTERY_VOLTAGE = `${PLANT}.7.1.3.0`;
const LVD1_OPEN = `${PLANT}.7.1.8.0`;
const AC_MAINS = `${PLANT}.7.1.11.0`;
const MAJOR_RECTIFIER = `${PLANT}.7.1.14.0`;

/** systemLinkStatus linkdown, which means nothing on a ComPack. */
const LINK_DOWN = 0;
const COMPACK = 6;

/** An alarm of the MIB: normal(0), alarm(1). */
const MAINS_STATUS = new Map([
  [0, 'OL'],
  [1, 'OB'],
]);

/**
 * A -48 V DC plant, here one of Eltek: the mains and the battery are told as a UPS tells them, the voltage is of the
 * battery and therefore of the bus. `lvd.1.status` is the contactor that drops the load when the voltage is too low.
 */
export const dcPlant: Profile = {
  kind: 'power',
  oids: [
    LINK_STATUS,
    CONTROLLER_TYPE,
    BATTERY_VOLTAGE,
    MAJOR_LOW_BATTERY_VOLTAGE,
    LVD1_OPEN,
    AC_MAINS,
    MAJOR_RECTIFIER,
  ],
  columns: [],
  essential: ['ups.status', 'battery.voltage'],
  interpret: (readings) => ({
    ups: upsVariables({ 'ups.status': statusOf(readings) }),
    data: [
      ...voltageData(readings, BATTERY_VOLTAGE, 0.01),
      ...alarmData(readings, LVD1_OPEN, 'lvd.1.status', ['CLOSED', 'OPEN']),
      ...alarmData(readings, MAJOR_RECTIFIER, 'rectifier.status', ['NORMAL', 'ALARM']),
    ],
    ...(numberAt(readings, LINK_STATUS) === LINK_DOWN && numberAt(readings, CONTROLLER_TYPE) !== COMPACK
      ? { distrust: 'the agent has lost the control unit (systemLinkStatus linkdown)' }
      : {}),
  }),
};

function statusOf(readings: Readings): string {
  const mains = MAINS_STATUS.get(numberAt(readings, AC_MAINS) ?? -1) ?? '';
  return numberAt(readings, MAJOR_LOW_BATTERY_VOLTAGE) === 1 ? `${mains} LB`.trim() : mains;
}

function alarmData(readings: Readings, oid: string, parameterName: string, states: [string, string]): SnmpDatum[] {
  const value = numberAt(readings, oid);
  if (value === undefined) return [];
  return [{ parameterType: 'POWER', parameterName, dataType: 'STATE', state: states[value] ?? 'UNKNOWN' }];
}
