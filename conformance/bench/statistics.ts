/** Statistics of samples. Nothing of nothing is NaN. */

/** The value that the share `part` (0 to 1) of the samples does not exceed, by linear interpolation between neighbours. */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Measurements of the same thing and its reference, taken in turn: round by round, because the machine changes meanwhile. */
export interface Rounds {
  values: number[];
  references: number[];
}

/** Median of the ratios within each round; what disturbs one round does not count. */
export function medianRatio({ values, references }: Rounds): number {
  return median(values.map((value, index) => value / (references[index] ?? Number.NaN)));
}

/** Measures the one and the other in turn (ABABAB…). */
export async function interleave(
  rounds: number,
  value: (round: number) => Promise<number>,
  reference: (round: number) => Promise<number>,
): Promise<Rounds> {
  const measured: Rounds = { values: [], references: [] };
  for (let round = 1; round <= rounds; round++) {
    measured.values.push(await value(round));
    measured.references.push(await reference(round));
  }
  return measured;
}
