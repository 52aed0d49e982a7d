import {
  startService,
  type Service,
  type ServiceAnswer,
  type ServiceRequest,
} from '../../conformance/peers/service.ts';

/**
 * What can be wrong with a node: `locked` is being worked on; `noSoft` knows no orderly shutdown; `stuck` gives every order up, with
 * `last_error`, at the second look; `deaf` takes orders and does nothing.
 */
export type NodeFault = 'locked' | 'noSoft' | 'stuck' | 'deaf';

interface NodeState {
  power_state: string | null;
  target_power_state: string | null;
  last_error: string | null;
  maintenance: boolean;
  maintenance_reason: string | null;
}

/** The part of the Bare Metal API v1 that power needs, with the answers of Ironic 21.4; an order is done at the second look. */
export interface Ironic extends Pick<Service, 'url' | 'close'> {
  node(id: string): NodeState;
  set(id: string, change: Partial<NodeState>): void;
  setFault(id: string, fault: NodeFault | undefined): void;
  /** What was asked to be changed, e.g. `PUT states/power power off`, oldest first. */
  changes: string[];
  /** Headers of the last request. */
  lastHeaders: () => ServiceRequest['headers'];
}

/** @param isAllowed whether a request with these headers is answered; without it there is nobody to authenticate. */
export async function startIronic(
  ids: readonly string[],
  isAllowed: (headers: ServiceRequest['headers']) => boolean = (sent) => sent.authorization === undefined,
): Promise<Ironic> {
  const nodes = new Map<string, NodeState>(ids.map((id) => [id, newNode()]));
  const faults = new Map<string, NodeFault>();
  const changes: string[] = [];
  let headers: ServiceRequest['headers'] = {};
  const nodeOf = (id: string): NodeState => {
    const node = nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  };
  const answer = (request: ServiceRequest): ServiceAnswer => {
    headers = request.headers;
    if (!isAllowed(headers)) return { status: 401 };
    const [, id = '', rest = ''] = /^\/v1\/nodes\/([^/]+)\/?(.*)$/.exec(request.path) ?? [];
    const node = nodes.get(decodeURIComponent(id));
    if (node === undefined) return fault(404, `Node ${id} could not be found.`);
    const body = (request.body ?? {}) as { reason?: string; target?: string };
    if (request.method === 'GET') return { status: 200, body: looked(node, faults.get(id)) };
    changes.push([request.method, rest, body.target ?? body.reason].filter((word) => word !== undefined).join(' '));
    if (faults.get(id) === 'locked') return fault(409, `Node ${id} is locked by host rig`);
    if (rest === 'maintenance') {
      node.maintenance = request.method === 'PUT';
      node.maintenance_reason = body.reason ?? null;
      return { status: 202 };
    }
    return powered(node, body.target ?? '', faults.get(id));
  };
  const service = await startService(answer);
  return {
    ...service,
    node: nodeOf,
    set: (id, change) => Object.assign(nodeOf(id), change),
    setFault: (id, problem) => {
      if (problem === undefined) faults.delete(id);
      else faults.set(id, problem);
    },
    changes,
    lastHeaders: () => headers,
  };
}

function newNode(): NodeState {
  return {
    power_state: 'power on',
    target_power_state: null,
    last_error: null,
    maintenance: false,
    maintenance_reason: null,
  };
}

function powered(node: NodeState, target: string, problem: NodeFault | undefined): ServiceAnswer {
  if (target === 'soft power off' && problem === 'noSoft') return fault(400, 'soft power off is not supported');
  // Ironic shows where an orderly shutdown is to end.
  if (problem !== 'deaf') node.target_power_state = target === 'soft power off' ? 'power off' : target;
  return { status: 202 };
}

/** The node as it is now; afterwards the order under way has ended. */
function looked(node: NodeState, problem: NodeFault | undefined): NodeState {
  const seen = { ...node };
  if (node.target_power_state === null) return seen;
  if (problem === 'stuck') node.last_error = `Failed to change power state to '${node.target_power_state}'`;
  else node.power_state = node.target_power_state;
  node.target_power_state = null;
  return seen;
}

/** JSON within JSON, as Ironic has it. */
function fault(status: number, faultstring: string): ServiceAnswer {
  const error_message = JSON.stringify({ faultcode: 'Client', faultstring, debuginfo: null });
  return { status, body: { error_message } };
}
