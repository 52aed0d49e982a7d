import type { Alarm, HostEvacuation, MigrationRequest } from '../../src/engine/entities.ts';
import { eventually, startGatewayUnderTest, type GatewayUnderTest } from '../gateway-under-test.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { STORES } from '../stores.ts';

const before = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const evacuation = (id: string, days?: number): HostEvacuation => ({
  id,
  computeHostId: `server-of-${id}`,
  hostEvacuationState: days === undefined ? 'EVACUATED' : 'COMPLETED',
  stateEnteredTime: before(100),
  startTime: before(100),
  cause: { description: 'a test' },
  powerOffPolicy: 'NEVER',
  refusals: [],
  timeline: [],
  changes: [],
  unrequestedVirtualComputeIds: [],
  nextAttemptTime: before(-1),
  manualRelease: true,
  ...(days === undefined ? {} : { endTime: before(days) }),
});
const request = (hostEvacuationId: string, migrationRequestState: string) =>
  ({
    id: `request-of-${hostEvacuationId}`,
    hostEvacuationId,
    migrationRequestState,
    placement: { excludedComputeHostIds: [], excludedResourceZoneIds: [], candidateComputeHostIds: [] },
  }) as unknown as MigrationRequest;
const alarm = (id: string, days?: number) =>
  ({
    id,
    alarmKey: id,
    perceivedSeverity: days === undefined ? 'MAJOR' : 'CLEARED',
    ...(days === undefined ? {} : { alarmClearedTime: before(days) }),
  }) as Alarm;

async function fill(store: Store) {
  for (const one of [evacuation('old', 91), evacuation('recent', 89), evacuation('open'), evacuation('asking', 91)])
    await store.hostEvacuations.insert(one);
  for (const one of [request('old', 'COMPLETED'), request('recent', 'COMPLETED'), request('asking', 'ACCEPTED')])
    await store.migrationRequests.insert(one);
  for (const one of [alarm('old', 91), alarm('recent', 89), alarm('open')]) await store.alarms.insert(one);
  for (let index = 0; index < 1100; index++)
    await store.environmentNotifications.insert({
      id: `reading-${index}`,
      timeStamp: before(8),
      environmentData: [],
    } as never);
}

describe.each(STORES)('history on $name', ({ location }) => {
  let gateway: GatewayUnderTest | undefined;
  let store: Store;
  let where: string;
  beforeEach(async () => {
    where = await location();
    const filling = await openStore(where);
    await filling.transaction((tables) => fill(tables as Store));
    await filling.close();
  });
  afterEach(() => gateway?.stop());

  const start = async (configuration: object) => {
    gateway = await startGatewayUnderTest({ store: where, ...configuration });
    ({ store } = gateway.engine);
  };

  it('is removed when its time is over, and what is open never', async () => {
    await start({ retention: { environmentNotifications: 0 } });
    await eventually('nothing old is left', async () => {
      const left = [await store.hostEvacuations.get('old'), await store.alarms.get('old')];
      const notifications = await store.environmentNotifications.find({});
      return left.every((one) => one === undefined) && notifications.length === 0 ? true : undefined;
    });
    expect((await store.hostEvacuations.find({})).map(({ id }) => id)).toEqual(['recent', 'open', 'asking']);
    expect((await store.migrationRequests.find({})).map(({ hostEvacuationId }) => hostEvacuationId)).toEqual([
      'recent',
      'asking',
    ]);
    expect((await store.alarms.find({})).map(({ id }) => id)).toEqual(expect.arrayContaining(['recent', 'open']));
    const metrics = await (await fetch(`${gateway?.apiRoot ?? ''}/metrics`)).text();
    expect(metrics).toMatch(/nfvi_te_history_removed_total\{kind="environmentNotifications"\} 1100/);
  });

  it('is kept for ever where the configuration says so, and notifications for a week by default', async () => {
    await start({ retention: { hostEvacuations: null } });
    await eventually('the alarm is gone', async () =>
      (await store.alarms.get('old')) === undefined ? true : undefined,
    );
    expect(await store.hostEvacuations.get('old')).toBeDefined();
    expect(await store.environmentNotifications.find({})).toHaveLength(1100);
  });
});
