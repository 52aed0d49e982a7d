/** What is read of the resources of `vnflcm`, versions 1 and 2; what a VNF manager leaves out or writes otherwise is absent. */
import type { ProblemDetails } from '../../problem.ts';

/** A VNFC with its virtual compute. SOL003 5.5.3.5 VnfcResourceInfo, SOL002 5.5.3.23 VnfcInfo. */
export interface Vnfc {
  /** What HealVnfRequest calls it: the id of its VnfcInfo, or where there is none, of its VnfcResourceInfo. */
  vnfcInstanceId: string;
  resourceInfoId: string;
  vduId: string;
  /** Its virtual compute, by the identifier in the VIM. */
  computeId: string;
  /** Under which Tacker registered it at its Server Notifier. */
  alarmId?: string;
}

/** SOL003 5.5.2.2. */
export interface VnfInstance {
  id: string;
  isInstantiated: boolean;
  vnfcs: readonly Vnfc[];
}

/** SOL003 5.5.3.13. */
export interface AffectedVnfc {
  resourceInfoId: string;
  vduId: string;
  changeType: string;
  computeId: string | undefined;
}

/** SOL003 5.5.2.13. */
export interface VnfLcmOpOcc {
  id: string;
  vnfInstanceId: string;
  operation: string;
  operationState: string;
  stateEnteredTime: string;
  /** Of the HealVnfRequest, where the VNF manager shows it. */
  cause?: string;
  vnfcInstanceIds?: readonly string[];
  error?: ProblemDetails;
  affectedVnfcs: readonly AffectedVnfc[];
}

type Members = Record<string, unknown>;

export function vnfInstanceOf(content: unknown): VnfInstance | undefined {
  const instance = membersOf(content);
  const id = textOf(instance['id']);
  if (id === undefined) return undefined;
  const info = membersOf(instance['instantiatedVnfInfo']);
  const vnfcInfos = listOf(info['vnfcInfo']);
  const vnfcs = listOf(info['vnfcResourceInfo']).flatMap((resourceInfo) => vnfcOf(resourceInfo, vnfcInfos));
  return { id, isInstantiated: instance['instantiationState'] === 'INSTANTIATED', vnfcs };
}

function vnfcOf(resourceInfo: Members, vnfcInfos: readonly Members[]): Vnfc[] {
  const resourceInfoId = textOf(resourceInfo['id']);
  const computeId = textOf(membersOf(resourceInfo['computeResource'])['resourceId']);
  if (resourceInfoId === undefined || computeId === undefined) return [];
  const vnfcInfo = vnfcInfos.find((info) => info['vnfcResourceInfoId'] === resourceInfoId);
  const alarmId = textOf(membersOf(resourceInfo['metadata'])['alarmId']);
  const vnfc = {
    vnfcInstanceId: textOf(vnfcInfo?.['id']) ?? resourceInfoId,
    resourceInfoId,
    vduId: textOf(resourceInfo['vduId']) ?? '',
    computeId,
  };
  return [alarmId === undefined ? vnfc : { ...vnfc, alarmId }];
}

export function vnfLcmOpOccOf(content: unknown): VnfLcmOpOcc | undefined {
  const occurrence = membersOf(content);
  const id = textOf(occurrence['id']);
  if (id === undefined) return undefined;
  const parameters = membersOf(occurrence['operationParams']);
  const cause = textOf(parameters['cause']);
  const vnfcInstanceIds = parameters['vnfcInstanceId'];
  const error = problemOf(occurrence['error']);
  return {
    id,
    vnfInstanceId: textOf(occurrence['vnfInstanceId']) ?? '',
    operation: textOf(occurrence['operation']) ?? '',
    operationState: textOf(occurrence['operationState']) ?? '',
    stateEnteredTime: textOf(occurrence['stateEnteredTime']) ?? '',
    ...(cause === undefined ? {} : { cause }),
    ...(Array.isArray(vnfcInstanceIds) ? { vnfcInstanceIds: vnfcInstanceIds.map(String) } : {}),
    ...(error === undefined ? {} : { error }),
    affectedVnfcs: listOf(membersOf(occurrence['resourceChanges'])['affectedVnfcs']).map(affectedVnfcOf),
  };
}

function affectedVnfcOf(affected: Members): AffectedVnfc {
  return {
    resourceInfoId: textOf(affected['id']) ?? '',
    vduId: textOf(affected['vduId']) ?? '',
    changeType: textOf(affected['changeType']) ?? '',
    computeId: textOf(membersOf(affected['computeResource'])['resourceId']),
  };
}

/** ProblemDetails as a peer writes them: only `status` and `detail` are relied on. SOL013 6.3. */
export function problemOf(content: unknown): ProblemDetails | undefined {
  const problem = membersOf(content);
  const detail = textOf(problem['detail']) ?? textOf(problem['title']);
  if (detail === undefined) return undefined;
  const status = Number(problem['status']);
  return { status: Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500, detail };
}

export function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function listOf(value: unknown): Members[] {
  return Array.isArray(value) ? value.map(membersOf) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
