/** A heal that the VNF manager has begun, until its end and the second server are known. SOL003 5.6.2. */
import {
  acceptance,
  completion,
  failure,
  goOn,
  isPast,
  lookAgain,
  processing,
  type Healer,
  type HealInProgress,
} from './heal-operation.ts';
import { readPlaces, successorsOf } from './second-server.ts';
import type { VnfLcmOpOcc } from './vnf-lcm-resources.ts';
import type { MigrationRequest, Pursuit } from './vnf-manager.ts';

/** How often the second server is looked for: a VIM may tell later than the VNF manager. */
const MAXIMUM_LOOKUPS = 10;
/** How long an operation may stay in FAILED_TEMP after a task was taken. */
const TASK_PATIENCE_MILLISECONDS = 30_000;

export async function followHeal(healer: Healer, request: MigrationRequest, heal: HealInProgress): Promise<Pursuit> {
  const { config, lcm } = healer;
  const occurrence = await lcm.readOpOcc(heal.vnfLcmOpOccId);
  if (occurrence === undefined)
    return failure(request, `VNF manager ${config.vnfmId} does not know its operation ${heal.vnfLcmOpOccId} any more`);
  switch (occurrence.operationState) {
    case 'STARTING':
      return lookAgain(acceptance(request), config.pollInterval);
    case 'COMPLETED':
      return findSecondServer(healer, request, { heal, occurrence });
    case 'FAILED_TEMP':
      return afterTemporaryFailure(healer, request, { heal, occurrence });
    case 'FAILED':
    case 'ROLLED_BACK':
      return failure(request, endOf(healer, occurrence), occurrence.error);
    default:
      return lookAgain(processing(request), config.pollInterval);
  }
}

interface Followed {
  heal: HealInProgress;
  occurrence: VnfLcmOpOcc;
}

function endOf({ config }: Healer, { id, vnfInstanceId, operationState }: VnfLcmOpOcc): string {
  return `the heal ${id} of VNF ${vnfInstanceId} at VNF manager ${config.vnfmId} is ${operationState}`;
}

/** The task is kept before it is ordered; what the operation was in then tells whether it was carried out. */
async function afterTemporaryFailure(
  healer: Healer,
  request: MigrationRequest,
  { heal, occurrence }: Followed,
): Promise<Pursuit> {
  const { config, lcm, log } = healer;
  const name = taskAfter(healer, request, heal);
  if (name === undefined) return failure(request, `${endOf(healer, occurrence)} and left so`, occurrence.error);
  const { stateEnteredTime } = occurrence;
  const { task } = heal;
  if (task?.stateEnteredTime !== stateEnteredTime || isOfNoUse(task))
    return goOn({ ...heal, task: { name, stateEnteredTime } }, processing(request));
  if (task.sentTime !== undefined) return lookAgain(processing(request), config.pollInterval);
  const { result, ...rest } = await lcm.act(heal.vnfLcmOpOccId, task.name);
  log.info({ vnfLcmOpOccId: heal.vnfLcmOpOccId, task: task.name, result }, 'a heal failed temporarily');
  if (result === 'ACCEPTED')
    return goOn(
      { ...heal, ...counted(heal), task: { ...task, sentTime: new Date().toISOString() } },
      processing(request),
      config.pollInterval,
    );
  if (task.name === 'fail')
    return failure(
      request,
      `${endOf(healer, occurrence)} and cannot be ended`,
      'problem' in rest ? rest.problem : undefined,
    );
  // What cannot be mended is ended, so that it does not lock the VNF.
  return goOn({ ...heal, ...counted(heal), task: { name: 'fail', stateEnteredTime } }, processing(request));
}

/** It was taken long ago, and the operation is where it was. */
function isOfNoUse({ sentTime }: NonNullable<HealInProgress['task']>): boolean {
  return sentTime !== undefined && Date.now() - Date.parse(sentTime) > TASK_PATIENCE_MILLISECONDS;
}

function taskAfter(
  { config }: Healer,
  request: MigrationRequest,
  { retries, isRolledBack }: HealInProgress,
): 'retry' | 'rollback' | 'fail' | undefined {
  switch (config.failedTemporarily) {
    case 'RETRY':
      return retries < config.maximumRetries && !isPast(request.migrationDeadline) ? 'retry' : 'fail';
    case 'ROLLBACK':
      return isRolledBack ? 'fail' : 'rollback';
    case 'FAIL':
      return 'fail';
    case 'LEAVE':
      return undefined;
  }
}

function counted({ retries, isRolledBack, task }: HealInProgress): Pick<HealInProgress, 'retries' | 'isRolledBack'> {
  return {
    retries: task?.name === 'retry' ? retries + 1 : retries,
    isRolledBack: isRolledBack || task?.name === 'rollback',
  };
}

/** A VNF manager that knows SOL003 alone may overlook `vnfcInstanceId` (SOL013 9.1). */
function tellOfMore({ log }: Healer, { heal, occurrence }: Followed): void {
  const asked = heal.vnfcs.map(({ computeId }) => computeId);
  const more = occurrence.affectedVnfcs.flatMap(({ changeType, computeId }) =>
    changeType === 'REMOVED' && computeId !== undefined && !asked.includes(computeId) ? [computeId] : [],
  );
  if (more.length === 0 || heal.isWholeVnf === true || heal.lookups > 0) return;
  const { id: vnfLcmOpOccId, vnfInstanceId } = occurrence;
  log.warn({ vnfLcmOpOccId, vnfInstanceId, more }, 'the VNF manager healed more than it was asked to');
}

async function findSecondServer(healer: Healer, request: MigrationRequest, followed: Followed): Promise<Pursuit> {
  const { config, lcm, vims } = healer;
  const { heal, occurrence } = followed;
  tellOfMore(healer, followed);
  const vnf = await lcm.readVnfInstance(heal.vnfInstanceId);
  const successors = successorsOf(heal.vnfcs, heal.computeIds, vnf?.vnfcs ?? [], occurrence.affectedVnfcs);
  const now = request.virtualComputeIds.map((id) => {
    const index = heal.vnfcs.findIndex(({ computeId }) => computeId === id);
    return index === -1 ? id : successors[index];
  });
  const places = await readPlaces(
    vims,
    now.filter((id) => id !== undefined),
  );
  const healed = request.virtualComputeIds.map((before, index) => ({ before, place: places.get(now[index] ?? '') }));
  const { sourceComputeHostId: source } = request;
  const ended = `the heal ${occurrence.id} of VNF ${heal.vnfInstanceId} is COMPLETED, but`;

  const absent = healed.filter(({ place }) => place?.operationalState !== 'ENABLED').map(({ before }) => before);
  if (absent.length > 0) {
    if (heal.lookups < MAXIMUM_LOOKUPS)
      return goOn({ ...heal, lookups: heal.lookups + 1 }, processing(request), config.pollInterval);
    return failure(request, `${ended} no VIM tells of what ${absent.join(', ')} became that runs`);
  }
  const stayed = healed.filter(({ place }) => place?.hostId === source).map(({ before }) => before);
  if (stayed.length > 0) return failure(request, `${ended} ${stayed.join(', ')} came up on ${source} again`);
  return completion(
    request,
    healed.map(({ before, place }) => place?.computeId ?? before),
    healed.map(({ place }) => place?.hostId ?? ''),
  );
}
