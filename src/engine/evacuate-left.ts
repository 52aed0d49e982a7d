/** What was still on a server when its power was cut is brought up elsewhere by the VIM, where no manager does it (R17, R19). */
import { reasonOf } from '../problem.ts';
import type { Context } from './context.ts';
import type { HostEvacuation, TimelineEntry } from './entities.ts';
import { askAnew, followUp } from './request-migration.ts';
import type { Case, Observation, Outcome, StepPorts } from './step.ts';
import { entry } from './timeline.ts';
import { vimOf } from './vim-guard.ts';

/** Something was left on the server, which was read to be off, and its VIM has not said yet that it knows. */
export function isLeftToVim(evacuation: HostEvacuation): boolean {
  const { hostEvacuationState, wasPoweredOff, vimMarkedPoweredOff, deactivatedVirtualComputeIds = [] } = evacuation;
  return (
    hostEvacuationState === 'POWERED_OFF' &&
    wasPoweredOff === true &&
    vimMarkedPoweredOff !== true &&
    deactivatedVirtualComputeIds.length > 0
  );
}

/** Only a server that was read to be off is told to the VIM as off, and only where something was left on it. */
export async function markPoweredOff(ports: StepPorts, { evacuation, host }: Case): Promise<Observation> {
  const vim = vimOf(ports.vims, host.id);
  if (vim === undefined || host.vimWithdrawnBy === undefined || !isLeftToVim(evacuation)) return {};
  try {
    await vim.markPoweredOff(host.id, host.vimWithdrawnBy);
    const { markedPoweredOff } = await vim.readScheduling(host.id);
    return { vimMarkedPoweredOff: markedPoweredOff };
  } catch (error) {
    return { refusal: { reason: 'VIM_UNREACHABLE', detail: `VIM ${vim.id}: ${reasonOf(error)}` } };
  }
}

/** Asks anew, once the VIM knows that the server is off, for what it moves by itself; and follows that up. */
export async function evacuateLeft(
  context: Context,
  subject: Case,
  { vimMarkedPoweredOff = false }: Observation,
): Promise<Pick<Outcome, 'timeline' | 'changes'>> {
  const { tables, settings, now } = context;
  const { evacuation, host } = subject;
  if (evacuation.hostEvacuationState !== 'POWERED_OFF') return {};
  const direct = settings.vnfManagers.filter(({ type }) => type === 'direct').map(({ vnfmId }) => vnfmId);
  const requests = await tables.migrationRequests.find({ hostEvacuationId: evacuation.id });
  const left = requests.filter(({ vnfmId }) => direct.includes(vnfmId));
  if (evacuation.vimMarkedPoweredOff === true) return { timeline: (await followUp(context, subject, left)).timeline };
  if (!vimMarkedPoweredOff) return {};
  const timeline: TimelineEntry[] = [];
  for (const request of left.filter(({ migrationRequestState: state }) => state === 'EXPIRED' || state === 'FAILED')) {
    await askAnew(context, subject, request);
    const detail = `${request.vnfInstanceId} is brought up elsewhere, because ${host.id} is off`;
    timeline.push(entry(now, 'MIGRATION_REISSUED', detail, { migrationRequestId: request.id }));
  }
  return { timeline, changes: { vimMarkedPoweredOff: true } };
}
