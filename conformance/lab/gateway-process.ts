import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { send } from '../peers/send.ts';
import { startChild, type Child } from './child.ts';
import { gatewayConfiguration } from './gateway-configuration.ts';
import { packageRoot } from './scenario.ts';
import type { Scenario } from './world.ts';

export interface GatewayProcess {
  /** apiRoot. */
  url: string;
  stop: () => Promise<void>;
  /** Kills it and starts it again later, with the same store. */
  crash(secondsDown: number): Promise<void>;
}

interface GatewayProcessOptions {
  scenario: Scenario;
  /** Directory for the configuration and the store. */
  directory: string;
  logFile: string;
  controllerUrl: string;
  bmcUrl: string;
}

/** Longest wait for the gateway to be ready, s. */
const PATIENCE = 20;

/** Starts the gateway as a process of its own and waits until it is ready. */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const program = join(packageRoot(), 'dist', 'src', 'main.js');
  if (!existsSync(program)) throw new Error(`there is no gateway at ${program}; run npm run build`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(options.directory, 'site.yaml');
  const databaseFile = join(options.directory, 'gateway.db');
  const { scenario, controllerUrl, bmcUrl, logFile } = options;
  writeFileSync(file, stringify(gatewayConfiguration(scenario, { port, databaseFile, controllerUrl, bmcUrl })));
  const start = (): Child => startChild({ name: 'gateway', program, args: ['--config', file], logFile });
  let child = start();
  try {
    await untilReady(url, child, logFile);
  } catch (error) {
    await child.kill();
    throw error;
  }
  let stopped = false;
  return {
    url,
    stop: async () => {
      stopped = true;
      await child.stop();
    },
    crash: async (secondsDown) => {
      await child.kill();
      await sleep(secondsDown * 1000);
      // The run may have ended meanwhile.
      if (!isStopped()) child = start();
    },
  };

  function isStopped(): boolean {
    return stopped;
  }
}

export async function untilReady(url: string, child: Child, logFile: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += 0.1) {
    const ended = child.ended();
    if (ended !== undefined) throw new Error(`the gateway ended at its start: ${ended}; see ${logFile}`);
    const answer = await send(`${url}/readyz`, { timeoutMs: 1000 }).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`the gateway is not ready after ${PATIENCE} s; see ${logFile}`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
