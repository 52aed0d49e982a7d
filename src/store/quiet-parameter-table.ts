/**
 * Where several processes share the store: what tells of each parameter whether its next datum changes nothing, and what was
 * taken of it since its state was written, in a row beside the state that is small and quick to replace. A row holds for one
 * version of the state, of the server, and of the basis, thresholds and zones; what is written anew in any way voids it.
 */
import { sql, type RawBuilder } from 'kysely';
import { MAXIMUM_SAMPLES, type EnvironmentState } from '../engine/entities.ts';
import { documentOf, type Connection, type Row, type Statement } from './connection.ts';
import { DEFINITIONS } from './definitions.ts';
import type { Queries } from './statements.ts';
import { insertNotifications } from './shared-intake.ts';
import type { LearntParameter, QuietParameterTable, QuietRow, TakenDatum, TakenParameter, Versions } from './store.ts';

const quiet = sql.table('quiet_parameter');
const kind = sql.table('quiet_kind');
const basis = sql.table('environment_basis');
const evacuation = sql.table(DEFINITIONS.hostEvacuations.table);
const state = sql.table(DEFINITIONS.environmentStates.table);
const host = sql.table(DEFINITIONS.computeHosts.table);
const nextEvaluationTime = sql.ref('nextEvaluationTime');

/** Of so many it is remembered what they are. */
const MAXIMUM_KINDS = 10_000;

/** The version of a row: by which transaction it was written, and where it is. */
const versionOf = (row: string) => sql`(${sql.ref(`${row}.xmin`)}::text || ${sql.ref(`${row}.ctid`)}::text)`;

/** As the store writes times. */
const timeOf = (milliseconds: RawBuilder<unknown>) =>
  sql`to_char(to_timestamp(${milliseconds} / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export function createQuietParameterTable(queries: Queries): (connection: Connection) => QuietParameterTable {
  const statement = (text: RawBuilder<unknown>): Statement => {
    const { sql: compiled, parameters } = text.compile(queries);
    return { sql: compiled, parameters, isKept: true };
  };
  /** By what is in them. */
  const kinds = new Map<string, unknown>();
  return (connection) => {
    const rows = (text: RawBuilder<unknown>) => connection.rows(statement(text));
    const change = (text: RawBuilder<unknown>) => connection.change(statement(text));
    return {
      async lock(stateKeys) {
        // In one order, or two batches could wait for each other. What another process wrote meanwhile fits no version here.
        const found = await rows(sql`
          select "stateKey", kind, low, high, "lastTime", (select exists (select from ${evacuation} where "dueTime" is not null)) as evacuated
          from ${quiet} as present
          where "stateKey" = any(${stateKeys}::text[]) and ${holds('present')}
          order by "stateKey" for no key update of present`);
        return { rows: found.map(quietRowOf), isAnythingEvacuated: found[0]?.['evacuated'] === true };
      },
      async take(taken, now, notifications) {
        const [row] = await rows(sql`
          with added as (${insertNotifications(notifications)} returning 1), taken as (${taking(taken, now)} returning 1)
          select count(*) as count from added`);
        return Number(row?.['count']);
      },
      async taken(stateKeys) {
        const found = await rows(sql`
          select written.document, present.kind, present.object, "lastTime", "takenTime", "measuredAt",
            to_json(times) as times, to_json(samples) as samples
          from ${quiet} as present join ${state} as written using ("stateKey")
          where "stateKey" = any(${stateKeys}::text[]) and "takenTime" is not null and ${isOfState('present', 'written')}`);
        return found.map(takenOf);
      },
      takenKeys: async (before, limit) =>
        (
          await rows(sql`
            select "stateKey" from ${quiet} as present join ${state} as written using ("stateKey")
            where "takenTime" <= ${before}::float8 and ${isOfState('present', 'written')} limit ${limit}`)
        ).map((row) => String(row['stateKey'])),
      lockEach: async (stateKeys) => {
        if (stateKeys.length > 0)
          await rows(sql`
          select 1 from ${quiet} where "stateKey" = any(${stateKeys}::text[]) order by "stateKey" for no key update`);
      },
      async versions(computeHostIds) {
        const found = await rows(sql`
          select id, ${versionOf('present')} as version from ${host} as present where id = any(${computeHostIds}::text[])
          union all select null, generation::text from ${basis}`);
        const generation = found.find(({ id }) => id === null)?.['version'];
        return {
          generation: String(generation),
          computeHosts: new Map(found.map(({ id, version }) => [String(id), String(version)])),
        };
      },
      async learn(learnt, unlearnt, versions) {
        if (unlearnt.length > 0) await change(sql`delete from ${quiet} where "stateKey" = any(${unlearnt}::text[])`);
        if (learnt.length > 0) await change(learning(learnt, versions));
      },
      async kinds(ids) {
        if (kinds.size > MAXIMUM_KINDS) kinds.clear();
        const unknown = [...new Set(ids)].filter((id) => !kinds.has(id));
        if (unknown.length === 0) return kinds;
        for (const row of await rows(sql`select id, document from ${kind} where id = any(${unknown}::text[])`))
          kinds.set(String(row['id']), documentOf(row));
        return kinds;
      },
      rewritten: (stateKeys) =>
        change(sql`
          update ${quiet} as present set "stateVersion" = written.xmin, "statePlace" = written.ctid, ${nothingTaken}
          from ${state} as written
          where written."stateKey" = present."stateKey" and present."stateKey" = any(${stateKeys}::text[])`),
      changeBasis: async () => {
        await change(sql`update ${basis} set generation = generation + 1`);
      },
      postpone: (until, limit) => change(postponing(until, limit)),
    };
  };
}

const nothingTaken = sql`"takenTime" = null, "measuredAt" = null, times = '{}', samples = '{}'`;

const isOfState = (present: string, written: string) => sql`
  ${sql.ref(`${present}.stateVersion`)} = ${sql.ref(`${written}.xmin`)} and ${sql.ref(`${present}.statePlace`)} = ${sql.ref(`${written}.ctid`)}`;

/** Nothing that the row was learnt by was written since. */
const holds = (present: string) => sql`
  exists (select from ${state} as written
    where written."stateKey" = ${sql.ref(`${present}.stateKey`)} and ${isOfState(present, 'written')})
  and (${sql.ref(`${present}.computeHostId`)} is null or exists (select from ${host} as server
    where server.id = ${sql.ref(`${present}.computeHostId`)} and server.xmin = ${sql.ref(`${present}.hostVersion`)}
      and server.ctid = ${sql.ref(`${present}.hostPlace`)}))
  and ${sql.ref(`${present}.generation`)} = (select generation from ${basis})`;

/** Only what is still of the versions that were read, where they are given. */
function learning(learnt: readonly LearntParameter[], versions?: Versions): RawBuilder<unknown> {
  const expected = learnt.map(({ computeHostId = '' }) => versions?.computeHosts.get(computeHostId) ?? null);
  return sql`
    with new_kind as (
      insert into ${kind} (id, document)
      select distinct on (id) id, document::jsonb from unnest(
        ${learnt.map(({ kindId }) => kindId)}::text[], ${learnt.map((one) => one.kind)}::text[]
      ) as added(id, document) on conflict (id) do nothing
    )
    insert into ${quiet} as present ("stateKey", "computeHostId", kind, low, high, staleness, object, "lastTime",
      "stateVersion", "statePlace", "hostVersion", "hostPlace", generation, times, samples)
    select added.key, added.host, added.kind, added.low, added.high, added.staleness, added.object, added.time,
      written.xmin, written.ctid, server.xmin, server.ctid, current.generation, '{}', '{}'
    from unnest(
      ${learnt.map(({ stateKey }) => stateKey)}::text[],
      ${learnt.map(({ computeHostId }) => computeHostId ?? null)}::text[],
      ${learnt.map(({ kindId }) => kindId)}::text[],
      ${learnt.map(({ low }) => low)}::float8[],
      ${learnt.map(({ high }) => high)}::float8[],
      ${learnt.map(({ staleness }) => staleness)}::float8[],
      ${learnt.map(({ object }) => object)}::text[],
      ${learnt.map(({ lastTime }) => lastTime)}::float8[],
      ${expected}::text[]
    ) as added(key, host, kind, low, high, staleness, object, time, expected)
    join ${state} as written on written."stateKey" = added.key
    left join ${host} as server on server.id = added.host
    cross join ${basis} as current
    where (added.expected is null or added.expected = ${versionOf('server')})
      and (${versions?.generation ?? null}::bigint is null or ${versions?.generation ?? null}::bigint = current.generation)
    on conflict ("stateKey") do update set "computeHostId" = excluded."computeHostId", kind = excluded.kind,
      low = excluded.low, high = excluded.high, staleness = excluded.staleness, object = excluded.object,
      "lastTime" = excluded."lastTime", "stateVersion" = excluded."stateVersion", "statePlace" = excluded."statePlace",
      "hostVersion" = excluded."hostVersion", "hostPlace" = excluded."hostPlace", generation = excluded.generation, ${nothingTaken}`;
}

/** One after another, of which the last so many are kept. */
const appended = (column: string, value: string) => {
  const before = sql.ref(column);
  const first = sql`greatest(1, cardinality(${before}) - ${sql.lit(MAXIMUM_SAMPLES - 2)})`;
  return sql`case when added.value is null then ${before} else (${before} || ${sql.ref(value)})[${first}:] end`;
};

const taking = (taken: readonly TakenDatum[], now: number) => sql`
  update ${quiet} as present set "lastTime" = added.time, "takenTime" = ${now}::float8, "measuredAt" = added.measured,
    times = ${appended('times', 'added.time')}, samples = ${appended('samples', 'added.value')}
  from unnest(
    ${taken.map(({ stateKey }) => stateKey)}::text[],
    ${taken.map(({ time }) => time)}::float8[],
    ${taken.map(({ value }) => value ?? null)}::float8[],
    ${taken.map(({ measuredAt }) => measuredAt ?? null)}::text[]
  ) as added(key, time, value, measured)
  where present."stateKey" = added.key`;

/** The time is moved in the row of the state, which is another version then. */
const postponing = (until: number, limit: number) => sql`
          with due as (
            select present."stateKey" as key, "lastTime" + staleness as later
            from ${state} as written join ${quiet} as present using ("stateKey")
            where written.${nextEvaluationTime} <= ${new Date(until).toISOString()} and "takenTime" is not null
              and "lastTime" + staleness > ${until}::float8 and ${isOfState('present', 'written')}
            limit ${limit} for no key update skip locked
          ), postponed as (
            update ${state} as written set ${nextEvaluationTime} = ${timeOf(sql`due.later`)} from due
            where written."stateKey" = due.key returning written."stateKey" as key, written.xmin as version, written.ctid as place
          )
          update ${quiet} as present set "stateVersion" = postponed.version, "statePlace" = postponed.place
          from postponed
          where present."stateKey" = postponed.key`;

function quietRowOf(row: Row): QuietRow {
  return {
    stateKey: String(row['stateKey']),
    kindId: String(row['kind']),
    low: Number(row['low']),
    high: Number(row['high']),
    lastTime: Number(row['lastTime']),
  };
}

function takenOf(row: Row): TakenParameter {
  const times = row['times'] as number[];
  const samples = row['samples'] as number[];
  const measuredAt = row['measuredAt'];
  return {
    state: documentOf(row) as EnvironmentState,
    kindId: String(row['kind']),
    object: String(row['object']),
    measuredAt: typeof measuredAt === 'string' ? measuredAt : undefined,
    last: Number(row['lastTime']),
    taken: Number(row['takenTime']),
    samples: times.map((time, index) => ({ time: new Date(time).toISOString(), value: samples[index] ?? NaN })),
  };
}
