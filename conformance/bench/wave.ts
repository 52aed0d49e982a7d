import { setTimeout as sleep } from 'node:timers/promises';
import { siteOf, startReferenceServer, tellAll, type Bench, type Group } from './bench.ts';
import { comparedFigure, missingFigure, plainFigure, type Figure } from './figure.ts';
import { startGatewayOf, type Measured } from './gateway.ts';
import { call, closedLoop, ingestCall, openLoop, openLoopTarget, openTarget, type Call, type Target } from './load.ts';
import { keepRequests, requestOf, subscribeAll } from './migration.ts';
import { createReadings, failingHall, serverId, type Site } from './site.ts';
import { startSink, type Arrival, type Sink } from './sink.ts';
import { median, quantile, type Rounds } from './statistics.ts';
import { perCpuSecond } from './usage.ts';
import { referenceRates, shareInOrder } from './wave-reference.ts';

/** Ordinary readings per second while the wave goes on. */
const BACKGROUND = 100;
/** A hall whose wave takes longer is given up, s; and no further hall fails then. */
const LONGEST_WAVE = 40;
/** Halls that fail, one after the other. */
const WAVES = 3;
/** Longest time for the answers to the requests of a hall, s. */
const LONGEST_ANSWERS = 10;
/** Halls between one that fails and the one that its functions are moved to, which stays sound. */
const TO_SOUND_HALL = 3;
/** For what the answers began, ms. */
const SETTLE = 1000;

/** What happens when a tenth of the site fails at once. */
export const wave: Group = {
  names: ['wave-first-out', 'wave-delivered', 'wave-order', 'wave-ingest-p99', 'wave-answers'],
  measure: measureWaves,
};

interface Wave {
  arrivals: Arrival[];
  /** From the POST of the reading to the first and to the last request at its manager, ms. */
  first: number;
  last: number;
  /** Of ordinary readings meanwhile, ms. */
  ingestLatencies: number[];
}

async function measureWaves(bench: Bench): Promise<Figure[]> {
  const site = siteOf(bench);
  const sink = bench.closing(await startSink());
  const gateway = bench.closing(await startGatewayOf(bench, site));
  await tellAll(bench, gateway, site);
  const target = openTarget(gateway.url, gateway.headers);
  await subscribeAll(target, site, sink);
  const expected = site.serversPerRow * site.rowsPerHall * site.vnfsPerServer;
  const reference = bench.closing(await startReferenceServer(bench));
  const waves: Wave[] = [];
  const answers: Answers = { rates: { values: [], references: [] }, answered: 0, problem: undefined };
  const kept = keepRequests(sink);
  for (let hall = 1; hall <= (bench.quick ? 1 : WAVES); hall++) {
    const one = await failHall(gateway, kept, { site, hall, expected });
    waves.push(one);
    const within = one.arrivals.length === 0 ? '' : ` in ${(one.last / 1000).toFixed(2)} s`;
    bench.progress(`wave: hall ${hall}: ${one.arrivals.length} of ${expected} requests${within}`);
    if (one.arrivals.length < expected) break;
    // The next hall is another event: this one is over.
    const calls = answersTo(one.arrivals, site, hall + TO_SOUND_HALL);
    answers.problem = await answerHall(answers, { gateway, target, reference, calls }).then(() => undefined, String);
    if (answers.problem !== undefined) break;
    bench.progress(`wave-answers: hall ${hall} answered`);
    await sleep(SETTLE);
  }
  const figures = [
    ...(await waveFigures(bench, sink, waves, expected)),
    answersFigure(answers, expected * waves.length),
  ];
  await target.pool.destroy();
  return figures;
}

interface Failure {
  site: Site;
  hall: number;
  expected: number;
}

/** One decisive reading; then the requests are counted until all are there, or time is up. */
async function failHall(
  gateway: Measured,
  kept: { arrivals: Arrival[] },
  { site, hall, expected }: Failure,
): Promise<Wave> {
  const body = createReadings(site);
  const [decisive, background] = [
    openTarget(gateway.url, gateway.headers, 1),
    openLoopTarget(gateway.url, gateway.headers),
  ];
  await call(decisive, { method: 'GET', path: '/livez', status: 200 });
  const stop = new AbortController();
  const load = openLoop(background, { rate: BACKGROUND, next: () => ingestCall(body(1)), signal: stop.signal });
  await sleep(200);
  kept.arrivals = [];
  const sent = performance.now();
  const taken = call(decisive, ingestCall(failingHall(hall)));
  // What fails before the time is up is told at the end.
  for (const one of [load, taken]) one.catch(() => undefined);
  while (kept.arrivals.length < expected && performance.now() - sent < LONGEST_WAVE * 1000) await sleep(2);
  const arrivals = kept.arrivals.slice(0, expected);
  stop.abort();
  const { latencies } = await load;
  await Promise.race([taken, sleep(1000)]);
  await Promise.all([decisive, background].map(({ pool }) => pool.destroy()));
  // What did not come is as if it came when time was up.
  const givenUp = sent + LONGEST_WAVE * 1000;
  const first = arrivals[0]?.at ?? givenUp;
  const last = arrivals.length < expected ? givenUp : (arrivals.at(-1)?.at ?? givenUp);
  return { arrivals, first: first - sent, last: last - sent, ingestLatencies: latencies };
}

async function waveFigures(bench: Bench, sink: Sink, waves: readonly Wave[], expected: number): Promise<Figure[]> {
  const rates = waves.map(({ arrivals, last }) => arrivals.length / (last / 1000));
  const bodies = waves[0]?.arrivals.map(({ body }) => body) ?? [];
  const references = await referenceRates(bench, sink, bodies);
  const delivered = waves.reduce((sum, { arrivals }) => sum + arrivals.length, 0);
  const note = `${delivered} of ${expected * waves.length} requests of ${waves.length} halls arrived within ${LONGEST_WAVE} s`;
  const firsts = waves.map(({ first }) => first);
  const rounds = { values: rates, references: rates.map(() => median(references)) };
  return [
    plainFigure('wave-first-out', median(firsts), 'ms', {
      target: { of: 'value', is: '<', limit: 10 },
      note: `hall by hall ${firsts.map((first) => first.toFixed(1)).join(', ')} ms`,
    }),
    comparedFigure('wave-delivered', rounds, 'requests/s', { target: { of: 'ratio', is: '≥', limit: 0.5 }, note }),
    plainFigure('wave-order', median(waves.map((one) => shareInOrder(one.arrivals))), 'share of pairs', {
      note: 'pairs of requests of which the more critical came first',
    }),
    plainFigure(
      'wave-ingest-p99',
      quantile(
        waves.flatMap((one) => one.ingestLatencies),
        0.99,
      ),
      'ms',
      {
        target: { of: 'value', is: '<', limit: 100 },
        note: `of ${BACKGROUND} ordinary readings/s meanwhile`,
      },
    ),
  ];
}

interface Answers {
  /** Answers per CPU second, of the gateway and of the bare server. */
  rates: Rounds;
  answered: number;
  /** Why no more of them could be measured. */
  problem: string | undefined;
}

interface Answering {
  gateway: Measured;
  target: Target;
  reference: Measured;
  calls: readonly Call[];
}

/** The managers report every function of a hall moved; then the bare server takes the same. */
async function answerHall(answers: Answers, { gateway, target, reference, calls }: Answering): Promise<void> {
  const rest = calls[Symbol.iterator]();
  const rate = await perCpuSecond(gateway.pid, async () => {
    const { done } = await closedLoop(target, { seconds: LONGEST_ANSWERS, next: () => rest.next().value });
    answers.answered += done;
    return done;
  });
  const referenceTarget = openTarget(reference.url);
  // Over and over, because the bare server is done with them before the clock of its CPU ticks.
  let index = 0;
  const next = () => calls[index++ % calls.length];
  const take = async () => (await closedLoop(referenceTarget, { seconds: 0.5, next })).done;
  const referenceRate = await perCpuSecond(reference.pid, take);
  await referenceTarget.pool.destroy();
  answers.rates.values.push(rate);
  answers.rates.references.push(referenceRate);
}

/** Answers by which the functions of a hall are on the servers of another one. */
function answersTo(arrivals: readonly Arrival[], { serversPerRow, rowsPerHall }: Site, hall: number): Call[] {
  const servers = serversPerRow * rowsPerHall;
  return arrivals.map(requestOf).map(({ id, requestVersion }, index) => ({
    method: 'PATCH' as const,
    path: `/vnfmig/v1/migration_requests/${id}`,
    body: JSON.stringify({
      migrationRequestState: 'COMPLETED',
      requestVersion,
      targetComputeHostId: serverId(hall * servers + (index % servers)),
    }),
    contentType: 'application/merge-patch+json',
    status: 200,
  }));
}

function answersFigure({ rates, answered, problem }: Answers, expected: number): Figure {
  if (problem !== undefined) return missingFigure('wave-answers', problem);
  if (rates.values.length === 0) return missingFigure('wave-answers', 'no hall had all its requests to be answered');
  return comparedFigure('wave-answers', rates, 'requests/CPU s', {
    target: { of: 'ratio', is: '≥', limit: 0.25 },
    note: `${answered} of ${expected} answers were taken in the time there was`,
  });
}
