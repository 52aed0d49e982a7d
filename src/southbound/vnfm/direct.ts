import type { components } from '../../../generated/config.ts';
import { DomainError, reasonOf, type ProblemDetails } from '../../problem.ts';
import type { MigrationOrder, Vim, VimMigration } from '../vim/vim.ts';
import type { MigrationAnswer, MigrationRequest, Pursuit, VnfManager, VnfManagerAdapter } from './vnf-manager.ts';

type DirectVnfManager = components['schemas']['DirectVnfManager'];

/** Where a request stands: the server it is being moved to, since when, and what became of its virtual computes. */
interface DirectOperation {
  targetComputeHostId: string;
  since: string;
  /** virtualComputeId → where the VIM has it now. */
  moved: Record<string, string>;
  /** Servers that the VIM could not move it to. */
  refused: string[];
  detail?: string;
}

const LOOK_AGAIN_SECONDS = 1;

/**
 * VNF manager `direct`: virtual computes without a manager are moved by the VIM itself, one server after the other of the
 * candidates, until it takes them all. R13, R16, IFA005 7.3.1.8.
 */
export const directAdapter: VnfManagerAdapter<DirectVnfManager> = {
  type: 'direct',
  create({ vnfmId, vimId }, { vims, log }): VnfManager {
    const vim = vims.find(({ id }) => id === vimId);
    if (vim === undefined) throw new Error(`VNF manager ${vnfmId}: there is no VIM ${vimId} in the configuration`);
    return {
      vnfmId,
      pursue: (request, operation) => pursue(vim, request, operation as DirectOperation | undefined),
      async abandon(request, operation) {
        const known = operation as DirectOperation | undefined;
        if (known === undefined) return;
        for (const computeId of remaining(request, known)) {
          log.info({ computeId, migrationRequestId: request.id }, 'the migration is called off');
          await vim.abortMigration(orderOf(request, known, computeId));
        }
      },
      start: () => undefined,
      stop: () => Promise.resolve(),
    };
  },
};

async function pursue(vim: Vim, request: MigrationRequest, known: DirectOperation | undefined): Promise<Pursuit> {
  if (migrationTypeOf(request) === undefined)
    return { answer: failed(`${request.vnfInstanceId} must not be migrated, as its nfviMaintenanceInfo says`) };
  if (known === undefined) return begin(vim, request, []);
  const [computeId] = remaining(request, known);
  if (computeId === undefined) return { answer: completed(request, known) };
  const order = orderOf(request, known, computeId);
  try {
    const migration = await vim.readMigration(order, known.since);
    if (migration === undefined) {
      await vim.migrate(order);
      return { operation: { ...known }, answer: processing(), lookAgainAfter: LOOK_AGAIN_SECONDS };
    }
    return follow(vim, request, known, { computeId, migration });
  } catch (error) {
    if (!(error instanceof DomainError && error.kind === 'SouthboundRefused')) throw error;
    return tryNext(vim, request, known, reasonOf(error));
  }
}

/** The intention is kept before the VIM is told anything. */
function begin(vim: Vim, request: MigrationRequest, refused: string[], before?: DirectOperation): Pursuit {
  const target = request.placement.candidateComputeHostIds.find(
    (id) => vim.computeHostIds.includes(id) && !refused.includes(id),
  );
  if (target === undefined) {
    const detail = before?.detail ?? `no server of VIM ${vim.id} may take it`;
    return { answer: failed(detail) };
  }
  const moved = before?.moved ?? {};
  const operation = { targetComputeHostId: target, since: new Date().toISOString(), moved, refused };
  return {
    operation,
    ...(before === undefined
      ? { answer: { migrationRequestState: 'ACCEPTED', requestVersion: request.requestVersion } }
      : {}),
    lookAgainAfter: 0,
  };
}

function follow(
  vim: Vim,
  request: MigrationRequest,
  known: DirectOperation,
  { computeId, migration }: { computeId: string; migration: VimMigration },
): Pursuit {
  if (migration.state === 'PROCESSING') return { lookAgainAfter: LOOK_AGAIN_SECONDS };
  if (migration.state === 'FAILED') return tryNext(vim, request, known, migration.detail);
  const moved = { ...known.moved, [computeId]: migration.computeId ?? computeId };
  const targetComputeHostId = migration.computeHostId ?? known.targetComputeHostId;
  const operation = { ...known, moved, targetComputeHostId, since: new Date().toISOString() };
  return remaining(request, operation).length > 0
    ? { operation, lookAgainAfter: 0 }
    : { operation, answer: completed(request, operation) };
}

/** Another server for what has not moved; what has moved stays where it is. */
function tryNext(vim: Vim, request: MigrationRequest, known: DirectOperation, detail: string): Pursuit {
  const refused = [...known.refused, known.targetComputeHostId];
  return begin(vim, request, refused, { ...known, detail });
}

function remaining({ virtualComputeIds }: MigrationRequest, { moved }: DirectOperation): string[] {
  return virtualComputeIds.filter((computeId) => moved[computeId] === undefined);
}

function orderOf(request: MigrationRequest, operation: DirectOperation, computeId: string): MigrationOrder {
  const migrationType = migrationTypeOf(request) ?? 'LIVE_MIGRATION';
  const { sourceComputeHostId } = request;
  return { computeId, migrationType, sourceComputeHostId, targetComputeHostId: operation.targetComputeHostId };
}

/** The preferred way; live where nothing is said, undefined where none is allowed. */
function migrationTypeOf({ supportedMigrationTypes }: MigrationRequest): MigrationOrder['migrationType'] | undefined {
  const [preferred = 'LIVE_MIGRATION'] = supportedMigrationTypes.filter((type) => type !== 'NO_MIGRATION');
  return supportedMigrationTypes.length === 1 && supportedMigrationTypes[0] === 'NO_MIGRATION' ? undefined : preferred;
}

const processing = (): MigrationAnswer => ({ migrationRequestState: 'PROCESSING' });

function completed({ virtualComputeIds }: MigrationRequest, operation: DirectOperation): MigrationAnswer {
  const targetVirtualComputeIds = virtualComputeIds.map((computeId) => operation.moved[computeId] ?? computeId);
  const { targetComputeHostId } = operation;
  return { migrationRequestState: 'COMPLETED', targetComputeHostId, targetVirtualComputeIds };
}

function failed(detail: string): MigrationAnswer {
  const error: ProblemDetails = { status: 409, title: 'Conflict', detail };
  return { migrationRequestState: 'FAILED', error };
}
