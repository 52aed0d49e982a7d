import type { CaseResult } from '../case.ts';
import { countOutcomes, type Counts } from './summary.ts';

export interface JsonReport {
  summary: Counts;
  cases: readonly CaseResult[];
}

/** The whole result as one object. Exchanges are kept for the failures only: the rest went as it should. */
export function jsonReport(results: readonly CaseResult[]): JsonReport {
  return {
    summary: countOutcomes(results),
    cases: results.map((result) => (result.outcome === 'failed' ? result : { ...result, exchanges: [] })),
  };
}
