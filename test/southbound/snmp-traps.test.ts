import { createSocket } from 'node:dgram';
import snmp from 'net-snmp';
import { eventually } from './recording-ports.ts';
import { AGENT_USER, createSnmpHarness, ON_BATTERY, sendTrap, SHORT, type SnmpHarness } from './snmp-harness.ts';

const ON_BATTERY_TRAP = '1.3.6.1.2.1.33.2.1';
const FLUID_DETECTED = '1.3.6.1.4.1.318.0.831';
const FLUID_CLEARED = '1.3.6.1.4.1.318.0.832';
/** So rare that a poll comes from a trap. */
const RARELY = { pollInterval: 3600 };

let site: SnmpHarness;
beforeEach(async () => {
  site = await createSnmpHarness();
});
afterEach(() => site.stop());

/** Starts the source and waits for the first poll. */
async function heard(agent: Parameters<SnmpHarness['start']>[0] = {}): Promise<void> {
  site.start({ ...RARELY, ...agent });
  await site.heard();
}

const expectOnBattery = (): Promise<void> =>
  eventually(() => {
    site.expectLatest('ups.status', { state: 'OB' });
  });

describe('a trap', () => {
  it.each([
    ['v1', { version: 'v1' as const }],
    ['v2c', {}],
    ['v2c, as inform', { inform: true }],
    ['v3', { user: AGENT_USER }],
    ['v3, as inform', { user: AGENT_USER, inform: true }],
  ])('(%s) makes its agent be polled at once', async (_, trap) => {
    await heard();
    site.agent.set(ON_BATTERY);
    await sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP, ...trap });
    await expectOnBattery();
    expect(site.ports.problems).toEqual([]);
  });

  it('that comes during a poll makes it be polled once more', async () => {
    site.agent.setMode('hang');
    site.start(RARELY);
    await site.polls(1);
    await sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP });
    site.agent.setMode('answer');
    await site.polls(2);
    await site.heard();
  });

  it('does not make the state by itself where the poll tells it', async () => {
    await heard();
    await sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP });
    await site.polls(1);
    expect(JSON.stringify(site.ports.notifications)).not.toContain('OB');
  });

  it('tells the water that it is about, and its end, of a sensor of its own', async () => {
    site.agent.set({ '1.3.6.1.4.1.318.1.1.1.4.1.1.0': 2 });
    await heard({ profile: 'APC_POWERNET' });
    await sendTrap(site.trapPort, { oid: FLUID_DETECTED, values: ['7', 'Rope under the floor', 'Fluid detected.'] });
    await eventually(() => {
      site.expectLatest('fluid.7', { parameterType: 'WATER_LEVEL', dataType: 'STATE', state: 'FLUID_DETECTED' });
    });
    await sendTrap(site.trapPort, { oid: FLUID_CLEARED, values: ['7', 'Rope under the floor', 'Cleared.'] });
    await eventually(() => {
      site.expectLatest('fluid.7', { state: 'NO_FLUID' });
    });
  });
});

describe('a trap with a configured meaning', () => {
  const DOOR = { parameterType: 'INTRUSION', parameterName: 'door' };
  const traps = [
    { oid: '1.3.6.1.4.1.99999.0.1', ...DOOR, state: 'OPEN', clears: false },
    { oid: '1.3.6.1.4.1.99999.0.2', ...DOOR, state: 'CLOSED', clears: true },
  ];
  const expectDoor = (state: string): Promise<void> =>
    eventually(() => {
      site.expectLatest('door', { parameterType: 'INTRUSION', dataType: 'STATE', state });
    });

  it('tells it even while polls find nobody', async () => {
    site.agent.setMode('hang');
    site.start({ ...RARELY, traps });
    await site.polls(1);
    await sendTrap(site.trapPort, { oid: '1.3.6.1.4.1.99999.0.1' });
    await expectDoor('OPEN');
  });

  it('is known with and without the 0 before its last number', async () => {
    await heard({ traps });
    await sendTrap(site.trapPort, { oid: '1.3.6.1.4.1.99999.1' });
    await expectDoor('OPEN');
  });

  it('is said again with the polls', async () => {
    await heard({ traps, pollInterval: 0.05 });
    await sendTrap(site.trapPort, { oid: '1.3.6.1.4.1.99999.0.1' });
    await expectDoor('OPEN');
    const count = site.ports.notifications.length;
    await eventually(() => {
      const later = site.ports.notifications.slice(count + 1);
      expect(JSON.stringify(later)).toContain('"parameterName":"door"');
    });
  });

  it('is UNKNOWN while the agent is not heard; then trouble is believed again, the end of trouble is not', async () => {
    await heard({
      ...SHORT,
      pollInterval: 0.05,
      traps: [
        ...traps,
        {
          ...traps[1],
          oid: '1.3.6.1.4.1.99999.0.3',
          parameterName: 'window',
          parameterType: 'INTRUSION',
          state: 'CLOSED',
          clears: true,
        },
      ],
    });
    await sendTrap(site.trapPort, { oid: '1.3.6.1.4.1.99999.0.1' });
    await sendTrap(site.trapPort, { oid: '1.3.6.1.4.1.99999.0.3' });
    await expectDoor('OPEN');
    await eventually(() => {
      site.expectLatest('window', { state: 'CLOSED' });
    });
    site.agent.setMode('hang');
    await expectDoor('UNKNOWN');
    site.expectLatest('window', { state: 'UNKNOWN' });
    site.agent.setMode('answer');
    await expectDoor('OPEN');
    site.expectLatest('window', { state: 'UNKNOWN' });
  });
});

describe('a message that is not taken', () => {
  const stranger = { ...AGENT_USER, name: 'stranger' };
  const forger = { ...AGENT_USER, authKey: 'not-the-key' };
  const nobody: snmp.User = { name: '', level: snmp.SecurityLevel.noAuthNoPriv };
  const careless: snmp.User = { name: 'gateway', level: snmp.SecurityLevel.noAuthNoPriv };

  it.each([
    ['of another community', 'trapNotAuthorized', { community: 'public' }],
    ['v1 of another community', 'trapNotAuthorized', { version: 'v1' as const, community: 'public' }],
    ['of an unknown user', 'trapNotAuthorized', { user: stranger }],
    ['with another key', 'trapNotAuthorized', { user: forger }],
    ['without a user', 'trapNotAuthorized', { user: nobody }],
    ['without authentication', 'trapNotAuthorized', { user: careless }],
    ['from an address where no agent is', 'trapFromUnknownAddress', { from: '127.0.0.2' }],
  ])('(%s) is counted, logged once, and changes nothing', async (_, kind, trap) => {
    await heard();
    const polls = site.agent.pollCount();
    for (let count = 0; count < 3; count += 1) await sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP, ...trap });
    await eventually(() => {
      expect(site.ports.problems).toEqual([kind, kind, kind]);
    });
    expect(site.ports.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(JSON.stringify(site.ports.lines)).not.toMatch(/public|not-the-key/);
    expect(site.agent.pollCount()).toBe(polls);
    expect(site.source.status().connected).toBe(true);
  });

  it('(text) is counted, and the next trap is taken', async () => {
    await heard();
    await sendDatagrams([Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(0), Buffer.from('3003020101', 'hex')]);
    await eventually(() => {
      expect(site.ports.problems).toEqual(['trapMalformed', 'trapMalformed', 'trapMalformed']);
    });
    site.agent.set(ON_BATTERY);
    await sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP });
    await expectOnBattery();
  });

  it('(an inform on whose answer the library fails) is counted, and the next trap is taken', async () => {
    await heard();
    await sendDatagrams([unanswerableInform()]);
    await eventually(() => {
      expect(site.ports.problems).toEqual(['trapMalformed']);
    });
    site.agent.set(ON_BATTERY);
    await sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP });
    await expectOnBattery();
  });

  async function sendDatagrams(datagrams: readonly Buffer[]): Promise<void> {
    const socket = createSocket('udp4');
    for (const datagram of datagrams) {
      await new Promise((resolve) => {
        socket.send(datagram, site.trapPort, '127.0.0.1', resolve);
      });
    }
    socket.close();
  }
});

/** An InformRequest of SNMPv2c with a variable of type BIT STRING, which can be read but not be written back. */
function unanswerableInform(): Buffer {
  const tlv = (tag: number, ...content: Buffer[]): Buffer => {
    const octets = Buffer.concat(content);
    return Buffer.concat([Buffer.from([tag, octets.length]), octets]);
  };
  const integer = (value: number): Buffer => tlv(2, Buffer.from([value]));
  const variable = tlv(0x30, tlv(6, Buffer.from('2b06010201', 'hex')), tlv(3, Buffer.from([0, 1])));
  const pdu = tlv(0xa6, integer(1), integer(0), integer(0), tlv(0x30, variable));
  return tlv(0x30, integer(1), tlv(4, Buffer.from('secret-community')), pdu);
}

describe('the listener', () => {
  it('is tried again as long as its port is taken', async () => {
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => {
      other.bind(site.trapPort, '127.0.0.1', resolve);
    });
    site.start(RARELY);
    await eventually(() => {
      site.expectLatest('ups.status', { state: 'OL' });
      expect(site.source.status().connected).toBe(false);
      expect(site.source.status().detail).toMatch(/^trap listener 127\.0\.0\.1:\d+: .*EADDRINUSE/);
    });
    await new Promise<void>((resolve) => {
      other.close(resolve);
    });
    await site.heard();
    site.agent.set(ON_BATTERY);
    await sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP });
    await expectOnBattery();
  });

  it('is gone when the source is stopped', async () => {
    await heard();
    await site.source.stop();
    const inform = sendTrap(site.trapPort, { oid: ON_BATTERY_TRAP, inform: true });
    await expect(inform).rejects.toThrow(/timed out/);
  });
});
