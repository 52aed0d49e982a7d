import type { EnvironmentSource } from '../../src/southbound/environment/environment-source.ts';
import { snmpAdapter } from '../../src/southbound/environment/snmp/snmp.ts';
import { freeUdpPort } from '../simulators/snmp-agent.ts';
import { createRecordingPorts, eventually, type RecordingPorts } from '../southbound/recording-ports.ts';
import { agentConfig, USER, type SnmpAgent } from '../southbound/snmp-harness.ts';
import { startSnmpRig, type SnmpRig } from './snmp-rig.ts';

const ON_BATTERY_TRAP = '1.3.6.1.2.1.33.2.1';
const FLUID = ['1.3.6.1.4.1.99999.1', 's', 'rope'];

let rig: SnmpRig;
let ports: RecordingPorts;
let source: EnvironmentSource;
let trapPort: number;

const start = async (agent: Partial<SnmpAgent> = {}): Promise<void> => {
  ports = createRecordingPorts();
  trapPort = await freeUdpPort();
  const { community: _, ...v3 } = agentConfig({ port: rig.port, pollInterval: 0.3, user: 'gateway', ...agent });
  source = snmpAdapter.create(
    {
      id: 'facility',
      type: 'snmp',
      trapListener: { host: '127.0.0.1', port: trapPort, communities: ['secret-community'], communityFiles: [] },
      users: [USER],
      agents: [v3],
    },
    ports,
  );
  source.start();
};
const expectStatus = (state: string): Promise<void> =>
  eventually(() => {
    expect(ports.latest('ups.status')).toMatchObject({ dataType: 'STATE', state });
  }, 20_000);

beforeAll(async () => {
  rig = await startSnmpRig();
});
afterAll(() => rig.stop());
afterEach(() => source.stop());

it('reads a UPS of a real snmpd by SNMPv3, follows it, and says UNKNOWN while it is gone', async () => {
  await start();
  await expectStatus('OL');
  expect(ports.latest('battery.runtime')).toMatchObject({ value: 1800, unit: 's' });
  expect(ports.latest('battery.voltage')).toMatchObject({ value: 54.2, unit: 'V' });
  await rig.set('4.1.0', 5);
  await expectStatus('OB');
  await rig.remove('2.4.0');
  await eventually(() => {
    expect(ports.latest('battery.charge')).toMatchObject({ state: 'UNKNOWN' });
  });
  await rig.stopSnmpd();
  await expectStatus('UNKNOWN');
  await rig.set('4.1.0', 3);
  await rig.set('2.4.0', 100);
  await rig.startSnmpd();
  await expectStatus('OL');
  expect(source.status()).toEqual({ connected: true, detail: 'ups1 heard' });
});

const V3 = [
  '-v3',
  '-u',
  'gateway',
  '-l',
  'authPriv',
  '-a',
  'SHA',
  '-A',
  'authenticates',
  '-x',
  'AES',
  '-X',
  'encrypts-it',
];
const V2C = ['-v2c', '-c', 'secret-community'];

it.each<[string, (to: string) => string[]]>([
  ['trap v1', (to) => ['-v1', '-c', 'secret-community', to, '1.3.6.1.4.1.318', '', '6', '5', '', ...FLUID]],
  ['trap v2c', (to) => [...V2C, to, '', ON_BATTERY_TRAP, ...FLUID]],
  ['inform v2c', (to) => ['-Ci', ...V2C, to, '', ON_BATTERY_TRAP, ...FLUID]],
  ['trap v3', (to) => [...V3, '-e', '0x8000000001020304', to, '', ON_BATTERY_TRAP, ...FLUID]],
  ['inform v3', (to) => ['-Ci', ...V3, to, '', ON_BATTERY_TRAP, ...FLUID]],
])('takes a %s of snmptrap, and polls at once', async (_, words) => {
  await rig.set('4.1.0', 3);
  await start({ pollInterval: 3600 });
  await expectStatus('OL');
  await rig.set('4.1.0', 5);
  await rig.snmptrap(words(`127.0.0.1:${trapPort}`));
  await expectStatus('OB');
  expect(ports.problems).toEqual([]);
});

it('counts traps of another community or key, and changes nothing', async () => {
  await rig.set('4.1.0', 3);
  await start();
  await expectStatus('OL');
  const forged = V3.map((word) => (word === 'authenticates' ? 'not-the-key' : word));
  await rig.snmptrap(['-v2c', '-c', 'public', `127.0.0.1:${trapPort}`, '', ON_BATTERY_TRAP]);
  await rig.snmptrap([...forged, '-e', '0x8000000001020304', `127.0.0.1:${trapPort}`, '', ON_BATTERY_TRAP]);
  await eventually(() => {
    expect(ports.problems).toEqual(['trapNotAuthorized', 'trapNotAuthorized']);
  });
  expect(source.status().connected).toBe(true);
});
