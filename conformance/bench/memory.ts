import { siteOf, tellAll, type Bench, type Group } from './bench.ts';
import { plainFigure, type Figure } from './figure.ts';
import { startGateway, startGatewayOf, storeOf } from './gateway.ts';
import { closedLoop, fittingConnections, ingestCall, openTarget } from './load.ts';
import { createReadings } from './site.ts';
import { median } from './statistics.ts';
import { residentMegabytes } from './usage.ts';

/** What it takes to be there: memory, and time to start. */
export const memory: Group = { names: ['memory', 'memory-growth', 'start-up'], measure: measureMemory };

const STARTS = 3;

async function measureMemory(bench: Bench): Promise<Figure[]> {
  const site = siteOf(bench);
  const figures: Figure[] = [];
  if (bench.wanted('memory') || bench.wanted('memory-growth')) {
    const gateway = bench.closing(await startGatewayOf(bench, site));
    await tellAll(bench, gateway, site);
    const target = openTarget(gateway.url, gateway.headers);
    const body = createReadings(site);
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
    figures.push(
      plainFigure('memory', late, 'MB', { target: whole, note: 'resident, at the end of the run' }),
      plainFigure('memory-growth', (late / early - 1) * 100, '%', {
        target: { of: 'value', is: '<', limit: 5 },
        note: `from ${early.toFixed(0)} to ${late.toFixed(0)} MB, first to last third of ${samples.length} samples`,
      }),
    );
  }
  if (bench.wanted('start-up')) figures.push(await measureStart(bench));
  return figures;
}

/** Time from the start of the process until /readyz answers 200. */
async function measureStart(bench: Bench): Promise<Figure> {
  const store = await storeOf(bench, siteOf(bench));
  const seconds: number[] = [];
  for (let start = 1; start <= (bench.quick ? 1 : STARTS); start++) {
    bench.progress(`start-up: start ${start}`);
    const begin = performance.now();
    const gateway = await startGateway(bench, { store });
    seconds.push((performance.now() - begin) / 1000);
    await gateway.stop();
  }
  return plainFigure('start-up', median(seconds), 's', { target: { of: 'value', is: '<', limit: 3 } });
}
