/** A link of a Link header: its target, and its parameters. RFC 8288 3. */
const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)/g;
const NEXT = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?![^\s;,]))/i;

/** Where the list goes on, if it does. The token goes to no other server than the one that was asked. SOL013 5.4.2.3. */
export function nextPage(page: Response): URL | undefined {
  for (const [, target = '', parameters = ''] of (page.headers.get('link') ?? '').matchAll(LINK)) {
    if (!NEXT.test(parameters)) continue;
    const next = new URL(target, page.url);
    if (next.origin === new URL(page.url).origin) return next;
    throw new Error(
      `the next page of ${page.url} is on another server: ${next.href}; is the apiRoot of the gateway right?`,
    );
  }
  return undefined;
}
