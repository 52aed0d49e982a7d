import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { PowerController } from '../southbound/power/power-controller.ts';
import type { Vim } from '../southbound/vim/vim.ts';
import type { VnfManager } from '../southbound/vnfm/vnf-manager.ts';
import type { Store, Tables } from '../store/store.ts';
import { DomainError } from '../problem.ts';
import { toTime, type EnvironmentNotificationRequest } from './entities.ts';
import type { Context, QuietReadings, Settings } from './context.ts';
import { createDriver } from './driver.ts';
import { createPursuer } from './pursuit.ts';
import { createCheckpoint } from './checkpoint.ts';
import { withCurrentStates } from './current-states.ts';
import { followSite, type FollowedSite } from './followed-site.ts';
import { createIntake } from './intake.ts';
import { createLeftReadings } from './left-readings.ts';
import { createQuietReadings, NOTHING_QUIET } from './quiet-readings.ts';
import { withSharedStates } from './shared-quiet.ts';
import { alarmRejected, type Incoming, type Received } from './receive.ts';
import { createTransactTogether, type Transact } from './transact-together.ts';
import { createConvert } from './unit.ts';
import { createVimFollower, type VimSettings, type VimStatus } from './vim-follower.ts';

export interface EnginePorts {
  store: Store;
  settings: Settings;
  powerControllers: readonly PowerController[];
  vims: readonly Vim[];
  vimSettings: readonly VimSettings[];
  vnfManagers: readonly VnfManager[];
  log: Log;
  metrics: Metrics;
  /** Called after changes were made durable, so that queued notifications go out at once. */
  onProgress: () => void;
}

/** The engine: everything that changes something goes through `transact`. */
export interface Engine {
  readonly store: Store;
  readonly settings: Settings;
  /** Runs the work in one transaction at one time; afterwards due steps and deliveries begin at once. */
  readonly transact: Transact;
  /** The same for the answers of VNF managers, of which those that come together share a transaction. */
  readonly answer: Transact;
  /** Step 200, for the interface and for every environment source. */
  readonly receive: (request: EnvironmentNotificationRequest, more?: Omit<Incoming, 'request'>) => Promise<Received>;
  /** The servers whose environment has to be heard (R6), in order; the same list as long as nothing about it changed. */
  readonly followed: () => Promise<readonly string[]>;
  /** How each VIM is followed, for people and `/readyz`. */
  readonly vimStatus: () => VimStatus[];
  /** Has in mind again what went with the process before; before anything else is taken. */
  catchUp(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createEngine(ports: EnginePorts): Engine {
  const { settings, powerControllers, vims, vnfManagers, log, metrics } = ports;
  const convert = createConvert();
  const left = createLeftReadings(convert);
  const taken = createQuietReadings(convert);
  const quiet: QuietReadings = ports.store.exclusive
    ? { ...taken, fold: (state) => taken.fold(left.fold(state)) }
    : NOTHING_QUIET;
  const current = ports.store.exclusive
    ? { store: withCurrentStates(ports.store, quiet, () => checkpoint.writeAll()), quietOn: () => quiet }
    : withSharedStates(ports.store, convert);
  const { store, siteOf, keptSite } = followSite(current.store);
  const contextOn = createContextOn({ settings, convert, keptSite }, current.quietOn, siteOf);
  const onProgress = () => {
    ports.onProgress();
    follower.wake();
    pursuer.wake();
  };
  const common = { store, contextOn, log };
  const isBeginning = () => intake.isBeginning();
  const driver = createDriver({ ...common, powerControllers, vims, onProgress, isBeginning });
  const wakeAll = () => {
    onProgress();
    driver.wake();
  };
  const transact: Transact = async (work) => {
    const result = await store.transaction((tables) => work(contextOn(tables)));
    wakeAll();
    return result;
  };
  const answer = createTransactTogether({ store, contextOn, transact, onProgress: wakeAll });
  const follower = createVimFollower({ vims, settings: ports.vimSettings, store, transact, log });
  const checkpoint = createCheckpoint({ ...common, quiet, left, transact, onProgress: wakeAll });
  const intake = createIntake({ ...common, onProgress: wakeAll });
  const pursuer = createPursuer({ vnfManagers, store, transact, log });
  store.onCommitElsewhere((isChanged) => {
    // Which servers have to be heard may be others now.
    if (isChanged('computeHosts') || isChanged('virtualComputes') || isChanged('hostEvacuations')) ports.onProgress();
    if (isChanged('hostEvacuations')) driver.wake();
    if (isChanged('migrationRequests')) pursuer.wake();
    if (isChanged('computeHosts')) follower.wake();
  });
  const countRejected = (count: number) => {
    metrics.environmentData.inc({ result: 'rejected' }, count);
  };
  return {
    store,
    settings,
    transact,
    answer,
    async receive(request, more) {
      try {
        const received = await intake.take({ request, ...more });
        const rejected = received.notification.rejectedEnvironmentData?.length ?? 0;
        if (!received.created) metrics.environmentData.inc({ result: 'repeated' }, request.environmentData.length);
        else {
          countRejected(rejected);
          metrics.environmentData.inc({ result: 'applied' }, request.environmentData.length - rejected);
        }
        return received;
      } catch (error) {
        countRejected(request.environmentData.length);
        if (error instanceof DomainError && error.kind === 'Unprocessable') {
          const rejected = error.invalidParams.map(({ reason }) => ({ problem: reason }));
          await transact((context) => alarmRejected(context, request, rejected));
        }
        throw error;
      }
    },
    followed: () => store.transaction(async (tables) => (await siteOf(tables)).followed()),
    vimStatus: () => follower.status(),
    async catchUp() {
      await checkpoint.start();
      // Known before the first server fails.
      await transact((context) => context.site());
    },
    async start() {
      await driver.start();
      follower.start();
      pursuer.start();
    },
    async stop() {
      await driver.stop();
      await Promise.all([pursuer.stop(), follower.stop()]);
      await checkpoint.stop();
    },
  };
}

/** A transaction works at the time when it begins. */
function createContextOn(
  known: Pick<Context, 'settings' | 'convert' | 'keptSite'>,
  quietOn: (tables: Tables) => QuietReadings,
  siteOf: FollowedSite['siteOf'],
): (tables: Tables) => Context {
  return (tables) => ({
    tables,
    quiet: quietOn(tables),
    now: toTime(Date.now()),
    site: () => siteOf(tables),
    begun: [],
    heardBy: new Set(),
    ...known,
  });
}
