/** Wires the gateway together: store, engine, managers, southbound and interfaces. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Configuration } from './config.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { reasonOf } from './problem.ts';
import { createApp, type AnyHandlers } from './api/app.ts';
import { API_VERSION } from './api/api-versions.ts';
import { callbackHandlers } from './api/callback.ts';
import { answerClientError } from './api/client-error.ts';
import { envnotifHandlers } from './api/envnotif.ts';
import { operationalRouter } from './api/operational.ts';
import { createSecurityHandler } from './api/security.ts';
import { vnfmigHandlers } from './api/vnfmig.ts';
import { vrfmHandlers } from './api/vrfm.ts';
import { vrinfoHandlers } from './api/vrinfo.ts';
import { clearAlarm, raiseAlarm } from './engine/alarms.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { hostsToFollow } from './engine/following.ts';
import { enterInventory } from './engine/inventory.ts';
import { savePowerState } from './engine/power-off.ts';
import { createDeliverer } from './managers/deliver.ts';
import type { EnvironmentSource } from './southbound/environment/environment-source.ts';
import { createEnvironmentSources, createPowerControllers } from './southbound/southbound.ts';
import { openStore } from './store/open-store.ts';

export interface Gateway {
  apiRoot: string;
  engine: Engine;
  /** Ends in good order: no new request, what is under way is finished, the store is closed. */
  stop(): Promise<void>;
}

/** Opens the store, listens, and starts everything; resolves when the gateway is ready. */
export async function startGateway(
  configuration: Configuration,
  log: Log,
  { validateResponses = false } = {},
): Promise<Gateway> {
  const store = await openStore(configuration.store);
  const front = createFront(configuration);
  await listen(front.server, configuration.listen);
  const localApiRoot = localRoot(front.server, configuration);
  const configuredApiRoot = configuration.apiRoot?.replace(/\/+$/, '');
  const apiRoot = configuredApiRoot ?? localApiRoot;
  const metrics = createMetrics();
  const powerControllers = createPowerControllers(configuration.powerControllers, log);
  const settings = { ...configuration, apiRoot };

  const deliverer = createDeliverer({
    store,
    settings: configuration.notification,
    log,
    metrics,
    onReachability: async (subscription, problem) => {
      await engine.transact((context) =>
        problem === undefined
          ? clearAlarm(context, subscription.id, 'NOTIFICATION_UNDELIVERABLE')
          : raiseAlarm(context, {
              managedObjectId: subscription.id,
              faultType: 'NOTIFICATION_UNDELIVERABLE',
              perceivedSeverity: 'MAJOR',
              eventType: 'COMMUNICATIONS_ALARM',
              probableCause: 'communicationsSubsystemFailure',
              detail: `${subscription.callbackUri} does not take notifications of ${subscription.apiName}: ${problem}`,
            }),
      );
    },
  });
  const engine = createEngine({
    store,
    settings,
    powerControllers,
    log,
    metrics,
    onProgress: () => {
      deliverer.wake();
      following.look();
    },
  });
  const sources = createEnvironmentSources(configuration.environmentSources, {
    receive: async (notification) => {
      await engine.receive(notification);
    },
    callbackUri: `${apiRoot}/callback/v1/environment_notifications`,
    log,
  });
  const following = createFollowing(engine, sources, log);
  const readiness = {
    storeProblem: () => store.subscriptions.get('').then(() => undefined, reasonOf),
    sources: () => sources.map((source) => ({ id: source.id, status: source.status() })),
  };

  await engine.transact((context) =>
    enterInventory(context, configuration.inventory, configuration.environmentThresholds),
  );
  front.serve(
    createApp({
      apis: apisOf(engine, configuration),
      operational: operationalRouter(readiness, metrics),
      security: createSecurityHandler(configuration.authentication),
      settings: {
        ...configuration,
        localApiRoot,
        ...(configuredApiRoot === undefined ? {} : { apiRoot: configuredApiRoot }),
      },
      log,
      metrics,
      validateResponses,
    }),
  );
  await engine.start();
  deliverer.start();
  for (const source of sources) source.start();
  following.look();
  void readPowerStates(engine, powerControllers, log);
  log.info(
    { apiRoot, store: configuration.store.split(':')[0], environmentSources: sources.map(({ id }) => id) },
    'the gateway is ready',
  );
  return {
    apiRoot,
    engine,
    async stop() {
      await front.close();
      following.stop();
      await Promise.all(sources.map((source) => source.stop()));
      await engine.stop();
      await deliverer.stop();
      await store.close();
    },
  };
}

function apisOf(engine: Engine, configuration: Configuration) {
  const api = (document: string, handlers: object) => ({
    document,
    prefix: `/${document}`,
    handlers: handlers as AnyHandlers,
  });
  return [
    api('envnotif', envnotifHandlers(engine, configuration)),
    api('callback', callbackHandlers(engine)),
    api('vnfmig', vnfmigHandlers(engine, configuration)),
    api('vrinfo', vrinfoHandlers(engine, configuration)),
    api('vrfm', vrfmHandlers(engine, configuration)),
  ];
}

interface Front {
  server: Server;
  serve(app: RequestListener): void;
  close(): Promise<void>;
}

/** Bytes of request line and headers together; so much that a URI that is too long is still read, and answered 414. */
const MAXIMUM_HEAD = 32 * 1024;

/** The server answers 503 until there is something to serve. */
function createFront({ tls }: Configuration): Front {
  const notReady: RequestListener = (_request, response) => {
    response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1', version: API_VERSION });
    response.end(
      JSON.stringify({ title: 'Service Unavailable', status: 503, detail: 'the gateway is starting or stopping' }),
    );
  };
  let current = notReady;
  const listener: RequestListener = (request, response) => {
    current(request, response);
  };
  const server =
    tls === undefined
      ? createHttpServer({ maxHeaderSize: MAXIMUM_HEAD }, listener)
      : createHttpsServer(
          {
            cert: readFileSync(tls.certificateFile),
            key: readFileSync(tls.keyFile),
            minVersion: 'TLSv1.2',
            maxHeaderSize: MAXIMUM_HEAD,
            ...(tls.clientCaFile === undefined
              ? {}
              : { ca: readFileSync(tls.clientCaFile), requestCert: true, rejectUnauthorized: true }),
          },
          listener,
        );
  server.on('clientError', answerClientError);
  return {
    server,
    serve(app) {
      current = app;
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeIdleConnections();
      await closed;
    },
  };
}

function listen(server: Server, { host, port }: Configuration['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function localRoot(server: Server, { listen: { host }, tls }: Configuration): string {
  const { port } = server.address() as AddressInfo;
  return `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const FOLLOWING_PAUSE_MILLISECONDS = 250;

/** Keeps every source told of the servers to follow, once per burst of changes (R6). */
function createFollowing({ store }: Engine, sources: readonly EnvironmentSource[], log: Log) {
  let timer: NodeJS.Timeout | undefined;
  let told = '';
  let stopped = false;
  const tell = async () => {
    const hosts = await hostsToFollow(store);
    if (hosts.join('\n') === told || stopped) return;
    await Promise.all(sources.map((source) => source.follow(hosts)));
    told = hosts.join('\n');
  };
  const look = () => {
    if (stopped || timer !== undefined || sources.length === 0) return;
    timer = setTimeout(() => {
      tell()
        .catch((error: unknown) => {
          log.error({ error: reasonOf(error) }, 'the environment sources could not be told which servers to follow');
        })
        .finally(() => {
          timer = undefined;
        });
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
