import type { NfvoLine, Notification } from './notification.ts';
import type { Placement } from './site.ts';

type MigrationRequest = Extract<Notification, { notificationType: 'MigrationRequestNotification' }>['migrationRequest'];
type ComputeHostChange = Extract<Notification, { notificationType: 'ComputeHostStateChangeNotification' }>;
type Level = ComputeHostChange['environmentLevel'];

export interface LevelChange {
  at: number;
  level: Level;
}

export interface Move {
  at: number;
  /** The virtual compute, or the one that it is a duplicate of. */
  computeId: string;
  isDuplicate: boolean;
  vnfInstanceId: string;
  sourceId: string;
  targetId: string;
}

/** What was seen of the gateway from outside. */
export interface Observations {
  /** Seconds at which the first migration request was received. */
  firstMigrationRequestAt: number | undefined;
  /** The same for each server that was left. */
  firstRequestAt: Record<string, number>;
  /** Requests, newest version each. */
  requests: MigrationRequest[];
  /** How many of them were carried out by their deadline. */
  deadlinesMet: number;
  moves: Move[];
  levels: Record<string, LevelChange[]>;
  withdrawn: string[];
  /** How often each server was made able to host again. */
  enabledAgain: Record<string, number>;
  /** Seconds at which that was last. */
  enabledAt: Record<string, number>;
  violations: string[];
}

export interface Observer {
  notification(line: NfvoLine, at: number): void;
  violation(text: string): void;
  move(placement: Placement, sourceId: string, at: number): void;
  observations(): Observations;
}

/** Keeps what a run showed; `startedAt` gives the milliseconds since the epoch of the start. */
export function createObserver(startedAt: () => number): Observer {
  const requests = new Map<string, MigrationRequest>();
  const cancelled = new Set<string>();
  const moves: Move[] = [];
  const levels: Record<string, LevelChange[]> = {};
  const withdrawn = new Set<string>();
  const enabledAgain: Record<string, number> = {};
  const enabledAt: Record<string, number> = {};
  const firstRequestAt: Record<string, number> = {};
  const violations = new Set<string>();
  let firstMigrationRequestAt: number | undefined;

  const computeHost = (body: ComputeHostChange, at: number): void => {
    const { computeHostId, environmentLevel, schedulingState, changedAttributes } = body;
    (levels[computeHostId] ??= []).push({ at, level: environmentLevel });
    if (!changedAttributes.includes('schedulingState')) return;
    if (schedulingState === 'WITHDRAWN') withdrawn.add(computeHostId);
    else {
      enabledAgain[computeHostId] = (enabledAgain[computeHostId] ?? 0) + 1;
      enabledAt[computeHostId] = at;
    }
  };
  const movedAt = ({ virtualComputeIds, sourceComputeHostId }: MigrationRequest): number => {
    const times = virtualComputeIds.map(
      (id) => moves.find((move) => move.computeId === id && move.sourceId === sourceComputeHostId)?.at ?? Infinity,
    );
    return Math.max(...times);
  };
  return {
    notification: ({ body, duplicate }, at) => {
      if (duplicate) return;
      if (body.notificationType === 'ComputeHostStateChangeNotification') computeHost(body, at);
      if (body.notificationType === 'MigrationRequestNotification') {
        firstMigrationRequestAt ??= at;
        firstRequestAt[body.migrationRequest.sourceComputeHostId] ??= at;
        requests.set(body.migrationRequestId, body.migrationRequest);
      }
      if (body.notificationType === 'MigrationRequestStateChangeNotification') {
        if (body.migrationRequestState === 'CANCELLED') cancelled.add(body.migrationRequestId);
      }
    },
    violation: (text) => {
      violations.add(text);
    },
    move: ({ computeId, duplicateOf, vnfInstanceId, hostId }, sourceId, at) => {
      const isDuplicate = duplicateOf !== undefined;
      moves.push({ at, computeId: duplicateOf ?? computeId, isDuplicate, vnfInstanceId, sourceId, targetId: hostId });
    },
    observations: () => {
      const asked = [...requests.values()].filter(({ id }) => !cancelled.has(id));
      const inTime = asked.filter(
        (request) => movedAt(request) <= (Date.parse(request.migrationDeadline) - startedAt()) / 1000,
      );
      return {
        firstMigrationRequestAt,
        firstRequestAt,
        enabledAt,
        requests: asked,
        deadlinesMet: inTime.length,
        moves,
        levels,
        withdrawn: [...withdrawn].sort(),
        enabledAgain,
        violations: [...violations],
      };
    },
  };
}
