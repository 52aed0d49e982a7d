import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { startChild, type Child } from '../../lab/child.ts';
import { freePort } from '../../lab/gateway-process.ts';
import { packageRoot } from '../../lab/scenario.ts';
import { send } from '../../peers/send.ts';
import type { CommonOptions } from '../options.ts';
import { CannotRun } from '../case.ts';
import type { OwnImplementation } from '../profile.ts';

/** Longest wait for the gateway to be ready, s. */
const PATIENCE = 20;

/** Starts the gateway of this project as a program of its own, with a store that goes with it. */
export async function startOwnGateway({ versionHeader }: CommonOptions): Promise<OwnImplementation> {
  const program = join(packageRoot(), 'dist', 'src', 'main.js');
  if (!existsSync(program)) throw new CannotRun(`there is no gateway at ${program}; run npm run build`);
  const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  const port = await freePort();
  const file = join(directory, 'site.yaml');
  writeFileSync(
    file,
    stringify({
      listen: { host: '127.0.0.1', port },
      store: `sqlite:${join(directory, 'gateway.db')}`,
      sol013: { versionHeader: versionHeader ?? 'lenient' },
    }),
  );
  const logFile = join(directory, 'gateway.log');
  const child = startChild({ name: 'gateway', program, args: ['--config', file], logFile });
  const stop = async (): Promise<void> => {
    await child.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const apiRoot = `http://127.0.0.1:${port}`;
  try {
    await untilReady(apiRoot, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { options: { apiRoot }, stop };
}

async function untilReady(apiRoot: string, child: Child): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += 0.1) {
    const ended = child.ended();
    if (ended !== undefined) throw new CannotRun(`the gateway ended at its start: ${ended}`);
    const answer = await send(`${apiRoot}/readyz`, { timeoutMs: 1000 }).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new CannotRun(`the gateway is not ready after ${PATIENCE} s`);
}
