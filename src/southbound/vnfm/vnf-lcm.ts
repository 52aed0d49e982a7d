/** The VNF lifecycle management interface of a VNF manager, `{apiRoot}/vnflcm/v1` or `v2`. SOL002 5, SOL003 5. */
import type { ProblemDetails } from '../../problem.ts';
import type { VnfLcmExchange } from './vnf-lcm-exchange.ts';
import { problemOf, vnfInstanceOf, vnfLcmOpOccOf, type VnfInstance, type VnfLcmOpOcc } from './vnf-lcm-resources.ts';

export interface HealVnfRequest {
  cause: string;
  /** Absent: the whole VNF. */
  vnfcInstanceId?: readonly string[];
  additionalParams?: object;
}

/** What became of an order; `BUSY`: not now (409), as another operation is in progress or the VNF is not instantiated. */
export type OrderResult =
  | { result: 'ACCEPTED'; vnfLcmOpOccId?: string }
  | { result: 'BUSY'; problem: ProblemDetails }
  | { result: 'REFUSED'; problem: ProblemDetails };

/** Tasks of an operation occurrence. SOL003 5.4.14 to 5.4.17. */
export type OpOccTask = 'retry' | 'rollback' | 'fail' | 'cancel';

/** Every operation throws DomainError `SouthboundUnavailable` when the VNF manager cannot be asked now. */
export interface VnfLcm {
  /** Undefined when there is none of this id. */
  readVnfInstance(id: string): Promise<VnfInstance | undefined>;
  /** The VNF that has this virtual compute; undefined when none has. */
  findVnfInstance(computeId: string): Promise<VnfInstance | undefined>;
  heal(vnfInstanceId: string, body: HealVnfRequest): Promise<OrderResult>;
  readOpOcc(id: string): Promise<VnfLcmOpOcc | undefined>;
  /** Operations of the VNF, without what a list may leave out. */
  listOpOccs(vnfInstanceId: string): Promise<VnfLcmOpOcc[]>;
  act(vnfLcmOpOccId: string, task: OpOccTask): Promise<OrderResult>;
}

export function createVnfLcm(vnfmId: string, { send, read, list, idIn, unexpected }: VnfLcmExchange): VnfLcm {
  const name = `VNF manager ${vnfmId}`;

  async function order(path: string, body?: object): Promise<OrderResult> {
    const answer = await send('POST', path, body);
    const { statusCode, content } = answer;
    if (statusCode === 406) throw unexpected(`POST ${path}`, answer);
    if (statusCode < 300) return acceptedAs(idIn(answer));
    const problem = problemOf(content) ?? { status: statusCode, detail: `${name} answered ${statusCode}` };
    return { result: statusCode === 409 ? 'BUSY' : 'REFUSED', problem: { ...problem, status: statusCode } };
  }
  return {
    // Some refuse what has not the form of their own identifiers.
    readVnfInstance: (id) => read(`vnf_instances/${encodeURIComponent(id)}`, [400, 404], vnfInstanceOf),
    async findVnfInstance(computeId) {
      const path = 'instantiatedVnfInfo/vnfcResourceInfo/computeResource/resourceId';
      // Not every VNF manager filters by what is within an array.
      const found =
        (await list('vnf_instances', `?filter=${equal(path, computeId)}&all_fields`)) ??
        (await list('vnf_instances', '?all_fields')) ??
        [];
      return found.flatMap((one) => vnfInstanceOf(one) ?? []).find((one) => hasCompute(one, computeId));
    },
    heal: (vnfInstanceId, body) => order(`vnf_instances/${encodeURIComponent(vnfInstanceId)}/heal`, body),
    readOpOcc: (id) => read(`vnf_lcm_op_occs/${encodeURIComponent(id)}`, [404], vnfLcmOpOccOf),
    async listOpOccs(vnfInstanceId) {
      const filtered = await list('vnf_lcm_op_occs', `?filter=${equal('vnfInstanceId', vnfInstanceId)}`);
      const all = filtered ?? (await list('vnf_lcm_op_occs', '')) ?? [];
      return all.flatMap((one) => vnfLcmOpOccOf(one) ?? []).filter((one) => one.vnfInstanceId === vnfInstanceId);
    },
    act: (id, task) =>
      order(
        `vnf_lcm_op_occs/${encodeURIComponent(id)}/${task}`,
        task === 'cancel' ? { cancelMode: 'GRACEFUL' } : undefined,
      ),
  };
}

function hasCompute({ vnfcs }: VnfInstance, computeId: string): boolean {
  return vnfcs.some((vnfc) => vnfc.computeId === computeId);
}

/** SOL013 5.2.2; a value with special characters is quoted. Parentheses are encoded too, as some take them only so. */
function equal(path: string, value: string): string {
  const written = /[',)\s]/.test(value) ? `'${value.replaceAll("'", "''")}'` : value;
  return encodeURIComponent(`(eq,${path},${written})`).replaceAll('(', '%28').replaceAll(')', '%29');
}

function acceptedAs(vnfLcmOpOccId: string | undefined): OrderResult {
  return vnfLcmOpOccId === undefined ? { result: 'ACCEPTED' } : { result: 'ACCEPTED', vnfLcmOpOccId };
}
