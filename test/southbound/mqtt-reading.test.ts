import { readMessage, readTime, type MessageMapping } from '../../src/southbound/environment/mqtt-reading.ts';

const temperature = { dataType: 'VALUE', unit: 'Cel', scale: 1 } as const;
const leak = { dataType: 'STATE', scale: 1, states: { true: 'LEAK', false: 'DRY', '1': 'LEAK', WET: 'LEAK' } } as const;

const read = (mapping: MessageMapping, message: string | Uint8Array) =>
  readMessage(mapping, typeof message === 'string' ? Buffer.from(message) : message);
const value = (number: number, unit = 'Cel') => ({
  reading: { dataType: 'VALUE', value: number, unit },
  time: undefined,
});
const state = (name: string) => ({ reading: { dataType: 'STATE', state: name }, time: undefined });

describe('a message', () => {
  it.each<[string, MessageMapping, string, object]>([
    ['a number alone', temperature, '23.5', value(23.5)],
    ['a number as text', temperature, '"23.5"', value(23.5)],
    ['a number with blanks around it', temperature, ' 23.5\n', value(23.5)],
    ['a number at a pointer', { ...temperature, valuePointer: '/air/0' }, '{"air":[23.5]}', value(23.5)],
    ['a key with a slash and a tilde', { ...temperature, valuePointer: '/a~1b~0c' }, '{"a/b~c":1}', value(1)],
    ['tenths', { ...temperature, scale: 0.1 }, '3', value(0.3)],
    ['the other way round', { ...temperature, scale: -1 }, '48', value(-48)],
    [
      'the unit that is told',
      { dataType: 'VALUE', scale: 1, valuePointer: '/v', unitPointer: '/u', units: { F: '[degF]' } },
      '{"v":70,"u":"F"}',
      value(70, '[degF]'),
    ],
    [
      'the unit that is expected',
      { ...temperature, valuePointer: '/v', unitPointer: '/u' },
      '{"v":7,"u":"Cel"}',
      value(7),
    ],
    ['a boolean', leak, 'true', state('LEAK')],
    ['the other boolean', { ...leak, valuePointer: '/wet' }, '{"wet":false}', state('DRY')],
    ['a number for a state', leak, '1', state('LEAK')],
    ['a text for a state', leak, '"WET"', state('LEAK')],
    ['plain text for a state', leak, 'WET', state('LEAK')],
    ['a state in the words of the sensor', { dataType: 'STATE', scale: 1 }, 'OPEN', state('OPEN')],
    [
      'a time',
      { ...temperature, valuePointer: '/value', timePointer: '/timestamp' },
      '{"value":1,"timestamp":1755857730}',
      { ...value(1), time: 1_755_857_730_000 },
    ],
  ])('says %s', (_, mapping, message, expected) => {
    expect(read(mapping, message)).toEqual(expected);
  });

  it.each<[string, MessageMapping, string | Uint8Array, string]>([
    ['is cut off', { ...temperature, valuePointer: '/v' }, '{"v":2', 'malformed'],
    ['is empty', temperature, '', 'malformed'],
    ['is no text', { ...temperature }, Uint8Array.of(0xff, 0xfe), 'malformed'],
    ['is beyond all measure', temperature, ' '.repeat(1_048_577), 'malformed'],
    ['has nothing at the pointer', { ...temperature, valuePointer: '/v' }, '{"w":2}', 'missing'],
    ['has something inherited at the pointer', { ...temperature, valuePointer: '/toString' }, '{}', 'missing'],
    ['has no object where the pointer goes on', { ...temperature, valuePointer: '/v/w' }, '{"v":2}', 'missing'],
    ['has no unit', { ...temperature, valuePointer: '/v', unitPointer: '/u' }, '{"v":2}', 'missing'],
    ['has no time', { ...temperature, valuePointer: '/v', timePointer: '/t' }, '{"v":2}', 'missing'],
    ['has null for a number', temperature, 'null', 'type'],
    ['has a word for a number', temperature, '"warm"', 'type'],
    ['has an empty text for a number', temperature, '""', 'type'],
    ['has a boolean for a number', temperature, 'true', 'type'],
    ['has a number beyond all numbers', temperature, '1e999', 'type'],
    ['has an object for a state', leak, '{}', 'type'],
    ['has null for a state', leak, 'null', 'type'],
    ['has a number for a state without a table', { dataType: 'STATE', scale: 1 }, '1', 'type'],
    ['has an empty state', { dataType: 'STATE', scale: 1 }, '""', 'type'],
    ['has a state of a length that is not allowed', { dataType: 'STATE', scale: 1 }, 'x'.repeat(256), 'type'],
    ['has a state that is not in the table', leak, 'MOIST', 'state'],
    ['has a state that every object has', leak, 'constructor', 'state'],
    ['has another unit', { ...temperature, valuePointer: '/v', unitPointer: '/u' }, '{"v":2,"u":"K"}', 'unit'],
    ['has a number for a unit', { ...temperature, valuePointer: '/v', unitPointer: '/u' }, '{"v":2,"u":1}', 'unit'],
    ['has a date for a time', { ...temperature, valuePointer: '/v', timePointer: '/t' }, '{"v":2,"t":"today"}', 'time'],
  ])('teaches nothing when it %s', (_, mapping, message, problem) => {
    expect(read(mapping, message)).toMatchObject({ problem });
  });
});

describe('a time', () => {
  it.each<[unknown, string | undefined]>([
    [1755857730, '2025-08-22T10:15:30.000Z'],
    [1755857730.25, '2025-08-22T10:15:30.250Z'],
    ['1755857730', '2025-08-22T10:15:30.000Z'],
    [1755857730123, '2025-08-22T10:15:30.123Z'],
    ['2025-08-22T10:15:30Z', '2025-08-22T10:15:30.000Z'],
    ['2025-08-22t12:15:30.5+02:00', '2025-08-22T10:15:30.500Z'],
    ['2025-08-22 10:15:30z', '2025-08-22T10:15:30.000Z'],
    ['2025-08-22T10:15:30', undefined],
    ['2025-13-22T10:15:30Z', undefined],
    [1755857730123456, undefined],
    [0, undefined],
    [-5, undefined],
    [true, undefined],
    [null, undefined],
  ])('%s is %s', (told, expected) => {
    const time = readTime(told);
    expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(expected);
  });
});
