import { MAXIMUM_SAMPLES, type Sample } from '../entities.ts';

/** The last few, so that a change of course shows at once. */
const RECENT_SAMPLES = 4;
const MAXIMUM_AGE_SECONDS = 600;

/** The samples with newer ones, oldest first; those too old or too many are dropped. */
export function withSamples(samples: readonly Sample[], newer: readonly Sample[]): Sample[] {
  const last = newer.at(-1);
  if (last === undefined) return [...samples];
  const oldest = Date.parse(last.time) - MAXIMUM_AGE_SECONDS * 1000;
  const all = [...samples, ...newer].slice(-MAXIMUM_SAMPLES);
  return all.filter(({ time }) => Date.parse(time) >= oldest);
}

/**
 * Change per second in the worsening direction: the steeper of the line through all samples and the line through the last
 * few, because the earlier failure is the one to plan for. Positive means worsening. Undefined while it cannot be told.
 */
export function worseningPerSecond(samples: readonly Sample[], direction: 'RISING' | 'FALLING'): number | undefined {
  const slopes = [slopePerSecond(samples), slopePerSecond(samples.slice(-RECENT_SAMPLES))].filter(
    (slope) => slope !== undefined,
  );
  if (slopes.length === 0) return undefined;
  return Math.max(...slopes.map((slope) => (direction === 'RISING' ? slope : -slope)));
}

/** Slope of the least-squares line, per second; undefined with fewer than two times, or when it is beyond all numbers. */
export function slopePerSecond(samples: readonly Sample[]): number | undefined {
  const first = samples[0];
  if (first === undefined) return undefined;
  const start = Date.parse(first.time);
  const points = samples.map(({ time, value }) => ({ x: (Date.parse(time) - start) / 1000, y: value }));
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) return undefined;
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return Number.isFinite(slope) ? slope : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
