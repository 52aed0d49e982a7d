import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHASSIS = join(import.meta.dirname, 'rigs', 'ipmi-chassis.sh');

/** A BMC as OpenIPMI simulates it (ipmi_sim, Debian package openipmi) on loopback, over the real protocol RMCP+. */
export interface IpmiRig {
  host: string;
  port: number;
  username: string;
  password: string;
  /** What its hardware was ordered, oldest first, e.g. `shutdown 1`, `power 0`. */
  orders(): Promise<string[]>;
  /** Whether an orderly shutdown never ends. */
  setStuck(stuck: boolean): Promise<void>;
  stop(): Promise<void>;
}

const LAN = (folder: string, port: number) => `name "rig"
set_working_mc 0x20
  chassis_control "${CHASSIS} ${folder}"
  startlan 1
    addr 127.0.0.1 ${port}
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcdef
  endlan
  user 2 true "gateway" "pass-word" admin 10 none md2 md5 straight
`;

const CONTROLLER = `mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
mc_enable 0x20
`;

/** Starts one that is on; it may take a moment until it answers. */
export async function startIpmiRig(): Promise<IpmiRig> {
  const folder = await mkdtemp(join(tmpdir(), 'ipmi-rig-'));
  const port = await freePort();
  await writeFile(join(folder, 'power'), '1');
  await writeFile(join(folder, 'chassis.log'), '');
  await writeFile(join(folder, 'lan.conf'), LAN(folder, port));
  await writeFile(join(folder, 'bmc.emu'), CONTROLLER);
  const words = ['-c', join(folder, 'lan.conf'), '-f', join(folder, 'bmc.emu'), '-s', join(folder, 'state')];
  // It ends with its input, which therefore stays open.
  const simulator = spawn('ipmi_sim', words, { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise((resolve) => simulator.once('close', resolve));
  try {
    await once(simulator, 'spawn');
  } catch (cause) {
    throw new Error('ipmi_sim cannot be started (Debian: apt-get install openipmi ipmitool)', { cause });
  }
  return {
    host: '127.0.0.1',
    port,
    username: 'gateway',
    password: 'pass-word',
    orders: async () =>
      (await readFile(join(folder, 'chassis.log'), 'utf8'))
        .split('\n')
        .filter((line) => line.startsWith('set '))
        .map((line) => line.slice('set '.length)),
    setStuck: (stuck) => (stuck ? writeFile(join(folder, 'stuck'), '') : rm(join(folder, 'stuck'), { force: true })),
    stop: async () => {
      simulator.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}
