/** Whose turn it is when many servers wait to be restored (R21). */
import type { Context } from '../../src/engine/context.ts';
import type { ComputeHost, HostEvacuation } from '../../src/engine/entities.ts';
import { readCase } from '../../src/engine/case.ts';
import { refusalOfRestoration } from '../../src/engine/restoration-refusal.ts';
import { readSite } from '../../src/engine/site.ts';
import { BEFORE_ALL_ELSE } from '../../src/engine/step.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store, Tables } from '../../src/store/store.ts';
import { STORES } from '../stores.ts';

const THEN = '2026-11-23T02:00:00.000Z';
const NOW = '2026-11-23T03:00:00.000Z';
const LATER = '2026-11-23T03:00:01.000Z';

const host = (id: string, priority: number): ComputeHost => ({
  id,
  computeHostType: 'PHYSICAL_SERVER',
  priority,
  environmentLevel: 'NORMAL',
  levelEnteredTime: THEN,
  schedulingState: 'WITHDRAWN',
  withdrawals: [],
  powerState: 'ON',
  hostEvacuationId: `of-${id}`,
});
const evacuation = (computeHostId: string, given: Partial<HostEvacuation> = {}): HostEvacuation => ({
  id: `of-${computeHostId}`,
  computeHostId,
  hostEvacuationState: 'EVACUATED',
  stateEnteredTime: THEN,
  startTime: THEN,
  cause: { zoneWide: false, description: 'too warm', environmentLevel: 'DEGRADED' },
  powerOffPolicy: 'NEVER',
  manualRelease: false,
  refusals: [],
  timeline: [],
  changes: [],
  unrequestedVirtualComputeIds: [],
  determinedLevel: 'NORMAL',
  nextAttemptTime: LATER,
  ...given,
});

describe.each(STORES)('the turn of a server on $name', ({ location }) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await location());
  });
  afterEach(() => store.close());

  const enter = async (id: string, priority: number, given: Partial<HostEvacuation> = {}) => {
    await store.computeHosts.insert(host(id, priority));
    await store.hostEvacuations.insert(evacuation(id, given));
  };
  /** Why the server is not restored now, and of which evacuations the documents were read meanwhile. */
  const lookAt = (id: string, restoration: Context['settings']['restoration'], now = NOW) =>
    store.transaction(async (tables) => {
      const read: string[] = [];
      const site = await readSite(tables);
      const context = {
        tables: { ...tables, hostEvacuations: noting(tables.hostEvacuations, read) },
        settings: { policies: [], restoration },
        now,
        site: () => Promise.resolve(site),
        keptSite: () => site,
      } as unknown as Context;
      const subject = await readCase(context, evacuation(id, await tables.hostEvacuations.get(`of-${id}`)));
      return { refusal: subject && (await refusalOfRestoration(context, subject)), read };
    });
  const nextOf = async (id: string) => (await store.hostEvacuations.get(`of-${id}`))?.nextAttemptTime;

  it('comes before that of a less important one, which has the others called before all else', async () => {
    for (const [id, priority] of [
      ['low', 10],
      ['middle', 50],
      ['high', 90],
    ] as const)
      await enter(id, priority);
    const { refusal } = await lookAt('low', { waveSize: 1, waveInterval: 30 });
    expect(refusal).toMatchObject({
      reason: 'RESTORATION_WAVE',
      detail: 'servers of higher priority come first, high among them',
    });
    expect([await nextOf('high'), await nextOf('middle')]).toEqual([BEFORE_ALL_ELSE, LATER]);
    expect(await lookAt('high', { waveSize: 1, waveInterval: 30 })).toMatchObject({ refusal: undefined, read: [] });
  });

  it('is found without reading all that wait', async () => {
    for (let index = 0; index < 20; index += 1) await enter(`high-${index}`, 90);
    await enter('low', 10);
    const { refusal, read } = await lookAt('low', { waveSize: 2, waveInterval: 30 });
    expect(refusal).toMatchObject({ reason: 'RESTORATION_WAVE' });
    expect(read).toEqual(['of-high-0', 'of-high-1']);
  });

  it('is found without reading those that still fail, nor all that wait for something else', async () => {
    const failing = { ...host('failing', 90), environmentLevel: 'FAILED' as const };
    await store.computeHosts.insert(failing);
    await store.hostEvacuations.insert(evacuation('failing'));
    for (let index = 0; index < 40; index += 1) await enter(`high-${index}`, 90, { manualRelease: true });
    await enter('low', 10);
    const { refusal, read } = await lookAt('low', { waveSize: 2, waveInterval: 30 });
    expect(refusal).toBeUndefined();
    expect(read).toHaveLength(32);
    expect(read).not.toContain('of-failing');
  });

  it('does not wait for a more important one that waits for something else', async () => {
    await enter('high', 90, { manualRelease: true });
    await enter('low', 10);
    expect(await lookAt('low', { waveSize: 1, waveInterval: 30 })).toMatchObject({ refusal: undefined });
  });

  it('comes when the wave is over, for which no history is read', async () => {
    const began = (restorationStartTime: string): Partial<HostEvacuation> => ({
      hostEvacuationState: 'COMPLETED',
      restorationStartTime,
      endTime: restorationStartTime,
    });
    await enter('long-ago', 50, began('2026-11-23T02:30:00.000Z'));
    await enter('a', 50, began('2026-11-23T02:59:50.000Z'));
    await enter('b', 50, { hostEvacuationState: 'RESTORING', restorationStartTime: '2026-11-23T02:59:59.000Z' });
    await enter('waiting', 90);
    const wave = { waveSize: 2, waveInterval: 11 };
    const { refusal, read } = await lookAt('waiting', wave);
    expect(refusal).toEqual({
      reason: 'RESTORATION_WAVE',
      detail: '2 servers are being restored in this wave of 2',
      retryTime: '2026-11-23T03:00:01.000Z',
    });
    expect(read.sort()).toEqual(['of-a', 'of-b']);
    expect(await lookAt('waiting', wave, '2026-11-23T03:00:01.000Z')).toMatchObject({ refusal: undefined });
  });
});

function noting(hostEvacuations: Tables['hostEvacuations'], read: string[]): Tables['hostEvacuations'] {
  return {
    ...hostEvacuations,
    async get(id) {
      read.push(id);
      return hostEvacuations.get(id);
    },
    async find(where, options) {
      const found = await hostEvacuations.find(where, options);
      read.push(...found.map(({ id }) => id));
      return found;
    },
  };
}
