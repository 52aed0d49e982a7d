import type { CaseResult, Exchange, Failure, Outcome } from '../case.ts';
import { PAGE_STYLE } from './page-style.ts';
import { countOutcomes, groupResults, type Counts } from './summary.ts';

export interface PageSubject {
  profile: string;
  apiRoot: string;
  /** RFC 3339. */
  time: string;
}

const WORDS: Record<Outcome, string> = { passed: 'pass', failed: 'fail', notApplicable: 'not applicable' };

/** The whole result as one page that needs nothing else: by clause, failures with everything that was exchanged. */
export function htmlReport({ profile, apiRoot, time }: PageSubject, results: readonly CaseResult[]): string {
  const counts = countOutcomes(results);
  const clauses = groupResults(results, ({ clause }) => clause);
  const title = `Conformance of ${apiRoot}, profile ${profile}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Conformance</h1>
<p><code>${escapeHtml(apiRoot)}</code> · profile ${escapeHtml(profile)} · <time>${escapeHtml(time)}</time></p>
<p class="verdict ${counts.failed === 0 ? 'passed' : 'failed'}">${verdict(counts)}</p>
${bar(counts, results.length)}
</header>
<main>
${clauses.map(([clause, group]) => clauseSection(clause, group)).join('\n')}
</main>
</body>
</html>
`;
}

function verdict({ passed, failed, notApplicable }: Counts): string {
  return `${failed === 0 ? 'No case failed' : `${failed} failed`} · ${passed} passed · ${notApplicable} not applicable`;
}

function bar(counts: Counts, all: number): string {
  const part = (outcome: Outcome): string =>
    counts[outcome] === 0 ? '' : `<span class="${outcome}" style="flex:${counts[outcome]}"></span>`;
  return all === 0 ? '' : `<div class="bar">${part('passed')}${part('failed')}${part('notApplicable')}</div>`;
}

function clauseSection(clause: string, results: readonly CaseResult[]): string {
  const counts = countOutcomes(results);
  const worst: Outcome = counts.failed > 0 ? 'failed' : counts.passed > 0 ? 'passed' : 'notApplicable';
  return `<details class="clause"${counts.failed > 0 ? ' open' : ''}>
<summary><span class="mark ${worst}"></span><b>${escapeHtml(clause)}</b><span class="counts">${verdict(counts)}</span></summary>
<table><thead><tr><th>case</th><th>objective</th><th>result</th></tr></thead><tbody>
${[...results].sort(byOutcome).map(caseRows).join('\n')}
</tbody></table>
</details>`;
}

const ORDER: readonly Outcome[] = ['failed', 'passed', 'notApplicable'];

function byOutcome(one: CaseResult, other: CaseResult): number {
  return ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome);
}

function caseRows({ id, objective, outcome, reason, failures, exchanges }: CaseResult): string {
  const row = `<tr class="${outcome}"><td><code>${escapeHtml(id)}</code></td><td>${escapeHtml(objective)}${reason === undefined ? '' : `<br><small>${escapeHtml(reason)}</small>`}</td><td>${WORDS[outcome]}</td></tr>`;
  if (outcome !== 'failed') return row;
  const told = failures.map(failureText).join('');
  return `${row}\n<tr class="evidence"><td colspan="3"><ul>${told}</ul>${exchanges.map(exchangeText).join('')}</td></tr>`;
}

function failureText({ what, expected, got }: Failure): string {
  return `<li>${escapeHtml(what)}: expected <code>${escapeHtml(expected)}</code>, got <code>${escapeHtml(got)}</code></li>`;
}

function exchangeText(exchange: Exchange): string {
  const { direction, method, uri, requestHeaders, requestContent, status, answerHeaders, answerContent } = exchange;
  const request = message(`${method} ${uri}`, requestHeaders, requestContent);
  const answer = status === undefined ? 'no answer' : message(String(status), answerHeaders ?? {}, answerContent ?? '');
  return direction === 'received'
    ? `<figure><figcaption>received by the kit</figcaption><pre>${escapeHtml(request)}</pre></figure>`
    : `<figure><figcaption>sent by the kit</figcaption><pre>${escapeHtml(request)}</pre><pre>${escapeHtml(answer)}</pre></figure>`;
}

function message(first: string, headers: Readonly<Record<string, string>>, content: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, ...(content === '' ? [] : ['', content])].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
