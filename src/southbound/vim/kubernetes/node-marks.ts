/** The marks on a node: who withdrew it and what it was like before, whether it is off, and which moves were ordered. Pure. */
import type { V1Node } from '@kubernetes/client-node';
import type { VimScheduling } from '../vim.ts';

interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: Date;
}

/** A JSON merge patch that is refused when somebody else has changed the node meanwhile. */
export interface NodePatch {
  metadata: { resourceVersion: string | undefined; annotations: Record<string, string | null> };
  spec?: { unschedulable?: boolean; taints?: Taint[] };
}

/** What the annotation keeps: by which evacuation, and the state before. */
interface Withdrawal {
  hostEvacuationId: string;
  /** Whether we cordoned the node; false: it was cordoned before. */
  cordoned: boolean;
  /** Taints that others had put on it before. */
  taints: string[];
}

/** What the annotation of a move keeps, so that it can be followed after a restart, when its pod is gone. */
export interface MoveRecord {
  /** When it was ordered, by the clock of the gateway. */
  began: string;
  /** The same by the clock of the API server, which stamps what it creates. */
  ordered: string;
  kind: 'Pod' | 'VirtualMachineInstance';
  namespace: string;
  name: string;
  /** UID of the controller that replaces it. */
  controllerUid?: string;
  vnfcInstanceId?: string;
}

const PREFIX = 'nfvi-te-gateway';
/** Label of our own migration objects, annotation of a replacement: the virtual compute that it is about. */
export const MOVED_KEY = `${PREFIX}/moved`;
const TAINT_KEY = `${PREFIX}/environment`;
const WITHDRAWAL_KEY = `${PREFIX}/withdrawal`;
/** Annotation: the evacuation that told Kubernetes that the node is off. */
const POWERED_OFF_KEY = `${PREFIX}/powered-off`;
const MOVE_KEY = `${PREFIX}/move-`;
const OUT_OF_SERVICE: Taint = {
  key: 'node.kubernetes.io/out-of-service',
  value: 'nodeshutdown',
  effect: 'NoExecute',
};
/** Taints of these are set by Kubernetes itself, after the node's own state. */
const BUILT_IN = ['node.kubernetes.io/', 'node.cloudprovider.kubernetes.io/'];

export function schedulingOf(node: V1Node): VimScheduling {
  const markedPoweredOff = isMarkedOff(node);
  const own = ownTaintOf(node)?.value ?? withdrawalOf(node)?.hostEvacuationId;
  const isCordoned = node.spec?.unschedulable === true;
  if (!isCordoned && ownTaintOf(node) === undefined && !markedPoweredOff)
    return { schedulingState: 'ENABLED', markedPoweredOff };
  return {
    schedulingState: 'WITHDRAWN',
    markedPoweredOff,
    ...(own === undefined ? {} : { hostEvacuationId: own }),
    reason: reasonOf(node, own),
  };
}

function reasonOf(node: V1Node, own: string | undefined): string {
  const name = `node ${node.metadata?.name ?? ''}`;
  const marks = blockingTaintsOf(node).filter(({ key }) => key !== TAINT_KEY);
  const others = marks.length === 0 ? '' : `, with the taints ${marks.map(({ key }) => key).join(', ')}`;
  if (own === undefined) return `${name} was withdrawn by somebody else${others}`;
  const before = withdrawalOf(node)?.cordoned === false ? ', and by somebody else before' : '';
  return `${name} was withdrawn by evacuation ${own}${before}${others}`;
}

/** Cordons the node and puts our taint on it; undefined: done already, or withdrawn by another evacuation. R18. */
export function withdrawing(node: V1Node, hostEvacuationId: string): NodePatch | undefined {
  const taint = ownTaintOf(node);
  if (taint !== undefined && taint.value !== hostEvacuationId) return undefined;
  const before = withdrawalOf(node);
  const isCordoned = node.spec?.unschedulable === true;
  if (taint !== undefined && before?.hostEvacuationId === hostEvacuationId && isCordoned) return undefined;
  const withdrawal: Withdrawal = {
    hostEvacuationId,
    // A cordon that an earlier evacuation of ours left behind is ours too.
    cordoned: !isCordoned || before?.cordoned === true,
    taints: before?.taints ?? othersOf(node).map(({ key }) => key),
  };
  return {
    ...patchOf(node, { [WITHDRAWAL_KEY]: JSON.stringify(withdrawal) }),
    spec: {
      unschedulable: true,
      taints: [
        ...taintsOf(node).filter(({ key }) => key !== TAINT_KEY),
        { key: TAINT_KEY, value: hostEvacuationId, effect: 'NoSchedule' },
      ],
    },
  };
}

/**
 * Puts the taint that lets Kubernetes give up what runs on a node that is off, and keeps in the same step what will move by that;
 * undefined: it is there.
 */
export function markingOff(
  node: V1Node,
  hostEvacuationId: string,
  moves: Readonly<Record<string, MoveRecord>>,
): NodePatch | undefined {
  if (isMarkedOff(node)) return undefined;
  const { annotations } = recording(node, moves).metadata;
  return {
    ...patchOf(node, { ...annotations, [POWERED_OFF_KEY]: hostEvacuationId }),
    spec: { taints: [...taintsOf(node), OUT_OF_SERVICE] },
  };
}

/** Takes our marks away in one step; the cordon only when it is ours and nobody has marked the node since. R21. */
export function restoring(node: V1Node, hostEvacuationId: string): NodePatch | undefined {
  const kept = withdrawalOf(node);
  const withdrawal = kept?.hostEvacuationId === hostEvacuationId ? kept : undefined;
  const ourTaints = [
    ...(ownTaintOf(node)?.value === hostEvacuationId ? [TAINT_KEY] : []),
    ...(annotationsOf(node)[POWERED_OFF_KEY] === hostEvacuationId ? [OUT_OF_SERVICE.key] : []),
  ];
  if (withdrawal === undefined && ourTaints.length === 0) return undefined;
  const isMarkedByOthers = othersOf(node).some(({ key }) => withdrawal?.taints.includes(key) === false);
  const isUncordoned = withdrawal?.cordoned === true && node.spec?.unschedulable === true && !isMarkedByOthers;
  const obsolete = [
    ...Object.keys(annotationsOf(node)).filter((key) => key.startsWith(MOVE_KEY)),
    ...(withdrawal === undefined ? [] : [WITHDRAWAL_KEY]),
    ...(ourTaints.includes(OUT_OF_SERVICE.key) ? [POWERED_OFF_KEY] : []),
  ];
  return {
    ...patchOf(node, Object.fromEntries(obsolete.map((key) => [key, null]))),
    spec: {
      taints: taintsOf(node).filter(({ key }) => !ourTaints.includes(key)),
      ...(isUncordoned ? { unschedulable: false } : {}),
    },
  };
}

/** Keeps the moves of these virtual computes. */
export function recording(node: V1Node, moves: Readonly<Record<string, MoveRecord>>): NodePatch {
  const entries = Object.entries(moves).map(([computeId, record]) => [MOVE_KEY + computeId, JSON.stringify(record)]);
  return patchOf(node, Object.fromEntries(entries) as Record<string, string>);
}

/** Undefined: there is no record. */
export function forgetting(node: V1Node, computeId: string): NodePatch | undefined {
  return moveRecordOf(node, computeId) === undefined ? undefined : patchOf(node, { [MOVE_KEY + computeId]: null });
}

export function moveRecordOf(node: V1Node, computeId: string): MoveRecord | undefined {
  return keptIn(node, MOVE_KEY + computeId) as MoveRecord | undefined;
}

export function moveRecordsOf(node: V1Node): MoveRecord[] {
  return Object.keys(annotationsOf(node))
    .filter((key) => key.startsWith(MOVE_KEY))
    .map((key) => keptIn(node, key) as MoveRecord | undefined)
    .filter((record) => record !== undefined);
}

/** Whether Kubernetes was told that the node is off. */
export function isMarkedOff(node: V1Node): boolean {
  return taintsOf(node).some(({ key }) => key === OUT_OF_SERVICE.key);
}

/** Whether the kubelet says that it is well; it stops saying so some time after it has died. */
export function isReady(node: V1Node): boolean {
  return node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function patchOf(node: V1Node, annotations: Record<string, string | null>): NodePatch {
  return { metadata: { resourceVersion: node.metadata?.resourceVersion, annotations } };
}

function withdrawalOf(node: V1Node): Withdrawal | undefined {
  return keptIn(node, WITHDRAWAL_KEY) as Withdrawal | undefined;
}

/** What an annotation keeps; one that somebody has spoilt keeps nothing. */
function keptIn(node: V1Node, key: string): unknown {
  try {
    const kept: unknown = JSON.parse(annotationsOf(node)[key] ?? 'null');
    return kept === null || typeof kept !== 'object' ? undefined : kept;
  } catch {
    return undefined;
  }
}

function annotationsOf(node: V1Node): Record<string, string> {
  return node.metadata?.annotations ?? {};
}

function taintsOf(node: V1Node): Taint[] {
  return node.spec?.taints ?? [];
}

function ownTaintOf(node: V1Node): Taint | undefined {
  return taintsOf(node).find(({ key }) => key === TAINT_KEY);
}

function blockingTaintsOf(node: V1Node): Taint[] {
  return taintsOf(node).filter(({ effect }) => effect !== 'PreferNoSchedule');
}

/** The taints by which others keep pods away. */
function othersOf(node: V1Node): Taint[] {
  return blockingTaintsOf(node).filter(
    ({ key }) => key !== TAINT_KEY && !BUILT_IN.some((prefix) => key.startsWith(prefix)),
  );
}
