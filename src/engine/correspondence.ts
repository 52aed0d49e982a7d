/** The correspondence table follows what a VIM tells of its servers: which virtual compute is where, and of which VNF (R17). */
import type { VimCompute } from '../southbound/vim/vim.ts';
import { compact, type VirtualCompute } from './entities.ts';
import type { Context } from './context.ts';
import { leftBehind } from './changes.ts';
import { openEvacuationOf } from './evacuation.ts';
import { createVirtualCompute, DEFAULT_CRITICALITY, deleteVirtualCompute, modifyVirtualCompute } from './inventory.ts';
import type { Tables } from '../store/store.ts';

/** What a VIM told of its servers at a time. It may be looked at in parts, so that nothing else waits for all of it. */
export interface VimReading {
  vimId: string;
  computeHostIds: readonly string[];
  /** Manager of the virtual computes whose metadata name none; without it they are of a manager with the name of the VIM. */
  defaultVnfmId?: string;
  /** What it told, or the part of it that is looked at. */
  computes: readonly VimCompute[];
  /** Entries that it told of neither now nor at the look before; once is not enough, because something may move between two of its answers. */
  absent: readonly string[];
  /** When the VIM was asked: what changed in the table since then is newer. */
  readTime: string;
  /** What this process changed since then, what it deleted too: of that nothing is left to tell when. */
  changedSince: ReadonlySet<string>;
}

/** What of the table differs from what a VIM told; before it is absent for what is new, after it for what is gone. */
interface Difference {
  before?: VirtualCompute;
  after?: VirtualCompute;
}

/** Brings the table up to what the VIM told; tells whether anything changed. */
export async function followVim(context: Context, reading: VimReading): Promise<boolean> {
  const differences = await differencesFrom(context.tables, reading);
  for (const { before, after } of differences) {
    if (after === undefined) await deleteVirtualCompute(context, before?.computeId ?? '');
    else if (before === undefined) await createVirtualCompute(context, after);
    else await modifyVirtualCompute(context, after.computeId, () => after);
  }
  const hostIds = differences.flatMap(({ before, after }) => [before?.hostId, after?.hostId]);
  for (const id of new Set(hostIds.filter((hostId) => hostId !== undefined))) await wakeEvacuation(context, id);
  return differences.length > 0;
}

/** Read without a transaction first: a look that finds nothing costs little. */
export async function differencesFrom(tables: Tables, reading: VimReading): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const compute of reading.computes) {
    const stored = await tables.virtualComputes.getStored(compute.computeId);
    const host = await tables.computeHosts.get(compute.hostId);
    const isNewer = reading.changedSince.has(compute.computeId) || (stored?.modifiedTime ?? '') > reading.readTime;
    if (host === undefined || isNewer) continue;
    const after = compact({
      ...(stored === undefined ? newEntry(reading, compute) : merged(stored.entity, reading, compute)),
      zoneId: host.resourceZoneId ?? stored?.entity.zoneId,
    });
    if (stored === undefined) {
      // What does not run needs no entry.
      if (compute.operationalState === 'ENABLED') differences.push({ after });
      continue;
    }
    if (await isDeactivatedByUs(tables, after)) after.operationalState = stored.entity.operationalState;
    if (hasChanged(stored.entity, after)) differences.push({ before: stored.entity, after });
  }
  for (const before of await tables.virtualComputes.getEach(reading.absent))
    if (await isAbsent(tables, reading, before)) differences.push({ before });
  return differences;
}

function newEntry({ vimId, defaultVnfmId = vimId }: VimReading, compute: VimCompute): VirtualCompute {
  const unknown = { vnfInstanceId: compute.computeId, vnfmId: defaultVnfmId };
  return { ...unknown, ...compact(compute), criticality: DEFAULT_CRITICALITY, required: true, vimId };
}

/** What the VIM knows for certain goes over the table; what identifies the VNF only where the table has nothing. */
function merged(known: VirtualCompute, { vimId }: VimReading, compute: VimCompute): VirtualCompute {
  const { hostId, operationalState } = compute;
  return { ...compact(compute), ...known, hostId, operationalState, vimId };
}

function hasChanged(before: VirtualCompute, next: VirtualCompute): boolean {
  const keys = Object.keys(next) as (keyof VirtualCompute)[];
  return keys.some((key) => JSON.stringify(before[key]) !== JSON.stringify(next[key]));
}

/** What the clean-up gave up, or has a duplicate, goes down with its server, although the VIM still says that it runs (R19). */
async function isDeactivatedByUs(tables: Tables, { computeId, hostId }: VirtualCompute): Promise<boolean> {
  const open = await openEvacuationOf({ tables }, { id: hostId });
  return open !== undefined && leftBehind(open).includes(computeId);
}

/** Entries on some of its servers that this VIM once told of and does not any more; `told` is all that it tells of. */
export async function absentFrom(
  tables: Tables,
  reading: Omit<VimReading, 'computes' | 'absent' | 'changedSince'>,
  told: ReadonlySet<string>,
): Promise<string[]> {
  const entries = await tables.virtualComputes.find({ hostId: reading.computeHostIds });
  const absent: string[] = [];
  for (const entry of entries)
    if (!told.has(entry.computeId) && (await isAbsent(tables, reading, entry))) absent.push(entry.computeId);
  return absent;
}

/** Whether an entry that the VIM does not tell of is still one of its servers', and was there when it was asked. */
async function isAbsent(
  tables: Tables,
  { vimId, computeHostIds, readTime }: Pick<VimReading, 'vimId' | 'computeHostIds' | 'readTime'>,
  entry: VirtualCompute,
): Promise<boolean> {
  if (entry.vimId !== vimId || !computeHostIds.includes(entry.hostId)) return false;
  const stored = await tables.virtualComputes.getStored(entry.computeId);
  return (stored?.modifiedTime ?? '') <= readTime;
}

async function wakeEvacuation({ tables, now }: Context, computeHostId: string): Promise<void> {
  const open = await openEvacuationOf({ tables }, { id: computeHostId });
  if (open === undefined || open.nextAttemptTime <= now) return;
  await tables.hostEvacuations.update({ ...open, nextAttemptTime: now });
}
