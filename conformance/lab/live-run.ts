import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBmc, type Bmc, type PowerState } from '../peers/bmc.ts';
import { startEnvironmentController, type EnvironmentController } from '../peers/environment-controller.ts';
import { startChild, type Child } from './child.ts';
import { startGatewayProcess, type GatewayProcess } from './gateway-process.ts';
import { readGatewayTable, waitForLevels } from './gateway-table.ts';
import { readNfvoLine } from './notification.ts';
import { createObserver, type Observations, type Observer } from './observations.ts';
import { deathCause, entry } from './physics.ts';
import { createPlay, type Play } from './play.ts';
import { readSensors, serversOfZones } from './sensors.ts';
import { startSiteService } from './site-service.ts';
import { tellEvent, tellHappening, tellNotification, type TimelineEntry } from './timeline.ts';
import type { Scenario, ScenarioEvent } from './world.ts';

export interface LiveRun {
  play: Play;
  observations: Observations;
  timeline: TimelineEntry[];
  /** Servers that the gateway had switched off by an order. */
  poweredOff: string[];
  /** How often each server was ordered on. */
  powerOns: Record<string, number>;
  /** Where the gateway's table is not the truth at the end (R17). */
  tableErrors: string[];
}

interface LiveRunOptions {
  scenario: Scenario;
  /** File that the gateway and the other programs log to. */
  logFile: string;
  /** Told as it happens. */
  onEntry: (entry: TimelineEntry) => void;
  onProgress: (text: string) => void;
  signal: AbortSignal;
}

/** Real time between two looks at the clock, ms. */
const TICK = 100;

/** Parts that need to be ended, in the order of their start. */
type Stops = (() => Promise<void>)[];

interface Stage {
  options: LiveRunOptions;
  play: Play;
  observer: Observer;
  timeline: TimelineEntry[];
  /** Milliseconds since the epoch at which the clock of the scenario began; Infinity before. */
  startedAt: number;
  bmc: Bmc | undefined;
  gateway: GatewayProcess | undefined;
  bmcFaults: Map<string, Parameters<Bmc['setFault']>[1]>;
  /** Set when something changed that detectors report at once. */
  isNews: boolean;
}

/** Plays a scenario in real time with the gateway and its neighbours as processes of their own. */
export async function runLive(options: LiveRunOptions): Promise<LiveRun> {
  const stops: Stops = [];
  const directory = mkdtempSync(join(tmpdir(), 'lab-'));
  try {
    return await perform(options, directory, stops);
  } finally {
    for (const stop of stops.reverse()) await stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function perform(options: LiveRunOptions, directory: string, stops: Stops): Promise<LiveRun> {
  const { scenario, logFile, onProgress, signal } = options;
  const stage = createStage(options);
  const { play, observer, timeline } = stage;
  onProgress('starting BMCs, site and environment controller');
  const bmc = await startBmc({ systemIds: play.world.servers.map(({ id }) => id), hardware: hardwareOf(stage) });
  stops.push(bmc.close);
  stage.bmc = bmc;
  const controller = await startEnvironmentController({ source: 'lab', zones: serversOfZones(play.world) });
  stops.push(controller.close);
  const sites = new Map(play.site.placements().map(({ computeId, hostId }) => [computeId, hostId]));
  const site = await startSiteService(play.site, (placement) => {
    catchUp(stage);
    const { computeId, duplicateOf, hostId, vnfInstanceId } = placement;
    observer.move(placement, sites.get(duplicateOf ?? computeId) ?? '', play.state().time);
    sites.set(computeId, hostId);
    if (duplicateOf === undefined) play.interrupt(vnfInstanceId);
  });
  stops.push(site.close);
  onProgress('starting the gateway');
  const urls = { controllerUrl: controller.url, bmcUrl: bmc.url };
  const gateway = await startGatewayProcess({ scenario, directory, logFile, ...urls });
  stops.push(gateway.stop);
  stage.gateway = gateway;
  onProgress('starting NFVO and VNFMs');
  const peers = startManagers(stage, gateway.url, site.url);
  stops.push(...peers.map(({ stop }) => stop));
  await Promise.all(peers.map(({ ready }) => ready()));
  onProgress('waiting until the gateway knows its environment');
  await waitForLevels(gateway.url, () => controller.report(readSensors(play.world, play.state())));
  onProgress(`playing ${scenario.name} for ${scenario.duration} s`);
  await playInRealTime(stage, controller, signal);
  const tableErrors = await readGatewayTable(gateway.url, play.site.placements());
  return { play, timeline, tableErrors, observations: observer.observations(), ...resetsOf(bmc) };
}

function createStage(options: LiveRunOptions): Stage {
  const timeline: TimelineEntry[] = [];
  const stage: Stage = {
    options,
    timeline,
    startedAt: Number.POSITIVE_INFINITY,
    observer: createObserver(() => stage.startedAt),
    play: createPlay(options.scenario, {
      onEvent: (event) => {
        stage.isNews = true;
        tell(stage, { at: event.at, ...tellEvent(event) });
        meetEvent(stage, event);
      },
      onHappening: (happening) => {
        stage.isNews = true;
        tell(stage, { at: happening.time, ...tellHappening(happening) });
      },
    }),
    bmc: undefined,
    gateway: undefined,
    bmcFaults: new Map(),
    isNews: false,
  };
  return stage;
}

function tell(stage: Stage, entry: TimelineEntry): void {
  stage.timeline.push(entry);
  stage.options.onEntry(entry);
}

/** Events that are not about the environment. */
function meetEvent(stage: Stage, { bmcFault, gatewayKilled }: ScenarioEvent): void {
  if (bmcFault !== undefined) {
    stage.bmcFaults.set(bmcFault.computeHostId, bmcFault.fault === 'none' ? undefined : bmcFault.fault);
  }
  if (gatewayKilled !== undefined) {
    void stage.gateway?.crash(gatewayKilled).then(() => {
      tell(stage, { at: stage.play.state().time, who: 'gateway', what: 'is started again', tone: 'event' });
    });
  }
}

async function playInRealTime(stage: Stage, controller: EnvironmentController, signal: AbortSignal): Promise<void> {
  const { play, options } = stage;
  const { duration, reportInterval = 0.5 } = options.scenario;
  stage.startedAt = Date.now();
  let reportedAt = Number.NEGATIVE_INFINITY;
  while (play.state().time < duration) {
    signal.throwIfAborted();
    catchUp(stage);
    setBmcFaults(stage);
    const now = play.state().time;
    // Detectors report at once when something changes, and regularly.
    if (now - reportedAt >= reportInterval || stage.isNews) {
      void controller.report(readSensors(play.world, play.state()));
      reportedAt = now;
      stage.isNews = false;
    }
    await sleep(TICK);
  }
}

/** Brings the physics to the time that it is. */
function catchUp({ play, options, startedAt }: Stage): void {
  const now = Math.min(options.scenario.duration, (Date.now() - startedAt) / 1000);
  if (now > play.state().time) play.advance(now - play.state().time);
}

/** A BMC without power does not answer; otherwise it has the fault that the scenario gives it. */
function setBmcFaults({ play, bmc, bmcFaults }: Stage): void {
  for (const server of play.world.servers) {
    const cause = deathCause(server, play.state());
    const dark = cause === 'POWER' || cause === 'PLUG' || cause === 'GAS';
    bmc?.setFault(server.id, dark ? 'unreachable' : bmcFaults.get(server.id));
  }
}

function startManagers(stage: Stage, gateway: string, site: string): Child[] {
  const { scenario, logFile } = stage.options;
  const nfvo = startChild({
    name: 'NFVO',
    program: fileURLToPath(new URL('../peers/nfvo.js', import.meta.url)),
    args: ['--gateway', gateway],
    logFile,
    onLine: (line) => {
      readLine(stage, line);
    },
  });
  const vnfms = scenario.site.vnfms.map((vnfm) =>
    startChild({
      name: vnfm.vnfmId,
      program: fileURLToPath(new URL('../peers/vnfm.js', import.meta.url)),
      args: Object.entries({
        gateway,
        site,
        'vnfm-id': vnfm.vnfmId,
        behaviour: vnfm.behaviour ?? 'normal',
        'reply-delay-ms': (vnfm.replyDelay ?? 0.1) * 1000,
        'migration-ms': (vnfm.migrationTime ?? 1) * 1000,
        parallel: vnfm.parallel ?? 4,
      }).flatMap(([name, value]) => [`--${name}`, String(value)]),
      logFile,
      onLine: (line) => {
        appendFileSync(logFile, `${JSON.stringify({ program: vnfm.vnfmId, line })}\n`);
      },
    }),
  );
  return [nfvo, ...vnfms];
}

function readLine(stage: Stage, line: unknown): void {
  const read = readNfvoLine(line);
  if (read === undefined) return;
  for (const violation of read.violations) stage.observer.violation(violation);
  if (!('body' in read)) return;
  const at = (read.receivedAt - stage.startedAt) / 1000;
  if (at < 0) return;
  stage.observer.notification(read, at);
  const told = tellNotification(read.body, (date) => `T+${((Date.parse(date) - stage.startedAt) / 1000).toFixed(1)}`);
  if (told !== undefined && !read.duplicate) tell(stage, { at, ...told });
}

function hardwareOf(stage: Stage): NonNullable<Parameters<typeof startBmc>[0]['hardware']> {
  const powerStates = { ON: 'On', OFF: 'Off', POWERING_ON: 'PoweringOn', POWERING_OFF: 'PoweringOff' } as const;
  return {
    read: (systemId): PowerState => powerStates[entry(stage.play.state().servers, systemId).power],
    reset: (systemId, resetType) => {
      if (resetType !== 'On' && resetType !== 'ForceOff' && resetType !== 'GracefulShutdown') return;
      catchUp(stage);
      stage.play.order(systemId, resetType);
    },
  };
}

function resetsOf({ resets }: Bmc): { poweredOff: string[]; powerOns: Record<string, number> } {
  const done = resets.filter(({ status }) => status === 204);
  const powerOns: Record<string, number> = {};
  for (const { systemId, resetType } of done) {
    if (resetType === 'On') powerOns[systemId] = (powerOns[systemId] ?? 0) + 1;
  }
  const off = done.filter(({ resetType }) => resetType !== 'On').map(({ systemId }) => systemId);
  return { powerOns, poweredOff: [...new Set(off)].sort() };
}
