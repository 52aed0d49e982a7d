/** The site that placements rest on is always the one that the store holds, also in the middle of a transaction and after one that failed. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { ComputeHost, MigrationRequest, VirtualCompute } from '../../src/engine/entities.ts';
import { followSite, type FollowedSite } from '../../src/engine/followed-site.ts';
import { readSite, type Site } from '../../src/engine/site.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store, Tables } from '../../src/store/store.ts';
import { eventually } from '../gateway-under-test.ts';
import { postgresLocation, STORES } from '../stores.ts';

const HOSTS = ['a', 'b', 'c'];

const hostOf = (id: string, more: Partial<ComputeHost> = {}): ComputeHost => ({
  id,
  computeHostType: 'PHYSICAL_SERVER',
  priority: 50,
  environmentLevel: 'NORMAL',
  levelEnteredTime: '2026-11-23T02:00:00.000Z',
  schedulingState: 'ENABLED',
  withdrawals: [],
  powerState: 'ON',
  capacity: { numVirtualCpu: 16 },
  resourceZoneId: `zone-of-${id}`,
  ...more,
});
const computeOf = (computeId: string, hostId: string, cpus: number): VirtualCompute => ({
  computeId,
  hostId,
  vnfInstanceId: `vnf-of-${computeId}`,
  vnfmId: 'vnfm-1',
  operationalState: 'ENABLED',
  criticality: 50 + cpus,
  required: true,
  virtualCpu: { numVirtualCpu: cpus },
});
const requestOf = (id: string, computeId: string, hostId: string, state: string) =>
  ({
    id,
    hostEvacuationId: 'evacuation',
    migrationRequestState: state,
    virtualComputeIds: [computeId],
    placement: { candidateComputeHostIds: [hostId], excludedComputeHostIds: [], excludedResourceZoneIds: [] },
  }) as unknown as MigrationRequest;

type Write = (tables: Tables) => Promise<unknown>;

const hostId = fc.constantFrom(...HOSTS);
const cpus = fc.integer({ min: 1, max: 3 });
const some = (prefix: string) => fc.integer({ min: 1, max: 3 }).map((index) => `${prefix}-${index}`);
async function put<Entity>(
  table: { insertIfAbsent(entity: Entity): Promise<boolean>; update(entity: Entity): Promise<void> },
  entity: Entity,
) {
  if (!(await table.insertIfAbsent(entity))) await table.update(entity);
}
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(hostId, fc.constantFrom<ComputeHost['environmentLevel']>('NORMAL', 'FAILED'), cpus, fc.option(hostId)).map(
    ([id, environmentLevel, more, parentId]): Write =>
      (tables) =>
        put(
          tables.computeHosts,
          hostOf(id, {
            environmentLevel,
            capacity: { numVirtualCpu: 16 + more },
            ...(environmentLevel === 'FAILED' ? { hostEvacuationId: 'evacuation' } : {}),
            ...(parentId === null ? {} : { parentComputeHostId: parentId }),
          }),
        ),
  ),
  hostId.map(
    (id): Write =>
      (tables) =>
        tables.computeHosts.delete(id),
  ),
  // Room is kept for what was needed when it was asked: what a request asks of keeps its size here.
  fc.tuple(some('vc'), hostId).map(
    ([id, on]): Write =>
      (tables) =>
        put(tables.virtualComputes, computeOf(id, on, Number(id.at(-1)))),
  ),
  fc.tuple(hostId, cpus, fc.constantFrom<VirtualCompute['operationalState']>('ENABLED', 'DISABLED')).map(
    ([on, count, operationalState]): Write =>
      (tables) =>
        put(tables.virtualComputes, { ...computeOf('vc-unasked', on, count), operationalState }),
  ),
  fc.constant<Write>((tables) => tables.virtualComputes.delete('vc-unasked')),
  fc.tuple(some('request'), some('vc'), hostId, fc.constantFrom('REQUESTED', 'COMPLETED')).map(
    ([id, computeId, on, state]): Write =>
      (tables) =>
        put(tables.migrationRequests, requestOf(id, computeId, on, state)),
  ),
  fc.tuple(hostId, fc.constantFrom<'NORMAL' | 'FAILED'>('NORMAL', 'FAILED')).map(
    ([id, environmentLevel]): Write =>
      (tables) =>
        put(tables.resourceZones, { zoneId: `zone-of-${id}`, environmentLevel }),
  ),
);
const transactions = fc.array(
  fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 5 }), fails: fc.boolean() }),
  { maxLength: 8 },
);

/** What placements see of a site. */
const viewOf = (site: Site) => ({
  hazard: [...site.hazard()].sort(),
  unusable: site.unusable().sort(),
  excluded: HOSTS.filter((id) => site.isExcluded(id)),
  candidates: [1, 10, 14].map((need) => site.candidates(hostOf('source'), [computeOf('moving', 'source', need)])),
  criticalities: HOSTS.map((id) => site.highestCriticality(id)),
  evacuated: [...site.evacuated()].sort(),
  followed: [...site.followed()],
});

describe.each(STORES)('the site on $name', ({ location }) => {
  let inner: Store;
  beforeEach(async () => {
    inner = await openStore(await location());
    // A request asks of what is there.
    for (const index of [1, 2, 3]) await inner.virtualComputes.insert(computeOf(`vc-${index}`, 'a', index));
  });
  afterEach(() => inner.close());

  it('is that of the store, whatever was written, committed or not', async () => {
    const { store, siteOf } = followSite(inner);
    await fc.assert(
      fc.asyncProperty(transactions, async (all) => {
        for (const { writes, fails } of all) {
          const work = store.transaction(async (tables) => {
            for (const one of writes) {
              await one(tables);
              expect(viewOf(await siteOf(tables))).toEqual(viewOf(await readSite(tables)));
            }
            if (fails) throw new Error('on purpose');
          });
          await work.catch((error: unknown) => {
            if (!String(error).includes('on purpose')) throw error;
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is without what was not committed, also when another transaction comes first that does not follow it', async () => {
    const { store, siteOf } = followSite(inner);
    const seen = () => store.transaction(async (tables) => viewOf(await siteOf(tables)));
    const before = await seen();
    const refused = store.transaction(async (tables) => {
      await tables.computeHosts.insert(hostOf('b'));
      throw new Error('no');
    });
    const other = inner.transaction((tables) => tables.resourceZones.find({}));
    await expect(refused).rejects.toThrow('no');
    await other;
    expect(await seen()).toEqual(before);
  });
});

describe('the site of two processes on one PostgreSQL', () => {
  let stores: Store[];
  beforeEach(async () => {
    const location = await postgresLocation();
    stores = [await openStore(location), await openStore(location)];
    for (const index of [1, 2, 3]) await stores[0]?.virtualComputes.insert(computeOf(`vc-${index}`, 'a', index));
  });
  afterEach(() => Promise.all(stores.map((store) => store.close())));

  const seenBy = (followed: FollowedSite) =>
    followed.store.transaction(async (tables) => viewOf(await followed.siteOf(tables)));

  it('is soon that of the store in both, whoever wrote, committed or not', async () => {
    const processes = stores.map((store) => followSite(store));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 5 }), fails: fc.boolean() }), {
          minLength: 1,
          maxLength: 8,
        }),
        async (all) => {
          // Those of one process are at the same time as those of the other, so that some are run again.
          await Promise.all(
            all.map(async ({ writes, fails }, index) => {
              const { store } = processes[index % 2] as FollowedSite;
              const work = store.transaction(async (tables) => {
                for (const one of writes) await one(tables);
                if (fails) throw new Error('on purpose');
              });
              await work.catch((error: unknown) => {
                if (!String(error).includes('on purpose')) throw error;
              });
            }),
          );
          const expected = viewOf(await readSite(stores[0] as Store));
          for (const followed of processes)
            await eventually(
              `a site like ${JSON.stringify(expected)}`,
              async () => isDeepStrictEqual(await seenBy(followed), expected) || undefined,
              10,
            );
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('keeps no room for a request that was not committed', async () => {
    const followed = followSite(stores[0] as Store);
    const empty = await seenBy(followed);
    const refused = followed.store.transaction(async (tables) => {
      await put(tables.migrationRequests, requestOf('request-1', 'vc-1', 'b', 'REQUESTED'));
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect(await seenBy(followed)).toEqual(empty);
  });
});
