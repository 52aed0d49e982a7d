import type { components } from '../../generated/config.ts';
import { createVnfManagers } from '../../src/southbound/southbound.ts';
import type {
  MigrationRequest,
  Operation,
  Pursuit,
  ServerAlarm,
  VnfManager,
} from '../../src/southbound/vnfm/vnf-manager.ts';
import { createNfvi, type Nfvi } from '../simulators/nfvi.ts';
import {
  startSimulatedVnfm,
  type SimulatedOperation,
  type SimulatedVnfm,
  type VnfmOptions,
} from '../simulators/vnfm-sol003.ts';
import { createRecordingLog, pause, type LogLine } from './recording-ports.ts';

type Config = components['schemas']['Configuration']['vnfManagers'][number];

export const SECRET = 'a secret: 100% & "quoted"';

/** Two VNFCs of the VNF `vnf-1` are on server-1, which is withdrawn, and one is on server-2. */
export interface VnfManagerSite {
  nfvi: Nfvi;
  vnfm: SimulatedVnfm;
  lines: LogLine[];
  /** What is registered at the Server Notifier, by virtual compute. */
  serverAlarms: Map<string, ServerAlarm[]>;
  /** A runner of this request with managers of this configuration. */
  run(config?: Partial<Config>, request?: Partial<MigrationRequest>, options?: { isVimKnown: boolean }): Runner;
  /** The one heal that was begun so far. */
  theHeal(): SimulatedOperation;
  close(): Promise<void>;
}

/**
 * Does what the engine does with a manager: keeps the operation as text, applies the answers to the request, and starts a new
 * manager before every look, as after a restart.
 */
export interface Runner {
  request: MigrationRequest;
  /** The answers so far, oldest first. */
  answers: NonNullable<Pursuit['answer']>[];
  look(): Promise<Pursuit>;
  /** Looks, and dies before anything of it is kept. */
  lookAndDie(): Promise<void>;
  /** Looks until it is in this state. */
  until(state: MigrationRequest['migrationRequestState']): Promise<Pursuit>;
  /** Looks until the condition holds, once at least; gives the last pursuit. */
  untilTrue(condition: () => boolean): Promise<Pursuit>;
  /** Looks until the VNF manager has begun to heal. */
  untilBegun(): Promise<Pursuit>;
  /** That of the last answer. */
  error(): NonNullable<Pursuit['answer']>['error'];
  /** The manager is asked anew, as the engine does after a failure. */
  askAnew(): void;
  abandon(): Promise<void>;
}

const MAXIMUM_LOOKS = 200;

export async function createSite(options: VnfmOptions = {}): Promise<VnfManagerSite> {
  const nfvi = createNfvi(['server-1', 'server-2', 'server-3']);
  const vnfm = await startSimulatedVnfm(nfvi, options);
  const { log, lines } = createRecordingLog();
  const serverAlarms = new Map<string, ServerAlarm[]>();
  nfvi.withdrawn.add('server-1');
  for (const [computeId, hostId] of [
    ['vc-1', 'server-1'],
    ['vc-2', 'server-1'],
    ['vc-3', 'server-2'],
  ] as const)
    nfvi.hosts.set(computeId, hostId);
  vnfm.vnfs.push({
    id: 'vnf-1',
    instantiated: true,
    vnfcs: [
      { id: 'r-1', vduId: 'VDU1', computeId: 'vc-1' },
      { id: 'r-2', vduId: 'VDU2', computeId: 'vc-2' },
      { id: 'r-3', vduId: 'VDU1', computeId: 'vc-3' },
    ],
  });

  const createManager = (config: Partial<Config>, isVimKnown: boolean): VnfManager => {
    const defaults = { vnfmId: 'vnfm-1', timeout: 5, pollInterval: 0.05, maximumRetries: 2, subscribe: false };
    const whole = {
      ...defaults,
      type: 'sol003',
      apiRoot: vnfm.apiRoot,
      healWholeVnf: false,
      failedTemporarily: 'RETRY',
      ...config,
    } as Config;
    const [manager] = createVnfManagers([whole], {
      vims: isVimKnown ? [nfvi.vim] : [],
      apiRoot: 'http://127.0.0.1:9',
      lookAtOnce: () => Promise.resolve(),
      readServerAlarms: (notifierId, computeId) =>
        Promise.resolve(notifierId === 'vnfm-1' ? (serverAlarms.get(computeId) ?? []) : []),
      log,
    });
    if (manager === undefined) throw new Error('there is no manager');
    return manager;
  };
  return {
    nfvi,
    vnfm,
    lines,
    serverAlarms,
    run: (config = {}, request = {}, { isVimKnown } = { isVimKnown: true }) =>
      createRunner(() => createManager(config, isVimKnown), { vnfm, request: requestWith(request) }),
    theHeal: () => {
      const [heal, ...others] = vnfm.heals();
      if (heal === undefined || others.length > 0) throw new Error(`of heals there are ${vnfm.heals().length}`);
      return heal;
    },
    close: () => vnfm.close(),
  };
}

interface Subject {
  vnfm: SimulatedVnfm;
  request: MigrationRequest;
}

function createRunner(create: () => VnfManager, { vnfm, request }: Subject): Runner {
  let kept: string | undefined;
  const withManager = async <Result>(work: (manager: VnfManager, operation?: Operation) => Promise<Result>) => {
    const manager = create();
    manager.start();
    try {
      return await work(manager, kept === undefined ? undefined : (JSON.parse(kept) as Operation));
    } finally {
      await manager.stop();
    }
  };
  const pursue = () => withManager((manager, operation) => manager.pursue(runner.request, operation));
  const runner: Runner = {
    request,
    answers: [],
    async look() {
      const pursuit = await pursue();
      if (pursuit.operation !== undefined) kept = JSON.stringify(pursuit.operation);
      if (pursuit.answer !== undefined) {
        runner.answers.push(pursuit.answer);
        runner.request = { ...runner.request, migrationRequestState: pursuit.answer.migrationRequestState };
      }
      return pursuit;
    },
    async lookAndDie() {
      await pursue();
    },
    until: (state) => runner.untilTrue(() => runner.request.migrationRequestState === state),
    async untilTrue(condition) {
      for (let looks = 0; looks < MAXIMUM_LOOKS; looks += 1) {
        const pursuit = await runner.look();
        if (condition()) return pursuit;
        if (pursuit.lookAgainAfter === undefined) throw new Error(`it wants no more looks: ${kept ?? ''}`);
        await pause(Math.min(10, 1000 * pursuit.lookAgainAfter));
      }
      throw new Error(`still ${JSON.stringify([runner.answers, kept])}`);
    },
    untilBegun: () => runner.untilTrue(() => vnfm.heals().length > 0),
    error: () => runner.answers.at(-1)?.error,
    askAnew() {
      const { attempt = 1, requestVersion } = runner.request;
      runner.request = {
        ...runner.request,
        attempt: attempt + 1,
        requestVersion: requestVersion + 1,
        migrationRequestState: 'REQUESTED',
      };
    },
    abandon: () => withManager((manager, operation) => manager.abandon(runner.request, operation)),
  };
  return runner;
}

/** Where every healed function comes up. */
export const onServer = (hostId: string) => () => hostId;

export function inSeconds(seconds: number): string {
  return new Date(Date.now() + 1000 * seconds).toISOString();
}

function requestWith(changes: Partial<MigrationRequest>): MigrationRequest {
  const now = inSeconds(0);
  return {
    id: 'request-1',
    requestVersion: 1,
    attempt: 1,
    hostEvacuationId: 'evacuation-1',
    vnfInstanceId: 'vnf-1',
    vnfcInstanceIds: ['a', 'b'],
    virtualComputeIds: ['vc-1', 'vc-2'],
    vnfmId: 'vnfm-1',
    sourceComputeHostId: 'server-1',
    requestedAction: 'MIGRATE',
    supportedMigrationTypes: ['LIVE_MIGRATION'],
    criticality: 50,
    migrationDuration: 600,
    migrationDeadline: inSeconds(600),
    replyDeadline: inSeconds(10),
    requestedTime: now,
    stateEnteredTime: now,
    placement: { excludedComputeHostIds: [], excludedResourceZoneIds: [], candidateComputeHostIds: ['server-2'] },
    cause: { description: 'POWER battery.charge 34 %' },
    migrationRequestState: 'REQUESTED',
    ...changes,
  };
}
