import type { CaseResult } from '../case.ts';
import { apiOf, countOutcomes, groupResults } from './summary.ts';

/** Progress while running: one line on a terminal that is written again and again, a line per API elsewhere. */
export function createProgress(output: NodeJS.WriteStream): (result: CaseResult, index: number, count: number) => void {
  let failed = 0;
  const told = new Set<string>();
  return (result, index, count) => {
    if (result.outcome === 'failed') failed += 1;
    const api = apiOf(result);
    if (output.isTTY) {
      const text = `${index + 1}/${count}  ${failed} failed  ${result.id}`.slice(0, Math.max(20, output.columns - 1));
      output.write(`\r\u001b[K${index + 1 === count ? '' : text}`);
    } else if (!told.has(api)) output.write(`... ${api}\n`);
    told.add(api);
  };
}

/** The failures with what was expected and what came, then a table for each API and clause. */
export function consoleReport(results: readonly CaseResult[]): string {
  const failures = results.filter(({ outcome }) => outcome === 'failed').map(failureText);
  const skipped = groupResults(
    results.filter(({ outcome }) => outcome === 'notApplicable'),
    ({ reason }) => reason ?? '',
  ).map(([reason, group]) => `  ${String(group.length).padStart(4)}  ${reason}`);
  const { passed, failed, notApplicable } = countOutcomes(results);
  return [
    ...failures,
    ...table('API', results, apiOf),
    '',
    ...table('clause', results, ({ clause }) => clause),
    '',
    ...(skipped.length === 0 ? [] : ['Not applicable:', ...skipped, '']),
    `${passed} passed, ${failed} failed, ${notApplicable} not applicable.`,
    '',
  ].join('\n');
}

function failureText({ id, objective, clause, failures, exchanges }: CaseResult): string {
  const last = exchanges.findLast(({ direction }) => direction === 'sent');
  return [
    `FAILED ${id}`,
    `  ${objective}  [${clause}]`,
    ...(last === undefined ? [] : [`  ${last.method} ${last.uri} → ${last.status ?? 'no answer'}`]),
    ...failures.flatMap(({ what, expected, got }) => [`  ${what}`, `    expected ${expected}`, `    got      ${got}`]),
    '',
  ].join('\n');
}

function table(title: string, results: readonly CaseResult[], keyOf: (result: CaseResult) => string): string[] {
  const rows = groupResults(results, keyOf).map(([key, group]): [string, string, string, string] => {
    const { passed, failed, notApplicable } = countOutcomes(group);
    return [key, String(passed), String(failed), String(notApplicable)];
  });
  const width = Math.max(title.length, ...rows.map(([key]) => key.length));
  return [[title, 'passed', 'failed', 'not applicable'] as const, ...rows].map(
    ([key, ...counts]) =>
      `${key.padEnd(width)}${counts.map((count, index) => count.padStart(index === 2 ? 16 : 9)).join('')}`,
  );
}
