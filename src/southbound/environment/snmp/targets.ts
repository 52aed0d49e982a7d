import type { components } from '../../../../generated/config.ts';
import type { Target } from '../environment-source.ts';
import { PROFILES } from './profiles.ts';

type SnmpAgent = components['schemas']['SnmpAgent'];

/**
 * What the agent is about. Where another agent could say a parameter of the same name about the same server or zone, the
 * names begin with the name of the agent (`ups-a:battery.charge`), so that one does not speak over the other.
 */
export function targetsOf(agent: SnmpAgent, all: readonly SnmpAgent[]): Target[] {
  const prefixFor = (key: 'computeHostIds' | 'resourceZoneIds', id: string): string =>
    all.some((other) => other.name !== agent.name && other[key]?.includes(id) === true && isAlike(agent, other))
      ? `${agent.name}:`
      : '';
  return [
    ...[...new Set(agent.computeHostIds)].map((computeHostId) => ({
      about: { computeHostId },
      prefix: prefixFor('computeHostIds', computeHostId),
    })),
    ...[...new Set(agent.resourceZoneIds)].map((resourceZoneId) => ({
      about: { resourceZoneId },
      prefix: prefixFor('resourceZoneIds', resourceZoneId),
    })),
  ];
}

function isAlike(one: SnmpAgent, other: SnmpAgent): boolean {
  const names = namesOf(other);
  return [...namesOf(one)].some((name) => names.has(name));
}

/** Names of what the agent may say; that of a profile stands for all that it may say. */
function namesOf({ profile, objects, traps }: SnmpAgent): Set<string> {
  return new Set([
    ...(profile === undefined ? [] : [`profile ${PROFILES[profile].kind}`]),
    ...[...objects, ...traps].map(({ parameterName }) => parameterName),
  ]);
}
