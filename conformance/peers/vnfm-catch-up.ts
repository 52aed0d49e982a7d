import type { components } from '../../generated/vnfmig.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo.ts';
import { sendUntilAnswered } from './send.ts';
import { compileSchema } from './spec-validator.ts';

type MigrationRequest = components['schemas']['MigrationRequest'];
type ComputeHost = VrinfoComponents['schemas']['ComputeHost'];

const OPEN = ['REQUESTED', 'ACCEPTED', 'PROCESSING'];

/** Requests to this VNFM that are still open. */
export async function listMigrationRequests(
  gateway: string,
  vnfmId: string,
  signal: AbortSignal,
): Promise<MigrationRequest[]> {
  const isRequest = compileSchema<MigrationRequest>('vnfmig', 'MigrationRequest');
  const all = await listAll(`${gateway}/vnfmig/v1/migration_requests`, signal);
  return all
    .filter((item) => isRequest(item))
    .filter((request) => request.vnfmId === vnfmId && OPEN.includes(request.migrationRequestState));
}

/** One request as it is now; undefined when it cannot be read. */
export async function readMigrationRequest(url: string, signal: AbortSignal): Promise<MigrationRequest | undefined> {
  const isRequest = compileSchema<MigrationRequest>('vnfmig', 'MigrationRequest');
  const answer = await sendUntilAnswered(url, { signal });
  return isRequest(answer?.body) ? answer.body : undefined;
}

/** Servers that must not be chosen (R18). */
export async function listWithdrawnComputeHosts(gateway: string, signal: AbortSignal): Promise<string[]> {
  const isComputeHost = compileSchema<ComputeHost>('vrinfo', 'ComputeHost');
  const all = await listAll(`${gateway}/vrinfo/v1/compute_hosts`, signal);
  return all
    .filter((item) => isComputeHost(item))
    .filter((host) => host.schedulingState === 'WITHDRAWN')
    .map((host) => host.id);
}

/** Every page of a list (SOL013 5.4.2.3). */
async function listAll(first: string, signal: AbortSignal): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let page: string | undefined = first; page !== undefined;) {
    const answer = await sendUntilAnswered(page, { signal });
    if (answer?.status !== 200 || !Array.isArray(answer.body)) return items;
    items.push(...(answer.body as unknown[]));
    const link = answer.headers['link'];
    page = typeof link === 'string' ? /<([^>]+)>;\s*rel="?next"?/.exec(link)?.[1] : undefined;
  }
  return items;
}
