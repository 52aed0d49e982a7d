import type { Callback } from './callback.ts';
import {
  NotApplicable,
  type CaseResult,
  type ConformanceCase,
  type Exchange,
  type Failure,
  type Fixture,
  type Need,
  type Target,
  type Values,
} from './case.ts';
import { createFixtures, type Fixtures, type Provided } from './fixtures.ts';
import type { Client } from './http.ts';
import { sendRequest, takeStep, type Tools } from './steps.ts';

export interface RunOptions {
  target: Target;
  client: Client;
  callback: Callback;
  cases: readonly ConformanceCase[];
  fixtures: Readonly<Record<string, Fixture>>;
  signal: AbortSignal;
  onResult?: (result: CaseResult, index: number, count: number) => void;
}

/** Cases that run at the same time. */
const AT_ONCE = 8;

/**
 * Runs the cases, several at once but for those that want to be alone, and removes what was made for them, also when the
 * run is stopped. The results have the order of the cases.
 */
export async function runCases(options: RunOptions): Promise<CaseResult[]> {
  const { cases, target, client, callback, signal, onResult } = options;
  const fixtures = createFixtures(options.fixtures, target);
  const results = new Map<ConformanceCase, CaseResult>();
  const runNext = async (waiting: ConformanceCase[]): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      const result = await runCase(next, fixtures, target, { client, callback, signal });
      // What the stop interrupted says nothing of the implementation.
      if (isAborted(signal)) return;
      onResult?.(result, results.size, cases.length);
      results.set(next, result);
    }
  };
  const together = cases.filter(({ alone }) => alone !== true);
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, () => runNext(together)));
    await runNext(cases.filter(({ alone }) => alone === true));
  } finally {
    await fixtures.undoAll();
  }
  return cases.flatMap((conformanceCase) => results.get(conformanceCase) ?? []);
}

async function runCase(
  conformanceCase: ConformanceCase,
  fixtures: Fixtures,
  target: Target,
  tools: Omit<Tools, 'record'>,
): Promise<CaseResult> {
  const { id, objective, clause, preconditions = [], needs = [] } = conformanceCase;
  const started = Date.now();
  const exchanges: Exchange[] = [];
  const result = (rest: Pick<CaseResult, 'outcome'> & Partial<CaseResult>): CaseResult => ({
    id,
    objective,
    clause,
    failures: [],
    exchanges,
    milliseconds: Date.now() - started,
    ...rest,
  });
  const unmet = needs.find((need) => !isMet(need, target));
  if (unmet !== undefined) return result({ outcome: 'notApplicable', reason: REASONS[unmet] });
  let provided: Provided;
  try {
    provided = await fixtures.provide(preconditions, { ...tools, record: ignore });
  } catch (error) {
    if (error instanceof NotApplicable) return result({ outcome: 'notApplicable', reason: error.message });
    fixtures.forget(preconditions);
    return result({ outcome: 'failed', failures: [failureOf('preconditions', error)] });
  }
  const record = (exchange: Exchange): number => exchanges.push(exchange);
  const failures = await takeSteps(conformanceCase, provided.values, { ...tools, record });
  await provided.undo();
  if (failures.length > 0) fixtures.forget(preconditions);
  return result({ outcome: failures.length === 0 ? 'passed' : 'failed', failures });
}

/** Stops at the first step that fails: the later ones rely on it. */
async function takeSteps(
  { steps, finally: last = [] }: ConformanceCase,
  provided: Values,
  tools: Tools,
): Promise<readonly Failure[]> {
  let values = provided;
  const takeAll = async (): Promise<readonly Failure[]> => {
    for (const [index, step] of steps.entries()) {
      const where = steps.length === 1 ? '' : `step ${index + 1}: `;
      try {
        const { failures, saved } = await takeStep(step, values, tools);
        values = { ...values, ...saved };
        if (failures.length > 0) return failures.map((failure) => ({ ...failure, what: `${where}${failure.what}` }));
      } catch (error) {
        return [failureOf(`${where}exchange`, error)];
      }
    }
    return [];
  };
  const failures = await takeAll();
  const quiet = { ...tools, record: ignore, signal: new AbortController().signal };
  for (const template of last) await sendRequest(template, values, quiet).catch(() => undefined);
  return failures;
}

function failureOf(what: string, error: unknown): Failure {
  return { what, expected: 'possible', got: error instanceof Error ? error.message : String(error) };
}

const REASONS: Record<Need, string> = {
  token: 'needs --token, or --token-url with --client-id and --client-secret',
  'limited token': 'needs --limited-token',
  strict: 'only where a missing Version header is refused; see --version-header',
  lenient: 'only where a missing Version header means the newest version; see --version-header',
};

function isMet(need: Need, target: Target): boolean {
  if (need === 'token') return target.hasToken;
  return need === 'limited token' ? target.hasLimitedToken : target.versionHeader === need;
}

function ignore(): void {
  // What fixtures exchange is not part of the case.
}

/** Asked anew each time, which the compiler would not believe of a property that it has seen. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}
