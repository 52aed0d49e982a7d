import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = join(import.meta.dirname, 'rigs', 'nut-dummy.sh');

/** Network UPS Tools as they are (upsd, dummy-ups) on loopback; `ups` is the first UPS unless it is named. */
export interface NutRig {
  host: string;
  port: number;
  /** Ends every process of the rig and removes its folder. */
  stop(): Promise<void>;
  /** Sets a variable of the UPS, e.g. `set('ups.status', 'OL BYPASS')`. */
  set(variable: string, value: string, ups?: string): Promise<void>;
  get(variable: string, ups?: string): Promise<string>;
  /** `on` makes `ups.status` OL, `off` makes it OB DISCHRG. */
  mains(state: 'on' | 'off', ups?: string): Promise<void>;
  /** Lets the charge fall from one percentage to another; low battery from 20 %. Resolves at the end. */
  drain(options: { from: number; to: number; step: number; seconds: number; ups?: string }): Promise<void>;
  /** Stops the driver without ending it, until `thawDriver`: upsd calls its data stale after 5 seconds. */
  freezeDriver(ups?: string): Promise<void>;
  thawDriver(ups?: string): Promise<void>;
  stopUpsd(): Promise<void>;
  startUpsd(): Promise<void>;
}

/**
 * Starts a rig of its own; throws with a clear text when Network UPS Tools are not installed.
 *
 * @param certificate of upsd; without one it has no TLS
 */
export async function startNutRig(
  upses: readonly string[] = ['ups1'],
  certificate?: { certificateFile: string; keyFile: string },
): Promise<NutRig> {
  const folder = await mkdtemp(join(tmpdir(), 'nut-rig-'));
  const port = await freePort();
  const run = async (words: readonly (string | number)[], ups = upses[0] ?? 'ups1'): Promise<string> => {
    const env = { NUT_RIG: folder, NUT_PORT: String(port), NUT_UPSES: upses.join(' '), NUT_UPS: ups };
    const tls =
      certificate === undefined ? {} : { NUT_CERT: certificate.certificateFile, NUT_KEY: certificate.keyFile };
    try {
      const { stdout } = await promisify(execFile)('bash', [SCRIPT, ...words.map(String)], {
        env: { ...process.env, ...env, ...tls },
      });
      return stdout.trim();
    } catch (error) {
      const { stderr } = error as { stderr?: string };
      throw new Error(stderr === undefined || stderr === '' ? String(error) : stderr.trim(), { cause: error });
    }
  };
  const command = async (words: readonly (string | number)[], ups?: string): Promise<void> => {
    await run(words, ups);
  };
  const stop = async (): Promise<void> => {
    await command(['stop']);
    await rm(folder, { recursive: true });
  };
  try {
    await command(['start']);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host: '127.0.0.1',
    port,
    stop,
    set: (variable, value, ups) => command(['set', variable, value], ups),
    get: (variable, ups) => run(['get', variable], ups),
    mains: (state, ups) => command(['mains', state], ups),
    drain: ({ from, to, step, seconds, ups }) => command(['drain', from, to, step, seconds], ups),
    freezeDriver: (ups) => command(['freeze'], ups),
    thawDriver: (ups) => command(['thaw'], ups),
    stopUpsd: () => command(['stop-upsd']),
    startUpsd: () => command(['start-upsd']),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('no free port');
}
