import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../lab/scenario.ts';
import { APIS } from '../judge.ts';
import { runRedocly } from '../redocly.ts';

interface Result {
  ruleId: string;
  message: { text: string };
  properties: { method?: string; path?: string; status?: number; target?: string };
}

export interface Drift {
  /** What in the traffic the documents do not allow. */
  violations: readonly string[];
  /** Parts of the documents that the traffic used. */
  used: Readonly<Record<'operations' | 'parameters' | 'properties' | 'responses', { covered: number; total: number }>>;
}

/** Holds recorded traffic against the documents with `redocly drift`. */
export async function findDrift(har: string, directory: string): Promise<Drift> {
  const api = join(directory, 'documents');
  mkdirSync(api);
  for (const name of APIS) cpSync(join(packageRoot(), 'generated', `${name}.json`), join(api, `${name}.json`));
  const [report, coverage, output] = ['drift.sarif', 'coverage.json', 'drift.txt'].map((name) => join(directory, name));
  const files = ['--output', report ?? '', '--coverage-output', coverage ?? ''];
  const options = ['--format', 'sarif', '--match-mode', 'basepath', '--min-severity', 'warning'];
  await runRedocly(['drift', har, '--api', api, ...options, ...files], { directory, output: output ?? '' });
  const { runs } = readJson(report ?? '') as { runs: { results: Result[] }[] };
  const { totals } = readJson(coverage ?? '') as { totals: Drift['used'] };
  const violations = runs.flatMap(({ results }) => results.filter(isViolation).map(describe));
  return { violations: [...new Set(violations)], used: totals };
}

/**
 * What is wrong in a request was sent on purpose, and is a violation only when it was taken. HEAD and OPTIONS are in no
 * document, but every resource answers them (RFC 9110 9.3.2, 9.3.7).
 */
function isViolation({ properties: { method = '', status = 0, target } }: Result): boolean {
  return target === 'response' || (status < 400 && !['HEAD', 'OPTIONS'].includes(method));
}

function describe({ ruleId, message, properties: { method, path, status } }: Result): string {
  return `${method ?? ''} ${path ?? ''} (${status ?? 0}): ${message.text} [${ruleId}]`;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
