import {
  startEnvironmentController,
  type EnvironmentController,
} from '../../conformance/peers/environment-controller.ts';
import { startGatewayUnderTest } from '../gateway-under-test.ts';
import { postgresLocation } from '../stores.ts';
import { compute, eventually, host, pause, startSite, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
afterEach(() => site.stop());

const MAINS = {
  id: 'mains',
  parameterType: 'POWER',
  parameterName: 'mains',
  stateLevels: { ON: 'NORMAL', OFF: 'DEGRADED' },
};
const mains = (resourceZoneId: string, state: string) =>
  site.report({ resourceZoneId, parameterType: 'POWER', parameterName: 'mains', dataType: 'STATE', state });
const ROOMS = [
  { zoneId: 'pop' },
  { zoneId: 'room-1', parentResourceZoneId: 'pop' },
  { zoneId: 'row-a', parentResourceZoneId: 'room-1' },
  { zoneId: 'room-2', parentResourceZoneId: 'pop' },
];

describe('an event of a whole zone', () => {
  it('reaches every server below the zone, and excludes the zone as a target for everyone', async () => {
    site = await startSite({
      zones: ROOMS,
      thresholds: [MAINS],
      hosts: [host('a1', 'row-a'), host('a2', 'row-a'), host('r1', 'room-1'), host('b1', 'room-2')],
      computes: [compute('vc-1', 'a1'), compute('vc-2', 'r1')],
      vnfm: null,
    });
    await mains('room-1', 'OFF');
    await eventually(async () => {
      expect(await site.requests()).toHaveLength(2);
    });
    expect((await site.evacuations()).map(({ computeHostId }) => computeHostId).sort()).toEqual(['a1', 'a2', 'r1']);
    for (const { placement, cause } of await site.requests()) {
      expect([...placement.excludedResourceZoneIds].sort()).toEqual(['room-1', 'row-a']);
      expect(placement.candidateComputeHostIds).toEqual(['b1']);
      expect(cause).toMatchObject({ zoneWide: true, resourceZoneId: 'room-1' });
    }
  });

  it('has the most critical functions of all its servers asked first', async () => {
    const ids = Array.from({ length: 60 }, (_none, index) => `many-${index}`);
    const criticality = (index: number, most: number) => (index % 2 === 0 ? most : most - 20);
    site = await startSite({
      thresholds: [MAINS],
      hosts: [...ids.map((id) => host(id, 'room-1')), host('away', 'room-2')],
      computes: ids.flatMap((id, index) => [
        compute(`high-${id}`, id, { criticality: criticality(index, 100) }),
        compute(`low-${id}`, id, { criticality: criticality(index, 30) }),
      ]),
      vnfm: { behaviour: 'silent' },
      policy: { replyTime: 60, defaultFailureTime: 600 },
      nfvo: false,
    });
    await mains('room-1', 'OFF');
    await eventually(() => {
      expect(site.vnfm?.requests.size).toBe(2 * ids.length);
    });
    const asked = (await site.requests()).map(({ vnfInstanceId }) => vnfInstanceId);
    const high = asked.slice(0, ids.length).filter((id) => id.startsWith('vnf-high-'));
    // Half would be by chance; how many depends on how fast the machine is.
    expect(high.length).toBeGreaterThan(0.8 * ids.length);
  }, 60_000);

  it('leaves the priority servers of all its racks more time than the others', async () => {
    site = await startSite({
      zones: [
        { zoneId: 'pop' },
        { zoneId: 'rack-low', parentResourceZoneId: 'pop' },
        { zoneId: 'rack-high', parentResourceZoneId: 'pop' },
      ],
      thresholds: [MAINS],
      hosts: ['low', 'high'].flatMap((rack) =>
        [1, 2].map((index) => host(`${rack}-${index}`, `rack-${rack}`, { priority: rack === 'low' ? 10 : 90 })),
      ),
      computes: ['low-1', 'low-2', 'high-1', 'high-2'].map((id) => compute(`vc-${id}`, id)),
      vnfm: null,
    });
    await mains('pop', 'OFF');
    await eventually(async () => {
      expect(await site.requests()).toHaveLength(4);
    });
    const left = new Map(
      (await site.evacuations()).map(({ computeHostId, startTime, evacuationDeadline = '' }) => [
        computeHostId,
        (Date.parse(evacuationDeadline) - Date.parse(startTime)) / 1000,
      ]),
    );
    expect(left.get('low-1')).toBeLessThan(0.6 * (left.get('high-1') ?? 0));
    expect(left.get('low-2')).toBeLessThan(0.6 * (left.get('high-2') ?? 0));
  });

  it('is recognised from its servers, when a large share of them is failing', async () => {
    site = await startSite({ computes: [compute('vc-3', 'server-3')], vnfm: { behaviour: 'silent' } });
    await site.charge('server-1', 40);
    expect(await site.get('/vrinfo/v1/resource_zones/room-1')).toMatchObject({ environmentLevel: 'UNKNOWN' });
    await site.charge('server-2', 40);
    expect(await site.get('/vrinfo/v1/resource_zones/room-1')).toMatchObject({ environmentLevel: 'DEGRADED' });
  });

  it('that comes later has open requests sent anew without its servers', async () => {
    site = await startSite({
      thresholds: [MAINS, { ...MAINS, id: 'own', parameterName: 'own' }],
      vnfm: { behaviour: 'silent' },
      policy: { replyTime: 60 },
    });
    await site.report({
      computeHostId: 'server-1',
      parameterType: 'POWER',
      parameterName: 'own',
      dataType: 'STATE',
      state: 'OFF',
    });
    await eventually(async () => {
      expect(await site.requests()).toHaveLength(1);
    });
    expect((await site.requests())[0]?.placement.candidateComputeHostIds).toContain('server-3');
    await mains('room-2', 'OFF');
    await eventually(async () => {
      expect(await site.requests('vnf-vc-1')).toMatchObject([
        {
          requestVersion: 2,
          placement: { excludedResourceZoneIds: ['room-2'], candidateComputeHostIds: ['server-2'] },
        },
      ]);
    });
  });

  it('that so far reaches only the lowest server excludes the room all the same: the water is on its way to the others', async () => {
    const water = {
      id: 'water',
      parameterType: 'WATER_LEVEL',
      unit: 'mm',
      direction: 'RISING',
      relativeTo: 'HEIGHT_ABOVE_FLOOR',
      degraded: { thresholdValue: -100 },
      failed: { thresholdValue: 0 },
    };
    const at = (heightAboveFloor: number) => ({ location: { heightAboveFloor } });
    site = await startSite({
      hosts: [host('low', 'room-1', at(200)), host('high', 'room-1', at(1800)), host('dry', 'room-2', at(200))],
      computes: [compute('vc-1', 'low')],
      thresholds: [water],
      vnfm: null,
    });
    await site.report({
      resourceZoneId: 'room-1',
      parameterType: 'WATER_LEVEL',
      dataType: 'VALUE',
      value: 150,
      unit: 'mm',
    });
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([
        { placement: { excludedResourceZoneIds: ['room-1'], candidateComputeHostIds: ['dry'] } },
      ]);
    });
    expect((await site.host('high')).environmentLevel).toBe('NORMAL');
  });

  it('in one room does not make the site that the room is part of unusable', async () => {
    site = await startSite({
      zones: ROOMS,
      hosts: [host('a1', 'room-1'), host('a2', 'room-1'), host('b1', 'room-2')],
      computes: [compute('vc-1', 'a1')],
      vnfm: null,
    });
    await site.charge('a1', 40);
    await site.charge('a2', 40);
    await eventually(async () => {
      expect((await site.requests()).at(-1)?.placement.candidateComputeHostIds).toEqual(['b1']);
    });
    expect(await site.get('/vrinfo/v1/resource_zones/pop')).toMatchObject({ environmentLevel: 'UNKNOWN' });
  });

  it('gives the servers of lower priority the earlier deadline, so that the others last longer', async () => {
    site = await startSite({
      thresholds: [MAINS],
      hosts: [
        host('low', 'room-1', { priority: 10 }),
        host('high', 'room-1', { priority: 90 }),
        host('else', 'room-2'),
      ],
      computes: [compute('vc-1', 'low'), compute('vc-2', 'high')],
      vnfm: null,
    });
    await mains('room-1', 'OFF');
    const seconds = async (id: string) => {
      const [evacuation] = await site.evacuations(id);
      return (Date.parse(evacuation?.evacuationDeadline ?? '') - Date.parse(evacuation?.startTime ?? '')) / 1000;
    };
    expect((await seconds('low')) / (await seconds('high'))).toBeCloseTo(0.5, 1);
  });
});

describe('a server that fails', () => {
  it('has its most critical function asked for with the reading, before anything else is done', async () => {
    site = await startSite({
      computes: [30, 90, 60].map((criticality) => compute(`vc-${criticality}`, 'server-1', { criticality })),
      vnfm: { behaviour: 'silent' },
      policy: { replyTime: 60 },
      nfvo: false,
    });
    const commits: string[][] = [];
    site.gateway.engine.store.onCommit((changes) => {
      const ids = [...(changes.get('migrationRequests') ?? [])];
      const isOfReading = changes.get('environmentNotifications') !== undefined;
      if (ids.length > 0) commits.push([...ids, ...(isOfReading ? ['with the reading'] : [])]);
    });
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(site.vnfm?.requests.size).toBe(3);
    });
    const requests = await site.requests();
    const [first] = requests.filter(({ criticality }) => criticality === 90);
    expect(commits[0]).toEqual([first?.id, 'with the reading']);
    expect(requests.map(({ criticality }) => criticality)).toEqual([90, 60, 30]);
  });
});

describe('room elsewhere', () => {
  const capacity = { numVirtualCpu: 8 };
  const sized = (id: string, numVirtualCpu: number, more = {}) =>
    compute(id, 'server-1', { virtualCpu: { numVirtualCpu }, ...more });

  it('goes to the required functions; the optional one stays and is named', async () => {
    site = await startSite({
      hosts: [host('server-1', 'room-1'), host('server-2', 'room-2', { capacity })],
      computes: [sized('optional', 4, { required: false, criticality: 100 }), sized('needed', 6, { criticality: 1 })],
      vnfm: null,
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([{ vnfInstanceId: 'vnf-needed' }]);
      // It is looked at after what is required was asked for.
      expect((await site.evacuations())[0]?.unrequestedVirtualComputeIds).toEqual(['optional']);
    });
  });

  it('is asked for the optional function too when there is enough', async () => {
    site = await startSite({
      hosts: [host('server-1', 'room-1'), host('server-2', 'room-2', { capacity: { numVirtualCpu: 16 } })],
      computes: [sized('optional', 4, { required: false }), sized('needed', 6)],
    });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    expect((await site.compute('optional')).hostId).toBe('server-2');
  });

  it('stays kept for a required function whose request is sent anew', async () => {
    site = await startSite({
      hosts: [host('server-1', 'room-1'), host('server-2', 'room-2', { capacity })],
      computes: [sized('needed', 8), sized('optional', 4, { required: false })],
      vnfm: { behaviour: 'silent' },
      policy: { retryInterval: 0.5 },
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([
        { vnfInstanceId: 'vnf-needed', attempt: 2, placement: { candidateComputeHostIds: ['server-2'] } },
      ]);
    });
  });

  it('that is not there is alarmed, and the required function is asked for all the same', async () => {
    site = await startSite({
      hosts: [host('server-1', 'room-1'), host('server-2', 'room-2', { capacity })],
      computes: [sized('big', 64)],
      vnfm: null,
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([
        { vnfInstanceId: 'vnf-big', placement: { candidateComputeHostIds: [] } },
      ]);
    });
    expect(await site.alarms('INSUFFICIENT_CAPACITY')).toMatchObject([{ managedObjectId: 'server-1' }]);
  });

  it('that is not there for several functions is alarmed with their number, though they are not asked for at once', async () => {
    site = await startSite({
      hosts: [host('server-1', 'room-1'), host('server-2', 'room-2', { capacity })],
      computes: [90, 60, 30].map((criticality) => sized(`big-${criticality}`, 64, { criticality })),
      vnfm: null,
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toHaveLength(3);
    });
    const [alarm] = await site.alarms('INSUFFICIENT_CAPACITY');
    expect(alarm?.faultDetails?.[0]).toContain('for 3 required VNF of server-1');
  });
});

describe('a policy', () => {
  it('may only inform: the managers hear of it and nobody is asked to move', async () => {
    site = await startSite({
      policies: [{ match: { parameterTypes: ['INTRUSION'] }, evacuate: false }],
      thresholds: [{ id: 'door', parameterType: 'INTRUSION', stateLevels: { CLOSED: 'NORMAL', OPEN: 'DEGRADED' } }],
    });
    await site.report({ computeHostId: 'server-1', parameterType: 'INTRUSION', dataType: 'STATE', state: 'OPEN' });
    await eventually(() => {
      expect(site.nfvo.notifications.map(({ notificationType }) => notificationType)).toContain('AlarmNotification');
    });
    expect(await site.evacuations()).toEqual([]);
    expect(await site.alarms()).toMatchObject([
      { eventType: 'ENVIRONMENTAL_ALARM', probableCause: 'enclosureDoorOpen', managedObjectId: 'server-1' },
    ]);
  });
});

describe('an environment controller', () => {
  let controller: EnvironmentController;
  beforeEach(async () => {
    controller = await startEnvironmentController();
  });
  afterEach(() => controller.close());

  it('is asked about just the servers that host something, and about the second server after the migration', async () => {
    const configuration = { environmentSources: [{ id: 'controller-1', type: 'controller', apiRoot: controller.url }] };
    site = await startSite({ hosts: [host('server-1', 'room-1'), host('server-2', 'room-2')], configuration });
    const followed = () => controller.subscriptions().map(({ filter }) => filter?.computeHostIds);
    await eventually(() => {
      expect(followed()).toEqual([['server-1']]);
    });
    const charge = (value: number) =>
      controller.report([
        {
          computeHostId: 'server-1',
          parameterType: 'POWER',
          parameterName: 'battery.charge',
          dataType: 'VALUE',
          value,
          unit: '%',
        },
      ]);
    await charge(40);
    await site.reaches('server-1', 'POWERED_OFF');
    await eventually(() => {
      expect(followed()).toEqual([['server-1', 'server-2']]);
    });
    await charge(90);
    await site.reaches('server-1', 'COMPLETED');
    await eventually(() => {
      expect(followed()).toEqual([['server-2']]);
    });
    expect(controller.refusals).toEqual([]);
  });

  it('is asked about a server that another gateway on the same store put something on', async () => {
    const store = await postgresLocation();
    const configuration = { environmentSources: [{ id: 'controller-1', type: 'controller', apiRoot: controller.url }] };
    site = await startSite({ store, vnfm: null, computes: [], configuration });
    const other = await startGatewayUnderTest({ store });
    try {
      await pause(500);
      const { status } = await fetch(`${other.apiRoot}/vrinfo/v1/virtual_computes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(compute('vc-1', 'server-2')),
      });
      expect(status).toBe(201);
      await eventually(() => {
        expect(controller.subscriptions().map(({ filter }) => filter?.computeHostIds)).toEqual([['server-2']]);
      }, 10);
    } finally {
      await other.stop();
    }
  });
});
