import type { components } from '../../../generated/vrinfo.ts';
import type { components as VnfmigComponents } from '../../../generated/vnfmig.ts';
import type { Log } from '../../log.ts';

export type MigrationType = VnfmigComponents['schemas']['MigrationType'];

/** A virtual compute as the VIM tells it; identity (VNF, VNFC, VNF manager) as far as its metadata tell. IFA006 8.4.3. */
export type VimCompute = Pick<components['schemas']['VirtualCompute'], 'computeId' | 'hostId' | 'operationalState'> &
  Partial<
    Pick<
      components['schemas']['VirtualCompute'],
      | 'computeName'
      | 'flavourId'
      | 'virtualCpu'
      | 'virtualMemory'
      | 'virtualDisks'
      | 'metadata'
      | 'vnfInstanceId'
      | 'vnfcInstanceId'
      | 'vnfdId'
      | 'vnfmId'
    >
  >;

/** Whether the VIM puts new virtual computes on a server, and by whose will not. R18. */
export interface VimScheduling {
  schedulingState: 'ENABLED' | 'WITHDRAWN';
  /** The evacuation that withdrew it; absent when it is enabled or was withdrawn by somebody else alone. */
  hostEvacuationId?: string;
  /** What the VIM says why it is withdrawn, for people. */
  reason?: string;
  /** Whether the VIM was told that the server is off (`markPoweredOff`). */
  markedPoweredOff: boolean;
}

/** How far the VIM is with a migration that it was ordered. */
export interface VimMigration {
  state: 'PROCESSING' | 'COMPLETED' | 'FAILED';
  /** The server that the virtual compute is on now; present when COMPLETED, unless on one that is not configured. */
  computeHostId?: string;
  /** Identifier afterwards, where the VIM creates another virtual compute; absent when it keeps its own. */
  computeId?: string;
  /** 0 to 100, where the VIM tells. */
  progress?: number;
  /** For people: what the VIM says. */
  detail: string;
}

/** Something of the evacuation that was left on the VIM: found, and removed where that is safe. */
export interface Leftover {
  computeId?: string;
  /** E.g. an unconfirmed resize, a volume attachment, an allocation. */
  detail: string;
  removed: boolean;
}

export interface MigrationOrder {
  computeId: string;
  migrationType: MigrationType;
  sourceComputeHostId: string;
  /** The second server; absent: the VIM chooses. A VIM that cannot be told one chooses all the same. */
  targetComputeHostId?: string;
  /** From then on the VIM need not spare the function any more, e.g. by a disruption budget; absent: it always does. */
  deadline?: string;
}

/**
 * A virtualised infrastructure manager. Every call throws DomainError `SouthboundUnavailable` when the VIM cannot be asked or
 * nothing tells whether it took an order, and `SouthboundRefused` when it does not take the order and will not take it again.
 * Every order may be given again: one that is carried out already, or is under way, is no error. Accepted is not done: the
 * caller verifies with the reading calls. R17, R18, R21, IFA005 7.3, IFA006 7.3.
 */
export interface Vim {
  /** Name of the VIM in the configuration. */
  readonly id: string;
  /** The servers that it manages, by the gateway's own identifiers. */
  readonly computeHostIds: readonly string[];
  /** Every virtual compute on these servers now, whatever its state; one that is stopped is DISABLED. */
  readVirtualComputes(computeHostIds: readonly string[]): Promise<VimCompute[]>;
  /** Identifiers of virtual computes that are on their way to the server and still run where they were. */
  readArriving(computeHostId: string): Promise<string[]>;
  /** Those of these virtual computes that are on one of its servers now. */
  findVirtualComputes(computeIds: readonly string[]): Promise<VimCompute[]>;
  readScheduling(computeHostId: string): Promise<VimScheduling>;
  /** No new virtual compute on the server. What somebody else withdrew keeps their reason and is left as it is. */
  withdraw(computeHostId: string, hostEvacuationId: string): Promise<void>;
  /** Undoes `markPoweredOff` and `withdraw` of this evacuation, in this order, and nothing of anybody else. */
  restore(computeHostId: string, hostEvacuationId: string): Promise<void>;
  /** Tells the VIM that the server is off, so that it may bring up elsewhere what was on it; only after a verified OFF. */
  markPoweredOff(computeHostId: string, hostEvacuationId: string): Promise<void>;
  /** Begins a migration, or from a server that is marked as off brings the virtual compute up elsewhere (evacuation). */
  migrate(order: MigrationOrder): Promise<void>;
  /**
   * How far the migration of this virtual compute is that began not before `since`; undefined: no such migration. Takes it
   * further where the VIM waits for that, as with a confirmation or a disruption budget: called until the migration is over.
   */
  readMigration(order: MigrationOrder, since: string): Promise<VimMigration | undefined>;
  /** Stops a migration that is under way; one that is over stays as it is. */
  abortMigration(order: MigrationOrder): Promise<void>;
  /** What evacuated virtual computes left on the server or in the VIM's books; removes what is certainly ours and dead. */
  cleanUp(computeHostId: string, since: string): Promise<Leftover[]>;
  /** Releases connections. */
  close(): Promise<void>;
}

/** An adapter makes VIMs of one configured `type`. */
export interface VimAdapter<Config extends { type: string }> {
  readonly type: Config['type'];
  create(config: Config, log: Log): Vim;
}
