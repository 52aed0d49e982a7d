import { compute, eventually, host, pause, startSite, stepsOf, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
afterEach(() => site.stop());
/** What a technician does. */
const reset = (id: string, ResetType: string) =>
  fetch(`${site.bmc.url}/redfish/v1/Systems/${id}/Actions/ComputerSystem.Reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ResetType }),
  });
const resets = () => site.bmc.resets.map(({ resetType }) => resetType);

describe('the power-off', () => {
  it('is forced when the orderly one does not work', async () => {
    site = await startSite();
    site.bmc.setFault('server-1', 'ignoresGraceful');
    await site.charge('server-1', 40);
    const off = await site.reaches('server-1', 'POWERED_OFF');
    expect(stepsOf(off)).toContain('POWER_OFF_FORCED');
    expect(resets()).toEqual(expect.arrayContaining(['GracefulShutdown', 'ForceOff']));
  });

  it('is forced at once where the hardware knows no orderly one', async () => {
    site = await startSite();
    site.bmc.setFault('server-1', 'noGraceful');
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    expect(site.bmc.resets.filter(({ status }) => status === 204).map(({ resetType }) => resetType)).toEqual([
      'ForceOff',
    ]);
  });

  it('is not believed because it was accepted: a lying BMC is alarmed', async () => {
    site = await startSite();
    site.bmc.setFault('server-1', 'lying');
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.alarms('POWER_CONTROL_FAILURE')).toMatchObject([
        { managedObjectId: 'server-1', perceivedSeverity: 'CRITICAL' },
      ]);
    });
    expect((await site.evacuations())[0]).toMatchObject({
      hostEvacuationState: 'POWERING_OFF',
      refusals: [{ reason: 'POWER_STATE_UNCONFIRMED' }],
    });
    expect([resets()[0], resets().at(-1)]).toEqual(['GracefulShutdown', 'ForceOff']);
    site.bmc.setFault('server-1', undefined);
    const off = await site.reaches('server-1', 'POWERED_OFF');
    expect(stepsOf(off)).toContain('POWER_OFF_FORCED');
    expect(await site.alarms('POWER_CONTROL_FAILURE')).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
  });

  it('waits for a BMC that cannot be reached', async () => {
    site = await startSite();
    await pause(100);
    site.bmc.setFault('server-1', 'unreachable');
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await site.evacuations())[0]?.refusals).toMatchObject([{ reason: 'POWER_CONTROL_UNREACHABLE' }]);
    });
    site.bmc.setFault('server-1', undefined);
    await site.reaches('server-1', 'POWERED_OFF');
  });

  it.each([
    ['the policy forbids it', { policy: { powerOffPolicy: 'NEVER' } }],
    ['no power controller is configured', { configuration: { powerControllers: [] } }],
    ['the gateway itself runs on the server', { configuration: { gatewayComputeHostId: 'server-1' } }],
  ])('does not happen when %s', async (_why, options) => {
    site = await startSite(options);
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'EVACUATED');
    expect(site.bmc.resets).toEqual([]);
    expect(site.bmc.powerState('server-1')).toBe('On');
  });

  it('keeps within the limit of servers powered off at once', async () => {
    site = await startSite({ configuration: { limits: { maximumPoweredOffHosts: 1 } } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-3', 40);
    await eventually(async () => {
      expect((await site.evacuations('server-3'))[0]?.refusals).toMatchObject([{ reason: 'POWERED_OFF_LIMIT' }]);
    });
    expect(site.bmc.powerState('server-3')).toBe('On');
  });

  it('waits for the last safe moment, gives the grace, and says what it deactivated', async () => {
    site = await startSite({
      vnfm: { behaviour: 'silent' },
      policy: { powerOffPolicy: 'LAST_SAFE_MOMENT', defaultFailureTime: 3 },
    });
    await site.charge('server-1', 40);
    const off = await site.reaches('server-1', 'POWERED_OFF');
    const steps = stepsOf(off);
    expect(steps.indexOf('CLEAN_UP_STARTED')).toBeGreaterThan(0);
    expect(steps.indexOf('DEACTIVATED')).toBeGreaterThan(steps.indexOf('CLEAN_UP_STARTED'));
    expect(steps.indexOf('POWER_OFF_STARTED')).toBeGreaterThan(steps.indexOf('DEACTIVATED'));
    const started = off.timeline.find(({ step }) => step === 'CLEAN_UP_STARTED')?.timeStamp ?? '';
    expect(started >= (off.evacuationDeadline ?? '~')).toBe(true);
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-1', operationalState: 'DISABLED' });
    expect(await site.alarms('FUNCTIONS_DEACTIVATED')).toMatchObject([
      { managedObjectId: 'server-1', perceivedSeverity: 'CRITICAL' },
    ]);
  });

  it('does not happen to a server with functions on it where the policy is WHEN_EMPTY, however late', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, policy: { defaultFailureTime: 1 } });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.alarms('FUNCTIONS_AT_RISK')).toMatchObject([{ managedObjectId: 'server-1' }]);
    });
    await pause(700);
    expect(site.bmc.resets).toEqual([]);
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-1', operationalState: 'ENABLED' });
  });

  it('done by somebody else is not ours to undo, and the server hosts again only once it is on', async () => {
    site = await startSite();
    await reset('server-2', 'ForceOff');
    await pause(200);
    await site.charge('server-2', 40);
    await site.reaches('server-2', 'EVACUATED');
    await site.charge('server-2', 90);
    await eventually(async () => {
      expect((await site.evacuations('server-2'))[0]).toMatchObject({
        hostEvacuationState: 'RESTORING',
        refusals: [{ reason: 'POWER_STATE_UNCONFIRMED' }],
      });
    });
    expect(await site.host('server-2')).toMatchObject({ schedulingState: 'WITHDRAWN', powerState: 'OFF' });
    expect(resets()).toEqual(['ForceOff']);
    await reset('server-2', 'On');
    await site.reaches('server-2', 'COMPLETED');
    expect(await site.host('server-2')).toMatchObject({ schedulingState: 'ENABLED', powerState: 'ON' });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect((await site.requests('vnf-vc-1'))[0]?.placement.candidateComputeHostIds).toContain('server-2');
    });
  });
});

describe('the restoration', () => {
  it('happens once although the mains flickers', async () => {
    site = await startSite({ policy: { restoreHoldTime: 0.8 } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    for (let flicker = 0; flicker < 3; flicker++) {
      await site.charge('server-1', 90);
      await pause(300);
      await site.charge('server-1', 40);
      await pause(100);
    }
    expect(site.bmc.powerState('server-1')).toBe('Off');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(resets()).toEqual(['GracefulShutdown', 'On']);
    expect(await site.evacuations()).toHaveLength(1);
  });

  it('waits until every parameter is NORMAL', async () => {
    const temperature = {
      id: 'temperature',
      parameterType: 'COOLING',
      parameterName: 'temperature',
      unit: 'Cel',
      direction: 'RISING',
      degraded: { thresholdValue: 35 },
      failed: { thresholdValue: 45 },
    };
    site = await startSite();
    await site.send('POST', '/envnotif/v1/environment_thresholds', temperature);
    const degrees = (value: number) =>
      site.report({
        computeHostId: 'server-1',
        parameterType: 'COOLING',
        parameterName: 'temperature',
        dataType: 'VALUE',
        value,
        unit: 'Cel',
      });
    await degrees(38);
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-1', 90);
    await pause(900);
    expect((await site.evacuations())[0]).toMatchObject({
      hostEvacuationState: 'POWERED_OFF',
      refusals: [{ reason: 'ENVIRONMENT_NOT_NORMAL' }],
    });
    await degrees(25);
    await site.reaches('server-1', 'COMPLETED');
  });

  it('cancels what was asked when the environment is sound again before the server was left', async () => {
    site = await startSite({ vnfm: { migrationMs: 60_000 } });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.requests()).toMatchObject([{ migrationRequestState: 'PROCESSING' }]);
    });
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(await site.requests()).toMatchObject([{ migrationRequestState: 'CANCELLED' }]);
    expect(await site.compute('vc-1')).toMatchObject({ hostId: 'server-1', operationalState: 'ENABLED' });
    expect(site.bmc.resets).toEqual([]);
  });

  it('does not undo the withdrawal of an operator', async () => {
    site = await startSite();
    await site.send('POST', '/vrinfo/v1/compute_hosts/server-1/withdraw', { reason: 'disk to be changed' });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(await site.host('server-1')).toMatchObject({
      powerState: 'ON',
      schedulingState: 'WITHDRAWN',
      withdrawals: [{ withdrawnBy: 'OPERATOR', reason: 'disk to be changed' }],
    });
  });

  it('waits for an operator where the policy asks for a manual release', async () => {
    site = await startSite({ policies: [{ match: { parameterTypes: ['POWER'] }, manualRelease: true }] });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-1', 90);
    await eventually(async () => {
      expect((await site.evacuations())[0]?.refusals).toMatchObject([{ reason: 'MANUAL_RELEASE_REQUIRED' }]);
    });
    await site.send('POST', '/vrinfo/v1/compute_hosts/server-1/restore');
    await site.reaches('server-1', 'COMPLETED');
  });

  it('comes in waves, the most important server first', async () => {
    site = await startSite({
      hosts: [
        host('low', 'room-1', { priority: 10 }),
        host('high', 'room-1', { priority: 90 }),
        host('middle', 'room-1', { priority: 50 }),
        host('other', 'room-2'),
      ],
      computes: [compute('vc-1', 'low')],
      configuration: { restoration: { waveSize: 1, waveInterval: 0.5 } },
    });
    for (const id of ['low', 'high', 'middle']) await site.charge(id, 40);
    for (const id of ['low', 'high', 'middle']) await site.reaches(id, 'POWERED_OFF');
    // In one notification: each is sound at the same moment, and only its turn is waited for.
    const charged = {
      parameterType: 'POWER',
      parameterName: 'battery.charge',
      dataType: 'VALUE',
      value: 90,
      unit: '%',
    };
    await site.report(...['low', 'middle', 'high'].map((computeHostId) => ({ computeHostId, ...charged })));
    for (const id of ['low', 'high', 'middle']) await site.reaches(id, 'COMPLETED');
    expect(site.bmc.resets.filter(({ resetType }) => resetType === 'On').map(({ systemId }) => systemId)).toEqual([
      'high',
      'middle',
      'low',
    ]);
  });

  it('is not believed because the order was accepted: a lying BMC is alarmed, and the server hosts nothing', async () => {
    site = await startSite();
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    site.bmc.setFault('server-1', 'lying');
    await site.charge('server-1', 90);
    await eventually(async () => {
      expect(await site.alarms('POWER_CONTROL_FAILURE')).toMatchObject([{ perceivedSeverity: 'CRITICAL' }]);
    });
    expect(resets()).toEqual(expect.arrayContaining(['On']));
    expect(await site.host('server-1')).toMatchObject({ schedulingState: 'WITHDRAWN' });
    site.bmc.setFault('server-1', undefined);
    await site.reaches('server-1', 'COMPLETED');
    expect(await site.alarms('POWER_CONTROL_FAILURE')).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
  });

  it('is taken back when the environment fails again meanwhile', async () => {
    site = await startSite({ policy: { restoreHoldTime: 0 } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-1', 90);
    await eventually(() => {
      expect(resets()).toContain('On');
    });
    await site.charge('server-1', 40);
    await eventually(() => {
      expect(resets()).toEqual(['GracefulShutdown', 'On', 'GracefulShutdown']);
    });
    await site.reaches('server-1', 'POWERED_OFF');
    expect(await site.host('server-1')).toMatchObject({ schedulingState: 'WITHDRAWN', powerState: 'OFF' });
  });
});
