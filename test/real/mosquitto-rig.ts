import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCertificates, type Certificates } from '../certificates.ts';

const run = promisify(execFile);
const START_SECONDS = 20;

/** Debian's mosquitto as it is, on loopback, with two users and without memory: what it is told is gone when it ends. */
export interface MosquittoRig {
  url: string;
  /** The listener with TLS that wants a certificate of the CA `ca`. */
  tlsUrl: string;
  certificates: Certificates;
  passwordFile: string;
  /** Publishes as the user `sensor`, with mosquitto_pub. */
  publish(topic: string, message: string, ...options: string[]): Promise<void>;
  /** Ends the broker without a word (`kill -9`). */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops the broker without ending it, until `thaw`. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

const GATEWAY_PASSWORD = 'hears everything';
const SENSOR_PASSWORD = 'speaks';

/** Starts a broker; throws when Debian's `mosquitto` and `mosquitto-clients` are not installed. */
export async function startMosquitto(): Promise<MosquittoRig> {
  const folder = await mkdtemp(join(tmpdir(), 'mosquitto-rig-'));
  const certificates = createCertificates();
  certificates.selfSigned('ca');
  for (const name of ['broker', 'gateway']) certificates.signed(name, 'ca');
  const [port, tlsPort] = [await freePort(), await freePort()];
  const passwordFile = join(folder, 'gateway-password');
  await writeFile(passwordFile, `${GATEWAY_PASSWORD}\n`);
  await writeFile(join(folder, 'users'), '');
  await run('mosquitto_passwd', ['-b', join(folder, 'users'), 'gateway', GATEWAY_PASSWORD]);
  await run('mosquitto_passwd', ['-b', join(folder, 'users'), 'sensor', SENSOR_PASSWORD]);
  await writeFile(join(folder, 'rights'), RIGHTS);
  await writeFile(join(folder, 'mosquitto.conf'), configuration(folder, certificates, { port, tlsPort }));

  let broker: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    broker = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
    for (const listening of [port, tlsPort]) await listens(listening);
  };
  const kill = async (): Promise<void> => {
    const dying = broker;
    broker = undefined;
    if (dying === undefined) return;
    const ended = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    tlsUrl: `mqtts://127.0.0.1:${tlsPort}`,
    certificates,
    passwordFile,
    publish: async (topic, message, ...options) => {
      const user = ['-u', 'sensor', '-P', SENSOR_PASSWORD, '-q', '1'];
      const where = ['-h', '127.0.0.1', '-p', String(port), '-t', topic, '-m', message];
      await run('mosquitto_pub', [...user, ...where, ...options]);
    },
    kill,
    start,
    freeze: () => broker?.kill('SIGSTOP'),
    thaw: () => broker?.kill('SIGCONT'),
    stop: async () => {
      await kill();
      certificates.remove();
      await rm(folder, { recursive: true });
    },
  };
}

/** Only the gateway may say of itself that it is there, and it does not speak for sensors. */
const RIGHTS = `
user gateway
topic read #
topic readwrite spBv1.0/STATE/gateway
topic write spBv1.0/+/NCMD/+
user sensor
topic readwrite #
`;

function configuration(folder: string, { file }: Certificates, ports: { port: number; tlsPort: number }): string {
  return `
per_listener_settings true
persistence false
user root
listener ${ports.port} 127.0.0.1
allow_anonymous false
password_file ${join(folder, 'users')}
acl_file ${join(folder, 'rights')}
listener ${ports.tlsPort} 127.0.0.1
cafile ${file('ca.crt')}
certfile ${file('broker.crt')}
keyfile ${file('broker.key')}
require_certificate true
use_identity_as_username true
`;
}

async function listens(port: number): Promise<void> {
  const end = performance.now() + 1000 * START_SECONDS;
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (isOpen) return;
    if (performance.now() > end) throw new Error(`mosquitto does not listen at port ${port}; is it installed?`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('no free port');
}
