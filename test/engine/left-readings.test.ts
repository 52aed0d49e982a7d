import { createLeftReadings } from '../../src/engine/left-readings.ts';

const DATUM = { value: 92 };
const HOUR = 3_600_000;

describe('what readings left in memory before a crash', () => {
  it('is read back, but for what was measured by a clock that was set back since', () => {
    const left = createLeftReadings((value) => value);
    left.put('a', { last: Date.now() + HOUR, values: [92], times: [Date.now() + HOUR] });
    left.add('b', DATUM, Date.now() + HOUR);
    expect(left.stateKeys()).toEqual([]);
    left.put('a', { last: Date.now() - HOUR, values: [92], times: [Date.now() - HOUR] });
    left.add('b', DATUM, Date.now());
    expect(left.stateKeys()).toEqual(['a', 'b']);
  });
});
