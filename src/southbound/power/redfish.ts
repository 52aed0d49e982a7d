import { Agent, type Dispatcher } from 'undici';
import type { components } from '../../../generated/config.ts';
import { trustedWith } from '../../certificates.ts';
import type { Log } from '../../log.ts';
import { DomainError, reasonOf, type ProblemKind } from '../../problem.ts';
import { messageOf, readResource, resourceIn, send, type RedfishAnswer } from '../redfish-service.ts';
import type { PowerAdapter, PowerController, PowerRestorePolicy, PowerState } from './power-controller.ts';
import { followTask } from './redfish-task.ts';

type RedfishPowerController = components['schemas']['RedfishPowerController'];
type ResetType = 'GracefulShutdown' | 'ForceOff' | 'On' | 'ForceOn';

/** The part of a ComputerSystem that is read. DMTF DSP0268, ComputerSystem. */
interface ComputerSystem {
  PowerState?: unknown;
  PowerRestorePolicy?: unknown;
  Actions?: Record<string, Record<string, unknown> | undefined>;
}

/** DMTF DSP0268, Resource.PowerState; `Paused` and what a vendor adds tell nothing that can be relied on. */
const POWER_STATES: ReadonlyMap<unknown, PowerState> = new Map<unknown, PowerState>([
  ['On', 'ON'],
  ['Off', 'OFF'],
  ['PoweringOn', 'POWERING_ON'],
  ['PoweringOff', 'POWERING_OFF'],
]);

/** DMTF DSP0268, ComputerSystem.PowerRestorePolicyTypes. */
const POLICIES: readonly PowerRestorePolicy[] = ['AlwaysOn', 'AlwaysOff', 'LastState'];

/**
 * Power controller `redfish`: the BMCs of servers. GRACEFUL is `GracefulShutdown`, FORCED is `ForceOff`, power on is `On` or
 * else `ForceOn`; only what the BMC says it takes is ordered. `PushPowerButton` is never: it does the opposite of what is wanted
 * to a server that changed its state meanwhile. A server that already is as wanted gets no order.
 * Throws DomainError `SouthboundRefused` when the BMC does not take the order and will not take it again, as with a
 * GRACEFUL that it does not know; `SouthboundUnavailable` when it cannot be asked, or when nothing tells whether it took
 * the order. Every text names the BMC and the system. R19, R21, DMTF DSP0266.
 */
export const redfishAdapter: PowerAdapter<RedfishPowerController> = {
  type: 'redfish',
  create: createRedfishController,
};

function createRedfishController(config: RedfishPowerController, log: Log): PowerController {
  const systems = new Map(Object.entries(config.systems));
  const ca = trustedWith(config.caFile);
  const dispatcher = ca === undefined ? undefined : new Agent({ connect: { ca } });

  function bmcOf(computeHostId: string): Bmc {
    const system = systems.get(computeHostId);
    if (system === undefined) {
      throw new DomainError('SouthboundRefused', `power controller ${config.id} does not control ${computeHostId}`);
    }
    return { config, dispatcher, system, name: `system ${system} of BMC ${config.baseUrl} (${computeHostId})` };
  }
  async function order(computeHostId: string, wanted: 'ON' | 'OFF', candidates: readonly ResetType[]): Promise<void> {
    const bmc = bmcOf(computeHostId);
    const computerSystem = await readSystem(bmc);
    if (powerStateOf(computerSystem) === wanted) {
      log.info({ computeHostId, powerState: wanted }, 'the server is already as wanted; no order given');
      return;
    }
    const resetType = chooseResetType(bmc, await readAllowableValues(bmc, computerSystem, log), candidates);
    await reset(bmc, computerSystem, resetType);
    log.info({ computeHostId, resetType }, 'the BMC accepted the order');
  }

  return {
    id: config.id,
    controls: (computeHostId) => systems.has(computeHostId),
    readPowerState: async (computeHostId) => powerStateOf(await readSystem(bmcOf(computeHostId))),
    powerOff: (computeHostId, mode) =>
      order(computeHostId, 'OFF', [mode === 'GRACEFUL' ? 'GracefulShutdown' : 'ForceOff']),
    powerOn: (computeHostId) => order(computeHostId, 'ON', ['On', 'ForceOn']),
    readPowerRestorePolicy: async (computeHostId) => {
      const { PowerRestorePolicy: said } = await readSystem(bmcOf(computeHostId));
      return POLICIES.find((policy) => policy === said);
    },
    setPowerRestorePolicy: (computeHostId, policy) => setPowerRestorePolicy(bmcOf(computeHostId), policy),
  };
}

/** A system behind its BMC; `name` is for people. */
interface Bmc {
  config: RedfishPowerController;
  /** Absent: the CAs of the system are trusted. */
  dispatcher: Dispatcher | undefined;
  system: string;
  name: string;
}

function powerStateOf(computerSystem: ComputerSystem): PowerState {
  return POWER_STATES.get(computerSystem.PowerState) ?? 'UNKNOWN';
}

async function readSystem(bmc: Bmc): Promise<ComputerSystem> {
  return await readResource(bmc, bmc.system);
}

/** The first candidate that the BMC says it takes; the first of all when it does not say. DMTF DSP0266, AllowableValues. */
function chooseResetType(
  bmc: Bmc,
  allowable: readonly string[] | undefined,
  candidates: readonly ResetType[],
): ResetType {
  const chosen = candidates.find((candidate) => allowable?.includes(candidate) ?? true);
  if (chosen !== undefined) return chosen;
  throw new DomainError(
    'SouthboundRefused',
    `${bmc.name} takes no ${candidates.join(' or ')}, only ${allowable?.join(', ') || 'nothing'}`,
  );
}

/** Undefined when the BMC does not say; an ActionInfo that cannot be read must not keep the power on. */
async function readAllowableValues(bmc: Bmc, computerSystem: ComputerSystem, log: Log): Promise<string[] | undefined> {
  const action = resetActionOf(computerSystem);
  const values = stringsOf(action?.['ResetType@Redfish.AllowableValues']);
  if (values !== undefined) return values;
  const actionInfo = action?.['@Redfish.ActionInfo'];
  if (typeof actionInfo !== 'string') return undefined;
  try {
    const { Parameters } = (await readResource(bmc, actionInfo)) as { Parameters?: unknown };
    if (!Array.isArray(Parameters)) return undefined;
    const parameters = Parameters as ({ Name?: unknown; AllowableValues?: unknown } | null)[];
    return stringsOf(parameters.find((parameter) => parameter?.Name === 'ResetType')?.AllowableValues);
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'the BMC does not tell which orders it takes');
    return undefined;
  }
}

function resetActionOf(computerSystem: ComputerSystem): Record<string, unknown> | undefined {
  return computerSystem.Actions?.['#ComputerSystem.Reset'];
}

function stringsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** POST of the reset action: taken is not carried out. */
async function reset(bmc: Bmc, computerSystem: ComputerSystem, resetType: ResetType): Promise<void> {
  const given = resetActionOf(computerSystem)?.['target'];
  const target = typeof given === 'string' ? given : `${bmc.system}/Actions/ComputerSystem.Reset`;
  await expectTaken(bmc, resetType, await send(bmc, 'POST', target, { body: { ResetType: resetType } }));
}

/** PATCH of the system as it was read, which some BMCs insist on. DMTF DSP0266, ETags. */
async function setPowerRestorePolicy(bmc: Bmc, policy: PowerRestorePolicy): Promise<void> {
  const read = await send(bmc, 'GET', bmc.system);
  resourceIn(bmc, bmc.system, read);
  const headers = read.etag === undefined ? {} : { 'if-match': read.etag };
  const body = { PowerRestorePolicy: policy };
  const answer = await send(bmc, 'PATCH', bmc.system, { body, headers });
  await expectTaken(bmc, `PowerRestorePolicy ${policy}`, answer);
}

/** 200 and 204 mean that the order was taken; 202 that a task carries it out, which may still fail. DMTF DSP0266, tasks. */
async function expectTaken(bmc: Bmc, order: string, answer: RedfishAnswer): Promise<void> {
  const { statusCode, text } = answer;
  if (statusCode === 202 && answer.location !== undefined) {
    const { location } = answer;
    const failure = await followTask(() => send(bmc, 'GET', location));
    if (failure === undefined) return;
    throw new DomainError('SouthboundRefused', `the task of ${bmc.name} for ${order} failed: ${failure}`);
  }
  if ([200, 202, 204].includes(statusCode)) return;
  // 408, 429 and 5xx speak of the moment, the other answers of the order itself.
  const kind: ProblemKind =
    statusCode >= 500 || statusCode === 408 || statusCode === 429 ? 'SouthboundUnavailable' : 'SouthboundRefused';
  throw new DomainError(kind, `${bmc.name} answered ${order} with ${statusCode}${messageOf(text)}`);
}
