/** What the VIM of a server has to say before its power is switched, and when it may host again (R18, R19, R21). */
import { reasonOf } from '../problem.ts';
import type { Vim } from '../southbound/vim/vim.ts';
import type { Refusal } from './entities.ts';
import { leftBehind } from './changes.ts';
import type { Case } from './step.ts';

type Verdict = Pick<Refusal, 'reason' | 'detail'> | undefined;

export function vimOf(vims: readonly Vim[], computeHostId: string): Vim | undefined {
  return vims.find(({ computeHostIds }) => computeHostIds.includes(computeHostId));
}

/**
 * Asks the VIM itself right before the power-off: the server has to be closed, nothing may be on its way to it, and nothing run on
 * it but what the clean-up gave up, or what has a duplicate elsewhere. A VIM that cannot be asked is a reason not to switch anything
 * off.
 */
export async function refusalOfVim(vims: readonly Vim[], { host, evacuation }: Case): Promise<Verdict> {
  const vim = vimOf(vims, host.id);
  if (vim === undefined) return undefined;
  try {
    const { schedulingState } = await vim.readScheduling(host.id);
    if (schedulingState === 'ENABLED') {
      return { reason: 'SCHEDULING_ENABLED', detail: `VIM ${vim.id} may still put functions on ${host.id}` };
    }
    const givenUp = leftBehind(evacuation);
    const running = (await vim.readVirtualComputes([host.id])).filter(
      ({ computeId, operationalState }) => operationalState === 'ENABLED' && !givenUp.includes(computeId),
    );
    const there = running.map(({ computeId }) => computeId);
    const arriving = there.length > 0 ? [] : await vim.readArriving(host.id);
    if (there.length + arriving.length === 0) return undefined;
    const what = there.length > 0 ? `${there.join(', ')} runs on` : `${arriving.join(', ')} is on its way to`;
    return { reason: 'VIM_WORKLOAD_PRESENT', detail: `VIM ${vim.id} says that ${what} ${host.id}` };
  } catch (error) {
    return { reason: 'VIM_UNREACHABLE', detail: `VIM ${vim.id}: ${reasonOf(error)}` };
  }
}

/** Undoes in the VIM what was changed there for this evacuation, and reads that it is undone. */
export async function restoreInVim(
  vims: readonly Vim[],
  { host, evacuation }: Case,
): Promise<{ vimRestored: boolean } | { refusal: NonNullable<Verdict> }> {
  const vim = vimOf(vims, host.id);
  const isWithdrawnByOthers = host.withdrawals.some(({ withdrawnBy }) => withdrawnBy !== evacuation.id);
  if (vim === undefined || host.vimWithdrawnBy === undefined || isWithdrawnByOthers) return { vimRestored: false };
  try {
    await vim.restore(host.id, host.vimWithdrawnBy);
    const { hostEvacuationId } = await vim.readScheduling(host.id);
    if (hostEvacuationId !== host.vimWithdrawnBy) return { vimRestored: true };
    throw new Error(`${host.id} is still withdrawn by the gateway`);
  } catch (error) {
    return { refusal: { reason: 'VIM_UNREACHABLE', detail: `VIM ${vim.id}: ${reasonOf(error)}` } };
  }
}
