/** What is kept of a heal between two looks, and the answers that it comes to. */
import type { components } from '../../../generated/config.ts';
import type { Log } from '../../log.ts';
import type { ProblemDetails } from '../../problem.ts';
import type { Vim } from '../vim/vim.ts';
import type { VnfLcm } from './vnf-lcm.ts';
import type { Vnfc } from './vnf-lcm-resources.ts';
import type { MigrationAnswer, MigrationRequest, Operation, Pursuit } from './vnf-manager.ts';

type Sol003VnfManager = components['schemas']['Sol003VnfManager'];

/** How a VNF manager that heals is reached, and what its heals are told by. */
export interface Healer {
  config: Pick<Sol003VnfManager, 'vnfmId' | 'pollInterval' | 'failedTemporarily' | 'maximumRetries'>;
  lcm: VnfLcm;
  vims: readonly Vim[];
  log: Log;
}

/** A heal that is going to be asked for. */
export interface HealIntention {
  phase: 'INTENDED';
  attempt: number;
  vnfInstanceId: string;
  /** Tells the heal apart from those of others. */
  cause: string;
  /** What is to be healed, in the order of `virtualComputeIds` of the request. */
  vnfcs: readonly Vnfc[];
  /** Virtual computes of the VNF before: what is none of them was made by the heal. */
  computeIds: readonly string[];
  /** Operations of the VNF before: none of them is the heal. */
  precedingOpOccIds: readonly string[];
  /** The VNF manager does not take single VNFCs. */
  isWholeVnf?: boolean;
  /** It was asked, and took the order; what became of it is looked for among the operations of the VNF. */
  askedTime?: string;
  /** Virtual computes that it was notified of, where it is asked for each. */
  notifiedComputeIds?: readonly string[];
}

/** A heal that the VNF manager has begun. */
export interface HealInProgress extends Omit<HealIntention, 'phase'> {
  phase: 'ORDERED';
  vnfLcmOpOccId: string;
  /** How often FAILED_TEMP was retried, and whether it was rolled back. */
  retries: number;
  isRolledBack: boolean;
  /** A task that is going to be ordered of an operation in this state, or was. */
  task?: { name: 'retry' | 'rollback' | 'fail'; stateEnteredTime: string; sentTime?: string };
  /** How often the second server was looked for since the heal completed. */
  lookups: number;
}

/** A heal that is over, with the answer that it came to. */
export interface HealEnded {
  phase: 'ENDED';
  attempt: number;
  answer: MigrationAnswer;
  targetComputeHostIds?: readonly string[];
}

export type HealOperation = HealIntention | HealInProgress | HealEnded;

/** The one cast from what the store gave back. */
export function readOperation(operation: Operation | undefined): HealOperation | undefined {
  return operation as HealOperation | undefined;
}

function writeOperation(operation: HealOperation): Operation {
  return { ...operation };
}

export const attemptOf = (request: MigrationRequest) => request.attempt ?? 1;

/** Goes on with another operation, by default at once: it has to be kept first. */
export function goOn(operation: HealOperation, answer: MigrationAnswer | undefined, lookAgainAfter = 0): Pursuit {
  return { operation: writeOperation(operation), ...lookAgain(answer, lookAgainAfter) };
}

export function lookAgain(answer: MigrationAnswer | undefined, lookAgainAfter: number): Pursuit {
  return { lookAgainAfter, ...(answer === undefined ? {} : { answer }) };
}

/** ACCEPTED, unless it was answered before. */
export function acceptance(request: MigrationRequest): MigrationAnswer | undefined {
  if (request.migrationRequestState !== 'REQUESTED') return undefined;
  return { migrationRequestState: 'ACCEPTED', requestVersion: request.requestVersion };
}

export function processing(request: MigrationRequest): MigrationAnswer | undefined {
  return request.migrationRequestState === 'PROCESSING' ? undefined : { migrationRequestState: 'PROCESSING' };
}

export function failure(request: MigrationRequest, detail: string, problem?: ProblemDetails): Pursuit {
  const error: ProblemDetails = {
    title: 'Heal failed',
    status: problem?.status ?? 500,
    detail: problem === undefined ? detail : `${detail}: ${problem.detail}`,
  };
  return end({ phase: 'ENDED', attempt: attemptOf(request), answer: { migrationRequestState: 'FAILED', error } });
}

export function completion(
  request: MigrationRequest,
  computeIds: readonly string[],
  computeHostIds: readonly string[],
): Pursuit {
  const [first = ''] = computeHostIds;
  const isSpread = computeHostIds.some((id) => id !== first);
  return end({
    phase: 'ENDED',
    attempt: attemptOf(request),
    answer: {
      migrationRequestState: 'COMPLETED',
      targetComputeHostId: first,
      targetVirtualComputeIds: [...computeIds],
    },
    ...(isSpread ? { targetComputeHostIds: computeHostIds } : {}),
  });
}

/** The answer of a heal that is over, given again when the first was lost. */
export function end(ended: HealEnded): Pursuit {
  const { answer, targetComputeHostIds } = ended;
  return {
    operation: writeOperation(ended),
    answer,
    ...(targetComputeHostIds === undefined ? {} : { targetComputeHostIds }),
  };
}

const MAXIMUM_CAUSE = 255;

/** Cause, deadline and request, so short that every VNF manager takes it. SOL003 5.5.2.9. */
export function causeOf(request: MigrationRequest): string {
  const { id, sourceComputeHostId, migrationDeadline, cause } = request;
  const end = ` (${sourceComputeHostId} has to be left by ${migrationDeadline}; migration request ${id})`;
  return `${cause.description.slice(0, Math.max(0, MAXIMUM_CAUSE - end.length))}${end}`.slice(-MAXIMUM_CAUSE);
}

export function isPast(time: string): boolean {
  return Date.parse(time) <= Date.now();
}
