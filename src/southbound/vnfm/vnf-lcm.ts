/** The VNF lifecycle management interface of a VNF manager, `{apiRoot}/vnflcm/v1` or `v2`. SOL002 5, SOL003 5. */
import type { components } from '../../../generated/config.ts';
import { DomainError, type ProblemDetails } from '../../problem.ts';
import {
  membersOf,
  problemOf,
  textOf,
  vnfInstanceOf,
  vnfLcmOpOccOf,
  type VnfInstance,
  type VnfLcmOpOcc,
} from './vnf-lcm-resources.ts';
import { detailOf, type PeerAnswer, type PeerConnection } from '../peer-connection.ts';

type Sol003VnfManager = components['schemas']['Sol003VnfManager'];
export type VnfLcmConfig = Pick<Sol003VnfManager, 'vnfmId' | 'apiRoot' | 'apiMajorVersion'>;

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

interface ApiVersion {
  major: 'v1' | 'v2';
  /** Header `Version`. */
  version: string;
}

/** More pages than this are a VNF manager that goes round in circles. */
const MAXIMUM_PAGES = 1000;
/** Newest first. */
const MAJOR_VERSIONS = ['v2', 'v1'] as const;
/** SOL003 2.6.1 and 3.3.1; for a VNF manager that does not tell its versions. */
const FIRST_VERSIONS: Record<ApiVersion['major'], string> = { v1: '1.3.0', v2: '2.0.0' };

export function createVnfLcm(config: VnfLcmConfig, connection: PeerConnection): VnfLcm {
  const name = `VNF manager ${config.vnfmId}`;
  const root = `${config.apiRoot.replace(/\/+$/, '')}/vnflcm`;
  let known: ApiVersion | undefined;

  async function send(method: 'GET' | 'POST', path: string, body?: object): Promise<PeerAnswer> {
    const { major, version } = (known ??= await readApiVersion(root, config, connection));
    const url = `${root}/${major}/${path}`;
    const answer = await connection.send({ method, url, version, ...(body === undefined ? {} : { body }) });
    // It speaks another version by now: asked for with the next request.
    if (answer.statusCode === 406) known = undefined;
    return answer;
  }
  function unexpected(what: string, { statusCode, content }: PeerAnswer): DomainError {
    return new DomainError('SouthboundUnavailable', `${name} answered ${what} with ${statusCode}${detailOf(content)}`);
  }
  async function read<Resource>(path: string, absent: number[], parse: (content: unknown) => Resource | undefined) {
    const answer = await send('GET', path);
    if (absent.includes(answer.statusCode)) return undefined;
    const resource = answer.statusCode === 200 ? parse(answer.content) : undefined;
    if (resource === undefined) throw unexpected(`GET ${path}`, answer);
    return resource;
  }
  /** All pages; undefined when the VNF manager does not take the query (400). SOL013 5.4.2.3. */
  async function list(collection: string, query: string): Promise<unknown[] | undefined> {
    const items: unknown[] = [];
    let search: string | undefined = query;
    for (let page = 0; search !== undefined && page < MAXIMUM_PAGES; page += 1) {
      const path: string = `${collection}${search}`;
      const answer = await send('GET', path);
      if (answer.statusCode === 400) return undefined;
      if (answer.statusCode !== 200 || !Array.isArray(answer.content)) throw unexpected(`GET ${path}`, answer);
      items.push(...(answer.content as unknown[]));
      search = nextPageOf(answer, `${root}/${collection}`);
    }
    return items;
  }
  async function order(path: string, body?: object): Promise<OrderResult> {
    const answer = await send('POST', path, body);
    const { statusCode, content } = answer;
    if (statusCode === 406) throw unexpected(`POST ${path}`, answer);
    if (statusCode < 300) return accepted(answer, root);
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

/** The query of the next page. Its host is left aside: credentials go to the configured one only. RFC 8288. */
function nextPageOf({ headers }: PeerAnswer, base: string): string | undefined {
  const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec([headers['link']].flat().join(', '))?.[1];
  return next === undefined ? undefined : new URL(next, base).search;
}

/** The identifier is the last part of Location. SOL013 4.2.3. */
function accepted({ headers }: PeerAnswer, base: string): OrderResult {
  const location = [headers['location']].flat()[0];
  if (location === undefined || !URL.canParse(location, base)) return { result: 'ACCEPTED' };
  const id = new URL(location, base).pathname.split('/').findLast((part) => part !== '');
  return id === undefined ? { result: 'ACCEPTED' } : { result: 'ACCEPTED', vnfLcmOpOccId: decoded(id) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The newest version that both sides know. SOL013 9.3.3. */
async function readApiVersion(
  root: string,
  { vnfmId, apiMajorVersion }: VnfLcmConfig,
  connection: PeerConnection,
): Promise<ApiVersion> {
  const url = `${root}/${apiMajorVersion === undefined ? '' : `${apiMajorVersion}/`}api_versions`;
  const answer = await connection.send({ method: 'GET', url });
  const offered = answer.statusCode === 200 ? versionsIn(answer.content) : [];
  const majors = apiMajorVersion === undefined ? MAJOR_VERSIONS : [apiMajorVersion];
  for (const major of majors) {
    const newest = offered
      .filter((version) => version.startsWith(`${major.slice(1)}.`))
      .sort(byVersion)
      .at(-1);
    if (newest !== undefined) return { major, version: newest };
  }
  if (apiMajorVersion !== undefined) return { major: apiMajorVersion, version: FIRST_VERSIONS[apiMajorVersion] };
  throw new DomainError(
    'SouthboundUnavailable',
    `VNF manager ${vnfmId} does not tell at ${url} that it speaks v1 or v2 (${answer.statusCode}${detailOf(answer.content)})`,
  );
}

function versionsIn(content: unknown): string[] {
  const versions = membersOf(content)['apiVersions'];
  const texts = Array.isArray(versions) ? versions.flatMap((one) => textOf(membersOf(one)['version']) ?? []) : [];
  return texts.filter((version) => /^\d+\.\d+\.\d+$/.test(version));
}

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
