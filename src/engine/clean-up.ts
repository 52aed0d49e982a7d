/** The grace before the power-off: managers clean up; what is still there at its end is deactivated where the policy says so (R19). */
import { reasonOf } from '../problem.ts';
import type { Leftover } from '../southbound/vim/vim.ts';
import type { TimelineEntry } from './entities.ts';
import type { Context } from './context.ts';
import { deactivate } from './deactivation.ts';
import { isReasonKnown } from './evacuation.ts';
import type { Case, Observation, Outcome, Step, StepPorts } from './step.ts';
import { entry } from './timeline.ts';
import { runningOn } from './topology.ts';
import { vimOf } from './vim-guard.ts';

export const cleanUp: Step = { act, settle };

/** When the grace is over the VIM is asked once what the functions left behind; that it cannot be asked holds nothing up. */
async function act(ports: StepPorts, { evacuation, host }: Case): Promise<Observation> {
  const isGrace = evacuation.cleanUpDeadline !== undefined && evacuation.cleanUpDeadline > ports.observe().now;
  return isGrace ? {} : await cleanUpInVim(ports, { evacuation, host });
}

/** What the VIM finds left of the functions that went, and removes where that is safe. */
export async function cleanUpInVim(
  ports: StepPorts,
  { evacuation, host }: Pick<Case, 'evacuation' | 'host'>,
): Promise<Observation> {
  const vim = vimOf(ports.vims, host.id);
  if (vim === undefined || host.vimWithdrawnBy === undefined) return {};
  try {
    return { leftovers: await vim.cleanUp(host.id, evacuation.startTime) };
  } catch (error) {
    return { leftovers: [{ detail: `what was left could not be read: ${reasonOf(error)}`, removed: false }] };
  }
}

async function settle(context: Context, subject: Case, { leftovers = [] }: Observation): Promise<Outcome> {
  const { now, tables } = context;
  const { evacuation, host } = subject;
  const cleanUpDeadline = evacuation.cleanUpDeadline ?? now;
  const running = await runningOn(tables, host.id);
  const timeIsUp = evacuation.evacuationDeadline !== undefined && evacuation.evacuationDeadline <= now;
  const lastMoment = timeIsUp && evacuation.powerOffPolicy === 'LAST_SAFE_MOMENT' && isReasonKnown(evacuation, host);
  if (running.length > 0 && !lastMoment) return { state: 'MIGRATING', nextAttemptTime: now };
  if (cleanUpDeadline > now) return { nextAttemptTime: cleanUpDeadline };
  const timeline = [...leftoversFound(now, host.id, leftovers), ...(await deactivate(context, subject, running))];
  if (evacuation.powerOffPolicy === 'NEVER') {
    const detail = `${host.id} is empty and stays on, as the policy says`;
    return {
      state: 'EVACUATED',
      nextAttemptTime: now,
      timeline: [...timeline, entry(now, 'EVACUATED', detail, { computeHostId: host.id })],
    };
  }
  const deactivatedVirtualComputeIds = running.map(({ computeId }) => computeId);
  return { state: 'POWERING_OFF', nextAttemptTime: now, timeline, changes: { deactivatedVirtualComputeIds } };
}

export function leftoversFound(now: string, computeHostId: string, leftovers: readonly Leftover[]): TimelineEntry[] {
  return leftovers.map(({ computeId, detail, removed }) =>
    entry(now, 'LEFTOVER_FOUND', `${detail}${removed ? ', removed' : ''}`, {
      computeHostId,
      ...(computeId === undefined ? {} : { virtualComputeId: computeId }),
    }),
  );
}
