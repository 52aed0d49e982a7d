import type { components } from '../../generated/config.ts';
import { nutPowerAdapter } from '../../src/southbound/power/nut.ts';
import type { PowerController } from '../../src/southbound/power/power-controller.ts';
import { createRecordingLog, eventually } from '../southbound/recording-ports.ts';
import { startNutRig, type NutRig } from './nut-rig.ts';

type NutOutlet = components['schemas']['NutOutlet'];

/**
 * At a real upsd. Its driver dummy-ups has outlets to read but none to switch, and a `load.off` that it offers and then does not
 * know: what it is to switch one is in test/southbound/nut-power.test.ts.
 */
describe('the outlets at Network UPS Tools', () => {
  let rig: NutRig;
  beforeAll(async () => {
    rig = await startNutRig();
  }, 60_000);
  afterAll(() => rig.stop(), 60_000);

  const controllerOf = (outlet: NutOutlet, password = 'adminpw'): PowerController =>
    nutPowerAdapter.create(
      {
        id: 'pdu',
        type: 'nut',
        host: rig.host,
        port: rig.port,
        tls: 'never',
        username: 'admin',
        password,
        timeout: 10,
        outlets: { 'server-1': [outlet] },
      },
      createRecordingLog().log,
    );
  const first = { ups: 'ups1', outlet: 1 };
  const whole = { ups: 'ups1', wholeLoad: true as const };
  const powerOff = (controller: PowerController) => controller.powerOff('server-1', 'FORCED');

  it('are on and off as the driver says', async () => {
    const controller = controllerOf(first);
    expect(await controller.readPowerState('server-1')).toBe('ON');
    await rig.set('outlet.1.status', 'off');
    expect(await controller.readPowerState('server-1')).toBe('OFF');
    await powerOff(controller);
    await rig.set('outlet.1.status', 'on');
    expect(await controller.readPowerState('server-1')).toBe('ON');
  });

  it('are not switched where the driver calls them not switchable, or has no command', async () => {
    await expect(powerOff(controllerOf({ ups: 'ups1', outlet: 2 }))).rejects.toMatchObject({
      kind: 'SouthboundRefused',
      message: 'outlet 2 of ups1 is not switchable, says upsd',
    });
    await expect(powerOff(controllerOf(first))).rejects.toMatchObject({
      kind: 'SouthboundRefused',
      message: 'outlet 1 of ups1 was not switched off: ERR CMD-NOT-SUPPORTED',
    });
  });

  it('are not believed to be switched because upsd took the command: the driver did not know it', async () => {
    const controller = controllerOf(whole);
    await expect(powerOff(controller)).rejects.toMatchObject({
      kind: 'SouthboundRefused',
      message: 'the load of ups1 was not switched off: ERR UNKNOWN',
    });
    expect(await controller.readPowerState('server-1')).toBe('ON');
  });

  it('are not switched for a user who may not', async () => {
    await expect(powerOff(controllerOf(whole, 'wrong'))).rejects.toMatchObject({
      kind: 'SouthboundRefused',
      message: 'the load of ups1 was not switched off: ERR ACCESS-DENIED',
    });
  });

  it('have no known state while the driver hangs', async () => {
    await rig.freezeDriver();
    try {
      await eventually(async () => {
        await expect(controllerOf(first).readPowerState('server-1')).rejects.toMatchObject({
          kind: 'SouthboundUnavailable',
          message: 'upsd does not tell the state of outlet 1 of ups1: DATA-STALE',
        });
      }, 30_000);
    } finally {
      await rig.thawDriver();
    }
  });
});
