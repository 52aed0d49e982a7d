import { upsData, upsState } from '../../src/southbound/environment/ups-data.ts';

describe('the state of a UPS', () => {
  it.each([
    ['OL', 'OL'],
    ['OL CHRG', 'OL'],
    ['OL OL', 'OL'],
    ['ALARM OL RB', 'OL'],
    ['OL TRIM OVER', 'OL'],
    ['OB DISCHRG', 'OB'],
    ['DISCHRG OB', 'OB'],
    ['OL OB', 'OB'],
    ['OB OFF', 'OB'],
    ['OB DISCHRG LB', 'LB'],
    ['LB OB', 'LB'],
    ['OL CHRG LB', 'OL LB'],
    ['OB CAL', 'CAL'],
    ['OB CAL LB', 'CAL'],
    ['OL BYPASS', 'BYPASS'],
    ['OFF', 'OFF'],
    ['OL OFF', 'OFF'],
    ['FSD OB LB', 'FSD'],
    ['FSD OL', 'FSD'],
    ['', 'UNKNOWN'],
    ['WAIT', 'UNKNOWN'],
    ['WAIT OL', 'UNKNOWN'],
    ['ALARM', 'UNKNOWN'],
    ['LB', 'UNKNOWN'],
    ['ol', 'UNKNOWN'],
    ['OLD', 'UNKNOWN'],
  ])('of ups.status "%s" is %s', (status, state) => {
    expect(upsState(new Map([['ups.status', status]]), undefined)).toBe(state);
  });

  it('is UNKNOWN when ups.status is missing', () => {
    expect(upsState(new Map([['battery.charge', '100']]), undefined)).toBe('UNKNOWN');
  });

  const contradicting = new Map([
    ['ups.status', 'OB LB'],
    ['battery.runtime', '900'],
    ['battery.runtime.low', '180'],
  ]);

  it('is not LB in the first seconds on battery while the runtime contradicts it', () => {
    expect(upsState(contradicting, 0)).toBe('OB');
    expect(upsState(contradicting, 9)).toBe('OB');
  });

  it('is LB when the UPS insists on it', () => {
    expect(upsState(contradicting, 10)).toBe('LB');
  });

  it('is LB at once when the runtime agrees, or cannot be compared', () => {
    expect(upsState(new Map(contradicting).set('battery.runtime', '180'), 0)).toBe('LB');
    expect(upsState(new Map(contradicting).set('battery.runtime.low', ''), 0)).toBe('LB');
    expect(upsState(new Map([['ups.status', 'OB LB']]), 0)).toBe('LB');
  });

  it('is LB at once when nobody saw the change to battery', () => {
    expect(upsState(contradicting, undefined)).toBe('LB');
  });
});

describe('the data of a UPS', () => {
  it.each([
    ['battery.charge', ''],
    ['battery.charge', 'n/a'],
    ['battery.charge', '-1'],
    ['battery.charge', '101'],
    ['battery.charge', '0x10'],
    ['battery.charge', '1e1'],
    ['battery.runtime', '-1'],
    ['battery.runtime', 'Infinity'],
    ['ambient.temperature', 'NaN'],
    ['ambient.2.temperature', '-'],
  ])('are UNKNOWN for a %s of "%s"', (name, text) => {
    const data = upsData(new Map([[name, text]]), 'OL', []);
    expect(data).toContainEqual(expect.objectContaining({ parameterName: name, dataType: 'STATE', state: 'UNKNOWN' }));
    expect(data.some((datum) => datum.parameterName === name && datum.value !== undefined)).toBe(false);
  });

  it.each([
    ['battery.charge', '0', 0, '%', 'POWER'],
    ['battery.charge', '87.5', 87.5, '%', 'POWER'],
    ['battery.runtime', '1080', 1080, 's', 'POWER'],
    ['ambient.temperature', '-4.5', -4.5, 'Cel', 'COOLING'],
    ['ambient.12.temperature', '24.6', 24.6, 'Cel', 'COOLING'],
  ])('give a %s of "%s" as a value with its unit', (name, text, value, unit, parameterType) => {
    expect(upsData(new Map([[name, text]]), 'OL', [])).toContainEqual({
      parameterType,
      parameterName: name,
      dataType: 'VALUE',
      value,
      unit,
    });
  });

  it('leave out the temperature of a probe that is not there', () => {
    const variables = new Map([
      ['ambient.1.temperature', '21'],
      ['ambient.1.present', 'no'],
      ['ambient.2.temperature', '22'],
      ['ambient.2.present', 'yes'],
    ]);
    expect(upsData(variables, 'OL', []).map((datum) => datum.parameterName)).toEqual([
      'ups.status',
      'ambient.2.temperature',
    ]);
  });

  it('say nothing of load, limits and other variables', () => {
    const variables = new Map([
      ['ups.load', '25'],
      ['battery.charge.low', '20'],
      ['ups.temperature', '30'],
      ['ambient.temperature.high', '40'],
    ]);
    expect(upsData(variables, 'OL', []).map((datum) => datum.parameterName)).toEqual(['ups.status']);
  });

  it('are UNKNOWN for a parameter that was given before and is missing now', () => {
    expect(upsData(new Map([['battery.charge', '90']]), 'OL', ['battery.charge', 'battery.runtime'])).toContainEqual({
      parameterType: 'POWER',
      parameterName: 'battery.runtime',
      dataType: 'STATE',
      state: 'UNKNOWN',
    });
  });
});
