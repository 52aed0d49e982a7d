import type { PowerRestorePolicy } from '../../conformance/peers/bmc.ts';
import { eventually, startSite, stepsOf, type HostEvacuation, type SiteUnderTest } from './site-under-test.ts';

let site: SiteUnderTest;
afterEach(() => site.stop());

const policy = () => site.bmc.powerRestorePolicy('server-1');
/** What an operator does. */
const setPolicy = async (PowerRestorePolicy: PowerRestorePolicy) => {
  const { status } = await fetch(`${site.bmc.url}/redfish/v1/Systems/server-1`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ PowerRestorePolicy }),
  });
  expect(status).toBe(200);
};
const changeOf = ({ changes }: HostEvacuation) => changes.filter(({ attribute }) => attribute === 'powerRestorePolicy');
const policyAlarms = () => site.alarms('POWER_RESTORE_POLICY_FAILURE');

describe('what the server does when its feed returns', () => {
  it('is to stay off while the gateway has it off, and what it was afterwards', async () => {
    site = await startSite();
    await site.charge('server-1', 40);
    const off = await site.reaches('server-1', 'POWERED_OFF');
    expect(policy()).toBe('AlwaysOff');
    expect(changeOf(off)).toMatchObject([{ oldValue: 'LastState', newValue: 'AlwaysOff' }]);
    expect(changeOf(off)[0]).not.toHaveProperty('undoneTime');
    await site.charge('server-1', 90);
    const restored = await site.reaches('server-1', 'COMPLETED');
    expect(policy()).toBe('LastState');
    expect(changeOf(restored)[0]).toHaveProperty('undoneTime');
    expect(await policyAlarms()).toEqual([]);
  });

  it('is no business of the gateway where it is to stay off anyway', async () => {
    site = await startSite();
    await setPolicy('AlwaysOff');
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await site.charge('server-1', 90);
    expect(changeOf(await site.reaches('server-1', 'COMPLETED'))).toEqual([]);
    expect(policy()).toBe('AlwaysOff');
  });

  it('stays as somebody else set it meanwhile', async () => {
    site = await startSite();
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    await setPolicy('AlwaysOn');
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(policy()).toBe('AlwaysOn');
    expect(await policyAlarms()).toEqual([]);
  });

  it('does not keep the server on where the BMC refuses to change it, but is alarmed', async () => {
    site = await startSite();
    site.bmc.setFault('server-1', 'fixedPolicy');
    await site.charge('server-1', 40);
    const off = await site.reaches('server-1', 'POWERED_OFF');
    expect(stepsOf(off)).not.toContain('POWER_OFF_FORCED');
    expect(await policyAlarms()).toMatchObject([
      {
        managedObjectId: 'server-1',
        perceivedSeverity: 'WARNING',
        faultDetails: [expect.stringContaining('server-1 may come on by itself when its feed returns') as string],
      },
    ]);
    await site.charge('server-1', 90);
    await site.reaches('server-1', 'COMPLETED');
    expect(policy()).toBe('LastState');
    expect(await policyAlarms()).toMatchObject([{ perceivedSeverity: 'CLEARED' }]);
  });

  it('does not keep the server from hosting where it cannot be put back, but is alarmed and stays in the ledger', async () => {
    site = await startSite();
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    site.bmc.setFault('server-1', 'fixedPolicy');
    await site.charge('server-1', 90);
    const restored = await site.reaches('server-1', 'COMPLETED');
    expect(changeOf(restored)[0]).not.toHaveProperty('undoneTime');
    expect((await site.host('server-1')).schedulingState).toBe('ENABLED');
    expect(await policyAlarms()).toMatchObject([
      {
        perceivedSeverity: 'WARNING',
        faultDetails: [
          expect.stringContaining('policy of server-1 stays AlwaysOff, it was LastState: system') as string,
        ],
      },
    ]);
  });

  it('stays alarmed where it could not be put back before the environment failed again', async () => {
    site = await startSite({ vnfm: { behaviour: 'silent' }, computes: [], policy: { powerConfirmTime: 60 } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    site.bmc.setFault('server-1', 'fixedPolicy');
    await site.charge('server-1', 90);
    await eventually(async () => {
      expect((await site.evacuations())[0]?.refusals).toMatchObject([{ reason: 'POWER_CONTROL_UNREACHABLE' }]);
    });
    await site.charge('server-1', 40);
    await eventually(async () => {
      expect(await site.evacuations('server-1')).toHaveLength(2);
    });
    expect(await policyAlarms()).toMatchObject([
      { perceivedSeverity: 'WARNING', faultDetails: [expect.stringContaining('it was LastState') as string] },
    ]);
  });

  it('is tried again when it cannot be put back at once', async () => {
    site = await startSite({ policy: { powerConfirmTime: 20 } });
    await site.charge('server-1', 40);
    await site.reaches('server-1', 'POWERED_OFF');
    site.bmc.setFault('server-1', 'fixedPolicy');
    await site.charge('server-1', 90);
    await eventually(async () => {
      expect((await site.evacuations())[0]?.refusals).toMatchObject([
        {
          reason: 'POWER_CONTROL_UNREACHABLE',
          detail: expect.stringContaining('PowerRestorePolicy LastState') as string,
        },
      ]);
    });
    site.bmc.setFault('server-1', undefined);
    await site.reaches('server-1', 'COMPLETED');
    expect(policy()).toBe('LastState');
    expect(await policyAlarms()).toEqual([]);
  });
});
