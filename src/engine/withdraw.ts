/** Step 204, taken first: the server comes off the list of usable ones before anybody looks for another place (R18). */
import type { Case, Outcome, Step } from './step.ts';
import { entry } from './timeline.ts';
import type { Context } from './context.ts';
import { addWithdrawal } from './scheduling.ts';

export const withdraw: Step = {
  async settle(context: Context, { evacuation, host }: Case): Promise<Outcome> {
    const { now } = context;
    await addWithdrawal(context, host, evacuation.id, evacuation.cause.description);
    const change = {
      attribute: 'schedulingState' as const,
      oldValue: host.schedulingState,
      newValue: 'WITHDRAWN',
      changedTime: now,
    };
    return {
      state: 'MIGRATING',
      nextAttemptTime: now,
      timeline: [entry(now, 'WITHDRAWN', `${host.id} must not be chosen any more`, { computeHostId: host.id })],
      changes: { changes: [...evacuation.changes, change] },
    };
  },
};
