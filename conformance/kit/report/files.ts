import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseResult } from '../case.ts';
import { htmlReport, type PageSubject } from './html.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';

/** Writes report.json, junit.xml and report.html; gives the place of the page. */
export function writeReports(directory: string, subject: PageSubject, results: readonly CaseResult[]): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'report.json'), `${JSON.stringify(jsonReport(results), undefined, 2)}\n`);
  writeFileSync(join(directory, 'junit.xml'), junitReport(subject.profile, results));
  const page = join(directory, 'report.html');
  writeFileSync(page, htmlReport(subject, results));
  return page;
}
