import type { components } from '../../../generated/config.ts';

type ConfiguredPolicy = components['schemas']['Policy'];
export type Policy = Required<Omit<ConfiguredPolicy, 'match'>>;
export type Policies = readonly ConfiguredPolicy[];

/** What holds when no policy says otherwise; the schema of the configuration gives the same values in words. */
export const DEFAULT_POLICY: Policy = {
  evacuate: true,
  requestedAction: 'MIGRATE',
  replyTime: 10,
  maximumAttempts: 3,
  retryInterval: 5,
  criticalShare: 0.5,
  defaultFailureTime: 600,
  safetyMargin: 30,
  cleanUpGraceTime: 10,
  powerOffPolicy: 'WHEN_EMPTY',
  gracefulShutdownTime: 60,
  powerConfirmTime: 30,
  restoreHoldTime: 300,
  manualRelease: false,
};

/** What a policy can be chosen by (R10). */
export interface PolicySubject {
  parameterType: string | undefined;
  computeHostType: string;
  /** The zone of the server and every zone above it. */
  resourceZoneIds: readonly string[];
  /** Given when the question concerns a VNF. */
  vnf?: { vnfdId: string | undefined; criticality: number };
}

/** The policy for a subject: each attribute from the first policy that matches and has it, else the default. */
export function policyFor(policies: Policies, subject: PolicySubject): Policy {
  const matching = policies.filter(({ match }) => isMatch(match, subject));
  return matching.reduceRight<Policy>(
    (result, { match: _match, ...values }) => ({ ...result, ...values }),
    DEFAULT_POLICY,
  );
}

function isMatch(match: ConfiguredPolicy['match'], subject: PolicySubject): boolean {
  const among = (wanted: readonly string[] | undefined, value: string | undefined) =>
    wanted === undefined || (value !== undefined && wanted.includes(value));
  const concernsVnf = match.vnfdIds !== undefined || match.minimumCriticality !== undefined;
  if (concernsVnf && subject.vnf === undefined) return false;
  return (
    among(match.parameterTypes, subject.parameterType) &&
    among(match.computeHostTypes, subject.computeHostType) &&
    (match.resourceZoneIds === undefined ||
      match.resourceZoneIds.some((zone) => subject.resourceZoneIds.includes(zone))) &&
    among(match.vnfdIds, subject.vnf?.vnfdId) &&
    (match.minimumCriticality === undefined || (subject.vnf?.criticality ?? 0) >= match.minimumCriticality)
  );
}
