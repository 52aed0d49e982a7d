import type { ActionEvent, InstanceAction, LiveMigration, NovaMigration, NovaServer } from './nova.ts';

/** What Nova tells of a server and of the migrations of it that began since it was ordered. */
export interface MigrationFacts {
  /** Undefined when there is no such server any more. */
  server: NovaServer | undefined;
  /** The newest from this source. */
  migration?: NovaMigration;
  /** The newest that moves the server, with its events. */
  action?: InstanceAction;
  live?: LiveMigration;
}

/** How far it is; CONFIRMABLE: it is done, and a confirmation of ours is what Nova waits for. */
export interface MigrationProgress {
  state: 'PROCESSING' | 'CONFIRMABLE' | 'COMPLETED' | 'FAILED';
  detail: string;
  /** The nova-compute it is on; present when COMPLETED. */
  host?: string;
  progress?: number;
}

/** Tasks of a server that is on its way: live, offline, by evacuation; the way back of the second too. */
const MOVING_TASK = /^(migrating|resize_\w+|rebuilding|rebuild_\w+)$/;
/** What a server is when nothing is left to do. */
const SETTLED = ['ACTIVE', 'SHUTOFF', 'PAUSED'];
const MOVING_ACTIONS = ['live-migration', 'migrate', 'evacuate'];
const FAILED_STATUSES = ['error', 'failed', 'cancelled', 'reverted'];
const MOVING_STATUSES = ['accepted', 'queued', 'preparing', 'running', 'pre-migrating', 'migrating', 'post-migrating'];

/** Whether Nova is moving the server. */
export function isMoving(server: NovaServer): boolean {
  return MOVING_TASK.test(taskOf(server) ?? '');
}

/** Evacuated if its host is off; else rebuilt in its place, by its owner. */
export function isRebuilding(server: NovaServer): boolean {
  return (taskOf(server) ?? '').startsWith('rebuild');
}

/** Nothing is under way, and it runs, is paused or is stopped. */
export function isSettled(server: NovaServer): boolean {
  return taskOf(server) === undefined && SETTLED.includes(server.status);
}

export function taskOf(server: NovaServer): string | undefined {
  return server['OS-EXT-STS:task_state'] ?? undefined;
}

/** The nova-compute that the server is on; undefined when it is on none. */
export function hostOf(server: NovaServer): string | undefined {
  return server['OS-EXT-SRV-ATTR:host'] ?? undefined;
}

/** The newest migration from the source that began not before `since`. */
export function newestMigration(
  migrations: readonly NovaMigration[],
  source: string,
  since: string,
): NovaMigration | undefined {
  return newest(
    migrations.filter((migration) => migration.source_compute === source && migration.migration_type !== 'resize'),
    ({ created_at: created }) => created,
    since,
  );
}

/** The newest order to move the server that was given not before `since`. */
export function newestMove(actions: readonly InstanceAction[], since: string): InstanceAction | undefined {
  return newest(
    actions.filter(({ action }) => MOVING_ACTIONS.includes(action)),
    ({ start_time: started }) => started,
    since,
  );
}

function newest<Entry>(entries: Entry[], timeOf: (entry: Entry) => string, since: string): Entry | undefined {
  const [first] = entries
    .filter((entry) => isSince(timeOf(entry), since))
    .sort((one, other) => timeOf(other).localeCompare(timeOf(one)));
  return first;
}

/** Nova tells whole seconds, in UTC without saying so. */
export function isSince(time: string, since: string): boolean {
  return Date.parse(`${time.slice(0, 19)}Z`) >= Math.floor(Date.parse(since) / 1000) * 1000;
}

/** How far the migration from the source is; undefined when none began. The server itself has the last word. */
export function progressOf(facts: MigrationFacts, source: string): MigrationProgress | undefined {
  const { server } = facts;
  if (server === undefined) return { state: 'FAILED', detail: 'the server does not exist any more' };
  if (isMoving(server)) return movingOf(server, facts.live);
  return hostOf(server) === source ? atSourceOf(server, facts) : elsewhereOf(server, facts);
}

function movingOf(server: NovaServer, live: LiveMigration | undefined): MigrationProgress {
  const progress = live === undefined ? undefined : shareOf(live);
  const detail = `${server.status}, ${taskOf(server) ?? ''}${live === undefined ? '' : `, ${live.status}`}`;
  return { state: 'PROCESSING', detail, ...(progress === undefined ? {} : { progress }) };
}

/** Percentage of memory and disk that is over; undefined when the hypervisor does not tell. */
function shareOf(live: LiveMigration): number | undefined {
  const total = (live.memory_total_bytes ?? 0) + (live.disk_total_bytes ?? 0);
  const remaining = (live.memory_remaining_bytes ?? 0) + (live.disk_remaining_bytes ?? 0);
  if (total <= 0) return undefined;
  return Math.max(0, Math.min(100, Math.round(100 * (1 - remaining / total))));
}

function elsewhereOf(server: NovaServer, { migration, action }: MigrationFacts): MigrationProgress {
  const host = hostOf(server);
  if (server.status === 'ERROR') return { state: 'FAILED', detail: failureOf(server, migration, action) };
  if (server.status === 'VERIFY_RESIZE') {
    return migration?.status === 'finished'
      ? { state: 'CONFIRMABLE', detail: `on ${host ?? 'no host'}, to be confirmed` }
      : { state: 'PROCESSING', detail: `on ${host ?? 'no host'}, ${migration?.status ?? 'a resize of somebody else'}` };
  }
  const isDone = host !== undefined && isSettled(server);
  const detail = `${server.status} on ${host ?? 'no host'}`;
  return isDone ? { state: 'COMPLETED', detail, host } : { state: 'PROCESSING', detail };
}

function atSourceOf(server: NovaServer, { migration, action }: MigrationFacts): MigrationProgress | undefined {
  if (migration === undefined && action === undefined) return undefined;
  const hasFailed =
    server.status === 'ERROR' || action?.message === 'Error' || FAILED_STATUSES.includes(migration?.status ?? '');
  if (hasFailed) return { state: 'FAILED', detail: failureOf(server, migration, action) };
  const isUnderWay =
    MOVING_STATUSES.includes(migration?.status ?? '') ||
    (action?.events ?? []).some(({ finish_time: finished }) => finished === null);
  if (isUnderWay) return { state: 'PROCESSING', detail: `${server.status}, ${migration?.status ?? 'taken'}` };
  return { state: 'FAILED', detail: `it ended and the server is still on ${hostOf(server) ?? 'the source'}` };
}

/** What Nova says why, from the most telling place to the least. */
function failureOf(server: NovaServer, migration?: NovaMigration, action?: InstanceAction): string {
  const reasons = (action?.events ?? []).filter(({ result }) => result === 'Error').map(reasonIn);
  const reason = reasons.find((text) => text !== undefined) ?? server.fault?.message;
  const status = `${server.status}, migration ${migration?.status ?? 'not begun'}`;
  return reason === undefined ? status : `${reason.slice(0, 500)} (${status})`;
}

function reasonIn({ details, traceback }: ActionEvent): string | undefined {
  const text = details ?? traceback?.trim().split('\n').at(-1);
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
