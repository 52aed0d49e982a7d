/** Whether a server may host more functions, and how others learn of it (R18). */
import { notify } from '../managers/notifications.ts';
import { compact, type ComputeHost } from './entities.ts';
import type { Context } from './context.ts';

/** Tells that attributes of a server changed (R18). */
export async function notifyComputeHost(
  context: Context,
  host: ComputeHost,
  changedAttributes: string[],
): Promise<void> {
  await notify(context, {
    apiName: 'vrinfo',
    notificationType: 'ComputeHostStateChangeNotification',
    resourceId: host.id,
    subject: { computeHostIds: [host.id] },
    content: compact({
      computeHostId: host.id,
      environmentLevel: host.environmentLevel,
      schedulingState: host.schedulingState,
      powerState: host.powerState,
      changedAttributes,
      hostEvacuationId: host.hostEvacuationId,
    }),
  });
}

/** Adds a reason why the server is withdrawn; each owner has one at most. */
export async function addWithdrawal(
  context: Context,
  host: ComputeHost,
  withdrawnBy: string,
  reason: string,
): Promise<ComputeHost> {
  if (host.withdrawals.some((withdrawal) => withdrawal.withdrawnBy === withdrawnBy)) return host;
  const withdrawals = [...host.withdrawals, { withdrawnBy, reason, withdrawnTime: context.now }];
  return saveWithdrawals(context, host, withdrawals);
}

/** Removes the owner's own reason; the server is usable again when none is left. */
export async function removeWithdrawal(context: Context, host: ComputeHost, withdrawnBy: string): Promise<ComputeHost> {
  const withdrawals = host.withdrawals.filter((withdrawal) => withdrawal.withdrawnBy !== withdrawnBy);
  return withdrawals.length === host.withdrawals.length ? host : saveWithdrawals(context, host, withdrawals);
}

async function saveWithdrawals(
  context: Context,
  host: ComputeHost,
  withdrawals: ComputeHost['withdrawals'],
): Promise<ComputeHost> {
  const schedulingState = withdrawals.length === 0 ? 'ENABLED' : 'WITHDRAWN';
  const next: ComputeHost = { ...host, withdrawals, schedulingState };
  await context.tables.computeHosts.update(next);
  if (schedulingState !== host.schedulingState) await notifyComputeHost(context, next, ['schedulingState']);
  return next;
}
