/** How a heal stands for a migration: intention, order, operation occurrence, second server. R13, R14, SOL003 5.4.9. */
import { reasonOf } from '../../problem.ts';
import { followHeal } from './follow-heal.ts';
import { begunAs, findBegun, findVnf, isSamePlan, planOf } from './heal-intention.ts';
import {
  acceptance,
  attemptOf,
  causeOf,
  end,
  failure,
  goOn,
  isPast,
  lookAgain,
  readOperation,
  type Healer,
  type HealInProgress,
  type HealIntention,
  type HealOperation,
} from './heal-operation.ts';
import { isScheduled } from './second-server.ts';
import type { VnfLcmOpOcc } from './vnf-lcm-resources.ts';
import type { MigrationRequest, Operation, Pursuit, VnfManager } from './vnf-manager.ts';

/** How one kind of VNF manager is asked to heal. */
export interface HealOrder {
  /** Whether an operation that began since may be the one that was asked for. */
  isOwn: (intention: HealIntention, occurrence: VnfLcmOpOcc) => boolean;
  /** Gives one order outside at most, or waits for what was ordered to begin. */
  order: (request: MigrationRequest, intention: HealIntention) => Promise<Pursuit>;
}

export function createHealing(healer: Healer, healOrder: HealOrder): Pick<VnfManager, 'pursue' | 'abandon'> {
  return {
    pursue(request, operation) {
      const kept = readOperation(operation);
      if (kept === undefined || isOver(kept, request)) return begin(healer, request);
      switch (kept.phase) {
        case 'INTENDED':
          return carryOut(healer, healOrder, { request, intention: kept });
        case 'ORDERED':
          return followOrBegin(healer, request, kept);
        case 'ENDED':
          return Promise.resolve(end(kept));
      }
    },
    async abandon(request, operation) {
      try {
        await stopWhatCanBe(healer, healOrder, operation);
      } catch (error) {
        healer.log.warn({ migrationRequestId: request.id, error: reasonOf(error) }, 'a heal could not be stopped');
      }
    },
  };
}

/** An attempt that failed is over when the manager is asked anew. */
function isOver(operation: HealOperation, request: MigrationRequest): boolean {
  return (
    operation.phase === 'ENDED' &&
    operation.answer.migrationRequestState === 'FAILED' &&
    operation.attempt !== attemptOf(request)
  );
}

/** A heal of an attempt before this one, which failed or was taken back meanwhile, is no answer to this one. */
async function followOrBegin(healer: Healer, request: MigrationRequest, heal: HealInProgress): Promise<Pursuit> {
  const pursuit = await followHeal(healer, request, heal);
  const hasFailed = pursuit.answer?.migrationRequestState === 'FAILED';
  return hasFailed && heal.attempt !== attemptOf(request) ? begin(healer, request) : pursuit;
}

async function begin({ config, lcm, vims }: Healer, request: MigrationRequest): Promise<Pursuit> {
  const { virtualComputeIds, vnfInstanceId: wanted, migrationDeadline } = request;
  const name = `VNF manager ${config.vnfmId}`;
  if (isPast(migrationDeadline))
    return failure(request, `the deadline ${migrationDeadline} is over, nothing was begun`);
  if (vims.length === 0)
    return failure(request, `${name} does not tell servers, and no VIM is configured that does; nothing was begun`);
  const vnf = await findVnf(lcm, request);
  if (vnf === undefined)
    return failure(request, `${name} knows neither VNF ${wanted} nor one with ${virtualComputeIds.join(', ')}`);
  const plan = planOf(request, vnf);
  if (vnf.isInstantiated && plan.vnfcs.length === 0)
    return failure(request, `VNF ${vnf.id} of ${name} has no VNFC with ${virtualComputeIds.join(', ')}`);
  const occurrences = await lcm.listOpOccs(vnf.id);
  const intention: HealIntention = {
    phase: 'INTENDED',
    attempt: attemptOf(request),
    vnfInstanceId: vnf.id,
    cause: causeOf(request),
    ...plan,
    precedingOpOccIds: occurrences.map(({ id }) => id),
  };
  return goOn(intention, acceptance(request));
}

async function carryOut(
  { config, lcm, vims, log }: Healer,
  { isOwn, order }: HealOrder,
  { request, intention }: { request: MigrationRequest; intention: HealIntention },
): Promise<Pursuit> {
  const begun = await findBegun(lcm, intention, isOwn);
  if (begun !== undefined) return goOn(begunAs(intention, begun.id), acceptance(request));
  if (intention.askedTime !== undefined) return order(request, intention);
  const { migrationDeadline, sourceComputeHostId, virtualComputeIds } = request;
  const name = `VNF manager ${config.vnfmId}`;
  if (isPast(migrationDeadline))
    return failure(request, `the deadline ${migrationDeadline} came before ${name} could begin; nothing was begun`);
  const wait = lookAgain(acceptance(request), config.pollInterval);
  if ((await isScheduled(vims, sourceComputeHostId)) === true) {
    const migrationRequestId = request.id;
    log.debug({ migrationRequestId, sourceComputeHostId }, 'the VIM would heal onto the same server; waiting');
    return wait;
  }
  const vnf = await lcm.readVnfInstance(intention.vnfInstanceId);
  if (vnf?.isInstantiated !== true) return wait;
  const plan = planOf(request, vnf);
  if (plan.vnfcs.length === 0)
    return failure(request, `VNF ${vnf.id} of ${name} has no VNFC with ${virtualComputeIds.join(', ')} any more`);
  if (!isSamePlan(plan, intention)) return goOn({ ...intention, ...plan }, acceptance(request));
  return order(request, intention);
}

/**
 * A heal that has not begun to change the VNF is cancelled; one that has goes on, since half a heal leaves less than either
 * server. What it left in FAILED_TEMP would lock the VNF. SOL003 5.4.16, 5.4.17.
 */
async function stopWhatCanBe(
  { config, lcm, log }: Healer,
  { isOwn }: HealOrder,
  operation: Operation | undefined,
): Promise<void> {
  const kept = readOperation(operation);
  if (kept === undefined || kept.phase === 'ENDED') return;
  const occurrence =
    kept.phase === 'ORDERED' ? await lcm.readOpOcc(kept.vnfLcmOpOccId) : await findBegun(lcm, kept, isOwn);
  if (occurrence === undefined) return;
  const { id: vnfLcmOpOccId, operationState } = occurrence;
  const task =
    operationState === 'STARTING'
      ? 'cancel'
      : operationState === 'FAILED_TEMP' && config.failedTemporarily !== 'LEAVE'
        ? 'fail'
        : undefined;
  if (task === undefined) return;
  const { result } = await lcm.act(vnfLcmOpOccId, task);
  log.info({ vnfLcmOpOccId, operationState, task, result }, 'a heal that is not wanted any more was stopped');
}
