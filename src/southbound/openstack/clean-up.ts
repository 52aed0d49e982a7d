import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, reasonOf } from '../../problem.ts';
import type { Leftover } from '../vim/vim.ts';
import { isSince } from './migration.ts';
import type { Nova, NovaMigration } from './nova.ts';

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
    leftovers.push(leftover(what, computeId, problem));
  }
  return leftovers;
}

/** Removed, unless there is a problem with that. */
export function leftover(what: string, computeId: string | undefined, problem: string | undefined): Leftover {
  return {
    ...(computeId === undefined ? {} : { computeId }),
    detail: problem === undefined ? what : `${what}: ${problem}`,
    removed: problem === undefined,
  };
}

export async function unconfirmedFrom(nova: Nova, host: string): Promise<NovaMigration[]> {
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
