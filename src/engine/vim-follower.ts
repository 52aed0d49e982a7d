/** Keeps the VIMs and the table in step: servers are closed and opened there as they are here, and the table follows what runs where. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { reasonOf } from '../problem.ts';
import type { Vim } from '../southbound/vim/vim.ts';
import type { Store } from '../store/store.ts';
import { clearAlarm, raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import { absentFrom, differencesFrom, followVim, type VimReading } from './correspondence.ts';
import { toTime, type ComputeHost } from './entities.ts';
import { openEvacuationOf } from './evacuation.ts';

/** What of the configuration says how a VIM is followed. */
export interface VimSettings {
  id: string;
  /** Seconds between looks. */
  pollInterval: number;
  defaultVnfmId?: string;
}

export interface VimFollowerPorts {
  vims: readonly Vim[];
  settings: readonly VimSettings[];
  store: Store;
  transact: <Result>(work: (context: Context) => Promise<Result>) => Promise<Result>;
  log: Log;
}

export interface VimStatus {
  id: string;
  connected: boolean;
  detail: string;
}

export interface VimFollower {
  start(): void;
  /** Something changed: servers may have to be closed or opened at once. */
  wake(): void;
  status(): VimStatus[];
  /** Finishes what is being done and stops. */
  stop(): Promise<void>;
}

export function createVimFollower({ vims, settings, ...ports }: VimFollowerPorts): VimFollower {
  const loops = vims.map((vim) =>
    createLoop(
      vim,
      settings.find(({ id }) => id === vim.id),
      ports,
    ),
  );
  const each = (what: (loop: Loop) => void) => {
    loops.forEach(what);
  };
  return {
    start: () => {
      each((loop) => {
        loop.wake();
      });
    },
    wake: () => {
      each((loop) => {
        loop.wake();
      });
    },
    status: () => loops.map(({ status }) => status()),
    stop: async () => {
      await Promise.all(loops.map(({ stop }) => stop()));
    },
  };
}

interface Loop {
  wake: () => void;
  status: () => VimStatus;
  stop: () => Promise<void>;
}

type Ports = Omit<VimFollowerPorts, 'vims' | 'settings'>;

const DEFAULT_POLL_SECONDS = 5;

/** One VIM: what has to be closed or opened at once, what runs where every `pollInterval`. */
function createLoop(vim: Vim, settings: VimSettings | undefined, ports: Ports): Loop {
  const pollMilliseconds = 1000 * (settings?.pollInterval ?? DEFAULT_POLL_SECONDS);
  let problem: string | undefined = 'not asked yet';
  let isAnswering = false;
  let nextReading = 0;
  let absentBefore: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const pending = { again: false, stopped: false };
  const hold = () => ports.store.holds(`vim ${vim.id}`, HOLD_SECONDS);
  const changes = createChangesSince(ports.store);

  const tell = async (next: string | undefined) => {
    if (next === problem) return;
    problem = next;
    if (next === undefined) ports.log.info({ vim: vim.id }, 'the VIM answers');
    else ports.log.warn({ vim: vim.id, reason: next }, 'the VIM cannot be followed in everything');
    await ports.transact((context) => alarmVim(context, vim, next));
  };
  const read = async () => {
    const readTime = toTime(Date.now());
    const changedSince = changes.begin();
    try {
      const computes = await vim.readVirtualComputes(vim.computeHostIds);
      const { defaultVnfmId } = settings ?? {};
      const owner = defaultVnfmId === undefined ? {} : { defaultVnfmId };
      const reading = { vimId: vim.id, computeHostIds: vim.computeHostIds, computes, readTime, changedSince, ...owner };
      const isCurrent = async () => changes.isKnown() && (await hold());
      absentBefore = (await followInParts({ ...ports, isCurrent }, reading, absentBefore)) ?? absentBefore;
    } finally {
      changes.end();
    }
    nextReading = Date.now() + pollMilliseconds;
  };
  const round = async () => {
    if (!(await hold())) {
      problem = FOLLOWED_ELSEWHERE;
      isAnswering = true;
      return;
    }
    try {
      // A server that cannot be closed keeps nothing from being read.
      const problems = await closeAndOpen(vim, { ...ports, hold });
      if (Date.now() >= nextReading) await read();
      isAnswering = true;
      await tell(problems.length > 0 ? `servers cannot be closed or opened there: ${problems.join('; ')}` : undefined);
    } catch (error) {
      isAnswering = false;
      await tell(`it cannot be followed, and no server of it is powered off: ${reasonOf(error)}`);
    }
  };
  const run = () => {
    if (pending.stopped) return;
    if (running !== undefined) {
      pending.again = true;
      return;
    }
    clearTimeout(timer);
    pending.again = false;
    running = round()
      .catch((error: unknown) => {
        ports.log.error(
          { vim: vim.id, error: reasonOf(error) },
          'what the VIM told could not be kept; it is asked again',
        );
      })
      .finally(() => {
        running = undefined;
        if (pending.stopped) return;
        timer = setTimeout(run, pending.again ? AGAIN_MILLISECONDS : Math.min(pollMilliseconds, RETRY_MILLISECONDS));
      });
  };
  return {
    wake: run,
    status: () => ({
      id: vim.id,
      connected: isAnswering,
      detail: problem ?? 'followed',
    }),
    async stop() {
      pending.stopped = true;
      clearTimeout(timer);
      await running;
      await vim.close();
    },
  };
}

/** Servers, or what runs on them, that are looked at before others have their turn. */
const PART = 100;
/** Servers that a VIM is asked to close or to open at the same time: a hall of them may fail at once. */
const AT_ONCE = 8;

/** What is changed in the table while a VIM is asked, by this process and by others. */
function createChangesSince(store: Store) {
  let changed: Set<string> | undefined;
  let isKnown = true;
  store.onCommit((changes) => {
    for (const computeId of changes.get('virtualComputes') ?? []) changed?.add(computeId);
  });
  store.onCommitElsewhere((_isChanged, changedIn) => {
    const ids = changedIn('virtualComputes');
    if (ids === 'any') isKnown = false;
    else for (const computeId of ids) changed?.add(computeId);
  });
  return {
    /** From now on, until `end`; the set grows while it is looked at. */
    begin(): ReadonlySet<string> {
      isKnown = true;
      changed = new Set();
      return changed;
    },
    end(): void {
      changed = undefined;
    },
    /** False when others changed what they did not tell. */
    isKnown: () => isKnown,
  };
}

/**
 * The table follows part by part, so that nothing waits for thousands of them. Gives what the VIM does not tell of any more;
 * undefined when it was left because the reading is not `isCurrent` any more.
 */
async function followInParts(
  { store, transact, isCurrent }: Ports & { isCurrent: () => Promise<boolean> },
  reading: Omit<VimReading, 'absent'>,
  absentBefore: readonly string[],
): Promise<string[] | undefined> {
  const follow = async (part: VimReading) => {
    if ((await differencesFrom(store, part)).length > 0) await transact((context) => followVim(context, part));
    await nextTurn();
  };
  for (const computes of partsOf(reading.computes, PART)) {
    if (!(await isCurrent())) return undefined;
    await follow({ ...reading, computes, absent: [] });
  }
  const told = new Set(reading.computes.map(({ computeId }) => computeId));
  const absent = absentBefore.filter((computeId) => !told.has(computeId));
  if (!(await isCurrent())) return undefined;
  if (absent.length > 0) await follow({ ...reading, computes: [], absent });
  const absentNow: string[] = [];
  for (const computeHostIds of partsOf(reading.computeHostIds, PART)) {
    absentNow.push(...(await absentFrom(store, { ...reading, computeHostIds }, told)));
    await nextTurn();
  }
  return absentNow;
}

function partsOf<One>(all: readonly One[], size: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** A VIM is followed by one gateway at a time; another one takes over this long after that one was last heard of. */
const HOLD_SECONDS = 15;
const FOLLOWED_ELSEWHERE = 'followed by another gateway on the same store';

/** Milliseconds between looks at what has to be closed and opened. */
const RETRY_MILLISECONDS = 1000;
/** Milliseconds before a look that was asked for during another one. */
const AGAIN_MILLISECONDS = 100;

/**
 * Closes in the VIM what is withdrawn here, and opens what no reason is left for; nothing that somebody else closed there. Gives
 * what went wrong. It stops when another process follows the VIM by then.
 */
async function closeAndOpen(vim: Vim, ports: Ports & { hold: () => Promise<boolean> }): Promise<string[]> {
  // In a transaction the servers need not be read.
  const hosts = await ports.store.transaction((tables) => tables.computeHosts.getEach(vim.computeHostIds));
  const problems: string[] = [];
  const closeOrOpen = async ({ id }: ComputeHost) => {
    try {
      // Others were closed before it: it may have been restored meanwhile.
      const host = await ports.store.computeHosts.get(id);
      if (host !== undefined && isToBeClosed(host)) await close(vim, host, ports);
      if (host !== undefined && isToBeOpened(host)) await open(vim, host, ports);
    } catch (error) {
      problems.push(`${id}: ${reasonOf(error)}`);
    }
  };
  const changed = hosts.filter((host) => isToBeClosed(host) || isToBeOpened(host));
  for (const some of partsOf(changed, AT_ONCE)) {
    if (!(await ports.hold())) break;
    await Promise.all(some.map(closeOrOpen));
  }
  return problems;
}

function isToBeClosed({ withdrawals, vimWithdrawn }: ComputeHost): boolean {
  return withdrawals.length > 0 && vimWithdrawn !== true;
}

function isToBeOpened({ withdrawals, vimWithdrawnBy }: ComputeHost): boolean {
  return withdrawals.length === 0 && vimWithdrawnBy !== undefined;
}

/** By whom is kept before the VIM is told, and it is done only when the VIM says so. */
async function close(vim: Vim, host: ComputeHost, { transact }: Ports): Promise<void> {
  const withdrawnBy = host.vimWithdrawnBy ?? host.withdrawals[0]?.withdrawnBy ?? '';
  if (host.vimWithdrawnBy === undefined)
    await transact((context) => saveInVim(context, host.id, { vimWithdrawnBy: withdrawnBy }));
  await vim.withdraw(host.id, withdrawnBy);
  const { schedulingState, reason } = await vim.readScheduling(host.id);
  if (schedulingState !== 'WITHDRAWN') throw new Error(`VIM ${vim.id} still puts functions on ${host.id}`);
  await transact(async (context) => {
    // By whom, too: a restoration that ended meanwhile has forgotten it, and then it has to be opened again.
    await saveInVim(context, host.id, { vimWithdrawnBy: withdrawnBy, vimWithdrawn: true });
    await tellTimeline(
      context,
      host.id,
      `VIM ${vim.id} puts nothing on ${host.id} any more${reason === undefined ? '' : `: ${reason}`}`,
    );
  });
}

async function open(vim: Vim, { id, vimWithdrawnBy = '' }: ComputeHost, { transact }: Ports): Promise<void> {
  await vim.restore(id, vimWithdrawnBy);
  const { hostEvacuationId } = await vim.readScheduling(id);
  if (hostEvacuationId === vimWithdrawnBy) throw new Error(`VIM ${vim.id} still keeps ${id} withdrawn`);
  await transact((context) => forgetVimWithdrawal(context, id));
}

async function saveInVim({ tables }: Context, id: string, changes: Partial<ComputeHost>): Promise<void> {
  const host = await tables.computeHosts.get(id);
  if (host !== undefined) await tables.computeHosts.update({ ...host, ...changes });
}

/** The VIM was seen to be without what was changed there for the server. */
export async function forgetVimWithdrawal({ tables }: Context, id: string): Promise<void> {
  const host = await tables.computeHosts.get(id);
  if (host === undefined) return;
  const { vimWithdrawnBy: _by, vimWithdrawn: _withdrawn, ...rest } = host;
  await tables.computeHosts.update(rest);
}

/** The VIM was seen to put functions on the server again, which somebody opened there: it is closed once more. */
export async function closeAgainInVim({ tables }: Context, id: string): Promise<void> {
  const host = await tables.computeHosts.get(id);
  if (host?.vimWithdrawn !== true) return;
  const { vimWithdrawn: _withdrawn, ...rest } = host;
  await tables.computeHosts.update(rest);
}

async function tellTimeline(context: Context, computeHostId: string, detail: string): Promise<void> {
  const evacuation = await openEvacuationOf(context, { id: computeHostId });
  if (evacuation === undefined) return;
  await context.tables.hostEvacuations.update({
    ...evacuation,
    timeline: [...evacuation.timeline, { timeStamp: context.now, step: 'WITHDRAWN', detail, computeHostId }],
  });
}

function alarmVim(context: Context, vim: Vim, problem: string | undefined): Promise<void> {
  return problem === undefined
    ? clearAlarm(context, vim.id, 'VIM_UNREACHABLE')
    : raiseAlarm(context, {
        managedObjectId: vim.id,
        faultType: 'VIM_UNREACHABLE',
        perceivedSeverity: 'MAJOR',
        eventType: 'COMMUNICATIONS_ALARM',
        probableCause: 'communicationsSubsystemFailure',
        detail: `VIM ${vim.id}: ${problem}`,
      });
}
