import { DomainError, reasonOf } from '../../problem.ts';
import { hostOf, isSettled, newestMigration, taskOf } from './migration.ts';
import type { Nova, NovaServer } from './nova.ts';

/** The host that was evacuated. */
export interface EvacuatedHost {
  /** Name of its nova-compute. */
  host: string;
  since: string;
  /** Nova was told by the gateway, and by nobody else, that it is off; that is done only after it was read to be off. */
  isOff: boolean;
}

/** What Nova says of an evacuation that is done, and once the source came back and has cleaned up. */
const DONE = ['done', 'completed'];

/**
 * Why it is not certain that nothing of the server is on the host any more; undefined when it is. As long as the host runs, so
 * may the server, or its devices may still be there, and nova-compute keeps its own books: nothing is touched. Once it is off,
 * what Nova evacuated from it since is elsewhere, and Nova itself would take away what it left there, but not before the host is
 * back.
 */
export async function doubtOf(
  nova: Nova,
  server: NovaServer,
  { host, since, isOff }: EvacuatedHost,
): Promise<string | undefined> {
  if (!isOff) return notOff(host);
  if (hostOf(server) === undefined || !isSettled(server)) {
    return `the server is ${[server.status, taskOf(server)].filter((word) => word !== undefined).join(', ')}`;
  }
  const migration = newestMigration(await nova.listMigrations({ instance_uuid: server.id }), host, since);
  if (migration?.migration_type === 'evacuation' && DONE.includes(migration.status)) return undefined;
  return 'Nova did not evacuate the server since';
}

export function notOff(host: string): string {
  return `${host} is not off by this gateway`;
}

/** What is the problem, or why the service that was asked did not do it or may not have done it; undefined when it is done. */
export async function problemOf(attempt: Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof DomainError) return reasonOf(error);
    throw error;
  }
}

/** Where the server is, for people. */
export function whereaboutsOf(server: NovaServer | undefined): string {
  return server === undefined ? 'which is no server' : `a server that is on ${hostOf(server) ?? 'no host'}`;
}
