/**
 * A zone may have thousands of servers. What it means for them is determined a few at a time, the most urgent first, so that the
 * first functions are asked to leave at once, and other work goes on in between. Those that wait are named in the state.
 */
import type { ComputeHost, EnvironmentState } from './entities.ts';
import type { Context } from './context.ts';

/** Servers that are determined in one transaction at most. */
const AT_ONCE = 16;
/** The first of them, so that its functions are asked to leave soonest. */
const FIRST = 1;

/**
 * Of the servers that a changed state bears on, those to determine now; the others wait for the driver. Those that waited already
 * come first, however often the state changes.
 */
export async function firstOf(
  context: Context,
  state: EnvironmentState,
  hosts: readonly ComputeHost[],
): Promise<ComputeHost[]> {
  if (hosts.length <= AT_ONCE) {
    if (state.undeterminedComputeHostIds !== undefined) await save(context, state, []);
    return [...hosts];
  }
  const urgent = byUrgency(hosts, urgencyIn(context, state));
  await save(
    context,
    state,
    urgent.slice(FIRST).map(({ id }) => id),
  );
  return urgent.slice(0, FIRST);
}

/** Those that waited already first, then by their priority, then by what runs on them; the highest comes first. */
function urgencyIn(context: Context, { undeterminedComputeHostIds }: EnvironmentState) {
  const site = context.keptSite();
  const waiting = new Set(undeterminedComputeHostIds);
  return ({ id, priority }: ComputeHost): number =>
    (Number(waiting.has(id)) * PRIORITIES + priority) * CRITICALITIES + (site?.highestCriticality(id) ?? 0);
}

/** More than there are of each. */
const PRIORITIES = 1000;
const CRITICALITIES = 1000;

/** There are few urgencies, and many servers of each: the urgencies are sorted. */
function byUrgency(hosts: readonly ComputeHost[], urgencyOf: (host: ComputeHost) => number): ComputeHost[] {
  const alike = new Map<number, ComputeHost[]>();
  for (const host of hosts) {
    const urgency = urgencyOf(host);
    const others = alike.get(urgency);
    if (others === undefined) alike.set(urgency, [host]);
    else others.push(host);
  }
  return [...alike].sort(([a], [b]) => b - a).flatMap(([, some]) => some);
}

/** The next of those that wait, and the state without them. */
export function nextOf(state: EnvironmentState): { computeHostIds: string[]; state: EnvironmentState } {
  const { undeterminedComputeHostIds: waiting, ...rest } = state;
  if (waiting === undefined) return { computeHostIds: [], state };
  const others = waiting.slice(AT_ONCE);
  return {
    computeHostIds: waiting.slice(0, AT_ONCE),
    state: others.length === 0 ? rest : { ...rest, undeterminedComputeHostIds: others },
  };
}

/** The driver takes a state with servers that wait at once. */
async function save(
  { tables, quiet, now }: Context,
  state: EnvironmentState,
  waiting: readonly string[],
): Promise<void> {
  const { undeterminedComputeHostIds: _before, ...rest } = state;
  if (waiting.length > 0) quiet.waits(state);
  await tables.environmentStates.update(
    waiting.length === 0 ? rest : { ...rest, undeterminedComputeHostIds: [...waiting], nextEvaluationTime: now },
  );
}
