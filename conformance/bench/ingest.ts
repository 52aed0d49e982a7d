import { siteOf, startReferenceServer, type Bench, type Part } from './bench.ts';
import { comparedFigure, missingFigures, type Figure } from './figure.ts';
import type { Measured } from './gateway.ts';
import { closedLoop, fittingConnections, ingestCall, openTarget, type Target } from './load.ts';
import { createReadings } from './site.ts';
import { interleave } from './statistics.ts';
import { perCpuSecond } from './usage.ts';

/** Data in one notification, and the least ratio to the bare server. */
const SIZES = [
  { count: 1, limit: 0.5 },
  { count: 100, limit: 0.45 },
  { count: 1000, limit: 0.45 },
] as const;

/** Until the gateway's code for such notifications is compiled, s. */
const WARM_UP = 2;

/** What the gateway takes: authenticated, validated, evaluated, and durable before it is answered. */
export const ingest: Part = {
  names: SIZES.map(({ count }) => `ingest-${count}`),
  measure: measureIngest,
};

interface Counterpart {
  server: Measured;
  target: Target;
}

async function measureIngest(bench: Bench, measured: Measured): Promise<Figure[]> {
  const body = createReadings(siteOf(bench));
  const gateway = counterpart(measured);
  const reference = counterpart(bench.closing(await startReferenceServer(bench)));
  const figures: Figure[] = [];
  for (const { count, limit } of SIZES) {
    const name = `ingest-${count}`;
    if (!bench.wanted(name)) continue;
    try {
      const rounds = await compare(bench, name, { gateway, reference, body: () => body(count) });
      figures.push(comparedFigure(name, rounds, 'requests/CPU s', { target: { of: 'ratio', is: '≥', limit } }));
    } catch (error) {
      figures.push(...missingFigures([name], error));
    }
  }
  await Promise.all([gateway, reference].map(({ target }) => target.pool.destroy()));
  return figures;
}

function counterpart(server: Measured): Counterpart {
  return { server, target: openTarget(server.url, server.headers) };
}

interface Compared {
  gateway: Counterpart;
  reference: Counterpart;
  body: () => string;
}

/** Requests per CPU second of both, in turn. */
async function compare(bench: Bench, name: string, { gateway, reference, body }: Compared) {
  const rounds = bench.quick ? 2 : 3;
  const seconds = bench.quick ? 0.2 : 1.5;
  const next = () => ingestCall(body());
  const connections = await fittingConnections(gateway.target, next());
  const take = ({ server, target }: Counterpart, howLong: number): Promise<number> =>
    perCpuSecond(server.pid, async () => (await closedLoop(target, { seconds: howLong, next, connections })).done);
  // Code that is compiled while it runs is not measured.
  await take(gateway, bench.quick ? seconds : WARM_UP);
  await take(reference, seconds / 2);
  return interleave(
    rounds,
    (round) => {
      bench.progress(`${name}: round ${round} of ${rounds}`);
      return take(gateway, seconds);
    },
    () => take(reference, seconds / 2),
  );
}
