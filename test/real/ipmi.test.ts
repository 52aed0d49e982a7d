import type { components } from '../../generated/config.ts';
import { ipmiAdapter } from '../../src/southbound/power/ipmi.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { eventually as patiently, startSite, stepsOf, type SiteUnderTest } from '../behaviour/site-under-test.ts';
import { createRecordingLog, eventually } from '../southbound/recording-ports.ts';
import { startIpmiRig, type IpmiRig } from './ipmi-rig.ts';

type IpmiPowerController = components['schemas']['IpmiPowerController'];

let rig: IpmiRig;
let controller: PowerController;
let site: SiteUnderTest | undefined;

const configuration = (): IpmiPowerController => ({
  id: 'rack-1',
  type: 'ipmi',
  program: 'ipmitool',
  username: rig.username,
  password: rig.password,
  // The simulated BMC knows no better one.
  cipherSuite: '3',
  privilegeLevel: 'OPERATOR',
  timeout: 5,
  maximumProcesses: 2,
  bmcs: { 'server-1': { host: rig.host, port: rig.port } },
});
const createController = (config: Partial<IpmiPowerController> = {}): PowerController =>
  ipmiAdapter.create({ ...configuration(), ...config }, createRecordingLog().log);
const expectPowerState = (powerState: string): Promise<void> =>
  eventually(async () => {
    expect(await controller.readPowerState('server-1')).toBe(powerState);
  }, 20_000);

beforeEach(async () => {
  rig = await startIpmiRig();
  controller = createController();
  await expectPowerState('ON');
});
afterEach(async () => {
  await site?.stop();
  site = undefined;
  await rig.stop();
});

describe('ipmitool at a BMC of OpenIPMI', () => {
  it('shuts a server down in good order, and switches it on again', async () => {
    await controller.powerOff('server-1', 'GRACEFUL');
    await expectPowerState('OFF');
    await controller.powerOn('server-1');
    await expectPowerState('ON');
    expect(await rig.orders()).toEqual(['shutdown 1', 'power 1']);
  });

  it('cuts the power', async () => {
    await controller.powerOff('server-1', 'FORCED');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
    expect(await rig.orders()).toEqual(['power 0']);
  });

  it('reads what the server does when its feed comes back, and takes the refusal to change it for one', async () => {
    expect(await controller.readPowerRestorePolicy?.('server-1')).toBe('AlwaysOff');
    await expect(controller.setPowerRestorePolicy?.('server-1', 'LastState')).rejects.toMatchObject({
      kind: 'SouthboundRefused',
      message: expect.stringContaining('Power Restore Policy command failed: Invalid command') as string,
    });
  });

  it('gets no session with a wrong password or a better cipher suite, and says so', async () => {
    for (const config of [{ password: 'wrong' }, { cipherSuite: '17' as const }]) {
      await expect(createController(config).readPowerState('server-1')).rejects.toMatchObject({
        kind: 'SouthboundUnavailable',
        message: expect.stringContaining('Unable to establish IPMI v2 / RMCP+ session') as string,
      });
    }
  });

  it('gives up a BMC that is gone in time', async () => {
    await rig.stop();
    await expect(createController({ timeout: 1 }).readPowerState('server-1')).rejects.toMatchObject({
      kind: 'SouthboundUnavailable',
    });
  });
});

describe('the whole gateway with IPMI', () => {
  it('empties the server, cuts its power when the orderly shutdown does not end, and brings it back', async () => {
    const running = (site = await startSite({ configuration: { powerControllers: [configuration()] } }));
    const reaches = (state: 'POWERED_OFF' | 'COMPLETED') => patiently(() => running.reaches('server-1', state), 40);
    await rig.setStuck(true);
    await site.charge('server-1', 40);
    const off = await reaches('POWERED_OFF');
    expect(stepsOf(off)).toContain('POWER_OFF_FORCED');
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-3' });
    const orders = await rig.orders();
    expect([orders.at(0), orders.at(-1)]).toEqual(['shutdown 1', 'power 0']);
    await site.charge('server-1', 90);
    await reaches('COMPLETED');
    expect(await site.host('server-1')).toMatchObject({ schedulingState: 'ENABLED', powerState: 'ON' });
    expect((await rig.orders()).at(-1)).toBe('power 1');
  }, 120_000);
});
