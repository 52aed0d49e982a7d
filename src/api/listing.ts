import { DomainError } from '../problem.ts';
import type { Collection } from '../store/store.ts';

const PAGE_SIZE = 100;

/** One page of a container; the next is linked to by an opaque marker (SOL013 5.4.2.3). */
export async function listPage<Entity, Shown>(
  collection: Pick<Collection<Entity, string>, 'page'>,
  marker: string | undefined,
  uri: string,
  show: (entity: Entity) => Shown | Promise<Shown>,
): Promise<{ status: 200; headers: Record<string, string>; body: Shown[] }> {
  const { items, next } = await collection.page(marker === undefined ? undefined : readMarker(marker), PAGE_SIZE);
  const headers: Record<string, string> =
    next === undefined ? {} : { Link: `<${uri}?nextpage_opaque_marker=${writeMarker(next)}>; rel="next"` };
  return { status: 200, headers, body: await Promise.all(items.map(show)) };
}

function writeMarker(after: number): string {
  return Buffer.from(String(after)).toString('base64url');
}

function readMarker(marker: string): number {
  const after = Number(Buffer.from(marker, 'base64url').toString());
  if (!Number.isSafeInteger(after) || after < 0 || writeMarker(after) !== marker) {
    throw new DomainError('Malformed', 'the query parameter nextpage_opaque_marker is not a marker of this list');
  }
  return after;
}

/** The entity, or 404. */
export function found<Entity>(entity: Entity | undefined, what: string, id: string): Entity {
  if (entity === undefined) throw new DomainError('NotFound', `no ${what} ${id}`);
  return entity;
}
