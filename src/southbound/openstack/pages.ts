import { DomainError } from '../../problem.ts';
import { listIn } from './http.ts';
import type { Service } from './service.ts';

/** Entries of a page. */
const PAGE_SIZE = 500;

interface Collection {
  path: string;
  query: Record<string, string>;
  /** Attribute with the entries; `{key}_links` is there as long as there are more. */
  key: string;
}

/** All entries of a collection, each once; throws DomainError `SouthboundUnavailable` when a page cannot be read. */
export async function readPages<Entry extends { id: string }>(
  service: Service,
  name: string,
  { path, query, key }: Collection,
): Promise<Entry[]> {
  const entries = new Map<string, Entry>();
  let marker: string | undefined;
  do {
    const wanted = { ...query, limit: String(PAGE_SIZE), ...(marker === undefined ? {} : { marker }) };
    const pagePath = `${path}?${new URLSearchParams(wanted).toString()}`;
    const content = await service.read(pagePath);
    const page = listIn<Entry>(content, key, `${name}: GET ${pagePath}`);
    for (const entry of page) entries.set(entry.id, entry);
    const links = content[`${key}_links`];
    const hasNext = Array.isArray(links) && links.length > 0;
    const last = page.at(-1)?.id;
    if (hasNext && (last === undefined || last === marker)) {
      throw new DomainError('SouthboundUnavailable', `${name}: the pages of GET ${pagePath} have no end`);
    }
    marker = hasNext ? last : undefined;
  } while (marker !== undefined);
  return [...entries.values()];
}
