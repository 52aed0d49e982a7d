/** Step 202: what a server runs is asked to leave, the most critical of all failing servers first (R13 to R15). */
import { newIdentifier } from '../identifier.ts';
import type { OpenAlarms } from './alarms.ts';
import { ask, notifyResourceChange, pursuedBy } from './ask.ts';
import { openImpactAlarms } from './migration-alarms.ts';
import type { Context } from './context.ts';
import type { MigrationRequest, TimelineEntry } from './entities.ts';
import { placementOf, termsOf, type VnfShare } from './migration-terms.ts';
import type { Site } from './site.ts';
import type { Case } from './step.ts';
import { entry } from './timeline.ts';

/** Requests as they are now, and what was done about them. */
export interface Followed {
  requests: MigrationRequest[];
  timeline: TimelineEntry[];
}

/** A virtual compute is covered while a request for it is open, waits for its retry, was given up, or was called off by an operator. */
export function isCovered(requests: readonly MigrationRequest[], computeId: string): boolean {
  return requests.some(
    ({ virtualComputeIds, migrationRequestState: state, cancelledByOperator }) =>
      virtualComputeIds.includes(computeId) &&
      state !== 'COMPLETED' &&
      (state !== 'CANCELLED' || cancelledByOperator === true),
  );
}

export interface Created extends Followed {
  /** Optional functions for which there is no room. */
  unrequested: string[];
  /** Less critical or optional functions are asked for after those of the other servers. */
  isPostponed: boolean;
}

/** Functions whose criticality differs by less than this go in one while others have not asked at all yet (R14). */
const CRITICALITY_BAND = 34;
/** The same in the transaction of the reading, which the first request waits for. */
const FIRST_BAND = 1;

function mostCritical(shares: readonly VnfShare[], band: number): VnfShare[] {
  const highest = Math.max(...shares.map(({ criticality }) => criticality));
  return shares.filter(({ criticality }) => criticality > highest - band);
}

/** Whether a server has to be left whose functions have not been asked to leave, or may have to be. Looked at once a transaction. */
async function isAnyUnasked(context: Context): Promise<boolean> {
  return (context.isAnyUnasked ??= await lookForUnasked(context));
}

async function lookForUnasked({ tables, now }: Context): Promise<boolean> {
  const [begins] = await tables.hostEvacuations.findKeys({ hostEvacuationState: 'WITHDRAWING' }, { limit: 1 });
  if (begins !== undefined) return true;
  const due = await tables.environmentStates.find(
    { nextEvaluationTime: { notAfter: now } },
    { limit: DUE_STATES, orderBy: 'nextEvaluationTime' },
  );
  return due.some(({ undeterminedComputeHostIds }) => undeterminedComputeHostIds !== undefined);
}

/** States among which those with servers that wait are looked for. */
const DUE_STATES = 10;

/** Asks for the functions of a server, the required before the optional, as far as it is their turn (R14, R15). */
export async function requestShares(
  context: Context,
  subject: Case,
  shares: readonly VnfShare[],
  site: Site,
): Promise<Created> {
  const { now } = context;
  const { host } = subject;
  const created: Created = { requests: [], timeline: [], unrequested: [], isPostponed: false };
  const first = shares.filter((share) => share.required);
  const isOfReading = first.length > 0 && context.begun.length > 0;
  const isCrowded = shares.length > 0 && (isOfReading || (await isAnyUnasked(context)));
  const required = isCrowded ? mostCritical(first, isOfReading ? FIRST_BAND : CRITICALITY_BAND) : first;
  // What another failing server requires does not find its place taken by what is optional (R15).
  const optional = isCrowded ? [] : shares.filter((share) => !share.required);
  created.isPostponed = isCrowded && required.length < shares.length;
  const openAlarms = await openImpactAlarms(
    context,
    host.id,
    [...required, ...optional].map(({ vnfInstanceId }) => vnfInstanceId),
  );
  const create = (share: VnfShare) => createRequest(context, subject, share, { site, openAlarms });
  for (const share of required) {
    const request = await create(share);
    created.requests.push(request);
    created.timeline.push(
      entry(
        now,
        'MIGRATION_REQUESTED',
        `${share.vnfInstanceId} asked of ${share.vnfmId}, by ${request.migrationDeadline}`,
        { migrationRequestId: request.id },
      ),
    );
  }
  for (const share of optional) {
    const ids = share.computes.map((compute) => compute.computeId);
    if (site.candidates(host, share.computes).length === 0) {
      created.unrequested.push(...ids);
      if (!ids.every((id) => subject.evacuation.unrequestedVirtualComputeIds.includes(id))) {
        created.timeline.push(
          entry(now, 'NOT_REQUESTED', `${share.vnfInstanceId} is optional and there is no room for it`),
        );
      }
      continue;
    }
    const request = await create(share);
    created.requests.push(request);
    created.timeline.push(
      entry(now, 'MIGRATION_REQUESTED', `${share.vnfInstanceId} (optional) asked of ${share.vnfmId}`, {
        migrationRequestId: request.id,
      }),
    );
  }
  return created;
}

async function createRequest(
  context: Context,
  subject: Case,
  share: VnfShare,
  { site, openAlarms }: { site: Site; openAlarms: OpenAlarms },
): Promise<MigrationRequest> {
  const { evacuation, host } = subject;
  const placement = placementOf(subject, share.computes, site);
  const request: MigrationRequest = {
    id: newIdentifier(),
    requestVersion: 1,
    hostEvacuationId: evacuation.id,
    vnfInstanceId: share.vnfInstanceId,
    vnfcInstanceIds: share.computes.flatMap(({ vnfcInstanceId }) =>
      vnfcInstanceId === undefined ? [] : [vnfcInstanceId],
    ),
    virtualComputeIds: share.computes.map(({ computeId }) => computeId),
    vnfmId: share.vnfmId,
    sourceComputeHostId: host.id,
    criticality: share.criticality,
    ...termsOf(context, subject, share, context.now),
    attempt: 1,
    attemptTime: context.now,
    stateEnteredTime: context.now,
    placement,
    migrationRequestState: 'REQUESTED',
    ...pursuedBy(context, share.vnfmId),
  };
  await context.tables.migrationRequests.insert(request);
  await ask(context, subject, request, share.computes, { openAlarms });
  for (const compute of share.computes) await notifyResourceChange(context, evacuation, compute);
  return request;
}
