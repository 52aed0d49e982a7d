/** The header that lets a change happen only to what was read: `params: { header: ifMatch(found.response) }`. SOL013 4.2.2. */
export function ifMatch(response: Response): { 'If-Match': string } {
  const etag = response.headers.get('etag');
  if (etag === null) throw new Error(`the answer of ${response.url} has no ETag`);
  return { 'If-Match': etag };
}
