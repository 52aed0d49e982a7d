import type { components } from '../../generated/vnfmig-notification.ts';

export type MigrationRequest = components['schemas']['MigrationRequest'];
export type MigrationRequestState = components['schemas']['MigrationRequestState'];
export type ProblemDetails = components['schemas']['ProblemDetails'];

/**
 * `normal` migrates; `silent` never answers; `rejecting` answers REJECTED; `slow` takes five times as long; `failing`
 * accepts and then fails.
 */
export type VnfmBehaviour = 'normal' | 'silent' | 'rejecting' | 'slow' | 'failing';

/** What the VNFM does about a request. */
export type VnfmRequestStatus =
  'IGNORED' | 'WAITING' | 'ACCEPTED' | 'MIGRATING' | 'COMPLETED' | 'FAILED' | 'REJECTED' | 'CANCELLED' | 'EXPIRED';

export interface VnfmAnswer {
  migrationRequestState: MigrationRequestState;
  /** HTTP status of the gateway; undefined when it was never reached. */
  status: number | undefined;
}

export interface VnfmRequest {
  /** The newest version of the request. */
  request: MigrationRequest;
  status: VnfmRequestStatus;
  targetComputeHostId?: string;
  /** True when the gateway cancelled it or let it expire: nothing but what is done is worth an answer. */
  ended?: boolean;
  /** The answers given, oldest first. */
  answers: VnfmAnswer[];
}

export interface VnfmEvent {
  event:
    | 'REQUESTED'
    | 'REISSUED'
    | 'STARTED'
    | 'COMPLETED'
    | 'FAILED'
    | 'REJECTED'
    | 'CANCELLED'
    | 'EXPIRED'
    | 'TARGET_REFUSED';
  /** Milliseconds since the epoch. */
  at: number;
  vnfmId: string;
  migrationRequestId: string;
  vnfInstanceId: string;
  sourceComputeHostId: string;
  migrationDeadline: string;
  targetComputeHostId?: string;
  detail?: string;
}
