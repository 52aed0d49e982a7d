import {
  eventually,
  QUICK_POLICY,
  startSite,
  host,
  stepsOf,
  type SiteUnderTest,
} from '../behaviour/site-under-test.ts';
import { createNfvi } from '../simulators/nfvi.ts';
import { startSimulatedVnfm, type SimulatedOperation, type SimulatedVnfm } from '../simulators/vnfm-sol003.ts';
import { startNutRig, type NutRig } from './nut-rig.ts';
import { startOpenStackRig, type OpenStackRig } from './openstack-rig.ts';

const TEST_TIME = 600_000;
const PATIENCE_SECONDS = 240;
const COMPUTE_HOSTS = { 'server-1': 'compute1', 'server-2': 'compute2', 'server-3': 'compute3' };
const power = { parameterType: 'POWER', stalenessTime: 60 };
const THRESHOLDS = [
  {
    ...power,
    id: 'ups',
    parameterName: 'ups.status',
    stateLevels: { OL: 'NORMAL', OB: 'DEGRADED', LB: 'DEGRADED', FSD: 'FAILED' },
    degraded: { dwellTime: 1 },
  },
  {
    ...power,
    id: 'charge',
    parameterName: 'battery.charge',
    unit: '%',
    direction: 'FALLING',
    degraded: { thresholdValue: 50, hysteresis: 10 },
    failed: { thresholdValue: 5 },
  },
];

let nut: NutRig;
let openStack: OpenStackRig;
let vnfm: SimulatedVnfm;
let site: SiteUnderTest;

beforeAll(async () => {
  openStack = await startOpenStackRig();
  nut = await startNutRig();
  vnfm = await startSimulatedVnfm(createNfvi([]));
}, TEST_TIME);
afterAll(async () => {
  await site.stop();
  await vnfm.close();
  await nut.stop();
  await openStack.deleteServers();
  await openStack.stop();
}, TEST_TIME);

/** Heal as a VNFM does it: the server of the VNFC is deleted, and another one made. */
async function heal(operation: SimulatedOperation): Promise<void> {
  vnfm.move(operation, 'PROCESSING');
  for (const vnfc of vnfm.vnfs.flatMap(({ vnfcs }) => vnfcs)) {
    await openStack.send('compute', 'DELETE', `/servers/${vnfc.computeId}`);
    const changed = { ...vnfc, id: `${vnfc.id}-anew` };
    const metadata = { vnf_instance_id: 'vnf-1', vnfc_instance_id: changed.id, vnfm_id: 'vnfm-1' };
    changed.computeId = await openStack.boot('healed', 'compute3', metadata);
    for (const [changeType, { id, vduId, computeId }] of [
      ['REMOVED', vnfc],
      ['ADDED', changed],
    ] as const)
      operation.affectedVnfcs.push({ id, vduId, changeType, computeResource: { resourceId: computeId } });
    Object.assign(vnfc, changed);
  }
  vnfm.move(operation, 'COMPLETED');
}

async function hostOf(computeId: string): Promise<unknown> {
  return (await openStack.readServer(computeId))['OS-EXT-SRV-ATTR:host'];
}

async function services(): Promise<Record<string, { status: string; disabled_reason: string | null }>> {
  const { content } = await openStack.send('compute', 'GET', '/os-services?binary=nova-compute');
  const all = (content as { services: { host: string; status: string; disabled_reason: string | null }[] }).services;
  return Object.fromEntries(
    all.map(({ host: name, status, disabled_reason }) => [name, { status, disabled_reason }] as const),
  );
}

it(
  'saves what runs on a server whose real UPS drains, through a real Nova and a manager that can only heal, and restores it',
  async () => {
    const managed = { vnf_instance_id: 'vnf-1', vnfc_instance_id: 'vnfc-1', vnfm_id: 'vnfm-1' };
    const healed = await openStack.boot('managed', 'compute1', managed);
    const unmanaged = await openStack.boot('unmanaged', 'compute1');
    vnfm.vnfs.push({ id: 'vnf-1', instantiated: true, vnfcs: [{ id: 'vnfc-1', vduId: 'VDU', computeId: healed }] });
    site = await startSite({
      hosts: [host('server-1', 'room-1'), host('server-2', 'room-1'), host('server-3', 'room-2')],
      computes: [],
      vnfm: null,
      thresholds: THRESHOLDS,
      policies: [{ ...QUICK_POLICY, replyTime: 60, restoreHoldTime: 4 }],
      configuration: {
        environmentSources: [
          {
            id: 'nut',
            type: 'nut',
            host: nut.host,
            port: nut.port,
            pollInterval: 0.5,
            upses: [{ name: 'ups1', computeHostIds: ['server-1'] }],
          },
        ],
        vims: [
          {
            id: 'cloud',
            type: 'openstack',
            authUrl: openStack.authUrl,
            authentication: {
              type: 'password',
              username: openStack.username,
              password: openStack.password,
              projectName: 'admin',
            },
            region: 'RegionOne',
            computeHosts: COMPUTE_HOSTS,
            pollInterval: 1,
            defaultVnfmId: 'nobody',
          },
        ],
        vnfManagers: [
          { vnfmId: 'vnfm-1', type: 'sol003', apiRoot: vnfm.apiRoot, pollInterval: 1 },
          { vnfmId: 'nobody', type: 'direct', vimId: 'cloud' },
        ],
      },
    });
    await eventually(async () => {
      expect((await site.host('server-1')).environmentLevel).toBe('NORMAL');
      expect(await site.compute(healed)).toMatchObject({ hostId: 'server-1', vnfInstanceId: 'vnf-1' });
      expect(await site.compute(unmanaged)).toMatchObject({ hostId: 'server-1', vnfmId: 'nobody' });
    }, PATIENCE_SECONDS);

    await nut.mains('off');
    const draining = nut.drain({ from: 95, to: 85, step: 1, seconds: 2 });
    const operation = await eventually(() => {
      const [first] = vnfm.heals();
      if (first === undefined) throw new Error('no heal was asked for yet');
      return first;
    }, PATIENCE_SECONDS);
    const [evacuation] = await site.evacuations('server-1');
    const mark = `nfvi-te-gateway: host evacuation ${evacuation?.id ?? ''}`;
    expect((await services())['compute1']).toEqual({ status: 'disabled', disabled_reason: mark });
    expect(operation.operationParams).toMatchObject({ vnfcInstanceId: ['VDU-vnfc-1'] });
    await heal(operation);
    await eventually(async () => {
      const [last] = await site.evacuations('server-1');
      expect(last).toMatchObject({ hostEvacuationState: 'POWERED_OFF' });
    }, PATIENCE_SECONDS);
    await draining;

    expect(site.bmc.powerState('server-1')).toBe('Off');
    const [again = healed] = vnfm.vnfs.flatMap(({ vnfcs }) => vnfcs.map(({ computeId }) => computeId));
    expect(again).not.toBe(healed);
    expect([await hostOf(again), await hostOf(unmanaged)]).not.toContain('compute1');
    expect(await site.compute(again)).toMatchObject({ hostId: 'server-3', vnfInstanceId: 'vnf-1', vnfmId: 'vnfm-1' });
    expect((await site.compute(unmanaged)).hostId).not.toBe('server-1');
    expect((await site.send('GET', `/vrinfo/v1/virtual_computes/${healed}`)).status).toBe(404);
    expect(await site.requests()).toMatchObject([
      { migrationRequestState: 'COMPLETED' },
      { migrationRequestState: 'COMPLETED' },
    ]);
    expect(vnfm.heals()).toHaveLength(1);

    await nut.mains('on');
    const [restored] = await eventually(async () => {
      const evacuations = await site.evacuations('server-1');
      expect(evacuations).toMatchObject([{ hostEvacuationState: 'COMPLETED' }]);
      return evacuations;
    }, PATIENCE_SECONDS);
    expect(restored === undefined ? [] : stepsOf(restored)).toEqual(
      expect.arrayContaining(['WITHDRAWN', 'EMPTY', 'POWERED_OFF', 'POWERED_ON', 'RESTORED']),
    );
    const enabled = { status: 'enabled', disabled_reason: null };
    expect(await services()).toEqual({ compute1: enabled, compute2: enabled, compute3: enabled });
    expect(site.bmc.resets.map(({ systemId, resetType }) => [systemId, resetType])).toEqual([
      ['server-1', 'GracefulShutdown'],
      ['server-1', 'On'],
    ]);
  },
  TEST_TIME,
);
