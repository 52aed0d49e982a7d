import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { siteOf, tellAll, type Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { startGatewayOf } from './gateway.ts';
import { closedLoop, ingestCall, openLoop, openLoopTarget, openTarget } from './load.ts';
import { drawPlot } from './plot.ts';
import { createReadings } from './site.ts';
import { quantile } from './statistics.ts';

/** Offered loads as shares of what the gateway takes. */
const SHARES = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1, 1.1];

/** What comes of a load. */
interface LoadPoint {
  /** Readings per second that were sent, and that were answered meanwhile. */
  offered: number;
  taken: number;
  /** ms. */
  p50: number;
  p99: number;
}

/** Writes the plots to a folder; that of the cost only when it was measured. */
export async function writePlots(bench: Bench, figures: readonly Figure[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string): void => {
    const file = join(folder, `performance-${name}.svg`);
    writeFileSync(file, content);
    bench.progress(`plot: ${file}`);
  };
  const points = await measureLoads(bench);
  const x = { label: 'readings per second that are sent, one in each request' };
  const line = (name: string, value: (point: LoadPoint) => number) => ({
    name,
    points: points.map((point) => [point.offered, value(point)] as const),
  });
  write(
    'throughput',
    drawPlot({
      title: 'What the gateway takes of what is sent',
      x,
      y: { label: 'readings per second' },
      lines: [line('answered', ({ taken }) => taken), line('sent', ({ offered }) => offered)],
    }),
  );
  write(
    'latency',
    drawPlot({
      title: 'Time until a reading is durable and answered',
      x,
      y: { label: 'ms', logarithmic: true },
      lines: [line('99 of 100', ({ p99 }) => p99), line('half', ({ p50 }) => p50)],
    }),
  );
  const costs = costsOf(figures);
  if (costs.length < 2) return;
  write(
    'size',
    drawPlot({
      title: 'CPU time of a reading by the size of the site',
      x: { label: 'servers', logarithmic: true },
      y: { label: 'µs' },
      lines: [{ name: 'a reading', points: costs }],
    }),
  );
}

/** Sends readings at one rate after the other. */
async function measureLoads(bench: Bench): Promise<LoadPoint[]> {
  const site = siteOf(bench);
  const gateway = bench.closing(await startGatewayOf(bench, site));
  await tellAll(bench, gateway, site);
  const [closed, open] = [openTarget(gateway.url, gateway.headers), openLoopTarget(gateway.url, gateway.headers)];
  for (const { pool } of [closed, open]) bench.closing({ stop: () => pool.destroy() });
  const body = createReadings(site);
  const next = () => ingestCall(body(1));
  const seconds = bench.quick ? 0.3 : 2;
  await closedLoop(closed, { seconds, next });
  const { done, seconds: taken } = await closedLoop(closed, { seconds, next });
  const points: LoadPoint[] = [];
  for (const share of SHARES) {
    const rate = (done / taken) * share;
    bench.progress(`plot: ${rate.toFixed(0)} readings/s`);
    const stop = new AbortController();
    const load = openLoop(open, { rate, next, signal: stop.signal });
    await sleep(seconds * 1000);
    stop.abort();
    const { done: answered, seconds: passed, latencies } = await load;
    const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
    if (latencies.length > 0) points.push({ offered: rate, taken: answered / passed, p50, p99 });
  }
  return points;
}

/** Servers and CPU time of a reading, of the figures that tell it. */
function costsOf(figures: readonly Figure[]): [servers: number, microseconds: number][] {
  return figures.flatMap(({ name, value }) => {
    const servers = /^growth-(\d+)$/.exec(name)?.[1];
    return servers === undefined || value === null ? [] : [[Number(servers), value] as [number, number]];
  });
}
