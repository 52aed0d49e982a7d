import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freeUdpPort } from '../simulators/snmp-agent.ts';

const SCRIPT = join(import.meta.dirname, 'rigs', 'snmp-pass.sh');
const UPS = '.1.3.6.1.2.1.33.1';

/** Net-SNMP as it is, on loopback: snmpd with a UPS of RFC 1628, and the command that sends traps. */
export interface SnmpRig {
  port: number;
  /** Sets an INTEGER of upsObjects by the rest of its OID, e.g. `set('4.1.0', 5)`. */
  set(object: string, value: number): Promise<void>;
  remove(object: string): Promise<void>;
  startSnmpd(): Promise<void>;
  stopSnmpd(): Promise<void>;
  /** Sends by `snmptrap`, an inform with `-Ci`; throws when an inform is not answered. */
  snmptrap(words: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a rig of its own; needs the Debian packages snmpd and snmp. */
export async function startSnmpRig(): Promise<SnmpRig> {
  const folder = await mkdtemp(join(tmpdir(), 'snmp-rig-'));
  const port = await freeUdpPort();
  const env = { ...process.env, SNMP_RIG: folder, SNMP_PERSISTENT_DIR: join(folder, 'state'), MIBS: '' };
  await writeFile(
    join(folder, 'snmpd.conf'),
    [
      'rocommunity secret-community 127.0.0.1',
      'createUser gateway SHA authenticates AES encrypts-it',
      'rouser gateway authPriv',
      `pass .1.3.6.1.2.1.33 ${SCRIPT}`,
      '',
    ].join('\n'),
  );
  let snmpd: ChildProcess | undefined;
  const set = (object: string, value: number): Promise<void> =>
    writeFile(join(folder, `${UPS}.${object}`), `integer\n${value}\n`);
  const startSnmpd = (): Promise<void> => {
    const words = ['-f', '-Lf', join(folder, 'log'), '-C', '-c', join(folder, 'snmpd.conf'), `udp:127.0.0.1:${port}`];
    const started = spawn('/usr/sbin/snmpd', words, { env, stdio: 'ignore' });
    snmpd = started;
    return new Promise((resolve, reject) => {
      started.once('spawn', resolve).once('error', reject);
    });
  };
  const stopSnmpd = async (): Promise<void> => {
    const ending = snmpd;
    snmpd = undefined;
    if (ending === undefined) return;
    await new Promise((resolve) => {
      ending.once('exit', resolve);
      ending.kill('SIGTERM');
    });
  };
  await Promise.all([set('2.1.0', 2), set('2.3.0', 30), set('2.4.0', 100), set('2.5.0', 542), set('4.1.0', 3)]);
  await startSnmpd();
  return {
    port,
    set,
    remove: (object) => rm(join(folder, `${UPS}.${object}`)),
    startSnmpd,
    stopSnmpd,
    snmptrap: async (words) => {
      await promisify(execFile)('snmptrap', [...words], { env });
    },
    stop: async () => {
      await stopSnmpd();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
