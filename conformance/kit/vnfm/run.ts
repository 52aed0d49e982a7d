import { NotApplicable, type CaseResult, type Exchange, type Failure } from '../case.ts';
import type { Run } from '../profile.ts';
import type { VnfmCase, VnfmNeed } from './case.ts';
import { setState } from './gateway.ts';
import type { VnfFunction } from './inventory.ts';
import type { Play } from './play.ts';
import { takeVnfmStep, type Stage } from './steps.ts';

type Report = Pick<Run, 'signal' | 'onResult'>;

/** Runs the cases, those that do not disturb each other at the same time, each with functions of its own. */
export async function runVnfmCases(
  cases: readonly VnfmCase[],
  play: Play,
  { signal, onResult }: Report,
): Promise<CaseResult[]> {
  const results = new Map<VnfmCase, CaseResult>();
  const { functions } = play.gateway.inventory;
  const run = async (vnfmCase: VnfmCase, own: readonly VnfFunction[]): Promise<void> => {
    const result = await runCase(vnfmCase, own, play, signal);
    if (signal.aborted) return;
    results.set(vnfmCase, result);
    onResult(result, results.size - 1, cases.length);
  };
  for (const batch of batchesOf(cases)) {
    const waiting = [...batch];
    const workers = batch.length === 1 ? [functions] : functions.map((vnfFunction) => [vnfFunction]);
    await Promise.all(
      workers.map(async (own) => {
        for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift())
          await run(next, own);
      }),
    );
  }
  return cases.flatMap((vnfmCase) => results.get(vnfmCase) ?? []);
}

/** Those that stand side by side and may run so; any other alone. */
function batchesOf(cases: readonly VnfmCase[]): VnfmCase[][] {
  const batches: VnfmCase[][] = [];
  let last: VnfmCase | undefined;
  for (const vnfmCase of cases) {
    const isAlone = vnfmCase.alone === true || last === undefined || last.alone === true;
    if (isAlone) batches.push([vnfmCase]);
    else batches.at(-1)?.push(vnfmCase);
    last = vnfmCase;
  }
  return batches;
}

async function runCase(
  { id, objective, clause, needs = [], steps }: VnfmCase,
  functions: readonly VnfFunction[],
  play: Play,
  signal: AbortSignal,
): Promise<CaseResult> {
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
  const unmet = needs.find((need) => !MET[need](play));
  if (unmet !== undefined) return result({ outcome: 'notApplicable', reason: REASONS[unmet] });
  const stage: Stage = {
    gateway: play.gateway,
    callback: play.callback,
    functions: [...functions],
    adoptable: play.adoptable,
    settleTime: play.options.settleTime * 1000,
    watchTime: play.options.watchTime * 1000,
    runFacts: () => play.facts,
    record: (exchange) => exchanges.push(exchange),
    requests: new Map(),
    values: {},
    undo: [],
    signal,
  };
  try {
    const failures = await takeSteps(steps, stage);
    return result({ outcome: failures.length === 0 ? 'passed' : 'failed', failures });
  } catch (error) {
    if (error instanceof NotApplicable) return result({ outcome: 'notApplicable', reason: error.message });
    return result({ outcome: 'failed', failures: [failureOf(error)] });
  } finally {
    await leave(stage);
  }
}

/** Stops at the first step that fails: the later ones rely on it. */
async function takeSteps(steps: VnfmCase['steps'], stage: Stage): Promise<readonly Failure[]> {
  for (const [index, step] of steps.entries()) {
    const failures = await takeVnfmStep(step, stage);
    const where = steps.length === 1 ? '' : `step ${index + 1}: `;
    if (failures.length > 0) return failures.map((failure) => ({ ...failure, what: `${where}${failure.what}` }));
  }
  return [];
}

/** Nothing of a case stays behind: its open requests are cancelled. */
async function leave({ gateway, requests, undo }: Stage): Promise<void> {
  const open = [...requests.values()].filter(({ request: { migrationRequestState } }) =>
    ['REQUESTED', 'ACCEPTED', 'PROCESSING'].includes(migrationRequestState),
  );
  for (const held of requests.values()) {
    held.record = () => undefined;
    held.faults = [];
  }
  await Promise.all([...open.map((held) => setState(gateway, held, 'CANCELLED')), ...undo.map((action) => action())]);
}

function failureOf(error: unknown): Failure {
  return { what: 'the case', expected: 'possible', got: error instanceof Error ? error.message : String(error) };
}

const MET: Readonly<Record<VnfmNeed, (play: Play) => boolean>> = {
  'subscribes itself': ({ subscribesItself }) => subscribesItself,
  'state changes': (play) => isSubscribed(play, 'vnfmig', 'MigrationRequestStateChangeNotification'),
  'compute hosts': (play) => isSubscribed(play, 'vrinfo', 'ComputeHostStateChangeNotification'),
  'required token': ({ options }) => options.requiredToken !== undefined,
};

const REASONS: Readonly<Record<VnfmNeed, string>> = {
  'subscribes itself': 'only where the VNF manager subscribes by itself; see --listen',
  'state changes': 'the VNF manager is not subscribed to MigrationRequestStateChangeNotification',
  'compute hosts': 'the VNF manager is not subscribed to ComputeHostStateChangeNotification',
  'required token': 'needs --required-token',
};

function isSubscribed({ gateway }: Play, apiName: 'vnfmig' | 'vrinfo', type: string): boolean {
  return gateway.subscriptions
    .all(apiName)
    .some(({ filter }) => filter?.['notificationTypes']?.includes(type) !== false);
}
