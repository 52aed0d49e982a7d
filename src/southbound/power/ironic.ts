import { setTimeout as sleep } from 'node:timers/promises';
import type { components } from '../../../generated/config.ts';
import type { Log } from '../../log.ts';
import { DomainError, type ProblemKind } from '../../problem.ts';
import {
  createKeystoneSession,
  createStandaloneSession,
  type OpenStackAnswer,
  type OpenStackSession,
} from '../openstack/session.ts';
import {
  failureOf,
  faultOf,
  FIELDS,
  isOurMaintenance,
  maintenanceReason,
  powerStateOf,
  type IronicNode,
  type PowerTarget,
} from './ironic-node.ts';
import type { PowerAdapter, PowerController } from './power-controller.ts';

type IronicPowerController = components['schemas']['IronicPowerController'];

/** The first microversion with soft power off and its timeout. */
const MICROVERSION = { 'x-openstack-ironic-api-version': '1.27' };
/** How often, and how often at most, it is asked what becomes of an order; afterwards the power state tells. */
const LOOK_MILLISECONDS = 250;
const LOOKS = 12;

/**
 * Power controller `ironic`: bare metal nodes of OpenStack. A node is put into maintenance before it is powered off, so that
 * nobody powers it on meanwhile; `release` ends that, and only that. GRACEFUL is soft power off. The power state is that of Ironic,
 * which reads the hardware when it carries out an order. A node that is as wanted gets no order. Throws DomainError
 * `SouthboundRefused` when the order is not taken or was given up, `SouthboundUnavailable` when nothing tells; a node that Ironic
 * is at work on (409) is of the moment. R19, R21.
 */
export const ironicAdapter: PowerAdapter<IronicPowerController> = { type: 'ironic', create: createIronicController };

function createIronicController(config: IronicPowerController, log: Log): PowerController {
  const nodes = new Map(Object.entries(config.nodes));
  const session = sessionFor(config);

  function nodeOf(computeHostId: string): Node {
    const id = nodes.get(computeHostId);
    if (id === undefined) {
      throw new DomainError('SouthboundRefused', `power controller ${config.id} does not control ${computeHostId}`);
    }
    return {
      session,
      path: `/v1/nodes/${encodeURIComponent(id)}`,
      name: `node ${id} of ${session.name} (${computeHostId})`,
    };
  }
  async function powerOff(computeHostId: string, target: PowerTarget): Promise<void> {
    const node = nodeOf(computeHostId);
    const before = await readNode(node);
    if (before.maintenance !== true) {
      const body = { reason: maintenanceReason(config.id, computeHostId) };
      expectTaken(node, 'maintenance', await request(node, 'PUT', '/maintenance', body));
    }
    await order(node, before, target, config.softPowerOffTimeout);
    log.info({ computeHostId, target }, 'Ironic took the order');
  }

  return {
    id: config.id,
    controls: (computeHostId) => nodes.has(computeHostId),
    readPowerState: async (computeHostId) => powerStateOf(await readNode(nodeOf(computeHostId))),
    powerOff: (computeHostId, mode) => powerOff(computeHostId, mode === 'GRACEFUL' ? 'soft power off' : 'power off'),
    powerOn: async (computeHostId) => {
      const node = nodeOf(computeHostId);
      await order(node, await readNode(node), 'power on', config.softPowerOffTimeout);
      log.info({ computeHostId, target: 'power on' }, 'Ironic took the order');
    },
    release: async (computeHostId) => {
      const node = nodeOf(computeHostId);
      if (!isOurMaintenance(await readNode(node), config.id)) return;
      expectTaken(node, 'the end of maintenance', await request(node, 'DELETE', '/maintenance'));
      log.info({ computeHostId }, 'the node is out of our maintenance');
    },
  };
}

/** One or the other is configured, as the document says. */
function sessionFor({ endpoint, authUrl, authentication, ...config }: IronicPowerController): OpenStackSession {
  if (authUrl === undefined || authentication === undefined)
    return createStandaloneSession({ ...config, endpoint: endpoint ?? '' });
  return createKeystoneSession({ ...config, authUrl, authentication });
}

/** A node behind its API; `name` is for people. */
interface Node {
  session: OpenStackSession;
  path: string;
  name: string;
}

function request(node: Node, method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object): Promise<OpenStackAnswer> {
  const options = { headers: MICROVERSION, ...(body === undefined ? {} : { body }) };
  return node.session.request('baremetal', method, `${node.path}${path}`, options);
}

async function readNode(node: Node): Promise<IronicNode> {
  const { statusCode, body } = await request(node, 'GET', `?fields=${FIELDS}`);
  if (statusCode === 200 && typeof body === 'object' && body !== null) return body;
  throw new DomainError('SouthboundUnavailable', `${node.name} was answered with ${statusCode}${faultOf(body)}`);
}

async function order(node: Node, before: IronicNode, target: PowerTarget, softTimeout: number): Promise<void> {
  const wanted = target === 'power on' ? 'ON' : 'OFF';
  if (powerStateOf(before) === wanted) return;
  const body = target === 'soft power off' ? { target, timeout: softTimeout } : { target };
  expectTaken(node, target, await request(node, 'PUT', '/states/power', body));
  let wasUnderWay = false;
  for (let look = 0; look < LOOKS; look += 1) {
    const now = await readNode(node).catch(() => undefined);
    if (now === undefined || powerStateOf(now) === wanted) return;
    const failure = failureOf(now, { before, wasUnderWay, wanted });
    if (failure !== undefined) throw new DomainError('SouthboundRefused', `${node.name} gave up ${target}: ${failure}`);
    wasUnderWay ||= typeof now.target_power_state === 'string';
    await sleep(LOOK_MILLISECONDS);
  }
}

/** 202 means that the order was taken. 401, 408, 409, 429 and 5xx speak of the moment, the other answers of the order itself. */
function expectTaken(node: Node, what: string, { statusCode, body }: OpenStackAnswer): void {
  if (statusCode >= 200 && statusCode < 300) return;
  const isPassing = statusCode >= 500 || [401, 408, 409, 429].includes(statusCode);
  const kind: ProblemKind = isPassing ? 'SouthboundUnavailable' : 'SouthboundRefused';
  throw new DomainError(kind, `${node.name} answered ${what} with ${statusCode}${faultOf(body)}`);
}
