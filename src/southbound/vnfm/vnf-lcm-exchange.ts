/** What is exchanged with the VNF lifecycle management interface of a VNF manager: version, resources, pages. SOL013. */
import type { components } from '../../../generated/config.ts';
import { DomainError } from '../../problem.ts';
import { membersOf, textOf } from './vnf-lcm-resources.ts';
import { detailOf, type PeerAnswer, type PeerConnection, type PeerMessage } from '../peer-connection.ts';

type Sol003VnfManager = components['schemas']['Sol003VnfManager'];
export type VnfLcmConfig = Pick<Sol003VnfManager, 'vnfmId' | 'apiRoot' | 'apiMajorVersion'>;

/** Every operation throws DomainError `SouthboundUnavailable` when the VNF manager cannot be asked now. */
export interface VnfLcmExchange {
  /** Paths are below `{apiRoot}/vnflcm/{apiMajorVersion}/`. */
  send: (method: PeerMessage['method'], path: string, body?: object) => Promise<PeerAnswer>;
  /** Undefined when the answer is one of those that mean that there is no such resource. */
  read: <Resource>(
    path: string,
    absent: readonly number[],
    parse: (content: unknown) => Resource | undefined,
  ) => Promise<Resource | undefined>;
  /** All pages; undefined when the VNF manager does not take the query (400). SOL013 5.4.2.3. */
  list: (collection: string, query: string) => Promise<unknown[] | undefined>;
  /** The last part of Location. SOL013 4.2.3. */
  idIn: (answer: PeerAnswer) => string | undefined;
  /** For an answer that tells nothing. */
  unexpected: (what: string, answer: PeerAnswer) => DomainError;
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

export function createVnfLcmExchange(config: VnfLcmConfig, connection: PeerConnection): VnfLcmExchange {
  const name = `VNF manager ${config.vnfmId}`;
  const root = `${config.apiRoot.replace(/\/+$/, '')}/vnflcm`;
  let known: ApiVersion | undefined;

  async function send(method: PeerMessage['method'], path: string, body?: object): Promise<PeerAnswer> {
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
  async function read<Resource>(
    path: string,
    absent: readonly number[],
    parse: (content: unknown) => Resource | undefined,
  ) {
    const answer = await send('GET', path);
    if (absent.includes(answer.statusCode)) return undefined;
    const resource = answer.statusCode === 200 ? parse(answer.content) : undefined;
    if (resource === undefined) throw unexpected(`GET ${path}`, answer);
    return resource;
  }
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
  return { send, read, list, unexpected, idIn: (answer) => idIn(answer, root) };
}

/** The query of the next page. Its host is left aside: credentials go to the configured one only. RFC 8288. */
function nextPageOf({ headers }: PeerAnswer, base: string): string | undefined {
  const next = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec([headers['link']].flat().join(', '))?.[1];
  return next === undefined ? undefined : new URL(next, base).search;
}

function idIn({ headers }: PeerAnswer, base: string): string | undefined {
  const location = [headers['location']].flat()[0];
  if (location === undefined || !URL.canParse(location, base)) return undefined;
  const id = new URL(location, base).pathname.split('/').findLast((part) => part !== '');
  return id === undefined ? undefined : decoded(id);
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
