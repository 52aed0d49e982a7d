import { createConvert, isUnit } from '../../src/engine/unit.ts';

describe('a converter of units', () => {
  const convert = createConvert();

  it.each([
    [1, 'kW', 'W', 1000],
    [34, '%', '%', 34],
    [0.5, '1', '%', 50],
    [5, 'min', 's', 300],
    [2, 'h', 'min', 120],
    [10, 'cm', 'mm', 100],
    [0, 'Cel', 'K', 273.15],
    [300, 'K', 'Cel', 26.85],
    [212, '[degF]', 'Cel', 100],
    [60, '%/min', '%/s', 1],
    [2, 'Cel/min', 'K/s', 2 / 60],
    [2, 'Cel/min', 'Cel/s', 2 / 60],
    [3600, 'W.s', 'W.h', 1],
    [-7, 'min', 's', -420],
  ])('makes of %d %s in %s: %d', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBeCloseTo(expected, 6);
  });

  it.each([
    ['W', '%'],
    ['Cel', 'W'],
    ['Cel', 'Cel/min'],
    ['%/min', '%'],
    ['mm', 's'],
    ['furlongs', 'm'],
    ['m', 'furlongs'],
    ['w', 'W'],
  ])('does not convert %s to %s', (from, to) => {
    expect(convert(1, from, to)).toBeUndefined();
  });

  it('takes a rate in degrees as one of differences: no offset', () => {
    expect(convert(0, 'Cel/min', 'K/min')).toBe(0);
  });

  it('gives the same answer when it is asked again', () => {
    const first = ['Cel', 'W'].map((to) => convert(25, 'K', to));
    expect(['Cel', 'W'].map((to) => convert(25, 'K', to))).toEqual(first);
    expect(convert(26, 'K', 'Cel')).toBeCloseTo((first[0] ?? 0) + 1, 6);
  });
});

describe('a unit', () => {
  it.each(['%', 'Cel', '[degF]', 'W', 'Cel/min', '%/min', '1', '{rpm}', 'm[H2O]'])('may be %s', (unit) => {
    expect(isUnit(unit)).toBe(true);
  });

  it.each(['furlongs', 'w', '[[[', '', 'constructor', '__proto__'])('is not %j', (unit) => {
    expect(isUnit(unit)).toBe(false);
  });
});
