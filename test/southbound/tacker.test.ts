import { simulateTacker, type SimulatedTacker } from '../simulators/tacker.ts';
import { createSite, inSeconds, onServer, type Runner, type VnfManagerSite } from './vnf-manager-harness.ts';

let site: VnfManagerSite;
let tacker: SimulatedTacker;

/** A Tacker that registered every server of the VNF. */
beforeEach(async () => {
  site = await createSite();
  tacker = simulateTacker(site.vnfm);
  for (const vnf of site.vnfm.vnfs) {
    for (const vnfc of vnf.vnfcs) {
      vnfc.alarmId = `alarm-of-${vnfc.computeId}`;
      const faultAction = tacker.faultAction(vnf.id, vnfc.computeId);
      site.serverAlarms.set(vnfc.computeId, [{ alarmId: vnfc.alarmId, faultAction, faultIds: [tacker.faultId] }]);
    }
  }
});
afterEach(() => site.close());

const run = (config: object = {}): Runner => site.run({ type: 'tacker', faultType: '10', healWaitTime: 60, ...config });

describe('a Tacker', () => {
  it('is notified of each server that has to be left, heals by itself, and the second server is found', async () => {
    const runner = run();
    expect((await runner.look()).answer?.migrationRequestState).toBe('ACCEPTED');
    expect(tacker.notifications).toEqual([]);
    await runner.untilTrue(() => tacker.notifications.length === 2);
    expect(tacker.notifications).toEqual(
      ['vc-1', 'vc-2'].map((serverId) => ({
        serverId,
        notification: {
          host_id: 'server-1',
          alarm_id: `alarm-of-${serverId}`,
          fault_id: '1234',
          fault_type: '10',
          fault_option: {},
        },
      })),
    );
    await runner.look();
    const [heal] = tacker.endGathering();
    if (heal === undefined) throw new Error('no heal was begun');
    expect(heal.operationParams.vnfcInstanceId).toEqual(['VDU1-r-1', 'VDU2-r-2']);
    site.vnfm.move(heal, 'PROCESSING');
    await runner.until('PROCESSING');
    site.vnfm.complete(heal, onServer('server-3'));
    await runner.until('COMPLETED');
    expect(runner.answers.at(-1)).toEqual({
      migrationRequestState: 'COMPLETED',
      targetComputeHostId: 'server-3',
      targetVirtualComputeIds: ['vc-1-anew', 'vc-2-anew'],
    });
    expect(site.vnfm.orders().filter((path) => path.includes('heal'))).toEqual([]);
  });

  it('is told the kind of fault that is configured', async () => {
    const runner = run({ faultType: '11' });
    await runner.untilTrue(() => tacker.notifications.length > 0);
    expect(tacker.notifications[0]?.notification['fault_type']).toBe('11');
  });

  it('is notified only when its VNF is free, as it drops a heal that it cannot begin', async () => {
    const scale = site.vnfm.begin('vnf-1', 'SCALE');
    const runner = run();
    for (let look = 0; look < 4; look += 1) await runner.look();
    expect(tacker.notifications).toEqual([]);
    site.vnfm.move(scale, 'COMPLETED');
    await runner.untilTrue(() => tacker.notifications.length === 2);
  });

  it('is not notified again when its heal began before the notification was kept', async () => {
    const runner = run();
    await runner.look();
    await runner.lookAndDie();
    const [heal] = tacker.endGathering();
    if (heal === undefined) throw new Error('no heal was begun');
    await runner.look();
    await runner.look();
    expect(tacker.notifications).toHaveLength(1);
    expect(site.vnfm.heals()).toEqual([heal]);
  });

  it('does not keep anybody waiting who heals nothing', async () => {
    const runner = run({ healWaitTime: 0.1 });
    await runner.until('FAILED');
    expect(runner.error()?.detail).toBe(
      'VNF manager vnfm-1 took the notification, but began no heal of VNF vnf-1 within 0.1 s; is isAutohealEnabled true?',
    );
  });

  it('is not notified after the deadline', async () => {
    const runner = run();
    await runner.look();
    runner.request = { ...runner.request, migrationDeadline: inSeconds(-1) };
    await runner.until('FAILED');
    expect(tacker.notifications).toEqual([]);
  });

  it('has to have registered the server, under the alarm that it shows', async () => {
    site.serverAlarms.delete('vc-1');
    const runner = run();
    await runner.until('FAILED');
    expect(runner.error()?.detail).toBe('VNF manager vnfm-1 has not registered server vc-1 at its Server Notifier');
    const faultAction = tacker.faultAction('vnf-1', 'vc-1');
    site.serverAlarms.set('vc-1', [{ alarmId: 'another', faultAction, faultIds: ['1234'] }]);
    const other = run();
    await other.until('FAILED');
    expect(other.error()?.detail).toMatch(/has not registered server vc-1/);
    expect(tacker.notifications).toEqual([]);
  });

  it('is never sent anything that a registration wants to be sent elsewhere', async () => {
    const faultAction = 'http://127.0.0.1:9/server_notification/notify';
    site.serverAlarms.set('vc-1', [{ alarmId: 'alarm-of-vc-1', faultAction, faultIds: ['1234'] }]);
    const runner = run();
    await runner.until('FAILED');
    expect(runner.error()?.detail).toMatch(/has not registered server vc-1/);
  });

  it('may refuse the notification, and the migration fails', async () => {
    tacker.faultId = '9999';
    const runner = run();
    await runner.until('FAILED');
    expect(runner.error()).toMatchObject({
      status: 400,
      detail: 'VNF manager vnfm-1 did not take the notification of vc-1: it answered 400',
    });
  });

  it('is asked again later when it cannot be notified now', async () => {
    const runner = run();
    await runner.look();
    site.vnfm.disturb(/notify$/, { status: 503 });
    await expect(runner.look()).rejects.toMatchObject({ kind: 'SouthboundUnavailable' });
    await runner.untilTrue(() => tacker.notifications.length === 2);
  });
});
