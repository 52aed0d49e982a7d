import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, reasonOf } from '../../problem.ts';
import type { Leftover } from '../vim/vim.ts';
import { hostOf, isSince } from './migration.ts';
import type { Nova, NovaMigration } from './nova.ts';
import type { Placement } from './placement.ts';

/** Milliseconds that a confirmation may take before it is reported as left over; and between looks at it. */
const CONFIRM_TIME = 5000;
const CONFIRM_LOOK_INTERVAL = 250;

/**
 * Offline migrations away from the host that wait for their confirmation, which only the source can carry out. Those that
 * began since the evacuation are confirmed; a resize is its owner's to confirm or to take back.
 */
export async function cleanUpUnconfirmed(nova: Nova, host: string, since: string): Promise<Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const migration of await unconfirmedFrom(nova, host)) {
    const computeId = migration.instance_uuid;
    const what = `unconfirmed ${migration.migration_type} away from ${host}`;
    const isOurs = migration.migration_type === 'migration' && isSince(migration.created_at, since);
    const problem = isOurs ? await confirm(nova, computeId) : 'not of this evacuation';
    leftovers.push(
      problem === undefined
        ? { computeId, detail: what, removed: true }
        : { computeId, detail: `${what}: ${problem}`, removed: false },
    );
  }
  return leftovers;
}

async function unconfirmedFrom(nova: Nova, host: string): Promise<NovaMigration[]> {
  const finished = await nova.listMigrations({ host, status: 'finished' });
  return finished.filter(({ source_compute: source }) => source === host);
}

/** Undefined once it is confirmed; else why it is not. Accepted is not done. */
async function confirm(nova: Nova, serverId: string): Promise<string | undefined> {
  try {
    await nova.act(serverId, { confirmResize: null });
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'SouthboundRefused') return reasonOf(error);
    throw error;
  }
  for (let waited = 0; waited <= CONFIRM_TIME; waited += CONFIRM_LOOK_INTERVAL) {
    if ((await nova.findServer(serverId))?.status !== 'VERIFY_RESIZE') return undefined;
    await sleep(CONFIRM_LOOK_INTERVAL);
  }
  return 'the confirmation is under way';
}

/**
 * What Placement has down for the host although the server is elsewhere or gone. Reported only: nova-compute gives it back
 * by itself when it returns, and what is taken away wrongly lets the scheduler overfill a host.
 */
export async function findAllocations(nova: Nova, placement: Placement, host: string): Promise<Leftover[]> {
  const unconfirmed = new Set((await unconfirmedFrom(nova, host)).map(({ uuid }) => uuid));
  const leftovers: Leftover[] = [];
  for (const providerId of await nova.listHypervisorIds(host)) {
    for (const [consumer, resources] of await placement.listAllocations(providerId)) {
      // The part of an unconfirmed migration is held in the name of the migration, which is reported already.
      if (unconfirmed.has(consumer)) continue;
      const server = await nova.findServer(consumer);
      if (server !== undefined && hostOf(server) === host) continue;
      leftovers.push(leftoverAllocation(consumer, resources, host, server && (hostOf(server) ?? 'no host')));
    }
  }
  return leftovers;
}

function leftoverAllocation(
  consumer: string,
  resources: Record<string, number>,
  host: string,
  whereNow: string | undefined,
): Leftover {
  const amounts = Object.entries(resources).map(([name, amount]) => `${name} ${amount}`);
  const what = `allocation on ${host} (${amounts.join(', ')})`;
  if (whereNow === undefined) return { detail: `${what} of ${consumer}, which is no server`, removed: false };
  return { computeId: consumer, detail: `${what} of a server that is on ${whereNow}`, removed: false };
}
