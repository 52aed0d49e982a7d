import { ironicAdapter } from '../../src/southbound/power/ironic.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { eventually as patiently, startSite, type SiteUnderTest } from '../behaviour/site-under-test.ts';
import { createRecordingLog, eventually } from '../southbound/recording-ports.ts';
import { startIronicRig, type IronicRig } from './ironic-rig.ts';

let rig: IronicRig;
let controller: PowerController;
let site: SiteUnderTest | undefined;

const configuration = () => ({
  id: 'metal',
  type: 'ironic' as const,
  endpoint: rig.url,
  interface: 'public' as const,
  timeout: 20,
  softPowerOffTimeout: 60,
  nodes: { 'server-1': 'node-1', 'server-2': 'node-2' },
});
const OURS = 'nfvi-te-gateway metal: server-1 is powered off because of its technical environment';
const expectPowerState = (powerState: string): Promise<void> =>
  eventually(async () => {
    expect(await controller.readPowerState('server-1')).toBe(powerState);
  }, 30_000);

beforeAll(async () => {
  rig = await startIronicRig();
  await rig.createNode('node-1');
  await rig.createNode('node-2');
  controller = ironicAdapter.create(configuration(), createRecordingLog().log);
}, 200_000);
afterAll(() => rig.stop(), 60_000);
afterEach(async () => {
  await site?.stop();
  site = undefined;
});

describe('a node of the real Ironic', () => {
  it.each(['GRACEFUL', 'FORCED'] as const)('is powered off in our maintenance and on again (%s)', async (mode) => {
    await controller.powerOff('server-1', mode);
    await expectPowerState('OFF');
    expect(await rig.node('node-1')).toMatchObject({ maintenance: true, maintenance_reason: OURS });
    await controller.powerOn('server-1');
    await expectPowerState('ON');
    await eventually(() => controller.release?.('server-1'), 20_000);
    expect(await rig.node('node-1')).toMatchObject({ maintenance: false, maintenance_reason: null });
  });

  it('stays in the maintenance of an operator', async () => {
    expect(await rig.change('PUT', '/node-1/maintenance', { reason: 'disk' })).toBe(202);
    await controller.powerOff('server-1', 'FORCED');
    await expectPowerState('OFF');
    await controller.powerOn('server-1');
    await expectPowerState('ON');
    await controller.release?.('server-1');
    expect(await rig.node('node-1')).toMatchObject({ maintenance: true, maintenance_reason: 'disk' });
    expect(await rig.change('DELETE', '/node-1/maintenance')).toBe(202);
  });

  it('that does not exist is named', async () => {
    const other = ironicAdapter.create({ ...configuration(), nodes: { 'server-1': 'lost' } }, createRecordingLog().log);
    await expect(other.readPowerState('server-1')).rejects.toMatchObject({
      kind: 'SouthboundUnavailable',
      message: `node lost of ${rig.url} (server-1) was answered with 404: Node lost could not be found.`,
    });
  });
});

describe('the whole gateway with Ironic', () => {
  it('empties the server, powers its node off in maintenance, and brings both back', async () => {
    const running = (site = await startSite({ configuration: { powerControllers: [configuration()] } }));
    const reaches = (state: 'POWERED_OFF' | 'COMPLETED') => patiently(() => running.reaches('server-1', state), 60);
    await site.charge('server-1', 40);
    await reaches('POWERED_OFF');
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-3' });
    expect(await rig.node('node-1')).toMatchObject({ power_state: 'power off', maintenance_reason: OURS });
    expect(await rig.node('node-2')).toMatchObject({ power_state: 'power on', maintenance: false });
    await site.charge('server-1', 90);
    await reaches('COMPLETED');
    expect(await rig.node('node-1')).toMatchObject({ power_state: 'power on', maintenance: false });
    expect(await site.host('server-1')).toMatchObject({ schedulingState: 'ENABLED', powerState: 'ON' });
  }, 180_000);
});
