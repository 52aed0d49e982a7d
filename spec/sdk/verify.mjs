/** Runs a program that is a small VNF manager, made with a generated client, against a gateway of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from './tools.mjs';

const GATEWAY = 'dist/src/main.js';
/** More servers of one type than fit on a page, and as many of another, so that the filter shows on every page. */
const HOSTS_OF_EACH_TYPE = 120;
const PATIENCE_SECONDS = 30;

/** `command` is the program; it is told the apiRoot and how many physical servers there are. */
export async function verify({ program, parameters, env = process.env }) {
  const gateway = await startGateway();
  try {
    const child = spawn(program, [...parameters, gateway.apiRoot, String(HOSTS_OF_EACH_TYPE)], {
      stdio: 'inherit',
      env,
      timeout: PATIENCE_SECONDS * 1000,
    });
    const [status, signal] = await once(child, 'exit');
    if (status !== 0) throw new Failure(`the verification failed (${signal ?? `status ${status}`})`);
    console.log('verified against a gateway');
  } finally {
    await gateway.stop();
  }
}

async function startGateway() {
  if (!existsSync(GATEWAY)) throw new Failure(`${GATEWAY} is missing; run \`npm run build\` first`);
  const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-verify-'));
  const port = await freePort();
  const configuration = join(folder, 'site.yaml');
  // JSON is YAML.
  const store = `sqlite:${join(folder, 'gateway.db')}`;
  writeFileSync(configuration, JSON.stringify({ ...site(), store, listen: { port } }));
  const log = join(folder, 'gateway.log');
  const child = spawn('sh', ['-c', 'exec node "$0" --config "$1" > "$2" 2>&1', GATEWAY, configuration, log]);
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  const apiRoot = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + PATIENCE_SECONDS * 1000; !(await isReady(apiRoot)); await pause(100)) {
    if (child.exitCode === null && Date.now() < end) continue;
    const said = readFileSync(log, 'utf8');
    await stop();
    throw new Failure(`the gateway did not start:\n${said}`);
  }
  return { apiRoot, stop };
}

async function isReady(apiRoot) {
  const answer = await fetch(`${apiRoot}/readyz`).catch(() => undefined);
  return answer?.ok === true;
}

/** server-1, with a battery, hosts a function of vnfm-1; what else there is makes the lists long. */
function site() {
  const hosts = (computeHostType, name) =>
    Array.from({ length: HOSTS_OF_EACH_TYPE }, (_, index) => ({ id: `${name}-${index + 1}`, computeHostType }));
  return {
    inventory: {
      computeHosts: [...hosts('PHYSICAL_SERVER', 'server'), ...hosts('CONTAINER', 'container')],
      virtualComputes: [{ computeId: 'amf-1', hostId: 'server-1', vnfInstanceId: 'vnf-amf', vnfmId: 'vnfm-1' }],
    },
    environmentThresholds: [
      {
        id: 'battery',
        parameterType: 'POWER',
        unit: '%',
        direction: 'FALLING',
        degraded: { thresholdValue: 50 },
        failed: { thresholdValue: 10 },
      },
    ],
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
