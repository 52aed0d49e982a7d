/** What Ironic says of a node, and what of it is ours. OpenStack Bare Metal API v1. */
import type { PowerState } from './power-controller.ts';

export interface IronicNode {
  power_state?: unknown;
  target_power_state?: unknown;
  last_error?: unknown;
  maintenance?: unknown;
  maintenance_reason?: unknown;
}

/** Attributes that are read. */
export const FIELDS = 'power_state,target_power_state,last_error,maintenance,maintenance_reason';

export type PowerTarget = 'power on' | 'power off' | 'soft power off';

/** As Ironic has it; while it works on a node, where it is going. `error` and none at all tell nothing. */
export function powerStateOf({ power_state: state, target_power_state: target }: IronicNode): PowerState {
  if (target === 'power off' || target === 'soft power off') return 'POWERING_OFF';
  if (typeof target === 'string') return 'POWERING_ON';
  if (state === 'power on') return 'ON';
  return state === 'power off' ? 'OFF' : 'UNKNOWN';
}

/** The reason for maintenance; it begins with whose it is. */
export function maintenanceReason(controllerId: string, computeHostId: string): string {
  return `${ownerMark(controllerId)} ${computeHostId} is powered off because of its technical environment`;
}

/** Whether this power controller put the node into maintenance; that of others is theirs to end. */
export function isOurMaintenance(
  { maintenance, maintenance_reason: reason }: IronicNode,
  controllerId: string,
): boolean {
  return maintenance === true && typeof reason === 'string' && reason.startsWith(ownerMark(controllerId));
}

function ownerMark(controllerId: string): string {
  return `nfvi-te-gateway ${controllerId}:`;
}

/**
 * Why Ironic gave an order up: it works on the node no more, it said so anew, and the node is not as wanted. What it said of an
 * order before this one does not count.
 */
export function failureOf(
  node: IronicNode,
  { before, wasUnderWay, wanted }: { before: IronicNode; wasUnderWay: boolean; wanted: PowerState },
): string | undefined {
  const { last_error: error } = node;
  if (typeof node.target_power_state === 'string' || typeof error !== 'string') return undefined;
  if (powerStateOf(node) === wanted) return undefined;
  return wasUnderWay || error !== before.last_error ? error.slice(0, 500) : undefined;
}

/** What Ironic says went wrong; the text is JSON within JSON. */
export function faultOf(body: unknown): string {
  const message = typeof body === 'object' && body !== null && 'error_message' in body ? body.error_message : undefined;
  const fault: unknown = typeof message === 'string' ? parsed(message) : message;
  const text = typeof fault === 'object' && fault !== null && 'faultstring' in fault ? fault.faultstring : fault;
  return typeof text === 'string' ? `: ${text.slice(0, 500)}` : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
