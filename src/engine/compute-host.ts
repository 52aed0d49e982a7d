/** What an operator orders for a server (R10, R18, R21). */
import { DomainError } from '../problem.ts';
import { addSeconds, compact, type ComputeHost, type HostEvacuation, type PowerOffPolicy } from './entities.ts';
import type { Context } from './context.ts';
import { openEvacuationOf, startEvacuation } from './evacuation.ts';
import { OPERATOR } from './representations.ts';
import { addWithdrawal, removeWithdrawal } from './scheduling.ts';

async function getComputeHost({ tables }: Context, computeHostId: string): Promise<ComputeHost> {
  const host = await tables.computeHosts.get(computeHostId);
  if (host === undefined) throw new DomainError('NotFound', `no compute host ${computeHostId}`);
  return host;
}

/** Task `withdraw`: by order of an operator; the gateway never undoes it by itself. */
export async function withdrawComputeHost(context: Context, computeHostId: string, reason: string): Promise<void> {
  await addWithdrawal(context, await getComputeHost(context, computeHostId), OPERATOR, reason);
}

/** Task `evacuate`: starts an evacuation whose restoration the operator releases. */
export async function evacuateComputeHost(
  context: Context,
  computeHostId: string,
  order: { reason?: string; evacuationTime?: number; powerOffPolicy?: PowerOffPolicy },
): Promise<HostEvacuation> {
  const host = await getComputeHost(context, computeHostId);
  const open = await openEvacuationOf(context, host);
  if (open !== undefined) {
    throw new DomainError(
      'StateConflict',
      `compute host ${host.id} is being evacuated already: host evacuation ${open.id} is ${open.hostEvacuationState}`,
    );
  }
  return startEvacuation(
    context,
    host,
    compact({
      cause: { computeHostId: host.id, zoneWide: false, description: order.reason ?? 'ordered by an operator' },
      evacuationDeadline:
        order.evacuationTime === undefined ? undefined : addSeconds(context.now, order.evacuationTime),
      powerOffPolicy: order.powerOffPolicy ?? ('NEVER' as const),
      manualRelease: true,
      ordered: true,
    }),
  );
}

/** Task `restore`: undoes the operator's withdrawal and releases the restoration of an open evacuation, if there is one. */
export async function restoreComputeHost(context: Context, computeHostId: string): Promise<HostEvacuation | undefined> {
  const host = await getComputeHost(context, computeHostId);
  const open = await openEvacuationOf(context, host);
  const withdrawn = host.withdrawals.some(({ withdrawnBy }) => withdrawnBy === OPERATOR);
  if (!withdrawn && open === undefined) {
    throw new DomainError('StateConflict', `compute host ${host.id} is neither withdrawn by an operator nor evacuated`);
  }
  await removeWithdrawal(context, host, OPERATOR);
  if (open === undefined) return undefined;
  const released: HostEvacuation = {
    ...open,
    released: true,
    nextAttemptTime: context.now,
    timeline: [
      ...open.timeline,
      { timeStamp: context.now, step: 'RELEASED', detail: 'an operator released the restoration' },
    ],
  };
  await context.tables.hostEvacuations.update(released);
  return released;
}
