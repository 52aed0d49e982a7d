import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { eventually } from '../southbound/recording-ports.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'examples');
export const ALERTMANAGER_EXAMPLE = join(EXAMPLES, 'alertmanager.yml');
export const RULES_EXAMPLE = join(EXAMPLES, 'prometheus-rules.yml');
/** Longest wait for a program to be ready, milliseconds. */
const PATIENCE = 30_000;

/** Prometheus and Alertmanager as they are, on loopback, with the examples of the documentation at a quicker pace. */
export interface AlertmanagerRig {
  /** What the exporter gives from now on: °C at the inlet of server-1, and whether it is wet in room-1. */
  exporter: { inlet: number; isWet: boolean };
  stopExporter(): Promise<void>;
  startExporter(): Promise<void>;
  /** Ends it as a crash does. */
  killPrometheus(): Promise<void>;
  startPrometheus(): Promise<void>;
  killAlertmanager(): Promise<void>;
  startAlertmanager(): Promise<void>;
  stop(): Promise<void>;
}

/** `httpConfig`: how Alertmanager authenticates at `url`. */
export async function startAlertmanagerRig(url: string, httpConfig: object): Promise<AlertmanagerRig> {
  const folder = await mkdtemp(join(tmpdir(), 'alertmanager-rig-'));
  const [exporterPort, prometheusPort, alertmanagerPort] = [await freePort(), await freePort(), await freePort()];
  const exporter = { inlet: 22, isWet: false };
  await writeFile(join(folder, 'alertmanager.yml'), alertmanagerConfiguration(url, httpConfig));
  await writeFile(
    join(folder, 'rules.yml'),
    quickened(readFileSync(RULES_EXAMPLE, 'utf8'), 'interval: 5s', 'interval: 1s'),
  );
  await writeFile(join(folder, 'prometheus.yml'), prometheusConfiguration(exporterPort, alertmanagerPort));

  let server: Server | undefined;
  let prometheus: ChildProcess | undefined;
  let alertmanager: ChildProcess | undefined;
  const rig: AlertmanagerRig = {
    exporter,
    startExporter: async () => {
      server = createServer((_request, response) => response.end(metricsOf(exporter)));
      await new Promise<void>((resolve) => server?.listen(exporterPort, '127.0.0.1', resolve));
    },
    stopExporter: async () => {
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
    startPrometheus: async () => {
      prometheus = spawn('prometheus', [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${prometheusPort}`,
        '--rules.alert.resend-delay=1s',
        '--log.level=error',
      ]);
      await ready(prometheus, `http://127.0.0.1:${prometheusPort}/-/ready`);
    },
    killPrometheus: () => end(prometheus, 'SIGKILL'),
    startAlertmanager: async () => {
      alertmanager = spawn('prometheus-alertmanager', [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
        '--cluster.listen-address=',
        '--log.level=error',
      ]);
      await ready(alertmanager, `http://127.0.0.1:${alertmanagerPort}/-/ready`);
    },
    killAlertmanager: () => end(alertmanager, 'SIGKILL'),
    stop: async () => {
      await Promise.all([end(prometheus, 'SIGKILL'), end(alertmanager, 'SIGKILL'), rig.stopExporter()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await rig.startExporter();
  await rig.startAlertmanager();
  await rig.startPrometheus();
  return rig;
}

/** The example, with its intervals in a fraction of the time. */
function alertmanagerConfiguration(url: string, httpConfig: object): string {
  const example = readFileSync(ALERTMANAGER_EXAMPLE, 'utf8');
  const quick = quickened(quickened(quickened(example, '10s', '1s'), '30s', '2s'), '1m', '2s');
  const addressed = quick.replace(/url: .*/, `url: ${url}\n        http_config: ${JSON.stringify(httpConfig)}`);
  if (!addressed.includes(url)) throw new Error('the example has no url');
  return addressed;
}

function quickened(text: string, slow: string, quick: string): string {
  if (!text.includes(slow)) throw new Error(`the example has no ${slow}`);
  return text.replaceAll(slow, quick);
}

function prometheusConfiguration(exporterPort: number, alertmanagerPort: number): string {
  const targets = [`127.0.0.1:${exporterPort}`];
  return stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
    scrape_configs: [
      {
        job_name: 'environment',
        static_configs: [
          { targets, labels: { node: 'server-1', __metrics_path__: '/ipmi' } },
          { targets, labels: { room: 'Hall 1', __metrics_path__: '/leak' } },
        ],
      },
    ],
  });
}

function metricsOf({ inlet, isWet }: AlertmanagerRig['exporter']): string {
  return `ipmi_temperature_celsius{id="4",name="Inlet Temp"} ${inlet}\nleak_detector_wet ${isWet ? 1 : 0}\n`;
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.on(
    'error',
    (error) => (said += `${error.message}; are the packages prometheus and prometheus-alertmanager there?`),
  );
  await eventually(async () => {
    const response = await fetch(url).catch(() => undefined);
    if (response?.status !== 200) throw new Error(`nothing is ready at ${url}: ${said}`);
  }, PATIENCE);
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

export async function freePort(): Promise<number> {
  const server = createNetServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
