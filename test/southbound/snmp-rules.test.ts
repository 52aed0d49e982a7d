import { objectDatum } from '../../src/southbound/environment/snmp/objects.ts';
import { snmpSourceProblems } from '../../src/southbound/environment/snmp/problems.ts';
import type { Profile } from '../../src/southbound/environment/snmp/profile.ts';
import { PROFILES } from '../../src/southbound/environment/snmp/profiles.ts';
import { agentConfig } from './snmp-harness.ts';

const UPS = '1.3.6.1.2.1.33.1';
const APC = '1.3.6.1.4.1.318.1.1.1';
const PLANT = '1.3.6.1.4.1.12148.9';
const SENSOR = '1.3.6.1.2.1.99.1.1.1';

type Values = Record<string, number | string>;

/** What the profile makes of the values, which are given below a common root. */
function interpret(profile: Profile, root: string, values: Values) {
  const readings = new Map(Object.entries(values).map(([oid, value]) => [`${root}.${oid}`, value]));
  return profile.interpret(readings, undefined);
}

const OUTPUT = '4.1.0';
const ALARM = (arc: number): Values => ({ '6.2.1.2.1': `${UPS}.6.3.${arc}` });

describe('the UPS-MIB', () => {
  it.each<[string, Values]>([
    ['', { [OUTPUT]: 1 }],
    ['OFF', { [OUTPUT]: 2 }],
    ['OL', { [OUTPUT]: 3 }],
    ['OL BYPASS', { [OUTPUT]: 4 }],
    ['OB', { [OUTPUT]: 5 }],
    ['OL BOOST', { [OUTPUT]: 6 }],
    ['OL TRIM', { [OUTPUT]: 7 }],
    ['OB LB', { [OUTPUT]: 5, '2.1.0': 3 }],
    ['OB LB', { [OUTPUT]: 5, '2.1.0': 4 }],
    ['OB LB', { [OUTPUT]: 5, ...ALARM(3) }],
    ['OB CAL', { [OUTPUT]: 5, '7.3.0': 5 }],
    ['OL', { [OUTPUT]: 3, '7.3.0': 5 }],
    ['OB FSD', { [OUTPUT]: 5, ...ALARM(23) }],
    ['OL', { [OUTPUT]: 3, ...ALARM(16) }],
  ])('gives the status "%s" for %j', (status, values) => {
    const words = interpret(PROFILES.UPS_MIB, UPS, values).ups?.get('ups.status')?.split(/\s+/).join(' ');
    expect(words).toBe(status);
  });

  it('counts the remaining time in minutes and the voltage in tenths', () => {
    const reading = interpret(PROFILES.UPS_MIB, UPS, { '2.3.0': 7, '2.4.0': 42, '2.5.0': 541, '9.7.0': 2 });
    expect(Object.fromEntries(reading.ups ?? [])).toMatchObject({
      'battery.runtime': '420',
      'battery.runtime.low': '120',
      'battery.charge': '42',
    });
    expect(reading.data).toMatchObject([{ parameterName: 'battery.voltage', value: 54.1, unit: 'V' }]);
  });
});

describe('the PowerNet-MIB', () => {
  it.each<[string, Values]>([
    ['OL', { '4.1.1.0': 2 }],
    ['OB LB', { '4.1.1.0': 3, '2.1.1.0': 3 }],
    ['OB CAL', { '4.1.1.0': 15 }],
    ['OB CAL', { '4.1.1.0': 3, '7.2.6.0': 3 }],
    ['OL BYPASS', { '4.1.1.0': 10 }],
    ['', { '4.1.1.0': 8 }],
  ])('gives the status "%s" for %j', (status, values) => {
    const words = interpret(PROFILES.APC_POWERNET, APC, values).ups?.get('ups.status')?.trim().split(/\s+/).join(' ');
    expect(words).toBe(status);
  });

  it('counts the remaining time in hundredths of a second', () => {
    const { ups } = interpret(PROFILES.APC_POWERNET, APC, { '2.2.3.0': 90_000, '2.2.1.0': 88 });
    expect(ups?.get('battery.runtime')).toBe('900');
    expect(ups?.get('battery.charge')).toBe('88');
  });

  it('is not believed while its agent has lost the UPS', () => {
    expect(interpret(PROFILES.APC_POWERNET, APC, { '8.1.0': 2 }).distrust).toContain('noComm');
  });

  it.each<[string | undefined, string]>([
    ['7', 'fluid.7'],
    ['a name with spaces', 'fluid'],
    [undefined, 'fluid'],
  ])('names the water at sensor %j %s', (sensor, parameterName) => {
    const meaning = PROFILES.APC_POWERNET.trap?.('1.3.6.1.4.1.318.831', sensor);
    expect(meaning).toEqual({ parameterType: 'WATER_LEVEL', parameterName, state: 'FLUID_DETECTED', clears: false });
  });
});

describe('a DC plant', () => {
  it.each<[string | undefined, Values]>([
    ['OL', { '7.1.11.0': 0 }],
    ['OB', { '7.1.11.0': 1 }],
    ['OB LB', { '7.1.11.0': 1, '7.1.3.0': 1 }],
    ['', {}],
  ])('gives the status "%s" for %j', (status, values) => {
    expect(interpret(PROFILES.DC_PLANT, PLANT, values).ups?.get('ups.status')).toBe(status);
  });

  it('counts the voltage in hundredths, and tells contactor and rectifiers', () => {
    const { data } = interpret(PROFILES.DC_PLANT, PLANT, { '3.2.0': 4712, '7.1.8.0': 1, '7.1.14.0': 0 });
    expect(data).toMatchObject([
      { parameterName: 'battery.voltage', value: 47.12, unit: 'V' },
      { parameterName: 'lvd.1.status', state: 'OPEN' },
      { parameterName: 'rectifier.status', state: 'NORMAL' },
    ]);
  });

  it('is not believed while the link to its control unit is down, unless it is a ComPack', () => {
    expect(interpret(PROFILES.DC_PLANT, PLANT, { '1.8.0': 0 }).distrust).toContain('linkdown');
    expect(interpret(PROFILES.DC_PLANT, PLANT, { '1.8.0': 0, '2.1.3.6.0': 6 }).distrust).toBeUndefined();
  });
});

describe('the ENTITY-SENSOR-MIB', () => {
  const row = (values: readonly number[]): Values =>
    Object.fromEntries(values.map((value, index) => [`${index + 1}.10`, value]));

  it.each([
    ['units', [8, 9, 0, 24, 1], { parameterName: 'temperature.10', value: 24, unit: 'Cel' }],
    ['tenths', [8, 9, 1, 245, 1], { value: 24.5 }],
    ['thousandths', [3, 8, 0, 230_100, 1], { parameterName: 'voltage.10', value: 230.1, unit: 'V' }],
    ['thousands', [6, 10, 1, 15, 1], { parameterName: 'power.10', value: 1500, unit: 'W' }],
    ['accurate digits', [9, 9, -2, 40, 1], { parameterName: 'humidity.10', value: 40, unit: '%' }],
    ['a sensor that is not ok', [8, 9, 0, 24, 2], { dataType: 'STATE', state: 'UNKNOWN' }],
    ['an overflow', [8, 9, 0, 1_000_000_000, 1], { dataType: 'STATE', state: 'UNKNOWN' }],
  ])('takes %s', (_, values, expected) => {
    expect(interpret(PROFILES.ENTITY_SENSOR, SENSOR, row(values)).data).toMatchObject([expected]);
  });

  it('leaves aside what it cannot name', () => {
    expect(interpret(PROFILES.ENTITY_SENSOR, SENSOR, row([12, 9, 0, 1, 1])).data).toEqual([]);
  });
});

describe('a configured object', () => {
  const object = { oid: '1.2.3', parameterType: 'GAS', parameterName: 'h2', scale: 1 };
  const meaningOf = (more: object, value?: number | string) =>
    objectDatum({ ...object, dataType: 'STATE', ...more }, new Map(value === undefined ? [] : [['1.2.3', value]]));
  const UNKNOWN = { dataType: 'STATE', state: 'UNKNOWN' };

  it.each([
    ['a value', { dataType: 'VALUE', unit: 'V', scale: 0.1 }, 481, { value: 48.1, unit: 'V' }],
    ['a text', { dataType: 'VALUE', unit: 'V' }, '48.1', { value: 48.1 }],
    ['a rate', { dataType: 'VARIATION', unit: 'Cel/min' }, 2, { variation: 2, unit: 'Cel/min' }],
    ['a code', { dataType: 'CODE' }, 17, { dataType: 'CODE', code: '17' }],
    ['a state', { states: { 1: 'CLOSED' } }, 1, { state: 'CLOSED' }],
    ['a contact that is active high', { polarity: 'ACTIVE_HIGH' }, 1, { state: 'ALARM' }],
    ['a contact that is active low', { polarity: 'ACTIVE_LOW' }, 1, { state: 'NORMAL' }],
    ['nothing', { dataType: 'VALUE', unit: 'V' }, undefined, UNKNOWN],
    ['a word for a number', { dataType: 'VALUE', unit: 'V' }, 'n/a', UNKNOWN],
    ['too little', { dataType: 'VALUE', unit: 'V', minimum: 0 }, -1, UNKNOWN],
    ['a state that is not listed', { states: { 1: 'CLOSED' } }, 'constructor', UNKNOWN],
    ['a contact of neither kind', { polarity: 'ACTIVE_HIGH' }, 2, UNKNOWN],
  ])('understands %s', (_, more, value, expected) => {
    expect(meaningOf(more, value)).toMatchObject(expected);
  });
});

it('a configuration with a slip is not taken', () => {
  const object = { oid: '1.2.3', parameterType: 'GAS', parameterName: 'h2', scale: 1 };
  const agents = [
    agentConfig({ user: 'nobody' }),
    agentConfig({
      objects: [
        { ...object, dataType: 'VALUE' },
        { ...object, dataType: 'STATE' },
      ],
    }),
  ];
  expect(snmpSourceProblems({ id: 'facility', type: 'snmp', users: [], agents })).toEqual([
    'agents.0.user: there is no user nobody in users',
    'agents.1.name: the name ups1 is there twice',
    'agents.1.objects.0.unit: is missing for VALUE',
    'agents.1.objects.1.states: either states or polarity is needed for STATE',
  ]);
});
