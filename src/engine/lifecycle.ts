/**
 * The evacuation of a server, state by state. The order is that of docs/requirements.md, with the withdrawal first:
 *
 *   200 receive → 201 determine → WITHDRAWING (204) → MIGRATING (202, 203) → CLEANING_UP → POWERING_OFF (205)
 *   → POWERED_OFF, or EVACUATED where the server stays on → RESTORING → COMPLETED
 *
 * A newcomer's words: an *evacuation* (HostEvacuation) is the saving of one server; a *migration request* asks one VNF manager
 * to move one VNF's share of it; a *step* is the work of one state; the *driver* runs due steps and saves what they decide.
 */
import { cleanUp } from './clean-up.ts';
import type { HostEvacuationState } from './entities.ts';
import { powerOff } from './power-off.ts';
import { requestMigration } from './request-migration.ts';
import { awaitSoundEnvironment, restore } from './restore.ts';
import type { Step } from './step.ts';
import { withdraw } from './withdraw.ts';

interface Stage {
  /** Absent: nothing is left to do. */
  step?: Step;
  /** The states that the step may lead to, beside staying. */
  next: readonly HostEvacuationState[];
}

export const LIFECYCLE: Record<HostEvacuationState, Stage> = {
  WITHDRAWING: { step: withdraw, next: ['MIGRATING'] },
  MIGRATING: { step: requestMigration, next: ['CLEANING_UP', 'RESTORING'] },
  CLEANING_UP: { step: cleanUp, next: ['POWERING_OFF', 'EVACUATED', 'MIGRATING'] },
  POWERING_OFF: { step: powerOff, next: ['POWERED_OFF', 'EVACUATED', 'MIGRATING', 'RESTORING'] },
  POWERED_OFF: { step: awaitSoundEnvironment, next: ['RESTORING', 'MIGRATING'] },
  EVACUATED: { step: awaitSoundEnvironment, next: ['RESTORING', 'MIGRATING'] },
  RESTORING: { step: restore, next: ['COMPLETED', 'POWERING_OFF', 'MIGRATING'] },
  COMPLETED: { next: [] },
  CANCELLED: { next: [] },
};
