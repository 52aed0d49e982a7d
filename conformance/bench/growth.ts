import { tellAll, type Bench, type Group } from './bench.ts';
import { plainFigure, type Figure } from './figure.ts';
import { startGatewayOf } from './gateway.ts';
import { closedLoop, fittingConnections, ingestCall, openTarget } from './load.ts';
import { createReadings, type Site } from './site.ts';
import { median } from './statistics.ts';
import { perCpuSecond } from './usage.ts';

const SIZES = [1000, 10_000, 100_000] as const;
const QUICK_SIZES = [20, 50] as const;
/** Data in a notification. */
const DATA = 10;
/** %. */
const MOST_DIFFERENCE = 20;

/** Whether a reading costs the same however big the site is. */
export const growth: Group = {
  names: [...SIZES.map((servers) => `growth-${servers}`), 'growth'],
  measure: measureGrowth,
};

/** A server, a VNF on it, and one parameter of it that is known: enough to see what grows with their number. */
function siteWith(servers: number): Site {
  return { servers, serversPerRow: 100, rowsPerHall: 10, vnfsPerServer: 1, parameters: 1, vnfManagers: 1 };
}

/** CPU time of a reading for each size of the site, µs, and the greatest difference between them. */
async function measureGrowth(bench: Bench): Promise<Figure[]> {
  const sizes = bench.quick ? QUICK_SIZES : SIZES;
  const measures: { servers: number; take: () => Promise<number>; costs: number[] }[] = [];
  for (const servers of sizes) {
    const site = siteWith(servers);
    const gateway = bench.closing(await startGatewayOf(bench, site));
    await tellAll(bench, gateway, site);
    const target = openTarget(gateway.url, gateway.headers, 8);
    bench.closing({ stop: () => target.pool.destroy() });
    // The parameter that is known, server by server.
    const body = createReadings(site);
    const connections = await fittingConnections(target, ingestCall(body(DATA)), 8);
    const seconds = bench.quick ? 0.2 : 0.8;
    const take = async (): Promise<number> => {
      const readings = await perCpuSecond(gateway.pid, async () => {
        const load = await closedLoop(target, { seconds, next: () => ingestCall(body(DATA)), connections });
        return load.done * DATA;
      });
      return 1e6 / readings;
    };
    measures.push({ servers, take, costs: [] });
    await take();
  }
  for (let round = 1; round <= (bench.quick ? 2 : 5); round++) {
    bench.progress(`growth: round ${round}`);
    for (const one of measures) one.costs.push(await one.take());
  }
  const figures = measures.map(({ servers, costs }) =>
    plainFigure(`growth-${servers}`, median(costs), 'CPU µs/reading'),
  );
  const costs = measures.map((one) => median(one.costs));
  const difference = (Math.max(...costs) / Math.min(...costs) - 1) * 100;
  const note = `the most by the least of ${sizes.map((servers) => servers.toLocaleString('en')).join(', ')} servers`;
  const target = { of: 'value', is: '<', limit: MOST_DIFFERENCE } as const;
  return [...figures, plainFigure('growth', difference, '%', { target, note })];
}
