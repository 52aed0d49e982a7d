import type { CaseResult } from '../case.ts';
import { apiOf, countOutcomes, groupResults } from './summary.ts';

/** JUnit XML as CI servers read it: a suite for each API, a test case for each case. */
export function junitReport(profile: string, results: readonly CaseResult[]): string {
  const suites = groupResults(results, apiOf).map(([api, group]) => suite(`${profile}.${api}`, group));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="conformance"${counts(results)}>\n${suites.join('')}</testsuites>\n`;
}

function suite(name: string, results: readonly CaseResult[]): string {
  const cases = results.map((result) => testCase(name, result)).join('');
  return `  <testsuite name="${escapeXml(name)}"${counts(results)}>\n${cases}  </testsuite>\n`;
}

function testCase(suiteName: string, result: CaseResult): string {
  const { id, outcome, reason, failures, milliseconds } = result;
  const attributes = `classname="${escapeXml(suiteName)}" name="${escapeXml(id)}" time="${seconds(milliseconds)}"`;
  if (outcome === 'passed') return `    <testcase ${attributes}/>\n`;
  if (outcome === 'notApplicable')
    return `    <testcase ${attributes}><skipped message="${escapeXml(reason ?? '')}"/></testcase>\n`;
  const [first] = failures;
  const text = failures.map(({ what, expected, got }) => `${what}: expected ${expected}, got ${got}`).join('\n');
  return `    <testcase ${attributes}><failure message="${escapeXml(first?.what ?? '')}">${escapeXml(`${result.objective} [${result.clause}]\n${text}`)}</failure></testcase>\n`;
}

function counts(results: readonly CaseResult[]): string {
  const { failed, notApplicable } = countOutcomes(results);
  const time = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return ` tests="${results.length}" failures="${failed}" skipped="${notApplicable}" time="${seconds(time)}"`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Also without the characters that XML has no way to write. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
