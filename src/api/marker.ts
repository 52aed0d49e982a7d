import { DomainError } from '../problem.ts';

/** Opaque to consumers (SOL013 5.4.2.3): the place in the order of insertion after which the page begins. It gives no access to anything. */
export function writeMarker(after: number): string {
  return Buffer.from(String(after)).toString('base64url');
}

export function readMarker(marker: string): number {
  const after = Number(Buffer.from(marker, 'base64url').toString());
  if (!Number.isSafeInteger(after) || after < 0 || writeMarker(after) !== marker) {
    throw new DomainError('Malformed', 'the query parameter nextpage_opaque_marker is not a marker of this list');
  }
  return after;
}
