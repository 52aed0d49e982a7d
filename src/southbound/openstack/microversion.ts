import { DomainError } from '../../problem.ts';

/** Versions of a service that the gateway knows; both ends are possible. */
export interface KnownVersions {
  /** The version that the microversions belong to, e.g. `v2.1`. */
  id: string;
  least: string;
  most: string;
}

interface VersionDetails {
  id?: unknown;
  /** Compute names the highest `version`, Placement `max_version`. */
  version?: unknown;
  max_version?: unknown;
  min_version?: unknown;
}

/**
 * The highest microversion that both sides know, from the version document of a service.
 * Throws DomainError `SouthboundUnavailable` when there is none, for it may be upgraded.
 */
export function chooseMicroversion(document: Record<string, unknown>, known: KnownVersions, where: string): string {
  const details = detailsIn(document).find(({ id }) => id === known.id);
  const most = parse(details?.version ?? details?.max_version);
  const least = parse(details?.min_version);
  if (most === undefined || least === undefined) {
    throw new DomainError(
      'SouthboundUnavailable',
      `${where} does not say which microversions of ${known.id} it speaks`,
    );
  }
  const [leastKnown, mostKnown] = [parse(known.least), parse(known.most)] as [Version, Version];
  const chosen = compare(most, mostKnown) < 0 ? most : mostKnown;
  if (compare(chosen, leastKnown) < 0 || compare(chosen, least) < 0) {
    const spoken = `${where} speaks ${least.join('.')} to ${most.join('.')}`;
    throw new DomainError('SouthboundUnavailable', `${spoken}; the gateway needs ${known.least} to ${known.most}`);
  }
  return chosen.join('.');
}

type Version = [major: number, minor: number];

/** A service tells of one version or, at its root, of several. */
function detailsIn({ version, versions }: Record<string, unknown>): VersionDetails[] {
  const list: unknown[] = Array.isArray(versions) ? versions : [version];
  return list.filter((entry) => typeof entry === 'object' && entry !== null);
}

function parse(version: unknown): Version | undefined {
  const match = typeof version === 'string' ? /^(\d+)\.(\d+)$/.exec(version) : null;
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1];
}
