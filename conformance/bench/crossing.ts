import { setTimeout as sleep } from 'node:timers/promises';
import { siteOf, type Bench, type Part } from './bench.ts';
import { plainFigure, type Figure } from './figure.ts';
import type { Measured } from './gateway.ts';
import { call, closedLoop, ingestCall, openLoop, openLoopTarget, openTarget, type Target } from './load.ts';
import { requestOf, subscribeAll } from './migration.ts';
import { createReadings, failingServer, range, serverId, type Site } from './site.ts';
import { startSink, type Sink } from './sink.ts';
import { quantile } from './statistics.ts';

/** Share of its capacity that the gateway is busy with beside. */
const BACKGROUND = 0.5;
/** Crossings per second at most; each is of another server. */
const CROSSINGS_PER_SECOND = 25;
/** A request that takes longer is not waited for, and counted as if it came then, s. */
const LONGEST_WAIT = 5;

/** How fast a reading that crosses a threshold becomes a migration request at its VNF manager. */
export const crossing: Part = {
  names: ['crossing-to-request-p50', 'crossing-to-request-p99'],
  measure: measureCrossing,
};

async function measureCrossing(bench: Bench, gateway: Measured): Promise<Figure[]> {
  const site = siteOf(bench);
  const sink = bench.closing(await startSink());
  const [closed, background, single] = [
    openTarget(gateway.url, gateway.headers),
    openLoopTarget(gateway.url, gateway.headers),
    openTarget(gateway.url, gateway.headers, 4),
  ];
  await subscribeAll(single, site, sink);
  const body = createReadings(site, { decisive: false });
  const next = () => ingestCall(body(1));
  await closedLoop(closed, { seconds: bench.quick ? 0.2 : 1, next });
  const { done, seconds } = await closedLoop(closed, { seconds: bench.quick ? 0.2 : 2, next });
  const capacity = done / seconds;
  const rate = capacity * BACKGROUND;
  bench.progress(`crossing-to-request: ${rate.toFixed(0)} other readings/s, half of what it takes here and now`);
  const stop = new AbortController();
  const load = openLoop(background, { rate, next, signal: stop.signal });
  const count = bench.quick ? 5 : 150;
  const crossings = crossAll(single, sink, { site, count, seconds: bench.quick ? 5 : 30 });
  await Promise.race([crossings, load]);
  const latencies = await crossings;
  stop.abort();
  const meanwhile = await load;
  await Promise.all([closed, background, single].map(({ pool }) => pool.destroy()));
  const note = [
    `${latencies.length} crossings, ${latencies.filter((one) => one >= LONGEST_WAIT * 1000).length} of them`,
    `without a request within ${LONGEST_WAIT} s and counted as that; beside ${(meanwhile.done / meanwhile.seconds).toFixed(0)} readings/s`,
  ].join(' ');
  const figure = (name: string, part: number, limit: number): Figure =>
    plainFigure(name, quantile(latencies, part), 'ms', { target: { of: 'value', is: '<', limit }, note });
  return [figure('crossing-to-request-p50', 0.5, 5), figure('crossing-to-request-p99', 0.99, 25)];
}

interface Crossings {
  site: Site;
  count: number;
  /** Longest time for all of them, s. */
  seconds: number;
}

/** Lets servers fail one after the other; gives the time from each POST to the first request for a VNF on that server, ms. */
async function crossAll(gateway: Target, sink: Sink, { site, count, seconds }: Crossings): Promise<number[]> {
  const waiting = new Map<string, (at: number) => void>();
  sink.onArrival = (arrival) => {
    const server = requestOf(arrival).sourceComputeHostId;
    waiting.get(server)?.(arrival.at);
    waiting.delete(server);
  };
  const end = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  // Spread over all rows, so that no row fails as a whole.
  const step = Math.floor(site.servers / count);
  for (const index of range(count)) {
    if (performance.now() > end) break;
    const server = index * step;
    const arrived = new Promise<number>((resolve) => waiting.set(serverId(server), resolve));
    const sent = performance.now();
    const taken = call(gateway, ingestCall(failingServer(server)));
    taken.catch(() => undefined);
    const refused = taken.then(() => new Promise<never>(() => undefined));
    const late = sleep(LONGEST_WAIT * 1000, sent + LONGEST_WAIT * 1000, { ref: false });
    latencies.push((await Promise.race([arrived, refused, late])) - sent);
    await sleep(1000 / CROSSINGS_PER_SECOND);
  }
  return latencies;
}
