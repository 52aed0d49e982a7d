import type { CaseResult, Outcome } from '../case.ts';

export type Counts = Record<Outcome, number>;

export function countOutcomes(results: readonly CaseResult[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, notApplicable: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

/** Groups of results by a key, in the order of the keys. */
export function groupResults(
  results: readonly CaseResult[],
  keyOf: (result: CaseResult) => string,
): [key: string, results: CaseResult[]][] {
  const groups = new Map<string, CaseResult[]>();
  for (const result of results) {
    const key = keyOf(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
}

/** First part of the id. */
export function apiOf({ id }: Pick<CaseResult, 'id'>): string {
  return id.split('.')[0] ?? id;
}
