import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../lab/scenario.ts';
import type { Bench } from './bench.ts';
import { requestOf } from './migration.ts';
import type { Arrival, Sink } from './sink.ts';

const LONGEST_REFERENCE_MILLISECONDS = 60_000;

/** Requests per second of a bare sender that posts the same bodies to the same sink. */
export async function referenceRates(bench: Bench, sink: Sink, bodies: readonly string[]): Promise<number[]> {
  if (bodies.length === 0) return [];
  bench.progress(`wave-delivered: a bare sender posts the same ${bodies.length} bodies`);
  const file = join(bench.directory, 'wave-bodies');
  writeFileSync(file, `${bodies.join('\n')}\n`);
  const program = join(packageRoot(), 'dist/conformance/bench/reference-sender.js');
  const timeout = LONGEST_REFERENCE_MILLISECONDS;
  const { stdout } = await promisify(execFile)(process.execPath, [program, sink.url, file], { timeout });
  return JSON.parse(stdout) as number[];
}

/** Share of all pairs of requests of different criticality of which the more critical one came first; 1 is perfect. */
export function shareInOrder(arrivals: readonly Arrival[]): number {
  const before = new Map<number, number>();
  let inOrder = 0;
  let all = 0;
  for (const arrival of arrivals) {
    const { criticality } = requestOf(arrival);
    for (const [earlier, count] of before) {
      if (earlier > criticality) inOrder += count;
      if (earlier !== criticality) all += count;
    }
    before.set(criticality, (before.get(criticality) ?? 0) + 1);
  }
  return all === 0 ? Number.NaN : inOrder / all;
}
