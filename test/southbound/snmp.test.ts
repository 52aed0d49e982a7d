import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import snmp from 'net-snmp';
import { startSnmpAgent } from '../simulators/snmp-agent.ts';
import { eventually } from './recording-ports.ts';
import {
  AGENT_USER,
  agentConfig,
  createSnmpHarness,
  ON_BATTERY,
  ON_MAINS,
  SHORT,
  USER,
  type SnmpHarness,
} from './snmp-harness.ts';

const UPS = '1.3.6.1.2.1.33.1';

let site: SnmpHarness;
beforeEach(async () => {
  site = await createSnmpHarness();
});
afterEach(() => site.stop());

describe('while the agent is heard', () => {
  it('says of every server what the UPS says, in the words and units of NUT', async () => {
    site.start({ computeHostIds: ['server-1', 'server-2'] });
    await site.heard();
    const [notification] = site.ports.notifications;
    expect(notification).toMatchObject({ source: 'facility' });
    expect(notification?.id).toMatch(/^facility:ups1:[0-9a-f-]{36}$/);
    const power = { parameterType: 'POWER' };
    expect(notification?.environmentData).toEqual(
      ['server-1', 'server-2'].flatMap((computeHostId) => [
        { ...power, computeHostId, parameterName: 'ups.status', dataType: 'STATE', state: 'OL' },
        { ...power, computeHostId, parameterName: 'battery.charge', dataType: 'VALUE', value: 100, unit: '%' },
        { ...power, computeHostId, parameterName: 'battery.runtime', dataType: 'VALUE', value: 1800, unit: 's' },
        { ...power, computeHostId, parameterName: 'battery.voltage', dataType: 'VALUE', value: 54.2, unit: 'V' },
      ]),
    );
    expect(site.source.status()).toEqual({ connected: true, detail: 'ups1 heard' });
  });

  it('says it of a zone', async () => {
    const { computeHostIds: _, ...agent } = agentConfig({ port: site.agent.port, resourceZoneIds: ['zone-a'] });
    site.start({}, { agents: [agent] });
    await site.heard();
    site.expectLatest('ups.status', { resourceZoneId: 'zone-a' });
  });

  it('is spoken to by SNMPv3 with authentication and privacy', async () => {
    const { community: _, ...agent } = agentConfig({ port: site.agent.port, user: 'gateway' });
    site.start({}, { agents: [agent] });
    await site.heard();
  });

  it('tells the failure of the mains with the next poll, and then speaks at every poll', async () => {
    site.start();
    await site.heard();
    site.agent.set(ON_BATTERY);
    await site.polls(2);
    site.expectLatest('ups.status', { state: 'OB' });
    site.expectLatest('battery.runtime', { value: 900 });
    const before = site.ports.notifications.length;
    await site.polls(5);
    expect(site.ports.notifications.length).toBeGreaterThanOrEqual(before + 4);
  });

  it('repeats every fifth poll only what stays the same on mains', async () => {
    site.start();
    await site.polls(12);
    expect(site.ports.notifications.length).toBeGreaterThanOrEqual(2);
    expect(site.ports.notifications.length).toBeLessThanOrEqual(3);
  });

  it('reads configured objects beside the profile, and of an agent without one', async () => {
    site.agent.set({ '1.3.6.1.4.1.99999.1.0': 245, '1.3.6.1.4.1.99999.2.0': 1, '1.3.6.1.4.1.99999.3.0': '17.5' });
    const object = { scale: 1, parameterType: 'COOLING' };
    site.start({
      objects: [
        { ...object, oid: '1.3.6.1.4.1.99999.1.0', parameterName: 'inlet', dataType: 'VALUE', unit: 'Cel', scale: 0.1 },
        {
          ...object,
          oid: '1.3.6.1.4.1.99999.2.0',
          parameterType: 'INTRUSION',
          parameterName: 'door',
          dataType: 'STATE',
          states: { 0: 'CLOSED', 1: 'OPEN' },
        },
      ],
    });
    await site.heard();
    site.expectLatest('inlet', { parameterType: 'COOLING', value: 24.5, unit: 'Cel' });
    site.expectLatest('door', { parameterType: 'INTRUSION', state: 'OPEN' });
  });

  it('keeps two UPSes of a server apart, and leaves names that are not in question alone', async () => {
    const second = await startSnmpAgent({ communities: ['secret-community'] });
    second.set(ON_BATTERY);
    try {
      site.start(
        {},
        {
          agents: [
            agentConfig({ port: site.agent.port }),
            agentConfig({ name: 'ups2', port: second.port, computeHostIds: ['server-1', 'server-2'] }),
          ],
        },
      );
      await eventually(() => {
        site.expectLatest('ups1:ups.status', { state: 'OL' }, 'server-1');
        site.expectLatest('ups2:ups.status', { state: 'OB' }, 'server-1');
        site.expectLatest('ups.status', { state: 'OB' }, 'server-2');
      });
    } finally {
      await site.source.stop();
      await second.close();
    }
  });

  it('goes through tables of any length', async () => {
    const sensor = '1.3.6.1.2.1.99.1.1.1';
    const { computeHostIds: _, ...agent } = agentConfig({ profile: 'ENTITY_SENSOR', resourceZoneIds: ['zone-a'] });
    for (let index = 1; index <= 55; index += 1) {
      const row = { 1: 8, 2: 9, 3: 1, 4: 200 + index, 5: index === 55 ? 2 : 1 };
      for (const [column, value] of Object.entries(row)) site.agent.set({ [`${sensor}.${column}.${index}`]: value });
    }
    site.start({}, { agents: [{ ...agent, port: site.agent.port }] });
    await eventually(() => {
      site.expectLatest('temperature.1', { parameterType: 'COOLING', value: 20.1, unit: 'Cel' });
      site.expectLatest('temperature.54', { value: 25.4 });
      site.expectLatest('temperature.55', { dataType: 'STATE', state: 'UNKNOWN' });
    });
  });
});

describe('what it cannot learn', () => {
  it('is UNKNOWN when the agent falls silent, at once for all it used to tell, and known again afterwards', async () => {
    site.start(SHORT);
    await site.heard();
    site.agent.setMode('hang');
    await eventually(() => {
      site.expectUnknown();
      site.expectLatest('battery.voltage', { state: 'UNKNOWN' });
    });
    expect(site.source.status()).toEqual({
      connected: false,
      detail: `ups1: 127.0.0.1:${site.agent.port}: Request timed out`,
    });
    site.agent.setMode('answer');
    await site.heard();
  });

  it('is UNKNOWN for a community that the agent does not take, which is not told to the log', async () => {
    site.start({ ...SHORT, community: 'wrong-community' });
    await eventually(site.expectUnknown);
    expect(JSON.stringify(site.ports.lines)).not.toContain('wrong-community');
  });

  it.each([
    ['user', { ...USER, name: 'stranger' }, /Unknown User Name/],
    ['authentication key', { ...USER, authenticationKey: 'not-the-key' }, /./],
    ['privacy key', { ...USER, privacyKey: 'not-the-key' }, /./],
  ])('is UNKNOWN for a wrong %s of SNMPv3, and no key is told', async (_, user, reason) => {
    const { community: __, ...agent } = agentConfig({ ...SHORT, port: site.agent.port, user: user.name });
    site.start({}, { users: [user], agents: [agent] });
    await eventually(site.expectUnknown);
    expect(site.source.status().detail).toMatch(reason);
    expect(JSON.stringify([site.ports.lines, site.source.status()])).not.toMatch(
      /not-the-key|authenticates|encrypts-it/,
    );
  });

  it('is UNKNOWN for the object alone that is not there any more', async () => {
    site.start();
    await site.heard();
    site.agent.set({ [`${UPS}.2.4.0`]: undefined });
    await site.polls(2);
    site.expectLatest('battery.charge', { state: 'UNKNOWN' });
    site.expectLatest('ups.status', { state: 'OL' });
    expect(site.source.status().connected).toBe(true);
  });

  it('is not made up: a UPS that never gave a runtime is not said to have lost it', async () => {
    site.agent.set({ [`${UPS}.2.3.0`]: undefined });
    site.start(SHORT);
    await site.heard();
    site.agent.setMode('hang');
    await eventually(() => {
      site.expectLatest('ups.status', { state: 'UNKNOWN' });
    });
    expect(site.ports.latest('battery.runtime')).toBeUndefined();
  });

  it('is UNKNOWN while the agent has lost its UPS, whatever the values say', async () => {
    site.start();
    await site.heard();
    site.agent.set({ [`${UPS}.6.2.1.2.1`]: { type: snmp.ObjectType.OID, value: `${UPS}.6.3.20` } });
    await site.polls(2);
    site.expectUnknown();
    expect(site.source.status().detail).toBe('ups1: the agent has lost its UPS (upsAlarmCommunicationsLost)');
  });

  it('is UNKNOWN when the agent answers with an error', async () => {
    site.start();
    await site.heard();
    site.agent.setMode('refuse');
    await eventually(site.expectUnknown);
  });

  it('is UNKNOWN when the port is closed, and known when an agent comes', async () => {
    const { port } = site.agent;
    await site.agent.close();
    site.start({ ...SHORT, port });
    await eventually(site.expectUnknown);
    site.agent = await startSnmpAgent({ communities: ['secret-community'] }, port);
    site.agent.set(ON_MAINS);
    await site.heard();
  });

  it('is UNKNOWN of the agent that is silent only', async () => {
    site.start(
      {},
      {
        agents: [
          agentConfig({ port: site.agent.port }),
          agentConfig({ ...SHORT, name: 'ups2', port: 9, computeHostIds: ['server-2'] }),
        ],
      },
    );
    await eventually(() => {
      site.expectLatest('ups.status', { state: 'OL' }, 'server-1');
      site.expectLatest('ups.status', { state: 'UNKNOWN' }, 'server-2');
    });
    expect(site.source.status().connected).toBe(false);
    expect(site.source.status().detail).toMatch(/^ups2: [^;]*$/);
  });

  it('is said again every tenth poll, and logged once', async () => {
    site.agent.setMode('refuse');
    site.start();
    await site.polls(22);
    expect(site.ports.notifications.length).toBeGreaterThanOrEqual(2);
    expect(site.ports.notifications.length).toBeLessThanOrEqual(3);
    expect(site.ports.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});

describe('towards the engine', () => {
  it('gives data that were not taken again with the next poll, and logs it once', async () => {
    site.ports.refuse(new Error('the database is locked'));
    site.start();
    await site.polls(4);
    expect(site.source.status().detail).toContain('the database is locked');
    expect(site.ports.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    site.ports.refuse(undefined);
    await site.heard();
    expect(site.source.status()).toEqual({ connected: true, detail: 'ups1 heard' });
  });

  it('stops at once even when the agent does not answer, and says nothing more', async () => {
    site.agent.setMode('hang');
    const source = site.start({ timeout: 30 });
    await site.polls(1);
    const before = performance.now();
    await source.stop();
    expect(performance.now() - before).toBeLessThan(1000);
    expect(site.ports.notifications).toHaveLength(0);
    expect(source.status()).toEqual({ connected: false, detail: 'stopped' });
  });
});

describe('secrets', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'snmp-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('come from files, which are read anew after a failure', async () => {
    const [authenticationKeyFile, privacyKeyFile] = [join(folder, 'authentication'), join(folder, 'privacy')];
    await writeFile(authenticationKeyFile, `${AGENT_USER.authKey ?? ''}\n`);
    const { authenticationKey: _, privacyKey: __, ...user } = USER;
    const { community: ___, ...agent } = agentConfig({ port: site.agent.port, user: 'gateway' });
    site.start({}, { users: [{ ...user, authenticationKeyFile, privacyKeyFile }], agents: [agent] });
    await eventually(site.expectUnknown);
    expect(site.source.status().detail).toContain(privacyKeyFile);
    await writeFile(privacyKeyFile, `${AGENT_USER.privKey ?? ''}\n`);
    await eventually(() => {
      site.expectLatest('ups.status', { state: 'OL' });
    });
  });
});
