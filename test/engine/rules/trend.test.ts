import { MAXIMUM_SAMPLES, type Sample } from '../../../src/engine/entities.ts';
import { slopePerSecond, withSamples, worseningPerSecond } from '../../../src/engine/rules/trend.ts';

const START = Date.parse('2026-11-23T02:00:00.000Z');
const sample = (seconds: number, value: number): Sample => ({
  time: new Date(START + seconds * 1000).toISOString(),
  value,
});
/** A value a minute. */
const minutes = (...values: number[]) => values.map((value, index) => sample(index * 60, value));

describe('the slope', () => {
  it.each<[string, Sample[], number | undefined]>([
    ['of nothing is not known', [], undefined],
    ['of one value is not known', [sample(0, 5)], undefined],
    ['of two values at one time is not known', [sample(0, 5), sample(0, 9)], undefined],
    ['of a constant is 0', [sample(0, 5), sample(1, 5), sample(7, 5)], 0],
    ['of a straight line is its own, also with uneven times', [sample(0, 100), sample(1, 98), sample(10, 80)], -2],
    ['does not depend on when the first was', [sample(1000, 0), sample(1010, 5)], 0.5],
  ])('%s', (_what, samples, slope) => {
    const found = slopePerSecond(samples);
    if (slope === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(slope, 9);
  });

  it('of values that scatter about a line is close to that of the line', () => {
    expect(slopePerSecond(minutes(80, 77.2, 74, 70.9, 68.1, 65))).toBeCloseTo(-3 / 60, 3);
  });
});

describe('worsening', () => {
  it('is positive in the direction in which it gets worse', () => {
    const falling = minutes(80, 77, 74);
    expect(worseningPerSecond(falling, 'FALLING')).toBeCloseTo(0.05, 9);
    expect(worseningPerSecond(falling, 'RISING')).toBeCloseTo(-0.05, 9);
  });

  it('cannot be told from one value', () => {
    expect(worseningPerSecond([sample(0, 80)], 'FALLING')).toBeUndefined();
  });

  it('shows at once when the course changes for the worse', () => {
    const suddenly = minutes(80, 80, 80, 80, 80, 80, 80, 80, 77, 74, 71);
    const all = slopePerSecond(suddenly) ?? 0;
    const worsening = worseningPerSecond(suddenly, 'FALLING') ?? 0;
    expect(worsening).toBeGreaterThan(1.5 * -all);
    expect(worsening).toBeCloseTo(3 / 60, 2);
  });

  it('keeps the steeper course when the last few values are calmer: the earlier failure is the one to plan for', () => {
    const calmer = minutes(80, 70, 60, 50, 49, 48, 47, 46);
    expect(worseningPerSecond(calmer, 'FALLING')).toBeGreaterThan(2 / 60);
  });

  it('is not positive when everything gets better', () => {
    expect(worseningPerSecond(minutes(20, 25, 30, 35, 40, 45), 'FALLING')).toBeLessThan(0);
  });
});

describe('the samples kept', () => {
  it('are the newest, oldest first', () => {
    let samples: Sample[] = [];
    for (let index = 0; index < MAXIMUM_SAMPLES + 5; index++) samples = withSamples(samples, [sample(index, index)]);
    expect(samples.map(({ value }) => value)).toEqual(Array.from({ length: MAXIMUM_SAMPLES }, (_, index) => index + 5));
  });

  it('are not older than ten minutes', () => {
    const samples = withSamples([sample(0, 1), sample(100, 2), sample(650, 3)], [sample(700, 4)]);
    expect(samples.map(({ value }) => value)).toEqual([2, 3, 4]);
  });
});
