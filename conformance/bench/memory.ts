import { siteOf, type Bench, type Part } from './bench.ts';
import { plainFigure, type Figure } from './figure.ts';
import type { Measured } from './gateway.ts';
import { closedLoop, fittingConnections, ingestCall, openTarget } from './load.ts';
import { createReadings } from './site.ts';
import { median } from './statistics.ts';
import { residentMegabytes } from './usage.ts';

/** What it takes to be there. */
export const memory: Part = { names: ['memory', 'memory-growth'], measure: measureMemory };

async function measureMemory(bench: Bench, gateway: Measured): Promise<Figure[]> {
  const target = openTarget(gateway.url, gateway.headers);
  const body = createReadings(siteOf(bench));
  const connections = await fittingConnections(target, ingestCall(body(10)));
  const samples: number[] = [];
  const slices = bench.quick ? 6 : 24;
  bench.progress('memory: readings come in');
  // The first slices fill caches and are not counted as growth.
  const warmUp = slices / 3;
  for (let slice = 0; slice < slices + warmUp; slice++) {
    await closedLoop(target, {
      seconds: bench.quick ? 0.05 : 0.5,
      next: () => ingestCall(body(slice % 2 === 0 ? 1 : 10)),
      connections,
    });
    if (slice >= warmUp) samples.push(residentMegabytes(gateway.pid));
  }
  await target.pool.destroy();
  const third = Math.floor(samples.length / 3);
  const [early, late] = [median(samples.slice(0, third)), median(samples.slice(-third))];
  const whole = { of: 'value', is: '<', limit: 400 } as const;
  return [
    plainFigure('memory', late, 'MB', { target: whole, note: 'resident, at the end of the run' }),
    plainFigure('memory-growth', (late / early - 1) * 100, '%', {
      target: { of: 'value', is: '<', limit: 5 },
      note: `from ${early.toFixed(0)} to ${late.toFixed(0)} MB, first to last third of ${samples.length} samples`,
    }),
  ];
}
