/** The first look at a batch: data that change nothing need neither states nor what they are evaluated by. */
import type { QuietRow, Tables, TakenDatum } from '../store/store.ts';
import { dataOf, hostIdsOf, tableOf, type Prepare } from './batch.ts';
import { isFailing } from './rules/level.ts';
import type { QuietKind } from './quiet-kind.ts';
import { NOTHING_QUIET } from './quiet-readings.ts';
import { isQuietBy } from './shared-quiet.ts';
import { keyOf } from './topology.ts';

export const readQuiet: Prepare = async (_convert, batch, incoming) => {
  const table = tableOf(batch);
  const data = dataOf(incoming);
  const { rows: locked, isAnythingEvacuated } = await table.lock([...new Set(data.map(keyOf))]);
  const kinds = await table.kinds(locked.map(({ kindId }) => kindId));
  const rows = new Map<string, QuietRow>(locked.map((row) => [row.stateKey, row]));
  const calm = isAnythingEvacuated ? await calmHosts(batch.tables, hostIdsOf(data)) : undefined;
  const kept: TakenDatum[] = [];
  let staged: TakenDatum[] = [];
  let takenAt = 0;
  return {
    tables: {},
    there: new Set(),
    quiet: {
      ...NOTHING_QUIET,
      take(datum, time, now) {
        const stateKey = keyOf(datum);
        const row = rows.get(stateKey);
        const kind = kinds.get(row?.kindId ?? '') as QuietKind | undefined;
        if (row === undefined || kind === undefined) return false;
        const isAwaited = calm !== undefined && !calm.has(datum.computeHostId ?? '');
        if (!isQuietBy(kind, row, datum, { time, now, isAwaited })) return false;
        if (time < row.lastTime) return true;
        staged.push({ stateKey, time, value: datum.value, measuredAt: datum.measuredAt });
        row.lastTime = time;
        takenAt = now;
        return true;
      },
    },
    keep() {
      kept.push(...staged);
      staged = [];
      return false;
    },
    discard() {
      // What comes later for the same is left too.
      staged = [];
    },
    async save(notifications) {
      const [first = [], ...others] = eachOnce(kept);
      const added = await table.take(first, takenAt, notifications);
      for (const some of others) await table.take(some, takenAt, []);
      return added;
    },
  };
};

/** The servers of which no deadline rests on any trend. */
async function calmHosts({ computeHosts }: Tables, ids: readonly string[]): Promise<Set<string>> {
  const hosts = await computeHosts.getEach(ids);
  const above = new Set(
    (await computeHosts.find({ parentComputeHostId: ids })).map((host) => host.parentComputeHostId),
  );
  const isCalm = (host: (typeof hosts)[number]) =>
    !isFailing(host.environmentLevel) && host.hostEvacuationId === undefined && !above.has(host.id);
  return new Set(hosts.filter(isCalm).map(({ id }) => id));
}

/** Lists in which each state is once, in order. */
function eachOnce<Datum extends { stateKey: string }>(data: readonly Datum[]): Datum[][] {
  const counts = new Map<string, number>();
  const lists: Datum[][] = [];
  for (const datum of data) {
    const count = counts.get(datum.stateKey) ?? 0;
    counts.set(datum.stateKey, count + 1);
    (lists[count] ??= []).push(datum);
  }
  return lists;
}
