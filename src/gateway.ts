/** Wires the gateway together: store, engine, managers, southbound and interfaces. */
import { isDeepStrictEqual } from 'node:util';
import { readCertificate, trustedWith } from './certificates.ts';
import type { Configuration } from './config.ts';
import type { Log } from './log.ts';
import { openFront } from './front.ts';
import { createMetrics } from './metrics.ts';
import { reasonOf } from './problem.ts';
import { createEmptyApp, fillApp } from './api/app.ts';
import type { AnyHandlers, Api } from './api/operations.ts';
import { callbackHandlers } from './api/callback.ts';
import { envnotifHandlers } from './api/envnotif.ts';
import { operationalRouter } from './api/operational.ts';
import { createSecurityHandler } from './api/security.ts';
import { serverNotifierHandlers } from './api/server-notifier.ts';
import type { ApiSettings } from './api/subscriptions.ts';
import { vnfmigHandlers } from './api/vnfmig.ts';
import { vrfmHandlers } from './api/vrfm.ts';
import { vrinfoHandlers } from './api/vrinfo.ts';
import { clearAlarm, raiseAlarm } from './engine/alarms.ts';
import type { Context } from './engine/context.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { compact, type Subscription } from './engine/entities.ts';
import { enterInventory } from './engine/inventory.ts';
import { savePowerState } from './engine/power-off.ts';
import { lookAtOnce } from './engine/pursuit.ts';
import { createRetention } from './engine/retention.ts';
import { toldBySource } from './engine/told-by-source.ts';
import { createCallbacks, type CallbackSettings } from './managers/callbacks.ts';
import { createDeliverer } from './managers/deliver.ts';
import type { EnvironmentSource } from './southbound/environment/environment-source.ts';
import {
  createAccept,
  createEndpointOf,
  createEnvironmentSources,
  createPowerControllers,
  createVims,
  createVnfManagers,
  serverNotifiersOf,
} from './southbound/southbound.ts';
import type { VnfManagerPorts } from './southbound/vnfm/vnf-manager.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';

export interface Gateway {
  apiRoot: string;
  engine: Engine;
  /** Ends in good order: no new request, what is under way is finished, the store is closed. */
  stop(): Promise<void>;
}

const NO_AUTHENTICATION =
  'AUTHENTICATION IS OFF: every local program may switch servers off; configure `authentication` before real use';

/** Opens the store, listens, and starts everything; resolves when the gateway is ready. */
export async function startGateway(
  configuration: Configuration,
  log: Log,
  { validateResponses = false } = {},
): Promise<Gateway> {
  if (configuration.authentication === 'none') log.warn({}, NO_AUTHENTICATION);
  const store = await openStore(configuration.store);
  const app = createEmptyApp();
  const front = await openFront(app, configuration);
  const { localRoot: localApiRoot } = front;
  const configuredApiRoot = configuration.apiRoot?.replace(/\/+$/, '');
  const apiRoot = configuredApiRoot ?? localApiRoot;
  const metrics = createMetrics();
  const counterparts = createCounterparts(configuration, { store, apiRoot, engineOf: () => engine, log });
  const settings = { ...configuration, apiRoot };

  const callbacks = createCallbacks(callbackSettings(configuration.notification));
  const deliverer = createDeliverer({
    store,
    callbacks,
    settings: configuration.notification,
    log,
    metrics,
    onReachability: async (subscription, problem) => {
      await engine.transact((context) => showReachability(context, subscription, problem));
    },
  });
  const engine = createEngine({
    store,
    settings,
    ...counterparts,
    log,
    metrics,
    onProgress: () => {
      following.look();
    },
  });
  const retention = createRetention({ store: engine.store, settings: configuration.retention, metrics, log });
  const sources = createEnvironmentSources(configuration.environmentSources, {
    receive: (notification, environmentSourceId) => engine.receive(notification, { environmentSourceId }),
    callbackUri: `${apiRoot}/callback/v1/environment_notifications`,
    ...toldBySource(engine),
    problem: (kind, source) => {
      metrics.environmentSourceProblems.inc({ source, kind });
    },
    log,
  });
  const following = createFollowing(engine, sources, log);
  const peers = {
    accept: createAccept(configuration.environmentSources, sources),
    endpointOf: createEndpointOf(counterparts.vnfManagers),
  };

  await engine.transact((context) =>
    enterInventory(context, configuration.inventory, configuration.environmentThresholds),
  );
  await engine.catchUp();
  const stopPreparing = fillApp(app, {
    apis: apisOf(engine, { ...configuration, callbacks }, peers),
    operational: operationalRouter(readinessOf(engine, sources), metrics),
    security: createSecurityHandler(configuration.authentication, log),
    settings: compact({ ...configuration, localApiRoot, apiRoot: configuredApiRoot }),
    log,
    metrics,
    validateResponses,
  });
  front.serve();
  await engine.start();
  deliverer.start();
  retention.start();
  for (const source of sources) source.start();
  following.look();
  void readPowerStates(engine, counterparts.powerControllers, log);
  const [engineOfStore] = configuration.store.split(':');
  const environmentSources = sources.map(({ id }) => id);
  log.info({ apiRoot, listening: localApiRoot, store: engineOfStore, environmentSources }, 'the gateway is ready');
  return {
    apiRoot,
    engine,
    async stop() {
      await front.close();
      stopPreparing();
      following.stop();
      await Promise.all(sources.map((source) => source.stop()));
      await Promise.all([engine.stop(), retention.stop()]);
      await deliverer.stop();
      await callbacks.close();
      await store.close();
    },
  };
}

function readinessOf({ store, vimStatus }: Engine, sources: readonly EnvironmentSource[]) {
  return {
    vims: vimStatus,
    storeProblem: () => store.subscriptions.get('').then(() => undefined, reasonOf),
    sources: () => sources.map((source) => ({ id: source.id, status: source.status() })),
  };
}

/** What the engine acts through, as configured. */
function createCounterparts(
  { powerControllers, vims: vimSettings, vnfManagers }: Configuration,
  { store, apiRoot, engineOf, log }: { store: Store; apiRoot: string; engineOf: () => Engine; log: Log },
) {
  const vims = createVims(vimSettings, log);
  const readServerAlarms = async (notifierId: string, serverId: string) =>
    (await store.serverAlarms.find({ serverId })).filter((alarm) => alarm.notifierId === notifierId);
  const vnfManagerPorts: VnfManagerPorts = {
    vims,
    apiRoot,
    readServerAlarms,
    lookAtOnce: (vnfmId, operationVnfInstanceId) =>
      engineOf().transact((context) => lookAtOnce(context, vnfmId, operationVnfInstanceId)),
    log,
  };
  return {
    powerControllers: createPowerControllers(powerControllers, log),
    vims,
    vimSettings,
    vnfManagers: createVnfManagers(vnfManagers, vnfManagerPorts),
  };
}

/** `problem`: why the subscriber does not take notifications; undefined when it does. */
function showReachability(
  context: Context,
  { id, callbackUri, apiName }: Subscription,
  problem: string | undefined,
): Promise<void> {
  return problem === undefined
    ? clearAlarm(context, id, 'NOTIFICATION_UNDELIVERABLE')
    : raiseAlarm(context, {
        managedObjectId: id,
        faultType: 'NOTIFICATION_UNDELIVERABLE',
        perceivedSeverity: 'MAJOR',
        eventType: 'COMMUNICATIONS_ALARM',
        probableCause: 'communicationsSubsystemFailure',
        detail: `${callbackUri} does not take notifications of ${apiName}: ${problem}`,
      });
}

function callbackSettings({ timeout, clientCertificate, caFile }: Configuration['notification']): CallbackSettings {
  const certificate = clientCertificate === undefined ? undefined : readCertificate(clientCertificate);
  return compact({ timeout, certificate, ca: trustedWith(caFile) });
}

function apisOf(
  engine: Engine,
  configuration: ApiSettings & Pick<Configuration, 'vnfManagers'>,
  peers: { accept: ReturnType<typeof createAccept>; endpointOf: ReturnType<typeof createEndpointOf> },
): Api[] {
  const notifiers = serverNotifiersOf(configuration.vnfManagers);
  const api = (document: string, handlers: object) => ({
    document,
    prefix: `/${document}`,
    handlers: handlers as AnyHandlers,
  });
  const serverNotifier = {
    ...api('server-notifier', serverNotifierHandlers(engine, notifiers)),
    prefix: '/server_notifier',
  };
  return [
    api('envnotif', envnotifHandlers(engine, configuration)),
    api('callback', callbackHandlers(engine, peers.accept, peers.endpointOf)),
    api('vnfmig', vnfmigHandlers(engine, configuration)),
    api('vrinfo', vrinfoHandlers(engine, configuration)),
    api('vrfm', vrfmHandlers(engine, configuration)),
    ...(notifiers.length === 0 ? [] : [serverNotifier]),
  ];
}

const FOLLOWING_PAUSE_MILLISECONDS = 250;

/** Keeps every source told of the servers to follow, once per burst of changes (R6). */
function createFollowing(engine: Engine, sources: readonly EnvironmentSource[], log: Log) {
  let timer: NodeJS.Timeout | undefined;
  let told: readonly string[] = [];
  let stopped = false;
  const tell = async () => {
    const hosts = await engine.followed();
    if (isDeepStrictEqual(hosts, told) || stopped) return;
    await Promise.all(sources.map((source) => source.follow(hosts)));
    told = hosts;
  };
  const look = () => {
    if (stopped || timer !== undefined || sources.length === 0) return;
    timer = setTimeout(() => {
      tell().then(
        () => {
          timer = undefined;
        },
        (error: unknown) => {
          log.error({ error: reasonOf(error) }, 'the environment sources could not be told which servers to follow');
          timer = undefined;
          look();
        },
      );
    }, FOLLOWING_PAUSE_MILLISECONDS);
  };
  return {
    look,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What the hardware says at the start is what the table says. */
async function readPowerStates(
  engine: Engine,
  controllers: ReturnType<typeof createPowerControllers>,
  log: Log,
): Promise<void> {
  const hosts = await engine.store.computeHosts.find({});
  for (const host of hosts) {
    const controller = controllers.find((candidate) => candidate.controls(host.id));
    if (controller === undefined) continue;
    try {
      const powerState = await controller.readPowerState(host.id);
      await engine.transact((context) => savePowerState(context, host, powerState));
    } catch (error) {
      log.warn({ computeHostId: host.id, error: reasonOf(error) }, 'the power state could not be read');
    }
  }
}
