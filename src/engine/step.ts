import type { PowerController, PowerRestorePolicy } from '../southbound/power/power-controller.ts';
import type { Leftover, Vim } from '../southbound/vim/vim.ts';
import type { Store } from '../store/store.ts';
import {
  addSeconds,
  toTime,
  type ComputeHost,
  type HostEvacuation,
  type HostEvacuationState,
  type PowerOrder,
  type PowerState,
  type Refusal,
  type RefusalReason,
  type TimelineEntry,
} from './entities.ts';
import type { Context } from './context.ts';
import type { Policy } from './rules/policy.ts';

/** An evacuation with what a step decides by. */
export interface Case {
  evacuation: HostEvacuation;
  host: ComputeHost;
  policy: Policy;
  /** The zone of the server and every zone above it. */
  resourceZoneIds: string[];
}

/** What a step may touch outside of the store. */
export interface StepPorts {
  store: Store;
  powerControllers: readonly PowerController[];
  vims: readonly Vim[];
  /** A context on the store as it is, outside of any transaction, at this moment. */
  observe(): Context;
}

/** What a step saw or did in the world before its outcome is settled. */
export interface Observation {
  powerState?: PowerState;
  /** The order that the power controller accepted. */
  sent?: PowerOrder;
  /** The power controller refused this kind of order; the stronger one is next. */
  refusedMode?: PowerOrder['mode'];
  refusal?: Omit<Refusal, 'time'>;
  /** The VIM was told that the server may host again, and says so. */
  vimRestored?: boolean;
  /** The VIM was told that the server is off, and says so. */
  vimMarkedPoweredOff?: boolean;
  /** What the VIM found, and removed where that is safe, of what has left. */
  leftovers?: Leftover[];
  /** The call failed before an order could have been taken. */
  unsent?: boolean;
  /** What the server does when its feed returns, before anything was changed. */
  powerRestorePolicy?: PowerRestorePolicy;
  /** It is as it was, or no longer ours. */
  policyUndone?: boolean;
  /** Why it could not be read or changed. */
  policyProblem?: string;
}

/** What a step decides; the driver saves it in one transaction and goes on. */
export interface Outcome {
  /** Absent: the state stays. */
  state?: HostEvacuationState;
  nextAttemptTime: string;
  timeline?: TimelineEntry[];
  /** Why the next state is not entered now. */
  refusals?: Refusal[];
  changes?: Partial<
    Pick<
      HostEvacuation,
      | 'changes'
      | 'cleanUpDeadline'
      | 'unrequestedVirtualComputeIds'
      | 'restorationStartTime'
      | 'deactivatedVirtualComputeIds'
      | 'wasPoweredOff'
      | 'vimMarkedPoweredOff'
    >
  > & { powerOrder?: PowerOrder | undefined; powerOffSentTime?: string | undefined };
}

/** One state's work: look at and act on the world, then settle what follows inside a transaction. */
export interface Step {
  act?(ports: StepPorts, subject: Case): Promise<Observation>;
  /** Whether there is anything to look at or act on now; absent: always, where there is `act`. */
  acts?(evacuation: HostEvacuation): boolean;
  settle(context: Context, subject: Case, observation: Observation): Promise<Outcome>;
}

/** When a server is due that asked for some of its functions and left the others for later, or whose turn it is: before all else. */
export const BEFORE_ALL_ELSE = toTime(0);

/** Seconds between looks at something that changes without telling. */
export const LOOK_AGAIN_SECONDS = 2;
/** Evacuations that are looked at again in a second, where there are many. */
const LOOKS_PER_SECOND = 250;

/**
 * When an evacuation is looked at again for what nobody tells: after so many seconds, or later where there are many of them, which
 * began together and are not all looked at together.
 */
export function lookTime({ now, keptSite }: Context, seconds = LOOK_AGAIN_SECONDS): string {
  const round = (keptSite()?.evacuated().size ?? 0) / LOOKS_PER_SECOND;
  return addSeconds(now, Math.max(seconds, round * (0.5 + Math.random())));
}

export function refuse(now: string, reason: RefusalReason, detail: string, retryTime: string): Refusal {
  return { reason, detail, time: now, retryTime };
}
