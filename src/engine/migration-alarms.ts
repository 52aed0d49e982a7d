/** What an operator has to know of functions that may not leave in time (R10, R15). */
import { probableCauseOf, raiseAlarm } from './alarms.ts';
import type { Context } from './context.ts';
import type { VirtualCompute } from './entities.ts';
import type { Case } from './step.ts';

export async function alarmNoRoom(context: Context, { evacuation, host }: Case, count: number): Promise<void> {
  await raiseAlarm(context, {
    managedObjectId: host.id,
    faultType: 'INSUFFICIENT_CAPACITY',
    perceivedSeverity: 'MAJOR',
    eventType: 'QOS_ALARM',
    probableCause: probableCauseOf(evacuation.cause.parameterType),
    detail: `no server with room is known for ${count} required VNF of ${host.id}; their managers choose by themselves`,
  });
}

export async function alarmAtRisk(
  context: Context,
  { evacuation, host }: Case,
  running: readonly VirtualCompute[],
): Promise<void> {
  const switchedOff = evacuation.powerOffPolicy === 'LAST_SAFE_MOMENT';
  await raiseAlarm(context, {
    managedObjectId: host.id,
    faultType: 'FUNCTIONS_AT_RISK',
    perceivedSeverity: 'CRITICAL',
    probableCause: probableCauseOf(evacuation.cause.parameterType),
    detail: `${describe(running)} on ${host.id} past the deadline; ${switchedOff ? 'the policy switches the server off' : 'the server stays on until it fails'}`,
  });
}

export function describe(computes: readonly VirtualCompute[]): string {
  const names = computes.slice(0, 5).map(({ computeId }) => computeId);
  const more = computes.length > names.length ? ` and ${computes.length - names.length} more` : '';
  return `${names.join(', ')}${more} still ${computes.length === 1 ? 'runs' : 'run'}`;
}
