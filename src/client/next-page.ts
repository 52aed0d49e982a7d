/** A link of a Link header: its target, and its parameters. RFC 8288 3. */
const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)/g;
const NEXT = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?![^\s;,]))/i;

/**
 * Where the list goes on, if it does. Only the query of the link is taken: the page is asked for where the one before it was,
 * so that the token goes nowhere else, and a gateway behind a proxy may call itself what it likes. SOL013 5.4.2.3.
 */
export function nextPage(page: Response): URL | undefined {
  for (const [, target = '', parameters = ''] of (page.headers.get('link') ?? '').matchAll(LINK)) {
    if (!NEXT.test(parameters)) continue;
    const next = new URL(page.url);
    next.search = new URL(target, page.url).search;
    return next;
  }
  return undefined;
}
